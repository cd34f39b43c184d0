"""Firefox, driven by Puppeteer over WebDriver BiDi, in a process of Node's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from remote_page import PageError

SCRIPT = Path(__file__).with_suffix(".mjs")
#: Seconds that it has to end.
GRACE = 20


class Firefox:
    """A Firefox without a window that anybody sees.

    Args:
        program: its path.
        folder: for its profile.
    """

    def __init__(self, program: str, folder: Path) -> None:
        node = shutil.which("node")
        assert node, "Node drives Firefox, and there is none on the PATH"
        # It ends the browser when this side of its standard input is gone, however that came about.
        self._process = subprocess.Popen(
            [node, SCRIPT, program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(folder), "HOME": str(folder)},
            # Ctrl-C is for the tests: they end it.
            start_new_session=True,
        )
        self._last = 0
        self.version: str = self._do("version")

    def _do(self, what: str, *given: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._last += 1
        self._process.stdin.write(json.dumps([self._last, what, *given]) + "\n")
        self._process.stdin.flush()
        answer = {"number": 0}
        # Ctrl-C may have come before the answer to another.
        while answer["number"] != self._last:
            line = self._process.stdout.readline()
            assert line, f"Firefox has ended ({self._process.poll()}) at {what}"
            answer = json.loads(line)
        if "error" in answer:
            raise PageError(answer["error"])
        return answer["value"]

    def fresh(self) -> str:
        name: str = self._do("fresh")
        return name

    def go(self, window: str, address: str) -> None:
        self._do("go", window, address)

    def evaluate(self, window: str, expression: str) -> str:
        text: str = self._do("evaluate", window, expression)
        return text

    def click(self, window: str, x: float, y: float) -> None:
        self._do("click", window, x, y)

    def press(self, window: str, key: str) -> None:
        self._do("press", window, key)

    def windows(self) -> list[str]:
        names: list[str] = self._do("windows")
        return names

    def close_window(self, window: str) -> None:
        self._do("close_window", window)

    def to_front(self, window: str) -> None:
        self._do("to_front", window)

    def console(self, window: str) -> list[tuple[str, str]]:
        return [(kind, text) for kind, text in self._do("console", window)]

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        try:
            self._process.wait(GRACE)
        finally:
            self._process.kill()
            self._process.stdout.close()
