"""Every button of a notice, pressed where it really appears, by mouse and by keyboard: it does what its label says.

What was pressed, and what came of it, is printed at the end of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from closed_loop import NOTICE, loop_fixture  # noqa: F401  pytest finds the fixture here
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

from pywidget.core.visitor import BUTTONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from closed_loop import Loop

# ---- situations ------------------------------------------------------------------------------------------------------


def service_down(loop: Loop) -> None:
    loop.open(init=[UNAVAILABLE, "ok"])
    loop.submit()
    loop.wait_for_notice("try-again")


def signed_out(loop: Loop, **tag: str) -> None:
    loop.open(tag=tag, init=[EXPIRED, "ok"], token=[SIGNED_OUT, "ok"])
    loop.submit()
    loop.wait_for_notice("signed-out")


def leaving_to_sign_in(loop: Loop) -> None:
    signed_out(loop, login="page")
    loop.press("sign-in")
    loop.wait_for_notice("leave")


def uploading_for_ever(loop: Loop) -> None:
    loop.open(prepare=[HTML])
    loop.submit()
    loop.wait_for("error")
    loop.wait_for_notice("unsure")


def asked_to_reload(loop: Loop) -> None:
    uploading_for_ever(loop)
    loop.press("reload")
    loop.wait_for_notice("leave")


def expired_registration(loop: Loop, reset: str = "ask") -> None:
    loop.open(tag={"reset": reset}, init=[{"code": "transaction.expired"}, "ok"])
    loop.submit()
    loop.wait_for_notice("start-over")


def asked_to_start_over(loop: Loop) -> None:
    expired_registration(loop)
    loop.press("start-over")
    loop.wait_for_notice("confirm")


def failing(loop: Loop, code: str, kind: str) -> None:
    loop.open(init=[{"code": code}])
    loop.submit()
    loop.wait_for_notice(kind)


def answer_lost(loop: Loop) -> None:
    loop.open(confirm=["drop"])
    loop.submit()
    loop.wait_for_notice("unsure")


def refused_by_a_firewall(loop: Loop) -> None:
    loop.open(generation="v1", init=[{"code": "FORBIDDEN"}, "ok"])
    loop.submit()
    loop.wait_for_notice("disabled")


def frozen(loop: Loop) -> None:
    loop.open(init=[HTML])
    loop.submit()
    loop.wait_for_notice("stuck")


def no_credits(loop: Loop) -> None:
    loop.open(tag={"contact": "/help"}, init=[{"code": "registration.insufficient_credits"}])
    loop.submit()
    loop.wait_for_notice("top-up")
    loop.page.evaluate("() => { window.opened = []; window.open = (url) => { opened.push(`${url}`); return {}; }; }")


def asked_whether_to_pay_again(loop: Loop) -> None:
    refused_at_tracking(loop)
    loop.rest()
    loop.retry_and_submit()
    loop.wait_for_question()


def works_without_a_session(loop: Loop) -> None:
    loop.open_downloads(versions=[EXPIRED, "ok"])
    loop.wait_for("token-expired")
    loop.rest()


def dead_retry(loop: Loop) -> None:
    """The widget's own Retry does nothing: the notice says so, and what else can be done."""
    service_down(loop)
    loop.page.evaluate(
        """() => document.getElementById("w1").shadowRoot.querySelector("[data-action=retry]")
            .addEventListener("click", (event) => event.stopPropagation())"""
    )
    loop.press("try-again")
    loop.wait_for("failed")
    loop.let_pass(2)
    loop.wait_for_notice("no-effect")


# ---- what has to come of it ------------------------------------------------------------------------------------------


def form_is_back(loop: Loop) -> str:
    loop.ends(kind=None, screen="FORM", focus="widget submit")
    return "the form is back, filled in, with the focus on its button"


def session_is_asked_for(loop: Loop) -> str:
    loop.wait_for("complete")
    loop.ends(kind=None, tokens=2, paid=1)
    return "another token was asked for, and the work went on"


def question(kind: str) -> Callable[[Loop], str]:
    def check(loop: Loop) -> str:
        loop.rest()
        assert loop.kinds()[-1] == kind
        assert loop.focus().startswith("notice")
        return "asks first, since something typed would be lost"

    return check


def back_to(kind: str) -> Callable[[Loop], str]:
    def check(loop: Loop) -> str:
        loop.rest()
        assert loop.kinds()[-1] == kind
        return f"the notice before it ({kind}) is back, and nothing happened"

    return check


def form_is_empty(loop: Loop) -> str:
    loop.wait_for_screen("FORM")
    loop.rest()
    assert loop.buttons() == ["sample-file"]
    assert loop.focus() != "lost"
    return "an empty form, on its first step"


def contact_is_opened(loop: Loop) -> str:
    loop.rest()
    assert [url.rpartition("/")[2] for url in loop.page.evaluate("() => opened")] == ["help"]
    assert loop.kinds()[-1] == "top-up", "the notice stays"
    return "the contact is opened beside the page"


def stays_beside(loop: Loop) -> str:
    loop.rest()
    assert loop.kinds()[-1] == "signed-out", "until the visitor is back"
    return "the login page is opened beside this one, which stays as it is"


def form_is_free(loop: Loop) -> str:
    loop.ends(kind=None, screen="FORM", focus="widget submit")
    assert "submit" in loop.buttons()
    return "the form can be used again"


def form_is_uncovered(loop: Loop) -> str:
    came = form_is_back(loop)
    assert len(loop.said("enabled")) == 1
    return came


def code_is_copied(loop: Loop) -> str:
    loop.page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('atc_')")
    return "the access code is in the clipboard"


def list_is_back(loop: Loop) -> str:
    loop.ends(kind=None, screen="DOWNLOADS")
    return "the list of works is back"


def stays_as_it_is(loop: Loop) -> str:
    loop.ends(paid=1, tokens=0, kind="submitted", actions=["contact", "dismiss"])
    return "nothing is sent, and the notice says so"


def is_paid_again(loop: Loop) -> str:
    loop.wait_for("failed", 2)
    loop.ends(paid=2, tokens=1)
    return "one token was asked for, and the work was paid for once more"


def notice_is_gone(loop: Loop) -> str:
    loop.ends(kind=None)
    return "the notice is gone"


class Row(NamedTuple):
    situation: Callable[[Any], None]
    action: str
    check: Callable[[Loop], str]


ROWS = [
    Row(service_down, "try-again", form_is_back),
    Row(signed_out, "try-again", session_is_asked_for),
    Row(signed_out, "sign-in", stays_beside),
    Row(lambda loop: signed_out(loop, login="page"), "sign-in", question("leave")),
    Row(leaving_to_sign_in, "cancel", back_to("signed-out")),
    Row(leaving_to_sign_in, "confirm-sign-in", notice_is_gone),
    Row(lambda loop: failing(loop, "registration.duplicate_title", "fix-input"), "try-again", form_is_back),
    Row(lambda loop: failing(loop, "foo.bar_baz", "report"), "try-again", form_is_back),
    Row(answer_lost, "try-again", form_is_back),
    Row(refused_by_a_firewall, "try-again", form_is_uncovered),
    Row(frozen, "try-again", form_is_free),
    Row(uploading_for_ever, "reload", question("leave")),
    Row(asked_to_reload, "cancel", back_to("unsure")),
    Row(asked_to_reload, "confirm-reload", form_is_empty),
    Row(dead_retry, "reload", question("leave")),
    Row(expired_registration, "start-over", question("confirm")),
    Row(lambda loop: expired_registration(loop, "allowed"), "start-over", form_is_empty),
    Row(lambda loop: expired_registration(loop, "never"), "start-over", form_is_back),
    Row(asked_to_start_over, "cancel", back_to("start-over")),
    Row(asked_to_start_over, "confirm-start-over", form_is_empty),
    Row(no_credits, "contact", contact_is_opened),
    Row(finished_without_certificate, "copy-code", code_is_copied),
    Row(certificate_of_v1, "copy-code", code_is_copied),
    Row(certificate_of_v1, "dismiss", notice_is_gone),
    Row(works_without_a_session, "back-to-list", list_is_back),
    Row(asked_whether_to_pay_again, "keep", stays_as_it_is),
    Row(asked_whether_to_pay_again, "register-again", is_paid_again),
]


def test_every_button_is_pressed_somewhere() -> None:
    assert {row.action for row in ROWS} == set(BUTTONS)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize("row", ROWS, ids=[f"{number}-{row.action}" for number, row in enumerate(ROWS)])
def test_a_button_does_what_its_label_says(
    loop: Loop, row: Row, by: str, record_property: Callable[[str, object], None]
) -> None:
    loop.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row.situation(loop)
    loop.rest()
    notice = loop.notice()
    label = loop.seen()["labels"][row.action]
    button = loop.page.locator(f'{NOTICE} [data-action="{row.action}"]').locator("visible=true").first

    def press() -> None:
        if by == "mouse":
            button.click()
        else:
            button.focus()
            loop.page.keyboard.press("Enter")

    if row.check is stays_beside:
        with loop.context.expect_page(timeout=PATIENCE) as opened:
            press()
        opened.value.wait_for_load_state()
        assert "/login" in opened.value.url
        opened.value.close()
    elif row.action in ("confirm-reload", "confirm-sign-in"):
        with loop.page.expect_navigation():
            press()
        if row.action == "confirm-sign-in":
            assert "/login" in loop.page.url
            record_property("pressed", f"{notice['kind']}: {label} ({by}) - the login page, in place of this one")
            return
    else:
        press()
    record_property("pressed", f"{notice['kind']}: {label} ({by}) - {row.check(loop)}")
