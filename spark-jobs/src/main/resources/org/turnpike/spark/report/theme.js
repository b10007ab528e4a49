const darkness = matchMedia("(prefers-color-scheme: dark)");

/** A colour of the style sheet, in the theme that is on now: `colour("accent")`. */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The colour of a class, by its number. */
function classColour(number) {
  return colour(`class${number % 10}`);
}

/** Red, green and blue of a colour written #rrggbb. */
function channels(hex) {
  return [1, 3, 5].map((place) => parseInt(hex.slice(place, place + 2), 16));
}

/** Calls `redraw` whenever the theme changes. */
function onTheme(redraw) {
  darkness.addEventListener("change", redraw);
}

/** Calls `redraw` when the width of `host` changes, at once the first time it has one. */
function onWidth(host, redraw) {
  let known = 0;
  new ResizeObserver(() => {
    const width = Math.floor(host.clientWidth);
    if (width > 0 && width !== known) {
      known = width;
      redraw();
    }
  }).observe(host);
}
