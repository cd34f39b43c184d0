"""Signals: what can happen to a widget, as data. A controller receives signals, and facts (:mod:`facts`) of its parts.

The time is not part of a signal; it is passed with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.envelope import Envelope, HasEnvelope

if TYPE_CHECKING:
    from typing import Any, Literal

    from pywidget.core.verdict import Verdict

    Half = Literal["error", "failed", "download", "page"]
    Generation = Literal["v1", "v2"]
    #: How a try for a token ended. The token itself stays in the page and never comes to Python.
    #: ``done``: the page renewed the session by itself, so there is no token to deliver.
    Outcome = Literal["token", "done", "bad-answer", "http", "network", "timeout", "provider", "no-source"]


class Look:
    """What a widget shows, as far as it can be read from outside.

    Attributes:
        screen: ``FORM``, ``UPLOAD``, ``TRACKING``, ``COMPLETE``, ``FAILED``, ``DISABLED``, …; None if unknown.
        overlay: whether the overlay of a widget that waits for a token is shown.
        retry: whether the widget's own Retry button can be pressed.
        transaction_id: set once the work has been submitted; None if not, or if the widget does not say.
        tells_transaction: whether the widget's state can be read, so that no transaction id means "not submitted".
        mode, network: its attributes of the same name.
        alert: the text of its own alert box; None if there is none.
        request_id: the request id that its failed screen shows; None if it shows none.
        buttons: the ``data-action`` of each button that can be pressed; None if that is not known.
        first_step: whether its form is on its first step, with a Next button and no Back button.
    """

    __slots__ = (
        "alert",
        "buttons",
        "first_step",
        "mode",
        "network",
        "overlay",
        "request_id",
        "retry",
        "screen",
        "tells_transaction",
        "transaction_id",
    )

    def __init__(
        self,
        screen: str | None = None,
        overlay: bool = False,
        retry: bool = False,
        transaction_id: str | None = None,
        tells_transaction: bool = False,
        mode: str | None = None,
        network: str | None = None,
        alert: str | None = None,
        request_id: str | None = None,
        buttons: tuple[str, ...] | None = None,
        first_step: bool = False,
    ) -> None:
        self.screen = screen
        self.overlay = overlay
        self.retry = retry
        self.transaction_id = transaction_id
        self.tells_transaction = tells_transaction
        self.mode = mode
        self.network = network
        self.alert = alert
        self.request_id = request_id
        self.buttons = buttons
        self.first_step = first_step

    def offers(self, button: str) -> bool:
        """Whether the widget itself has this button, and it can be pressed."""
        return self.buttons is not None and button in self.buttons


class Signal:
    """Something happened. The browser part sets the attributes that apply.

    Attributes:
        kind: the key by which the controller selects a function.
        look: how the widget looked when the signal was passed to Python; None if that is not known.
        age: how long the signal waited before that, in milliseconds.
        screen: the screen that the widget showed when it dispatched its event; None if that is not known.
    """

    kind = ""
    look: Look | None = None
    age = 0
    screen: str | None = None


class FailureReported(Signal, HasEnvelope):
    """One part of a failure: ``allfeat:error``, ``allfeat:failed``, ``allfeat:download-failed``, or the page's own.

    Attributes:
        said: its information about the error, in the same form as that of an error answer.
        request_age: for an answer to one of the page's own requests: how long ago the request was sent, in
            milliseconds. None for everything else.
    """

    kind = "failure-reported"

    def __init__(
        self,
        event: str,
        half: Half,
        code: str | None = None,
        message: str = "",
        request_id: str | None = None,
        stage: str | None = None,
        details: Any = None,
        http_status: int | None = None,
        category: str | None = None,
        generation: Generation | None = None,
        system: str | None = None,
        request_age: int | None = None,
        retry_after_ms: int | None = None,
    ) -> None:
        self.event = event
        self.half = half
        self.said = Envelope(code, message, request_id, details, category, http_status, retry_after_ms)
        self.stage = stage
        self.generation = generation
        self.system = system
        self.request_age = request_age


class RequestSucceeded(Signal):
    """One of the page's own requests succeeded, after one with the same ``stage`` (method and path) had failed."""

    kind = "request-succeeded"

    def __init__(self, stage: str) -> None:
        self.stage = stage


class SessionExpired(Signal):
    """The widget needs a new token and waits for it."""

    kind = "session-expired"

    def __init__(self, pending_action: str = "", generation: Generation | None = None) -> None:
        self.pending_action = pending_action
        self.generation = generation


class Progressed(Signal):
    """The widget went on: it is ready, changed its mode, uploads, was confirmed, completed.

    ``file``: name and size of the uploaded file, "" if the event does not give them.
    """

    kind = "progressed"

    def __init__(self, step: str, transaction_id: str | None = None, file: str = "") -> None:
        self.step = step
        self.transaction_id = transaction_id
        self.file = file


class TokenAnswered(Signal):
    """A try for a token ended.

    Attributes:
        request: the number of the try, as in :class:`pywidget.core.effects.RequestToken`.
        outcome: how it ended.
        reason: for ``bad-answer``: what was wrong with it (``html``, ``empty``, ``no-token``, …).
        envelope: for ``http``: what the answer said.
        verdict: what the envelope's code means, where a table knows it; filled in by the controller.
    """

    kind = "token-answered"

    def __init__(self, request: int, outcome: Outcome, reason: str = "", envelope: Envelope | None = None) -> None:
        self.request = request
        self.outcome = outcome
        self.reason = reason
        self.envelope = envelope
        self.verdict: Verdict | None = None


class TokenDelivered(Signal):
    """How the delivery of a token ended: ``set``, ``repeated`` (the widget had it before), ``refused`` or ``gone``."""

    kind = "token-delivered"

    def __init__(self, request: int, result: str) -> None:
        self.request = request
        self.result = result


class TimerFired(Signal):
    """A timer that an effect started has fired. It may be late by any time, so the receiver checks the time."""

    kind = "timer-fired"

    def __init__(self, name: str) -> None:
        self.name = name


class ActionChosen(Signal):
    """The visitor pressed a button of a notice."""

    kind = "action-chosen"

    def __init__(self, action: str) -> None:
        self.action = action


class WidgetPressed(Signal):
    """One of the widget's own buttons was pressed, by the visitor, by the page or by us: its ``data-action``."""

    kind = "widget-pressed"

    def __init__(self, action: str) -> None:
        self.action = action


class LoginBlocked(Signal):
    """The browser refused to open the login page in a tab or popup."""

    kind = "login-blocked"


class WidgetLooked(Signal):
    """The widget drew itself anew, or an attribute changed (``changed`` names it)."""

    kind = "widget-looked"

    def __init__(self, changed: str = "") -> None:
        self.changed = changed


class WidgetLeft(Signal):
    """The widget was taken out of the page."""

    kind = "widget-left"


class WidgetReturned(Signal):
    """A widget that had left is in the page again."""

    kind = "widget-returned"


class ConnectionChanged(Signal):
    """The browser went offline or came back."""

    kind = "connection-changed"

    def __init__(self, online: bool) -> None:
        self.online = online


class PageResumed(Signal):
    """The page runs again after it slept, was hidden or was in the back/forward cache, so timers may be late."""

    kind = "page-resumed"


class WidgetArrived(Signal):
    """pywidget knows the widget from now on. It may have been in the page, or have failed, long before.

    ``wants_token``: it has no token yet, and the page asked pywidget to supply the first one.
    """

    kind = "widget-arrived"

    def __init__(self, wants_token: bool = False) -> None:
        self.wants_token = wants_token
