"""The client for ClickHouse servers, against the engine in this process behind a server that only passes on."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from report_samples import DAY, NOW, end, read, report

from pywidget.reports.clickhouse import COUNT_EVERY_MS, ClickHouseStorage, Server
from pywidget.reports.storage import DAY_MS, HOUR_MS, Period, StorageError, open_storage
from tools.clickhouse_engines import KEEP_DAYS, InProcess
from tools.report_server import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TODAY = Period(DAY, DAY)
_numbers = count()


@pytest.fixture(name="address")
def address_fixture() -> Iterator[str]:
    database = f"served{next(_numbers)}"
    engine = InProcess(database)

    class Handler(BaseHTTPRequestHandler):
        """What ClickHouse's own server does with a request, as far as the client needs it."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            values = {name.removeprefix("param_"): of[0] for name, of in asked.items() if name.startswith("param_")}
            # A long statement is in the body, and before it what is in the address.
            statement = b"\n".join([*(query.encode() for query in asked.get("query", [])), body])
            try:
                answer, status = engine.raw(statement.decode(), values), 200
            except StorageError as error:
                answer, status = str(error).encode(), 500
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"clickhouse://pywidget:p%40ss@127.0.0.1:{server.server_port}/{database}"
        server.shutdown()
        serving.join()
    engine.drop()


def test_reports_go_over_http_and_come_back(address: str) -> None:
    storage = ClickHouseStorage(Server(address), KEEP_DAYS)
    hostile = "a'b\\c\t{x:String}\n%s"
    assert storage.add(read(report(1), report(2, code=hostile, id=hostile), end(1, "renewed")), NOW) == 3
    assert storage.add(read(report(1), report(2, id=hostile)), NOW) == 0
    totals = storage.totals(TODAY)
    assert (totals.failures, totals.recovered) == (2, 1)
    assert storage.totals(Period(DAY, DAY, (("code", hostile),))).failures == 1
    assert {one["id"] for one in storage.export(TODAY)} == {"view-1", "view-1-renewed", hostile}
    storage.open_incident("config a.b", NOW)
    assert storage.incidents() == {"config a.b": NOW}
    storage.close()


def test_what_the_server_refuses_is_an_error_of_the_storage(address: str) -> None:
    server = Server(address)
    for ask in (lambda: server.ask("SELECT nothing", {}), lambda: server.do("DROP TABLE nothing", {})):
        with pytest.raises(StorageError, match="ClickHouse"):
            ask()
    with pytest.raises(StorageError, match="ClickHouse"):
        server.insert("nothing", "{}")
    server.close()


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(StorageError, match=r"ClickHouse at 127\.0\.0\.1"):
        open_storage(f"clickhouse://127.0.0.1:{free_port()}/reports")


class Meanwhile(InProcess):
    """An engine with which something else happens right before reports are inserted."""

    happens: Callable[[], object] | None = None

    def insert(self, table: str, rows: str) -> None:
        if table == "reports" and self.happens:
            happens, self.happens = self.happens, None
            happens()
        super().insert(table, rows)


@pytest.fixture(name="engine")
def engine_fixture() -> Iterator[Meanwhile]:
    engine = Meanwhile(f"totals{next(_numbers)}")
    yield engine
    engine.drop()


def counted(engine: InProcess) -> list[int]:
    return [
        int(number) for number in engine.ask("SELECT sum(failures), sum(repeated), sum(dropped) FROM totals", {})[0]
    ]


def test_two_collectors_that_get_a_report_at_the_same_time_count_it_once(engine: Meanwhile) -> None:
    one, other = ClickHouseStorage(engine, KEEP_DAYS), ClickHouseStorage(engine, KEEP_DAYS)
    sent = read(report(1, dropped=3, repeated=2), report(2), end(1, "renewed"))
    engine.happens = lambda: other.add(sent, NOW)
    # Both found that the ids are not there.
    assert one.add(sent, NOW) == 3
    assert [int(rows) for (rows,) in engine.ask("SELECT count() FROM reports", {})] == [6], "it was no race"
    for storage in (one, other):
        storage.maintain(NOW)
    assert counted(engine) == [2, 2, 3]
    assert (one.count(), one.totals(TODAY).failures) == (3, 2)


def test_the_table_of_totals_follows_what_comes_late(engine: Meanwhile) -> None:
    storage = ClickHouseStorage(engine, KEEP_DAYS)
    storage.add(read(report(1), report(2, dropped=1)), NOW)
    storage.maintain(NOW)
    storage.add(read(report(3, at=NOW - 20 * HOUR_MS), report(4, dropped=4)), NOW + HOUR_MS // 2)
    storage.maintain(NOW + COUNT_EVERY_MS - 1)
    assert counted(engine) == [2, 0, 1], "not more often than now and then"
    storage.maintain(NOW + COUNT_EVERY_MS)
    assert counted(engine) == [4, 0, 5]
    # Also if a clock was years ahead for a moment, and went back.
    storage.add(read(report(5)), NOW + 3_650 * DAY_MS)
    storage.maintain(NOW + 3_650 * DAY_MS)
    storage.add(read(report(6)), NOW + HOUR_MS)
    storage.maintain(NOW + HOUR_MS)
    assert counted(engine) == [6, 0, 5]


def test_the_table_of_totals_is_that_of_the_reports_by_every_value(engine: Meanwhile) -> None:
    storage = ClickHouseStorage(engine, KEEP_DAYS)
    for number in range(30):
        about = {"code": f"code.{number % 3}", "page": f"/{number % 2}", "at": NOW - number * HOUR_MS // 2}
        storage.add(read(report(number, dropped=number, **about)), NOW)
        storage.maintain(NOW + number * COUNT_EVERY_MS)
    query = (
        "SELECT {0} AS hour, code, page, sum({1}), sum(dropped) FROM {2} GROUP BY hour, code, page ORDER BY hour, code"
    )
    kept = engine.ask(query.format("hour", "failures", "totals"), {})
    assert kept == engine.ask(query.format("toStartOfHour(at)", "outcome = ''", "reports FINAL"), {})
    assert len(kept) == 30


def test_a_full_disk_takes_nothing_and_says_so(engine: Meanwhile) -> None:
    """What the engine refuses because the disk has less room than it has to leave."""
    storage = ClickHouseStorage(engine, KEEP_DAYS)
    storage.add(read(report(1)), NOW)
    engine.do("ALTER TABLE reports MODIFY SETTING min_free_disk_bytes_to_perform_insert = 1000000000000000000", {})
    for _ in range(3):
        with pytest.raises(StorageError, match="NOT_ENOUGH_SPACE"):
            storage.add(read(report(2), report(3)), NOW)
    assert storage.count() == storage.totals(TODAY).failures == 1
    engine.do("ALTER TABLE reports RESET SETTING min_free_disk_bytes_to_perform_insert", {})
    assert storage.add(read(report(2), report(3), report(1)), NOW) == 2
    assert storage.totals(TODAY).failures == 3
