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
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS
from pywidget.check import jsx
from pywidget.check.element import Element, address
from pywidget.check.javascript import Code
from pywidget.check.templates import FILLED, Template, is_filled, together
from pywidget.check.templates.bound import CONDITIONAL_ELEMENTS, CONDITIONS, attribute
from pywidget.core.ats_widget import ELEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Elements in which tags are only text, or are only for browsers without scripts.
_OPAQUE = frozenset({"iframe", "noembed", "noframes", "noscript", "textarea", "title", "xmp"})
_JAVASCRIPT = frozenset({"", "module", "text/javascript", "application/javascript"})
#: The types of PyScript.
_PYTHON = frozenset({"py", "mpy", "py-game"})
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_PYWIDGET_FILE = re.compile(r"pywidget(\.[\w-]+)*\.js")
_WIDGET_FILE = re.compile(r"ats-widget[\w.-]*\.m?js")
#: Tag names of frameworks' components that write a script tag.
_SCRIPT_TAGS = frozenset({"script", "nuxtscript"})
_SCRIPT_FILES = (".js", ".mjs", ".ts")
_COMPONENT_FILES = (
    *(".vue", ".svelte", ".astro", ".component.html", ".php", ".phtml", ".cshtml", ".vbhtml", ".razor"),
    *(".erb", ".eex", ".heex", ".leex", ".twig", ".liquid", ".hbs", ".handlebars", ".mustache", ".njk", ".ejs"),
    *(
        ".jinja",
        ".jinja2",
        ".j2",
        ".latte",
        ".tpl",
        ".ftl",
        ".ftlh",
        ".vm",
        ".jsp",
        ".jspf",
        ".tag",
        ".gohtml",
        ".tmpl",
    ),
)
_COMPONENT = re.compile(r"\s*<(?:template|script\s+setup)\b")
#: Attributes that only frameworks have: listeners, directives, references.
_OF_FRAMEWORKS = re.compile(r"[(@*#]|(?:v|x|ng)-|(?:on|use|class|client|is|wire|th):")
#: In characters. Template code can be long.
_LONGEST_NAME = 60
#: A page that is cut off has one.
_MOST_UNENDED = 20
#: Where a file has none of these, it is only a part of a page.
_WHOLE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
#: What the two files that are known are called in template code, and code for others to put scripts in, or from here.
_KNOWN_FILE = re.compile(r"pywidget|ats-widget|^(?:\{%-?\s*block|@(?:push|prepend|section))\b")
#: Template code that writes script tags of the site's own.
_WRITES_SCRIPTS = re.compile(
    r"script|vite|encore|webpack|bundle|javascript|enqueue|\bwp_(?:head|footer)|\.m?[jt]sx?\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Script:
    """A script that stands in the page.

    Attributes:
        element: its tag.
        text: its source, as it is written in the page.
        index: where that begins in the page's text.
        blanked: its source without template code.
    """

    element: Element
    text: str
    index: int
    blanked: str


class Page:
    """A page, or the template of one.

    Attributes:
        text: its source.
        template: what is known of the template code in it.
        elements: all start tags, in order.
        scripts: all scripts that stand in the page, in order, whatever their language.
        address: where it was read; "" for a file.
        folder: the address of the build that it loads, where that is known; else "".
        is_part: whether it is surely not the whole page: others add to it, and they are not known.
    """

    def __init__(self, text: str, address: str = "", name: str = "") -> None:
        self.address = address
        self.folder = ""
        # Browsers treat each of these as one line break.
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self._lines = [0, *(found.end() for found in re.finditer("\n", self.text))]
        if jsx.is_jsx(self.text, name):
            self._read_jsx()
        else:
            self._read_html(name)

    def _read_jsx(self) -> None:
        self.template = Template("")
        code = Code(self.text, 0, module=True)
        self.elements = list(jsx.elements(code))
        whole = Element("script", {"type": "module"}, 0, {})
        self.scripts = [Script(whole, jsx.without_tags(code), 0, self.text)]
        self.is_part = True

    def _read_html(self, name: str) -> None:
        is_script = name.endswith(_SCRIPT_FILES)
        # In a script, the marks of templates mean something else.
        self.template = Template("") if is_script else Template(self.text)
        reader = _Reader(self.text, self.template)
        reader.feed(_ended(self.text if is_script else self.template.text))
        reader.close()
        self.elements = reader.elements
        self.scripts = reader.scripts
        self.is_part = bool(self.template.parts) or self._is_fragment(name)

    def _is_fragment(self, name: str) -> bool:
        """Tell whether this is a component, or a template that another one includes."""
        if _WHOLE.search(self.template.text):
            return False
        if self.template.code or _COMPONENT.match(self.text) or name.lower().endswith(_COMPONENT_FILES):
            return True
        tags = self.elements
        # A whole page has at least the script that defines the widget. What a server answers with is one.
        if self.widgets and not (self.script_tags or self.address):
            return True
        bound = any(is_filled(value) for tag in tags for value in tag.attributes.values())
        return bound or any(tag.name.startswith("x-") or any(map(_OF_FRAMEWORKS.match, tag.attributes)) for tag in tags)

    def position(self, index: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a place in the text."""
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def find(self, name: str) -> Iterator[Element]:
        """Yield the elements of a name."""
        return (element for element in self.elements if element.name == name)

    @cached_property
    def script_tags(self) -> list[Element]:
        """All tags that load or hold a script."""
        return [tag for tag in self.elements if tag.name in _SCRIPT_TAGS or _is_script_component(tag)]

    @cached_property
    def pywidget_tags(self) -> list[Element]:
        """The script tags of pywidget."""
        return [tag for tag in self.script_tags if _PYWIDGET_FILE.fullmatch(tag.file) or _has_our_attributes(tag)]

    @cached_property
    def widget_tags(self) -> list[Element]:
        """The script tags of the widget."""
        return [tag for tag in self.script_tags if _WIDGET_FILE.fullmatch(tag.file)]

    @cached_property
    def widgets(self) -> list[Element]:
        """The widgets."""
        return list(self.find(ELEMENT))

    @cached_property
    def code(self) -> list[Code]:
        """The scripts that stand in the page and are JavaScript."""
        return [
            Code(script.blanked, script.index, module=_is_module(script))
            for script in self.scripts
            if script.element.get("type").lower() in _JAVASCRIPT
        ]

    @cached_property
    def own_files(self) -> list[str]:
        """Addresses of the site's own scripts in other files, and code that writes them: what they do is not known."""
        others = [
            tag
            for tag in self.script_tags
            if tag.get("src") and tag not in self.pywidget_tags and tag not in self.widget_tags
        ]
        own = [tag.source("src") for tag in others if self._is_own(tag.get("src"))]
        parts = (part for part in self.template.parts if not _KNOWN_FILE.search(part))
        return [*own, *(part for part in parts if _WRITES_SCRIPTS.search(part))]

    def _is_own(self, src: str) -> bool:
        return address(src).netloc in ("", address(self.origin).netloc) or is_filled(src)

    @cached_property
    def own_bundles(self) -> bool:
        """Whether one of the site's own scripts can have pywidget in it, from its npm package."""
        addresses = map(address, self.own_files)
        return any(parts.path and parts.scheme in ("", "http", "https") for parts in addresses)

    @cached_property
    def not_read(self) -> list[str]:
        """What the page brings in from other files, as it is written."""
        names = (" ".join(text.split()) for text in (*self.own_files, *self.template.parts))
        return list(dict.fromkeys(name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…" for name in names))

    @cached_property
    def has_python(self) -> bool:
        """Whether the page runs Python of its own, by PyScript."""
        return any(element.get("type").lower() in _PYTHON for element in self.script_tags)

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
        if not self.address or is_filled(url):
            return url
        # The first one with an address counts.
        base = next((element.get("href") for element in self.find("base") if element.get("href")), "")
        try:
            return urljoin(urljoin(self.address, base), url.strip())
        except ValueError:
            return url


def _ended(text: str) -> str:
    """Return a text in which not many tags have no end: they are no elements, and each is looked for up to the end."""
    end = text.rfind(">") + 1
    if text.count("<", end) <= _MOST_UNENDED:
        return text
    return text[:end] + text[end:].replace("<", " ")


def _has_our_attributes(tag: Element) -> bool:
    """Tell whether a tag whose address is filled in, by a variable, is pywidget's."""
    ours = (*CHOICES, *NUMBERS, *TEXTS)
    return is_filled(tag.get("src")) and not tag.file and any(name in tag.attributes for name in ours)


def _is_script_component(tag: Element) -> bool:
    """Tell whether a tag is Vue's or Svelte's way to write a script tag, which their templates must not have."""
    return tag.name in ("component", "svelte:element") and "script" in (
        tag.source(name).strip("'\"") for name in ("is", "this")
    )


def _is_module(script: Script) -> bool:
    # Vue's and Svelte's components are modules.
    return script.element.get("type").lower() == "module" or bool({"setup", "lang"} & set(script.element.attributes))


def surely_together(one: Element, other: Element) -> bool:
    """Tell whether two elements are surely in one page, as far as the conditions around them tell."""
    return together(one.path, other.path)


class _Reader(HTMLParser):
    def __init__(self, text: str, template: Template) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.scripts: list[Script] = []
        self._text = text
        self._template = template
        self._lines = [0, *(found.end() for found in re.finditer("\n", template.text or text))]
        self._inside = ""
        self._script: Element | None = None
        self._begin = 0
        #: Elements around that are in the page only if a condition holds: name, place.
        self._conditions: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            return
        element = self._element(tag, attrs)
        self.elements.append(element)
        if tag in _OPAQUE:
            self._inside = tag
        if tag in CONDITIONAL_ELEMENTS:
            self._conditions.append((tag, -element.index))
        self._script = element if tag == "script" and "src" not in element.attributes else None

    def _element(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        index = self._index()
        spots = _spots(self.get_starttag_text() or "", index, len(tag) + 1)
        attributes: dict[str, str] = {}
        places: dict[str, int] = {}
        written: dict[str, str] = {}
        others: list[tuple[str, str, int]] = []
        path = (*self._template.path(index), *((place, 0) for _, place in self._conditions))
        is_open = False
        for name, text in attrs:
            # Angular's "attr." has an effect where the value is filled in.
            given = attribute(name.removeprefix("attr.") if is_filled(text or "") else name)
            is_open = is_open or given.spread
            place, begin, end = spots[name].pop(0) if spots.get(name) else (index, index, index)
            value = FILLED if given.bound else text or ""
            if name in CONDITIONS:
                path = (*path, (-index, 0))
            if given.name in attributes:
                others.append((given.name, value, place))
                continue
            attributes[given.name], places[given.name] = value, place
            written[given.name] = self._text[begin:end]
        return Element(tag, attributes, index, places, written, is_open, path, tuple(others))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
        if tag == "script":
            self._script = None
        if self._conditions and self._conditions[-1][0] == tag:
            self._conditions.pop()

    def handle_data(self, data: str) -> None:
        if self._script is None:
            return
        if self.scripts and self.scripts[-1].element is self._script:
            data = self.scripts.pop().blanked + data
            index = self._begin
        else:
            index = self._begin = self._index()
        self.scripts.append(Script(self._script, self._text[index : index + len(data)], index, data))

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002  the base's signature
        """Read ``<![`` as browsers do, as a comment. The base class raises where it is no section of SGML."""
        return self.parse_bogus_comment(i, report)

    def _index(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _spots(tag: str, index: int, skip: int) -> dict[str, list[tuple[int, int, int]]]:
    """Return where in the page each attribute of a start tag begins, and where its value begins and ends."""
    spots: dict[str, list[tuple[int, int, int]]] = {}
    for found in _ATTRIBUTE.finditer(tag, skip):
        group = next((group for group in (2, 3, 4) if found[group] is not None), 0)
        begin, end = found.span(group) if group else (found.end(), found.end())
        spots.setdefault(found[1].lower(), []).append((index + found.start(), index + begin, index + end))
    return spots
