"""Alerts: an owner who has to look does not look. Each incident is told once, to a webhook.

``config``
    A code of the path ``config`` was reported, today or yesterday: something is set up wrongly, and no visitor can mend
    that. The incident ends when there was none for a whole day.
``doubled``
    A code has at least :data:`LEAST` failures in the last hour or two, and twice as many as the same time had on the
    average of the day before. It ends when that is not so any more. The first day has nothing to compare with.
"""

from __future__ import annotations

import asyncio
import json
import logging
import urllib.error
import urllib.request
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from pywidget.core.dates import to_iso
from pywidget.reports.storage import DAY_MS, HOUR_MS, Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.reports.committer import Committer
    from pywidget.reports.storage import Storage

#: Fewer failures than that double by chance.
LEAST = 20
#: Codes that have an incident at the same time. More of them are one incident, of whatever they have in common.
MOST_INCIDENTS = 20
MANY = "many codes"
_DAY_HOURS = 24
_TIMEOUT_S = 10

_log = logging.getLogger("pywidget.reports")


class Incident(NamedTuple):
    """Something that the owner should know.

    Attributes:
        rule: ``config`` or ``doubled``.
        code: of the failures.
        failures: how many there were.
        usual: how many there usually are in the same time; None where that does not matter.
    """

    rule: str
    code: str
    failures: int
    usual: float | None = None

    @property
    def name(self) -> str:
        """What it is remembered by."""
        return f"{self.rule} {self.code}"

    @property
    def text(self) -> str:
        """What it says to people."""
        code = self.code or "(none)"
        if self.usual is None:
            return f"{self.failures} failures with {code}: something is set up wrongly, which no visitor can mend."
        return f"{self.failures} failures with {code}, where {self.usual:.0f} are usual."


def find_incidents(storage: Storage, now: int) -> list[Incident]:
    """Return what is going on."""
    found = [*_config(storage, now), *_doubled(storage, now)]
    if len(found) <= MOST_INCIDENTS:
        return found
    return [Incident("doubled", MANY, sum(one.failures for one in found), 0)]


def _config(storage: Storage, now: int) -> list[Incident]:
    today = now // DAY_MS
    rows = storage.rows("code", Period(today - 1, today, "path", "config"), MOST_INCIDENTS + 1)
    return [Incident("config", row.value, row.totals.failures) for row in rows if row.totals.failures]


def _doubled(storage: Storage, now: int) -> list[Incident]:
    # The hour that is not over yet, and the one before it.
    first = now // HOUR_MS - 1
    span = (now - first * HOUR_MS) / HOUR_MS
    last: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for code, hour, failures in storage.hours(first - _DAY_HOURS, first + 1):
        (last if hour >= first else before)[code] += failures
    if not before:
        return []
    usual = {code: before[code] / _DAY_HOURS * span for code in last}
    return [
        Incident("doubled", code, failures, usual[code])
        for code, failures in last.items()
        if failures >= LEAST and failures >= 2 * usual[code]
    ]


class Webhook:
    """Sends an incident as JSON: ``text`` is what chat services show, the other fields are for programs.

    Args:
        url: where to.
        address: where the reports are read; an empty text for no link.
    """

    def __init__(self, url: str, address: str = "") -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"{url!r} is no web address that alerts could be sent to.")
        self._url = url
        self._address = address.rstrip("/")

    def __call__(self, incident: Incident, now: int) -> None:
        """Send it.

        :raises OSError: it did not arrive.
        """
        request = urllib.request.Request(  # noqa: S310  its scheme was checked
            self._url, json.dumps(self.body(incident, now)).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S):  # noqa: S310  as above
            pass

    def body(self, incident: Incident, now: int) -> dict[str, Any]:
        """Return what is sent."""
        text = f"pywidget: {incident.text}"
        link = None
        if self._address:
            link = f"{self._address}/?{urlencode({'by': 'code', 'value': incident.code})}"
            text += f" {link}"
        return {**incident._asdict(), "at": to_iso(now), "text": text, "link": link}


class Alerts:
    """Tells each incident once, also if the process is started anew meanwhile.

    Args:
        storage: what the rules look at, and what remembers the incidents.
        send: sends one; an OSError means that it has to be sent again.
    """

    def __init__(self, storage: Storage, send: Callable[[Incident, int], None]) -> None:
        self._storage = storage
        self._send = send

    async def look(self, committer: Committer, now: int) -> None:
        """Look at the rules, and tell what is new. What could not be sent is told at the next look."""
        found = await asyncio.to_thread(find_incidents, self._storage, now)
        known = await asyncio.to_thread(self._storage.incidents)
        for incident in found:
            if incident.name in known:
                continue
            try:
                await asyncio.to_thread(self._send, incident, now)
            except OSError as error:
                _log.warning("The webhook did not take an alert: %s", error)
                continue
            await committer.run(self._storage.open_incident, incident.name, now)
        going_on = {incident.name for incident in found}
        for name in known:
            if name not in going_on:
                await committer.run(self._storage.close_incident, name)
