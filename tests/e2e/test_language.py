"""A page that changes its language while something is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from site_for_tests import Site

HEAD = "<script src=/files/stand-in.js></script><script src=/files/acting.js></script>"
WIDGETS = "<main><ats-widget id=w></ats-widget><ats-widget id=off></ats-widget></main>"

LANG = "document.documentElement.lang = "
READ = """() => {
  const notice = document.querySelector("#w + pywidget-notice");
  const card = notice.shadowRoot.querySelector(".card");
  const cover = document.querySelector("pywidget-cover")?.shadowRoot.querySelector(".cover");
  return {
    lang: card.lang, title: card.querySelector(".title").textContent, cover: cover?.lang,
    focus: notice.shadowRoot.activeElement?.dataset.action,
  };
}"""


def _shown(page: Page, site: Site, **attributes: str) -> None:
    page.goto(site.page(WIDGETS, head=HEAD, attributes={"contact": "a@example.org", **attributes}, policy=""))
    page.evaluate('fail("off", "session.key_inactive", { requestId: "r1" })')
    page.evaluate('fail("w", "common.service_unavailable")')
    page.wait_for_function("document.querySelectorAll('pywidget-notice[data-shown]').length == 2")


def test_what_is_shown_is_said_in_the_pages_new_language(page: Page, site: Site) -> None:
    _shown(page, site)
    before = page.evaluate(READ)
    page.evaluate("""() => {
      const { shadowRoot } = document.querySelector("#w + pywidget-notice");
      shadowRoot.querySelector("[data-action]").focus();
    }""")
    focused = page.evaluate(READ)["focus"]
    assert focused
    # Of several changes the last one counts.
    page.evaluate(f"{LANG}'de'; setTimeout(() => {LANG}'ar'); setTimeout(() => {LANG}'fr', 1)")
    page.wait_for_function(f"({READ})().lang == 'fr'")
    after = page.evaluate(READ)
    assert after == {"lang": "fr", "title": after["title"], "focus": focused, "cover": "fr"}
    assert after["title"] != before["title"]
    page.evaluate(f"{LANG}'tlh'")
    page.wait_for_function(f"({READ})().lang == 'en'")
    assert page.evaluate(READ) == {**before, "focus": focused}
    page.evaluate('fail("w", "session.rate_limited", { requestId: "r3" })')
    page.evaluate(f"{LANG}'he'")
    page.wait_for_function(f"({READ})().lang == 'he' && ({READ})().cover == 'he'")


def test_data_lang_stays(page: Page, site: Site) -> None:
    _shown(page, site, lang="en")
    page.evaluate(f"{LANG}'fr'")
    page.evaluate('fail("w", "session.rate_limited", { requestId: "r2" })')
    page.wait_for_function("of('notice', 'w').length == 2")
    assert page.evaluate(READ)["lang"] == "en"
    assert [path for path in site.requests if "locales" in path] == []
