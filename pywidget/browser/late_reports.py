"""Reports, whose code comes later than the first notice.

In a usual page the code that reports is a file of its own, so that nobody who waits for a notice waits for it. Until it
is there, the reports are kept. Then they are handed over in slices, each in a task of its own, so that many do not
block the page. Where Python has it from the start, nothing is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.browser.border import Page
    from pywidget.browser.reports import Reports
    from pywidget.browser.settings import Settings
    from pywidget.core.reports import Random, Report

#: How many reports are kept. It is as many as a page view sends.
MOST_KEPT = 500

#: How many of them are handed over in one task. Each takes some 0.2 ms, without what the page's own functions take.
SLICE = 16


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
        #: What is to be done with the reports, in order. While something waits here, all that is new waits behind it.
        self._kept: list[Callable[[Reports], object]] = []
        #: What was asked for before the reports were there and means all that waits: a flush, or the end.
        self._last: Callable[[Reports], object] | None = None
        #: How many reports were too many to be kept.
        self._left_out = 0
        self._is_coming = False
        # Before any failure: later there may be no connection, and a destination may have reports of earlier visits.
        if not self._open():
            self._ask()

    def send(self, raw: Report, widget: int, name: str, now: int) -> None:
        """Take a report of the core, see :meth:`pywidget.browser.reports.Reports.send`."""
        if self._reports is not None and not self._kept:
            self._reports.send(raw, widget, name, now)
            return
        if len(self._kept) < MOST_KEPT:
            address = self._page.pageAddress()
            self._kept.append(lambda reports: reports.send(raw, widget, name, now, address))
        else:
            self._leave_out(1)
        self._ask()

    def lost(self, count: int) -> None:
        """Count events that the script tag could not keep. Whether they were failures is not known."""
        self._warn(f"{count} events came before Python did, and were too many to be kept.")
        self._leave_out(count)

    def flush(self, now: int) -> None:
        """Send at once what waits."""
        reports = self._complete()
        if reports is not None:
            reports.flush(now)
        elif self._kept:
            self._last = lambda reports: reports.flush(now)

    def stop(self, now: int) -> None:
        """Send what waits, and nothing after it."""
        reports = self._complete()
        if reports is not None:
            reports.stop(now)
        else:
            self._last = lambda reports: reports.stop(now)

    def rest(self, now: int) -> None:
        """Report all that waits, because the page is hidden or is being left, and may get no further task."""
        reports = self._complete()
        if reports is not None:
            reports.tell_rest(now)

    def tell(self, act: Callable[[Reports], object]) -> None:
        """Tell the reports something that only matters if they are loaded, and not in which order."""
        if self._reports is not None:
            act(self._reports)

    def loaded(self) -> bool:
        """The page has loaded what it was asked for, or could not; then the next failure tries again.

        Return whether the page has to say so once more, because something is left for another task.
        """
        self._is_coming = False
        # After a stop, only for what was kept until then.
        if self._reports is None and (self._kept or self._last is None):
            self._open()
        return self._hand_over(SLICE)

    def connected(self) -> None:
        """The connection is back: what did not come without it may come now."""
        if self._kept:
            self._ask()

    def _ask(self) -> None:
        if self._reports is None and not self._is_coming:
            self._is_coming = True
            self._page.loadReports()

    def _leave_out(self, count: int) -> None:
        if self._reports is None:
            self._left_out += count
        else:
            self._reports.left_out(count)

    def _open(self) -> bool:
        """Open the reports if their code is there, and return whether it is."""
        try:
            # Not at the top, where the image of the usual page does not have it.
            from pywidget.browser.reports import Reports  # noqa: PLC0415
        except ImportError:
            return False
        self._reports = Reports(*self._arguments)
        self._reports.left_out(self._left_out)
        if self._last is not None:
            # What it means by "at once" is over already, and after a stop the page may say nothing more.
            self._kept.append(self._last)
            self._complete()
        return True

    def _complete(self) -> Reports | None:
        """Return the reports if they are there, with all that was kept for them."""
        self._hand_over(len(self._kept))
        return self._reports

    def _hand_over(self, most: int) -> bool:
        """Do so many of the things that wait, if the reports are there. Return whether there is more to do."""
        reports = self._reports
        if reports is None:
            return False
        now, self._kept = self._kept[:most], self._kept[most:]
        for act in now:
            try:
                act(reports)
            except Exception as error:  # noqa: BLE001  one report that fails must not take the others with it
                self._page.log("error", f"a report failed: {type(error).__name__}: {error}")
        return bool(self._kept)
