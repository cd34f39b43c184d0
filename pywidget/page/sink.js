// @ts-check
import { advise } from "./advise.js";
import { blame, warn } from "./fence.js";
import { loadModule } from "./load-module.js";
import { inTime, timer } from "./after.js";
import { inPage, isPromise, lookUp, parse, stringify } from "./own.js";

/**
 * What the page does for reports: it calls the functions that sinks name. Python decides where each report goes and
 * what it contains.
 */

/** How long the page's own function may take for a report. */
const FILTER_MS = 5_000;
/** The most characters of JSON that it may return. */
const MOST_TEXT = 20_000;

/**
 * Finds a function of the page, and binds it to its object.
 * @param {string} path dotted
 * @returns {((...args: unknown[]) => unknown) | undefined}
 */
const pageFunction = (path) => {
  const { owner, found } = inPage(path);
  if (typeof found == "function") return (...args) => Reflect.apply(found, owner, args);
  // Until its client is loaded, Datadog's snippet has a queue of functions to call then.
  const [q, onReady] = ["q", "onReady"].map((name) => lookUp(window, `${path.split(".", 1)}.${name}`));
  return q?.push && onReady ? (...args) => q.push(() => pageFunction(path)?.(...args)) : undefined;
};

/** Makes an `arguments` object, as `gtag` puts it into the data layer. An array has another meaning there. */
const inArguments = function () {
  return arguments;
};

/**
 * Some clients need Error or `arguments` objects. JSON has neither, so Python writes them as `{"$error": {…}}` and
 * `{"$arguments": […]}`.
 * @param {string} _key
 * @param {any} value
 */
const revive = (_key, value) => {
  if (value?.$error) return Object.assign(new Error(), value.$error);
  return value?.$arguments ? inArguments.apply(null, value.$arguments) : value;
};

/**
 * @typedef {ReturnType<typeof import("./delivery.js").openChannel>} Delivery
 * @param {import("./create-page.js").Page} page
 */
export const sinkFences = (page) => {
  /** @type {Map<string, Promise<Delivery | undefined>>} */
  const channels = new Map();
  /** @type {(() => void) | undefined} */
  let stopWaking;

  /**
   * @param {string} path
   * @param {() => unknown} run
   */
  const tried = (path, run) => {
    try {
      const result = /** @type {any} */ (run());
      if (isPromise(result)) result.catch((/** @type {unknown} */ error) => blame(path, error, page.maskAll));
      return "sent";
    } catch (error) {
      blame(path, error, page.maskAll);
      return "failed";
    }
  };

  /**
   * What a function of the page made of a report, as JSON; "" to leave the report as it is.
   * @param {unknown} answer
   * @param {object} copy what the function was given, perhaps changed
   * @param {string} before the same as JSON before the call
   */
  const filtered = (answer, copy, before) => {
    const changed = answer === undefined ? copy : answer;
    if (changed === null || changed === false) return "null";
    const event = new CustomEvent("pywidget:before-report", { bubbles: true, cancelable: true, detail: changed });
    if (!document.dispatchEvent(event)) return "null";
    const text = stringify(changed) ?? "";
    if (text.length > MOST_TEXT) throw new RangeError(`the report has become ${text.length} characters long`);
    // If nothing changed, "" saves Python from parsing it again.
    return text == before ? "" : text;
  };

  /** @param {Event} event */
  const hide = (event) => {
    if (event.type != "pagehide" && !document.hidden) return;
    page.deliver({ kind: "sink-rest" });
    // A page that is closing gets no further task: hand everything over now. (An event that the page made itself can come while Python runs.)
    if (event.isTrusted) page.drain();
  };
  document.addEventListener("visibilitychange", hide);
  addEventListener("pagehide", hide);

  return /** @satisfies {Partial<import("./border.js").Calls>} */ ({
    callPage(path, json) {
      let run;
      try {
        run = pageFunction(path);
      } catch (error) {
        blame(path, error, page.maskAll);
        return "failed";
      }
      return run ? tried(path, () => run(...JSON.parse(json, revive))) : "missing";
    },

    /** Puts an item into a queue of the page. The script that owns the queue reads it when it is loaded. */
    pushPage(name, json) {
      const globals = /** @type {any} */ (window);
      return tried(name, () => (globals[name] ??= []).push(JSON.parse(json)));
    },

    /** Lets the page change a report. If its function throws or takes too long, the report stays as it was. */
    filterReport(number, path, json) {
      const copy = JSON.parse(json);
      const before = stringify(copy);
      /** @param {unknown} error */
      const threw = (error) => (blame("data-before-report", error, page.maskAll), "");
      /** @param {unknown} error */
      const failed = (error) => {
        warn(`${path || "pywidget:before-report"} failed; the report goes out as it was`, error);
        return "";
      };
      /** @param {unknown} answer */
      const finish = (answer) => {
        try {
          return filtered(answer, copy, before);
        } catch (error) {
          return failed(error);
        }
      };
      /** @type {any} */
      let answer;
      try {
        const run = path ? pageFunction(path) : undefined;
        if (path && !run) advise(page.state, "data-before-report names no function", { path });
        answer = run?.(copy);
        if (typeof answer?.then != "function") return finish(answer);
      } catch (error) {
        return threw(error);
      }
      inTime(Promise.resolve(answer).then(finish, threw), FILTER_MS, "no answer in time")
        .catch(failed)
        .then((text) => page.deliver({ kind: "sink-filtered", number, answer: text }));
      return "wait";
    },

    wakeSinks(delay) {
      stopWaking ??= timer(() => {
        stopWaking = undefined;
        page.deliver({ kind: "sink-wake" });
      }, delay);
    },

    openChannel(json) {
      const channel = parse(json);
      channels.set(
        channel.sink,
        loadModule(page.state, "pywidget-delivery.js").then(
          (/** @type {typeof import("./delivery.js")} */ module) => module.openChannel(page, channel),
        ).catch((error) => {
          warn(`${channel.sink} cannot deliver to ${channel.url}`, error);
          return undefined;
        }),
      );
    },

    deliverReport(sink, json, weight) {
      channels.get(sink)?.then((delivery) => {
        if (delivery) delivery.add(json, weight);
        else page.deliver({ kind: "delivery-dropped", sink, count: weight, reason: "not loaded" });
      });
    },

    flushDelivery() {
      for (const channel of channels.values()) channel.then((delivery) => delivery?.flush());
    },

    stopSinks() {
      stopWaking?.();
      document.removeEventListener("visibilitychange", hide);
      removeEventListener("pagehide", hide);
      for (const channel of channels.values()) channel.then((delivery) => delivery?.stop());
      channels.clear();
    },

    pageAddress: () => location.href.split(/[?#]/, 1)[0] ?? "",

    asksForPrivacy: () =>
      navigator.doNotTrack == "1" || /** @type {any} */ (navigator).globalPrivacyControl === true,
  });
};
