"""Do seeded random hostility to the built bundle in a real Chromium: the target ``page`` of ``python3 dev.py fuzz``.

    python -m tools.fuzz_page [--seconds N] [--seed S] [--most N] [--only NUMBER[,NUMBER…]]

An input is an act of the page: an event with a detail at its worst, a call of ``window.pywidget``, a widget that is
moved, an answer of the token endpoint, a function of the page that throws. Act and page are made of the seed and of the
act's number, so that each can be done again. Every :data:`tools.fuzz_page.batch.SIZE` acts share a page, in whose end a
widget fails as widgets do and has to be treated as always. ``files/`` has what runs in the page: ``values.js`` and
``acts.js`` say what is tried, ``record.js`` what must not be.

What is found is written as a file with the seed, and the numbers of the acts without which it does not happen.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tools.fuzz_page.batch import SIZE, Campaign, Outcome, kind_of, numbers_of, smaller

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: The first part of what replays a finding.
COMMAND = ".venv/bin/python -m tools.fuzz_page"
#: How long a finding is made smaller, in seconds.
SMALLER_S = 120
#: The most numbers that a file names.
MOST_NUMBERS = 20


@dataclass
class Tally:
    """What a campaign comes to so far.

    Attributes:
        inputs: how many acts were done, and attributes and answers given.
        kinds: how many of each kind.
        pages: how many pages were loaded.
        longest_ms: the longest time that one act kept its page busy. Reported, not judged.
        listeners: the most listeners of pywidget that a page had in its end.
        found: a line for each kind of problem -> the file of the first.
        version: Chromium's.
    """

    inputs: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    longest_ms: float = 0
    listeners: int = 0
    found: dict[str, Path] = field(default_factory=dict)
    version: str = ""

    def add(self, outcome: Outcome) -> None:
        """Add a page."""
        self.pages += 1
        acts = {name.removeprefix("input: "): n for name, n in outcome.counts.items() if name.startswith("input: ")}
        self.kinds.update(acts)
        self.kinds["answers of the server"] += outcome.answers
        self.inputs += sum(acts.values()) + outcome.answers
        self.longest_ms = max(self.longest_ms, outcome.longest_ms)
        self.listeners = max(self.listeners, outcome.listeners)

    def told(self) -> str:
        """The numbers, as text."""
        kinds = ", ".join(f"{name} {count:,}" for name, count in self.kinds.most_common())
        return (
            f"{self.inputs:,} inputs in {self.pages:,} pages of Chromium {self.version}: {kinds}\n"
            f"longest act {self.longest_ms:,.0f} ms, at most {self.listeners} listeners"
        )


def run(seed: str, seconds: float, most: int, found: Path) -> Iterator[Tally]:
    """Do one page after the other until the time is over or so many acts are done; yield the numbers after each."""
    tally = Tally()
    known: set[str] = set()
    end = time.monotonic() + seconds
    batch = 0
    with Campaign() as campaign:
        tally.version = campaign.version
        while time.monotonic() < end and (not most or batch * SIZE < most):
            numbers = list(numbers_of(batch))
            if most:
                numbers = numbers[: most - batch * SIZE]
            outcome = campaign.page(seed, batch, numbers)
            tally.add(outcome)
            for problem in outcome.problems:
                kind = kind_of(problem)
                if kind in known:
                    continue
                known.add(kind)
                until = min(end, time.monotonic() + SMALLER_S)
                few = smaller(campaign, seed, numbers, kind, until)
                tally.found[problem.partition("\n")[0][:200]] = write(found, seed, few, problem)
            yield tally
            batch += 1


def write(found: Path, seed: str, numbers: Sequence[int], problem: str) -> Path:
    """Write a finding, with what it takes to see it again."""
    found.mkdir(parents=True, exist_ok=True)
    only = ",".join(map(str, numbers))
    name = re.sub(r"\W+", "-", kind_of(problem)).strip("-")[:50]
    file = found / f"{seed}-{numbers[0]}-{name}.json"
    command = f"{COMMAND} --seed {seed} --only {only}"
    text = json.dumps({"seed": seed, "numbers": list(numbers), "problem": problem, "replay": command}, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def replay(seed: str, numbers: Sequence[int]) -> Outcome:
    """Do exactly these acts, in the page of the first of them."""
    with Campaign() as campaign:
        return campaign.page(seed, numbers[0] // SIZE, numbers)


def campaign(name: str, given: Any, result: Any) -> None:
    """Run as a target of ``python3 dev.py fuzz``: fill in the result while it goes on."""
    # The command's own module, which this one does not need where it runs by itself.
    finding = import_module("tools.fuzz").Finding
    if given.replay:
        for file in given.replay:
            kept = json.loads(file.read_text(encoding="utf-8"))
            outcome = replay(kept["seed"], kept["numbers"])
            result.inputs += len(kept["numbers"])
            result.findings += [finding(problem, str(file), kept["replay"]) for problem in outcome.problems]
        return
    began = time.monotonic()
    for tally in run(str(given.seed), given.seconds, given.runs, given.found / name):
        result.inputs = tally.inputs
        result.seconds = time.monotonic() - began
        result.slowest_ms = tally.longest_ms
        result.findings = [
            finding(problem, str(file), f"python3 dev.py fuzz {name} --replay {file}")
            for problem, file in tally.found.items()
        ]
        result.remarks = tally.told().splitlines()
