"""How long Python takes for one failure once it runs: its two events and the end of the turn, up to notice and report.

    python -m benchmarks.warm_errors [--interpreter ours] [--rounds 9] [--failures 50] [--profile]

Runs the built image under Node, in our cut or in the published interpreter, with a border that does nothing, so that
only Python is measured. Prints the best and the median round, because whatever else the machine does only adds to a
time. After 500 reports a page sends no more, so the usual numbers stay below that. Nothing here passes or fails.

``--profile`` counts instead, under CPython: the functions whose own code takes the most steps for a failure. A step is
one instruction of CPython's bytecode. MicroPython's instructions are others, but the hot places are the same, and
counts do not depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from pywidget.browser import app
from tools import border
from tools.build import build, inner

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).resolve().parents[1]

START: dict[str, Any] = {
    "data": {"analytics": "segment", "contact": "mailto:rights@shop.example", "loginUrl": "/login"},
    "build": "",
    "at": 1_800_000_000_000,
    "page": {"href": "https://shop.example/works", "lang": "en", "languages": ["en"]},
    "online": True,
}
#: What those functions of the border answer whose answer Python reads.
ANSWERS = {
    "pageAddress": "https://shop.example/works?step=2",
    "filterReport": "",
    "asksForPrivacy": False,
    "callPage": "sent",
}
_FORM = {
    "screen": "FORM",
    "tellsTransaction": True,
    "overlay": False,
    "retry": False,
    "mode": "register",
    "network": "testnet",
    "firstStep": False,
    "buttons": ["back", "submit"],
}
_FAILED = {**_FORM, "screen": "FAILED", "retry": True, "requestId": "req_NUMBER", "buttons": ["retry"]}
_SAID = {
    "code": "common.service_unavailable",
    "message": "The service cannot be reached at the moment.",
    "requestId": "req_NUMBER",
}
#: What the page sends for one failure; NUMBER is another one for each.
MESSAGES: list[dict[str, Any]] = [
    {
        "kind": "event",
        "widget": 1,
        "name": "allfeat:error",
        "age": 0,
        "screen": "FORM",
        "look": _FORM,
        "detail": {**_SAID, "stage": "submit"},
    },
    {
        "kind": "event",
        "widget": 1,
        "name": "allfeat:failed",
        "age": 0,
        "screen": "FAILED",
        "look": _FAILED,
        "detail": _SAID,
    },
    {"kind": "turn-over"},
]


def measure(interpreter: str, rounds: int, failures: int) -> None:
    """Print how long a failure takes in one of the bundle's interpreters."""
    build()
    names = re.findall(r"^  (\w+)\(", border.files()[border.TYPES], re.MULTILINE)
    task = {
        "start": START,
        "border": names,
        "answers": ANSWERS,
        "messages": MESSAGES,
        "failures": failures,
        "rounds": rounds,
    }
    command = ["node", "benchmarks/warm_errors.mjs", str(inner()), interpreter]
    process = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, input=json.dumps(task))
    result = json.loads(process.stdout)
    times = result["times"]
    print(f"{min(times):.0f} µs for a failure in the best round of {failures}, {median(times):.0f} µs in the median")
    for name, calls in result["calls"].items():
        print(f"{calls / result['failures']:6.2f} {name}")


class _Page:
    """A border that does nothing."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_arguments: ANSWERS.get(name)


def profile(failures: int) -> None:
    """Print where Python's steps for a failure are."""
    steps: Counter[tuple[str, str]] = Counter()
    calls: Counter[tuple[str, str]] = Counter()

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        key = (Path(frame.f_code.co_filename).stem, frame.f_code.co_qualname)
        if event == "opcode":
            steps[key] += 1
        elif event == "call":
            calls[key] += 1
            frame.f_trace_opcodes = True
        return trace

    app.start(json.dumps(START), _Page())
    for number in range(failures + 1):
        if number == 1:
            # The first one imports, and fills caches.
            sys.settrace(trace)
        for message in MESSAGES:
            text = json.dumps({**message, "at": START["at"] + number * 5_000})
            app.receive(text.replace("NUMBER", str(number)))
    sys.settrace(None)
    print(f"{sum(steps.values()) / failures:7.0f} steps and {sum(calls.values()) / failures:.0f} calls for a failure")
    for (module, name), count in steps.most_common(45):
        print(f"{count / failures:7.0f} {calls[module, name] / failures:6.1f} calls  {module}.{name}")


def main() -> int:
    """Measure, or count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--interpreter", choices=("ours", "published"), default="ours")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--failures", type=int, default=50)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    if options.profile:
        profile(options.failures)
    else:
        measure(options.interpreter, options.rounds, options.failures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
