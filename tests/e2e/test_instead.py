"""Our words in the place of the widget's own FAILED or DISABLED screen: one message, one reference, one way on.

The pictures in ``test-output/instead`` show the same failures with the notice in that place, and below the widget.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from closed_loop import loop_fixture  # noqa: F401  pytest finds the fixture here
from double_server import demo_fixture  # noqa: F401  the same
from notice_stage import ROOT, Stage, texts_of
from test_closed_loops import refused_at_tracking
from test_notices import MISFITS, OFFLINE_TEXT, TRANSACTION, in_tree, write_sheet

from pywidget.browser.wording import render
from pywidget.core.effects import Notice
from pywidget.locales import texts

if TYPE_CHECKING:
    from closed_loop import Loop
    from playwright.sync_api import Page

SHEETS = ROOT / "test-output" / "instead"

#: What the widget's API answers, and the kind of notice that comes of it.
FAILURES: list[tuple[dict[str, Any], str]] = [
    ({"init": [{"code": "common.service_unavailable"}, "ok"]}, "try-again"),
    ({"init": [{"code": "session.key_inactive"}, "ok"]}, "disabled"),
    ({"init": [*[{"code": "common.rate_limited"}] * 3, "ok"]}, "waiting"),
    ({"init": [{"code": "registration.insufficient_credits"}, "ok"]}, "top-up"),
]


def fail(loop: Loop, notices: str | None, lang: str = "fr", **script: Any) -> None:
    tag = {"notices": notices, "lang": lang}
    loop.open(tag=tag, attributes={"time_scale": "50"}, **script)
    loop.submit()
    loop.wait_for("failed")
    loop.settle()
    loop.seen()


@pytest.mark.parametrize("width", [390, 1280])
def test_how_both_places_look(loop: Loop, width: int) -> None:
    pictures = []
    loop.page.set_viewport_size({"width": width, "height": 800})
    for script, kind in FAILURES:
        for notices in ("instead", "below"):
            fail(loop, notices, **script)
            assert loop.kinds()[-1] == kind
            loop.page.wait_for_timeout(300)
            pictures.append(loop.page.screenshot(type="jpeg", quality=85))
    write_sheet(SHEETS / f"{width}.html", pictures, width if width < 640 else width // 2)


def screen(loop: Loop) -> Any:
    return loop.page.locator("#w1 .ats-failed-screen")


@pytest.mark.parametrize("notices", [None, "auto", "instead"])
def test_there_is_one_message_one_reference_and_one_way_on(loop: Loop, notices: str | None) -> None:
    fail(loop, notices, init=[{"code": "common.service_unavailable"}, "ok"])
    french = texts("fr")
    assert loop.seen()["labels"] == {"try-again": french["button.back-to-form"]}
    told = in_tree(loop.page, "button", "heading")
    assert told == [("button", french["button.copy-reference"]), ("button", french["button.back-to-form"])]
    assert "Something went wrong" not in str(in_tree(loop.page, "StaticText"))
    over, card = screen(loop).bounding_box(), loop.page.locator("pywidget-notice .card").bounding_box()
    assert over is not None
    assert card is not None
    assert (over["x"], over["y"], over["width"]) == (card["x"], card["y"], card["width"])
    assert abs(over["height"] - card["height"]) < 2 or over["height"] > card["height"]
    assert loop.page.evaluate(MISFITS) == []
    # Our button presses the widget's, and whatever was covered is there again.
    loop.press("try-again")
    loop.wait_for_screen("FORM")
    loop.ends(kind=None, paid=0, screen="FORM", focus="widget submit")
    assert loop.page.locator("pywidget-cover, [inert]").count() == 0
    loop.press_widget("submit")
    loop.wait_for("complete")


def test_what_is_covered_cannot_be_reached(loop: Loop) -> None:
    fail(loop, None, init=[{"code": "common.service_unavailable"}, "ok"])
    assert screen(loop).evaluate("(it) => [it.inert, getComputedStyle(it).visibility]") == [True, "hidden"]
    loop.page.evaluate("() => document.body.prepend(document.createElement('button'))")
    loop.page.locator("body > button").focus()
    assert [loop.tab() for _ in range(2)] == ["notice", "notice try-again"]


def test_on_a_disabled_screen_our_words_cover_the_widgets(loop: Loop) -> None:
    fail(loop, None, init=[{"code": "session.key_inactive"}])
    assert loop.kinds()[-1] == "disabled"
    assert "Widget Unavailable" not in str(in_tree(loop.page, "StaticText", "heading"))
    assert screen(loop).evaluate("(it) => it.inert")
    loop.call("reset()")
    loop.ends(kind=None, screen="FORM")
    assert loop.page.locator("pywidget-cover").count() == 0


def test_where_our_buttons_lead_nowhere_the_way_back_is_one_of_them(loop: Loop) -> None:
    fail(loop, None, lang="en", init=[{"code": "registration.insufficient_credits"}, "ok"])
    assert loop.seen()["labels"] == {"contact": "Get in touch", "try-again": "Back to the form"}
    loop.press("try-again")
    loop.ends(kind=None, screen="FORM", focus="widget submit")


def test_a_paid_work_is_not_led_back_to_the_button_that_pays(loop: Loop) -> None:
    refused_at_tracking(loop)
    assert loop.seen()["labels"] == {"contact": "Get in touch", "dismiss": "Close"}
    # Closed, it shows what was under it.
    loop.press("dismiss")
    loop.ends(kind=None, screen="FAILED", focus="widget retry")
    assert not screen(loop).evaluate("(it) => it.inert")


def test_while_there_is_nothing_to_press_there_is_nothing_to_press(loop: Loop) -> None:
    """The widget's own Retry would only lengthen the wait."""
    fail(loop, None, lang="en", init=[*[{"code": "common.rate_limited"}] * 3, "ok"])
    assert loop.seen()["labels"] == {}
    assert in_tree(loop.page, "button") == [("button", "Copy reference")]
    loop.let_pass(120)
    loop.wait_for_notice("try-again")
    assert loop.seen()["labels"] == {"try-again": "Back to the form"}


def test_the_page_draws_the_widget_anew_and_the_notice_stays_in_its_place(loop: Loop) -> None:
    fail(loop, None, init=[{"code": "common.service_unavailable"}, "ok"])
    loop.page.locator("pywidget-notice [data-action=try-again]").focus()
    loop.call("setAttribute('max-file-size', '7')")
    loop.rest()
    assert loop.page.locator("pywidget-cover").count() == 1
    assert screen(loop).evaluate("(it) => it.inert")
    assert loop.focus() == "notice try-again"


@pytest.mark.parametrize("notices", ["below", "main"])
def test_elsewhere_nothing_is_covered(loop: Loop, notices: str) -> None:
    fail(loop, notices, init=[{"code": "common.service_unavailable"}, "ok"])
    assert loop.page.locator("pywidget-cover, [inert]").count() == 0
    assert screen(loop).is_visible()


# ---- on the stage: what a widget can be like

AGAIN = Notice("try-again", message="network", actions=("try-again",), reference="req_1")


def stopped(page: Page, height: int = 200, notices: str | None = None) -> Stage:
    stage = Stage(page)
    stage.styles = "stand-in { display: block; }"
    stage.open(notices).add()
    page.evaluate(
        """(height) => {
            const make = (tag, className, textContent) =>
                Object.assign(document.createElement(tag), { className, textContent });
            const screen = make("section", "ats-failed-screen", "");
            screen.style.height = `${height}px`;
            screen.style.overflow = "hidden";
            const retry = make("button", "", "Retry");
            retry.id = "retry-btn";
            screen.append(make("code", "ats-request-id-value", " req_1 "), retry);
            harness.widgets.get(1).shadowRoot.replaceChildren(screen);
        }""",
        height,
    )
    return stage


def test_a_screen_that_cannot_be_measured_is_left_alone(page: Page) -> None:
    stage = stopped(page, 0)
    stage.see(1, AGAIN)
    assert page.locator("stand-in + pywidget-notice[data-shown]").count() == 1
    assert page.locator("pywidget-cover, [inert]").count() == 0


def test_so_is_one_that_cannot_be_looked_at(page: Page) -> None:
    stage = Stage(page).open()
    page.evaluate(
        """() => {
            const widget = document.createElement("closed-one");
            widget.attachShadow({ mode: "closed" }).append("Something went wrong");
            main.append(widget);
            harness.add(widget);
        }"""
    )
    stage.see(1, AGAIN)
    assert page.locator("closed-one + pywidget-notice[data-shown]").count() == 1


def test_a_screen_that_loses_its_size_gives_the_notice_back(page: Page) -> None:
    stage = stopped(page)
    stage.see(1, AGAIN)
    page.locator("pywidget-cover > pywidget-notice[data-shown]").wait_for()
    page.evaluate("() => { harness.widgets.get(1).shadowRoot.firstChild.style.display = 'none'; }")
    page.locator("stand-in + pywidget-notice[data-shown]").wait_for()
    assert stage.card().get_by_role("button", name="Try again").is_visible()


def test_a_screen_is_left_as_it_was(page: Page) -> None:
    stage = stopped(page)
    before = page.locator("stand-in section").evaluate("(it) => it.outerHTML")
    stage.see(1, AGAIN)
    assert page.locator("stand-in section").evaluate("(it) => it.outerHTML") != before
    stage.call("hideNotice", 1)
    assert page.locator("stand-in section").evaluate("(it) => it.outerHTML") == before
    assert stage.console == []


def test_a_screen_grows_with_what_is_said_in_its_place(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    stage = stopped(page, 60)
    notice = Notice(
        "submitted", message="network", actions=("contact", "dismiss"), transaction=TRANSACTION, warning="submitted"
    )
    stage.see(1, notice, "de")
    page.wait_for_function(
        """() => document.querySelector("pywidget-notice").offsetHeight
            <= document.querySelector("pywidget-cover").shadowRoot.firstChild.clientHeight"""
    )
    assert page.evaluate(MISFITS) == []
    assert stage.console == []


def test_screens_have_grown_when_the_task_is_over_that_draws_their_notices(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    stage = stopped(page, 60)
    stage.add()
    notice = Notice("submitted", message="network", actions=("contact", "dismiss"), transaction=TRANSACTION)
    # Were they to grow in the next frame, that would be two more layouts of the whole page for those that it draws.
    sizes = page.evaluate(
        """(json) => {
            const [one, other] = harness.widgets.values();
            other.shadowRoot.replaceChildren(one.shadowRoot.firstChild.cloneNode(true));
            harness.fences.together(() => [1, 2].forEach((id) => harness.fences.showNotice(id, json)));
            return [one, other].map((widget) => [
                widget.shadowRoot.firstChild.offsetHeight,
                widget.nextSibling.shadowRoot.firstChild.offsetHeight,
                widget.nextSibling.firstChild.scrollHeight,
            ]);
        }""",
        json.dumps(render(notice, texts_of("en"))),
    )
    for screen, cover, height in sizes:
        assert 60 < height == cover == screen


def test_the_last_word_of_a_notice_over_a_screen_is_said(page: Page) -> None:
    stage = stopped(page)
    stage.see(1, AGAIN)
    stage.listen()
    stage.call("hideNotice", 1, "Your session was renewed.")
    assert stage.heard() == [("status", "Your session was renewed.")]
    assert page.locator("stand-in + pywidget-notice").count() == 1


@pytest.mark.parametrize(
    ("notice", "covers"), [(("reload", "contact"), False), (("contact",), False), (("keep",), True)]
)
def test_the_only_way_on_is_not_covered(page: Page, notice: tuple[str, ...], covers: bool) -> None:  # noqa: FBT001
    stage = stopped(page)
    stage.see(1, Notice("no-effect", actions=notice))
    assert page.locator("pywidget-cover").count() == covers


def test_the_focus_on_the_widgets_retry_goes_to_the_notice(page: Page) -> None:
    stage = stopped(page)
    page.locator("stand-in #retry-btn").focus()
    stage.see(1, AGAIN)
    assert stage.focus() in (OFFLINE_TEXT, texts("en")["label.region"])
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert stage.focus() == "Try again"


def test_a_reference_that_the_widget_shows_is_not_said_twice(page: Page) -> None:
    stage = stopped(page, notices="below")
    stage.see(1, AGAIN)
    assert stage.card().get_by_text("req_1").count() == 0
    assert stage.read("harness.events[0].reference") == "req_1"
    # Once the widget shows something else, it is ours to say.
    page.evaluate("() => harness.widgets.get(1).shadowRoot.replaceChildren()")
    stage.call("keep", 1)
    assert stage.card().get_by_text("req_1").is_visible()


def test_another_reference_is(page: Page) -> None:
    stage = stopped(page, notices="below")
    stage.see(1, Notice("try-again", message="network", actions=("try-again",), reference="req_2"))
    assert stage.card().get_by_text("req_2").is_visible()
