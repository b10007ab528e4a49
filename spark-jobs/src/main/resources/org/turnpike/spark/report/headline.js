/** The page's head: which run, what came of it. */
function headline() {
  const version = report.manifest.version ?? "";
  return element(
    "header", {},
    element("p", { class: "brand" }, "Turnpike", version ? ` ${typeof version === "string" ? version : ""}` : ""),
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
  const unit = report.history?.unit ?? "row";
  const heads = ["Stage", `${unit[0].toUpperCase()}${unit.slice(1)}s`, "Loss", "Best validation loss", "t_f", "NFE forward", "Time"];
  const rows = report.stages.map((stage) => element(
    "tr", {},
    element("th", { scope: "row" }, stage.name, stage.status ? element("span", { class: "status" }, stage.status) : null),
    ...[
      words(stage.length),
      change(stage.loss),
      words(stage.best_validation_loss),
      change(stage.terminal_time),
      change(stage.nfe_forward),
      stage.seconds === undefined || stage.seconds === null ? "–" : duration(stage.seconds),
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
