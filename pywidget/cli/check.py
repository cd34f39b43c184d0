"""``pywidget check``: mistakes in a page that has the widget, and in how a server gives pywidget to pages."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pywidget.check import Page, notes
from pywidget.check import check as find_mistakes
from pywidget.check.served import NotReadableError, Served, check_address
from pywidget.cli.decoded import NoTextError, decoded
from pywidget.cli.helping import CONTEXT

if TYPE_CHECKING:
    from pywidget.check import Finding

_MAX_WIDTH = 100
_COLORS = {"error": "red", "warning": "yellow"}
#: Stands for standard input, and how that is named.
_STDIN, _STDIN_NAME = "-", "<stdin>"
#: What an address begins with, whichever it is: a path with that is no usual one.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def _target(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | str | None:
    """Return the path of a file, or an address as it was given; ``-`` as it is."""
    if value is None or value == _STDIN:
        return value
    if not _ADDRESS.match(value):
        file = click.Path(exists=True, dir_okay=False, path_type=Path)
        return Path(file.convert(value, param, ctx))
    if value.partition(":")[0].lower() not in ("http", "https"):
        raise click.BadParameter(f"{value} is neither a file nor an address that begins with http:// or https://.")
    return value


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return an address as it was given."""
    if value is not None and (not _ADDRESS.match(value) or isinstance(_target(ctx, param, value), Path)):
        raise click.BadParameter(f"{value} is no address that begins with http:// or https://.")
    return value


@click.command(context_settings=CONTEXT, short_help="Find mistakes in a page, or in how it is served.")
@click.argument("page", callback=_target, required=False)
@click.option("--url", callback=_address, metavar="URL", help="The http address, as an option in place of PAGE.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object with everything that was found.")
def check(page: Path | str | None, *, url: str | None, as_json: bool) -> None:
    """Find mistakes in PAGE: an HTML file or template, - for standard input, or an http address.

    Looks at pywidget's script tag, the widget, the listeners in the page's scripts, its Content Security Policy, and
    secrets. At an address of a page or of pywidget.js, also at how the server gives pywidget's files to pages: what is
    missing, changed, of the wrong type, cached too long or too briefly, or refused. Exits with 1 if there are errors,
    with 0 if there are none, or only warnings.
    """
    if (page is None) == (url is None):
        raise click.UsageError("Give one page: a file, - for standard input, or an http address.")
    target = page if page is not None else url or ""
    name = _STDIN_NAME if target == _STDIN else str(target)
    if target == _STDIN:
        seen = _looked_at(sys.stdin.buffer.read(), "")
    else:
        seen = _served(target) if isinstance(target, str) else _read(target)
    errors = sum(finding.level == "error" for finding in seen.findings)
    not_read = seen.page.not_read if seen.page else []
    if as_json:
        listed = [finding._asdict() for finding in seen.findings]
        told = {"page": name, "findings": listed, "errors": errors, "not_read": not_read, "notes": seen.notes}
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo("".join(_block(name, finding) for finding in seen.findings), nl=False)
        click.echo(_summary(seen, not_read, errors))
    raise SystemExit(1 if errors else 0)


def _read(file: Path) -> Served:
    try:
        return _looked_at(file.read_bytes(), file.name)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from error


def _looked_at(content: bytes, name: str) -> Served:
    try:
        # Whatever single bytes are: browsers show such a page too.
        page = Page(decoded(content), name=name)
    except NoTextError as error:
        raise click.UsageError(f"{name or _STDIN_NAME} is no text, so it is no page.") from error
    return Served(page, find_mistakes(page), notes(page))


def _served(address: str) -> Served:
    try:
        return check_address(address)
    except NotReadableError as error:
        raise click.ClickException(_printable(str(error))) from error


def _block(page: str, finding: Finding) -> str:
    level = click.style(finding.level, fg=_COLORS[finding.level], bold=True)
    place = f"{page}:{finding.line}:{finding.column}" if finding.line else _printable(finding.address)
    head = f"{place}: {level} {finding.code}"
    return (
        "\n".join([head, *_wrapped("", finding.what), *_wrapped("", finding.why), *_wrapped("→ ", finding.todo)])
        + "\n\n"
    )


def _printable(text: str) -> str:
    """Leave out what would change the terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _wrapped(mark: str, text: str) -> list[str]:
    width = max(min(shutil.get_terminal_size().columns, _MAX_WIDTH), 40)
    begun = f"  {mark}"
    indent = " " * len(begun)
    return textwrap.wrap(
        _printable(text), width, initial_indent=begun, subsequent_indent=indent, break_on_hyphens=False
    )


def _summary(seen: Served, not_read: list[str], errors: int) -> str:
    lines = [f"{_count(errors, 'error')}, {_count(len(seen.findings) - errors, 'warning')}"]
    for note in seen.notes:
        lines += _wrapped("", note)
    if not_read:
        lines += _wrapped("", f"Not read, because they are in other files: {', '.join(not_read)}")
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
