"""Tables of many words, which are read more easily as a text than as a list with one word per line."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())
