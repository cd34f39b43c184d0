"""The site of a hostile page: its files in good order, its token endpoint and its API at their worst."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import struct
import threading
from collections import Counter
from typing import TYPE_CHECKING

from tools.fuzz_page.answers import MARK, answer_to

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path

#: Frames of another origin are allowed, and nothing else that a strict policy does not allow.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; "
    "style-src 'unsafe-inline'; frame-src *"
)
SCRIPTS = "".join(
    f'<script src="/{name}.js"></script>'
    for name in (
        "hostility/random",
        "hostility/record",
        "files/stand-in",
        "hostility/values",
        "hostility/acts",
        "hostility/campaign",
    )
)
PAGE = (
    f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hostile</title>{SCRIPTS}</head>'
    "<body><main></main><aside></aside></body></html>"
)
TYPES = {".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}
#: How long a connection that hangs is kept open, in seconds: longer than a page of a campaign lives.
HANGS = 60


class HostileServer:
    """The server.

    Attributes:
        url: its address, without a slash at the end.
        elsewhere: the same server, as another origin.
        seed: what answers are made of, with what is asked for.
        renewals: network of a widget -> how many renewals asked for its token.
        tries: the highest ``attempt`` that was asked for.
        leaks: what was sent to the server and has a secret in it.
        answers: how many hostile answers were given.
    """

    def __init__(self, folders: dict[str, Path]) -> None:
        self.url = self.elsewhere = self.seed = ""
        self._folders = folders
        self.clear()

    def clear(self) -> None:
        """Forget the page before."""
        self.renewals: Counter[str] = Counter()
        self.tries = 0
        self.leaks: list[str] = []
        self.answers = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            lines = head.split("\r\n")
            path = lines[0].split(" ")[1]
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            body = await reader.readexactly(int(fields.get("content-length") or 0))
            await self._answer(path, fields, body, writer)
        writer.close()

    async def _answer(self, path: str, fields: dict[str, str], body: bytes, writer: asyncio.StreamWriter) -> None:
        name = path.partition("?")[0]
        if name == "/collect":
            self._look("a report", gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
            return await self._send(writer, b"", 204)
        self._look(f"the request for {name}", f"{path} {fields.get('referer')}".encode() + body)
        if name == "/page":
            return await self._send(writer, PAGE.encode(), type_="text/html; charset=utf-8", policy=POLICY)
        if name in ("/empty", "/login"):
            return await self._send(writer, b"<!doctype html><title>Empty</title>", type_="text/html")
        if name == "/token":
            return await self._hostile(writer, self._wanted(body))
        if name.startswith("/api/"):
            return await self._hostile(writer, name[len("/api/") :])
        for prefix, folder in self._folders.items():
            file = folder / name.removeprefix(prefix)
            if name.startswith(prefix) and file.is_file() and file.resolve().is_relative_to(folder.resolve()):
                return await self._send(
                    writer, file.read_bytes(), type_=TYPES.get(file.suffix, "application/octet-stream")
                )
        return await self._send(writer, b"Not found", 404)

    def _wanted(self, body: bytes) -> str:
        """Count a request for a token; tell which answer it gets."""
        try:
            asked = json.loads(body)
            attempt = asked.get("attempt") or 1
            self.tries = max(self.tries, attempt)
            if attempt == 1:
                self.renewals[str(asked.get("network"))] += 1
            return f"{asked.get('mode')} {attempt}"
        except ValueError:
            return "nothing"

    def _look(self, place: str, sent: bytes) -> None:
        text = sent.decode("utf-8", "replace")
        at = text.upper().find(MARK)
        if at >= 0:
            self.leaks.append(f"secret in {place}: {text[max(at - 120, 0) : at + 60]}")

    async def _hostile(self, writer: asyncio.StreamWriter, what: str) -> None:
        self.answers += 1
        pieces, pause, ends = answer_to(self.seed, what)
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if ends == "hangs":
            await asyncio.sleep(HANGS)
        elif ends == "reset":
            connection: socket.socket = writer.get_extra_info("socket")
            # Not closed in order: the other side is told that there was no answer.
            connection.setsockopt(1, 13, struct.pack("ii", 1, 0))

    async def _send(
        self,
        writer: asyncio.StreamWriter,
        body: bytes,
        status: int = 200,
        *,
        type_: str = "text/plain",
        policy: str = "",
    ) -> None:
        head = f"HTTP/1.1 {status} x\r\nContent-Type: {type_}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        if policy:
            head += f"Content-Security-Policy: {policy}\r\n"
        elif status == 200 and type_ != "text/html":
            head += "Cache-Control: max-age=3600\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        await writer.drain()


@contextlib.contextmanager
def serve_hostile(folders: dict[str, Path]) -> Iterator[HostileServer]:
    """Run the server in a thread until the block ends. ``folders``: prefix of addresses -> where their files are."""
    site = HostileServer(folders)
    loop = asyncio.new_event_loop()
    # A reset connection is no mistake here.
    loop.set_exception_handler(lambda _loop, _context: None)
    server = loop.run_until_complete(asyncio.start_server(site.handle, "127.0.0.1", 0, limit=2**20))
    port = server.sockets[0].getsockname()[1]
    site.url = f"http://127.0.0.1:{port}"
    site.elsewhere = f"http://localhost:{port}"
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
