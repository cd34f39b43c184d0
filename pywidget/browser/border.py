"""The border to JavaScript, once: every message that comes from there, and every call that Python makes there.

Only JSON text, numbers below 2**31, strings and booleans cross it; no object of the page ever comes here. A call is
fenced on the other side: it never throws, and work that takes time answers later with a message. An unknown kind of
message is ignored, so that an older Python and a newer page do not break each other.

``pywidget/page/border.d.ts`` is made from this file (``python -m tools.border``), and TypeScript checks every message
that the page sends and every function that it offers against it. So the types here are plain: ``int``, ``str``,
``bool``, ``object``, ``Any``, ``list``, ``dict``, ``Literal``, ``NotRequired``, names of such types, and ``|``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

#: The number that stands for the page itself, where a widget has its own.
PAGE = 0

if TYPE_CHECKING:
    from typing import Any, Literal, NotRequired, Protocol, TypedDict

    from pywidget.core.signals import Outcome

    # ---- what the page says of a widget

    class Seen(TypedDict, total=False):
        """What a widget shows, as far as it can be read: :class:`pywidget.core.signals.Look` has the same in words."""

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
        """An answer to a request of the page's own, with a status from 400. ``age``: since it was sent."""

        system: str
        stage: str
        status: int
        headers: dict[str, str]
        body: str
        age: int

    # ---- the messages

    class Stamp(TypedDict, total=False):
        """What is added to a message on its way.

        ``at``: milliseconds since the epoch, only forward. ``age``: for how long it had waited then. ``look``: what its
        widget shows when it is handed over; null where nobody can look. ``screen``: what it showed when it spoke.
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
        """A widget is known from now on. ``system``: the one whose profile describes it."""

        kind: Literal["arrived"]
        name: str
        hasToken: bool
        system: NotRequired[str]

    class Event(OfWidget):
        """A widget said something: a DOM event. That of a profile's widget has its system before its name."""

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
        """Nobody holds the widget any more: it cannot return."""

        kind: Literal["forgotten"]

    class Action(OfWidget):
        """The visitor pressed a button of a notice."""

        kind: Literal["action"]
        action: str

    class LoginBlocked(OfWidget):
        """The browser would not open the login page beside this one."""

        kind: Literal["login-blocked"]

    class Timer(OfWidget):
        """A timer has run out."""

        kind: Literal["timer"]
        name: str

    class Token(OfWidget):
        """How a try at getting a token ended, without the token. ``status`` and the rest: of an answer over HTTP."""

        kind: Literal["token"]
        request: int
        outcome: Outcome
        reason: NotRequired[str]
        status: NotRequired[int]
        body: NotRequired[str]
        headers: NotRequired[dict[str, str]]

    class Delivered(OfWidget):
        """What became of a token: the widget may have had it, have thrown, or be gone."""

        kind: Literal["delivered"]
        request: int
        result: Literal["set", "repeated", "refused", "gone"]

    class Answer(Kept):
        """A request of the page's own failed, of those that ``data-watch`` names."""

        kind: Literal["answer"]
        detail: FailingAnswer

    class Answered(Kept):
        """A request that had failed, of the same ``stage``, succeeded: ``{stage}``."""

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
        """The page called ``pywidget.flush()``, which tells nothing more."""

        kind: Literal["flush"]
        detail: object

    class Stop(Kept):
        """The page called ``pywidget.stop()``, which tells nothing more."""

        kind: Literal["stop"]
        detail: object

    class Lost(Stamp):
        """So many events came before Python did, and were too many to be kept."""

        kind: Literal["lost"]
        count: int

    class TurnOver(Stamp):
        """That was the last message of this turn."""

        kind: Literal["turn-over"]

    class Online(Stamp):
        """The browser went offline or came back."""

        kind: Literal["online"]
        online: bool

    class Resumed(Stamp):
        """The page is seen again, or came back from sleep: look at the clock."""

        kind: Literal["resumed"]

    class Language(Stamp):
        """The page says by now that it is in another language; "" where it says none."""

        kind: Literal["language"]
        lang: str

    class Locale(Stamp):
        """The texts of a language; null where they cannot be had in time."""

        kind: Literal["locale"]
        lang: str
        texts: Any

    class Messages(Stamp):
        """The page's own texts, as they stand there; null where they cannot be had in time."""

        kind: Literal["messages"]
        text: Any

    class SinkFiltered(Stamp):
        """What became of a report that the page looked at for longer; as ``filterReport`` answers."""

        kind: Literal["sink-filtered"]
        number: int
        answer: str

    class SinkWake(Stamp):
        """It is time to ask for destinations that were not in the page yet."""

        kind: Literal["sink-wake"]

    class SinkRest(Stamp):
        """The page is hidden or goes away: what is to be told yet is to be told now."""

        kind: Literal["sink-rest"]

    class DeliveryDropped(Stamp):
        """So many reports could not be delivered to the endpoint of a sink."""

        kind: Literal["delivery-dropped"]
        sink: str
        count: int
        reason: str

    # ---- the calls

    class Page(Protocol):
        """The functions of the page, as the JavaScript side hands them to :func:`pywidget.browser.app.start`."""

        def setTokenSource(self, source: str) -> object:  # noqa: N802  JavaScript's names, here and below
            """Say where tokens come from (see :func:`pywidget.browser.token.source`)."""

        def addTokenLane(self, system: str, lane: str) -> object:  # noqa: N802
            """Say where another system has its tokens from (``url``), how to give them (``call``, ``attribute``).

            Returns:
                What is refused of it, "" if nothing is.
            """

        def askToken(self, widget: int, request: int, info: str) -> object:  # noqa: N802
            """Ask for a token; answered by a ``token`` message. ``info`` is what the source is told."""

        def abortToken(self, widget: int, request: int) -> object:  # noqa: N802
            """Stop asking."""

        def deliverToken(self, widget: int, request: int, prefetched: int) -> object:  # noqa: N802
            """Give the token to the widget in a task of its own; answered by a ``delivered`` message."""

        def startTimer(self, widget: int, name: str, delay: int) -> object:  # noqa: N802
            """Start a timer, in place of one of that name; ``delay`` in milliseconds. Ends with a ``timer`` message."""

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
            """Put the focus to work in the widget; ``fields``: JSON list of names of fields, best first."""

        def reset(self, widget: int) -> object:
            """Call the widget's ``reset()``."""

        def observeRedraws(self, widget: int, on: int) -> object:  # noqa: N802
            """Tell of each redraw from now on by a ``looked`` message, or no longer."""

        def openLogin(self, widget: int, url: str, where: str, parameter: str) -> object:  # noqa: N802
            """Open the login page; ``parameter`` gets the way back, on the page's own origin.

            ``where`` is ``tab``, ``popup`` or ``page``. Answered by ``login-blocked`` where the browser will not.
            """

        def openContact(self, contact: str, reference: str) -> object:  # noqa: N802
            """Open an e-mail address or a web address; ``reference``, if there is one, is the subject of the e-mail."""

        def copyAccessCode(self, widget: int) -> object:  # noqa: N802
            """Put the access code of the finished work into the clipboard."""

        def showNotice(self, widget: int, notice: str) -> object:  # noqa: N802
            """Show a notice, as :func:`pywidget.browser.wording.render` makes it."""

        def hideNotice(self, widget: int, last: str = "") -> object:  # noqa: N802
            """Take the notice away, and read out ``last`` with it."""

        def coverWidget(self, widget: int, words: str) -> object:  # noqa: N802
            """Cover the widget with a screen of ours; with "" uncover it."""

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
            """Where the page is now, without query and fragment."""

        def filterReport(self, number: int, path: str, report: str) -> str:  # noqa: N802
            """Show a report to the page: first to its function ``path``, if there is one, then as an event.

            Returns:
                JSON of what became of it, "null" to drop it, "" to leave it as it is, ``wait`` if the answer comes
                later: with a ``sink-filtered`` message.
            """

        def callPage(self, path: str, values: str) -> str:  # noqa: N802
            """Call a function by its dotted name, with a JSON array of arguments.

            Returns:
                ``sent``, ``missing`` if it is not there, or ``failed``.
            """

        def pushPage(self, name: str, item: str) -> str:  # noqa: N802
            """Put an item, as JSON, into a global array; make it if it is not there. Answers as ``callPage``."""

        def openChannel(self, channel: str) -> object:  # noqa: N802
            """Get ready to deliver to an endpoint, described as JSON."""

        def deliverReport(self, sink: str, item: str, weight: int) -> object:  # noqa: N802
            """Gather one item, as JSON, for the endpoint of a sink.

            If it does not arrive, its weight comes back with a ``delivery-dropped`` message.
            """

        def flushDelivery(self) -> object:  # noqa: N802
            """Send what is gathered."""

        def wakeSinks(self, delay: int) -> object:  # noqa: N802
            """Send ``sink-wake`` after so many milliseconds; once, however often it is asked."""

        def stopSinks(self) -> object:  # noqa: N802
            """Wake nobody any more."""
