"""The day: what visitors, the network and the servers do in each hour. The same seed leads to the same day."""

from __future__ import annotations

import json
import random
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from playwright.sync_api import Error

from tools.soak.held import LIMITS, SHARED, Series
from tools.soak.ledger import Ledger
from tools.soak.tabs import BEGIN, CLOCK, PATIENCE, Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Browser, BrowserContext

#: The day begins at 20:00 in Berlin: midnight follows, and then the night in which summer time ends.
BEGINS = 1_792_864_800_000
ZONE = "Europe/Berlin"
#: Widgets in a page that is measured.
WIDGETS = 20
#: In a page's first hour its caches fill: it fails more often than the 500 failures that pywidget remembers.
WARM_UP_FAILURES = 700
#: Seconds after which every wait is over: for a token, for a server that named a time, for a lease.
ALL_WAITS = 1_200


class Server:
    """The other process."""

    def __init__(self, port: int, pid: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._pid = pid

    def tell(self, **told: Any) -> dict[str, Any]:
        """Say how to answer from now on; return what has happened since it was last asked."""
        body = json.dumps(told).encode()
        with urlopen(Request(f"{self.url}/control", body), timeout=PATIENCE) as answer:  # noqa: S310  our own server
            log: dict[str, Any] = json.load(answer)
        return log

    def memory(self) -> float:
        """The bytes that it has in use; 0 where the system does not say."""
        with suppress(OSError):
            for line in Path(f"/proc/{self._pid}/status").read_text(encoding="utf-8").splitlines():
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        return 0


class Day:
    """A run.

    Args:
        browser: the Chromium.
        server: the site.
        seed: of everything that is chosen.
        plant: leaks that the tab "regular" has on purpose, separated by commas; "" for none.

    Attributes:
        samples: what was measured, once for each hour.
    """

    def __init__(self, browser: Browser, server: Server, seed: int, plant: str = "") -> None:
        self._browser = browser
        self._server = server
        self._random = random.Random(seed)  # noqa: S311  no secret depends on it
        self._now = float(BEGINS)
        self.ledger = Ledger()
        self.samples: list[dict[str, Any]] = []
        self._began = time.monotonic()
        self._regulars = self._context()
        #: The tabs that are open all day.
        self.measured = {
            "regular": self._open(self._regulars, "regular", **({"plant": plant} if plant else {})),
            "sleeper": self._open(self._regulars, "sleeper"),
            # What the engine and the frameworks take up by themselves is to be seen in a page without pywidget.
            "control": self._open(self._regulars, "control", bare="yes"),
        }
        #: All that are open, but those of pages that have been left.
        self._tabs = list(self.measured.values())
        self._scenes: list[Callable[[], None]] = [
            self._errors,
            self._expiries,
            self._churn,
            self._frameworks,
            self._languages,
            self._offline,
            self._no_name,
            self._token_trouble,
            self._collector_trouble,
            self._nap,
            self._visit,
        ]

    def close(self) -> None:
        """Close the tabs that are open all day."""
        self._regulars.close()

    # ---- tabs and time

    def _context(self) -> BrowserContext:
        context = self._browser.new_context(timezone_id=ZONE)
        context.add_init_script(f"{CLOCK}\n{BEGIN}")
        return context

    def _open(self, context: BrowserContext, name: str, **query: str) -> Tab:
        tab = Tab(context, self._server.url, self.ledger, name, **query)
        tab.open(self._now)
        tab.do("add", WIDGETS)
        return tab

    def _tell(self, **told: Any) -> None:
        self.ledger.take_log(self._server.tell(**told))

    def _pass(self, seconds: float) -> None:
        """Let time pass in all tabs that are awake, by and by: they share a store, and have to agree about the time."""
        end = self._now + seconds * 1000
        step = 5_000
        while self._now < end:
            self._now = min(end, self._now + step)
            for tab in self._tabs:
                tab.until(self._now)
            step = min(round(step * 1.3), 60_000)
        for tab in self._tabs:
            tab.take()

    def _seed_of_scene(self) -> int:
        return self._random.randrange(2**31)

    @property
    def _regular(self) -> Tab:
        return self._tabs[0]

    def _one(self) -> Tab:
        """Any tab, in which some widgets work."""
        tab = self._random.choice(self._tabs[:2])
        tab.do("refill", WIDGETS)
        return tab

    # ---- scenes

    def _errors(self) -> None:
        """Some widgets fail, and the visitor presses buttons, some of them too early."""
        tab = self._one()
        for _ in range(self._random.randint(1, 3)):
            tab.do("fail", self._seed_of_scene(), self._random.randint(1, 8))
            self._pass(self._random.choice((2, 5, 20, 130)))
            tab.do("press", self._seed_of_scene(), self._random.randint(0, 6))
            self._pass(5)

    def _expiries(self) -> None:
        """Sessions end."""
        self._one().do("expire", self._seed_of_scene(), self._random.randint(1, 4))
        self._pass(10)

    def _churn(self) -> None:
        """Widgets come, move and go."""
        self._in_both("churn", 150)
        self._pass(5)

    def _frameworks(self) -> None:
        """React and Vue draw their lists anew."""
        self._in_both("frameworks", 25)
        self._pass(5)

    def _in_both(self, name: str, *arguments: int) -> None:
        """Do the same in the page that is open all day and in the one without pywidget."""
        seed = self._seed_of_scene()
        for tab in ("regular", "control"):
            self.measured[tab].do(name, seed, *arguments)

    def _languages(self) -> None:
        """The page changes its language while notices are shown."""
        tab = self._one()
        tab.do("fail", self._seed_of_scene(), 3)
        for _ in range(3):
            tab.do("language", self._random.randrange(9))
            self._pass(3)
        tab.do("language", 0)
        self._pass(3)

    @contextmanager
    def _trouble(self, **told: str) -> Iterator[None]:
        self._tell(**told)
        try:
            yield
        finally:
            self._tell(**dict.fromkeys(told, "ok"))

    def _offline(self) -> None:
        """The connection flaps, and is slow when it comes back."""
        tab = self._one()
        for _ in range(self._random.randint(1, 3)):
            self._regulars.set_offline(True)
            tab.do("fail", self._seed_of_scene(), 3)
            tab.do("expire", self._seed_of_scene(), 1)
            self._pass(self._random.choice((3, 20, 90)))
            self._regulars.set_offline(False)
            with self._trouble(network="slow"):
                self._pass(10)

    def _no_name(self) -> None:
        """The site's name is not found for a while."""
        tab = self._one()
        tab.page.route("**/token", lambda route: route.abort("namenotresolved"))
        tab.do("expire", self._seed_of_scene(), 2)
        self._pass(self._random.choice((5, 70)))
        tab.page.unroute("**/token")
        tab.do("press", self._seed_of_scene(), 3)
        self._pass(15)

    def _token_trouble(self) -> None:
        """The token endpoint answers with something else, for a while."""
        tab = self._one()
        with self._trouble(token=self._random.choice(("401", "429", "503", "html", "hang", "break"))):
            tab.do("expire", self._seed_of_scene(), self._random.randint(1, 3))
            self._pass(self._random.choice((5, 30, 80)))
            tab.do("press", self._seed_of_scene(), 3)
            self._pass(5)
        tab.do("press", self._seed_of_scene(), 3)
        self._pass(30)

    def _collector_trouble(self) -> None:
        """The collector does not take reports, for a while. New visitors make some; the regulars have said enough."""
        visitor = self._open(self._regulars, "visitor")
        self._tabs.append(visitor)
        with self._trouble(collector=self._random.choice(("400", "429", "503", "hang", "break", "lost"))):
            for _ in range(2):
                visitor.do("fail", self._seed_of_scene(), 5)
                visitor.start()
                self._pass(self._random.choice((7, 70)))
        visitor.do("fail", self._seed_of_scene(), 2)
        self._pass(10)
        # What is left goes out, or is kept for the tabs that stay.
        self._tabs.remove(visitor)
        visitor.leave()
        self._pass(65)

    def _nap(self) -> None:
        """A tab is put to sleep, in the midst of things, and wakes."""
        sleeper = self._tabs[1]
        sleeper.do("refill", WIDGETS)
        sleeper.do("fail", self._seed_of_scene(), 3)
        sleeper.do("expire", self._seed_of_scene(), 1)
        if self._random.random() < 0.5:
            self._pass(1)
        sleeper.take()
        sleeper.sleep(self._now, on=True)
        self._pass(self._random.choice((30, 240, 900)))
        sleeper.sleep(self._now, on=False)
        self._pass(10)

    def _visit(self) -> None:
        """A visitor with a profile of their own comes, presses, goes, comes back, signs out and in, and leaves."""
        context = self._context()
        visitor = self._open(context, "visitor")
        self._tabs.append(visitor)
        visitor.do("fail", self._seed_of_scene(), 3)
        visitor.start()
        self._pass(3)
        # By the mouse. Contact would open a program for e-mail.
        shown = "pywidget-notice[data-shown] button[data-action]:not([data-action=contact]):visible"
        button = visitor.page.locator(shown).first
        with suppress(Error):
            # There is none where all widgets were given up.
            button.click(timeout=2_000)
        self._pass(3)
        self.ledger.counts["pages left and come back to"] += 1
        self.ledger.counts["of these from the browser's cache"] += visitor.go_and_come_back()
        if not visitor.page.evaluate("() => !!document.querySelector('ats-widget')"):
            visitor.do("add", WIDGETS)
        self._pass(3)
        visitor.do("signOut")
        visitor.do("expire", self._seed_of_scene(), 1)
        visitor.start()
        self._pass(5)
        self._sign_in(visitor)
        visitor.do("fail", self._seed_of_scene(), 1)
        self._pass(3)
        self._see_off(visitor)
        context.close()

    def _sign_in(self, visitor: Tab) -> None:
        """Press *Sign in*, which opens another tab, and come back."""
        button = visitor.page.locator('pywidget-notice[data-shown] button[data-action="sign-in"]').first
        if not button.is_visible():
            return
        with visitor.page.expect_popup() as popup:
            button.click()
        popup.value.wait_for_load_state()
        popup.value.close()
        self.ledger.counts["signed in again"] += 1
        visitor.page.evaluate("() => { clock.hide(true); clock.hide(false); }")
        self._pass(30)

    def _see_off(self, visitor: Tab) -> None:
        """Let a visitor's reports arrive, and close the tab: its profile is deleted then, with what is kept in it."""
        visitor.page.evaluate("() => pywidget.flush()")
        for _ in range(20):
            self._pass(10)
            self._tell()
            if not visitor.do("kept") and not self.ledger.open_reports():
                break
        visitor.do("leaks")
        self._tabs.remove(visitor)
        visitor.leave()

    def _release(self) -> None:
        """A release, under the regulars and a page that has not failed yet and so has only loaded the script tag."""
        context = self._context()
        late = self._open(context, "page from before the release")
        late.is_read = False
        self._tabs.append(late)
        self._tell(release=True)
        self.ledger.counts["releases"] += 1
        for tab in self._tabs:
            tab.is_old = True
        late.do("fail", self._seed_of_scene(), 1)
        said = self.ledger.counts["unavailable"]
        deadline = time.monotonic() + PATIENCE
        while self.ledger.counts["unavailable"] == said and time.monotonic() < deadline:
            self._pass(1)
        if self.ledger.counts["unavailable"] == said:
            self.ledger.problems.append("a page whose build was removed before its first error did not say so")
        self._tabs.remove(late)
        late.leave()
        context.close()
        # The regulars go on, also with what they have not loaded yet.
        self._errors()
        self._languages()
        self._visit()

    # ---- hours

    def warm_up(self) -> None:
        """Fill every cache whose size is bounded."""
        for tab in self._tabs[:2]:
            for _ in range(WARM_UP_FAILURES // 100):
                tab.do("fail", self._seed_of_scene(), 100)
                tab.start()
                self._pass(10)
            for language in range(9):
                tab.do("language", language)
                self._pass(2)

    def hour(self, scenes: int, goes_on: Callable[[], bool] = lambda: True, *, release: bool = False) -> None:
        """Play an hour, and measure at its end.

        Args:
            scenes: how many at most.
            goes_on: whether there is time for another.
            release: whether there is a release in this hour.
        """
        ends = self._now + 3_600_000
        if release:
            self._release()
        order: list[Callable[[], None]] = []
        for _ in range(scenes):
            if not goes_on():
                break
            # Each kind comes before any comes again.
            order = order or self._random.sample(self._scenes, len(self._scenes))
            scene = order.pop()
            self.ledger.counts["scenes"] += 1
            scene()
        self._settle()
        if self._now < ends:
            self._pass((ends - self._now) / 1000)
        self._sample()

    def start(self) -> None:
        """Let Python start in the tabs that are open all day, by a first error."""
        for tab in self._tabs[:2]:
            tab.do("fail", self._seed_of_scene(), 1)
            tab.start()

    def round(self, scenes: Iterable[str], seed: int) -> None:
        """Play these scenes, and measure. With the same seed they are the same each time."""
        self._random.seed(seed)
        self.start()
        for scene in scenes:
            getattr(self, f"_{scene}")()
        self._settle()
        self._sample()

    def _settle(self) -> None:
        """Bring everything to where it was at first."""
        self._tell(**dict.fromkeys(("token", "collector", "network"), "ok"))
        self._regulars.set_offline(False)
        for tab in self._tabs:
            tab.do("tidy", WIDGETS)
        self._pass(ALL_WAITS)
        for _ in range(10):
            # A tab that is shown again looks for what others have left behind.
            self._regular.page.evaluate("() => { clock.hide(true); clock.hide(false); pywidget.flush(); }")
            self._pass(70)
            self._tell()
            if not self._regular.do("kept") and not self.ledger.open_reports():
                break
        for tab in self._tabs:
            tab.do("leaks")
            tab.take()

    def _sample(self) -> None:
        self.samples.append(
            {
                "hour": (self._now - BEGINS) / 3_600_000,
                "seconds": round(time.monotonic() - self._began, 1),
                "tabs": {name: tab.measure() for name, tab in self.measured.items()},
                "reports kept": self._regular.do("kept"),
                "server's memory": self._server.memory(),
            }
        )
        self._tell()

    def series(self, warm_up: int = 1) -> list[Series]:
        """Every number over the hours after those of the warm-up."""
        samples = self.samples[warm_up:]
        hours = [sample["hour"] for sample in samples]
        above = [
            sample["tabs"]["regular"]["JavaScript heap"] - sample["tabs"]["control"]["JavaScript heap"]
            for sample in samples
        ]
        return [
            Series("regular: JavaScript heap above the control's", hours, above, LIMITS["JavaScript heap"]),
            *(
                Series(f"{tab}: {name}", hours, [sample["tabs"][tab][name] for sample in samples], limit)
                for tab in ("regular", "sleeper")
                for name, limit in LIMITS.items()
                if (tab, name) != ("regular", "JavaScript heap")
            ),
            *(Series(name, hours, [sample[name] for sample in samples], limit) for name, limit in SHARED.items()),
        ]

    def findings(self, warm_up: int = 1, *, is_over: bool = True) -> list[str]:
        """Everything that did not hold; empty is what is wanted. ``is_over``: whether all had time to end."""
        grown = [series.told() for series in self.series(warm_up) if series.hours and not series.holds()]
        return grown + self.ledger.findings(is_over=is_over)
