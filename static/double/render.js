// @ts-check
import { h } from "./dom.js";

/**
 * What the widget shows. Every drawing makes new elements: focus, and listeners inside, do not survive one.
 *
 * @typedef {import("./flow.js").Flow} Flow
 * @typedef {(flow: Flow) => Node} Draw
 */

/** @param {string} text @param {string} action @param {Record<string, string | boolean>} [more] */
const button = (text, action, more = {}) =>
  h("button", { type: "button", class: "ats-btn", "data-action": action, ...more }, text);

/** @param {string} text @param {string} [more] */
const title = (text, more = "") => h("h2", { class: `ats-section-title ${more}`.trim() }, text);

/** @param {string} text */
const line = (text) => h("p", { class: "ats-loading-text" }, text);

/** @param {string} label @param {string} name @param {string} value @param {string} [hint] */
const field = (label, name, value, hint) =>
  h("label", { class: "ats-field" }, h("span", {}, label),
    h("input", { class: "ats-input", name, value, placeholder: hint, autocomplete: "off" }));

/** @type {Record<import("./generations.js").Mode, [title: string, submit: string]>} */
const WORDS = {
  register: ["Register a work", "Protect my work"],
  update: ["Update a work", "Submit new version"],
  download: ["Your works", ""],
};

/** @type {Draw} */
const form = ({ state, mode, submitting }) =>
  h("section", { class: "ats-form-screen" },
    title(WORDS[mode][0]),
    state.work && line(`New version of “${state.work.title}”`),
    field("Title", "title", state.title, "Name of the work"),
    field("Creator", "creator", state.creator, "Who made it"),
    h("div", { class: "ats-field" },
      h("span", {}, "Audio file"),
      h("div", { class: "ats-file" },
        h("label", { class: "ats-btn ats-btn-quiet" },
          state.file ? "Replace file" : "Choose file",
          h("input", { type: "file", name: "file", accept: "audio/*", class: "ats-file-input" })),
        state.file
          ? h("span", { class: "ats-file-name" }, `${state.file.name} · ${Math.ceil(state.file.size / 1024)} KB`)
          : button("or take a sample", "sample-file", { class: "ats-link" }))),
    button(submitting ? "Submitting..." : WORDS[mode][1], "submit", {
      class: "ats-btn ats-btn-primary",
      disabled: submitting,
    }));

/** @type {Draw} */
const accessCode = ({ state }) =>
  h("section", { class: "ats-form-screen" },
    title("Enter your access code"),
    field("Access code", "code", state.code, "atc_…"),
    state.fieldError ? h("p", { class: "ats-error-message" }, state.fieldError) : null,
    button("Continue", "verify-access-code", { class: "ats-btn ats-btn-primary" }));

/** @type {Draw} */
const works = ({ state, mode }) =>
  h("section", { class: "ats-form-screen" },
    title(mode === "download" ? WORDS.download[0] : "Which work?"),
    state.worksError
      ? h("div", { class: "ats-alert ats-alert-error" }, h("p", {}, state.worksError), button("Retry", "reload-works"))
      : null,
    state.works
      ? h("ul", { class: "ats-works" }, ...state.works.map((work) =>
          h("li", {}, h("button", { type: "button", class: "ats-work", "data-action": "select-work", "data-id": work.id },
            h("strong", {}, work.title), h("span", {}, `ATS #${work.ats_id}`)))))
      : !state.worksError && line("Loading your works..."));

/** @type {Draw} */
const steps = (flow) =>
  flow.state.step === "form" ? form(flow) : flow.state.step === "works" ? works(flow) : accessCode(flow);

/** @param {string} text @returns {Draw} */
const busy = (text) => ({ state }) =>
  h("section", { class: "ats-loading-screen" },
    title(text),
    h("progress", { class: "ats-progress", max: 100, value: state.progress, "aria-label": text }),
    line(state.progressText || "This takes a moment."));

/** @type {Draw} */
const complete = ({ state }) =>
  h("section", { class: "ats-complete-screen" },
    title("Your work is protected"),
    h("dl", { class: "ats-facts" },
      h("dt", {}, "ATS"), h("dd", {}, `#${state.atsId}`),
      h("dt", {}, "Access code"), h("dd", {}, h("code", {}, state.accessCode ?? "…"))),
    button("Download certificate", "download-certificate", { class: "ats-btn ats-btn-primary" }),
    button("Register another", "start-again", { class: "ats-btn ats-btn-quiet" }));

/** @param {Flow} flow */
const requestId = ({ state, host }) =>
  host.generation.showsRequestId && state.failure?.requestId
    ? h("p", { class: "ats-request-id" },
        "Error ID: ",
        h("code", { class: "ats-request-id-value" }, state.failure.requestId),
        button("Copy", "copy-request-id", { class: "ats-link" }))
    : null;

/** @type {Draw} */
const failed = (flow) =>
  h("section", { class: "ats-failed-screen" },
    title("Something went wrong", "ats-text-error"),
    line(flow.state.failure?.message ?? ""),
    requestId(flow),
    button("Retry", "retry", { id: "retry-btn", class: "ats-btn ats-btn-primary" }));

/** Its class is that of the FAILED screen. @type {Draw} */
const disabled = (flow) =>
  h("section", { class: "ats-failed-screen" },
    title("Widget Unavailable"),
    line(flow.state.failure?.message ?? ""),
    requestId(flow),
    line("Contact your administrator for assistance."));

/** @type {Draw} */
const detail = ({ state }) =>
  h("section", { class: "ats-form-screen" },
    title(state.work?.title ?? ""),
    line(`ATS #${state.work?.ats_id}`),
    button("Download certificate", "download-version", { class: "ats-btn ats-btn-primary" }),
    button("Back", "back", { class: "ats-btn ats-btn-quiet" }));

/** @type {Record<import("./state.js").Screen, Draw>} */
const SCREENS = {
  FORM: steps,
  DOWNLOADS: steps,
  DOWNLOAD_DETAIL: detail,
  UPLOAD: busy("Uploading..."),
  CONFIRMING: busy("Confirming..."),
  TRACKING: busy("Registering..."),
  COMPLETE: complete,
  FAILED: failed,
  DISABLED: disabled,
};

/**
 * @param {Flow} flow
 * @param {string} missing what the element lacks to work at all; it then shows nothing else
 * @returns {Node[]}
 */
export const render = (flow, missing) => {
  if (missing) return [h("p", { class: "ats-alert ats-alert-error" }, missing)];
  const overlay = h("div", { class: "ats-loading-overlay" }, line("Session expired — waiting for new token..."));
  return [SCREENS[flow.state.screen](flow), ...(flow.state.tokenPending ? [overlay] : [])];
};
