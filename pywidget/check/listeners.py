"""Who listens to the widget's events in a script, and what a listener calls the parts of the event."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pywidget.check.javascript import (
    arguments,
    callee_name,
    callee_object,
    inside,
    is_function,
    member_name,
    string_of,
    text_of,
    walk,
)
from pywidget.core.ats_widget import EVENT_ERROR, EVENT_EXPIRED, EVENT_FAILED, PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from pywidget.check.javascript import Code

#: The browser's own way to listen, and that of jQuery.
_LISTEN = ("addEventListener", "on", "one", "once")
EXPIRED = PREFIX + EVENT_EXPIRED
_FAILED, _ERROR = PREFIX + EVENT_FAILED, PREFIX + EVENT_ERROR
FAILURES = frozenset({_FAILED, _ERROR})
#: The widget's own names for them: ``EVENT_NAMES.FAILED``.
_CONSTANTS = {
    "FAILED": _FAILED,
    "ERROR": _ERROR,
    "TOKEN_EXPIRED": EXPIRED,
}


class Listener:
    """A function that listens to the widget.

    Attributes:
        code: the script it is in.
        events: the names of the events.
        function: the function.
        target: what it listens on, as it is written.
    """

    def __init__(self, code: Code, events: frozenset[str], function: Node, target: str) -> None:
        self.code = code
        self.events = events
        self.function = function
        self.target = target

    @cached_property
    def nodes(self) -> list[Node]:
        """All that the function holds, functions inside it included."""
        return list(walk(self.function))

    @cached_property
    def event(self) -> str:
        """The name of its parameter; "" if it has none, or takes it apart."""
        parameter = self._parameter
        return text_of(parameter) if parameter is not None and parameter.type == "identifier" else ""

    def reads(self, field: str) -> Iterator[Node]:
        """Yield where a field of the event's detail is read."""
        for node in self.nodes:
            owner = node.child_by_field_name("object")
            if member_name(node) == field and owner is not None and self._is_detail(owner):
                yield node
        for pattern in self._detail_patterns:
            for key, _ in _parts(pattern):
                if text_of(key) == field:
                    yield key

    def is_field(self, node: Node, field: str) -> bool:
        """Tell whether an expression is a field of the event's detail, in whatever case."""
        node = inside(node)
        if node.type == "call_expression" and callee_name(node) in ("toLowerCase", "toUpperCase", "trim"):
            owner = callee_object(node)
            return owner is not None and self.is_field(owner, field)
        if node.type == "identifier":
            return text_of(node) in self._names_of(field)
        owner = node.child_by_field_name("object")
        return member_name(node) == field and owner is not None and self._is_detail(owner)

    @property
    def _parameter(self) -> Node | None:
        single = self.function.child_by_field_name("parameter")
        if single is not None:
            return single
        several = self.function.child_by_field_name("parameters")
        return several.named_children[0] if several is not None and several.named_children else None

    def _is_detail(self, node: Node) -> bool:
        node = inside(node)
        return member_name(node) == "detail" or (node.type == "identifier" and text_of(node) in self._detail_names)

    @cached_property
    def _details(self) -> list[Node]:
        """What the detail is called or taken apart into, where the event itself is taken apart."""
        parameter = self._parameter
        patterns = [parameter] if parameter is not None else []
        for name, value in self._assignments:
            if self.event and text_of(value) == self.event:
                patterns.append(name)
        return [value for pattern in patterns for key, value in _parts(pattern) if text_of(key) == "detail"]

    @cached_property
    def _assignments(self) -> list[tuple[Node, Node]]:
        found = []
        for node in self.nodes:
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if node.type == "variable_declarator" and name is not None and value is not None:
                found.append((name, inside(value)))
        return found

    @cached_property
    def _detail_names(self) -> frozenset[str]:
        names = [name for name, value in self._assignments if member_name(value) == "detail"]
        return frozenset(text_of(name) for name in [*names, *self._details] if not _parts(name))

    @cached_property
    def _detail_patterns(self) -> list[Node]:
        taken_apart = [name for name, value in self._assignments if self._is_detail(value)]
        return [pattern for pattern in [*taken_apart, *self._details] if _parts(pattern)]

    def _names_of(self, field: str) -> frozenset[str]:
        names = [value for pattern in self._detail_patterns for key, value in _parts(pattern) if text_of(key) == field]
        for name, value in self._assignments:
            owner = value.child_by_field_name("object")
            if member_name(value) == field and owner is not None and self._is_detail(owner):
                names.append(name)
        return frozenset(map(text_of, names))


def listeners(code: Code) -> Iterator[Listener]:
    """Yield the listeners of the widget's events that a script adds."""
    for call in code.calls:
        given = arguments(call)
        if callee_name(call) not in _LISTEN or len(given) < 2:
            continue
        names = [name for text in _texts(code, given[0]) for name in text.split()]
        events = frozenset(name for name in names if name.startswith(PREFIX))
        functions = (_function(code, node) for node in given[1:])
        function = next((node for node in functions if node is not None), None)
        if events and function is not None:
            yield Listener(code, events, function, text_of(callee_object(call)))


def _function(code: Code, node: Node) -> Node | None:
    """Return the function that an argument is, or names."""
    node = inside(node)
    found = code.functions.get(text_of(node)) if node.type == "identifier" else node
    return found if found is not None and is_function(found) else None


def _texts(code: Code, node: Node) -> list[str]:
    """Return the texts that an expression can be, as far as this script tells."""
    node = inside(node)
    text = string_of(node)
    if text is not None:
        return [text]
    if node.type == "template_string":
        found = [""]
        for part in node.named_children:
            inner = part.named_children[0] if part.type == "template_substitution" and part.named_children else None
            pieces = [text_of(part)] if inner is None else _texts(code, inner)
            found = [begun + piece for begun in found for piece in pieces]
        return found
    if node.type == "array":
        return [text for child in node.named_children for text in _texts(code, child)]
    if node.type == "member_expression" and text_of(node.child_by_field_name("object")) == "EVENT_NAMES":
        name = _CONSTANTS.get(member_name(node))
        return [name] if name else []
    if node.type == "identifier":
        return _texts_of_variable(code, node)
    return []


def _texts_of_variable(code: Code, variable: Node) -> list[str]:
    name = text_of(variable)
    above = variable.parent
    while above is not None:
        if above.type == "for_in_statement" and text_of(above.child_by_field_name("left")) == name:
            source = above.child_by_field_name("right")
            return [] if source is None else _texts(code, source)
        if is_function(above) and name in _parameters(above):
            # names.forEach((name) => …)
            call = above.parent.parent if above.parent is not None else None
            source = callee_object(call) if call is not None and callee_name(call) in ("forEach", "map") else None
            return [] if source is None else _texts(code, source)
        above = above.parent
    value = code.values.get(name)
    # Not what refers to itself.
    return [] if value is None or value.type == "identifier" else _texts(code, value)


def _parameters(function: Node) -> list[str]:
    single = function.child_by_field_name("parameter")
    several = function.child_by_field_name("parameters")
    nodes = [single] if single is not None else several.named_children if several is not None else []
    return [text_of(node) for node in nodes]


def _parts(pattern: Node) -> list[tuple[Node, Node]]:
    """Return the fields that a pattern takes out of an object, and for each its name here, or the pattern for it."""
    parts = []
    for node in pattern.named_children if pattern.type == "object_pattern" else []:
        if node.type == "shorthand_property_identifier_pattern":
            parts.append((node, node))
        elif node.type == "object_assignment_pattern":
            left = node.child_by_field_name("left")
            if left is not None:
                parts.append((left, left))
        elif node.type == "pair_pattern":
            key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
            if key is not None and value is not None:
                inner = value.child_by_field_name("left") if value.type == "assignment_pattern" else None
                parts.append((key, inner or value))
    return parts
