// @ts-check
/**
 * Datadog's client for logs, the smaller of its two that capture errors, loaded beside the page as its snippet does,
 * with its data on this server.
 */
{
  const page = /** @type {any} */ (window);
  /** @type {(() => void)[]} */
  const queue = [];
  page.DD_LOGS = { q: queue, onReady: (/** @type {() => void} */ callback) => queue.push(callback) };
  page.DD_LOGS.onReady(() =>
    page.DD_LOGS.init({
      clientToken: "pub-test",
      service: "shop",
      proxy: (/** @type {{ path: string }} */ { path }) => `${location.origin}/collect/datadog${path}`,
      forwardErrorsToLogs: false,
      beforeSend: () => page.bench.answer(),
    }),
  );
  addEventListener("allfeat:failed", (event) => {
    const { code, requestId } = /** @type {CustomEvent} */ (event).detail;
    const error = new Error(`${code} ${requestId}`);
    page.DD_LOGS.onReady(() => page.DD_LOGS.logger.error(error.message, { code }, error));
  });

  const script = document.createElement("script");
  script.async = true;
  script.src = "/npm/@datadog/browser-logs/bundle/datadog-logs.js";
  document.head.append(script);
}
