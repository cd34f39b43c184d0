"""Let a simulated day pass over the built bundle, and measure what it leaves behind.

    python3 dev.py soak [--minutes N] [--hours N] [--seed S]

Visitors come, fail, press buttons, leave and come back; the network flaps, servers are in trouble, builds are replaced,
thousands of widgets come and go. After each simulated hour, garbage is collected, and the memory of JavaScript,
WebAssembly and Python, listeners, nodes and timers are measured. It fails if they do not end where they began, if a
report is lost, if a failure has not exactly one verdict, or if a secret or an unexpected line comes out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import TYPE_CHECKING

from playwright.sync_api import Error

from tools import processes
from tools.soak import shown
from tools.soak.day import Day
from tools.soak.running import browsing, serving
from tools.sources import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OUTPUT = ROOT / "test-output"
#: Hours of the day that only fill caches: the first, and one in which all that comes from them has gone.
WARM_UP = 2
#: There is a release in every sixth hour.
RELEASES = 6
#: In an hour that has enough time for it.
MOST_SCENES = 1_000


def play(day: Day, hours: int, minutes: float) -> None:
    """Let the day pass. Each hour gets its share of the real time that is left."""
    ends = time.monotonic() + minutes * 60
    day.warm_up()
    for hour in range(hours):
        now = time.monotonic()
        until = now + (ends - now) / (hours - hour)
        day.hour(
            MOST_SCENES,
            lambda until=until: time.monotonic() < until,  # type: ignore[misc]  # bound now, called later
            release=hour % RELEASES == 1,
        )
        # The columns may become wider; each line is told at once all the same.
        print("\n".join(shown.hours(day).splitlines()[-1 if hour else 0 :]), flush=True)


def tell(day: Day, browser: str, seed: int, seconds: float, *, is_over: bool = True) -> int:
    """Print and keep the numbers so far; return the exit status."""
    found = day.findings(WARM_UP, is_over=is_over)
    about = {
        "seed": seed,
        "real seconds": round(seconds),
        "browser": browser,
        "simulated hours": round(day.samples[-1]["hour"], 1) if day.samples else 0,
        "ended before its time": not is_over,
        "did not hold": found,
    }
    OUTPUT.mkdir(exist_ok=True)
    kept = shown.as_json(day, WARM_UP, about)
    (OUTPUT / "soak.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    compared = len(day.samples) > WARM_UP
    print(f"\n{shown.table(day, WARM_UP) if compared else 'the warm-up is not over: there is nothing to compare yet'}")
    print(f"\n{shown.counted(day)}\n")
    if day.samples:
        title = (
            f"A simulated day: {about['simulated hours']} hours in {seconds / 60:.0f} minutes, "
            f"{day.ledger.counts['failures']:,} failures, {day.ledger.counts['widgets']:,} widgets (Chromium {browser})"
        )
        shown.plot(day, WARM_UP, OUTPUT / "soak.svg", title)
    for finding in found:
        print(f"does not hold: {finding}")
    held = "everything held" if is_over else "nothing has failed so far"
    print(f"{len(found)} did not hold" if found else held, flush=True)
    return 1 if found else 0


def soak(browser: Browser, day: Day, arguments: argparse.Namespace) -> int:
    """Play, and tell what there is, also where it is ended before its time."""
    began = time.monotonic()
    try:
        play(day, arguments.hours, arguments.minutes)
    except processes.Ended:
        print("\nended before its time; the numbers so far:")
        tell(day, browser.version, arguments.seed, time.monotonic() - began, is_over=False)
        raise
    except Error as error:
        # Numbers of half an hour are worth something, also if the browser has broken off.
        day.ledger.problems.append(f"the run broke off: {error}")
    return tell(day, browser.version, arguments.seed, time.monotonic() - began)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="dev.py soak", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60, help="of real time (default: 60)")
    parser.add_argument("--hours", type=int, default=24, help="simulated at least (default: 24)")
    parser.add_argument("--seed", type=int, default=1, help="of everything that is chosen (default: 1)")
    given = parser.parse_args(arguments)
    if not 0 < given.minutes < float("inf"):
        parser.error("--minutes has to be more than 0")
    if given.hours < 1:
        parser.error("--hours has to be 1 or more")
    return given


def main() -> int:
    """Read the arguments and run."""
    arguments = parse(sys.argv[1:])
    processes.end_by_signals()
    try:
        with serving() as server, browsing() as browser:
            return soak(browser, Day(browser, server, arguments.seed), arguments)
    except processes.Ended as ended:
        return ended.status


if __name__ == "__main__":
    sys.exit(main())
