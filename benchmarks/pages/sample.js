// @ts-check
/**
 * What a page has that follows the widget's documentation: each event goes to the analytics, and what is said about a
 * failure depends on the beginning of its code. As in that document, nothing renews a token, waits for a rate limit or
 * warns of a second payment; the words are in one language.
 */
{
  const widget = /** @type {Element} */ (document.querySelector("ats-widget"));
  const analytics = /** @type {any} */ ({ sent: 0, track: () => analytics.sent++ });

  /** @param {string} text */
  const showMessage = (text) => {
    const message = document.querySelector(".message") ?? document.createElement("p");
    message.className = "message";
    message.setAttribute("role", "alert");
    message.textContent = text;
    widget.after(message);
  };

  for (const name of ["allfeat:failed", "allfeat:error"]) {
    widget.addEventListener(name, (event) => {
      const { code, message, requestId } = /** @type {CustomEvent} */ (event).detail;
      analytics.track("ats_error", { event: name, code, message, requestId });
    });
  }

  widget.addEventListener("allfeat:failed", (event) => {
    const { code, requestId } = /** @type {CustomEvent} */ (event).detail;
    /** @type {any} */ (window).bench.answer();
    if (code.startsWith("common.auth.")) return;
    if (code.startsWith("organization.") || code === "session.key_inactive") {
      return showMessage(`Please contact your administrator. Reference: ${requestId}`);
    }
    if (code === "common.rate_limited") return showMessage("Please wait a moment and try again.");
    showMessage("An error occurred. Please try again.");
  });
}
