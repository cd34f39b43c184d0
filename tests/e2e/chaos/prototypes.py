"""Methods of the language and of the document that the page's sources use, replaced on their prototypes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_javascript
from chaos.cases import RENEWS, SAYS, TELLS, THROWS, WARNS, WORKS, Case
from chaos.lacks import LIKE_NO_CONNECTION, breaking
from tree_sitter import Language, Parser

from tools.sources import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Prototypes, and all methods of each that pages have replaced or could.
PROTOTYPES = {
    "Array": "at concat entries every filter find findIndex flat flatMap forEach includes indexOf join keys "
    "lastIndexOf map pop push reduce reverse shift slice some sort splice unshift values with",
    "String": "at charCodeAt codePointAt concat endsWith includes indexOf localeCompare match matchAll normalize "
    "padEnd padStart repeat replace replaceAll search slice split startsWith substring toLowerCase toUpperCase "
    "trim trimEnd",
    "Function": "apply bind call",
    "RegExp": "exec test",
    "Promise": "catch finally then",
    "EventTarget": "addEventListener dispatchEvent removeEventListener",
    "Element": "append attachShadow after before closest getAttribute getBoundingClientRect hasAttribute matches "
    "prepend querySelector querySelectorAll remove removeAttribute replaceChildren replaceWith setAttribute "
    "toggleAttribute",
    "Node": "appendChild cloneNode compareDocumentPosition contains getRootNode insertBefore removeChild",
    "Event": "composedPath preventDefault stopImmediatePropagation stopPropagation",
    "Map": "clear delete entries forEach get has keys set values",
    "Set": "add clear delete forEach has values",
    "WeakMap": "delete get has set",
    "WeakSet": "add delete has",
    "Date": "getTime toISOString",
    "Headers": "get",
    "Response": "arrayBuffer clone json text",
    "MutationObserver": "disconnect observe",
    "MessagePort": "postMessage",
    "CSSStyleSheet": "replaceSync",
}


#: What is left as it is: no browser lacks these, and a page without them has other troubles.
LEFT = ("Set.prototype.delete",)


@cache
def members() -> frozenset[str]:
    """The names of all members that the sources use of whatever object."""
    parser = Parser(Language(tree_sitter_javascript.language()))
    found = set()
    for path in sorted((PACKAGE / "page").glob("*.js")):
        waiting = [parser.parse(path.read_bytes()).root_node]
        while waiting:
            node = waiting.pop()
            waiting += node.children
            if node.type == "property_identifier" and node.parent and node.parent.type == "member_expression":
                found.add((node.text or b"").decode())
    return frozenset(found)


def cases() -> Iterator[Case]:
    """Every such method, broken before the script tag."""
    for owner, names in PROTOTYPES.items():
        for name in names.split():
            if name not in members():
                continue
            for kind in ("missing", "throws"):
                path = f"{owner}.prototype.{name}"
                # A page without a method that all browsers have had for ten years has broken it.
                allowed = (WORKS, RENEWS, SAYS, WARNS, *((THROWS,) if path in LEFT else ()))
                slow = path in LIKE_NO_CONNECTION
                allowed += (TELLS,) if slow else ()
                yield Case("methods", path, kind, allowed, before=breaking(path, kind), is_slow=slow)
