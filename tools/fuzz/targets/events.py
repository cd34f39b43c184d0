"""``decode`` and ``from_page``: a signal with texts or None, whatever is in an event's detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.core.ats_widget import EVENTS_FROM_THE_START, EVENTS_LATER, PREFIX
from pywidget.core.events import decode, from_page
from pywidget.core.signals import FailureReported, Progressed, SessionExpired
from tools.fuzz.targets.words import CODES, FIELDS

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = True
NAMES = EVENTS_FROM_THE_START + EVENTS_LATER
WORDS = FIELDS + CODES + (
    "stage", "requestId", "pendingAction", "transactionId", "httpStatus", "filename", "size", "FAILED", "submit",
    "download", "tracking", "register", "accessCode",
)  # fmt: skip


def check(draw: Draw) -> object:
    """Decode an event, and what a page reports."""
    name = PREFIX + NAMES[draw.number(len(NAMES) - 1)] if draw.number(5) else draw.text()
    detail = draw.mapping() if draw.number(3) else draw.json()
    signal = decode(name, detail)
    told: list[object] = []
    if isinstance(signal, FailureReported):
        told = look_at(signal)
    elif isinstance(signal, SessionExpired):
        told = [signal.pending_action]
    elif isinstance(signal, Progressed):
        told = [signal.step, signal.transaction_id, signal.file]
    assert all(one is None or isinstance(one, (str, int)) for one in told)
    system = SYSTEMS[draw.number(len(SYSTEMS) - 1)] if draw.number(3) else draw.text()
    return told + look_at(from_page(draw.text() if draw.one_in(4) else draw.json(), system))


def look_at(signal: FailureReported) -> list[object]:
    """Look at a failure."""
    for text in (signal.code, signal.request_id, signal.stage, signal.category):
        assert text is None or isinstance(text, str)
    assert isinstance(signal.message, str)
    assert signal.http_status is None or isinstance(signal.http_status, int)
    return [signal.code, signal.message, signal.request_id, signal.stage, signal.category, signal.http_status]
