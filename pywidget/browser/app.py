"""The main loop: a message of the page becomes a signal, a controller returns effects, and the page performs them.

The messages and their fields are defined in :mod:`pywidget.browser.border`.
"""

from __future__ import annotations

import gc
import json
from random import random
from typing import TYPE_CHECKING

from pywidget.browser import token
from pywidget.browser.border import PAGE
from pywidget.browser.late_reports import LateReports
from pywidget.browser.notice_display import NoticeDisplay
from pywidget.browser.performer import Performer
from pywidget.browser.settings import Settings
from pywidget.core import signals
from pywidget.core.controller import WidgetController
from pywidget.core.events import decode, from_page
from pywidget.core.joins import JOIN_MS, Joins
from pywidget.version import BUILD, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pywidget.browser import border
    from pywidget.browser.border import Page
    from pywidget.browser.watch import Watch


#: MicroPython collects garbage each time this many bytes were allocated, and then scans all memory in use. With many
#: widgets that is slow. So the threshold grows with each widget, which keeps the cost per widget constant.
_GARBAGE = 262_144
_GARBAGE_OF_WIDGET = 4_096


class MixedVersionsError(Exception):
    """The JavaScript files that started this Python are from another build."""


class Widget:
    """A widget of the app: its number, the owner's name for it, and its controller."""

    def __init__(self, number: int, name: str, controller: WidgetController) -> None:
        self.number = number
        self.name = name
        self.controller = controller


class App:
    """Everything of one script tag.

    Args:
        page: the border.
        settings: the settings of the script tag.
        about: what the page said about itself: ``href``, ``lang``, ``languages``.
    """

    def __init__(self, page: Page, settings: Settings, about: dict[str, Any]) -> None:
        self.page = page
        self.settings = settings
        self.policy = settings.policy()
        self.now = 0
        self.online = True
        #: When the connection came back, if Python was started because of that; else 0.
        self.back = 0
        self.notices = NoticeDisplay(page, settings, about, self.warn)
        self.reports = LateReports(settings, page, random, self.warn)
        self._performer = Performer(page, settings, self.notices, self.reports)
        self._widgets: dict[int, Widget] = {}
        self._watch: Watch | None = None
        self._joins = Joins()
        #: Whether there was too much to do for one task.
        self._more = False
        #: Kind of a message -> the function that handles it, and returns a signal or None.
        self._kinds: dict[str, Callable[[Any], signals.Signal | None]] = {
            "arrived": self._arrived,
            "event": self._event,
            "looked": lambda message: signals.WidgetLooked(message.get("changed") or ""),
            "pressed": lambda message: signals.WidgetPressed(message["action"]),
            "left": lambda _message: signals.WidgetLeft(),
            "returned": lambda _message: signals.WidgetReturned(),
            "forgotten": self._forgotten,
            "action": lambda message: signals.ActionChosen(message["action"]),
            "login-blocked": lambda _message: signals.LoginBlocked(),
            "timer": self._timer,
            "token": lambda message: token.answer(message, self.now),
            "delivered": lambda message: signals.TokenDelivered(message["request"], message["result"]),
            "answer": self._answer,
            "answered": lambda message: signals.RequestSucceeded(message["detail"]["stage"]),
            "profile": lambda message: self.watch.add_profile(message["detail"]),
            "report": self._reported,
            "flush": lambda _message: self.reports.flush(self.now),
            "stop": self._stop,
            "lost": lambda message: self.reports.lost(message["count"]),
            "turn-over": self._turn_over,
            "online": self._online,
            "resumed": lambda _message: self._to_all(signals.PageResumed()),
            "language": self.notices.follow,
            "locale": self.notices.take_translated,
            "messages": self.notices.take_own,
            "reports-loaded": self._reports_loaded,
            "sink-filtered": lambda message: self.reports.tell(lambda reports: reports.filtered(message, self.now)),
            "sink-wake": lambda _message: self.reports.tell(lambda reports: reports.wake(self.now)),
            "sink-rest": lambda _message: self.reports.rest(self.now),
            "delivery-dropped": lambda message: self.reports.tell(lambda reports: reports.undelivered(message)),
        }

    @property
    def watch(self) -> Watch:
        """The part that watches requests and widgets of profiles."""
        if self._watch is None:
            # Imported only here, because most pages do not need it.
            from pywidget.browser.watch import Watch  # noqa: PLC0415

            self._watch = Watch(self.page, self.notices, self.warn)
        return self._watch

    def warn(self, text: str) -> None:
        """Write a warning for the integrator to the console."""
        self.page.log("warn", text)

    def receive(self, message: dict[str, Any]) -> bool:
        """Handle one message of the page. Return whether it has to be sent once more, in another task, for the rest."""
        get = message.get
        at = get("at") or self.now
        self.now = max(self.now, at)
        take = self._kinds.get(get("kind") or "")
        signal = take(message) if take is not None else None
        if signal is not None:
            # Added to the age: the message may also have waited for the interpreter.
            signal.age = self.now - at + (get("age") or 0)
            signal.look = _look(get("look"))
            signal.screen = get("screen")
            self._handle(self.widget(get("widget") or PAGE), signal)
        more, self._more = self._more, False
        return more

    def widget(self, number: int, system: str = "") -> Widget:
        """Return the widget with that number; make it if it is new. ``system``: of the profile that describes it."""
        known = self._widgets.get(number)
        if known is None:
            policy = self.policy
            if system or number == PAGE:
                policy = policy.without_screens(system or policy.system)
            known = Widget(number, str(number), WidgetController(policy, random))
            known.controller.renewal.system = system
            known.controller.renewal.connected(online=self.online)
            if self.back:
                known.controller.receive(signals.ConnectionChanged(online=True), self.back)
            self._widgets[number] = known
            _collect_less_often(_GARBAGE + len(self._widgets) * _GARBAGE_OF_WIDGET)
        return known

    def _handle(self, widget: Widget, signal: signals.Signal) -> None:
        controller, now = widget.controller, self.now
        effects = controller.receive(signal, now)
        if effects:
            self._performer.perform_all(widget.number, widget.name, controller.look, effects, now)

    def _to_all(self, signal: signals.Signal) -> None:
        for widget in list(self._widgets.values()):
            self._handle(widget, signal)

    def _arrived(self, message: border.Arrived) -> None:
        system = message.get("system") or ""
        widget = self.widget(message["widget"], system)
        widget.name = message.get("name") or widget.name
        wants_token = self.settings["first-token"] == "on" and not (system or message.get("hasToken"))
        signal = signals.WidgetArrived(wants_token)
        signal.look = _look(message.get("look"))
        self._handle(widget, signal)

    def _forgotten(self, message: border.Forgotten) -> None:
        self._widgets.pop(message["widget"], None)

    def _turn_over(self, _message: border.TurnOver) -> None:
        self._more = self.notices.turn_over()

    def _reports_loaded(self, _message: border.ReportsLoaded) -> None:
        self._more = self.reports.loaded()

    def _online(self, message: border.Online) -> None:
        self.online = bool(message.get("online"))
        if self.online:
            self.reports.connected()
        self._to_all(signals.ConnectionChanged(self.online))

    def _reported(self, message: border.Report) -> None:
        """The page called ``window.pywidget.report(error, system)`` with an error of any known system."""
        detail = message.get("detail")
        if not isinstance(detail, dict):
            detail = {}
        system = detail.get("system")
        signal = from_page(detail.get("error"), system if isinstance(system, str) else self.settings["system"])
        self._handle(self.widget(PAGE), signal)

    def _event(self, message: border.Event) -> signals.Signal | None:
        name = message["name"]
        if " " in name:
            # Events of a profile's widget have the name of its system before their own.
            return self.watch.event(name, message.get("detail"))
        signal = decode(name, message.get("detail"))
        if isinstance(signal, signals.FailureReported):
            self._joins.tell(signal)
        return signal

    def _answer(self, message: border.Answer) -> signals.Signal | None:
        answer = self.watch.answer(message["detail"], self.now)
        widgets = any(widget.controller.parts.policy.screens for widget in self._widgets.values())
        waited = self._joins.waiting
        if not widgets or not self._joins.hold(PAGE, answer, self.now):
            return answer
        # If another answer already waits, its timer must not be restarted.
        if self._joins.waiting and not waited:
            self.page.startTimer(PAGE, "joins", JOIN_MS)
        return None

    def _timer(self, message: border.Timer) -> signals.Signal | None:
        if message["name"] != "joins":
            return signals.TimerFired(message["name"])
        for number, answer in self._joins.release(self.now):
            self._handle(self.widget(number), answer)
        if self._joins.waiting:
            self.page.startTimer(PAGE, "joins", JOIN_MS)
        return None

    def _stop(self, _message: border.Stop) -> None:
        self._to_all(signals.WidgetLeft())
        self.reports.stop(self.now)
        self.notices.stop()
        self._widgets.clear()


_app: App | None = None


def start(text: str, page: Page) -> None:
    """Start the app. The page calls this once.

    Args:
        text: JSON with ``data`` (the script tag's dataset), ``build``, ``page``, ``at`` and ``online``.
        page: the border.

    Raises:
        MixedVersionsError: the page runs its own Python, which has the modules of another build.
    """
    global _app  # noqa: PLW0603  the page talks to one app, by two functions
    message = json.loads(text)
    build = message.get("build")
    if build and BUILD and build != BUILD:
        raise MixedVersionsError(f"mixed versions: this Python is {BUILD}, and pywidget-page.js is {build}")
    settings = Settings(message["data"], lambda problem: page.log("warn", problem))
    app = App(page, settings, message["page"])
    app.now = message["at"]
    app.online = message.get("online") is not False
    app.back = message["at"] if message.get("back") else 0
    page.setTokenSource(token.source(settings, app.warn))
    _app = app
    page.announce(PAGE, "pywidget:ready", json.dumps({"version": VERSION}))


def receive(text: str) -> bool:
    """Handle a message, given as JSON. Return whether the page has to send it once more, in another task.

    This is so for ``turn-over`` and ``reports-loaded``, which may mean too much for one task.
    """
    return _app is not None and _app.receive(json.loads(text))


def _collect_less_often(taken: int) -> None:
    threshold = getattr(gc, "threshold", None)  # Only MicroPython has one.
    if threshold is not None and 0 <= threshold() < taken:
        threshold(taken)


def _look(seen: Any) -> signals.Look | None:
    if not isinstance(seen, dict):
        return None
    get = seen.get
    buttons = get("buttons")
    # Not by their names, which MicroPython would have to look for each time: this is done for each message.
    return signals.Look(
        get("screen"),
        get("overlay", False),
        get("retry", False),
        get("transactionId"),
        get("tellsTransaction", False),
        get("mode"),
        get("network"),
        get("alert"),
        get("requestId"),
        tuple(buttons) if isinstance(buttons, list) else None,
        get("firstStep", False),
    )
