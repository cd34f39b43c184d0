"""What the page's sources use of the browser: its globals, and members of them (``Object.entries``).

Read from the sources, so that a new use without a row in the table of globals fails a test.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_javascript
from tree_sitter import Language, Parser

from tools.sources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

#: Nodes whose identifiers are names of the file's own.
_DECLARING = {
    "variable_declarator": "name",
    "function_declaration": "name",
    "class_declaration": "name",
    "arrow_function": "parameter",
    "catch_clause": "parameter",
    "for_in_statement": "left",
}
_NAMES = {"identifier", "shorthand_property_identifier_pattern"}
#: Written into the sources by the build (see build.d.ts), or no members of the global object.
_NOT_OF_THE_PAGE = {"undefined", "arguments", "ATS", "BUILD", "HASHES", "WHEEL", "SINKS", "EVENTS", "RARE_SINKS"} | {
    "OFFLINE",
    "ANSWER_HEADERS",
    "SETTINGS",
    "PAGE_FILE",
    "PAGE_HASH",
    "WASM_FILE",
}
#: Objects of the page whose members are uses, too.
_WINDOWS = {"window", "globalThis", "self"}


@cache
def uses() -> tuple[str, ...]:
    """Every global of the browser that a source uses, and every member of one that it reads by its name."""
    parser = Parser(Language(tree_sitter_javascript.language()))
    found: set[str] = set()
    for path in sorted((PACKAGE / "page").glob("*.js")):
        root = parser.parse(path.read_bytes()).root_node
        own = set(_declared(root))
        for path_of_use in _used(root):
            names = path_of_use.split(".")
            if names[0] in _WINDOWS:
                names = names[1:]
            elif names[0] in own:
                continue
            if names and names[0] not in _NOT_OF_THE_PAGE:
                found |= {names[0], ".".join(names)}
    return tuple(sorted(found))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _text(node: Node | None) -> str:
    return (node.text or b"").decode() if node else ""


def _declared(root: Node) -> Iterator[str]:
    for node in _walk(root):
        if node.type in ("import_specifier", "import_clause", "namespace_import", "formal_parameters"):
            yield from _names(node)
        elif node.type in _DECLARING:
            part = node.child_by_field_name(_DECLARING[node.type])
            if part:
                yield from _names(part)


def _names(node: Node) -> Iterator[str]:
    """The names that a pattern binds. What is a default, is a use, and counts as bound only if it has that name."""
    for one in _walk(node):
        if one.type in _NAMES and not (one.parent and one.parent.type == "assignment_pattern" and _is_default(one)):
            yield _text(one)


def _is_default(node: Node) -> bool:
    return bool(node.parent and node.parent.child_by_field_name("right") == node)


def _used(root: Node) -> Iterator[str]:
    for node in _walk(root):
        if node.type != "identifier":
            continue
        names, at = [_text(node)], node
        # The type checker's casts stand in parentheses: `/** @type {any} */ (window).Zone`.
        while at.parent and len(names) < 3:
            parent = at.parent
            if parent.type == "member_expression" and parent.child_by_field_name("object") == at:
                names.append(_text(parent.child_by_field_name("property")))
            elif parent.type != "parenthesized_expression":
                break
            at = parent
        limit = 3 if names[0] in _WINDOWS else 2
        # A pattern takes members out of an object: `const { root } = document`.
        if at.parent and at.parent.type == "variable_declarator" and at.parent.child_by_field_name("value") == at:
            pattern = at.parent.child_by_field_name("name")
            if pattern and pattern.type == "object_pattern":
                for child in pattern.named_children:
                    key = child.child_by_field_name("key") or child.child_by_field_name("left") or child
                    yield ".".join([*names, _text(key)][:limit])
        yield ".".join(names[:limit])
