"""One page of a campaign: many acts, then a canary, and whether everything held."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from playwright.sync_api import Error, sync_playwright

from pywidget.catalog import SYSTEMS, load
from tools.build import build
from tools.chromium import FLAGS, executable
from tools.fuzz_page.server import HostileServer, serve_hostile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, CDPSession, Page, Playwright

HERE = Path(__file__).resolve().parent
STAND_IN = HERE.parents[1] / "tests" / "e2e" / "files"
#: How many acts one page gets: the act with the number 2,345 is done in the third page.
SIZE = 500
#: What is waited for comes, or never does. In milliseconds.
PATIENCE_MS = 60_000
#: The page's clock is put forward by this after the acts, so that all that waits happens, and limits are over. In
#: milliseconds.
LATER_MS = 125_000
MINUTE = 60_000
#: Listeners at the window and at the document; an own one of the page for each act that adds one is not counted.
MOST_LISTENERS = 80
RENEWALS_A_MINUTE = 3
MOST_TRIES = 40


@dataclass
class Outcome:
    """What came of one page.

    Attributes:
        problems: what did not hold, one line each.
        counts: how often each kind of input was given and each kind of thing was said.
        longest_ms: the longest time that one act kept the page busy.
        answers: how many hostile answers were given.
        listeners: how many listeners of pywidget were at the window and the document in the end.
        seconds: how long it took.
    """

    problems: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    longest_ms: float = 0
    answers: int = 0
    listeners: int = 0
    seconds: float = 0


class Campaign:
    """A browser and a server, for pages of any seed. Used as a context manager."""

    def __init__(self) -> None:
        self._open: list[Any] = []
        self.version = ""

    def __enter__(self) -> Self:
        """Build, and start both."""
        folders = {"/pywidget/": build(), "/files/": STAND_IN, "/hostility/": HERE / "files"}
        self._serving = serve_hostile(folders)
        self._server: HostileServer = self._serving.__enter__()
        self._playing: Any = sync_playwright()
        self._playwright: Playwright = self._playing.__enter__()
        self._browser = self._launch()
        self._codes = sorted({code for system in SYSTEMS for code in load(system).CODES})
        return self

    def __exit__(self, *error: object) -> None:
        """End both."""
        try:
            self._browser.close()
        finally:
            self._playing.__exit__(*error)
            self._serving.__exit__(None, None, None)

    def _launch(self) -> Browser:
        browser = self._playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        self.version = browser.version
        return browser

    def page(self, seed: str, batch: int, numbers: Sequence[int]) -> Outcome:
        """Do the acts with these numbers in the page of a batch, and look at what came of it."""
        self._server.clear()
        self._server.seed = seed
        began = time.monotonic()
        outcome = Outcome()
        context = self._browser.new_context()
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        last = ["none"]
        page.on("console", lambda message: last.__setitem__(0, message.text) if message.type == "debug" else None)
        try:
            self._play(page, seed, batch, numbers, outcome)
        except Error as error:
            where = self._where(page)
            outcome.problems.append(f"the page did not go on (act {last[0]}: {where}): {error.message.splitlines()[0]}")
            # A page that is busy for good keeps its browser from closing it in order.
            self._browser.close()
            self._browser = self._launch()
        else:
            context.close()
        outcome.problems += self._server.leaks
        outcome.answers = self._server.answers
        outcome.seconds = time.monotonic() - began
        return outcome

    @staticmethod
    def _where(page: Page) -> str:
        page.set_default_timeout(2_000)
        try:
            missing = page.wait_for_function(
                "() => JSON.stringify([hostility.state, hostility.missing(), record.problems, hostility.told()])"
            ).json_value()
        except Error:
            return "it does not answer"
        return str(missing)[:4_000]

    def _play(self, page: Page, seed: str, batch: int, numbers: Sequence[int], outcome: Outcome) -> None:
        page.clock.install()
        page.goto(f"{self._server.url}/page")
        given = {"seed": seed, "batch": batch, "codes": self._codes, "elsewhere": self._server.elsewhere}
        page.evaluate("(given) => hostility.begin(given)", given)
        # Some pages do much before the script tag is there, and while it loads.
        early = (0, 0, 0, 20, len(numbers) + 1)[batch % 5]
        page.evaluate("([numbers, early]) => { hostility.run(numbers, early); }", [list(numbers), early])
        page.wait_for_function("() => hostility.state.done")
        page.clock.run_for(LATER_MS)
        page.evaluate("() => { hostility.canary(); }")
        page.wait_for_function("() => !hostility.missing().length")
        outcome.listeners = _listeners(page)
        if outcome.listeners > MOST_LISTENERS:
            outcome.problems.append(f"{outcome.listeners} listeners at the window and the document")
        said = page.evaluate("() => hostility.check()")
        outcome.problems += said["problems"]
        outcome.counts = said["counts"]
        outcome.longest_ms = said["longest"]
        minutes = LATER_MS // MINUTE + 2
        for widget, count in self._server.renewals.items():
            # Another script tag after `stop()` begins to count anew.
            if count > RENEWALS_A_MINUTE * minutes * outcome.counts.get("ready", 1):
                outcome.problems.append(f"{count} renewals of {widget} in {minutes} minutes")
        if self._server.tries > MOST_TRIES:
            outcome.problems.append(f"{self._server.tries} tries for one token")


def _listeners(page: Page) -> int:
    """Count the listeners of pywidget's files at the window and the document."""
    session: CDPSession = page.context.new_cdp_session(page)
    scripts: dict[str, str] = {}
    session.on("Debugger.scriptParsed", lambda event: scripts.update({event["scriptId"]: event["url"]}))
    session.send("Debugger.enable")
    count = 0
    for name in ("window", "document"):
        found = session.send("Runtime.evaluate", {"expression": name})
        listeners = session.send("DOMDebugger.getEventListeners", {"objectId": found["result"]["objectId"]})
        count += sum("/pywidget/" in scripts.get(one["scriptId"], "") for one in listeners["listeners"])
    session.detach()
    return count


def numbers_of(batch: int) -> range:
    """The numbers of the acts of a batch."""
    return range(batch * SIZE, (batch + 1) * SIZE)


def smaller(campaign: Campaign, seed: str, numbers: list[int], problem: str, until: float) -> list[int]:
    """Leave out the acts without which the problem is there all the same, until that time at the latest."""
    batch = numbers[0] // SIZE
    parts = 2
    while len(numbers) > 1 and time.monotonic() < until:
        size = -(-len(numbers) // parts)
        for start in range(0, len(numbers), size):
            rest = numbers[:start] + numbers[start + size :]
            if time.monotonic() > until:
                return numbers
            if problem in map(kind_of, campaign.page(seed, batch, rest).problems):
                numbers = rest
                parts = max(parts - 1, 2)
                break
        else:
            if size == 1:
                return numbers
            parts = min(parts * 2, len(numbers))
    return numbers


def kind_of(problem: str) -> str:
    """What problems of the same kind have in common."""
    return "".join("0" if character.isdigit() else character for character in problem.partition("\n")[0][:70])
