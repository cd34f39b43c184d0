"""The soak on a small scale: rounds of the same day leave the same behind, and each kind of leak is seen.

What is counted is compared, and nothing is timed. ``python3 dev.py soak`` runs the same code for an hour.
"""

from __future__ import annotations

from contextlib import closing

from aside import aside

from tools.soak.day import Day
from tools.soak.running import browsing, serving

#: What has to be the same after each round. Other memory needs a longer warm-up than these rounds.
COUNTED = ("listeners", "nodes", "documents", "timers", "WebAssembly memory")
#: Scenes of each round: those in which most comes and goes.
SCENES = ("churn", "frameworks", "expiries", "nap")


def rounds() -> Day:
    """Play the same round several times."""
    with serving() as server, browsing() as browser, closing(Day(browser, server, seed=1)) as day:
        # The first fills caches, and has what takes longer; a visit belongs to the release.
        day.round((*SCENES, "offline", "collector_trouble", "release"), seed=7)
        for _ in range(3):
            day.round(SCENES, seed=7)
        return day


def leaking() -> Day:
    """Play rounds in a page that leaks on purpose."""
    plant = "listener,array,timer,notice"
    with serving() as server, browsing() as browser, closing(Day(browser, server, seed=1, plant=plant)) as day:
        for _ in range(3):
            day.round(["churn"], seed=7)
        return day


def test_rounds_of_the_same_day_leave_the_same_behind() -> None:
    day = aside(rounds)
    for tab in ("regular", "sleeper"):
        counted = [{name: sample["tabs"][tab][name] for name in COUNTED} for sample in day.samples[1:]]
        assert counted == [counted[0]] * 3
    assert [sample["reports kept"] for sample in day.samples] == [0] * 4
    assert day.ledger.findings() == []
    totals = day.ledger.totals()
    wanted = ("failures", "renewed", "notRenewed", "pressed", "releases", "unavailable", "reports stored")
    assert [name for name in wanted if not totals[name]] == []


def test_each_kind_of_leak_is_seen() -> None:
    day = aside(leaking)
    assert [series.name for series in day.series() if not series.holds()] == [
        "regular: JavaScript heap above the control's",
        "regular: listeners",
        "regular: nodes",
        "regular: timers",
    ]
