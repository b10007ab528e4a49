/** The course of training: charts over iterations or seconds. */
function training() {
  const history = report.history;
  if (!history) {
    return null;
  }
  const view = { axis: "position", logarithmic: hasPositive([{ values: history.columns.loss ?? [] }]) };
  const charts = TRAINING_CHARTS
    .map((chart) => ({ ...chart, series: chart.series.filter(([column]) => history.columns[column]) }))
    .filter((chart) => chart.series.length > 0 && !(chart.mayRest && isConstant(history.columns[chart.series[0][0]])))
    .map((chart) => ({ chart, drawn: trainingChart(history, chart, view) }));
  const redraw = () => charts.forEach(({ drawn }) => drawn.redraw());
  const controls = element(
    "div", { class: "controls" },
    history.columns.elapsed
      ? choice("Horizontal axis", [["position", `${history.unit}s`], ["elapsed", "seconds"]], view.axis, (axis) => {
        view.axis = axis;
        redraw();
      })
      : null,
    toggle("logarithmic scale", view.logarithmic, (on) => {
      view.logarithmic = on;
      redraw();
    }));
  const thinned = history.shown < history.rows
    ? `Drawn are ${words(history.shown)} of ${words(history.rows)} rows; highest and lowest losses stay. ` : "";
  return section(
    "Training",
    controls,
    element("div", { class: "grid" }, ...charts.map(({ chart, drawn }) => figure(chart.title, chart.note?.(history), drawn.host))),
    element("p", { class: "hint" }, `${thinned}Drag across a chart to look closer, double-click to see all again.`));
}

const TRAINING_CHARTS = [
  {
    title: "Loss",
    logarithmic: true,
    series: [["loss", "training loss", "class0"], ["validation_loss", "validation loss", "class1"]],
  },
  { title: "Terminal time t_f", series: [["terminal_time", "t_f", "accent"]] },
  {
    title: "Accuracy on the validation rows",
    series: [["validation_accuracy", "accuracy", "class1"]],
    format: percent,
  },
  { title: "Mean squared error on the validation rows", logarithmic: true, series: [["validation_mse", "mse", "class1"]] },
  { title: "Negative log-likelihood of the validation rows", series: [["validation_nll", "nll", "class1"]] },
  {
    title: "Evaluations of the field (NFE)",
    series: [["nfe_forward", "forward", "class0"], ["nfe_backward", "backward", "class1", [7, 5]]],
  },
  { title: "Norm of the gradient", logarithmic: true, series: [["gradient_norm", "‖gradient‖", "class2"]] },
  {
    title: "Time",
    logarithmic: true,
    series: [["milliseconds", "ms", "class4"]],
    note: (history) => `Milliseconds per ${history.unit}; half take less than ${words(history.medianMilliseconds, 3)} ms.`,
  },
  { title: "Learning rate", mayRest: true, series: [["rate", "rate", "class2"]] },
];

function isConstant(values) {
  return values.every((value) => value === values[0]);
}

function trainingChart(history, chart, view) {
  return lineChart(240, () => ({
    x: view.axis === "elapsed" ? history.columns.elapsed : history.position,
    xLabel: view.axis === "elapsed" ? "seconds" : history.unit,
    sync: "training",
    logarithmic: chart.logarithmic && view.logarithmic,
    format: chart.format,
    series: chart.series.map(([column, label, shade, dash]) => ({
      label,
      values: history.columns[column],
      colour: shade,
      dash,
    })),
    marks: () => history.stages.length < 2 ? [] : history.stages.map((stage) => ({
      at: view.axis === "elapsed" ? stage.fromSeconds : stage.from,
      label: stage.name,
    })),
  }));
}
