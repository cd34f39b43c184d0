import { PyWidget, expect, test, type Mood, type Options } from "pywidget-errors/testing";

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

test("what no page can do is refused", async ({ page, pywidget, widget }) => {
  await page.goto("/checkout");
  await widget.fire("session.key_inactive");
  await pywidget.expect.notice({ kind: "disabled" });
  const nobody = pywidget.widget("#nope").expect;
  await expect(nobody.verdict({ path: "config", timeout: 100 })).rejects.toThrow("the page has no widget #nope");
  await expect(nobody.quiet({ timeout: 100 })).rejects.toThrow("the page has no widget #nope");
  await pywidget.widget("#w1").expect.verdict({ path: "config" });

  /** Fields that no type allows, as JavaScript can give them. */
  const wrong = (fields: object) => fields as Record<string, never>;
  const misspelt = '"paht" is no field of pywidget:verdict. Did you mean path?';
  await expect(pywidget.expect.verdict(wrong({ paht: null }))).rejects.toThrow(new TypeError(misspelt));
  await expect(pywidget.expect.verdict(wrong({ name: "renewed" }))).rejects.toThrow("there is no field name");
  await expect(pywidget.expect.tokens(wrong({ askd: null }))).rejects.toThrow("Did you mean asked?");
  await expect(pywidget.expect.event("verdcit")).rejects.toThrow(RangeError);
  await expect(pywidget.expect.screen("form")).rejects.toThrow("Did you mean FORM?");
  await expect(pywidget.expect.focus("#[")).rejects.toThrow("is no CSS selector");
  await expect(pywidget.expect.quiet({ timeout: -1 })).rejects.toThrow("timeout has to be a number from 0 on; it is -1");
  await expect(widget.fire("", {})).rejects.toThrow("fire() needs a code");
  await expect(widget.fire("common.not_found", wrong({ retryafter: 3 }))).rejects.toThrow("Did you mean retryAfter?");
  expect(() => pywidget.tokens.answer("ok", { retryAfter: -1 })).toThrow("retryAfter has to be a number from 0 on; it is -1");
  expect(() => pywidget.tokens.answer("ok", wrong({ retry_after: 1 }))).toThrow("there are retryAfter");

  const refused: [options: object, said: string][] = [
    [{ generation: "v9" }, "no generation v9; there are v3, v2, v1"],
    [{ timeout: -1 }, "timeout has to be a number from 0 on; it is -1"],
    [{ timeout: "5" }, "timeout has to be a number from 0 on"],
    [{ tokenUrl: "" }, "tokenUrl is empty"],
    [{ tokenurl: "/t" }, "pywidgetOptions has no option tokenurl"],
  ];
  for (const [options, said] of refused) await expect(PyWidget.start(page, options as Options)).rejects.toThrow(said);
});
