"""``pywidget check``: mistakes in a page that has the widget."""

from __future__ import annotations

import json
import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pywidget.check import Page
from pywidget.check import check as find_mistakes

if TYPE_CHECKING:
    from pywidget.check import Finding

_MAX_WIDTH = 100
_COLORS = {"error": "red", "warning": "yellow"}


@click.command()
@click.argument("page", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object with everything that was found.")
def check(page: Path, *, as_json: bool) -> None:
    """Find mistakes in the HTML file PAGE.

    Looks at pywidget's script tag, the widget, the listeners in the page's scripts, its Content Security Policy, and
    secrets. Exits with 1 if there are errors, with 0 if there are none, or only warnings.
    """
    try:
        # Whatever the bytes are: browsers show such a page too.
        read = Page(page.read_bytes().decode("utf-8", "replace"))
    except OSError as error:
        raise click.ClickException(f"{page}: {error.strerror or error}") from error
    found = find_mistakes(read)
    errors = sum(finding.level == "error" for finding in found)
    if as_json:
        listed = [finding._asdict() for finding in found]
        told = {"page": str(page), "findings": listed, "errors": errors, "not_read": read.own_files}
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo("".join(_block(page, finding) for finding in found), nl=False)
        click.echo(_summary(read, errors, len(found) - errors))
    raise SystemExit(1 if errors else 0)


def _block(page: Path, finding: Finding) -> str:
    level = click.style(finding.level, fg=_COLORS[finding.level], bold=True)
    head = f"{page}:{finding.line}:{finding.column}: {level} {finding.code}"
    return (
        "\n".join([head, *_wrapped("", finding.what), *_wrapped("", finding.why), *_wrapped("→ ", finding.todo)])
        + "\n\n"
    )


def _wrapped(mark: str, text: str) -> list[str]:
    width = max(min(shutil.get_terminal_size().columns, _MAX_WIDTH), 40)
    printable = "".join(character if character.isprintable() else "?" for character in text)
    begun = f"  {mark}"
    indent = " " * len(begun)
    return textwrap.wrap(printable, width, initial_indent=begun, subsequent_indent=indent, break_on_hyphens=False)


def _summary(page: Page, errors: int, warnings: int) -> str:
    lines = [f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"]
    if page.own_files:
        lines += _wrapped("", f"Not read, because they are in other files: {', '.join(page.own_files)}")
    return "\n".join(lines)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
