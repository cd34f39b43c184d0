"""Template code that begins with ``@``: Blade's directives, Razor's expressions, the blocks of Razor and Angular.

The sign is also part of addresses of mail and of packages, and it begins the listeners of Vue and Alpine. So what
follows it counts as code only where nothing else can be meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pywidget.check.templates.words import words

if TYPE_CHECKING:
    from pywidget.check.templates.brackets import Brackets
    from pywidget.check.templates.marks import Kind

#: Blade's directives that begin a condition or a loop …
OPENING = words(
    """
    if unless isset empty auth guest can cannot canany env production error hasSection sectionMissing session switch for
    foreach forelse while once feature
    """
)
#: … and those that begin its next branch.
NEXT = frozenset({"else", "elseif", "elsecan", "elsecannot", "elseauth", "elseguest", "case", "default", "empty"})
#: Those that write nothing, or only attributes that do not matter here.
_SILENT = (
    OPENING
    | NEXT
    | words(
        """
    break continue csrf method php props aware use class style checked selected disabled readonly required section
    push prepend pushOnce prependOnce pushIf yield stack extends slot component fragment persist teleport island inject
    livewireStyles livewireScripts livewireScriptConfig
    """
    )
)
#: What Razor's expressions begin with, most often.
_ROOTS = words(
    """
    Model Url Html ViewBag ViewData TempData Context User Json Request Component Configuration Environment Localizer
    """
)
_ROOT = re.compile(rf"@(?:{'|'.join(sorted(_ROOTS))})\b")
#: Razor's lines for the server.
_LINE = re.compile(
    r"@(?:using|model|inject|page|addTagHelper|removeTagHelper|namespace|inherits|layout|attribute)\b[^\n]*"
)
_NAME = re.compile(r"@(?:await\s+)?([A-Za-z_]\w*)")
_LISTENER = re.compile(r"@[\w:.-]+(?:\[[^\]\s]*\])?\s*=")
_BLOCK = re.compile(
    r"@(if|for|foreach|while|switch|case|default|defer|placeholder|loading|section|using|lock|try)\b\s*"
)
#: Before what a directive is given.
_GAP = re.compile(r"[ \t]*(?=\()")
_OPEN = re.compile(r"\s*\{")
_MEMBER = re.compile(r"(?:\?|!)?\.[A-Za-z_]\w*")
_MAIL = re.compile(r"[\w.+/-]")


class At(NamedTuple):
    """What begins with the sign.

    Attributes:
        end: where it ends.
        kind: what it is.
        silent: whether it writes nothing that matters.
        block: whether a block in braces begins here.
    """

    end: int
    kind: Kind
    silent: bool = False
    block: bool = False


def read(brackets: Brackets, index: int, where: str) -> At | None:
    """Return what the ``@`` at ``index`` begins; None if it is no template code.

    Args:
        brackets: of the page.
        index: of the sign.
        where: ``data``, ``tag``, ``value`` or ``script``.
    """
    text = brackets.text
    after = text[index + 1 : index + 2]
    if after == "(":
        end = brackets.balanced(index + 1)
        return At(end, "output") if end > 0 else None
    before = text[index - 1 : index] if index else ""
    if after == "{" and where != "script":
        end = brackets.balanced(index + 1)
        return None if end < 0 else At(end, "output" if where != "data" else "code", silent=where == "data")
    if before == "@" or (before and _MAIL.match(before) and not (before == "/" and _ROOT.match(text, index))):
        return None
    if where == "data":
        block = _block(brackets, index)
        if block is not None:
            return block
        line = _LINE.match(text, index)
        if line and not text[text.rfind("\n", 0, index) + 1 : index].strip():
            return At(line.end(), "code", silent=True)
    elif where == "tag" and _LISTENER.match(text, index):
        return None
    found = _NAME.match(text, index)
    return None if found is None else _named(brackets, index, where, found)


def _named(brackets: Brackets, index: int, where: str, found: re.Match[str]) -> At | None:
    text = brackets.text
    name, end = found[1], found.end()
    if name in _SILENT or name.startswith("end"):
        gap = _GAP.match(text, end)
        inside = brackets.balanced(gap.end()) if gap else -1
        if where == "script" and inside < 0 and not name.startswith("end") and name != "else":
            # Documentation comments of JavaScript have the same words.
            return None
        return At(max(end, inside), "code", silent=True)
    if where == "script":
        return (
            _expression(brackets, end)
            if name in _ROOTS or (name in ("json", "js") and text[end : end + 1] == "(")
            else None
        )
    begins_value = where == "value" and text[index - 1] in "\"'= "
    if text[end : end + 1] == "(" or name in _ROOTS or begins_value or (where == "tag" and name[0].isupper()):
        return _expression(brackets, end)
    return None


def _expression(brackets: Brackets, end: int) -> At:
    """Read the members, calls and indices that follow a name."""
    text = brackets.text
    while True:
        if text[end : end + 1] in ("(", "["):
            inside = brackets.balanced(end)
            if inside < 0:
                return At(end, "output")
            end = inside
            continue
        member = _MEMBER.match(text, end)
        if member is None:
            return At(end, "output")
        end = member.end()


def _block(brackets: Brackets, index: int) -> At | None:
    text = brackets.text
    found = _BLOCK.match(text, index)
    if found is None:
        return None
    end = found.end()
    if text[end : end + 1] == "(":
        end = brackets.balanced(end)
        if end < 0:
            return None
    elif found[1] == "section":
        name = _NAME.match("@" + text[end : end + 80])
        end += name.end() - 1 if name else 0
    brace = _OPEN.match(text, end)
    return At(brace.end(), "code", silent=True, block=True) if brace else None
