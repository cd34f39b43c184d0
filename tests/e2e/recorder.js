// Records every event of every widget on window.recorded, in the form of the files in recordings/.
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
