"""A page with many widgets, all of which fail at once: what is done for each does not depend on how many there are.

Calls are counted, not timed: a machine at work has other times each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_for_tests import STRICT_POLICY

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from site_for_tests import Site

#: Counts what makes a page slow, by the name of the method.
COUNTING = """
window.counts = {};
for (const [prototype, names] of [
  [Element.prototype, ["querySelector", "querySelectorAll", "getBoundingClientRect", "matches", "remove", "after"]],
  [Document.prototype, ["querySelector", "querySelectorAll"]],
  [ShadowRoot.prototype, ["querySelector", "querySelectorAll"]],
  [Node.prototype, ["getRootNode", "insertBefore"]],
  [window, ["getComputedStyle"]],
  [JSON, ["parse", "stringify"]],
]) {
  for (const name of names) {
    const real = prototype[name];
    prototype[name] = function (...given) {
      counts[name] = (counts[name] ?? 0) + 1;
      return real.apply(this, given);
    };
  }
}
"""

#: Each fails in a task of its own, twice: the second time Python runs, and the notices are there.
FAIL = """async (count) => {
  const main = document.querySelector("main");
  for (let number = 0; number < count; number++) {
    const widget = document.createElement("ats-widget");
    widget.id = `w${number}`;
    main.append(widget);
  }
  // Before that, notices would wait: a framework may still take over the page's HTML (settled.js).
  const [{ loadEventEnd }] = performance.getEntriesByType("navigation");
  while (performance.now() - loadEventEnd < 1_000) await new Promise((resolve) => setTimeout(resolve, 20));
  const isOf = (wanted) => ({ name, detail }) => name == wanted && detail.kind !== null;
  const told = (name) => new Set(announced.filter(isOf(name)).map(({ target }) => target)).size;
  const shown = () => document.querySelectorAll("pywidget-notice[data-shown]").length;
  for (const round of [1, 2]) {
    announced.length = 0;
    for (let number = 0; number < count; number++) {
      setTimeout(() => fail(`w${number}`, "common.service_unavailable", { requestId: `r${round}` }));
    }
    while (told("verdict") < count || told("notice") < count) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { ...counted } = counts;
  while (shown() < count) await new Promise((resolve) => setTimeout(resolve, 20));
  return counted;
}"""


def _open(page: Page, site: Site, widgets: str = "", **attributes: str) -> None:
    head = f"<script>{COUNTING}</script><script src=/files/stand-in.js></script><script src=/files/acting.js></script>"
    policy = STRICT_POLICY.replace("'self'", "'self' 'unsafe-inline'", 1)
    page.goto(site.page(f"<main>{widgets}</main>", head=head, policy=policy, attributes=attributes))


def _calls(page: Page, site: Site, count: int) -> dict[str, int]:
    _open(page, site)
    return dict(page.evaluate(FAIL, count))


def test_each_of_many_widgets_costs_the_page_the_same(page: Page, site: Site) -> None:
    few, many = 20, 120
    before, after = _calls(page, site, few), _calls(page, site, many)
    assert before["parse"] >= few
    # Were anything done for each pair of widgets, it would be done six times as often for each.
    slower = {name: (before.get(name, 0) / few, calls / many) for name, calls in after.items()}
    assert {name: each for name, each in slower.items() if each[1] > 1.5 * each[0] + 1} == {}


def test_before_its_first_notice_a_widget_is_not_looked_at(page: Page, site: Site) -> None:
    count = 40
    _open(page, site, "<ats-widget></ats-widget>" * count, boot="now")
    page.evaluate("() => pywidget.ready")
    assert page.evaluate("() => document.querySelectorAll('pywidget-notice').length") >= count
    # Each would be a new style of the page, because a live region was put there for the widget before.
    assert page.evaluate("() => (counts.getComputedStyle ?? 0) + (counts.getBoundingClientRect ?? 0)") == 0
