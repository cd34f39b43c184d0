"""Where things stand in an error answer's body: in the places that its system names, else where they usually are.

A system names its places in ``ANSWER`` of its tables (a profile in ``answers``): field -> dotted path. What is not
there is looked for in the usual places, in this order: ``error``, the whole body, the first of ``errors``, its
``extensions``. Their names are read in any spelling: ``request_id``, ``requestId`` and ``RequestId`` are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.dates import is_digits
from pywidget.core.status import squeezed_name, valid_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: What an answer can be asked for, by dotted path.
FIELDS = ("code", "message", "reference", "details", "category")

#: Texts are cut to this.
MAX_TEXT_LENGTH = 1_000
#: Whole numbers from here on are no codes.
_MAX_NUMBER = 10**15
_LONGEST_INDEX = 10
_MOST_TEXTS = 10

_MESSAGE = ("message", "detail", "title", "errordescription", "description", "msg", "error")
_REFERENCE = ("requestid", "traceid", "correlationid")
_STATUS = ("statuscode", "status", "httpstatus", "code", "errorcode")


class Places:
    """The body of an error answer.

    Args:
        root: the body, as parsed.
        answer: the places that its system names; empty if it names none.
        knows: whether the system's tables know a code, or one that means the same everywhere.
    """

    def __init__(self, root: Any, answer: dict[str, str], knows: Callable[[str], bool]) -> None:
        self._root = root
        self._answer = answer
        self._knows = knows
        outer = squeezed(root)
        inner = squeezed(outer.get("error"))
        errors = inner.get("errors") or outer.get("errors")
        item = squeezed(errors[0]) if isinstance(errors, list) and errors else {}
        self._usual = [inner, outer, item, squeezed(item.get("extensions"))]

    def code(self) -> str | None:
        """The error's code. Where the system says where it stands, one that stands elsewhere has to be a known one."""
        placed = self._placed("code")
        if placed is not None:
            return placed
        usual = self._usual_code()
        return usual if usual is None or "code" not in self._answer or self._knows(usual) else None

    def message(self) -> str | None:
        """The server's own words."""
        return self._placed("message") or self._text(_MESSAGE)

    def reference(self) -> str | None:
        """What support can find the request by."""
        return self._placed("reference") or self._text(_REFERENCE)

    def category(self) -> str | None:
        """The system's own category."""
        return self._placed("category") or self._text(("category",))

    def details(self) -> Any:
        """Whatever else it says."""
        placed = look_up(self._root, self._answer["details"]) if "details" in self._answer else None
        if placed is not None:
            return placed
        found = [place["details"] for place in self._usual if place.get("details") is not None]
        return found[0] if found else None

    def status(self) -> int | None:
        """The HTTP status, where the body repeats it."""
        for place in self._usual:
            for name in _STATUS:
                status = valid_status(place.get(name))
                if status is not None:
                    return status
        return None

    def waits(self) -> list[Any]:
        """Where it may say how long to wait, likeliest first."""
        return [self.details()] + self._usual + [self._usual[1].get("parameters")]  # noqa: RUF005  not in MicroPython

    def _placed(self, name: str) -> str | None:
        return as_text(look_up(self._root, self._answer[name])) if name in self._answer else None

    def _text(self, names: tuple[str, ...]) -> str | None:
        for place in self._usual:
            for name in names:
                text = _words(place.get(name))
                if text is not None:
                    return text
        return None

    def _usual_code(self) -> str | None:
        for place in self._usual:
            for name in ("code", "errorcode"):
                code = as_text(place.get(name))
                # A number that can be a status is one, unless it is known as a code.
                if code is not None and (valid_status(place[name]) is None or self._knows(code)):
                    return code
        inner, outer, item, _ = self._usual
        status = inner.get("status")
        if isinstance(status, str) and valid_status(inner.get("code")) is not None:
            # Google's APIs: a number, and its name.
            return as_text(status)
        kind = self._root.get("__type") if isinstance(self._root, dict) else None
        if isinstance(kind, str):
            return shape_name(kind)
        kinds = kind_names(inner) + kind_names(outer)
        for text in [outer.get("error"), item.get("reason")] + kinds:  # noqa: RUF005  not in MicroPython
            if isinstance(text, str) and text and self._knows(text):
                return as_text(text)
        return None


def look_up(root: Any, path: str) -> Any:
    """What stands at a dotted path, lists by number; None if there is nothing."""
    for part in path.split("."):
        if isinstance(root, dict):
            root = root.get(part)
        elif isinstance(root, list) and is_digits(part) and len(part) < _LONGEST_INDEX and int(part) < len(root):
            root = root[int(part)]
        else:
            return None
    return root


def as_text(value: Any) -> str | None:
    """A text, cut to length; a whole number as its digits, because some systems count their codes."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if -_MAX_NUMBER < value < _MAX_NUMBER else None
    return value[:MAX_TEXT_LENGTH] if isinstance(value, str) and value else None


def _words(value: Any) -> str | None:
    """A text, or those of a list."""
    if isinstance(value, list):
        texts = [text for text in value[:_MOST_TEXTS] if isinstance(text, str)]
        value = "; ".join(texts)
    return as_text(value) if isinstance(value, str) else None


def squeezed(value: Any) -> dict[str, Any]:
    """The fields of an object by their names in small letters, without ``_`` and ``-``; none of anything else."""
    found: dict[str, Any] = {}
    if isinstance(value, dict):
        for name in value:
            if isinstance(name, str):
                found.setdefault(squeezed_name(name[:40]), value[name])
    return found


def shape_name(text: str) -> str | None:
    """``Throttled`` of ``com.example.v1#Throttled:http://…``, as AWS's APIs write the names of errors."""
    return as_text(text.partition(":")[0].rpartition("#")[2])


def kind_names(place: dict[str, Any]) -> list[str]:
    """What may be a code in the address of an error's kind (RFC 9457): its fragment, the last part of its path."""
    kind = as_text(place.get("type")) or ""
    address, _, fragment = kind.partition("#")
    paths = [part.partition("?")[0].replace(":", "/").rstrip("/") for part in (fragment, address)]
    return [path.rpartition("/")[2] for path in paths]
