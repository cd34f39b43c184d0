// @ts-check
import { copy } from "./clipboard.js";
import { createDodge } from "./inspector-dodge.js";
import { STYLE } from "./inspector-style.js";
import { stringify } from "./own.js";
import { makeSheet } from "./sheet.js";

/**
 * The inspector's panel: a bar that opens, the timeline below it, or the settings. It is in English and left to right,
 * whatever the page's language is, because it is for the page's developers. It never takes the focus, and announces
 * something only after one of its buttons was pressed.
 *
 * @typedef {import("./inspector-lines.js").Line} Line
 * @typedef {import("./inspector-settings.js").Setting} Setting
 * @typedef {{ state: "loading" } | { state: "ready", version: string, ms: number } | { state: "unavailable", reason: string }} Python
 */

/** The most lines. If there are more, the oldest are removed. */
const MOST_LINES = 200;

/** On a narrower page, only the bar is shown at first. */
const WIDE = "(min-width: 1000px)";

/** How long the panel says that something was copied. */
const PASSING_MS = 4_000;

/** Times of late lines come from two clocks, so equal times can differ by this much. */
const JITTER_MS = 5;

/**
 * What happened before Python was loaded reaches it late. Such lines are put into place by their time.
 * @param {Line} line
 * @param {Line | undefined} other the line before it
 */
const isLaterThan = (line, other) => !!other && line.late && !other.late && other.at > line.at + JITTER_MS;

/** Closer to its end than this, in pixels, the timeline scrolls along with new lines. */
const NEAR_PX = 40;

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
const make = (tag, attributes = {}, ...content) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
};

/** @param {Record<string, string>} attributes @param {string} text @param {() => void} press */
const makeButton = (attributes, text, press) => {
  const button = make("button", { type: "button", ...attributes }, text);
  button.addEventListener("click", press);
  return button;
};

/** @param {number} at */
const clockTime = (at) => {
  const seconds = (at - performance.timeOrigin) / 1000;
  return seconds < 1000 ? seconds.toFixed(3) : `${Math.round(seconds)}`;
};

/** @param {Python} python */
const inWords = (python) => {
  if (python.state == "loading") return "Python is loading";
  return python.state == "ready" ? `Python ready in ${python.ms} ms` : "Python is not available";
};

/**
 * Whether the last renewal of each widget failed, in words.
 * @param {Map<string, string>} failures the reason, by widget
 */
const failuresInWords = (failures) =>
  [...failures].map(([widget, why]) => `Renewal failed: ${why}${widget == "page" ? "" : ` (${widget})`}`).join(", ");

/** @param {number} count @param {string} noun */
const counted = (count, noun) => `${count} ${noun}${count == 1 ? "" : "s"}`;

/**
 * @param {(json: string) => string} mask
 * @param {() => void} close ends the inspector
 */
export const createPanel = (mask, close) => {
  /** @type {{ line: Line, times: number, row?: HTMLLIElement }[]} */
  let lines = [];
  let dropped = 0;
  let opened = false;
  let widget = "";
  /** @type {Python} */
  let python = { state: "loading" };
  /** @type {{ settings: Setting[], warnings: string[] }} */
  let said = { settings: [], warnings: [] };
  /** For each widget whose last renewal failed, the reason. @type {Map<string, string>} */
  const failures = new Map();
  let frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let passing;

  const host = document.createElement("pywidget-inspector");
  const root = host.attachShadow({ mode: "open" });
  makeSheet(STYLE)(root);

  const state = make("span", { class: "state" });
  const count = make("span", { class: "count" });
  const toggle = makeButton({ class: "toggle", "aria-controls": "body" }, "", () => expand(!opened));
  toggle.append(make("span", { class: "mark", "aria-hidden": "true" }), make("strong", {}, "pywidget"), state, count);
  const closer = makeButton({ class: "close", "aria-label": "Close the inspector", title: "Close" }, "", close);

  const choice = make("select", {}, new Option("Everything", ""));
  choice.addEventListener("change", () => {
    widget = choice.value;
    for (const entry of lines) if (entry.row) entry.row.hidden = !isWanted(entry);
    refresh();
    scroll.scrollTop = scroll.scrollHeight;
  });
  const settingsButton = makeButton({ "aria-pressed": "false" }, "Settings", () => {
    const wanted = !!settings.hidden;
    settings.hidden = !wanted;
    scroll.hidden = wanted;
    settingsButton.setAttribute("aria-pressed", `${wanted}`);
  });
  const copyButton = makeButton({}, "Copy as JSON", () => void copyAll());
  const clearButton = makeButton({}, "Clear", () => {
    for (const { row } of lines) row?.remove();
    lines = [];
    dropped = 0;
    refresh();
  });
  const status = make("p", { class: "status", role: "status" });
  const tools = make("div", { class: "tools" }, make("label", {}, make("span", {}, "Show "), choice), settingsButton, copyButton, clearButton, status);

  const empty = make("p", { class: "nothing" });
  const list = make("ol", { class: "lines" });
  const scroll = make("div", { class: "scroll", role: "group", "aria-label": "Timeline", tabindex: "0" }, empty, list);
  const settings = make("div", { class: "scroll", role: "group", "aria-label": "Settings in force", tabindex: "0" });
  settings.hidden = true;
  const byHand = make("pre", { class: "by-hand", role: "group", "aria-label": "Timeline as JSON", tabindex: "0" });
  byHand.hidden = true;

  const body = make("div", { class: "body", id: "body" }, tools, byHand, scroll, settings);
  const panel = make("section", { class: "panel", lang: "en", dir: "ltr", "aria-label": "pywidget inspector" });
  panel.append(make("div", { class: "bar" }, toggle, closer), body);
  panel.addEventListener("keydown", (event) => {
    if (event.key != "Escape" || !opened) return;
    // Else the same key would also close a dialog of the page.
    event.stopPropagation();
    expand(false);
    toggle.focus();
  });
  root.append(panel);

  const dodge = createDodge(host, () => !opened);

  /** @param {boolean} wanted */
  const expand = (wanted) => {
    opened = wanted;
    body.hidden = !wanted;
    toggle.setAttribute("aria-expanded", `${wanted}`);
    host.toggleAttribute("data-open", wanted);
    if (wanted) scroll.scrollTop = scroll.scrollHeight;
    dodge.look();
  };

  /** @param {{ line: Line }} entry */
  const isWanted = ({ line }) => !widget || line.widget == widget;

  /** @param {string} text */
  const tell = (text) => {
    clearTimeout(passing);
    status.textContent = text;
    passing = setTimeout(() => status.replaceChildren(), PASSING_MS);
  };

  const copyAll = async () => {
    byHand.hidden = true;
    const wanted = lines.filter(isWanted);
    const { settings: rows, warnings } = said;
    const all = {
      page: location.href.split(/[?#]/, 1)[0],
      python,
      settings: Object.fromEntries(rows.filter(({ origin }) => origin == "given").map(({ name, value }) => [name, value])),
      warnings,
      lines: wanted.map(({ line: { at, late, repeats, ...rest }, times }) => ({ at: new Date(at).toISOString(), ...rest, ...(times > 1 && { times }) })),
    };
    // Masked once more, because a secret may have become known since the line was made.
    const json = mask(stringify(all, null, 2));
    const copied = await copy(json, () => {
      byHand.textContent = json;
      byHand.hidden = false;
      return byHand;
    });
    tell(copied ? `${counted(wanted.length, "line")} copied` : "Selected, to be copied by hand");
  };

  /** @param {{ line: Line, times: number }} entry */
  const makeRow = ({ line, times }) => {
    const { at, group, name, text, path, detail } = line;
    const time = make("time", { datetime: new Date(at).toISOString(), title: new Date(at).toLocaleTimeString() }, clockTime(at));
    const what = make("span", { class: "what", dir: "auto" }, make("b", {}, name));
    if (path) what.append(" ", make("span", { class: "path" }, path));
    if (text) what.append(" ", make("span", { class: "text" }, text));
    if (times > 1) what.append(" ", make("span", { class: "times" }, `×${times}`));
    const parts = [time, make("span", { class: "group" }, group), make("span", { class: "who" }, line.widget), what];
    const failed = group == "renewal" && name == "failed";
    const row = make("li", { "data-group": group, ...(path && { "data-path": path }), ...(failed && { "data-failed": "" }) });
    if (detail == null) {
      row.append(make("div", { class: "head" }, ...parts));
      return row;
    }
    const more = make("details", {}, make("summary", { class: "head" }, ...parts));
    more.addEventListener("toggle", () => {
      if (more.open && more.childElementCount == 1) {
        more.append(make("pre", {}, typeof detail == "string" ? detail : stringify(detail, null, 2)));
      }
    });
    row.append(more);
    return row;
  };

  /** Updates the panel in the next frame. */
  const refresh = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      // Some pages replace their whole body, and the panel with it.
      if (!host.isConnected) (document.body ?? document.documentElement).append(host);
      const follows = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
      /** @type {HTMLLIElement | null} */
      let next = null;
      for (const entry of [...lines].reverse()) {
        if (!entry.row) {
          entry.row = makeRow(entry);
          entry.row.hidden = !isWanted(entry);
          list.insertBefore(entry.row, next);
        }
        next = entry.row;
      }
      const known = [...choice.options].map(({ value }) => value);
      for (const name of new Set(lines.map(({ line }) => line.widget))) {
        if (!known.includes(name)) choice.append(new Option(name == "page" ? "The page" : name, name));
      }
      empty.textContent = dropped ? `${counted(dropped, "older line")} dropped` : "";
      if (!lines.some(isWanted)) empty.textContent = "Nothing yet.";
      const wrong = said.warnings.length;
      count.textContent = [counted(lines.length, "line"), wrong && counted(wrong, "warning")].filter(Boolean).join(", ");
      if (follows) scroll.scrollTop = scroll.scrollHeight;
    });
  };

  const showState = () => {
    const failed = failuresInWords(failures);
    host.toggleAttribute("data-failed", !!failed);
    state.textContent = failed || inWords(python);
  };

  /** Notes how the renewals of a widget went. @param {Line} line */
  const follow = ({ group, name, text, widget: who }) => {
    if (group == "renewal" && name == "failed") failures.set(who, text.split(" · ", 1)[0] ?? "");
    else if ((group == "renewal" && name == "renewed") || (group == "widget" && name == "left the page")) failures.delete(who);
    else return;
    showState();
  };

  document.body?.append(host);
  expand(matchMedia(WIDE).matches);
  refresh();

  return {
    /** @param {Line} line */
    add(line) {
      follow(line);
      const last = lines[lines.length - 1];
      if (line.repeats && last && last.line.name == line.name && last.line.widget == line.widget) {
        last.line = line;
        last.times++;
        const { row } = last;
        last.row = undefined;
        row?.remove();
      } else {
        let place = lines.length;
        while (isLaterThan(line, lines[place - 1]?.line)) place--;
        const at = Math.max(line.at, lines[place - 1]?.line.at ?? 0);
        lines.splice(place, 0, { line: { ...line, at }, times: 1 });
      }
      if (lines.length > MOST_LINES) {
        lines.shift()?.row?.remove();
        dropped++;
      }
      refresh();
    },

    /** @param {Python} now */
    showPython(now) {
      python = now;
      host.setAttribute("data-python", now.state);
      showState();
    },

    /** @param {Setting[]} rows @param {string[]} warnings */
    showSettings(rows, warnings) {
      said = { settings: rows, warnings };
      settingsButton.textContent = warnings.length ? `Settings (${counted(warnings.length, "warning")})` : "Settings";
      settingsButton.classList.toggle("wrong", !!warnings.length);
      const table = make("dl", { class: "settings" });
      for (const { name, value, origin } of rows) {
        const note = { given: "", default: "default", refused: "default, what was given is refused" }[origin];
        table.append(
          make("div", { "data-origin": origin }, make("dt", {}, name), make("dd", {}, value || "–", note && make("i", {}, note))),
        );
      }
      settings.replaceChildren(
        ...(warnings.length ? [make("ul", { class: "warnings" }, ...warnings.map((text) => make("li", { dir: "auto" }, text)))] : []),
        table,
      );
    },

    remove() {
      cancelAnimationFrame(frame);
      clearTimeout(passing);
      dodge.stop();
      host.remove();
    },
  };
};
