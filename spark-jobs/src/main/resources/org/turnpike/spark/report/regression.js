/** Predicted against true values, and how the errors are spread, for one output at a time. */
function regression() {
  const { outputs, rows, split, outputsLeftOut } = report.regression;
  const host = element("div", { class: "grid" });
  const show = (number) => host.replaceChildren(...regressionFigures(outputs[number], rows, split));
  show(0);
  return section(
    "Predicted and true values",
    outputs.length > 1
      ? element("div", { class: "controls" },
        choice("Output", outputs.map((output, number) => [number, output.name]), 0, show))
      : null,
    host,
    outputsLeftOut > 0 ? element("p", { class: "hint" }, `${outputsLeftOut} more outputs are left out.`) : null);
}

function regressionFigures(output, rows, split) {
  const all = [...output.actual, ...output.predicted].filter(Number.isFinite);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = 0.05 * (high - low || 1);
  const extent = [low - room, high + room, low - room, high + room];
  const fit = plane({
    extent,
    axes: [`true ${output.name}`, "predicted"],
    above: ({ context, x, y, scale }) => {
      context.strokeStyle = colour("soft");
      context.lineWidth = scale;
      context.setLineDash([5 * scale, 5 * scale]);
      context.beginPath();
      context.moveTo(x(extent[0]), y(extent[0]));
      context.lineTo(x(extent[1]), y(extent[1]));
      context.stroke();
      context.setLineDash([]);
      context.lineWidth = 0.6 * scale;
      output.actual.forEach((value, row) => {
        if (output.predicted[row] !== null) {
          dot(context, x(value), y(output.predicted[row]), 2.6 * scale, colour("class0"), colour("card"));
        }
      });
    },
  });
  return [
    figure(
      "Predicted against true",
      `R² = ${words(output.explained)} over ${words(rows)} ${split} rows; on the dashed line the prediction is exact.`,
      fit.host),
    figure("Residuals", `Predicted less true; their root mean square is ${words(output.deviation)}.`, residuals(output)),
  ];
}

function residuals(output) {
  const errors = output.actual
    .map((value, row) => (output.predicted[row] === null ? NaN : output.predicted[row] - value))
    .filter(Number.isFinite);
  const widest = Math.max(...errors.map(Math.abs)) || 1;
  const bins = 31;
  const counts = new Array(bins).fill(0);
  errors.forEach((error) => counts[Math.min(bins - 1, Math.floor(((error / widest + 1) / 2) * bins))]++);
  const most = Math.max(...counts);
  return plane({
    extent: [-widest * 1.05, widest * 1.05, 0, most * 1.08],
    axes: ["predicted − true", "rows shown"],
    above: ({ context, x, y }) => {
      context.fillStyle = colour("class0");
      counts.forEach((count, bin) => {
        const [from, to] = [bin, bin + 1].map((edge) => x(widest * ((2 * edge) / bins - 1)));
        context.fillRect(from + 1, y(count), to - from - 2, y(0) - y(count));
      });
    },
  }).host;
}
