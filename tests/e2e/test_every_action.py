"""Every button of every notice, pressed where it really appears, by mouse and by keyboard: it does what its label says.

A button that is in several situations is pressed by mouse in each, and by keyboard in the first of them. `dev.py test
--all` presses it by both in each.

What was pressed, and what came of it, is printed at the end of the run and kept in ``test-output/actions.txt``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import pytest
from closed_loop import NOTICE, PAY_AGAIN, loop_fixture  # noqa: F401  pytest finds the fixture here
from conftest import ALL
from double_server import PATIENCE, demo_fixture  # noqa: F401  the same
from test_closed_loops import (
    EXPIRED,
    HTML,
    SIGNED_OUT,
    UNAVAILABLE,
    certificate_of_v1,
    finished_without_certificate,
    refused_at_tracking,
)

from pywidget.browser.locale import UNTITLED
from pywidget.core.visitor import BUTTONS
from pywidget.locales import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from closed_loop import Loop
    from playwright.sync_api import Page

    Situation = Callable[[Loop], None]
    #: Presses the button.
    Press = Callable[[], None]

MAIL = "mailto:help@example.test"

# ---- situations: each drives the loop there --------------------------------------------------------------------------


def refused(code: str, **tag: str | None) -> Situation:
    """The first registration is refused with this code, and the next one is not."""

    def situation(loop: Loop) -> None:
        loop.open(tag=tag, init=[{"code": code}, "ok"])
        loop.submit()
        loop.wait_for("failed")

    return situation


service_down = refused("common.service_unavailable")


def wrong_code(loop: Loop) -> None:
    loop.open(attributes={"mode": "update"}, access=[{"code": "access_code.expired"}, "ok"])
    loop.page.fill("#w1 input[name=code]", "atc_" + "b" * 64)
    loop.press_widget("next")
    loop.wait_for("failed")


def limited(loop: Loop) -> None:
    loop.open(attributes={"time_scale": "50"}, init=[*[{"code": "common.rate_limited"}] * 3, "ok"])
    loop.submit()
    loop.wait_for_notice("waiting")


def limit_over(loop: Loop) -> None:
    limited(loop)
    loop.let_pass(120)
    loop.wait_for_notice("try-again")


def forbidden_in_v1(loop: Loop) -> None:
    loop.open(generation="v1", init=[{"code": "FORBIDDEN"}, "ok"])
    loop.submit()
    loop.wait_for_notice("disabled")


def switched_off_when_finished(loop: Loop) -> None:
    loop.open(download=[{"code": "organization.inactive"}])
    loop.submit()
    loop.wait_for("complete")
    loop.press_widget("download")
    loop.wait_for_notice("disabled")


def frozen(loop: Loop) -> None:
    loop.open(init=[HTML, "ok"])
    loop.submit()
    loop.wait_for_notice("stuck")


def frozen_for_good(loop: Loop) -> None:
    """What the widget makes of an answer that it did not expect while it uploads."""
    loop.open()
    loop.page.evaluate(
        """() => {
            const widget = document.getElementById("w1");
            widget.backend = { ...widget.backend, upload: () => new Promise(() => {}) };
        }"""
    )
    loop.submit()
    loop.wait_for("upload-start")
    loop.page.evaluate(
        """() => document.getElementById("w1").dispatchEvent(new CustomEvent("allfeat:error", {
            bubbles: true, composed: true, detail: { message: "Unexpected token", requestId: null, stage: "submit" },
        }))"""
    )
    loop.wait_for_notice("stuck")


def dead_retry(loop: Loop) -> None:
    """The widget's own Retry does nothing."""
    service_down(loop)
    loop.wait_for_notice("try-again")
    loop.page.evaluate(
        """() => document.getElementById("w1").shadowRoot.querySelector("[data-action=retry]")
            .addEventListener("click", (event) => event.stopPropagation())"""
    )
    loop.rest()
    loop.press("try-again")
    loop.let_pass(2)
    loop.wait_for_notice("no-effect")


def no_connection(loop: Loop) -> None:
    loop.open(tag={"boot": "now"})
    loop.page.evaluate("async () => { await pywidget.ready; }")
    loop.host.review()
    loop.context.set_offline(True)
    loop.press_widget("submit")
    loop.wait_for_notice("offline")


def connection_back(loop: Loop) -> None:
    no_connection(loop)
    loop.rest()
    loop.context.set_offline(False)
    loop.wait_for_notice("online")


def signed_out(loop: Loop, **tag: str | None) -> None:
    loop.open(tag=tag, init=[EXPIRED, "ok"], token=[SIGNED_OUT, "ok"])
    loop.submit()
    loop.wait_for_notice("signed-out")


def given_up(loop: Loop) -> None:
    """The widget did not wait longer than its minute."""
    signed_out(loop)
    loop.let_pass(61)
    loop.wait_for("failed")


def refused_again(loop: Loop) -> None:
    """A token of ours was refused."""
    loop.open(init=[{"code": "common.unauthorized"}])
    loop.submit()
    loop.wait_for_notice("try-again")
    loop.rest()
    loop.retry_and_submit()
    loop.wait_for_notice("signed-out")


def without_a_first_token(loop: Loop) -> None:
    loop.open(attributes={"token": None}, tag={"first-token": "on"}, token=[SIGNED_OUT, "ok"])
    loop.wait_for_notice("signed-out")


def signed_out_when_finished(loop: Loop) -> None:
    loop.open(tag={"login": "page"}, download=[EXPIRED], token=[SIGNED_OUT])
    loop.submit()
    loop.wait_for("complete")
    loop.press_widget("download")
    loop.wait_for_notice("signed-out")


def popups_blocked(loop: Loop) -> None:
    signed_out(loop)
    loop.page.evaluate("() => { window.open = () => null; }")


def first_token_out_of_reach(loop: Loop) -> None:
    """It can be had again when the visitor is told."""
    with loop.broken("/token"):
        loop.open(attributes={"token": None}, tag={"first-token": "on"})
        for _ in range(30):
            loop.let_pass(2)
            if "offline" in loop.kinds():
                break


def given_up_out_of_reach(loop: Loop) -> None:
    with loop.broken("/token"):
        loop.open(init=[EXPIRED, "ok"])
        loop.submit()
        loop.wait_for("token-expired")
        for _ in range(15):
            loop.let_pass(5)
        loop.wait_for("failed")


def first_token_limited(loop: Loop) -> None:
    """The wait that the token source asked for is over."""
    limit = {"status": 429, "json": {"code": "common.rate_limited"}, "headers": {"Retry-After": "100"}}
    loop.open(attributes={"token": None}, tag={"first-token": "on"}, token=[limit, "ok"])
    loop.wait_for_notice("waiting")
    loop.let_pass(101)


def too_many_renewals(loop: Loop) -> None:
    loop.open(generation="v2", init=[EXPIRED])
    loop.submit()
    loop.wait_for_notice("breaker")


def breaker_closed(loop: Loop) -> None:
    too_many_renewals(loop)
    loop.let_pass(61)
    loop.wait_for("failed")


def renewed_too_late(loop: Loop) -> None:
    loop.open(init=[{"code": "common.unauthorized"}, "ok"])
    loop.submit()
    loop.wait_for_notice("try-again")


def answer_lost(loop: Loop) -> None:
    loop.open(confirm=["drop", "ok"])
    loop.submit()
    loop.wait_for_notice("unsure")


def answer_lost_for_good(loop: Loop) -> None:
    loop.open(confirm=[HTML])
    loop.submit()
    loop.wait_for_notice("unsure")


def asked_to_pay_again(first: Situation) -> Situation:
    def situation(loop: Loop) -> None:
        first(loop)
        loop.rest()
        loop.retry_and_submit()
        loop.wait_for_question()

    return situation


asked_after_tracking = asked_to_pay_again(refused_at_tracking)
asked_when_finished = asked_to_pay_again(finished_without_certificate)
asked_when_unsure = asked_to_pay_again(answer_lost)


def asked_too_late(loop: Loop) -> None:
    """The question was not answered within the widget's minute."""
    asked_after_tracking(loop)
    loop.let_pass(61)
    loop.wait_for("failed", 2)


def asked_over_the_form(loop: Loop) -> None:
    """The widget has a token that was not used up: its form is covered until the visitor has chosen."""
    loop.open(download=[EXPIRED, UNAVAILABLE])
    loop.submit()
    loop.wait_for("complete")
    loop.press_widget("download")
    loop.wait_for("failed")
    loop.rest()
    loop.press_widget("retry")
    loop.wait_for_question()


def list_down(loop: Loop) -> None:
    loop.open(
        attributes={"mode": "download", "external_user_id": "u1"}, tag={"boot": "now"}, list=[*[UNAVAILABLE] * 3, "ok"]
    )
    loop.host.wait_for_calls(loop.ats_url, "list", 3)
    loop.rest()


def versions_without_a_session(loop: Loop) -> None:
    loop.open_downloads(versions=[EXPIRED, "ok"])
    loop.wait_for("token-expired")


def version_down(loop: Loop) -> None:
    loop.open_downloads(file=[UNAVAILABLE, "ok"])
    loop.press_widget("download-version-cert")
    loop.wait_for_notice("try-again")


def version_renewed(loop: Loop) -> None:
    loop.open_downloads(file=[EXPIRED, "ok"])
    loop.press_widget("download-version-cert")
    loop.wait_for_notice("try-again")


def own_request(code: str, times: int = 1) -> Situation:
    """A request of the page's own is answered with this code: its notice belongs to no widget."""

    def situation(loop: Loop) -> None:
        loop.open(tag={"watch": "{ats_url}/v1/* allfeat-widget"}, list=[{"code": code}])
        for _ in range(times):
            loop.page.evaluate("async (url) => { await fetch(url); }", f"{loop.ats_url}/v1/works")
            loop.wait_for_said("notice")
            loop.rest()

    return situation


def after(situation: Situation, *actions: str) -> Situation:
    """More buttons of the notices were pressed, one after the other."""

    def further(loop: Loop) -> None:
        situation(loop)
        for action in actions:
            loop.rest()
            loop.press(action)
        loop.rest()

    return further


# ---- what a press does: each presses, fails unless that came of it, and says what it was -----------------------------


class Does(NamedTuple):
    """What has to come of a press.

    Attributes:
        what: in words.
        check: presses, and fails unless that came of it.
    """

    what: str
    check: Callable[[Loop, Press], None]


def ends(what: str, **end: Any) -> Does:
    def check(loop: Loop, press: Press) -> None:
        press()
        loop.ends(**end)

    return Does(what, check)


def goes_on(what: str, **end: Any) -> Does:
    """The widget goes on by itself, to its end."""

    def check(loop: Loop, press: Press) -> None:
        events = len(loop.host.events("complete"))
        press()
        loop.wait_for("complete", events + 1)
        loop.ends(kind=None, screen="COMPLETE", **end)

    return Does(what, check)


def asks(kind: str) -> Does:
    def check(loop: Loop, press: Press) -> None:
        address, screen = loop.page.url, loop.host.seen()["screen"]
        press()
        loop.ends(kind=kind, focus="notice", screen=screen)
        assert loop.page.url == address

    return Does(f"asks first ({kind}); nothing has happened yet", check)


def back_to(kind: str) -> Does:
    def check(loop: Loop, press: Press) -> None:
        asked = asks(kind)
        before = next(notice for notice in reversed(loop.said("notice")[:-1]) if notice["kind"] == kind)
        asked.check(loop, press)
        assert loop.notice() == before

    return Does(f"the notice before ({kind}) is back, and nothing has happened", check)


def opens(where: str, what: str, *, popup: bool = False) -> Does:
    """Another page is opened beside this one, which stays as it is."""

    def check(loop: Loop, press: Press) -> None:
        address, kinds = loop.page.url, loop.kinds()
        with loop.context.expect_page(timeout=PATIENCE) as opened:
            press()
        opened.value.wait_for_load_state()
        assert re.search(where, opened.value.url), opened.value.url
        assert opened.value.evaluate("() => !toolbar.visible") == popup
        loop.ends(focus=loop.focus())
        assert loop.focus().startswith("notice ")
        assert (loop.page.url, loop.kinds()) == (address, kinds), "until the visitor is back"

    return Does(what, check)


def opens_login(how: str = "in a tab", *, then: str = "", **end: Any) -> Does:
    """The login page is opened beside; when the visitor is back, the widget goes on by itself."""
    beside = opens(r"/login\?return_to=%2Fhost%2F\d+$", "", popup=how != "in a tab")

    def check(loop: Loop, press: Press) -> None:
        beside.check(loop, press)
        loop.context.pages[-1].close()
        loop.come_back()
        if then == "to its end":
            loop.wait_for("complete")
        if end:
            loop.ends(**end)

    return Does(f"the login page is opened {how}; back here, the widget goes on {then}".strip(), check)


def leaves(where: str, what: str, *, then: Callable[[Page], None] | None = None) -> Does:
    """Another page takes the place of this one."""

    def check(loop: Loop, press: Press) -> None:
        loop.page.evaluate("() => { window.before = true; }")
        with loop.page.expect_navigation():
            press()
        assert re.search(where, loop.page.url)
        if then is not None:
            then(loop.page)

    return Does(what, check)


def is_new(page: Page) -> None:
    assert page.evaluate("() => window.before === undefined")
    assert page.locator("#w1 [data-action]:enabled").evaluate_all(
        "(all) => all.map(({ dataset }) => dataset.action)"
    ) == ["sample-file"]


def check_mail(loop: Loop, press: Press) -> None:
    asked: list[str] = []
    session = loop.context.new_cdp_session(loop.page)
    session.on("Page.frameRequestedNavigation", lambda event: asked.append(event["url"]))
    session.send("Page.enable")
    notices = loop.said("notice")
    press()
    loop.ends(focus="notice contact")
    reference = notices[-1]["reference"] if notices else None
    (address,) = [unquote(url) for url in asked]
    assert address.split("?")[0] == MAIL
    assert not reference or address.split("?subject=")[1].endswith(": " + reference)
    assert loop.said("notice") == notices


def check_copied(loop: Loop, press: Press) -> None:
    loop.page.evaluate("async () => { await navigator.clipboard.writeText('before'); }")
    press()
    loop.settle()
    assert loop.seen()["labels"]["copy-code"] == "Copied"
    loop.ends(focus="notice copy-code")
    (complete,) = loop.host.events("complete")
    assert loop.page.evaluate("() => navigator.clipboard.readText()") == complete["detail"]["accessCode"]


def check_emptied(loop: Loop, press: Press) -> None:
    press()
    loop.ends(kind=None, screen="FORM", focus="widget title")
    assert loop.buttons() == ["sample-file"]
    assert loop.page.input_value("#w1 input[name=title]") == ""


def check_freed(loop: Loop, press: Press) -> None:
    assert "submit" not in loop.buttons()
    press()
    loop.ends(kind=None, screen="FORM", focus="widget submit", paid=0)


def check_uncovered(loop: Loop, press: Press) -> None:
    assert not loop.is_on_top("[data-action=retry]")
    press()
    loop.ends(kind=None, screen="FORM", focus="widget submit")
    assert loop.is_on_top("[data-action=submit]")


def check_listed(loop: Loop, press: Press) -> None:
    press()
    loop.page.wait_for_selector("#w1 [data-action=select-work]")
    loop.ends(kind=None, screen="DOWNLOADS")
    loop.open_work()
    loop.page.wait_for_selector("#w1 [data-action=download-version-cert]")


def check_asks_again(loop: Loop, press: Press) -> None:
    """The form of a work that may have been paid for: its button asks before it pays again."""
    paid = loop.api.paid
    press()
    loop.ends(kind=None, screen="FORM", focus="widget submit", paid=paid, tokens=0)
    loop.press_widget("submit")
    loop.wait_for_question()
    loop.ends(actions=PAY_AGAIN, paid=paid, tokens=0)


def check_pays_when_sent(loop: Loop, press: Press) -> None:
    """The form is back, and can be sent once without another question."""
    paid = loop.api.paid
    press()
    loop.ends(kind=None, screen="FORM", focus="widget submit", paid=paid)
    assert loop.is_on_top("[data-action=submit]")
    loop.press_widget("submit")
    loop.wait_for("confirmed", paid + 1)
    loop.rest()
    assert loop.api.paid == paid + 1


FORM = ends("the filled form is back, with the focus on its button", kind=None, screen="FORM", focus="widget submit")
FORM_ONCE_MORE = Does("the filled form is back; sent, it is paid for once more", check_pays_when_sent)
FORM_THAT_ASKS = Does("the filled form is back; sent, it asks before it pays again", check_asks_again)
CODE_FIELD = ends("the form is back, with the focus on its field", kind=None, screen="FORM", focus="widget code")
EMPTY = Does("the form is empty, on its first step, with the focus in it", check_emptied)
FREED = Does("the form is drawn anew, and its button works", check_freed)
UNCOVERED = Does("the cover is gone, and the filled form is back", check_uncovered)
WIDGET_GOES_ON = goes_on("another token is asked for, and the widget goes on to its end", paid=1)
HAS_TOKEN = ends("the first token is there, with the focus in the form", kind=None, tokens=2, focus="widget title")
HAS_ONE_TOKEN = ends("the first token is there, with the focus in the form", kind=None, tokens=1, focus="widget title")
MAILS = Does("a mail to the owner is begun; the notice stays", check_mail)
COPIES = Does("the access code is in the clipboard, and the button says so", check_copied)
LISTED = Does("the list is there, and its works can be opened", check_listed)
LOGIN_BESIDE = opens_login(then="to its end", paid=1, tokens=2, kind=None, screen="COMPLETE")
LOGIN_POPUP = opens_login("in a window", then="to its end", paid=1, tokens=2, kind=None, screen="COMPLETE")
LOGIN_HERE = leaves(r"/login\?return_to=%2Fhost%2F\d+$", "the login page takes the place of this one")
LOGIN_TAB = opens(r"/login\?return_to=%2Fhost%2F\d+$", "the login page is opened in a tab; the notice stays")
ANEW = leaves(r"/host/\d+$", "the page is loaded anew", then=is_new)
GONE = ends("the notice is gone, with the focus in the widget", kind=None)
KEPT = ends("nothing is sent, and the notice says so", focus="notice", tokens=0, paid=1)
KEPT_COVERED = ends("nothing is sent, and the form stays covered", focus="notice", tokens=1, paid=1)
KEPT_UNSURE = ends("nothing is sent, and the notice says so", focus="notice", tokens=0, paid=0)


class Row(NamedTuple):
    """A button, and where it appears.

    Attributes:
        kind: of the notice.
        action: of the button.
        label: what the button says.
        situation: drives the loop there.
        does: what has to come of it.
    """

    kind: str
    action: str
    label: str
    situation: Situation
    does: Does


def tab(loop: Loop) -> None:
    signed_out(loop)


def popup(loop: Loop) -> None:
    signed_out(loop, login="popup")


def same_page(loop: Loop) -> None:
    signed_out(loop, login="page")


def no_login(loop: Loop) -> None:
    signed_out(loop, **{"login-url": None})


ask = refused("transaction.expired", reset="ask")
kept_for_good = after(asked_after_tracking, "keep")
kept_when_finished = after(asked_when_finished, "keep")
kept_when_unsure = after(asked_when_unsure, "keep")
kept_over_the_form = after(asked_over_the_form, "keep")

ROWS = [
    # An outage, wrong input, a limit
    Row("try-again", "try-again", "Back to the form", service_down, FORM),
    Row("try-again", "try-again", "Back to the form", limit_over, FORM),
    Row("fix-input", "try-again", "Back to the form", refused("registration.duplicate_title"), FORM),
    Row("fix-input", "try-again", "Back to the form", wrong_code, CODE_FIELD),
    Row("report", "try-again", "Back to the form", refused("common.not_found"), FORM),
    Row("report", "contact", "Get in touch", refused("common.not_found"), MAILS),
    Row("top-up", "contact", "Get in touch", refused("registration.insufficient_credits"), MAILS),
    Row("top-up", "try-again", "Back to the form", refused("registration.insufficient_credits"), FORM),
    Row("nothing", "try-again", "Back to the form", refused("work.already_registered"), FORM),
    Row(
        "top-up",
        "contact",
        "Get in touch",
        refused("registration.insufficient_credits", contact="/signed-in"),
        opens("/signed-in$", "the owner's page is opened in a tab; the notice stays"),
    ),
    # Starting over
    Row("start-over", "start-over", "Back to the form", refused("transaction.expired"), FORM),
    Row("start-over", "start-over", "Start over", ask, asks("confirm")),
    Row("start-over", "start-over", "Start over", refused("transaction.expired", reset="allowed"), EMPTY),
    Row("confirm", "cancel", "Keep what I entered", after(ask, "start-over"), back_to("start-over")),
    Row("confirm", "confirm-start-over", "Yes, start over", after(ask, "start-over"), EMPTY),
    # Switched off
    Row("disabled", "contact", "Get in touch", refused("session.key_inactive"), MAILS),
    Row("disabled", "copy-code", "Copy access code", switched_off_when_finished, COPIES),
    Row("disabled", "contact", "Get in touch", switched_off_when_finished, MAILS),
    Row("disabled", "try-again", "Back to the form", forbidden_in_v1, UNCOVERED),
    Row("disabled", "contact", "Get in touch", forbidden_in_v1, MAILS),
    # A widget that stands still
    Row("stuck", "try-again", "Try again", frozen, FREED),
    Row("stuck", "reload", "Reload the page", frozen_for_good, asks("leave")),
    Row("stuck", "start-over", "Start over", frozen_for_good, asks("confirm")),
    Row("leave", "cancel", "Stay here", after(frozen_for_good, "reload"), back_to("stuck")),
    Row("leave", "confirm-reload", "Yes, reload the page", after(frozen_for_good, "reload"), ANEW),
    Row("confirm", "confirm-start-over", "Yes, start over", after(frozen_for_good, "start-over"), EMPTY),
    Row("no-effect", "reload", "Reload the page", dead_retry, asks("leave")),
    Row("no-effect", "contact", "Get in touch", dead_retry, MAILS),
    # The connection
    Row("offline", "try-again", "Back to the form", no_connection, FORM),
    Row("offline", "try-again", "Try again", first_token_out_of_reach, HAS_ONE_TOKEN),
    Row("offline", "contact", "Get in touch", first_token_out_of_reach, MAILS),
    Row("offline", "try-again", "Back to the form", given_up_out_of_reach, FORM),
    Row("online", "try-again", "Back to the form", connection_back, FORM),
    # The session
    Row("signed-out", "sign-in", "Sign in", tab, LOGIN_BESIDE),
    Row("signed-out", "try-again", "Try again", tab, WIDGET_GOES_ON),
    Row("signed-out", "sign-in", "Sign in", popup, LOGIN_POPUP),
    Row("signed-out", "sign-in", "Sign in", same_page, asks("leave")),
    Row("signed-out", "sign-in", "Sign in", popups_blocked, asks("leave")),
    Row("signed-out", "contact", "Get in touch", no_login, MAILS),
    Row("signed-out", "try-again", "Back to the form", given_up, FORM),
    Row("signed-out", "try-again", "Back to the form", refused_again, FORM),
    Row("signed-out", "try-again", "Back to the form", refused("session.something_new"), FORM),
    Row("signed-out", "try-again", "Try again", without_a_first_token, HAS_TOKEN),
    Row("try-again", "try-again", "Try again", first_token_limited, HAS_TOKEN),
    Row("signed-out", "sign-in", "Sign in", signed_out_when_finished, LOGIN_HERE),
    Row("leave", "cancel", "Stay here", after(same_page, "sign-in"), back_to("signed-out")),
    Row("leave", "confirm-sign-in", "Yes, sign in", after(same_page, "sign-in"), LOGIN_HERE),
    Row("leave", "confirm-sign-in", "Yes, sign in", after(popups_blocked, "sign-in"), LOGIN_HERE),
    Row("breaker", "sign-in", "Sign in", too_many_renewals, LOGIN_TAB),
    Row("breaker", "contact", "Get in touch", too_many_renewals, MAILS),
    Row("breaker", "try-again", "Back to the form", breaker_closed, FORM),
    Row("try-again", "try-again", "Back to the form", renewed_too_late, FORM),
    # What was paid for, or may have been
    Row("unsure", "try-again", "Back to the form", answer_lost, FORM_THAT_ASKS),
    Row("unsure", "contact", "Get in touch", answer_lost, MAILS),
    Row("unsure", "reload", "Reload the page", answer_lost_for_good, asks("leave")),
    Row("unsure", "keep", "Keep it as it is", asked_when_unsure, KEPT_UNSURE),
    Row("unsure", "register-again", "Register it again", asked_when_unsure, goes_on("it is sent again", tokens=1)),
    Row("unsure", "dismiss", "Close", kept_when_unsure, GONE),
    Row("submitted", "contact", "Get in touch", refused_at_tracking, MAILS),
    Row("submitted", "keep", "Keep it as it is", asked_after_tracking, KEPT),
    Row("certificate", "register-again", "Register it again", asked_when_finished, goes_on("it is paid again", paid=2)),
    Row("submitted", "keep", "Keep it as it is", asked_too_late, KEPT),
    Row("submitted", "register-again", "Back to the form", asked_too_late, FORM_ONCE_MORE),
    Row("certificate", "keep", "Keep it as it is", asked_over_the_form, KEPT_COVERED),
    Row("certificate", "register-again", "Back to the form", asked_over_the_form, FORM_ONCE_MORE),
    Row("submitted", "dismiss", "Close", kept_for_good, GONE),
    Row("certificate", "copy-code", "Copy access code", finished_without_certificate, COPIES),
    Row("certificate", "contact", "Get in touch", finished_without_certificate, MAILS),
    Row("certificate", "copy-code", "Copy access code", certificate_of_v1, COPIES),
    Row("certificate", "dismiss", "Close", certificate_of_v1, GONE),
    Row("certificate", "copy-code", "Copy access code", kept_when_finished, COPIES),
    Row("certificate", "dismiss", "Close", kept_when_finished, GONE),
    Row("certificate", "start-over", "Register another work", kept_over_the_form, asks("confirm")),
    Row("confirm", "confirm-start-over", "Yes, start over", after(kept_over_the_form, "start-over"), EMPTY),
    # Downloads
    Row("try-again", "try-again", "Try again", list_down, LISTED),
    Row("try-again", "back-to-list", "Back to the list", versions_without_a_session, LISTED),
    Row("try-again", "dismiss", "Close", version_down, GONE),
    Row("try-again", "dismiss", "Close", version_renewed, GONE),
    # Requests of the page's own
    Row("signed-out", "sign-in", "Sign in", own_request("common.auth.expired"), LOGIN_TAB),
    Row("signed-out", "dismiss", "Close", own_request("common.auth.expired"), GONE),
    Row("breaker", "sign-in", "Sign in", own_request("common.auth.expired", 4), LOGIN_TAB),
    Row("breaker", "dismiss", "Close", own_request("common.auth.expired", 4), GONE),
    Row("top-up", "contact", "Get in touch", own_request("registration.insufficient_credits"), MAILS),
    Row("top-up", "dismiss", "Close", own_request("registration.insufficient_credits"), GONE),
    Row("disabled", "dismiss", "Close", own_request("session.key_inactive"), GONE),
    Row("report", "dismiss", "Close", own_request("common.not_found"), GONE),
    Row("try-again", "dismiss", "Close", own_request("common.service_unavailable"), GONE),
]


def no_token_yet(loop: Loop) -> None:
    loop.open(init=[EXPIRED], token=["hang"])
    loop.submit()
    loop.wait_for("token-expired")
    loop.page.clock.run_for(1_500)
    loop.wait_for_notice("renewing")


#: Notices that there is nothing to press on: kind -> where, and what it says instead.
WITHOUT_BUTTONS: dict[str, tuple[Situation, str]] = {
    "renewing": (no_token_yet, "This takes a moment."),
    "waiting": (limited, "There were too many requests in a short time."),
}


def test_every_button_and_every_kind_is_in_the_table() -> None:
    assert {row.action for row in ROWS} == set(BUTTONS)
    kinds = {key.removeprefix("title.") for key in texts("en") if key.startswith("title.")}
    assert {row.kind for row in ROWS} | WITHOUT_BUTTONS.keys() == kinds | set(UNTITLED)


@pytest.mark.parametrize("kind", WITHOUT_BUTTONS)
def test_a_notice_without_buttons_says_why(loop: Loop, kind: str) -> None:
    situation, text = WITHOUT_BUTTONS[kind]
    situation(loop)
    loop.wait_for_notice(kind)
    assert loop.seen()["labels"] == {}
    assert text in loop.seen()["text"]


def press_by(loop: Loop, how: str, action: str) -> None:
    """Press a button of the notice: what is found under the mouse there, or what the Tab key comes to."""
    if how == "mouse":
        loop.page.locator(f'{NOTICE} [data-action="{action}"]').locator("visible=true").first.click()
        return
    for _ in range(40):
        if loop.tab() == f"notice {action}":
            loop.page.keyboard.press("Enter")
            return
    pytest.fail(f"the Tab key does not come to {action}")


def presses() -> Iterator[Any]:
    """Each row by mouse, and by keyboard what no row before it has."""
    pressed: set[tuple[str, str]] = set()
    for number, row in enumerate(ROWS):
        button = (row.kind, row.action)
        again = pytest.mark.skipif(
            not ALL and button in pressed,
            reason="pressed by keyboard in another situation: `python3 dev.py test --all` presses each button in all",
        )
        pressed.add(button)
        name = f"{number}-{row.kind}-{row.action}"
        yield pytest.param(row, "mouse", id=f"{name}-mouse")
        yield pytest.param(row, "keyboard", id=f"{name}-keyboard", marks=again)


@pytest.mark.parametrize(("row", "how"), list(presses()))
def test_a_button_does_what_its_label_says(
    loop: Loop, row: Row, how: str, record_property: Callable[[str, object], None]
) -> None:
    press_and_check(loop, row, how)
    record_property("pressed", f"{row.kind} - {row.action} - {row.label} - {row.does.what} (by {how})")


def press_and_check(loop: Loop, row: Row, how: str) -> None:
    """Go where the button appears, press it, and fail unless what has to come of it does."""
    loop.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row.situation(loop)
    loop.wait_for_notice(row.kind)
    # Also because a second press that comes too soon is not heard.
    loop.rest()
    assert loop.kinds()[-1] == row.kind
    labels = loop.seen()["labels"]
    assert labels[row.action] == row.label
    pressed = {other.action for other in ROWS if other.kind == row.kind}
    assert labels.keys() <= pressed, "the others are in another row"
    row.does.check(loop, lambda: press_by(loop, how, row.action))
