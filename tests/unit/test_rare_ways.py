# runs-on: micropython
"""Ways through a controller that are rare: what comes at the same time, what is gone meanwhile, what comes twice."""

from __future__ import annotations

from driver import Stage
from situations import give_up, half, refused

from pywidget.core import effects, presses
from pywidget.core.classify import classify
from pywidget.core.controller import _sort
from pywidget.core.effects import Notice
from pywidget.core.failure import Failure
from pywidget.core.parts import Parts
from pywidget.core.policy import Policy
from pywidget.core.renewal import DEADLINE_MS, Renewal
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    FailureReported,
    Look,
    PageResumed,
    Signal,
    TimerFired,
    TokenAnswered,
    WidgetLeft,
    WidgetLooked,
    WidgetPressed,
)


def submitted() -> Stage:
    """A work that was confirmed, and is tracked."""
    stage = Stage()
    stage.readable, stage.screen = True, "UPLOAD"
    stage.event("upload-start", filename="song.wav", size=2048)
    stage.transaction, stage.screen = "tx_1", "TRACKING"
    stage.event("confirmed", transactionId="tx_1")
    return stage


def merged(stage: Stage) -> list[int]:
    return [report["merged"] for report in stage.reports()]


def test_facts_go_in_their_order_before_what_waited() -> None:
    first, second, third, waiting = Signal(), Signal(), Signal(), Signal()
    queue: list[Signal] = [waiting]
    done: list[effects.Effect] = []
    timer = effects.CancelTimer("wait")
    _sort([first, timer, second], queue, 0, done)
    assert queue == [first, second, waiting]
    assert done == [timer]
    _sort([third], queue, 1, done)
    assert queue == [first, third, second, waiting]


def test_a_failure_in_two_halves_over_what_happens_between() -> None:
    stage = Stage()
    stage.event("error", code="a.b", message="m", requestId=None, stage="submit")
    stage.event("ready")
    stage.event("failed", code="a.b", message="m", requestId=None)
    assert merged(stage) == [2]
    stage = Stage()
    stage.event("error", code="a.b", message="m", requestId=None, stage="submit")
    stage.send(WidgetLeft())
    stage.event("failed", code="a.b", message="m", requestId=None)
    stage.wait(100)
    assert merged(stage) == [1]


def test_an_alert_beside_an_event_or_a_wait_is_explained() -> None:
    stage = Stage()
    stage.event("error", code="a.b", message="m", requestId=None, stage="submit")
    stage.alert = "Oh"
    stage.send(WidgetLooked())
    stage.wait(5_000)
    stage.send(WidgetLooked())
    assert "missed" not in stage.timers
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.wait(3_000)
    stage.alert = "Oh"
    stage.send(WidgetLooked())
    assert "missed" not in stage.timers
    assert stage.send(TimerFired("missed")) == []


def test_a_widget_is_enabled_whatever_token_is_left_over() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire(pending="access_code")
    stage.overlay = False
    stage.answer()
    stage.fail("organization.inactive")
    stage.draw("FORM", "next")
    assert [effect.on for effect in stage.all(effects.CoverWidget)] == [True, False]


def test_the_older_widget_draws_its_form_after_it_failed() -> None:
    stage = Stage()
    stage.screen = "UPLOAD"
    stage.event("failed", error="HTTP 503", stage="FAILED")
    stage.wait(100)
    assert stage.notice is not None
    stage.draw("FORM", "next")
    assert stage.notice is None


def test_the_question_about_a_paid_work_stays_only_where_it_can_be_answered() -> None:
    for buttons, stays in ((("back", "submit"), True), (None, False)):
        stage = submitted()
        stage.fail("transaction.failed")
        stage.press_retry()
        stage.expire("session.invalid_token")
        assert "register-again" in stage.notice.actions
        stage.wait(60_000)
        give_up(stage)
        assert "register-again" in stage.notice.actions
        stage.screen, stage.buttons = "FORM", buttons
        stage.send(WidgetLooked())
        assert (stage.notice is not None) is stays, buttons


def test_a_covered_form_stays_covered_over_another_renewal() -> None:
    stage = submitted()
    stage.expire(pending="download")
    stage.overlay = False
    stage.answer()
    stage.fail("transaction.failed")
    stage.press_retry()
    assert stage.controller.parts.health.covered
    stage.send(WidgetLooked())
    assert stage.controller.parts.health.covered
    stage.expire(pending="work_select")
    stage.overlay = False
    stage.answer()
    assert stage.controller.parts.health.covered


def test_a_form_that_is_back_ends_a_renewal() -> None:
    stage = Stage()
    stage.draw("FORM", "back", "submit")
    stage.expire()
    stage.wait(1_500)
    assert stage.notice.kind == "renewing"
    stage.overlay = False
    stage.draw("FORM", "next")
    assert stage.notice is None
    assert [effect.request for effect in stage.all(effects.AbortToken)] == [1]
    assert stage.controller.renewal.state == "idle"


def test_whoever_waits_no_more_is_not_asked_a_token_for() -> None:
    # The overlay went, or it drew something else after another failure.
    stage = Stage()
    stage.draw("FORM", "submit")
    stage.expire()
    stage.answer("http", envelope=refused(401))
    stage.overlay = False
    stage.draw("FORM", "submit")
    assert stage.notice is None
    stage.send(ActionChosen("try-again"))
    assert not stage.controller.parts.waiting.expired
    stage = Stage()
    stage.draw("FORM", "submit")
    stage.event("token-expired", pendingAction="submit")
    stage.answer("http", envelope=refused(401))
    stage.fail("common.service_unavailable")
    assert stage.controller.parts.waiting.expired
    stage.draw("FORM", "submit")
    assert not stage.controller.parts.waiting.expired


def test_another_site_key_asks_only_for_what_is_waited_for() -> None:
    for overlay, asked in ((True, 2), (False, 1)):
        stage = Stage()
        stage.draw("FORM", "submit")
        stage.expire()
        stage.answer("http", envelope=refused(401))
        stage.overlay = overlay
        stage.send(WidgetLooked("site-key"))
        assert len(stage.all(effects.RequestToken)) == asked, overlay


def test_another_mode_and_a_reset_are_another_work() -> None:
    stage = submitted()
    stage.send(WidgetLooked("mode"))
    assert stage.controller.submission == "none"
    stage = submitted()
    stage.transaction = None
    stage.event("token-expired", pendingAction="reset")
    assert stage.controller.submission == "none"


def test_a_reset_leaves_a_limit() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.fail("common.rate_limited", details={"retry_after": 42})
    stage.screen = "FORM"
    stage.event("token-expired", pendingAction="reset")
    assert stage.notice is not None
    assert stage.notice.kind == "waiting"


def test_a_press_sends_with_the_token_that_is_there() -> None:
    stage = Stage()
    stage.draw("FORM", "back", "submit")
    stage.expire(pending="download_detail")
    stage.overlay = False
    stage.answer()
    waiting = stage.controller.parts.waiting
    for button in ("next", "back", "retry", "back-to-list"):
        stage.send(WidgetPressed(button))
        assert waiting.late, button
    for button in ("submit", "download", "select-work", "reload-works", "download-version-cert"):
        waiting.late = True
        stage.send(WidgetPressed(button))
        assert not waiting.late, button


def test_a_burst_with_a_token_in_between_is_one_failure() -> None:
    stage = Stage()
    stage.mode, stage.screen = "download", "DOWNLOADS"
    stage.expire("session.invalid_token", "download_list")
    stage.answer()
    stage.event("token-expired", pendingAction="download_list")
    stage.answer()
    assert len(stage.reports()) == 1
    ends = [effect.report for effect in stage.all(effects.SendReport) if "outcome" in effect.report]
    assert [end["merged"] for end in ends] == [2, 3]


def test_what_is_tracked_is_asked_about_and_what_went_on_is_not() -> None:
    for pending, screen, age, asked, held in (
        ("submit", "UPLOAD", 0, 1, 0),
        ("submit", "UPLOAD", 100, 0, 0),
        ("submit", "FORM", 100, 1, 0),
        ("download", "COMPLETE", 100, 1, 0),
        ("tracking", "TRACKING", 100, 0, 1),
    ):
        stage = Stage()
        stage.screen = screen
        stage.event("token-expired", age=age, pendingAction=pending)
        assert len(stage.requests) == asked, (pending, screen, age)
        assert len(stage.announced("renewal-failed")) == held, (pending, screen, age)


def test_who_is_online_again_is_led_back_when_the_widget_gave_up() -> None:
    stage = Stage()
    stage.draw("FORM", "submit")
    stage.send(ConnectionChanged(online=False))
    stage.expire()
    stage.answer("network")
    stage.wait(58_000)
    assert stage.notice.kind == "offline"
    stage.send(ConnectionChanged(online=True))
    assert (stage.notice.kind, stage.notice.leads_back) == ("online", False)
    stage.wait(2_000)
    give_up(stage)
    assert (stage.notice.kind, stage.notice.leads_back) == ("online", True)


def test_what_the_widget_says_after_its_token_source_is_a_failure_of_its_own() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.expire()
    stage.answer("http", envelope=refused(404, "work.not_found"))
    stage.event("failed", code="work.not_found", message="m", requestId=None)
    stage.wait(100)
    assert [verdict["event"] for verdict in stage.announced("verdict")] == [
        "allfeat:error",
        "token-endpoint",
        "allfeat:failed",
    ]


def test_a_token_for_a_finished_work_can_be_asked_for_again() -> None:
    stage = submitted()
    stage.screen = "COMPLETE"
    stage.event("complete", atsId=42)
    stage.expire(pending="download")
    stage.answer("bad-answer", reason="html")
    stage.press("try-again")
    assert len(stage.all(effects.RequestToken)) == 2


def test_timers_that_nobody_waits_for_do_nothing() -> None:
    for name in ("wait", "effect", "stuck", "missed", "renewing", "after-delivery", "deadline", "try", "next-try", "x"):
        assert Stage().send(TimerFired(name)) == [], name
    assert Stage().send(PageResumed()) == []


def test_what_a_notice_offers_may_be_gone() -> None:
    frozen = Failure(1, "allfeat-widget", 0)
    frozen.add(FailureReported("e", "error", message="m"), 0)
    for action, look, failure, nowhere in (
        ("try-again", None, None, False),
        ("try-again", Look(), None, False),
        ("try-again", Look(screen="FORM"), None, True),
        ("try-again", Look(screen="FORM"), frozen, False),
        ("try-again", Look(screen="UPLOAD"), frozen, True),
        ("try-again", Look(screen="FAILED", retry=True), None, False),
        ("try-again", Look(screen="DOWNLOADS", buttons=("reload-works",)), None, False),
        ("try-again", Look(screen="DOWNLOADS", buttons=("select-work",)), None, True),
        ("back-to-list", Look(screen="DOWNLOAD_DETAIL", buttons=("back-to-list",)), None, False),
        ("back-to-list", Look(screen="DOWNLOADS", buttons=("select-work",)), None, True),
        ("contact", Look(screen="FORM"), None, False),
    ):
        parts = Parts(Policy(), half)
        parts.look, parts.pairing.failure = look, failure
        parts.visitor.show(Notice("report", actions=(action,)))
        assert presses.leads_nowhere(parts) is nowhere, (action, look and look.screen)
        if nowhere and action == "try-again":
            parts.waiting.renewal.state = "failed"
            assert not presses.leads_nowhere(parts)


def test_a_renewal_says_nothing_where_nothing_is_waited_for() -> None:
    renewal = Renewal(10_000, half)
    assert renewal.delivered("set", 0) == []
    assert (renewal.reason, renewal.system, renewal.prefetched, renewal.online) == ("", "", False, True)
    renewal.ask("submit", prefetched=True, now=1_000)
    assert renewal.early
    assert renewal.ask("submit", prefetched=True, now=1_000) == []
    # The widget waits for it now, and said so a while ago.
    (timer,) = renewal.ask("download", prefetched=False, now=5_000, age=3_000)
    assert isinstance(timer, effects.StartTimer)
    assert (timer.delay, renewal.deadline, renewal.pending_action) == (
        DEADLINE_MS - 3_000,
        2_000 + DEADLINE_MS,
        "download",
    )
    assert not renewal.early


def test_reasons_of_renewals() -> None:
    for outcome, reason, status, code, found in (
        ("bad-answer", "", 0, "", "not-json"),
        ("bad-answer", "empty", 0, "", "empty"),
        ("provider", "", 0, "", "provider-failed"),
        ("no-source", "", 0, "", "no-token-source"),
        ("http", "", 400, "common.rate_limited", "rate-limited"),
        ("http", "", 429, "", "rate-limited"),
        ("http", "", 401, "", "signed-out"),
        ("http", "", 403, "", "signed-out"),
        ("http", "", 500, "common.auth.expired", "server-error"),
        ("http", "", 404, "", "not-found"),
        ("http", "", 400, "", "refused"),
        ("http", "", 403, "work.not_found", "refused"),
        ("http", "", 408, "", "server-error"),
        ("http", "", 425, "", "server-error"),
        ("http", "", 500, "", "server-error"),
        ("http", "", 499, "", "refused"),
        ("network", "", 0, "", "unreachable"),
        ("timeout", "", 0, "", "timed-out"),
    ):
        renewal = Renewal(10_000, half)
        renewal.ask("submit", prefetched=False, now=0)
        envelope = refused(status, code) if status else None
        answer = TokenAnswered(1, outcome, reason, envelope)  # type: ignore[arg-type]
        if code:
            answer.verdict = classify(code)
        renewal.receive("answered", 0, answer)
        assert renewal.reason == found, (outcome, status, code)
        # The next one knows nothing of it.
        renewal.state = "failed"
        renewal.ask("submit", prefetched=False, now=1_000)
        assert (renewal.reason, renewal.attempt) == ("", 1)


def test_a_goal_closes_the_breaker() -> None:
    renewal = Renewal(10_000, half)
    for at in range(4):
        renewal.ask("submit", prefetched=False, now=at * 20_000)
        renewal.receive("answered", at * 20_000, TokenAnswered(renewal.request, "done"))
        renewal.breaker.count_round()
    assert renewal.reason == "too-many-renewals"
    renewal.breaker.forgive_rounds()
    renewal.ask("submit", prefetched=False, now=60_001)
    assert renewal.reason == "too-many-renewals"
    renewal.receive("recovered", 60_002)
    renewal.ask("submit", prefetched=False, now=60_003)
    assert renewal.state == "asking"
