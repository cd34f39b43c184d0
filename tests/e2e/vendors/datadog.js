// @ts-nocheck: both clients as a page would load them, with their data on this server
import { datadogLogs } from "@datadog/browser-logs";
import { datadogRum } from "@datadog/browser-rum";

const common = {
  clientToken: "pub-test",
  service: "shop",
  proxy: ({ path }) => `${location.origin}/collect/datadog${path}`,
  // The test hides the page by an event of its own making.
  allowUntrustedEvents: true,
};
datadogRum.init({
  ...common,
  applicationId: "00000000-0000-4000-8000-000000000000",
  sessionReplaySampleRate: 0,
  trackResources: false,
  trackLongTasks: false,
  trackUserInteractions: false,
});
datadogLogs.init({ ...common, forwardErrorsToLogs: false });
window.DD_RUM = datadogRum;
window.DD_LOGS = datadogLogs;
