/** Loss and score if the model stopped early: where could t_f be cut? */
function depthCurve() {
  const curve = report.depth;
  const marks = () => [
    { at: curve.enough, label: "enough" },
    ...(report.paths ? [{ at: depth.now, colour: "accent" }] : []),
  ];
  const score = curve.score === "accuracy" ? "Accuracy" : "Mean squared error";
  const charts = [
    [score, curve.scores, "class0", curve.score === "accuracy" ? percent : words],
    ...(curve.score === "accuracy" ? [["Cross-entropy", curve.losses, "class1", words]] : []),
  ].map(([title, values, shade, format]) => {
    const chart = lineChart(220, () => ({
      x: curve.depths,
      xLabel: "depth t",
      sync: "depth",
      format,
      series: [{ label: title.toLowerCase(), values, colour: shade }],
      marks,
    }));
    depth.listeners.push(chart.repaint);
    return figure(`${title} against depth`, null, chart.host);
  });
  return section(
    "Where could t_f be cut?",
    element("p", {}, maths(depthWords(curve))),
    element("div", { class: "grid" }, ...charts));
}

function depthWords(curve) {
  const as = curve.score === "accuracy"
    ? "within 0.1 percentage points of the accuracy at t_f" : "within 1 % of the error at t_f";
  const answer = curve.share > 0.99
    ? `Nowhere: only at t_f itself is the model as good as it is there.`
    : curve.share === 0
      ? `Everywhere: even at t₀, with nothing solved, the model is ${as}.`
      : `At t = ${words(curve.enough, 3)}, ${percent(curve.share)} of the depth, the model is already ${as}.`;
  return `${answer} Measured on ${words(curve.rows)} ${curve.split} rows, read out as at t_f, the weights left as they are.`;
}
