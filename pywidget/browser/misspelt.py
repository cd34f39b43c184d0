"""Finds the name that somebody meant who misspelt it.

The usual image does not have this module, because few pages have such a mistake: there, ``page/advice.js`` does the
same. Tests check both with the same cases (``tests/unit/misspelt.json``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.settings import SINKS

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The most slips between two names that are near.
_MOST = 2


def hinted(problem: str, attributes: Iterable[str]) -> str:
    """Complete a sentence about an unknown attribute or sink by the nearest name; "" if none is near.

    Without a name that is near, an attribute was not meant for us, and a sink is a function of the page.
    """
    before, _, _ = problem.partition(" is no ")
    name = before.partition('"')[2].rstrip('"')
    if "/" in name or ":" in name:
        return f'{problem} An address belongs into data-analytics-url, with data-analytics="beacon" or "otlp".'
    if ";" in name:
        return f"{problem} Separate several by spaces or commas."
    near = nearest(name, SINKS) if name else nearest(before, attributes)
    return f"{problem} Did you mean {near}?" if near else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name with the fewest slips, "" if none is near.

    A slip is a letter too many, a letter too few, a wrong letter, or two letters in each other's place. Of short names
    less than half may be wrong.
    """
    name = name.lower()
    length = len(name[5:] if name[:5] == "data-" else name)
    best, most = "", min(_MOST, (length - 1) // 2)
    for candidate in known:
        if abs(len(candidate) - len(name)) > most:
            continue
        slips = _slips(name, candidate, most)
        if slips <= most:
            # From now on, only fewer slips are better.
            best, most = candidate, slips - 1
    return best


def _slips(one: str, other: str, most: int) -> int:
    """The number of slips between two names; more than ``most`` if there are more."""
    if one == other:
        return 0
    if most < 1:
        return 1
    if one[:1] == other[:1]:
        return _slips(one[1:], other[1:], most)
    rest = [(one[1:], other), (one, other[1:]), (one[1:], other[1:])]
    if one[:2] == other[1:2] + other[:1]:
        rest.append((one[2:], other[2:]))
    return 1 + min([_slips(left, right, most - 1) for left, right in rest])
