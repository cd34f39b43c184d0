"""What is to be done, as data. The browser performs these and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, Literal

    from pywidget.core.policy import Login

    Role = Literal["status", "alert"]


class Effect:
    """Something to do for one widget."""


class RequestToken(Effect):
    """Ask the page's token source for a fresh token. Answered by one ``TokenAnswered`` with the same number.

    Attributes:
        request: number of this try, unique for the widget.
        pending_action: what the widget will do with the token (its ``pendingAction``); ``request`` for the page's own
            requests.
        attempt: 1 for the first try of a renewal.
        system: the system that the session belongs to, or "" for the ats-widget's.
    """

    def __init__(self, request: int, pending_action: str, attempt: int, system: str = "") -> None:
        self.request = request
        self.pending_action = pending_action
        self.attempt = attempt
        self.system = system


class AbortToken(Effect):
    """Stop a try; its answer is no longer wanted."""

    def __init__(self, request: int) -> None:
        self.request = request


class DeliverToken(Effect):
    """Give the token of a try to the widget, in a turn of the event loop of its own. Answered by ``TokenDelivered``.

    ``prefetched``: the token was fetched ahead of need, so it is not given while the visitor is typing in the widget.
    """

    def __init__(self, request: int, prefetched: bool = False) -> None:
        self.request = request
        self.prefetched = prefetched


class ExplainRenewal(Effect):
    """Tell the integrator in the console why no token came, and what to change; ``reason``: as in ``notices``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class RedrawWidget(Effect):
    """Make the widget draw itself anew. This frees a stuck button, removes a left-over overlay and keeps the input."""


class PressButton(Effect):
    """Press one of the widget's own buttons, by its ``data-action``."""

    def __init__(self, button: str) -> None:
        self.button = button


class FocusWidget(Effect):
    """Move the keyboard focus into the widget: to the first of these fields that exists, else to the next control.

    ``fields``: the names of fields as an error's details give them, best first.
    """

    def __init__(self, fields: tuple[str, ...] = ()) -> None:
        self.fields = fields


class PressRetry(Effect):
    """Press the widget's own Retry button, which keeps the form."""


class ResetWidget(Effect):
    """Call the widget's ``reset()``, which empties the form. Only used where the integrator or the visitor chose it."""


class ShowNotice(Effect):
    """Show a notice; it replaces the one that is shown."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice


class HideNotice(Effect):
    """Remove the notice. ``last``: key of a sentence that a screen reader says then (``message.<key>``), or ""."""

    def __init__(self, last: str = "") -> None:
        self.last = last


class CoverWidget(Effect):
    """Cover the widget with our own DISABLED screen (``on``), or uncover it."""

    def __init__(self, on: bool) -> None:
        self.on = on


class StartTimer(Effect):
    """Start a timer, in place of a running one of the same name. ``delay`` in milliseconds."""

    def __init__(self, name: str, delay: int) -> None:
        self.name = name
        self.delay = delay


class CancelTimer(Effect):
    """Stop a timer."""

    def __init__(self, name: str) -> None:
        self.name = name


class ObserveRedraws(Effect):
    """Begin (``on``) or stop sending a ``WidgetLooked`` for each redraw of the widget."""

    def __init__(self, on: bool) -> None:
        self.on = on


class Announce(Effect):
    """Dispatch a DOM event on the widget. ``detail`` is JSON-able."""

    def __init__(self, name: str, detail: dict[str, Any]) -> None:
        self.name = name
        self.detail = detail


class SendReport(Effect):
    """Send a report to the page's owner. ``report`` is JSON-able; private data were not removed from it yet."""

    def __init__(self, report: dict[str, Any]) -> None:
        self.report = report


class OpenLogin(Effect):
    """Open the login page: in a ``tab`` or a ``popup`` beside this page, or in its place (``page``)."""

    def __init__(self, where: Login) -> None:
        self.where = where


class OpenContact(Effect):
    """Open the administrator's contact. ``reference``: the request id to quote there, or ""."""

    def __init__(self, reference: str = "") -> None:
        self.reference = reference


class CopyAccessCode(Effect):
    """Put the access code of the finished work into the clipboard."""


class ReloadPage(Effect):
    """Load the page anew, as the visitor asked."""


class Notice:
    """What the visitor is told, before it is put into words.

    Attributes:
        kind: which situation; selects the title (``title.<kind>`` in the locales).
        advice: keys of what to do next (``next.<key>``), in order; if not given, the kind.
        role: ``alert`` for a failure, ``status`` for a wait.
        message: key of the sentence that says what happened, or "" where the title is enough.
        params: values for placeholders: name -> (type, value). The type is text, bytes, date, number or list.
        actions: at most two buttons, the first one the main one.
        reference: the request id to quote, or None.
        transaction: the transaction id to quote, or None.
        until: when a wait is over, in milliseconds of the same clock as ``now``; None if there is no countdown.
        warning: key of a sentence that is shown as a warning (``warning.<key>``), or "".
        leads_back: the buttons for another try only bring the widget's form back, and their labels say so.
    """

    __slots__ = (
        "actions",
        "advice",
        "kind",
        "leads_back",
        "message",
        "params",
        "reference",
        "role",
        "transaction",
        "until",
        "warning",
    )

    def __init__(
        self,
        kind: str,
        role: Role = "alert",
        message: str = "",
        params: dict[str, tuple[str, Any]] | None = None,
        actions: tuple[str, ...] = (),
        reference: str | None = None,
        transaction: str | None = None,
        until: int | None = None,
        warning: str = "",
        advice: tuple[str, ...] | None = None,
        leads_back: bool = False,
    ) -> None:
        self.kind = kind
        self.leads_back = leads_back
        self.advice = (kind,) if advice is None else advice
        self.role = role
        self.message = message
        self.params = params or {}
        self.actions = actions
        self.reference = reference
        self.transaction = transaction
        self.until = until
        self.warning = warning
