"""Makes values of bytes, the same ones wherever it runs: under atheris, under Hypothesis, and in MicroPython.

Whoever reads gets what it never expects: every type, in every place. The bytes only choose; each choice is a number
(:meth:`Draw.number`), and where the bytes end, every number is 0.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Whether this Python can have objects whose methods lie (see :mod:`tools.fuzz.hostile`).
IN_CPYTHON = getattr(sys.implementation, "name", "") == "cpython"

#: Characters that are easily read wrongly: what ends, escapes, encodes, has no width, or is no character.
ODD = (
    "\x00", "\n", "\r", "\t", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\u0130", "\u0131", "\u0661", "\u06f3", "\u200b",
    "\u202e", "\u2028", "\u2066", "\ufeff", "\ufffd", "\uffff", "\ud800", "\udfff", "\U0001f600", "\U0010ffff", "ß",
    "é", "e\u0301", "漢", "א", "ﬃ", "²",
)  # fmt: skip
MARKS = " \t.,;:=-_/\\#?&%@+*|~^<>()[]{}'\"`!$"
#: Parts of numbers, dates and waits.
NUMERIC = (
    "0", "1", "9", "30", "60", "-", "+", ".", ",", " ", ":", "e", "E", "ms", "s", "m", "h", "d", "T", "Z", "GMT", "UTC",
    "Mon, ", "Sunday, ", "06", "Nov", "-Nov-", "1994", "2026", "08:49:37", "23:59:60", "2026-06-15", "+02:00", "1e308",
    "0x10", "1_000", "NaN", "Infinity", "999999999999",
)  # fmt: skip
#: More digits than CPython makes a text of.
HUGE = 10**5000
#: How often a part is repeated to make a long text.
TIMES = (2, 2, 3, 3, 5, 5, 8, 8, 13, 20, 41, 41, 130, 130, 400, 2000)


class Draw:
    """Draws values from bytes.

    Args:
        data: the input.
        words: texts that mean something to the reader; one in four drawn texts has one.
    """

    def __init__(self, data: bytes, words: tuple[str, ...] = ()) -> None:
        self._data = data
        self._at = 0
        self._words = words or ("",)
        #: Whether something was drawn that MicroPython does not have.
        self.only_in_cpython = False

    def number(self, most: int) -> int:
        """Return a number from 0 to ``most``."""
        size = 1 if most < 256 else 2 if most < 65_536 else 8
        chunk = self._data[self._at : self._at + size]
        self._at += size
        drawn = 0
        # Not by `int.from_bytes`, which our cut of MicroPython lacks.
        for byte in chunk:
            drawn = drawn * 256 + byte
        return drawn % (most + 1)

    def rest(self) -> bytes:
        """Return all bytes that are left."""
        left = self._data[self._at :]
        self._at = len(self._data)
        return left

    # ---- made of numbers

    def of(self, options: tuple[object, ...]) -> object:
        """Return one of some values."""
        return options[self.number(len(options) - 1)]

    def one_in(self, count: int) -> bool:
        """Return True about once in so many times, and not where the bytes end."""
        return self.number(count - 1) == count - 1

    def word(self) -> str:
        """Return one of the reader's words."""
        return self._words[self.number(len(self._words) - 1)]

    def text(self) -> str:
        """Return a text: a word of the reader, or anything."""
        kind = self.number(9)
        if kind < 3:
            return self.word()
        if kind == 3:
            return self.word() + str(self.of(ODD)) + self.word()
        if kind == 4:
            return "".join([NUMERIC[self.number(len(NUMERIC) - 1)] for _ in range(self.number(8))])
        if kind == 5:
            return self.part() * TIMES[self.number(len(TIMES) - 1)]
        return "".join([self.part() for _ in range(self.number(12))])

    def part(self) -> str:
        """Return a short part of a text."""
        kind = self.number(6)
        if kind < 2:
            return chr(32 + self.number(94))
        if kind == 2:
            return str(self.of(ODD))
        if kind == 3:
            return MARKS[self.number(len(MARKS) - 1)]
        if kind == 4:
            return chr(self.number(0x10FFFF))
        return self.word()

    def whole(self) -> int:
        """Return an integer, small, at a limit, or huge."""
        kind = self.number(5)
        if kind < 2:
            return self.number(700) - 50
        if kind == 2:
            return int(str(self.of(("0", "-1", "401", "403", "429", "599", "600"))))
        if kind == 3:
            return self.number(2**62)
        near = (2**31, 2**53, 2**63, 10**15, 10**100, HUGE if self.one_in(8) else 2**64)[self.number(5)]
        return (near + self.number(4) - 2) * (-1 if self.one_in(3) else 1)

    def fraction(self) -> float:
        """Return a float."""
        named = ("nan", "inf", "-inf", "1e308", "-0.0", "0.5", "1e15", "4.9e-324")
        return float(named[self.number(7)]) if self.one_in(2) else (self.number(2**40) - 2**20) / 1000

    def json(self, depth: int = 4) -> object:
        """Return what JSON can hold."""
        kind = self.number(9) if depth else self.number(6)
        if kind < 3:
            return self.text()
        if kind == 3:
            return self.whole()
        if kind == 4:
            return self.fraction()
        if kind < 7:
            return (None, True, False)[self.number(2)]
        if kind == 7:
            return [self.json(depth - 1) for _ in range(self.number(4))]
        return self.mapping(depth)

    def mapping(self, depth: int = 4) -> dict[str, object]:
        """Return a JSON object; most of its names are words of the reader."""
        found = {}
        for _ in range(self.number(6)):
            name = self.text() if self.one_in(4) else self.word()
            found[name] = self.json(depth - 1) if depth else None
        return found

    def fields(self, most: int, name: Callable[[], Any], value: Callable[[], Any]) -> dict[Any, Any]:
        """Return a dict of drawn names and values: in a comprehension, MicroPython draws the value first."""
        found = {}
        for _ in range(self.number(most)):
            key = name()
            found[key] = value()
        return found

    def anything(self, depth: int = 3) -> object:
        """Return a value of any type, on CPython also one whose methods raise or lie."""
        kind = self.number(15)
        if kind < 5 or not depth:
            return self.json(depth)
        if kind < 7:
            return self.text()
        if kind < 9:
            return self.octets() if kind == 7 else bytearray(self.octets())
        if kind < 13:
            parts = [self.anything(depth - 1) for _ in range(self.number(3))]
            return (tuple(parts), parts, iter(parts), {self.key(): part for part in parts})[kind - 9]
        return self.deep() if kind == 13 else self.hostile()

    def hostile(self) -> object:
        """Return a value whose methods raise or lie."""
        self.only_in_cpython = True
        if not IN_CPYTHON:
            return object()
        from tools.fuzz.hostile import FREQUENT  # noqa: PLC0415  MicroPython cannot have them

        made: object = FREQUENT[self.number(len(FREQUENT) - 1)][1]()
        return made

    def key(self) -> object:
        """Return what a dict can have as a key."""
        kind = self.number(7)
        if kind < 4:
            return self.text()
        return (None, 1, b"code", (), True, 0.5)[self.number(5)] if kind < 6 else self.whole()

    def octets(self) -> bytes:
        """Return bytes, of a text or of none."""
        if self.one_in(2):
            return bytes([self.number(255) for _ in range(self.number(20))])
        return "".join([character for character in self.text() if not "\ud800" <= character <= "\udfff"]).encode()

    def deep(self) -> object:
        """Return a value within itself or within very many others."""
        self.only_in_cpython = True
        kind = self.number(3)
        if kind == 0:
            circle: list[object] = []
            circle.append(circle)
            return circle
        if kind == 1:
            turning: dict[str, object] = {}
            turning[self.word()] = turning
            return turning
        # MicroPython has no such long way down.
        levels = 2_000 if IN_CPYTHON and self.one_in(16) else 20
        value: object = self.word()
        name = self.word()
        for _ in range(levels):
            value = [value] if kind == 2 else {name: value}
        return value


def encoded(numbers: list[tuple[int, int]], rest: bytes = b"") -> bytes:
    """Return the bytes from which :class:`Draw` draws these numbers, each with the most that it could have been."""
    parts = [number.to_bytes(1 if most < 256 else 2 if most < 65_536 else 8, "big") for number, most in numbers]
    return b"".join(parts) + rest
