// @ts-check
/**
 * PostHog's client, loaded beside the page as its snippet does, with its data on this server and no more of it than
 * captures errors. The limit that it has for errors of one kind is raised, so that it captures each of them.
 */
{
  const page = /** @type {any} */ (window);
  /** @type {CustomEvent[]} */
  const early = [];
  const listen = (/** @type {Event} */ event) => {
    const failed = /** @type {CustomEvent} */ (event);
    if (!page.posthog?.__loaded) return void early.push(failed);
    const { code, requestId } = failed.detail;
    page.posthog.captureException(new Error(`${code} ${requestId}`), { code });
  };
  addEventListener("allfeat:failed", listen);

  const script = document.createElement("script");
  script.async = true;
  script.src = "/npm/posthog-js/dist/array.js";
  script.addEventListener("load", () => {
    page.posthog.init("phc_test", {
      api_host: `${location.origin}/collect/posthog`,
      autocapture: false,
      capture_pageview: false,
      capture_pageleave: false,
      disable_external_dependency_loading: true,
      disable_session_recording: true,
      disable_surveys: true,
      advanced_disable_flags: true,
      error_tracking: { __exceptionRateLimiterBucketSize: 1e6, __exceptionRateLimiterRefillRate: 1e6 },
      rate_limiting: { events_per_second: 1e6, events_burst_limit: 1e6 },
      // It leaves out what a robot does, and takes this browser for one.
      opt_out_useragent_filter: true,
      before_send: (/** @type {any} */ event) => {
        if (event?.event == "$exception") page.bench.answer();
        return event;
      },
    });
    early.splice(0).forEach(listen);
  });
  document.head.append(script);
}
