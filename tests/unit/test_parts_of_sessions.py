# runs-on: micropython
"""The parts of a controller that deal with sessions, each by itself: the breaker, and what a widget waits for."""

from __future__ import annotations

from driver import NOW, Stage
from situations import failure_of, half, part, timers

from pywidget.core import backoff, effects
from pywidget.core.controller import WidgetController
from pywidget.core.failure import PAIR_WINDOW_MS, SETTLE_MS, Failure
from pywidget.core.joins import JOIN_MS
from pywidget.core.policy import Policy
from pywidget.core.renewal import BUDGET_WINDOW_MS, DEADLINE_MS, Breaker, Renewal
from pywidget.core.requests import Requests
from pywidget.core.signals import (
    Look,
    Signal,
    TokenAnswered,
    WidgetLooked,
)
from pywidget.core.unheard import MISSED_MS
from pywidget.core.visitor import EFFECT_MS, RETURN_MS
from pywidget.core.waiting import AFTER_DELIVERY_MS, RENEWING_NOTICE_MS, Waiting


def test_how_long_things_take() -> None:
    assert (PAIR_WINDOW_MS, SETTLE_MS, JOIN_MS, MISSED_MS) == (2_000, 50, 250, 200)
    assert (EFFECT_MS, RETURN_MS, AFTER_DELIVERY_MS, RENEWING_NOTICE_MS) == (1_500, 21_000, 500, 1_000)
    assert (DEADLINE_MS, BUDGET_WINDOW_MS) == (58_000, 60_000)
    assert (backoff.TOKEN_FIRST_MS, backoff.TOKEN_SECOND_MS) == (1_000, 20_000)
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
