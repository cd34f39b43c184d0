"""``pywidget demo``: the playground."""

from __future__ import annotations

import sqlite3
import webbrowser
from pathlib import Path

import click

from pywidget.cli.bundle import bundle_directory
from pywidget.cli.helping import CONTEXT
from pywidget.cli.listening import listen, listening, run
from pywidget.demo.app import create_app
from pywidget.demo.files import static_directory
from pywidget.demo.organizations import KEYS, PATH
from pywidget.demo.server import address_of, server_for


@click.command(context_settings=CONTEXT)
@listening(8000)
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
    bound = listen(host, port)
    address = address_of(bound)

    def announce() -> None:
        click.echo(f"Playground: {address}")
        click.echo(f"For your own token endpoint: ATS_API_URL={address.rstrip('/')}{PATH} ALLFEAT_SECRET_KEY={KEYS[0]}")
        if open_browser:
            # Its first request waits in line until the server takes it.
            webbrowser.open(address)

    run(server_for(app), bound, announce)
