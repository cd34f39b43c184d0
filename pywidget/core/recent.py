"""What was remembered last, up to a number of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class Recent:
    """A dict that forgets its oldest entries: it keeps the last ``most`` ones, and up to as many older ones.

    It does not use an ``OrderedDict``, which MicroPython searches from its beginning each time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: dict[Any, Any] = {}
        #: The entries from before ``_new`` was full; they go once it is full again.
        self._old: dict[Any, Any] = {}

    def get(self, key: Any) -> Any:
        """Return what was put there; None if nothing was, or if it is forgotten."""
        return self._new.get(key) or self._old.get(key)

    def put(self, key: Any, value: Any) -> None:
        """Remember a value, which is not false, in the place of the key's value before."""
        if len(self._new) >= self._most and key not in self._new:
            self._old, self._new = self._new, {}
        self._new[key] = value
