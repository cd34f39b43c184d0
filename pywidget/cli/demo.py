"""``pywidget demo``: the playground."""

from __future__ import annotations

import sqlite3
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pywidget.cli.bundle import bundle_directory
from pywidget.cli.ending import ending_by
from pywidget.cli.helping import CONTEXT
from pywidget.demo.app import create_app
from pywidget.demo.files import static_directory
from pywidget.demo.organizations import KEYS, PATH
from pywidget.demo.server import address_of, bind, server_for

if TYPE_CHECKING:
    from types import FrameType


@click.command(context_settings=CONTEXT)
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0 takes any that is free.",
)
@click.option(
    "--reports",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the reports that pages send here in this SQLite file; without it, they are forgotten at the end.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the playground in the browser.")
def demo(host: str, port: int, reports: Path | None, *, open_browser: bool) -> None:
    """Start the playground: every error, and what pywidget makes of it.

    It prints its address, runs until it is interrupted, and talks to nobody but the browser.

    \b
    Examples:
      pywidget demo --open
      pywidget demo --port 0 --reports reports.sqlite
    """  # noqa: D301  click wants the character, after which it keeps the lines
    try:
        app = create_app(static_directory(), bundle_directory(), reports, host)
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from error
    except sqlite3.Error as error:
        raise click.ClickException(f"cannot keep reports in {reports}: {error}.") from error
    try:
        bound = bind(host, port)
    except OSError as error:
        message = f"cannot listen on {host}:{port}: {error.strerror or error}. Try another port, e.g. --port 0."
        raise click.ClickException(message) from error
    address = address_of(bound)
    server = server_for(app)
    ended: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        ended.append(number)
        server.handle_exit(number, frame)

    # Before the address is known to anybody: the server handles signals by itself only once it runs.
    with ending_by(stop):
        click.echo(f"Playground: {address}")
        click.echo(f"For your own token endpoint: ATS_API_URL={address.rstrip('/')}{PATH} ALLFEAT_SECRET_KEY={KEYS[0]}")
        if open_browser:
            # Its first request waits in line until the server below takes it.
            webbrowser.open(address)
        server.run(sockets=[bound])
    if ended:
        raise SystemExit(128 + ended[0])
