"""The built bundle in Firefox and WebKit: tests that are written for Chromium elsewhere, chosen where browsers differ.

``python3 dev.py browsers`` also runs those that were not chosen: ``test_other_browsers_whole.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import test_closed_loops as loops
import test_every_action as presses
from collector import OK, Answer, Collector
from other_browsers import (  # noqa: F401  pytest finds the fixtures here
    demo_fixture,
    driven_fixture,
    loop_fixture,
    page_fixture,
    shared_site_fixture,
    unseen_site_fixture,
)
from python_files import REPORTS, USUAL
from recorded import ENDS
from remote_page import RemotePage
from test_recordings import test_recording  # noqa: F401  and this test

if TYPE_CHECKING:
    from collections.abc import Callable

    from closed_loop import Loop
    from playwright.sync_api import Page
    from site_for_tests import Site

#: Whether a page can write HTML from a text.
WRITES_HTML = """() => {
    try {
        document.body.innerHTML = "text";
        return true;
    } catch (error) {
        return false;
    }
}"""


def test_trusted_types_are_enforced_where_the_browser_has_them(page: Page, site: Site) -> None:
    page.goto(site.page("<main></main>"))
    has_them = page.evaluate("() => 'trustedTypes' in window")
    if isinstance(page, RemotePage):
        page.may_complain = True
    assert page.evaluate(WRITES_HTML) == (not has_them)


def test_each_file_that_a_first_error_needs_is_asked_for_once(page: Page, unseen_site: Site) -> None:
    scripts = "".join(f'<script src="/files/{name}.js"></script>' for name in ("stand-in", "acting"))
    page.goto(unseen_site.page('<ats-widget id="w1"></ats-widget>', head=scripts))
    page.evaluate("() => fail('w1', 'common.service_unavailable')")
    page.wait_for_function("() => of('notice', 'w1').length")
    asked = [path for path in unseen_site.requests if path.startswith("/pywidget/")]
    later = {"/pywidget/pywidget-token.js", *(f"/pywidget/{name}" for name in REPORTS)}
    first = {f"/pywidget/{name}" for name in ("pywidget.js", "pywidget-page.js", *USUAL)}
    assert sorted(path for path in asked if path not in later) == sorted(first)


# ---- closed loops ----------------------------------------------------------------------------------------------------

#: Those that come closest to what browsers do differently: windows, the focus, reloading, the connection, sockets.
CHOSEN_LOOPS: list[tuple[Callable[..., None], dict[str, Any]]] = [
    (loops.test_an_expired_session_is_renewed_and_the_work_paid_for_once, {}),
    (
        loops.test_a_second_payment_waits_for_the_visitors_word,
        {"pay": loops.refused_at_tracking, "answer": "register-again"},
    ),
    (
        loops.test_a_lost_answer_to_confirm_may_mean_that_it_is_registered,
        {"answer": {"drop": True, "done": True}, "code": "widget.network_error", "paid": 1},
    ),
    (loops.test_tracking_that_dies_silently_is_told_after_150_seconds, {"boot": "error"}),
    (loops.test_a_form_that_stands_still_while_confirming_has_a_way_out, {"step": "confirm"}),
    (loops.test_a_reset_while_a_token_is_on_its_way_costs_nothing_but_the_form, {}),
    (loops.test_signing_in_keeps_the_page_and_goes_on_by_itself, {}),
    (loops.test_a_list_of_versions_without_a_session_leads_back, {}),
    (loops.test_after_try_again_the_focus_is_on_what_comes_next, {}),
    (loops.test_a_connection_that_comes_back_is_told, {"boot": "now"}),
]


@pytest.mark.parametrize(("run", "given"), CHOSEN_LOOPS, ids=[run.__name__[5:] for run, _ in CHOSEN_LOOPS])
def test_a_chosen_loop_ends_well(loop: Loop, run: Callable[..., None], given: dict[str, Any]) -> None:
    run(loop, **given)


# ---- notices ---------------------------------------------------------------------------------------------------------

#: A button of each kind of notice that neither a recording nor a chosen loop ends with.
CHOSEN_PRESSES = {
    "disabled": "try-again",
    "top-up": "try-again",
    "nothing": "try-again",
    "start-over": "start-over",
    "confirm": "cancel",
    "leave": "cancel",
    "no-effect": "reload",
}
ROWS = {row.kind: row for row in reversed(presses.ROWS) if CHOSEN_PRESSES.get(row.kind) == row.action}


#: What the chosen loops end with, or come by, and no recording does.
KINDS_IN_LOOPS = {"online", "signed-out", "unsure"}


def test_every_kind_of_notice_is_among_them() -> None:
    recorded = {kind for _codes, _paths, _renewals, kind in ENDS.values() if kind}
    chosen = recorded | KINDS_IN_LOOPS | CHOSEN_PRESSES.keys() | presses.WITHOUT_BUTTONS.keys()
    assert chosen == {row.kind for row in presses.ROWS} | presses.WITHOUT_BUTTONS.keys()


@pytest.mark.parametrize("kind", CHOSEN_PRESSES)
def test_a_chosen_button_does_what_its_label_says(loop: Loop, kind: str) -> None:
    presses.press_and_check(loop, ROWS[kind], "mouse")


@pytest.mark.parametrize("kind", presses.WITHOUT_BUTTONS)
def test_a_notice_without_buttons_says_why(loop: Loop, kind: str) -> None:
    presses.test_a_notice_without_buttons_says_why(loop, kind)


# ---- reports ---------------------------------------------------------------------------------------------------------


SCRIPTS = {"stand-in": "", "acting": "", "delivering": "type=module"}
#: Whether so many reports wait in the browser's storage.
KEPT = "async (count) => ((await delivering.kept()) ?? []).length === count"


@pytest.fixture(scope="module")
def collector(shared_site: Site) -> Collector:
    """Takes the reports of the site's pages."""
    collector = Collector(shared_site.app)
    shared_site.app = collector  # type: ignore[assignment]  # it is an application too
    return collector


def test_reports_outlive_an_endpoint_that_is_down_and_the_page(page: Page, site: Site, collector: Collector) -> None:
    collector.answer = lambda _received: Answer(503)
    page.clock.install()
    address = site.page(
        '<ats-widget id="w1"></ats-widget>',
        head="".join(f'<script src="/files/{name}.js" {kind}></script>' for name, kind in SCRIPTS.items()),
        attributes={"analytics": "beacon", "analytics-url": "/collect/reports"},
    )

    def report(code: str) -> None:
        page.goto(address)
        page.evaluate("async (code) => { fail('w1', code); await pywidget.ready; }", code)
        page.wait_for_function("(code) => of('verdict').some((verdict) => verdict.code === code)", arg=code)

    def pass_time_until(wanted: Callable[[], bool]) -> None:
        for _ in range(120):
            if wanted():
                return
            page.clock.run_for(1_000)
            # Ten seconds without an answer of the storage, and it is given up: so it gets the time for one.
            page.evaluate("() => delivering.stored()")
        pytest.fail(f"it did not come to that; received {collector.batches()}")

    report("common.service_unavailable")
    pass_time_until(lambda: len(collector.received) > 0)
    page.wait_for_function(KEPT, arg=1)
    collector.answer = lambda _received: OK
    tried = len(collector.received)
    report("registration.audio_too_large")
    pass_time_until(lambda: len(collector.taken()) >= 2)
    page.wait_for_function(KEPT, arg=0)
    told = [(report["code"], report["id"]) for received in collector.received[tried:] for report in received.reports]
    assert sorted(code for code, _ in told) == ["common.service_unavailable", "registration.audio_too_large"]
    assert len(set(collector.taken())) == 2
