"""Reads an HTTP error answer in any of the known forms.

==============================================================  ======================================
``{"error": {"code", "message", "details", "request_id"}}``     Allfeat, as the widget meets it
``{"code", "message", "details", "request_id"}``                Allfeat API
``{"error": "text"}``, ``{"message": "text"}``                  Allfeat, as the first generation met it
``{"code"}``, ``{"success": false, "message", "code"}``         MORI
``{"error": {"message", "statusCode", "code", "category"}}``    BreakGround
``{"type", "title", "status", "detail", "instance"}``           problem details (RFC 9457)
==============================================================  ======================================

One function reads all forms, because a page's own server often passes an error on in a different form. A system with
another form declares it in its tables (``ANSWER``, see :mod:`pywidget.core.places`). What is not found in the declared
place is looked for in the usual places. Where a form has no field for the code, ``error`` or the end of ``type`` counts
as the code if the system's tables know it.

Anything else (HTML, nothing, garbage, other types) gives an envelope without a code. Nothing here raises.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.catalog import known, load
from pywidget.core.classify import find
from pywidget.core.dates import from_epoch, from_http_date, from_iso
from pywidget.core.headers import lower_names, without_quoted
from pywidget.core.places import MAX_TEXT_LENGTH, Places, shape_name, squeezed
from pywidget.core.retry_after import MAX_WAIT_MS, from_number, read_headers, read_wait, seconds_to_ms, until
from pywidget.core.status import exact, meant_status, speaks_of_limit, valid_status

if TYPE_CHECKING:
    from typing import Any

    from pywidget.catalog import Catalog

#: Longer bodies (in characters or bytes) are not read: no error answer needs 64 KiB.
MAX_BODY_LENGTH = 65_536
#: Bodies that are nested deeper are not read either: parsing some thousand levels would crash Python in the browser.
MAX_DEPTH = 32
#: Headers that name the request, best first.
REFERENCE_HEADERS = (
    "x-request-id",
    "request-id",
    "x-ms-request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-correlation-id",
)
#: The header in which gateways of AWS give the error's code.
CODE_HEADER = "x-amzn-errortype"

_MAX_NUMBER = 1e15
#: Fields of a body that ask for a wait (the spelling without case and separators), and their unit in milliseconds.
_ASKED = (
    ("retryafterms", 1),
    ("retryaftermilliseconds", 1),
    ("retryafter", 1_000),
    ("retryafterseconds", 1_000),
    ("retrydelay", 1_000),
)
_RESETS = ("resetsat", "resetat")


class Envelope:
    """The parts of an error answer.

    Attributes:
        code: the error's code; None if there is none.
        message: the server's own words, not meant for visitors; None if there are none.
        request_id: the id by which support can find the request, from the body or the headers; None if there is none.
        details: the value of ``details``, as parsed.
        category: the system's own category of the error; None if there is none.
        http_status: the answer's status; None if it is not known.
        retry_after_ms: how long the server asked to wait, in milliseconds; None if it did not.
        limited: whether it asked to wait, or said that a limit is used up.
    """

    __slots__ = ("category", "code", "details", "http_status", "limited", "message", "request_id", "retry_after_ms")

    def __init__(
        self,
        code: str | None,
        message: str | None,
        request_id: str | None,
        details: Any,
        category: str | None,
        http_status: int | None,
        retry_after_ms: int | None,
        limited: bool = False,
    ) -> None:
        self.code = code
        self.message = message
        self.request_id = request_id
        self.details = details
        self.category = category
        self.http_status = http_status
        self.retry_after_ms = retry_after_ms
        self.limited = limited

    @property
    def meant_status(self) -> int | None:
        """The status that the answer should have had: 429 for a 403 that asks to wait, 401 for a 419."""
        return meant_status(self.http_status, self.code, limited=self.limited)


class HasEnvelope:
    """Base class of what contains an envelope: it has the envelope's fields as properties."""

    said: Envelope

    @property
    def code(self) -> str | None:
        """The error's code; None if none was given."""
        return self.said.code

    @property
    def message(self) -> str:
        """The error's message, not meant for visitors; "" if there is none."""
        return self.said.message or ""

    @property
    def request_id(self) -> str | None:
        """The id by which support can find the request; None if there is none."""
        return self.said.request_id

    @property
    def details(self) -> Any:
        """The error's ``details``, as parsed."""
        return self.said.details

    @property
    def http_status(self) -> int | None:
        """The answer's status; None if it is not known."""
        return self.said.http_status

    @property
    def category(self) -> str | None:
        """The system's own category of the error; None if there is none."""
        return self.said.category

    @property
    def retry_after_ms(self) -> int | None:
        """How long the server asked to wait, in milliseconds; None if it did not."""
        return self.said.retry_after_ms


def read_envelope(
    system: object, status: object, body: object, headers: object = None, now_ms: int | None = None
) -> Envelope:
    """Take an error answer apart. Never raises, whatever JSON can hold (:mod:`pywidget.plain`), and whatever headers.

    Args:
        system: name of the system that answered; its tables say which texts are codes.
        status: the HTTP status.
        body: the answer's text, its bytes, or what was parsed from them.
        headers: a dict, pairs, or an object with ``items()``.
        now_ms: the time now, in milliseconds since 1970. Without ``now_ms`` and without a ``Date`` header, a date
            in the answer gives no wait.
    """
    system = exact(system)
    catalog = load(system) if isinstance(system, str) and known(system) else None
    return read_answer(catalog, status, body, headers, now_ms)


def read_answer(
    catalog: Catalog | None, status: object, body: object, headers: object = None, now_ms: int | None = None
) -> Envelope:
    """Do the same as ``read_envelope``, with the tables of a system that need not be registered; None: no tables."""

    def knows(code: str) -> bool:
        return speaks_of_limit(code) or (catalog is not None and find(code, catalog) is not None)

    places = Places(parsed(body), {} if catalog is None else catalog.ANSWER, knows)
    found = lower_names(headers)
    references = [found[name][:MAX_TEXT_LENGTH] for name in REFERENCE_HEADERS if found.get(name)]
    wait, limited = read_headers(found, now_ms)
    for place in places.waits():
        if wait is None:
            wait = wait_in_details(place, now_ms)
            limited = limited or wait is not None
    return Envelope(
        code=places.code() or shape_name(found.get(CODE_HEADER, "")),
        message=places.message(),
        request_id=places.reference() or (references[0] if references else None),
        details=places.details(),
        category=places.category(),
        http_status=valid_status(status) or places.status(),
        retry_after_ms=wait,
        limited=limited,
    )


def wait_in_details(details: object, now_ms: int | None = None) -> int | None:
    """Return the wait that an error's details ask for, in milliseconds, at most 24 hours; None if they ask for none.

    It reads, in this order and in any spelling, ``retry_after_ms``, ``retry_after`` (seconds), ``retryDelay`` of
    ``google.rpc.RetryInfo``, and ``resets_at`` (a date, or a number since 1970). Never raises, whatever JSON can hold.

    Args:
        details: the details, as parsed.
        now_ms: the time now, in milliseconds since 1970; needed for ``resets_at``.
    """
    if isinstance(details, list):
        # In Google's APIs the details are a list with one entry for each kind of detail.
        found = [entry for entry in details if isinstance(entry, dict) and "retryDelay" in entry]
        details = found[0] if found else None
    fields = squeezed(details)
    wait: int | None = None
    for name, unit in _ASKED:
        if wait is None and name in fields:
            wait = _asked(fields[name], now_ms, unit)
    for name in _RESETS:
        if wait is None and name in fields:
            wait = until(_moment(fields[name], now_ms), now_ms)
    return None if wait is None else min(wait, MAX_WAIT_MS)


def _asked(value: object, now: int | None, unit: int) -> int | None:
    """The wait in milliseconds that a text, a number or the ``seconds`` of a duration ask for."""
    if isinstance(value, dict):
        value = value.get("seconds")
    if isinstance(value, str):
        return read_wait(value.strip(), now, unit)
    number = _number(value)
    return None if number is None else from_number(int(number * 1000), now, unit)


def _moment(value: object, now: int | None) -> int | None:
    """The moment that a date or a number means, in milliseconds since 1970."""
    if not isinstance(value, str):
        number = _number(value)
        return None if number is None else from_epoch(number)
    text = value.strip()
    thousandths = seconds_to_ms(text)
    if thousandths is not None:
        return from_epoch(thousandths / 1000)
    moment = from_iso(text)
    return from_http_date(text, now) if moment is None else moment


def parsed(body: object) -> Any:
    """Return the value of an answer's JSON body; None if it cannot be read. Never raises.

    A body that is neither text nor bytes counts as already parsed and is returned unchanged.
    """
    # By its name, because the page's Python has no bytearray.
    if isinstance(body, bytes) or type(body).__name__ == "bytearray":
        octets: Any = body
        if len(octets) > MAX_BODY_LENGTH:
            return None
        try:
            body = octets.decode()
        except ValueError:
            # The message is not UTF-8. The code is ASCII, so it is still read correctly byte by byte.
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
    # Brackets within quoted strings do not count.
    depth = 0
    for character in without_quoted(text):
        if character in "{[":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif character in "}]":
            depth -= 1
    return False


def _number(value: object) -> float | None:
    """A number that can be a time: not negative, not NaN or infinite."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if 0 <= value < _MAX_NUMBER else None
