"""The border to JavaScript: all messages that come from there, and all calls that Python makes there.

Only JSON text, numbers below 2**31, strings and booleans cross it; no object of the page comes to Python. A call never
throws, because the JavaScript side catches all exceptions. Work that takes time is answered later by a message. An
unknown kind of message is ignored, so that an older Python and a newer page still work together.

``pywidget/page/border.d.ts`` is made from this file (``python -m tools.border``), and TypeScript checks every message
that the page sends and every function that it offers against it. So the types here are plain: ``int``, ``str``,
``bool``, ``object``, ``Any``, ``list``, ``dict``, ``Literal``, ``NotRequired``, names of such types, and ``|``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

#: The number of the page itself, in place of a widget's number.
PAGE = 0

if TYPE_CHECKING:
    from typing import Any, Literal, NotRequired, Protocol, TypedDict

    from pywidget.core.signals import Outcome

    # ---- what the page says of a widget

    class Seen(TypedDict, total=False):
        """What a widget shows, as far as it can be read; :class:`pywidget.core.signals.Look` explains the fields."""

        screen: str
        transactionId: str
        tellsTransaction: bool
        overlay: bool
        retry: bool
        mode: str
        network: str
        alert: str
        requestId: str
        firstStep: bool
        buttons: list[str]

    class FailingAnswer(TypedDict):
        """An answer to one of the page's own requests, with a status from 400. ``age``: since the request, in ms."""

        system: str
        stage: str
        status: int
        headers: dict[str, str]
        body: str
        age: int

    # ---- the messages

    class Stamp(TypedDict, total=False):
        """Fields that the page adds to each message.

        ``at``: when it is passed on, in milliseconds since the epoch; never goes back. ``age``: how long it had waited
        by then, in milliseconds. ``look``: what the widget shows at that time; null if that cannot be read. ``screen``:
        the screen that the widget showed when it dispatched its event.
        """

        at: int
        age: int
        look: Seen | None
        screen: str | None

    class OfWidget(Stamp):
        """A message about one widget, by its number; ``PAGE`` is the page itself."""

        widget: int

    class Kept(Stamp):
        """A message that the script tag keeps until Python is there; ``detail`` comes from the page."""

    class Arrived(OfWidget):
        """The page found a widget. ``system``: the system whose profile describes it."""

        kind: Literal["arrived"]
        name: str
        hasToken: bool
        system: NotRequired[str]

    class Event(OfWidget):
        """A widget dispatched a DOM event. If a profile describes the widget, its system is before the event's name."""

        kind: Literal["event"]
        name: str
        detail: Any

    class Looked(OfWidget):
        """A widget drew itself anew ("" in ``changed``), or an attribute of it changed."""

        kind: Literal["looked"]
        changed: str

    class Pressed(OfWidget):
        """One of the widget's own buttons was pressed."""

        kind: Literal["pressed"]
        action: str

    class Left(OfWidget):
        """A widget was taken out of the page."""

        kind: Literal["left"]

    class Returned(OfWidget):
        """A widget that had left is in the page again."""

        kind: Literal["returned"]

    class Forgotten(OfWidget):
        """The widget was garbage-collected, so it cannot return to the page."""

        kind: Literal["forgotten"]

    class Action(OfWidget):
        """The visitor pressed a button of a notice."""

        kind: Literal["action"]
        action: str

    class LoginBlocked(OfWidget):
        """The browser refused to open the login page in a tab or popup."""

        kind: Literal["login-blocked"]

    class Timer(OfWidget):
        """A timer has run out."""

        kind: Literal["timer"]
        name: str

    class Token(OfWidget):
        """How a try for a token ended, without the token. ``status`` and the fields after it: of an HTTP answer."""

        kind: Literal["token"]
        request: int
        outcome: Outcome
        reason: NotRequired[str]
        status: NotRequired[int]
        body: NotRequired[str]
        headers: NotRequired[dict[str, str]]

    class Delivered(OfWidget):
        """How the delivery of a token ended: the widget may have had it before, have thrown, or be gone."""

        kind: Literal["delivered"]
        request: int
        result: Literal["set", "repeated", "refused", "gone"]

    class Answer(Kept):
        """One of the page's own requests that ``data-watch`` names failed."""

        kind: Literal["answer"]
        detail: FailingAnswer

    class Answered(Kept):
        """A request succeeded after one with the same ``stage`` had failed: ``{stage}``."""

        kind: Literal["answered"]
        detail: dict[str, str]

    class Profile(Kept):
        """A profile of ``data-profile`` was fetched: ``{url, profile}``."""

        kind: Literal["profile"]
        detail: dict[str, Any]

    class Report(Kept):
        """The page called ``pywidget.report(error, system)``."""

        kind: Literal["report"]
        detail: Any

    class Flush(Kept):
        """The page called ``pywidget.flush()``."""

        kind: Literal["flush"]
        detail: object

    class Stop(Kept):
        """The page called ``pywidget.stop()``."""

        kind: Literal["stop"]
        detail: object

    class Lost(Stamp):
        """How many events were lost, because too many came before Python was there."""

        kind: Literal["lost"]
        count: int

    class TurnOver(Stamp):
        """That was the last message of this turn. It comes once more, in another task, as long as a notice is left."""

        kind: Literal["turn-over"]

    class Online(Stamp):
        """The browser went offline or came back."""

        kind: Literal["online"]
        online: bool

    class Resumed(Stamp):
        """The page is visible again, or came back from sleep, so timers may be late."""

        kind: Literal["resumed"]

    class Language(Stamp):
        """The page's ``lang`` changed; "" if it has none."""

        kind: Literal["language"]
        lang: str

    class Locale(Stamp):
        """The texts of a language; null if they did not come in time."""

        kind: Literal["locale"]
        lang: str
        texts: Any

    class Messages(Stamp):
        """The page's own texts, as the text of the file; null if they did not come in time."""

        kind: Literal["messages"]
        text: Any

    class ReportsLoaded(Stamp):
        """What makes the reports is loaded, or could not be. This message comes even after ``stop``.

        It comes once more, in another task, as long as something is left of what Python has kept for them.
        """

        kind: Literal["reports-loaded"]

    class SinkFiltered(Stamp):
        """The later answer of the page's own function for a report; the values are those of ``filterReport``."""

        kind: Literal["sink-filtered"]
        number: int
        answer: str

    class SinkWake(Stamp):
        """It is time to look again for destinations that were not in the page yet."""

        kind: Literal["sink-wake"]

    class SinkRest(Stamp):
        """The page is hidden or is being left: counts that were not reported yet have to be reported now."""

        kind: Literal["sink-rest"]

    class DeliveryDropped(Stamp):
        """How many reports could not be delivered to the endpoint of a sink."""

        kind: Literal["delivery-dropped"]
        sink: str
        count: int
        reason: str

    # ---- the calls

    class Page(Protocol):
        """The functions of the page, as the JavaScript side hands them to :func:`pywidget.browser.app.start`."""

        def setTokenSource(self, source: str) -> object:  # noqa: N802  JavaScript's names, here and below
            """Set where tokens come from (see :func:`pywidget.browser.token.source`)."""

        def addTokenLane(self, system: str, lane: str) -> object:  # noqa: N802
            """Set where another system's tokens come from (``url``) and how to give them (``call``, ``attribute``).

            Returns:
                Which part was refused, "" if none.
            """

        def askToken(self, widget: int, request: int, info: str) -> object:  # noqa: N802
            """Ask for a token; answered by a ``token`` message. ``info``: JSON for the token source."""

        def abortToken(self, widget: int, request: int) -> object:  # noqa: N802
            """Stop asking."""

        def deliverToken(self, widget: int, request: int, prefetched: int) -> object:  # noqa: N802
            """Give the token to the widget in a task of its own; answered by a ``delivered`` message."""

        def explainRenewal(self, widget: int, reason: str) -> object:  # noqa: N802
            """Say in the console why the last try brought no token, and what to change."""

        def startTimer(self, widget: int, name: str, delay: int) -> object:  # noqa: N802
            """Start a timer, in place of one of that name; ``delay`` in milliseconds. A ``timer`` message ends it."""

        def cancelTimer(self, widget: int, name: str) -> object:  # noqa: N802
            """Stop a timer."""

        def announce(self, widget: int, name: str, detail: str) -> object:
            """Dispatch a DOM event."""

        def redraw(self, widget: int) -> object:
            """Make the widget draw itself anew."""

        def pressRetry(self, widget: int) -> object:  # noqa: N802
            """Press the widget's own Retry button."""

        def pressButton(self, widget: int, button: str) -> object:  # noqa: N802
            """Press one of the widget's own buttons, by its ``data-action``."""

        def focusWidget(self, widget: int, fields: str) -> object:  # noqa: N802
            """Move the focus into the widget; ``fields``: JSON list of names of fields, best first."""

        def reset(self, widget: int) -> object:
            """Call the widget's ``reset()``."""

        def observeRedraws(self, widget: int, on: int) -> object:  # noqa: N802
            """Begin or stop sending a ``looked`` message for each redraw."""

        def openLogin(self, widget: int, url: str, where: str, parameter: str) -> object:  # noqa: N802
            """Open the login page. ``parameter``: name of the query parameter for the address of this page.

            ``where`` is ``tab``, ``popup`` or ``page``. If the browser refuses, a ``login-blocked`` message follows.
            """

        def openContact(self, contact: str, reference: str) -> object:  # noqa: N802
            """Open an e-mail address or a web address; ``reference``, if there is one, is the subject of the e-mail."""

        def copyAccessCode(self, widget: int) -> object:  # noqa: N802
            """Put the access code of the finished work into the clipboard."""

        def showNotice(self, widget: int, notice: str) -> object:  # noqa: N802
            """Show a notice, as :func:`pywidget.browser.wording.render` makes it."""

        def hideNotice(self, widget: int, last: str = "") -> object:  # noqa: N802
            """Remove the notice. ``last``: a sentence that a screen reader says then, or ""."""

        def coverWidget(self, widget: int, words: str) -> object:  # noqa: N802
            """Cover the widget with pywidget's own screen, with these texts as JSON; with "" uncover it."""

        def loadMessages(self, url: str) -> object:  # noqa: N802
            """Fetch the page's own texts; answered by a ``messages`` message."""

        def loadLocale(self, language: str) -> object:  # noqa: N802
            """Fetch the texts of a language; answered by a ``locale`` message."""

        def reload(self) -> object:
            """Load the page anew."""

        def log(self, level: Literal["info", "warn", "error"], text: str) -> object:
            """Write to the console."""

        def asksForPrivacy(self) -> bool:  # noqa: N802
            """Whether the visitor's browser asks not to be tracked."""

        def pageAddress(self) -> str:  # noqa: N802
            """The page's present address, without query and fragment."""

        def filterReport(self, number: int, path: str, report: str) -> str:  # noqa: N802
            """Show a report to the page: first to its function ``path``, if there is one, then as an event.

            Returns:
                JSON of the changed report, "null" to drop it, "" to leave it unchanged, ``wait`` if the answer comes
                later, with a ``sink-filtered`` message.
            """

        def loadReports(self) -> object:  # noqa: N802
            """Load what makes the reports, once all notices are drawn. Answered by a ``reports-loaded`` message."""

        def callPage(self, path: str, values: str) -> str:  # noqa: N802
            """Call a function by its dotted name, with a JSON array of arguments.

            Returns:
                ``sent``, ``missing`` if it is not there, or ``failed``.
            """

        def pushPage(self, name: str, item: str) -> str:  # noqa: N802
            """Append an item, as JSON, to a global array, which is made if it is missing. Returns as ``callPage``."""

        def openChannel(self, channel: str) -> object:  # noqa: N802
            """Prepare deliveries to an endpoint, described as JSON."""

        def deliverReport(self, sink: str, item: str, weight: int) -> object:  # noqa: N802
            """Add one item, as JSON, to the next batch for the endpoint of a sink.

            If it does not arrive, a ``delivery-dropped`` message has its weight.
            """

        def flushDelivery(self) -> object:  # noqa: N802
            """Send all batches now."""

        def wakeSinks(self, delay: int) -> object:  # noqa: N802
            """Send one ``sink-wake`` message after ``delay`` milliseconds, even if this is called several times."""

        def stopSinks(self) -> object:  # noqa: N802
            """Send no more ``sink-wake`` messages."""
