"""What happened in all tabs and on the server, counted together, and what must hold of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from pywidget.core.renewal import BUDGET, BUDGET_WINDOW_MS

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Lines that a browser or pywidget writes when what is done here is done to a page. Any other line fails the run.
EXPECTED_LINES = tuple(
    re.compile(pattern)
    for pattern in (
        # The browser's own, one for each answer from 400 and each broken connection.
        r"^Failed to load resource: ",
        # A page has reported 500 times, and says once that it will count the rest only.
        r"so many failures that not each is reported",
        # The collector said 400.
        r"beacon: reports could not be delivered \(HTTP 400\)",
        # The token endpoint sent no token; said once for each reason.
        r"^pywidget: .*\btoken\b",
    )
)
#: The same for a page whose build was replaced while it was open: it says that it could not load something.
OF_OLD_BUILDS = (
    re.compile(r"^pywidget:"),
    # The answer "not found" has not the hash of the file that was there.
    re.compile(r"^Failed to find a valid digest .*/pywidget/"),
    re.compile(r"^Fetch API cannot load .*/pywidget/.* SRI's integrity checks failed"),
)


class Ledger:
    """Everything that was counted.

    Attributes:
        counts: of what happened in all pages: widgets, failures, buttons pressed, and so on.
        problems: what must never happen, each as a sentence.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self._made: set[str] = set()
        self._stored: Counter[str] = Counter()
        self._beacons: set[str] = set()
        #: The ids of reports that the collector refused for good.
        self._refused: set[str] = set()
        self._dropped = 0
        self._failed: set[str] = set()
        self._verdicts: Counter[str] = Counter()
        self._asked: dict[str, list[tuple[int, float]]] = {}

    def hear(self, taken: dict[str, Any], *, is_read: bool = True) -> None:
        """Take what a page has noted. ``is_read``: whether its failures can get a verdict."""
        self._made.update(taken.pop("made"))
        failed = taken.pop("failed")
        self.counts["failures"] += len(failed)
        if is_read:
            self._failed.update(failed)
            if taken["unavailable"]:
                self.problems.append("pywidget:unavailable in a page that had its files")
        self._verdicts.update(taken.pop("verdicts"))
        for widget, attempt, at in taken.pop("asked"):
            self._asked.setdefault(widget, []).append((attempt, at))
            self.counts["token requests"] += 1
        self.problems += [f"a secret in {leak}" for leak in taken.pop("leaks")]
        self.counts.update(taken)

    def take_log(self, log: dict[str, Any]) -> None:
        """Take what the server has noted."""
        self._stored.update(log["stored"])
        self._beacons.update(log["beacons"])
        self._refused.update(log["refused"])
        self._dropped += log["dropped"]
        self.problems += [f"a secret in {leak}" for leak in log["leaks"]]

    def say(self, where: str, kind: str, text: str, *, is_old: bool = False) -> None:
        """Take a line of a console, or an error of a page."""
        self.counts["console lines"] += 1
        if kind != "pageerror" and any(
            one.search(text) for one in (*EXPECTED_LINES, *(OF_OLD_BUILDS if is_old else ()))
        ):
            return
        problem = f"{where}: unexpected {kind}: {text[:300]}"
        if problem not in self.problems:
            self.problems.append(problem)

    def open_reports(self) -> set[str]:
        """Reports that a page has handed over, and that neither arrived nor are known to be lost."""
        return self._made - self._stored.keys() - self._beacons - self._refused

    def open_failures(self) -> set[str]:
        """Failures without a verdict."""
        return self._failed - self._verdicts.keys()

    def totals(self) -> dict[str, int]:
        """Numbers for the table."""
        return {
            **dict(sorted(self.counts.items())),
            "reports made": len(self._made),
            "reports stored": len(self._stored),
            "reports that came again, recognised by their id": sum(self._stored.values()) - len(self._stored),
            "reports refused by the collector (HTTP 400)": len(self._refused),
            "reports counted as dropped": self._dropped,
            "reports in a last beacon that the collector did not take": len(self._beacons - self._stored.keys()),
            "verdicts": sum(self._verdicts.values()),
        }

    def findings(self, *, is_over: bool = True) -> list[str]:
        """Everything that did not hold. ``is_over``: whether all had time to end."""
        found = list(self.problems)
        if not is_over:
            return found
        lost = self.open_reports()
        if lost:
            found.append(f"{len(lost)} reports neither stored nor known as lost, such as {sorted(lost)[:3]}")
        # Not by page view: what a page has left behind is delivered, or counted, by another one.
        refused = len(self._refused - self._stored.keys())
        if self._dropped < refused:
            found.append(f"{refused} reports were refused, and {self._dropped} were counted as dropped")
        silent = self.open_failures()
        if silent:
            found.append(f"{len(silent)} failures without a verdict, such as {sorted(silent)[:3]}")
        twice = [one for one, count in self._verdicts.items() if count > 1]
        if twice:
            found.append(f"{len(twice)} failures with more than one verdict, such as {sorted(twice)[:3]}")
        return found + list(self._over_budget())

    def _over_budget(self) -> Iterable[str]:
        for widget, asked in self._asked.items():
            starts = [at for attempt, at in asked if attempt == 1]
            if max(attempt for attempt, _at in asked) > BUDGET:
                yield f"widget {widget}: a renewal with more than {BUDGET} tries: {asked}"
            crowded = [at for at in starts if sum(at <= other < at + BUDGET_WINDOW_MS for other in starts) > BUDGET]
            if crowded:
                yield f"widget {widget}: more than {BUDGET} renewals within {BUDGET_WINDOW_MS // 1000} s: {asked}"
