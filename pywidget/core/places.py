"""Finds the fields of an error answer's body: in the places that its system declares, else in the usual places.

A system declares its places in ``ANSWER`` of its tables (a profile in ``answers``): field -> dotted path. A field that
is not there is looked for in the usual places, in this order: ``error``, the whole body, the first of ``errors``, its
``extensions``. Names are read in any spelling: ``request_id``, ``requestId`` and ``RequestId`` are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.dates import is_digits
from pywidget.core.status import squeezed_name, valid_status

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: The fields for which a dotted path can be declared.
FIELDS = ("code", "message", "reference", "details", "category")

#: Texts are cut to this many characters.
MAX_TEXT_LENGTH = 1_000
#: Whole numbers of this size or larger are not taken as codes.
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
        answer: the places that its system declares; empty if it declares none.
        knows: returns whether a text is a known code: one in the system's tables, or one of a rate limit.
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
        """Return the error's code. If the system declares its place, a code elsewhere only counts if it is known."""
        placed = self._placed("code")
        if placed is not None:
            return placed
        usual = self._usual_code()
        return usual if usual is None or "code" not in self._answer or self._knows(usual) else None

    def message(self) -> str | None:
        """Return the server's own message; None if there is none."""
        return self._placed("message") or self._text(_MESSAGE)

    def reference(self) -> str | None:
        """Return the request id; None if there is none."""
        return self._placed("reference") or self._text(_REFERENCE)

    def category(self) -> str | None:
        """Return the system's own category of the error; None if there is none."""
        return self._placed("category") or self._text(("category",))

    def details(self) -> Any:
        """Return the details, as parsed; None if there are none."""
        placed = look_up(self._root, self._answer["details"]) if "details" in self._answer else None
        if placed is not None:
            return placed
        found = [place["details"] for place in self._usual if place.get("details") is not None]
        return found[0] if found else None

    def status(self) -> int | None:
        """Return the HTTP status if the body repeats it, else None."""
        for place in self._usual:
            for name in _STATUS:
                status = valid_status(place.get(name))
                if status is not None:
                    return status
        return None

    def waits(self) -> list[Any]:
        """Return the parts of the body that may say how long to wait, likeliest first."""
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
                # A number that is a valid HTTP status counts as a status, unless the tables know it as a code.
                if code is not None and (valid_status(place[name]) is None or self._knows(code)):
                    return code
        inner, outer, item, _ = self._usual
        status = inner.get("status")
        if isinstance(status, str) and valid_status(inner.get("code")) is not None:
            # Google's APIs give the HTTP status as ``code`` and its name as ``status``.
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
    """Return the value at a dotted path, with entries of lists by number; None if there is nothing."""
    for part in path.split("."):
        if isinstance(root, dict):
            root = root.get(part)
        elif isinstance(root, list) and is_digits(part) and len(part) < _LONGEST_INDEX and int(part) < len(root):
            root = root[int(part)]
        else:
            return None
    return root


def as_text(value: Any) -> str | None:
    """Return a text, cut to length. A whole number gives its digits, because some systems have numbers as codes."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if -_MAX_NUMBER < value < _MAX_NUMBER else None
    return value[:MAX_TEXT_LENGTH] if isinstance(value, str) and value else None


def _words(value: Any) -> str | None:
    """A text, or the texts of a list joined by semicolons."""
    if isinstance(value, list):
        texts = [text for text in value[:_MOST_TEXTS] if isinstance(text, str)]
        value = "; ".join(texts)
    return as_text(value) if isinstance(value, str) else None


def squeezed(value: Any) -> dict[str, Any]:
    """Return an object's fields with names in lower case, without ``_`` and ``-``; {} if it is no object."""
    found: dict[str, Any] = {}
    if isinstance(value, dict):
        for name in value:
            if isinstance(name, str):
                found.setdefault(squeezed_name(name[:40]), value[name])
    return found


def shape_name(text: str) -> str | None:
    """Return the error's name in a shape id of AWS's APIs: ``Throttled`` of ``com.example.v1#Throttled:http://…``."""
    return as_text(text.partition(":")[0].rpartition("#")[2])


def kind_names(place: dict[str, Any]) -> list[str]:
    """Return what may be a code in the ``type`` URL (RFC 9457): its fragment, and the last part of its path."""
    kind = as_text(place.get("type")) or ""
    address, _, fragment = kind.partition("#")
    paths = [part.partition("?")[0].replace(":", "/").rstrip("/") for part in (fragment, address)]
    return [path.rpartition("/")[2] for path in paths]
