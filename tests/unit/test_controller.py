# runs-on: micropython
"""Each path, from what the widget says to what is done."""

from __future__ import annotations

from driver import Stage

from pywidget.core import effects
from pywidget.core.envelope import Envelope, read_envelope
from pywidget.core.events import from_answer, from_page
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    PageResumed,
    RequestSucceeded,
    TimerFired,
    WidgetArrived,
    WidgetLeft,
    WidgetLooked,
    WidgetReturned,
)


def refused(status: int, body: str, headers: dict[str, str] | None = None) -> Envelope:
    return read_envelope("allfeat-widget", status, body, headers, 1_700_000_000_000)


def waits(stage: Stage) -> list[int]:
    """How long each wait was to be that a timer was started for."""
    return [effect.delay for effect in stage.all(effects.StartTimer) if effect.name == "wait"]


# One failure out of several events


def test_error_and_failed_are_one_failure() -> None:
    stage = Stage()
    stage.fail("registration.audio_too_large", details={"size_bytes": 104857600, "max_bytes": 52428800})
    stage.wait(3_000)
    verdicts = stage.announced("verdict")
    assert len(verdicts) == 1
    assert verdicts[0]["code"] == "registration.audio_too_large"
    assert verdicts[0]["message"] == "raw"
    assert verdicts[0]["event"] == "allfeat:failed"
    assert verdicts[0]["stage"] == "submit"
    assert len(stage.all(effects.ShowNotice)) == 1
    assert len(stage.reports()) == 1
    assert stage.notice.params["size"] == ("bytes", 104857600)


def test_older_generation_says_failed_first() -> None:
    stage = Stage()
    stage.screen = "FAILED"
    stage.event("failed", error="Not allowed", stage="FAILED")
    stage.event("error", stage="FAILED", error="Not allowed", code="FORBIDDEN", details={"httpStatus": 403})
    stage.wait(3_000)
    (verdict,) = stage.announced("verdict")
    assert (verdict["system"], verdict["code"], verdict["path"]) == ("allfeat-widget-v1", "FORBIDDEN", "config")
    assert len(stage.reports()) == 1


def test_older_generation_without_a_code_is_known_by_its_words() -> None:
    stage = Stage()
    stage.screen = "FAILED"
    stage.event("failed", error="Too many requests. Please wait a moment and try again.", stage="FAILED")
    assert stage.announced("verdict") == []
    stage.wait(100)
    (verdict,) = stage.announced("verdict")
    assert (verdict["code"], verdict["path"]) == ("RATE_LIMITED", "rate-limit")


def test_echo_after_a_tracking_failure_is_dropped() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.event("error", code="transaction.expired", message="tx expired", requestId="req_ws1", stage="tracking")
    stage.event("failed", code="transaction.expired", message="Expired.", requestId="req_ws1")
    stage.event("error", message="WebSocket error", requestId=None, stage="submit")
    stage.wait(3_000)
    assert [verdict["code"] for verdict in stage.announced("verdict")] == ["transaction.expired"]
    assert stage.announced("verdict")[0]["message"] == "tx expired"


def test_older_generation_says_a_failed_poll_three_times() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.screen = "FAILED"
    stage.event("failed", error="on-chain failure", stage="FAILED")
    stage.event("failed", error="on-chain failure", stage="FAILED")
    stage.event("error", stage="FAILED", error="on-chain failure", details={"message": "on-chain failure"})
    stage.wait(3_000)
    assert len(stage.announced("verdict")) == 1
    assert stage.notice.kind == "submitted"


def test_the_same_failure_twice_is_two_failures() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    stage.wait(100)
    stage.fail("common.service_unavailable")
    stage.wait(3_000)
    assert len(stage.announced("verdict")) == 2


def test_the_renewed_and_still_refused_token_is_one_failure_with_the_reference() -> None:
    stage = Stage()
    stage.expire()
    stage.answer()
    stage.overlay = False
    stage.wait(300)
    stage.event("error", code="common.auth.expired", message="jwt expired", requestId="req_2", stage="submit")
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="Refused.", requestId=None)
    stage.wait(3_000)
    verdicts = stage.announced("verdict")
    assert [verdict["code"] for verdict in verdicts] == ["common.auth.expired", "widget.auth_retry_exhausted"]
    assert verdicts[1]["requestId"] == "req_2"
    assert stage.notice.kind == "signed-out"


# auth


def test_an_expiry_is_renewed_once_and_quietly() -> None:
    stage = Stage()
    stage.expire()
    assert len(stage.requests) == 1
    assert stage.notice is None
    stage.answer()
    assert len(stage.all(effects.DeliverToken)) == 1
    (renewed,) = stage.announced("renewed")
    assert renewed["pendingAction"] == "submit"
    assert stage.outcomes() == ["renewed"]
    assert len(stage.announced("verdict")) == 1
    stage.wait(70_000)
    assert stage.notice is None


def test_a_slow_renewal_is_told() -> None:
    stage = Stage()
    stage.expire()
    stage.wait(999)
    assert not stage.all(effects.ShowNotice)
    stage.wait(1)
    assert stage.notice.kind == "renewing"
    stage.answer()
    assert stage.notice is None


def test_a_burst_of_expiries_is_one_renewal() -> None:
    stage = Stage()
    stage.screen = "DOWNLOADS"
    code = "common.auth.missing_token"
    stage.event("error", code=code, message="m", requestId="req_1", stage="download_list")
    stage.event("token-expired", pendingAction="download_list")
    stage.wait(19)
    stage.event("error", code=code, message="m", requestId="req_2", stage="download_list")
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="Refused.", requestId=None)
    stage.wait(5)
    stage.event("error", code=code, message="m", requestId="req_3", stage="download_list")
    stage.event("token-expired", pendingAction="download_list")
    stage.wait(100)
    assert len(stage.all(effects.RequestToken)) == 1
    assert len(stage.announced("verdict")) == 1
    stage.answer()
    stage.wait(1_000)
    # The list is loaded, but its screen stays failed until somebody presses Retry: nothing is typed there or paid.
    assert len(stage.all(effects.PressRetry)) == 1


def test_the_older_generations_expiry_has_a_verdict_of_its_own() -> None:
    stage = Stage()
    stage.event("token-expired", pendingAction="register")
    (verdict,) = stage.announced("verdict")
    assert (verdict["system"], verdict["code"], verdict["path"]) == ("allfeat-widget-v1", "TOKEN_EXPIRED", "auth")


def test_the_older_generations_reset_wants_a_token_but_is_no_failure() -> None:
    stage = Stage()
    stage.event("token-expired", pendingAction="reset")
    stage.answer()
    assert stage.announced("verdict") == []
    assert len(stage.announced("renewed")) == 1
    assert stage.all(effects.DeliverToken)[0].prefetched


def test_without_a_token_source_the_visitor_is_told_at_once() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("no-source")
    assert stage.announced("renewal-failed")[0]["reason"] == "no-token-source"
    assert (stage.notice.kind, stage.notice.message) == ("disabled", "misconfigured")


def test_the_widgets_own_sixty_seconds_end_the_same_failure() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(401, ""))
    assert stage.announced("renewal-failed")[0]["reason"] == "signed-out"
    stage.wait(60_000)
    stage.screen, stage.overlay = "FAILED", False
    stage.event("failed", code="widget.unknown_error", message="Session expired. Please try again.", requestId=None)
    stage.wait(3_000)
    assert len(stage.announced("verdict")) == 1
    assert stage.notice.kind == "signed-out"
    stage.send(ActionChosen("try-again"))
    assert len(stage.all(effects.PressRetry)) == 1


def test_try_again_renews_while_the_widget_still_waits() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(403, ""))
    stage.send(ActionChosen("try-again"))
    assert len(stage.requests) == 1
    assert stage.all(effects.PressRetry) == []


def test_an_auth_code_without_an_expiry_gets_a_token_for_its_retry() -> None:
    stage = Stage()
    stage.fail("common.unauthorized")
    assert len(stage.requests) == 1
    stage.answer()
    stage.wait(1_000)
    assert stage.notice.kind == "try-again"


def test_a_token_after_the_work_was_submitted_would_submit_it_again() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.expire(pending="tracking")
    stage.event("error", message="WebSocket error", requestId=None, stage="submit")
    stage.wait(3_000)
    assert stage.all(effects.RequestToken) == []
    assert stage.announced("renewal-failed")[0]["reason"] == "already-submitted"
    end = stage.all(effects.SendReport)[-1].report
    assert (end["outcome"], end["reason"]) == ("not-renewed", "already-submitted")
    assert stage.notice.kind == "submitted"
    assert stage.notice.transaction == "tx_1"
    assert stage.notice.warning == "submitted"
    assert len(stage.announced("verdict")) == 1


def test_an_auth_code_after_submission_is_not_renewed() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.fail("common.unauthorized")
    assert stage.requests == []
    assert stage.notice.kind == "submitted"


def test_a_certificate_may_be_renewed_after_the_work_was_completed() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.screen = "COMPLETE"
    stage.event("complete", atsId=42)
    stage.expire(pending="download")
    stage.answer()
    assert len(stage.announced("renewed")) == 1
    # The overlay stays over the finished work although the download went on.
    stage.wait(1_000)
    assert len(stage.all(effects.RedrawWidget)) == 1


def test_a_late_start_reads_the_transaction_from_the_widget() -> None:
    stage = Stage()
    stage.readable, stage.transaction, stage.screen = True, "tx_9", "TRACKING"
    stage.expire(pending="tracking")
    assert stage.all(effects.RequestToken) == []
    assert stage.notice.transaction == "tx_9"


def test_leaving_stops_the_renewal_and_coming_back_takes_it_up() -> None:
    stage = Stage()
    stage.expire()
    stage.send(WidgetLeft())
    assert len(stage.all(effects.AbortToken)) == 1
    assert stage.timers == {}
    stage.requests.clear()
    stage.send(WidgetReturned())
    assert len(stage.requests) == 1


def test_a_reset_widget_needs_no_token_any_more() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.overlay = False
    stage.send(WidgetLooked())
    assert len(stage.all(effects.AbortToken)) == 1
    stage.answer()
    assert stage.all(effects.DeliverToken) == []


def test_a_first_token_that_is_not_to_be_had_is_told() -> None:
    stage = Stage()
    stage.alert = "Authentication required: Please provide a valid token to use this widget."
    stage.send(WidgetArrived(wants_token=True))
    stage.answer("http", envelope=refused(401, ""))
    assert stage.announced("renewal-failed")[0]["reason"] == "signed-out"
    assert (stage.notice.kind, stage.notice.actions) == ("signed-out", ("sign-in", "try-again"))
    assert len(stage.reports()) == 1
    # Without a token the widget shows a text for developers.
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True]
    stage.send(ActionChosen("try-again"))
    stage.answer()
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True, False]
    assert stage.notice is None
    assert len(stage.reports()) == 1


def test_a_first_token_without_a_connection_is_told_as_that() -> None:
    stage = Stage()
    stage.send(WidgetArrived(wants_token=True))
    for _ in range(8):
        if stage.requests:
            stage.answer("network")
        stage.wait(9_000)
    assert stage.notice.kind == "offline"
    (report,) = stage.reports()
    assert report["code"] == "widget.network_error"


# config


def test_a_config_code_stops_everything() -> None:
    stage = Stage()
    stage.fail("session.key_inactive", screen="DISABLED")
    assert stage.announced("disabled")[0]["code"] == "session.key_inactive"
    assert stage.notice.kind == "disabled"
    assert stage.notice.actions == ("contact",)
    assert stage.notice.reference == "req_1"
    # The widget shows its own screen.
    assert stage.all(effects.CoverWidget) == []
    stage.event("token-expired", pendingAction="submit")
    stage.send(ActionChosen("try-again"))
    assert stage.all(effects.RequestToken) == []
    assert stage.all(effects.PressRetry) == []


def test_a_widget_without_a_disabled_screen_is_covered() -> None:
    stage = Stage()
    stage.screen = "FAILED"
    stage.event("failed", error="Bad site-key", stage="FAILED")
    stage.event("error", stage="FAILED", error="Bad site-key", code="INVALID_SITE_KEY", details={"httpStatus": 401})
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True]


def test_a_config_code_of_the_token_endpoint_disables() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    body = '{"error":{"code":"session.origin_not_allowed","message":"origin","request_id":"req_t"}}'
    stage.answer("http", envelope=refused(403, body))
    assert stage.announced("renewal-failed")[0]["code"] == "session.origin_not_allowed"
    assert stage.announced("disabled")[0]["code"] == "session.origin_not_allowed"
    assert stage.notice.kind == "disabled"
    assert stage.notice.reference == "req_t"
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True]


def test_a_redraw_of_a_widget_that_waits_does_not_enable_it() -> None:
    for code, kind in (("session.origin_not_allowed", "disabled"), ("common.forbidden", "top-up")):
        stage = Stage()
        stage.screen = "FORM"
        stage.expire()
        stage.answer("http", envelope=refused(403, '{"error":{"code":"' + code + '","message":"no"}}'))
        stage.send(WidgetLooked())
        assert stage.announced("enabled") == []
        assert stage.notice.kind == kind


def test_a_token_endpoint_that_wants_a_session_itself_is_asked_once() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(401, '{"error":{"code":"common.auth.expired","message":"expired"}}'))
    assert stage.requests == []
    assert stage.announced("renewal-failed")[0]["reason"] == "signed-out"
    assert len(stage.announced("verdict")) == 1
    assert (stage.notice.kind, stage.notice.actions) == ("signed-out", ("sign-in", "try-again"))


def test_it_ends_when_the_widget_works_again() -> None:
    for sign in ("mode", "site-key", "screen", "upload"):
        stage = Stage()
        stage.fail("organization.inactive", screen="DISABLED")
        stage.screen = "FORM"
        if sign == "screen":
            stage.send(WidgetLooked())
        elif sign == "upload":
            stage.event("upload-start", filename="a.wav")
        else:
            stage.send(WidgetLooked(sign))
        assert len(stage.announced("enabled")) == 1, sign
        assert stage.notice is None, sign
        assert not stage.controller.disabled, sign


def test_giving_up_waiting_does_not_enable() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(403, '{"error":{"code":"organization.inactive"}}'))
    stage.screen, stage.overlay = "FAILED", False
    stage.event("failed", code="widget.unknown_error", message="Session expired. Please try again.", requestId=None)
    stage.send(WidgetLooked())
    assert stage.controller.disabled


# rate-limit


def test_try_again_comes_after_the_wait_not_before() -> None:
    stage = Stage()
    stage.fail("session.rate_limited")
    assert stage.notice.kind == "waiting"
    assert stage.notice.actions == ()
    assert stage.notice.role == "status"
    wait = stage.notice.until - stage.now
    assert 2_500 <= wait <= 5_000
    stage.send(ActionChosen("try-again"))
    assert stage.all(effects.PressRetry) == []
    stage.wait(wait)
    assert stage.notice.kind == "try-again"
    stage.send(ActionChosen("try-again"))
    assert len(stage.all(effects.PressRetry)) == 1


def test_the_server_is_taken_at_its_word() -> None:
    stage = Stage()
    stage.fail("common.rate_limited", details={"retry_after": 42})
    assert stage.notice.until - stage.now == 42_000


def test_each_limit_in_a_row_waits_longer() -> None:
    stage = Stage()
    told = []
    for _ in range(8):
        stage.fail("session.rate_limited")
        told.append(stage.notice.until - stage.now)
        stage.wait(told[-1] + 5_000)
    assert told == sorted(told)
    assert told[-1] <= 120_000
    assert told[3] > told[0]


def test_waits_do_not_grow_over_a_goal() -> None:
    stage = Stage()
    for _ in range(2):
        stage.fail("common.rate_limited")
        stage.screen = "COMPLETE"
        stage.event("download-complete")
        stage.wait(3_000)
    first, second = waits(stage)
    assert first == second


def test_waits_of_the_pages_own_requests_do_not_grow_over_a_success() -> None:
    stage = Stage(Policy().without_screens("allfeat-api"))
    envelope = read_envelope("allfeat-api", 429, '{"error":{"code":"common.quota_exceeded"}}')
    for _ in range(2):
        stage.send(from_answer(envelope, "allfeat-api", "GET /x", 10))
        stage.send(RequestSucceeded("GET /x"))
    first, second = waits(stage)
    assert first == second


def test_a_wait_ends_when_the_widget_works_again() -> None:
    stage = Stage()
    stage.fail("common.rate_limited", details={"retry_after": 60})
    stage.screen = "FORM"
    stage.send(WidgetLooked())
    stage.wait(3_000)
    stage.fail("common.service_unavailable")
    stage.send(ActionChosen("try-again"))
    assert len(stage.all(effects.PressRetry)) == 1


def test_a_clock_that_is_set_back_stands_still() -> None:
    stage = Stage()
    stage.fail("common.rate_limited", details={"retry_after": 10})
    stage.now -= 5_000
    stage.send(TimerFired("wait"))
    assert max(waits(stage)) <= 10_000


def test_a_throttled_timer_is_judged_by_the_clock() -> None:
    stage = Stage()
    stage.fail("session.rate_limited")
    stage.now += 60_000
    stage.send(PageResumed())
    assert stage.notice.kind == "try-again"


def test_a_token_endpoints_wait_is_shown() -> None:
    for body in ("", '{"error":{"code":"session.rate_limited","message":"slow down"}}'):
        stage = Stage()
        stage.expire()
        stage.answer("http", envelope=refused(429, body, {"Retry-After": "90"}))
        assert stage.announced("renewal-failed")[0]["reason"] == "rate-limited"
        assert stage.notice.kind == "waiting"
        assert stage.notice.until - stage.now == 90_000


# retry


def test_each_remedy_has_its_notice() -> None:
    table = (
        ("common.service_unavailable", "try-again", ("try-again",)),
        ("registration.duplicate_title", "fix-input", ("try-again",)),
        ("transaction.expired", "start-over", ("start-over",)),
        ("widget.network_error", "offline", ("try-again",)),
        ("registration.insufficient_credits", "top-up", ("contact", "try-again")),
        ("work.already_registered", "nothing", ("try-again",)),
        ("foo.bar_baz", "report", ("try-again", "contact")),
    )
    for code, kind, actions in table:
        stage = Stage()
        stage.fail(code)
        assert stage.notice.kind == kind, code
        assert stage.notice.actions == actions, code


def test_try_again_presses_the_widgets_own_retry_and_keeps_the_form() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    stage.send(ActionChosen("try-again"))
    assert len(stage.all(effects.PressRetry)) == 1
    assert stage.all(effects.ResetWidget) == []
    assert stage.notice is None


def test_after_submission_nothing_offers_to_start_again() -> None:
    for code in ("widget.network_error", "transaction.failed", "transaction.expired", "common.rate_limited"):
        stage = Stage()
        stage.event("confirmed", transactionId="tx_1")
        stage.fail(code)
        stage.wait(200_000)
        assert stage.notice.kind == "submitted", code
        assert stage.notice.warning in ("submitted", "twice"), code
        assert "try-again" not in stage.notice.actions, code
        stage.send(ActionChosen("start-over"))
        assert stage.all(effects.ResetWidget) == [], code


def test_what_is_submitted_is_not_reset_even_where_reset_is_allowed() -> None:
    stage = Stage(Policy(reset="allowed", login=True, contact=True))
    stage.event("confirmed", transactionId="tx_1")
    stage.fail("transaction.expired")
    stage.send(ActionChosen("start-over"))
    assert stage.all(effects.ResetWidget) == []


def test_another_upload_after_submission_is_another_work() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.event("upload-start")
    stage.fail("common.service_unavailable")
    assert stage.notice.kind == "try-again"


def test_a_failed_certificate_keeps_the_access_code_in_reach() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.event("complete", atsId=42)
    stage.event("error", code="common.service_unavailable", message="m", requestId="r", stage="download")
    stage.screen = "FAILED"
    stage.event("failed", code="common.service_unavailable", message="m", requestId="r")
    assert stage.notice.kind == "certificate"
    assert stage.notice.actions[0] == "copy-code"
    stage.send(ActionChosen("copy-code"))
    assert len(stage.all(effects.CopyAccessCode)) == 1


def test_a_work_that_is_complete_when_it_is_first_seen_lacks_its_certificate_only() -> None:
    stage = Stage()
    stage.readable, stage.transaction, stage.screen = True, "tx_1", "COMPLETE"
    stage.event("download-failed", message="m")
    assert stage.notice.kind == "certificate"


def test_a_frozen_form_is_freed_when_the_visitor_asks() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.event("error", message="Unexpected token '<'", requestId=None, stage="submit")
    stage.wait(100)
    assert stage.announced("verdict")[0]["code"] is None
    assert stage.notice.kind == "stuck"
    stage.send(ActionChosen("try-again"))
    assert len(stage.all(effects.RedrawWidget)) == 1
    assert stage.all(effects.PressRetry) == []


def test_silence_after_submission_is_noticed() -> None:
    stage = Stage()
    stage.screen = "TRACKING"
    stage.event("confirmed", transactionId="tx_1")
    stage.wait(100_000)
    stage.event("step", step="signing", progress=55)
    stage.wait(149_000)
    assert not stage.all(effects.ShowNotice)
    stage.wait(2_000)
    assert stage.notice.kind == "submitted"
    assert stage.reports()[0]["event"] == "pywidget:stuck"


def test_silence_is_noticed_where_the_widget_does_not_tell_its_screen() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.wait(151_000)
    assert stage.notice is not None
    assert stage.notice.kind == "submitted"


def test_silence_is_not_told_over_a_notice() -> None:
    stage = Stage()
    stage.screen = "TRACKING"
    stage.event("confirmed", transactionId="tx_1")
    stage.event("download-failed", message="m")
    stage.wait(200_000)
    assert len(stage.reports()) == 1


def test_nothing_is_waited_for_of_a_widget_that_left() -> None:
    stage = Stage()
    stage.screen = "TRACKING"
    stage.event("confirmed", transactionId="tx_1")
    stage.send(WidgetLeft())
    assert stage.timers == {}


def test_reset_only_as_the_integrator_allows() -> None:
    table = ((Policy(reset="never"), 0, 1), (Policy(reset="ask"), 0, 0), (Policy(reset="allowed"), 1, 0))
    for policy, resets, presses in table:
        stage = Stage(policy)
        stage.fail("transaction.expired")
        stage.send(ActionChosen("start-over"))
        assert len(stage.all(effects.ResetWidget)) == resets, policy.reset
        assert len(stage.all(effects.PressRetry)) == presses, policy.reset


def test_nothing_resets_a_submitted_work_even_where_reset_is_allowed() -> None:
    stage = Stage(Policy(reset="allowed", login=True, contact=True))
    stage.event("confirmed", transactionId="tx_1")
    stage.fail("transaction.expired")
    stage.send(ActionChosen("start-over"))
    assert stage.all(effects.ResetWidget) == []


def test_ask_empties_the_form_only_after_the_visitor_confirmed() -> None:
    stage = Stage(Policy(reset="ask"))
    stage.fail("transaction.expired")
    before = stage.notice
    stage.send(ActionChosen("start-over"))
    assert stage.notice.kind == "confirm"
    stage.send(ActionChosen("cancel"))
    assert stage.notice is before
    stage.send(ActionChosen("start-over"))
    stage.send(ActionChosen("confirm-start-over"))
    assert len(stage.all(effects.ResetWidget)) == 1


def test_a_confirmation_nobody_asked_for_resets_nothing() -> None:
    stage = Stage(Policy(reset="ask"))
    stage.fail("transaction.expired")
    stage.send(ActionChosen("confirm-start-over"))
    assert stage.all(effects.ResetWidget) == []


def test_the_connection_coming_back_is_told() -> None:
    stage = Stage()
    stage.fail("widget.network_error")
    stage.send(ConnectionChanged(online=True))
    assert stage.notice.kind == "online"
    assert stage.notice.role == "status"


def test_a_recovered_failure_is_reported_as_such() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    stage.send(ActionChosen("try-again"))
    stage.screen = "FORM"
    stage.send(WidgetLooked())
    stage.event("upload-start", filename="a.wav")
    stage.event("confirmed", transactionId="tx_1")
    assert stage.outcomes() == ["recovered"]


def test_the_widgets_own_retry_takes_the_notice_away() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    stage.screen = "FORM"
    stage.send(WidgetLooked())
    assert stage.notice is None


def test_redraws_are_watched_until_the_widget_works_again() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    stage.screen = "FORM"
    stage.send(WidgetLooked())
    assert [effect.on for effect in stage.all(effects.ObserveRedraws)] == [True, False]


# trouble before anybody listened


def test_a_widget_that_already_waits_is_given_a_token() -> None:
    stage = Stage()
    stage.screen, stage.overlay = "FORM", True
    stage.send(WidgetArrived())
    stage.wait(1_000)
    assert len(stage.requests) == 1
    assert stage.announced("verdict")[0]["path"] == "auth"


def test_what_is_tracked_was_submitted() -> None:
    stage = Stage()
    stage.readable = True
    stage.expire(pending="tracking")
    assert stage.requests == []
    assert stage.announced("renewal-failed")[0]["reason"] == "already-submitted"
    assert stage.notice.kind == "submitted"


def test_what_is_complete_when_first_seen_is_completed() -> None:
    stage = Stage()
    stage.readable, stage.transaction, stage.screen = True, "tx_1", "COMPLETE"
    stage.event("download-failed", message="m")
    assert stage.notice.kind == "certificate"


def test_an_overlay_that_stays_when_the_rest_is_not_known_is_cleared() -> None:
    stage = Stage()
    stage.screen, stage.overlay = "COMPLETE", True
    stage.send(WidgetArrived())
    stage.wait(1_000)
    stage.answer()
    stage.wait(1_000)
    assert len(stage.all(effects.RedrawWidget)) == 1


def test_an_overlay_over_a_registration_is_not_drawn_away() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire(pending="submit")
    stage.answer()
    stage.wait(2_000)
    assert stage.all(effects.RedrawWidget) == []


def test_its_events_may_only_be_on_their_way() -> None:
    stage = Stage()
    stage.screen, stage.overlay = "FORM", True
    stage.send(WidgetArrived())
    stage.expire()
    stage.wait(1_000)
    assert len(stage.requests) == 1
    assert len(stage.announced("verdict")) == 1


def test_a_widget_that_already_failed_or_is_disabled_is_told_of() -> None:
    for screen, path, kind in (("FAILED", "retry", "report"), ("DISABLED", "config", "disabled")):
        stage = Stage()
        stage.screen = screen
        stage.send(WidgetArrived())
        stage.wait(1_000)
        (verdict,) = stage.announced("verdict")
        assert (verdict["code"], verdict["path"], verdict["event"]) == (None, path, "pywidget:late")
        assert stage.notice.kind == kind
        assert stage.all(effects.CoverWidget) == []


# errors that the page hands over


def test_the_page_hands_over_an_error_of_another_system() -> None:
    stage = Stage()
    stage.send(from_page({"error": {"code": "AUTH_FAILED", "message": "bad key", "statusCode": 401}}, "breakground"))
    (verdict,) = stage.announced("verdict")
    assert (verdict["system"], verdict["path"]) == ("breakground", "config")
    assert stage.all(effects.CoverWidget) == []
    stage.send(from_page("RATE_LIMIT_EXCEEDED", "mori"))
    assert stage.announced("verdict")[1]["path"] == "rate-limit"
