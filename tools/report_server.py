"""``pywidget reports`` as a process that can be killed and started anew at the same address."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from tools.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "a-password-for-tests"  # noqa: S105  it guards nothing
AUTH = ("owner", PASSWORD)


def free_port() -> int:
    """A port that nobody has, and that a server can take again after it was killed."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class ReportServer:
    """A server of its own.

    Args:
        folder: where it runs.
        store: the address of its storage.
        options: of the command.
        program: what is run instead of the command.
    """

    def __init__(self, folder: Path, store: str, *options: str, program: tuple[str, ...] = ()) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        command = program or ("-m", "pywidget", "reports")
        self._command = [sys.executable, *command, "--port", str(self.port), "--store", store, *options]
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The number of its process while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {**os.environ, "PYWIDGET_REPORTS_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT)}
        said, its = os.pipe()
        with os.fdopen(said, encoding="utf-8") as lines:
            try:
                self._process = subprocess.Popen(self._command, cwd=self._folder, env=environment, stdout=its)
            finally:
                os.close(its)
            line = lines.readline()
        if line != f"Reports: {self.url}\n":
            self.kill()
            raise RuntimeError(f"it did not start: {line!r}")

    def kill(self) -> None:
        """End it as a power failure does: with SIGKILL, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.wait(timeout=60)
            self._process = None

    def stop(self) -> None:
        """End it as its owner does."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=60)
            self._process = None
