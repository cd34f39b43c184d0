"""What the soak counts, and when it says that something did not hold."""

from __future__ import annotations

from typing import Any

import pytest

from pywidget.core.renewal import BUDGET
from tools.soak.__main__ import parse
from tools.soak.held import Limit, Series
from tools.soak.ledger import Ledger


def taken(**more: Any) -> dict[str, Any]:
    return {
        **{name: [] for name in ("made", "failed", "verdicts", "asked", "leaks")},
        "unavailable": 0,
        **more,
    }


def log(**more: Any) -> dict[str, Any]:
    return {"stored": [], "refused": [], "beacons": [], "dropped": 0, "leaks": [], **more}


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ([5, 5, 5, 5], True),
        ([5, 9, 5, 5], True),
        ([5, 5, 5, 6], False),
        ([5, 6, 7, 8], False),
        # It grows, though it was high at first and is not at the end.
        ([5, 1, 3, 5], True),
        ([9, 0, 0, 0, 30, 30, 30, 9], False),
        ([8, 7, 6, 5], True),
    ],
)
def test_what_ends_where_it_began_holds(values: list[float], holds: bool) -> None:  # noqa: FBT001  of the table
    series = Series("listeners", [float(hour) for hour in range(len(values))], values, Limit("", 0, ""))
    assert series.holds() is holds
    assert "listeners: 5" in series.told() or values[0] != 5


def test_the_slope_is_that_of_the_least_squares() -> None:
    assert Series("", [0, 1, 2, 3], [1, 3, 5, 7], Limit("", 0, "")).slope == 2
    assert Series("", [0, 2, 4], [0, 6, 0], Limit("", 0, "")).slope == 0
    assert Series("", [3], [4], Limit("", 0, "")).slope == 0


def test_a_day_on_which_all_held_has_no_findings() -> None:
    ledger = Ledger()
    ledger.hear(taken(made=["a", "b", "c"], failed=["r1"], verdicts=["r1"], asked=[["w", 1, 0.0]]))
    ledger.take_log(log(stored=["a", "a"], beacons=["b"], refused=["c"], dropped=1))
    ledger.say("tab", "error", "Failed to load resource: the server responded with a status of 503")
    assert ledger.findings() == []
    assert ledger.totals()["reports that came again, recognised by their id"] == 1


@pytest.mark.parametrize(
    ("noted", "server", "found"),
    [
        ({"made": ["a"]}, {}, "1 reports neither stored nor known as lost, such as ['a']"),
        ({"made": ["a"]}, {"refused": ["a"]}, "1 reports were refused, and 0 were counted as dropped"),
        ({"failed": ["r"]}, {}, "1 failures without a verdict, such as ['r']"),
        ({"failed": ["r"], "verdicts": ["r", "r"]}, {}, "1 failures with more than one verdict, such as ['r']"),
        ({"leaks": ["storage: x"]}, {}, "a secret in storage: x"),
        ({}, {"leaks": ["report: x"]}, "a secret in report: x"),
        ({"unavailable": 1}, {}, "pywidget:unavailable in a page that had its files"),
        ({"asked": [["w", 1, at] for at in (0, 9, 19, 29)]}, {}, "widget w: more than 3 renewals within 60 s"),
        ({"asked": [["w", BUDGET + 1, 0]]}, {}, f"widget w: a renewal with more than {BUDGET} tries"),
    ],
)
def test_what_did_not_hold_is_said(noted: dict[str, Any], server: dict[str, Any], found: str) -> None:
    ledger = Ledger()
    ledger.hear(taken(**noted))
    ledger.take_log(log(**server))
    assert [finding[: len(found)] for finding in ledger.findings()] == [found]


def test_lines_that_nobody_expects_are_said_once() -> None:
    ledger = Ledger()
    for _ in range(2):
        ledger.say("tab", "warning", "pywidget: fr could not be loaded")
        ledger.say("tab", "pageerror", "pywidget: token")
    ledger.say("old", "warning", "pywidget: fr could not be loaded", is_old=True)
    assert ledger.findings() == [
        "tab: unexpected warning: pywidget: fr could not be loaded",
        "tab: unexpected pageerror: pywidget: token",
    ]


@pytest.mark.parametrize("arguments", [["--minutes", "0"], ["--minutes", "-1"], ["--minutes", "nan"], ["--hours", "0"]])
def test_a_day_without_time_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments)
    assert ended.value.code == 2
    assert f"{arguments[0]} has to be " in capsys.readouterr().err
