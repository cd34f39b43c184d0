"""Taking reports: ``POST beacon``, ``POST otlp`` and ``POST v1/logs``.

It answers as pywidget's delivery expects: 2xx has stored the reports, also those that it had already; 400 and 415 mean
that they will never be taken like this; 413 that there are too many at once; 429 and 503 that they are to come again
later. Whoever may send is checked before anything is read.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from pywidget.reports import protobuf
from pywidget.reports.body import media_type, read_body
from pywidget.reports.committer import TooManyWaitingError
from pywidget.reports.limits import DAY_S, Limits
from pywidget.reports.reader import TooManyReportsError, read_reports
from pywidget.reports.storage import StorageError

if TYPE_CHECKING:
    from starlette.requests import Request

    from pywidget.reports.committer import Committer
    from pywidget.reports.limits import Limit
    from pywidget.reports.reader import Report
    from pywidget.reports.storage import Storage

#: Bytes of a body. A page sends some 60,000 at most, an OpenTelemetry Collector more.
MOST_BYTES = 1_000_000
#: Seconds after which to try again when the storage cannot be used, or is too slow.
STORAGE_WAIT_S = 30
BUSY_WAIT_S = 5
#: Reports that a process may have taken before it notes how many: so many are forgotten if it is killed.
SETTLE_AT = 1_000
#: How long a browser remembers what is allowed, in seconds; Chromium's most.
_PREFLIGHT_S = 7_200
_ORIGIN = re.compile(r"https?://(\[[0-9a-f:]+\]|[a-z0-9._-]+)(:\d{1,5})?")
_NO_ID = "These have no report id."


def check_origins(origins: tuple[str, ...]) -> None:
    """Raise a ValueError for what a browser would never name as an origin."""
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is no origin. One is written like https://example.org, without a path.")


class Intake:
    """Takes reports.

    Args:
        storage: remembers how many were taken of each origin.
        committer: stores them.
        origins: of the pages that may send.
        limit: how much each of them may send.
        servers: whether requests may come that name no origin, as those of servers.
    """

    def __init__(
        self, storage: Storage, committer: Committer, origins: tuple[str, ...], limit: Limit, *, servers: bool = False
    ) -> None:
        self._storage = storage
        self._committer = committer
        self._origins = frozenset(origins)
        self._limits = Limits(limit)
        self._servers = servers
        day = int(time.time() // DAY_S)
        self._limits.know(day, storage.count_taken(day, {}), time.monotonic())

    async def settle(self) -> None:
        """Note how many were taken, and learn how many other processes took.

        :raises StorageError: it could not be noted, and is to be tried again.
        """
        day = int(time.time() // DAY_S)
        new = self._limits.settle(day)
        try:
            taken = await self._committer.run(self._storage.count_taken, day, new)
        except StorageError:
            self._limits.unsettle(day, new)
            raise
        self._limits.know(day, taken, time.monotonic())

    async def __call__(self, request: Request) -> Response:
        """Answer a request."""
        origin = request.headers.get("origin")
        if not (self._servers if origin is None else origin in self._origins):
            named = "a server" if origin is None else ascii(origin[:100])
            return _refused(request, HTTPException(403, f"Reports from {named} are not taken here."))
        if request.method == "OPTIONS":
            response = Response(status_code=204, headers=_preflight())
        else:
            try:
                response = await self._take(request, origin or "")
            except HTTPException as error:
                response = _refused(request, error)
        if origin:
            response.headers["Access-Control-Allow-Origin"] = origin
            # Without it, a page of another origin could not read how long to wait.
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        response.headers["Vary"] = "Origin"
        response.headers["Cache-Control"] = "no-store"
        return response

    async def _take(self, request: Request, origin: str) -> Response:
        # The first is for the request, also if it turns out to be nothing: reading it costs time as well.
        self._count(origin, 1)
        is_binary = media_type(request) == protobuf.MEDIA_TYPE
        reports = await _reports(request)
        taken = [report for report in reports if report is not None]
        if len(taken) > 1:
            self._count(origin, len(taken) - 1)
        if taken:
            try:
                await self._committer.store(taken)
            except StorageError as error:
                self._limits.give_back(origin, len(taken))
                raise _later(503, STORAGE_WAIT_S, "The reports cannot be stored now.") from error
            except TooManyWaitingError as error:
                self._limits.give_back(origin, len(taken))
                raise _later(503, BUSY_WAIT_S, "Too many reports wait to be stored.") from error
            if self._limits.unsettled >= SETTLE_AT:
                # The reports are stored, whatever becomes of their number.
                with suppress(StorageError):
                    await self.settle()
        rejected = len(reports) - len(taken)
        if is_binary:
            return Response(protobuf.success(rejected, _NO_ID), media_type=protobuf.MEDIA_TYPE)
        answer: dict[str, Any] = {}
        if rejected:
            # OpenTelemetry's way to say it, which pywidget's delivery reads whatever the format.
            answer["partialSuccess"] = {"rejectedLogRecords": str(rejected), "errorMessage": _NO_ID}
        return JSONResponse(answer)

    def _count(self, origin: str, reports: int) -> None:
        wait = self._limits.take(origin, reports, time.monotonic(), time.time())
        if wait:
            raise _later(429, wait, "Too many reports from this origin.")


async def _reports(request: Request) -> list[Report | None]:
    kind = media_type(request)
    if kind not in ("application/json", protobuf.MEDIA_TYPE):
        raise HTTPException(415, f"Reports are taken as application/json or {protobuf.MEDIA_TYPE}.")
    body = await read_body(request, MOST_BYTES)
    try:
        return read_reports(body) if kind == "application/json" else protobuf.read_protobuf(body)
    except TooManyReportsError as error:
        raise HTTPException(413, str(error)) from error
    except ImportError as error:
        raise HTTPException(415, "For protobuf, the package opentelemetry-proto has to be installed here.") from error
    except ValueError as error:
        raise HTTPException(400, str(error)) from error


def _later(status: int, seconds: int, text: str) -> HTTPException:
    return HTTPException(status, text, {"Retry-After": str(seconds)})


def _refused(request: Request, error: HTTPException) -> Response:
    if media_type(request) == protobuf.MEDIA_TYPE:
        body = protobuf.refusal(error.detail)
        return Response(body, error.status_code, error.headers, media_type=protobuf.MEDIA_TYPE)
    return JSONResponse({"message": error.detail}, error.status_code, error.headers)


def _preflight() -> dict[str, str]:
    return {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "Content-Type, Content-Encoding",
        "Access-Control-Max-Age": str(_PREFLIGHT_S),
    }
