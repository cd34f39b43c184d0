# runs-on: micropython
"""Failing answers to the page's own requests: told once each, renewed together, never repeated by us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driver import Stage

from pywidget.core import effects
from pywidget.core.envelope import read_envelope
from pywidget.core.events import from_answer, from_page
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    FailureReported,
    Progressed,
    RequestSucceeded,
    SessionExpired,
)

if TYPE_CHECKING:
    from typing import Any

EXPIRED = {"error": {"code": "AUTH_INVALID_TOKEN", "message": "jwt expired", "statusCode": 401, "category": "AUTH"}}


def page_stage(*, login: bool = True, contact: bool = True) -> Stage:
    return Stage(Policy(login=login, contact=contact).without_screens("allfeat-widget"))


def answer(  # noqa: PLR0913  an answer has many parts, all with defaults
    stage: Stage,
    body: Any,
    *,
    system: str = "breakground",
    status: int = 401,
    headers: dict[str, str] | None = None,
    what: str = "GET /api/flows",
    age: int = 40,
) -> list[effects.Effect]:
    envelope = read_envelope(system, status, body, headers, stage.now)
    return stage.send(from_answer(envelope, system, what, age))


def test_a_failing_answer_has_one_verdict_one_report_one_notice() -> None:
    stage = page_stage()
    answer(
        stage,
        {"code": "registration.title_required", "message": "title is empty", "request_id": "req_7"},
        system="allfeat-api",
        status=422,
        what="POST /v1/works",
    )
    stage.wait(3_000)
    (verdict,) = stage.announced("verdict")
    assert verdict == {
        "system": "allfeat-api",
        "code": "registration.title_required",
        "path": "retry",
        "remedy": "fix-input",
        "message": "title is empty",
        "requestId": "req_7",
        "stage": "POST /v1/works",
        "event": "pywidget:http",
    }
    (report,) = stage.reports()
    assert (report["code"], report["stage"], report["event"]) == (verdict["code"], "POST /v1/works", "pywidget:http")
    assert len(stage.all(effects.ShowNotice)) == 1
    assert stage.requests == []


def test_each_answer_is_a_failure_of_its_own() -> None:
    stage = page_stage()
    for code in ("ORDER_NOT_FOUND", "ORDER_NOT_FOUND", "USAGE_NOT_ENOUGH"):
        answer(stage, {"code": code}, system="mori", status=404)
    assert [verdict["code"] for verdict in stage.announced("verdict")] == [
        "ORDER_NOT_FOUND",
        "ORDER_NOT_FOUND",
        "USAGE_NOT_ENOUGH",
    ]
    assert len(stage.reports()) == 3


def test_an_unknown_code_goes_by_its_category_then_by_its_status() -> None:
    stage = page_stage()
    answer(stage, {"error": {"code": "NEW_CODE", "category": "CONFLICT", "statusCode": 418}}, status=418)
    answer(stage, {"error": {"code": "NEW_CODE", "category": "NEW", "statusCode": 404}}, status=404)
    answer(stage, "<html>", system="nobody", status=503)
    remedies = [(verdict["path"], verdict["remedy"]) for verdict in stage.announced("verdict")]
    assert remedies == [("retry", "fix-input"), ("retry", "report"), ("retry", "try-again")]


def test_what_is_not_a_widget_is_not_pressed_covered_or_watched() -> None:
    for status, code in ((400, "VALIDATION_ERROR"), (403, "FORBIDDEN"), (500, "INTERNAL_ERROR")):
        stage = page_stage()
        answer(stage, {"error": {"code": code}}, status=status)
        assert stage.notice.actions[-1] == "dismiss"
        assert "try-again" not in stage.notice.actions
        stage.send(ActionChosen("dismiss"))
        assert stage.notice is None
        for kind in (effects.CoverWidget, effects.ObserveRedraws, effects.PressRetry, effects.RedrawWidget):
            assert stage.all(kind) == []


def test_no_advice_speaks_of_a_form_that_we_do_not_know() -> None:
    stage = page_stage()
    answer(stage, {"error": {"code": "VALIDATION_ERROR"}}, status=400)
    assert (stage.notice.kind, stage.notice.advice) == ("fix-input", ())
    answer(stage, {"error": {"code": "FORBIDDEN"}}, status=403)
    assert (stage.notice.kind, stage.notice.advice) == ("disabled", ("role",))


def test_a_refused_request_does_not_disable_the_page() -> None:
    stage = page_stage()
    answer(stage, {"error": {"code": "INSUFFICIENT_ROLE"}}, status=403)
    assert (stage.notice.kind, stage.notice.actions) == ("disabled", ("contact", "dismiss"))
    assert stage.announced("disabled") == []
    answer(stage, {"error": {"code": "AUDIENCE_IN_USE"}}, status=409)
    assert stage.notice.kind == "fix-input"


def test_a_rate_limit_waits_as_long_as_the_headers_say() -> None:
    for headers, wait in (
        ({"retry-after": "7"}, 7_000),
        ({"ratelimit": '"default";r=0;t=9'}, 9_000),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "11"}, 11_000),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "13"}, 13_000),
        ({"retry-after": "Tue, 14 Nov 2023 22:13:37 GMT", "date": "Tue, 14 Nov 2023 22:13:20 GMT"}, 17_000),
    ):
        stage = page_stage()
        answer(stage, {"error": {"code": "RATE_LIMITED"}}, status=429, headers=headers)
        assert stage.notice.until == stage.now + wait, headers
        stage.wait(wait)
        assert (stage.notice.kind, stage.notice.message) == ("try-again", "wait-over")
        assert stage.notice.actions == ("dismiss",)


def test_a_wait_that_nobody_can_mean_leaves_it_to_our_own() -> None:
    stage = page_stage()
    pauses = []
    for _ in range(3):
        answer(stage, {"error": {"code": "RATE_LIMITED"}}, status=429, headers={"retry-after": "99999999"})
        pauses.append(stage.notice.until - stage.now)
        stage.wait(pauses[-1])
    assert pauses == [3_750, 7_500, 15_000]


def test_a_status_that_stands_for_another_ends_on_its_path() -> None:
    stage = page_stage()
    answer(stage, {"message": "API rate limit exceeded"}, status=403, headers={"x-ratelimit-remaining": "0"})
    assert stage.notice.kind == "waiting"
    stage = page_stage()
    answer(stage, {"__type": "ThrottlingException"}, status=400, headers={"retry-after": "9"})
    assert (stage.notice.kind, stage.notice.until) == ("waiting", stage.now + 9_000)
    stage = page_stage()
    answer(stage, {"message": "CSRF token mismatch."}, status=419)
    (request,) = stage.requests
    assert request.pending_action == "request"
    stage.answer("done")
    assert stage.outcomes() == ["renewed"]


def test_the_page_can_hand_over_a_wait() -> None:
    stage = page_stage()
    stage.send(from_page({"status": 429, "code": "NEW", "retry_after": 7}, "mori"))
    assert (stage.notice.kind, stage.notice.until) == ("waiting", stage.now + 7_000)


def test_a_burst_of_expired_requests_is_one_renewal() -> None:
    stage = page_stage()
    for what in ("GET /a", "GET /b", "GET /c"):
        answer(stage, EXPIRED, what=what)
    (request,) = stage.requests
    assert (request.pending_action, request.system) == ("request", "breakground")
    stage.wait(300)
    stage.answer("done")
    # The slowest answers of the burst come after it.
    stage.wait(100)
    answer(stage, EXPIRED, what="GET /d", age=450)
    assert stage.requests == []
    assert [(one["pendingAction"], one["system"]) for one in stage.announced("renewed")] == [("request", "breakground")]
    assert len(stage.announced("verdict")) == 4
    assert stage.outcomes() == ["renewed"]
    assert stage.all(effects.DeliverToken) == []
    assert stage.notice is None


def test_each_system_has_a_session_of_its_own() -> None:
    stage = page_stage()
    for system in ("breakground", "mori", "breakground", "mori"):
        code = "AUTH_INVALID_TOKEN" if system == "breakground" else "AUTH_TOKEN_EXPIRED"
        answer(stage, {"code": code}, system=system)
    assert [request.system for request in stage.requests] == ["breakground"]
    stage.answer("done")
    assert [request.system for request in stage.requests] == ["mori"]
    stage.answer("done")
    assert stage.requests == []
    assert [renewed["system"] for renewed in stage.announced("renewed")] == ["breakground", "mori"]
    merged = [effect.report["merged"] for effect in stage.all(effects.SendReport) if "outcome" in effect.report]
    assert merged == [2, 2]


def test_requests_that_were_sent_after_a_renewal_can_ask_for_another_one() -> None:
    stage = page_stage()
    for _ in range(3):
        answer(stage, EXPIRED)
        stage.answer("done")
        stage.wait(1_000)
    assert len(stage.announced("renewed")) == 3
    # Nothing loops: the fourth within a minute meets the breaker.
    answer(stage, EXPIRED)
    assert stage.requests == []
    # Nor is a try offered that the breaker would refuse.
    assert (stage.notice.kind, stage.notice.actions) == ("breaker", ("sign-in", "dismiss"))


def test_a_renewal_that_fails_is_not_tried_again_for_its_own_failing_request() -> None:
    stage = page_stage()
    answer(stage, EXPIRED)
    stage.wait(50)
    stage.answer("provider")
    assert [failed["reason"] for failed in stage.announced("renewal-failed")] == ["provider-failed"]
    # What the page's own function asked for and did not get is heard of only now.
    stage.wait(10)
    answer(stage, EXPIRED, what="POST /refresh", age=40)
    assert stage.requests == []
    assert (stage.notice.kind, stage.notice.actions) == ("signed-out", ("try-again", "sign-in"))
    stage.send(ActionChosen("try-again"))
    stage.answer("done")
    assert stage.outcomes() == ["not-renewed", "renewed"]
    assert stage.notice is None


def test_without_a_source_the_notice_offers_to_sign_in() -> None:
    stage = page_stage()
    answer(stage, EXPIRED)
    stage.answer("no-source")
    assert (stage.notice.kind, stage.notice.actions) == ("signed-out", ("sign-in", "dismiss"))
    stage = page_stage(login=False)
    answer(stage, EXPIRED)
    stage.answer("no-source")
    assert stage.notice.actions == ("dismiss",)


def test_only_a_session_that_can_be_renewed_is_renewed() -> None:
    stage = page_stage()
    answer(stage, {"error": {"code": "AUTH_TOKEN_REVOKED"}})
    answer(stage, {"error": {"code": "AUTH_FAILED"}})
    stage.send(from_page("AUTH_INVALID_TOKEN", "breakground"))
    assert stage.requests == []
    assert [verdict["path"] for verdict in stage.announced("verdict")] == ["auth", "config", "auth"]


def test_a_long_renewal_is_told_without_promises() -> None:
    stage = page_stage()
    answer(stage, EXPIRED)
    stage.wait(1_500)
    assert (stage.notice.kind, stage.notice.advice) == ("renewing", ("renewing",))
    stage.answer("done")
    assert stage.notice is None


def test_a_request_that_succeeds_after_all_takes_its_notice_away() -> None:
    stage = page_stage()
    answer(stage, {"error": {"code": "INTERNAL_ERROR"}}, status=500, what="GET /api/flows")
    stage.send(RequestSucceeded("GET /api/other"))
    assert stage.notice is not None
    stage.wait(2_000)
    stage.send(RequestSucceeded("GET /api/flows"))
    assert stage.notice is None
    assert stage.outcomes() == ["recovered"]
    stage.send(RequestSucceeded("GET /api/flows"))
    assert stage.outcomes() == ["recovered"]


def test_a_success_ends_a_pause() -> None:
    stage = page_stage()
    answer(stage, {"code": "RATE_LIMIT_EXCEEDED"}, system="mori", status=429, headers={"retry-after": "60"})
    stage.send(RequestSucceeded("GET /api/flows"))
    assert stage.notice is None
    stage.wait(61_000)
    assert stage.notice is None


def test_a_connection_that_is_back_is_told_without_a_button_that_does_nothing() -> None:
    stage = page_stage()
    answer(stage, "", system="nobody", status=511)
    assert (stage.notice.kind, stage.notice.advice) == ("offline", ("later", "elsewhere"))
    stage.send(ConnectionChanged(online=True))
    assert (stage.notice.kind, stage.notice.actions) == ("online", ("dismiss",))


# Widgets that only a profile describes


def from_failure(code: str) -> FailureReported:
    return FailureReported("acme:error", "error", code=code)


def test_another_widgets_expiry_is_what_401_means() -> None:
    stage = Stage(Policy(login=True).without_screens("acme"))
    stage.send(SessionExpired())
    (verdict,) = stage.announced("verdict")
    assert (verdict["system"], verdict["code"], verdict["path"]) == ("acme", None, "auth")
    stage.answer()
    assert len(stage.all(effects.DeliverToken)) == 1
    assert len(stage.announced("renewed")) == 1


def test_another_widget_is_enabled_when_it_works_again() -> None:
    stage = Stage(Policy(contact=True).without_screens("breakground"))
    stage.send(from_failure("FORBIDDEN"))
    stage.wait(100)
    assert len(stage.announced("disabled")) == 1
    assert stage.all(effects.CoverWidget) == []
    stage.send(Progressed("ready"))
    assert stage.announced("enabled") == [{"because": "ready"}]
    assert stage.notice is None


def test_another_widget_that_is_done_has_recovered() -> None:
    stage = Stage(Policy().without_screens("breakground"))
    stage.send(from_failure("INTERNAL_ERROR"))
    stage.wait(100)
    stage.send(Progressed("done"))
    assert stage.outcomes() == ["recovered"]
    assert stage.controller.submission == "none"
