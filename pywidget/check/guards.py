"""Whether a script asks if ``pywidget`` is there before it uses it.

Only what surely holds counts: ``if (window.pywidget) …`` guards its block, and ``if (!window.pywidget) …`` what is not
in it. A bare ``pywidget`` as the test is no guard, because reading a name that does not exist fails as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.check.javascript import (
    arguments,
    callee_name,
    inside,
    is_function,
    member_name,
    string_of,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from pywidget.check.javascript import Code

_NAME = "pywidget"
_EQUAL, _UNEQUAL = ("==", "==="), ("!=", "!==")
_LEAVES = frozenset({"return_statement", "throw_statement", "break_statement", "continue_statement"})
_MEMBERS = frozenset({"member_expression", "subscript_expression"})
#: Functions that tell whether an object has a property, or a value is true.
_ASKS = ("hasOwnProperty", "hasOwn", "has", "propertyIsEnumerable")
#: In how many variables the answer may be kept, one after the other.
_DEEPEST = 5


def is_guarded(code: Code, use: Node) -> bool:
    """Tell whether a use is only reached if ``pywidget`` is there, or its failure is caught."""
    below, above = use, use.parent
    while above is not None:
        if _catches(above, below) or any(_implies(code, test, holds) for test, holds in _tests(above, below)):
            return True
        below, above = above, above.parent
    return False


def own_value(code: Code, before: int | None = None) -> bool:
    """Tell whether a script gives the name ``pywidget`` a value of its own.

    Args:
        code: the script.
        before: only what is before this byte of it counts; None for all.
    """
    for node in code.nodes:
        if before is not None and node.end_byte > before:
            continue
        target, value = _assigned(node)
        given = target is not None and value is not None and _is_name(target) and _is_something(value)
        if given and not _in_function(node):
            return True
    return False


def _assigned(node: Node) -> tuple[Node | None, Node | None]:
    if node.type == "variable_declarator":
        return node.child_by_field_name("name"), node.child_by_field_name("value")
    if node.type in ("assignment_expression", "augmented_assignment_expression"):
        return node.child_by_field_name("left"), node.child_by_field_name("right")
    return None, None


def _is_something(value: Node) -> bool:
    """Tell whether a value is more than what ``pywidget`` is anyway."""
    value = inside(value)
    return not _is_name(value) and value.type != "undefined"


def _in_function(node: Node | None) -> bool:
    while node is not None:
        if is_function(node):
            return True
        node = node.parent
    return False


def _catches(above: Node, below: Node) -> bool:
    return (
        above.type == "try_statement"
        and above.child_by_field_name("body") == below
        and above.child_by_field_name("handler") is not None
    )


def _tests(above: Node, below: Node) -> Iterator[tuple[Node, bool]]:
    """Yield the tests that decide whether ``below`` runs, and how each of them has to end for that."""
    condition = above.child_by_field_name("condition")
    # The test of a "do" comes after its block.
    if condition is not None and below != condition and above.type != "do_statement":
        yield condition, above.child_by_field_name("alternative") != below
    left = above.child_by_field_name("left")
    operator = text_of(above.child_by_field_name("operator"))
    if above.type == "binary_expression" and left is not None and left != below and operator in ("&&", "||"):
        yield left, operator == "&&"
    if above.type in ("statement_block", "program"):
        for statement in above.named_children:
            if statement == below:
                break
            test = statement.child_by_field_name("condition")
            if statement.type == "if_statement" and test is not None and _leaves(statement):
                yield test, False


def _leaves(statement: Node) -> bool:
    """Tell whether what follows an ``if`` does not run where its condition holds."""
    consequence = statement.child_by_field_name("consequence")
    if consequence is None:
        return False
    inner = [node for node in consequence.named_children if node.type != "comment"]
    last = inner[-1] if consequence.type == "statement_block" and inner else consequence
    return last.type in _LEAVES


def _implies(code: Code, test: Node, holds: bool, depth: int = 0) -> bool:  # noqa: FBT001  the two ways to end
    """Tell whether ``pywidget`` is there if a test ends in that way."""
    if depth > _DEEPEST:
        return False
    # In a loop, the condition can stand in a statement of its own.
    if test.type == "expression_statement" and test.named_child_count == 1:
        test = test.named_children[0]
    test = inside(test)
    if test.type == "unary_expression" and text_of(test.child_by_field_name("operator")) == "!":
        argument = test.child_by_field_name("argument")
        return argument is not None and _implies(code, argument, not holds, depth)
    if test.type == "binary_expression":
        return _binary_implies(code, test, holds, depth)
    if test.type == "identifier" and text_of(test) != _NAME:
        value = code.values.get(text_of(test))
        return value is not None and _implies(code, value, holds, depth + 1)
    if test.type == "call_expression" and callee_name(test) == "Boolean":
        return any(_implies(code, argument, holds, depth) for argument in arguments(test))
    return holds and (_asks(test) or _is_property(test) or _is_reached_safely(test))


def _binary_implies(code: Code, test: Node, holds: bool, depth: int) -> bool:  # noqa: FBT001  as above
    left, right = test.child_by_field_name("left"), test.child_by_field_name("right")
    operator = text_of(test.child_by_field_name("operator"))
    if left is None or right is None:
        return False
    if operator in ("&&", "||"):
        sides = (_implies(code, side, holds, depth) for side in (left, right))
        # Of "and", both are true, or it is not known which one is false; of "or", it is the other way round.
        return any(sides) if holds == (operator == "&&") else all(sides)
    if operator == "in":
        return holds and string_of(left) == _NAME
    if operator not in (*_EQUAL, *_UNEQUAL):
        return False
    is_equal = holds == (operator in _EQUAL)
    return _compared(left, right, operator, is_equal) or _compared(right, left, operator, is_equal)


def _compared(asked: Node, other: Node, operator: str, is_equal: bool) -> bool:  # noqa: FBT001  as above
    """Tell whether ``pywidget`` is there if one value is equal to the other one, or is not."""
    asked, other = inside(asked), inside(other)
    if asked.type == "unary_expression" and text_of(asked.child_by_field_name("operator")) == "typeof":
        named = asked.child_by_field_name("argument")
        kind = string_of(other)
        if named is None or kind is None or not (_is_name(inside(named)) or _is_reached_safely(inside(named))):
            return False
        return is_equal != (kind == "undefined")
    if not (_is_property(asked) or _is_reached_safely(asked)):
        return False
    nothing = other.type == "undefined" or (other.type == "null" and len(operator) == len("=="))
    return nothing and not is_equal


def _asks(test: Node) -> bool:
    named = (
        any(string_of(argument) == _NAME for argument in arguments(test)) if test.type == "call_expression" else False
    )
    return named and callee_name(test) in _ASKS


def _is_name(node: Node) -> bool:
    return (node.type == "identifier" and text_of(node) == _NAME) or _is_property(node)


def _is_property(node: Node) -> bool:
    """Tell whether this is ``window.pywidget``, which is undefined and no mistake where there is none."""
    if node.type == "subscript_expression":
        index = node.child_by_field_name("index")
        return index is not None and string_of(index) == _NAME
    return member_name(node) == _NAME


def _is_reached_safely(node: Node) -> bool:
    """Tell whether this begins with ``window.pywidget?.``, so that it is undefined where there is no ``pywidget``."""
    while node.type in _MEMBERS or node.type == "call_expression":
        owner = node.child_by_field_name("function" if node.type == "call_expression" else "object")
        if owner is None:
            return False
        if _is_property(owner):
            return node.child_by_field_name("optional_chain") is not None
        node = owner
    return False
