"""Finds the name that somebody meant who misspelt it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Longer names may have two letters too many, too few or wrong, shorter ones only one: else unlike words would be near.
_SHORT = 12


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name with the fewest letters that differ, "" if none is near.

    Only the letters are compared, not their order: two letters in each other's place are the most usual slip of all.
    """
    best, limit = "", 3 if len(name) > _SHORT else 2
    for candidate in known:
        rest, wrong = candidate, 0
        for letter in name:
            wrong += letter not in rest
            rest = rest.replace(letter, "", 1)
        wrong = max(wrong, len(rest))
        if wrong < limit:
            best, limit = candidate, wrong
    return best
