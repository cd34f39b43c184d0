"""``pywidget catalog``: the tables of all codes."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TYPE_CHECKING, NamedTuple

import click

from pywidget.catalog import SYSTEMS, CatalogError, load
from pywidget.cli.advice import a_system
from pywidget.cli.helping import CONTEXT
from pywidget.cli.shown import is_terminal
from pywidget.cli.words import visitor_reads
from pywidget.core.verdict import PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the last column gets at least, in characters; on a narrower terminal its lines are longer than the screen's.
_LEAST = 20


class Entry(NamedTuple):
    """A code, as the table has it. ``documented``: whether the system's document lists it, too."""

    system: str
    code: str
    path: str
    remedy: str
    http_status: int | None
    message: str
    action: str
    documented: bool


@click.command(context_settings=CONTEXT, short_help="List the error codes, and what visitors read.")
@click.argument("system", required=False, callback=a_system)
@click.option(
    "--path", metavar="PATH", type=click.Choice(PATHS), help=f"Only the codes on one path: {', '.join(PATHS)}."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an array of objects.")
def catalog(system: str | None, path: str | None, *, as_json: bool) -> None:
    """List the error codes of SYSTEM, or of all systems.

    The table has each code's path, its remedy, and what the visitor reads. Codes with * occur in practice, and are
    not in the system's document.

    \b
    Examples:
      pywidget catalog
      pywidget catalog allfeat-widget --path config
      pywidget catalog --json
    """  # noqa: D301  click wants the character, after which it keeps the lines
    try:
        names = (system,) if system else SYSTEMS
        found = {name: [entry for entry in _entries(name) if path in (None, entry.path)] for name in names}
    except CatalogError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        listed = [entry._asdict() for entries in found.values() for entry in entries]
        click.echo(json.dumps(listed, indent=2))
    else:
        click.echo("\n\n".join(_table(name, entries) for name, entries in found.items()))


def _entries(system: str) -> Iterator[Entry]:
    tables = load(system)
    for is_documented, table in ((True, tables.CODES), (False, tables.EXTRA)):
        for code, (path, remedy, status, message, action) in table.items():
            yield Entry(system, code, path, remedy, status, visitor_reads(message, system), action, is_documented)


def _table(system: str, entries: list[Entry]) -> str:
    tables = load(system)
    title = f'{click.style(tables.TITLE, bold=True)} ({system}), from "{tables.DOCUMENT}"'
    if not entries:
        return f"{title}\n  no code"
    cells = [("code", "path", "remedy", "the visitor reads")]
    cells += [(f"{e.code}{'' if e.documented else ' *'}", e.path, e.remedy, e.message) for e in entries]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    lines = []
    for row in cells:
        first = "  " + "".join(cell.ljust(wide + 2) for cell, wide in zip(row, widths, strict=False))
        # Lines that a program reads are whole, one for each code.
        room = max(shutil.get_terminal_size().columns - len(first), _LEAST) if is_terminal() else len(row[-1])
        lines.append(
            textwrap.fill(row[-1], room + len(first), initial_indent=first, subsequent_indent=" " * len(first))
        )
    return "\n".join([title, *lines])
