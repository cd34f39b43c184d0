/** What TypeScript has to refuse. */
import { start } from "pywidget-errors";

// @ts-expect-error an option that does not exist
start({ tokenURL: "/api/ats-token" });
// @ts-expect-error a value that is not allowed
start({ boot: "soon" });
// @ts-expect-error an event that does not exist
start().on("renewd", () => {});
// @ts-expect-error a provider that returns no token
start({ tokenProvider: () => 42 });
// @ts-expect-error headers that are not awaited
start({ tokenHeaders: Promise.resolve({ "X-A": "b" }) });
// @ts-expect-error options that are not awaited
start(Promise.resolve({ tokenUrl: "/api/ats-token" }).then());
