/** Pixels for the numbers of an upright axis, for those of a level one, and for the words beside either. */
const SIDE = 54;
const FOOT = 30;
const LABEL = 18;

function axisStyle(label, values) {
  return {
    stroke: colour("soft"),
    font: "12px system-ui, sans-serif",
    labelFont: "12px system-ui, sans-serif",
    label,
    size: FOOT,
    labelSize: label ? LABEL : 0,
    labelGap: 0,
    grid: { stroke: colour("line"), width: 1 },
    ticks: { stroke: colour("line"), width: 1, size: 5 },
    values,
  };
}

/** Whether a logarithm can show any of the values. */
function hasPositive(series) {
  return series.some((each) => each.values.some((value) => value > 0));
}

/**
 * Lines over a common axis. `options()` is asked anew for every drawing, so what it says may change:
 * { x, xLabel, series: [{ label, values, colour, dash }], logarithmic, marks: () => [{ at, label }], sync, format }.
 * Returns { host, redraw, repaint }; `repaint` paints anew on the same axes.
 */
function lineChart(height, options) {
  const host = element("div", { class: "chart" });
  let chart = null;
  const redraw = () => {
    const width = Math.floor(host.clientWidth);
    chart?.destroy();
    chart = null;
    if (width > 0) {
      chart = new uPlot(...lineOptions(width, height, options()), host);
    }
  };
  onTheme(redraw);
  onWidth(host, redraw);
  return { host, redraw, repaint: () => chart?.redraw(false) };
}

function lineOptions(width, height, asked) {
  const logarithmic = asked.logarithmic && hasPositive(asked.series);
  const shown = (value) => (logarithmic && !(value > 0) ? null : value);
  const format = asked.format ?? words;
  return [
    {
      width,
      height,
      padding: [10, 28, 0, 0],
      cursor: { sync: asked.sync ? { key: asked.sync } : undefined, points: { size: 7 }, drag: { x: true, y: false } },
      legend: { live: true },
      scales: {
        x: { time: false },
        y: logarithmic ? { distr: 3, log: 10, range: decades } : { range: asked.range ?? spread },
      },
      axes: [
        axisStyle(asked.xLabel, (_, splits) => splits.map((value) => (value === null ? "" : words(value, 5)))),
        {
          ...axisStyle(null, (_, splits) => splits.map((value) => (value === null ? "" : format(value)))),
          size: SIDE,
        },
      ],
      series: [
        { label: asked.xLabel, value: (_, value) => words(value, 5) },
        ...asked.series.map((each) => ({
          label: each.label,
          stroke: colour(each.colour),
          width: 1.75,
          dash: each.dash,
          spanGaps: true,
          points: { show: asked.x.length < 60, size: 5 },
          value: (_, value) => format(value),
        })),
      ],
      hooks: {
        ready: [showLast],
        setCursor: [(chart) => (chart.cursor.idx === null ? showLast(chart) : null)],
        draw: [(chart) => (asked.marks?.() ?? []).forEach((mark) => drawMark(chart, mark))],
      },
    },
    [asked.x, ...asked.series.map((each) => each.values.map(shown))],
  ];
}

/** The legend of a chart at which nobody points shows where its lines end. */
function showLast(chart) {
  const ends = chart.data.slice(1).map((values) => values.findLastIndex((value) => value !== null));
  chart.setLegend({ idxs: [Math.max(...ends), ...ends] }, false);
}

/** A little room above and below, also where all values are one. */
function spread(_, low, high) {
  if (low === null || high === null) {
    return [0, 1];
  }
  const room = high > low ? 0.06 * (high - low) : Math.abs(low) * 0.1 || 1;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

/** From one of 1, 2, 5, 10, 20 … to another: whole decades would often leave half a chart empty. */
function decades(_, low, high) {
  if (low === null || high === null) {
    return [0.1, 1];
  }
  const rounded = (value, find) => {
    const unit = 10 ** Math.floor(Math.log10(value));
    return unit * find([1, 2, 5, 10], value / unit);
  };
  return [
    rounded(low, (steps, mantissa) => steps.findLast((step) => step <= mantissa) ?? 1),
    rounded(high, (steps, mantissa) => steps.find((step) => step > mantissa) ?? 10),
  ];
}

/** A vertical line through the whole chart, with a word beside its head or its foot. */
function drawMark(chart, mark) {
  const x = Math.round(chart.valToPos(mark.at, "x", true));
  const { left, top, width, height } = chart.bbox;
  if (x < left || x > left + width) {
    return;
  }
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = colour(mark.colour ?? "soft");
  ctx.fillStyle = colour("soft");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(mark.colour ? [] : [4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  const label = mark.label ?? "";
  const room = ctx.measureText(label).width + 6 * devicePixelRatio;
  ctx.textAlign = x + room > left + width ? "right" : "left";
  ctx.fillText(label, x + (ctx.textAlign === "left" ? 4 : -4) * devicePixelRatio,
    mark.foot ? top + height - 6 * devicePixelRatio : top + 11 * devicePixelRatio);
  ctx.restore();
}
