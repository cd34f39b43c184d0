"""The elements of a file of JSX or TSX. The whole file is a script, so they are read from its syntax tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pywidget.check.element import Element
from pywidget.check.javascript import is_function, string_of, text_of
from pywidget.check.templates import FILLED
from pywidget.check.templates.bound import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from pywidget.check.javascript import Code
    from pywidget.check.templates import Path

_NAMES = (".jsx", ".tsx")
#: How such a file begins, if its name does not say so.
_BEGIN = re.compile(
    r"""\s*(?:(?:/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|//[^\n]*\n)\s*)*
    (?:import\b|export\s+(?:default|const|function|async|class|type|interface)\b|["']use\ (?:client|server|strict)["']
    |(?:async\s+)?function\b|const\s+\w+\s*[=:]|interface\s+\w|type\s+\w+\s*=)""",
    re.VERBOSE | re.DOTALL,
)
_TAGS = ("jsx_opening_element", "jsx_self_closing_element")
#: Only one of their parts is in the page.
_BRANCHES = frozenset(
    {"ternary_expression", "binary_expression", "if_statement", "return_statement", "switch_case", "switch_default"}
)


def is_jsx(text: str, name: str = "") -> bool:
    """Tell whether a file is a script that makes elements."""
    return name.lower().endswith(_NAMES) or _BEGIN.match(text) is not None


def elements(code: Code) -> Iterator[Element]:
    """Yield the elements of a file, in order."""
    for node in code.nodes:
        if node.type in _TAGS and node.named_children and node.child_by_field_name("name") is not None:
            yield _element(code, node)


def without_tags(code: Code) -> str:
    """Return the source without its tags: what the script itself says."""
    pieces: list[str] = []
    done = 0
    source = text_of(code.root).encode("utf-8", "replace")
    for node in code.nodes:
        if node.type in _TAGS and node.start_byte >= done:
            pieces.append(source[done : node.start_byte].decode("utf-8", "replace"))
            done = node.end_byte
    return "".join([*pieces, source[done:].decode("utf-8", "replace")])


def _element(code: Code, tag: Node) -> Element:
    attributes: dict[str, str] = {}
    written: dict[str, str] = {}
    places: dict[str, int] = {}
    is_open = False
    for node in tag.named_children:
        if node.type == "jsx_expression":
            is_open = True
        if node.type != "jsx_attribute":
            continue
        key, *rest = node.named_children
        name = _name(text_of(key).lower())
        if name not in attributes:
            attributes[name] = _value(rest[0]) if rest else ""
            written[name] = text_of(rest[0]) if rest else ""
            places[name] = code.index_of(node)
    name = text_of(tag.child_by_field_name("name")).lower()
    return Element(name, attributes, code.index_of(tag), places, written, is_open, _path(tag))


def _name(key: str) -> str:
    """Return the attribute that a key sets: Solid says of some that they are attributes or properties."""
    kind, _, plain = key.partition(":")
    if kind == "attr":
        return plain
    return named(plain) if kind == "prop" else key


def _value(node: Node) -> str:
    """Return a value that is written as it is; what stands for it if it is not."""
    if node.type == "jsx_expression" and node.named_child_count == 1:
        node = node.named_children[0]
        if node.type == "false":
            return FILLED
    text = string_of(node)
    return FILLED if text is None else text


def _path(node: Node) -> Path:
    """Return the conditions and functions around an element: what is in two functions need not be in one page."""
    path: list[tuple[int, int]] = []
    below, above = node, node.parent
    while above is not None:
        if above.type in _BRANCHES or is_function(above):
            path.append((above.id, below.id))
        below, above = above, above.parent
    return tuple(reversed(path))
