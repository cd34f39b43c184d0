"""dev.py as people call it; what it installs is in test_setup.py, how it ends in test_ending.py."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from longest import LONGEST

import dev
from pywidget.cli import COMMANDS
from tools.helps import help_of, help_of_dev
from tools.sources import ROOT


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"]])
def test_help_goes_to_the_standard_output(arguments: list[str]) -> None:
    process = run(*arguments)
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.strip() == help_of_dev()


def test_help_names_every_command_and_no_other() -> None:
    sections = re.findall(r"^To .*:\n((?:  .*\n)+)", help_of_dev(), re.MULTILINE)
    named = re.findall(r"^  ([\w-]+)", "".join(sections), re.MULTILINE)
    assert sorted(named) == sorted(dev.COMMANDS)


def test_an_unknown_command_is_told_with_what_may_have_been_meant() -> None:
    process = run("tset")
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == (
        "dev.py: there is no command 'tset'. Did you mean test? `python3 dev.py --help` lists them.\n"
    )


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_of_commands_fits_a_terminal_and_is_whole(name: str) -> None:
    said = help_of(name)
    assert "\b" not in said
    assert "..." not in said.replace("[ARGS]...", "")
    assert all(len(line) <= 88 for line in said.splitlines())
    assert "-h, --help" in said


def test_commands_stand_in_the_order_in_which_they_are_needed() -> None:
    listed = re.findall(r"^  (\w+)  ", help_of("").partition("Commands:")[2], re.MULTILINE)
    assert listed == ["demo", "bundle", "check", "explain", "catalog", "reports"] == list(COMMANDS)


def test_the_files_to_begin_with_are_there() -> None:
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert [name for name in LONGEST if name not in there] == []
    assert len(set(LONGEST)) == len(LONGEST)
