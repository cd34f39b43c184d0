"""``pywidget demo``: the playground."""

from __future__ import annotations

import sqlite3
import webbrowser
from pathlib import Path

import click

from pywidget.cli.bundle import bundle_directory
from pywidget.demo.app import create_app
from pywidget.demo.files import static_directory
from pywidget.demo.organizations import KEYS, PATH
from pywidget.demo.server import address_of, bind, server_for


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes any.")
@click.option(
    "--reports",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep the reports that pages send here in this SQLite file. Without it, they are forgotten at the end.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the playground in the browser.")
def demo(host: str, port: int, reports: Path | None, *, open_browser: bool) -> None:
    """Start the playground: every error, and what pywidget makes of it.

    It runs until it is interrupted, and talks to nobody but the browser.
    """
    try:
        app = create_app(static_directory(), bundle_directory(), reports)
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
    click.echo(f"Playground: {address}")
    click.echo(f"For your own token endpoint: ATS_API_URL={address.rstrip('/')}{PATH} ALLFEAT_SECRET_KEY={KEYS[0]}")
    if open_browser:
        # Its first request waits in line until the server below takes it.
        webbrowser.open(address)
    server_for(app).run(sockets=[bound])
