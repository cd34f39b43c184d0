"""The report chain in the page: from the core's reports to every sink that ``data-analytics`` names.

Sinks are independent. If one throws, hangs or is missing, only its own reports are lost. They are counted, and its next
report has the count.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser import sinks
from pywidget.browser.border import PAGE
from pywidget.core.reports import Chain, amend
from pywidget.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.browser import border
    from pywidget.browser.border import Page
    from pywidget.browser.settings import Settings
    from pywidget.core.reports import Random, Report

#: A destination may be loaded later than pywidget. How long it is waited for, in milliseconds, how many reports are
#: kept for it, and how often it is looked for, in milliseconds.
WAIT_MS = 30_000
MOST_WAITING = 100
ASK_MS = 500


class SinkQueue:
    """One sink, and the reports that wait for it.

    Args:
        name: its name in ``data-analytics``.
        send: passes a report on; it returns what ``Sink.send`` returns.
        warn: writes a warning for the integrator.

    Attributes:
        waiting: reports for a destination that is not in the page yet.
        lost: how many reports did not arrive, and were not yet counted in a later report.
    """

    def __init__(self, name: str, send: Callable[[Report], str], warn: Callable[[str], object]) -> None:
        self.waiting: list[Report] = []
        self._name = name
        self._send = send
        self._warn = warn
        self._since = 0
        self.lost = 0
        #: Whether the destination did not come in time, so that no more reports are kept for it.
        self._absent = False
        self._failed = False

    def send(self, report: Report, now: int) -> None:
        """Send a report, or keep it for later."""
        if self.waiting:
            self.ask(now)
        if not self.waiting and self._hand_over(report) != "missing":
            self._absent = False
            return
        if self._absent or len(self.waiting) >= MOST_WAITING:
            self.lost += sinks.weight(report)
            return
        if not self.waiting:
            self._since = now
        self.waiting.append(report)

    def ask(self, now: int) -> None:
        """Send the waiting reports if the destination is in the page now; give up if that took too long."""
        while self.waiting and self._hand_over(self.waiting[0]) != "missing":
            self.waiting.pop(0)
        if self.waiting and now - self._since >= WAIT_MS:
            self._warn(
                f"{self._name}, which data-analytics names, did not come into the page within "
                f"{WAIT_MS // 1000} seconds: {len(self.waiting)} reports were dropped."
            )
            self.lost += sum([sinks.weight(report) for report in self.waiting])
            self.waiting = []
            self._absent = True

    def _hand_over(self, report: Report) -> str:
        complete = report
        if self.lost:
            complete = dict(report)
            complete["dropped"] = (report.get("dropped") or 0) + self.lost
        try:
            result = self._send(complete)
        except Exception as error:  # noqa: BLE001  a sink that fails must not take the others with it
            result = "failed"
            self._warn(f"{self._name}: {type(error).__name__}: {error}")
        if result == "sent":
            self.lost = 0
        elif result != "missing":
            self.lost += sinks.weight(report)
            if not self._failed:
                self._failed = True
                self._warn(f"{self._name} did not take a report; this is said once.")
        return result


class Reports:
    """Sends reports to the page's owner.

    Args:
        settings: ``data-analytics`` and the attributes that belong to it are read.
        page: the border.
        random: returns numbers from 0 up to but not including 1.
        warn: writes a warning for the integrator.
    """

    def __init__(
        self, settings: Settings, page: Page, random: Random, warn: Callable[[str], object] = lambda _text: None
    ) -> None:
        self._page = page
        self._warn = warn
        self._filter = settings["before-report"]
        self._chain = Chain(settings["sample-rate"], random, VERSION)
        self._said_cap = False
        #: Reports that the page's own function still looks at: number -> (report, widget).
        self._looked_at: dict[int, tuple[Report, int]] = {}
        #: Reasons of failed deliveries that were already written to the console.
        self._said: list[str] = []
        self._numbers = 0
        self._private = settings["privacy"] == "honor" and bool(page.asksForPrivacy())
        self._queues: dict[str, SinkQueue] = {}
        if not self._private:
            for name in settings["analytics"].replace(",", " ").split():
                try:
                    self._queues[name] = SinkQueue(name, self._open(name, settings), warn)
                except ValueError as error:
                    warn(str(error))

    def send(self, raw: Report, widget: int, name: str, now: int, address: str = "") -> None:
        """Take a report of the core.

        Args:
            raw: the core's report of a failure, or of its end.
            widget: number of the widget; 0 is the page.
            name: the owner's name for the widget.
            now: the time, in milliseconds since the epoch.
            address: the page's address at that time, if that is not now.
        """
        if self._private:
            return
        report = self._chain.send(raw, widget, name, address or self._page.pageAddress(), now)
        if self._chain.dropped and not self._said_cap:
            self._said_cap = True
            self._warn("so many failures that not each is reported; the next report says how many were left out.")
        if report is not None:
            self._show(report, widget, now)

    def _show(self, report: Report, widget: int, now: int) -> None:
        """Show a report to the page's own function, then pass it on."""
        self._numbers += 1
        answer = self._page.filterReport(self._numbers, self._filter, json.dumps(report))
        if answer == "wait":
            self._looked_at[self._numbers] = (report, widget)
        else:
            self._pass_on(report, answer, widget, now)

    def filtered(self, message: border.SinkFiltered, now: int) -> None:
        """The page's own function has answered for a report."""
        looked_at = self._looked_at.pop(message["number"], None)
        if looked_at is not None:
            self._pass_on(looked_at[0], message.get("answer") or "", looked_at[1], now)

    def wake(self, now: int) -> None:
        """Look again for the destinations that were not in the page yet."""
        for queue in self._queues.values():
            queue.ask(now)
        self._stay_awake()

    def undelivered(self, message: border.DeliveryDropped) -> None:
        """Count reports that did not arrive. The next report to their sink has the count."""
        name, reason = message["sink"], message.get("reason") or ""
        queue = self._queues.get(name)
        if queue is not None:
            queue.lost += message["count"]
            if reason not in self._said:
                self._said.append(reason)
                self._warn(f"{name}: reports could not be delivered ({reason}); the next report says how many.")

    def left_out(self, count: int) -> None:
        """Count what could not be kept until now."""
        self._chain.dropped += count

    def flush(self, now: int) -> None:
        """Send at once what waits: the counts that no report had yet, and the batches for delivery."""
        self.tell_rest(now)
        self._page.flushDelivery()

    def stop(self, now: int) -> None:
        """Send what waits, and nothing after it."""
        self.flush(now)
        self._page.stopSinks()
        self._queues = {}

    def tell_rest(self, now: int) -> None:
        """Report the counts that no report had yet, because there may be no further report."""
        lost = sum([queue.lost for queue in self._queues.values()])
        rest = self._chain.rest(self._page.pageAddress(), now, lost)
        if rest is not None:
            self._show(rest, PAGE, now)

    def _open(self, name: str, settings: Settings) -> Callable[[Report], str]:
        page = self._page
        sink = sinks.load(name)
        if sink is None:
            return lambda report: sinks.call(page, name, report)
        if hasattr(sink, "open"):
            sink.open(page, settings)
        send = sink.send
        return lambda report: send(page, report)

    def _pass_on(self, report: Report, answer: str, widget: int, now: int) -> None:
        try:
            changed = amend(report, json.loads(answer)) if answer else report
        except ValueError:
            changed = report
        if changed is not None:
            self._hand_out(changed, widget, now)

    def _hand_out(self, report: Report, widget: int, now: int) -> None:
        report = self._chain.count(report)
        # A report of weight 0 only has the losses of single sinks, so the other sinks do not get it.
        told = sinks.weight(report)
        if told:
            self._page.announce(widget, "pywidget:report", json.dumps(sinks.properties(report)))
        for queue in self._queues.values():
            if told or (queue.lost and not queue.waiting):
                queue.send(report, now)
        self._stay_awake()

    def _stay_awake(self) -> None:
        for queue in self._queues.values():
            if queue.waiting:
                self._page.wakeSinks(ASK_MS)
                return
