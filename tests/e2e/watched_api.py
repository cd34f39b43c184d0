"""The server of tests that watch a page's own requests: every API's errors, and answers that are odd."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pywidget.catalog import load
from pywidget.demo.errors import error_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

NODE_MODULES = (Path(__file__).resolve().parents[2] / "node_modules").resolve()
SYSTEMS = ("allfeat-api", "mori", "breakground")
#: What these say anew each time, said always the same.
FIXED_DETAILS = {"common.quota_exceeded": {"limit": 100, "used": 100, "resets_at": "2030-01-02T03:04:05Z"}}
LARGE = 1_000_000


def codes_of(system: str) -> list[str]:
    """Every code that the error document of a system lists."""
    return sorted(load(system).CODES)


def path_of(system: str, code: str) -> str:
    """Where it is answered."""
    return f"/api/{system}/{code}"


class WatchedApi:
    """The server.

    Attributes:
        signed_in: whether ``/api/session/…`` lets requests through.
        profiles: JSON text by name, for ``/profiles/<name>``.
        hold: ``/api/session/…`` is answered when as many requests wait.
    """

    def __init__(self) -> None:
        self.signed_in = False
        self.profiles: dict[str, str] = {}
        self.routes = [
            Route("/api/{system}/{code}", self._documented, methods=["GET", "POST", "HEAD"]),
            Route("/api/{what}", self._odd, methods=["GET", "POST", "PUT"]),
            Route("/profiles/{name}", self._profile),
            Route("/npm/{path:path}", _npm),
        ]

    async def _documented(self, request: Request) -> Response:
        system, code = request.path_params["system"], request.path_params["code"]
        if system == "session":
            await asyncio.sleep(int(code) / 1000)
            body = {"error": {"code": "AUTH_INVALID_TOKEN", "category": "AUTH", "message": "jwt expired"}}
            return JSONResponse({"ok": True}) if self.signed_in else JSONResponse(body, 401)
        if system == "later":
            await asyncio.sleep(int(code) / 1000)
            return JSONResponse({"code": "ORDER_TIMEOUT"}, 408)
        fields: dict[str, Any] = {"request_id": f"req_{code}"}
        if code in FIXED_DETAILS:
            fields["details"] = FIXED_DETAILS[code]
        answer = error_answer(system, code, **fields)
        return JSONResponse(answer.body, answer.status, answer.headers)

    async def _odd(self, request: Request) -> Response:  # noqa: C901  one answer each
        what = request.path_params["what"]
        answer: Response
        if what == "fine":
            answer = JSONResponse({"ok": True})
        elif what == "slow":
            await asyncio.sleep(1)
            answer = JSONResponse({"ok": True})
        elif what == "endless":
            answer = StreamingResponse(_endless(), 503, media_type="application/json")
        elif what == "pieces":
            answer = StreamingResponse(_pieces(), 503, media_type="application/json")
        elif what == "large":
            answer = JSONResponse({"pad": "x" * LARGE, "code": "SERVER_INTERNAL_ERROR"}, 500)
        elif what == "html":
            answer = HTMLResponse("<!doctype html><title>Bad Gateway</title>", 502)
        elif what == "image":
            answer = Response(bytes(range(16)), 404, media_type="image/png")
        elif what == "empty":
            answer = Response(None, 500)
        elif what == "moved":
            answer = RedirectResponse(path_of("mori", "PLAN_NOT_FOUND"), 302)
        elif what == "echo":
            body = (await request.body()).decode()
            answer = JSONResponse({"code": "INVALID_PARAMETER", "body": body, "asked": request.headers["x-asked"]}, 400)
        elif what == "limited":
            headers = dict(pair.split("=", 1) for pair in request.query_params["headers"].split("|"))
            answer = JSONResponse({"code": "RATE_LIMIT_EXCEEDED"}, 429, headers)
        else:
            answer = JSONResponse({"error": "no such answer"}, 404)
        return answer

    async def _profile(self, request: Request) -> Response:
        text = self.profiles.get(request.path_params["name"])
        return Response(text, media_type="application/json") if text is not None else Response(None, 404)


async def _npm(request: Request) -> Response:
    file = (NODE_MODULES / request.path_params["path"]).resolve()
    if not file.is_relative_to(NODE_MODULES):
        return Response(None, 404)
    return Response(file.read_text(encoding="utf-8"), media_type="text/javascript")


async def _endless() -> AsyncIterator[str]:
    while True:
        yield " " * 100
        await asyncio.sleep(0.02)


async def _pieces() -> AsyncIterator[str]:
    for piece in ('{"code": ', '"SERVER_', "INTERNAL_", 'ERROR"', "}"):
        yield piece
        await asyncio.sleep(0.02)
