"""The controller: the rules of the design after every signal, whatever comes, in whatever order, at whatever time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.core import effects
from pywidget.core.ats_widget import (
    EVENTS_FROM_THE_START,
    EVENTS_LATER,
    HARMLESS,
    IDENTITY,
    NEW_WORK,
    PREFIX,
    V1_PENDING,
)
from pywidget.core.controller import WidgetController
from pywidget.core.envelope import read_envelope
from pywidget.core.events import decode, from_answer, from_page
from pywidget.core.policy import Policy
from pywidget.core.renewal import BUDGET, BUDGET_WINDOW_MS
from pywidget.core.signals import (
    ActionChosen,
    ConnectionChanged,
    LoginBlocked,
    Look,
    PageResumed,
    RequestSucceeded,
    TimerFired,
    TokenAnswered,
    TokenDelivered,
    WidgetArrived,
    WidgetLeft,
    WidgetLooked,
    WidgetPressed,
    WidgetReturned,
)
from pywidget.core.verdict import PATHS
from tools.fuzz.targets.words import CODES

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.signals import Signal
    from tools.fuzz.draw import Draw

SHARED = True
WORDS = CODES + ("Session expired. Please try again.", "jwt expired", "NOT_FOUND", "x.unknown")  # noqa: RUF005  as below

NOW = 1_700_000_000_000
PAUSES = (0, 0, 1, 40, 700, 3_000, 11_000, 31_000, 61_000, 200_000, 3_600_000, 2**40)
NAMES = EVENTS_FROM_THE_START + EVENTS_LATER
SCREENS = ("FORM", "UPLOAD", "CONFIRMING", "TRACKING", "COMPLETE", "FAILED", "DISABLED", "DOWNLOADS", "DOWNLOAD_DETAIL")
PENDING = HARMLESS + V1_PENDING + ("submit", "tracking", "", "x")
OUTCOMES: tuple[Any, ...] = ("token", "done", "bad-answer", "http", "network", "timeout", "provider", "no-source")
STATUSES = (400, 401, 403, 404, 408, 419, 429, 500, 503)
BUTTONS = ("next", "back", "submit", "retry", "reset", "download", "reload-works", "back-to-list", "select-work")
ACTIONS = (
    "try-again",
    "start-over",
    "contact",
    "sign-in",
    "reload",
    "register-again",
    "back-to-list",
    "copy-code",
    "x",
)
TIMERS = (
    "settle", "wait", "stuck", "missed", "after-delivery", "effect", "renewing", "deadline", "try", "next-try", "x",
)  # fmt: skip

#: How many requests for a token there may be for one signal from outside, and how many effects.
MOST_REQUESTS, MOST_EFFECTS = 1, 40
#: A signal can end the failure before it, and be one itself.
MOST_NOTICES = 2


class World:
    """One controller, and what a page would know of it."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        resets: tuple[Any, ...] = ("never", "ask", "allowed")
        places: tuple[Any, ...] = ("tab", "popup", "page")
        helpers = draw.number(1) == 1
        self.policy = Policy(
            system=SYSTEMS[draw.number(len(SYSTEMS) - 1)] if draw.one_in(4) else "allfeat-widget",
            reset=resets[draw.number(2)],
            login=helpers,
            contact=helpers,
            login_in=places[draw.number(2)],
        )
        self.controller = WidgetController(self.policy, lambda: draw.number(255) / 256)
        self.now = NOW
        self.present = True
        self.timers: dict[str, int] = {}
        self.asked: list[int] = []
        self.to_deliver: list[int] = []
        self.requests: list[int] = []
        self.given: list[int] = []
        self.starts: list[int] = []
        self.failures: list[int] = []
        self.told: list[object] = []

    def look(self) -> Look | None:
        """How the widget looks, or that nobody knows."""
        draw = self.draw
        if draw.one_in(4):
            return None
        return Look(
            screen=SCREENS[draw.number(len(SCREENS) - 1)] if draw.number(7) else None,
            overlay=draw.one_in(3),
            retry=draw.one_in(2),
            transaction_id="0xabc" if draw.one_in(3) else None,
            tells_transaction=draw.number(1) == 1,
            mode=(None, "register", "download", "update")[draw.number(3)],
            alert=(None, None, "Authentication required", "Configuration error", "x")[draw.number(4)],
            request_id="req_1" if draw.one_in(2) else None,
            buttons=tuple(BUTTONS[draw.number(len(BUTTONS) - 1)] for _ in range(draw.number(3))),
            first_step=draw.one_in(2),
        )

    def event(self) -> Signal:
        """An event of the widget."""
        draw = self.draw
        name = NAMES[draw.number(len(NAMES) - 1)]
        code = (draw.word(), "session.key_inactive", "common.auth.expired", None, "common.rate_limited")[draw.number(4)]
        detail: dict[str, Any] = {"message": draw.word(), "requestId": (None, "req_1", "req_2")[draw.number(2)]}
        if code is not None:
            detail["code"] = code
        if draw.one_in(5):
            detail = {"error": detail["message"], "stage": "FAILED", "details": {"httpStatus": 401}}
        detail["pendingAction"] = PENDING[draw.number(len(PENDING) - 1)]
        detail["transactionId"] = (None, "0xabc", "0xdef")[draw.number(2)]
        if draw.one_in(6):
            detail["details"] = draw.json(2)
        signal = decode(PREFIX + name, detail)
        assert signal is not None
        signal.screen = SCREENS[draw.number(len(SCREENS) - 1)] if draw.one_in(2) else None
        signal.age = (0, 0, 5, 400, 70_000)[draw.number(4)]
        return signal

    def answer(self) -> Signal:
        """An answer of the token source: to the last request, to an old one, or to none."""
        draw = self.draw
        outcome = OUTCOMES[draw.number(len(OUTCOMES) - 1)]
        envelope = None
        if outcome == "http":
            status = STATUSES[draw.number(len(STATUSES) - 1)]
            body = '{"code":"' + draw.word() + '"}' if draw.one_in(2) else ""
            envelope = read_envelope(
                "allfeat-widget", status, body, {"Retry-After": "5"} if draw.one_in(3) else {}, NOW
            )
        number = self.asked[-1] if self.asked and draw.number(3) else draw.number(9)
        return TokenAnswered(number, outcome, ("", "html", "empty")[draw.number(2)], envelope)

    def delivered(self) -> Signal:
        """How the last delivery ended, or one that nobody asked for."""
        draw = self.draw
        number = self.to_deliver.pop() if self.to_deliver and draw.number(3) else draw.number(9)
        return TokenDelivered(number, ("set", "repeated", "refused", "gone")[draw.number(3)])

    def timer(self) -> Signal:
        """A timer that runs, which is due then; or one that nobody started, which the page does not send but may."""
        draw = self.draw
        running = sorted(self.timers)
        if running and draw.number(7):
            name = running[draw.number(len(running) - 1)]
            self.now = max(self.now, self.timers.pop(name) + (0, 0, 50, 100_000)[draw.number(3)])
            return TimerFired(name)
        return TimerFired(TIMERS[draw.number(len(TIMERS) - 1)])

    def other(self) -> Signal:
        """Anything else."""
        draw = self.draw
        kind = draw.number(10)
        if kind == 0:
            return WidgetArrived(draw.one_in(2))
        if kind == 1:
            return WidgetLeft()
        if kind == 2:
            return WidgetReturned()
        if kind == 3:
            return ConnectionChanged(draw.number(1) == 1)
        if kind == 4:
            return PageResumed()
        if kind == 5:
            return LoginBlocked()
        if kind == 6:
            return RequestSucceeded("GET /" + str(draw.number(2)))
        return self.reported() if kind < 9 else WidgetLooked((IDENTITY + ("",))[draw.number(len(IDENTITY))])  # noqa: RUF005  as above

    def reported(self) -> Signal:
        """A failure that the page reports, or that one of its own requests met."""
        draw = self.draw
        system = SYSTEMS[draw.number(len(SYSTEMS) - 1)]
        if draw.one_in(2):
            return from_page({"code": draw.word(), "status": STATUSES[draw.number(8)]}, system)
        envelope = read_envelope(system, STATUSES[draw.number(8)], {"code": draw.word()}, {}, NOW)
        return from_answer(envelope, system, "GET /" + str(draw.number(2)), draw.number(3_000))

    def next(self) -> Signal:
        """The next signal."""
        draw = self.draw
        kind = draw.number(15)
        if kind < 5:
            return self.event()
        if kind < 7:
            return self.answer()
        if kind == 7:
            return self.delivered()
        if kind < 11:
            return self.timer()
        if kind == 11:
            return WidgetPressed((BUTTONS + NEW_WORK)[draw.number(len(BUTTONS) + len(NEW_WORK) - 1)])
        if kind == 12:
            notice = self.controller.notice
            offered = notice.actions if notice is not None else ()
            chosen = offered[draw.number(len(offered) - 1)] if offered else ACTIONS[draw.number(len(ACTIONS) - 1)]
            return ActionChosen(chosen if draw.number(3) else ACTIONS[draw.number(len(ACTIONS) - 1)])
        return self.other()

    def send(self, signal: Signal) -> None:
        """Send a signal, and look at what follows."""
        submitted = self.controller.submission
        done = self.controller.receive(signal, self.now)
        if isinstance(signal, WidgetLeft):
            self.present = False
        elif isinstance(signal, (WidgetArrived, WidgetReturned)):
            self.present = True
        assert len(done) <= MOST_EFFECTS, "one signal has very many effects"
        self.look_at(done)
        self.budgets(done)
        for effect in done:
            self.take(effect)
        if isinstance(signal, WidgetLeft):
            self.left(done)
        if isinstance(signal, (TimerFired, PageResumed, TokenAnswered)) and submitted in ("submitted", "completed"):
            # By itself: nobody pressed anything, and the widget asked for nothing.
            kinds = [effect for effect in done if isinstance(effect, (effects.ResetWidget, effects.PressButton))]
            assert not kinds, "something begins anew after the work was confirmed, by itself"

    def look_at(self, done: list[effects.Effect]) -> None:
        """What every list of effects has to keep to."""
        verdicts = [one for one in done if isinstance(one, effects.Announce) and one.name == "pywidget:verdict"]
        for verdict in verdicts:
            assert verdict.detail["path"] in PATHS, "exactly one of four paths"
        failures = [
            one.report["failure"] for one in done if isinstance(one, effects.SendReport) and "path" in one.report
        ]
        assert len(failures) == len(verdicts), "one failure, one announcement, one report"
        self.failures += failures
        assert len(set(self.failures)) == len(self.failures), "a failure was reported twice"
        notices = len([one for one in done if isinstance(one, effects.ShowNotice)])
        assert notices <= MOST_NOTICES, "one signal has more notices than it can end failures"
        self.told += [[verdict.detail["code"], verdict.detail["path"]] for verdict in verdicts]

    def budgets(self, done: list[effects.Effect]) -> None:
        """Nothing loops: what one signal may lead to."""
        for kind in (
            effects.RequestToken,
            effects.PressRetry,
            effects.ResetWidget,
            effects.ReloadPage,
            effects.OpenLogin,
        ):
            count = len([effect for effect in done if isinstance(effect, kind)])
            assert count <= MOST_REQUESTS, f"{kind.__name__} {count} times for one signal"
        for effect in done:
            if isinstance(effect, effects.StartTimer):
                assert 0 <= effect.delay <= 86_400_000, "a timer beyond a day, or in the past"

    def take(self, effect: effects.Effect) -> None:
        """Do what the page would do."""
        self.told.append(type(effect).__name__)
        if isinstance(effect, effects.StartTimer):
            self.timers[effect.name] = self.now + effect.delay
        elif isinstance(effect, effects.CancelTimer):
            self.timers.pop(effect.name, None)
        elif isinstance(effect, effects.RequestToken):
            assert not self.requests, "two requests for a token at a time"
            assert not self.controller.disabled, "a token is asked for although nothing can help"
            assert effect.request not in self.asked, "the same number for two requests"
            if effect.attempt == 1:
                self.starts = [at for at in self.starts if self.now - at < BUDGET_WINDOW_MS] + [self.now]
                assert len(self.starts) <= BUDGET, "more renewals within a minute than the budget"
            self.asked.append(effect.request)
            self.requests.append(effect.request)
        elif isinstance(effect, effects.AbortToken):
            self.requests = [one for one in self.requests if one != effect.request]
        elif isinstance(effect, effects.DeliverToken):
            assert effect.request in self.asked, "a token that was never asked for"
            assert self.present, "a token for a widget that is gone"
            if effect.request not in self.given:
                self.given.append(effect.request)
                self.to_deliver.append(effect.request)
            elif effect.prefetched:
                raise AssertionError("the same token a second time")

    def left(self, done: list[effects.Effect]) -> None:
        """After the widget left, nothing of it is left."""
        kept = [effect for effect in done if isinstance(effect, (effects.ShowNotice, effects.RequestToken))]
        assert not kept, "something begins for a widget that is gone"
        assert self.controller.notice is None, "a notice for a widget that is gone"


def check(draw: Draw) -> object:
    """Send signals until the input ends."""
    world = World(draw)
    if draw.number(3):
        world.send(WidgetArrived(draw.one_in(2)))
    for _ in range(draw.number(60)):
        world.now += PAUSES[draw.number(len(PAUSES) - 1)]
        signal = world.next()
        signal.look = world.look()
        if isinstance(signal, TokenAnswered):
            world.requests = [one for one in world.requests if one != signal.request]
        world.send(signal)
    return world.told
