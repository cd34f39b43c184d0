"""What `dev.py bench-reports` writes, and what it takes for too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report_samples import NOW

from pywidget.reports.sqlite import SqliteStorage
from pywidget.reports.storage import Period
from tools.bench_reports import HEAD, MOST_MS, RESULTS, with_part
from tools.report_load import Loaded
from tools.report_queries import fill, fill_with_codes, time_queries

if TYPE_CHECKING:
    from pathlib import Path


def test_a_part_takes_the_place_of_the_one_before_and_leaves_the_others() -> None:
    text = with_part(with_part(HEAD, "Load", "first"), "Memory", "two\n\n| a |")
    assert text == f"{HEAD.rstrip()}\n\n## Load\n\nfirst\n\n## Memory\n\ntwo\n\n| a |\n"
    again = with_part(text, "Load", r"three \1")
    assert again == text.replace("first", r"three \1")
    assert with_part(again, "Memory", "four") == f"{HEAD.rstrip()}\n\n## Load\n\nthree \\1\n\n## Memory\n\nfour\n"


def test_memory_that_grows_is_not_flat() -> None:
    waits = [0.1] * 200
    # It is warm after two fifths.
    assert Loaded(100, waits, [40.0] * 20 + [60.0] * 60 + [64.0] * 20).is_flat
    assert not Loaded(100, waits, [40.0 + second for second in range(100)]).is_flat
    # One look at the wrong moment says nothing.
    assert Loaded(100, waits, [60.0] * 99 + [900.0]).is_flat


def test_every_query_of_the_page_is_timed_with_every_kind_of_filter(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "reports.db")
    fill(storage, 2_000, NOW)
    assert storage.count() == 2_000
    queries, pages = time_queries(storage, NOW)
    storage.close()
    assert len(queries) == 11 * 10 + 1
    assert len(pages) == 9


def test_made_up_codes_are_all_different(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "reports.db")
    assert len(fill_with_codes(storage, 2_500, NOW)) == 3
    assert len({one["code"] for one in storage.export(Period(0, 99_999))}) == 2_500
    storage.close()


def test_the_written_results_say_when_and_beside_what() -> None:
    text = RESULTS.read_text(encoding="utf-8")
    parts = text.split("\n## ")[1:]
    assert {part.partition("\n")[0] for part in parts} == {"Load", "Queries", "Made-up codes", "Memory"}
    for part in parts:
        assert "Load average before: " in part
        assert part.partition("\n\n")[2][:2] == "20", "its date"
    assert MOST_MS == 200
