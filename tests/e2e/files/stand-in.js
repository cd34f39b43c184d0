// @ts-check
/** Whatever is called so in the document. */
const create = /** @type {(name: string) => any} */ (Document.prototype.createElement.bind(document));

/**
 * A stand-in for the widget: it says what a recording says, looks as the recording says it looked, and notes what is
 * done to it. It plays its part from a script and has no rules of its own.
 */
class StandIn extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    /** @type {any} */
    this.seen = {};
    /** @type {{ token: string, inListener: boolean, at: number }[]} */
    this.given = [];
    this.retries = 0;
    this.resets = 0;
    this.redraws = 0;
    this.inListener = false;
  }

  static observedAttributes = ["max-file-size", "token"];

  /** @param {string} name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(name, old, value) {
    if (name == "max-file-size" && old !== value) this.redraws++;
    if (name == "token" && old !== value) this.given.push({ token: `${value}`, inListener: this.inListener, at: performance.now() });
  }

  getState() {
    return { screen: this.seen.screen ?? "FORM", transactionId: this.seen.transactionId };
  }

  /** @param {string} token */
  setToken(token) {
    this.setAttribute("token", token);
  }

  reset() {
    this.resets++;
  }

  /** @param {any} seen what it looks like from now on */
  show(seen) {
    this.seen = seen;
    const container = create("div");
    container.className = "ats-container";
    container.textContent = "The widget";
    if (seen.retryButton) {
      const retry = create("button");
      retry.dataset["action"] = "retry";
      retry.textContent = "Retry";
      retry.addEventListener("click", () => this.retries++);
      container.append(retry);
    }
    if (seen.tokenOverlay) {
      const overlay = create("div");
      overlay.className = "ats-loading-overlay";
      container.append(overlay);
    }
    /** @type {ShadowRoot} */ (this.shadowRoot).replaceChildren(container);
  }

  /** @param {string} name @param {any} detail @param {any} [seen] */
  say(name, detail, seen) {
    if (seen) this.show(seen);
    this.inListener = true;
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, cancelable: true, detail }));
    this.inListener = false;
  }
}
customElements.define("ats-widget", StandIn);

/**
 * Recordings write what JSON cannot say.
 * @param {any} value
 * @returns {any}
 */
const revive = (value) => {
  if (value === "__undefined__") return undefined;
  if (!value || typeof value != "object") return value;
  if (value.__Error__) {
    const { __Error__: name, message, ...rest } = value;
    return Object.assign(new Error(message), { name }, revive(rest));
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revive(member)]));
};

/** Everything that pywidget announced. @type {{ name: string, detail: any, target: string }[]} */
const announced = [];
for (const name of ["verdict", "renewed", "renewal-failed", "disabled", "enabled", "notice", "ready", "unavailable"]) {
  addEventListener(`pywidget:${name}`, (event) => {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    announced.push({ name, detail: /** @type {CustomEvent} */ (event).detail, target: target.id ?? "" });
  });
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Plays a recording: same events, same order, same targets; no gap is longer than `longest`.
 * @param {any} recording
 * @param {number} longest milliseconds
 * @param {string} [prefix] of the widgets' ids, where several recordings are played at once
 */
const play = async (recording, longest, prefix = "") => {
  /** @param {string} target */
  const idOf = (target) => prefix + target.split("#")[1];
  for (const { target } of recording.events) {
    const id = idOf(target);
    if (document.getElementById(id)) continue;
    const widget = create("ats-widget");
    widget.id = id;
    for (const [name, value] of Object.entries(recording.attributes ?? {})) {
      if (typeof value == "string") widget.setAttribute(name, value);
    }
    document.querySelector("main")?.append(widget);
  }
  let last = 0;
  for (const [index, { t_ms: at, name, target, detail, widget: seen }] of recording.events.entries()) {
    const gap = Math.min(at - last, longest);
    // What the widget said in one turn is said in one turn.
    if (gap > 5) await pause(gap);
    last = at;
    const widget = /** @type {StandIn} */ (document.getElementById(idOf(target)));
    const given = widget.given.length;
    widget.say(name, revive(detail), revive(seen));
    const next = recording.events[index + 1];
    if (name != "allfeat:token-expired" || (next && next.t_ms - at < 100)) continue;
    // A widget that waits goes on when it is given a token.
    const patience = performance.now() + 3e3;
    const refused = () => announced.some((one) => one.name == "renewal-failed" && one.target == widget.id);
    while (widget.given.length == given && !refused() && performance.now() < patience) await pause(5);
  }
  // What a person or the page did in the end came seconds later.
  if (recording.events.some((/** @type {any} */ { name }) => /error|failed|expired/.test(name))) {
    await /** @type {any} */ (window).pywidget.ready;
  }
  await pause(longest);
  const first = /** @type {StandIn} */ (document.getElementById(idOf(recording.events[0].target)));
  first.show(revive(recording.final));
};

/** @type {{ event: string, fields: any }[]} */
const tracked = [];

/**
 * @param {string} prefix of the widgets' ids
 * @param {string} [event] all, if there is none
 */
const told = (prefix, event) =>
  announced.filter(({ name, target }) => (!event || name == event) && target.startsWith(prefix));

/** @param {string} prefix */
const reported = (prefix) => tracked.filter(({ fields }) => fields.widget.startsWith(prefix));

/** @param {string} prefix */
const given = (prefix) =>
  [...document.querySelectorAll("ats-widget")]
    .filter(({ id }) => id.startsWith(prefix))
    .flatMap((widget) => /** @type {StandIn} */ (widget).given);

Object.assign(window, {
  announced,
  play,
  pause,
  told,
  reported,
  given,
  tracked,
  analytics: { track: (/** @type {string} */ event, /** @type {any} */ fields) => tracked.push({ event, fields }) },
});
