# runs-on: micropython
"""Whole stories, with everything that is done in them, in order: nothing else happens, and nothing at another time.

The other tests each look at one rule. Here a timer that is not stopped, a report that lacks a field, or a button that
is pressed twice is noticed, whatever rule it belongs to.
"""

from __future__ import annotations

from driver import Stage, over_a_failed_list
from situations import give_up, refused
from transcript import check

from pywidget.core.effects import StartTimer
from pywidget.core.events import from_answer, from_page
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    LoginBlocked,
    PageResumed,
    RequestSucceeded,
    TokenAnswered,
    WidgetArrived,
    WidgetLeft,
    WidgetLooked,
    WidgetPressed,
    WidgetReturned,
)


def on_the_form(policy: Policy | None = None) -> Stage:
    """A form that is filled in, on its last step."""
    stage = Stage(policy)
    stage.readable = True
    stage.draw("FORM", "back", "submit")
    stage.log.clear()
    return stage


def submitted() -> Stage:
    """A work that was confirmed, and is tracked."""
    stage = on_the_form()
    stage.draw("UPLOAD")
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.event("upload-complete", filename="song.wav")
    stage.draw("CONFIRMING")
    stage.transaction = "tx_1"
    stage.draw("TRACKING")
    stage.event("confirmed", transactionId="tx_1")
    return stage


def completed() -> Stage:
    """A work that is registered."""
    stage = submitted()
    stage.draw("COMPLETE", "copy-access-code", "download", "reset")
    stage.event("complete", atsId=42)
    return stage


# ---- a session that ends


def test_a_session_is_renewed_at_once() -> None:
    stage = on_the_form()
    stage.expire()
    stage.wait(300)
    stage.overlay, stage.buttons = False, ()
    stage.answer()
    stage.wait(5_000)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code common.auth.expired, event allfeat:error, message jwt expired, path auth,
        remedy renew-session, requestId req_1, stage submit, system allfeat-widget
        0 report code common.auth.expired, event allfeat:error, failure 1, merged 2, message jwt expired,
        mode register, path auth, payment 0, pendingAction submit, remedy renew-session, requestId req_1,
        screen FORM, stage submit, system allfeat-widget, transaction False
        0 observe
        0 timer deadline 58000
        0 ask for token 1, try 1, to submit
        0 timer try 10000
        0 timer renewing 1000
        300 cancel try
        300 deliver token 1
        300 cancel try
        300 cancel next-try
        300 cancel deadline
        300 announce renewed: attempts 1, durationMs 300, pendingAction submit
        300 report attempts 1, code common.auth.expired, durationMs 300, failure 1, merged 2,
        outcome renewed, system allfeat-widget
        300 cancel renewing
        300 timer after-delivery 500
        """,
    )


def test_a_renewal_that_takes_long_is_told_and_told_to_be_over() -> None:
    stage = on_the_form()
    stage.expire(pending="access_code")
    stage.wait(4_000)
    stage.answer()
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code common.auth.expired, event allfeat:error, message jwt expired, path auth,
        remedy renew-session, requestId req_1, stage access_code, system allfeat-widget
        0 report code common.auth.expired, event allfeat:error, failure 1, merged 2, message jwt expired,
        mode register, path auth, payment 0, pendingAction access_code, remedy renew-session,
        requestId req_1, screen FORM, stage access_code, system allfeat-widget, transaction False
        0 observe
        0 timer deadline 58000
        0 ask for token 1, try 1, to access_code
        0 timer try 10000
        0 timer renewing 1000
        1000 show renewing (status) []
        4000 cancel try
        4000 deliver token 1
        4000 cancel try
        4000 cancel next-try
        4000 cancel deadline
        4000 announce renewed: attempts 1, durationMs 4000, pendingAction access_code
        4000 report attempts 1, code common.auth.expired, durationMs 4000, failure 1, merged 2,
        outcome renewed, system allfeat-widget
        4000 cancel renewing
        4000 timer after-delivery 500
        4000 hide session-renewed
        """,
    )
    stage.wait(5_000)
    check(
        stage,
        """
        4500 redraw
        """,
    )


def test_a_renewal_that_nobody_answers() -> None:
    stage = on_the_form()
    stage.expire()
    stage.log.clear()
    stage.answer("network")
    stage.wait(499)
    check(
        stage,
        """
        0 cancel try
        0 timer next-try 750
        """,
    )
    stage.wait(501)
    stage.answer("network")
    stage.wait(1_000)
    stage.wait(10_000)
    check(
        stage,
        """
        750 ask for token 2, try 2, to submit
        750 timer try 10000
        1000 show renewing (status) []
        1000 cancel try
        1000 timer next-try 15000
        """,
    )
    stage.wait(48_000)
    give_up(stage)
    check(
        stage,
        """
        16000 ask for token 3, try 3, to submit
        16000 timer try 10000
        26000 abort token 3
        26000 cancel try
        26000 cancel next-try
        26000 cancel deadline
        26000 announce renewal-failed: attempts 3, pendingAction submit, reason timed-out
        26000 report attempts 3, code common.auth.expired, durationMs 26000, failure 1, merged 2,
        outcome not-renewed, reason timed-out, system allfeat-widget
        26000 cancel wait
        26000 show offline (alert) network [try-again contact], reference req_1
        26000 cancel renewing
        60000 cancel wait
        60000 show offline (alert) network [try-again contact], reference req_1, leads back
        """,
    )
    stage.wait(3_000)
    stage.press("try-again")
    check(
        stage,
        """
        63000 hide
        63000 press retry
        63000 focus
        63000 timer effect 1500
        """,
    )


def test_who_is_signed_out_signs_in_beside_the_page() -> None:
    stage = on_the_form()
    stage.expire()
    stage.log.clear()
    stage.answer("http", envelope=refused(401))
    check(
        stage,
        """
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewal-failed: attempts 1, pendingAction submit, reason signed-out, status 401
        0 report attempts 1, code common.auth.expired, durationMs 0, failure 1, merged 2,
        outcome not-renewed, reason signed-out, system allfeat-widget
        0 explain signed-out
        0 cancel wait
        0 show signed-out (alert) session-lost [sign-in try-again], reference req_1
        0 cancel renewing
        """,
    )
    stage.press("sign-in")
    stage.wait(1_000)
    stage.send(PageResumed())
    check(
        stage,
        """
        0 log in: tab
        1000 show renewing (status) []
        1000 timer deadline 57000
        1000 ask for token 2, try 1, to submit
        1000 timer try 10000
        1000 timer renewing 1000
        """,
    )
    stage.answer("http", envelope=refused(401))
    stage.wait(20_999)
    stage.log.clear()
    stage.send(PageResumed())
    assert stage.log == []
    stage.wait(1)
    stage.send(PageResumed())
    stage.answer()
    check(
        stage,
        """
        22000 show renewing (status) []
        22000 timer deadline 36000
        22000 ask for token 3, try 1, to submit
        22000 timer try 10000
        22000 timer renewing 1000
        22000 cancel try
        22000 deliver token 3
        22000 cancel try
        22000 cancel next-try
        22000 cancel deadline
        22000 announce renewed: attempts 1, durationMs 22000, pendingAction submit
        22000 report attempts 1, code common.auth.expired, durationMs 22000, failure 1, merged 2,
        outcome renewed, system allfeat-widget
        22000 cancel renewing
        22000 timer after-delivery 500
        22000 hide session-renewed
        """,
    )
    stage.send(PageResumed())
    assert stage.log == []


def test_who_signs_in_in_the_place_of_the_page_is_asked_first() -> None:
    stage = on_the_form(Policy(login=True, login_in="page"))
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.log.clear()
    stage.press("sign-in")
    stage.press("cancel")
    stage.press("sign-in")
    stage.press("confirm-sign-in")
    check(
        stage,
        """
        0 show leave (alert) [cancel confirm-sign-in]
        0 show signed-out (alert) session-lost [sign-in try-again], reference req_1
        0 show leave (alert) [cancel confirm-sign-in]
        0 log in: page
        """,
    )


def test_a_login_page_that_the_browser_would_not_open() -> None:
    stage = on_the_form()
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.press("sign-in")
    stage.log.clear()
    stage.send(LoginBlocked())
    stage.wait(60_000)
    stage.send(PageResumed())
    check(
        stage,
        """
        0 show leave (alert) [cancel confirm-sign-in]
        """,
    )
    # Nothing to lose: the page is left at once.
    stage = completed()
    stage.log.clear()
    stage.send(LoginBlocked())
    check(
        stage,
        """
        0 log in: page
        """,
    )


def test_a_token_source_that_asks_to_wait() -> None:
    stage = on_the_form()
    stage.expire()
    stage.log.clear()
    stage.answer("http", envelope=refused(429, headers={"Retry-After": "90"}))
    check(
        stage,
        """
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewal-failed: attempts 1, pendingAction submit, reason rate-limited, status 429
        0 report attempts 1, code common.auth.expired, durationMs 0, failure 1, merged 2,
        outcome not-renewed, reason rate-limited, system allfeat-widget
        0 timer wait 90000
        0 show waiting (status) rate-limited [], reference req_1, until 90000
        0 cancel renewing
        """,
    )
    give_up(stage)
    stage.wait(90_000)
    check(
        stage,
        """
        90000 show try-again (status) wait-over [try-again], leads back
        """,
    )


def test_a_token_source_with_a_code_of_its_own() -> None:
    stage = on_the_form()
    stage.expire()
    stage.log.clear()
    stage.answer("http", envelope=refused(403, "organization.inactive"))
    check(
        stage,
        """
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewal-failed: attempts 1, code organization.inactive, pendingAction submit,
        reason config, requestId req_t, status 403
        0 report attempts 1, code common.auth.expired, durationMs 0, failure 1, merged 2,
        outcome not-renewed, reason config, system allfeat-widget
        0 cancel renewing
        0 cancel settle
        0 announce verdict: code organization.inactive, event token-endpoint, message no, path config,
        remedy contact-administrator, requestId req_t, stage submit, system allfeat-widget
        0 report code organization.inactive, event token-endpoint, failure 2, merged 0, message no,
        mode register, path config, payment 0, remedy contact-administrator, requestId req_t, screen FORM,
        stage submit, system allfeat-widget, transaction False
        0 cancel wait
        0 cancel renewing
        0 announce disabled: code organization.inactive, requestId req_t, system allfeat-widget
        0 cover
        0 show disabled (alert) switched-off [contact], reference req_t
        """,
    )
    # The form is there, but its API is the one that refuses.
    stage.overlay = False
    stage.draw("FORM", "back", "submit")
    assert stage.log == []
    stage.event("upload-start", filename="a.wav", size=7)
    check(
        stage,
        """
        0 cancel renewing
        0 announce enabled: because upload-start
        0 uncover
        0 cancel wait
        0 hide
        0 observe no more
        """,
    )


def test_too_many_renewals() -> None:
    stage = on_the_form()
    for _ in range(3):
        stage.expire(pending="access_code")
        stage.answer()
        stage.wait(5_000)
    stage.log.clear()
    stage.expire(pending="access_code")
    check(
        stage,
        """
        15000 timer settle 50
        15000 cancel settle
        15000 announce verdict: code common.auth.expired, event allfeat:error, message jwt expired,
        path auth, remedy renew-session, requestId req_1, stage access_code, system allfeat-widget
        15000 report code common.auth.expired, event allfeat:error, failure 4, merged 2,
        message jwt expired, mode register, path auth, payment 0, pendingAction access_code,
        remedy renew-session, requestId req_1, screen FORM, stage access_code, system allfeat-widget,
        transaction False
        15000 cancel try
        15000 cancel next-try
        15000 cancel deadline
        15000 announce renewal-failed: attempts 0, pendingAction access_code, reason too-many-renewals
        15000 report attempts 0, code common.auth.expired, durationMs 0, failure 4, merged 2,
        outcome not-renewed, reason too-many-renewals, system allfeat-widget
        15000 timer wait 60000
        15000 show breaker (alert) session-refused [sign-in contact], reference req_1, until 75000
        15000 cancel renewing
        """,
    )
    stage.wait(60_000)
    stage.press("try-again")
    check(
        stage,
        """
        75000 cancel wait
        75000 show breaker (alert) session-refused [try-again sign-in], reference req_1
        75000 show renewing (status) []
        75000 timer deadline 58000
        75000 ask for token 4, try 1, to access_code
        75000 timer try 10000
        75000 timer renewing 1000
        """,
    )


def test_a_burst_of_a_list_is_one_renewal_and_its_stop_one_retry() -> None:
    stage = Stage()
    stage.mode, stage.readable = "download", True
    stage.draw("DOWNLOADS", "select-work")
    stage.log.clear()
    stage.event("error", code="session.invalid_token", message="m", requestId="r", stage="download_list")
    stage.overlay = True
    stage.event("token-expired", pendingAction="download_list")
    stage.event("error", code="session.invalid_token", message="m", requestId="r", stage="download_list")
    stage.event("token-expired", pendingAction="download_list")
    stage.screen, stage.overlay, stage.buttons = "FAILED", False, ("retry",)
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    stage.wait(100)
    stage.answer()
    stage.wait(1_000)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code session.invalid_token, event allfeat:error, message m, path auth,
        remedy renew-session, requestId r, stage download_list, system allfeat-widget
        0 report code session.invalid_token, event allfeat:error, failure 1, merged 2, message m,
        mode download, path auth, payment 0, pendingAction download_list, remedy renew-session,
        requestId r, screen DOWNLOADS, stage download_list, system allfeat-widget, transaction False
        0 observe
        0 timer deadline 58000
        0 ask for token 1, try 1, to download_list
        0 timer try 10000
        0 timer renewing 1000
        100 cancel try
        100 deliver token 1
        100 cancel try
        100 cancel next-try
        100 cancel deadline
        100 announce renewed: attempts 1, durationMs 100, pendingAction download_list
        100 report attempts 1, code session.invalid_token, durationMs 100, failure 1, merged 5,
        outcome renewed, system allfeat-widget
        100 cancel renewing
        100 timer after-delivery 500
        600 press retry
        """,
    )


def test_a_request_of_a_burst_that_stops_the_widget_after_its_token() -> None:
    stage = Stage()
    stage.mode = "download"
    stage.draw("DOWNLOADS", "select-work")
    stage.expire("session.invalid_token", "download_list")
    stage.overlay = False
    stage.answer()
    stage.wait(600)
    stage.log.clear()
    stage.screen, stage.buttons = "FAILED", ("retry",)
    stage.event("failed", code="widget.auth_retry_exhausted", message="m", requestId=None)
    stage.wait(499)
    check(
        stage,
        """
        600 timer after-delivery 500
        """,
    )
    stage.wait(1)
    check(
        stage,
        """
        1100 press retry
        """,
    )


def test_a_download_that_has_to_be_asked_for_again() -> None:
    stage = Stage()
    stage.mode = "download"
    stage.draw("DOWNLOAD_DETAIL", "download-version-cert", "back-to-list")
    stage.expire("session.invalid_token", "download_version_certificate")
    stage.overlay = False
    stage.answer()
    stage.log.clear()
    stage.wait(1_000)
    check(
        stage,
        """
        500 show try-again (status) session-renewed [dismiss]
        """,
    )
    stage.send(WidgetPressed("back-to-list"))
    stage.send(WidgetPressed("download-version-cert"))
    check(
        stage,
        """
        1000 hide
        """,
    )


def test_versions_that_have_to_be_listed_again() -> None:
    stage = Stage()
    stage.mode, stage.alert = "download", "Your session has expired."
    stage.draw("DOWNLOAD_DETAIL", "reload-versions", "back-to-list")
    stage.expire("session.invalid_token", "download_detail")
    stage.overlay = False
    stage.answer()
    stage.log.clear()
    stage.wait(1_000)
    check(
        stage,
        """
        500 show try-again (status) session-renewed [back-to-list]
        """,
    )
    stage.press("back-to-list")
    stage.alert = None
    stage.draw("DOWNLOADS", "select-work")
    stage.wait(2_000)
    check(
        stage,
        """
        1000 hide
        1000 press back-to-list
        1000 focus
        1000 timer effect 1500
        """,
    )


def test_an_overlay_that_stays_over_something_harmless() -> None:
    stage = completed()
    stage.log.clear()
    stage.expire(pending="download")
    stage.answer()
    stage.wait(1_000)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code common.auth.expired, event allfeat:error, message jwt expired, path auth,
        remedy renew-session, requestId req_1, stage download, system allfeat-widget
        0 report code common.auth.expired, event allfeat:error, failure 1, merged 2, message jwt expired,
        mode register, path auth, payment 1, pendingAction download, remedy renew-session, requestId req_1,
        screen COMPLETE, stage download, system allfeat-widget, transaction True
        0 observe
        0 timer deadline 58000
        0 ask for token 1, try 1, to download
        0 timer try 10000
        0 timer renewing 1000
        0 cancel try
        0 deliver token 1
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction download
        0 report attempts 1, code common.auth.expired, durationMs 0, failure 1, merged 2, outcome renewed,
        system allfeat-widget
        0 cancel renewing
        0 timer after-delivery 500
        500 redraw
        """,
    )


def test_a_widget_that_left_and_returned() -> None:
    stage = on_the_form()
    stage.expire()
    stage.log.clear()
    stage.send(WidgetLeft())
    check(
        stage,
        """
        0 cancel renewing
        0 abort token 1
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 cancel settle
        0 cancel wait
        0 cancel stuck
        0 cancel missed
        0 cancel after-delivery
        0 cancel effect
        0 cancel wait
        0 observe no more
        """,
    )
    stage.send(WidgetReturned())
    stage.answer()
    check(
        stage,
        """
        0 timer deadline 58000
        0 ask for token 2, try 1, to submit
        0 timer try 10000
        0 timer renewing 1000
        0 cancel try
        0 deliver token 2
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction submit
        0 report attempts 1, code common.auth.expired, durationMs 0, failure 1, merged 2, outcome renewed,
        system allfeat-widget
        0 cancel renewing
        0 timer after-delivery 500
        """,
    )
    stage.send(WidgetReturned())
    assert stage.log == []


def test_another_site_key_renews_what_is_waited_for_and_another_mode_forgets_it() -> None:
    stage = on_the_form()
    stage.expire()
    stage.log.clear()
    stage.send(WidgetLooked("site-key"))
    check(
        stage,
        """
        0 cancel wait
        """,
    )
    stage.answer("http", envelope=refused(401))
    stage.log.clear()
    stage.send(WidgetLooked("network"))
    check(
        stage,
        """
        0 cancel renewing
        0 timer deadline 58000
        0 ask for token 2, try 1, to submit
        0 timer try 10000
        0 timer renewing 1000
        0 cancel wait
        0 hide
        """,
    )
    stage.overlay, stage.mode = False, "update"
    stage.send(WidgetLooked("mode"))
    check(
        stage,
        """
        0 cancel renewing
        0 abort token 2
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 cancel wait
        """,
    )


def test_the_older_widget_is_reset_while_it_waits() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.event("error", stage="register", error="jwt expired", code="TOKEN_EXPIRED")
    stage.overlay = True
    stage.event("token-expired", pendingAction="register")
    stage.log.clear()
    stage.overlay = False
    stage.event("token-expired", pendingAction="reset")
    stage.answer()
    check(
        stage,
        """
        0 cancel wait
        0 cancel try
        0 deliver token 1
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction register
        0 report attempts 1, code TOKEN_EXPIRED, durationMs 0, failure 1, merged 2, outcome renewed,
        system allfeat-widget-v1
        0 cancel renewing
        0 timer after-delivery 500
        """,
    )
    stage.event("token-expired", pendingAction="reset")
    stage.answer()
    check(
        stage,
        """
        0 timer deadline 58000
        0 ask for token 2, try 1, to reset
        0 timer try 10000
        0 cancel wait
        0 cancel try
        0 deliver token 2 when it suits
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction reset
        0 cancel renewing
        0 timer after-delivery 500
        """,
    )


def test_the_older_widget_stops_with_an_error_of_its_own() -> None:
    stage = Stage()
    stage.screen = "UPLOAD"
    stage.event("failed", error="HTTP 503", stage="FAILED")
    stage.screen = "FAILED"
    stage.event(
        "error",
        stage="FAILED",
        error="HTTP 503",
        code="SERVER_ERROR",
        details={"httpStatus": 503, "code": "X", "details": {"retry_after": 7}},
    )
    stage.event("failed", error="HTTP 503", stage="FAILED")
    stage.wait(100)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code SERVER_ERROR, event allfeat:failed, message HTTP 503, path retry,
        remedy try-again, system allfeat-widget-v1
        0 report code SERVER_ERROR, event allfeat:failed, failure 1, merged 2, message HTTP 503,
        mode register, path retry, payment 0, remedy try-again, screen FAILED, system allfeat-widget-v1,
        transaction False
        0 observe
        0 cancel wait
        0 show try-again (alert) temporarily-unavailable [try-again], leads back
        """,
    )


# ---- a first token


def test_a_first_token() -> None:
    stage = Stage()
    stage.screen, stage.alert = "FORM", "Authentication required: Please provide a valid token to use this widget."
    stage.send(WidgetArrived(wants_token=True))
    stage.answer()
    stage.wait(1_000)
    check(
        stage,
        """
        0 timer deadline 58000
        0 ask for token 1, try 1, to first-token
        0 timer try 10000
        0 cancel try
        0 deliver token 1 when it suits
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction first-token
        0 cancel renewing
        0 timer after-delivery 500
        500 redraw
        """,
    )


def test_a_first_token_that_cannot_be_had() -> None:
    stage = Stage()
    stage.screen, stage.alert = "FORM", "Authentication required: Please provide a valid token to use this widget."
    stage.send(WidgetArrived(wants_token=True))
    stage.answer("http", envelope=refused(404))
    check(
        stage,
        """
        0 timer deadline 58000
        0 ask for token 1, try 1, to first-token
        0 timer try 10000
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewal-failed: attempts 1, pendingAction first-token, reason not-found, status 404
        0 explain not-found
        0 cover
        0 cancel wait
        0 show disabled (alert) misconfigured [try-again contact]
        0 cancel renewing
        0 cancel settle
        0 announce verdict: event token-endpoint, message , path retry, remedy report, stage first-token,
        system allfeat-widget
        0 report event token-endpoint, failure 1, merged 1, message , mode register, path retry, payment 0,
        pendingAction first-token, remedy report, screen FORM, stage first-token, system allfeat-widget,
        transaction False
        0 observe
        """,
    )
    stage.press("try-again")
    stage.event("ready")
    stage.answer("bad-answer", reason="html")
    check(
        stage,
        """
        0 show renewing (status) []
        0 timer deadline 58000
        0 ask for token 2, try 1, to first-token
        0 timer try 10000
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewal-failed: attempts 1, pendingAction first-token, reason html
        0 explain html
            0 cancel wait
        0 show disabled (alert) misconfigured [try-again contact]
        0 cancel renewing
        0 cancel settle
        0 announce verdict: event token-endpoint, message , path retry, remedy report, stage first-token,
        system allfeat-widget
        0 report event token-endpoint, failure 2, merged 1, message , mode register, path retry, payment 0,
        pendingAction first-token, remedy report, screen FORM, stage first-token, system allfeat-widget,
        transaction False
        """,
    )
    stage.press("try-again")
    stage.alert = None
    stage.answer()
    stage.wait(1_000)
    check(
        stage,
        """
        0 show renewing (status) []
        0 timer deadline 58000
        0 ask for token 3, try 1, to first-token
        0 timer try 10000
        0 cancel try
        0 deliver token 3 when it suits
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction first-token
        0 cancel renewing
        0 timer after-delivery 500
        0 uncover
        0 hide session-renewed
        """,
    )


def test_a_first_token_without_a_connection() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.send(ConnectionChanged(online=False))
    stage.send(WidgetArrived(wants_token=True))
    stage.answer("network")
    stage.wait(58_000)
    check(
        stage,
        """
        0 timer deadline 58000
        0 ask for token 1, try 1, to first-token
        0 timer try 10000
        0 cancel try
        0 timer next-try 750
        750 timer deadline 57250
        58000 cancel try
        58000 cancel next-try
        58000 cancel deadline
        58000 announce renewal-failed: attempts 1, pendingAction first-token, reason unreachable
        58000 cover
        58000 cancel wait
        58000 show offline (alert) [try-again contact]
        58000 cancel renewing
        58000 cancel settle
        58000 announce verdict: code widget.network_error, event token-endpoint, message , path retry,
        remedy check-connection, stage first-token, system allfeat-widget
        58000 report code widget.network_error, event token-endpoint, failure 1, merged 1, message ,
        mode register, path retry, payment 0, pendingAction first-token, remedy check-connection,
        screen FORM, stage first-token, system allfeat-widget, transaction False
        58000 observe
        """,
    )
    stage.send(ConnectionChanged(online=True))
    check(
        stage,
        """
        58000 show online (status) [try-again]
        """,
    )


# ---- a widget that is switched off


def test_a_widget_that_is_switched_off_and_on() -> None:
    stage = on_the_form()
    stage.fail("organization.inactive", screen="DISABLED")
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code organization.inactive, event allfeat:failed, message raw, path config,
        remedy contact-administrator, requestId req_1, stage submit, system allfeat-widget
        0 report code organization.inactive, event allfeat:failed, failure 1, merged 2, message raw,
        mode register, path config, payment 0, remedy contact-administrator, requestId req_1,
        screen DISABLED, stage submit, system allfeat-widget, transaction False
        0 observe
        0 cancel wait
        0 cancel renewing
        0 announce disabled: code organization.inactive, requestId req_1, system allfeat-widget
        0 show disabled (alert) switched-off [contact], reference req_1
        """,
    )
    stage.press("contact")
    stage.draw("FORM", "next")
    check(
        stage,
        """
        0 contact: req_1
        0 announce enabled: because redrawn
        0 cancel wait
        0 hide
        0 observe no more
        """,
    )


def test_an_older_widget_that_is_refused_can_be_tried_once_more() -> None:
    stage = Stage()
    stage.screen = "UPLOAD"
    stage.event("failed", error="HTTP 403", stage="FAILED")
    stage.screen = "FAILED"
    stage.event("error", stage="FAILED", error="HTTP 403", code="FORBIDDEN", details={"httpStatus": 403})
    stage.wait(100)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code FORBIDDEN, event allfeat:failed, message HTTP 403, path config,
        remedy contact-administrator, system allfeat-widget-v1
        0 report code FORBIDDEN, event allfeat:failed, failure 1, merged 2, message HTTP 403,
        mode register, path config, payment 0, remedy contact-administrator, screen FAILED,
        system allfeat-widget-v1, transaction False
        0 observe
        0 cancel wait
        0 cancel renewing
        0 announce disabled: code FORBIDDEN, system allfeat-widget-v1
        0 cover
        0 show disabled (alert) misconfigured [try-again contact], leads back
        """,
    )
    stage.press("try-again")
    check(
        stage,
        """
        100 hide
        100 press retry
        100 focus
        100 announce enabled: because tried-again
        100 uncover
        100 cancel wait
        100 observe no more
        """,
    )


# ---- a limit, and other trouble before a payment


def test_a_limit_is_waited_for() -> None:
    stage = on_the_form()
    stage.fail("common.rate_limited", details={"retry_after": 42})
    stage.buttons = ("retry",)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code common.rate_limited, event allfeat:failed, message raw, path rate-limit,
        remedy wait, requestId req_1, stage submit, system allfeat-widget
        0 report code common.rate_limited, event allfeat:failed, failure 1, merged 2, message raw,
        mode register, path rate-limit, payment 0, remedy wait, requestId req_1, screen FAILED,
        stage submit, system allfeat-widget, transaction False
        0 observe
        0 timer wait 42000
        0 show waiting (status) rate-limited [], reference req_1, until 42000
        """,
    )
    stage.send(ActionChosen("try-again"))
    stage.wait(41_999)
    stage.send(ActionChosen("try-again"))
    assert stage.log == []
    stage.wait(1)
    check(
        stage,
        """
        42000 show try-again (status) wait-over [try-again], leads back
        """,
    )
    stage.press("try-again")
    stage.wait(1_499)
    check(
        stage,
        """
        42000 hide
        42000 press retry
        42000 focus
        42000 timer effect 1500
        """,
    )
    stage.wait(1)
    check(
        stage,
        """
        43500 show no-effect (alert) [reload contact]
        """,
    )


def test_waits_that_nobody_told_grow() -> None:
    stage = on_the_form()
    for _ in range(7):
        stage.fail("common.rate_limited")
        stage.wait(200_000)
    waits = [effect.delay for effect in stage.all(StartTimer) if effect.name == "wait"]
    assert waits == [3_750, 7_500, 15_000, 30_000, 60_000, 90_000, 90_000]


def test_a_form_that_stands_still() -> None:
    stage = on_the_form()
    stage.event("error", message="Unexpected token '<'", requestId=None, stage="submit")
    stage.wait(49)
    check(
        stage,
        """
        0 timer settle 50
        """,
    )
    stage.wait(1)
    check(
        stage,
        """
        50 cancel settle
        50 announce verdict: event allfeat:error, message Unexpected token '<', path retry, remedy report,
        stage submit, system allfeat-widget
        50 report event allfeat:error, failure 1, merged 1, message Unexpected token '<', mode register,
        path retry, payment 0, remedy report, screen FORM, stage submit, system allfeat-widget,
        transaction False
        50 observe
        50 cancel wait
        50 show stuck (alert) answer-unreadable [try-again]
        """,
    )
    stage.press("try-again")
    stage.wait(1_500)
    check(
        stage,
        """
        50 hide
        50 redraw
        50 focus
        50 timer effect 1500
        1550 show no-effect (alert) [reload contact]
        """,
    )


def test_a_screen_without_a_button_can_be_loaded_anew() -> None:
    stage = on_the_form()
    stage.draw("UPLOAD")
    stage.event("upload-start", filename="a.wav", size=7)
    stage.event("error", message="Unexpected token '<'", requestId=None, stage="submit")
    stage.wait(100)
    check(
        stage,
        """
        0 cancel wait
        0 timer settle 50
        50 cancel settle
        50 announce verdict: event allfeat:error, message Unexpected token '<', path retry, remedy report,
        stage submit, system allfeat-widget
        50 report event allfeat:error, failure 1, merged 1, message Unexpected token '<', mode register,
        path retry, payment 0, remedy report, screen UPLOAD, stage submit, system allfeat-widget,
        transaction False
        50 observe
        50 cancel wait
        50 show stuck (alert) answer-unreadable [reload start-over]
        """,
    )
    stage.press("reload")
    stage.press("cancel")
    stage.press("reload")
    stage.press("confirm-reload")
    check(
        stage,
        """
        100 show leave (alert) [cancel confirm-reload]
        100 show stuck (alert) answer-unreadable [reload start-over]
        100 show leave (alert) [cancel confirm-reload]
        100 reload page
        """,
    )


def test_what_has_to_be_started_over() -> None:
    for reset in ("never", "ask", "allowed"):
        stage = on_the_form(Policy(reset=reset, contact=True))
        stage.fail("transaction.expired")
        stage.log.clear()
        stage.press("start-over")
        if reset == "never":
            check(
                stage,
                """
                0 hide
                0 press retry
                0 focus
                0 timer effect 1500
                """,
            )
        elif reset == "ask":
            stage.press("cancel")
            stage.press("start-over")
            stage.press("confirm-start-over")
            check(
                stage,
                """
                0 show confirm (alert) [cancel confirm-start-over]
                0 show start-over (alert) preparation-expired [start-over], reference req_1
                0 show confirm (alert) [cancel confirm-start-over]
                0 hide
                0 reset
                0 focus
                """,
            )
        else:
            check(
                stage,
                """
                0 hide
                0 reset
                0 focus
                """,
            )


def test_a_field_at_fault() -> None:
    stage = on_the_form()
    stage.fail("registration.duplicate_title", details={"fields": {"isrc": "bad"}})
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code registration.duplicate_title, event allfeat:failed, message raw,
        path retry, remedy fix-input, requestId req_1, stage submit, system allfeat-widget
        0 report code registration.duplicate_title, event allfeat:failed, failure 1, merged 2, message raw,
        mode register, path retry, payment 0, remedy fix-input, requestId req_1, screen FAILED,
        stage submit, system allfeat-widget, transaction False
        0 observe
        0 cancel wait
        0 show fix-input (alert) title-taken [try-again], reference req_1, leads back
        """,
    )
    stage.press("try-again")
    stage.draw("FORM", "back", "submit")
    stage.wait(2_000)
    check(
        stage,
        """
        0 hide
        0 press retry
        0 focus isrc title
        0 timer effect 1500
        0 cancel wait
        0 observe no more
        """,
    )


def test_a_connection_that_comes_back() -> None:
    stage = on_the_form()
    stage.fail("widget.network_error")
    stage.send(ConnectionChanged(online=False))
    stage.log.clear()
    stage.send(ConnectionChanged(online=True))
    check(
        stage,
        """
        0 show online (status) [try-again], leads back
        """,
    )
    # What failed before that, and was heard of only now.
    stage.event("error", age=5, code="widget.network_error", message="m", requestId=None, stage="submit")
    stage.event("failed", age=5, code="widget.network_error", message="m", requestId=None)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code widget.network_error, event allfeat:failed, message m, path retry,
        remedy check-connection, stage submit, system allfeat-widget
        0 report code widget.network_error, event allfeat:failed, failure 2, merged 2, message m,
        mode register, path retry, payment 0, remedy check-connection, screen FAILED, stage submit,
        system allfeat-widget, transaction False
        0 cancel wait
        0 show online (status) [try-again], leads back
        """,
    )


def test_an_auth_code_without_an_expiry_makes_retry_work() -> None:
    stage = on_the_form()
    stage.fail("widget.auth_retry_exhausted")
    stage.buttons = ("retry",)
    stage.answer()
    stage.wait(1_000)
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code widget.auth_retry_exhausted, event allfeat:failed, message raw, path auth,
        remedy sign-in, requestId req_1, stage submit, system allfeat-widget
        0 report code widget.auth_retry_exhausted, event allfeat:failed, failure 1, merged 2, message raw,
        mode register, path auth, payment 0, remedy sign-in, requestId req_1, screen FAILED, stage submit,
        system allfeat-widget, transaction False
        0 observe
        0 cancel wait
        0 timer deadline 58000
        0 ask for token 1, try 1, to submit
        0 timer try 10000
        0 timer renewing 1000
        0 cancel try
        0 deliver token 1
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction submit
        0 report attempts 1, code widget.auth_retry_exhausted, durationMs 0, failure 1, merged 2,
        outcome renewed, system allfeat-widget
        0 cancel renewing
        0 timer after-delivery 500
        500 show try-again (status) session-had-ended [try-again], reference req_1, leads back
        """,
    )
    # The next one says that the token was not accepted.
    stage.fail("common.auth.expired")
    check(
        stage,
        """
        1000 timer settle 50
        1000 cancel settle
        1000 announce verdict: code common.auth.expired, event allfeat:failed, message raw, path auth,
        remedy renew-session, requestId req_1, stage submit, system allfeat-widget
        1000 report code common.auth.expired, event allfeat:failed, failure 2, merged 2, message raw,
        mode register, path auth, payment 0, remedy renew-session, requestId req_1, screen FAILED,
        stage submit, system allfeat-widget, transaction False
        1000 cancel wait
        1000 show signed-out (alert) session-refused [sign-in try-again], reference req_1, leads back
        """,
    )


# ---- a work that was paid for


def test_a_paid_work_whose_form_comes_back_is_asked_about() -> None:
    stage = submitted()
    stage.log.clear()
    stage.fail("transaction.failed")
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code transaction.failed, event allfeat:failed, message raw, path retry,
        remedy contact-administrator, requestId req_1, stage submit, system allfeat-widget
        0 report code transaction.failed, event allfeat:failed, failure 1, merged 2, message raw,
        mode register, path retry, payment 1, remedy contact-administrator, requestId req_1, screen FAILED,
        stage submit, system allfeat-widget, transaction True
        0 observe
        0 cancel wait
        0 show submitted (alert) transaction-failed [contact dismiss], reference req_1, transaction tx_1,
        warning twice
        """,
    )
    stage.press_retry()
    stage.expire("session.invalid_token")
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code session.invalid_token, event allfeat:error, message jwt expired,
        path auth, remedy renew-session, requestId req_1, stage submit, system allfeat-widget
        0 report code session.invalid_token, event allfeat:error, failure 2, merged 2, message jwt expired,
        mode register, path auth, payment 1, pendingAction submit, remedy renew-session, requestId req_1,
        screen FORM, stage submit, system allfeat-widget, transaction True
        0 announce renewal-failed: attempts 0, pendingAction submit, reason already-submitted
        0 report attempts 0, code session.invalid_token, durationMs 0, failure 2, merged 2,
        outcome not-renewed, reason already-submitted, system allfeat-widget
        0 show submitted (alert) [keep register-again], reference req_1, transaction tx_1,
        warning submitted
        """,
    )
    stage.press("register-again")
    stage.answer()
    stage.wait(500)
    check(
        stage,
        """
        0 hide
        0 timer deadline 58000
        0 ask for token 1, try 1, to submit
        0 timer try 10000
        0 timer renewing 1000
        0 cancel try
        0 deliver token 1
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction submit
        0 report attempts 1, code session.invalid_token, durationMs 0, failure 2, merged 2,
        outcome renewed, system allfeat-widget
        0 cancel renewing
        0 timer after-delivery 500
        """,
    )
    stage.overlay = False
    stage.draw("UPLOAD")
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.event("upload-complete", filename="song.wav")
    stage.draw("TRACKING")
    stage.event("confirmed", transactionId="tx_2")
    check(
        stage,
        """
        500 cancel wait
        500 observe no more
        500 cancel wait
        500 timer stuck 150000
        500 cancel wait
        """,
    )
    stage.fail("transaction.failed")
    assert [report["payment"] for report in stage.reports()] == [2]


def test_a_paid_work_that_is_kept() -> None:
    stage = submitted()
    stage.fail("transaction.failed")
    stage.press_retry()
    stage.expire("session.invalid_token")
    stage.log.clear()
    stage.press("keep")
    check(
        stage,
        """
        0 show submitted (status) [contact dismiss], reference req_1, transaction tx_1, warning submitted
        """,
    )
    stage.press("dismiss")
    check(
        stage,
        """
        0 hide
        0 focus
        """,
    )


def test_the_form_of_a_paid_work_with_a_token_left_is_covered() -> None:
    stage = submitted()
    stage.expire(pending="download")
    stage.overlay = False
    stage.answer()
    stage.fail("transaction.failed")
    stage.log.clear()
    stage.press_retry()
    check(
        stage,
        """
        0 cover
        0 show submitted (alert) [keep register-again], reference req_1, transaction tx_1,
        warning submitted, leads back
        """,
    )
    stage.press("register-again")
    check(
        stage,
        """
        0 hide
        0 uncover
        0 focus
        """,
    )


def test_a_lost_answer() -> None:
    stage = on_the_form()
    stage.draw("UPLOAD")
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.event("upload-complete", filename="song.wav")
    stage.draw("CONFIRMING")
    stage.log.clear()
    stage.fail("widget.network_error")
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code widget.network_error, event allfeat:failed, message raw, path retry,
        remedy check-connection, requestId req_1, stage submit, system allfeat-widget
        0 report code widget.network_error, event allfeat:failed, failure 1, merged 2, message raw,
        mode register, path retry, payment 0, remedy check-connection, requestId req_1, screen FAILED,
        stage submit, system allfeat-widget, transaction True
        0 observe
        0 cancel wait
        0 show unsure (alert) network [try-again contact], reference req_1, warning twice, leads back
        """,
    )


def test_a_work_of_which_nothing_is_heard() -> None:
    stage = submitted()
    stage.log.clear()
    stage.wait(100_000)
    stage.event("step", age=1_000, step="signing", progress=55)
    stage.wait(148_999)
    check(
        stage,
        """
        150000 timer stuck 99000
        """,
    )
    stage.wait(1)
    check(
        stage,
        """
        249000 cancel settle
        249000 announce verdict: event pywidget:stuck, message , path retry, remedy report, stage tracking,
        system allfeat-widget
        249000 report event pywidget:stuck, failure 1, merged 0, message , mode register, path retry,
        payment 1, remedy report, screen TRACKING, stage tracking, system allfeat-widget, transaction True
        249000 observe
        249000 cancel wait
        249000 show submitted (alert) [contact], transaction tx_1, warning submitted
        """,
    )


def test_a_finished_work_whose_certificate_fails() -> None:
    stage = completed()
    stage.log.clear()
    stage.event("download-failed", message="m")
    check(
        stage,
        """
        0 cancel settle
        0 announce verdict: event allfeat:download-failed, message m, path retry, remedy report,
        stage download, system allfeat-widget
        0 report event allfeat:download-failed, failure 1, merged 1, message m, mode register, path retry,
        payment 1, remedy report, screen COMPLETE, stage download, system allfeat-widget, transaction True
        0 observe
        0 cancel wait
        0 show certificate (alert) [copy-code dismiss], transaction tx_1, warning registered
        """,
    )
    stage.press("copy-code")
    stage.send(WidgetPressed("copy-access-code"))
    stage.send(WidgetPressed("download"))
    stage.event("download-complete")
    check(
        stage,
        """
        0 copy access code
        0 hide
        0 report durationMs 0, failure 1, merged 1, outcome recovered, system allfeat-widget
        0 cancel wait
        0 observe no more
        """,
    )


def test_another_work_after_a_finished_one() -> None:
    stage = completed()
    stage.event("download-failed", message="m")
    stage.log.clear()
    stage.send(WidgetPressed("reset"))
    stage.transaction = None
    stage.draw("FORM", "next")
    assert stage.log == []
    stage.expire()
    stage.answer()
    check(
        stage,
        """
        0 timer settle 50
        0 cancel settle
        0 announce verdict: code common.auth.expired, event allfeat:error, message jwt expired, path auth,
        remedy renew-session, requestId req_1, stage submit, system allfeat-widget
        0 report code common.auth.expired, event allfeat:error, failure 2, merged 2, message jwt expired,
        mode register, path auth, payment 1, pendingAction submit, remedy renew-session, requestId req_1,
        screen FORM, stage submit, system allfeat-widget, transaction False
        0 timer deadline 58000
        0 ask for token 1, try 1, to submit
        0 timer try 10000
        0 timer renewing 1000
        0 cancel try
        0 deliver token 1
        0 cancel try
        0 cancel next-try
        0 cancel deadline
        0 announce renewed: attempts 1, durationMs 0, pendingAction submit
        0 report attempts 1, code common.auth.expired, durationMs 0, failure 2, merged 2, outcome renewed,
        system allfeat-widget
        0 cancel renewing
        0 timer after-delivery 500
        0 hide
        """,
    )


# ---- what a widget shows without a word


def test_trouble_that_nobody_heard_of() -> None:
    for screen in ("FORM", "FAILED", "DISABLED"):
        stage = Stage()
        stage.screen, stage.overlay, stage.request_id = screen, screen == "FORM", "r-9"
        stage.send(WidgetArrived())
        stage.wait(199)
        check(stage, "0 timer missed 200")
        stage.wait(1)
        if screen == "FORM":
            check(
                stage,
                """
                200 cancel settle
                200 announce verdict: code session.invalid_token, event allfeat:token-expired, message , path auth,
                remedy renew-session, system allfeat-widget
                200 report code session.invalid_token, event allfeat:token-expired, failure 1, merged 1, message ,
                mode register, path auth, payment 0, pendingAction , remedy renew-session, screen FORM,
                system allfeat-widget, transaction False
                200 observe
                200 timer deadline 58000
                200 ask for token 1, try 1, to
                200 timer try 10000
                200 timer renewing 1000
                """,
            )
        elif screen == "FAILED":
            check(
                stage,
                """
                200 cancel settle
                200 announce verdict: event pywidget:late, message , path retry, remedy report, requestId r-9,
                system allfeat-widget
                200 report event pywidget:late, failure 1, merged 0, message , mode register, path retry,
                payment 0, remedy report, requestId r-9, screen FAILED, system allfeat-widget, transaction False
                200 observe
                200 cancel wait
                200 show report (alert) unexpected [try-again contact], reference r-9, leads back
                """,
            )
        else:
            check(
                stage,
                """
                200 cancel settle
                200 announce verdict: event pywidget:late, message , path config, remedy contact-administrator,
                requestId r-9, system allfeat-widget
                200 report event pywidget:late, failure 1, merged 0, message , mode register, path config,
                payment 0, remedy contact-administrator, requestId r-9, screen DISABLED, system allfeat-widget,
                transaction False
                200 observe
                200 cancel wait
                200 cancel renewing
                200 announce disabled: requestId r-9, system allfeat-widget
                200 show disabled (alert) misconfigured [contact], reference r-9
                """,
            )


def test_an_alert_that_no_event_explains() -> None:
    stage = over_a_failed_list()
    check(
        stage,
        """
        0 observe
        0 timer missed 200
        200 timer missed 200
        200 cancel settle
        200 announce verdict: code common.service_unavailable, event pywidget:silent,
        message The service is temporarily unavailable. Please try again later., path retry,
        remedy try-again, system allfeat-widget
        200 report code common.service_unavailable, event pywidget:silent, failure 1, merged 0,
        message The service is temporarily unavailable. Please try again later., mode download, path retry,
        payment 0, remedy try-again, screen DOWNLOADS, system allfeat-widget, transaction False
        200 cancel wait
        200 show try-again (alert) temporarily-unavailable [try-again]
        """,
    )
    stage.press("try-again")
    stage.wait(1_500)
    check(
        stage,
        """
        1000 hide
        1000 press reload-works
        1000 focus
        1000 timer effect 1500
        2500 show no-effect (alert) [reload contact]
        """,
    )
    stage = Stage()
    stage.screen = "FORM"
    stage.send(WidgetArrived())
    stage.alert = "Configuration error: site-key is missing."
    stage.send(WidgetLooked())
    stage.wait(200)
    check(
        stage,
        """
        0 timer missed 200
        200 timer missed 200
        200 cancel settle
        200 announce verdict: code widget.configuration_error, event pywidget:silent,
        message Configuration error: site-key is missing., path config, remedy contact-administrator,
        system allfeat-widget
        200 report code widget.configuration_error, event pywidget:silent, failure 1, merged 0,
        message Configuration error: site-key is missing., mode register, path config, payment 0,
        remedy contact-administrator, screen FORM, system allfeat-widget, transaction False
        200 observe
        200 cancel wait
        200 cancel renewing
        200 announce disabled: code widget.configuration_error, system allfeat-widget
        200 cover
        200 show disabled (alert) misconfigured [contact]
        """,
    )


# ---- what is no ats-widget


def test_requests_of_the_page() -> None:
    stage = Stage(Policy(login=True, contact=True).without_screens("allfeat-api"))
    answer = from_answer(refused(401, "common.auth.expired"), "allfeat-api", "GET /x", 10)
    stage.delivery = ""
    stage.send(answer)
    stage.send(from_answer(refused(401, "common.auth.expired"), "allfeat-api", "GET /y", 20))
    stage.wait(1_000)
    stage.answer("done")
    check(
        stage,
        """
        0 cancel settle
        0 announce verdict: code common.auth.expired, event pywidget:http, message no, path auth,
        remedy renew-session, requestId req_t, stage GET /x, system allfeat-widget
        0 report code common.auth.expired, event pywidget:http, failure 1, merged 1, message no,
        mode register, path auth, payment 0, remedy renew-session, requestId req_t, stage GET /x,
        system allfeat-widget, transaction False
        0 cancel wait
        0 timer deadline 58000
        0 ask for token 1, try 1, to request allfeat-api
        0 timer try 10000
        0 timer renewing 1000
        0 cancel settle
        0 announce verdict: code common.auth.expired, event pywidget:http, message no, path auth,
        remedy renew-session, requestId req_t, stage GET /y, system allfeat-widget
        0 report code common.auth.expired, event pywidget:http, failure 2, merged 1, message no,
        mode register, path auth, payment 0, remedy renew-session, requestId req_t, stage GET /y,
        system allfeat-widget, transaction False
        0 cancel wait
        1000 show renewing (status) []
        1000 cancel try
        1000 cancel next-try
        1000 cancel deadline
        1000 announce renewed: attempts 1, durationMs 1000, pendingAction request, system allfeat-api
        1000 report attempts 1, code common.auth.expired, durationMs 1000, failure 1, merged 2,
        outcome renewed, system allfeat-api
        1000 cancel renewing
        1000 timer after-delivery 500
        1000 hide session-renewed
        """,
    )
    stage.send(from_answer(refused(503), "allfeat-api", "GET /x", 10))
    stage.send(RequestSucceeded("GET /y"))
    check(
        stage,
        """
        1000 cancel settle
        1000 announce verdict: event pywidget:http, message , path retry, remedy try-again, stage GET /x,
        system allfeat-api
        1000 report event pywidget:http, failure 3, merged 1, message , mode register, path retry,
        payment 0, remedy try-again, stage GET /x, system allfeat-api, transaction False
        1000 cancel wait
        1000 show try-again (alert) temporarily-unavailable [dismiss]
        """,
    )
    stage.send(RequestSucceeded("GET /x"))
    stage.send(RequestSucceeded("GET /x"))
    check(
        stage,
        """
        1000 report durationMs 0, failure 3, merged 1, outcome recovered, system allfeat-api
        1000 cancel wait
        1000 hide
        """,
    )


def test_an_error_that_the_page_hands_over() -> None:
    stage = on_the_form()
    error = {"code": "AUTH_FAILED", "message": "bad key", "requestId": "r-3", "status": 401}
    stage.send(from_page(error, "breakground"))
    check(
        stage,
        """
        0 cancel settle
        0 announce verdict: code AUTH_FAILED, event pywidget:report, message bad key, path config,
        remedy contact-administrator, requestId r-3, system breakground
        0 report code AUTH_FAILED, event pywidget:report, failure 1, merged 1, message bad key,
        mode register, path config, payment 0, remedy contact-administrator, requestId r-3, screen FORM,
        system breakground, transaction False
        0 observe
        0 cancel wait
        0 show disabled (alert) misconfigured [contact], reference r-3
        """,
    )
    stage.press("contact")
    check(
        stage,
        """
        0 contact: r-3
        """,
    )


def test_an_answer_to_an_older_request_is_not_taken() -> None:
    stage = on_the_form()
    stage.expire()
    stage.log.clear()
    stage.send(TokenAnswered(7, "token"))
    stage.send(TokenAnswered(7, "http", envelope=refused(403, "organization.inactive")))
    assert stage.log == []
