/** What the learned terminal time saves over the one that training began with. */
function speedUp() {
  const { initial, learned, rows, threads, backend } = report.speedUp;
  return section(
    "Speed-up over the initial terminal time",
    element(
      "div", { class: "grid" },
      bars("Evaluations of the field", initial, learned, (run) => run.evaluations, words, "fewer"),
      bars("Inference", initial, learned, (run) => run.milliseconds, (value) => `${words(value, 3)}\u202fms`, "faster")),
    element(
      "p", { class: "hint" },
      `Measured when this report was written: ${words(rows)} rows, back-end ${backend}, ${words(threads)} `
        + `thread${threads === 1 ? "" : "s"}, medians after warm-up. The model is the same; only where its solve ends differs.`));
}

function bars(title, initial, learned, measure, format, better) {
  const factor = measure(initial) / measure(learned);
  const bar = (run, kind) => element(
    "div", { class: "bar" },
    element("span", {}, maths(`t_f = ${words(run.terminalTime)}`)),
    element("div", { class: "track" },
      element("div", { class: `fill ${kind}`, style: `width:${Math.max(0.5, (100 * measure(run)) / measure(initial))}%` })),
    element("span", { class: "amount" }, format(measure(run))));
  return figure(
    title, null,
    element("p", { class: "factor" }, `${words(factor, 3)}×`, element("small", {}, factor >= 1 ? ` ${better}` : "")),
    bar(initial, "initial"),
    bar(learned, "learned"));
}
