/** How many rows of each class were taken for which. */
function confusionMatrix() {
  const { classes, counts, rows, split, classesLeftOut } = report.confusion;
  const mistakes = counts.flatMap((row, actual) => row.filter((_, predicted) => predicted !== actual));
  const mostMistakes = Math.max(1, ...mistakes);
  const row = (actual) => {
    const total = counts[actual].reduce((sum, count) => sum + count, 0);
    return element(
      "tr", {},
      element("th", { scope: "row" }, classes[actual]),
      ...counts[actual].map((count, predicted) => {
        const share = total > 0 ? count / total : 0;
        const shade = actual === predicted ? share : count / mostMistakes;
        return element("td", {
          class: actual === predicted ? "right" : "wrong",
          style: `--share:${count === 0 ? 0 : 0.08 + 0.92 * shade}`,
          title: `${count} of ${total} rows of class ${classes[actual]} taken for ${classes[predicted]}`,
        }, count === 0 ? "" : words(count), count > 0 && classes.length <= 6 ? element("small", {}, percent(share)) : null);
      }));
  };
  const table = element(
    "table", { class: classes.length > 6 ? "confusion" : "confusion roomy" },
    element("thead", {},
      element("tr", {}, element("td", {}), element("th", { colspan: String(classes.length), class: "over" }, "taken for")),
      element("tr", {}, element("th", { class: "over" }, "class"), ...classes.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...classes.map((_, actual) => row(actual))));
  const left = classesLeftOut > 0 ? ` The ${classesLeftOut} classes with the fewest mistakes are left out.` : "";
  return figure("Confusion matrix", `${words(rows)} ${split} rows.${left}`, element("div", { class: "scroll" }, table));
}

/** How often the model is right where it claims to be right with some probability. */
function calibration() {
  const known = report.calibration;
  const most = Math.max(...known.counts);
  const drawn = plane({
    extent: [-0.03, 1.03, -0.03, 1.03],
    axes: ["claimed probability", "share that is right"],
    ratio: 0.8,
    above: ({ context, x, y, scale }) => {
      context.strokeStyle = colour("soft");
      context.lineWidth = scale;
      context.setLineDash([5 * scale, 5 * scale]);
      context.beginPath();
      context.moveTo(x(0), y(0));
      context.lineTo(x(1), y(1));
      context.stroke();
      context.setLineDash([]);
      known.counts.forEach((count, bin) => {
        if (count > 0) {
          const [claimed, right] = [known.confidences[bin], known.accuracies[bin]];
          context.strokeStyle = colour("class0");
          context.lineWidth = 1.5 * scale;
          context.beginPath();
          context.moveTo(x(claimed), y(claimed));
          context.lineTo(x(claimed), y(right));
          context.stroke();
          dot(context, x(claimed), y(right), (3 + 6 * Math.sqrt(count / most)) * scale, colour("class0"), colour("card"));
        }
      });
    },
  });
  return figure(
    "Calibration",
    `On the dashed line the model is right as often as it claims; larger dots stand for more rows. Expected calibration `
      + `error ${percent(known.error)}, over ${words(known.rows)} ${known.split} rows.`,
    drawn.host);
}
