"""HTTP error answers as exceptions, for programs that call one of the systems themselves.

    response = httpx.post(...)
    pywidget.raise_for_error(response, system="allfeat-api")   # raises ApiError, or does nothing

    error = pywidget.read_response(response.status_code, response.content, response.headers)
    if error is not None and error.is_retryable(): ...

The same tables decide as in the page. Runs on CPython, Pyodide and MicroPython.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pywidget.core.classify import classify
from pywidget.core.envelope import read_envelope
from pywidget.core.status import valid_status
from pywidget.locales import texts
from pywidget.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Protocol

    from pywidget.core.envelope import Envelope
    from pywidget.core.verdict import Path, Remedy, Verdict

    class Response(Protocol):
        """What :func:`raise_for_error` needs of a response; those of httpx and requests have it."""

        @property
        def status_code(self) -> int:
            """The HTTP status."""

        @property
        def content(self) -> bytes:
            """The body."""

        @property
        def headers(self) -> Mapping[str, str]:
            """The headers."""


#: Statuses of success, which are no errors whatever their body says (RFC 9110).
_SUCCESS = range(200, 300)


class ApiError(Exception):
    """An error answer of one of the systems, and what it means.

    As text it says what is needed to act on it and nothing that could be private: neither the server's words nor the
    details, which may repeat what somebody entered.

    Attributes:
        system: the system whose tables decided, one of :data:`pywidget.catalog.SYSTEMS`.
        code: the error's code as it was sent; None if there was none.
        path: ``auth``, ``config``, ``rate-limit`` or ``retry``.
        remedy: what would fix it, one of :data:`pywidget.core.verdict.REMEDIES`.
        message: what a visitor may be told, in English.
        server_message: the server's own words, for logs; None if there were none.
        action: what whoever runs the program should do, one English sentence.
        http_status: the status it came with; if that is not known, the one that the code is documented with; else None.
        request_id: what support can find the request by; None if there was none.
        details: what the server sent along, as parsed; its form depends on the code.
        retry_after: how long the server asked to wait, in seconds; None if it did not.
    """

    def __init__(self, verdict: Verdict, envelope: Envelope) -> None:
        # Both, so that a copy can be made from the arguments: queues and process pools do that (pickle).
        super().__init__(verdict, envelope)
        self.system: str = verdict.system
        self.code: str | None = verdict.code
        self.path: Path = verdict.path
        self.remedy: Remedy = verdict.remedy
        english = texts("en")
        # A profile's own sentences are for pages: a server has none of them.
        self.message: str = english.get("message." + verdict.message) or english["message.unexpected"]
        self.server_message: str | None = envelope.message
        self.action: str = verdict.action
        self.http_status: int | None = envelope.http_status or verdict.http_status
        self.request_id: str | None = envelope.request_id
        self.details: Any = envelope.details
        wait = envelope.retry_after_ms
        self.retry_after: float | None = None if wait is None else wait / 1000
        self._retryable = verdict.retryable

    def is_retryable(self) -> bool:
        """Whether the same request may succeed when it is made again, after what ``remedy`` names."""
        return self._retryable

    def is_token_expired(self) -> bool:
        """Whether a fresh token would fix it. Other trouble with a session is not cured by one."""
        return self.remedy == "renew-session"

    def is_rate_limited(self) -> bool:
        """Whether waiting fixes it: ``retry_after`` seconds, where the server said how long."""
        return self.path == "rate-limit"

    def __str__(self) -> str:
        """``session.key_inactive (HTTP 403, request req_8a3f): Activate the site key …``."""
        origin = [] if self.http_status is None else ["HTTP " + str(self.http_status)]
        if self.request_id:
            origin.append("request " + _on_one_line(self.request_id))
        name = _on_one_line(self.code or "error without a code")
        return (name + " (" + ", ".join(origin) + ")" if origin else name) + ": " + self.action

    def __repr__(self) -> str:
        """As the text, with the name of the class."""
        return "<ApiError " + str(self) + ">"


def read_response(
    status: object, body: object, headers: object = None, system: object = "allfeat-widget"
) -> ApiError | None:
    """Read an HTTP answer; return what went wrong, or None if its status is 2xx. Never raises.

    Args:
        status: the HTTP status.
        body: the answer's text, its bytes, or what was parsed from them.
        headers: a dict, pairs, or an object with ``items()``.
        system: whose answer it is, one of :data:`pywidget.catalog.SYSTEMS`. For any other name no table is read.
    """
    known = valid_status(status)
    if known in _SUCCESS:
        return None
    kind = type(body)
    if issubclass(kind, (bytes, bytearray)):
        # A class of somebody's own has other methods, and the same bytes.
        body = body if kind in (bytes, bytearray) else bytes(memoryview(body))  # type: ignore[arg-type]
    else:
        body = plain(body)
    envelope = read_envelope(system, known, body, headers, int(time.time() * 1000))
    verdict = classify(
        envelope.code, system, category=envelope.category, http_status=envelope.meant_status, text=envelope.message
    )
    return ApiError(verdict, envelope)


def raise_for_error(response: Response, system: object = "allfeat-widget") -> None:
    """Raise what :func:`read_response` makes of a response of httpx or requests; do nothing if its status is 2xx.

    A response that is streamed has to be read first.

    Raises:
        ApiError: the status is not 2xx.
    """
    status = valid_status(response.status_code)
    # The body of a success is not touched: it may be long, and still on its way.
    if status in _SUCCESS:
        return
    error = read_response(status, response.content, response.headers, system)
    if error is not None:
        raise error


def _on_one_line(text: str) -> str:
    """Text from elsewhere for a line of a log: what is not printable ASCII becomes a question mark."""
    return "".join([character if " " <= character <= "~" else "?" for character in text])
