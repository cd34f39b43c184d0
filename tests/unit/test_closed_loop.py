# runs-on: micropython
"""From a failure back to a working widget: nobody pays twice, no button is dead, no sentence is untrue."""

from __future__ import annotations

from driver import Stage, over_a_failed_list
from situations import TIMEOUT, refused

from pywidget.core import effects
from pywidget.core.envelope import Envelope, read_envelope
from pywidget.core.events import from_answer
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    LoginBlocked,
    PageResumed,
    Progressed,
    TimerFired,
    WidgetArrived,
    WidgetLeft,
    WidgetLooked,
    WidgetPressed,
)

UNAVAILABLE = "The service is temporarily unavailable. Please try again later."


def submitted(policy: Policy | None = None) -> Stage:
    """A work that was confirmed, and is tracked."""
    stage = Stage(policy)
    stage.readable, stage.screen = True, "UPLOAD"
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.event("upload-complete", filename="song.wav")
    stage.transaction, stage.screen = "tx_1", "TRACKING"
    stage.event("confirmed", transactionId="tx_1")
    return stage


def send_again(stage: Stage) -> None:
    """The widget's own Retry, and the form's button: its token is used up, so it asks for another one."""
    stage.press_retry()
    stage.expire("session.invalid_token")


# A second payment needs a word from the visitor


def test_the_same_form_after_a_failed_tracking_gets_no_token_without_a_word() -> None:
    for code in ("transaction.expired", "transaction.failed", "widget.network_error"):
        stage = submitted()
        stage.fail(code)
        assert stage.notice.warning in ("submitted", "twice"), code
        send_again(stage)
        stage.wait(70_000)
        assert stage.all(effects.RequestToken) == [], code
        assert stage.notice.actions == ("keep", "register-again"), code
        assert stage.notice.transaction == "tx_1", code
        assert stage.notice.warning in ("submitted", "twice"), code


def test_the_same_form_after_a_failed_certificate_gets_no_token_without_a_word() -> None:
    stage = submitted()
    stage.screen = "COMPLETE"
    stage.event("complete", atsId=42)
    stage.fail("common.service_unavailable")
    assert (stage.notice.kind, stage.notice.warning) == ("certificate", "registered")
    send_again(stage)
    assert stage.all(effects.RequestToken) == []
    assert stage.notice.actions == ("keep", "register-again")


def test_with_the_visitors_word_the_renewal_goes_on_within_the_same_time() -> None:
    stage = submitted()
    stage.fail("transaction.expired")
    send_again(stage)
    stage.wait(20_000)
    stage.press("register-again")
    (request,) = stage.all(effects.RequestToken)
    assert request.pending_action == "submit"
    # The widget's own 60 seconds began with the expiry.
    assert stage.timers["deadline"] - stage.now == 38_000
    stage.answer()
    assert len(stage.announced("renewed")) == 1


def test_one_word_is_good_for_one_payment() -> None:
    stage = submitted()
    stage.fail("transaction.expired")
    send_again(stage)
    stage.press("register-again")
    stage.answer()
    stage.overlay = False
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.transaction, stage.screen = "tx_2", "TRACKING"
    stage.event("confirmed", transactionId="tx_2")
    stage.fail("transaction.expired")
    assert [report["code"] for report in stage.reports()].count("transaction.expired") == 2
    send_again(stage)
    assert len(stage.all(effects.RequestToken)) == 1
    assert stage.notice.transaction == "tx_2"


def test_a_word_that_comes_too_late_for_this_wait_is_good_for_the_next() -> None:
    stage = submitted()
    stage.fail("transaction.expired")
    send_again(stage)
    stage.wait(60_000)
    stage.overlay, stage.screen = False, "FAILED"
    assert not stage.notice.leads_back, "the answer alone pays"
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    assert stage.notice.leads_back, "its form has to be sent once more"
    stage.press("register-again")
    assert stage.all(effects.RequestToken) == []
    assert len(stage.all(effects.PressRetry)) == 1
    send_again(stage)
    assert len(stage.all(effects.RequestToken)) == 1


def test_who_keeps_it_is_told_what_is_kept_and_is_asked_again() -> None:
    stage = submitted()
    stage.fail("transaction.expired")
    send_again(stage)
    stage.press("keep")
    assert (stage.notice.kind, stage.notice.role, stage.notice.transaction) == ("submitted", "status", "tx_1")
    assert "register-again" not in stage.notice.actions
    stage.wait(60_000)
    stage.overlay, stage.screen = False, "FAILED"
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    send_again(stage)
    assert stage.notice.actions == ("keep", "register-again")
    assert stage.all(effects.RequestToken) == []


def test_a_late_word_for_another_notice_pays_nothing() -> None:
    stage = submitted()
    stage.fail("transaction.expired")
    stage.send(ActionChosen("register-again"))
    send_again(stage)
    assert stage.all(effects.RequestToken) == []


def test_another_work_is_not_held() -> None:
    for way in ("protect another", "reset", "mode", "another file"):
        stage = submitted()
        stage.screen = "COMPLETE"
        stage.event("complete", atsId=42)
        stage.transaction = None
        if way == "protect another":
            stage.screen, stage.buttons = "FORM", ()
            stage.send(WidgetPressed("reset"))
        elif way == "reset":
            stage.draw("FORM")
        elif way == "mode":
            stage.screen = "FORM"
            stage.event("mode-changed", mode="update")
        else:
            stage.draw("FORM", "submit")
            stage.event("upload-start", filename="other.wav", size=99)
            stage.draw("FORM", "submit")
        stage.expire("session.invalid_token")
        assert len(stage.all(effects.RequestToken)) == 1, way


def test_a_form_that_nobody_saw_come_back_is_taken_for_the_same() -> None:
    stage = Stage()
    stage.event("confirmed", transactionId="tx_1")
    stage.event("complete", atsId=42)
    stage.readable, stage.screen = True, "FORM"
    stage.fail("common.service_unavailable", screen="FORM")
    stage.expire("session.invalid_token")
    assert stage.all(effects.RequestToken) == []
    assert stage.notice.actions == ("keep", "register-again")


def test_a_form_that_needs_no_token_of_ours_is_covered_until_the_visitor_chose() -> None:
    stage = submitted()
    stage.screen = "COMPLETE"
    stage.event("complete", atsId=42)
    stage.expire(pending="download")
    stage.answer()
    stage.overlay = False
    stage.wait(1_000)
    stage.fail("common.service_unavailable")
    stage.press_retry()
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True]
    assert stage.notice.actions == ("keep", "register-again")
    assert stage.notice.leads_back, "the form is under the cover, and is not sent by itself"
    stage.press("keep")
    assert stage.notice.actions == ("start-over", "copy-code"), "the screen with the access code is gone"
    stage.press("start-over")
    stage.press("confirm-start-over")
    assert len(stage.all(effects.ResetWidget)) == 1


def test_the_word_uncovers_that_form() -> None:
    stage = submitted()
    stage.screen = "COMPLETE"
    stage.event("complete", atsId=42)
    stage.expire(pending="download")
    stage.answer()
    stage.overlay = False
    stage.fail("common.service_unavailable")
    stage.press_retry()
    stage.press("register-again")
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True, False]
    assert stage.notice is None


def test_a_token_that_comes_after_the_submission_is_not_given() -> None:
    for pending in ("submit", "register", "first-token"):
        stage = Stage()
        if pending == "first-token":
            stage.send(WidgetArrived(wants_token=True))
        else:
            stage.expire(pending=pending)
        stage.overlay = False
        stage.event("confirmed", transactionId="tx_1")
        stage.answer()
        assert stage.all(effects.DeliverToken) == [], pending


# A lost answer to confirm may be a payment


def lost(code: str | None, screen: str = "CONFIRMING") -> Stage:
    stage = Stage()
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.event("upload-complete", filename="song.wav")
    stage.screen = screen
    if code is None:
        stage.event("error", message="Unexpected token '<'", requestId=None, stage="submit")
        stage.wait(100)
    else:
        stage.fail(code)
    return stage


def test_a_lost_answer_may_be_a_payment() -> None:
    for code in (
        "widget.network_error",
        "widget.malformed_response",
        "common.service_unavailable",
        "registration.prepared_not_found",
        "foo.bar",
    ):
        stage = lost(code)
        assert (stage.notice.kind, stage.notice.warning) == ("unsure", "twice"), code
        send_again(stage)
        assert stage.all(effects.RequestToken) == [], code
        assert stage.notice.actions == ("keep", "register-again"), code


def test_a_refusal_is_no_payment() -> None:
    for code in ("registration.insufficient_credits", "common.validation_failed", "common.rate_limited"):
        stage = lost(code)
        assert stage.notice.warning == "", code
        send_again(stage)
        assert len(stage.all(effects.RequestToken)) == 1, code


def test_a_failure_before_it_was_confirmed_is_no_payment() -> None:
    for screen in ("FORM", "UPLOAD"):
        stage = lost("widget.network_error", screen)
        assert stage.notice.kind == "offline", screen


def test_the_older_generation_fails_first_and_was_confirming_after_its_upload() -> None:
    stage = Stage()
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.event("upload-complete", filename="song.wav")
    stage.screen = "FAILED"
    stage.event("failed", error="Network error", stage="FAILED")
    stage.event("error", stage="FAILED", error="Network error", code="NETWORK_ERROR", details=None)
    assert stage.notice.kind == "unsure"


def test_the_screen_counts_that_the_widget_showed_when_it_spoke() -> None:
    stage = Stage()
    stage.screen = "FAILED"
    stage.event("error", spoke="CONFIRMING", code="widget.network_error", message="m", requestId=None, stage="submit")
    stage.event("failed", spoke="FAILED", code="widget.network_error", message="m", requestId=None)
    assert stage.notice.kind == "unsure"


# Actions are offered by what the screen has


def test_an_endless_screen_offers_what_works_there_and_asks_first() -> None:
    stage = Stage()
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.screen, stage.buttons = "UPLOAD", ()
    stage.event("error", message="Unexpected token '<'", requestId=None, stage="submit")
    stage.wait(100)
    assert (stage.notice.kind, stage.notice.actions) == ("stuck", ("reload", "start-over"))
    stage.press("reload")
    assert (stage.notice.kind, stage.notice.actions) == ("leave", ("cancel", "confirm-reload"))
    assert stage.all(effects.ReloadPage) == []
    stage.press("confirm-reload")
    assert len(stage.all(effects.ReloadPage)) == 1


def test_confirming_without_an_end_can_be_loaded_anew_and_warns() -> None:
    stage = lost(None)
    assert (stage.notice.kind, stage.notice.warning) == ("unsure", "twice")
    assert stage.notice.actions == ("reload", "contact")


def test_while_a_session_is_renewed_no_notice_offers_a_button_of_the_screen_before() -> None:
    stage = Stage()
    stage.mode, stage.screen, stage.alert = "download", "DOWNLOAD_DETAIL", UNAVAILABLE
    stage.buttons = ("back-to-list", "reload-versions")
    stage.event("error", code="common.service_unavailable", message="down", requestId="req_1")
    stage.wait(100)
    assert stage.notice.actions == ("back-to-list",)
    # The list, which it had begun to load before.
    stage.alert, stage.buttons = None, ("retry",)
    stage.fail("common.auth.expired")
    assert len(stage.requests) == 1
    assert stage.notice is None


def test_the_page_of_one_work_offers_no_retry() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOAD_DETAIL"
    stage.buttons = ("back-to-list", "download-version-cert")
    stage.event("download-failed", workId="w", kind="certificate", message=UNAVAILABLE)
    stage.wait(100)
    assert (stage.notice.actions, stage.notice.advice) == (("dismiss",), ("press-again",))
    # The next click is another try: what was said of the last one is over.
    stage.send(WidgetPressed("download-version-cert"))
    assert stage.notice is None


def test_versions_that_could_not_be_listed_lead_back_to_the_list() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOAD_DETAIL"
    stage.buttons = ("back-to-list", "reload-versions")
    stage.send(WidgetArrived())
    stage.alert = UNAVAILABLE
    stage.send(WidgetLooked())
    stage.wait(500)
    assert (stage.notice.actions[0], stage.notice.advice) == ("back-to-list", ("back-to-list",))


def test_a_press_that_changes_nothing_is_told() -> None:
    stage = Stage()
    stage.buttons = ("retry",)
    stage.fail("common.service_unavailable")
    stage.press("try-again")
    stage.wait(5_000)
    assert (stage.notice.kind, stage.notice.role) == ("no-effect", "alert")
    assert stage.notice.actions == ("reload", "contact")


def test_a_press_that_changes_something_is_not() -> None:
    stage = Stage()
    stage.buttons = ("retry",)
    stage.fail("common.service_unavailable")
    stage.press("try-again")
    stage.draw("FORM", "back", "submit")
    stage.wait(5_000)
    assert stage.notice is None


def test_the_breaker_counts_down_and_offers_to_sign_in() -> None:
    stage = Stage()
    for _ in range(3):
        stage.expire()
        stage.answer()
        stage.wait(10)
    stage.expire()
    assert (stage.notice.kind, stage.notice.actions) == ("breaker", ("sign-in", "contact"))
    assert stage.notice.until == stage.now + 60_000
    stage.send(ActionChosen("try-again"))
    assert len(stage.all(effects.RequestToken)) == 3
    stage.wait(60_000)
    assert (stage.notice.kind, stage.notice.until) == ("breaker", None)
    stage.press("try-again")
    assert len(stage.all(effects.RequestToken)) == 4


def test_a_wait_of_more_than_a_day_is_not_counted() -> None:
    stage = Stage()
    stage.fail("common.quota_exceeded", details={"limit": 5, "used": 5, "resets_at": "2099-01-01T00:00:00Z"})
    assert (stage.notice.kind, stage.notice.until) == ("waiting", None)
    assert stage.notice.params["when"] == ("date", "2099-01-01T00:00:00Z")


def test_the_widgets_own_retry_does_not_end_a_countdown() -> None:
    stage = Stage()
    stage.fail("common.rate_limited", details={"retry_after": 60})
    stage.press_retry()
    assert stage.notice.kind == "waiting"
    stage.wait(60_000)
    assert stage.notice.message == "wait-over"
    # The form is there already: there is no Retry to press.
    assert stage.notice.actions == ()


# Sentences


def test_kept_is_said_only_where_the_form_was_seen_filled_in() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    assert stage.notice.advice[1:] == ("form",)
    stage = Stage()
    stage.draw("FORM", "back", "submit")
    stage.fail("common.service_unavailable")
    assert stage.notice.advice[1:] == ("form", "entered")
    stage.draw("FORM")
    stage.fail("common.service_unavailable")
    assert stage.notice.advice[1:] == ("form",)


def test_a_token_that_was_never_given_is_not_told_as_refused() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.overlay = False
    stage.send(WidgetLooked())
    stage.wait(3_000)
    # Within 20 seconds the widget takes the next refusal of its old token for the end.
    stage.event("error", code="session.invalid_token", message="used", requestId="req_2", stage="submit")
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="Refused.", requestId=None)
    assert stage.all(effects.ShowNotice) == []
    stage.answer()
    stage.wait(1_000)
    assert (stage.notice.kind, stage.notice.message) == ("try-again", "session-had-ended")
    assert stage.notice.reference == "req_2"
    assert "renewed" in stage.outcomes()


def test_an_unauthorized_answer_is_told_with_its_reference_and_only_then_refused() -> None:
    stage = Stage()
    stage.fail("common.unauthorized")
    stage.answer()
    stage.wait(1_000)
    assert (stage.notice.message, stage.notice.reference) == ("session-had-ended", "req_1")
    assert stage.outcomes() == ["renewed"]
    stage.press_retry()
    stage.fail("common.unauthorized")
    assert (stage.notice.kind, stage.notice.message) == ("signed-out", "session-refused")
    assert len(stage.all(effects.RequestToken)) == 1


def test_a_renewal_that_was_told_is_told_to_have_gone_well() -> None:
    stage = Stage()
    stage.expire()
    stage.wait(2_000)
    stage.answer()
    assert stage.all(effects.HideNotice)[-1].last == "session-renewed"


def test_a_failed_download_with_a_code_is_one_failure() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOAD_DETAIL"
    stage.buttons = ("back-to-list", "download-version-cert")
    stage.event("download-failed", workId="w", kind="certificate", message="Your session has expired.")
    stage.expire(pending="download_version_certificate")
    stage.wait(100)
    (verdict,) = stage.announced("verdict")
    assert (verdict["code"], verdict["requestId"]) == ("common.auth.expired", "req_1")
    assert len(stage.reports()) == 1
    assert stage.all(effects.ShowNotice) == []
    stage.answer()
    stage.wait(1_000)
    assert len(stage.all(effects.RedrawWidget)) == 1
    assert (stage.notice.role, stage.notice.advice) == ("status", ("press-again",))


def test_a_dead_retry_after_a_renewal_is_led_around() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOAD_DETAIL"
    stage.buttons = ("back-to-list", "reload-versions")
    stage.alert = "Your session has expired. Please refresh your credentials."
    stage.expire(pending="download_detail")
    stage.answer()
    stage.overlay = False
    stage.wait(1_000)
    assert stage.notice.actions == ("back-to-list",)
    stage.press("back-to-list")
    assert [effect.button for effect in stage.all(effects.PressButton)] == ["back-to-list"]
    assert len(stage.announced("verdict")) == 1


# Silence


def test_silence_counts_from_the_event_not_from_when_it_was_heard() -> None:
    stage = Stage()
    stage.screen = "TRACKING"
    signal = confirmed(age=149_000)
    stage.send(signal)
    stage.wait(1_000)
    assert stage.reports()[0]["event"] == "pywidget:stuck"


def confirmed(age: int) -> Progressed:
    signal = Progressed("confirmed", "tx_1")
    signal.age = age
    return signal


def test_a_widget_that_is_tracking_when_it_becomes_known_is_watched_too() -> None:
    stage = Stage()
    stage.readable, stage.screen, stage.transaction = True, "TRACKING", "tx_1"
    stage.send(WidgetArrived())
    stage.wait(151_000)
    assert stage.notice.kind == "submitted"


def test_an_error_id_is_read_from_the_screen() -> None:
    stage = Stage()
    stage.screen, stage.request_id = "FAILED", "req_9"
    stage.send(WidgetArrived())
    stage.wait(1_000)
    assert stage.notice.reference == "req_9"


def test_a_list_that_could_not_be_loaded_is_told_once_and_can_be_loaded() -> None:
    stage = over_a_failed_list()
    assert [effect.on for effect in stage.all(effects.ObserveRedraws)] == [True]
    (verdict,) = stage.announced("verdict")
    assert (verdict["event"], verdict["path"]) == ("pywidget:silent", "retry")
    stage.send(WidgetLooked())
    stage.wait(1_000)
    assert len(stage.announced("verdict")) == 1
    stage.press("try-again")
    assert [effect.button for effect in stage.all(effects.PressButton)] == ["reload-works"]


def test_a_switched_off_list_is_on_its_path_by_its_words() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOADS"
    stage.send(WidgetArrived())
    stage.alert = "This widget is currently disabled. Please contact your administrator."
    stage.send(WidgetLooked())
    stage.wait(1_000)
    assert stage.announced("verdict")[0]["code"] == "session.key_inactive"
    assert stage.notice.kind == "disabled"


def test_a_widget_that_waits_for_its_page_to_give_a_token_is_in_no_trouble() -> None:
    stage = Stage()
    stage.screen, stage.alert = "FORM", "Authentication required: Please provide a valid token to use this widget."
    stage.send(WidgetArrived())
    stage.wait(5_000)
    assert stage.announced("verdict") == []


def test_a_missing_attribute_is_told() -> None:
    stage = Stage()
    stage.screen, stage.alert = "FORM", "Configuration error: ats-url is missing"
    stage.send(WidgetArrived())
    stage.wait(1_000)
    assert stage.announced("verdict")[0]["code"] == "widget.configuration_error"


# Sign in, offline, the older generation's 403


def test_sign_in_opens_beside_the_page_and_the_way_back_goes_on() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    assert [effect.where for effect in stage.all(effects.OpenLogin)] == ["tab"]
    assert stage.notice.kind == "signed-out"
    stage.wait(20_000)
    stage.send(PageResumed())
    stage.answer()
    assert stage.notice is None
    assert len(stage.announced("renewed")) == 1
    stage.send(PageResumed())
    assert stage.requests == []


def test_who_comes_back_without_having_signed_in_does_not_open_the_breaker() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    for _ in range(20):
        stage.send(PageResumed())
        if stage.requests:
            stage.answer("http", envelope=refused(401))
        stage.wait(2_000)
    assert stage.notice.kind == "signed-out"


def test_a_widget_that_gave_up_meanwhile_gets_its_token_and_a_way_back() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    stage.wait(61_000)
    stage.overlay, stage.screen = False, "FAILED"
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    stage.wait(60_000)
    stage.send(PageResumed())
    stage.answer()
    stage.wait(1_000)
    assert (stage.notice.kind, stage.notice.actions) == ("try-again", ("try-again",))


def test_a_login_in_the_place_of_the_page_is_asked_first() -> None:
    stage = Stage(Policy(login=True, login_in="page"))
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    assert (stage.notice.kind, stage.notice.actions) == ("leave", ("cancel", "confirm-sign-in"))
    assert stage.all(effects.OpenLogin) == []
    stage.press("cancel")
    assert stage.notice.kind == "signed-out"
    stage.press("sign-in")
    stage.press("confirm-sign-in")
    assert [effect.where for effect in stage.all(effects.OpenLogin)] == ["page"]


def test_a_blocked_login_window_can_be_opened_in_the_place_of_the_page() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    stage.send(LoginBlocked())
    assert stage.notice.actions == ("cancel", "confirm-sign-in")


def test_a_wait_that_ended_while_a_question_was_shown_is_over_after_it() -> None:
    stage = Stage()
    stage.screen = "FORM"
    for _ in range(4):
        stage.expire()
        if stage.requests:
            stage.answer()
    assert (stage.notice.kind, stage.notice.actions) == ("breaker", ("sign-in", "contact"))
    stage.press("sign-in")
    stage.send(LoginBlocked())
    assert stage.notice.kind == "leave"
    stage.wait(70_000)
    assert stage.notice.kind == "leave"
    stage.press("cancel")
    stage.wait(0)
    assert (stage.notice.kind, stage.notice.until) == ("breaker", None)
    assert "try-again" in stage.notice.actions


def test_what_failed_before_the_connection_came_back_is_told_as_that() -> None:
    stage = Stage()
    stage.send(ConnectionChanged(online=True))
    stage.screen = "FAILED"
    for half in ("error", "failed"):
        stage.event(half, age=2_000, code="widget.network_error", message="m", requestId=None)
    assert (stage.notice.kind, stage.notice.role) == ("online", "status")


def test_the_older_generations_403_can_be_tried_again_and_ends_with_the_next_success() -> None:
    stage = Stage()
    for _ in range(2):
        stage.screen, stage.buttons = "FAILED", ("retry",)
        stage.event("failed", error="Not allowed", stage="FAILED")
        stage.event("error", stage="FAILED", error="Not allowed", code="FORBIDDEN", details={"httpStatus": 403})
        assert (stage.notice.kind, stage.notice.actions) == ("disabled", ("try-again", "contact"))
        stage.press("try-again")
        stage.draw("FORM", "submit")
    assert len(stage.all(effects.PressRetry)) == 2
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True, False, True, False]
    assert [detail["because"] for detail in stage.announced("enabled")] == ["tried-again", "tried-again"]


def test_the_focus_goes_to_the_field_at_fault() -> None:
    stage = Stage()
    stage.fail("registration.duplicate_title")
    stage.press("try-again")
    assert stage.all(effects.FocusWidget)[-1].fields == ("title",)
    stage = Stage()
    stage.fail("common.validation_failed", details={"fields": {"creators.0.name": "missing"}})
    stage.press("try-again")
    assert stage.all(effects.FocusWidget)[-1].fields == ("creators.0.name",)


def test_a_widget_that_left_is_looked_at_no_more() -> None:
    stage = submitted()
    stage.send(WidgetLeft())
    assert stage.timers == {}
    for name in ("effect", "missed", "a timer of a later version"):
        assert stage.send(TimerFired(name)) == []


# The same, found by any order of events


def test_a_second_press_while_a_session_is_asked_for_changes_nothing() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("try-again")
    assert (stage.notice.kind, stage.notice.actions) == ("renewing", ())
    stage.send(ActionChosen("try-again"))
    assert stage.notice.kind == "renewing"
    assert len(stage.all(effects.RequestToken)) == 2


def test_the_way_back_from_signing_in_says_that_it_goes_on() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    stage.send(PageResumed())
    assert (stage.notice.kind, stage.notice.actions) == ("renewing", ())


def test_a_request_of_the_page_goes_on_after_signing_in_however_long_that_took() -> None:
    stage = Stage(Policy(login=True).without_screens("allfeat-api"))
    stage.send(from_answer(refused(401, "common.unauthorized"), "allfeat-api", "GET /x", 10))
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    stage.wait(300_000)
    stage.send(PageResumed())
    assert len(stage.all(effects.RequestToken)) == 2


def test_who_signs_in_for_a_switched_off_widget_gets_it_no_token() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    stage.press("try-again")
    stage.answer("http", envelope=refused(403, "session.key_inactive"))
    assert stage.notice.kind == "disabled"
    stage.send(PageResumed())
    assert len(stage.all(effects.RequestToken)) == 2


def test_what_is_told_to_be_renewed_is_not_told_for_ever() -> None:
    # The second try began later than the widget did to wait.
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.wait(30_000)
    stage.press("try-again")
    stage.wait(28_000)
    assert (stage.notice.kind, stage.controller.renewal.state) == ("offline", "failed")


def test_a_renewal_that_the_widget_does_not_wait_for_ends_in_words() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.wait(2_000)
    assert stage.notice.kind == "renewing"
    stage.overlay, stage.screen = False, "FAILED"
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    assert stage.notice.actions == ("try-again", "contact")


def test_a_notice_of_another_failure_is_not_written_over_by_a_renewal() -> None:
    stage = Stage()
    stage.screen = "DOWNLOAD_DETAIL"
    stage.expire(pending="download_version_asset")
    stage.event("download-failed", workId="w", kind="certificate", message="Network error")
    stage.wait(2_000)
    assert stage.notice.kind == "report"
    stage.answer()
    assert stage.notice.kind == "report"


def test_an_expiry_ends_what_was_told_before() -> None:
    stage = Stage()
    stage.screen, stage.buttons = "FORM", ()
    stage.event("error", message="Unexpected token '<'", requestId=None, stage="submit")
    stage.wait(100)
    assert stage.notice.kind == "stuck"
    stage.wait(5_000)
    stage.expire(pending="access_code")
    assert stage.notice is None


def test_a_form_that_was_pressed_does_not_stand_still() -> None:
    stage = Stage()
    stage.screen, stage.buttons = "FORM", ()
    stage.event("error", message="Unexpected token '<'", requestId=None, stage="submit")
    stage.wait(100)
    stage.send(WidgetPressed("next"))
    assert stage.notice is None


def test_a_widget_without_a_token_has_no_retry_and_is_given_one() -> None:
    stage = Stage()
    stage.mode, stage.screen, stage.buttons = "update", "FORM", ()
    stage.expire(pending="work_select")
    stage.answer("http", envelope=refused(401))
    # What it shows in place of its form and of its failed screen.
    stage.alert = "Authentication required: Please provide a valid token to use this widget."
    stage.wait(60_000)
    stage.overlay, stage.screen = False, "FAILED"
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    stage.press("try-again")
    assert stage.all(effects.PressRetry) == []
    assert len(stage.all(effects.RequestToken)) == 2


def test_a_session_that_nobody_waits_for_can_be_tried_again() -> None:
    stage = Stage()
    stage.fail("common.unauthorized")
    stage.draw("FORM")
    stage.answer("http", envelope=refused(401))
    stage.press("try-again")
    assert len(stage.all(effects.RequestToken)) == 2


def test_a_limit_of_the_service_does_not_keep_a_session_from_being_tried_again() -> None:
    stage = Stage()
    stage.fail("common.rate_limited", details={"retry_after": 60})
    stage.expire(pending="download_list")
    stage.answer("http", envelope=refused(401))
    stage.press("try-again")
    assert len(stage.all(effects.RequestToken)) == 2


def signed_out_over_a_list() -> Stage:
    """The list waits for a session that is not to be had, and something else failed meanwhile."""
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOADS"
    stage.expire(pending="download_list")
    stage.answer("http", envelope=refused(401))
    stage.wait(3_000)
    stage.fail("common.service_unavailable")
    return stage


def test_where_the_overlay_is_a_token_is_asked_for_and_not_retry_pressed() -> None:
    stage = signed_out_over_a_list()
    stage.press("try-again")
    assert stage.all(effects.PressRetry) == []
    assert len(stage.all(effects.RequestToken)) == 2


def test_who_waits_on_is_told_again() -> None:
    stage = signed_out_over_a_list()
    stage.send(ActionChosen("dismiss"))
    stage.draw("DOWNLOADS", "select-work")
    assert stage.notice.kind == "signed-out"


def test_what_goes_on_beside_a_wait_does_not_end_it() -> None:
    stage = Stage()
    stage.mode, stage.screen = "update", "FORM"
    stage.expire(pending="work_select")
    stage.answer("http", envelope=refused(401))
    # It was sent before its form was emptied, with the token that it had then.
    stage.event("upload-start", filename="song.wav", size=2048)
    assert stage.notice.kind == "signed-out"
    stage.press("try-again")
    stage.answer()
    assert len(stage.all(effects.DeliverToken)) == 1


def test_a_download_that_ends_on_the_failed_screen_does_not_hide_why_it_failed() -> None:
    stage = Stage()
    stage.mode = "download"
    stage.fail("widget.network_error")
    stage.event("download-complete", spoke="FAILED", workId="w", kind="asset")
    assert stage.notice.kind == "offline"


def test_a_download_that_is_refused_twice_is_one_failure_and_told_at_once() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOAD_DETAIL"
    stage.buttons = ("back-to-list", "download-version-cert")
    stage.event("download-failed", workId="w", kind="certificate", message="Your session has expired.")
    stage.event("error", code="common.auth.expired", message="m", requestId="r", stage="download_version_certificate")
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    (verdict,) = stage.announced("verdict")
    assert (verdict["code"], verdict["requestId"]) == ("widget.auth_retry_exhausted", "r")


def test_the_end_of_one_failure_does_not_leave_the_next_one_untold() -> None:
    stage = Stage()
    stage.event("error", code="registration.duplicate_title", message="m", requestId="r", stage="submit")
    stage.event("error", code="common.service_unavailable", message="m", requestId="s", stage="submit")
    stage.wait(100)
    assert [verdict["requestId"] for verdict in stage.announced("verdict")] == ["r", "s"]


def test_an_old_request_that_stops_the_widget_later_is_retried_too() -> None:
    stage = Stage()
    stage.mode, stage.screen, stage.buttons = "download", "DOWNLOADS", ("select-work",)
    stage.expire(pending="download_list")
    stage.answer()
    stage.overlay = False
    stage.wait(1_200)
    stage.event("error", code="common.auth.expired", message="m", requestId="r", stage="download_list")
    stage.draw("FAILED", "retry")
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    stage.wait(500)
    assert len(stage.all(effects.PressRetry)) == 1


def test_the_list_of_another_mode_is_no_part_of_an_old_burst() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOADS"
    stage.expire(pending="download_list")
    stage.overlay, stage.screen, stage.mode = False, "FORM", "update"
    stage.event("mode-changed", mode="update")
    stage.event("error", code="common.auth.expired", message="m", requestId="r", stage="work_select")
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    assert len(stage.announced("verdict")) == 2
    assert stage.requests[-1].pending_action == "work_select"


def test_reset_ends_the_wait_of_the_older_generation_too() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire(pending="register")
    stage.answer("http", envelope=refused(403, "session.key_inactive"))
    stage.overlay = False
    stage.event("token-expired", pendingAction="reset")
    stage.overlay = True
    stage.event("token-expired", pendingAction="register")
    stage.answer("no-source")
    assert stage.notice.kind == "disabled"


def test_a_list_that_is_there_again_needs_no_button() -> None:
    stage = over_a_failed_list()
    assert stage.notice.actions == ("try-again",)
    stage.alert = None
    stage.draw("DOWNLOADS", "select-work")
    assert stage.notice is None


def test_the_way_back_to_the_list_is_not_offered_on_the_list() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOAD_DETAIL"
    stage.buttons = ("back-to-list", "reload-versions")
    stage.alert = "Your session has expired. Please refresh your credentials."
    stage.expire(pending="download_detail")
    stage.answer()
    stage.overlay = False
    stage.wait(1_000)
    stage.alert, stage.screen, stage.buttons = None, "DOWNLOADS", ("select-work",)
    stage.send(WidgetPressed("back-to-list"))
    assert stage.notice is None


def test_a_finished_work_that_is_switched_off_is_covered_when_its_screen_goes() -> None:
    for code, text in (("widget.unknown_error", TIMEOUT), ("common.service_unavailable", "of another download")):
        stage = submitted()
        stage.screen = "COMPLETE"
        stage.event("complete", atsId=42)
        stage.expire(pending="download")
        stage.answer("http", envelope=refused(403, "session.key_inactive"))
        assert stage.all(effects.CoverWidget) == []
        stage.wait(60_000)
        stage.overlay, stage.screen = False, "FAILED"
        stage.event("failed", code=code, message=text, requestId=None)
        stage.wait(100)
        assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True], code


def test_a_finished_work_that_was_switched_off_works_again_when_it_is_reset() -> None:
    stage = submitted()
    stage.screen = "COMPLETE"
    stage.event("complete", atsId=42)
    stage.expire(pending="download")
    stage.answer("http", envelope=refused(403, "session.key_inactive"))
    stage.overlay, stage.transaction = False, None
    stage.draw("FORM")
    assert [detail["because"] for detail in stage.announced("enabled")] == ["redrawn"]
    assert stage.notice is None


def test_a_switched_off_widget_does_not_wait_for_a_limit() -> None:
    stage = Stage()
    stage.fail("common.rate_limited", details={"retry_after": 60})
    stage.event("failed", error="Not allowed", stage="FAILED")
    stage.event("error", stage="FAILED", error="Not allowed", code="FORBIDDEN", details={"httpStatus": 403})
    stage.press("try-again")
    assert len(stage.all(effects.PressRetry)) == 1


def test_an_expiry_does_not_swallow_that_the_older_widget_stopped() -> None:
    stage = Stage()
    stage.event("token-expired", pendingAction="register")
    stage.answer()
    stage.screen = "FAILED"
    stage.event("failed", error="Too many requests. Please wait a moment and try again.", stage="FAILED")
    stage.wait(100)
    assert stage.notice.kind == "waiting"


def test_the_older_generations_lost_answer_can_look_like_a_second_one() -> None:
    for code in ("NOT_FOUND", "CONFLICT"):
        stage = Stage()
        stage.event("upload-start", filename="song.wav", size=2048)
        stage.event("upload-complete", filename="song.wav")
        stage.screen = "FAILED"
        stage.event("failed", error="m", stage="FAILED")
        stage.event("error", stage="FAILED", error="m", code=code, details={"httpStatus": 404})
        assert (stage.notice.kind, stage.notice.warning) == ("unsure", "twice"), code


def test_a_work_that_may_be_paid_for_does_not_wait_for_a_limit() -> None:
    stage = lost("widget.network_error")
    stage.press_retry()
    stage.fail("common.rate_limited", details={"retry_after": 60})
    stage.press("try-again")
    assert len(stage.all(effects.PressRetry)) == 1


def test_on_the_form_there_is_no_way_back_to_the_form() -> None:
    stage = lost("widget.network_error")
    assert "try-again" in stage.notice.actions
    stage.press_retry()
    assert (stage.notice.kind, stage.notice.warning) == ("unsure", "twice")
    assert stage.notice.actions == ("contact", "dismiss")


def test_the_question_goes_when_there_is_nothing_left_to_ask() -> None:
    stage = submitted()
    stage.expire(pending="tracking")
    assert stage.notice.actions == ("keep", "register-again")
    stage.transaction, stage.overlay = None, False
    stage.draw("FORM")
    assert stage.notice is None


def test_a_token_that_came_after_the_form_was_sent_is_still_unspent() -> None:
    # The older widget asks for a token after its reset; the form went off with the one before.
    stage = Stage()
    stage.draw("FORM", "back", "submit")
    stage.event("token-expired", pendingAction="reset")
    stage.screen, stage.buttons = "FORM", ()
    stage.send(WidgetPressed("submit"))
    stage.answer()
    stage.screen = "UPLOAD"
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.transaction, stage.screen = "tx_1", "TRACKING"
    stage.event("confirmed", transactionId="tx_1")
    stage.fail("transaction.expired")
    stage.press_retry()
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True]
    assert stage.notice.actions == ("keep", "register-again")


def test_a_token_for_something_harmless_does_not_pay_for_a_form_that_is_there() -> None:
    stage = submitted()
    stage.fail("transaction.expired")
    stage.mode, stage.transaction, stage.screen, stage.buttons = "update", None, "FORM", ("next",)
    stage.send(WidgetPressed("retry"))
    stage.send(WidgetLooked())
    stage.expire(pending="access_code")
    stage.answer()
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True]
    assert stage.notice.actions == ("keep", "register-again")


def test_whoever_asks_too_often_was_not_refused_because_of_that() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(401))
    for _ in range(2):
        stage.press("try-again")
        stage.answer("http", envelope=refused(401))
    stage.press("try-again")
    assert (stage.notice.kind, stage.notice.message) == ("breaker", "")


def test_an_old_request_that_fails_late_does_not_tell_of_our_token() -> None:
    # Two downloads with the same old token: after the first one's renewal, nothing was asked for with the new one.
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOAD_DETAIL"
    stage.buttons = ("back-to-list", "download-version-cert")
    for renewed in (False, True):
        stage.event("download-failed", workId="w", kind="certificate", message="Your session has expired.")
        code = "common.auth.expired"
        stage.event("error", code=code, message="m", requestId="r", stage="download_version_certificate")
        if not renewed:
            stage.event("token-expired", pendingAction="download_version_certificate")
            stage.answer()
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    assert stage.all(effects.ShowNotice) == []
    stage.answer()
    stage.wait(1_000)
    assert stage.notice.message == "session-had-ended"


def test_after_the_submission_no_session_is_said_to_be_refused() -> None:
    stage = submitted()
    stage.event("error", code="session.invalid_token", message="m", requestId="r", stage="tracking")
    stage.screen = "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    assert (stage.notice.kind, stage.notice.message) == ("submitted", "session-ended")


def test_kept_is_not_said_of_a_form_that_another_mode_emptied() -> None:
    for sent_before in (True, False):
        stage = Stage()
        stage.draw("FORM", "back", "submit")
        stage.screen, stage.buttons = "FORM", ()
        stage.event("mode-changed", mode="update")
        if sent_before:
            stage.event("upload-start", filename="song.wav", size=2048)
        stage.fail("widget.upload_error")
        assert stage.notice.advice[1:] == ("form",), sent_before


def test_kept_is_not_said_of_an_empty_form_whose_last_step_is_shown() -> None:
    stage = Stage()
    stage.draw("FORM", "back", "submit")
    stage.event("mode-changed", mode="register")
    stage.fail("common.service_unavailable")
    stage.press_retry()
    stage.fail("common.service_unavailable")
    assert stage.notice.advice[1:] == ("form",)


# A button that only brings the form back says so


def test_when_the_widget_has_given_up_trying_again_is_called_what_it_does() -> None:
    for outcome, status, said in (
        ("http", 401, ("signed-out", "tab")),
        ("timeout", 0, ("later", "form", "elsewhere")),
    ):
        stage = Stage()
        stage.screen = "FORM"
        stage.expire()
        while stage.requests:
            stage.answer(outcome, envelope=refused(status) if status else None)
            stage.wait(15_000)
        assert "try-again" in stage.notice.actions, outcome
        assert not stage.notice.leads_back, "it waits, and another token helps it"
        stage.wait(60_000)
        stage.overlay, stage.screen, stage.buttons = False, "FAILED", ("retry",)
        stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
        assert "try-again" in stage.notice.actions, outcome
        assert (stage.notice.leads_back, stage.notice.advice) == (True, said)
        stage.press("try-again")
        assert len(stage.all(effects.PressRetry)) == 1, outcome


def test_after_a_token_of_ours_was_refused_trying_again_is_called_what_it_does() -> None:
    stage = Stage()
    stage.expire()
    stage.answer()
    stage.overlay, stage.screen, stage.buttons = False, "FAILED", ("retry",)
    stage.event("error", code="session.invalid_token", message="no", requestId="req_2", stage="submit")
    stage.event("failed", code="widget.auth_retry_exhausted", message="no", requestId=None)
    assert (stage.notice.kind, stage.notice.leads_back) == ("signed-out", True)


def test_when_the_breaker_has_closed_trying_again_is_called_what_it_does() -> None:
    stage = Stage()
    for _ in range(3):
        stage.expire()
        stage.answer()
        stage.wait(10)
    stage.expire()
    stage.wait(59_000)
    stage.overlay, stage.screen, stage.buttons = False, "FAILED", ("retry",)
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    assert stage.notice.until is not None, "it still counts down"
    stage.wait(1_000)
    assert (stage.notice.kind, stage.notice.leads_back) == ("breaker", True)
    assert stage.notice.advice == ("form", "breaker")


# When a token can be asked for again


NO_TOKEN = "Authentication required: Please provide a valid token to use this widget."


def limited(seconds: int) -> Envelope:
    return read_envelope("allfeat-widget", 429, "", {"Retry-After": str(seconds)})


def without_a_token() -> Stage:
    """A widget whose first token is not to be had for a while."""
    stage = Stage()
    stage.alert, stage.buttons = NO_TOKEN, ()
    stage.send(WidgetArrived(wants_token=True))
    stage.answer("http", envelope=limited(100))
    return stage


def test_a_first_token_that_was_limited_can_be_asked_for_when_the_wait_is_over() -> None:
    stage = without_a_token()
    assert (stage.notice.kind, stage.notice.actions) == ("waiting", ())
    stage.wait(100_000)
    assert (stage.notice.kind, stage.notice.actions) == ("try-again", ("try-again",))
    # There is no button of the widget to press, and no form that could keep something.
    assert (stage.notice.advice, stage.notice.leads_back) == ((), False)
    stage.press("try-again")
    stage.answer()
    assert len(stage.all(effects.DeliverToken)) == 1
    assert stage.notice is None
    assert stage.all(effects.PressRetry) == []


def test_a_widget_that_says_that_it_is_there_has_no_first_token_because_of_that() -> None:
    stage = without_a_token()
    stage.event("mode-changed", mode="register")
    stage.event("ready", mode="register")
    assert stage.notice.kind == "waiting"
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True]


def test_a_first_token_that_was_not_to_be_had_is_asked_for_anew_in_another_mode() -> None:
    stage = without_a_token()
    stage.mode = "download"
    stage.send(WidgetLooked("mode"))
    stage.event("mode-changed", mode="download")
    stage.answer()
    assert [token.request for token in stage.all(effects.DeliverToken)] == [2]
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True, False]
    assert stage.notice is None


def test_a_limit_that_ends_a_moment_before_the_widget_gives_up_leaves_a_button_for_both() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=limited(59))
    stage.wait(59_000)
    assert (stage.notice.kind, stage.notice.actions, stage.notice.leads_back) == ("try-again", ("try-again",), False)
    stage.wait(1_000)
    stage.overlay, stage.screen, stage.buttons = False, "FAILED", ("retry",)
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
    assert (stage.notice.actions, stage.notice.leads_back) == (("try-again",), True)
    stage.press("try-again")
    assert len(stage.all(effects.PressRetry)) == 1
    assert len(stage.all(effects.RequestToken)) == 1


def test_who_is_online_again_can_ask_for_the_token_that_the_widget_waits_for() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    while stage.notice is None or stage.notice.kind != "offline":
        if stage.requests:
            stage.answer("network")
        stage.wait(2_000)
    stage.send(ConnectionChanged(online=False))
    stage.send(ConnectionChanged(online=True))
    assert (stage.notice.kind, stage.notice.actions, stage.notice.leads_back) == ("online", ("try-again",), False)
    asked = len(stage.all(effects.RequestToken))
    stage.press("try-again")
    assert len(stage.all(effects.RequestToken)) == asked + 1


def test_a_widget_that_stopped_without_a_token_is_drawn_anew_before_its_retry_is_pressed() -> None:
    # Lists of a mode before were asked for in vain; in this one, nothing waits for the token that comes.
    stage = without_a_token()
    stage.expire(pending="work_select")
    stage.event("error", code="common.auth.expired", message="m", requestId="r", stage="work_select")
    stage.overlay, stage.screen = False, "FAILED"
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    stage.answer()
    stage.wait(500)
    did = [type(effect).__name__ for _, effect in stage.log]
    assert did[-2:] == ["RedrawWidget", "PressRetry"]


def test_lists_are_watched_in_whatever_mode_the_widget_gets_to_be() -> None:
    stage = Stage()
    stage.send(WidgetArrived())
    assert stage.all(effects.ObserveRedraws) == []
    stage.mode = "download"
    stage.send(WidgetLooked("mode"))
    assert [effect.on for effect in stage.all(effects.ObserveRedraws)] == [True]
