"""Bytes of a file or the standard input as a text: PowerShell writes UTF-16, everything else UTF-8."""

from __future__ import annotations

import codecs

#: The marks that texts begin with, the longer ones first, because one of them begins with another one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: In characters. In no text is there a zero, and in nearly all that is no text there is one at the beginning.
_BEGINNING = 8_000
#: In bytes.
_PAIRS = 4


class NoTextError(Exception):
    """The bytes are no text: an image, an archive."""


def decoded(content: bytes) -> str:
    """Return bytes as a text, whatever is wrong with single ones.

    Raises:
        NoTextError: it is no text at all.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8-sig")
    if encoding == "utf-8-sig" and len(content) >= _PAIRS and content[:_PAIRS].count(0) == _PAIRS // 2:
        # Without a mark: in UTF-16, every second byte of what is in English is a zero.
        encoding = {0: "utf-16-be", 1: "utf-16-le"}.get(_zeros(content[:_PAIRS]), encoding)
    text = content.decode(encoding, "replace")
    if "\0" in text[:_BEGINNING]:
        raise NoTextError
    return text


def _zeros(pairs: bytes) -> int:
    """Return which byte of all pairs is a zero; -1 if none is."""
    return next((place for place in (0, 1) if not any(pairs[place::2])), -1)
