// @ts-check
import { withoutSecrets } from "./address.js";
import { advise } from "./advise.js";
import { headersOf } from "./answer.js";
import { PAGE } from "./border.js";
import { blame, nameOf, warn } from "./fence.js";
import { noTokenKind } from "./no-token.js";
import { inPage, isPromise, lookUp, own, parse, stringify } from "./own.js";

export { take } from "./given.js";

/**
 * Fetches a token, gives it to one widget, and forgets it. Python gets only the result, never the token. The token is
 * not stored or logged anywhere.
 *
 * @typedef {{
 *   url?: string, method: string, credentials: RequestCredentials, field: string, function?: string,
 *   headers: Record<string, string>, csrfCookie?: string, csrfHeader?: string,
 * }} Source the settings, as read by Python
 * @typedef {Omit<import("./border.js").Token, "kind" | "widget" | "request"> & { token?: string }} Answer the result of
 *   a try, with the token itself
 * @typedef {{ url?: string, call?: string, attribute?: string, told?: boolean }} Lane `url`: where a system's tokens
 *   come from if no function of the page gives them; `call` and `attribute`: the method and the attribute by which its
 *   widgets take them; `told`: whether a profile says so, which may come from another party
 */

/**
 * What a try asked for and what came, to explain it if there was no token. `what` and `got`: the function that was
 * called, as the integrator knows it, and what it returned; or what is there in place of a function.
 * `unheard`: whether nothing came; before the second try of a renewal has an answer, whether nothing came at the first.
 * @typedef {{ url?: string, response?: Response, body?: string, what?: string, got?: unknown, unheard?: boolean }} Asked
 */

/** The most characters that are used of an error's body. */
const MOST_TEXT = 65_536;

/** How pages of HTML begin. XML is none, nor is a warning of PHP that was printed before the answer. */
const PAGE_OF_HTML = /^\s*<(?!\?|br?\b)/;

/**
 * Whether a name already has a meaning in every element: a method that moves or changes it, or an attribute that is an
 * event handler, an address or a style. Such a name must not be used to give a token.
 * @param {Element} widget
 * @param {string} name
 */
const isTaken = ({ localName, namespaceURI }, name) => {
  const plain = localName.includes("-") ? HTMLElement.prototype : document.createElementNS(namespaceURI, localName);
  const lower = name.replaceAll("-", "").toLowerCase();
  if (name in plain) return true;
  for (const known in plain) if (known.toLowerCase().replace(/element$/, "") == lower) return true;
  return false;
};

/** @param {string} url */
const originOf = (url) => {
  try {
    const { origin } = new URL(url, document.baseURI);
    // "null" is the origin of addresses that are not web addresses.
    return origin == "null" ? undefined : origin;
  } catch {
    return undefined;
  }
};

/** @param {string} name */
const cookie = (name) => {
  for (const pair of document.cookie.split("; ")) {
    if (!pair.startsWith(`${name}=`)) continue;
    const value = pair.slice(name.length + 1);
    try {
      return decodeURIComponent(value);
    } catch {
      // A percent sign without a valid code after it, so the value was not encoded.
      return value;
    }
  }
  return "";
};

/**
 * Checks whether a token source returned a token.
 * @param {unknown} token
 * @returns {Answer}
 */
export const judge = (token) => {
  if (token === undefined || token === null) return { outcome: "bad-answer", reason: "no-token" };
  if (typeof token != "string") return { outcome: "bad-answer", reason: "wrong-type" };
  if (!/\S/.test(token)) return { outcome: "bad-answer", reason: "empty-token" };
  if (noTokenKind(token)) return { outcome: "bad-answer", reason: "wrong-type" };
  return { outcome: "token", token };
};

/** @param {import("./create-page.js").Page} page */
export const tokenFences = (page) => {
  /** @type {Source} */
  let source = { method: "POST", credentials: "same-origin", field: "token", headers: {} };
  /** The token of each widget's try in progress, until it is delivered. @type {Map<number, { request: number, lane: Lane, token?: string | undefined, abort: AbortController, asked: Asked }>} */
  const tries = new Map();
  /** The lanes of systems that a profile describes. @type {Map<string, Lane>} */
  const lanes = new Map();

  /**
   * The lane of a widget. The page itself takes no token, so its lane is empty: only its provider is called.
   * @param {number} id
   * @param {string | undefined} system
   * @returns {Lane}
   */
  const laneOf = (id, system) => {
    const usual = { url: source.url, call: ATS.TOKEN_METHOD, attribute: ATS.TOKEN_ATTRIBUTE };
    return own(id == PAGE ? {} : lanes.get(system ?? "") ?? usual);
  };

  /** @param {boolean} bodiless */
  const makeHeaders = (bodiless) => {
    const headers = new Headers({ Accept: "application/json" });
    /** @type {Record<string, string>} */
    const wanted = { ...source.headers };
    if (!bodiless) wanted["Content-Type"] ??= "application/json";
    try {
      if (source.csrfCookie && source.csrfHeader) {
        wanted[source.csrfHeader] = cookie(source.csrfCookie);
        if (!wanted[source.csrfHeader]) advise(page.state, "data-csrf-cookie names no cookie", source);
      }
    } catch (error) {
      // In a sandboxed page, cookies cannot be read.
      warn("data-csrf-cookie cannot be read", nameOf(error));
    }
    for (const [name, value] of Object.entries(wanted)) {
      try {
        headers.set(name, value);
      } catch {
        advise(page.state, `data-token-headers: ${name}`, { reason: "bad-header", name });
      }
    }
    return headers;
  };

  /**
   * @param {string} reason
   * @param {Asked} asked
   */
  const explain = (reason, asked) => {
    const { url = "" } = asked;
    // A session that ended or a connection that broke is no mistake, unless the endpoint is on another origin: then the
    // browser may keep the page from it.
    if (/^(signed-out|unreachable)$/.test(reason) && originOf(url) == location.origin) return;
    // Without what may be secret: query, name and password.
    const short = `no token: ${reason} ${withoutSecrets(url)}`;
    advise(page.state, short, { ...source, ...asked, reason, own: source.url }, page.maskAll);
  };

  /**
   * @param {Record<string, unknown>} info
   * @param {AbortSignal} signal
   * @param {string} url
   * @param {Asked} asked
   * @returns {Promise<Answer>}
   */
  const fetchToken = async (info, signal, url, asked) => {
    asked.url = url;
    const bodiless = /^(GET|HEAD)$/.test(source.method);
    /** @param {RequestRedirect} redirect */
    const ask = (redirect) =>
      fetch(url, {
        method: source.method,
        credentials: source.credentials,
        headers: makeHeaders(bodiless),
        body: bodiless ? null : stringify(info),
        cache: "no-store",
        redirect,
        signal,
      });
    /** @type {Response} */
    let response;
    try {
      // A redirect to another site's login page looks like a broken connection, too. So after one, redirects are not
      // followed at first, which shows whether there is one.
      response = await ask(asked.unheard ? "manual" : "follow");
      if (asked.unheard && response.type == "opaqueredirect") response = await ask("follow").catch(() => response);
    } catch (error) {
      asked.unheard = true;
      // Not after the first try, because the second one also finds out whether there was a redirect.
      if (!signal.aborted && /** @type {number} */ (info["attempt"]) > 1 && navigator.onLine) explain("unreachable", asked);
      return { outcome: "network", reason: nameOf(error) };
    }
    asked.response = response;
    if (response.type == "opaqueredirect") return { outcome: "bad-answer", reason: "redirected" };
    if (response.type == "opaque") return { outcome: "bad-answer", reason: "opaque" };
    let body;
    try {
      body = await response.text();
    } catch (error) {
      return { outcome: "network", reason: nameOf(error) };
    }
    if (!response.ok) {
      asked.body = body;
      const headers = headersOf((name) => response.headers.get(name));
      return { outcome: "http", status: response.status, body: body.slice(0, MOST_TEXT), headers };
    }
    if (!/\S/.test(body)) return { outcome: "bad-answer", reason: "empty" };
    let answer;
    try {
      answer = parse(body);
    } catch {
      asked.body = body;
      const html = PAGE_OF_HTML.test(body);
      return { outcome: "bad-answer", reason: html ? (response.redirected ? "redirected" : "html") : "not-json" };
    }
    const judged = judge(lookUp(answer, source.field));
    if (!judged.token) asked.body = body;
    // Some servers answer with status 200 and an error in the body.
    return judged.token ? judged : { ...judged, status: response.status, body: body.slice(0, MOST_TEXT), headers: {} };
  };

  /**
   * @param {string} what the function, as the integrator calls it
   * @param {() => { owner?: any, found: any }} find looks it up
   * @param {unknown[]} args
   * @param {Lane} lane
   * @param {Asked} asked
   * @returns {Promise<Answer>}
   */
  const callProvider = async (what, find, args, { call, attribute }, asked) => {
    asked.what = what;
    let answer;
    let token;
    try {
      const { owner, found } = find();
      // A class cannot be called.
      if (typeof found != "function" || /^class[\s{]/.test(`${found}`)) {
        asked.got = found;
        return { outcome: "provider", reason: "no-function" };
      }
      answer = await Reflect.apply(found, owner, args);
      if (!call && !attribute) return { outcome: "done" };
      token = answer && typeof answer == "object" ? lookUp(answer, source.field) : answer;
    } catch (error) {
      blame(what, error, page.maskAll);
      return { outcome: "provider", reason: nameOf(error) };
    }
    // Not above: what fails here is no fault of the page's function.
    const judged = judge(token);
    if (!judged.token) asked.got = answer;
    return judged;
  };

  /**
   * @param {Element | undefined} widget
   * @param {any} info
   * @param {AbortSignal} signal
   * @param {Lane} lane
   * @param {Asked} asked
   * @returns {Promise<Answer>}
   */
  const getToken = async (widget, info, signal, lane, asked) => {
    const provider = page.state.provider;
    if (provider) return callProvider("tokenProvider", () => ({ found: provider }), [info, widget ?? null], lane, asked);
    const path = source.function;
    if (path) {
      const args = [info.pendingAction, widget ?? null, info];
      return callProvider("data-token-function", () => inPage(path), args, lane, asked);
    }
    return lane.url ? fetchToken(info, signal, lane.url, asked) : { outcome: "no-source" };
  };

  /**
   * @param {Element | undefined} widget
   * @param {string} token
   * @param {Lane} lane
   */
  const give = (widget, token, { call = "", attribute = "", told }) => {
    if (!widget) return "gone";
    try {
      if (told && (isTaken(widget, call || attribute) || /^on|:/i.test(attribute))) {
        warn(`the profile's token is not given by ${call || attribute}: other elements have that, too`);
        return "refused";
      }
      if (token === page.given.get(widget) || (attribute && token === widget.getAttribute(attribute))) return "repeated";
      page.given.set(widget, token);
      // An ats-widget that is not upgraded yet has no methods. The attribute has the same effect.
      const method = call && /** @type {any} */ (widget)[call];
      if (typeof method == "function") {
        const result = method.call(widget, token);
        // If the page made the method asynchronous, its failure is not ours, so it is not reported as unhandled.
        if (isPromise(result)) result.catch(() => 0);
      } else widget.setAttribute(attribute, token);
      return "set";
    } catch {
      return "refused";
    }
  };

  /** @param {Element} widget */
  const focused = (widget) => {
    const root = /** @type {Document | ShadowRoot} */ (widget.getRootNode());
    return root.activeElement === widget;
  };

  return /** @satisfies {Partial<import("./border.js").Calls>} */ ({
    setTokenSource(json) {
      source = parse(json);
    },

    addTokenLane(system, json) {
      const { url, call, attribute } = parse(json);
      const origin = url && originOf(url);
      const foreign = url && !(origin && [location.origin, originOf(source.url || ".")].includes(origin));
      lanes.set(system, { url: foreign ? "" : url ?? "", call: call ?? "", attribute: attribute ?? "", told: true });
      return foreign ? `token.url is on another site: ${url.slice(0, 80)}. It may be: where data-token-url is, or your own` : "";
    },

    askToken(id, request, json) {
      const before = tries.get(id);
      before?.abort.abort();
      const abort = new AbortController();
      const info = JSON.parse(json);
      const lane = laneOf(id, info.system);
      const asked = { unheard: info.attempt == 2 && !!before?.asked.unheard };
      const mine = { request, abort, lane, token: /** @type {string | undefined} */ (undefined), asked };
      tries.set(id, mine);
      const answer = (/** @type {Answer} */ { token, ...rest }) => {
        if (tries.get(id) !== mine || abort.signal.aborted) return;
        mine.token = token;
        page.deliver({ kind: "token", widget: id, request, ...rest });
      };
      getToken(page.widget(id), info, abort.signal, lane, mine.asked).then(answer, (error) => {
        // It is ours: what the page's function throws is caught where that is called.
        warn("asking for a token failed", nameOf(error));
        answer({ outcome: "provider", reason: nameOf(error) });
      });
    },

    explainRenewal(id, reason) {
      explain(reason, tries.get(id)?.asked ?? {});
    },

    abortToken(id, request) {
      const current = tries.get(id);
      if (current?.request !== request) return;
      tries.delete(id);
      current.abort.abort();
    },

    deliverToken(id, request, prefetched) {
      const attempt = () => {
        const current = tries.get(id);
        if (current?.request !== request || !current.token) return;
        const widget = page.widget(id);
        if (prefetched && widget && focused(widget)) {
          // A new token redraws the form, which would take the focus from someone typing.
          widget.addEventListener("focusout", () => setTimeout(attempt), { once: true });
          return;
        }
        tries.delete(id);
        // Python gets this message before the widget's reaction, which may be that the token has already expired.
        /** @type {import("./border.js").Delivered} */
        const message = { kind: "delivered", widget: id, request, result: "gone" };
        page.deliver(message);
        message.result = give(widget, current.token, current.lane);
      };
      // In a separate task, because a widget that gets a token while it dispatches its event would hang.
      page.task(attempt);
    },
  });
};
