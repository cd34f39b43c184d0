"""Shows the notices, in the visitor's language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.locale import DEFAULT, Texts, choose, read_own_texts
from pywidget.browser.wording import render, render_cover

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pywidget.browser import border
    from pywidget.browser.border import Page
    from pywidget.browser.settings import Settings
    from pywidget.core.effects import Notice

#: How many notices are shown in one turn; more would block the page for too long.
_MOST_AT_ONCE = 16


class NoticeDisplay:
    """The notices of all widgets.

    The texts of languages other than English, and the page's own texts, are fetched when the first notice is about to
    be shown. That notice waits for them; the page limits the time. Texts that come later are used from the next notice
    on.

    If the page changes its language, the notices that are shown are replaced as soon as the new texts are here. Of
    several changes the last one counts.

    Args:
        page: the border.
        settings: ``lang`` and ``messages`` are read.
        about: what the page said about itself: ``lang`` and ``languages`` are read.
        warn: writes a warning for the integrator.
    """

    def __init__(self, page: Page, settings: Settings, about: dict[str, Any], warn: Callable[[str], object]) -> None:
        self._page = page
        self._setting: str = settings["lang"]
        self._visitor = about.get("languages")
        self._language = choose(self._setting, about.get("lang"), self._visitor)
        self._warn = warn
        self._messages: str = settings["messages"]
        self._own: dict[str, str] = {}
        self._added: dict[str, str] = {}
        self._translated: dict[str, Any] = {}
        self._texts = Texts(DEFAULT)
        #: Kinds of the messages that notices still wait for: ``locale``, ``messages``.
        self._patience: list[str] = []
        if self._language != DEFAULT:
            self._patience.append("locale")
        if self._messages:
            self._patience.append("messages")
        #: Widget -> what to show at the end of this turn, once the texts are here.
        self._waiting_notices: dict[int, Notice] = {}
        self._waiting_covers: dict[int, bool] = {}
        #: Widget -> what is shown or waits to be shown.
        self._notices: dict[int, Notice] = {}
        self._covers: dict[int, bool] = {}
        #: Whether the shown notices are still in the language before the change.
        self._outdated = False
        #: Widgets whose notices wait to be shown, the longest wait first; each once, however often its notice changes.
        #: Such a notice may be gone by its turn.
        self._order: list[int] = []
        #: The same widgets, so that each is found at once among thousands.
        self._queued: set[int] = set()

    def add_texts(self, own: dict[str, str]) -> None:
        """Add the texts of a profile. The page's own texts are preferred to them."""
        self._added.update(own)
        self._make_texts()

    def show(self, widget: int, notice: Notice) -> None:
        """Show a notice at the end of the turn, in place of the one before: of several in a turn only the last one."""
        self._ask()
        self._notices[widget] = self._waiting_notices[widget] = notice
        self._queue(widget)

    def turn_over(self) -> bool:
        """Show what waits to be shown after this turn. Return whether some is left for another turn."""
        if self._patience:
            return False
        order = self._order
        now, self._order = order[:_MOST_AT_ONCE], order[_MOST_AT_ONCE:]
        for widget in now:
            self._queued.discard(widget)
            if self._waiting_covers.pop(widget, False):
                self._page.coverWidget(widget, json.dumps(render_cover(self._texts)))
            notice = self._waiting_notices.pop(widget, None)
            if notice is not None:
                self._page.showNotice(widget, json.dumps(render(notice, self._texts)))
        return bool(self._order)

    def hide(self, widget: int, last: str = "") -> None:
        """Remove the notice; ``last``: key of a sentence that a screen reader says then, or ""."""
        self._waiting_notices.pop(widget, None)
        self._notices.pop(widget, None)
        if last:
            self._page.hideNotice(widget, self._texts["message." + last])
        else:
            self._page.hideNotice(widget)

    def cover(self, widget: int, on: bool) -> None:  # noqa: FBT001  as the effect says it
        """Cover the widget, or uncover it."""
        self._waiting_covers.pop(widget, None)
        self._covers.pop(widget, None)
        if not on:
            self._page.coverWidget(widget, "")
            return
        self._covers[widget] = True
        self._ask()
        if self._patience:
            self._waiting_covers[widget] = True
            self._queue(widget)
        else:
            self._page.coverWidget(widget, json.dumps(render_cover(self._texts)))

    def follow(self, message: border.Language) -> None:
        """The page changed its language."""
        language = choose(self._setting, message.get("lang"), self._visitor)
        if language == self._language:
            return
        self._language = language
        self._translated = {}
        self._outdated = True
        if language == DEFAULT:
            self._go_on("locale")
            return
        if "locale" not in self._patience:
            self._patience.append("locale")
        if self._notices or self._covers:
            self._page.loadLocale(language)

    def take_translated(self, message: border.Locale) -> None:
        """The texts of the language came, or could not be fetched."""
        if message.get("lang") != self._language:
            # The page has changed its language since.
            return
        translated = message.get("texts")
        if isinstance(translated, dict):
            self._translated = translated
        self._go_on("locale")

    def take_own(self, message: border.Messages) -> None:
        """The page's own texts came, or could not be fetched."""
        text = message.get("text")
        if isinstance(text, str):
            # Not fetched again, so that their problems are reported only once.
            self._messages = ""
            self._own, problems = read_own_texts(text)
            for problem in problems:
                self._warn(problem)
        self._go_on("messages")

    def stop(self) -> None:
        """Show nothing any more."""
        self._waiting_notices.clear()
        self._waiting_covers.clear()
        self._order.clear()
        self._queued.clear()
        self._notices.clear()
        self._covers.clear()

    def _queue(self, widget: int) -> None:
        if widget not in self._queued:
            self._queued.add(widget)
            self._order.append(widget)

    def _ask(self) -> None:
        """Fetch the texts that are not here yet. The page ignores this if it already fetches them."""
        if self._texts.language != self._language:
            self._page.loadLocale(self._language)
        if self._messages:
            self._page.loadMessages(self._messages)

    def _make_texts(self) -> None:
        own = dict(self._added)
        own.update(self._own)
        self._texts = Texts(self._language if self._translated else DEFAULT, self._translated, own)

    def _go_on(self, kind: str) -> None:
        """A message that notices waited for came: if it was the last one, they are shown at the end of the turn."""
        self._make_texts()
        if kind in self._patience:
            self._patience.remove(kind)
        if not self._outdated or self._patience:
            return
        # This also holds if the texts could not be fetched in time, because they may come later.
        self._outdated = self._texts.language != self._language
        self._waiting_notices.update(self._notices)
        self._waiting_covers.update(self._covers)
        self._queued = set(self._waiting_notices) | set(self._waiting_covers)
        self._order = sorted(self._queued)
