"""One tab: a page with the clock of the soak, what it has noted, and what it takes up."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage

    from tools.soak.ledger import Ledger

CLOCK = (Path(__file__).parent / "page" / "clock.js").read_text(encoding="utf-8")
#: The time of day at which a page begins is in its address.
BEGIN = 'clock.begin(Number(new URLSearchParams(location.search).get("now")) || 1.79e12);'
#: Real seconds that Python's start, or a request on the local machine, may take on a busy machine.
PATIENCE = 60
#: Until so many in a row leave as much: what a stale address on the engine's stack points to is collected by the second
#: or third, and a widget and its notice are not always collected by the same one.
STEADY = 4
MOST_COLLECTIONS = 20


class Tab:
    """A tab that shows the site's page.

    Args:
        context: the visitor's browser profile.
        site: the address of the server.
        ledger: gets what the page notes.
        name: for the messages.
        query: of the address. ``plant``: leaks that the page has on purpose; ``bare``: it is a page without pywidget.
    """

    def __init__(self, context: BrowserContext, site: str, ledger: Ledger, name: str, **query: str) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.name = name
        #: Its timers stand still.
        self.asleep = False
        #: The folder that its files come from was removed.
        self.is_old = False
        #: Whether Python has started, so that failures get a verdict.
        self.is_read = True
        self._site = site
        self._ledger = ledger
        self._query = query
        self.page.on("pageerror", lambda error: ledger.say(name, "pageerror", f"{error} {error.stack}"))
        self.page.on("console", self._hear)
        self._session = context.new_cdp_session(self.page)

    def _hear(self, message: ConsoleMessage) -> None:
        self._ledger.say(self.name, message.type, message.text, is_old=self.is_old)

    def open(self, now: float) -> None:
        """Load the page; it begins at this time of day."""
        self.page.goto(f"{self._site}/page?{urlencode({'now': f'{now:.0f}', **self._query})}")
        self.is_old = False

    def do(self, name: str, *arguments: Any) -> Any:
        """Call a function of the page's script."""
        return self.page.evaluate("([name, given]) => soak[name](...given)", [name, list(arguments)])

    def start(self) -> None:
        """Wait until Python runs, in real time."""
        self.page.evaluate("async () => { await pywidget.ready; }")

    def until(self, now: float) -> None:
        """Let time pass up to a time of day."""
        if not self.asleep:
            self.page.evaluate("(now) => clock.until(now)", now)

    def sleep(self, now: float, *, on: bool) -> None:
        """Freeze the tab as a browser does, or wake it: then its clock has gone on, and its timers are late."""
        self.asleep = on
        if on:
            self.page.evaluate("() => clock.sleep(true)")
        else:
            self.page.evaluate("(now) => { clock.sleep(false); return clock.until(now); }", now)

    def take(self) -> None:
        """Hand what the page has noted to the ledger."""
        taken = self.do("take")
        if "bare" not in self._query:
            self._ledger.hear(taken, is_read=self.is_read)

    def leave(self) -> None:
        """Go to another page, so that this one is unloaded as pages are, and close the tab."""
        self.take()
        self.page.goto(f"{self._site}/login")
        self.page.close()

    def go_and_come_back(self) -> bool:
        """Follow a link and press Back; tell whether the very same page is shown again."""
        self.take()
        self.page.evaluate("() => { window.before = true; }")
        self.page.goto(f"{self._site}/login")
        with suppress(Error):
            # With a page from the browser's cache there is no load to wait for.
            self.page.go_back(wait_until="commit", timeout=5_000)
        self.page.wait_for_function("() => window.soak")
        return bool(self.page.evaluate("() => !!window.before"))

    def _collect(self) -> dict[str, int]:
        """Collect garbage, and count what is left in the document."""
        self._session.send("HeapProfiler.collectGarbage")
        # What was collected is told to Python, which may let go of more.
        self.page.evaluate("() => clock.quiet()")
        time.sleep(0.1)
        # What that has left is garbage, too; and what held it by a weak reference is only let go of by the next one.
        for _ in range(3):
            self._session.send("HeapProfiler.collectGarbage")
        counters: dict[str, int] = self._session.send("Memory.getDOMCounters")
        return counters

    def measure(self) -> dict[str, float]:
        """Collect garbage, and measure what is left."""
        counted: list[dict[str, int]] = []
        while len(counted) < MOST_COLLECTIONS and counted[-STEADY:] != [counters := self._collect()] * STEADY:
            counted.append(counters)
        self.page.evaluate("() => performance.clearResourceTimings()")
        self._session.send("Runtime.discardConsoleEntries")
        memory = self.page.evaluate("() => clock.memory()") or {"wasm": 0, "python": 0}
        counters = self._collect()
        return {
            "JavaScript heap": self._session.send("Runtime.getHeapUsage")["usedSize"],
            "WebAssembly memory": memory["wasm"],
            "Python's heap": memory["python"],
            "listeners": counters["jsEventListeners"],
            "nodes": counters["nodes"],
            "documents": counters["documents"],
            "timers": self.page.evaluate("() => clock.timers()"),
        }
