"""What the benchmark makes of its numbers; test_bench.py measures some."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks import plots, tables
from benchmarks.contenders import BY_NAME, CONTENDERS
from benchmarks.goals import goals, spread
from tools.bench import parse
from tools.sources import ROOT

KEPT: dict[str, Any] = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))


def test_the_pages_say_what_was_measured() -> None:
    """No number in them was typed: `python3 dev.py bench --render` writes them anew."""
    pictures = plots.titles(KEPT)
    results = (ROOT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    assert results == tables.results(KEPT, pictures)
    numbers = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
    assert numbers == tables.placed(numbers, tables.summary(KEPT, pictures))
    assert all((ROOT / "docs" / "assets" / name).is_file() for name, _words in pictures)


def test_a_spread_is_the_median_and_the_quartiles() -> None:
    assert spread([7]) == (7, 7, 7)
    assert spread([5, 1, 2, 4, 3]) == (3, 2, 4)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1_292, "1,292"), (123.4, "123"), (12.34, "12.3"), (1.234, "1.23"), (0.1234, "0.123")]
)
def test_a_number_has_the_digits_that_count(value: float, text: str) -> None:
    assert tables.number(value) == text


def told(**measures: list[float]) -> dict[str, Any]:
    """What was measured of pywidget, with an interpreter and a client to compare it with."""
    ours = {name.replace("_", " "): values for name, values in measures.items()}
    others = {"micropython": {"cold answer": [50.0]}, "sentry": {"cold answer": [40.0], "burst": [0.2]}}
    return {"values": {"pywidget": ours, **others}, "long": {}, "profile": []}


def test_goals_are_judged() -> None:
    found = {goal.title: goal for goal in goals(told(cold_bytes=[81_921], cold_answer=[44, 45, 60], burst=[0.12]))}
    verdicts = {title: goal.verdict for title, goal in found.items()}
    assert verdicts["all bytes until the first notice"] == "not reached"
    start = "cold, beside the published interpreter's bare start"
    assert verdicts[f"first error to its verdict, {start}"] == "reached"
    assert verdicts[f"first error to its notice, {start}"] == "not measured"
    assert verdicts["a later error, two events, main thread"] == "reached"
    assert found["the same beside Sentry's capture"].found == pytest.approx(0.6)
    assert verdicts["first error to its verdict, cold, beside Sentry's first capture"] == "not reached"


def test_memory_has_to_stay_as_it_is() -> None:
    grown = told(memory=[1e6])
    grown["long"] = {"pywidget": [{"errors": 100.0, "memory": 1e6}, {"errors": 1_000.0, "memory": 1e6 + 65_536}]}
    verdicts = {goal.title: goal.verdict for goal in goals(grown)}
    assert verdicts["the interpreter's memory"] == "reached"
    assert verdicts["its growth up to error 1,000"] == "not reached"


def test_each_row_says_what_it_lacks() -> None:
    assert list(BY_NAME) == [one.name for one in CONTENDERS]
    assert [one.name for one in CONTENDERS if bool(one.lacks) == one.is_ours] == []


def test_a_name_that_no_row_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        parse(["--only", "sentri"])
    assert refused.value.code == 2
    assert "sentri is none of pywidget," in capsys.readouterr().err
