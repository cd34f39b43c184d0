// @ts-check
import { fill } from "./page.js";

/** What pywidget has cost this page so far, as the browser measured it. */
export const watchVitals = () => {
  /** @type {Map<string, number>} */
  const files = new Map();
  new PerformanceObserver((entries) => {
    for (const entry of /** @type {PerformanceResourceTiming[]} */ (entries.getEntries())) {
      const { pathname } = new URL(entry.name);
      if (pathname.startsWith("/pywidget/")) files.set(pathname, entry.encodedBodySize);
    }
    const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
    const count = files.size === 1 ? "1 file" : `${files.size} files`;
    fill("vital-bytes", `${(bytes / 1024).toFixed(1)} KB in ${count}`);
  }).observe({ type: "resource", buffered: true });

  document.addEventListener("pywidget:ready", () => {
    const [asked] = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/pywidget-page.js"));
    fill("vital-python", asked ? `ready in ${Math.round(performance.now() - asked.startTime)} ms` : "ready");
  });
  document.addEventListener("pywidget:unavailable", (event) => {
    fill("vital-python", `unavailable: ${/** @type {CustomEvent} */ (event).detail.reason}`);
  });
};
