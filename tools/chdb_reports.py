"""The collector with ClickHouse's engine in its own process: for tests and measurements, where there is no server.

    python -m tools.chdb_reports --port PORT --store FOLDER --origin ORIGIN [--rate N]

It takes the options of ``pywidget reports`` that the tests use, and prints the same line.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from pywidget.demo.server import address_of, bind, server_for
from pywidget.reports import Access, Limit, Settings, create_app
from pywidget.reports.clickhouse import ClickHouseStorage
from tools.clickhouse_engines import InProcess


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--origin", required=True)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--per-day", type=int, default=1_000_000)
    given = parser.parse_args()
    limit = Limit(given.rate, max(Limit().at_once, given.rate), given.per_day)
    settings = Settings((given.origin,), Access(os.environ["PYWIDGET_REPORTS_PASSWORD"]), limit)
    storage = ClickHouseStorage(InProcess("reports", given.store))
    bound = bind("127.0.0.1", given.port)
    print(f"Reports: {address_of(bound)}", flush=True)
    server_for(create_app(storage, settings)).run(sockets=[bound])


if __name__ == "__main__":
    main()
