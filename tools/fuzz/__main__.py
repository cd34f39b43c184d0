"""The command: ``python -m tools.fuzz [--seconds N] [--seed S] [--runs N] [TARGET…]``.

``--replay FILE…`` tries these files instead of new inputs. The exit status is 1 if anything was found. Ctrl-C ends the
campaign with the numbers so far.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from tools import processes
from tools.fuzz import ROOT, TARGETS, Given, Result


def parse(arguments: list[str]) -> tuple[list[str], Given]:
    """Return the names of the targets, and the rest of what was asked for."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description="Feed hostile input to whatever reads it.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(TARGETS)}; all of them")
    parser.add_argument("--seconds", type=float, default=60, help="how long for each target; 60")
    parser.add_argument("--seed", type=int, default=1, help="decides what is tried; 1")
    parser.add_argument("--runs", type=int, default=0, help="how many inputs for each target at most; 0: no limit")
    parser.add_argument("--replay", nargs="+", type=Path, default=[], metavar="FILE", help="try these inputs only")
    parser.add_argument(
        "--found",
        type=Path,
        default=ROOT / "test-output" / "fuzz",
        help="where what was found is put; test-output/fuzz",
    )
    given = parser.parse_args(arguments)
    if not 0 < given.seconds < float("inf"):
        # The library that makes the inputs would take these for no limit.
        parser.error("--seconds has to be more than 0")
    if given.runs < 0:
        parser.error("--runs has to be 0 (no limit) or more")
    unknown = [name for name in given.targets if name not in TARGETS]
    if unknown:
        parser.error(f"there is no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    if given.replay and len(given.targets) != 1:
        parser.error("--replay needs the one target that reads the files")
    asked = Given(given.seconds, given.seed, given.runs, tuple(given.replay), given.found)
    return given.targets or list(TARGETS), asked


def main() -> int:
    """Run the campaigns one after the other."""
    names, given = parse(sys.argv[1:])
    processes.end_by_signals()
    results: dict[str, Result] = {}
    status = 0
    for name in names:
        result = results[name] = Result()
        try:
            import_module(TARGETS[name]).campaign(name, given, result)
        except processes.Ended as ended:
            status = ended.status
        print(result.told(name), flush=True)
        if status:
            break
    inputs = sum(result.inputs for result in results.values())
    found = sum(len(result.findings) for result in results.values())
    print(f"{len(results)} targets, {inputs:,} inputs, seed {given.seed}: {found} found")
    return 1 if found else status


if __name__ == "__main__":
    sys.exit(main())
