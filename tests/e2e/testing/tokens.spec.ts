import { expect, test, type Mood } from "pywidget-errors/testing";

/** mood -> why the session is not renewed. The answers themselves are those of the tests in Python. */
const REASONS: Partial<Record<Mood, string>> = {
  "other-field": "no-token",
  forbidden: "signed-out",
  html: "html",
  redirect: "redirected",
  hanging: "timed-out",
  offline: "unreachable",
};

test("the token endpoint answers in its moods", async ({ page, pywidget, widget }) => {
  for (const [mood, reason] of Object.entries(REASONS)) {
    pywidget.tokens.answer(mood as Mood);
    await page.goto("/checkout");
    await widget.fire("common.auth.expired");
    await pywidget.expect.tokens({ asked: 1 });
    for (let waited = 0; waited < 12 && !(await pywidget.timeline()).includes("pywidget:renewal-failed"); waited++) {
      await pywidget.advance(5);
    }
    await pywidget.expect.event("renewal-failed", { reason });
  }
  expect(() => pywidget.tokens.answer("angry" as Mood)).toThrow("no mood angry; there are ok, other-field");
});

test("answers come in order, and a leak is found", async ({ page, pywidget, widget }) => {
  pywidget.tokens.answer("unavailable", "ok", { retryAfter: 9 });
  await page.goto("/checkout");
  await widget.fire("common.auth.expired");
  await pywidget.expect.tokens({ asked: 1, delivered: 0 });
  await pywidget.advance(10);
  await pywidget.expect.renewed({ attempts: 2 });
  await widget.expect.tokens({ asked: 2, delivered: 1 });
  expect(pywidget.tokens.requests.map(({ mood }) => mood)).toEqual(["unavailable", "ok"]);
  expect(pywidget.tokens.requests[0]?.body).toMatchObject({ pendingAction: "submit" });
  await page.goto("/checkout");
  await widget.play("expiry");
  await pywidget.expect.renewed();
  await page.evaluate(() => console.log(document.querySelector("ats-widget")?.getAttribute("token")));
  const failing = pywidget.expect.tokens({ timeout: 100 });
  await expect(failing).rejects.toThrow("expected tokens to be told to nobody\ntoken 2 is in: the console");
});
