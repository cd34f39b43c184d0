// Records every event of every widget on window.recorded, in the form of the files in recordings/, and waits for them.
(() => {
  const NAMES = ["ready", "mode-changed", "upload-start", "upload-progress", "upload-complete", "confirmed", "step",
    "complete", "error", "token-expired", "failed", "work-selected", "download-started", "download-complete",
    "download-failed"];

  const plain = (value) => {
    if (value === undefined) return "__undefined__";
    if (value === null || typeof value != "object") return value;
    if (value instanceof Error) {
      return { __Error__: value.constructor.name, message: value.message, ...plain({ ...value }) };
    }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  };

  // Kept before a test takes the clock over.
  const { setTimeout, Date, performance } = window;
  const PATIENCE = 20_000;

  // Playwright's own wait compiles a text again and again, which the page's policy forbids.
  window.until = async (predicate, what) => {
    const end = Date.now() + PATIENCE;
    while (!(await predicate())) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; so far: ${JSON.stringify(window.recorded)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  // Whether a request has been answered whose address ends so.
  window.answered = (ending) => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(ending));

  window.seen = (widget) => {
    const { screen, transactionId } = widget.getState();
    return {
      screen,
      tokenOverlay: !!widget.shadowRoot.querySelector(".ats-loading-overlay"),
      retryButton: !!widget.shadowRoot.querySelector("[data-action=retry]"),
      transactionId: plain(transactionId),
    };
  };

  window.recorded = [];
  for (const name of NAMES) {
    document.addEventListener(`allfeat:${name}`, (event) => {
      const widget = event.target;
      window.recorded.push({
        name: event.type,
        target: `${widget.localName}#${widget.id}`,
        detail: plain(event.detail),
        detail_keys: Object.keys(event.detail),
        widget: window.seen(widget),
        flags: [event.bubbles, event.composed, event.cancelable],
      });
    });
  }
})();
