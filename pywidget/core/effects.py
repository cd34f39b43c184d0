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
        request: number of this try, unique in the widget's life.
        pending_action: what the widget will do with it, as it said itself; ``request`` for requests of the page's own.
        attempt: 1 for the first try of a renewal.
        system: whose session it is, where that is not the ats-widget's.
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
    """Give the token of a try to the widget, in a turn of its own. Answered by ``TokenDelivered``.

    ``prefetched``: nobody waits for it, so not while the visitor is typing in the widget.
    """

    def __init__(self, request: int, prefetched: bool = False) -> None:
        self.request = request
        self.prefetched = prefetched


class RedrawWidget(Effect):
    """Make the widget draw itself anew: frees a frozen button and a left-over overlay, keeps what was typed."""


class PressButton(Effect):
    """Press one of the widget's own buttons, by its ``data-action``."""

    def __init__(self, button: str) -> None:
        self.button = button


class FocusWidget(Effect):
    """Put the keyboard focus to work in the widget: on the first of these fields that is there, else on what is next.

    ``fields``: their names as an error's details give them, best first.
    """

    def __init__(self, fields: tuple[str, ...] = ()) -> None:
        self.fields = fields


class PressRetry(Effect):
    """Press the widget's own Retry button, which keeps the form."""


class ResetWidget(Effect):
    """Call the widget's ``reset()``, which empties the form. Only where the integrator or the visitor said so."""


class ShowNotice(Effect):
    """Show a notice in place of the one before."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice


class HideNotice(Effect):
    """Take the notice away. ``last``: key of a sentence to be read out with it (``message.<key>``), or ""."""

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
    """Tell of each redraw from now on (``WidgetLooked``), or no longer."""

    def __init__(self, on: bool) -> None:
        self.on = on


class Announce(Effect):
    """Dispatch a DOM event on the widget. ``detail`` is JSON-able."""

    def __init__(self, name: str, detail: dict[str, Any]) -> None:
        self.name = name
        self.detail = detail


class SendReport(Effect):
    """Tell the owner. ``report`` is JSON-able; it has passed no privacy step yet."""

    def __init__(self, report: dict[str, Any]) -> None:
        self.report = report


class OpenLogin(Effect):
    """Open the login page: in a ``tab`` or a ``popup`` beside this page, or in its place (``page``)."""

    def __init__(self, where: Login) -> None:
        self.where = where


class OpenContact(Effect):
    """Open the contact of the administrator, for a ``reference`` that can be quoted, or for ""."""

    def __init__(self, reference: str = "") -> None:
        self.reference = reference


class CopyAccessCode(Effect):
    """Put the access code of the finished work into the clipboard."""


class ReloadPage(Effect):
    """Load the page anew, as the visitor asked."""


class Notice:
    """What the visitor is told, before it is put into words.

    Attributes:
        kind: which situation; picks the title (``title.<kind>`` in the locales).
        advice: keys of what to do next (``next.<key>``), in order; if not given, the kind.
        role: ``alert`` for a failure, ``status`` for a wait.
        message: key of the sentence that says what happened, or "" where the kind says it all.
        params: values for placeholders: name -> (type, value), type one of text, bytes, date, number, list.
        actions: at most two buttons, the first one the main one.
        reference: the request id to quote, or None.
        transaction: the transaction id to quote, or None.
        until: when a wait is over, milliseconds of the same clock as ``now``; None if there is no countdown.
        warning: key of a sentence that must not be missed (``warning.<key>``), or "".
        leads_back: the buttons for another try only bring the widget's form back, and are called so.
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
