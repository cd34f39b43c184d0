// @ts-check
import { h } from "../double/dom.js";
import { fill } from "./page.js";
import { press, show, submit } from "./stage.js";

/**
 * @typedef {object} Story
 * @property {string} title
 * @property {string} text
 * @property {string | undefined} path whose colour it has
 * @property {() => Promise<void>} tell
 */

/** @param {string} code */
const error = (code) => ({ code });
const EXPIRED = error("common.auth.expired");
const UNAVAILABLE = error("common.service_unavailable");

/** ms */
const A_MOMENT = 900;
const A_WHILE = 3500;

/**
 * A story that is told by submitting the form.
 * @param {import("./stage.js").Scene} scene
 */
const submitting = (scene) => async () => {
  for (const widget of await show(scene)) submit(widget);
};

/** @type {Story[]} */
export const STORIES = [
  {
    title: "The session expires",
    text: "A new token is fetched, the upload goes on. Nobody notices.",
    path: "auth",
    tell: submitting({ scenario: { init: [EXPIRED, "ok"] } }),
  },
  {
    title: "Signed out",
    text: "The token endpoint says 401. The visitor is offered to sign in.",
    path: "auth",
    tell: submitting({ scenario: { init: [EXPIRED, "ok"] }, tokens: "unauthorized" }),
  },
  {
    title: "The token endpoint is down",
    text: "It is asked again, with pauses, and not for ever.",
    path: "auth",
    tell: submitting({ scenario: { init: [EXPIRED, "ok"] }, tokens: "unavailable" }),
  },
  {
    title: "A loop in the old generation",
    text: "Generation 2 would ask for tokens without end. A breaker ends it.",
    path: "auth",
    tell: submitting({ scenario: { init: [EXPIRED] }, generation: "v2" }),
  },
  {
    title: "Two widgets at once",
    text: "Both sessions expire. Each widget gets a token of its own.",
    path: "auth",
    tell: submitting({ scenario: { init: [EXPIRED, EXPIRED, "ok"] }, widgets: 2 }),
  },
  {
    title: "The widget is switched off",
    text: "Only an administrator can help, and the notice says so.",
    path: "config",
    tell: submitting({ scenario: { init: [error("session.key_inactive")] } }),
  },
  {
    title: "The site may not use it",
    text: "Your own token endpoint passes the refusal on.",
    path: "config",
    tell: submitting({ scenario: { init: [EXPIRED] }, tokens: "origin-not-allowed" }),
  },
  {
    title: "Too many requests",
    text: "The widget tries three times. Then a countdown runs.",
    path: "rate-limit",
    tell: submitting({ scenario: { init: Array(6).fill(error("common.rate_limited")).concat("ok") } }),
  },
  {
    title: "No connection",
    text: "The request never gets through.",
    path: "retry",
    tell: submitting({ scenario: { init: ["drop", "ok"] } }),
  },
  {
    title: "A hotel’s sign-in page",
    text: "HTML where the API should be. The widget freezes; pywidget frees it.",
    path: "retry",
    tell: submitting({ scenario: { init: [{ status: 200, text: "<html>Welcome to our Wi-Fi</html>" }, "ok"] } }),
  },
  {
    title: "It fails after payment",
    text: "The work may be registered. Nobody is led to pay twice.",
    path: "retry",
    tell: submitting({ scenario: { socket: [error("transaction.store_unavailable")] } }),
  },
  {
    title: "The certificate fails",
    text: "The registration is done; only its certificate is not. The access code is not lost.",
    path: "retry",
    async tell() {
      for (const widget of await show({ scenario: { download: [UNAVAILABLE, "ok"] } })) {
        widget.addEventListener("allfeat:complete", () => setTimeout(press, A_MOMENT, widget, "download"), { once: true });
        submit(widget);
      }
    },
  },
  {
    title: "The widget is taken away",
    text: "The page removes it in the middle of a request and puts it back. Nothing is left behind.",
    path: "retry",
    async tell() {
      for (const widget of await show({ scenario: { init: [{ ...UNAVAILABLE, delay: 2 * A_MOMENT }, "ok"] } })) {
        submit(widget);
        setTimeout(() => {
          if (!widget.isConnected) return;
          const gap = h("p", { class: "gap" }, "The page has taken the widget away.");
          widget.replaceWith(gap);
          setTimeout(() => gap.isConnected && gap.replaceWith(widget), A_WHILE);
        }, A_MOMENT);
      }
    },
  },
  {
    title: "Everything works",
    text: "No notice, no report: pywidget keeps out of the way.",
    path: undefined,
    tell: submitting({}),
  },
];

export const listStories = () => {
  fill(
    "stories",
    ...STORIES.map((story) => {
      const button = h("button", { type: "button", class: "story", "data-path": story.path },
        h("strong", {}, story.title), h("span", {}, story.text));
      button.addEventListener("click", story.tell);
      return h("li", {}, button);
    }),
  );
};
