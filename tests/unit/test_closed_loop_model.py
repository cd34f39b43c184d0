"""A whole closed loop in any order: a widget, its server, a token source, a visitor, and what must hold all the same.

The widget is :mod:`simulated_widget`; the moves of this machine are what its server, the token source, the page and the
visitor may do. After each of them the invariants are asked. By default 150 loops are run; ``PYWIDGET_LOOPS=20000`` in
the environment runs more.
"""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING

import pytest
from driver import Stage
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from simulated_widget import ANSWERS, UNCLEAR, SimulatedWidget

from pywidget.core import effects
from pywidget.core.controller import WidgetController
from pywidget.core.envelope import Envelope, read_envelope
from pywidget.core.events import decode
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    Look,
    PageResumed,
    TimerFired,
    TokenAnswered,
    TokenDelivered,
    WidgetArrived,
    WidgetLooked,
    WidgetPressed,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from simulated_widget import Asked

    from pywidget.core.effects import Effect, Notice
    from pywidget.core.signals import Signal

    F = TypeVar("F", bound=Callable[..., None])
    #: Draws from a strategy, with a label.
    Draw = Callable[..., Any]

LOOPS = int(os.environ.get("PYWIDGET_LOOPS", "150"))

#: The token that the page itself gave the widget; ours have the numbers of their requests.
OF_THE_PAGE = 0
#: How long a person takes at least, in milliseconds.
A_MOMENT = 700
#: Pending actions whose token begins a registration.
BEGINS = ("submit", "tracking", "register", "update")


def middle() -> float:
    """In place of chance; a function that a controller can be copied with."""
    return 0.5


class Loop(Stage):
    """A widget, its page and its controller. What one does reaches the other later, or, ``at_once``, in its turn."""

    def __init__(self, policy: Policy, generation: int, *, external: bool, token: int | None, at_once: bool) -> None:
        super().__init__(policy)
        self.controller = WidgetController(policy, middle)
        self.policy = policy
        self.at_once = at_once
        self.waiting: list[Signal] = []
        self.turns: list[Callable[[], None]] = []
        self.handing = False
        self.observed = self.covered = self.typing = self.code_was_told = False
        self.prefetched: effects.DeliverToken | None = None
        self.aborted = 0
        #: Words of the visitor that were given for a work, and those that no payment used up yet.
        self.words: dict[int, int] = {}
        self.allowed: set[int] = set()
        self.delivered: set[int] = set()
        self.widget = SimulatedWidget(
            generation, external=external, token=token, say=self.said, drawn=self.redrawn, clock=lambda: self.now
        )

    # From the widget to the controller

    def look(self) -> Look:
        widget = self.widget
        return Look(
            screen=widget.state.screen,
            overlay=widget.overlay,
            retry="retry" in widget.buttons,
            transaction_id=widget.state.transaction,
            tells_transaction=True,
            mode=widget.mode,
            alert=widget.alert,
            request_id=widget.state.request_id,
            buttons=widget.buttons,
            first_step=widget.first_step,
        )

    def said(self, name: str, detail: dict[str, Any]) -> None:
        signal = decode("allfeat:" + name, detail)
        assert signal is not None, name
        signal.screen = self.widget.state.screen
        # The page keeps it.
        self.code_was_told = self.code_was_told or "accessCode" in detail
        self.waiting.append(signal)
        if self.at_once:
            self.hand_over()

    def redrawn(self) -> None:
        if getattr(self, "observed", False):
            self.waiting.append(WidgetLooked())

    def send(self, signal: Signal) -> list[Effect]:
        self.waiting.append(signal)
        self.run()
        return []

    def run(self) -> None:
        """Until nothing is left to be done."""
        self.hand_over()
        while self.turns:
            self.turns.pop(0)()
            self.hand_over()

    def hand_over(self) -> None:
        if self.handing:
            return
        self.handing = True
        while self.waiting:
            signal = self.waiting.pop(0)
            signal.look = self.look()
            for effect in self.controller.receive(signal, self.now):
                self.log.append((self.now, effect))
                self.perform(effect)
        self.handing = False

    # From the controller to the widget

    def perform(self, effect: Effect) -> None:  # noqa: C901, PLR0912  a branch for each effect
        widget = self.widget
        if isinstance(effect, effects.StartTimer):
            self.timers[effect.name] = self.now + effect.delay
        elif isinstance(effect, effects.CancelTimer):
            self.timers.pop(effect.name, None)
        elif isinstance(effect, effects.RequestToken):
            assert not self.requests, "two requests at a time"
            assert not self.controller.disabled, "a token is asked for although nothing can help"
            self.requests.append(effect)
        elif isinstance(effect, effects.AbortToken):
            self.requests = [request for request in self.requests if request.request != effect.request]
            self.aborted = effect.request
            self.prefetched = None
        elif isinstance(effect, effects.DeliverToken):
            if effect.prefetched and self.typing:
                self.prefetched = effect
            else:
                self.prefetched = None
                self.turns.append(lambda: self.deliver(effect.request))
        elif isinstance(effect, effects.PressRetry):
            self.press("retry")
        elif isinstance(effect, effects.PressButton):
            self.press(effect.button)
        elif isinstance(effect, effects.RedrawWidget):
            widget.draw()
        elif isinstance(effect, effects.ResetWidget):
            widget.reset()
        elif isinstance(effect, effects.ObserveRedraws):
            self.observed = effect.on
        elif isinstance(effect, effects.CoverWidget):
            self.covered = effect.on

    def press(self, button: str) -> None:
        """Anybody presses a button of the widget, if it is there."""
        if button in self.widget.buttons:
            self.waiting.append(WidgetPressed(button))
            self.widget.press(button)

    def deliver(self, request: int) -> None:
        if request == self.aborted or request in self.delivered:
            return
        widget = self.widget
        begins = widget.state.pending and not widget.stage.startswith(("download", "access", "work"))
        if begins:
            work = widget.state.work
            paid = widget.paid.get(work, 0) or work in widget.unclear
            assert not paid or work in self.allowed, "a token for a registration that was submitted already"
        self.delivered.add(request)
        widget.set_token(request)
        self.waiting.append(TokenDelivered(request, "set"))

    # Time

    def wait(self, ms: int) -> None:
        until = self.now + ms
        while True:
            due = [(at, 0, name) for name, at in self.timers.items()]
            due += [(at, 1, name) for name, at in self.widget.timers.items()]
            if not due or min(due)[0] > until:
                break
            at, whose, name = min(due)
            self.now = max(self.now, at)
            if whose:
                self.widget.run_out(name)
                self.run()
            else:
                del self.timers[name]
                self.send(TimerFired(name))
        self.now = until

    def what_a_press_does(self, action: str) -> tuple[list[Effect], bool]:
        """What would follow if the visitor pressed this button of the notice now, and whether that gives a word."""
        controller: WidgetController = pickle.loads(pickle.dumps(self.controller))  # noqa: S301  our own
        signal = ActionChosen(action)
        signal.look = self.look()
        return controller.receive(signal, self.now), controller.parts.work.word


SOURCE = st.sampled_from(["token", "token", "token", "network", "timeout", "bad-answer", "down", "limited", "inactive"])
ENVELOPES = {
    "down": (503, ""),
    "limited": (429, ""),
    "signed-out": (401, ""),
    "inactive": (403, "session.key_inactive"),
}


def envelope(name: str, now: int) -> Envelope:
    status, code = ENVELOPES[name]
    body = '{"error":{"code":"' + code + '","message":"no","request_id":"req_t"}}' if code else ""
    return read_envelope("allfeat-widget", status, body, {"Retry-After": "5"} if name == "limited" else {}, now)


#: What can happen: name of a method -> how often it is taken, and when it can be.
MOVES: dict[str, tuple[int, Callable[[ClosedLoop], object]]] = {}


def move(often: int, when: Callable[[ClosedLoop], object] = lambda _machine: True) -> Callable[[F], F]:
    """Something that can happen. Hypothesis takes its rules one as often as another, and would rarely come far."""

    def keep(method: F) -> F:
        MOVES[method.__name__] = (often, when)
        return method

    return keep


class ClosedLoop(RuleBasedStateMachine):
    """Nobody pays twice, no button is dead, no sentence is untrue."""

    loop: Loop

    @initialize(
        generation=st.sampled_from([3, 3, 3, 2, 1]),
        external=st.booleans(),
        first=st.sampled_from([False, False, True]),
        at_once=st.booleans(),
        reset=st.sampled_from(["never", "ask", "allowed"]),
        helpers=st.booleans(),
        login_in=st.sampled_from(["tab", "page"]),
    )
    def begin(  # noqa: PLR0913  what is drawn at the start
        self, *, generation: int, external: bool, first: bool, at_once: bool, reset: Any, helpers: bool, login_in: Any
    ) -> None:
        policy = Policy(reset=reset, login=helpers, contact=helpers, login_in=login_in)
        token = None if first else OF_THE_PAGE
        self.loop = Loop(policy, generation, external=external, token=token, at_once=at_once)
        self.signed_in = self.online = True
        self.seen = 0
        #: The notice and what it was shown over, when its buttons were tried last.
        self.tried: Any = None
        #: The page emptied the form itself, and nothing told of it: no event, and no other screen that is watched for.
        self.silently_emptied = False
        self.quiet = self.misled = False
        self.loop.send(WidgetArrived(wants_token=first))

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        possible = [name for name, (often, when) in MOVES.items() if when(self) for _ in range(often)]
        getattr(self, data.draw(st.sampled_from(possible), "what"))(data.draw)

    # The server and the token source

    @move(12, lambda self: self.loop.widget.asked)
    def server_answers(self, draw: Draw) -> None:
        asked = draw(st.sampled_from(self.loop.widget.asked), "to")
        self.answer(asked, draw(st.sampled_from(ANSWERS[asked.kind]), "answer"))
        self.loop.wait(draw(st.sampled_from([0, 60, A_MOMENT]), "pause"))

    @move(8, lambda self: self.loop.widget.asked)
    def server_answers_well(self, draw: Draw) -> None:
        for _ in range(draw(st.integers(1, 5), "times")):
            if self.loop.widget.asked and self.online:
                self.answer(self.loop.widget.asked[0], "ok")
                self.loop.wait(60)

    def answer(self, asked: Asked, answer: str) -> None:
        loop, widget = self.loop, self.loop.widget
        if not self.online:
            answer = next((bad for bad in ("lost", "down") if bad in ANSWERS[asked.kind]), "step")
        if answer in ("401", "unauthorized") and asked.token != widget.token:
            # It was on its way since before the last token came, and looks like one that had that.
            self.misled = True
        before = widget.paid.get(asked.work, 0)
        widget.answer(asked, answer)
        lost = asked.kind == "confirm" and answer in UNCLEAR
        if widget.paid.get(asked.work, 0) > before or lost:
            loop.allowed.discard(asked.work)
        loop.run()

    @move(12, lambda self: self.loop.requests)
    def source_answers(self, draw: Draw) -> None:
        loop, outcome = self.loop, draw(SOURCE, "outcome")
        request = loop.requests.pop().request
        if not self.online:
            outcome = "network"
        elif not self.signed_in:
            outcome = "signed-out"
        said = envelope(outcome, loop.now) if outcome in ENVELOPES else None
        kind: Any = "http" if said is not None else outcome
        loop.send(TokenAnswered(request, kind, "html", said))

    # The visitor

    def can_press(self) -> bool:
        # An access code that is being checked is not sent a second time.
        checks = "code" in {asked.kind for asked in self.loop.widget.asked}
        return not (self.loop.covered or self.loop.widget.overlay or checks)

    def shows_the_form(self) -> bool:
        widget = self.loop.widget
        return widget.state.screen == "FORM" and widget.state.step in ("form", "review") and widget.token is not None

    def downloads(self) -> bool:
        """A download that fails on the form of another work is left out: nobody could tell what it was."""
        return bool({asked.kind for asked in self.loop.widget.asked} & {"file", "certificate"})

    @move(6, lambda self: self.can_press() and self.loop.widget.buttons)
    def visitor_presses_in_the_widget(self, draw: Draw) -> None:
        button = draw(st.sampled_from(self.loop.widget.buttons), "button")
        if button == "copy-access-code" or (button == "reset" and self.downloads()):
            return
        self.loop.press(button)
        self.loop.run()
        self.loop.wait(A_MOMENT)

    @move(6, lambda self: self.can_press() and self.shows_the_form())
    def visitor_sends_the_form(self, draw: Draw) -> None:
        loop, widget, another = self.loop, self.loop.widget, draw(st.sampled_from([False, False, True]), "another")
        if widget.state.step == "review" and (another or not widget.state.work) and "back" in widget.buttons:
            loop.press("back")
            loop.run()
        if widget.state.step == "form" and (another or not widget.state.work):
            widget.choose_file()
            loop.run()
        for button in ("next", "submit"):
            if self.can_press():
                loop.press(button)
                loop.run()
                loop.wait(A_MOMENT)

    @move(10, lambda self: self.loop.notice is not None and self.loop.notice.actions)
    def visitor_presses_in_the_notice(self, draw: Draw) -> None:
        loop = self.loop
        action = draw(st.sampled_from(loop.notice.actions), "action")
        if action == "register-again":
            work = loop.widget.state.work
            loop.words[work] = loop.words.get(work, 0) + 1
            loop.allowed.add(work)
        # A visitor who closes a notice has read it.
        self.quiet = action == "dismiss"
        loop.send(ActionChosen(action))
        loop.wait(A_MOMENT)

    @move(1)
    def visitor_comes_back(self, draw: Draw) -> None:
        self.signed_in = draw(st.sampled_from([True, True, False]), "signed in")
        self.loop.send(PageResumed())

    @move(1)
    def visitor_types_or_stops(self, _draw: Draw) -> None:
        loop = self.loop
        loop.typing = not loop.typing
        if loop.prefetched is not None and not loop.typing:
            loop.deliver(loop.prefetched.request)
            loop.prefetched = None
            loop.run()

    @move(1)
    def connection_comes_or_goes(self, _draw: Draw) -> None:
        self.online = not self.online
        self.loop.send(ConnectionChanged(self.online))

    @move(5)
    def time_passes(self, draw: Draw) -> None:
        self.loop.wait(draw(st.sampled_from([1, 60, 300, 1_600, 10_001, 21_000, 61_000, 151_000]), "ms"))

    # The page

    @move(1)
    def page_resets_it(self, _draw: Draw) -> None:
        loop, widget = self.loop, self.loop.widget
        if self.downloads():
            return
        # A form that is emptied while it is shown looks like one whose visitor went a step back.
        seen = loop.observed and widget.state.screen not in ("FORM", "DOWNLOADS")
        self.silently_emptied = widget.generation > 1 and not seen
        widget.reset()
        loop.run()
        loop.wait(A_MOMENT)

    @move(1)
    def page_changes_its_mode(self, draw: Draw) -> None:
        loop, mode = self.loop, draw(st.sampled_from(["register", "register", "update", "download"]), "mode")
        if mode == loop.widget.mode or (mode == "download" and loop.widget.generation < 3):
            return
        if {asked.kind for asked in loop.widget.asked} - {"list"}:
            # What another mode asked for and what this one asks for at once: nobody could tell which one failed.
            return
        loop.widget.change_mode(mode)
        loop.waiting.append(WidgetLooked("mode"))
        loop.run()
        loop.wait(A_MOMENT)

    # What must hold

    @invariant()
    def nobody_pays_twice_without_a_word(self) -> None:
        for work, times in self.loop.widget.paid.items():
            assert times <= 1 + self.loop.words.get(work, 0), "paid twice"

    @invariant()
    def every_button_does_something(self) -> None:
        loop = self.loop
        notice = loop.notice
        if notice is None:
            return
        look = loop.look()
        now = (notice, look.screen, look.overlay, look.buttons, look.alert, loop.controller.renewal.state)
        if now == self.tried:
            return
        self.tried = now
        for action in notice.actions:
            follows, word = loop.what_a_press_does(action)
            works = [self.works(effect, notice, action) for effect in follows]
            assert any(works) or (word and action == "register-again"), f"{action} does nothing"
            for effect in follows:
                assert self.can_be_done(effect), f"{action}: nothing to press for {type(effect).__name__}"

    def can_be_done(self, effect: Effect) -> bool:
        widget = self.loop.widget
        if isinstance(effect, effects.PressRetry):
            return "retry" in widget.buttons
        if isinstance(effect, effects.PressButton):
            return effect.button in widget.buttons and effect.button != "reload-versions"
        if isinstance(effect, effects.CopyAccessCode):
            return self.loop.code_was_told
        return True

    def works(self, effect: Effect, notice: Notice, action: str) -> bool:
        if isinstance(effect, effects.ShowNotice):
            return effect.notice is not notice
        if isinstance(effect, effects.HideNotice):
            return action in ("dismiss", "cancel") or self.loop.widget.state.step == "review"
        if isinstance(effect, effects.RedrawWidget):
            return self.loop.widget.state.screen in ("FORM", "DOWNLOADS")
        return isinstance(
            effect,
            (
                effects.PressRetry,
                effects.PressButton,
                effects.CopyAccessCode,
                effects.ResetWidget,
                effects.RequestToken,
                effects.OpenLogin,
                effects.OpenContact,
                effects.ReloadPage,
            ),
        )

    @invariant()
    def no_sentence_is_untrue(self) -> None:
        loop = self.loop
        self.silently_emptied = self.silently_emptied and not loop.widget.state.work
        said = loop.notice.advice if loop.notice is not None else ()
        if "form" in said and "entered" in said[1:] and not self.silently_emptied:
            assert loop.widget.state.work, "kept is said of an empty form"
        ours = loop.widget.refused - {OF_THE_PAGE}
        for _, effect in loop.log[self.seen :]:
            if isinstance(effect, effects.ShowNotice) and effect.notice.message == "session-refused":
                assert ours or self.misled, "no token of ours was refused"
        self.seen = len(loop.log)

    @invariant()
    def what_is_switched_off_stays_so(self) -> None:
        loop, controller = self.loop, self.loop.controller
        screen = loop.widget.state.screen
        if screen == "DISABLED" and not loop.timers.keys() & {"settle", "missed"}:
            assert controller.disabled, "a widget that is switched off is taken for one that works"
        if controller.disabled and screen not in ("DISABLED", "COMPLETE"):
            assert loop.covered, "a widget that is switched off can be used"

    @invariant()
    def nothing_ends_in_silence(self) -> None:
        """A widget that waits in vain, or stopped, is told of; what is told to be under way is under way."""
        loop, widget, controller = self.loop, self.loop.widget, self.loop.controller
        resting = controller.renewal.resting
        if loop.notice is not None:
            self.quiet = False
            assert loop.notice.kind != "renewing" or not resting, "renewing for ever"
        elif resting and not self.quiet and not loop.timers.keys() & {"settle", "missed", "after-delivery"}:
            assert not widget.overlay, "it waits in vain, and nobody says so"
            assert widget.state.screen != "FAILED", "it stopped, and nobody says so"


TestClosedLoop = ClosedLoop.TestCase
TestClosedLoop.settings = settings(
    max_examples=LOOPS,
    stateful_step_count=60,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# What is run by chance is not measured: that would take long, and say another thing each time.
pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.no_cover]
