"""The page's own listeners, many of them copied from samples that were never run against an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.check.event_names import unknown_events
from pywidget.check.findings import finding
from pywidget.check.javascript import arguments, callee_name, callee_object, inside, string_of, text_of
from pywidget.check.listeners import EXPIRED, FAILURES, listeners
from pywidget.check.renewal import renewals
from pywidget.check.tag import has_token_source
from pywidget.check.widget import only_first_generation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from pywidget.check.findings import Finding
    from pywidget.check.listeners import Listener
    from pywidget.check.page import Page

_COMPARISONS = ("==", "===", "!=", "!==")
_SEARCHES = ("includes", "startsWith", "endsWith", "indexOf", "match", "search", "test")
_NOTHING = ("undefined", "null", "true", "false")
_FAMILIES = ("session", "common.auth")


def findings(page: Page) -> Iterator[Finding]:
    """Yield what is wrong with the page's listeners."""
    yield from unknown_events(page)
    for code in page.code:
        for listener in listeners(code):
            if EXPIRED in listener.events:
                yield from _renewal(page, listener)
            if listener.events & FAILURES:
                yield from _failure(page, listener)


def _renewal(page: Page, listener: Listener) -> Iterator[Finding]:
    calls = renewals(listener)
    for node, at_once in calls:
        if at_once:
            what = f"{callee_name(node)}() is called within the listener of {EXPIRED} itself"
            yield finding(page, "token-set-at-once", listener.code.index_of(node), what)
    if calls and has_token_source(page):
        what = f"the page answers {EXPIRED} itself"
        yield finding(page, "renewed-twice", listener.code.index_of(listener.function), what)


def _failure(page: Page, listener: Listener) -> Iterator[Finding]:
    index_of = listener.code.index_of
    names = " and ".join(sorted(listener.events & FAILURES))
    for node, _ in listener.code.reached(listener.function):
        if _resets(node, listener):
            yield finding(page, "form-thrown-away", index_of(node), f"{names} is answered with reset()")
    if not only_first_generation(page):
        for node in listener.reads("error"):
            yield finding(page, "error-field-read", index_of(node), f"the field `error` of {names} is read")
    for node in listener.nodes:
        if any(_compares(node, listener, field) for field in ("message", "error")):
            yield finding(page, "message-compared", index_of(node), f"the message of {names} decides what happens")
        family = _swallowed(node)
        if family:
            what = f"codes that begin with {family} are left out"
            yield finding(page, "session-codes-swallowed", index_of(node), what)


def _resets(node: Node, listener: Listener) -> bool:
    if node.type != "call_expression" or callee_name(node) != "reset":
        return False
    owner = text_of(callee_object(node)).rstrip("?")
    known = [listener.target, "this", f"{listener.event}.target", f"{listener.event}.currentTarget"]
    return owner in known or "widget" in owner.lower()


def _compares(node: Node, listener: Listener, field: str) -> bool:
    if node.type == "switch_statement":
        value = node.child_by_field_name("value")
        return value is not None and listener.is_field(value, field)
    if node.type == "binary_expression" and text_of(node.child_by_field_name("operator")) in _COMPARISONS:
        sides = [side for side in (node.child_by_field_name("left"), node.child_by_field_name("right")) if side]
        return any(listener.is_field(side, field) for side in sides) and any(string_of(side) for side in sides)
    if node.type == "call_expression" and callee_name(node) in _SEARCHES:
        owner = callee_object(node)
        looked_at = [*([owner] if owner is not None else []), *arguments(node)]
        return any(listener.is_field(expression, field) for expression in looked_at)
    return False


def _swallowed(node: Node) -> str:
    """Return the family of codes that an ``if`` leaves out, "" if it does not."""
    condition, consequence = node.child_by_field_name("condition"), node.child_by_field_name("consequence")
    if node.type != "if_statement" or condition is None or consequence is None:
        return ""
    if node.child_by_field_name("alternative") is not None:
        return ""
    condition = inside(condition)
    if condition.type == "unary_expression" and text_of(condition).startswith("!"):
        # With "!" the other codes are handled in the block, and these after it, where there must be no statement.
        if _only_returns(consequence) or node.next_named_sibling is not None:
            return ""
    elif not _only_returns(consequence):
        return ""
    for call in _calls_in(condition):
        for family in _families(call):
            return family
    return ""


def _only_returns(statement: Node) -> bool:
    body = statement.named_children if statement.type == "statement_block" else [statement]
    left = [node for node in body if node.type != "comment"]
    return all(
        node.type == "return_statement" and all(value.type in _NOTHING for value in node.named_children)
        for node in left
    )


def _calls_in(condition: Node) -> Iterator[Node]:
    """Yield the calls whose results are joined by ``||``."""
    condition = inside(condition)
    if condition.type == "call_expression":
        yield condition
    elif condition.type == "unary_expression" or text_of(condition.child_by_field_name("operator")) == "||":
        for child in condition.named_children:
            yield from _calls_in(child)


def _families(call: Node) -> Iterator[str]:
    if callee_name(call) == "startsWith":
        for text in map(string_of, arguments(call)):
            if text is not None and text.startswith(_FAMILIES) and text.rstrip(".") in _FAMILIES:
                yield text
    owner = callee_object(call)
    if callee_name(call) == "test" and owner is not None and owner.type == "regex":
        pattern = text_of(owner).strip("/").lstrip("^(").replace("\\", "")
        if pattern.startswith(_FAMILIES):
            yield next(family for family in _FAMILIES if pattern.startswith(family))
