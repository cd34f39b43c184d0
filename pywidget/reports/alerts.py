"""Alerts: an owner who has to look does not look. Each incident is told once, to a webhook.

``config``
    A code of the path ``config`` was reported, today or yesterday: something is set up wrongly, and no visitor can mend
    that. The incident ends when there was none for a whole day.
``doubled``
    A code has at least :data:`LEAST` failures in the last hour or two, and twice as many as the same time had on the
    average of the day before. It ends when that is not so any more. The first day has nothing to compare with.

An incident that ends within :data:`QUIET_MS` goes on until then, so that a number that goes up and down is told once.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from pywidget.catalog import SYSTEMS, load
from pywidget.core.dates import to_iso
from pywidget.reports.storage import BEFORE_HOURS, DAY_MS, HOUR_MS, Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.reports.committer import Committer
    from pywidget.reports.storage import Storage

#: Fewer failures than that double by chance.
LEAST = 20
#: Codes that have an incident at the same time. More of them are one incident, of whatever they have in common.
MOST_INCIDENTS = 20
MANY = "many codes"
#: How long an incident lasts at least, in milliseconds.
QUIET_MS = 6 * HOUR_MS
_TIMEOUT_S = 10
#: A code can be anything that a stranger sends. Chat services make links and calls to everybody of some texts.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_CODE = 100

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
        """What it says to people, and what they can do."""
        if self.code == MANY:
            return (
                f"More than {MOST_INCIDENTS} codes at the same time: {self.failures} failures. "
                "See which page or version they have in common."
            )
        code = _NOT_PLAIN.sub("?", self.code[:_LONGEST_CODE]) or "no code"
        if self.usual is None:
            return (
                f"{self.failures} failures with {code}: something is set up wrongly, which no visitor can mend. "
                f"{_action(self.code) or 'Its message says more: see the last failures.'}"
            )
        return (
            f"{self.failures} failures with {code} in this hour and the one before, where {self.usual:.0f} are usual. "
            f"{_action(self.code)}See which page or version they have in common."
        )


def _action(code: str) -> str:
    """Return what the tables say to do about a code; an empty text if none knows it."""
    for system in SYSTEMS:
        tables = load(system)
        row = tables.CODES.get(code) or tables.EXTRA.get(code)
        if row is not None:
            return f"{row[-1]} "
    return ""


def find_incidents(storage: Storage, now: int) -> list[Incident]:
    """Return what is going on."""
    found = [*_config(storage, now), *_doubled(storage, now)]
    if len(found) <= MOST_INCIDENTS:
        return found
    return [Incident("doubled", MANY, sum(one.failures for one in found))]


def _config(storage: Storage, now: int) -> list[Incident]:
    today = now // DAY_MS
    rows = storage.rows("code", Period(today - 1, today, (("path", "config"),)), MOST_INCIDENTS + 1)
    return [Incident("config", row.value, row.totals.failures) for row in rows if row.totals.failures]


def _doubled(storage: Storage, now: int) -> list[Incident]:
    # The hour that is not over yet, and the one before it.
    since = now // HOUR_MS - 1
    if not any(storage.hours(since - BEFORE_HOURS, since - 1).values()):
        return []
    #: What is usual in that time, of all that was before.
    share = (now - since * HOUR_MS) / HOUR_MS / BEFORE_HOURS
    risen = storage.risen(since, LEAST, 2 * share, MOST_INCIDENTS + 1)
    return [Incident("doubled", one.code, one.failures, one.before * share) for one in risen]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect alone: an alert is for the address that the owner named."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return no other request, so that the answer is an error."""


class Webhook:
    """Sends an incident as JSON: ``text`` is what chat services show, the other fields are for programs.

    Args:
        url: where to.
        address: where the reports are read; an empty text for no link.
    """

    def __init__(self, url: str, address: str = "") -> None:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            # Not with the address: it can be a secret.
            raise ValueError("The webhook is no web address that alerts could be sent to.")
        if not url.isascii():
            raise ValueError("The webhook's address has letters that have to be encoded: é is %C3%A9, in a name xn--….")
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._url = url
        self._address = address.rstrip("/")

    def __call__(self, incident: Incident, now: int) -> None:
        """Send it.

        :raises OSError: it did not arrive.
        """
        request = urllib.request.Request(  # noqa: S310  its scheme was checked
            self._url, json.dumps(self.body(incident, now)).encode(), {"Content-Type": "application/json"}
        )
        try:
            self._opener.open(request, timeout=_TIMEOUT_S).close()
        except (HTTPException, ValueError) as error:
            # What answered was no web server, or the address names none. The words are left out: they can be anything.
            raise OSError(f"no HTTP answer ({type(error).__name__})") from error

    def body(self, incident: Incident, now: int) -> dict[str, Any]:
        """Return what is sent."""
        text = f"pywidget: {incident.text.strip()}"
        link = None
        if self._address:
            only = "" if incident.code == MANY else f"?{urlencode({'code': incident.code})}"
            link = f"{self._address}/{only}"
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
                _log.warning("The webhook did not take an alert, which is sent again: %s", error)
                # Nor will it take the others now.
                break
            await committer.run(self._storage.open_incident, incident.name, now)
        going_on = {incident.name for incident in found}
        for name, since in known.items():
            if name not in going_on and abs(now - since) >= QUIET_MS:
                await committer.run(self._storage.close_incident, name)
