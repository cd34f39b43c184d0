"""Ctrl-C and SIGTERM end dev.py, the playground and what they have started, without a word."""

from __future__ import annotations

import re
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from tools.build import build
from tools.processes import ENDING
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

#: dev.py with the Python of this test, and with everything installed.
DEV = """
import sys, dev
dev.PYTHON = sys.executable
dev.ensure_venv = dev.ensure_node = lambda **_: None
sys.exit(dev.main())
"""
#: An installation that takes long, whose program has started another one.
INSTALLATION = """
import sys
from pathlib import Path
from tools import processes
processes.end_by_signals()
try:
    with processes.started(["sh", "-c", "sleep 60 & echo $!; wait"], Path.cwd(), output=-1) as process:
        print(process.pid, process.stdout.readline(), flush=True)
        process.wait()
except processes.Ended as ended:
    sys.exit(ended.status)
"""


@pytest.fixture(autouse=True)
def hearing() -> Iterator[None]:
    """Let what is started hear these signals, also where the tests themselves run in the background, deaf to Ctrl-C."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        # First in a way in which it ends what it has started, whatever the test found.
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=30)
        process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    assert select.select([process.stdout], [], [], 120)[0], "nothing was printed"
    return process.stdout.readline()


@contextmanager
def hanging(host: str) -> Iterator[None]:
    """Ask the playground for something that it never answers, and one thing more, to know that it has begun."""
    hung, asked = HTTPConnection(host, timeout=60), HTTPConnection(host, timeout=60)
    hung.request("POST", "/api/ats-token?answer=hang")
    asked.request("POST", "/api/ats-token")
    assert asked.getresponse().status == 200
    yield
    hung.close()
    asked.close()


def is_there(pid: int) -> bool:
    # None, or one that has ended, and that nobody has asked about yet.
    command = [shutil.which("ps") or "ps", "-o", "state=", "-p", str(pid)]
    state = subprocess.run(command, capture_output=True, text=True, check=False)
    return not state.stdout.startswith("Z") and bool(state.stdout)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("command", [["-c", DEV, "demo", "--port=0"], ["-m", "pywidget", "demo", "--port=0"]])
def test_the_playground_ends_quietly(command: list[str], number: signal.Signals, status: int) -> None:
    build()
    with running(*command) as process:
        address = re.fullmatch(r"Playground: http://(127\.0\.0\.1:\d+)/\n", line_of(process))
        assert address
        with hanging(address[1]):
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (status, "")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_installation_ends_with_all_that_it_has_started(number: signal.Signals, status: int) -> None:
    with running("-c", INSTALLATION) as process:
        started = [int(pid) for pid in line_of(process).split()]
        assert all(map(is_there, started))
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (status, "")
    assert len(started) == 2
    end = time.monotonic() + 10
    while any(map(is_there, started)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(is_there, started))
