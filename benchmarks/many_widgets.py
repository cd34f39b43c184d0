"""How long a page with many widgets takes that all fail at once: it has to grow with their number, and no faster.

    python -m benchmarks.many_widgets [--runs 5] [--counts 125 250 500 1000 2000]

For each number of widgets, from the first failure, which starts Python, and again once Python runs: the time to the
last verdict and to the last notice, the main thread's time for all of it, and its longest task. Each widget fails in a
task of its own, as each would by the answer to its own request. Prints the best of several runs, because whatever else
the machine does only adds to a time; the longest task is that of the same run. Nothing here passes or fails; that
nothing is done once for each pair of widgets is checked in ``tests/e2e/test_many_widgets.py``.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from benchmarks.contenders import BY_NAME, DEFAULT
from benchmarks.running import together
from benchmarks.site import serving
from benchmarks.visit import Visit, browsing

if TYPE_CHECKING:
    from benchmarks.visit import Browsers

COUNTS = (125, 250, 500, 1000, 2000)
MEASURES = ("answer", "notice", "busy", "longest")


def rounds(browsers: Browsers, url: str, count: int) -> list[dict[str, float]]:
    """What the first round of failures took, which loads Python, and the second."""
    with browsers.profile() as context:
        visit = Visit(context, url, BY_NAME[DEFAULT])
        return [together(visit, BY_NAME[DEFAULT], count) for _round in range(2)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    arguments = parser.parse_args()
    with serving([BY_NAME[DEFAULT]]) as url, browsing() as browsers:
        print(f"{'widgets':>8}  {'':8}{'last verdict':>14}{'last notice':>14}{'main thread':>14}{'longest task':>14}")
        for count in arguments.counts:
            runs = [rounds(browsers, url, count) for _ in range(arguments.runs)]
            for number, name in enumerate(("cold", "running")):
                best = min((run[number] for run in runs), key=lambda result: result["notice"])
                if best["answered"] != count:
                    print(f"{count:>8,}: only {best['answered']} have a verdict")
                print(f"{count:>8,}  {name:8}" + "".join(f"{best[what]:>11,.0f} ms" for what in MEASURES))


if __name__ == "__main__":
    main()
