/** How states move from t0 to the slider's depth. */
function statePaths() {
  const paths = report.paths;
  const backgrounds = [
    ["plain", "plain"],
    ...(paths.readOut ? [["readOut", "read-out"]] : []),
    ...(paths.energy ? [["energy", "energy"]] : []),
  ];
  const view = { background: backgrounds[backgrounds.length - 1][0], arrows: Boolean(paths.arrows) };
  const pictures = {};
  onTheme(() => Object.keys(pictures).forEach((name) => delete pictures[name]));
  const drawn = plane({
    extent: paths.extent,
    axes: paths.axes,
    below: (surface) => {
      const picture = (pictures[view.background] ??= background(paths, view.background));
      if (picture) {
        paintPicture(surface, picture);
      }
      if (view.arrows) {
        paintArrows(surface, paths);
      }
    },
    above: (surface) => paintPaths(surface, paths),
  });
  depth.listeners.push(drawn.repaint);
  const controls = element(
    "div", { class: "controls" },
    backgrounds.length > 1
      ? choice("Background", backgrounds, view.background, (name) => {
        view.background = name;
        drawn.repaint();
      })
      : null,
    paths.arrows
      ? toggle("field", view.arrows, (on) => {
        view.arrows = on;
        drawn.repaint();
      })
      : null);
  return figure("Trajectories of the state", pathsNote(paths), drawn.host, controls.children.length ? controls : null);
}

function pathsNote(paths) {
  const where = paths.share === undefined ? ""
    : ` The state has ${paths.width} numbers; the plane shown holds ${percent(paths.share)} of their variance.`;
  const shade = paths.valueName ? ` Their colours go from violet, for the lowest ${paths.valueName}, to green, for the highest.` : "";
  const behind = [
    ...(paths.readOut ? ["the class that is read out of each state"] : []),
    ...(paths.energy ? ["the flow's energy, which no path climbs"] : []),
  ].join(" or ");
  return `${words(paths.paths.length)} training rows on their way from t₀ to t.${where}${shade}${behind ? ` Behind them: ${behind}.` : ""}`;
}

function background(paths, name) {
  if (name === "readOut") {
    const levels = bytes(paths.readOut);
    const pixels = paths.resolution * paths.resolution;
    return classPicture(paths.resolution, paths.classes.length, (k, place) => levels[k * pixels + place] / 255);
  }
  if (name === "energy") {
    return heightPicture(paths.resolution, Array.from(bytes(paths.energy.picture), (level) => level / 255));
  }
  return null;
}

/** The colour of each path: of its class, or by its value from dark to light. */
function pathColours(paths) {
  if (paths.labels) {
    return paths.labels.map(classColour);
  }
  const values = paths.values ?? paths.paths.map(() => 0);
  const low = Math.min(...values);
  const high = Math.max(...values);
  return values.map((value) => `hsl(${275 - 165 * ((value - low) / (high - low || 1))} 70% ${darkness.matches ? 62 : 46}%)`);
}

function paintPaths({ context, x, y, scale }, paths) {
  const { below, above, part } = between(paths.depths, depth.now);
  const colours = pathColours(paths);
  const heads = [];
  context.lineWidth = 1.1 * scale;
  context.lineJoin = "round";
  paths.paths.forEach((path, row) => {
    const at = (place) => [path[2 * place], path[2 * place + 1]];
    const [from, to] = [at(below), at(above)];
    const head = [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
    if (head.some((number) => !Number.isFinite(number)) || from[0] === null || to[0] === null) {
      return;
    }
    context.globalAlpha = 0.5;
    context.strokeStyle = colours[row];
    context.beginPath();
    for (let place = 0; place <= below; place++) {
      const [right, up] = at(place);
      context.lineTo(x(right), y(up));
    }
    context.lineTo(x(head[0]), y(head[1]));
    context.stroke();
    heads.push([head, colours[row]]);
  });
  context.globalAlpha = 1;
  context.lineWidth = 0.8 * scale;
  heads.forEach(([[right, up], shade]) => dot(context, x(right), y(up), 2.8 * scale, shade, colour("card")));
}

/** The field, as arrows whose length goes with the square root of its strength, so that weak ones can be seen. */
function paintArrows({ context, x, y, scale }, paths) {
  const { arrows, extent: [left, right, bottom, top] } = paths;
  const { below, above, part } = between(arrows.depths, depth.now);
  const velocity = (place) => arrows.frames[below][place] * (1 - part) + arrows.frames[above][place] * part;
  const cell = (right - left) / arrows.across;
  let strongest = 0;
  for (let place = 0; place < arrows.across ** 2; place++) {
    strongest = Math.max(strongest, Math.hypot(velocity(2 * place), velocity(2 * place + 1)));
  }
  context.strokeStyle = colour("soft");
  context.globalAlpha = 0.55;
  context.lineWidth = scale;
  for (let place = 0; place < arrows.across ** 2; place++) {
    const [u, v] = [velocity(2 * place), velocity(2 * place + 1)];
    const strength = Math.hypot(u, v);
    if (strength > 0) {
      const length = 0.42 * cell * Math.sqrt(strength / strongest);
      const centre = [
        left + cell * ((place % arrows.across) + 0.5),
        top - cell * (Math.floor(place / arrows.across) + 0.5),
      ];
      paintArrow(context, centre, [(u / strength) * length, (v / strength) * length], x, y, scale);
    }
  }
  context.globalAlpha = 1;
}

function paintArrow(context, [right, up], [u, v], x, y, scale) {
  const tip = [x(right + u), y(up + v)];
  const tail = [x(right - u), y(up - v)];
  const angle = Math.atan2(tip[1] - tail[1], tip[0] - tail[0]);
  const barb = Math.min(4 * scale, 0.5 * Math.hypot(tip[0] - tail[0], tip[1] - tail[1]));
  context.beginPath();
  context.moveTo(...tail);
  context.lineTo(...tip);
  for (const turn of [2.6, -2.6]) {
    context.moveTo(...tip);
    context.lineTo(tip[0] + barb * Math.cos(angle + turn), tip[1] + barb * Math.sin(angle + turn));
  }
  context.stroke();
}
