"""Any order of arrivals, expiries, answers, delays, resets and jumps of the clock, and what must hold all the same."""

from __future__ import annotations

import os

import pytest
from driver import Stage
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pywidget.core import effects
from pywidget.core.envelope import read_envelope
from pywidget.core.renewal import FAILED, HELD, RESTING, SETTLED
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    PageResumed,
    TokenAnswered,
    TokenDelivered,
    WidgetArrived,
    WidgetLeft,
    WidgetLooked,
    WidgetReturned,
)

MINUTE = 60_000
OUTCOMES = st.sampled_from(["token", "network", "timeout", "bad-answer", "provider", "no-source", "http"])
STATUSES = st.sampled_from([400, 401, 403, 404, 408, 429, 500, 503])


class Renewals(RuleBasedStateMachine):
    """One widget and its token source, both out of control."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.stage.screen = "FORM"
        self.stage.delivery = ""
        self.present = True
        self.seen = 0
        #: Requests that were sent and are neither answered nor aborted.
        self.flying: set[int] = set()
        self.delivering: list[int] = []
        self.starts: list[int] = []
        #: When the tries of the last minute began.
        self.tries: list[int] = []
        #: The page's clock, which never goes back.
        self.clock = 0
        self.taken: list[int] = []
        #: When the widget began to wait, and how many tokens it had then.
        self.waits_since: int | None = None
        self.tokens_for_this_expiry = 0

    def settle(self) -> None:
        """Take note of the effects since the last look."""
        for at, effect in self.stage.log[self.seen :]:
            if isinstance(effect, effects.RequestToken):
                self.flying.add(effect.request)
                assert len(self.flying) <= 1, "two requests at a time"
                self.tries = [then for then in self.tries if max(at, self.clock) - then < MINUTE]
                assert effect.attempt == 1 or len(self.tries) < 3, "a try was repeated too often"
                self.tries.append(max(at, self.clock))
                assert len(self.tries) <= 5, "too many tries in a minute"
                if effect.attempt == 1:
                    self.starts.append(max(at, self.clock))
            elif isinstance(effect, effects.AbortToken):
                self.flying.discard(effect.request)
                self.delivering = [request for request in self.delivering if request != effect.request]
            elif isinstance(effect, effects.DeliverToken):
                assert effect.request not in self.taken, "the same token twice"
                if effect.request in self.delivering:
                    # One that nobody waited for is waited for now: it comes no later, and once.
                    assert not effect.prefetched, "a token that is waited for is given at once"
                else:
                    self.delivering.append(effect.request)
        self.seen = len(self.stage.log)

    @rule(pending=st.sampled_from(["submit", "tracking", "download", "download_list", "register", "access_code"]))
    def expire(self, pending: str) -> None:
        if not self.present:
            return
        if self.waits_since is None or self.stage.controller.renewal.state in RESTING:
            # Of several at once the first one counts; after a refusal the widget waits its minute anew.
            self.waits_since = self.stage.now
            self.tokens_for_this_expiry = 0
        self.stage.overlay = True
        self.stage.event("token-expired", pendingAction=pending)
        self.settle()

    @rule()
    def arrive_without_a_token(self) -> None:
        """The page asked for the first token: nobody waits for it yet."""
        if not self.present or self.waits_since is not None:
            return
        self.stage.send(WidgetArrived(wants_token=True))
        self.settle()

    @rule(outcome=OUTCOMES, status=STATUSES, wait=st.sampled_from([None, "0", "3", "90"]), stale=st.booleans())
    def answer(self, *, outcome: str, status: int, wait: str | None, stale: bool) -> None:
        request = self.stage.controller.renewal.request - (1 if stale else 0)
        if request not in self.flying and not stale:
            return
        envelope = None
        if outcome == "http":
            headers = {"Retry-After": wait} if wait else {}
            envelope = read_envelope("allfeat-widget", status, "", headers, self.stage.now)
        self.flying.discard(request)
        self.stage.send(TokenAnswered(request, outcome, "html", envelope))  # type: ignore[arg-type]  # from OUTCOMES
        self.settle()

    @precondition(lambda self: self.delivering)
    @rule(result=st.sampled_from(["set", "set", "repeated", "gone"]))
    def deliver(self, result: str) -> None:
        request = self.delivering.pop(0)
        if result == "set":
            self.taken.append(request)
            self.tokens_for_this_expiry += 1
            assert self.waits_since is None or self.tokens_for_this_expiry == 1, "two tokens for one expiry"
            self.stage.overlay = False
        self.stage.send(TokenDelivered(request, result))
        if result == "set":
            self.waits_since = None
        self.settle()

    @rule(ms=st.sampled_from([1, 20, 300, 1_000, 9_999, 10_001, 30_000, 61_000]))
    def time_passes(self, ms: int) -> None:
        self.stage.wait(ms)
        self.settle()
        if self.waits_since is not None and self.stage.now - self.waits_since >= MINUTE:
            self.give_up()

    @rule(ms=st.sampled_from([-86_400_000, -1, 5_000, 86_400_000]))
    def clock_jumps(self, ms: int) -> None:
        """The machine slept or somebody set the clock: no timer fired meanwhile."""
        self.stage.now += ms
        self.stage.send(PageResumed())
        # The page's clock never goes back.
        self.clock = self.stage.controller._now  # noqa: SLF001
        self.stage.now = max(self.stage.now, self.clock)
        self.settle()
        if self.waits_since is not None and self.stage.now - self.waits_since >= MINUTE:
            self.give_up()

    def give_up(self) -> None:
        """The widget's own 60 seconds are over."""
        assert self.stage.controller.renewal.state in RESTING, "an expiry did not end within 60 seconds"
        self.waits_since = None
        if self.present:
            self.stage.overlay = False
            self.stage.screen = "FAILED"
            text = "Session expired. Please try again."
            self.stage.event("failed", code="widget.unknown_error", message=text, requestId=None)
            self.settle()

    @rule()
    def reset(self) -> None:
        if not self.present:
            return
        self.stage.overlay, self.stage.screen = False, "FORM"
        self.waits_since = None
        self.stage.send(WidgetLooked())
        self.settle()

    @rule()
    def change_mode(self) -> None:
        if not self.present:
            return
        waited, self.waits_since = self.waits_since is not None, None
        self.stage.overlay, self.stage.screen = False, "FORM"
        self.stage.event("mode-changed", mode="update")
        # What the widget did not wait for is still to come: its first token (it tells of its mode when it begins, too),
        # or one that is asked for because the visitor came back from signing in.
        assert self.stage.controller.renewal.state in RESTING or not waited
        self.settle()

    @rule()
    def leave_or_return(self) -> None:
        if self.present:
            self.stage.send(WidgetLeft())
            assert self.stage.controller.renewal.state in RESTING
            self.waits_since = None
        else:
            self.stage.send(WidgetReturned())
        self.present = not self.present
        self.settle()

    @rule(step=st.sampled_from(["upload-start", "confirmed", "complete", "step"]))
    def goes_on(self, step: str) -> None:
        if self.present and self.waits_since is None:
            self.stage.event(step, transactionId="tx_1")
            self.settle()

    @rule(online=st.booleans())
    def connection(self, *, online: bool) -> None:
        self.stage.send(ConnectionChanged(online))
        self.settle()

    @rule(action=st.sampled_from(["try-again", "start-over", "cancel", "sign-in", "keep", "register-again"]))
    def press(self, action: str) -> None:
        self.stage.send(ActionChosen(action))
        self.settle()

    @invariant()
    def at_most_three_renewals_in_a_minute(self) -> None:
        for start in self.starts:
            assert len([other for other in self.starts if 0 <= other - start < MINUTE]) <= 3

    @invariant()
    def a_resting_renewal_asks_for_nothing(self) -> None:
        if self.stage.controller.renewal.state in (SETTLED, FAILED, HELD):
            assert not self.flying


TestRenewals = Renewals.TestCase
# By chance, but where a run decides over somebody's work always by the same.
TestRenewals.settings = settings(
    max_examples=300, stateful_step_count=40, deadline=None, derandomize="CI" in os.environ
)
# What is run by chance is not measured: that would take long, and say another thing each time.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.no_cover]
