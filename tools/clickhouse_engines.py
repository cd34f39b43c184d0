"""ClickHouse for tests and measurements: its engine in this process (chdb), or a server."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from chdb import ChdbError, session
from clickhouse_connect.driver.binding import bind_query

from pywidget.reports.clickhouse import ClickHouseStorage, Server
from pywidget.reports.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pywidget.reports.clickhouse import Values

#: The tests are about reports of a day in the past, which ClickHouse would delete by its own clock.
KEEP_DAYS = 3_650
_LOCK = Lock()
#: The engine, of which a process can have one, and what removes its folder.
_SESSIONS: list[session.Session] = []
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def _session(folder: Path | None) -> session.Session:
    if not _SESSIONS:
        if folder is None:
            _FOLDERS.append(tempfile.TemporaryDirectory(prefix="pywidget-chdb-"))
        _SESSIONS.append(session.Session(str(folder or _FOLDERS[0].name)))  # type: ignore[no-untyped-call]  # untyped
    return _SESSIONS[0]


class InProcess:
    """A database in this process. Values are bound as the client for servers binds them.

    Args:
        database: its name.
        folder: where the engine keeps everything; None for a folder that goes with the process.
    """

    def __init__(self, database: str, folder: Path | None = None) -> None:
        self._session = _session(folder)
        self._database = database
        self.run(f"CREATE DATABASE IF NOT EXISTS {database}", {}, "default")

    def run(self, statement: str, values: Values, database: str | None = None) -> str:
        """Run a statement and return its answer."""
        # The engine has one database at a time.
        with _LOCK:
            return self._run(statement, values, database or self._database)

    def _run(self, statement: str, values: Values, database: str) -> str:
        bound, parameters = bind_query(statement, dict(values))
        named = {name.removeprefix("param_"): value for name, value in parameters.items()}
        try:
            self._session.query(f"USE {database}")  # type: ignore[no-untyped-call]
            return str(self._session.query(bound, "JSONCompactEachRow", params=named))  # type: ignore[no-untyped-call]
        except ChdbError as error:
            raise StorageError(str(error)) from error

    def raw(self, statement: str, values: dict[str, str]) -> bytes:
        """Run a statement whose values are bound as a server gets them, and return its answer as bytes."""
        with _LOCK:
            try:
                self._session.query(f"USE {self._database}")  # type: ignore[no-untyped-call]
                found: bytes = self._session.query(statement, "TabSeparated", params=values).bytes()  # type: ignore[no-untyped-call]
            except ChdbError as error:
                raise StorageError(str(error)) from error
            return found

    def ask(self, statement: str, values: Values) -> list[list[Any]]:
        """Return the rows of an answer."""
        return [json.loads(line) for line in self.run(statement, values).splitlines()]

    def do(self, statement: str, values: Values) -> None:
        """Run a statement."""
        self.run(statement, values)

    def insert(self, table: str, rows: str) -> None:
        """Insert rows."""
        self.run(f"INSERT INTO {table} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow {rows}", {})

    def close(self) -> None:
        """Let go of nothing: the engine stays as long as the process."""

    def drop(self) -> None:
        """Forget everything."""
        self.run(f"DROP DATABASE {self._database}", {}, "default")


@contextmanager
def in_process(database: str) -> Iterator[ClickHouseStorage]:
    """A database of its own in this process."""
    engine = InProcess(database)
    storage = ClickHouseStorage(engine, KEEP_DAYS)
    yield storage
    storage.close()
    engine.drop()


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
