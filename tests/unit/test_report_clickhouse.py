"""The client for ClickHouse servers, against the engine in this process behind a server that only passes on."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from report_samples import DAY, NOW, end, read, report

from pywidget.reports.clickhouse import ClickHouseStorage, Server
from pywidget.reports.storage import Period, StorageError, open_storage
from tools.clickhouse_engines import KEEP_DAYS, InProcess
from tools.report_server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    assert storage.totals(Period(DAY, DAY, "code", hostile)).failures == 1
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
