"""The site of a benchmark: pages, and files that were compressed with Brotli before anybody asks for them."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import uvicorn
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from benchmarks.contenders import BY_NAME, NPM, PAGES
from pywidget.cli import main as pywidget
from tools.build import build
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.requests import Request

    from benchmarks.contenders import Contender

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
}
#: What was compressed once, by the hash of what it was. Compressing Pyodide takes half a minute.
CACHE = ROOT / "test-output" / "bench" / "brotli"
#: What each page's files are made of by esbuild.
ENTRIES = ("sample", "sentry", "sentry-sdk")
#: Sentry's documentation has these for pages that do not want its debugging and tracing.
DEFINED = ("--define:__SENTRY_DEBUG__=false", "--define:__SENTRY_TRACING__=false")


def bundled(contender: Contender, folder: Path) -> Path:
    """Return the folder with pywidget's files for a contender, as the command puts them into a site."""
    if not contender.bundle:
        return build()
    result = CliRunner().invoke(pywidget, ["bundle", str(folder), *contender.bundle])
    if result.exit_code != 0:
        raise RuntimeError(f"pywidget bundle {' '.join(contender.bundle)}: {result.output}")
    return folder


def made(folder: Path) -> Path:
    """Build what pages load that is neither ours nor published as a file."""
    command = (
        str(NPM / "esbuild" / "bin" / "esbuild"),
        *(str(PAGES / f"{name}.js") for name in ENTRIES),
        "--bundle",
        "--minify",
        "--format=iife",
        f"--outdir={folder}",
        "--log-level=error",
        *DEFINED,
    )
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def compressed(path: Path) -> bytes:
    """Return a file as Brotli makes it: what lies beside it, or was kept, or is made now."""
    beside = path.with_name(path.name + ".br")
    if beside.is_file():
        return beside.read_bytes()
    content = path.read_bytes()
    kept = CACHE / hashlib.sha256(content).hexdigest()
    if not kept.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        # Another run may be at it: each writes a file of its own, and the last one stays.
        with tempfile.NamedTemporaryFile(dir=CACHE, delete=False) as file:
            file.write(brotli.compress(content))
        Path(file.name).replace(kept)
    return kept.read_bytes()


class Files:
    """Folders of files, by the first parts of their addresses."""

    def __init__(self, folders: dict[str, Path]) -> None:
        self._folders = folders
        self._ready: dict[Path, Response] = {}

    def answer(self, request: Request) -> Response:
        """Answer with a file."""
        address: str = request.path_params["path"]
        for start, folder in self._folders.items():
            path = (folder / address.removeprefix(start)).resolve()
            if address.startswith(start) and path.is_file():
                if path not in self._ready:
                    headers = {
                        "Cache-Control": "public, max-age=31536000, immutable",
                        "Content-Encoding": "br",
                        "Content-Type": TYPES.get(path.suffix, "application/octet-stream"),
                    }
                    self._ready[path] = Response(compressed(path), headers=headers)
                return self._ready[path]
        return Response(status_code=404)


@contextmanager
def serving(contenders: Iterable[Contender]) -> Iterator[str]:
    """Serve the pages of these contenders until the block ends; yields the address."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folders = {"made/": made(folder / "made"), "npm/": NPM}
        for contender in contenders:
            if contender.is_ours:
                folders[f"ours/{contender.name}/"] = bundled(contender, folder / contender.name)
        files = Files(folders)

        def page(request: Request) -> Response:
            return HTMLResponse(BY_NAME[request.path_params["name"]].page())

        def collect(_request: Request) -> Response:
            return Response("{}", media_type="application/json")

        routes = [
            Route("/page/{name}", page),
            Route("/collect/{path:path}", collect, methods=["GET", "POST"]),
            Route("/{path:path}", files.answer),
        ]
        config = uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        # Listened to before the address is told. Brotli is for https, and for this address, which counts as safe too.
        with socket.create_server(("127.0.0.1", 0)) as listening:
            # Connections inherit it. Without it the rest of an answer waits 40 ms for the browser to confirm its head.
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.01)
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            finally:
                server.should_exit = True
                thread.join(10)
