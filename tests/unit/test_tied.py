"""What the tests start for a browser does not outlive them, even if they are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TIED = Path(__file__).parents[1] / "e2e" / "tied.py"

#: Starts a program that starts another, and says by its number which; then it waits.
STARTS = f"""
import subprocess, sys, time
subprocess.Popen(
    [sys.executable, {str(TIED)!r}, "sh", "-c", "sleep 600 & echo $!; wait"],
    stdin=subprocess.PIPE, start_new_session=True,
)
time.sleep(600)
"""


def is_running(number: int) -> bool:
    try:
        status = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    # Nobody may have asked how it ended.
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="tied programs are looked for in /proc")
def test_a_tied_program_ends_when_its_starter_is_killed() -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE)
    assert starter.stdout
    number = int(starter.stdout.readline())
    assert is_running(number)
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    end = time.monotonic() + 60
    while is_running(number):
        assert time.monotonic() < end
        time.sleep(0.05)
    starter.stdout.close()
