"""What is shown while something is installed: that it goes on, and what went wrong only if it failed."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from tools import processes
from tools.sources import ROOT

#: An installation of three steps, each shown before the next begins.
STEPS = """
import sys
from pathlib import Path
from tools import processes
processes.BEAT_ON_TERMINAL = processes.BEAT_ELSEWHERE = 0.02
child = "for step in (1, 2, 3): print('Collecting package', step, flush=True); __import__('time').sleep(0.2)"
succeeded, said = processes.run_aside([sys.executable, "-c", child], Path.cwd(), "installing")
sys.exit(0 if succeeded and said.splitlines()[-1] == "Collecting package 3" else 1)
"""


def test_without_a_terminal_each_sign_of_life_is_a_line() -> None:
    command = [sys.executable, "-c", STEPS]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (process.returncode, process.stdout) == (0, "")
    first, *lines = process.stderr.splitlines()
    assert first == "dev.py: installing"
    assert {re.sub(r"\(\d+ s\)", "(…)", line) for line in lines} >= {
        f"dev.py: installing (…) Collecting package {step}" for step in (1, 2, 3)
    }


def test_on_a_terminal_one_line_is_written_over() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", STEPS], cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:
        # How Linux says that nobody has the terminal any more.
        pass
    os.close(ours)
    assert process.wait(60) == 0
    *written_over, last = shown.decode().rstrip("\r\n").split("\r\x1b[K")
    assert re.fullmatch(r"dev\.py: installing: \d s", last)
    assert all("\n" not in text for text in written_over)
    assert any("Collecting package 2" in text for text in written_over)


def test_what_a_command_said_is_returned_and_not_shown() -> None:
    command = [sys.executable, "-c", "import sys; print('one'); sys.exit('\\ntwo')"]
    assert processes.run_aside(command, Path.cwd(), "trying") == (False, "one\ntwo")
    assert processes.run_aside([sys.executable, "-c", ""], Path.cwd(), "trying") == (True, "")


def test_a_program_that_is_not_there_has_failed() -> None:
    succeeded, said = processes.run_aside(["no-such-program"], Path.cwd(), "trying")
    assert not succeeded
    assert "no-such-program" in said


def test_a_process_that_prints_for_long_is_cut_to_its_end() -> None:
    command = [sys.executable, "-c", "for line in range(1000): print(line)"]
    _, said = processes.run_aside(command, Path.cwd(), "trying")
    assert said.splitlines() == [str(line) for line in range(960, 1000)]
