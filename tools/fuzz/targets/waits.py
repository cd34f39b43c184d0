"""Headers and waits: text names and text values, and a wait from 0 to 24 hours or none; dates are read back alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.dates import from_http_date, from_iso, to_iso
from pywidget.core.envelope import wait_in_details
from pywidget.core.headers import MAX_HEADERS, MAX_VALUE_LENGTH, lower_names
from pywidget.core.retry_after import MAX_WAIT_MS, read_headers, read_wait
from tools.fuzz.draw import NUMERIC
from tools.fuzz.targets.words import FIELDS, HEADERS

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

SHARED = True
WORDS = HEADERS + HEADERS + FIELDS[-12:]

#: The first and the last moment that ISO 8601 has four digits of a year for.
FIRST, LAST = -62_167_219_200_000, 253_402_300_799_999


def value(draw: Draw) -> Any:
    """What a header may have as its value."""
    if draw.number(4):
        return "".join([NUMERIC[draw.number(len(NUMERIC) - 1)] for _ in range(draw.number(9))])
    return draw.anything()


def check(draw: Draw) -> object:
    """Read headers, details and dates."""
    now = (None, 0, 1_700_000_000_000, 2**45)[draw.number(3)]
    kind = draw.number(4)
    headers: Any
    if kind < 2:
        headers = [(draw.word(), value(draw)) for _ in range(draw.number(5))]
    elif kind == 2:
        headers = draw.fields(5, draw.word, lambda: value(draw))
    else:
        headers = draw.anything()
    # What can be read only once is read once.
    found = lower_names(headers) if type(headers) in (list, dict) else {}
    assert len(found) <= MAX_HEADERS
    for name, text in found.items():
        assert isinstance(name, str)
        assert isinstance(text, str)
        assert len(text) <= (MAX_VALUE_LENGTH + 2) * MAX_HEADERS
    wait, used_up = read_headers(headers, now)
    assert wait is None or (isinstance(wait, int) and 0 <= wait <= MAX_WAIT_MS)
    assert used_up is True or used_up is False
    details = draw.mapping() if draw.one_in(2) else draw.json()
    other = wait_in_details(details, now)
    assert other is None or (isinstance(other, int) and 0 <= other <= MAX_WAIT_MS)
    text = value(draw)
    if type(text) is not str:
        return [wait, used_up, other]
    third = read_wait(text, now)
    assert third is None or third >= 0
    moment = from_iso(text)
    if moment is not None and FIRST <= moment <= LAST:
        assert from_iso(to_iso(moment)) == moment
    return [wait, used_up, other, third, moment, from_http_date(text, now)]
