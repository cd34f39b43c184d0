"""A collector for reports that does as it is told: takes them, refuses, hangs, breaks the connection.

It stands in front of a site, so that it is of the same origin as the pages, and takes everything below ``/collect``.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    #: The parts of ASGI.
    Scope = Any
    Receive = Callable[[], Any]
    Send = Callable[[Any], Any]


class Answer(NamedTuple):
    """How a request is answered.

    Attributes:
        status: of the answer; 2xx takes the reports.
        headers: of the answer.
        body: of the answer, as JSON.
        hangs: there is no answer, until the collector is told to let go.
        breaks: there is no answer, but a broken connection.
        takes: whether the reports are taken all the same, where there is no answer.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: Any = None
    hangs: bool = False
    breaks: bool = False
    takes: bool = False


OK = Answer()
HANGS = Answer(hangs=True)
BREAKS = Answer(breaks=True)
#: The reports arrived, but the page gets no answer.
TAKES_AND_BREAKS = Answer(breaks=True, takes=True)


class Received(NamedTuple):
    """A request as it came."""

    at: float
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    answer: Answer

    @property
    def content(self) -> bytes:
        """The body as it was before compression."""
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def reports(self) -> list[dict[str, Any]]:
        """What the ``beacon`` sink sent."""
        reports: list[dict[str, Any]] = self.json["reports"]
        return reports

    @property
    def taken(self) -> bool:
        if self.answer.hangs or self.answer.breaks:
            return self.answer.takes
        return 200 <= self.answer.status < 300


class Collector:
    """An ASGI application in front of another.

    Attributes:
        received: every request below ``/collect``, in order.
        answers: how the next requests are answered; when none is left, as ``answer`` says.
        answer: how requests are answered, one by one.
    """

    def __init__(self, behind: Any) -> None:
        self._behind = behind
        self._changed = threading.Condition()
        #: What lets go of each request that hangs, in the server's own thread.
        self._hanging: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self.received: list[Received] = []
        self.answers: list[Answer] = []
        self.answer: Callable[[Received], Answer] = lambda _received: OK

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/collect"):
            await self._behind(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        received = Received(time.monotonic(), scope["path"], scope["query_string"].decode(), headers, body, OK)
        answer = self.answers.pop(0) if self.answers else self.answer(received)
        with self._changed:
            self.received.append(received._replace(answer=answer))
            self._changed.notify_all()
        if answer.hangs:
            let_go = asyncio.Event()
            self._hanging.append((asyncio.get_running_loop(), let_go))
            await let_go.wait()
        if answer.hangs or answer.breaks:
            # The server's own cycle of this request holds the connection.
            send.__self__.transport.abort()  # type: ignore[attr-defined]
            return
        sent = [(b"content-type", b"application/json")]
        sent += [(name.encode(), value.encode()) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": sent})
        text = json.dumps(answer.body).encode() if answer.body is not None else b""
        await send({"type": "http.response.body", "body": text})

    def wait_for(self, wanted: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until a request has made ``wanted`` true."""
        with self._changed:
            assert self._changed.wait_for(wanted, seconds), f"not within {seconds} s; received {len(self.received)}"

    def clear(self) -> None:
        """Let go of what hangs, and forget everything."""
        while self._hanging:
            loop, let_go = self._hanging.pop()
            loop.call_soon_threadsafe(let_go.set)
        self.received.clear()
        self.answers.clear()
        self.answer = lambda _received: OK

    def batches(self) -> list[list[str]]:
        """The ids of the reports in each request."""
        return [[report["id"] for report in received.reports] for received in self.received]

    def taken(self) -> list[str]:
        """The ids of all reports that were taken, as often as they were."""
        return [report["id"] for received in self.received if received.taken for report in received.reports]
