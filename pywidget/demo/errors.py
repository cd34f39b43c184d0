"""Any documented error as the HTTP answer that its system would give: ``/errors/{system}/{code}``."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import JSONResponse
from starlette.routing import Route

from pywidget.catalog import SYSTEMS
from pywidget.core.classify import classify
from pywidget.locales import texts

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from pywidget.core.verdict import Remedy, Verdict

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

MEGABYTE = 1024 * 1024
#: What the documents say comes along.
DETAILS: dict[str, dict[str, Any]] = {
    "registration.audio_too_large": {"size_bytes": 104 * MEGABYTE, "max_bytes": 50 * MEGABYTE},
    "registration.dry_run_failed": {"reason": "insufficient balance to register work"},
    "common.validation_failed": {"fields": {"title": "required"}},
    "common.not_found": {"resource": "work"},
    "api_key.scope_denied": {"required": "works:write"},
    "api_key.unknown_scope": {"value": "works:everything"},
    "api_key.webhook_url_invalid": {"reason": "not an https URL"},
    "api_key.limit_reached": {"max": 10},
    "common.quota_exceeded": {"limit": 100, "used": 100},
}

#: BreakGround's own category, by status; all others are INTERNAL.
CATEGORIES = {400: "VALIDATION", 401: "AUTH", 403: "AUTH", 404: "NOT_FOUND", 409: "CONFLICT", 429: "RATE_LIMIT"}

#: Seconds that a rate limited caller is asked to wait. Short enough to be watched.
RETRY_AFTER = 15

#: What the widget's first generation tells apart by text.
V1_TEXTS = {
    "TOKEN_EXPIRED": "Token expired",
    "INVALID_SITE_KEY": "Invalid site-key",
    "FORBIDDEN": "Not allowed",
    "NOT_FOUND": "Work not found",
    "CONFLICT": "Work already registered",
    "RATE_LIMITED": "Too many requests",
    "BAD_REQUEST": "Title is required",
    "SERVER_ERROR": "Internal server error",
}


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
    headers = {"Retry-After": str(RETRY_AFTER)} if status == 429 and system != "mori" else {}
    return ErrorAnswer(status, _body(system, code, status, verdict, fields), headers)


def _body(system: str, code: str, status: int, verdict: Verdict, fields: dict[str, Any]) -> dict[str, Any]:
    message = fields.get("message") or texts("en")["message." + verdict.message]
    if system == "mori":
        return {"code": code}
    if system == "allfeat-widget-v1":
        return {"error": fields.get("message") or V1_TEXTS.get(code, f"HTTP {status}")}
    details = fields.get("details", _details(code))
    if system == "breakground":
        category = "EXTERNAL_SERVICE" if code == "EXTERNAL_SERVICE_ERROR" else CATEGORIES.get(status, "INTERNAL")
        if code == "VALIDATION_ERROR":
            details = [{"path": "events.0.type", "message": "Invalid enum value"}]
        error = {"message": message, "statusCode": status, "code": code, "category": category}
        return {"error": error | ({"details": details} if details else {})}
    error = {"code": code, "message": message, "request_id": fields.get("request_id") or request_id()}
    return {"error": error | ({"details": details} if details else {})}


def _details(code: str) -> dict[str, Any] | None:
    details = DETAILS.get(code)
    if details and code == "common.quota_exceeded":
        resets_at = datetime.now(UTC) + timedelta(hours=2)
        return {**details, "resets_at": resets_at.isoformat(timespec="seconds")}
    return details


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
