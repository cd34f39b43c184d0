"""Sites that do not exist, for tests: one server on this machine answers for all of them, as it is told.

``https`` and the names of hosts are only in the addresses; what is asked for, redirects included, is asked by HTTP.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from pywidget.check.answers import FOREVER, RULES
from pywidget.check.fetch import fetch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from pywidget.check.fetch import Answer

_TYPES = {rule.files.rpartition(".")[2]: rule.type for rule in RULES}
_TAG_CACHE, _BUILD_CACHE = RULES[0].cache, FOREVER
_BUILD = re.compile(r"/[0-9a-f]{8}/")


@dataclass(frozen=True)
class Reply:
    """What a server answers. ``length`` is what it says of its body, if that is not the truth."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None

    def having(self, **headers: str) -> Reply:
        """Return the same with other headers; an empty text takes one away."""
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={name: value for name, value in {**self.headers, **changed}.items() if value})


class Sites:
    """The sites.

    Attributes:
        replies: what is answered at each address.
        asked: each request: its address and its headers.
    """

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def put(self, folder: Path, address: str, **headers: str) -> None:
        """Serve a built folder at an address, just as docs/serving.md says, compressed by gzip."""
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix not in (".gz", ".br"):
                url = f"{address}{path.relative_to(folder).as_posix()}"
                packed = path.with_name(f"{path.name}.gz")
                cache = _BUILD_CACHE if _BUILD.search(url) else _TAG_CACHE
                reply = Reply((packed if packed.is_file() else path).read_bytes()).having(
                    Content_Type=_TYPES.get(path.suffix[1:]) or "application/octet-stream",
                    Content_Encoding="gzip" if packed.is_file() else "",
                    Cache_Control=cache,
                )
                self.replies[url] = reply.having(**headers)

    def change(self, address: str, how: Callable[[Reply], Reply]) -> None:
        """Change what is answered at an address."""
        self.replies[address] = how(self.replies[address])

    def fetch(self, url: str, origin: str = "", encodings: str = "") -> Answer:
        """Ask as :func:`pywidget.check.fetch.fetch` does, which it uses, for an address of one of the sites."""
        answer = fetch(self._here(url), origin, encodings)
        return answer._replace(url=url, final=self._there(answer.final))

    def _here(self, url: str) -> str:
        return f"{self.base}/{url.replace('://', '/', 1)}"

    def _there(self, url: str) -> str:
        return url.removeprefix(f"{self.base}/").replace("/", "://", 1)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        sites = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = sites._there(f"{sites.base}{self.path}")
                sites.asked.append((url, dict(self.headers)))
                reply = sites.replies.get(url, Reply(b"not here", 404))
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    moved = name == "Location" and value.startswith("http")
                    self.send_header(name, sites._here(value) if moved else value)
                self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
