"""The parts of a page: its elements and scripts, and where in the text each begins.

The tags are read by the standard library's ``html.parser``: it accepts every page, knows each tag's position, and adds
no tags. A tree of elements is not needed here, and libraries that build one do not keep the positions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from pywidget.check.javascript import Code
from pywidget.core.ats_widget import ELEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Elements in which tags are only text, or are only for browsers without scripts.
_OPAQUE = frozenset({"iframe", "noembed", "noframes", "noscript", "textarea", "title", "xmp"})
_JAVASCRIPT = frozenset({"", "module", "text/javascript", "application/javascript"})
#: The types of PyScript.
_PYTHON = frozenset({"py", "mpy", "py-game"})
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")
_PYWIDGET_FILE = re.compile(r"pywidget(\.[\w-]+)*\.js")
_WIDGET_FILE = re.compile(r"ats-widget[\w.-]*\.m?js")
_FILE = re.compile(r"[\w.-]+")
_SCRIPT_FILE = re.compile(r"[\w.-]+\.m?js\b")
#: Template code in an attribute, which a server replaces. It may contain the quotes that enclose the attribute.
_REPLACED = re.compile(r"""(=\s*"[^"]{0,999}?)(\{%.{0,999}?%\}|\{\{.{0,999}?\}\}|<%.{0,999}?%>|<\?.{0,999}?\?>)""")


@dataclass(frozen=True)
class Element:
    """A start tag.

    Attributes:
        name: in lower case.
        attributes: name in lower case -> value; of a name that comes twice, the first.
        index: where the tag begins in the page's text.
        places: name of an attribute -> where it begins.
    """

    name: str
    attributes: dict[str, str]
    index: int
    places: dict[str, int]

    def get(self, name: str) -> str:
        """Return an attribute's value without spaces around it, "" if there is none."""
        return self.attributes.get(name, "").strip()

    def place(self, name: str) -> int:
        """Return where an attribute begins in the page's text."""
        return self.places.get(name, self.index)

    @property
    def file(self) -> str:
        """The last part of ``src``, without a query; where a server makes the address, the name that it makes it of."""
        src = self.get("src")
        if is_template(src):
            found = [script[0] for name in _FILE.findall(src) if (script := _SCRIPT_FILE.match(name))]
            return next(reversed(found), "")
        return address(src).path.rpartition("/")[2]


@dataclass(frozen=True)
class Script:
    """A script that stands in the page.

    Attributes:
        element: its tag.
        text: its source.
        index: where that begins in the page's text.
    """

    element: Element
    text: str
    index: int


class Page:
    """A page.

    Attributes:
        text: its source.
        elements: all start tags, in order.
        scripts: all scripts that stand in the page, in order, whatever their language.
        address: where it was read; "" for a file.
        folder: the address of the build that it loads, where that is known; else "".
    """

    def __init__(self, text: str, address: str = "") -> None:
        self.address = address
        self.folder = ""
        # Browsers treat each of these as one line break.
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._lines = [0, *(found.end() for found in re.finditer("\n", self.text))]
        reader = _Reader(self._lines)
        reader.feed(_REPLACED.sub(lambda found: found[1] + found[2].replace('"', "'"), self.text))
        reader.close()
        self.elements = reader.elements
        self.scripts = reader.scripts

    def position(self, index: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a place in the text."""
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def find(self, name: str) -> Iterator[Element]:
        """Yield the elements of a name."""
        return (element for element in self.elements if element.name == name)

    @cached_property
    def pywidget_tags(self) -> list[Element]:
        """The script tags of pywidget."""
        return [element for element in self.find("script") if _PYWIDGET_FILE.fullmatch(element.file)]

    @cached_property
    def widget_tags(self) -> list[Element]:
        """The script tags of the widget."""
        return [element for element in self.find("script") if _WIDGET_FILE.fullmatch(element.file)]

    @cached_property
    def widgets(self) -> list[Element]:
        """The widgets."""
        return list(self.find(ELEMENT))

    @cached_property
    def code(self) -> list[Code]:
        """The scripts that stand in the page and are JavaScript."""
        return [
            Code(script.text, script.index, module=script.element.get("type").lower() == "module")
            for script in self.scripts
            if script.element.get("type").lower() in _JAVASCRIPT
        ]

    @cached_property
    def own_files(self) -> list[str]:
        """Addresses of the site's own scripts in other files: what they do is not known."""
        others = [
            element.get("src")
            for element in self.find("script")
            if element.get("src") and element not in self.pywidget_tags and element not in self.widget_tags
        ]
        return [src for src in others if not address(src).netloc or address(src).netloc == address(self.origin).netloc]

    @cached_property
    def has_python(self) -> bool:
        """Whether the page runs Python of its own, by PyScript."""
        return any(element.get("type").lower() in _PYTHON for element in self.find("script"))

    @cached_property
    def origin(self) -> str:
        """The page's own origin, where it is known or the page says so; else ""."""
        if self.address:
            parts = address(self.address)
            return f"{parts.scheme}://{parts.netloc}"
        for element in self.elements:
            own = element.name == "base" or (element.name == "link" and element.get("rel").lower() == "canonical")
            parts = address(element.get("href"))
            if own and parts.scheme and parts.netloc:
                return f"{parts.scheme}://{parts.netloc}".lower()
        return ""

    def resolve(self, url: str) -> str:
        """Return the absolute address that an address in the page stands for, if that is known."""
        if not self.address or is_template(url):
            return url
        # The first one with an address counts.
        base = next((element.get("href") for element in self.find("base") if element.get("href")), "")
        try:
            return urljoin(urljoin(self.address, base), url.strip())
        except ValueError:
            return url


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


def is_template(value: str) -> bool:
    """Tell whether a value is only known when the server has put the page together."""
    return any(mark in value for mark in ("{{", "{%", "<%", "<?", "${"))


class _Reader(HTMLParser):
    def __init__(self, lines: list[int]) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.scripts: list[Script] = []
        self._lines = lines
        self._inside = ""
        self._script: Element | None = None
        self._begin = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            return
        index = self._index()
        attributes: dict[str, str] = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        element = Element(tag, attributes, index, _places(self.get_starttag_text() or "", index, len(tag) + 1))
        self.elements.append(element)
        if tag in _OPAQUE:
            self._inside = tag
        self._script = element if tag == "script" and "src" not in attributes else None

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is None:
            return
        if self.scripts and self.scripts[-1].element is self._script:
            data = self.scripts.pop().text + data
            index = self._begin
        else:
            index = self._begin = self._index()
        self.scripts.append(Script(self._script, data, index))

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002  the base's signature
        """Read ``<![`` as browsers do, as a comment. The base class raises where it is no section of SGML."""
        return self.parse_bogus_comment(i, report)

    def _index(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _places(tag: str, index: int, skip: int) -> dict[str, int]:
    """Return where in the page each attribute of a start tag begins."""
    places: dict[str, int] = {}
    for found in _ATTRIBUTE.finditer(tag, skip):
        places.setdefault(found[1].lower(), index + found.start())
    return places
