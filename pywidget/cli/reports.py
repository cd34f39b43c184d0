"""``pywidget reports``: the collector for a site's own reports."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pywidget.cli.helping import CONTEXT
from pywidget.cli.listening import listen, listening, run
from pywidget.demo.server import address_of, server_for
from pywidget.reports.access import Access
from pywidget.reports.app import Settings, create_app
from pywidget.reports.limits import Limit
from pywidget.reports.storage import KEEP_DAYS, StorageError

PASSWORD = "PYWIDGET_REPORTS_PASSWORD"  # noqa: S105  the name of a variable
STORE = "PYWIDGET_REPORTS_STORE"
WEBHOOK = "PYWIDGET_REPORTS_WEBHOOK"
#: Requests at the same time: each can hold a body in memory.
MOST_REQUESTS = 500


@click.command(context_settings=CONTEXT)
@click.option(
    "--store",
    metavar="ADDRESS",
    envvar=STORE,
    default="sqlite:///reports.db",
    show_default=True,
    help=f"Where reports are kept: sqlite:///FILE or clickhouse://USER:PASSWORD@HOST:PORT/DATABASE. Also as {STORE}.",
)
@click.option(
    "--origin", "origins", metavar="ORIGIN", multiple=True, help="Take reports of this site, as https://example.org."
)
@click.option("--servers", is_flag=True, help="Also take reports that name no site, as servers send them.")
@listening(8090)
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"The password to read with is in this file, or else in {PASSWORD}.",
)
@click.option("--user-header", metavar="NAME", help="Let in whom a reverse proxy names in this header.")
@click.option("--rate", type=click.IntRange(1), default=200, show_default=True, help="Reports a second of each site.")
@click.option("--per-day", type=click.IntRange(1), default=1_000_000, show_default=True, help="Reports a day of each.")
@click.option(
    "--keep-days", type=click.IntRange(1, 3650), default=KEEP_DAYS, show_default=True, help="How long they are kept."
)
@click.option("--webhook", metavar="URL", envvar=WEBHOOK, help=f"Send alerts there, as JSON. Also as {WEBHOOK}.")
@click.option("--address", metavar="URL", default="", help="Where this is read, for the links in alerts.")
def reports(  # noqa: PLR0913, PLR0917  one for each option
    store: str,
    origins: tuple[str, ...],
    host: str,
    port: int,
    password_file: Path | None,
    user_header: str | None,
    rate: int,
    per_day: int,
    keep_days: int,
    webhook: str | None,
    address: str,
    *,
    servers: bool,
) -> None:
    """Collect the reports of your site, and show them.

    Pages send to /beacon or /otlp at the address that it prints, and you read there. Each report is stored once, and
    answered only then. It runs until it is interrupted.

    \b
    Examples:
      pywidget reports --origin https://example.org --password-file secret
      pywidget reports --origin https://example.org --user-header X-Remote-User
    """  # noqa: D301  click wants the character, after which it keeps the lines
    if not origins and not servers:
        raise click.UsageError("name the site whose reports are taken: --origin https://example.org")
    try:
        password = password_file.read_text(encoding="utf-8").strip() if password_file else os.environ.get(PASSWORD)
        settings = Settings(
            origins=origins,
            access=Access(password or None, user_header),
            limit=Limit(rate, max(Limit().at_once, rate), per_day),
            servers=servers,
            webhook=webhook,
            address=address,
            keep_days=keep_days,
        )
        app = create_app(store, settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except (OSError, StorageError) as error:
        raise click.ClickException(str(error)) from error
    except ImportError as error:
        raise click.ClickException(f"{error}. Install pywidget-errors[reports].") from error
    bound = listen(host, port)
    server = server_for(app)
    server.config.limit_concurrency = MOST_REQUESTS
    run(server, bound, lambda: click.echo(f"Reports: {address_of(bound)}"))
