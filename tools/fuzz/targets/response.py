"""``read_response`` and ``raise_for_error``: an ApiError or None, whatever a caller in Python hands over."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.core.places import MAX_TEXT_LENGTH
from pywidget.core.retry_after import MAX_WAIT_MS
from pywidget.core.verdict import PATHS
from pywidget.errors import ApiError, raise_for_error, read_response
from tools.fuzz.targets.words import CODES, FIELDS, HEADERS

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

#: Not in MicroPython, where no class can be derived from a text.
SHARED = False
WORDS = FIELDS + HEADERS + CODES


def check(draw: Draw) -> object:
    """Read an answer of anything."""
    status = draw.of((400, 401, 403, 429, 500, 200)) if draw.number(3) else draw.anything()
    body = draw.anything()
    headers = {draw.word(): draw.anything(1) for _ in range(draw.number(3))} if draw.number(2) else draw.anything()
    system = SYSTEMS[draw.number(len(SYSTEMS) - 1)] if draw.number(5) else draw.anything()
    error = read_response(status, body, headers, system)
    response: Any = SimpleNamespace(status_code=status, content=b"", headers=headers)
    raised = False
    try:
        raise_for_error(response, system)
    except ApiError:
        raised = True
    assert raised == (error is not None)
    if error is None:
        return None
    assert error.path in PATHS
    for text in (error.code, error.server_message, error.request_id):
        assert text is None or (type(text) is str and 0 < len(text) <= MAX_TEXT_LENGTH)
    assert error.http_status is None or 100 <= error.http_status <= 599
    assert error.retry_after is None or 0 <= error.retry_after <= MAX_WAIT_MS / 1000
    assert str(error).isprintable()
    assert len(str(error)) < 3_000
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  our own
    # Waits until a moment depend on the clock.
    return [str(error), repr(error.details), error.server_message]
