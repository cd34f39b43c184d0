// @ts-check
/**
 * Loads Sentry's client at the first error, in the manner of Sentry's own loader: calls are kept until its script is
 * there, and then made. The page captures each failure of the widget once.
 */
{
  const page = /** @type {any} */ (window);
  /** @type {[name: string, given: unknown[]][]} */
  const calls = [];
  let isLoading = false;

  const load = () => {
    isLoading = true;
    const script = document.createElement("script");
    script.src = "/made/sentry-sdk.js";
    script.addEventListener("load", () => {
      page.Sentry.init({
        dsn: `${location.protocol}//public@${location.host}/collect/sentry/1`,
        beforeSend: (/** @type {unknown} */ event) => {
          page.bench.answer();
          return event;
        },
      });
      for (const [name, given] of calls.splice(0)) page.Sentry[name](...given);
    });
    document.head.append(script);
  };

  page.Sentry = {
    captureException: (/** @type {unknown[]} */ ...given) => {
      calls.push(["captureException", given]);
      isLoading ||= (load(), true);
    },
  };
  for (const [name, field] of [["error", "error"], ["unhandledrejection", "reason"]]) {
    addEventListener(name ?? "", (event) => isLoading || page.Sentry.captureException(Reflect.get(event, field ?? "")));
  }
}
