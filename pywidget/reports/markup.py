"""HTML from texts, all of which are escaped: what is shown comes from pages that anybody can open."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Child = str | int | None | Iterable["Child"]

_VOID = frozenset({"meta", "link", "input", "rect", "line"})


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: Child, **attributes: str | int | None) -> Markup:
    """Return an element.

    Args:
        name: of the element.
        children: Markup as it is, other texts escaped; None is nothing.
        attributes: ``class_`` stands for ``class``, and ``aria_label`` for ``aria-label``. None leaves one out.
    """
    inside = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{name}{inside}>" if name not in ("rect", "line") else f"<{name}{inside}/>")
    return Markup(f"<{name}{inside}>{join(children)}</{name}>")


def join(children: Child) -> Markup:
    """Return several children as one."""
    if children is None:
        return Markup()
    if isinstance(children, Markup):
        return children
    if isinstance(children, (str, int)):
        return Markup(escape(str(children)))
    return Markup("".join(join(child) for child in children))
