"""The server and the browser of a run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

from tools import processes
from tools.build import build
from tools.chromium import FLAGS, executable
from tools.soak.day import Server
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@contextmanager
def serving() -> Iterator[Server]:
    """Start the server with the built bundle, until the block ends."""
    command = (sys.executable, "-m", "tools.soak.server", build())
    with processes.started(command, ROOT, output=subprocess.PIPE) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield Server(int(line), process.pid)
        finally:
            process.terminate()
            process.wait(processes.GRACE)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start a Chromium, if possible one that keeps pages for the Back button, until the block ends."""
    # Debian's headless shell has no such cache.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or executable(),
            args=list(FLAGS),
            ignore_default_args=["--disable-back-forward-cache"],
            # This program ends the browser by itself.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        try:
            yield browser
        finally:
            # It is gone already where a signal has ended its driver.
            with suppress(Error):
                browser.close()
