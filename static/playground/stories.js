// @ts-check
import { h } from "../double/dom.js";
import { choose } from "./address.js";
import { fill } from "./page.js";
import { press } from "./stage.js";

/**
 * The stories. Where the first request of a mode is meant, `begin` has its answers: that request is another one in each.
 *
 * @typedef {import("./stage.js").Widget} Widget
 * @typedef {object} Story
 * @property {string} id in the address
 * @property {string} title
 * @property {string} text
 * @property {string} [path] whose colour it has
 * @property {unknown[]} [begin] what the first request is answered with
 * @property {Record<string, unknown>} [scenario] what the API answers besides
 * @property {string} [tokens] what the token endpoint answers
 * @property {number} [widgets] how many
 * @property {string[]} [generations] those it can be told in
 * @property {string[]} [modes] the modes it can be told in
 * @property {(widget: Widget) => void} [also] what happens to each widget besides
 */

/** @param {string} code */
const error = (code) => ({ code });
const EXPIRED = error("common.auth.expired");
const UNAVAILABLE = error("common.service_unavailable");

/** ms */
const A_MOMENT = 900;
const A_WHILE = 3500;

const REGISTER = ["register"];

/** @type {Story[]} */
export const STORIES = [
  {
    id: "session-expires",
    title: "The session expires",
    text: "A new token is fetched, the upload goes on. Nobody notices.",
    path: "auth",
    begin: [EXPIRED, "ok"],
  },
  {
    id: "signed-out",
    title: "Signed out",
    text: "The token endpoint says 401. The visitor is offered to sign in.",
    path: "auth",
    begin: [EXPIRED, "ok"],
    tokens: "unauthorized",
  },
  {
    id: "endpoint-down",
    title: "The token endpoint is down",
    text: "It is asked again, with pauses, and not for ever.",
    path: "auth",
    begin: [EXPIRED, "ok"],
    tokens: "unavailable",
  },
  {
    id: "loop",
    title: "A loop in the old generation",
    text: "Generation 2 would ask for tokens without end. A breaker ends it.",
    path: "auth",
    begin: [EXPIRED],
    generations: ["v2"],
    modes: REGISTER,
  },
  {
    id: "two-widgets",
    title: "Two widgets at once",
    text: "Both sessions expire. Each widget gets a token of its own.",
    path: "auth",
    begin: [EXPIRED, EXPIRED, "ok"],
    widgets: 2,
  },
  {
    id: "switched-off",
    title: "The widget is switched off",
    text: "Only an administrator can help, and the notice says so.",
    path: "config",
    begin: [error("session.key_inactive")],
  },
  {
    id: "origin-refused",
    title: "The site may not use it",
    text: "Your own token endpoint passes the refusal on.",
    path: "config",
    begin: [EXPIRED],
    tokens: "origin-not-allowed",
  },
  {
    id: "too-many-requests",
    title: "Too many requests",
    text: "The widget tries three times. Then a countdown runs.",
    path: "rate-limit",
    begin: Array(6).fill(error("common.rate_limited")).concat("ok"),
  },
  {
    id: "no-connection",
    title: "No connection",
    text: "The request never gets through.",
    path: "retry",
    begin: ["drop", "ok"],
  },
  {
    id: "hotel",
    title: "A hotel’s sign-in page",
    text: "HTML where the API should be. The widget freezes; pywidget frees it.",
    path: "retry",
    begin: [{ status: 200, text: "<html>Welcome to our Wi-Fi</html>" }, "ok"],
    modes: REGISTER,
  },
  {
    id: "after-payment",
    title: "It fails after payment",
    text: "The work may be registered. Nobody is led to pay twice.",
    path: "retry",
    scenario: { socket: [error("transaction.store_unavailable")] },
    modes: REGISTER,
  },
  {
    id: "certificate",
    title: "The certificate fails",
    text: "The registration is done; only its certificate is not. The access code is not lost.",
    path: "retry",
    scenario: { download: [UNAVAILABLE, "ok"] },
    modes: REGISTER,
    also: (widget) =>
      widget.addEventListener("allfeat:complete", () => setTimeout(press, A_MOMENT, widget, "download"), { once: true }),
  },
  {
    id: "taken-away",
    title: "The widget is taken away",
    text: "The page removes it in the middle of a request and puts it back. Nothing is left behind.",
    path: "retry",
    begin: [{ ...UNAVAILABLE, delay: 2 * A_MOMENT }, "ok"],
    also: (widget) =>
      void setTimeout(() => {
        if (!widget.isConnected) return;
        const gap = h("p", { class: "gap" }, "The page has taken the widget away.");
        widget.replaceWith(gap);
        setTimeout(() => gap.isConnected && gap.replaceWith(widget), A_WHILE);
      }, A_MOMENT),
  },
  {
    id: "everything-works",
    title: "Everything works",
    text: "No notice, no report: pywidget keeps out of the way.",
    modes: REGISTER,
  },
];

export const listStories = () =>
  fill(
    "stories",
    ...STORIES.map(({ id, title, text, path }) => {
      const button = h("button", { type: "button", class: "story", "data-path": path, "data-played": id },
        h("strong", {}, title), h("span", {}, text));
      button.addEventListener("click", () => choose({ story: id }));
      return h("li", {}, button);
    }),
  );
