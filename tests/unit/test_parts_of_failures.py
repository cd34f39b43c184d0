# runs-on: micropython
"""The parts of a controller that deal with failures, each by itself: pairing, health, what is told and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driver import NOW
from situations import failure_of, half, part, timers

from pywidget.core import effects
from pywidget.core.classify import classify
from pywidget.core.envelope import read_envelope
from pywidget.core.failure import AUTH_RETRY_EXHAUSTED, PAIR_WINDOW_MS, Failure
from pywidget.core.health import Health
from pywidget.core.joins import Joins
from pywidget.core.outcomes import Outcomes
from pywidget.core.pairing import Pairing
from pywidget.core.renewal import Renewal
from pywidget.core.signals import (
    FailureReported,
    Look,
    Signal,
    TokenAnswered,
)
from pywidget.core.unheard import Unheard
from pywidget.core.work import Work

if TYPE_CHECKING:
    from typing import Any


def shown(pairing: Pairing) -> str | None:
    return pairing.screen


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
