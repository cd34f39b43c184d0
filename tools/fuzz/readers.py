"""The campaign of a reader in Python: by coverage with atheris, elsewhere with Hypothesis."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tools import processes
from tools.fuzz import CORPUS, ROOT, Finding, trying

if TYPE_CHECKING:
    from pathlib import Path

    from tools.fuzz import Given, Result

#: An input that takes longer than this many seconds, or more than this many megabytes, ends the campaign as a finding.
_MOST_SECONDS, _MOST_MEGABYTES = 20, 2_000
#: Longer inputs are not made: what is long is made of few bytes (see Draw.text).
_LONGEST = 2_000


def campaign(name: str, given: Given, result: Result) -> None:
    """Run the campaign of a target; fill in what it comes to."""
    began = time.monotonic()
    folder = given.found / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    try:
        if given.replay:
            _replay(name, given.replay, result)
        elif find_spec("atheris") is not None:
            _with_atheris(name, given, folder, result)
        else:
            result.remarks.append("atheris is for Linux and Python before 3.14; so this ran with Hypothesis alone.")
            _with_hypothesis(name, given, folder, result)
    finally:
        result.seconds = time.monotonic() - began


def command_for(name: str, file: Path) -> str:
    """Return the command that tries an input again."""
    return f"python3 dev.py fuzz {name} --replay {file}"


def _replay(name: str, files: tuple[Path, ...], result: Result) -> None:
    one = trying.target(name)
    for file in files:
        began = time.perf_counter()
        try:
            trying.attempt(one, file.read_bytes(), twice=True)
        except Exception as error:  # noqa: BLE001  whatever is raised is what is looked for
            result.findings.append(Finding(trying.problem_of(error), str(file), command_for(name, file)))
        result.inputs += 1
        took = (time.perf_counter() - began) * 1000
        if took > (result.slowest_ms or 0):
            result.slowest_ms, result.slowest_file = took, str(file)


def _with_atheris(name: str, given: Given, folder: Path, result: Result) -> None:
    for old in (*folder.glob("found-*"), *folder.glob("state.*")):
        old.unlink()
    known = [CORPUS / name] if (CORPUS / name).is_dir() else []
    command: list[str | Path] = [
        *(sys.executable, "-m", "tools.fuzz.harness", name, folder),
        *(
            f"-max_total_time={given.seconds:.0f}",
            f"-seed={given.seed}",
            f"-max_len={_LONGEST}",
            "-print_final_stats=1",
        ),
        *(f"-timeout={_MOST_SECONDS}", f"-rss_limit_mb={_MOST_MEGABYTES}", f"-artifact_prefix={folder}/found-"),
        "-print_final_stats=1",
        *([f"-runs={given.runs}"] if given.runs else []),
        *(folder / "corpus", *known),
    ]
    last: list[str] = []
    try:
        with processes.started(command, ROOT, output=subprocess.PIPE) as process:
            for line in process.stdout or ():
                last = [*last[-20:], line.rstrip()]
                _take_line(line, result)
            status = process.wait()
    finally:
        _take_state(name, folder, result)
    if status:
        kept = sorted(folder.glob("found-[!0-9]*-*"))
        problem = next((line for line in last if "ERROR" in line), last[-1] if last else "it ended")
        file = kept[-1] if kept else folder / "corpus"
        result.findings.append(Finding(problem, str(file), command_for(name, file)))


def _take_line(line: str, result: Result) -> None:
    """What libFuzzer says of its coverage, and at the end."""
    covered = re.search(r"cov: (\d+) ft: (\d+)", line)
    if covered:
        result.coverage = (int(covered[1]), int(covered[2]))
        result.new_coverage = (result.new_coverage or 0) + bool(re.search(r"\bNEW\b", line))
    total = re.match(r"#(\d+)\s|stat::number_of_executed_units: (\d+)", line)
    if total:
        result.inputs = max(result.inputs, int(total[1] or total[2]))


def _take_state(name: str, folder: Path, result: Result) -> None:
    file = folder / "state.json"
    if not file.is_file():
        return
    state = json.loads(file.read_text(encoding="utf-8"))
    result.inputs = max(result.inputs, state["inputs"])
    result.slowest_ms, result.memory_mb = state["slowest_ms"], state["memory_mb"]
    result.slowest_file = str(folder / "slowest")
    for problem, kept in state["found"].items():
        result.findings.append(Finding(problem, str(folder / kept), command_for(name, folder / kept)))


def _with_hypothesis(name: str, given: Given, folder: Path, result: Result) -> None:
    from tools.fuzz import by_hypothesis  # noqa: PLC0415  only here: it is slow to import

    end = time.monotonic() + given.seconds
    round_ = 0
    while time.monotonic() < end and not result.findings and (not given.runs or result.inputs < given.runs):
        runs = min(1_000, given.runs - result.inputs) if given.runs else 1_000
        tried, failed = by_hypothesis.run(name, runs, given.seed + round_)
        round_ += 1
        result.inputs += tried
        if failed is not None:
            problem, data = failed
            file = folder / "found-by-hypothesis"
            file.write_bytes(data)
            result.findings.append(Finding(problem, str(file), command_for(name, file)))
