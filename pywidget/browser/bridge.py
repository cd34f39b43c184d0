"""The border to JavaScript: everything that Python in the page can call.

Each function is fenced on the other side: it never throws, and answers with a string, a number or a boolean. Arguments
are numbers below 2**31, strings, and JSON as text; no object of the page ever comes here. Work that takes time answers
later with a message (see :mod:`pywidget.browser.app`).

Widgets are numbers; 0 is the page itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol

    from pywidget.browser.reports import ReportPage

    class Page(ReportPage, Protocol):
        """The functions of the page, as the JavaScript side hands them to :func:`pywidget.browser.app.start`."""

        def setTokenSource(self, source: str) -> object:  # noqa: N802  JavaScript's names, here and below
            """Say where tokens come from (see :func:`pywidget.browser.token.source`)."""

        def addTokenLane(self, system: str, lane: str) -> object:  # noqa: N802
            """Say where another system has its tokens from (``url``), how to give them (``call``, ``attribute``)."""

        def askToken(self, widget: int, request: int, info: str) -> object:  # noqa: N802
            """Ask for a token; answered by a ``token`` message. ``info`` is what the source is told."""

        def abortToken(self, widget: int, request: int) -> object:  # noqa: N802
            """Stop asking."""

        def deliverToken(self, widget: int, request: int, gentle: int) -> object:  # noqa: N802
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

        def watch(self, widget: int, on: int) -> object:
            """Tell of each redraw from now on by a ``looked`` message, or no longer."""

        def openLogin(self, widget: int, url: str, where: str, parameter: str) -> object:  # noqa: N802
            """Open the login page; ``parameter`` gets the way back, on the page's own origin.

            ``where`` is ``tab``, ``popup`` or ``page``. Answered by ``login-blocked`` where the browser will not.
            """

        def openContact(self, contact: str) -> object:  # noqa: N802
            """Open an e-mail address or a web address."""

        def copyAccessCode(self, widget: int) -> object:  # noqa: N802
            """Put the access code of the finished work into the clipboard."""

        def showNotice(self, widget: int, notice: str) -> object:  # noqa: N802
            """Show a notice, as :func:`pywidget.browser.notice.render` makes it."""

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

        def log(self, level: str, text: str) -> object:
            """Write to the console; ``level`` is ``info``, ``warn`` or ``error``."""
