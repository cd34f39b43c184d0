"""Every documented code with its meaning, and the scenario that leads the double into it: ``/api/codes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from pywidget.catalog import SYSTEMS, load
from pywidget.core.classify import classify
from pywidget.demo.scenarios import WIDGET_SYSTEMS
from pywidget.locales import texts

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: What leads to the codes that the widget makes up itself.
MADE_BY_WIDGET: dict[str, dict[str, Any]] = {
    "widget.network_error": {"init": ["drop", "ok"]},
    "widget.upload_error": {"upload": [{"status": 500}, {"status": 500}, {"status": 500}, "ok"]},
    "widget.malformed_response": {"init": [{"status": 502, "text": "<h1>Bad gateway</h1>"}, "ok"]},
    "widget.unknown_error": {"socket": [{"type": "step", "step": "completed"}]},
    "NETWORK_ERROR": {"init": ["drop", "ok"]},
    "UPLOAD_ERROR": {"upload": [{"status": 500}, {"status": 500}, {"status": 500}, "ok"]},
    "SERVER_ERROR": {"init": [{"status": 500, "json": {"error": "Internal server error"}}, "ok"]},
    "UNKNOWN_ERROR": {"init": [{"status": 418, "json": {"error": "I'm a teapot"}}, "ok"]},
}

#: Where in the widget's course the other codes come up; all that are not named come up at the start. Of the answers to
#: an access code, ``access_code.not_found`` and ``work.not_found`` are shown beside it, and no event tells of them.
STEPS = {
    "registration.audio_too_large": "prepare",
    "registration.invalid_audio_format": "prepare",
    "registration.insufficient_credits": "confirm",
    "access_code.expired": "access",
    "transaction.already_confirmed": "confirm",
    "transaction.expired": "socket",
    "transaction.not_found": "socket",
    "transaction.store_unavailable": "socket",
}


def scenario_for(system: str, code: str) -> dict[str, Any] | None:
    """Return the scenario that ends in ``code``; None for systems that are not the widget's."""
    if system not in WIDGET_SYSTEMS:
        return None
    if code in MADE_BY_WIDGET:
        return {"system": system, **MADE_BY_WIDGET[code]}
    step = STEPS.get(code, "init")
    error = {"code": code}
    if step == "socket":
        return {"system": system, "socket": [error]}
    # Rate limits have to outlast the widget's own three attempts.
    limited = classify(code, system).path == "rate-limit"
    return {"system": system, step: [error, error, error, "ok"] if limited else [error, "ok"]}


def documented_codes() -> list[dict[str, Any]]:
    """Return all documented codes, in the order of their documents."""
    words = texts("en")
    return [
        {
            "system": system,
            "title": load(system).TITLE or system,
            "code": code,
            "path": verdict.path,
            "remedy": verdict.remedy,
            "httpStatus": verdict.http_status,
            "message": words["message." + verdict.message],
            "action": verdict.action,
            "scenario": scenario_for(system, code),
        }
        for system in SYSTEMS
        for code in load(system).CODES
        for verdict in (classify(code, system),)
    ]


async def _codes(_: Request) -> Response:
    return JSONResponse(documented_codes())


routes = [Route("/api/codes", _codes)]
