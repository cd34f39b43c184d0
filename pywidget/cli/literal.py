"""Read JSON, and what browser consoles print in its place.

Consoles print an object as JavaScript's own notation, with small differences of their own::

    {code: 'session.key_inactive', requestId: undefined, details: {…}}                        Chrome
    Object { code: "session.key_inactive", requestId: undefined, details: {…} }               Firefox, Safari
    CustomEvent {isTrusted: false, detail: {…}, type: 'allfeat:error', target: ats-widget}    an event, in Chrome

What has no value in JSON (``undefined``, ``…``, an element, a function) counts as absent.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from typing import Any

#: Deeper ones are not read; no error is nested like that.
_MAX_DEPTH = 100
_SPACE = re.compile(r"\s*")
_TOKEN = re.compile(
    r"""(?:
    (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)
    |(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
    |(?P<mark>[{}\[\],:])
    |(?P<word>[^\s{}\[\],:"'`]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_WORDS = {"true": True, "false": False, "null": None}


class NotReadableError(ValueError):
    """It is neither JSON nor what consoles print; the text says where, and what was expected."""


def read_literal(text: str, start: int = 0) -> Any:
    """Return the value of a JSON text, or of one that a console prints.

    Args:
        text: what was printed. After an object, the lines in which a console shows its fields once more may follow.
        start: where the value begins.

    Raises:
        NotReadableError: it is neither of them.
    """
    try:
        return json.loads(text[start:])
    except (ValueError, RecursionError):
        return _Reader(text, start).read()


class _Reader:
    """Reads one value from a text, token by token."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._at = start
        self._kind, self._found = "", ""
        self._next()

    def read(self) -> Any:
        value = self._value(0)
        if self._kind and "\n" not in self._text[: self._at]:
            self._refuse("the end")
        return value

    def _next(self) -> None:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        self._kind, self._found = "", ""
        if self._at == len(self._text):
            return
        found = _TOKEN.match(self._text, self._at)
        if found is None or found.lastgroup is None:
            self._refuse("a closing quotation mark")
        self._kind, self._found = found.lastgroup, found[found.lastgroup]
        self._at = found.end()

    def _refuse(self, expected: str) -> NoReturn:
        start = self._at - len(self._found)
        line = self._text.count("\n", 0, start) + 1
        column = start - self._text.rfind("\n", 0, start)
        there = repr(self._found[:40]) if self._found else "what follows" if start < len(self._text) else "the end"
        raise NotReadableError(f"line {line}, column {column}: {expected} was expected instead of {there}")

    def _take(self, mark: str) -> bool:
        if (self._kind, self._found) != ("mark", mark):
            return False
        self._next()
        return True

    def _value(self, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            self._refuse(f"less than {_MAX_DEPTH} levels")
        if self._kind == "string":
            return self._string()
        if self._kind == "number":
            number = float(self._found) if re.search(r"[.eE]", self._found) else int(self._found)
            self._next()
            return number
        words = []
        # `Object {`, `(2) [`, `CustomEvent {`: what something is called stands before it.
        while self._kind == "word":
            words.append(self._found)
            self._next()
        if self._take("{"):
            return self._object(depth)
        if self._take("["):
            return self._array(depth)
        if not words:
            self._refuse("a value")
        return _WORDS.get(" ".join(words))

    def _string(self) -> str:
        text = self._found[1:-1]
        self._next()
        return _ESCAPE.sub(_unescaped, text)

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self._take("}"):
            if self._kind == "string":
                name = self._string()
            elif self._kind in ("word", "number"):
                name = self._found
                self._next()
            else:
                self._refuse("a name, or }")
            if self._take(":"):
                found[name] = self._value(depth + 1)
            # A name alone is the … of an object that is not printed in full.
            if not self._take(",") and self._found != "}":
                self._refuse("a comma, or }")
        return found

    def _array(self, depth: int) -> list[Any]:
        found = []
        while not self._take("]"):
            found.append(self._value(depth + 1))
            if not self._take(",") and self._found != "]":
                self._refuse("a comma, or ]")
        return found


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    if escape[0] in "ux" and len(escape) > 1:
        number = int(escape[1:].strip("{}"), 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _ESCAPED.get(escape, escape)
