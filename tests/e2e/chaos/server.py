"""A small web server whose answers are wrong down to the byte: it writes them to the socket itself.

Each case has a folder of its own, ``/3/``, with its page, its copy of the bundle and its endpoints, so that many cases
can run at the same time. One request, one connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tools.build import inner
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
PYODIDE = ROOT / "node_modules" / "pyodide"

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".romfs": "application/octet-stream",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".zip": "application/zip",
}

#: Pieces of an answer that is slow, and seconds between two of them.
PIECES, PAUSE = 40, 0.03


@dataclass(frozen=True)
class Reply:
    """An answer, and how it is sent: "whole", "slow", "never", or "broken" in its middle."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    sent: str = "whole"

    def having(self, **headers: str) -> Reply:
        """Return the same with other headers; ``_`` in a name stands for ``-``."""
        return replace(self, headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()})


def reply_of(path: Path) -> Reply:
    """Return a file as a careful site serves it."""
    kind = TYPES.get(path.suffix, "text/plain")
    return Reply(path.read_bytes()).having(Content_Type=kind, X_Content_Type_Options="nosniff")


@dataclass
class Folder:
    """What one case has on the server.

    Attributes:
        html: the page.
        headers: the page's headers.
        broken: the name of the file that is broken, without the folder of the build; "" for none.
        change: how.
        requests: how often each path was asked for, without the folder of the build.
        reports: the bodies of reports.
        tokens: how many tokens were given out.
    """

    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    broken: str = ""
    change: Callable[[Reply], Reply] = lambda reply: reply
    requests: Counter[str] = field(default_factory=Counter)
    reports: list[str] = field(default_factory=list)
    tokens: int = 0


class Server:
    """The running server; a context manager.

    Attributes:
        url: its address, and that of another origin on the same machine.
    """

    def __init__(self, bundle: Path) -> None:
        self._bundle = bundle
        self._inner = inner(bundle)
        self.folders: list[Folder] = []
        self.url = ""
        self.elsewhere = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._connected, "127.0.0.1", 0), self._loop
        ).result()
        port = server.sockets[0].getsockname()[1]
        self.url, self.elsewhere = f"http://127.0.0.1:{port}", f"http://localhost:{port}"
        self._server = server
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def add(self) -> tuple[int, Folder]:
        """Make a folder for a case, and return its number, too."""
        folder = Folder()
        self.folders.append(folder)
        return len(self.folders) - 1, folder

    @property
    def build(self) -> str:
        """The name of the build."""
        return self._inner.name

    def addresses(self) -> Iterator[str]:
        """The paths of all files that a page can ask its folder for, below that folder."""
        yield from ("widget.js", "token", "reports", "api/thing", "login")
        for path in sorted(self._bundle.rglob("*")):
            if path.is_file() and path.suffix not in (".br", ".gz"):
                yield f"pywidget/{path.relative_to(self._bundle).as_posix()}"
        for path in sorted(PYODIDE.iterdir()):
            if path.is_file():
                yield f"pyodide/{path.name}"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1")
        method, target, _ = head.split(" ", 2)
        length = next(
            (int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0
        )
        body = await reader.readexactly(length)
        number, _, path = target.partition("?")[0].lstrip("/").partition("/")
        if not number.isdigit():
            await _send(writer, Reply(status=404))
            return
        folder = self.folders[int(number)]
        name = path.replace(f"{self.build}/", "", 1)
        if method == "OPTIONS":
            await _send(writer, Reply(status=204))
            return
        folder.requests[name] += 1
        reply = self._reply(folder, path, body)
        # The other origin has the right file, but lets no other page read it.
        is_elsewhere = f"host: {self.elsewhere.removeprefix('http://')}" in head.lower()
        if folder.broken and name == folder.broken and not is_elsewhere:
            reply = folder.change(reply)
            if reply.status == 302:
                reply = reply.having(Location=f"{self.elsewhere}{target}")
        await _send(writer, reply)

    def _reply(self, folder: Folder, path: str, body: bytes) -> Reply:
        if path == "page":
            return Reply(folder.html.encode(), headers=folder.headers).having(Content_Type=TYPES[".html"])
        if path == "token":
            folder.tokens += 1
            return _json({"token": f"jwt-{folder.tokens + 1}"})
        if path == "reports":
            folder.reports.append(body.decode("utf-8", "replace"))
            return Reply(status=204)
        if path == "api/thing":
            limited = _json({"error": {"code": "common.rate_limited", "message": "slow down"}})
            return replace(limited, status=429).having(Retry_After="300")
        if path == "login":
            return Reply(b"<!doctype html>Sign in").having(Content_Type=TYPES[".html"])
        if path == "worker.js":
            return reply_of(HERE / "worker.js").having(Cache_Control="no-cache")
        if path == "widget.js":
            return reply_of(HERE / "widget.js").having(Cache_Control="no-cache")
        found = self._file(path)
        if not found.is_file():
            return Reply(b"Not Found", 404).having(Content_Type="text/plain")
        # As docs/serving.md has it: what is in the folder of the build never changes.
        forever = self.build in path
        return reply_of(found).having(Cache_Control="max-age=31536000, immutable" if forever else "no-cache")

    def _file(self, path: str) -> Path:
        top, _, rest = path.partition("/")
        base = {"pywidget": self._bundle, "pyodide": PYODIDE}.get(top, HERE / "nothing")
        return base / rest


def _json(value: Any) -> Reply:
    return Reply(json.dumps(value).encode()).having(Content_Type=TYPES[".json"])


async def _send(writer: asyncio.StreamWriter, reply: Reply) -> None:
    headers = {"Content-Length": str(len(reply.body)), "Connection": "close", **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} Status", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    head = "\r\n".join(lines).encode("latin1")
    if reply.sent == "never":
        await asyncio.Event().wait()
    if reply.sent == "broken":
        writer.write(head + reply.body[: len(reply.body) // 2])
        await writer.drain()
        # Reset, as a proxy that dies does.
        writer.transport.abort()
        return
    if reply.sent == "slow":
        writer.write(head)
        size = max(len(reply.body) // PIECES, 1)
        for start in range(0, len(reply.body), size):
            await asyncio.sleep(PAUSE)
            writer.write(reply.body[start : start + size])
            await writer.drain()
        return
    writer.write(head + reply.body)
    await writer.drain()
