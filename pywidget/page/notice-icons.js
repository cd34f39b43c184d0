// @ts-check
/** Line drawings on a grid of 20 × 20, one path each. @type {Record<string, string>} */
const PATHS = {
  info: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 9.2v4.3M10 6.4v.1",
  check: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M6.7 10.3l2.3 2.3 4.4-4.9",
  care: "M8.7 3.4 1.9 15.2A1.5 1.5 0 0 0 3.2 17.5H16.8A1.5 1.5 0 0 0 18.1 15.2L11.3 3.4A1.5 1.5 0 0 0 8.7 3.4M10 8v3.6M10 14.3v.1",
  halt: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M4.7 4.7l10.6 10.6",
  clock: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 5.8V10l2.8 1.8",
  spin: "M10 2.5a7.5 7.5 0 1 0 7.5 7.5",
};

/** kind → tone and icon, for kinds that differ from the default of their role. @type {Record<string, string>} */
const LOOKS = {
  renewing: "calm spin",
  waiting: "calm clock",
  offline: "calm care",
  disabled: "calm halt",
  "signed-out": "info info",
  "top-up": "info info",
  nothing: "info info",
  online: "good check",
  certificate: "good check",
  report: "halt care",
};

/**
 * @param {string} kind of a notice
 * @param {string} role
 * @returns {string[]} tone and icon
 */
export const lookOf = (kind, role) => (LOOKS[kind] ?? (role == "alert" ? "care care" : "info info")).split(" ");

/**
 * @param {string} name
 * @returns {SVGSVGElement} hidden from screen readers, because the text says the same
 */
export const drawIcon = (name) => {
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  icon.setAttribute("viewBox", "0 0 20 20");
  icon.setAttribute("aria-hidden", "true");
  icon.setAttribute("class", `icon-${name}`);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", /** @type {string} */ (PATHS[name]));
  icon.append(path);
  return icon;
};
