// @ts-check
/**
 * Describes messages to Python and calls from Python in words for an integrator. What matters only inside pywidget
 * (timers, looks at a widget, loaded texts) gets no line.
 *
 * @typedef {"heard" | "verdict" | "renewal" | "notice" | "widget" | "visitor" | "report" | "page" | "warning"} Group
 * @typedef {{ group: Group, name: string, text: string, path?: string, detail?: unknown, repeats?: boolean }} Said
 *   `repeats`: the next line with the same name replaces it
 * @typedef {import("./border.js").Calls} Calls
 * @typedef {Said & { widget: string, at: number, late: boolean }} Line `late`: it reached Python some time
 *   after it happened
 */

/** The most useful members of a widget event's detail, in the order in which they are shown. */
const MAIN_MEMBERS = [
  "code",
  "pendingAction",
  "stage",
  "mode",
  "step",
  "progress",
  "filename",
  "kind",
  "workId",
  "atsId",
  "transactionId",
  "message",
  "error",
];

/** Events that come so often that a new line replaces the last one. */
const FREQUENT = [ATS.EVENT_UPLOAD_PROGRESS, ATS.EVENT_STEP];

/**
 * Some members of an object, in one line.
 * @param {any} detail
 * @param {string[]} names
 */
const brief = (detail, names) =>
  names
    .map((name) => detail?.[name])
    .filter((value) => value !== "" && /^(string|number)$/.test(typeof value))
    .map((value) => `${value}`.slice(0, 120))
    .join(" · ");

/** @param {number} ms */
const duration = (ms) => (ms < 10_000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`);

/** @param {number} count */
const tries = (count) => (count == 1 ? "1 try" : `${count} tries`);

/** The results of calling a function of the page, in words. @type {Record<string, string>} */
const RESULTS = { sent: "was called", missing: "is not there", failed: "threw" };

/** The answers of a token source, in words. @type {Record<string, (answer: any) => string>} */
const ANSWERS = {
  token: () => "a token",
  done: () => "done",
  http: ({ status }) => `HTTP ${status}`,
  network: ({ reason }) => `no answer: ${reason}`,
  "bad-answer": ({ reason }) => `no token in it: ${reason}`,
  provider: ({ reason }) => `the page's function failed: ${reason}`,
  "no-source": () => "nobody: no token source is set",
};

/** The results of giving a token to a widget, in words. @type {Record<string, string>} */
const DELIVERIES = {
  set: "given to the widget",
  repeated: "not given: the widget has had it",
  refused: `not given: ${ATS.TOKEN_METHOD} threw`,
  gone: "not given: the widget is gone",
};

/** The `pywidget:*` events, in words. @type {Record<string, (detail: any) => Said>} */
const EVENTS = {
  verdict: (detail) => ({
    group: "verdict",
    name: detail.code ?? "no code",
    path: detail.path,
    text: brief(detail, ["remedy", "stage", "requestId", "system"]),
    detail,
  }),
  renewed: (detail) => ({
    group: "renewal",
    name: "renewed",
    text: `${tries(detail.attempts)} in ${duration(detail.durationMs)}`,
    detail,
  }),
  "renewal-failed": (detail) => ({
    group: "renewal",
    name: "failed",
    text: [detail.reason, tries(detail.attempts), brief(detail, ["status", "code", "requestId"])].filter(Boolean).join(" · "),
    detail,
  }),
  disabled: (detail) => ({ group: "widget", name: "disabled", text: brief(detail, ["code", "requestId"]), detail }),
  enabled: (detail) => ({ group: "widget", name: "enabled", text: brief(detail, ["because"]), detail }),
  report: (detail) => ({ group: "report", name: "reported", text: brief(detail, ["code", "path", "outcome"]), detail }),
};

/**
 * @param {{ now: () => number, warn: (problem: string) => void, ready: (version: string) => void }} on
 */
export const createReader = ({ now, warn, ready }) => {
  /** When each widget's token was asked for. @type {Map<number, number>} */
  const asked = new Map();

  /** @type {{ [K in import("./border.js").Kind]?: (message: import("./border.js").Arriving<K>) => Said | undefined }} */
  const messages = {
    event: ({ name, detail, look }) => ({
      group: "heard",
      name,
      text: brief(detail, MAIN_MEMBERS),
      detail: { detail, look },
      repeats: FREQUENT.some((event) => name.endsWith(event)),
    }),
    answer: ({ detail }) => ({ group: "heard", name: "a failing request", text: brief(detail, ["status", "stage"]), detail }),
    report: ({ detail }) => ({ group: "heard", name: "pywidget.report()", text: brief(detail?.error, MAIN_MEMBERS), detail }),
    arrived: ({ system, hasToken }) => ({
      group: "widget",
      name: "arrived",
      text: [system, hasToken ? "with a token" : "without a token"].filter(Boolean).join(" · "),
    }),
    left: () => ({ group: "widget", name: "left the page", text: "" }),
    returned: () => ({ group: "widget", name: "came back", text: "" }),
    // The body is left out: it may contain a token that cannot be recognized, and so is not masked.
    token: ({ widget, outcome, reason, status, at }) => ({
      group: "renewal",
      name: "answered",
      text: `${ANSWERS[outcome]?.({ reason, status }) ?? outcome} after ${duration(Number(at) - (asked.get(widget) ?? Number(at)))}`,
      detail: { outcome, reason, status },
    }),
    delivered: ({ result }) => ({ group: "renewal", name: "delivered", text: DELIVERIES[result] ?? result, detail: { result } }),
    action: ({ action }) => ({ group: "visitor", name: "pressed", text: action }),
    pressed: ({ action }) => ({ group: "visitor", name: "pressed in the widget", text: action }),
    "login-blocked": () => ({ group: "page", name: "the login page was blocked", text: "by the browser, as a pop-up" }),
    online: ({ online }) => ({ group: "page", name: online ? "online" : "offline", text: "" }),
    flush: () => ({ group: "page", name: "pywidget.flush()", text: "" }),
    "delivery-dropped": ({ sink, count, reason }) => ({
      group: "report",
      name: sink,
      text: `${count} could not be delivered: ${reason}`,
    }),
  };

  /** @param {string} name @returns {(args: any[]) => Said & { widget: number }} */
  const done = (name) => ([widget]) => ({ widget, group: "widget", name, text: "" });

  /** @param {string} name @returns {() => Said} */
  const went = (name) => () => ({ group: "page", name, text: "" });

  /** @param {any[]} args @param {unknown} result @returns {Said} */
  const called = ([path], result) => ({
    group: "report",
    name: path,
    text: RESULTS[`${result}`] ?? "",
    repeats: result == "missing",
  });

  /** By the name of the function that Python called. @type {{ [name in keyof Calls]?: (args: Parameters<Calls[name]>, result: unknown) => (Said & { widget?: number }) | undefined }} */
  const calls = {
    askToken([widget, , json]) {
      asked.set(widget, now());
      const { attempt, pendingAction, mode } = JSON.parse(json);
      return { widget, group: "renewal", name: "asked", text: `try ${attempt}${pendingAction ? ` for ${pendingAction}` : ""}`, detail: { attempt, pendingAction, mode } };
    },
    abortToken: ([widget]) => ({ widget, group: "renewal", name: "no longer waited for", text: "" }),
    announce([widget, name, json]) {
      const detail = JSON.parse(json);
      const kind = name.replace("pywidget:", "");
      if (kind == "ready") {
        ready(detail.version);
        return { group: "page", name: "Python is ready", text: "" };
      }
      const said = EVENTS[kind]?.(detail) ?? { group: "page", name, text: "", detail };
      return { widget, .../** @type {Said} */ (said) };
    },
    redraw: done("was made to draw itself anew"),
    pressRetry: done("its Retry was pressed"),
    pressButton: ([widget, action]) => ({ widget, group: "widget", name: "its button was pressed", text: action }),
    reset: done("was reset"),
    coverWidget: ([widget, json]) => ({ widget, group: "widget", name: json ? "covered" : "uncovered", text: "" }),
    copyAccessCode: done("its access code was copied"),
    openLogin: ([widget, , how]) => ({ widget, group: "page", name: "to the login page", text: how }),
    openContact: went("to the contact"),
    reload: went("reloaded"),
    callPage: called,
    pushPage: called,
    openChannel: ([json]) => ({ group: "report", name: JSON.parse(json).sink, text: "will be delivered to its URL" }),
    log([level, text]) {
      if (level == "warn") return void warn(text);
      return { group: level == "error" ? "warning" : "page", name: text, text: "" };
    },
  };

  return {
    /** @param {any} heard a message for Python @returns {Said | undefined} */
    message: (heard) => /** @type {any} */ (messages)[heard.kind]?.(heard),
    calls,
  };
};
