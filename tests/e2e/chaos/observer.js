// @ts-check
/**
 * Looks at a page from a world of its own (a browser's extension has one, too): the same document, but prototypes and
 * globals that the page cannot change.
 */
(() => {
  /** @type {[name: string, about: string, code: string][]} */
  const events = [];
  for (const name of ["ready", "unavailable", "renewed", "renewal-failed", "disabled", "verdict", "notice"]) {
    window.addEventListener(
      `pywidget:${name}`,
      (event) => {
        const { reason, event: from, code } = /** @type {CustomEvent} */ (event).detail ?? {};
        events.push([name, `${reason ?? from ?? ""}`, `${code ?? ""}`]);
      },
      true,
    );
  }

  /** A time that is counted down, in both languages. */
  const TIME = /(\d+[\s\u00a0](Minuten?|Sekunden?|minutes?|seconds?)[, ]*(and |und )?)+/g;

  /** Everything that an element shows, its shadow root included. @param {Node} node @returns {string} */
  const textOf = (node) => {
    const of = /** @type {Element} */ (node).shadowRoot ?? node;
    if (node.nodeType == Node.TEXT_NODE) return `${node.textContent} `;
    const { localName, className } = /** @type {Element} */ (node);
    // What is only read out stays for some seconds.
    if (/^(style|slot|script|svg)$/.test(localName) || className == "spoken") return "";
    return [...of.childNodes].map(textOf).join("");
  };

  /** The notices: [text without times, visible]. */
  const notices = () =>
    [...document.querySelectorAll("pywidget-notice[data-shown]")].map((host) => {
      const { width, height } = host.getBoundingClientRect();
      return [textOf(host).replace(/\s+/g, " ").replace(TIME, "… ").trim(), width * height > 0];
    });

  Object.assign(window, {
    look: () => ({
      events,
      notices: notices(),
      token: document.getElementById("expired")?.getAttribute("token") ?? "",
      heard: +(document.documentElement.getAttribute("data-heard") ?? 0),
      pressed: +(document.getElementById("waiting")?.getAttribute("data-pressed") ?? 0),
      inspector: !!document.querySelector("pywidget-inspector"),
      complete: document.readyState == "complete",
    }),
  });
})();
