/** The page's head: which run, what came of it. */
function headline() {
  return element(
    "header", {},
    element("p", { class: "brand" }, "Turnpike", ` ${report.manifest.version}`),
    element("h1", {}, report.name),
    element("p", { class: "lead" }, maths(lead())),
    notice(),
    element("dl", { class: "cards" }, ...report.keyFigures.map(card)));
}

/** How the run ended, unless it ended well. */
function notice() {
  const { status, message } = report.manifest;
  return status && status !== "done"
    ? element("p", { class: "notice" }, element("b", {}, `The run is ${status}. `), message ?? "") : null;
}

/** The result in a sentence. */
function lead() {
  const score = report.keyFigures.find((known) => known.kind === "share" || known.label.endsWith("error"));
  const depth = report.keyFigures.find((known) => known.label.startsWith("Terminal time"));
  const evaluations = report.keyFigures.find((known) => known.label.startsWith("NFE"));
  if (!score || !depth) {
    return "The run has no result yet.";
  }
  const split = score.label.split(" ")[0].toLowerCase();
  const result = score.kind === "share"
    ? `${percent(score.value)} of the ${split} rows classified right`
    : `A mean squared error of ${words(score.value)} on the ${split} rows`;
  return `${result} at depth t_f = ${words(depth.value)}`
    + (evaluations ? `, with ${words(evaluations.value)} evaluations of the field.` : ".");
}

function card(known) {
  const others = (known.others ?? []).map((other) => `${other.name} ${ofKind(other.value, known.kind)}`).join(", ");
  return element(
    "div", { class: "card" },
    element("dt", {}, maths(known.label)),
    element("dd", { class: "value" }, ofKind(known.value, known.kind)),
    element("dd", { class: "note" }, others || known.note));
}

/** What each stage came to. */
function stages() {
  if (report.stages.length === 0) {
    return null;
  }
  const heads = ["Stage", "Iterations", "Loss", "Loss of the model kept", "t_f", "NFE forward", "Time"];
  const rows = report.stages.map((stage) => element(
    "tr", {},
    element("th", { scope: "row" }, stage.name, stage.status ? element("span", { class: "status" }, stage.end || stage.status) : null),
    ...[
      words(stage.iterations),
      change(stage.loss),
      words(stage.keptLoss),
      change(stage.terminalTime),
      change(stage.evaluations),
      duration(stage.seconds),
    ].map((text, place) => element("td", { "data-label": heads[place + 1] }, text))));
  return section(
    "Stages",
    element("table", { class: "stages" },
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, maths(head))))),
      element("tbody", {}, ...rows)));
}

function change(ends) {
  if (!ends) {
    return "–";
  }
  const [first, last] = ends.map((end) => words(end));
  return first === last ? last : `${first} → ${last}`;
}
