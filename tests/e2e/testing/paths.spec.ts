// --8<-- [start:setup]
import { test } from "pywidget-errors/testing";

test.use({ pywidgetOptions: { tokenUrl: "**/api/ats-token", timeout: 15_000 } });
// --8<-- [end:setup]

// --8<-- [start:auth]
test("an ended session is renewed", async ({ page, pywidget, widget }) => {
  await page.goto("/checkout");
  await widget.fire("common.auth.expired");
  await pywidget.expect.renewed({ attempts: 1 });
  await pywidget.expect.screen("COMPLETE");
  await pywidget.expect.tokens({ asked: 1, delivered: 1 });
  await pywidget.expect.quiet();
});

test("a visitor who is signed out can sign in", async ({ page, pywidget, widget }) => {
  pywidget.tokens.answer("signed-out");
  await page.goto("/checkout");
  await widget.fire("common.auth.expired");
  await pywidget.expect.notice({ kind: "signed-out", actions: ["sign-in", "try-again"] });
  await pywidget.expect.tokens({ delivered: 0 });
});
// --8<-- [end:auth]

// --8<-- [start:config]
test("a disabled widget says whom to contact", async ({ page, pywidget, widget }) => {
  await page.goto("/checkout");
  await widget.fire("session.key_inactive", { requestId: "req_42" });
  await pywidget.expect.verdict({ path: "config", code: "session.key_inactive" });
  await pywidget.expect.notice({ kind: "disabled", actions: ["contact"], reference: "req_42" });
  await pywidget.expect.tokens({ asked: 0 });
});
// --8<-- [end:config]

// --8<-- [start:rate-limit]
test("a rate limit is waited for", async ({ page, pywidget, widget }) => {
  await page.goto("/checkout");
  await widget.fire("session.rate_limited", { retryAfter: 30 });
  await pywidget.expect.notice({ kind: "waiting", actions: [] });
  await pywidget.advance(30);
  await pywidget.expect.notice({ kind: "try-again", actions: ["try-again"] });
});
// --8<-- [end:rate-limit]

// --8<-- [start:retry]
test("an outage brings the form back", async ({ page, pywidget, widget }) => {
  await page.goto("/checkout");
  await widget.fire("common.service_unavailable", { requestId: "req_43" });
  await pywidget.expect.notice({ kind: "try-again", text: "Try again in a minute" });
  await pywidget.expect.report({ code: "common.service_unavailable", requestId: "req_43" });
  await pywidget.press("try-again");
  await pywidget.expect.screen("FORM");
  await pywidget.expect.focus("widget");
});
// --8<-- [end:retry]
