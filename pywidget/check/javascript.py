"""A script as a syntax tree, and what is needed to read one.

It is parsed by tree-sitter, which also accepts scripts with syntax errors, and knows the position of every node.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARSER = Parser(Language(tree_sitter_javascript.language()))
_FUNCTIONS = frozenset(
    {
        "arrow_function",
        "function_declaration",
        "function_expression",
        "generator_function",
        "generator_function_declaration",
        "method_definition",
    }
)
#: Methods that call the function they are given before they return …
_AT_ONCE = frozenset({"forEach", "map", "filter", "some", "every", "find"})
#: … and those that call it later.
_LATER = frozenset(
    {"then", "catch", "finally", "setTimeout", "queueMicrotask", "requestAnimationFrame", "requestIdleCallback"}
)


class Code:
    """One script.

    Args:
        text: its source.
        index: where that begins in the page's text.
        module: whether it is a module.
    """

    def __init__(self, text: str, index: int, *, module: bool) -> None:
        self.index = index
        self.module = module
        self._bytes = text.encode("utf-8", "replace")
        self.root = _PARSER.parse(self._bytes).root_node

    def index_of(self, node: Node) -> int:
        """Return where in the page's text a node begins."""
        # Positions in the tree are in bytes, those in the page in characters.
        return self.index + len(self._bytes[: node.start_byte].decode("utf-8", "replace"))

    @cached_property
    def nodes(self) -> list[Node]:
        """All nodes, in the order of the source."""
        return list(walk(self.root))

    @cached_property
    def calls(self) -> list[Node]:
        """All calls."""
        return [node for node in self.nodes if node.type == "call_expression"]

    @cached_property
    def functions(self) -> dict[str, Node]:
        """The functions that have a name, by it."""
        found: dict[str, Node] = {}
        for node in self.nodes:
            name = node.child_by_field_name("name")
            value = node if is_function(node) else node.child_by_field_name("value")
            if name is not None and name.type == "identifier" and value is not None and is_function(value):
                found.setdefault(text_of(name), value)
        return found

    @cached_property
    def values(self) -> dict[str, Node]:
        """What variables are first set to, by their names."""
        found: dict[str, Node] = {}
        for node in self.nodes:
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if node.type == "variable_declarator" and name is not None and value is not None:
                found.setdefault(text_of(name), value)
        return found

    def reached(self, function: Node, *, at_once: bool = True) -> Iterator[tuple[Node, bool]]:
        """Yield each node that runs if the function is called, and whether it runs before the function returns.

        Only calls in this script are followed. Functions that are called by others, such as a button, are not.
        """
        seen: set[tuple[int, bool]] = set()
        waiting = [(function, at_once)]
        while waiting:
            begun, now = waiting.pop()
            if (begun.id, now) in seen:
                continue
            seen.add((begun.id, now))
            for node, node_now in _steps(begun, at_once=now):
                yield node, node_now
                waiting += self._leads_to(node, at_once=node_now)

    def _leads_to(self, call: Node, *, at_once: bool) -> Iterator[tuple[Node, bool]]:
        """Yield the functions that a call calls, if it is one."""
        if call.type != "call_expression":
            return
        name = callee_name(call)
        for argument in arguments(call):
            if is_function(argument) and name in _AT_ONCE | _LATER:
                yield argument, at_once and name in _AT_ONCE
        target = self._called(call)
        if target is not None:
            yield target, at_once

    def _called(self, call: Node) -> Node | None:
        """Return the function that a call by name, or of a function in brackets, calls."""
        callee = call.child_by_field_name("function")
        if callee is None:
            return None
        if callee.type == "identifier":
            return self.functions.get(text_of(callee))
        inner = inside(callee)
        return inner if is_function(inner) else None


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all that it holds, in the order of the source."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.named_children))


def _own(function: Node) -> Iterator[Node]:
    """Yield what a function itself does, without what functions inside it do."""
    body = function.child_by_field_name("body")
    waiting = [body] if body is not None else []
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(child for child in reversed(node.named_children) if not is_function(child))


def _steps(function: Node, *, at_once: bool) -> Iterator[tuple[Node, bool]]:
    """Yield what a function itself does, and whether before it first waits."""
    own = list(_own(function))
    awaits = [node for node in own if node.type == "await_expression"]
    for node in own:
        waited = any(
            # Either it comes later, or it needs first what is waited for: f(await g()).
            wait.end_byte <= node.start_byte or (node.start_byte < wait.start_byte and wait.end_byte <= node.end_byte)
            for wait in awaits
        )
        yield node, at_once and not waited


def text_of(node: Node | None) -> str:
    """Return a node's source."""
    return "" if node is None or node.text is None else node.text.decode("utf-8", "replace")


def is_function(node: Node) -> bool:
    """Tell whether a node is a function of any kind."""
    return node.type in _FUNCTIONS


def inside(node: Node) -> Node:
    """Return what stands in brackets, if only that does."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    return node


def arguments(call: Node) -> list[Node]:
    """Return the arguments of a call."""
    given = call.child_by_field_name("arguments")
    return [] if given is None else [node for node in given.named_children if node.type != "comment"]


def callee_name(call: Node) -> str:
    """Return the name that is called: of a function, or of a method."""
    callee = call.child_by_field_name("function")
    if callee is None:
        return ""
    return text_of(callee) if callee.type == "identifier" else member_name(callee)


def callee_object(call: Node) -> Node | None:
    """Return whose method is called."""
    callee = call.child_by_field_name("function")
    return None if callee is None or callee.type != "member_expression" else callee.child_by_field_name("object")


def member_name(node: Node) -> str:
    """Return ``b`` of ``a.b``; "" for anything else."""
    return text_of(node.child_by_field_name("property")) if node.type == "member_expression" else ""


def string_of(node: Node) -> str | None:
    """Return a text that is written as it is; None for anything else."""
    node = inside(node)
    fixed = not any(child.type == "template_substitution" for child in node.named_children)
    return text_of(node)[1:-1] if node.type in ("string", "template_string") and fixed else None
