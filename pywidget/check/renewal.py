"""Who gives the widget a token: calls in the page's scripts, and its own listeners for the end of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.check.javascript import arguments, callee_name, string_of
from pywidget.check.listeners import EXPIRED, listeners

if TYPE_CHECKING:
    from tree_sitter import Node

    from pywidget.check.listeners import Listener
    from pywidget.check.page import Page


def sets_token(node: Node) -> bool:
    """Tell whether a node is a call that gives the widget a token."""
    if node.type != "call_expression":
        return False
    given = arguments(node)
    by_attribute = callee_name(node) == "setAttribute" and bool(given) and string_of(given[0]) == "token"
    return by_attribute or callee_name(node) == "setToken"


def renewals(listener: Listener) -> list[tuple[Node, bool]]:
    """Return the calls by which a listener gives the widget a token, and whether each is made before it returns."""
    return [(node, at_once) for node, at_once in listener.code.reached(listener.function) if sets_token(node)]


def renews_itself(page: Page) -> bool:
    """Tell whether the page renews sessions by a listener of its own."""
    return any(EXPIRED in listener.events and renewals(listener) for code in page.code for listener in listeners(code))
