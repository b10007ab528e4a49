/** The model at work: figures that share the slider over depth. */
function atWork() {
  const names = report.paths.classes;
  const cut = report.depth
    ? [element("h3", {}, maths("Where could t_f be cut?")), element("p", {}, maths(depthWords(report.depth)))] : [];
  const curves = report.depth ? depthCurves() : [];
  const map = report.decision ? decisionMap : report.density ? densityMap : null;
  return section(
    "The model at work",
    depthSlider(report.paths.depths),
    names ? classLegend(names) : null,
    ...(map
      ? [
        element("div", { class: "grid" }, map(), statePaths()),
        element("div", { class: "apart" }, ...cut),
        element("div", { class: "grid" }, ...curves),
      ]
      : [element("div", { class: "grid" }, statePaths(), element("div", { class: "column" }, ...cut, ...curves))]));
}

function modelWords() {
  return section(
    "The model",
    element("dl", { class: "words" }, ...report.model.flatMap(([term, words]) => [
      element("dt", {}, maths(term)), element("dd", {}, words)]),
    ...(report.manifest.data ?? []).flatMap(dataWords)),
    element("details", {},
      element("summary", {}, "The run's settings, defaults included"),
      element("pre", {}, JSON.stringify(report.manifest.configuration, null, 2))));
}

/** Which rows a part of the data was. */
function dataWords({ part, origin, rows, skipped }) {
  const left = skipped > 0 ? `; ${words(skipped)} left out as not valid` : "";
  return [element("dt", {}, `Rows for ${part}`), element("dd", {}, `${words(rows)} of ${origin}${left}`)];
}

function leftOut() {
  return section(
    "Left out of this report",
    element("ul", {}, ...report.absences.map(({ what, why }) => element("li", {}, element("b", {}, `${what}. `), why))));
}

const main = document.getElementById("report");
main.append(...[
  headline(),
  stages(),
  report.paths ? atWork() : null,
  training(),
  report.confusion
    ? section("Classes", element("div", { class: "grid" }, confusionMatrix(), calibration())) : null,
  report.regression ? regression() : null,
  report.speedUp ? speedUp() : null,
  report.model ? modelWords() : null,
  report.absences.length ? leftOut() : null,
  element("footer", {}, `Written ${report.written.replace("T", " ").replace("Z", " UTC")} by Turnpike. Charts: uPlot ${uPlot.version ?? ""} (MIT).`),
].filter(Boolean));

// for tests and for whoever wonders: milliseconds from the start of loading to the first complete drawing
requestAnimationFrame(() => requestAnimationFrame(() => {
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}));
