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

#: So many are put into words in one turn: more would hold up the page.
_MOST_AT_ONCE = 16


class NoticeDisplay:
    """The notices of all widgets.

    The texts of other languages than English, and those that the page puts in the place of ours, are fetched when the
    first notice is about to be shown, which waits for them (the page sees to it that this has an end). Whatever comes
    later is used from the next notice on.

    Where the page changes to another language, what is shown is said once more in that, as soon as its texts are here;
    of several changes the last one counts.

    Args:
        page: the border.
        settings: ``lang`` and ``messages`` are read.
        about: what the page said of itself: ``lang`` and ``languages`` are read.
        warn: tells the integrator.
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
        #: What has not been answered yet, by kind of message.
        self._patience: list[str] = []
        if self._language != DEFAULT:
            self._patience.append("locale")
        if self._messages:
            self._patience.append("messages")
        #: What is to be shown once everything of this turn has been heard, and the texts are here.
        self._waiting_notices: dict[int, Notice] = {}
        self._waiting_covers: dict[int, bool] = {}
        #: What is shown, by widget, or waits to be.
        self._notices: dict[int, Notice] = {}
        self._covers: dict[int, bool] = {}
        #: What is shown is still in the language of before.
        self._outdated = False
        #: Whose that is, the one that waits longest first; what is to be shown there may be over by then.
        self._order: list[int] = []

    def add_texts(self, own: dict[str, str]) -> None:
        """Know more texts. What the page says itself comes before them."""
        self._added.update(own)
        self._make_texts()

    def show(self, widget: int, notice: Notice) -> None:
        """Show a notice in place of the one before, when the turn is over: of a burst only the last one is seen."""
        self._ask()
        self._notices[widget] = self._waiting_notices[widget] = notice
        self._order.append(widget)

    def turn_over(self) -> bool:
        """Put into words and show what the turn has left to be seen; whether there is more for another turn."""
        if self._patience:
            return False
        order = self._order
        now, self._order = order[:_MOST_AT_ONCE], order[_MOST_AT_ONCE:]
        for widget in now:
            if self._waiting_covers.pop(widget, False):
                self._page.coverWidget(widget, json.dumps(render_cover(self._texts)))
            notice = self._waiting_notices.pop(widget, None)
            if notice is not None:
                self._page.showNotice(widget, json.dumps(render(notice, self._texts)))
        return bool(self._order)

    def hide(self, widget: int, last: str = "") -> None:
        """Take the notice away; ``last``: key of a sentence that is read out with it."""
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
            self._order.append(widget)
        else:
            self._page.coverWidget(widget, json.dumps(render_cover(self._texts)))

    def follow(self, message: border.Language) -> None:
        """The page is in another language by now."""
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
        """The texts of the language are here, or cannot be had."""
        if message.get("lang") != self._language:
            # The page has changed its language since.
            return
        translated = message.get("texts")
        if isinstance(translated, dict):
            self._translated = translated
        self._go_on("locale")

    def take_own(self, message: border.Messages) -> None:
        """The page's own texts are here, or cannot be had."""
        text = message.get("text")
        if isinstance(text, str):
            # They are here; what is wrong with them is told once.
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
        self._notices.clear()
        self._covers.clear()

    def _ask(self) -> None:
        """Fetch the texts, unless they are here; the page knows whether they are on their way already."""
        if self._texts.language != self._language:
            self._page.loadLocale(self._language)
        if self._messages:
            self._page.loadMessages(self._messages)

    def _make_texts(self) -> None:
        own = dict(self._added)
        own.update(self._own)
        self._texts = Texts(self._language if self._translated else DEFAULT, self._translated, own)

    def _go_on(self, kind: str) -> None:
        """Something that was waited for was answered: what waited only for that is shown when the turn is over."""
        self._make_texts()
        if kind in self._patience:
            self._patience.remove(kind)
        if not self._outdated or self._patience:
            return
        # Also where its texts cannot be had in time: they may come later.
        self._outdated = self._texts.language != self._language
        self._waiting_notices.update(self._notices)
        self._waiting_covers.update(self._covers)
        self._order = sorted(set(self._waiting_notices) | set(self._waiting_covers))
