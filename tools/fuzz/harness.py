"""One target under atheris, in a process of its own: ``python -m tools.fuzz.harness TARGET FOLDER LIBFUZZER-OPTION…``.

An input that breaks a rule is put into FOLDER, one for each rule and place, and the campaign goes on. What is known so
far is in ``FOLDER/state.json``, since libFuzzer ends the process itself.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from pathlib import Path

import atheris

from tools.fuzz import trying


class Campaign:
    """Feeds one target, and remembers what it came to."""

    def __init__(self, name: str, folder: Path) -> None:
        with atheris.instrument_imports(include=["pywidget"]):
            self._target = trying.target(name)
        self._folder = folder
        self._slowest = 0.0
        self._inputs = 0
        self._found: dict[str, str] = {}
        self._written = 0.0

    def one(self, data: bytes) -> None:
        """Try an input."""
        self._inputs += 1
        began = time.perf_counter()
        try:
            trying.attempt(self._target, data, twice=self._inputs % trying.AGAIN == 0)
        except Exception as error:  # noqa: BLE001  whatever is raised is what is looked for
            problem = trying.problem_of(error)
            if problem not in self._found:
                self._found[problem] = self._keep("found", data)
                self._write()
        took = time.perf_counter() - began
        if took > self._slowest:
            self._slowest = took
            (self._folder / "slowest").write_bytes(data)
            self._write()
        elif began - self._written > 1:
            self._write()

    def _keep(self, kind: str, data: bytes) -> str:
        name = f"{kind}-{hashlib.sha256(data).hexdigest()[:12]}"
        (self._folder / name).write_bytes(data)
        return name

    def _write(self) -> None:
        self._written = time.perf_counter()
        state = {
            "inputs": self._inputs,
            "slowest_ms": self._slowest * 1000,
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "found": self._found,
        }
        # In one step: whoever reads it meanwhile reads a whole one.
        part = self._folder / "state.part"
        part.write_text(json.dumps(state), encoding="utf-8")
        part.replace(self._folder / "state.json")


def main() -> None:
    """Run a campaign; libFuzzer ends it."""
    name, folder, *options = sys.argv[1:]
    campaign = Campaign(name, Path(folder))
    atheris.Setup([sys.argv[0], *options], campaign.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
