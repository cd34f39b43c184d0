# runs-on: micropython
"""What widgets say in an order that is rare: each trouble is still told once, and ends."""

from __future__ import annotations

from driver import Stage

from pywidget.core import effects
from pywidget.core.envelope import Envelope, read_envelope
from pywidget.core.policy import Policy
from pywidget.core.signals import ActionChosen, SessionExpired, WidgetArrived, WidgetLeft, WidgetLooked, WidgetReturned

TIMEOUT = "Session expired. Please try again."


def refused(status: int, code: str = "") -> Envelope:
    body = '{"error":{"code":"' + code + '","message":"no","request_id":"req_t"}}' if code else ""
    return read_envelope("allfeat-widget", status, body)


def give_up(stage: Stage) -> None:
    """The widget's own 60 seconds are over."""
    stage.wait(60_000)
    stage.screen, stage.overlay = "FAILED", False
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    stage.wait(3_000)


def codes(stage: Stage) -> list[str | None]:
    return [verdict["code"] for verdict in stage.announced("verdict")]


# Whose failure it is


def test_the_older_generations_certificate_has_its_code_in_the_error_only() -> None:
    stage = Stage()
    stage.event("complete", atsId=42)
    details = {"name": "AtsApiException", "message": "HTTP 403", "code": "FORBIDDEN", "httpStatus": 403}
    stage.event("error", stage="download", error="HTTP 403", details=details)
    stage.wait(100)
    (verdict,) = stage.announced("verdict")
    assert (verdict["system"], verdict["code"], verdict["path"]) == ("allfeat-widget-v1", "FORBIDDEN", "config")
    assert (verdict["stage"], verdict["message"]) == ("download", "HTTP 403")


def test_an_expired_certificate_tells_the_generations_apart() -> None:
    stage = Stage()
    stage.event("complete", atsId=42)
    stage.event("token-expired", pendingAction="download")
    details = {"name": "AtsApiException", "message": "expired", "code": "TOKEN_EXPIRED", "httpStatus": 401}
    stage.event("error", stage="download", error="expired", details=details)
    stage.wait(100)
    (verdict,) = stage.announced("verdict")
    assert (verdict["system"], verdict["code"]) == ("allfeat-widget-v1", "TOKEN_EXPIRED")
    stage = Stage()
    stage.expire(pending="download")
    (verdict,) = stage.announced("verdict")
    assert (verdict["system"], verdict["code"]) == ("allfeat-widget", "common.auth.expired")


def test_a_dotted_code_is_todays_whatever_stands_beside_it() -> None:
    for system in ("allfeat-widget", "allfeat-widget-v1"):
        stage = Stage(Policy(system=system))
        stage.event("error", code="session.key_inactive", error="off", stage="submit")
        stage.screen = "DISABLED"
        stage.event("failed", code="session.key_inactive", error="off")
        (verdict,) = stage.announced("verdict")
        assert (verdict["system"], verdict["path"], verdict["message"]) == ("allfeat-widget", "config", "off")


def test_the_token_source_speaks_todays_codes_to_the_older_generation() -> None:
    stage = Stage(Policy(system="allfeat-widget-v1"))
    stage.event("token-expired", pendingAction="register")
    stage.answer("http", envelope=refused(403, "session.origin_not_allowed"))
    assert stage.announced("disabled")[0]["code"] == "session.origin_not_allowed"


def test_a_code_that_comes_when_everything_was_said_is_another_failures() -> None:
    stage = Stage()
    stage.event("download-failed", workId="w", kind="certificate", message="Network error")
    stage.wait(500)
    stage.fail("common.service_unavailable")
    assert codes(stage) == [None, "common.service_unavailable"]
    assert stage.announced("verdict")[1]["message"] == "raw"


# Waiting for a token that does not come


def expire_in_a_burst(outcome: str) -> Stage:
    """Lists are asked for three times at once; the first answer to an expiry is there before the others."""
    stage = Stage()
    stage.screen = "DOWNLOADS"
    stage.expire("common.auth.missing_token", "download_list")
    stage.answer(outcome)
    stage.wait(19)
    stage.event("error", code="common.auth.missing_token", message="m", requestId="req_2", stage="download_list")
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="Refused.", requestId=None)
    stage.wait(5)
    stage.expire("common.auth.missing_token", "download_list")
    return stage


def test_a_burst_without_a_token_source_is_told_once() -> None:
    stage = expire_in_a_burst("no-source")
    stage.wait(100)
    assert codes(stage) == ["common.auth.missing_token"]
    assert len(stage.announced("renewal-failed")) == 1
    assert len(stage.all(effects.RequestToken)) == 1
    assert stage.notice.kind == "disabled"


def test_a_burst_whose_first_token_comes_in_between_is_told_once_and_ends_in_one_retry() -> None:
    stage = expire_in_a_burst("token")
    stage.answer("token")
    stage.overlay = False
    stage.wait(600)
    assert codes(stage) == ["common.auth.missing_token"]
    assert len(stage.announced("renewed")) == len(stage.all(effects.RequestToken)) == 2
    assert len(stage.all(effects.PressRetry)) == 1
    assert stage.notice is None


def test_lists_that_refuse_every_token_meet_the_breaker() -> None:
    stage = Stage()
    stage.screen = "DOWNLOADS"
    for _ in range(3):
        stage.expire("common.auth.expired", "download_list")
        stage.answer("token")
        stage.wait(10)
    stage.expire("common.auth.expired", "download_list")
    assert len(stage.all(effects.RequestToken)) == 3
    assert [detail["reason"] for detail in stage.announced("renewal-failed")] == ["too-many-renewals"]
    assert stage.notice.kind == "breaker"


def test_one_that_fails_at_once_after_one_that_failed_is_told_too() -> None:
    stage = Stage()
    stage.expire()
    for _ in range(3):
        stage.answer("http", envelope=refused(401))
        stage.wait(3_000)
        stage.send(ActionChosen("try-again"))
    assert stage.requests == []
    reasons = [detail["reason"] for detail in stage.announced("renewal-failed")]
    assert reasons == ["signed-out", "signed-out", "signed-out", "too-many-renewals"]
    assert stage.notice.kind == "breaker"
    stage.send(ActionChosen("try-again"))
    assert len(stage.announced("renewal-failed")) == 4


def test_the_end_of_its_minute_is_no_other_failure_of_a_disabled_widget() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(403, "session.origin_not_allowed"))
    give_up(stage)
    assert codes(stage) == ["common.auth.expired", "session.origin_not_allowed"]
    assert stage.controller.disabled


def test_an_expiry_of_a_disabled_widget_is_told_once_and_not_renewed() -> None:
    stage = Stage()
    stage.fail("session.key_inactive", screen="DISABLED")
    stage.expire()
    give_up(stage)
    assert codes(stage) == ["session.key_inactive", "common.auth.expired"]
    assert stage.all(effects.RequestToken) == []
    assert stage.notice.kind == "disabled"


def test_a_reset_enables_what_the_token_source_disabled() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(403, "session.origin_not_allowed"))
    stage.send(WidgetLooked())
    assert stage.announced("enabled") == []
    stage.overlay = False
    stage.send(WidgetLooked())
    assert len(stage.announced("enabled")) == 1
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True, False]


def test_the_older_generations_reset_enables() -> None:
    stage = Stage()
    stage.screen = "FAILED"
    stage.event("failed", error="no", stage="FAILED")
    stage.event("error", stage="FAILED", error="no", code="FORBIDDEN", details={"httpStatus": 403})
    stage.screen = "FORM"
    stage.event("token-expired", pendingAction="reset")
    assert len(stage.announced("enabled")) == 1
    assert len(stage.requests) == 1


def test_a_new_site_key_renews_for_a_widget_that_still_waits() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(403, "organization.inactive"))
    for name in ("site-key", "ats-url"):
        stage.send(WidgetLooked(name))
    assert len(stage.announced("enabled")) == 1
    assert len(stage.requests) == 1
    assert stage.all(effects.AbortToken) == []
    stage.answer()
    assert len(stage.announced("renewed")) == 1


def test_a_widget_that_comes_back_without_a_token_still_wants_one() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.send(WidgetLeft())
    stage.event("ready", mode="register")
    stage.send(WidgetReturned())
    assert len(stage.requests) == 1
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.expire(pending="tracking")
    stage.send(WidgetLeft())
    stage.send(WidgetReturned())
    assert stage.requests == []
    assert [detail["pendingAction"] for detail in stage.announced("renewal-failed")] == ["tracking", "tracking"]
    assert stage.notice.kind == "submitted"


def test_a_token_that_was_used_up_was_not_refused() -> None:
    for used in (True, False):
        stage = Stage()
        stage.expire()
        stage.answer()
        stage.overlay = False
        if used:
            stage.fail("common.service_unavailable")
            stage.wait(3_000)
            stage.screen = "FORM"
            stage.send(WidgetLooked())
        stage.event("error", code="session.invalid_token", message="used", requestId="req_2", stage="submit")
        stage.screen = "FAILED"
        stage.event("failed", code="widget.auth_retry_exhausted", message="Refused.", requestId=None)
        assert codes(stage)[-1] == "widget.auth_retry_exhausted"
        assert len(stage.requests) == used
        if used:
            stage.answer()
            stage.wait(1_000)
        assert stage.notice.kind == ("try-again" if used else "signed-out")


# A token that is not ours


def test_a_page_that_renews_by_itself_needs_no_notice() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire(pending="access_code")
    stage.answer("no-source")
    assert stage.notice.kind == "disabled"
    stage.overlay = False
    stage.send(WidgetLooked())
    assert stage.notice is None
    # The next expiry is a new one.
    stage.expire(pending="access_code")
    assert len(stage.requests) == 1


def test_a_widget_that_goes_on_gets_no_second_token_for_the_same_expiry() -> None:
    stage = Stage()
    stage.expire()
    stage.overlay, stage.screen = False, "UPLOAD"
    stage.event("upload-start", filename="a.wav")
    stage.answer()
    assert stage.all(effects.DeliverToken) == []
    assert len(stage.all(effects.AbortToken)) == 1


def test_an_expiry_that_is_over_when_python_hears_of_it() -> None:
    stage = Stage()
    stage.event("error", code="common.auth.expired", message="jwt expired", requestId="req_1", stage="submit")
    stage.readable, stage.transaction, stage.screen = True, "tx_1", "TRACKING"
    expired = SessionExpired("submit")
    expired.age = 400
    stage.send(expired)
    stage.event("upload-start", filename="a.wav")
    stage.event("confirmed", transactionId="tx_1")
    assert codes(stage) == ["common.auth.expired"]
    assert stage.announced("renewal-failed") == []
    assert stage.all(effects.ShowNotice) == []
    # One that waits shows it.
    stage = Stage()
    stage.readable, stage.transaction, stage.screen, stage.overlay = True, "tx_1", "TRACKING", True
    expired = SessionExpired("submit")
    expired.age = 400
    stage.send(expired)
    assert stage.announced("renewal-failed")[0]["reason"] == "already-submitted"


def test_a_download_that_ends_meanwhile_leaves_the_renewal_of_another_one() -> None:
    stage = Stage()
    stage.screen = "DOWNLOAD_DETAIL"
    stage.expire(pending="download_version_asset")
    stage.event("download-complete", workId="w", kind="certificate")
    stage.answer()
    assert len(stage.announced("renewed")) == 1
    assert "renewed" in stage.outcomes()


def test_another_upload_is_another_work() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.event("upload-start")
    stage.fail("common.service_unavailable")
    assert stage.notice.kind == "try-again"


def test_a_registration_that_ends_meanwhile_leaves_the_renewal_of_its_certificate() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.screen = "COMPLETE"
    stage.expire(pending="download")
    stage.event("complete", atsId=42)
    stage.answer()
    assert len(stage.announced("renewed")) == 1
    assert "renewed" in stage.outcomes()


# Other trouble at the same time


def test_a_renewal_takes_only_its_own_notice_away() -> None:
    stage = Stage()
    stage.screen = "DOWNLOAD_DETAIL"
    stage.expire(pending="download_version_asset")
    stage.event("download-failed", workId="w", kind="certificate", message="Network error")
    stage.wait(1_000)
    kind = stage.notice.kind
    stage.answer()
    assert len(stage.announced("renewed")) == 1
    assert stage.notice.kind == kind


def test_a_renewal_that_went_well_in_the_end_takes_its_sources_notice_away() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(403, "common.forbidden"))
    assert stage.notice.kind == "top-up"
    stage.send(ActionChosen("try-again"))
    stage.answer()
    assert stage.notice is None


def test_a_disabled_widget_may_have_registered_the_work() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.fail("organization.inactive", screen="DISABLED")
    assert (stage.notice.kind, stage.notice.warning, stage.notice.transaction) == ("disabled", "submitted", "tx_1")


def test_a_disabled_widget_leaves_the_access_code_in_reach() -> None:
    stage = Stage()
    stage.screen = "COMPLETE"
    stage.event("complete", atsId=42)
    stage.event("error", stage="download", error="no", details={"code": "FORBIDDEN", "httpStatus": 403})
    stage.wait(100)
    assert stage.controller.disabled
    assert stage.all(effects.CoverWidget) == []
    assert stage.notice.actions == ("copy-code", "contact")


def test_redraws_are_not_watched_once_it_works_again() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    stage.screen = "FORM"
    stage.send(WidgetLooked())
    assert [effect.on for effect in stage.all(effects.ObserveRedraws)] == [True, False]


# The first token


def test_the_first_token_survives_the_start_of_the_widget() -> None:
    stage = Stage()
    stage.send(WidgetArrived(wants_token=True))
    for name in ("site-key", "ats-url", "network"):
        stage.send(WidgetLooked(name))
    stage.event("mode-changed", mode="register")
    stage.event("ready", mode="register")
    stage.answer()
    assert len(stage.all(effects.DeliverToken)) == 1
    assert len(stage.all(effects.RequestToken)) == 1


def test_the_first_token_is_asked_for_anew_in_another_mode() -> None:
    stage = Stage()
    stage.send(WidgetArrived(wants_token=True))
    stage.send(WidgetLooked("mode"))
    assert len(stage.all(effects.AbortToken)) == 1
    stage.answer()
    (given,) = stage.all(effects.DeliverToken)
    assert (given.request, given.prefetched) == (2, True)


# Nothing loops


def upload_in_vain(stage: Stage, ms: int) -> None:
    """A token that is refused at the last step; until then it takes its time."""
    stage.overlay, stage.screen = False, "UPLOAD"
    stage.event("upload-start", filename="a.wav")
    stage.wait(ms)
    stage.expire()
    if stage.requests:
        stage.answer()


def test_uploads_that_take_longer_than_a_token_lives_end() -> None:
    stage = Stage()
    for _ in range(4):
        upload_in_vain(stage, 360_000)
    # The first token was the page's own.
    assert len(stage.all(effects.RequestToken)) == 3
    assert [detail["reason"] for detail in stage.announced("renewal-failed")] == ["too-many-renewals"]
    assert stage.notice.kind == "breaker"


def test_uploads_that_the_visitor_starts_are_no_loop() -> None:
    stage = Stage()
    for round_ in range(10):
        upload_in_vain(stage, 90_000)
        assert len(stage.all(effects.RequestToken)) == round_ + 1
        stage.overlay, stage.screen = False, "UPLOAD"
        stage.event("upload-start", filename="a.wav")
        stage.fail("common.service_unavailable")
        stage.screen = "FORM"
        stage.send(WidgetLooked())
