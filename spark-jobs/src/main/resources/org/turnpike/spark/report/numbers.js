/** What the run left behind, as the report's writer put it into the page. */
const report = JSON.parse(document.getElementById("numbers").textContent);

/** A number with as many digits as a person wants. */
function words(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "–";
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) {
    return value.toExponential(digits - 2).replace("e-", "e−").replace(/^-/, "−");
  }
  if (Number.isInteger(value)) {
    return value.toLocaleString("en").replaceAll(",", "\u202f").replace(/^-/, "−");
  }
  const decimals = Math.max(0, digits - 1 - Math.max(-1, Math.floor(Math.log10(size || 1))));
  return String(Number(value.toFixed(decimals))).replace(/^-/, "−");
}

/** A share as a percentage; 1 only where nothing is missing. */
function percent(share) {
  if (share === null || share === undefined) {
    return "–";
  }
  const digits = share > 0.999 && share < 1 ? 2 : 1;
  return `${Number((100 * share).toFixed(digits))}\u202f%`;
}

/** Seconds as a person says them. */
function duration(seconds) {
  if (seconds === null || seconds < 120) {
    return `${words(seconds, 3)}\u202fs`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 120
    ? `${minutes}\u202fmin ${Math.round(seconds % 60)}\u202fs`
    : `${Math.floor(minutes / 60)}\u202fh ${minutes % 60}\u202fmin`;
}

/** A number of the given kind, with its unit. */
function ofKind(value, kind) {
  switch (kind) {
    case "share": return percent(value);
    case "seconds": return duration(value);
    case "milliseconds": return `${words(value, 3)}\u202fms`;
    default: return words(value);
  }
}

/** Bytes from base64. */
function bytes(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Where `depth` lies among ascending `depths`: the place below, the one above, and how far it is between them. */
function between(depths, depth) {
  let above = depths.findIndex((known) => known >= depth);
  above = above < 0 ? depths.length - 1 : above;
  const below = Math.max(0, above - 1);
  const gap = depths[above] - depths[below];
  return { below, above, part: gap > 0 ? (depth - depths[below]) / gap : 0 };
}
