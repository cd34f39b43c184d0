"""A stage for a controller: a clock that tests move, timers that fire by it, and a widget that plays its part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import effects
from pywidget.core.controller import WidgetController
from pywidget.core.events import decode
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    ActionChosen,
    Look,
    TimerFired,
    TokenAnswered,
    TokenDelivered,
    WidgetLooked,
    WidgetPressed,
)

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.signals import Signal


class Stage:
    """Runs one controller.

    ``log`` keeps every effect with its time. Token requests wait in ``requests`` until the test answers them; a token
    that is delivered is taken at once, unless ``delivery`` says otherwise.
    """

    def __init__(self, policy: Policy | None = None) -> None:
        self.controller = WidgetController(policy or Policy(login=True, contact=True), lambda: 0.5)
        self.now = 1_700_000_000_000
        self.log: list[tuple[int, effects.Effect]] = []
        self.requests: list[effects.RequestToken] = []
        self.timers: dict[str, int] = {}
        self.delivery = "set"
        self.screen: str | None = None
        self.overlay = False
        self.transaction: str | None = None
        self.readable = False
        self.mode = "register"
        self.alert: str | None = None
        self.request_id: str | None = None
        #: The widget's own buttons that can be pressed, by ``data-action``; None: nobody can look.
        self.buttons: tuple[str, ...] | None = None

    def look(self) -> Look:
        return Look(
            screen=self.screen,
            overlay=self.overlay,
            # An alert stands in the place of everything else.
            retry=self.screen == "FAILED" and self.alert is None,
            transaction_id=self.transaction,
            tells_transaction=self.readable,
            mode=self.mode,
            alert=self.alert,
            request_id=self.request_id,
            buttons=self.buttons,
        )

    def send(self, signal: Signal) -> list[effects.Effect]:
        signal.look = self.look()
        done = self.controller.receive(signal, self.now)
        for effect in done:
            self.log.append((self.now, effect))
            if isinstance(effect, effects.StartTimer):
                self.timers[effect.name] = self.now + effect.delay
            elif isinstance(effect, effects.CancelTimer):
                self.timers.pop(effect.name, None)
            elif isinstance(effect, effects.RequestToken):
                self.requests.append(effect)
        for effect in done:
            if isinstance(effect, effects.DeliverToken) and self.delivery:
                self.send(TokenDelivered(effect.request, self.delivery))
        return done

    def event(self, name: str, age: int = 0, spoke: str | None = None, **detail: Any) -> list[effects.Effect]:
        """The widget says something; ``age``: how long ago, ``spoke``: the screen that it showed then."""
        signal = decode("allfeat:" + name, detail)
        assert signal is not None, name
        signal.age, signal.screen = age, spoke
        return self.send(signal)

    def answer(self, outcome: str = "token", **more: Any) -> list[effects.Effect]:
        request = self.requests.pop()
        return self.send(TokenAnswered(request.request, outcome, **more))  # type: ignore[arg-type]  # any outcome is tried

    def wait(self, ms: int) -> None:
        """Let time pass; timers fire in their order."""
        until = self.now + ms
        while self.timers:
            name = min(self.timers, key=lambda key: self.timers[key])
            if self.timers[name] > until:
                break
            self.now = max(self.now, self.timers.pop(name))
            self.send(TimerFired(name))
        self.now = until

    def expire(self, code: str = "common.auth.expired", pending: str = "submit") -> None:
        """As today's widget does it: the error, then the expiry, with its overlay."""
        self.event("error", code=code, message="jwt expired", requestId="req_1", stage=pending)
        self.overlay = True
        self.event("token-expired", pendingAction=pending)

    def fail(self, code: str, message: str = "raw", screen: str = "FAILED", **more: Any) -> None:
        """As today's widget does it: error, then failed."""
        self.event("error", code=code, message=message, requestId="req_1", stage="submit", **more)
        self.screen = screen
        self.event("failed", code=code, message="from the catalog", requestId="req_1")

    def draw(self, screen: str, *buttons: str) -> None:
        """The widget draws itself anew, with these buttons of its own."""
        self.screen, self.buttons = screen, buttons
        self.send(WidgetLooked())

    def press(self, action: str) -> None:
        """The visitor presses a button of the notice, which has to be there."""
        assert action in (self.notice.actions if self.notice is not None else ()), f"{action} is not offered"
        self.send(ActionChosen(action))

    def press_retry(self) -> None:
        """The visitor presses the widget's own Retry: its form is back as it was filled in, without a transaction."""
        self.screen, self.transaction, self.buttons = "FORM", None, ("back", "submit")
        self.send(WidgetPressed("retry"))
        self.send(WidgetLooked())

    # What came of it

    def all(self, kind: type) -> list[Any]:
        return [effect for _, effect in self.log if isinstance(effect, kind)]

    def announced(self, name: str) -> list[dict[str, Any]]:
        return [effect.detail for effect in self.all(effects.Announce) if effect.name == "pywidget:" + name]

    @property
    def notice(self) -> Any:
        """The notice that is shown, or None."""
        return self.controller.notice

    def reports(self) -> list[dict[str, Any]]:
        return [effect.report for effect in self.all(effects.SendReport) if "outcome" not in effect.report]

    def outcomes(self) -> list[str]:
        return [effect.report["outcome"] for effect in self.all(effects.SendReport) if "outcome" in effect.report]
