// @ts-check
/** A visitor types into the widget `v1` from the first moment. */
(() => {
  new MutationObserver((_, observer) => {
    const widget = document.getElementById("v1");
    if (!widget?.shadowRoot) return;
    observer.disconnect();
    const input = document.createElement("input");
    widget.shadowRoot.append(input);
    input.focus();
  }).observe(document, { childList: true, subtree: true });
})();
