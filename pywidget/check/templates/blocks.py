"""Which branch of which condition a place in a template is in: tags in different branches are not in one page."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal, NamedTuple

from pywidget.check.templates import at_sign
from pywidget.check.templates.marks import code_of, word_of
from pywidget.check.templates.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pywidget.check.templates.scan import Span

#: The conditions and loops around a place, the outer ones first: which one, and which of its branches.
Path = tuple[tuple[int, int], ...]
Step = Literal["begin", "next", "end"]

_BEGIN = words(
    """
    if unless ifequal ifnotequal ifchanged case switch for foreach while until each range with isset
    list macro define begin
    """
)
_NEXT = words("else elif elseif elsif when default empty in rescue ensure")
#: Branches only within these: elsewhere the words mean something else.
_ONLY_IN = {"when": "case", "default": "switch", "empty": "for", "in": "case", "case": "switch"}
#: Conditions in conditions, of which no more are kept.
_DEEPEST = 60
_BRACE_NEXT = re.compile(r"\}\s*(else|elseif|catch|finally)\b|(case|default)\b.*:\s*$", re.DOTALL)
_BLOCK_OF_RUBY = re.compile(r"(\bdo|\{)\s*(?:\|[^|]*\|\s*)?$")
_FUNCTION_OF_ELIXIR = re.compile(r"\bfn\b")
_SVELTE = re.compile(r"\{([#:/])(if|each|await|key|snippet|else|then|catch)\b")
_BEFORE_COLON = re.compile(r"\b(if|foreach|for|while|switch)\b")


class Blocks:
    """The conditions and loops of a template.

    Args:
        found: its code, in order.
    """

    def __init__(self, found: Iterable[Span]) -> None:
        self._places: list[int] = [0]
        self._paths: list[Path] = [()]
        self._open: list[tuple[str, int, int]] = []
        self._count = 0
        for span in found:
            if span.kind == "comment":
                continue
            if self._step(span):
                self._places.append(span.begin)
                self._paths.append(tuple((number, branch) for _, number, branch in self._open))

    def path(self, index: int) -> Path:
        """Return what is around a place."""
        return self._paths[bisect_right(self._places, index) - 1]

    def _step(self, span: Span) -> bool:
        step = step_of(span)
        if step is None:
            return False
        name = step.name
        if step.kind == "begin" and not (name == "case" and self._open and self._open[-1][0] == "switch"):
            self._count += 1
            if len(self._open) < _DEEPEST:
                self._open.append((name, self._count, 0))
        elif step.kind == "end":
            self._close(name)
        elif self._open and _ONLY_IN.get(name, self._open[-1][0]) in (self._open[-1][0], self._open[-1][0][:3]):
            begun, number, branch = self._open.pop()
            self._open.append((begun, number, branch + 1))
        else:
            return False
        return True

    def _close(self, name: str) -> None:
        names = [begun for begun, _, _ in self._open]
        if not name and names:
            self._open.pop()
        elif name in names:
            # What has no end of its own ends here, too.
            while self._open.pop()[0] != name:
                pass


class Named(NamedTuple):
    """What code does to the conditions around it; an ``end`` without a name ends the innermost one."""

    kind: Step
    name: str


def step_of(span: Span) -> Named | None:
    """Return what code does to the conditions around it; None if it does nothing."""
    text = span.text
    if text.startswith("@"):
        return _of_at_sign(text)
    if text.startswith("}"):
        return Named("next" if text.endswith("{") else "end", "")
    code = code_of(text)
    word = word_of(code)
    if text.startswith(("<%", "<?")):
        return _of_code(text, code, word)
    if text.startswith("{{"):
        return _of_braces(word)
    if text.startswith("{%"):
        return _of_words(word)
    if text.startswith(("<#", "</#")):
        return Named("end", word) if text[1] == "/" else _of_words(word)
    svelte = _SVELTE.match(text)
    if svelte is None:
        return None
    kinds: dict[str, Step] = {"#": "begin", ":": "next", "/": "end"}
    kind = kinds[svelte[1]]
    return Named(kind, "" if kind == "next" else svelte[2])


def _of_words(word: str) -> Named | None:
    if word.startswith("end"):
        return Named("end", word[3:])
    if word in _NEXT or word == "case":
        return Named("begin" if word == "case" else "next", word)
    return Named("begin", word) if word in _BEGIN else None


def _of_braces(word: str) -> Named | None:
    """Handlebars and Mustache: ``{{#if}}``; Go: ``{{ if }}``."""
    if word in ("^", "else"):
        return Named("next", "else")
    if word[:1] in ("#", "^"):
        return None if word[1:2] == ">" else Named("begin", word[1:])
    if word[:1] == "/":
        return Named("end", word[1:])
    if word == "end":
        return Named("end", "")
    return Named("begin", word) if word in ("if", "range", "with", "define", "block") else None


def _of_code(text: str, code: str, word: str) -> Named | None:
    """Ruby, Elixir, JavaScript, Java and PHP, which have words, colons or braces."""
    if _BRACE_NEXT.match(code):
        return Named("next", "")
    if word == "}" or (word in ("end", "endif", "endforeach", "endfor", "endwhile", "endswitch")):
        return Named("end", "")
    if word in _NEXT and (not text.startswith("<?") or code.endswith(":")):
        return Named("next", "else" if word.startswith("els") else word)
    # A search for all that comes before the end as well could take long.
    is_function = code.endswith("->") and _FUNCTION_OF_ELIXIR.search(code)
    has_colon = code.endswith(":") and _BEFORE_COLON.search(code)
    if _BLOCK_OF_RUBY.search(code) or code.endswith("{") or is_function or has_colon:
        return Named("begin", word)
    begins = text.startswith("<%") and not text.startswith("<%=") and word in _BEGIN
    return Named("begin", word) if begins else None


def _of_at_sign(text: str) -> Named | None:
    found = re.match(r"@(end)?(\w+)", text)
    if found is None:
        return None
    if found[1]:
        return Named("end", found[2])
    name = found[2]
    if text.endswith("{"):
        return Named("begin", name)
    if name == "empty":
        return Named("begin" if text.endswith(")") else "next", name)
    if name in at_sign.OPENING:
        return Named("begin", name)
    return Named("next", "else" if name.startswith("else") else name) if name in at_sign.NEXT else None
