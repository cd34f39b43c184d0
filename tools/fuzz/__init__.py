"""Feed made-up and hostile input to everything that reads what others wrote (``python3 dev.py fuzz``).

A target is one reader and what must hold whatever it reads. ``TARGETS`` names each target and the module that runs its
campaign: a function ``campaign(name, given, result)`` that fills in the :class:`Result` as it goes, because what is in
there also counts if Ctrl-C ends it (:class:`tools.processes.Ended`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Inputs that once broke a rule, and inputs that reach much: target -> files. The tests replay them all.
CORPUS = ROOT / "tests" / "fuzz" / "corpus"

#: The readers in Python: names of modules in ``tools/fuzz/targets``.
READERS = (
    "classify", "envelope", "response", "waits", "profile", "settings", "redact", "wording", "events", "reports",
    "markup", "served", "pasted", "collected", "reported", "controller", "messages",
)  # fmt: skip

#: Name -> the module that runs it.
TARGETS: dict[str, str] = {**dict.fromkeys(READERS, "tools.fuzz.readers"), "page": "tools.fuzz_page"}


@dataclass(frozen=True)
class Given:
    """What the command line asks for.

    Attributes:
        seconds: how long each target may take.
        seed: decides what is tried; the same seed tries the same.
        runs: how many inputs each target tries at most; 0 for as many as the time allows.
        replay: files with inputs to try instead of new ones.
        found: the folder for the inputs that break a rule.
    """

    seconds: float
    seed: int
    runs: int
    replay: tuple[Path, ...]
    found: Path


@dataclass
class Finding:
    """An input that broke a rule.

    Attributes:
        problem: what happened, in one line.
        file: where the input is.
        command: what tries it again.
    """

    problem: str
    file: str
    command: str


@dataclass
class Result:
    """What a campaign of one target comes to. A number that cannot be known there is None.

    Attributes:
        inputs: how many were tried.
        seconds: how long that took.
        coverage: edges of the code that were reached, and features (edges with how often, and compared values).
        new_coverage: how many inputs reached something that none before had.
        slowest_ms: what the slowest input took, in milliseconds.
        slowest_file: where that input is.
        memory_mb: the most memory that was in use.
        findings: inputs that broke a rule, one for each rule and place.
        remarks: what else is to be said, each in one sentence.
    """

    inputs: int = 0
    seconds: float = 0
    coverage: tuple[int, int] | None = None
    new_coverage: int | None = None
    slowest_ms: float | None = None
    slowest_file: str = ""
    memory_mb: float | None = None
    findings: list[Finding] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def told(self, name: str) -> str:
        """The lines that the command prints."""
        rate = f"{self.inputs / self.seconds:,.0f}/s" if self.seconds else "-"
        parts = [f"{name}: {self.inputs:,} inputs in {self.seconds:,.0f} s ({rate})"]
        if self.coverage is not None:
            parts.append(f"{self.coverage[0]:,} edges, {self.coverage[1]:,} features")
        if self.new_coverage is not None:
            parts.append(f"{self.new_coverage:,} inputs with new coverage")
        if self.slowest_ms is not None:
            parts.append(
                f"slowest {self.slowest_ms:,.1f} ms" + (f" ({self.slowest_file})" if self.slowest_file else "")
            )
        if self.memory_mb is not None:
            parts.append(f"{self.memory_mb:,.0f} MB at most")
        lines = ["; ".join(parts), *(f"  {remark}" for remark in self.remarks)]
        for finding in self.findings:
            lines += [f"  FOUND {finding.problem}", f"    input   {finding.file}", f"    replay  {finding.command}"]
        return "\n".join(lines)
