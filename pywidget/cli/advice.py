"""Advice for codes and systems that pywidget does not know."""

from __future__ import annotations

import difflib
import json
import re

import click

from pywidget.catalog import SYSTEMS, load
from pywidget.cli.shown import filled, printable
from pywidget.core.classify import MAX_CODE_LENGTH

#: What Chrome, Firefox and Safari say of a request without an answer.
_NO_ANSWER = re.compile(r"Failed to fetch|NetworkError when attempting|Load failed|net::ERR_")


def a_system(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Return the name of a system as it was given.

    Raises:
        click.BadParameter: there is no such system; says which may have been meant.
    """
    if value is None or value in SYSTEMS:
        return value
    near = difflib.get_close_matches(value.lower().replace("_", "-"), SYSTEMS, n=1)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise click.BadParameter(
        f"there is no system {printable(value)!r}.{meant}\nSystems are {', '.join(SYSTEMS)}.\n"
        "A widget or an API of your own is described by a profile, with its codes: see docs/profiles.md."
    )


def listing(code: str) -> list[str]:
    """Return the systems that list a code."""
    return [system for system in SYSTEMS if code in load(system).CODES or code in load(system).EXTRA]


def advice(code: str | None, system: str | None, message: str | None = None) -> str:
    """Say what to do about a code that is not known.

    Args:
        code: the code; None if no code was found.
        system: the system that was asked for; None for all.
        message: what was said in place of a code; None for nothing.
    """
    if not code and _NO_ANSWER.search(message or ""):
        return _section(
            "What to check",
            "The browser got no answer that the page may read: there was no connection, or CORS, the page's Content "
            "Security Policy or an extension was in the way. The network tab of its tools says which one it was.",
            "Where this happens to the widget, it reports widget.network_error: see pywidget explain "
            "widget.network_error.",
        )
    if not code:
        return _section(
            "What to check",
            "No code was found. pywidget reads it where each system has it, and in the usual places: code in error, at "
            "the top, or in the first of errors.",
            "Was it the whole answer? curl -i prints the status and the headers, too; they count where there is no "
            "code.",
            "An API with its codes in another place is described by a profile (docs/profiles.md, answers).",
        )
    return "\n\n".join([_to_check(code, system), _to_add(code)])


def _to_check(code: str, system: str | None) -> str:
    others = listing(code)
    points = []
    if others:
        points.append(f"It is a code of {' and of '.join(others)}: try --system {others[0]}.")
    points.append("Is it spelled as it was reported? Capitals, dots and underscores count.")
    documents = [load(name).DOCUMENT for name in ((system,) if system else SYSTEMS)]
    newer = f'The document may be newer than its table: "{documents[0]}".' if system else ""
    points.append(newer or "Whose code is it? With --system SYSTEM, only the tables of that system and its kin count.")
    points.append(
        "In a page and on a server, the category and the HTTP status that come with a code count before its "
        "beginning: pywidget explain --stdin reads the whole answer."
    )
    return _section("What to check", *points)


def _to_add(code: str) -> str:
    profile = json.dumps({"system": "my-system", "codes": {code[:MAX_CODE_LENGTH]: "retry"}})
    own = _section(
        "How to add it",
        "If it is a code of your own widget or API, write a profile, and name its address in data-profile "
        "(docs/profiles.md):",
    )
    missing = filled(
        "If one of the systems has it now, add its row to CODES in pywidget/catalog/<system>.py (CONTRIBUTING.md, "
        '"Add a code").',
        "  - ",
    )
    # As it is, so that it can be copied.
    return f"{own}\n      {profile}\n{missing}"


def _section(title: str, *points: str) -> str:
    return "\n".join([click.style(title, bold=True), *(filled(point, "  - ") for point in points)])


def meant(code: str, system: str | None) -> str:
    """Ask whether a code that looks like it was meant, in a sentence with a space before it; "" if there is none."""
    near = [] if listing(code) else near_misses(code, (system,) if system else SYSTEMS)
    return f" Did you mean {_or(near)}?" if near else ""


def near_misses(code: str, systems: tuple[str, ...]) -> list[str]:
    """Return the listed codes that look most like ``code``, whatever its case."""
    known: dict[str, str] = {}
    for system in systems:
        catalog = load(system)
        known |= {known_code.lower(): known_code for known_code in (*catalog.CODES, *catalog.EXTRA)}
    code = code[:MAX_CODE_LENGTH].lower()
    if code in known:
        return [known[code]]
    return [known[match] for match in difflib.get_close_matches(code, known, n=3, cutoff=0.75)]


def _or(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
