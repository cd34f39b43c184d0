"""ClickHouse for the tests: its engine in this process (chdb), or a server that an environment variable names."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from chdb import ChdbError, session
from clickhouse_connect.driver.binding import bind_query

from pywidget.reports.clickhouse import ClickHouseStorage, Server
from pywidget.reports.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.reports.clickhouse import Values

#: The tests are about reports of a day in the past, which ClickHouse would delete by its own clock.
KEEP_DAYS = 3_650
_LOCK = Lock()


@cache
def _session() -> tuple[session.Session, tempfile.TemporaryDirectory[str]]:
    """The engine: there can be one in a process."""
    folder = tempfile.TemporaryDirectory(prefix="pywidget-chdb-")
    return session.Session(folder.name), folder  # type: ignore[no-untyped-call]  # it has no types


class InProcess:
    """A database in this process. Values are bound as the client for servers binds them."""

    def __init__(self, database: str) -> None:
        self._session, self._folder = _session()
        self._database = database
        self.run(f"CREATE DATABASE {database}", {}, "default")

    def run(self, statement: str, values: Values, database: str | None = None) -> str:
        # The engine has one database at a time.
        with _LOCK:
            return self._run(statement, values, database or self._database)

    def _run(self, statement: str, values: Values, database: str) -> str:
        bound, parameters = bind_query(statement, dict(values))
        named = {name.removeprefix("param_"): value for name, value in parameters.items()}
        try:
            self._session.query(f"USE {database}")  # type: ignore[no-untyped-call]  # as above
            return str(self._session.query(bound, "JSONCompactEachRow", params=named))  # type: ignore[no-untyped-call]  # as above
        except ChdbError as error:
            raise StorageError(str(error)) from error

    def ask(self, statement: str, values: Values) -> list[list[Any]]:
        return [json.loads(line) for line in self.run(statement, values).splitlines()]

    def do(self, statement: str, values: Values) -> None:
        self.run(statement, values)

    def insert(self, table: str, rows: str) -> None:
        self.run(f"INSERT INTO {table} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow {rows}", {})

    def close(self) -> None:
        self.run(f"DROP DATABASE {self._database}", {}, "default")


@contextmanager
def in_process(database: str) -> Iterator[ClickHouseStorage]:
    storage = ClickHouseStorage(InProcess(database), KEEP_DAYS)
    yield storage
    storage.close()


@contextmanager
def on_server(address: str, database: str) -> Iterator[ClickHouseStorage]:
    """A database of its own on a server."""
    admin = Server(address)
    admin.do(f"CREATE DATABASE {database}", {})
    try:
        storage = ClickHouseStorage(Server(f"{address.rpartition('/')[0]}/{database}"), KEEP_DAYS)
        yield storage
        storage.close()
    finally:
        admin.do(f"DROP DATABASE {database}", {})
        admin.close()
