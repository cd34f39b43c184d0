import { test } from "pywidget-errors/testing";

test("a notice that does not come", async ({ page, pywidget, widget }) => {
  await page.goto("/checkout");
  await widget.fire("session.key_inactive");
  await pywidget.expect.notice({ kind: "disabled" });
  await pywidget.expect.notice({ kind: "signed-out", text: /sign in/i, timeout: 100 });
});
