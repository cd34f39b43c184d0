"""How commands show text: within the terminal's width, and with nothing in it that would change the terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap

_MAX_WIDTH = 100
_LEAST_WIDTH = 40


def width() -> int:
    """Return how wide texts are: as the terminal, but not wider than is good to read."""
    return max(min(shutil.get_terminal_size().columns, _MAX_WIDTH), _LEAST_WIDTH)


def is_terminal() -> bool:
    """Tell whether somebody reads the output at once; programs get lines that are not broken."""
    return sys.stdout.isatty()


def printable(text: str) -> str:
    """Return a text with what would change the terminal, or cannot be written to it, escaped."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


def filled(text: str, first: str = "", others: str | None = None) -> str:
    """Return a text in lines of that width.

    Args:
        text: one paragraph.
        first: what stands before the first line.
        others: what stands before the other lines; spaces, as many as are before the first, if it is not given.
    """
    return textwrap.fill(
        printable(text),
        width(),
        initial_indent=first,
        subsequent_indent=" " * len(first) if others is None else others,
        break_on_hyphens=False,
    )


def rows(values: dict[str, str]) -> str:
    """Return names and values, one below the other."""
    indent = 2 + max(map(len, values)) + 2
    return "\n".join(filled(value, f"  {name}".ljust(indent)) for name, value in values.items())
