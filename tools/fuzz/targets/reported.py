"""``handler.report(error)``: JSON of any exception or value that a page's Python hands over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.core.events import from_page
from pywidget.page_api import _readable
from tools.fuzz.targets.words import CODES, FIELDS

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = False
WORDS = FIELDS + CODES


class Failed(Exception):  # noqa: N818  any exception of somebody's own
    """An exception with whatever attributes."""


def check(draw: Draw) -> object:
    """Write an error as JSON, and read it as the page does."""
    error = draw.anything()
    if draw.one_in(2):
        error = Failed(error)
        for name in ("code", "http_status", "request_id", "details"):
            setattr(error, name, draw.anything())
    text = json.dumps(_readable(error), allow_nan=False)
    signal = from_page(json.loads(text), "allfeat-widget")
    assert signal.code is None or isinstance(signal.code, str)
    return [signal.code, signal.http_status]
