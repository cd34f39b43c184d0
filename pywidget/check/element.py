"""A start tag, whichever language it was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from pywidget.check.templates import is_filled

_FILE = re.compile(r"[\w.-]+")
_SCRIPT_FILE = re.compile(r"[\w.-]+\.m?js\b")


@dataclass(frozen=True)
class Element:
    """A start tag.

    Attributes:
        name: in lower case.
        attributes: name in lower case -> value; of a name that comes twice, the first.
        index: where the tag begins in the page's text.
        places: name of an attribute -> where it begins.
        written: name of an attribute -> its value as it is written, template code included.
        is_open: whether it can have further attributes, which are filled in.
        path: the conditions around it in a template.
        others: values of attributes that come twice, in two branches of a condition: name, value, place.
    """

    name: str
    attributes: dict[str, str]
    index: int
    places: dict[str, int]
    written: dict[str, str] = field(default_factory=dict)
    is_open: bool = False
    path: tuple[tuple[int, int], ...] = ()
    others: tuple[tuple[str, str, int], ...] = ()

    def get(self, name: str) -> str:
        """Return an attribute's value without spaces around it, "" if there is none."""
        return self.attributes.get(name, "").strip()

    def has(self, name: str) -> bool:
        """Tell whether the element surely has an attribute that is a switch, such as ``async``."""
        return name in self.attributes and not is_filled(self.attributes[name])

    def place(self, name: str) -> int:
        """Return where an attribute begins in the page's text."""
        return self.places.get(name, self.index)

    def source(self, name: str) -> str:
        """Return an attribute's value as it is written in the page."""
        return self.written.get(name, self.attributes.get(name, "")).strip()

    @property
    def file(self) -> str:
        """The last part of ``src``, without a query; where it is filled in, the name that it is made of."""
        src = self.get("src")
        if not is_filled(src):
            return address(src).path.rpartition("/")[2]
        written = self.source("src")
        found = [script[0] for name in _FILE.findall(written) if (script := _SCRIPT_FILE.match(name))]
        if found:
            return found[-1]
        # Helpers may add the ending, and variables are named after what they hold.
        return "pywidget.js" if "pywidget" in written.lower() else ""


class Address(NamedTuple):
    """What counts of a URL."""

    scheme: str
    netloc: str
    path: str


def address(url: str) -> Address:
    """Take a URL apart; one that is none has empty parts."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return Address("", "", "")
    return Address(parts.scheme.lower(), parts.netloc.lower(), parts.path)
