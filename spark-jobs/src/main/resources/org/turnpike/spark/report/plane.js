const EDGE = 10;

/**
 * A part of a plane with axes, which `below` and `above` paint on, under and over the axes' grid; both are given
 * { context, x(value), y(value), box, scale }, in pixels of the canvas. `extent` is [left, right, bottom, top].
 * Returns { host, redraw, repaint }; `repaint` paints anew on the same axes.
 */
function plane({ extent, axes, below, above, ratio = 1 }) {
  const host = element("div", { class: "chart plane" });
  let chart = null;
  const [left, right, bottom, top] = extent;
  const painter = (paint) => (drawn) => paint?.({
    context: drawn.ctx,
    x: (value) => drawn.valToPos(value, "x", true),
    y: (value) => drawn.valToPos(value, "y", true),
    box: drawn.bbox,
    scale: devicePixelRatio,
  });
  const clipped = (paint) => (drawn) => {
    const { ctx, bbox } = drawn;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    painter(paint)(drawn);
    ctx.restore();
  };
  const redraw = () => {
    const width = Math.floor(host.clientWidth);
    chart?.destroy();
    chart = null;
    if (width === 0) {
      return;
    }
    const side = width - SIDE - LABEL - EDGE;
    chart = new uPlot({
      width,
      height: Math.round(side * ratio) + EDGE + FOOT + LABEL,
      padding: [EDGE, EDGE, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: { x: { time: false, range: [left, right] }, y: { range: [bottom, top] } },
      axes: [
        axisStyle(axes[0], plainNumbers),
        { ...axisStyle(axes[1], plainNumbers), size: SIDE },
      ],
      series: [{}, { show: false }],
      hooks: { drawClear: [clipped(below)], draw: [clipped(above)] },
    }, [[left, right], [bottom, top]], host);
  };
  onTheme(redraw);
  onWidth(host, redraw);
  return { host, redraw, repaint: () => chart?.redraw(false) };
}

function plainNumbers(_, splits) {
  return splits.map((value) => words(value, 3));
}

/** A dot with a rim that sets it off from what lies below. */
function dot(context, x, y, radius, fill, rim) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = rim;
  context.stroke();
}
