"""The headers of data-token-headers, as far as the page itself does not judge them: what a browser does with each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pywidget.check.findings import finding
from pywidget.check.templates import is_filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.check.element import Element
    from pywidget.check.findings import Finding
    from pywidget.check.page import Page

#: What fetch() takes for a header's name and value, and the names that it leaves out.
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_NOT_SENT = re.compile(
    r"(?:proxy|sec)-.*|accept-(?:charset|encoding)|access-control-request-(?:headers|method|private-network)|connection"
    r"|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding"
    r"|upgrade|via",
    re.IGNORECASE,
)


def header_findings(page: Page, tag: Element) -> Iterator[Finding]:
    """Yield the headers that a browser does not send: the page says nothing of them, for they are rare."""
    text = tag.get("data-token-headers")
    for part in [] if is_filled(text) else text.split(";"):
        name, value = (side.strip() for side in (*part.split(":", 1), "")[:2])
        # What is no name and value is reported as the page does.
        if not name or ":" not in part:
            continue
        why = ""
        if not _HEADER.fullmatch(name):
            why = "is no name of a header, so that the browser refuses the whole request"
        elif _NOT_SENT.fullmatch(name):
            why = "is a header that scripts cannot set: the browser leaves it out"
        elif not _HEADER_VALUE.fullmatch(value):
            why = "has a value with characters that headers cannot have, so that the browser refuses the whole request"
        if why:
            yield finding(
                page, "attribute-value", tag.place("data-token-headers"), f'data-token-headers: "{name}" {why}'
            )
