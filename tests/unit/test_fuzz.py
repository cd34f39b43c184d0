"""The targets of ``dev.py fuzz``, bounded: known inputs, a fixed number of others, and the command itself.

What holds is stated in ``tools/fuzz/targets``, one module per reader.
"""

from __future__ import annotations

import email.utils
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pywidget.core.dates import from_http_date, from_iso
from tools.fuzz import CORPUS, READERS, TARGETS, Given, Result, by_hypothesis, readers, trying
from tools.fuzz.__main__ import parse
from tools.fuzz.draw import Draw, encoded
from tools.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# What is run by chance is not measured: that would take long, and say another thing each time.
pytestmark = pytest.mark.no_cover

#: Inputs of each target besides the known ones. Hypothesis makes the same ones each time.
RUNS = 30


@pytest.mark.parametrize("name", READERS)
def test_known_inputs_break_no_rule(name: str) -> None:
    files = sorted((CORPUS / name).iterdir())
    assert files
    for file in files:
        trying.attempt(trying.target(name), file.read_bytes(), twice=True)


@pytest.mark.parametrize("name", READERS)
def test_made_up_inputs_break_no_rule(name: str) -> None:
    # Making an input small takes minutes; `dev.py fuzz` does it.
    tried, failed = by_hypothesis.run(name, RUNS, start=1, shrink=False)
    assert failed is None
    assert tried >= RUNS


def test_every_target_has_a_module_and_known_inputs() -> None:
    modules = {path.stem for path in (ROOT / "tools" / "fuzz" / "targets").glob("[!_]*.py")} - {"words"}
    assert modules == set(READERS)
    assert set(READERS) < set(TARGETS)
    assert {path.name for path in CORPUS.iterdir()} >= set(READERS)


# What draws


def test_bytes_give_back_the_numbers_that_were_drawn() -> None:
    numbers = [(3, 9), (200, 255), (77, 1_000), (2**40, 2**62), (0, 1)]
    draw = Draw(encoded(numbers, b"left"))
    assert [draw.number(most) for _, most in numbers] == [number for number, _ in numbers]
    assert draw.rest() == b"left"
    assert draw.number(9) == 0
    assert draw.rest() == b""


def test_no_bytes_are_an_input_too() -> None:
    assert Draw(b"", ("x",)).text() == "x"
    assert isinstance(Draw(b"").mapping(), dict)


# What the command does


class Broken:
    """A target that breaks its rule at the byte 7."""

    WORDS = ("",)
    SHARED = False

    def check(self, draw: Draw) -> object:
        assert draw.number(255) != 7, "seven"
        return None


def test_what_is_found_is_kept_and_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "target", lambda _name: Broken())
    monkeypatch.setattr(readers, "find_spec", lambda _name: None)
    asked = Given(seconds=30, seed=1, runs=2_000, replay=(), found=tmp_path)
    result = Result()
    readers.campaign("broken", asked, result)
    (finding,) = result.findings
    assert finding.problem.startswith("AssertionError: seven at tests/unit/test_fuzz.py:")
    file = tmp_path / "broken" / "found-by-hypothesis"
    assert finding.command == f"python3 dev.py fuzz broken --replay {file}"
    assert file.read_bytes() == b"\x07"
    assert result.remarks == ["atheris is for Linux and Python before 3.14; so this ran with Hypothesis alone."]
    assert "FOUND AssertionError: seven" in result.told("broken")
    again = Result()
    readers.campaign("broken", Given(30, 1, 0, (file,), tmp_path), again)
    assert (again.inputs, [one.problem for one in again.findings]) == (1, [finding.problem])


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is for Linux and Python before 3.14")
def test_a_campaign_says_what_it_did(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.fuzz", "classify", "--runs", "300", "--found", str(tmp_path)]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert process.returncode == 0, process.stdout + process.stderr
    assert process.stdout.startswith("classify: 300 inputs in ")
    for part in (" edges, ", " features; ", " inputs with new coverage; slowest ", " MB at most\n"):
        assert part in process.stdout
    assert process.stdout.endswith("1 targets, 300 inputs, seed 1: 0 found\n")


def test_a_wrong_call_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, said in (
        (["clasify"], "there is no target 'clasify'"),
        (["--replay", "x"], "needs the one target"),
        # Each of these would go on without end.
        (["--seconds", "-1"], "has to be more than 0"),
        (["--seconds", "0"], "has to be more than 0"),
        (["--seconds", "nan"], "has to be more than 0"),
        (["--runs", "-1"], "has to be 0 (no limit) or more"),
    ):
        with pytest.raises(SystemExit):
            parse(arguments)
        assert said in capsys.readouterr().err
    assert parse([])[0] == list(TARGETS)
    assert parse(["redact", "--seed", "7"])[1].seed == 7


# Dates, by what the standard library says of them


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001  UTC is added below
def test_http_dates_agree_with_the_standard_library(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    expected = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert from_http_date(email.utils.format_datetime(moment, usegmt=True)) == expected
    assert from_http_date(f"{moment:%a %b} {moment.day:>2} {moment:%H:%M:%S} {moment.year:04}") == expected


@given(
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),  # noqa: DTZ001  a zone is added below
    st.integers(-23 * 60, 23 * 60),
)
def test_iso_dates_agree_with_the_standard_library(moment: datetime, offset: int) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    expected = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert from_iso(moment.isoformat()) == expected
