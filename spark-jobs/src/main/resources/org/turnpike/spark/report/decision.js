/** The depth that the figures of the model show, which all of them share. */
const depth = {
  now: 0,
  listeners: [],
  set(value) {
    this.now = value;
    this.listeners.forEach((listener) => listener());
  },
};

/** A slider over depth, from t0 to t_f, with a button that moves it. */
function depthSlider(depths) {
  const [first, last] = [depths[0], depths[depths.length - 1]];
  const slider = element("input", {
    type: "range", min: "0", max: "400", value: "400", step: "1", id: "depth", "aria-label": "depth t",
  });
  const label = element("output", { for: "depth" });
  const show = () => {
    depth.set(first + ((last - first) * slider.valueAsNumber) / 400);
    label.textContent = `t = ${words(depth.now, 3)}`;
    slider.setAttribute("aria-valuetext", label.textContent);
  };
  let playing = 0;
  const button = element("button", { type: "button", class: "toggle" }, "Play");
  const stop = () => {
    cancelAnimationFrame(playing);
    playing = 0;
    button.textContent = "Play";
  };
  button.addEventListener("click", () => {
    if (playing) {
      stop();
      return;
    }
    button.textContent = "Stop";
    const from = slider.valueAsNumber >= 400 ? 0 : slider.valueAsNumber;
    const start = performance.now();
    const move = (now) => {
      slider.value = String(Math.min(400, from + (now - start) / 10));
      show();
      playing = slider.valueAsNumber < 400 ? requestAnimationFrame(move) : (stop(), 0);
    };
    playing = requestAnimationFrame(move);
  });
  slider.addEventListener("input", () => {
    stop();
    show();
  });
  show();
  return element(
    "div", { class: "slider" },
    button,
    element("span", {}, `t₀ = ${words(first, 3)}`),
    slider,
    element("span", {}, maths(`t_f = ${words(last, 3)}`)),
    label);
}

/** Which class the model gives to every point of the data's plane, if it stops at the slider's depth. */
function decisionMap() {
  const map = report.decision;
  const pixels = map.resolution * map.resolution;
  const frames = map.frames.map(bytes);
  const drawn = plane({
    extent: map.extent,
    axes: map.names,
    below: pictureOverDepth(map.depths, ({ below, above, part }) =>
      classPicture(map.resolution, map.classes.length, (k, place) =>
        (frames[below][k * pixels + place] * (1 - part) + frames[above][k * pixels + place] * part) / 255)),
    above: ({ context, x, y, scale }) => {
      context.lineWidth = 0.8 * scale;
      map.points.forEach(([right, up], row) =>
        dot(context, x(right), y(up), 2.8 * scale, classColour(map.labels[row]), colour("card")));
    },
  });
  depth.listeners.push(drawn.repaint);
  return figure(
    "Decision boundary",
    "What the model would say if it stopped at depth t; the points are training rows.",
    drawn.host);
}
