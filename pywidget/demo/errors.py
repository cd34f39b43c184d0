"""Any documented error as the HTTP answer that its system would give: ``/errors/{system}/{code}``."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import JSONResponse
from starlette.routing import Route

from pywidget.catalog import SYSTEMS, load
from pywidget.core.classify import classify
from pywidget.locales import texts
from pywidget.samples import body_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from pywidget.core.verdict import Remedy

#: For codes whose document names no status: one that fits what would help.
STATUSES: dict[Remedy, int] = {
    "renew-session": 401,
    "sign-in": 401,
    "contact-administrator": 403,
    "wait": 429,
    "try-again": 503,
    "check-connection": 503,
    "fix-input": 422,
    "start-over": 410,
    "top-up": 402,
    "report": 404,
    "nothing": 409,
}

#: Seconds that a rate limited caller is asked to wait. Short enough to be watched.
RETRY_AFTER = 15


class ErrorAnswer(NamedTuple):
    """An HTTP error answer before it is sent."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]


def error_answer(system: str, code: str, **fields: Any) -> ErrorAnswer:
    """Return the answer by which ``system`` reports ``code``.

    Args:
        system: one of :data:`pywidget.catalog.SYSTEMS`; decides the envelope.
        code: any code; unknown ones are answered too.
        fields: ``message``, ``request_id`` or ``details`` in place of made-up ones.
    """
    verdict = classify(code, system)
    status = verdict.http_status or STATUSES[verdict.remedy]
    catalog = load(system)
    said: dict[str, Any] = {
        "message": texts("en")["message." + verdict.message],
        "request_id": request_id(),
        "retry_after": RETRY_AFTER if status == 429 else None,
        **catalog.SAMPLES.get(status, {}),
        # What one system passes on, it passes on with what belongs to it.
        **load(verdict.system).SAMPLES.get(code, {}),
        **fields,
    }
    if "details" not in fields and "resets_at" in (said.get("details") or {}):
        resets_at = datetime.now(UTC) + timedelta(hours=2)
        said["details"] = {**said["details"], "resets_at": resets_at.isoformat(timespec="seconds")}
    wait = said.pop("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return ErrorAnswer(status, body_of(catalog, code=code, status=status, **said), headers)


def request_id() -> str:
    """Return a new request id."""
    return f"req_{secrets.token_hex(8)}"


async def _documented(request: Request) -> Response:
    system, code = request.path_params["system"], request.path_params["code"]
    if system not in SYSTEMS:
        return JSONResponse({"error": f"Unknown system. Known are: {', '.join(SYSTEMS)}."}, 404)
    answer = error_answer(system, code)
    return JSONResponse(answer.body, answer.status, answer.headers)


routes = [Route("/errors/{system}/{code}", _documented, methods=["GET", "POST"])]
