// @ts-check
/**
 * Keeps what a page says to nobody: errors, refusals of its policy, warnings. For a browser that tells none of it to its
 * driver. Kept where it outlives the page, so that a page that goes away is heard, too.
 */
(() => {
  const KEY = "console";
  /** @param {string} kind @param {unknown} text */
  const keep = (kind, text) => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    sessionStorage.setItem(KEY, JSON.stringify([...kept, [kind, `${text}`]]));
  };
  addEventListener("error", ({ message }) => message && keep("pageerror", message));
  addEventListener("unhandledrejection", ({ reason }) => keep("pageerror", reason));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    keep("error", `refused by the policy: ${violatedDirective} ${blockedURI}`));
  for (const kind of /** @type {const} */ (["error", "warn"])) {
    const write = console[kind].bind(console);
    console[kind] = (...parts) => {
      keep(kind, parts.join(" "));
      write(...parts);
    };
  }
})();
