// @ts-check

/**
 * Finds out why a file of the bundle cannot be used. Browsers do not tell the page the reason. So the file is fetched
 * once more, without its hash, and examined.
 */

/** The line that the build writes into each file. */
const MARK = /pywidget build (\w+)/;

/** The longest time until the browser reports what a policy refused, in milliseconds. */
const TOLD_MS = 100;

/** What the page's policy refused: address -> directive that refused it. @type {Map<string, string>} */
const refused = new Map();
addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective, disposition }) => {
  if (disposition == "enforce" && refused.size < 100) refused.set(blockedURI, effectiveDirective);
});

/**
 * @param {string} url
 * @param {string} name
 * @param {unknown} error what the browser said
 * @returns {Promise<Error>} names the file, and what is wrong with it
 */
export const whyNot = async (url, name, error) => new Error(`${name}: ${await reason(url, name, error)}`);

/**
 * @param {string} url
 * @param {string} name
 * @param {unknown} error
 */
const reason = async (url, name, error) => {
  let response;
  try {
    response = await fetch(url, { cache: "no-cache" });
  } catch {
    // The browser reports a violation in a later task, so it is waited for.
    await new Promise((resolve) => setTimeout(resolve, TOLD_MS));
    const directive = refused.get(url);
    const { origin } = new URL(url);
    if (directive) return `the page's policy refuses it: ${directive} needs ${origin == location.origin ? "'self'" : origin}`;
    return navigator.onLine ? "it could not be reached" : "there is no connection";
  }
  if (!response.ok) return `HTTP ${response.status}`;
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  const bytes = await response.arrayBuffer().catch(() => undefined);
  if (!bytes) return "it broke off on its way";
  if (!bytes.byteLength) return "it is empty";
  const text = new TextDecoder("latin1").decode(bytes);
  if (/^\s*<(!doctype|html)/i.test(text.slice(0, 200))) return "the server answers with a page of HTML in its place";
  const build = MARK.exec(text)?.[1];
  if (build && build != BUILD) return `mixed versions: it is of build ${build}, and pywidget-page.js of build ${BUILD}`;
  if (name.endsWith(".js") && !/^(text|application)\/(x-)?(java|ecma)script$/i.test(type)) {
    return `it is served as ${type || "nothing"}, and has to be text/javascript`;
  }
  if (!(await matches(bytes, name))) return "it was cut or changed on its way: it is not the file of this build";
  const directive = refused.get(url);
  if (directive) return `the page's policy refuses it: ${directive}`;
  return `${error}`;
};

/**
 * @param {ArrayBuffer} bytes
 * @param {string} name
 */
const matches = async (bytes, name) => {
  const hash = HASHES[name];
  // Only pages of a secure origin can compute hashes. Others take the file for right.
  if (!hash || !window.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash == `sha256-${btoa(String.fromCharCode(...digest))}`;
};
