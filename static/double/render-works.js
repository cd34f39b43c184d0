// @ts-check
import { h } from "./dom.js";
import { alert, button, field, line, row, title } from "./pieces.js";

/**
 * Finding a work, and what there is of it.
 *
 * @typedef {import("./render.js").Draw} Draw
 */

/** @type {Draw} */
export const accessCode = ({ state }) =>
  h("section", { class: "ats-form-screen" },
    title("Enter Access Code"),
    field("Access code", "code", state.code, "atc_…"),
    state.fieldError ? h("p", { class: "ats-error-message" }, state.fieldError) : null,
    button("Next", "next", { class: "ats-btn ats-btn-primary" }));

/** @type {Draw} */
export const works = ({ state, mode }) =>
  h("section", { class: "ats-form-screen" },
    title(mode === "download" ? "Your works" : "Which work?"),
    state.worksError ? alert(state.worksError, "reload-works") : null,
    state.works
      ? h("ul", { class: "ats-works" }, ...state.works.map((work) =>
          h("li", {}, h("button", { type: "button", class: "ats-work", "data-action": "select-work", "data-id": work.id },
            h("strong", {}, work.title), h("span", {}, `ATS #${work.ats_id}`)))))
      : !state.worksError && line("Loading your works..."));

/** @param {import("./state.js").Version} version @param {boolean} creatorsShown */
const ofVersion = ({ number, filename, creators }, creatorsShown) => {
  const version = { "data-version": `${number}` };
  return h("li", { class: "ats-version" },
    line(`Version ${number}`),
    row(
      button(filename, "download-version-asset", { ...version, class: "ats-btn ats-btn-quiet" }),
      button("Download certificate", "download-version-cert", { ...version, class: "ats-btn ats-btn-primary" })),
    button(creatorsShown ? "Hide creators" : "Show creators", "toggle-version-creators", { class: "ats-link" }),
    creatorsShown && line(creators.join(", ")));
};

/** @type {Draw} */
export const detail = ({ state }) =>
  h("section", { class: "ats-form-screen" },
    title(state.work?.title ?? ""),
    line(`ATS #${state.work?.ats_id}`),
    state.versionsError ? alert(state.versionsError, "reload-versions") : null,
    state.versions
      ? h("ul", { class: "ats-works" }, ...state.versions.map((version) => ofVersion(version, state.creatorsShown)))
      : !state.versionsError && line("Loading its versions..."),
    button("Back to works", "back-to-list", { class: "ats-btn ats-btn-quiet" }));
