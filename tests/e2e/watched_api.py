"""What tests of watched pages need: a server with every documented error of every API, and with answers that are odd.

Import the fixtures where they are wanted::

    from watched_api import api_fixture, shared_api_fixture  # noqa: F401
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from pywidget.catalog import load
from pywidget.demo.errors import error_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from playwright.sync_api import Page
    from playwright.sync_api import Route as Held
    from site_for_tests import Site
    from starlette.requests import Request

NODE_MODULES = (Path(__file__).resolve().parents[2] / "node_modules").resolve()
SYSTEMS = ("allfeat-api", "mori", "breakground")
#: What is different in each run, replaced by fixed values.
FIXED_DETAILS = {"common.quota_exceeded": {"limit": 100, "used": 100, "resets_at": "2030-01-02T03:04:05Z"}}
LARGE = 1_000_000


@contextlib.contextmanager
def holding(page: Page, files: str) -> Iterator[Callable[[], int]]:
    """Keep files of pywidget back until what this yields is called, which answers how many were asked for by then."""
    waiting: list[Held] = []
    released = False

    def hold(route: Held) -> None:
        if released:
            route.continue_()
        else:
            waiting.append(route)

    def release() -> int:
        nonlocal released
        released = True
        for route in waiting:
            route.continue_()
        return len(waiting)

    page.route(files, hold)
    yield release
    assert released


def codes_of(system: str) -> list[str]:
    """Every code that the error document of a system lists."""
    return sorted(load(system).CODES)


def path_of(system: str, code: str) -> str:
    """Where it is answered."""
    return f"/api/{system}/{code}"


def _fine(_body: bytes, _request: Request) -> Response:
    return JSONResponse({"ok": True})


def _echo(body: bytes, request: Request) -> Response:
    said = {"code": "INVALID_PARAMETER", "body": body.decode(), "asked": request.headers["x-asked"]}
    return JSONResponse(said, 400)


def _limited(_body: bytes, request: Request) -> Response:
    headers = dict(pair.split("=", 1) for pair in request.query_params["headers"].split("|"))
    return JSONResponse({"code": "RATE_LIMIT_EXCEEDED"}, 429, headers)


#: ``/api/<name>``: what is asked, with its body -> the answer.
ODD: dict[str, Callable[[bytes, Request], Response]] = {
    "fine": _fine,
    "slow": _fine,
    "echo": _echo,
    "limited": _limited,
    "endless": lambda _body, _request: StreamingResponse(_endless(), 503, media_type="application/json"),
    "pieces": lambda _body, _request: StreamingResponse(_pieces(), 503, media_type="application/json"),
    "long": lambda _body, _request: JSONResponse({"pad": "x" * 3_000, "code": "SERVER_INTERNAL_ERROR"}, 500),
    "large": lambda _body, _request: JSONResponse({"pad": "x" * LARGE, "code": "SERVER_INTERNAL_ERROR"}, 500),
    "html": lambda _body, _request: HTMLResponse("<!doctype html><title>Bad Gateway</title>", 502),
    "image": lambda _body, _request: Response(bytes(range(16)), 404, media_type="image/png"),
    "empty": lambda _body, _request: Response(None, 500),
    "moved": lambda _body, _request: RedirectResponse(path_of("mori", "PLAN_NOT_FOUND"), 302),
}


class WatchedApi:
    """The server.

    Attributes:
        signed_in: whether ``/api/session/…`` lets requests through.
        profiles: JSON text by name, for ``/profiles/<name>``.
    """

    def __init__(self) -> None:
        self.signed_in = False
        #: Set when the connection of an ``/api/open`` has ended. Its answer has no end of its own.
        self.closed = threading.Event()
        #: ``/api/held/2`` is answered when ``/api/turn/2`` was asked for.
        self._turns: dict[str, asyncio.Event] = {}
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
        if system == "held":
            await self._turns.setdefault(code, asyncio.Event()).wait()
            del self._turns[code]
            # Not its own status: Chromium repeats what is answered with 408 over a connection that was used before.
            return JSONResponse({"code": "ORDER_TIMEOUT"}, 409)
        if system == "turn":
            self._turns.setdefault(code, asyncio.Event()).set()
            return JSONResponse({"ok": True})
        fields: dict[str, Any] = {"request_id": f"req_{code}"}
        if code in FIXED_DETAILS:
            fields["details"] = FIXED_DETAILS[code]
        answer = error_answer(system, code, **fields)
        return JSONResponse(answer.body, answer.status, answer.headers)

    async def _odd(self, request: Request) -> Response:
        what = request.path_params["what"]
        body = await request.body()
        if what == "slow":
            await asyncio.sleep(1)
        if what == "open":
            return StreamingResponse(self._open(), 503, media_type="application/json")
        return ODD[what](body, request)

    async def _open(self) -> AsyncIterator[str]:
        try:
            async for piece in _endless():
                yield piece
        finally:
            self.closed.set()

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


@pytest.fixture(name="shared_api", scope="module")
def shared_api_fixture(shared_site: Site) -> Iterator[WatchedApi]:
    """The server, in the test's own site."""
    api = WatchedApi()
    routes = shared_site.app.router.routes
    routes[:0] = api.routes
    yield api
    for route in api.routes:
        routes.remove(route)


@pytest.fixture(name="api")
def api_fixture(shared_api: WatchedApi) -> WatchedApi:
    """The server, as it is in the beginning."""
    shared_api.signed_in = False
    shared_api.closed.clear()
    shared_api.profiles.clear()
    return shared_api


def announced(page: Page, name: str) -> list[Any]:
    """The details of all that was announced of a kind."""
    return list(page.evaluate("(name) => announced.filter((one) => one.name == name).map((one) => one.detail)", name))


def wait_for(page: Page, name: str, count: int = 1) -> list[Any]:
    """Wait until so many of a kind were announced, and return their details."""
    page.wait_for_function(
        "([name, count]) => announced.filter((one) => one.name == name).length >= count", arg=[name, count]
    )
    return announced(page, name)


def ask(page: Page, *paths: str, client: str = "fetch") -> None:
    """Let the page ask for these, one after the other."""
    page.evaluate("([client, paths]) => askFor(client, paths)", [client, paths])
