"""A site for tests: pages made on the spot, the built bundle, and a token endpoint that does as it is told.

Everything is on 127.0.0.1, on a port that the system chooses, in a thread of the test's own process.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
import threading
import time
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tools.build import inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.requests import Request

#: As strict as a page can be and still run WebAssembly.
STRICT_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class Site:
    """One site.

    Attributes:
        url: its address, without a slash at the end.
        build_address: path of the folder of the build.
        requests: path of every request, in order; of the bundle's files without the folder of the build.
        token_requests: the JSON body of every request for a token, in order.
        tokens: every token that was given out.
        token_answers: what the token endpoint answers next, one callable per request; when none is left, a fresh token.
        reports: the JSON body of every request to ``/reports``, in order.
        first: returns what every page made from now on has before all else, as HTML.
    """

    def __init__(self, bundle: Path, files: Path) -> None:
        self.build_address = f"/pywidget/{inner(bundle).name}"
        self.first: Callable[[], str] = str
        self.requests: list[str] = []
        self.token_requests: list[Any] = []
        self.token_headers: list[dict[str, str]] = []
        self.tokens: list[str] = []
        self.reports: list[Any] = []
        self.token_answers: list[Callable[[], Any]] = []
        self._pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.app = Starlette(
            routes=[
                Route("/page/{name}", self._page),
                Route("/token", self._token, methods=["GET", "POST", "PUT"]),
                Route("/reports", self._reports, methods=["POST"]),
                Route("/login", lambda _request: HTMLResponse("<!doctype html><title>Sign in</title>Sign in")),
                Mount("/pywidget", StaticFiles(directory=bundle)),
                Mount("/files", StaticFiles(directory=files)),
            ]
        )
        self.url = ""

    def page(  # noqa: PLR0913  a page has many parts, all with defaults
        self,
        body: str = "",
        *,
        attributes: dict[str, str] | None = None,
        head: str = "",
        tag: bool = True,
        policy: str = STRICT_POLICY,
        lang: str = "en",
    ) -> str:
        """Make a page and return its address. ``attributes`` are the script tag's, without ``data-``."""
        given = "".join(f' data-{key}="{html.escape(value)}"' for key, value in (attributes or {}).items())
        script = f'<script src="/pywidget/pywidget.js"{given}></script>' if tag else ""
        text = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Test</title>'
            '<meta name="viewport" content="width=device-width">'
            f"{self.first()}{head}</head><body>{body}{script}</body></html>"
        )
        name = str(len(self._pages))
        self._pages[name] = (text, {"Content-Security-Policy": policy} if policy else {})
        return f"{self.url}/page/{quote(name)}"

    async def _page(self, request: Request) -> Response:
        text, headers = self._pages[request.path_params["name"]]
        return HTMLResponse(text, headers=headers)

    async def _token(self, request: Request) -> Response:
        body = await request.body()
        self.token_requests.append(json.loads(body) if body else None)
        self.token_headers.append(dict(request.headers))
        if self.token_answers:
            answer = self.token_answers.pop(0)()
            if asyncio.iscoroutine(answer):
                answer = await answer
            if answer is not None:
                return cast("Response", answer)
        return JSONResponse({"token": self.fresh_token()})

    async def _reports(self, request: Request) -> Response:
        self.reports.append(await request.json())
        return Response(status_code=204)

    def fresh_token(self) -> str:
        token = f"jwt-{len(self.tokens) + 1}-SECRET"
        self.tokens.append(token)
        return token

    def clear(self) -> None:
        """Forget what the last test left."""
        logs: tuple[list[Any], ...] = (
            self.requests,
            self.token_requests,
            self.token_headers,
            self.tokens,
            self.reports,
            self.token_answers,
        )
        for log in logs:
            log.clear()


BUILD_FOLDER = re.compile(r"^/pywidget/[0-9a-f]{8}/")


@contextlib.contextmanager
def serve(site: Site) -> Iterator[Site]:
    """Run the site until the block ends."""

    async def logged(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            site.requests.append(BUILD_FOLDER.sub("/pywidget/", scope["path"]))
        await site.app(scope, receive, send)

    config = uvicorn.Config(logged, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    site.url = f"http://127.0.0.1:{port}"
    try:
        yield site
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(10)
