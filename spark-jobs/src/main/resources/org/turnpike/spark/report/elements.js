/** A new element; text among its children is shown as it is and never read as HTML. */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Our own words with t_f, h_x and their like as they are printed: the letter after the line below the other. */
function maths(text) {
  const made = document.createDocumentFragment();
  text.split(/\b([th])_([fxy])\b/).forEach((part, place) => {
    made.append(place % 3 === 2 ? element("sub", {}, part) : part);
  });
  return made;
}

/** A part of the page under a heading of its own. */
function section(title, ...children) {
  return element("section", {}, element("h2", {}, maths(title)), ...children);
}

/** A figure with its heading, and below it what one should know to read it. */
function figure(title, note, ...children) {
  return element(
    "figure", {},
    element("h3", {}, maths(title)),
    ...children,
    note ? element("figcaption", {}, maths(note)) : null);
}

/** A button that is on or off; `changed` hears which. */
function toggle(label, on, changed) {
  const button = element("button", { type: "button", class: "toggle", "aria-pressed": String(on) }, label);
  button.addEventListener("click", () => {
    const now = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(now));
    changed(now);
  });
  return button;
}

/** Buttons of which exactly one is on. */
function choice(label, options, chosen, changed) {
  const group = element("div", { class: "choice", role: "group", "aria-label": label });
  for (const [value, text] of options) {
    const button = element("button", { type: "button", "aria-pressed": String(value === chosen) }, text);
    button.addEventListener("click", () => {
      for (const other of group.children) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      changed(value);
    });
    group.append(button);
  }
  return group;
}

/** The names of classes, each with its colour. */
function classLegend(names) {
  return element(
    "ul", { class: "classes" },
    ...names.map((name, number) =>
      element("li", {}, element("span", { class: "swatch", style: `background:var(--class${number % 10})` }), name)));
}
