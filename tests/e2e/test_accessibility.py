"""What people who depend on it need, where no other test shows it; ``docs/accessibility.md`` names them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from closed_loop import loop_fixture  # noqa: F401  pytest finds the fixture here
from double_server import demo_fixture  # noqa: F401  the same
from notice_stage import ROOT, Stage
from test_closed_loops import EXPIRED
from test_notices import CHECK, MISFITS, every_kind

from pywidget.locales import texts

if TYPE_CHECKING:
    from closed_loop import Loop
    from playwright.sync_api import Page

#: Takes notes of what the live regions of notices say: role, then text.
LISTEN = """() => {
    window.heard = [];
    for (const { shadowRoot } of document.querySelectorAll("pywidget-notice")) {
        for (const region of shadowRoot.querySelectorAll("[role=alert], [role=status]")) {
            new MutationObserver(() => region.textContent && heard.push([region.role, region.textContent]))
                .observe(region, { childList: true, subtree: true });
        }
    }
}"""


def test_a_slow_renewal_and_its_success_are_announced_once(loop: Loop) -> None:
    loop.open(tag={"boot": "now"}, init=[EXPIRED, "ok"])
    loop.page.evaluate("async () => { await pywidget.ready; }")
    loop.page.evaluate(LISTEN)
    with loop.held("/token"):
        loop.submit()
        loop.wait_until_held()
        loop.page.clock.run_for(1_500)
        loop.wait_for_notice("renewing")
        loop.seen()
    loop.wait_for("complete")
    loop.ends(kind=None, screen="COMPLETE")
    english = texts("en")
    heard = loop.page.evaluate("heard")
    assert [role for role, _ in heard] == ["status", "status"]
    assert heard[0][1].startswith(english["title.renewing"])
    assert heard[1][1] == english["message.session-renewed"]


def test_whatever_has_the_focus_has_a_ring(page: Page) -> None:
    stage = Stage(page)
    stage.styles = "stand-in { display: block; height: 400px; }"
    stage.open().add()
    ring = (
        "(it) => { const { outlineStyle, outlineWidth } = getComputedStyle(it); return [outlineStyle, outlineWidth]; }"
    )
    page.keyboard.press("Tab")
    stage.cover(1)
    cover = page.locator("pywidget-cover .cover")
    assert cover.evaluate("(it) => it.matches(':focus-visible')")
    assert cover.evaluate(ring) == ["solid", "3px"]
    stage.uncover(1)
    stage.see(1, every_kind(0)[4])
    for button in [*stage.card().locator("button").all(), stage.card()]:
        button.focus()
        assert button.evaluate(ring) == ["solid", "3px"]


SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_nothing_is_cut_off_where_text_is_spaced(page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    stage = Stage(page).open()
    notices = every_kind(stage.now())
    for _ in notices:
        stage.add()
    stage.show_all(notices, language)
    page.locator(f'pywidget-notice .card[lang="{language}"]').nth(len(notices) - 1).wait_for()
    page.evaluate(
        """(rules) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(rules);
            for (const { shadowRoot } of document.querySelectorAll("pywidget-notice")) {
                shadowRoot.adoptedStyleSheets.push(sheet);
            }
        }""",
        SPACING + " p { margin-bottom: 2em !important; }",
    )
    assert page.evaluate(MISFITS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_notice_over_a_screen(loop: Loop, scheme: Any) -> None:
    loop.page.emulate_media(color_scheme=scheme)
    for script in ([{"code": "common.service_unavailable"}], [{"code": "session.key_inactive"}]):
        loop.open(attributes={"time_scale": "50"}, init=script)
        loop.submit()
        loop.wait_for("failed")
        loop.seen()
        assert loop.page.locator("pywidget-cover").count() == 1
        loop.page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
        found = loop.page.evaluate(CHECK)
        ours = [rule for rule, nodes in found["wrong"] + found["unsure"] if "pywidget" in str(nodes)]
        # The page of the double has no landmarks.
        assert ours == ["region"]
