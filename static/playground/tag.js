// @ts-check
/**
 * Changes pywidget's script tag as the page's address says, before the tag runs: it is deferred, this script is not.
 * Only what the playground offers can be changed, so that no link leads to a page with settings of its author's choice.
 */
(() => {
  /** @type {Record<string, string[]>} the first is what happens without it */
  const offered = {
    "data-lang": ["auto", "en", "de", "fr", "es", "it", "pt-BR", "pt-PT", "nl", "pl", "ja", "ko", "zh-Hans", "ar", "cs", "da", "el", "fi", "he", "hi", "hu", "id", "nb", "ro", "sv", "tr", "uk", "vi", "zh-Hant"],
    "data-runtime": ["micropython", "pyodide"],
    "data-reset": ["never", "ask", "allowed"],
    "data-notices": ["auto", "below", "off"],
    "data-boot": ["error", "idle", "now"],
    "data-first-token": ["off", "on"],
    "data-analytics": ["segment", "segment beacon"],
    "data-debug": ["off", "on"],
  };
  const tag = /** @type {HTMLScriptElement} */ (document.getElementById("tag"));
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (offered[name]?.includes(value)) tag.setAttribute(name, value);
  }
  if (tag.dataset.analytics?.includes("beacon")) tag.dataset.analyticsUrl = "/reports/beacon";
  /** @type {any} */ (window).playgroundTag = { tag, offered };
})();
