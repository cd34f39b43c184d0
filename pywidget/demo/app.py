"""The playground as one ASGI application."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, RedirectResponse
from starlette.routing import Mount, Route

from pywidget.demo import allfeat, codes, collector, errors, organizations, scenarios, tokens
from pywidget.demo.files import BundleFiles, VisibleFiles
from pywidget.demo.gate import LOCAL_PAGE, Gate
from pywidget.demo.report_store import ReportStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The strictest policy that pywidget promises to work under.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class _LocalPages:
    """Lets other pages of this machine load the widget's double and use its API, and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._allowing = CORSMiddleware(
            app,
            allow_origin_regex=LOCAL_PAGE,
            allow_methods=["GET", "POST", "PUT"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_double = scope["type"] == "http" and scope["path"].startswith(("/double/", "/ats/"))
        await (self._allowing if is_double else self.app)(scope, receive, send)


class _PageHeaders:
    """Puts the policy on every HTML page, and keeps the browser from serving yesterday's files."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-cache")
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Security-Policy"] = POLICY
                    headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self.app(scope, receive, send_with_headers)


async def _page(path: Path, _: Request) -> Response:
    return FileResponse(path)


async def _sign_in(request: Request) -> Response:
    """End the demonstration of a signed-out visitor; in a tab of its own, say so there."""
    response = RedirectResponse("/signed-in" if "tab" in request.query_params else "/", 303)
    response.delete_cookie(tokens.COOKIE)
    return response


def create_app(
    static_dir: Path, bundle_dir: Path | None, reports_file: Path | None = None, host: str = ""
) -> Starlette:
    """Return the application.

    Its ``state.scenarios`` is the :class:`pywidget.demo.scenarios.Scenarios` that its API plays.

    Args:
        static_dir: the folder of the playground's page.
        bundle_dir: the folder of the built files; they are answered with 503 where it does not exist.
        reports_file: where the collector keeps reports; None for memory.
        host: the name or address that it is served on; beside it, it answers as ``localhost`` and to addresses.

    Raises:
        sqlite3.Error: ``reports_file`` cannot be used.
    """
    known = scenarios.Scenarios()
    reports = ReportStore(reports_file)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        reports.close()

    app = Starlette(
        routes=[
            *tokens.routes,
            *codes.routes,
            *errors.routes,
            *organizations.routes,
            *scenarios.routes(known),
            *allfeat.routes(known),
            *collector.routes(reports),
            Route("/reports", partial(_page, static_dir / "reports.html")),
            Route("/login", _sign_in, methods=["POST"]),
            Route("/login", partial(_page, static_dir / "login.html")),
            Route("/signed-in", partial(_page, static_dir / "signed-in.html")),
            Mount("/pywidget", BundleFiles(bundle_dir)),
            Mount("/", VisibleFiles(directory=static_dir, html=True)),
        ],
        middleware=[
            Middleware(Gate, host=host),
            Middleware(_PageHeaders),
            Middleware(_LocalPages),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        lifespan=lifespan,
    )
    app.state.scenarios = known
    return app
