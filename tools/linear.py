"""Whether a regular expression takes time that grows with the text and no faster, whatever the text.

A search that fails takes longer than that where the same part of a text can be read in two ways: by two repetitions
one after the other (``a*a*$``), by one inside another (``(a+)+$``), or by a repetition that begins again at each place
of what it reads itself (``eyJ[a-zA-Z]*[.]`` on ``eyJeyJeyJ…``). So the expression becomes an automaton of its
characters, a search for it one that may begin anywhere, and such pairs are looked for.

Simplified to be on the safe side: repetitions that have an end count as short ones, what is looked ahead for is read
like the rest, and a back reference is refused.
"""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

#: Every character that a pattern could tell from another, and the end of the text.
END = "\0"
CHARACTERS = [*map(chr, range(1, 128)), "é", "א", "漢", END]

#: A repetition with an end counts as this many at most.
SHORT = 2


class _Part:
    """A part of an expression: whether it can be empty, and the places that it can begin and end with."""

    def __init__(self, first: dict[int, int], last: dict[int, int], *, empty: bool) -> None:
        self.first = first
        self.last = last
        self.empty = empty


class Automaton:
    """The places of an expression, and how many ways lead from one to the next."""

    def __init__(self, pattern: str, flags: int, *, anywhere: bool) -> None:
        self.reads: list[frozenset[str]] = []
        self.next: list[dict[int, int]] = []
        self.nested = False
        self.flags = flags
        tree = parser.parse(pattern, flags)
        whole = self._sequence(list(tree))
        if anywhere and not _is_anchored(list(tree)):
            # What is skipped before the match.
            start = self._loop(self._place(frozenset(CHARACTERS) - {END}))
            whole = self._join(start, whole)
        self.accepting = set(whole.last)

    def _place(self, reads: frozenset[str]) -> _Part:
        self.reads.append(reads)
        self.next.append({})
        number = len(self.reads) - 1
        return _Part({number: 1}, {number: 1}, empty=False)

    def _follow(self, last: dict[int, int], first: dict[int, int]) -> None:
        for one, ways in last.items():
            for other, more in first.items():
                self.next[one][other] = self.next[one].get(other, 0) + ways * more

    def _join(self, one: _Part, two: _Part) -> _Part:
        self._follow(one.last, two.first)
        first = _sum(one.first, two.first) if one.empty else one.first
        last = _sum(two.last, one.last) if two.empty else two.last
        return _Part(first, last, empty=one.empty and two.empty)

    def _loop(self, part: _Part) -> _Part:
        self._follow(part.last, part.first)
        return _Part(part.first, part.last, empty=True)

    def _sequence(self, items: list[Any]) -> _Part:
        whole = _Part({}, {}, empty=True)
        for operation, said in items:
            whole = self._join(whole, self._item(operation, said))
        return whole

    def _item(self, operation: Any, said: Any) -> _Part:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            return self._repeat(*said)
        if operation is sre.SUBPATTERN:
            return self._sequence(list(said[-1]))
        if operation is sre.BRANCH:
            parts = [self._sequence(list(branch)) for branch in said[1]]
            first: dict[int, int] = {}
            last: dict[int, int] = {}
            for part in parts:
                first, last = _sum(first, part.first), _sum(last, part.last)
            return _Part(first, last, empty=any(part.empty for part in parts))
        if operation is sre.AT:
            return self._place(frozenset(END)) if said in (sre.AT_END, sre.AT_END_STRING) else _Part({}, {}, empty=True)
        if operation is sre.ASSERT_NOT and said[0] < 0 and len(said[1]) == 1:
            # Something else stands before, or nothing.
            inner = self._sequence(list(said[1]))
            (number,) = inner.first
            return self._place(frozenset(CHARACTERS) - self.reads[number] - {END})
        if operation in (sre.ASSERT, sre.ASSERT_NOT):
            inner = self._sequence(list(said[1]))
            return _Part(inner.first, inner.last, empty=True)
        if operation in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            return self._place(frozenset(c for c in CHARACTERS if c != END and _reads(operation, said, c, self.flags)))
        raise ValueError(f"{operation} is not looked into")

    def _repeat(self, least: int, most: Any, said: Any) -> _Part:
        items = list(said)
        whole = _Part({}, {}, empty=True)
        for _ in range(min(least, SHORT)):
            whole = self._join(whole, self._sequence(items))
        if most is sre.MAXREPEAT:
            part = self._sequence(items)
            self.nested = self.nested or part.empty
            return self._join(whole, self._loop(part))
        for _ in range(min(most - least, SHORT)):
            part = self._sequence(items)
            whole = self._join(whole, _Part(part.first, part.last, empty=True))
        return whole

    def ambiguous(self) -> bool:
        """Whether a text can be read in two ways that both go on."""
        circles = self._circles()
        looping = [place for place in range(len(self.reads)) if place in circles[place]]
        for place in looping:
            # One repetition in another.
            if any(ways > 1 and other in circles[place] for other, ways in self.next[place].items()):
                return True
            if self._reaches((place, place), lambda at, place=place: at[0] != at[1] and place in circles[at[0]]):
                for one in circles[place]:
                    for two in circles[place]:
                        if one < two and self._meets(place, one, two):
                            return True
        for one in looping:
            for two in looping:
                # A repetition that can end wherever it is does not fail.
                if one != two and two not in self.accepting and self._reads_alike(one, two, circles):
                    return True
        return False

    def _circles(self) -> list[set[int]]:
        """For each place the ones that it leads to and that lead back."""
        reach = []
        for start in range(len(self.reads)):
            found: set[int] = set()
            waiting = list(self.next[start])
            while waiting:
                place = waiting.pop()
                if place not in found:
                    found.add(place)
                    waiting += self.next[place]
            reach.append(found)
        return [{other for other in found if place in reach[other]} for place, found in enumerate(reach)]

    def _steps(self, at: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Where several go by one and the same character."""
        found: list[tuple[tuple[int, ...], frozenset[str]]] = [((), frozenset(CHARACTERS))]
        for place in at:
            found = [
                ((*already, other), both)
                for already, common in found
                for other in self.next[place]
                if (both := common & self.reads[other])
            ]
        return [places for places, _ in found]

    def _reaches(self, start: tuple[int, ...], wanted: Any) -> bool:
        seen: set[tuple[int, ...]] = set()
        waiting = self._steps(start)
        while waiting:
            at = waiting.pop()
            if at in seen:
                continue
            seen.add(at)
            if wanted(at):
                return True
            waiting += self._steps(at)
        return False

    def _meets(self, place: int, one: int, two: int) -> bool:
        there = self._reaches((place, place), lambda at: at == (one, two))
        return there and self._reaches((one, two), lambda at: at == (place, place))

    def _reads_alike(self, one: int, two: int, circles: list[set[int]]) -> bool:
        """Whether some text leads from ``one`` to itself and to ``two``, and from ``two`` to itself."""
        seen: set[tuple[int, ...]] = set()
        waiting = self._steps((one, one, two))
        while waiting:
            at = waiting.pop()
            if at in seen or at[0] not in circles[one] or at[2] not in circles[two]:
                continue
            seen.add(at)
            if at == (one, two, two):
                return True
            waiting += self._steps(at)
        return False


def _reads(operation: Any, said: Any, character: str, flags: int) -> bool:
    code = ord(character)
    cased = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
    codes = {ord(one) for one in cased if len(one) == 1}
    if operation is sre.ANY:
        return character != "\n" or bool(flags & re.DOTALL)
    if operation is sre.LITERAL:
        return said in codes
    if operation is sre.NOT_LITERAL:
        return said not in codes
    negated = said and said[0][0] is sre.NEGATE
    found = False
    for kind, value in said[1:] if negated else said:
        if kind is sre.LITERAL:
            found = found or value in codes
        elif kind is sre.RANGE:
            found = found or any(value[0] <= one <= value[1] for one in codes)
        else:
            found = found or _in_category(value, chr(code))
    return found != bool(negated)


def _in_category(category: Any, character: str) -> bool:
    name = str(category)
    known = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.rpartition("_")[2]]
    return bool(re.match(known, character, re.ASCII)) != ("_NOT_" in name)


def _sum(one: dict[int, int], two: dict[int, int]) -> dict[int, int]:
    return {place: one.get(place, 0) + two.get(place, 0) for place in [*one, *two]}


def _is_anchored(items: list[Any]) -> bool:
    """Whether it can only match at the beginning."""
    if not items:
        return False
    operation, said = items[0]
    if operation is sre.AT:
        return said in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING)
    if operation is sre.SUBPATTERN:
        return _is_anchored(list(said[-1]))
    if operation is sre.BRANCH:
        return all(_is_anchored(list(branch)) for branch in said[1])
    return False


def is_linear(pattern: str, flags: int = 0, *, anywhere: bool = True) -> bool:
    """Whether a pattern takes linear time on every text.

    Args:
        pattern: as Python writes it.
        flags: those of :mod:`re`.
        anywhere: it is searched for; else it only has to match at one place.
    """
    automaton = Automaton(pattern, flags, anywhere=anywhere)
    return not automaton.nested and not automaton.ambiguous()
