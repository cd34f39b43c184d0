"""One page in Chromium, and what can be measured in it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import Error, sync_playwright

from tools.chromium import FLAGS, executable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from benchmarks.contenders import Contender

#: Nothing here takes longer, Pyodide on 3G included.
PATIENCE_MS = 240_000


class Network(NamedTuple):
    """What Chromium's network emulation is told.

    Attributes:
        title: what people read.
        down: bits per second.
        up: bits per second.
        latency: milliseconds from a request to the first byte of its answer, at least.
    """

    title: str
    down: int
    up: int
    latency: int


#: With the numbers of WebPageTest's profiles of these names.
NETWORKS = {
    "4g": Network("4G", 9_000_000, 9_000_000, 170),
    "3g": Network("3G", 1_600_000, 768_000, 300),
}


class Visit:
    """A page that is open.

    Args:
        context: the browser's profile; an empty cache is that of a new one.
        url: the site.
        contender: whose page it is.
        network: emulated for all that comes after the page's own load; None for none.
    """

    def __init__(self, context: BrowserContext, url: str, contender: Contender, network: Network | None = None) -> None:
        self._contender = contender
        self._page: Page = context.new_page()
        self._page.set_default_timeout(PATIENCE_MS)
        self._session = context.new_cdp_session(self._page)
        self._session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._page.goto(f"{url}/page/{contender.name}", wait_until="load")
        if contender.is_ours:
            self.do("settled")
        elif contender.kind == "capture":
            # Until half a second has passed without a request: what the page loads beside itself is there then.
            self._page.wait_for_load_state("networkidle")
        if network:
            self._session.send("Network.enable")
            told = {"offline": False, "latency": network.latency}
            down, up = network.down / 8, network.up / 8
            self._session.send(
                "Network.emulateNetworkConditions", {**told, "downloadThroughput": down, "uploadThroughput": up}
            )

    def do(self, name: str, *arguments: Any) -> Any:
        """Call a function of the page's script."""
        return self._page.evaluate("([name, given]) => bench[name](...given)", [name, list(arguments)])

    def evaluate(self, script: str) -> Any:
        """Run a script in the page."""
        return self._page.evaluate(script)

    def quiet(self) -> dict[str, float]:
        """A page without an error: what it loads, and what else it does."""
        seen: dict[str, float] = self.do("quiet")
        files = self.do("files")
        return {
            "requests": len(files),
            "bytes": sum(size for _name, size, *_times in files),
            "long tasks": seen["longTasks"],
            "shift": seen["shift"],
        }

    def first(self) -> dict[str, float]:
        """The first error, or the start of a Python: how long to the answer and to the notice."""
        if self._contender.has_failures:
            result: dict[str, float] = self.do("first", self._contender.notice)
        else:
            result = self.evaluate("start()")
        return result

    def loaded(self) -> dict[str, float]:
        """What was loaded so far, after the page itself."""
        files = [file for file in self.do("files") if "/collect/" not in file[0]]
        return {"requests": len(files), "bytes": sum(size for _name, size, *_times in files)}

    def memory(self) -> float:
        """The memory of WebAssembly, in bytes."""
        return float(self.do("memory"))

    def heap(self) -> float:
        """The page's JavaScript after a garbage collection, in bytes."""
        self._session.send("HeapProfiler.collectGarbage")
        return float(self._session.send("Runtime.getHeapUsage")["usedSize"])

    def busy(self, run: Callable[[], Any]) -> tuple[float, Any]:
        """How long the main thread worked while ``run`` ran, in milliseconds; and what that returned."""
        before = self._busy_ms()
        result = run()
        return self._busy_ms() - before, result

    def _busy_ms(self) -> float:
        metrics = self._session.send("Performance.getMetrics")["metrics"]
        return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration") * 1_000

    def close(self) -> None:
        """Close the page."""
        self._page.close()


class Browsers:
    """Starts one browser at a time.

    Args:
        launch: starts one.
        shared: one browser is for all profiles, which is faster; what it has compiled may be used again.
    """

    def __init__(self, launch: Callable[[], Browser], *, shared: bool) -> None:
        self._launch = launch
        self._shared = launch() if shared else None
        self.version = ""

    @contextmanager
    def profile(self) -> Iterator[BrowserContext]:
        """A new profile, in which nothing is cached, until the block ends."""
        browser = self._shared or self._launch()
        self.version = browser.version
        context = browser.new_context()
        try:
            yield context
        finally:
            # They are gone already where a signal has ended Playwright's driver.
            with suppress(Error):
                (context if self._shared else browser).close()

    def close(self) -> None:
        """Close the browser that is shared."""
        if self._shared:
            with suppress(Error):
                self._shared.close()


@contextmanager
def browsing(*, shared: bool = False) -> Iterator[Browsers]:
    """Have what browsers are started with, until the block ends."""
    with sync_playwright() as playwright:

        def launch() -> Browser:
            return playwright.chromium.launch(
                executable_path=executable(),
                args=list(FLAGS),
                # This program ends its browsers by itself.
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )

        browsers = Browsers(launch, shared=shared)
        try:
            yield browsers
        finally:
            browsers.close()
