"""A stand-in for the organizations API, on a port of 127.0.0.1 that the system chooses."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self

#: What must not come out anywhere.
SECRET_KEY = "csk_PLANTED5ecret0123456789abcdef"
#: Where the API hides what nobody may see either.
UPSTREAM_SECRET = "upstream-PLANTED-detail"


class Server(ThreadingHTTPServer):
    """Takes many connections at once: what does not fit into the queue would be tried again seconds later."""

    request_queue_size = 256


class OrganizationsApi:
    """Answers ``POST /v1/sessions`` with a fresh token, or with what is told.

    Attributes:
        url: its address, without a slash at the end.
        requests: headers (names in lower case) and parsed body of every request, in order.
        answers: what it answers next, each once: status, headers, body. A function is called with the handler instead.
        tokens: every token that was given out.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], Any]] = []
        self.answers: list[tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]] = []
        self.tokens: list[str] = []
        self.released = threading.Event()
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body are two writes: without this, the second waits for the other side.
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                headers = dict((name.lower(), value) for name, value in self.headers.items())  # noqa: C402
                api.requests.append((headers, json.loads(body)))
                api.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def error(self, status: int, code: str, headers: dict[str, str] | None = None, **details: Any) -> None:
        """Answer the next request with an error, in the form that the API has."""
        error = {"code": code, "message": UPSTREAM_SECRET, "request_id": "req_8a3f", "details": details}
        self.answers.append((status, headers or {}, json.dumps({"error": error}).encode()))

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        told = self.answers.pop(0) if self.answers else None
        if callable(told):
            told(handler)
            return
        status, headers, body = told or (201, {}, self._session())
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer nothing before the test is over."""
        handler.close_connection = True
        self.released.wait(30)

    def trickle(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer a byte now and then, without end."""
        handler.close_connection = True
        handler.send_response(201)
        handler.end_headers()
        try:
            while not self.released.wait(0.02):
                handler.wfile.write(b" ")
        except OSError:
            # The server has closed the connection.
            return

    def _session(self) -> bytes:
        self.tokens.append(f"jwt-{len(self.tokens) + 1}")
        return json.dumps({"token": self.tokens[-1], "expires_in": 300}).encode()

    def __enter__(self) -> Self:
        """Serve until the block ends."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)
