"""Where an expression ends: brackets and strings in it are skipped as a whole.

What is not closed is looked for in vain, up to the end of the page. A page could have that so often that reading it
took minutes; so all of it together may only cost so much, and from then on nothing is taken for template code.
"""

from __future__ import annotations

import re

_PAIRS = {"(": ")", "[": "]", "{": "}"}
#: In characters. What is longer is taken for something else.
_LONGEST = 20_000
#: What a page may cost: one for each character, and more for each bracket and string.
_MOST, _STEP_COSTS = 4_000_000, 20
#: Strings. What begins none is looked for up to the end of its line: without the look behind, that would be done again
#: for each escaped quotation mark in it.
_STRINGS = r'(?<!\\)"(?:[^"\\\n]|\\.)*"|' + r"(?<!\\)'(?:[^'\\\n]|\\.)*'" + r"|(?<!\\)`(?:[^`\\]|\\.)*`"
#: PHP's strings have several lines, and its comments can have a single quote in them.
_OF_PHP = (
    r"(?<!\\)\"(?:[^\"\\]|\\.)*\"|(?<!\\)'(?:[^'\\]|\\.)*'|(?<!\\)`(?:[^`\\]|\\.)*`"
    r"|/\*|//|\#"
)
_COMMENTS = ("/*", "//", "#")
_STEP = re.compile(_STRINGS + r"|[()\[\]{}]", re.DOTALL)
_TO_BRACE = re.compile(_STRINGS + r"|[{}]", re.DOTALL)
_TO_BRACES = re.compile(_STRINGS + r"|\}\}|[{}]", re.DOTALL)
_TO_PERCENT = re.compile(_STRINGS + r"|%\}|[{}]", re.DOTALL)
_TO_PHP_END = re.compile(_OF_PHP + r"|\?>|[{}]", re.DOTALL)
#: What can stand before each of the ends that do not count within strings and brackets.
_UNTIL = {"}": _TO_BRACE, "}}": _TO_BRACES, "%}": _TO_PERCENT, "?>": _TO_PHP_END}


class Brackets:
    """The brackets of one page.

    Attributes:
        text: of the page.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._left = _MOST + _STEP_COSTS * len(text)
        #: What does not come any more.
        self._absent: set[str | re.Pattern[str]] = set()

    def balanced(self, begin: int) -> int:
        """Return the place after the bracket that closes the one at ``begin``; -1 if there is none."""
        open_: list[str] = []
        place = begin
        while (found := self._next(_STEP, place, begin + _LONGEST)) is not None:
            sign, place = found[0], found.end()
            if sign in _PAIRS:
                open_.append(_PAIRS[sign])
            elif open_ and sign == open_[-1]:
                open_.pop()
                if not open_:
                    return place
        return -1

    def end_of(self, begin: int, end: str, *, nested: bool, before: str = "") -> int:
        """Return the place after the end of template code; -1 if there is none.

        Args:
            begin: where its content begins.
            end: what it ends with.
            nested: whether the end does not count within strings and brackets.
            before: what must not come before the end.
        """
        limit = self.text.find(before, begin) if before else -1
        first = self.find(end, begin) if limit < 0 else self.text.find(end, begin, limit)
        if first < 0 or not nested:
            return -1 if first < 0 else first + len(end)
        depth, place, signs = 0, begin, _UNTIL[end]
        while (found := self._next(signs, place, begin + _LONGEST)) is not None:
            sign, place = found[0], found.end()
            if sign == end and (depth <= 0 or end == "?>"):
                return place
            if sign in _COMMENTS:
                place = self._after_comment(sign, place)
            elif sign == "{":
                depth += 1
            elif sign[0] == "}":
                # Of two braces that are together, the first may belong to the expression.
                depth, place = depth - 1, found.start() + 1
        return first + len(end)

    def _after_comment(self, sign: str, begin: int) -> int:
        """Return where a comment of PHP ends: one of a line also ends where PHP does."""
        if sign == "/*":
            end = self.find("*/", begin)
            return begin if end < 0 else end + 2
        line = self.find("\n", begin)
        line = len(self.text) if line < 0 else line
        end = self.text.find("?>", begin, line)
        return line if end < 0 else end

    def find(self, words: str, begin: int) -> int:
        """Return where a text comes next; -1 if it does not."""
        place = -1 if words in self._absent else self.text.find(words, begin)
        if place < 0:
            self._absent.add(words)
        return place

    def search(self, pattern: re.Pattern[str], begin: int) -> re.Match[str] | None:
        """Return the next match of a pattern."""
        found = None if pattern in self._absent else pattern.search(self.text, begin)
        if found is None:
            self._absent.add(pattern)
        return found

    def _next(self, signs: re.Pattern[str], place: int, limit: int) -> re.Match[str] | None:
        if self._left < 0:
            return None
        found = signs.search(self.text, place, limit)
        self._left -= _STEP_COSTS + (found.end() if found else min(limit, len(self.text))) - place
        return found
