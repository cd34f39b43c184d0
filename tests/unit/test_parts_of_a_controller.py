# runs-on: micropython
"""Each part of a controller by itself: what it makes of each input, and what it starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driver import Stage

from pywidget.core import backoff, effects
from pywidget.core.classify import classify
from pywidget.core.controller import WidgetController
from pywidget.core.effects import Notice
from pywidget.core.envelope import Envelope, read_envelope
from pywidget.core.events import decode, from_answer, from_page
from pywidget.core.failure import AUTH_RETRY_EXHAUSTED, PAIR_WINDOW_MS, SETTLE_MS, Failure
from pywidget.core.health import Health
from pywidget.core.joins import JOIN_MS, Joins
from pywidget.core.outcomes import Outcomes
from pywidget.core.pairing import Pairing
from pywidget.core.policy import Policy
from pywidget.core.renewal import BUDGET_WINDOW_MS, DEADLINE_MS, Breaker, Renewal
from pywidget.core.requests import Requests
from pywidget.core.signals import (
    FailureReported,
    Look,
    PageResumed,
    Progressed,
    SessionExpired,
    Signal,
    TokenAnswered,
    WidgetArrived,
    WidgetLooked,
)
from pywidget.core.unheard import MISSED_MS, Unheard
from pywidget.core.visitor import EFFECT_MS, RETURN_MS, Visitor
from pywidget.core.waiting import AFTER_DELIVERY_MS, RENEWING_NOTICE_MS, Waiting
from pywidget.core.work import COMPLETED, NONE, SUBMITTED, UNSURE, Work

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.facts import Follows

NOW = 1_700_000_000_000


def half() -> float:
    return 0.5


def part(kind: str, code: str | None = None, message: str = "", **more: Any) -> FailureReported:
    return FailureReported("allfeat:" + kind, kind, code, message, **more)  # type: ignore[arg-type]


def failure_of(*parts: FailureReported) -> Failure:
    failure = Failure(1, "allfeat-widget", NOW)
    for one in parts:
        failure.add(one, NOW)
    return failure


def shown(pairing: Pairing) -> str | None:
    return pairing.screen


def timers(follows: Follows) -> list[tuple[str, int]]:
    return [(effect.name, effect.delay) for effect in follows if isinstance(effect, effects.StartTimer)]


def test_how_long_things_take() -> None:
    assert (PAIR_WINDOW_MS, SETTLE_MS, JOIN_MS, MISSED_MS) == (2_000, 50, 250, 200)
    assert (EFFECT_MS, RETURN_MS, AFTER_DELIVERY_MS, RENEWING_NOTICE_MS) == (1_500, 21_000, 500, 1_000)
    assert (DEADLINE_MS, BUDGET_WINDOW_MS) == (58_000, 60_000)
    assert (backoff.TOKEN_FIRST_MS, backoff.TOKEN_MOST_MS) == (500, 8_000)
    assert (backoff.RATE_LIMIT_FIRST_MS, backoff.RATE_LIMIT_MOST_MS) == (5_000, 120_000)


def test_waits_double_up_to_the_most_and_half_of_them_is_chance() -> None:
    for attempt, least, most in (
        (1, 250, 500),
        (2, 500, 1_000),
        (5, 4_000, 8_000),
        (6, 4_000, 8_000),
        (99, 4_000, 8_000),
        (0, 250, 500),
    ):
        assert backoff.delay_ms(attempt, 500, 8_000, lambda: 0.0) == least, attempt
        assert backoff.delay_ms(attempt, 500, 8_000, lambda: 0.999999) in (most - 1, most), attempt
    assert backoff.delay_ms(1, 500, 300, lambda: 0.0) == 150
    assert backoff.delay_ms(3, 5, 100, lambda: 0.5) == 15


# ---- what events say


def test_events_of_a_failure() -> None:
    for name, detail, half_, code, message, stage, status, generation in (
        ("error", {}, "error", None, "", None, None, None),
        ("failed", {"code": "a.b", "message": "m", "stage": "s"}, "failed", "a.b", "m", "s", None, "v2"),
        ("failed", {"code": "AB", "message": "m"}, "failed", "AB", "m", None, None, None),
        ("failed", {"error": "e", "stage": "FAILED"}, "failed", None, "e", None, None, "v1"),
        ("error", {"error": "e", "stage": "download"}, "error", None, "e", "download", None, "v1"),
        ("error", {"error": 7, "message": "m"}, "error", None, "m", None, None, None),
        ("error", {"error": "e", "message": ""}, "error", None, "e", None, None, "v1"),
        ("error", {"error": "e", "code": "a.b"}, "error", "a.b", "e", None, None, "v2"),
        ("error", {"error": "e", "details": {"httpStatus": 403, "code": "X"}}, "error", "X", "e", None, 403, "v1"),
        ("error", {"error": "e", "details": {"httpStatus": "403"}}, "error", None, "e", None, None, "v1"),
        ("error", {"message": "m", "details": {"httpStatus": 403}}, "error", None, "m", None, None, None),
        ("error", {"code": 7, "message": [], "stage": {}}, "error", None, "", None, None, None),
    ):
        signal = decode("allfeat:" + name, detail)
        assert isinstance(signal, FailureReported)
        found = (signal.half, signal.code, signal.message, signal.stage, signal.http_status, signal.generation)
        assert found == (half_, code, message, stage, status, generation), detail
        assert signal.event == "allfeat:" + name
    signal = decode("allfeat:error", {"error": "e", "details": {"details": {"a": 1}}, "requestId": "r"})
    assert isinstance(signal, FailureReported)
    assert (signal.details, signal.request_id) == ({"a": 1}, "r")
    signal = decode("allfeat:error", {"message": "e", "details": {"details": 1}})
    assert isinstance(signal, FailureReported)
    assert signal.details == {"details": 1}
    signal = decode("allfeat:download-failed", None)
    assert isinstance(signal, FailureReported)
    assert (signal.half, signal.stage, signal.message) == ("download", "download", "")


def test_other_events() -> None:
    for pending, said, generation in (
        ("submit", "submit", None),
        ("register", "register", "v1"),
        ("update", "update", "v1"),
        ("reset", "reset", "v1"),
        ("download", "download", None),
        (None, "", None),
        (7, "", None),
    ):
        signal = decode("allfeat:token-expired", {"pendingAction": pending})
        assert isinstance(signal, SessionExpired)
        assert (signal.pending_action, signal.generation) == (said, generation), pending
    for detail, file in (
        ({"filename": "a.wav", "size": 7}, "a.wav/7"),
        ({"filename": "a.wav"}, ""),
        ({"size": 7}, ""),
        ({"filename": "a.wav", "size": "7"}, ""),
        ("a.wav", ""),
    ):
        progress = decode("allfeat:upload-start", detail)
        assert isinstance(progress, Progressed)
        assert (progress.step, progress.file, progress.transaction_id) == ("upload-start", file, None), detail
    progress = decode("allfeat:confirmed", {"transactionId": "tx"})
    assert isinstance(progress, Progressed)
    assert progress.transaction_id == "tx"
    for name in ("allfeat:unheard-of", "allfeat:", "error", "other:error", ""):
        assert decode(name, {}) is None, name


def test_what_the_page_hands_over() -> None:
    signal = from_page("E_1", "mori")
    assert (signal.event, signal.half, signal.code, signal.system) == ("pywidget:report", "page", "E_1", "mori")
    signal = from_page({"status": 419, "code": "E_1", "message": "m", "requestId": "r", "retryAfter": 2}, "mori")
    assert (signal.event, signal.half, signal.code, signal.message) == ("pywidget:report", "page", "E_1", "m")
    assert (signal.request_id, signal.http_status, signal.retry_after_ms) == ("r", 401, 2_000)
    assert from_page({"httpStatus": 503}, "mori").http_status == 503
    useless: tuple[Any, ...] = (None, 7, [], {})
    for nothing in useless:
        signal = from_page(nothing, "mori")
        assert (signal.code, signal.message, signal.http_status) == (None, "", None), nothing
    answer = from_answer(read_envelope("mori", 503, {"details": 1, "category": "c"}), "mori", "GET /x", 40)
    assert (answer.event, answer.half, answer.stage, answer.request_age) == ("pywidget:http", "page", "GET /x", 40)
    assert (answer.message, answer.http_status, answer.details, answer.said.category) == ("", 503, 1, "c")


def test_what_is_not_said_of_a_look_or_a_signal_is_nothing() -> None:
    look = Look()
    for name in ("screen", "transaction_id", "mode", "network", "alert", "request_id", "buttons"):
        assert getattr(look, name) is None, name
    for name in ("overlay", "retry", "tells_transaction", "first_step"):
        assert getattr(look, name) is False, name
    assert not look.offers("next")
    assert Look(buttons=("next",)).offers("next")
    assert not Look(buttons=("next",)).offers("back")
    for signal in (Signal(), PageResumed()):
        assert (signal.look, signal.age, signal.screen) == (None, 0, None)
    assert Progressed("ready").file == ""
    assert SessionExpired().pending_action == ""
    assert WidgetLooked().changed == ""
    assert not WidgetArrived().wants_token
    assert TokenAnswered(1, "token").reason == ""
    assert not Envelope(None, None, None, None, None, None, None).limited
    assert (effects.RequestToken(1, "submit", 1).system, effects.OpenContact().reference) == ("", "")
    assert (effects.HideNotice().last, effects.DeliverToken(1).prefetched) == ("", False)
    notice = Notice("report")
    assert (notice.role, notice.message, notice.warning, notice.advice) == ("alert", "", "", "report")
    assert (notice.params, notice.actions, notice.also, notice.leads_back) == ({}, (), (), False)
    assert (notice.reference, notice.transaction, notice.until) == (None, None, None)
    policy = Policy()
    assert (policy.system, policy.reset, policy.login, policy.contact) == ("allfeat-widget", "never", False, False)
    assert (policy.try_timeout_ms, policy.screens, policy.login_in) == (10_000, True, "tab")
    other = Policy("mori", "allowed", login=True, contact=True, try_timeout_ms=7_000, login_in="popup").without_screens(
        "acme"
    )
    assert (other.system, other.reset, other.login, other.contact) == ("acme", "never", True, True)
    assert (other.try_timeout_ms, other.screens, other.login_in) == (7_000, False, "popup")


# ---- one failure out of several events


def test_which_parts_are_one_failure() -> None:
    error, failed = part("error", "a.b", "m"), part("failed", "a.b", "m")
    download = part("download", message="m")
    for parts, more, accepted in (
        ((error,), failed, True),
        ((error,), part("failed"), True),
        ((error,), part("failed", "c.d"), False),
        ((error,), part("error", "a.b", "m"), False),
        ((error,), part("error", message="other"), True),
        ((failed,), part("error", message="other"), True),
        ((failed,), part("failed", message="m"), True),
        ((failed,), part("failed", message="other"), False),
        ((failed,), part("failed", "a.b", "m"), False),
        ((part("failed", message="m"),), error, True),
        ((error,), part("failed", AUTH_RETRY_EXHAUSTED), True),
        ((failed,), part("error", AUTH_RETRY_EXHAUSTED), False),
        ((download,), error, True),
        ((download,), failed, False),
        ((download,), part("download", message="m"), False),
        ((download, error), failed, True),
        ((download, error), part("failed", AUTH_RETRY_EXHAUSTED), True),
        ((download, error), part("failed", "c.d"), False),
        ((download, error), part("error", "a.b"), False),
        ((error,), part("download"), False),
        ((part("page", "a.b"),), failed, False),
        ((error,), part("page", "a.b"), False),
    ):
        failure = failure_of(*parts)
        told = ([one.half for one in parts], more.half, more.code, more.message)
        assert failure.accepts(more, NOW) is accepted, told
        assert failure.accepts(more, NOW + PAIR_WINDOW_MS) is accepted, told
        assert not failure.accepts(more, NOW + PAIR_WINDOW_MS + 1), told
    # What is announced takes nothing that would change it.
    for parts, more, accepted in (
        ((error,), failed, True),
        ((error,), part("failed"), True),
        ((error,), part("failed", AUTH_RETRY_EXHAUSTED), False),
        ((part("failed", message="m"),), error, False),
        ((part("failed", message="m"),), part("error", message="m"), True),
        ((download,), error, False),
        ((download, error), failed, False),
    ):
        failure = failure_of(*parts)
        failure.judge(classify("a.b"))
        assert failure.accepts(more, NOW) is accepted, ([one.half for one in parts], more.half, more.code)
    failure = failure_of(error)
    failure.expire("submit", NOW)
    assert not failure.accepts(part("failed", message="m"), NOW)
    assert failure.accepts(part("error", message="m"), NOW)
    assert failure.accepts(failed, NOW)


def test_the_best_of_each_part_is_kept() -> None:
    failure = failure_of(
        part("error", "a.b", "own words", stage="submit", request_id="r1", details={"d": 1}, http_status=503),
        part("failed", "a.b", "catalog", stage="late", request_id="r2", category="c", retry_after_ms=7),
    )
    assert (failure.code, failure.message, failure.stage, failure.request_id) == ("a.b", "own words", "submit", "r1")
    assert (failure.details, failure.http_status, failure.said.category) == ({"d": 1}, 503, "c")
    assert (failure.retry_after_ms, failure.merged, failure.halves) == (7, 2, ["error", "failed"])
    assert failure.event == "allfeat:failed"
    failure = failure_of(part("failed", message="catalog"), part("error", "a.b", "own words"))
    assert (failure.code, failure.message, failure.event) == ("a.b", "own words", "allfeat:failed")
    # An echo has no better words.
    failure = failure_of(part("failed", "a.b", "catalog"), part("error", message="WebSocket error"))
    assert failure.message == "catalog"
    failure = failure_of(part("failed", "a.b"), part("error", message="echo"))
    assert failure.message == "echo"
    # What comes after a failed download says what it is.
    failure = failure_of(
        FailureReported("allfeat:download-failed", "download", message="m", stage="download"),
        part("error", "a.b", "own", stage="download_version_asset"),
    )
    assert (failure.event, failure.stage, failure.message) == ("allfeat:error", "download_version_asset", "own")
    failure = Failure(1, "allfeat-widget", NOW)
    assert (failure.event, failure.merged, failure.stage, failure.sent_at, failure.pending_action) == (
        "",
        0,
        None,
        None,
        None,
    )
    sent = part("page", "a.b", request_age=30)
    sent.age = 5
    failure.add(sent, NOW)
    assert failure.sent_at == NOW - 35


def test_an_expiry_belongs_to_the_error_before_it() -> None:
    error, failed = part("error", "a.b"), part("failed", "a.b")
    for parts, may in (((error,), True), ((error, failed), False), ((part("error"),), False), ((failed,), False)):
        assert failure_of(*parts).may_expire is may
    failure = failure_of(error)
    failure.judge(classify("a.b"))
    assert not failure.may_expire
    failure = failure_of(error)
    failure.expire("submit", NOW + 7)
    failure.expire("submit", NOW + 9)
    assert (failure.last, failure.merged, failure.halves) == (NOW + 9, 3, ["error", "expired"])
    assert (failure.event, failure.pending_action) == ("allfeat:error", "submit")
    failure = Failure(1, "allfeat-widget", NOW)
    failure.expire("x", NOW)
    assert failure.event == "allfeat:token-expired"
    for parts, whole, frozen in (
        ((error,), False, False),
        ((error, failed), True, False),
        ((failed,), False, False),
        ((part("page"),), True, False),
        ((part("error"),), False, True),
        ((part("error"), failed), True, False),
        ((part("failed"),), False, False),
    ):
        failure = failure_of(*parts)
        assert (failure.whole, failure.frozen) == (whole, frozen), failure.halves


def test_pairing_counts_and_settles() -> None:
    pairing = Pairing("allfeat-widget")
    assert (pairing.failure, pairing.screen, pairing.count) == (None, None, 0)
    assert timers(pairing.add(part("error", "a.b"), Look(screen="UPLOAD"), NOW)) == [("settle", 50)]
    assert (pairing.screen, pairing.count) == ("UPLOAD", 1)
    (whole,) = pairing.add(part("failed", "a.b"), Look(screen="FAILED"), NOW)
    assert isinstance(whole, Signal)
    assert whole.kind == "failure-whole"
    assert pairing.screen == "UPLOAD"
    # Until it is judged, another failure settles it first.
    first, second = pairing.add(part("error", "c.d"), None, NOW)
    assert isinstance(first, Signal)
    assert first.kind == "failure-whole"
    assert timers([second]) == [("settle", 50)]
    assert pairing.count == 2
    assert shown(pairing) is None
    assert pairing.failure is not None
    pairing.failure.judge(classify("c.d"))
    assert pairing.settle() == []
    # What only repeats it is counted.
    assert pairing.add(part("failed", "c.d"), None, NOW) == []
    assert pairing.failure.merged == 2
    spoke = part("error", "e.f")
    spoke.screen = "CONFIRMING"
    pairing.add(spoke, Look(screen="FAILED"), NOW)
    assert pairing.screen == "CONFIRMING"
    # One of its own, with no screen.
    begun = pairing.begin("pywidget:late", NOW, "mori")
    assert (begun.number, begun.event, begun.system) == (4, "pywidget:late", "mori")
    assert shown(pairing) is None
    assert pairing.begin("x", NOW).system == "allfeat-widget"
    # Still being put together, it is over only where the widget left.
    pairing.over(left=False)
    assert pairing.failure is not None
    pairing.failure.judge(classify("a.b"))
    pairing.over(left=False)
    assert pairing.failure is None
    pairing.over(left=False)
    pairing.begin("x", NOW)
    pairing.over(left=True)
    assert pairing.failure is None


def test_a_failed_download_waits_for_an_error_on_one_screen_only() -> None:
    for look, waits in ((None, False), (Look(screen="COMPLETE"), False), (Look(screen="DOWNLOAD_DETAIL"), True)):
        follows = Pairing("allfeat-widget").add(part("download"), look, NOW)
        assert timers(follows) == ([("settle", 50)] if waits else [])


def test_generations_are_those_of_the_ats_widget() -> None:
    for system, generation, found in (
        ("allfeat-widget", "v1", "allfeat-widget-v1"),
        ("allfeat-widget-v1", "v2", "allfeat-widget"),
        ("allfeat-widget", None, "allfeat-widget"),
        ("allfeat-widget-v1", None, "allfeat-widget-v1"),
        ("mori", "v1", "mori"),
    ):
        pairing = Pairing(system)
        pairing.note_generation(generation)
        assert pairing.system == found, (system, generation)
    for system, pending, code, status in (
        ("allfeat-widget", "submit", "session.invalid_token", None),
        ("allfeat-widget", "download", "TOKEN_EXPIRED", None),
        ("allfeat-widget-v1", "register", "TOKEN_EXPIRED", None),
        ("mori", "submit", None, 401),
    ):
        pairing = Pairing(system)
        pairing.expire(pending, NOW)
        assert pairing.failure is not None
        assert (pairing.failure.code, pairing.failure.http_status) == (code, status), (system, pending)
    pairing = Pairing("allfeat-widget")
    for one, about in (
        (part("error", "session.invalid_token"), True),
        (part("page", "session.invalid_token"), False),
        (part("error", "common.rate_limited"), False),
        (part("error"), False),
    ):
        assert pairing.is_about_the_session(one) is about, one.code


def test_a_failure_that_only_the_token_source_tells_of() -> None:
    pairing = Pairing("allfeat-widget")
    envelope = read_envelope("allfeat-widget", 403, {"code": "organization.inactive"})
    failure = pairing.of_source("submit", envelope, NOW, "mori")
    assert (failure.event, failure.stage, failure.code, failure.system) == (
        "token-endpoint",
        "submit",
        "organization.inactive",
        "mori",
    )
    assert pairing.of_source("submit", None, NOW).code is None


# ---- whether it works


def test_health() -> None:
    health = Health(screens=True)
    assert (health.state, health.covered, health.stopped_screen, health.disabled, health.stopped) == (
        "works",
        False,
        None,
        False,
        False,
    )
    on = health.failed(Look(screen="UPLOAD"), stopped=False)
    assert [type(effect) for effect in on] == [effects.ObserveRedraws]
    assert (health.state, health.stopped_screen, health.stopped) == ("failed", "UPLOAD", False)
    assert health.failed(Look(screen="UPLOAD"), stopped=True) == []
    assert (health.stopped_screen, health.stopped) == ("FAILED", True)
    health.failed(Look(screen="DISABLED"), stopped=True)
    assert (health.stopped_screen, health.stopped) == ("DISABLED", True)
    assert not Health(screens=False).failed(None, stopped=False)
    verdict, failure = classify("organization.inactive"), failure_of(part("failed", "a.b", request_id="r"))
    announced, covered = health.disable(verdict, failure, Look(screen="FAILED"))
    assert isinstance(announced, effects.Announce)
    assert announced.name == "pywidget:disabled"
    assert announced.detail == {"system": "allfeat-widget", "code": "organization.inactive", "requestId": "r"}
    assert isinstance(covered, effects.CoverWidget)
    assert covered.on
    assert (health.state, health.covered) == ("disabled", True)
    assert health.disable(verdict, failure, None) == []
    # A failure of a disabled widget leaves it disabled.
    health.failed(Look(screen="FORM"), stopped=False)
    assert (health.state, health.stopped_screen) == ("disabled", "FORM")
    for screen, something_else in (("FORM", False), ("UPLOAD", True)):
        assert health.drew_something_else(Look(screen=screen)) is something_else, screen
    announced, uncovered = health.works_again("redrawn")
    assert isinstance(announced, effects.Announce)
    assert (announced.name, announced.detail) == ("pywidget:enabled", {"because": "redrawn"})
    assert isinstance(uncovered, effects.CoverWidget)
    assert not uncovered.on
    assert (health.state, health.covered, health.stopped_screen) == ("works", False, None)
    assert not health.drew_something_else(Look(screen="FORM"))
    assert health.works_again("ready") == []
    for look, rests in ((Look(mode="download"), False), (Look(mode="update"), False), (Look(mode="register"), True)):
        assert bool(health.rest(look)) is rests, look.mode
    assert health.rest(None) == []
    assert len(health.observe()) == 1
    assert health.observe() == []
    assert len(health.rest(None)) == 1


def test_what_is_covered() -> None:
    verdict, failure = classify("organization.inactive"), failure_of(part("failed", "a.b"))
    for screen, covered in (("COMPLETE", False), ("DISABLED", False), ("FORM", True), ("FAILED", True)):
        health = Health(screens=True)
        health.disable(verdict, failure, Look(screen=screen))
        assert health.covered is covered, screen
    health = Health(screens=True)
    health.disable(verdict, failure, None)
    assert health.covered
    health.works_again("redrawn", covered=True)
    assert health.covered
    assert len(health.uncover()) == 1
    assert health.uncover() == []
    assert not Health(screens=False).disable(verdict, failure, None)[1:]
    # Not as long as it is not disabled.
    health = Health(screens=True)
    assert health.gave_up(None) == []
    assert (health.stopped_screen, health.covered) == ("FAILED", False)


# ---- what is told of it


def test_reports_of_a_failure_and_its_end() -> None:
    outcomes, work = Outcomes(), Work()
    failure = failure_of(part("error", "a.b", "m", stage="submit", request_id="r"))
    failure.pending_action = "submit"
    look = Look(screen="FORM", mode="update", network="testnet")
    announced, sent = outcomes.tell(classify("a.b"), failure, look, work)
    assert isinstance(announced, effects.Announce)
    assert isinstance(sent, effects.SendReport)
    detail = {
        "system": "allfeat-widget",
        "code": "a.b",
        "path": "retry",
        "remedy": "report",
        "message": "m",
        "requestId": "r",
        "stage": "submit",
        "event": "allfeat:error",
    }
    assert (announced.name, announced.detail) == ("pywidget:verdict", detail)
    detail.update({"pendingAction": "submit", "mode": "update", "network": "testnet", "screen": "FORM"})
    report: dict[str, Any] = dict(detail)
    report.update({"failure": 1, "merged": 1, "transaction": False, "payment": 0})
    assert sent.report == report
    renewal = Renewal(10_000, half)
    assert outcomes.recovered(renewal, NOW, "other") == []
    (end,) = outcomes.recovered(renewal, NOW + 9, "submit")
    assert isinstance(end, effects.SendReport)
    assert end.report == {
        "outcome": "recovered",
        "reason": None,
        "system": "allfeat-widget",
        "code": "a.b",
        "failure": 1,
        "merged": 1,
        "durationMs": 9,
        "attempts": None,
    }
    assert outcomes.recovered(renewal, NOW) == []
    outcomes.tell(classify("a.b"), failure, None, work)
    renewal.ask("submit", prefetched=False, now=NOW)
    announced, end = outcomes.renewed(failure, renewal, NOW + 5)
    assert isinstance(announced, effects.Announce)
    assert announced.detail == {"pendingAction": "submit", "attempts": 1, "durationMs": 5}
    assert isinstance(end, effects.SendReport)
    assert (end.report["outcome"], end.report["attempts"], end.report["reason"]) == ("renewed", 1, None)
    # It has ended, and does not end again.
    assert outcomes.recovered(renewal, NOW) == []
    renewal.system = "mori"
    (announced,) = outcomes.renewed(None, renewal, NOW)
    assert isinstance(announced, effects.Announce)
    assert announced.detail["system"] == "mori"
    renewal.reason = "why"
    (announced,) = outcomes.not_renewed(None, renewal, NOW)
    assert isinstance(announced, effects.Announce)
    assert announced.name == "pywidget:renewal-failed"
    assert announced.detail == {"reason": "why", "pendingAction": "submit", "attempts": 1}
    renewal.answer = TokenAnswered(1, "http", "", read_envelope("mori", 500, {"code": "E", "requestId": "r"}))
    announced, end = outcomes.not_renewed(failure, renewal, NOW)
    assert isinstance(announced, effects.Announce)
    assert (announced.detail["status"], announced.detail["code"], announced.detail["requestId"]) == (500, "E", "r")
    assert isinstance(end, effects.SendReport)
    assert (end.report["outcome"], end.report["reason"]) == ("not-renewed", "why")


def test_what_is_only_shown() -> None:
    unheard = Unheard()
    shows = Look(alert="Oh")
    assert timers(unheard.see(shows, waits=False, now=0)) == [("missed", 200)]
    assert unheard.see(Look(), waits=False, now=0) == []
    for now, waits, explained in ((0, True, True), (1_999, False, True), (2_000, False, False)):
        unheard = Unheard()
        unheard.heard(None, 0)
        assert (unheard.see(shows, waits=waits, now=now) == []) is explained, now
        assert (unheard.new_alert(shows) is None) is explained, now
    unheard = Unheard()
    unheard.heard(shows, 0)
    assert unheard.see(shows, waits=False, now=9_000) == []
    assert unheard.new_alert(shows) is None
    # Once it is gone, the same text is another alert.
    unheard.see(Look(), waits=False, now=9_000)
    assert unheard.new_alert(shows) == "Oh"
    assert unheard.new_alert(shows) is None
    for text in ("Authentication required", "Authentication required: Please provide a token."):
        assert unheard.see(Look(alert=text), waits=False, now=99_000) == []
        assert unheard.new_alert(Look(alert=text)) is None
    assert unheard.new_alert(shows) == "Oh"
    assert unheard.new_alert(Look()) is None
    for look, trouble in (
        (Look(overlay=True), True),
        (Look(screen="FAILED"), True),
        (Look(screen="DISABLED"), True),
        (Look(screen="FORM"), False),
        (Look(), False),
    ):
        assert unheard.in_trouble(look) is trouble
    pairing = Pairing("allfeat-widget")
    late = unheard.late_failure(Look(screen="FAILED", request_id="r"), pairing, NOW)
    assert (late.event, late.halves, late.said.category, late.request_id) == (
        "pywidget:late",
        ["failed"],
        "FAILED",
        "r",
    )
    silent = unheard.silent_failure("Configuration error: x", pairing, NOW)
    assert (silent.event, silent.halves, silent.message, silent.code) == (
        "pywidget:silent",
        ["screen"],
        "Configuration error: x",
        "widget.configuration_error",
    )
    assert unheard.silent_failure("Oh", pairing, NOW).code is None


def test_answers_that_wait_for_a_widgets_word() -> None:
    joins = Joins()
    answer = part("page", "a.b", request_id="r", http_status=429, retry_after_ms=7)
    assert not joins.waiting
    assert not joins.hold(0, part("page", "a.b"), NOW)
    assert joins.hold(0, answer, NOW)
    assert joins.waiting
    assert joins.release(NOW + 249) == []
    told = part("error", "a.b", request_id="r")
    joins.tell(told)
    assert (told.http_status, told.retry_after_ms, joins.waiting) == (429, 7, False)
    # A second one with that id is the widget's, too.
    assert joins.hold(0, answer, NOW)
    assert not joins.waiting
    joins.tell(part("error", "a.b"))
    other = part("page", "a.b", request_id="s")
    other.age = 3
    joins.hold(4, other, NOW)
    joins.hold(5, part("page", "a.b", request_id="t"), NOW + 1)
    ((widget, released),) = joins.release(NOW + 250)
    assert (widget, released.age) == (4, 253)
    assert joins.waiting
    assert len(joins.release(NOW + 251)) == 1
    assert not joins.waiting
    told = part("error", "a.b", request_id="u", http_status=500)
    joins.hold(0, part("page", "a.b", request_id="u", http_status=429), NOW)
    joins.tell(told)
    assert told.http_status == 500


# ---- the work


def test_how_far_the_work_got() -> None:
    verdict = classify("widget.network_error")
    for state, event, becomes in (
        (NONE, "confirmed", SUBMITTED),
        (NONE, "complete", COMPLETED),
        (SUBMITTED, "complete", COMPLETED),
        (COMPLETED, "confirmed", SUBMITTED),
        (SUBMITTED, "mode-changed", NONE),
        (UNSURE, "confirmed", SUBMITTED),
        (SUBMITTED, "step", SUBMITTED),
    ):
        work = Work()
        work.state = state
        work.progressed(Progressed(event), NOW)
        assert work.state == becomes, (state, event)
    for uploaded, screen, unsure in (
        (False, "CONFIRMING", True),
        (False, "FAILED", False),
        (False, None, False),
        (True, "FAILED", True),
        (True, None, True),
        (True, "FORM", False),
        (False, "UPLOAD", False),
    ):
        work = Work()
        if uploaded:
            work.progressed(Progressed("upload-complete"), NOW)
        work.word = True
        work.failed(verdict, screen)
        assert (work.state == UNSURE) is unsure, (uploaded, screen)
        assert work.word is not unsure
        # What was uploaded counts for one failure.
        work.state = NONE
        work.failed(verdict, None)
        assert work.state == NONE
    for code, lost in (
        ("widget.network_error", True),
        ("common.service_unavailable", True),
        ("registration.prepared_not_found", True),
        ("transaction.already_confirmed", True),
        ("foo.bar", True),
        ("registration.insufficient_credits", False),
        ("common.rate_limited", False),
    ):
        work = Work()
        work.failed(classify(code), "CONFIRMING")
        assert (work.state == UNSURE) is lost, code
    work = Work()
    assert (work.paid, work.payments, work.transaction, work.filled) == (False, 0, None, None)
    work.progressed(Progressed("confirmed", "tx"), NOW)
    assert (work.paid, work.payments, work.transaction) == (True, 1, "tx")
    work.give_word()
    assert not work.paid
    work.progressed(Progressed("confirmed"), NOW)
    assert (work.paid, work.payments, work.transaction) == (True, 2, "tx")
    work.another()
    assert (work.state, work.transaction, work.word, work.filled) == (NONE, None, False, False)


def test_the_same_file_is_the_same_work() -> None:
    for first, second, same in (("a/1", "a/1", True), ("a/1", "b/1", False), ("", "", False), ("a/1", "", False)):
        work = Work()
        work.progressed(Progressed("upload-start", file=first), NOW)
        work.progressed(Progressed("confirmed"), NOW)
        work.progressed(Progressed("upload-start", file=second), NOW)
        assert (work.state == SUBMITTED) is same, (first, second)
    for filled, after in ((None, True), (True, True), (False, False)):
        work = Work()
        work.filled = filled
        work.progressed(Progressed("upload-start", file="a/1"), NOW)
        assert work.filled is after
    # An upload that begins has not ended.
    work = Work()
    work.progressed(Progressed("upload-complete"), NOW)
    work.progressed(Progressed("upload-start", file="a/1"), NOW)
    work.failed(classify("widget.network_error"), None)
    assert work.state == NONE


def test_silence_is_counted_from_what_was_said() -> None:
    signal = Progressed("confirmed")
    signal.age = 30_000
    work = Work()
    (timer, _fact) = work.progressed(signal, NOW)
    assert timers([timer]) == [("stuck", 120_000)]
    late = Progressed("confirmed")
    late.age = 200_000
    assert timers(Work().progressed(late, NOW)) == [("stuck", 0)]
    assert timers(work.quiet(None, NOW + 119_999)) == [("stuck", 1)]
    for screen, silent in (("CONFIRMING", True), ("TRACKING", True), (None, True), ("FORM", False), ("FAILED", False)):
        follows = work.quiet(Look(screen=screen), NOW + 120_000)
        assert [follow.kind for follow in follows if isinstance(follow, Signal)] == ["work-silent"] * silent, screen
    assert len(work.quiet(None, NOW + 120_000)) == 1
    work.progressed(Progressed("complete"), NOW)
    assert work.quiet(None, NOW + 999_000) == []
    (cancelled, _fact) = work.progressed(Progressed("complete"), NOW)
    assert isinstance(cancelled, effects.CancelTimer)
    assert cancelled.name == "stuck"
    # Seen while it tracks, it is watched from then on, once.
    work = Work()
    look = Look(screen="TRACKING", transaction_id="tx")
    assert timers(work.see(look, "", NOW)) == [("stuck", 150_000)]
    assert (work.state, work.transaction) == (SUBMITTED, "tx")
    assert work.see(look, "", NOW + 1) == []
    work = Work()
    work.see(Look(screen="COMPLETE", transaction_id="tx"), "", NOW)
    assert work.state == COMPLETED


def test_a_form_that_is_back() -> None:
    filled = ("back", "submit")
    for pressed, first_step, state, becomes, facts in (
        ("retry", False, SUBMITTED, SUBMITTED, 1),
        ("retry", True, SUBMITTED, SUBMITTED, 1),
        ("", False, SUBMITTED, SUBMITTED, 1),
        ("", True, SUBMITTED, NONE, 0),
        ("retry", False, NONE, NONE, 0),
        ("reset", False, SUBMITTED, NONE, 0),
    ):
        work = Work()
        work.see(Look(screen="FAILED"), "", NOW)
        work.state = state
        follows = work.see(Look(screen="FORM", first_step=first_step, buttons=filled), pressed, NOW)
        assert (work.state, len(follows)) == (becomes, facts), (pressed, first_step, state)
    # From one form to the other nothing came back.
    work = Work()
    for screen in ("FORM", "DOWNLOADS", "FORM"):
        work.state = SUBMITTED
        assert work.see(Look(screen=screen), "", NOW) == []
        assert work.state == SUBMITTED
    for before, buttons, pressed, after in (
        (None, filled, "", True),
        (None, ("next",), "", None),
        (None, None, "", None),
        (False, filled, "", False),
        (False, filled, "next", True),
        (False, ("next",), "next", False),
    ):
        work = Work()
        work.filled = before
        work.see(Look(screen="FORM", buttons=buttons), pressed, NOW)
        assert work.filled is after, (before, buttons, pressed)
    work = Work()
    work.see(Look(screen="TRACKING", buttons=filled), "", NOW)
    assert work.filled is None


# ---- the visitor, and the session


def test_a_visitor_waits_and_comes_back() -> None:
    visitor = Visitor(Policy(), half)
    assert (visitor.notice, visitor.wait_until, visitor.signing_in) == (None, 0, False)
    assert visitor.hide() == []
    assert not visitor.shows(("report",))
    assert not visitor.offers("contact")
    assert not visitor.advises("report")
    assert visitor.limit(7_000, NOW) == NOW + 7_000
    assert timers(visitor.wait(NOW)) == [("wait", 7_000)]
    assert timers(visitor.wait(NOW + 8_000)) == [("wait", 0)]
    assert visitor.wait_until == NOW + 7_000
    assert timers(visitor.wait_over(NOW + 6_999) or []) == [("wait", 1)]
    assert visitor.wait_over(NOW + 7_000) is None
    assert visitor.wait_until == 0
    assert timers(visitor.wait(NOW, NOW + 9)) == [("wait", 9)]
    (cancelled,) = visitor.stop_waiting()
    assert isinstance(cancelled, effects.CancelTimer)
    assert (cancelled.name, visitor.wait_until) == ("wait", 0)
    # A day is what nobody sits through.
    assert visitor.limit(86_399_999, NOW) == NOW + 86_399_999
    assert visitor.limit(86_400_000, NOW) is None
    visitor.succeeded()
    assert visitor.limit(None, NOW) == NOW + 3_750
    assert visitor.limit(None, NOW) == NOW + 7_500
    assert not visitor.was_offline(NOW)
    visitor.online(NOW)
    for moment, offline in ((NOW - 1, True), (NOW, False)):
        assert visitor.was_offline(moment) is offline
    assert not visitor.returned(NOW)
    visitor.signing_in = True
    for now, returned in ((0, True), (20_999, False), (21_000, True)):
        assert visitor.returned(now) is returned, now
    visitor.signed_in()
    assert not visitor.returned(NOW + 99_000)


def test_which_button_of_which_notice_does_something() -> None:
    harmless = ("try-again", "sign-in", "contact", "copy-code", "dismiss")
    others = (
        "start-over",
        "confirm-start-over",
        "reload",
        "confirm-reload",
        "confirm-sign-in",
        "cancel",
        "back-to-list",
        "keep",
        "register-again",
    )
    for action in harmless + others:
        visitor = Visitor(Policy(reset="allowed"), half)
        assert bool(visitor.chosen(action, None, NOW)) is (action in harmless), action
        visitor.show(Notice("report", actions=(action,)))
        assert visitor.chosen(action, None, NOW), action
    visitor = Visitor(Policy(), half)
    visitor.show(Notice("report", actions=("fly",)))
    assert visitor.chosen("fly", None, NOW) == []


def test_what_is_quoted_to_the_contact() -> None:
    for notice, reference in (
        (Notice("report", reference="r", transaction="tx"), "r"),
        (Notice("report", transaction="tx"), "tx"),
        (Notice("report"), ""),
        (None, ""),
    ):
        visitor = Visitor(Policy(), half)
        if notice is not None:
            visitor.show(notice)
        (contact,) = visitor.chosen("contact", None, NOW)
        assert isinstance(contact, effects.OpenContact)
        assert contact.reference == reference


def test_what_there_is_to_lose_is_asked_about() -> None:
    for screens, look, asks in (
        (True, None, True),
        (True, Look(screen="FORM"), True),
        (True, Look(screen="COMPLETE"), False),
        (True, Look(screen="DISABLED"), False),
        (False, None, False),
    ):
        visitor = Visitor(Policy(screens=screens), half)
        visitor.show(Notice("report", actions=("reload",)))
        (follow,) = visitor.chosen("reload", look, NOW)
        assert isinstance(follow, effects.ShowNotice) is asks, (screens, look)
        if asks:
            assert visitor.notice is not None
            assert (visitor.notice.kind, visitor.notice.role) == ("leave", "alert")
            assert visitor.notice.actions == ("cancel", "confirm-reload")
            assert [type(effect) for effect in visitor.chosen("cancel", look, NOW)] == [effects.ShowNotice]
            assert visitor.notice.kind == "report"
        else:
            assert isinstance(follow, effects.ReloadPage)
    visitor = Visitor(Policy(login=True), half)
    visitor.signing_in = True
    (follow,) = visitor.login_blocked(Look(screen="COMPLETE"))
    assert isinstance(follow, effects.OpenLogin)
    assert (follow.where, visitor.signing_in) == ("page", False)


def test_whether_a_press_changed_something() -> None:
    before = Look(screen="FORM", buttons=("next",), alert=None)
    for after, same in (
        (Look(screen="FORM", buttons=("next",)), True),
        (Look(screen="UPLOAD", buttons=("next",)), False),
        (Look(screen="FORM", buttons=("back",)), False),
        (Look(screen="FORM", buttons=("next",), alert="Oh"), False),
        (None, False),
    ):
        visitor = Visitor(Policy(), half)
        assert timers(visitor.acted(before)) == [("effect", 1_500)]
        assert visitor.nothing_changed(after) is same
        # It is looked for once.
        assert not visitor.nothing_changed(before)
    visitor = Visitor(Policy(), half)
    visitor.acted(Look(screen="FORM"))
    assert not visitor.nothing_changed(Look(screen="FORM"))
    visitor.acted(before)
    visitor.show(Notice("report"))
    assert not visitor.nothing_changed(before)


def test_a_notice_that_holds_on_the_form_loses_its_way_back() -> None:
    visitor = Visitor(Policy(contact=True), half)
    assert visitor.keep_on_the_form() == []
    visitor.show(Notice("waiting"))
    assert visitor.keep_on_the_form() == []
    visitor.show(Notice("unsure", actions=("try-again", "contact")))
    assert len(visitor.keep_on_the_form()) == 1
    assert visitor.notice is not None
    assert visitor.notice.actions == ("contact", "dismiss")


def test_the_breaker() -> None:
    breaker = Breaker()
    assert breaker.rounds == 0
    assert breaker.closes_at == 0
    assert not breaker.refuses(0)
    for at in (0, 1, 2):
        breaker.hear(at)
        assert breaker.allows(at)
    breaker.hear(3)
    assert not breaker.allows(3)
    assert breaker.closes_at == 60_003
    assert breaker.refuses(60_002)
    assert breaker.closes_at == 120_002
    assert not breaker.refuses(120_002)
    breaker.rounds = 2
    breaker.hear(120_001)
    assert not breaker.allows(120_001)
    breaker.hear(180_001)
    assert breaker.rounds == 0
    assert breaker.allows(180_001)
    # The budget of a minute is spent, whatever was reached.
    breaker = Breaker()
    for at in (0, 1, 2):
        breaker.allows(at)
    assert not breaker.allows(3)
    breaker.close()
    assert not breaker.allows(59_999)
    breaker.close()
    assert breaker.allows(60_000)
    breaker = Breaker()
    for _ in range(3):
        breaker.count_round()
    assert not breaker.allows(0)
    breaker.close()
    breaker.forgive_rounds()
    assert breaker.allows(0)


def test_what_a_token_was_given_for() -> None:
    def waiting(pending: str = "submit") -> Waiting:
        made = Waiting(Renewal(10_000, half))
        made.expire(pending, NOW, NOW, paid=False)
        made.renewal.receive("answered", NOW, TokenAnswered(1, "token"))
        made.renewal.delivered("set", NOW)
        return made

    made = Waiting(Renewal(10_000, half))
    assert (made.state, made.cause, made.token, made.unspent, made.late) == ("nothing", None, "unknown", False, False)
    assert not made.expired
    assert not made.refused
    for pending, late in (("submit", False), ("download_detail", True), ("download_version_asset", True)):
        made = waiting(pending)
        assert made.expired
        follows = made.ended("", None, NOW)
        assert [effect.name for effect in follows if isinstance(effect, effects.CancelTimer)] == ["renewing"]
        assert (made.state, made.token, made.unspent, made.late) == ("nothing", "given", True, late), pending
        assert made.refused is not late
        made.send()
        assert made.refused
    # A form that is being sent was sent with the token before.
    for look, late in (
        (Look(screen="FORM", buttons=()), True),
        (Look(screen="FORM", buttons=("submit",)), False),
        (Look(screen="FORM"), False),
        (Look(screen="UPLOAD", buttons=()), False),
        (None, False),
    ):
        made = waiting()
        made.settle()
        made.ended("", look, NOW)
        assert made.late is late, look
    made = waiting()
    made.ended("", None, NOW)
    made.began_upload()
    assert (made.token, made.unspent, made.renewal.breaker.rounds) == ("taken", False, 1)
    made.take()
    assert made.token == "taken"
    made = waiting("download_detail")
    made.ended("", None, NOW)
    made.began_upload()
    assert (made.token, made.unspent) == ("given", True)
    made = waiting()
    made.ended("timed-out", None, NOW)
    assert (made.token, made.state) == ("unknown", "waits")
    made = Waiting(Renewal(10_000, half))
    made.began_upload()
    assert made.renewal.breaker.rounds == 0
    made.take()
    assert made.token == "unknown"


def test_what_is_drawn_anew_or_retried_after_a_token() -> None:
    for pending, overlay, alert, redraws in (
        ("submit", True, None, False),
        ("download", True, None, True),
        ("", True, None, True),
        ("download", False, None, False),
        ("submit", False, "Authentication required: …", True),
        ("submit", False, "Oh", False),
    ):
        made = Waiting(Renewal(10_000, half))
        made.renewal.pending_action = pending
        assert made.needs_redraw(Look(overlay=overlay, alert=alert)) is redraws, (pending, overlay, alert)
    for screen, stopped, pending, retries in (
        ("FAILED", True, "work_select", True),
        ("FAILED", True, "download_list", True),
        ("FAILED", True, "submit", False),
        ("FAILED", False, "download_list", False),
        ("DOWNLOADS", True, "download_list", False),
    ):
        made = Waiting(Renewal(10_000, half))
        made.renewal.pending_action = pending
        made.join(stopped=stopped)
        assert made.needs_retry(Look(screen=screen)) is retries, (screen, stopped, pending)
        # Once.
        if retries:
            assert not made.needs_retry(Look(screen=screen))
    made = Waiting(Renewal(10_000, half))
    made.renewal.pending_action = "download_list"
    made.join(stopped=True)
    made.begin(failure_of(part("error", "a.b")), None)
    assert not made.needs_retry(Look(screen="FAILED"))


def test_an_overlay_that_goes_away() -> None:
    made = Waiting(Renewal(10_000, half))
    over, gone = Look(screen="FORM", overlay=True), Look(screen="FORM")
    made.see(over)
    assert not made.overlay_gone(gone)
    made.expire("submit", NOW, NOW, paid=False)
    made.see(gone)
    assert not made.overlay_gone(gone)
    made.see(over)
    made.see(gone)
    assert made.overlay_gone(gone)
    assert not made.overlay_gone(over)
    assert made.was_reset(gone)
    assert not made.was_reset(Look(screen="UPLOAD"))
    made.renewal.receive("answered", NOW, TokenAnswered(1, "token"))
    assert not made.was_reset(gone)
    made.leave(NOW)
    assert not made.overlay_gone(gone)
    for look, seen in ((over, True), (gone, False), (None, False)):
        made = Waiting(Renewal(10_000, half))
        made.begin(failure_of(part("error", "a.b")), look)
        assert made.overlay_gone(gone) is seen


def test_a_widget_went_on_while_nobody_listened() -> None:
    for look, age, went_on in (
        (Look(screen="UPLOAD"), 51, True),
        (Look(screen="UPLOAD"), 50, False),
        (Look(screen="FORM"), 51, False),
        (Look(screen="UPLOAD", overlay=True), 51, False),
        (None, 51, False),
    ):
        assert Waiting(Renewal(10_000, half)).went_on_meanwhile(look, age) is went_on, age


def test_how_long_a_session_can_still_be_asked_for() -> None:
    def failed(pending: str = "submit") -> Waiting:
        made = Waiting(Renewal(10_000, half))
        made.expire(pending, NOW, NOW, paid=False)
        made.renewal.receive("answered", NOW, TokenAnswered(1, "bad-answer", "html"))
        return made

    made = failed()
    assert made.may_ask_again()
    for age, can in ((57_999, True), (58_000, False)):
        assert made.can_go_on(NOW + age) is can, age
    for age, deadline in ((20_000, 38_000), (57_999, 1), (60_000, 58_000), (90_000, 58_000)):
        made = failed()
        assert ("deadline", deadline) in timers(made.ask_again(NOW + age)), age
        assert not made.may_ask_again()
        assert not made.can_go_on(NOW + age)
    # Between its deadline and the end of its minute nothing can come in time.
    made = failed()
    assert timers(made.ask_again(NOW + 59_999)) == []
    assert made.renewal.reason == "timed-out"
    made = failed()
    made.gave_up(NOW)
    assert not made.may_ask_again()
    assert made.has_no_token()
    assert made.can_go_on(NOW + 99_000)
    made = Waiting(Renewal(10_000, half))
    made.arrive(NOW)
    assert (made.state, made.renewal.pending_action, made.renewal.prefetched) == ("first", "first-token", True)
    made.renewal.receive("answered", NOW, TokenAnswered(1, "bad-answer", "html"))
    assert made.may_ask_again()
    made.ask_again(NOW + 90_000)
    assert (made.renewal.prefetched, made.renewal.pending_action) == (True, "first-token")


def test_a_word_that_comes_in_time() -> None:
    for age, goes_on in ((0, True), (57_999, True), (58_000, False)):
        made = Waiting(Renewal(10_000, half))
        follows = made.expire("submit", NOW, NOW, paid=True)
        assert [follow.kind for follow in follows if isinstance(follow, Signal)] == ["renewal-held"]
        assert (made.state, made.renewal.state, made.renewal.reason) == ("held", "held", "already-submitted")
        follows = made.word_given(NOW + age)
        assert bool(follows) is goes_on, age
        assert made.state == ("waits" if goes_on else "held")
        if goes_on:
            assert ("deadline", 58_000 - age) in timers(follows)
    assert Waiting(Renewal(10_000, half)).word_given(NOW) == []
    made = Waiting(Renewal(10_000, half))
    made.expire("download", NOW, NOW, paid=True)
    assert made.state == "waits"


def test_what_is_the_same_trouble() -> None:
    cause = failure_of(part("error", "a.b"))
    for pending, settled, age, burst in (
        ("download_list", False, 2_000, True),
        ("download_list", False, 2_001, False),
        ("work_select", True, 2_000, True),
        ("submit", False, 0, False),
    ):
        made = Waiting(Renewal(10_000, half))
        made.begin(cause, None)
        made.expire(pending, NOW, NOW, paid=False)
        if settled:
            made.renewal.receive("answered", NOW, TokenAnswered(1, "token"))
            made.renewal.delivered("set", NOW)
            made.ended("", None, NOW)
        assert made.in_burst(NOW + age) is burst, (pending, age)
    made = Waiting(Renewal(10_000, half))
    assert not made.joins(NOW)
    made.expire("submit", NOW, NOW, paid=False)
    assert made.joins(NOW)
    made.renewal.receive("answered", NOW, TokenAnswered(1, "bad-answer", "html"))
    assert not made.joins(NOW)
    made = Waiting(Renewal(10_000, half))
    made.expire("submit", NOW, NOW, paid=True)
    assert made.joins(NOW)
    # Heard too late, it stopped because of the token before: it is looked at again.
    made = Waiting(Renewal(10_000, half))
    made.begin(cause, None)
    merged = cause.merged
    assert made.join(stopped=True) == []
    assert cause.merged == merged + 1
    made.expire("download_list", NOW, NOW, paid=False)
    made.renewal.receive("answered", NOW, TokenAnswered(1, "token"))
    made.renewal.delivered("set", NOW)
    assert made.join() == []
    assert timers(made.join(stopped=True)) == [("after-delivery", 500)]


def test_whose_turn_it_is() -> None:
    def request(sent_at: int, system: str = "mori") -> Failure:
        failure = Failure(1, system, NOW)
        failure.sent_at = sent_at
        return failure

    requests = Requests()
    first, second, third = request(1), request(2), request(3, "acme")
    requests.join(second, first)
    assert first.merged == 1
    requests.join(third, first)
    requests.join(request(4, "acme"), first)
    assert (third.merged, first.merged) == (1, 1)
    requests.join(second, None)
    assert requests.ended("mori", 2) is third
    # The one of mori was sent before.
    assert requests.ended("acme", 3) is None
    assert requests.ended("acme", 3) is None


# ---- the controller


def test_facts_are_routed_before_what_waited() -> None:
    controller = WidgetController(Policy(), half)
    assert (controller.look, controller.notice, controller.submission, controller.disabled) == (
        None,
        None,
        "none",
        False,
    )
    assert controller.renewal.state == "idle"
    # A clock that goes back stands still.
    controller.receive(WidgetLooked(), NOW)
    (timer,) = controller.receive(part("error", "a.b"), NOW - 9_000)
    assert isinstance(timer, effects.StartTimer)
    assert controller.parts.pairing.failure is not None
    assert controller.parts.pairing.failure.at == NOW
    # What was submitted is known before the expiry of the same moment is answered.
    stage = Stage()
    stage.readable, stage.transaction, stage.screen = True, "tx_1", "TRACKING"
    done = [type(effect).__name__ for effect in stage.event("token-expired", pendingAction="submit")]
    assert "RequestToken" not in done
    assert stage.controller.submission == "submitted"
