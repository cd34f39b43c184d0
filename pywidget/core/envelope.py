"""What an HTTP error answer says, whichever of the known forms it has.

==============================================================  ======================================
``{"error": {"code", "message", "details", "request_id"}}``     Allfeat, as the widget meets it
``{"code", "message", "details", "request_id"}``                Allfeat API
``{"error": "text"}``, ``{"message": "text"}``                  Allfeat, as the first generation met it
``{"code"}``, ``{"success": false, "message", "code"}``         MORI
``{"error": {"message", "statusCode", "code", "category"}}``    BreakGround
``{"type", "title", "status", "detail", "instance"}``           problem details (RFC 9457)
==============================================================  ======================================

One reader takes them all, because a page's own server often passes an error on in a form of its own. Where a form has
no field for the code, ``error`` or the end of ``type`` counts as one if the system's tables know it.

Anything else (HTML, nothing, garbage, other types) is an envelope without a code. Nothing raises.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.catalog import known, load
from pywidget.core.classify import find, valid_status
from pywidget.core.headers import lower_names
from pywidget.core.moments import from_epoch, from_iso
from pywidget.core.retry_after import MAX_WAIT_MS, seconds_to_ms, until, wait_ms

if TYPE_CHECKING:
    from typing import Any

#: Longer bodies are not read: no error answer needs 64 KiB.
MAX_BODY_LENGTH = 65_536
#: Deeper ones neither. Python in the browser does not survive a text that is nested some thousand times.
MAX_DEPTH = 32
#: Messages and request ids are cut to this.
MAX_TEXT_LENGTH = 1_000

_MAX_NUMBER = 1e15


class Envelope:
    """An error answer, taken apart.

    Attributes:
        code: the error's code; None if there is none.
        message: the server's own words, not meant for visitors; None if there are none.
        request_id: what support can find the request by, from the body or the headers.
        details: whatever stood under ``details``, as parsed.
        category: the system's own category.
        http_status: the answer's status; None if it is not known.
        retry_after_ms: how long the server asked to wait, in milliseconds; None if it did not.
    """

    __slots__ = ("category", "code", "details", "http_status", "message", "request_id", "retry_after_ms")

    def __init__(
        self,
        code: str | None,
        message: str | None,
        request_id: str | None,
        details: Any,
        category: str | None,
        http_status: int | None,
        retry_after_ms: int | None,
    ) -> None:
        self.code = code
        self.message = message
        self.request_id = request_id
        self.details = details
        self.category = category
        self.http_status = http_status
        self.retry_after_ms = retry_after_ms


class HasEnvelope:
    """Something that says what an error answer says."""

    said: Envelope

    @property
    def code(self) -> str | None:
        """The error's code; None if none was given."""
        return self.said.code

    @property
    def message(self) -> str:
        """The best words that were given for it, not meant for visitors."""
        return self.said.message or ""

    @property
    def request_id(self) -> str | None:
        """What support can find it by."""
        return self.said.request_id

    @property
    def details(self) -> Any:
        """What was told besides, as parsed."""
        return self.said.details

    @property
    def http_status(self) -> int | None:
        """The answer's status; None if it is not known."""
        return self.said.http_status

    @property
    def category(self) -> str | None:
        """The system's own category."""
        return self.said.category

    @property
    def retry_after_ms(self) -> int | None:
        """How long was asked to wait, in milliseconds; None if no wait was asked for."""
        return self.said.retry_after_ms


def read_envelope(
    system: object, status: object, body: object, headers: object = None, now_ms: int | None = None
) -> Envelope:
    """Take an error answer apart. Never raises.

    Args:
        system: whose answer it is; its tables tell which texts are codes.
        status: the HTTP status.
        body: the answer's text, its bytes, or what was parsed from them.
        headers: a dict, pairs, or an object with ``items()``.
        now_ms: the time now, in milliseconds since 1970. Without it and a ``Date`` header, dates ask for no wait.
    """
    outer = parsed(body)
    if not isinstance(outer, dict):
        outer = {}
    inner = outer.get("error")
    places = [inner, outer] if isinstance(inner, dict) else [outer]
    details = _first(places, "details")
    wait = wait_ms(headers, now_ms)
    return Envelope(
        code=_text(places, "code") or _code_in_text(system, outer),
        message=_text(places, "message", "detail", "title", "error"),
        request_id=_text(places, "request_id", "requestId")
        or _text([lower_names(headers)], "x-request-id", "request-id"),
        details=details,
        category=_text(places, "category"),
        http_status=valid_status(status) or valid_status(_first(places, "statusCode", "status")),
        retry_after_ms=wait_in_details(details, now_ms) if wait is None else wait,
    )


def wait_in_details(details: object, now_ms: int | None = None) -> int | None:
    """Return the wait that an error's details ask for, in milliseconds, at most 24 hours; None if they ask for none.

    Read are ``retry_after_ms``, ``retry_after`` (seconds) and ``resets_at`` (an ISO date, or a number since 1970), in
    this order. Never raises.

    Args:
        details: the details, as parsed.
        now_ms: the time now, in milliseconds since 1970; needed for ``resets_at``.
    """
    if not isinstance(details, dict):
        return None
    wait: int | None = None
    milliseconds = _number(details.get("retry_after_ms"))
    seconds = _number(details.get("retry_after"))
    resets_at = details.get("resets_at")
    if milliseconds is not None:
        wait = int(milliseconds)
    elif seconds is not None:
        wait = int(seconds * 1000)
    elif isinstance(resets_at, str) and from_iso(resets_at) is not None:
        wait = until(from_iso(resets_at), now_ms)
    else:
        point = _number(resets_at)
        wait = until(from_epoch(point), now_ms) if point is not None else None
    return None if wait is None else min(wait, MAX_WAIT_MS)


def parsed(body: object) -> Any:
    """Return the value that an answer's body is the JSON of; None if it is none that can be read. Never raises.

    What is neither text nor bytes is taken as parsed already.
    """
    if isinstance(body, (bytes, bytearray)) and len(body) <= MAX_BODY_LENGTH:
        octets = body
        try:
            body = octets.decode()
        except ValueError:
            # Codes are ASCII, whatever the message is written in.
            body = "".join([chr(octet) for octet in octets])
    if isinstance(body, str):
        if len(body) > MAX_BODY_LENGTH or _too_deep(body):
            return None
        try:
            # Some servers begin with a byte order mark.
            return json.loads(body[1:] if body[:1] == "\ufeff" else body)
        except ValueError:
            return None
    return body


def _too_deep(text: str) -> bool:
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    # Between two quotes is text, whose brackets do not count; escaped quotes do not end it.
    parts = text.replace("\\\\", "").replace('\\"', "").split('"')
    depth = 0
    for character in "".join([part for index, part in enumerate(parts) if index % 2 == 0]):
        if character in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif character in "}]":
            depth -= 1
    return False


def _code_in_text(system: object, outer: dict[str, Any]) -> str | None:
    if not isinstance(system, str) or not known(system):
        return None
    catalog = load(system)
    kind = _text([outer], "type") or ""
    for text in (_text([outer], "error"), kind.replace("#", "/").replace(":", "/").split("/")[-1]):
        if text and find(text, catalog) is not None:
            return text
    return None


def _first(places: list[Any], *names: str) -> Any:
    """Return the first value that any of the places has under any of the names."""
    for place in places:
        for name in names:
            if place.get(name) is not None:
                return place[name]
    return None


def _text(places: list[Any], *names: str) -> str | None:
    """Return the first text, cut to length; what is of another type, or empty, is passed over."""
    for place in places:
        for name in names:
            value = place.get(name)
            if isinstance(value, str) and value:
                return value[:MAX_TEXT_LENGTH]
    return None


def _number(value: object) -> float | None:
    """Return a number that can be a time: not negative, not NaN or infinite; also from a text of digits."""
    if isinstance(value, str):
        milliseconds = seconds_to_ms(value.strip())
        return None if milliseconds is None else milliseconds / 1000
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if 0 <= value < _MAX_NUMBER else None
