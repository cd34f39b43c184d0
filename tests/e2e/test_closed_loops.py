"""Each loop ends well: nobody pays twice unasked, nobody is stuck, nothing untrue is said, and all of it is said once.

The situations are those in which version 0.1.0 ended wrong beside the real widget.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from closed_loop import PAY_AGAIN, loop_fixture  # noqa: F401  pytest finds the fixture here
from double_server import PATIENCE, demo_fixture  # noqa: F401  the same

if TYPE_CHECKING:
    from collections.abc import Callable

    from closed_loop import Loop

UNAVAILABLE = {"code": "common.service_unavailable"}
EXPIRED = {"code": "common.auth.expired", "message": "jwt expired"}
SIGNED_OUT = {"status": 401, "json": {"error": "Sign in first"}}
HTML = {"status": 200, "text": "<html>Welcome to our Wi-Fi</html>"}
SIGNING = {"step": "signing", "progress": 55, "description": "Processing..."}


def test_where_nothing_goes_wrong_nothing_is_said(loop: Loop) -> None:
    loop.open()
    loop.submit()
    loop.wait_for("complete")
    loop.ends(paid=1, tokens=0, codes=[], reports=0, kind=None, screen="COMPLETE")


def test_an_expired_session_is_renewed_and_the_work_paid_for_once(loop: Loop) -> None:
    loop.open(init=[EXPIRED, "ok"])
    loop.submit()
    loop.wait_for("complete")
    codes = ["common.auth.expired"]
    loop.ends(paid=1, tokens=1, codes=codes, reports=1, outcomes=["renewed"], kind=None, screen="COMPLETE")


def go_on(loop: Loop) -> None:
    """Submit once more, say yes if that is asked, and come to the end of it."""
    loop.press_widget("submit")
    loop.rest()
    if loop.is_asked():
        loop.press("register-again")
    loop.wait_for("complete")


# ---- a second payment needs a word from the visitor ------------------------------------------------------------------


def finished_without_certificate(loop: Loop) -> None:
    loop.open(download=[UNAVAILABLE])
    loop.submit()
    loop.wait_for("complete")
    loop.press_widget("download")
    loop.wait_for("failed")


def refused_at_tracking(loop: Loop) -> None:
    frame = {"code": "transaction.expired", "message": "tx expired", "request_id": "req_ws1"}
    loop.open(socket=[frame])
    loop.submit()
    loop.wait_for("failed")


def signed_out_at_tracking(loop: Loop) -> None:
    loop.open(socket=[{"code": "session.invalid_token", "message": "x", "request_id": "req_ws2"}])
    loop.submit()
    loop.wait_for("token-expired")
    loop.wait_for_notice("submitted")
    loop.let_pass(61)
    loop.wait_for("failed")


class Paid(NamedTuple):
    """What happened before the visitor submits once more.

    Attributes:
        code: of what went wrong after the payment.
        end: the widget's event that a second payment ends with, for the second time then.
        codes: of what goes wrong after the second payment.
        kind: of the notice then.
        asked: the kind of the question before.
    """

    code: str
    end: str
    codes: list[str]
    kind: str | None
    asked: str = "submitted"


PAID: dict[Callable[[Loop], None], Paid] = {
    finished_without_certificate: Paid("common.service_unavailable", "complete", [], None, "certificate"),
    refused_at_tracking: Paid("transaction.expired", "failed", ["transaction.expired"], "submitted"),
    signed_out_at_tracking: Paid("session.invalid_token", "failed", ["widget.auth_retry_exhausted"], "submitted"),
}


@pytest.mark.parametrize("pay", PAID, ids=lambda pay: pay.__name__)
@pytest.mark.parametrize("answer", [None, "keep", "register-again"])
def test_a_second_payment_waits_for_the_visitors_word(loop: Loop, pay: Any, answer: str | None) -> None:
    paid = PAID[pay]
    pay(loop)
    loop.rest()
    loop.retry_and_submit()
    loop.wait_for_question()
    codes = [paid.code, "session.invalid_token"]
    loop.ends(paid=1, tokens=0, codes=codes, reports=2, kind=paid.asked, actions=PAY_AGAIN)
    if answer:
        loop.press(answer)
    if answer == "register-again":
        loop.wait_for(paid.end, 2)
        loop.ends(paid=2, tokens=1, codes=codes + paid.codes, reports=2 + len(paid.codes), kind=paid.kind)
    else:
        loop.ends(paid=1, tokens=0, codes=codes, reports=2)


@pytest.mark.parametrize("pay", PAID, ids=lambda pay: pay.__name__)
def test_a_held_renewal_stays_held_when_its_minute_is_over(loop: Loop, pay: Any) -> None:
    pay(loop)
    loop.rest()
    loop.retry_and_submit()
    loop.wait_for_question()
    loop.let_pass(61)
    loop.wait_for("failed", 2)
    loop.ends(paid=1, tokens=0)
    asked = len(loop.host.events("token-expired"))
    loop.retry_and_submit()
    loop.wait_for("token-expired", asked + 1)
    loop.ends(paid=1, tokens=0, kind=PAID[pay].asked, actions=PAY_AGAIN)


def test_a_certificate_that_fails_warns_of_a_second_payment(loop: Loop) -> None:
    finished_without_certificate(loop)
    loop.wait_for_notice("certificate")
    assert loop.seen()["warning"]
    loop.press_widget("retry")
    loop.ends(paid=1, tokens=0, codes=["common.service_unavailable"], reports=1, kind="certificate", screen="FORM")
    assert loop.seen()["warning"], "still there, beside the filled form"


def test_a_refused_transaction_warns_of_a_second_payment(loop: Loop) -> None:
    refused_at_tracking(loop)
    loop.ends(paid=1, tokens=0, codes=["transaction.expired"], reports=1, kind="submitted")
    assert loop.seen()["warning"]


def test_a_session_that_ends_at_tracking_is_not_said_to_be_renewed(loop: Loop) -> None:
    signed_out_at_tracking(loop)
    loop.ends(paid=1, tokens=0, codes=["session.invalid_token"], reports=1, kind="submitted")
    assert loop.seen()["warning"]
    assert "renewed" not in loop.seen()["text"]


# ---- nobody knows whether it was paid --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "code", "paid"),
    [
        ("drop", "widget.network_error", 0),
        ({"drop": True, "done": True}, "widget.network_error", 1),
        ({"status": 504, "text": "<html>", "done": True}, "widget.malformed_response", 1),
    ],
    ids=["lost before", "lost after", "given up by a gateway"],
)
def test_a_lost_answer_to_confirm_may_mean_that_it_is_registered(loop: Loop, answer: Any, code: str, paid: int) -> None:
    loop.open(confirm=[answer, "ok"])
    loop.submit()
    loop.wait_for_notice("unsure")
    loop.ends(paid=paid, tokens=0, codes=[code], reports=1, kind="unsure")
    notice = loop.seen()
    assert notice["warning"]
    assert notice["labels"]["try-again"] == "Back to the form"
    loop.press("try-again")
    loop.ends(paid=paid, tokens=0, screen="FORM", focus="widget submit")
    go_on(loop)
    loop.ends(paid=paid + 1, tokens=1, codes=[code, "session.invalid_token"], reports=2, kind=None)


@pytest.mark.parametrize("boot", ["error", "now"])
def test_tracking_that_dies_silently_is_told_after_150_seconds(loop: Loop, boot: str) -> None:
    loop.open(tag={"boot": boot}, socket=[SIGNING, "close"])
    loop.submit()
    loop.wait_for("step")
    loop.let_pass(120)
    assert loop.said("verdict") == [], "the widget's own time is not over"
    loop.let_pass(31)
    loop.wait_for_notice("submitted")
    loop.ends(paid=1, tokens=0, codes=[None], reports=1, kind="submitted", screen="TRACKING")
    assert loop.seen()["warning"]


@pytest.mark.parametrize("step", ["prepare", "confirm"])
def test_a_form_that_stands_still_while_confirming_has_a_way_out(loop: Loop, step: str) -> None:
    script: dict[str, Any] = {step: [HTML]}
    loop.open(**script)
    loop.submit()
    loop.wait_for("error")
    end = loop.end()
    assert (end.paid, end.tokens, end.codes, end.reports) == (0, 0, [None], 1)
    assert end.screen == "CONFIRMING"
    assert "try-again" not in end.actions, "there is nothing that it could press"
    if step == "confirm":
        assert loop.seen()["warning"], "it may have been paid"
    way_out = next(action for action in end.actions if action in ("start-over", "reload"))
    loop.press(way_out)
    loop.rest()
    assert loop.host.seen()["screen"] == "CONFIRMING", "what was typed is lost only after a question"
    assert loop.focus().startswith("notice")
    if way_out == "reload":
        with loop.page.expect_navigation():
            loop.press("confirm-reload")
    else:
        loop.press("confirm-start-over")
    loop.wait_for_screen("FORM")
    loop.rest()
    assert loop.buttons() == ["sample-file"], "an empty form, on its first step"
    assert (loop.api.paid, loop.api.tokens) == (0, 0)


# ---- the session -----------------------------------------------------------------------------------------------------


def test_a_refusal_that_the_widget_does_not_renew_is_told_with_its_end(loop: Loop) -> None:
    loop.open(init=[{"code": "common.unauthorized"}])
    loop.submit()
    loop.wait_for("failed")
    loop.ends(paid=0, tokens=1, codes=["common.unauthorized"], reports=1, outcomes=["renewed"], actions=["try-again"])
    notice = loop.notice()
    assert notice["reference"] == loop.said("verdict")[-1]["requestId"]
    assert notice["title"] == "Your session had ended. It has been renewed."
    loop.press("try-again")
    loop.rest()
    assert loop.focus() == "widget submit"
    loop.press_widget("submit")
    loop.wait_for("failed", 2)
    # Now a token of ours was refused, and another one would be, too.
    loop.ends(paid=0, tokens=1, codes=["common.unauthorized"] * 2, reports=2, kind="signed-out")
    notice = loop.notice()
    assert notice["reference"] == loop.said("verdict")[-1]["requestId"]
    assert "not accepted" in notice["title"]


def find_work(loop: Loop) -> None:
    """Leave the form's step that asks for the access code.

    The work is looked up meanwhile, and the button of that step can still be pressed. The next step has one that looks
    the same.
    """
    loop.press_widget("next")
    loop.page.wait_for_selector("#w1 input[name=title]")


def healed(loop: Loop, to_the_form: Callable[[Loop], None], *again: str) -> None:
    """Submit, do what is offered, go through these steps again, and fail unless that is all it takes."""
    loop.press_widget("next", "submit")
    loop.host.wait_until("() => window.recorded.some(({ name }) => /complete$|failed/.test(name))", "an end")
    loop.rest()
    if not loop.host.events("complete"):
        loop.press("try-again")
        loop.rest()
        to_the_form(loop)
        loop.press_widget(*again)
        loop.wait_for("complete")
    loop.ends(paid=1, kind=None, screen="COMPLETE")
    assert "signed-out" not in loop.kinds(), "nobody was signed out"
    assert loop.api.tokens in (1, 2)


def test_a_reset_while_a_token_is_on_its_way_costs_nothing_but_the_form(loop: Loop) -> None:
    loop.open(init=[EXPIRED, "ok"])
    with loop.held("/token"):
        loop.submit()
        loop.wait_until_held()
        loop.call("reset()")
    loop.rest()
    loop.host.fill()
    healed(loop, lambda _: None, "submit")


def test_a_change_of_mode_while_a_token_is_on_its_way_costs_nothing_but_the_form(loop: Loop) -> None:
    loop.open(init=[EXPIRED, "ok"])
    with loop.held("/token"):
        loop.submit()
        loop.wait_until_held()
        loop.call("setAttribute('mode', 'update')")
    loop.rest()
    loop.page.fill("#w1 input[name=code]", "atc_" + "b" * 64)
    find_work(loop)
    loop.host.fill()
    # In this mode, Retry asks for the access code again.
    healed(loop, find_work, "next", "submit")


def test_signing_in_keeps_the_page_and_goes_on_by_itself(loop: Loop) -> None:
    loop.open(init=[EXPIRED, "ok"], token=[SIGNED_OUT, "ok"])
    loop.submit()
    loop.wait_for_notice("signed-out")
    loop.ends(paid=0, tokens=1, codes=["common.auth.expired"], reports=1)
    address = loop.page.url
    with loop.context.expect_page(timeout=PATIENCE) as opened:
        loop.press("sign-in")
    opened.value.wait_for_load_state()
    assert re.search(r"/login\?", opened.value.url)
    assert loop.page.url == address
    assert loop.host.seen() == {
        "screen": "FORM",
        "tokenOverlay": True,
        "retryButton": False,
        "transactionId": "__undefined__",
    }
    opened.value.close()
    loop.come_back()
    loop.wait_for("complete")
    loop.ends(paid=1, tokens=2, codes=["common.auth.expired"], reports=1, kind=None, screen="COMPLETE")


def test_a_first_token_that_is_refused_is_told(loop: Loop) -> None:
    loop.open(attributes={"token": None}, tag={"first-token": "on"}, token=[SIGNED_OUT])
    loop.wait_for_notice("signed-out")
    loop.ends(paid=0, tokens=1, reports=1, kind="signed-out")
    assert "sign-in" in loop.seen()["labels"]
    assert not loop.is_on_top(".ats-alert-error"), "what the widget says is for developers"


# ---- downloads -------------------------------------------------------------------------------------------------------


def test_a_versions_certificate_without_a_session_is_one_failure(loop: Loop) -> None:
    loop.open_downloads(file=[EXPIRED, "ok"])
    loop.press_widget("download-version-cert")
    loop.wait_for("token-expired")
    loop.ends(paid=0, tokens=1, codes=["common.auth.expired"], reports=1, outcomes=["renewed"])
    assert "report" not in loop.kinds(), "nothing flashes"
    assert loop.notice()["role"] == "status", "and the visitor reads that the click has to be repeated"
    assert not loop.host.seen()["tokenOverlay"]
    with loop.page.expect_download():
        loop.press_widget("download-version-cert")
    loop.wait_for("download-complete")
    loop.ends(tokens=1, codes=["common.auth.expired"], reports=1, kind=None)


def test_a_list_of_versions_without_a_session_leads_back(loop: Loop) -> None:
    loop.open_downloads(versions=[EXPIRED, "ok"])
    loop.wait_for("token-expired")
    end = loop.end()
    assert (end.tokens, end.codes, end.reports) == (1, ["common.auth.expired"], 1)
    assert "back-to-list" in end.actions
    loop.press("back-to-list")
    loop.ends(tokens=1, kind=None, screen="DOWNLOADS")
    loop.open_work()
    loop.page.wait_for_selector("#w1 [data-action=download-version-cert]")
    loop.ends(tokens=1, codes=["common.auth.expired"], kind=None, screen="DOWNLOAD_DETAIL")


def test_a_versions_certificate_that_fails_offers_nothing_that_does_nothing(loop: Loop) -> None:
    loop.open_downloads(file=[UNAVAILABLE, "ok"])
    loop.press_widget("download-version-cert")
    loop.wait_for("download-failed")
    end = loop.end()
    # The widget tells no code here; its words stand for one.
    assert (end.tokens, end.codes, end.reports) == (0, ["common.service_unavailable"], 1)
    assert end.kind is not None
    assert not {"try-again", "start-over"} & set(end.actions), "this screen has no Retry, and the list is still there"


def test_a_first_generations_certificate_notice_can_be_closed(loop: Loop) -> None:
    certificate_of_v1(loop)
    loop.press("dismiss")
    loop.ends(paid=1, tokens=0, codes=["SERVER_ERROR"], reports=1, kind=None)


def test_a_first_generations_certificate_notice_goes_when_it_is_tried_again(loop: Loop) -> None:
    certificate_of_v1(loop)
    with loop.page.expect_download():
        loop.press_widget("download")
    loop.ends(paid=1, tokens=0, codes=["SERVER_ERROR"], reports=1, kind=None, screen="COMPLETE")


def certificate_of_v1(loop: Loop) -> None:
    loop.open(generation="v1", download=[{"code": "SERVER_ERROR"}, "ok"])
    loop.submit()
    loop.wait_for("complete")
    loop.press_widget("download")
    loop.wait_for_notice("certificate")
    assert loop.seen()["warning"]
    loop.rest()


# ---- trying again ----------------------------------------------------------------------------------------------------


def test_after_try_again_the_focus_is_on_what_comes_next(loop: Loop) -> None:
    loop.open(init=[UNAVAILABLE])
    loop.submit()
    loop.wait_for_notice("try-again")
    loop.press("try-again")
    loop.ends(paid=0, tokens=0, codes=["common.service_unavailable"], reports=1, kind=None, focus="widget submit")
    loop.page.keyboard.press("Shift+Tab")
    assert loop.focus() == "widget back"


def test_a_failure_that_is_seen_twice_is_told_once(loop: Loop) -> None:
    loop.open(tag={"watch": "{ats_url}/v1/* allfeat-widget"}, init=[UNAVAILABLE, "ok"])
    loop.submit()
    loop.wait_for_notice("try-again")
    loop.ends(codes=["common.service_unavailable"], reports=1, kind="try-again", actions=["try-again"])
    assert loop.seen()["labels"].keys() == {"try-again"}
    loop.press("try-again")
    loop.rest()
    loop.press_widget("submit")
    loop.wait_for("complete")
    codes = ["common.service_unavailable", "session.invalid_token"]
    loop.ends(paid=1, tokens=1, codes=codes, reports=2, kind=None)
    assert loop.said("renewal-failed") == []


def test_a_reset_in_flight_leaves_nothing_to_be_kept(loop: Loop) -> None:
    loop.open(init=[UNAVAILABLE])
    with loop.held("/init"):
        loop.submit()
        loop.wait_until_held()
        loop.call("reset()")
    loop.wait_for("failed")
    loop.ends(paid=0, tokens=0, codes=["common.service_unavailable"], reports=1)
    assert "kept" not in loop.seen()["text"]


def test_a_quota_that_ends_in_another_age_has_a_date_and_no_countdown(loop: Loop) -> None:
    quota = {"limit": 5, "used": 5, "resets_at": "2099-01-01T00:00:00Z"}
    loop.open(attributes={"time_scale": "50"}, init=[{"code": "common.quota_exceeded", "details": quota}])
    loop.submit()
    for times in (1, 2):
        loop.wait_for("failed", times)
        loop.wait_for_notice("waiting", times)
        codes = ["common.quota_exceeded"] * times
        loop.ends(paid=0, tokens=0, codes=codes, reports=times, kind="waiting")
        assert "2099" in loop.seen()["text"]
        assert loop.seen()["timer"] == ""
        assert loop.notice()["until"] is None
        if times == 1:
            loop.retry_and_submit()


def test_a_403_of_the_first_generation_can_be_tried_again(loop: Loop) -> None:
    loop.open(generation="v1", init=[{"code": "FORBIDDEN"}, "ok"])
    loop.submit()
    loop.wait_for_notice("disabled")
    loop.ends(paid=0, tokens=0, codes=["FORBIDDEN"], reports=1, kind="disabled")
    assert "try-again" in loop.seen()["labels"]
    loop.press("try-again")
    loop.ends(screen="FORM", focus="widget submit")
    loop.press_widget("submit")
    loop.wait_for("complete")
    loop.ends(paid=1, tokens=1, codes=["FORBIDDEN", "TOKEN_EXPIRED"], reports=2, kind=None)
    assert len(loop.said("enabled")) == 1


# ---- no connection ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("boot", ["error", "now"])
def test_a_connection_that_comes_back_is_told(loop: Loop, boot: str) -> None:
    loop.open(tag={"boot": boot})
    if boot == "now":
        loop.page.evaluate("async () => { await pywidget.ready; }")
    loop.host.review()
    loop.context.set_offline(True)
    loop.press_widget("submit")
    loop.wait_for("failed")
    if boot == "now":
        loop.wait_for_notice("offline")
        loop.ends(codes=["widget.network_error"], reports=1, kind="offline")
    loop.context.set_offline(False)
    loop.wait_for_notice("online")
    loop.ends(paid=0, tokens=0, codes=["widget.network_error"], reports=1, kind="online")
    loop.press("try-again")
    loop.ends(kind=None, focus="widget submit")
    loop.press_widget("submit")
    loop.wait_for("complete")
    loop.ends(paid=1, tokens=0, codes=["widget.network_error"], reports=1, kind=None)
