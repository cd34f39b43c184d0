// @ts-check
import { h } from "../double/dom.js";
import { breakable, documented } from "./codes.js";
import { fill } from "./page.js";
import { STARTED } from "./stage.js";
import { PATHS, counted, reasonInWords, remedyInWords } from "./words.js";

/**
 * What pywidget did, then what it made of the failure and what is left to the integrator. All of it from its public
 * events.
 */

/** What it does at once about a failure, by the verdict's path. @type {Readonly<Record<string, string>>} */
const AT_ONCE = {
  auth: "Asking your token endpoint for a new token",
  config: "Stopped: no renewal, no retry",
  "rate-limit": "Waiting as long as the server asked for",
  retry: "Retried nothing by itself",
};

/** What an event says that pywidget did. @type {Readonly<Record<string, (detail: any) => string>>} */
const DID = {
  // A session that only a sign-in brings back is not asked for.
  verdict: ({ path, remedy }) => (remedy === "sign-in" ? "Renewed nothing: only a sign-in helps" : (AT_ONCE[path] ?? "")),
  renewed: ({ durationMs, attempts }) => `Renewed in ${durationMs} ms, ${counted(attempts, "try", "tries")}`,
  "renewal-failed": ({ reason, attempts }) => `Not renewed after ${counted(attempts, "try", "tries")}: ${reasonInWords(reason)}`,
  disabled: () => "Stopped: no renewal, no retry",
  enabled: () => "Ended its notice: the widget works again",
  unavailable: ({ reason }) => `Nothing: Python is not available (${reason})`,
};

/** @param {EventTarget | null} target */
const where = (target) => (target instanceof Element && target.id === "widget-2" ? " (second widget)" : "");

/** @param {string} name @param {...(Node | string)} content */
const fact = (name, ...content) => [h("dt", {}, name), h("dd", {}, ...content)];

/** @param {string} text @param {string} [more] */
const showDid = (text, more = "") =>
  fill("did", h("p", { class: "did" }, text), ...(more ? [h("p", { class: "did-more" }, more)] : []));

/** @param {any} detail of `pywidget:verdict` */
const showAdvice = ({ system, code, path, remedy, message, requestId }) => {
  const entry = documented(system, code);
  fill(
    "verdict",
    h("p", { class: "verdict-code" }, breakable(code ?? "no code")),
    h("p", { class: "chips" },
      h("span", { class: "chip", "data-path": path }, remedyInWords(remedy)), h("code", {}, remedy)),
    h("div", { class: "advice" }, h("h3", {}, "If you had to do it yourself"),
      h("p", { class: "action" }, entry?.action ?? `It said: “${message ?? ""}”`)),
    h("dl", {},
      ...fact("System", h("code", {}, system)),
      ...fact("Path", path === "retry" ? `${PATHS[path]}, by remedy` : h("code", {}, path)),
      ...(requestId ? fact("Reference", h("code", {}, requestId)) : [])),
  );
};

export const showVerdicts = () => {
  let did = "";
  let told = "";
  const clear = () => {
    did = "";
    told = "";
    showDid("Nothing, so far: nothing has gone wrong");
    fill("verdict");
  };

  /** @param {any} detail of `pywidget:notice` */
  const onNotice = ({ kind, title }) => {
    told = kind ? `Told the visitor: “${title}”` : told && "Took its notice away.";
    showDid(did || "Nothing more than to say so", told);
  };

  clear();
  document.addEventListener(STARTED, clear);
  for (const [name, say] of Object.entries(DID)) {
    document.addEventListener(`pywidget:${name}`, (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      if (name === "verdict") showAdvice(detail);
      did = `${say(detail)}${where(event.target)}`;
      showDid(did, told);
    });
  }
  document.addEventListener("pywidget:notice", (event) => onNotice(/** @type {CustomEvent} */ (event).detail));
};
