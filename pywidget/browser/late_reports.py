"""Reports, whose code comes later than the first notice.

In a usual page the code that reports is a file of its own, so that nobody who waits for a notice waits for it. Until it
is there, the reports are kept. Where Python has it from the start, nothing is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.browser import border
    from pywidget.browser.border import Page
    from pywidget.browser.reports import Reports
    from pywidget.browser.settings import Settings
    from pywidget.core.reports import Random, Report

#: How many reports are kept. It is as many as a page view sends.
MOST_KEPT = 500


class LateReports:
    """Passes reports on to :class:`~pywidget.browser.reports.Reports`, and keeps them until that is loaded.

    Args:
        settings: ``data-analytics`` and the attributes that belong to it are read.
        page: the border.
        random: returns numbers from 0 up to but not including 1.
        warn: writes a warning for the integrator.
    """

    def __init__(self, settings: Settings, page: Page, random: Random, warn: Callable[[str], object]) -> None:
        self._page = page
        self._warn = warn
        self._arguments = (settings, page, random, warn)
        self._reports: Reports | None = None
        #: What is to be done with the reports once they are loaded, in order.
        self._kept: list[Callable[[Reports], object]] = []
        #: The same for what comes last: that nothing waits any longer, or the end.
        self._last: Callable[[Reports], object] | None = None
        #: How many reports were too many to be kept.
        self._left_out = 0
        self._is_coming = False
        # Before any failure: later there may be no connection, and a destination may have reports of earlier visits.
        if not self._open():
            self._ask()

    def send(self, raw: Report, widget: int, name: str, now: int) -> None:
        """Take a report of the core, see :meth:`pywidget.browser.reports.Reports.send`."""
        if self._reports is not None:
            self._reports.send(raw, widget, name, now)
            return
        if len(self._kept) < MOST_KEPT:
            address = self._page.pageAddress()
            self._kept.append(lambda reports: reports.send(raw, widget, name, now, address))
        else:
            self._left_out += 1
        self._ask()

    def lost(self, count: int) -> None:
        """Count events that the script tag could not keep. Whether they were failures is not known."""
        self._warn(f"{count} events came before Python did, and were too many to be kept.")
        if self._reports is None:
            self._left_out += count
        else:
            self._reports.left_out(count)

    def flush(self, now: int) -> None:
        """Send at once what waits."""
        if self._reports is not None:
            self._reports.flush(now)
        elif self._kept:
            self._last = lambda reports: reports.flush(now)

    def stop(self, now: int) -> None:
        """Send what waits, and nothing after it."""
        if self._reports is not None:
            self._reports.stop(now)
        else:
            self._last = lambda reports: reports.stop(now)

    def tell(self, act: Callable[[Reports], object]) -> None:
        """Tell the reports something that only matters if they are loaded."""
        if self._reports is not None:
            act(self._reports)

    def loaded(self, _message: border.ReportsLoaded) -> None:
        """The page has loaded what it was asked for, or could not; then the next failure tries again."""
        self._is_coming = False
        # After a stop, only for what was kept until then.
        if self._kept or self._last is None:
            self._open()

    def connected(self) -> None:
        """The connection is back: what did not come without it may come now."""
        if self._kept:
            self._ask()

    def _ask(self) -> None:
        if self._reports is None and not self._is_coming:
            self._is_coming = True
            self._page.loadReports()

    def _open(self) -> bool:
        """Open the reports if their code is there, hand over what was kept, and return whether it is."""
        try:
            # Not at the top, where the image of the usual page does not have it.
            from pywidget.browser.reports import Reports  # noqa: PLC0415
        except ImportError:
            return False
        self._reports = Reports(*self._arguments)
        self._reports.left_out(self._left_out)
        if self._last is not None:
            self._kept.append(self._last)
        for act in self._kept:
            try:
                act(self._reports)
            except Exception as error:  # noqa: BLE001  one report that fails must not take the others with it
                self._page.log("error", f"a report failed: {type(error).__name__}: {error}")
        self._kept = []
        return True
