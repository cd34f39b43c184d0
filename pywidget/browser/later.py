"""Stands in for the reports on pages that show their first notice without them, and get their image after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pywidget.browser.border import Page
    from pywidget.core.reports import Report

#: No more than this is remembered. A page sends no more reports than this in any case.
_MOST = 500


class LaterReports:
    """Remembers, in order, what :class:`pywidget.browser.reports.Reports` is to be told once it is here."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._told: list[tuple[str, tuple[Any, ...]]] = []

    def send(self, raw: Report, widget: int, name: str, now: int) -> None:
        """Take a report of the core, with the address that the page has now."""
        self._remember("send", (raw, widget, name, now, self._page.pageAddress()))

    def __getattr__(self, method: str) -> Callable[..., None]:
        """Return a function in the place of any other method."""
        return lambda *arguments: self._remember(method, arguments)

    def pass_on(self, reports: Any) -> None:
        """Tell them everything."""
        for method, arguments in self._told:
            getattr(reports, method)(*arguments)
        self._told = []

    def _remember(self, method: str, arguments: tuple[Any, ...]) -> None:
        if len(self._told) < _MOST:
            self._told.append((method, arguments))
