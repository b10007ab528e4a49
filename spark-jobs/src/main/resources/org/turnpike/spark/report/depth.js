/** Loss and score if the model stopped early, each against the depth. */
function depthCurves() {
  const curve = report.depth;
  const isAccuracy = curve.score === "accuracy";
  const marks = (label) => () => [{ at: curve.enough, label, foot: isAccuracy }, { at: depth.now, colour: "accent" }];
  return [
    [isAccuracy ? "Accuracy" : curve.score === "nll" ? "Negative log-likelihood" : "Mean squared error", curve.scores, "class0", isAccuracy ? percent : words],
    ...(isAccuracy ? [["Cross-entropy", curve.losses, "class1", words]] : []),
  ].map(([title, values, shade, format], number) => {
    const chart = lineChart(220, () => ({
      x: curve.depths,
      xLabel: "depth t",
      sync: "depth",
      format,
      series: [{ label: title.toLowerCase(), values, colour: shade }],
      marks: marks(number === 0 ? "enough" : ""),
    }));
    depth.listeners.push(chart.repaint);
    return figure(`${title} against depth`, null, chart.host);
  });
}

/** Where could t_f be cut? */
function depthWords(curve) {
  const as = curve.score === "accuracy"
    ? "within 0.1 percentage points of the accuracy at t_f"
    : curve.score === "nll" ? "within 0.01 nats of the log-likelihood at t_f" : "within 1 % of the error at t_f";
  const answer = curve.share > 0.99
    ? `Nowhere: only at t_f itself is the model as good as it is there.`
    : curve.share === 0
      ? `Everywhere: even at t₀, with nothing solved, the model is ${as}.`
      : `At t = ${words(curve.enough, 3)}, ${percent(curve.share)} of the depth, the model is already ${as}.`;
  return `${answer} Measured on ${words(curve.rows)} ${curve.split} rows, read out as at t_f, the weights left as they are.`;
}
