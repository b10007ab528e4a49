const PIXELS = 400;

/**
 * A picture of class probabilities: each pixel has the likeliest class's colour, the stronger the surer, and where classes meet
 * runs a line. `levels(k, place)` is class k's probability at a place of the grid, from 0 to 1, for all classes but the last.
 */
function classPicture(resolution, classes, levels) {
  const { canvas, picture, finish } = blankPicture();
  const rgb = Array.from({ length: classes }, (_, number) => channels(classColour(number)));
  const [colourless, strongest] = darkness.matches ? [20, 78] : [18, 88];
  const winners = new Uint8Array(PIXELS * PIXELS);
  const base = [];
  for (let k = 0; k < classes - 1; k++) {
    base.push(Float32Array.from({ length: resolution * resolution }, (_, place) => levels(k, place)));
  }
  sample(resolution, (pixel, mix) => {
    let rest = 1;
    let winner = 0;
    let highest = -1;
    for (let k = 0; k < classes; k++) {
      const level = k < classes - 1 ? mix(base[k]) : rest;
      rest -= level;
      if (level > highest) {
        highest = level;
        winner = k;
      }
    }
    const sureness = Math.max(0, (highest - 1 / classes) / (1 - 1 / classes));
    winners[pixel] = winner;
    picture.data.set([...rgb[winner], colourless + (strongest - colourless) * sureness], 4 * pixel);
  });
  const ink = channels(colour("ink"));
  for (let pixel = PIXELS; pixel < winners.length; pixel++) {
    if (winners[pixel] !== winners[pixel - 1] && pixel % PIXELS > 0 || winners[pixel] !== winners[pixel - PIXELS]) {
      picture.data.set([...ink, 150], 4 * pixel);
    }
  }
  return finish(canvas);
}

/** A picture of one quantity, from 0 to 1, with lines of equal height. */
function heightPicture(resolution, values) {
  const { canvas, picture, finish } = blankPicture();
  const rgb = channels(colour("accent"));
  const bands = new Uint8Array(PIXELS * PIXELS);
  sample(resolution, (pixel, mix) => {
    const height = mix(values);
    bands[pixel] = Math.floor(height * 16);
    const line = pixel >= PIXELS && pixel % PIXELS > 0
      && (bands[pixel] !== bands[pixel - 1] || bands[pixel] !== bands[pixel - PIXELS]);
    picture.data.set([...rgb, (line ? 60 : 0) + 15 + 130 * height], 4 * pixel);
  });
  return finish(canvas);
}

function blankPicture() {
  const canvas = element("canvas", { width: PIXELS, height: PIXELS });
  const context = canvas.getContext("2d");
  const picture = context.createImageData(PIXELS, PIXELS);
  return { canvas, picture, finish: () => (context.putImageData(picture, 0, 0), canvas) };
}

/** Visits every pixel with a function that interpolates a grid there. */
function sample(resolution, visit) {
  for (let row = 0; row < PIXELS; row++) {
    const y = Math.min(resolution - 1, Math.max(0, ((row + 0.5) * resolution) / PIXELS - 0.5));
    const upper = Math.floor(y);
    const lower = Math.min(resolution - 1, upper + 1);
    for (let column = 0; column < PIXELS; column++) {
      const x = Math.min(resolution - 1, Math.max(0, ((column + 0.5) * resolution) / PIXELS - 0.5));
      const left = Math.floor(x);
      const right = Math.min(resolution - 1, left + 1);
      const across = x - left;
      const down = y - upper;
      visit(row * PIXELS + column, (grid) =>
        (grid[upper * resolution + left] * (1 - across) + grid[upper * resolution + right] * across) * (1 - down)
        + (grid[lower * resolution + left] * (1 - across) + grid[lower * resolution + right] * across) * down);
    }
  }
}

/** Paints a picture over the whole extent of a plane. */
function paintPicture({ context, box }, picture) {
  context.imageSmoothingEnabled = true;
  context.drawImage(picture, box.left, box.top, box.width, box.height);
}

/** Paints the picture that `make` gives for the slider's depth, which is made again only where depth or theme has changed. */
function pictureOverDepth(depths, make) {
  let painted = { depth: NaN };
  onTheme(() => (painted = { depth: NaN }));
  return (surface) => {
    if (painted.depth !== depth.now) {
      painted = { depth: depth.now, picture: make(between(depths, depth.now)) };
    }
    paintPicture(surface, painted.picture);
  };
}
