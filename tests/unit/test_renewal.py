# runs-on: micropython
"""The renewal's state machine: every input in every state, and each of its rules."""

from __future__ import annotations

from driver import Stage
from situations import half

from pywidget.core import effects
from pywidget.core.classify import classify
from pywidget.core.envelope import read_envelope
from pywidget.core.policy import Policy
from pywidget.core.renewal import (
    ASKING,
    BUDGET_WINDOW_MS,
    DEADLINE_MS,
    DELIVERING,
    FAILED,
    HELD,
    IDLE,
    INPUTS,
    SETTLED,
    STATES,
    WAITING,
    Renewal,
)
from pywidget.core.signals import ConnectionChanged, PageResumed, TokenAnswered


def renewal_in(state: str) -> Renewal:
    """A renewal that came into this state on the ordinary way."""
    renewal = Renewal(10_000, half)
    if state in (ASKING, WAITING, DELIVERING, SETTLED, FAILED):
        renewal.ask("submit", prefetched=False, now=0)
    if state == WAITING:
        renewal.receive("answered", 1, TokenAnswered(1, "network"))
    if state in (DELIVERING, SETTLED):
        renewal.receive("answered", 1, TokenAnswered(1, "token"))
    if state == SETTLED:
        renewal.delivered("set", 2)
    if state == FAILED:
        renewal.receive("answered", 1, TokenAnswered(1, "bad-answer", "html"))
    if state == HELD:
        renewal.receive("hold", 0)
    assert renewal.state == state
    return renewal


#: (state, input) -> state after it; whatever is not named stays as it is.
EXPECTED = {
    (IDLE, "expired"): ASKING,
    (SETTLED, "expired"): ASKING,
    (FAILED, "expired"): ASKING,
    (HELD, "expired"): ASKING,
    (IDLE, "hold"): HELD,
    (ASKING, "hold"): HELD,
    (WAITING, "hold"): HELD,
    (DELIVERING, "hold"): HELD,
    (SETTLED, "hold"): HELD,
    (FAILED, "hold"): HELD,
    (ASKING, "answered"): DELIVERING,
    (DELIVERING, "delivered"): SETTLED,
    (WAITING, "online"): ASKING,
    (ASKING, "drop"): IDLE,
    (WAITING, "drop"): IDLE,
    (DELIVERING, "drop"): IDLE,
    (SETTLED, "drop"): IDLE,
    (FAILED, "drop"): IDLE,
    (HELD, "drop"): IDLE,
    (SETTLED, "recovered"): IDLE,
    (FAILED, "recovered"): IDLE,
    (HELD, "recovered"): IDLE,
}


def test_every_input_in_every_state() -> None:
    for state in STATES:
        for what in INPUTS:
            renewal = renewal_in(state)
            answer = TokenAnswered(renewal.request, "token") if what == "answered" else None
            done = renewal.receive(what, 3, answer)
            assert renewal.state == EXPECTED.get((state, what), state), (state, what)
            assert isinstance(done, list), (state, what)


def test_every_state_past_its_deadline() -> None:
    for state, after in ((ASKING, FAILED), (WAITING, FAILED), (DELIVERING, FAILED), (SETTLED, SETTLED), (IDLE, IDLE)):
        renewal = renewal_in(state)
        renewal.receive("tick", DEADLINE_MS)
        assert renewal.state == after, state


def test_the_last_answer_is_the_reason_when_the_time_is_over() -> None:
    for answer, reason in ((http(500), "server-error"), (TokenAnswered(1, "network"), "unreachable")):
        renewal = renewal_in(ASKING)
        renewal.receive("answered", 5, answer)
        renewal.receive("tick", DEADLINE_MS - 1)
        assert renewal.state == ASKING
        renewal.receive("tick", DEADLINE_MS)
        assert (renewal.state, renewal.reason) == (FAILED, reason)


def test_every_answer_has_its_reason() -> None:
    table = (
        (TokenAnswered(1, "no-source"), "no-token-source"),
        (TokenAnswered(1, "provider"), "provider-failed"),
        (TokenAnswered(1, "bad-answer", "html"), "html"),
        (TokenAnswered(1, "bad-answer", "empty"), "empty"),
        (TokenAnswered(1, "bad-answer", "redirected"), "redirected"),
        (TokenAnswered(1, "bad-answer", "opaque"), "opaque"),
        (TokenAnswered(1, "bad-answer", "no-token"), "no-token"),
        (TokenAnswered(1, "bad-answer", "wrong-type"), "wrong-type"),
        (http(401), "signed-out"),
        (http(403), "signed-out"),
        (http(404), "not-found"),
        (http(400), "refused"),
        (http(429, {"Retry-After": "120"}), "rate-limited"),
        # They count for failures that had no report of their own.
        (http(403, {"Retry-After": "120"}), "rate-limited"),
        (http(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "120"}), "rate-limited"),
        (http(419), "signed-out"),
        (http(440), "signed-out"),
    )
    for answer, reason in table:
        renewal = renewal_in(ASKING)
        renewal.receive("answered", 5, answer)
        assert (renewal.state, renewal.reason) == (FAILED, reason), reason


def test_a_rate_limit_that_names_no_wait_is_given_more_time_than_a_server_error() -> None:
    for status, least, most in ((429, 5_500, 6_000), (503, 500, 1_000)):
        renewal = renewal_in(ASKING)
        follows = renewal.receive("answered", 0, http(status))
        (wait,) = [step.delay for step in follows if isinstance(step, effects.StartTimer)]
        assert least <= wait <= most, status


def http(status: int, headers: dict[str, str] | None = None) -> TokenAnswered:
    return TokenAnswered(1, "http", envelope=read_envelope("allfeat-widget", status, "", headers, 0))


def test_what_may_pass_is_tried_again() -> None:
    passing = [TokenAnswered(1, "network"), TokenAnswered(1, "timeout"), http(500), http(503), http(408)]
    # What nobody can mean is no wait: our own, growing one counts.
    passing += [http(429, {"Retry-After": "99999999"}), http(403, {"X-RateLimit-Remaining": "0"})]
    for answer in passing:
        renewal = renewal_in(ASKING)
        renewal.receive("answered", 5, answer)
        assert renewal.state == WAITING
        done = renewal.receive("tick", 6_000)
        assert renewal.state == ASKING
        assert [effect.request for effect in done if isinstance(effect, effects.RequestToken)] == [2]


def test_a_known_code_says_more_than_the_status() -> None:
    table = (
        (403, "common.forbidden", "refused"),
        (403, "common.auth.expired", "signed-out"),
        (400, "session.key_inactive", "config"),
        (400, "session.rate_limited", "rate-limited"),
    )
    for status, code, reason in table:
        renewal = renewal_in(ASKING)
        answer = TokenAnswered(1, "http", envelope=read_envelope("allfeat-widget", status, {"code": code}, None, 0))
        answer.envelope.retry_after_ms = 90_000  # type: ignore[union-attr]
        answer.verdict = classify(code)
        renewal.receive("answered", 5, answer)
        assert (renewal.state, renewal.reason) == (FAILED, reason), code


def test_the_wait_that_a_server_asked_for_is_kept() -> None:
    renewal = renewal_in(ASKING)
    renewal.receive("answered", 0, http(429, {"Retry-After": "7"}))
    renewal.receive("tick", 6_999)
    assert renewal.state == WAITING
    renewal.receive("tick", 7_000)
    assert renewal.state == ASKING


def test_coming_online_does_not_shorten_the_wait_that_a_server_asked_for() -> None:
    stage = Stage()
    stage.expire()
    stage.send(http(429, {"Retry-After": "20"}))
    stage.send(ConnectionChanged(online=True))
    stage.wait(19_000)
    assert len(stage.all(effects.RequestToken)) == 1


def test_a_wait_that_ended_without_a_connection_is_over_when_that_comes_back() -> None:
    stage = Stage()
    stage.expire()
    stage.send(http(429, {"Retry-After": "5"}))
    stage.send(ConnectionChanged(online=False))
    stage.wait(4_000)
    # Not before its end.
    stage.send(ConnectionChanged(online=True))
    stage.send(ConnectionChanged(online=False))
    assert len(stage.all(effects.RequestToken)) == 1
    stage.wait(3_000)
    assert len(stage.all(effects.RequestToken)) == 1
    stage.send(ConnectionChanged(online=True))
    assert len(stage.all(effects.RequestToken)) == 2


def test_a_try_without_an_answer_has_none_of_the_one_before() -> None:
    stage = Stage()
    stage.expire()
    answer = http(429, {"Retry-After": "20"})
    answer.envelope = read_envelope(429, {"error": {"code": "session.rate_limited"}}, {"Retry-After": "20"})
    answer.verdict = classify("session.rate_limited")
    stage.send(answer)
    stage.wait(60_000)
    (failed,) = stage.announced("renewal-failed")
    assert (failed["reason"], failed.get("status"), failed.get("code")) == ("timed-out", None, None)
    assert [verdict["code"] for verdict in stage.announced("verdict")] == ["common.auth.expired"]
    assert stage.notice.until is None


def test_a_wait_that_ends_with_the_widgets_own_time_is_none() -> None:
    stage = Stage()
    stage.expire()
    stage.send(http(429, {"Retry-After": "58"}))
    assert stage.controller.renewal.state == FAILED


def test_a_server_that_says_too_early_is_asked_again() -> None:
    stage = Stage()
    stage.expire()
    stage.send(http(425))
    stage.wait(2_000)
    assert len(stage.all(effects.RequestToken)) == 2


def test_an_answer_to_an_older_try_is_not_taken() -> None:
    renewal = renewal_in(ASKING)
    renewal.receive("answered", 1, TokenAnswered(7, "token"))
    assert renewal.state == ASKING


def test_a_try_that_hangs_is_ended_and_repeated() -> None:
    stage = Stage()
    stage.expire()
    stage.wait(10_000)
    assert [effect.request for effect in stage.all(effects.AbortToken)] == [1]
    stage.wait(1_000)
    assert len(stage.all(effects.RequestToken)) == 2
    stage.wait(60_000)
    assert stage.controller.renewal.state == FAILED
    assert len(stage.announced("renewal-failed")) == 1


def test_a_repeated_token_is_asked_for_once_more() -> None:
    stage = Stage()
    stage.delivery = "repeated"
    stage.expire()
    stage.answer()
    assert len(stage.requests) == 1
    stage.answer()
    assert stage.announced("renewal-failed")[0]["reason"] == "repeated-token"
    assert len(stage.all(effects.RequestToken)) == 2


def test_each_renewal_may_be_given_a_repeated_token_once() -> None:
    stage = Stage()
    for _ in range(2):
        stage.delivery = "repeated"
        stage.expire()
        stage.answer()
        stage.delivery = "set"
        stage.answer()
        stage.overlay = False
        stage.event("upload-start")
        stage.wait(BUDGET_WINDOW_MS)
    assert stage.announced("renewal-failed") == []


def test_a_repeated_token_is_not_asked_for_again_where_that_would_be_too_often() -> None:
    stage = Stage()
    stage.expire()
    for wait in (1_000, 20_000):
        stage.answer("network")
        stage.wait(wait)
    stage.delivery = "repeated"
    stage.answer()
    assert len(stage.all(effects.RequestToken)) == 3
    assert stage.announced("renewal-failed")[0]["reason"] == "repeated-token"


def test_a_renewal_has_at_most_three_tries() -> None:
    passing = {"network": "unreachable", "timeout": "timed-out", 503: "server-error", 429: "rate-limited"}
    for answer, reason in passing.items():
        renewal = renewal_in(ASKING)
        now = 0
        for number in (1, 2, 3):
            assert (renewal.state, renewal.request) == (ASKING, number), answer
            said = TokenAnswered(number, answer) if isinstance(answer, str) else http(answer)  # type: ignore[arg-type]  # an outcome
            said.request = number
            renewal.receive("answered", now, said)
            now += 25_000
            renewal.receive("tick", now)
        assert (renewal.state, renewal.reason) == (FAILED, reason), answer


def test_another_renewal_asks_once_while_there_were_three_tries() -> None:
    stage = Stage()
    stage.expire()
    for _ in range(3):
        # A connection that comes and goes makes it ask sooner, and not more often.
        stage.answer("network")
        stage.send(ConnectionChanged(online=True))
    assert stage.controller.renewal.state == FAILED
    for tries in (4, 5):
        stage.press("try-again")
        assert len(stage.all(effects.RequestToken)) == tries
        stage.answer("network")
        stage.send(ConnectionChanged(online=True))
        assert stage.controller.renewal.state == FAILED
    stage.press("try-again")
    assert len(stage.all(effects.RequestToken)) == 5
    assert stage.announced("renewal-failed")[-1]["reason"] == "too-many-renewals"


def test_a_widget_that_refuses_the_token() -> None:
    stage = Stage()
    stage.delivery = "refused"
    stage.expire()
    stage.answer()
    assert stage.announced("renewal-failed")[0]["reason"] == "widget-refused"


def test_the_breaker_opens_says_so_once_and_closes_after_a_quiet_time() -> None:
    stage = Stage()
    for _ in range(10):
        stage.event("token-expired", pendingAction="register")
        if stage.requests:
            stage.answer()
        stage.wait(300)
    assert len(stage.all(effects.RequestToken)) == 3
    reasons = [detail["reason"] for detail in stage.announced("renewal-failed")]
    assert reasons == ["too-many-renewals"]
    assert stage.notice.kind == "breaker"
    stage.wait(BUDGET_WINDOW_MS)
    stage.event("token-expired", pendingAction="register")
    assert len(stage.requests) == 1


def test_the_breaker_stays_open_while_the_widget_keeps_asking() -> None:
    stage = Stage()
    for _ in range(40):
        stage.event("token-expired", pendingAction="register")
        if stage.requests:
            stage.answer()
        stage.wait(3_000)
    assert len(stage.all(effects.RequestToken)) == 3


def test_a_timer_that_comes_a_moment_early_is_started_again() -> None:
    for state, delays in (
        (ASKING, {"deadline": DEADLINE_MS - 4, "try": 9_996}),
        (WAITING, {"next-try": 747}),
        (DELIVERING, {"deadline": DEADLINE_MS - 4}),
    ):
        done = renewal_in(state).receive("tick", 4)
        assert {effect.name: effect.delay for effect in done if isinstance(effect, effects.StartTimer)} == delays, state
    renewal = renewal_in(WAITING)
    renewal.online = False
    (timer,) = renewal.receive("tick", 1_000)
    assert isinstance(timer, effects.StartTimer)
    assert (timer.name, timer.delay) == ("deadline", DEADLINE_MS - 1_000)


def test_the_deadline_counts_from_the_expiry_not_from_when_it_was_heard() -> None:
    renewal = Renewal(10_000, half)
    done = renewal.ask("submit", prefetched=False, now=100_000, age=50_000)
    timers = {effect.name: effect.delay for effect in done if isinstance(effect, effects.StartTimer)}
    assert timers["deadline"] == DEADLINE_MS - 50_000
    renewal.receive("tick", 50_000 + DEADLINE_MS)
    assert (renewal.state, renewal.reason) == (FAILED, "timed-out")


def test_a_renewal_ends_two_seconds_before_the_widget_gives_up() -> None:
    stage = Stage(Policy(try_timeout_ms=55_000))
    stage.expire()
    stage.wait(58_000)
    assert stage.controller.renewal.state == FAILED


def test_a_held_renewal_tried_nothing() -> None:
    stage = Stage()
    stage.expire()
    stage.answer()
    stage.overlay = False
    stage.event("confirmed", transactionId="tx_1")
    stage.wait(10_000)
    stage.expire()
    assert stage.announced("renewal-failed")[-1]["attempts"] == 0


def test_an_expiry_that_is_heard_too_late_asks_for_nothing() -> None:
    renewal = Renewal(10_000, half)
    done = renewal.ask("submit", prefetched=False, now=100_000, age=DEADLINE_MS)
    assert (renewal.state, renewal.reason) == (FAILED, "timed-out")
    assert [effect for effect in done if isinstance(effect, effects.RequestToken)] == []


def test_a_token_that_waited_for_the_visitor_is_given_at_once_when_the_widget_needs_it() -> None:
    renewal = Renewal(10_000, half)
    renewal.ask("first-token", prefetched=True, now=0)
    (_, given) = renewal.receive("answered", 100, TokenAnswered(1, "token"))
    assert isinstance(given, effects.DeliverToken)
    assert given.prefetched
    renewal.receive("tick", DEADLINE_MS)
    assert renewal.state == DELIVERING
    (timer, given) = renewal.ask("submit", prefetched=False, now=90_000)
    assert isinstance(timer, effects.StartTimer)
    assert isinstance(given, effects.DeliverToken)
    assert (timer.name, timer.delay, given.prefetched) == ("deadline", DEADLINE_MS, False)
    assert renewal.ask("submit", prefetched=False, now=90_001) == []
    renewal.delivered("set", 90_002)
    assert (renewal.state, renewal.pending_action) == (SETTLED, "submit")


def test_offline_waits_for_the_connection_within_the_deadline() -> None:
    stage = Stage()
    stage.expire()
    stage.send(ConnectionChanged(online=False))
    stage.answer("network")
    stage.wait(20_000)
    assert stage.requests == []
    stage.send(ConnectionChanged(online=True))
    assert len(stage.requests) == 1
    stage.answer()
    assert len(stage.announced("renewed")) == 1


def test_offline_past_the_deadline_fails() -> None:
    stage = Stage()
    stage.expire()
    stage.send(ConnectionChanged(online=False))
    stage.answer("network")
    stage.wait(60_000)
    assert stage.announced("renewal-failed")[0]["reason"] == "unreachable"
    assert stage.notice.kind == "offline"


def test_a_page_that_slept_judges_by_the_clock() -> None:
    stage = Stage()
    stage.expire()
    stage.answer("network")
    stage.now += 3_600_000
    stage.send(PageResumed())
    assert stage.controller.renewal.state == FAILED
    assert stage.requests == []
