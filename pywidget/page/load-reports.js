// @ts-check
import { after, inTime } from "./after.js";
import { fence, warn } from "./fence.js";
import { stringify } from "./own.js";

/** If what makes the reports could not be loaded, it is tried again after this time. */
const AGAIN_MS = 5_000;

/** Some servers take a request and never answer. After this long the files count as failed. */
const PATIENCE_MS = 60_000;

/** @param {import("./runtime.js").App} app */
const tried = async ({ loadReports }) => {
  for (const wait of [0, AGAIN_MS]) {
    await after(wait);
    try {
      return await inTime(loadReports?.(), PATIENCE_MS, "no answer in time");
    } catch (error) {
      warn("nothing is reported yet", error);
    }
  }
};

/**
 * Loads what makes the reports, if that comes later than Python, and tells Python so: again in a task of its own, until
 * Python has handed over all that it kept.
 * @param {import("./runtime.js").App} app
 * @param {(run: () => void) => void} task
 */
export const loadReports = async (app, task) => {
  await tried(app);
  // Not a message like the others, because after a stop the page passes on none: what was kept until then is reported.
  const text = stringify(/** @satisfies {import("./border.js").Message} */ ({ kind: "reports-loaded" }));
  const tell = fence("reporting", () => {
    if (app.receive(text)) task(tell);
  });
  tell();
};
