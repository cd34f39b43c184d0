"""The page's requests that nobody has answered yet: its time must not pass while an answer is on its way."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from playwright.sync_api import Page, Request

#: Milliseconds between two looks at the requests.
_LOOK_EVERY_MS = 10
#: Seconds after which a request is taken for one that stays open, such as a stream of events.
_LONGEST = 2

#: The page goes on with an answer in a task of its own. Timers do not run by themselves, messages do.
_ONE_TASK = """() => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done();
    port2.postMessage(0);
})"""


class UnderWay:
    """The requests of a page's scripts that are under way.

    Args:
        page: Playwright's.
        hanging: those that are meant to get no answer.
    """

    def __init__(self, page: Page, hanging: Container[Request]) -> None:
        self._page = page
        self._hanging = hanging
        self._open: set[Request] = set()
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def wait(self) -> None:
        """Wait until all are answered and the page has gone on, but not for those that hang or stay open."""
        self._page.evaluate(_ONE_TASK)
        end = time.monotonic() + _LONGEST
        while any(request not in self._hanging for request in self._open):
            if time.monotonic() > end:
                self._open.clear()
            self._page.wait_for_timeout(_LOOK_EVERY_MS)
        self._page.evaluate(_ONE_TASK)

    def _begin(self, request: Request) -> None:
        if request.resource_type in ("fetch", "xhr"):
            self._open.add(request)

    def _end(self, request: Request) -> None:
        self._open.discard(request)
