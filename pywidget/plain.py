"""Values from other code's hands as JSON has them: neither their classes nor their size can do harm then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.envelope import MAX_BODY_LENGTH, MAX_DEPTH
from pywidget.core.status import exact

if TYPE_CHECKING:
    from typing import Any

#: Larger numbers cannot be written as JSON: CPython refuses to make texts of more than 4,300 digits.
_LARGEST = 10**300


def plain(value: object, depth: int = MAX_DEPTH) -> Any:
    """Return a copy of only None, booleans, texts, numbers, lists, and dicts with texts as keys. Never raises.

    What is none of these becomes None, and so do NaN, the infinities, and what is deeper than ``depth``. What follows
    after as many values as there can be in a body that is read is left out.
    """
    return _Copy().of(value, depth)


class _Copy:
    def __init__(self) -> None:
        self._left = MAX_BODY_LENGTH

    def of(self, value: Any, depth: int) -> Any:
        """Copy a value and what is in it."""
        self._left -= 1
        kind = type(value)
        if kind is bool:
            return value
        if issubclass(kind, float):
            number = _unbound(float, "__float__", float)(value)
            return number if number - number == 0 else None
        if not issubclass(kind, (dict, list, tuple)):
            value = exact(value)
            return None if type(value) is int and not -_LARGEST < value < _LARGEST else value
        if not depth:
            return None
        if issubclass(kind, dict):
            return self._fields(value, depth)
        found = []
        for one in _unbound(list if issubclass(kind, list) else tuple, "__iter__", iter)(value):
            if self._left <= 0:
                break
            found.append(self.of(one, depth - 1))
        return found

    def _fields(self, value: Any, depth: int) -> dict[str, Any]:
        found = {}
        for key, one in dict.items(value):
            if self._left <= 0:
                break
            name = exact(key)
            if isinstance(name, str):
                found[name] = self.of(one, depth - 1)
        return found


def _unbound(kind: type, method: str, instead: Any) -> Any:
    """A method as the type itself has it: that of a subclass may raise, or never end. MicroPython has no such ones."""
    return getattr(kind, method, instead)
