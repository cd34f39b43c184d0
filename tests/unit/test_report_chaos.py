"""The collector's SQLite file when things go wrong: a full disk, a clock that jumps, senders that make up values."""

from __future__ import annotations

import random
import sqlite3
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from report_samples import DAY, NOW, end, read, report

from pywidget.reports import sqlite
from pywidget.reports.sqlite import SqliteStorage
from pywidget.reports.sqlite_schema import MIGRATIONS, MOST_LABELS, OTHER, migrate
from pywidget.reports.storage import DAY_MS, DIMENSIONS, Period, StorageError, open_storage

if TYPE_CHECKING:
    from pathlib import Path

TODAY = Period(DAY, DAY)


def rows(file: Path, query: str) -> list[Any]:
    database = sqlite3.connect(file)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def test_a_full_disk_takes_whole_batches_or_nothing(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "reports.db", most_pages=120)
    taken = 0
    is_full = False
    while not is_full:
        try:
            taken += storage.add(read(*(report(taken + one, message="x" * 900) for one in range(10))), NOW)
        except StorageError as error:
            is_full = "full" in str(error)
    assert taken > 50
    for _ in range(3):
        with pytest.raises(StorageError, match="full"):
            storage.add(read(*(report(taken + one, code=f"new.{one}", message="x" * 900) for one in range(40))), NOW)
    assert storage.count() == storage.totals(TODAY).failures == taken
    storage.close()
    # With room again, everything comes once, with labels that were not stored before.
    storage = SqliteStorage(tmp_path / "reports.db")
    assert storage.add(read(*(report(one, code=f"new.{one % 3}") for one in range(taken, taken + 9))), NOW) == 9
    assert storage.totals(TODAY).failures == taken + 9
    assert {row.value for row in storage.rows("code", TODAY, 9)} == {"common.auth.expired", "new.0", "new.1", "new.2"}
    storage.close()


def test_threads_that_write_at_the_same_time_take_turns(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "reports.db")

    def write(thread: int) -> int:
        taken = 0
        for batch in range(0, 200, 4):
            taken += storage.add(read(*(report(thread * 1_000 + batch + one) for one in range(4))), NOW)
            storage.open_incident(f"{thread} {batch}", NOW)
            storage.maintain(NOW)
        return taken

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(write, range(4))) == [200] * 4
    assert storage.count() == storage.totals(TODAY).failures == 800
    assert len(storage.incidents()) == 200
    storage.close()


def test_half_a_million_codes_are_a_thousand_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here 4,000 of them, with room for 100: the number of labels bounds the number of rows."""
    monkeypatch.setattr("pywidget.reports.labels.MOST_LABELS", 100)
    file = tmp_path / "reports.db"
    storage = SqliteStorage(file)
    memory = []
    tracemalloc.start()
    for first in range(0, 4_000, 500):
        numbers = range(first, first + 500)
        storage.add([{"id": f"{one}", "code": f"made.{one}", "page": f"/{one}", "at": NOW} for one in numbers], NOW)
        memory.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert memory[-1] - memory[1] < 100_000
    counted = {row.value: row.totals.failures for row in storage.rows("code", TODAY, 200)}
    assert (len(counted), counted[OTHER], sum(counted.values())) == (101, 3_900, 4_000)
    # The code of a documented error is counted by its name all the same.
    storage.add(read(report(1, id="known", code="common.auth.expired")), NOW)
    assert storage.totals(Period(DAY, DAY, (("code", "common.auth.expired"),))).failures == 1
    only = Period(DAY, DAY, (("code", OTHER),))
    assert storage.totals(only).failures == 3_900
    assert len(storage.recent(only, 50)) == 50
    storage.close()
    assert rows(file, "SELECT count(*) FROM labels") == [(204,)]
    # The pairs of (code, page) here are few, because both are made up together.
    assert rows(file, "SELECT count(*) FROM cells")[0][0] < 2_000
    assert MOST_LABELS == 1_000


def test_a_clock_that_jumps_ahead_deletes_nothing(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "reports.db")
    storage.add(read(report(1)), NOW)
    storage.maintain(NOW)
    storage.maintain(NOW + 3_650 * DAY_MS)
    assert storage.count() == 1
    storage.close()


def test_what_is_old_goes_and_its_counts_stay(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "reports.db", keep_days=30)
    old = NOW - 40 * DAY_MS
    ancient = NOW - 800 * DAY_MS
    storage.add(read(report(1, at=old), end(1, "renewed", at=old)), old)
    storage.add(read(report(2, at=ancient, code="ancient.code")), ancient)
    storage.add(read(report(3)), NOW)
    storage.close()
    storage = SqliteStorage(tmp_path / "reports.db", keep_days=30)
    storage.maintain(NOW)
    assert [one["requestId"] for one in storage.export(Period(0, DAY))] == ["req_3"]
    assert storage.totals(Period(DAY - 50, DAY))[:4] == (2, 0, 0, 1)
    assert storage.totals(Period(0, DAY - 100)).failures == 0
    storage.close()
    assert ("ancient.code",) not in rows(tmp_path / "reports.db", "SELECT value FROM labels")


def test_it_is_deleted_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "DELETED_AT_ONCE", 4)
    storage = SqliteStorage(tmp_path / "reports.db", keep_days=1)
    storage.add(read(*map(report, range(10))), NOW)
    storage.add(read(report(99, at=NOW + 5 * DAY_MS)), NOW + 5 * DAY_MS)
    storage.close()
    storage = SqliteStorage(tmp_path / "reports.db", keep_days=1)
    left = []
    for _ in range(4):
        storage.maintain(NOW + 5 * DAY_MS)
        left.append(storage.count())
    assert left == [7, 3, 1, 1]
    storage.close()


def test_two_processes_can_use_one_file(tmp_path: Path) -> None:
    one, two = SqliteStorage(tmp_path / "reports.db"), SqliteStorage(tmp_path / "reports.db")
    for number in range(12):
        storage = one if number % 2 else two
        storage.add(read(report(number, code=f"code.{number % 5}", page=f"/{number}")), NOW)
    assert one.add(read(report(0)), NOW) == 0
    for storage in (one, two):
        assert storage.totals(TODAY).failures == 12
        assert len(storage.rows("page", TODAY, 99)) == 12
        assert sum(row.totals.failures for row in storage.rows("code", TODAY, 9)) == 12
        storage.close()


def test_counts_are_those_of_the_reports_whatever_came_in_which_order(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311  the same ones each time
    storage = SqliteStorage(tmp_path / "reports.db")
    for _ in range(40):
        sent = []
        for _ in range(chance.randrange(1, 30)):
            number = chance.randrange(120)
            about = {"code": f"code.{number % 7}", "page": f"/{number % 5}", "at": NOW - number * 3_600_000 % DAY_MS}
            sent.append(report(number, path="retry" if number % 2 else "auth", repeated=number % 3, **about))
            if chance.random() < 0.6:
                outcome = chance.choice(("renewed", "not-renewed", "recovered"))
                sent.append(end(number, outcome, durationMs=number * 1_000, **about))
        storage.add(read(*sent), NOW)
    storage.close()
    file = tmp_path / "reports.db"
    for place, dimension in enumerate(DIMENSIONS, 1):
        counted = rows(file, f"SELECT b, sum(failures), sum(repeated) FROM cells WHERE kind = {place} GROUP BY b")  # noqa: S608
        direct = rows(
            file,
            f"SELECT {dimension}_label, sum(outcome IS NULL), sum(coalesce(repeated, 0)) FROM reports GROUP BY 1",  # noqa: S608
        )
        assert {row for row in counted if any(row[1:])} == {row for row in direct if any(row[1:])}
    ends = rows(file, "SELECT sum(outcome != 'not-renewed'), sum(outcome = 'not-renewed') FROM ends")
    assert rows(file, "SELECT sum(recovered), sum(lost) FROM cells WHERE kind = 0") == ends


def test_an_older_file_is_brought_up_to_date_and_a_newer_one_refused(tmp_path: Path) -> None:
    file = tmp_path / "reports.db"
    SqliteStorage(file).close()
    assert rows(file, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    database = sqlite3.connect(file, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, (*MIGRATIONS, "CREATE TABLE more (one); CREATE TABLE more (one);"))
    assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'more'").fetchall()
    migrate(database, (*MIGRATIONS, "CREATE TABLE more (one);"))
    assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    database.close()
    with pytest.raises(StorageError, match="Use a newer one"):
        SqliteStorage(file)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE other (one)")
    database.close()
    with pytest.raises(StorageError, match="something else"):
        open_storage(f"sqlite:///{file}")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot use"):
        open_storage(f"sqlite:///{tmp_path}/missing/reports.db")


@pytest.mark.parametrize(
    "address", ["reports.db", "sqlite://reports.db", "sqlite:///", "clickhouse://", "mysql://here/db"]
)
def test_an_address_that_names_nothing_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="named like"):
        open_storage(address)


def test_what_was_taken_is_on_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    """Not only in the memory of the system: what a power failure leaves."""
    storage = SqliteStorage(tmp_path / "reports.db")
    (mode,) = storage._database.execute("PRAGMA synchronous").fetchone()  # noqa: SLF001  what no query of others shows
    assert mode == 2, "FULL"
    storage.add(read(report(1)), NOW)
    storage.close()
