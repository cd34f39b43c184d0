// @ts-check
addEventListener("allfeat:failed", (event) => {
  const { code, requestId } = /** @type {CustomEvent} */ (event).detail;
  /** @type {any} */ (window).Sentry.captureException(new Error(`${code} ${requestId}`), { tags: { code } });
});
