// @ts-check
import { h } from "./dom.js";
import { button, line, row, title } from "./pieces.js";
import { form, review } from "./render-form.js";
import { accessCode, detail, works } from "./render-works.js";

/**
 * What the widget shows. Every drawing makes new elements: focus, and listeners inside, do not survive one.
 *
 * @typedef {import("./flow.js").Flow} Flow
 * @typedef {(flow: Flow) => Node} Draw
 */

/** @type {Record<import("./state.js").State["step"], Draw>} */
const STEPS = { form, review, works, "access-code": accessCode };

/** @type {Draw} */
const steps = (flow) => STEPS[flow.state.step](flow);

/** @param {string} text @returns {Draw} */
const busy = (text) => ({ state }) =>
  h("section", { class: "ats-loading-screen" },
    title(text),
    h("progress", { class: "ats-progress", max: 100, value: state.progress, "aria-label": text }),
    line(state.progressText || "This takes a moment."));

/** @type {Draw} */
const complete = ({ state }) =>
  h("section", { class: "ats-complete-screen" },
    title("Work Protected!"),
    h("dl", { class: "ats-facts" },
      h("dt", {}, "ATS"), h("dd", {}, `#${state.atsId}`),
      h("dt", {}, "Access code"), h("dd", {}, h("code", {}, state.accessCode ?? "…"))),
    row(
      button("Copy access code", "copy-access-code", { class: "ats-btn ats-btn-quiet" }),
      button("Download Certificate", "download", { class: "ats-btn ats-btn-primary" }),
      button("Protect another work", "reset", { class: "ats-btn ats-btn-quiet" })));

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

/** @type {Record<import("./state.js").Screen, Draw>} */
const SCREENS = {
  FORM: steps,
  DOWNLOADS: steps,
  DOWNLOAD_DETAIL: detail,
  UPLOAD: busy("Uploading..."),
  CONFIRMING: busy("Confirming registration"),
  TRACKING: busy("Processing Your Work"),
  COMPLETE: complete,
  FAILED: failed,
  DISABLED: disabled,
};

/**
 * @param {Flow} flow
 * @param {[what: string, text: string] | null} missing what the element lacks to work at all; it then shows nothing else
 * @returns {Node[]}
 */
export const render = (flow, missing) => {
  if (missing) return [h("p", { class: "ats-alert ats-alert-error" }, h("strong", {}, missing[0]), " ", missing[1])];
  const overlay = h("div", { class: "ats-loading-overlay" }, line("Session expired — waiting for new token..."));
  return [SCREENS[flow.state.screen](flow), ...(flow.state.tokenPending ? [overlay] : [])];
};
