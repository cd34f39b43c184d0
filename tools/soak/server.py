"""The site of the soak: pages, the bundle, a token endpoint and a collector of reports, which do as they are told.

    python -m tools.soak.server BUNDLE

It runs in a process of its own, so that its memory can be measured, and prints its port.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import Scope

HERE = Path(__file__).parent
#: In every secret. It may be in a token's answer and in a widget's attribute, and nowhere else.
MARK = "S3CR3T"
#: As strict as a page can be that runs WebAssembly.
POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:"
#: Of the script tag.
ATTRIBUTES = {
    "token-url": "/token",
    "login-url": "/login",
    "contact": "help@example.org",
    "analytics": "beacon soak.report",
    "analytics-url": "/collect",
}
#: Where frameworks come from: file name in a page -> file of an npm package.
FRAMEWORKS = {
    "react.js": "react18/umd/react.production.min.js",
    "react-dom.js": "react-dom18/umd/react-dom.production.min.js",
    "vue.js": "vue/dist/vue.runtime.global.prod.js",
}
#: How long an answer takes while the network is slow, in seconds.
SLOW = 0.15
#: How long a request hangs before its connection breaks: longer than the page's clock waits for it.
HANGS = 4


def _said(name: str, **more: Any) -> Response:
    """An answer of a server in trouble, with a secret in its body."""
    headers = {"Retry-After": str(more["after"])} if "after" in more else {}
    body = {"error": {"code": more.get("code"), "message": f"Bearer eyJhbGciOiJIUzI1NiJ9.{MARK}{name}.c2ln"}}
    return JSONResponse(body, int(name), headers)


def _broken(request: Request) -> Response:
    """Break the connection. What is returned does not arrive."""
    request.scope["abort"]()
    return Response()


class _Bundle(StaticFiles):
    """The bundle as its documentation says that it is to be served: else a browser keeps the script tag for a while."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "max-age=31536000, immutable" if "/" in path else "no-cache"
        return response


class Soaked:
    """The site's state, and what was told to it.

    Attributes:
        how: how each part answers. ``token``: ``ok``, ``401``, ``429``, ``503``, ``html``, ``hang`` or ``break``.
            ``collector``: ``ok``, ``400``, ``429``, ``503``, ``hang``, ``break``, or ``lost``: it takes the reports,
            but the connection breaks before the answer. ``network``: ``ok`` or ``slow``.
        release: the number of builds that were replaced.
    """

    def __init__(self, bundle: Path, folder: Path) -> None:
        self.how = dict.fromkeys(("token", "collector", "network"), "ok")
        self.release = 0
        self._folder = folder / "pywidget"
        shutil.copytree(bundle, self._folder)
        self._build = next(path for path in self._folder.iterdir() if (path / "micropython.wasm").is_file()).name
        self._tokens = 0
        self._given = "".join(f' data-{name}="{html.escape(value)}"' for name, value in ATTRIBUTES.items())
        self._log: dict[str, Any] = {}
        #: The ids of reports whose count of dropped ones was noted.
        self._counted: set[str] = set()
        self._forget()
        self.app = Starlette(
            routes=[
                Route("/page", self._page),
                Route("/login", self._login),
                Route("/signed-out", self._sign_out, methods=["POST"]),
                Route("/token", self._answer_token, methods=["POST"]),
                Route("/collect", self._collect, methods=["POST"]),
                Route("/control", self._control, methods=["POST"]),
                Route("/npm/{name}", self._framework),
                Mount("/pywidget", _Bundle(directory=self._folder)),
                Mount("/files", StaticFiles(directory=HERE / "page")),
            ]
        )

    def _forget(self) -> None:
        self._log = {"stored": [], "refused": [], "beacons": [], "dropped": 0, "leaks": []}

    async def _page(self, request: Request) -> Response:
        plant = request.query_params.get("plant", "")
        tag = f'<script src="/pywidget/pywidget.js"{self._given}></script>'
        names = ("visitor", *(("plant",) if plant else ()))
        files = [f"/npm/{name}" for name in FRAMEWORKS] + [f"/files/{name}.js" for name in names]
        scripts = "".join(f'<script src="{file}"></script>' for file in files)
        text = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Soak</title>'
            f'<link rel="icon" href="data:,"></head><body data-plant="{html.escape(plant)}"><main></main>'
            f'<div id="react"></div><div id="vue"></div>{scripts}'
            f"{'' if 'bare' in request.query_params else tag}</body></html>"
        )
        response = HTMLResponse(text, headers={"Content-Security-Policy": POLICY})
        response.set_cookie("session", f"{MARK}-session")
        return response

    async def _login(self, _request: Request) -> Response:
        response = HTMLResponse('<!doctype html><link rel="icon" href="data:,"><title>Sign in</title>Signed in')
        response.set_cookie("session", f"{MARK}-session")
        return response

    async def _sign_out(self, _request: Request) -> Response:
        response = Response(status_code=204)
        response.delete_cookie("session")
        return response

    async def _framework(self, request: Request) -> Response:
        file = ROOT / "node_modules" / FRAMEWORKS[request.path_params["name"]]
        return Response(file.read_bytes(), media_type="text/javascript")

    async def _answer_token(self, request: Request) -> Response:
        body = (await request.body()).decode()
        self._look(body, "token request")
        how = self.how["token"] if "session" in request.cookies else "401"
        match how:
            case "401":
                return _said("401", code="common.auth.expired")
            case "429":
                return _said("429", code="common.rate_limited", after=7)
            case "503":
                return _said("503", code="common.service_unavailable")
            case "html":
                return HTMLResponse("<!doctype html><p>Down for maintenance")
            case "hang":
                await asyncio.sleep(HANGS)
                return _broken(request)
            case "break":
                return _broken(request)
        self._tokens += 1
        return JSONResponse({"token": f"eyJhbGciOiJIUzI1NiJ9.{MARK}{self._tokens}.c2lnbmF0dXJl"})

    async def _collect(self, request: Request) -> Response:
        body = await request.body()
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self._look(f"{dict(request.headers)} {body.decode()}", "report")
        reports = json.loads(body)["reports"]
        ids = [report["id"] for report in reports]
        how = self.how["collector"]
        if how in ("ok", "lost"):
            self._log["stored"] += ids
            self._count(reports)
        elif "beacon" in request.query_params:
            # Nobody hears this answer: the page is gone.
            self._log["beacons"] += ids
            self._count(reports)
        elif how == "400":
            self._log["refused"] += ids
        match how:
            case "hang":
                await asyncio.sleep(HANGS)
                return _broken(request)
            case "break" | "lost":
                return _broken(request)
            case "429":
                return _said("429", after=45)
            case "503" | "400":
                return _said(how)
        return Response(status_code=204)

    def _count(self, reports: list[dict[str, Any]]) -> None:
        """Note how many others these reports say were dropped; each of them may come more than once."""
        new = [report for report in reports if report["id"] not in self._counted]
        self._counted.update(report["id"] for report in new)
        self._log["dropped"] += sum(report.get("dropped", 0) for report in new)

    async def _control(self, request: Request) -> Response:
        """Do as the driver says; answer with what has happened since it last asked."""
        told = await request.json()
        self.how.update({name: how for name, how in told.items() if name in self.how})
        if told.get("release"):
            self._publish()
        answer = JSONResponse(self._log)
        self._forget()
        return answer

    def _publish(self) -> None:
        """Replace the build by another: a new folder, a script tag that names it, and nothing left of the old one."""
        self.release += 1
        name = f"{self.release:08x}"
        loader = self._folder / "pywidget.js"
        text = loader.read_text(encoding="utf-8").replace(self._build, name)
        (self._folder / self._build).rename(self._folder / name)
        loader.write_text(text, encoding="utf-8")
        self._build = name

    def _look(self, text: str, where: str) -> None:
        """Note a secret where there must be none; cookies belong to their requests."""
        if MARK in text.replace(f"session={MARK}-session", ""):
            self._log["leaks"].append(f"{where}: {text[:300]}")

    async def __call__(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        """Answer as an ASGI application, slowly where that is asked for."""
        if self.how["network"] == "slow" and scope.get("path") != "/control":
            await asyncio.sleep(SLOW)
        # The server's own cycle of a request holds the connection.
        await self.app({**scope, "abort": send.__self__.transport.abort}, receive, send)


def main() -> None:
    """Serve until a signal ends it."""
    with tempfile.TemporaryDirectory(prefix="pywidget-soak-") as folder:
        site = Soaked(Path(sys.argv[1]), Path(folder))
        # With its protocol named, as asyncio wants it: else answers on a kept connection wait for 40 ms.
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            print(listening.getsockname()[1], flush=True)
            config = uvicorn.Config(site, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
            uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
