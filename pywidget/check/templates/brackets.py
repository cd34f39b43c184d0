"""Where an expression ends: brackets and strings in it are skipped as a whole."""

from __future__ import annotations

import re
from functools import lru_cache

_PAIRS = {"(": ")", "[": "]", "{": "}"}
#: In characters. What is longer is taken for something else.
LONGEST = 20_000
_STRINGS = r'"(?:[^"\\\n]|\\.)*+"|' + r"'(?:[^'\\\n]|\\.)*+'" + r"|`(?:[^`\\]|\\.)*+`"
_STEP = re.compile(_STRINGS + r"|[()\[\]{}]", re.DOTALL)


def balanced(text: str, begin: int) -> int:
    """Return the place after the bracket that closes the one at ``begin``; -1 if there is none."""
    open_: list[str] = []
    for found in _STEP.finditer(text, begin, begin + LONGEST):
        sign = found[0]
        if sign in _PAIRS:
            open_.append(_PAIRS[sign])
        elif open_ and sign == open_[-1]:
            open_.pop()
            if not open_:
                return found.end()
    return -1


@lru_cache
def _until(end: str) -> re.Pattern[str]:
    # PHP's strings have several lines, and its comments can have a single quote in them.
    comments = r"/\*.*?\*/|(?://|\#)(?:(?!\?>)[^\n])*+|" if end == "?>" else ""
    strings = _STRINGS.replace(r"\n", "") if end == "?>" else _STRINGS
    return re.compile(comments + strings + rf"|{re.escape(end)}|[{{}}]", re.DOTALL)


def end_of(text: str, begin: int, end: str, *, nested: bool) -> int:
    """Return the place after the end of template code whose content begins at ``begin``; -1 if there is none."""
    first = text.find(end, begin)
    if first < 0 or not nested:
        return -1 if first < 0 else first + len(end)
    depth, place, signs = 0, begin, _until(end)
    while (found := signs.search(text, place, begin + LONGEST)) is not None:
        sign, place = found[0], found.end()
        if sign == end and (depth <= 0 or end == "?>"):
            return place
        if sign == "{":
            depth += 1
        elif sign[0] == "}":
            # Of two braces that are together, the first may belong to the expression.
            depth, place = depth - 1, found.start() + 1
    return first + len(end)
