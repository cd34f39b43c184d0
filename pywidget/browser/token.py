"""The token source: its settings for the page, and how the page's messages about its answers are read.

The token itself stays in JavaScript and never comes to Python.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.core.ats_widget import SYSTEM
from pywidget.core.envelope import read_envelope
from pywidget.core.signals import TokenAnswered

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.browser import border
    from pywidget.browser.settings import Settings


def source(settings: Settings, warn: Callable[[str], object]) -> str:
    """Return the settings of the token source as JSON, for the page."""
    return json.dumps(
        {
            "url": settings["token-url"],
            "method": settings["token-method"],
            "credentials": settings["token-credentials"],
            "field": settings["token-field"],
            "function": settings["token-function"],
            "headers": _headers(settings["token-headers"], warn),
            "csrfCookie": settings["csrf-cookie"],
            "csrfHeader": settings["csrf-header"],
        }
    )


def answer(message: border.Token, now: int) -> TokenAnswered:
    """Return the signal for the end of a try, from the page's message."""
    envelope = None
    status = message.get("status")
    if status is not None:
        envelope = read_envelope(SYSTEM, status, message.get("body"), message.get("headers"), now)
    return TokenAnswered(message["request"], message["outcome"], message.get("reason") or "", envelope)


def _headers(text: str, warn: Callable[[str], object]) -> dict[str, str]:
    """The headers in ``data-token-headers``, such as ``X-Tenant: acme; X-Site: 3``."""
    headers: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip()
        if name and colon:
            headers[name] = value.strip()
        elif part.strip():
            warn('data-token-headers is a list of "Name: value", separated by semicolons.')
    return headers
