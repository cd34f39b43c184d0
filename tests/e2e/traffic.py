"""A server's traffic in a test's hands: it counts the requests under way, and holds or breaks those that it is told to.

It stands in front of an application, and so does the same for every browser.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Traffic:
    """An ASGI application in front of another.

    Attributes:
        under_way: the requests that have no complete answer yet.
    """

    def __init__(self, behind: Any) -> None:
        self._behind = behind
        self.under_way: set[object] = set()
        self._held: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._hold: str | None = None
        self._break: tuple[str, ...] = ()

    @property
    def held(self) -> int:
        """How many of them are held back."""
        return len(self._held)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._behind(scope, receive, send)
            return
        request = object()
        self.under_way.add(request)
        try:
            if self._hold is not None and scope["path"].endswith(self._hold):
                let_go = asyncio.Event()
                self._held.append((asyncio.get_running_loop(), let_go))
                await let_go.wait()
            if scope["path"].endswith(self._break):
                # The server's own cycle of this request holds the connection.
                send.__self__.transport.abort()
                while (await receive())["type"] != "http.disconnect":
                    pass
                return
            await self._behind(scope, receive, send)
        finally:
            self.under_way.discard(request)

    @contextmanager
    def holds(self, ending: str) -> Iterator[None]:
        """Hold the next requests back whose path ends so, until the block is left."""
        self._hold = ending
        try:
            yield
        finally:
            self._hold = None
            while self._held:
                loop, let_go = self._held.pop()
                loop.call_soon_threadsafe(let_go.set)

    def breaks(self, *endings: str) -> None:
        """From now on, break the connection of every request whose path ends so; of no other any more."""
        self._break = endings

    def forget(self) -> None:
        """Count no request any more that a page has left behind."""
        self.under_way.clear()
