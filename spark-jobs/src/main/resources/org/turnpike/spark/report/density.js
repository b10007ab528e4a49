/** How dense the model takes every point of the data's plane to be, if it stops at the slider's depth. */
function densityMap() {
  const map = report.density;
  const frames = map.frames.map(bytes);
  const drawn = plane({
    extent: map.extent,
    axes: map.names,
    below: pictureOverDepth(map.depths, ({ below, above, part }) =>
      heightPicture(map.resolution, Float32Array.from(frames[below], (level, place) =>
        (level * (1 - part) + frames[above][place] * part) / 255))),
    above: ({ context, x, y, scale }) => {
      context.lineWidth = 0.6 * scale;
      map.points.forEach(([right, up]) => dot(context, x(right), y(up), 1.8 * scale, colour("ink"), colour("card")));
    },
  });
  depth.listeners.push(drawn.repaint);
  return figure(
    "Density",
    `What the model would say if it stopped at depth t, from 0 to ${words(map.highest, 3)}, its highest density; the points are training rows.`,
    drawn.host);
}
