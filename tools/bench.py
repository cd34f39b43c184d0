"""Measure pywidget beside others: one table, from one run, in turns.

    python3 dev.py bench [--runs N] [--only NAMES] [--quick]

Opens pages with pywidget, with other clients and with a bare Python in Chromium, again and again and each in its turn,
and measures bytes, times and memory. It writes benchmarks/RESULTS.md, the pictures in docs/assets and what
docs/numbers.md says of them; with --only or --quick, only test-output/bench. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import plots, tables
from benchmarks.contenders import BY_NAME, CONTENDERS, version_of
from benchmarks.goals import goals
from benchmarks.running import Bench, Size
from benchmarks.site import serving
from benchmarks.visit import NETWORKS, browsing
from pywidget.version import VERSION
from tools import processes
from tools.sources import ROOT

#: What is measured with --quick: as little as gives each kind of number.
QUICK = Size(runs=1, errors=0, widgets=20, networks=(), alone=3, burst=100, before=50)
QUICK_NAMES = ("pywidget", "sample")
OUTPUT = ROOT / "test-output" / "bench"


def processor() -> str:
    """Return the name of the processor, as the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def measure(names: list[str], size: Size) -> dict[str, Any]:
    """Measure these contenders, and return all that was measured."""
    contenders = [contender for contender in CONTENDERS if contender.name in names]
    load = os.getloadavg()[0]
    with serving(contenders) as url, browsing(shared=size == QUICK) as browsers:
        results = Bench(browsers, url, contenders, size, lambda text: print(text, flush=True)).run()
        packages = sorted({package for contender in contenders for package in contender.packages})
        about = {
            "date": datetime.now(UTC).date().isoformat(),
            "machine": processor(),
            "cores": os.cpu_count(),
            "system": platform.system(),
            "browser": browsers.version,
            "pywidget": VERSION,
            "packages": {package: version_of(package) for package in packages},
            "runs": size.runs,
            "widgets": size.widgets,
            "load": round(load, 1),
        }
    return {"about": about, "values": results.values, "profile": results.profile, "long": results.long}


def write(told: dict[str, Any], root: Path) -> None:
    """Write the results, the page about them, the pictures, and what docs/numbers.md says, below a folder."""
    for folder in ("benchmarks", "docs/assets"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "benchmarks" / "results.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    pictures = plots.titles(told)
    (root / "benchmarks" / "RESULTS.md").write_text(tables.results(told, pictures), encoding="utf-8")
    plots.draw(told, root / "docs" / "assets")
    page = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
    (root / "docs" / "numbers.md").write_text(tables.placed(page, tables.summary(told, pictures)), encoding="utf-8")


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="dev.py bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=9, help="of each; a third of them for what is slow (default: 9)")
    parser.add_argument("--errors", type=int, default=100_000, help="one after another, 0 for none (default: 100000)")
    parser.add_argument("--widgets", type=int, default=1_000, help="that fail at once, 0 for none (default: 1000)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help=f"some of {', '.join(BY_NAME)}")
    parser.add_argument(
        "--quick", action="store_true", help=f"one run of {' and '.join(QUICK_NAMES)}, without the rest"
    )
    parser.add_argument("--render", action="store_true", help="only write the pages from benchmarks/results.json")
    given = parser.parse_args(arguments)
    for name in given.only or ():
        if name not in BY_NAME:
            parser.error(f"{name} is none of {', '.join(BY_NAME)}")
    if given.runs < 1 or given.errors < 0 or given.widgets < 0:
        parser.error("--runs has to be 1 or more, --errors and --widgets 0 or more")
    return given


def main() -> int:
    """Read the arguments, measure and write."""
    given = parse(sys.argv[1:])
    processes.end_by_signals()
    if given.render:
        write(json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8")), ROOT)
        return 0
    began = time.monotonic()
    size = QUICK if given.quick else Size(given.runs, given.errors, given.widgets, tuple(NETWORKS))
    try:
        told = measure(given.only or (list(QUICK_NAMES) if given.quick else list(BY_NAME)), size)
    except processes.Ended as ended:
        return ended.status
    root = OUTPUT if given.quick or given.only else ROOT
    write(told, root)
    for goal in goals(told):
        found = "" if goal.found is None else f"{goal.found:,.3g} {goal.unit}, goal {goal.most:g}: "
        print(f"{goal.title}: {found}{goal.verdict}")
    print(f"{root / 'benchmarks' / 'RESULTS.md'}, after {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
