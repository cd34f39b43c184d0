// @ts-check
import { h } from "../double/dom.js";
import { element, fill } from "./page.js";
import { STARTED } from "./stage.js";

/** Every event of the widget and of pywidget, with the milliseconds since the scene began. */

const EVENTS = {
  allfeat: [
    "ready", "mode-changed", "upload-start", "upload-complete", "confirmed", "step", "complete", "error", "token-expired",
    "failed", "work-selected", "download-started", "download-complete", "download-failed",
  ],
  pywidget: [
    "ready", "unavailable", "verdict", "renewed", "renewal-failed", "disabled", "enabled", "notice", "report",
  ],
};

/** Older ones make room. */
const MOST = 200;

/**
 * The field of a detail that says most.
 * @param {any} detail
 */
const gist = (detail) => {
  const said = detail && (detail.outcome ?? detail.code ?? detail.kind ?? detail.pendingAction ?? detail.step ?? detail.reason);
  return typeof said == "string" ? said : "";
};

/** @param {EventTarget | null} target */
const where = (target) => (target instanceof Element && target.id === "widget-2" ? " · second widget" : "");

export const keepTimeline = () => {
  let begun = performance.now();
  let count = 0;
  const list = h("ol", { class: "timeline" });
  fill("timeline", list);

  const recount = () => fill("timeline-count", count === 1 ? "1 event" : `${count} events`);
  recount();

  document.addEventListener(STARTED, () => {
    begun = performance.now();
    count = 0;
    list.replaceChildren();
    recount();
  });

  /** @param {Event} event */
  const note = (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    const [source = "", name = ""] = event.type.split(":");
    const box = element("timeline");
    const atEnd = box.scrollTop + box.clientHeight > box.scrollHeight - 40;
    list.append(
      h("li", { "data-source": source, "data-path": detail?.path },
        h("time", {}, `${Math.round(performance.now() - begun)} ms`),
        h("span", {}, h("b", {}, `${source}:`), h("wbr"), name, h("small", {}, `${gist(detail)}${where(event.target)}`))),
    );
    if (list.childElementCount > MOST) list.firstElementChild?.remove();
    count++;
    recount();
    if (atEnd) box.scrollTop = box.scrollHeight;
  };
  for (const [source, names] of Object.entries(EVENTS)) {
    for (const name of names) document.addEventListener(`${source}:${name}`, note);
  }
};
