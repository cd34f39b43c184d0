// @ts-check
import { withoutSecrets } from "./address.js";
import { noTokenKind } from "./no-token.js";
import { lookUp, own, parse } from "./own.js";
import { slips } from "./slips.js";

/**
 * The words for mistakes of whoever built the page: what was asked, what came, and what to change. Loaded at the first
 * such mistake.
 *
 * Of an answer only its status, its type and the names of its fields are told, never a value. Addresses are told
 * without query, name and password.
 *
 * @typedef {import("./token.js").Source & import("./token.js").Asked & { reason: string, own: string }} Facts the
 *   settings of the token source, what was asked and what came, why there is no token, and the value of data-token-url
 */

/** The names of this machine. For a browser, two of them are two sites. */
const SAME_MACHINE = ["localhost", "127.0.0.1", "[::1]"];

/** Names of fields that hold a token, the most likely one first; then what such names contain, and what others do. */
const TOKEN_NAMES = ["token", "jwt", "access_token", "accessToken", "session_token", "sessionToken"];
const LIKE_TOKEN = /token|jwt/i;
const NO_TOKEN = /refresh|csrf|xsrf|type|expir|^id_?token|error|message|detail|reason|code|status|url|uri|name|id$/i;

/** The form of a JSON Web Token, and of an address. */
const JWT = /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/;
const ADDRESS = /^(\/|\w+:\/\/)/;

/**
 * What is no token, and what to do. Keys are told by how they begin, and by nothing more.
 * @type {Readonly<Record<import("./no-token.js").NoToken, string>>}
 */
const NO_TOKENS = {
  "secret key": "the organization's secret key (csk_…), which nobody but your server may have. Replace the key at once, and answer the session token that your server gets for it",
  "site key": "the site key (cpk_…), which is public and buys nothing. Answer the session token that your server gets from Allfeat",
  "other key": "a secret key of another system, which nobody but your server may have. Replace the key at once, and answer the session token",
  header: 'a whole header ("Bearer …"). Answer what stands after "Bearer"',
  missing: "the name of a missing value or of an object, made into a text. Answer the token itself, and an error if there is none",
};

/** What such a text is, and the cure; "" if it may be a token. @param {unknown} value */
const noToken = (value) => {
  const kind = typeof value == "string" && noTokenKind(value);
  return kind ? NO_TOKENS[kind] : "";
};

/** What the texts and the pages of frameworks say when a CSRF token is missing: Django, Rails, Laravel, and others. */
const CSRF = /csrf|xsrf|forgery|authenticity.?token|change you wanted was rejected|page expired/i;

/** The status with which Laravel refuses a request without a CSRF token; and the one with which Rails does. */
const LARAVEL = 419;
const RAILS = 422;

/** A name that is made of words. Others may be data: a map by user, by session, by token or by key. */
const PLAIN = /^[a-z_][\w-]{0,29}$/i;
const KEY = /^(c[sp]k|afo_sk|wfx|atc)_/i;
/** @param {string} name @param {RegExp} pattern */
const times = (name, pattern) => [...name.matchAll(pattern)].length;
const isPlain = (/** @type {string} */ name) =>
  PLAIN.test(name) && !KEY.test(name) && times(name, /\d/g) < 3 && times(name, /[a-z][A-Z]/g) < 5;

/**
 * @param {string} url
 * @returns {URL | undefined}
 */
const parsed = (url, base = document.baseURI) => {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
};

/** An address as it was written, without what may be secret. @param {string} url */
const bare = (url) => withoutSecrets(url).slice(0, 200);

/** A whole address without what may be secret. @param {string} url */
const shown = (url) => {
  const { origin = "", pathname = "" } = parsed(url) ?? {};
  return origin + pathname;
};

/**
 * The known name with the fewest slips: at most two, and less than half of a short name. The rules are those of
 * browser/misspelt.py.
 * @param {string} name
 * @param {string[]} known
 * @returns {string | undefined}
 */
const nearest = (name, known) => {
  const most = Math.min(2, (name.replace(/^data-/, "").length - 1) >> 1);
  const [best] = known
    .filter((one) => isPlain(one) && Math.abs(one.length - name.length) <= most)
    .map((one) => ({ one, far: slips(name.toLowerCase(), one.toLowerCase(), most) }))
    .filter(({ far }) => far <= most)
    .sort((left, right) => left.far - right.far);
  return best?.one;
};

const cookieNames = () => {
  try {
    return document.cookie.split("; ").map((pair) => pair.split("=", 1)[0] ?? "");
  } catch {
    // In a sandboxed page, cookies cannot be read.
    return [];
  }
};

/** @param {unknown} value */
const isObject = (value) => !!value && typeof value == "object" && !Array.isArray(value);

/** An answer's body as JSON, if it is any. @param {string} [body] */
const jsonOf = (body) => {
  try {
    return parse(body ?? "");
  } catch {
    return undefined;
  }
};

/** "with fields a, b", of a JSON object. @param {any} answer */
const fieldsOf = (answer) => {
  if (!isObject(answer)) return "";
  const names = Object.keys(answer);
  const told = names.filter(isPlain).slice(0, 8);
  if (told.length < names.length) told.push("…");
  return names.length ? ` with field${names.length > 1 ? "s" : ""} ${told.join(", ")}` : " with an empty object";
};

/**
 * The field of an answer in which the token probably is: dotted path, or nothing.
 * @param {any} answer
 */
const tokenField = (answer) => {
  /** @type {{ path: string, name: string, value: string }[]} */
  const texts = [];
  /** @type {[value: any, path: string[]][]} */
  const rest = [[answer, []]];
  for (const [value, path] of rest) {
    const name = path.filter((part) => part != "0").at(-1) ?? "";
    if (typeof value == "string" && value.trim() && !noToken(value) && !ADDRESS.test(value)) {
      texts.push({ path: path.join("."), name, value });
    }
    if (path.length > 3 || rest.length > 200) continue;
    // Of a list, the first.
    if (Array.isArray(value)) rest.push([value[0], [...path, "0"]]);
    if (!isObject(value)) continue;
    for (const [name, member] of Object.entries(value)) if (isPlain(name)) rest.push([member, [...path, name]]);
  }
  const rank = (/** @type {string} */ name) => (TOKEN_NAMES.indexOf(name) + 1 || TOKEN_NAMES.length + 1);
  const [best] = texts
    .filter(({ name }) => LIKE_TOKEN.test(name) && !NO_TOKEN.test(name))
    .sort((one, other) => rank(one.name) - rank(other.name));
  if (best) return best.path;
  // No name says so, but only one text has the form of a token, whatever its name, if that is not of something else.
  const like = texts.filter(({ name, value }) => JWT.test(value) && !/refresh|^id/i.test(name));
  return like.length == 1 ? like[0]?.path : undefined;
};

/** "text/html", without its parameters. @param {Response} [response] */
const typeOf = (response) => response?.headers.get("content-type")?.split(";")[0]?.trim() ?? "";

/** What the endpoint should answer. @param {Facts} facts */
const wanted = ({ field }) => {
  const names = field.split(".").reverse();
  return names.reduce((inside, name) => `{"${name}": ${inside}}`, '"…"');
};

/** "POST https://site/token answered 200 with …". @param {Facts} facts */
const came = ({ method, url = "", response, body, reason }) => {
  const asked = `${method} ${shown(url)}`;
  if (!response?.status) return asked;
  const way = response.redirected ? ` was redirected to ${shown(response.url)}, which` : "";
  const type = typeOf(response);
  const fields = fieldsOf(jsonOf(body));
  return `${asked}${way} answered ${response.status}${fields || (type && reason != "empty" ? ` with ${type}` : "")}`;
};

/**
 * Two names of one machine, one in the page's address and the other in the endpoint's: the browser keeps their cookies
 * apart.
 * @param {Facts} facts
 */
const twoNames = (facts) => {
  const there = parsed(facts.url ?? "");
  const here = location.hostname;
  if (!there || there.hostname == here || ![here, there.hostname].every((name) => SAME_MACHINE.includes(name))) return "";
  const what =
    `${came(facts)}. The page is on ${here} and the endpoint on ${there.hostname}: for a browser these are two sites, ` +
    "so the cookies of one are not sent to the other. ";
  there.hostname = here;
  return `${what}Set data-token-url="${shown(there.href)}", or open the page at ${facts.url && parsed(facts.url)?.hostname}.`;
};

/**
 * The setup was refused. Most of it is told by the notice and the report; that this page's origin is none of those that
 * may ask is a matter of how the page was opened. The answer of an endpoint of ours has a reference of its own.
 * @param {Facts} facts
 */
const config = (facts) => {
  const { error } = jsonOf(facts.body) ?? {};
  if (error?.code != "session.origin_not_allowed") return "";
  const { origin, protocol, hostname, port } = location;
  const start = `${came(facts)}, because this page is on ${origin}`;
  if (!/^host_/.test(error.request_id)) return `${start}, which is none of the domains that Allfeat allows for your organization. Add it there.`;
  const other = SAME_MACHINE.find((name) => name != hostname);
  const twin = SAME_MACHINE.includes(hostname)
    ? `, or open the page at ${protocol}//${other}${port && `:${port}`} if that is one: for a browser these are two sites`
    : "";
  return `${start}, which is none of the endpoint's origins. Add it there (origins=[…]) as it stands here, with scheme and port${twin}. The endpoint's log names those it has.`;
};

/** A relative address that the page's <base> moved to another place. @param {Facts} facts */
const moved = (facts) => {
  const { url = "" } = facts;
  const base = document.querySelector("base[href]")?.getAttribute("href");
  if (!base || parsed(url)?.href == parsed(url, location.href)?.href) return "";
  const path = shown(url.replace(/^(\.*\/)+/, "/").replace(/^(?!\/)/, "/"));
  const whole = `${location.origin}${(parsed(path) ?? location).pathname}`;
  return `${came(facts)}. data-token-url="${bare(url)}" is relative, and <base href="${bare(base)}"> makes it that address. Set data-token-url to the full address, such as "${whole}".`;
};

/**
 * The text of an answer: of a page of HTML what its visitors read. Each page of a framework has the word CSRF in a
 * `<meta>` or a form. Of a long one only the beginning.
 * @param {string} [body]
 */
const textOf = (body = "") => {
  const start = body.slice(0, 20_000);
  if (!/^\s*</.test(start)) return start;
  let text = "";
  /** The element whose content is no text for visitors. */
  let hidden = "";
  for (const part of start.split("<").slice(1)) {
    const [tag = ""] = /^\/?\w*/.exec(part) ?? [];
    const name = tag.toLowerCase();
    if (hidden && name != `/${hidden}`) continue;
    hidden = /^(script|style|textarea)$/.test(name) ? name : "";
    const end = part.indexOf(">");
    if (!hidden && end >= 0) text += ` ${part.slice(end + 1)}`;
  }
  return text;
};

/** @param {Facts} facts */
const csrf = (facts) => {
  const { csrfCookie, csrfHeader, response, body = "" } = facts;
  const start = `${came(facts)}, because of its protection against CSRF`;
  const names = cookieNames();
  if (csrfCookie && csrfHeader) {
    if (!names.includes(csrfCookie)) return noCookie(facts);
    return `${start}, although ${csrfHeader} was sent. Correct data-csrf-cookie and data-csrf-header: they have to be the names that your server uses.`;
  }
  const meta = !!document.querySelector('meta[name="csrf-token"]');
  if (response?.status == RAILS || (meta && !names.includes("XSRF-TOKEN"))) {
    return `${start}. Set data-token-headers="X-CSRF-Token: …" with the value that ${meta ? 'the page has in <meta name="csrf-token">' : "your server expects (in Rails: form_authenticity_token)"}.`;
  }
  if (response?.status == LARAVEL || names.includes("XSRF-TOKEN")) {
    return `${start}. Set data-csrf-cookie="XSRF-TOKEN" data-csrf-header="X-XSRF-TOKEN".`;
  }
  const django = names.includes("csrftoken") || /csrf (verification )?failed/i.test(body);
  return django
    ? `${start}. Set data-csrf-cookie="csrftoken" data-csrf-header="X-CSRFToken".`
    : `${start}. Set data-csrf-cookie and data-csrf-header to the cookie and the header that your server uses for it.`;
};

/** @param {{ csrfCookie?: string, csrfHeader?: string }} source */
const noCookie = ({ csrfCookie = "", csrfHeader }) => {
  const names = cookieNames();
  const near = nearest(csrfCookie, names) ?? names.find((name) => isPlain(name) && /csrf|xsrf/i.test(name));
  const django = "In Django: @ensure_csrf_cookie on the view of this page, and neither CSRF_COOKIE_HTTPONLY nor CSRF_USE_SESSIONS.";
  const cure = near
    ? `Set data-csrf-cookie="${near}".`
    : `Have the server set that cookie with this page, without HttpOnly, or name another one.${csrfCookie == "csrftoken" ? ` ${django}` : ""}`;
  if (names.includes(csrfCookie)) return `the cookie "${csrfCookie}" is empty, and so is ${csrfHeader}. Have the server give it a value.`;
  return `data-csrf-cookie="${csrfCookie}" is no cookie that this page can read, so ${csrfHeader} is sent empty. ${cure}`;
};

/** @param {Facts} facts */
const refused = (facts) => {
  const { method, response, body } = facts;
  const { status } = response ?? {};
  if (response?.headers.get("cf-mitigated")) {
    return `${came(facts)}: Cloudflare asked for a challenge, which a request of a script cannot pass. Have Cloudflare leave the endpoint's address out of it.`;
  }
  if (status == LARAVEL || (status != 405 && CSRF.test(textOf(body)))) return csrf(facts);
  if (status == 405) {
    const allowed = response?.headers.get("allow")?.split(/[\s,]+/) ?? [];
    const other = ["POST", "GET", "PUT"].find((one) => one != method && allowed.includes(one));
    if (response?.redirected) return `${came(facts)}. Set data-token-url="${shown(response.url)}", because a redirect turns ${method} into GET.`;
    if (other) return `${came(facts)}: it takes ${other}. Set data-token-method="${other}".`;
    return `${came(facts)}. Have the endpoint take ${method}, or set data-token-method to what it takes.`;
  }
  if (status == 403) {
    return `${came(facts)}. Have the endpoint allow this page, and answer 401 if nobody is signed in. If it is protected against CSRF, set data-csrf-cookie and data-csrf-header.`;
  }
  return `${came(facts)}. Have the endpoint answer 200 with ${wanted(facts)}; its own log says why it does not.`;
};

/** What a value is, never the value. @param {any} value */
const kindOf = (value) => {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value == "string") return value.trim() ? "a text" : "an empty text";
  if (Array.isArray(value)) return "a list";
  if (typeof value != "object") return typeof value == "function" && isClass(value) ? "a class" : `a ${typeof value}`;
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  return kind != "Object" && /^[A-Z]\w{1,29}$/.test(kind) ? `${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}` : `an object${fieldsOf(value).replace(" with an empty object", "")}`;
};

/** @param {Function} value */
const isClass = (value) => /^class[\s{]/.test(`${value}`);

/** Of a function of the page, which returned no token. @param {Facts} facts */
const returned = ({ what, got, field }) => {
  const value = isObject(got) || Array.isArray(got) ? lookUp(got, field) : got;
  const kind = noToken(value);
  const inField = value === got ? "" : ` in "${field}"`;
  if (kind) return `${what} returned${inField} ${kind.replace("Answer", "Return").replace(" answer ", " return ")}.`;
  if (got instanceof Response) {
    return `${what} returned a Response, which is no token. Return the text that is in it: return (await response.json()).${field}`;
  }
  const empty = value === got || value === undefined ? "" : `, whose "${field}" is ${kindOf(value)}`;
  const found = tokenField(got);
  const cure = found && found != field ? `Return its ${found}, or set data-token-field="${found}".` : "Return the text of the token.";
  return `${what} returned ${kindOf(got)}${empty}, which is no token. ${cure}`;
};

/** @param {Facts} facts */
const withoutToken = (facts) => {
  const { field, body, what: called } = facts;
  if (called) return returned(facts);
  const answer = jsonOf(body);
  const found = tokenField(answer);
  const cure = found && found != field
    ? `Set data-token-field="${found}".`
    : `Have the endpoint answer ${wanted(facts)}, or set data-token-field to the field that has the token.`;
  if (Array.isArray(answer) && found) return `${came(facts)}, a list, but no "${field}". ${cure}`;
  if (!isObject(answer)) return `${came(facts)}, but no object. Have the endpoint answer ${wanted(facts)}.`;
  const path = field.replace(/\[["']?(\w+)["']?\]/g, ".$1");
  if (path != field) return `${came(facts)}. data-token-field="${field}" has brackets, which are not read. Set data-token-field="${path}".`;
  const value = lookUp(answer, field);
  const kind = noToken(value);
  if (kind) return `${came(facts)}, and "${field}" is ${kind}.`;
  const what = value === undefined ? `no "${field}"` : `"${field}" is ${kindOf(value)}`;
  return `${came(facts)}, but ${what}. ${cure}`;
};

/** @param {Facts} facts */
const redirected = (facts) =>
  `${facts.response?.redirected ? came(facts) : `${came(facts)} was redirected to another site`}. Have the endpoint answer 401 where it redirects to a login page, or set data-token-url to the address that answers ${wanted(facts)}.`;

/** @param {Facts} facts */
const notJson = (facts) => {
  const { body = "" } = facts;
  const from = body.slice(1, 20_000).search(/\{\s*"/) + 1;
  if (from && isObject(jsonOf(body.slice(from)))) {
    return `${came(facts)}, which is no JSON: something is printed before it, such as a warning. Have the endpoint answer ${wanted(facts)} and nothing else.`;
  }
  return `${came(facts)}, which is no JSON. Have the endpoint answer ${wanted(facts)}.`;
};

/** @param {Facts} facts */
const unreachable = (facts) => {
  const there = parsed(facts.url ?? "");
  if (!there) return `data-token-url="${bare(facts.url ?? "")}" is no address. Set it to your endpoint's.`;
  if (there.username || there.password) {
    return "data-token-url has a name and a password, which browsers refuse, and which each visitor can read. Take them out, and change the password.";
  }
  if (location.protocol == "https:" && there.protocol == "http:") {
    return `${came(facts)} was refused by the browser: the page is https, and the endpoint is not. Set data-token-url="${shown(there.href.replace(/^http:/, "https:"))}".`;
  }
  const more = facts.credentials == "include" ? " and Access-Control-Allow-Credentials: true" : "";
  return `${came(facts)} brought nothing that this page may read. The endpoint is on another origin: have it send Access-Control-Allow-Origin: ${location.origin}${more}, and name its origin in the page's Content-Security-Policy (connect-src). Or set data-token-url to an endpoint on ${location.origin}.`;
};

/** @param {Facts} facts */
const withoutCookies = (facts) => {
  if (facts.credentials == "include") return "";
  const why = facts.credentials == "omit"
    ? 'data-token-credentials="omit" sends no cookies'
    : "the endpoint is on another origin than the page, so no cookies are sent";
  return `${came(facts)}: ${why}. Set data-token-credentials="include", and have the endpoint allow it (Access-Control-Allow-Credentials: true).`;
};

/** @param {Facts & { function?: string }} facts */
const noFunction = ({ function: path = "", what = "", got }) => {
  const is = typeof got == "function" ? "a class" : kindOf(got);
  if (what == "tokenProvider") return `pywidget.tokenProvider(…) takes a function that returns a token, and was given ${is}.`;
  if (is == "a class") return `data-token-function="${path.slice(0, 80)}" names a class, which cannot be called. Name a function.`;
  const dot = path.lastIndexOf(".");
  const owner = Object(dot < 0 ? window : lookUp(window, path.slice(0, dot)));
  const functions = Object.keys(owner).filter((name) => {
    try {
      return typeof owner[name] == "function";
    } catch {
      return false;
    }
  });
  const near = nearest(path.slice(dot + 1).replace(/\(.*/, ""), functions);
  const cure = near
    ? `Set data-token-function="${path.slice(0, dot + 1)}${near}".`
    : "Make it a property of window: functions of a module, and those that are declared by const or let, are none.";
  return `data-token-function="${path.slice(0, 80)}" is no function of this page. ${cure}`;
};

/** reason -> line; "" if there is nothing to change. @type {Record<string, (facts: any) => string>} */
const RENEWALS = own({
  "no-token": withoutToken,
  "empty-token": withoutToken,
  "wrong-type": withoutToken,
  empty: (facts) => `${came(facts)} and no body. Have the endpoint answer 200 with ${wanted(facts)}.`,
  html: (facts) =>
    moved(facts) ||
    (/[/+]xml$/.test(typeOf(facts.response)) && !/xhtml/.test(typeOf(facts.response)) && notJson(facts)) ||
    `${came(facts)}, a web page. Set data-token-url to the address that answers ${wanted(facts)}.`,
  "not-json": notJson,
  config,
  "bad-header": ({ name }) =>
    /^["{[]/.test(name)
      ? 'data-token-headers is JSON. Write it as "Name: value", separated by semicolons.'
      : `data-token-headers: the header "${name}" is left out, its name or its value cannot be sent. A name has no spaces, and a value no line breaks and only Latin letters.`,
  redirected: (facts) => twoNames(facts) || redirected(facts),
  opaque: (facts) => `${came(facts)} brought nothing that this page may read. Have the service worker ask with mode "cors".`,
  "not-found": (facts) => moved(facts) || (facts.response?.redirected && redirected(facts)) || `${came(facts)}. Set data-token-url to the address of your endpoint.`,
  refused: (facts) => moved(facts) || refused(facts),
  forbidden: (facts) => moved(facts) || twoNames(facts) || refused(facts),
  "signed-out": (facts) => twoNames(facts) || withoutCookies(facts),
  unreachable: (facts) => moved(facts) || twoNames(facts) || unreachable(facts),
  "no-function": noFunction,
  "no-token-source": () =>
    "the widget needs a token, and nothing says where tokens come from. Set data-token-url to your endpoint, or data-token-function, or call pywidget.tokenProvider(…).",
});

/** short text -> line @type {Record<string, (facts: any) => string>} */
const OTHERS = own({
  "data-csrf-cookie names no cookie": noCookie,
  "data-before-report names no function": ({ path }) =>
    `data-before-report names ${path.slice(0, 80)}, which is not a function of the page. Set it to the name of one, or leave it out: the reports go out as they are.`,
  "data-widget matches no element": ({ selector }) =>
    `data-widget="${selector}" matches no element, so the <${ATS.ELEMENT}> in this page is not looked after. ` +
    "Correct the selector, or leave data-widget out.",
  "a widget is in a closed shadow root": ({ localName }) =>
    `a widget's event came from <${localName}>. If the widget is in its closed shadow root, it cannot be looked ` +
    'after: open that (attachShadow({ mode: "open" })), or put the widget outside of it.',
  "a widget is in an iframe": () =>
    `an <${ATS.ELEMENT}> in an <iframe> is not looked after from outside. ` +
    "Put pywidget's script tag into the page in the frame.",
});

/** The names of events and attributes, and the values of data-analytics, that are not known. */
const UNKNOWN = /^(?:pywidget\.on\("(.*)"\)|data-analytics="(.*)"|(\S+)) is no /s;

/** Names the one that was meant; "" if the attribute was not meant for us, or is a function. @param {string} text */
const hinted = (text) => {
  const [, event, sink, attribute = ""] = UNKNOWN.exec(text) ?? [];
  if (event !== undefined) {
    const meant = nearest(event, EVENTS.split("|"));
    return meant ? `${text} Did you mean ${meant}?` : `${text} There are ${EVENTS.replaceAll("|", ", ")}.`;
  }
  if (/[/:]/.test(sink ?? "")) return `${text} An address belongs into data-analytics-url, with data-analytics="beacon" or "otlp".`;
  if (sink?.includes(";")) return `${text} Separate several by spaces or commas.`;
  const near = sink ? nearest(sink, SINKS) : nearest(attribute, Object.keys(SETTINGS));
  return near ? `${text} Did you mean ${near}?` : "";
};

/** What was said already: two failures can have one cause. @type {Set<string>} */
const said = new Set();

/**
 * @param {string} short
 * @param {any} facts
 * @returns {string} the line; "" if there is nothing to say, or it was said already
 */
export const words = (short, facts) => {
  const say = OTHERS[short] ?? RENEWALS[facts?.reason] ?? (UNKNOWN.test(short) && (() => hinted(short)));
  let text = say ? say(facts) : short;
  // The address of another system's tokens is in its profile.
  if (facts?.url && facts.url != facts.own) text = text.replaceAll("data-token-url", "token.url of the profile");
  if (said.has(text)) return "";
  said.add(text);
  return text;
};
