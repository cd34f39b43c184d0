"""``read_envelope``: bounded texts and waits; JSON text and what is parsed from it are read alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.core.classify import classify
from pywidget.core.envelope import MAX_BODY_LENGTH, Envelope, read_envelope, wait_in_details
from pywidget.core.places import MAX_TEXT_LENGTH
from pywidget.core.retry_after import MAX_WAIT_MS
from pywidget.core.verdict import PATHS
from tools.fuzz.targets.words import CODES, FIELDS, HEADERS

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

SHARED = True
WORDS = FIELDS + HEADERS + CODES

NOW = 1_700_000_000_000


def fields_of(envelope: Envelope) -> list[Any]:
    """Return what an envelope says."""
    return [getattr(envelope, name) for name in Envelope.__slots__]


def look_at(envelope: Envelope, system: object) -> list[Any]:
    """Look at what was read."""
    for text in (envelope.code, envelope.message, envelope.request_id, envelope.category):
        assert text is None or (isinstance(text, str) and 0 < len(text) <= MAX_TEXT_LENGTH)
    assert envelope.http_status is None or 100 <= envelope.http_status <= 599
    wait = envelope.retry_after_ms
    assert wait is None or (isinstance(wait, int) and 0 <= wait <= MAX_WAIT_MS)
    verdict = classify(
        envelope.code, system, category=envelope.category, http_status=envelope.meant_status, text=envelope.message
    )
    assert verdict.path in PATHS
    return fields_of(envelope) + [verdict.path, verdict.remedy]  # noqa: RUF005  not in MicroPython


def check(draw: Draw) -> object:
    """Read an answer, as text and parsed."""
    system = SYSTEMS[draw.number(len(SYSTEMS) - 1)]
    status = draw.of((None, 400, 401, 403, 404, 429, 500, 503, 418, 0, True, "429"))
    now = NOW if draw.number(3) else None
    headers = [(draw.word(), draw.text()) for _ in range(draw.number(4))]
    kind = draw.number(3)
    if kind == 3:
        # The rest of the input as it is.
        return look_at(read_envelope(system, status, draw.rest(), headers, now), system)
    body = draw.mapping() if kind else draw.json()
    said = look_at(read_envelope(system, status, body, headers, now), system)
    wait = wait_in_details(body, now)
    assert wait is None or 0 <= wait <= MAX_WAIT_MS
    try:
        text = json.dumps(body)
        again = json.loads(text)
    except ValueError:
        # A number that is too long to be written.
        return said
    if len(text) <= MAX_BODY_LENGTH:
        parsed, written = (fields_of(read_envelope(system, status, one, headers, now)) for one in (again, text))
        assert repr(parsed) == repr(written), "JSON text and what is parsed from it are read alike"
    return said
