"""Every storage of reports does the same: in SQLite, and in ClickHouse's engine in this process.

Where PYWIDGET_CLICKHOUSE names a server (``clickhouse://user:password@host:8123/database``), it is tested as well: in
databases of its own, which are dropped.
"""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from itertools import combinations, count
from typing import TYPE_CHECKING, Any

import pytest
from report_samples import DAY, NOW, end, read, report

from pywidget.core.dates import from_iso
from pywidget.reports.sqlite import SqliteStorage
from pywidget.reports.storage import DAY_MS, DIMENSIONS, HOUR_MS, Period, Risen, Totals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pywidget.reports.storage import Storage

TODAY = Period(DAY, DAY)
SERVER = os.environ.get("PYWIDGET_CLICKHOUSE")
_numbers = count()


@pytest.fixture(name="storage", params=["sqlite", "chdb", "clickhouse"])
def storage_fixture(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    if request.param == "sqlite":
        storage: Storage = SqliteStorage(tmp_path / "reports.db")
        yield storage
        storage.close()
        return
    from tools.clickhouse_engines import in_process, on_server  # noqa: PLC0415  both are large

    if request.param == "chdb":
        with in_process(f"reports{next(_numbers)}") as storage:
            yield storage
    elif SERVER is None:
        pytest.skip("PYWIDGET_CLICKHOUSE names no ClickHouse server: its statements ran in chdb only")
    else:
        with on_server(SERVER, f"reports{os.getpid()}_{next(_numbers)}") as storage:
            yield storage


def add(storage: Storage, *reports: dict[str, Any], now: int = NOW) -> int:
    return storage.add(read(*reports), now)


def test_nothing_is_stored_at_first(storage: Storage) -> None:
    assert storage.count() == 0
    assert storage.totals(TODAY) == Totals()
    assert storage.days(TODAY) == {}
    assert [storage.rows(dimension, TODAY, 9) for dimension in DIMENSIONS] == [[], [], [], [], []]
    assert storage.recent(TODAY, 9) == []
    assert list(storage.export(TODAY)) == []
    assert storage.incidents() == {}


def test_a_report_comes_out_as_it_went_in(storage: Storage) -> None:
    sent = report(1, repeated=3, dropped=2, merged=1, mode="payment", network="test", screen="pay", stage="POST /x")
    assert add(storage, sent) == 1
    (given,) = storage.export(TODAY)
    assert given == sent | {"at": NOW}


def test_each_id_is_stored_once(storage: Storage) -> None:
    assert add(storage, report(1), report(2), report(1)) == 2
    assert add(storage, report(2, code="another"), report(3)) == 1
    assert storage.count() == 3
    assert storage.totals(TODAY).failures == 3
    assert [row.value for row in storage.rows("code", TODAY, 9)] == ["common.auth.expired"]


def test_failures_are_counted_by_every_dimension(storage: Storage) -> None:
    add(storage, *(report(number, code=f"code.{number % 3}", page=f"/{number % 2}") for number in range(7)))
    add(storage, report(8, code=None, path="config", widget=None, version="0.2.0", page="/1"))
    found = {name: {row.value: row.totals.failures for row in storage.rows(name, TODAY, 9)} for name in DIMENSIONS}
    assert found == {
        "code": {"code.0": 3, "code.1": 2, "code.2": 2, "": 1},
        "path": {"auth": 7, "config": 1},
        "page": {"/0": 4, "/1": 4},
        "widget": {"1": 7, "": 1},
        "version": {"0.1.0": 7, "0.2.0": 1},
    }
    assert [row.value for row in storage.rows("code", TODAY, 2)] == ["code.0", "code.1"]


def test_one_value_is_counted_alone(storage: Storage) -> None:
    add(storage, *(report(number, code=f"code.{number % 3}", page=f"/{number % 2}") for number in range(7)))
    add(storage, report(8, code=None, page="/2"))
    only = Period(DAY, DAY, (("code", "code.0"),))
    assert storage.totals(only).failures == 3
    assert {row.value: row.totals.failures for row in storage.rows("page", only, 9)} == {"/0": 2, "/1": 1}
    assert [(row.value, row.totals.failures) for row in storage.rows("code", only, 9)] == [("code.0", 3)]
    assert {day: totals.failures for day, totals in storage.days(only).items()} == {DAY: 3}
    assert {one["code"] for one in storage.recent(only, 9)} == {"code.0"}
    assert len(list(storage.export(only))) == 3
    without = Period(DAY, DAY, (("code", ""),))
    assert storage.totals(without).failures == 1
    assert [one["page"] for one in storage.recent(without, 9)] == ["/2"]
    unknown = Period(DAY, DAY, (("code", "code.9"),))
    assert storage.totals(unknown) == Totals()
    assert storage.rows("page", unknown, 9) == storage.rows("code", unknown, 9) == []
    assert storage.recent(unknown, 9) == []


def test_days_and_hours_are_those_of_the_reports(storage: Storage) -> None:
    for ago in (0, 1, 1, 25, 50):
        when = NOW - ago * HOUR_MS
        add(storage, report(when // 1000 + storage.count(), at=when), now=when)
    assert {day: totals.failures for day, totals in storage.days(Period(DAY - 9, DAY)).items()} == {
        DAY: 3,
        DAY - 1: 1,
        DAY - 2: 1,
    }
    assert storage.totals(Period(DAY - 1, DAY - 1)).failures == 1
    hour = NOW // HOUR_MS
    assert storage.hours(hour - 1, hour) == {hour - 1: 2, hour: 1}
    assert storage.hours(hour - 1, hour, (("path", "auth"), ("widget", "1"))) == {hour - 1: 2, hour: 1}
    assert storage.hours(hour - 1, hour, (("path", "config"),)) == {}


def test_what_was_left_out_is_summed_up_where_it_was(storage: Storage) -> None:
    counts = end(2, "unreported", code=None, failure=None, durationMs=None, repeated=4, dropped=6, page="/busy")
    add(storage, report(1, repeated=2, dropped=1), counts)
    totals = storage.totals(TODAY)
    assert (totals.failures, totals.repeated, totals.dropped) == (1, 6, 7)
    assert {row.value: row.totals.dropped for row in storage.rows("page", TODAY, 9)} == {
        "https://example.org/register": 1,
        "/busy": 6,
    }


def test_a_failure_is_counted_by_its_last_end(storage: Storage) -> None:
    add(storage, report(1), report(2), report(3))
    add(storage, end(1, "renewed", durationMs=900), end(2, "not-renewed", at=NOW - 9))
    totals = storage.totals(TODAY)
    assert (totals.recovered, totals.lost, totals.duration_ms, totals.within) == (1, 1, 900, (1, 0, 0, 0, 0))
    add(storage, end(2, "recovered", durationMs=31_000))
    totals = storage.totals(TODAY)
    assert (totals.recovered, totals.lost, totals.duration_ms, totals.within) == (2, 0, 31_900, (1, 0, 0, 1, 0))
    ends = {one["failure"]: (one.get("outcome"), one.get("durationMs")) for one in storage.recent(TODAY, 9)}
    assert ends == {"failure-1": ("renewed", 900), "failure-2": ("recovered", 31_000), "failure-3": (None, None)}


def test_an_end_belongs_to_the_path_of_its_failure(storage: Storage) -> None:
    add(storage, end(1, "recovered"))
    assert storage.totals(Period(DAY, DAY, (("path", "auth"),))).recovered == 0
    add(storage, report(1))
    assert storage.totals(Period(DAY, DAY, (("path", "auth"),))).recovered == 1
    assert storage.totals(Period(DAY, DAY, (("path", ""),))).recovered == 0
    assert storage.totals(TODAY).recovered == 1


def test_the_order_of_batches_and_what_comes_twice_change_nothing(storage: Storage) -> None:
    sent = []
    for number in range(12):
        sent.append(report(number, code=f"code.{number % 2}", at=NOW - number))
        sent.append(end(number, "not-renewed", code=f"code.{number % 2}", at=NOW - number))
        sent.append(end(number, "renewed", code=f"code.{number % 2}", at=NOW - number + 1 - 2 * (number % 2)))
    chance = random.Random(7)  # noqa: S311  the same order each time
    for _ in range(2):
        chance.shuffle(sent)
        for start in range(0, len(sent), 5):
            add(storage, *sent[start : start + 9])
    totals = storage.totals(TODAY)
    assert (storage.count(), totals.failures, totals.recovered, totals.lost) == (36, 12, 6, 6)
    only = storage.totals(Period(DAY, DAY, (("path", "auth"),)))
    assert (only.recovered, only.lost) == (6, 6)


def test_the_last_failures_come_first(storage: Storage) -> None:
    add(storage, *(report(number, at=NOW - number) for number in range(9)), end(1, "renewed"))
    assert [one["requestId"] for one in storage.recent(TODAY, 4)] == ["req_0", "req_1", "req_2", "req_3"]


def test_a_clock_that_is_wrong_does_not_move_a_report_away(storage: Storage) -> None:
    for number, at in enumerate(("2099-01-01T00:00:00Z", "1970-01-02T00:00:00Z", None)):
        sent = read(report(number))[0] | {"at": at and from_iso(at)}
        storage.add([{name: value for name, value in sent.items() if value is not None}], NOW)
    assert storage.totals(TODAY).failures == 3
    assert [one["at"] for one in storage.recent(TODAY, 9)] == [NOW] * 3


def test_what_comes_while_the_clock_goes_back_is_kept_and_counted_once(storage: Storage) -> None:
    add(storage, report(1), now=NOW)
    add(storage, report(1), report(2), now=NOW - 40 * DAY_MS)
    storage.maintain(NOW - 40 * DAY_MS)
    add(storage, report(2), report(3), now=NOW)
    assert storage.count() == 3
    assert storage.totals(Period(DAY - 50, DAY)).failures == 3


def test_the_largest_numbers_are_summed(storage: Storage) -> None:
    most = 2**31
    add(storage, *(report(number, repeated=most, dropped=most) for number in range(5)))
    add(storage, *(end(number, "recovered", durationMs=most) for number in range(5)))
    totals = storage.totals(TODAY)
    assert (totals.repeated, totals.dropped, totals.duration_ms) == (5 * most,) * 3


def test_any_text_is_a_text(storage: Storage) -> None:
    texts = ["'; DROP TABLE reports; --", "\0", "{x:String}", "%s %(a)s ?", "\\'\"\n\t", "é😀\ufffe"]
    for text in texts:
        about = {"failure": text, "code": text, "message": text}
        add(storage, report(1, **about, id=text), end(1, "renewed", **about, id=f"{text} renewed"))
    assert add(storage, *(report(1, id=text) for text in texts)) == 0
    assert sorted(row.value for row in storage.rows("code", TODAY, 9)) == sorted(texts)
    for text in texts:
        only = Period(DAY, DAY, (("code", text),))
        assert storage.totals(only)[:4] == (1, 0, 0, 1)
        assert [one["message"] for one in storage.recent(only, 9)] == [text]
        assert {one["id"] for one in storage.export(only)} == {text, f"{text} renewed"}


def test_incidents_are_remembered_until_they_end(storage: Storage) -> None:
    storage.open_incident("config a.b", NOW)
    storage.open_incident("config a.b", NOW + 5)
    storage.open_incident("doubled it's", NOW)
    assert storage.incidents() == {"config a.b": NOW, "doubled it's": NOW}
    storage.close_incident("config a.b")
    storage.close_incident("never was")
    assert storage.incidents() == {"doubled it's": NOW}
    storage.open_incident("config a.b", NOW + 9)
    assert storage.incidents()["config a.b"] == NOW + 9


def test_it_can_be_asked_while_it_is_written(storage: Storage) -> None:
    found: list[int] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            found.append(storage.totals(TODAY).failures)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for number in range(6):
            add(storage, report(2 * number), report(2 * number + 1))
    finally:
        over.set()
        asking.join()
    assert found == sorted(found)
    assert all(number % 2 == 0 for number in found)
    assert storage.totals(TODAY).failures == 12


def test_several_filters_count_what_passes_all_of_them(storage: Storage) -> None:
    """Against counting by hand: every set of filters, over reports of two days that differ in everything."""
    chance = random.Random(3)  # noqa: S311  the same ones each time
    sent = []
    for number in range(80):
        about = {
            "code": f"code.{chance.randrange(3)}",
            "page": f"/{chance.randrange(3)}",
            "widget": chance.choice(("1", None)),
            "version": f"0.{chance.randrange(2)}.0",
            "at": NOW - chance.randrange(2) * DAY_MS - chance.randrange(11) * HOUR_MS,
        }
        path = chance.choice(("auth", "config", "retry"))
        sent.append(report(number, path=path, dropped=number % 4, **about))
        if number % 3 == 0:
            outcome = chance.choice(("renewed", "not-renewed"))
            sent.append(end(number, outcome, durationMs=number * 100, **about))
    add(storage, *sent)
    both = Period(DAY - 1, DAY)
    paths = {one["failure"]: one["path"] for one in sent if "path" in one}
    for length in range(len(DIMENSIONS) + 1):
        for names in combinations(DIMENSIONS, length):
            like = chance.choice([one for one in sent if "path" in one])
            only = tuple((name, like.get(name, "")) for name in names)
            found = [
                one
                for one in sent
                if all(
                    (paths[one["failure"]] if name == "path" else one.get(name, "")) == value for name, value in only
                )
            ]
            failures = [one for one in found if "outcome" not in one]
            asked = both._replace(only=only)
            totals = storage.totals(asked)
            assert totals.failures == len(failures)
            assert totals.dropped == sum(one.get("dropped", 0) for one in failures)
            assert totals.recovered == sum(one.get("outcome") == "renewed" for one in found)
            assert totals.lost == sum(one.get("outcome") == "not-renewed" for one in found)
            assert totals.duration_ms == sum(one["durationMs"] for one in found if one.get("outcome") == "renewed")
            assert sum(day.failures for day in storage.days(asked).values()) == len(failures)
            for dimension in DIMENSIONS:
                rows = {row.value: row.totals.failures for row in storage.rows(dimension, asked, 99)}
                assert {value: number for value, number in rows.items() if number} == Counter(
                    one.get(dimension, "") for one in failures
                )
            pages = Counter[str]()
            for one in failures:
                pages[one["page"]] += one.get("dropped", 0)
            assert {row.value: row.totals.dropped for row in storage.left_out(asked, 99)} == +pages
            assert {one["id"] for one in storage.recent(asked, 99)} == {one["id"] for one in failures}
            hour = NOW // HOUR_MS
            assert sum(storage.hours(hour - 40, hour, only).values()) == len(failures)
    nowhere = Period(DAY - 5, DAY - 4, (("code", "code.0"), ("version", "0.0.0")))
    assert storage.totals(nowhere) == Totals()
    assert storage.recent(nowhere, 9) == []
    assert storage.rows("page", nowhere, 9) == []


def test_reports_are_exported_by_all_filters(storage: Storage) -> None:
    add(storage, report(1), report(2, code="b.b"), report(3, page="/3"), end(1, "renewed"))
    only = (("code", "common.auth.expired"), ("page", "https://example.org/register"))
    assert {one["id"] for one in storage.export(Period(DAY, DAY, only))} == {"view-1", "view-1-renewed"}


def test_some_values_are_counted_alone(storage: Storage) -> None:
    add(storage, *(report(number, code=f"code.{number % 4}") for number in range(10)))
    asked = ["code.3", "code.9", "code.1"]
    for only in ((), (("path", "auth"),), (("path", "auth"), ("widget", "1"))):
        found = storage.rows("code", Period(DAY, DAY, only), 9, asked)
        assert {row.value: row.totals.failures for row in found} == {"code.1": 3, "code.3": 2}
    assert storage.rows("code", Period(DAY, DAY, (("code", "code.0"),)), 9, asked) == []


def test_where_the_most_was_left_out_comes_first_however_few_failures_there_are(storage: Storage) -> None:
    add(storage, *(report(number, page=f"/{number % 5}") for number in range(20)))
    add(storage, report(30, page="/busy", dropped=90), report(31, page="/1", dropped=4))
    assert [(row.value, row.totals.dropped) for row in storage.left_out(TODAY, 1)] == [("/busy", 90)]
    assert [(row.value, row.totals.dropped) for row in storage.left_out(TODAY, 9)] == [("/busy", 90), ("/1", 4)]


def test_codes_that_rose_are_found_and_no_more_than_asked_for(storage: Storage) -> None:
    hour = NOW // HOUR_MS
    before = NOW - 5 * HOUR_MS
    add(storage, *(report(number, code="steady", at=before) for number in range(6)), now=before)
    sent = [report(100 + number, code="steady") for number in range(5)]
    sent += [report(200 + number, code="new") for number in range(7)]
    sent += [report(300 + number, code="rare") for number in range(2)]
    add(storage, *sent)
    assert storage.risen(hour - 1, 3, 1, 9) == [Risen("new", 7, 0)]
    assert storage.risen(hour - 1, 3, 0.5, 9) == [Risen("new", 7, 0), Risen("steady", 5, 6)]
    assert storage.risen(hour - 1, 3, 0.5, 1) == [Risen("new", 7, 0)]
    assert storage.risen(hour + 1, 1, 0, 9) == []


def test_what_was_taken_is_summed_up_by_origin_and_day(storage: Storage) -> None:
    assert storage.count_taken(DAY, {}) == {}
    assert storage.count_taken(DAY, {"https://a.example": 5}) == {"https://a.example": 5}
    assert storage.count_taken(DAY, {"https://a.example": 2, "": 1}) == {"https://a.example": 7, "": 1}
    assert storage.count_taken(DAY, {"": -1}) == {"https://a.example": 7, "": 0}
    assert storage.count_taken(DAY + 1, {}) == {}


def test_numbers_over_64_bits_do_not_reach_it(storage: Storage) -> None:
    numbers = {"repeated": 2**63, "dropped": 2**64 + 1, "durationMs": 10**400, "attempts": float("inf"), "merged": -1}
    assert add(storage, report(1, **numbers), end(1, "renewed", durationMs=2**70)) == 2
    totals = storage.totals(TODAY)
    assert (totals.failures, totals.repeated, totals.dropped, totals.recovered, totals.duration_ms) == (1, 0, 0, 1, 0)
