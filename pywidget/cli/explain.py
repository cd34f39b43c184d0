"""``pywidget explain``: what an error code means and what to do about it."""

from __future__ import annotations

import difflib
import json
import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from pywidget.catalog import SYSTEMS, CatalogError, load
from pywidget.core.classify import MAX_CODE_LENGTH, classify
from pywidget.locales import LANGUAGES, texts

if TYPE_CHECKING:
    from pywidget.core.verdict import Verdict

#: basis of a guess -> how sure it is
_GUESSED = {
    "prefix": "This is a guess from how the code begins: no table lists it.",
    "default": "This is a guess from nothing: no table lists the code, and no rule fits it.",
}
_MAX_WIDTH = 100


@click.command()
@click.argument("code")
@click.option("--system", type=click.Choice(SYSTEMS), help="Whose code it is. Without it: every system that lists it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object with --system, else an array.")
def explain(code: str, system: str | None, *, as_json: bool) -> None:
    """Say what an error CODE means.

    A code that no table knows is explained by a guess, which is marked as such.
    """
    try:
        verdicts = [classify(code, system)] if system else _everywhere(code)
    except CatalogError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        found = [_fields(verdict) for verdict in verdicts]
        click.echo(json.dumps(found[0] if system else found, indent=2))
        return
    click.echo("\n\n".join(_block(verdict) for verdict in verdicts))
    if all(verdict.basis != "code" for verdict in verdicts):
        _point_elsewhere(code, system)


def _point_elsewhere(code: str, system: str | None) -> None:
    """Name what may have been meant: the same code in another system, else codes that look alike."""
    listing = _listing(code)
    near = [] if listing else _near_misses(code, (system,) if system else SYSTEMS)
    if listing:
        click.echo(f"\nListed by {' and '.join(listing)}: try --system {listing[0]}.")
    elif near:
        click.echo(f"\nDid you mean {' or '.join(near)}?")


def _listing(code: str) -> list[str]:
    return [system for system in SYSTEMS if code in load(system).CODES or code in load(system).EXTRA]


def _everywhere(code: str) -> list[Verdict]:
    """Return a verdict for every system that lists the code; else the guesses by its beginning; else one guess."""
    listing = _listing(code)
    if listing:
        return [classify(code, system) for system in listing]
    guesses = [classify(code, system) for system in SYSTEMS]
    return [guess for guess in guesses if guess.basis == "prefix"] or guesses[:1]


def _fields(verdict: Verdict) -> dict[str, object]:
    fields: dict[str, object] = {
        "system": verdict.system,
        "code": verdict.code,
        "path": verdict.path,
        "remedy": verdict.remedy,
        "retryable": verdict.retryable,
        "http_status": verdict.http_status,
        "message": _message(verdict),
        "action": verdict.action,
    }
    if verdict.basis != "code":
        fields["guessed_by"] = verdict.basis
    return fields


def _message(verdict: Verdict) -> str:
    """Return what the visitor reads, in English.

    Raises:
        ClickException: a catalog names a text that nobody has written yet; says which one, and where it is missing.
    """
    key = f"message.{verdict.message}"
    message = texts("en").get(key)
    if not message:
        missing = ", ".join(language for language in LANGUAGES if not texts(language).get(key))
        raise click.ClickException(f'{verdict.system}: the text "{key}" is missing in pywidget/locales, in: {missing}')
    return message


def _block(verdict: Verdict) -> str:
    fields = _fields(verdict)
    rows = {
        "path": verdict.path,
        "remedy": verdict.remedy,
        "retryable": "yes" if verdict.retryable else "no",
        "HTTP status": "not documented" if verdict.http_status is None else str(verdict.http_status),
        "visitor reads": str(fields["message"]),
        "what to do": verdict.action,
    }
    indent = 2 + max(map(len, rows)) + 2
    width = min(shutil.get_terminal_size().columns, _MAX_WIDTH)
    lines = [f"{click.style(_printable(verdict.code or '(no code)'), bold=True)}  ({verdict.system})"]
    if verdict.basis != "code":
        lines.append(f"  {_GUESSED[verdict.basis]}")
    for name, value in rows.items():
        lines.append(
            textwrap.fill(
                value,
                width=max(width, indent + 20),
                initial_indent=f"  {name}".ljust(indent),
                subsequent_indent=" " * indent,
            )
        )
    return "\n".join(lines)


def _printable(code: str) -> str:
    """Return the code with what would change the terminal, or cannot be written to it, escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in code
    )


def _near_misses(code: str, systems: tuple[str, ...]) -> list[str]:
    """Return the listed codes that look most like ``code``, whatever its case."""
    known: dict[str, str] = {}
    for system in systems:
        catalog = load(system)
        known |= {known_code.lower(): known_code for known_code in (*catalog.CODES, *catalog.EXTRA)}
    code = code[:MAX_CODE_LENGTH].lower()
    if code in known:
        return [known[code]]
    return [known[match] for match in difflib.get_close_matches(code, known, n=3, cutoff=0.75)]
