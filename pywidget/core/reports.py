"""The reports to the page's owner: which fields they have, and how many are sent.

A report is a flat dict of texts, numbers and booleans, made from an allow-list: a field that is not named here is not
sent. Each report passes these steps; none of them reads a clock or the page:

===========  ==========================================================================================================
``Sample``   only a share of the page views reports; such a page view sends all its reports, any other none
``Repeats``  the same widget, code and request id again: counted, not sent
``Cap``      10 a second, 50 at once, 500 for the page; the others are counted
``build``    picks the allowed fields, checks their types, and takes secrets out of every text (``redact``)
``amend``    takes over the changes of the page's own function
===========  ==========================================================================================================

The most expensive steps come last, so that many failures at once cost little.

:class:`Chain` calls these steps in order. ``repeated`` and ``dropped`` of a report count the repeats and the left-out
reports since the report before. Together with the number of reports they give the number of all failures.

The end of a failure (``outcome``) is a second, small report with the same ``failure``. It is only sent if the failure
itself was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.dates import DAY_MS, iso_clock, to_iso
from pywidget.core.recent import Recent
from pywidget.core.redact import scrub, without_query

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Report = dict[str, Any]
    Random = Callable[[], float]

#: Fields with texts from outside (a server, the page, the widget), which may contain private data.
_FOREIGN_TEXTS = (
    "event",
    "system",
    "code",
    "message",
    "requestId",
    "stage",
    "pendingAction",
    "reason",
    "widget",
    "mode",
    "network",
    "screen",
    "page",
)
#: Fields with texts of pywidget itself, which contain no private data.
_OWN_TEXTS = ("path", "remedy", "outcome", "version", "view", "failure", "id", "at")
_NUMBERS = ("merged", "attempts", "durationMs", "repeated", "dropped")
_FLAGS = ("transaction",)
#: Every field that a report can have.
FIELDS = _FOREIGN_TEXTS + _OWN_TEXTS + _NUMBERS + _FLAGS
# Written one by one, so that they cost nothing in the page (tools/link.py).
_FOREIGN = 1
_OWN = 2
_NUMBER = 3
_FLAG = 4
_KINDS = {name: kind for kind, names in enumerate((_FOREIGN_TEXTS, _OWN_TEXTS, _NUMBERS, _FLAGS), 1) for name in names}

#: How many fields a report may have after the page's own function, and how long their names may be.
_MOST_FIELDS = 60
_LONGEST_NAME = 40

#: Without a request id, the same code of the same widget is a new failure after this time, in milliseconds.
REPEAT_MS = 60_000
#: How many failures are remembered, to recognise repeats, and to give the report of an end its failure's id.
_REMEMBERED = 500

#: Longer texts seldom come twice, so they are not remembered. In characters.
_SHORT_TEXT = 60

CAP_PER_SECOND = 10
CAP_BURST = 50
CAP_PAGE = 500


class Scrubber:
    """Removes private data from texts, and remembers the short texts that come with every report.

    Attributes:
        known: text -> the same text without private data.
    """

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return the text without private data."""
        known = self.known.get(text)
        if known is None:
            known = scrub(text)
            if len(text) <= _SHORT_TEXT:
                if len(self.known) >= _REMEMBERED:
                    self.known.clear()
                self.known[text] = known
        return known


def build(raw: Report, facts: Report, clean: Scrubber | None = None) -> Report:
    """Return the report with only the allowed fields, of the right types and without private data.

    Args:
        raw: the core's report of a failure, or of its end.
        facts: the fields that the core does not know: widget, view, at, page, version; without private data already.
        clean: removes private data from a text.
    """
    clean = clean or Scrubber()
    known, get = clean.known, raw.get
    report: Report = {}
    for name in _FOREIGN_TEXTS:
        value = get(name)
        if value and isinstance(value, str):
            # Most of these texts are known. A call for each would cost more than all the rest.
            report[name] = known.get(value) or clean(value)
    for name in _OWN_TEXTS:
        value = get(name)
        if value and isinstance(value, str):
            report[name] = value
    for name in _NUMBERS:
        value = get(name)
        if value is not None and isinstance(value, int):
            report[name] = value
    for name in _FLAGS:
        value = get(name, "")
        if not isinstance(value, str):
            report[name] = bool(value)
    report.update(facts)
    return report


def amend(report: Report, answer: Any) -> Report | None:
    """Return the report as the page's own function changed it; None if that dropped it.

    Args:
        report: the report that the function was given.
        answer: what it returned. An object is the changed report, and may have further fields. None and False drop
            the report. Anything else leaves the report unchanged. A field of pywidget with a value of the wrong type
            is left out; the counts and the id cannot be changed.
    """
    if answer is None or answer is False:
        return None
    if not isinstance(answer, dict):
        return report
    changed: Report = {}
    for name, value in answer.items():
        if len(name) > _LONGEST_NAME or len(changed) >= _MOST_FIELDS or name in ("id", "repeated", "dropped"):
            continue
        kind = _KINDS.get(name)
        if isinstance(value, str):
            if kind not in (_NUMBER, _FLAG):
                changed[name] = value if kind == _OWN and value == report.get(name) else scrub(value)
        elif isinstance(value, (bool, int, float)) and kind not in (_FOREIGN, _OWN):
            changed[name] = value
    return changed or report


class ReportedFailure:
    """A failure that was reported.

    Attributes:
        id: the ``failure`` of its reports; a repeat has that of the first.
        ends: the outcomes that were reported for it.
    """

    __slots__ = ("ends", "id")

    def __init__(self, failure: str) -> None:
        self.id = failure
        self.ends: list[str] = []


class Repeats:
    """Remembers the failures that were reported, to recognise repeats."""

    def __init__(self) -> None:
        #: What is the same for repeats -> (the reported failure, when it was reported).
        self._known = Recent(_REMEMBERED)

    def find(self, raw: Report, widget: int, now: int) -> ReportedFailure | None:
        """Return the reported failure that ``raw`` repeats; None if it is a new one."""
        known: tuple[ReportedFailure, int] | None = self._known.get(_same(raw, widget))
        if known is None or (not raw.get("requestId") and now - known[1] >= REPEAT_MS):
            return None
        return known[0]

    def add(self, raw: Report, widget: int, reported: ReportedFailure, now: int) -> None:
        """Remember a failure that is reported."""
        self._known.put(_same(raw, widget), (reported, now))


def _same(raw: Report, widget: int) -> tuple[Any, ...]:
    # A failure after another payment is a new failure, even with the same request id.
    return (widget, raw.get("code") or raw.get("message"), raw.get("requestId"), raw.get("payment"))


class Sample:
    """Whether this page view belongs to the share that reports: decided once, at random, for all its reports."""

    def __init__(self, rate: float, random: Random) -> None:
        self.chosen = random() < rate


class Cap:
    """Limits the reports: by a token bucket, which refills with time, and by a maximum for the page view."""

    def __init__(self) -> None:
        self._tokens = float(CAP_BURST)
        self._left = CAP_PAGE
        self._at: int | None = None

    def take(self, now: int) -> bool:
        """Return whether one more report may be sent, and count it if so."""
        if self._at is not None:
            self._tokens = min(CAP_BURST, self._tokens + max(now - self._at, 0) * CAP_PER_SECOND / 1000)
        self._at = now
        if self._tokens < 1 or not self._left:
            return False
        self._tokens -= 1
        self._left -= 1
        return True


class Chain:
    """All steps before the page's own function.

    Args:
        rate: the share of page views that report, from 0 to 1.
        random: returns numbers from 0 up to but not including 1.
        version: the version of pywidget.

    Attributes:
        repeated: how many failures were repeats, since the last report.
        dropped: how many reports the cap left out, since the last report.
    """

    def __init__(self, rate: float, random: Random, version: str) -> None:
        self.repeated = 0
        self.dropped = 0
        self._random = random
        self._version = version
        self._view = self._new_id()
        self._sent = 0
        self._sample = Sample(rate, random)
        self._clean = Scrubber()
        self._repeats = Repeats()
        self._cap = Cap()
        #: (widget, number of the failure) -> the reported failure.
        self._reported = Recent(_REMEMBERED)
        #: The page and the day of the last report, and what a report says of them: mostly the next one's are the same.
        self._address = self._page = self._date = ""
        self._day = -1

    def send(self, raw: Report, widget: int, name: str, page: str, now: int) -> Report | None:
        """Return the report that is to be sent; None if there is none.

        Args:
            raw: the core's report of a failure, or of its end.
            widget: number of the widget.
            name: the owner's name for the widget.
            page: URL of the page.
            now: the time, in milliseconds since the epoch.
        """
        if not self._sample.chosen:
            return None
        reported = self._end(raw, widget, now) if raw.get("outcome") else self._failure(raw, widget, now)
        if reported is None:
            return None
        report = build(raw, self._facts(name, page, now), self._clean)
        report["failure"] = reported.id
        return report

    def _failure(self, raw: Report, widget: int, now: int) -> ReportedFailure | None:
        reported = self._repeats.find(raw, widget, now)
        if reported is not None:
            self.repeated += 1
            self._remember(raw, widget, reported)
            return None
        if not self._take(now):
            return None
        reported = ReportedFailure(self._new_id())
        self._repeats.add(raw, widget, reported, now)
        self._remember(raw, widget, reported)
        return reported

    def _end(self, raw: Report, widget: int, now: int) -> ReportedFailure | None:
        reported: ReportedFailure | None = self._reported.get((widget, raw.get("failure")))
        if reported is None or raw["outcome"] in reported.ends or not self._take(now):
            return None
        reported.ends.append(raw["outcome"])
        return reported

    def _take(self, now: int) -> bool:
        if self._cap.take(now):
            return True
        self.dropped += 1
        return False

    def _remember(self, raw: Report, widget: int, reported: ReportedFailure) -> None:
        self._reported.put((widget, raw.get("failure")), reported)

    def count(self, report: Report) -> Report:
        """Give the report its id and the counts of repeats and dropped reports since the report before."""
        if self.repeated:
            report["repeated"] = self.repeated
        if self.dropped:
            report["dropped"] = self.dropped
        self.repeated = self.dropped = 0
        self._sent += 1
        report["id"] = f"{self._view}-{self._sent}"
        return report

    def rest(self, page: str, now: int, lost: int = 0) -> Report | None:
        """Return a last report that only has the counts; None if all counts are 0 and no reports were ``lost``."""
        if not (self.repeated or self.dropped or lost):
            return None
        report = self._facts("", page, now)
        report["outcome"] = "unreported"
        return report

    def _facts(self, name: str, page: str, now: int) -> Report:
        if page != self._address:
            self._address, self._page = page, self._clean(without_query(page))
        day, ms = divmod(now, DAY_MS)
        if day != self._day:
            self._day, self._date = day, to_iso(now)[:11]
        facts = {"view": self._view, "version": self._version, "at": self._date + iso_clock(ms)}
        if name:
            facts["widget"] = self._clean(name)
        if self._page:
            facts["page"] = self._page
        return facts

    def _new_id(self) -> str:
        random = self._random
        a, b, c, d = [int(random() * 65536) for _ in range(4)]
        return f"{a:04x}{b:04x}{c:04x}{d:04x}"
