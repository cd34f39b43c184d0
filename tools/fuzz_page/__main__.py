"""The campaign by itself: ``python -m tools.fuzz_page``."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tools.fuzz_page import replay, run

FOUND = Path(__file__).resolve().parents[2] / "test-output" / "fuzz" / "page"
#: The numbers so far are printed after this many seconds.
OFTEN_S = 60


def main() -> int:
    """Run it; the exit status is 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="tools.fuzz_page", description="Do seeded random hostility to the page.")
    parser.add_argument("--seconds", type=float, default=60, help="how long; 60")
    parser.add_argument("--seed", default="1", help="decides what is tried; 1")
    parser.add_argument("--most", type=int, default=0, help="how many acts at most; no limit")
    parser.add_argument("--only", default="", metavar="NUMBER[,NUMBER…]", help="do these acts again, and no others")
    given = parser.parse_args()
    if given.only:
        outcome = replay(given.seed, [int(number) for number in given.only.split(",")])
        print("\n".join(outcome.problems) or "everything held")
        return 1 if outcome.problems else 0
    said = time.monotonic()
    tally = None
    known = 0
    for tally in run(given.seed, given.seconds, given.most, FOUND):
        for problem, file in list(tally.found.items())[known:]:
            print(f"FOUND {problem}\n  {file}", flush=True)
        known = len(tally.found)
        if time.monotonic() - said > OFTEN_S:
            said = time.monotonic()
            print(f"{tally.inputs:,} inputs, {tally.pages} pages, {known} found", flush=True)
    if tally is None:
        return 0
    print(tally.told())
    return 1 if tally.found else 0


if __name__ == "__main__":
    sys.exit(main())
