"""Every global of the browser that the page's sources use, missing or broken, before the script tag or after it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from chaos.cases import NOTHING, RENEWS, SAYS, TELLS, THROWS, WARNS, WORKS, Case
from chaos.uses import uses

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How a global is broken: what JavaScript defines in its place.
KINDS = {
    "missing": "null",
    "throws": "{ value: function () { throw new Error('broken by the page'); }, writable: true }",
    "garbage": "{ value: function () { return 42; }, writable: true }",
    "getter": "{ get() { throw new Error('broken by the page'); } }",
}
TIMES = ("before the tag", "after the tag")

#: Names that the sources use and that no page can break, or that no browser has: why.
UNBREAKABLE = {
    "Infinity": "a constant",
    "NaN": "a constant",
    "Zone": "zone.js, which most pages do not have",
    "pywidget": "ours",
    "document": "cannot be replaced",
    "location": "cannot be replaced",
    **dict.fromkeys(
        ("Document.prototype", "Function.prototype", "HTMLElement.prototype", "Object.prototype"),
        "cannot be replaced",
    ),
    **dict.fromkeys((f"Symbol.{name}" for name in ("asyncIterator", "toStringTag")), "cannot be replaced"),
    "Node.TEXT_NODE": "a constant",
    **dict.fromkeys((name for name in uses() if name.startswith("location.")), "cannot be replaced"),
}

#: Breaks a member of an object where it is defined, which may be a prototype.
_BREAK = """
(() => {
    const [path, how] = [%s, %s];
    const keys = path.split(".");
    const key = keys.pop();
    let owner = keys.reduce((at, name) => at[name], window);
    if (owner === undefined || owner === null) return;
    while (owner && !Object.prototype.hasOwnProperty.call(owner, key)) owner = Object.getPrototypeOf(owner);
    if (!owner) return;
    if (how) Object.defineProperty(owner, key, { ...how, configurable: true });
    else delete owner[key];
})();
"""


def breaking(name: str, kind: str) -> str:
    """The script that breaks a global."""
    # Both parts are our own text.
    return _BREAK % (json.dumps(name), KINDS[kind])


#: Without these every answer of the token endpoint looks like a broken connection, and is asked for three times.
LIKE_NO_CONNECTION = ("Headers", "Response.prototype.text")
#: What is left as it is: name -> the outcomes that it has. No browser lacks these, and a page without them has other
#: troubles.
LEFT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("clearTimeout", "HTMLElement", "Promise"), (THROWS,)),
    # What listens to nothing hears nothing.
    **dict.fromkeys(("addEventListener", "document.addEventListener"), (NOTHING,)),
    **dict.fromkeys(LIKE_NO_CONNECTION, (TELLS,)),
}


def cases() -> Iterator[Case]:
    """Every use, broken in each way, at both times."""
    for name in uses():
        if name in UNBREAKABLE:
            continue
        for when in TIMES:
            # What a page breaks later, is read by then, or is called.
            for kind in KINDS if when == TIMES[0] else ("throws",):
                script = breaking(name, kind)
                at = "before" if when == TIMES[0] else "between"
                yield Case(
                    "globals",
                    name,
                    f"{kind} {when}",
                    (
                        WORKS,
                        RENEWS,
                        SAYS,
                        WARNS,
                        *LEFT.get(name, ()),
                        *((TELLS,) if name in LIKE_NO_CONNECTION else ()),
                    ),
                    quiet=name.startswith("console"),
                    is_slow=name in LIKE_NO_CONNECTION,
                    **{at: script},  # type: ignore[arg-type]  # both are texts
                )
