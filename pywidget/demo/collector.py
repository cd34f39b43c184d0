"""A collector to try reports with: ``POST /reports/beacon``, ``POST /reports/otlp``, ``GET /api/reports``.

It answers as pywidget's delivery expects: 2xx has taken the reports, also those that it had already; 400 and 415 mean
that they will never be taken like this; 413 that there are too many at once.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pywidget.demo.gate import MOST_BYTES
from pywidget.reports.body import media_type, read_body
from pywidget.reports.reader import TooManyReportsError, read_reports

if TYPE_CHECKING:
    from starlette.requests import Request

    from pywidget.demo.report_store import ReportStore


def _now() -> int:
    return time.time_ns() // 1_000_000


async def _body(request: Request) -> bytes:
    """The body, unpacked.

    :raises HTTPException: it is too large, broken, or nothing that can be read.
    """
    if media_type(request) != "application/json":
        raise HTTPException(415, "Reports are taken as JSON, with Content-Type: application/json.")
    return await read_body(request, MOST_BYTES)


async def _take(store: ReportStore, request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "OPTIONS, POST"})
    try:
        reports = read_reports(await _body(request))
    except TooManyReportsError as error:
        raise HTTPException(413, str(error)) from error
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    taken = [report for report in reports if report is not None]
    store.add(taken, _now())
    answer: dict[str, Any] = {}
    if len(taken) < len(reports):
        # OpenTelemetry's way to say it, which pywidget's delivery reads whatever the format.
        rejected = len(reports) - len(taken)
        answer["partialSuccess"] = {"rejectedLogRecords": str(rejected), "errorMessage": "These have no report id."}
    return JSONResponse(answer)


async def _summary(store: ReportStore, request: Request) -> Response:
    code = request.query_params.get("code")
    return JSONResponse(store.summary(_now(), code), headers={"Cache-Control": "no-store"})


def routes(store: ReportStore) -> list[Route]:
    """Return the routes that fill and read ``store``."""
    # Pages under development have an address of their own. They may send here, but not read what was sent.
    anywhere = Middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["POST"], allow_headers=["Content-Type", "Content-Encoding"]
    )
    return [
        *(
            Route(f"/reports/{name}", partial(_take, store), methods=["POST", "OPTIONS"], middleware=[anywhere])
            for name in ("beacon", "otlp")
        ),
        Route("/api/reports", partial(_summary, store)),
    ]
