"""Stages for tests: a clock that they move, timers that fire by it, and a widget or a page that plays its part.

``Stage`` has one controller, and no page. ``FakePage`` is the page's side of the border, and ``AppStage`` a whole app
on such a page: what Python does in the page, without a browser.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.app import App
from pywidget.browser.settings import Settings
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
    WidgetArrived,
    WidgetLooked,
    WidgetPressed,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal

    from pywidget.core.signals import Signal

#: When the clock of a stage starts.
NOW = 1_700_000_000_000


class Stage:
    """Runs one controller.

    ``log`` keeps every effect with its time. Token requests wait in ``requests`` until the test answers them; a token
    that is delivered is taken at once, unless ``delivery`` says otherwise.
    """

    def __init__(self, policy: Policy | None = None) -> None:
        self.controller = WidgetController(policy or Policy(login=True, contact=True), lambda: 0.5)
        self.now = NOW
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
        self.first_step = False

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
            first_step=self.first_step,
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
        self.first_step = screen == "FORM" and "submit" not in buttons
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


def over_a_failed_list() -> Stage:
    """Return the stage of a widget whose list could not be loaded, which no event told of, and the visitor was told."""
    stage = Stage()
    stage.mode, stage.screen, stage.buttons = "download", "DOWNLOADS", ()
    stage.send(WidgetArrived())
    stage.alert, stage.buttons = "The service is temporarily unavailable. Please try again later.", ("reload-works",)
    stage.send(WidgetLooked())
    stage.wait(1_000)
    return stage


class FakePage:
    """The page's side of the border. It writes down what it is asked for, and answers as a page does.

    ``calls`` holds each call: its name and its arguments, those that are JSON as what they say. Messages wait for their
    time until a test lets it pass (``turn``, ``wait``); each then goes to ``receive`` as JSON would bring it.

    What kind of page it is, a test says beforehand:

    Attributes:
        answer: how a token request ends: fields of a ``token`` message; None: never.
        answer_ms: after how long.
        delivery: what becomes of a token; "": nothing is ever said of it.
        languages: the texts that can be loaded, by language. One that is not here is never answered for.
        messages: what stands at the address of ``data-messages``; ``...``: it is never answered.
        blocks_login: whether the browser refuses to open the login page.
        missing, broken: dotted names of functions and queues that are not in the page, or throw.
        filtered: what the page makes of each report, as ``filterReport`` answers.
        private: whether the visitor asks not to be tracked.
        refuses: names of calls that raise, as none ever should.
    """

    def __init__(self) -> None:
        self.now = NOW
        self.calls: list[tuple[Any, ...]] = []
        self.receive: Callable[[dict[str, Any]], object] = lambda _message: None
        self.answer: dict[str, Any] | None = {"outcome": "token"}
        self.answer_ms = 0
        self.delivery = "set"
        self.languages: dict[str, Any] = {}
        self.messages: Any = ...
        self.blocks_login = False
        self.missing: list[str] = []
        self.broken: list[str] = []
        self.filtered = ""
        self.private = False
        self.refuses: list[str] = []
        self._taken: list[tuple[str, Any]] = []
        #: (when, what it is, message), in the order in which they came into being.
        self._waiting: list[tuple[int, str, dict[str, Any]]] = []

    # What tests do

    def say(self, kind: str, widget: int | None = None, after: int = 0, key: str = "", **fields: Any) -> None:
        """Something happens after so many milliseconds; of one ``key`` only the last thing does."""
        self._forget(key)
        message = dict(fields)
        message["kind"] = kind
        if widget is not None:
            message["widget"] = widget
        self._waiting.append((self.now + after, key, message))

    def turn(self) -> None:
        """Hand over what is due, and all that comes of it in no time."""
        while self._next(self.now) is not None:
            while True:
                entry = self._next(self.now)
                if entry is None:
                    break
                self._waiting.remove(entry)
                message = dict(entry[2])
                message["at"] = self.now
                self.receive(json.loads(json.dumps(message)))
            self.receive({"kind": "turn-over"})

    def wait(self, ms: int) -> None:
        """Let time pass."""
        until = self.now + ms
        self.turn()
        while True:
            entry = self._next(until)
            if entry is None:
                break
            self.now = max(self.now, entry[0])
            self.turn()
        self.now = until

    def told(self, *names: str) -> list[Any]:
        """The arguments of each call of these names, in order: one by itself, several as a tuple."""
        return [call[1] if len(call) == 2 else call[1:] for call in self.calls if call[0] in names]

    def announced(self, name: str) -> list[dict[str, Any]]:
        """The details of the DOM events ``pywidget:<name>``."""
        return [detail for _widget, event, detail in self.told("announce") if event == "pywidget:" + name]

    def handed(self, path: str | None = None) -> list[Any]:
        """What sinks handed to the page, as (where, what); of one place only what."""
        return list(self._taken) if path is None else [what for where, what in self._taken if where == path]

    def warnings(self) -> list[str]:
        return [text for level, text in self.told("log") if level == "warn"]

    def errors(self) -> list[str]:
        return [text for level, text in self.told("log") if level == "error"]

    # What Python calls: see border.py

    def setTokenSource(self, source: str) -> object:  # noqa: N802  JavaScript's names, here and below
        return self._note("setTokenSource", json.loads(source))

    def addTokenLane(self, system: str, lane: str) -> object:  # noqa: N802
        return self._note("addTokenLane", system, json.loads(lane))

    def askToken(self, widget: int, request: int, info: str) -> object:  # noqa: N802
        self._note("askToken", widget, request, json.loads(info))
        self._forget(f"token {widget}")
        if self.answer is not None:
            self.say("token", widget, self.answer_ms, f"token {widget}", request=request, **self.answer)
        return None

    def abortToken(self, widget: int, request: int) -> object:  # noqa: N802
        self._forget(f"token {widget}")
        return self._note("abortToken", widget, request)

    def deliverToken(self, widget: int, request: int, prefetched: int) -> object:  # noqa: N802
        self._note("deliverToken", widget, request, prefetched)
        if self.delivery:
            self.say("delivered", widget, request=request, result=self.delivery)
        return None

    def explainRenewal(self, widget: int, reason: str) -> object:  # noqa: N802
        return self._note("explainRenewal", widget, reason)

    def startTimer(self, widget: int, name: str, delay: int) -> object:  # noqa: N802
        self._note("startTimer", widget, name, delay)
        self.say("timer", widget, delay, f"timer {widget} {name}", name=name)
        return None

    def cancelTimer(self, widget: int, name: str) -> object:  # noqa: N802
        self._forget(f"timer {widget} {name}")
        return self._note("cancelTimer", widget, name)

    def announce(self, widget: int, name: str, detail: str) -> object:
        return self._note("announce", widget, name, json.loads(detail))

    def redraw(self, widget: int) -> object:
        return self._note("redraw", widget)

    def pressRetry(self, widget: int) -> object:  # noqa: N802
        return self._note("pressRetry", widget)

    def pressButton(self, widget: int, button: str) -> object:  # noqa: N802
        return self._note("pressButton", widget, button)

    def focusWidget(self, widget: int, fields: str) -> object:  # noqa: N802
        return self._note("focusWidget", widget, json.loads(fields))

    def reset(self, widget: int) -> object:
        return self._note("reset", widget)

    def observeRedraws(self, widget: int, on: int) -> object:  # noqa: N802
        return self._note("observeRedraws", widget, on)

    def openLogin(self, widget: int, url: str, where: str, parameter: str) -> object:  # noqa: N802
        self._note("openLogin", widget, url, where, parameter)
        if self.blocks_login:
            self.say("login-blocked", widget)
        return None

    def openContact(self, contact: str, reference: str) -> object:  # noqa: N802
        return self._note("openContact", contact, reference)

    def copyAccessCode(self, widget: int) -> object:  # noqa: N802
        return self._note("copyAccessCode", widget)

    def showNotice(self, widget: int, notice: str) -> object:  # noqa: N802
        return self._note("showNotice", widget, json.loads(notice))

    def hideNotice(self, widget: int, last: str = "") -> object:  # noqa: N802
        return self._note("hideNotice", widget, last)

    def coverWidget(self, widget: int, words: str) -> object:  # noqa: N802
        return self._note("coverWidget", widget, json.loads(words) if words else None)

    def loadMessages(self, url: str) -> object:  # noqa: N802
        self._note("loadMessages", url)
        if self.messages is not ...:
            self.say("messages", key="messages", text=self.messages)
        return None

    def loadLocale(self, language: str) -> object:  # noqa: N802
        self._note("loadLocale", language)
        if language in self.languages:
            self.say("locale", key="locale", lang=language, texts=self.languages[language])
        return None

    def reload(self) -> object:
        return self._note("reload")

    def log(self, level: Literal["info", "warn", "error"], text: str) -> object:
        return self._note("log", level, text)

    def asksForPrivacy(self) -> bool:  # noqa: N802
        self._note("asksForPrivacy")
        return self.private

    def pageAddress(self) -> str:  # noqa: N802
        return "https://shop.example.org/register"

    def filterReport(self, number: int, path: str, report: str) -> str:  # noqa: N802
        self._note("filterReport", number, path, json.loads(report))
        return self.filtered

    def loadReports(self) -> object:  # noqa: N802
        return self._note("loadReports")

    def callPage(self, path: str, values: str) -> str:  # noqa: N802
        self._note("callPage", path, json.loads(values))
        return self._take(path, values)

    def pushPage(self, name: str, item: str) -> str:  # noqa: N802
        self._note("pushPage", name, json.loads(item))
        return self._take(name, item)

    def openChannel(self, channel: str) -> object:  # noqa: N802
        return self._note("openChannel", json.loads(channel))

    def deliverReport(self, sink: str, item: str, weight: int) -> object:  # noqa: N802
        self._note("deliverReport", sink, json.loads(item), weight)
        return self._take(sink, item)

    def flushDelivery(self) -> object:  # noqa: N802
        return self._note("flushDelivery")

    def wakeSinks(self, delay: int) -> object:  # noqa: N802
        self._note("wakeSinks", delay)
        if not [key for _at, key, _message in self._waiting if key == "sinks"]:
            self.say("sink-wake", after=delay, key="sinks")
        return None

    def stopSinks(self) -> object:  # noqa: N802
        self._forget("sinks")
        return self._note("stopSinks")

    def _note(self, name: str, *arguments: Any) -> object:
        for argument in arguments:
            assert not isinstance(argument, int) or abs(argument) < 2**31, (name, argument)
        if name in self.refuses:
            raise RuntimeError(name)
        # MicroPython has no stars in tuples and dicts.
        self.calls.append((name,) + arguments)  # noqa: RUF005
        return None

    def _take(self, where: str, what: str) -> str:
        if where in self.missing:
            return "missing"
        if where in self.broken:
            return "failed"
        self._taken.append((where, json.loads(what)))
        return "sent"

    def _next(self, until: int) -> tuple[int, str, dict[str, Any]] | None:
        first = None
        for entry in self._waiting:
            if entry[0] <= until and (first is None or entry[0] < first[0]):
                first = entry
        return first

    def _forget(self, key: str) -> None:
        if key:
            self._waiting = [entry for entry in self._waiting if entry[1] != key]


class AppStage:
    """An app on a page that only this test sees. ``attributes``: those of the script tag, with ``_`` for ``-``."""

    def __init__(self, lang: str = "en", **attributes: str) -> None:
        self.page = FakePage()
        self.problems: list[str] = []
        settings = Settings({}, self.problems.append)
        for name, value in attributes.items():
            key = name.replace("_", "-")
            # As a number where the setting is one.
            settings.values["data-" + key] = type(settings[key])(value)
        self.app = App(self.page, settings, {"href": "https://shop.example.org/", "lang": lang, "languages": []})
        self.app.now = self.page.now
        self.page.receive = self.app.receive
        self.looks: dict[int, dict[str, Any]] = {}

    def arrive(self, widget: int = 1, **fields: Any) -> None:
        """A widget is there."""
        self.looks.setdefault(widget, {"screen": "FORM", "tellsTransaction": True, "mode": "register", "buttons": []})
        fields.setdefault("name", f"w{widget}")
        fields.setdefault("hasToken", True)
        self.say("arrived", widget, **fields)

    def say(self, kind: str, widget: int | None = None, **fields: Any) -> None:
        """A message comes, and its turn is over; one of a widget says what that looks like."""
        if widget in self.looks:
            fields.setdefault("look", self.looks[widget])
        self.page.say(kind, widget, **fields)
        self.page.turn()

    def event(self, name: str, widget: int = 1, **detail: Any) -> None:
        """A widget says something."""
        self.say("event", widget, name="allfeat:" + name, detail=detail)

    def fail(self, code: str, widget: int = 1, **more: Any) -> None:
        """As today's widget does it: error, then failed."""
        self.event("error", widget, code=code, message="raw", requestId="req_1", stage="submit", **more)
        self.looks[widget]["screen"] = "FAILED"
        self.event("failed", widget, code=code, message="from the catalog", requestId="req_1")

    def expire(self, widget: int = 1, pending: str = "submit") -> None:
        """As today's widget does it: the error, then the expiry, with its overlay."""
        self.event("error", widget, code="common.auth.expired", message="jwt expired", requestId="req_1", stage=pending)
        self.looks[widget]["overlay"] = True
        self.event("token-expired", widget, pendingAction=pending)

    def notices(self, widget: int = 1) -> list[str]:
        """The kinds of the notices that were shown at a widget, in order."""
        return [notice["kind"] for number, notice in self.page.told("showNotice") if number == widget]
