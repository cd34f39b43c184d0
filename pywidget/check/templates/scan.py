"""Finds the template code in a page, without knowing which engine it is for.

A page is read once, from its beginning to its end, as a template engine and a browser would read it at the same time:
the engine finds its marks everywhere, and some marks count only within a tag, or only between tags.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from pywidget.check.templates import at_sign
from pywidget.check.templates.brackets import Brackets
from pywidget.check.templates.marks import (
    END_OF_PHP,
    END_OF_VERBATIM,
    ESCAPING,
    ESCAPING_END,
    HIDING,
    LITERAL,
    MARKS,
    code_of,
    is_comment,
    word_of,
    writes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.check.templates.marks import Kind

Where = Literal["data", "comment", "tag", "value", "script", "style"]


class Span(NamedTuple):
    """One piece of template code.

    Attributes:
        begin: where it begins in the page.
        end: where it ends.
        kind: ``comment``; ``output``, which is replaced by a value; or ``code``, which writes nothing.
        where: what it stands in.
        text: it itself.
    """

    begin: int
    end: int
    kind: Kind
    where: Where
    text: str


_BEGIN = {
    False: re.compile("|".join(f"(?P<m{number}>{mark.begin})" for number, mark in enumerate(MARKS))),
    True: re.compile("|".join(f"(?P<m{number}>{mark.begin})" for number, mark in enumerate(MARKS) if mark.anywhere)),
}
#: Where something can begin or end, for each kind of place.
_NEXT = {
    "data": re.compile(r"[{}@]|<[A-Za-z/!?%#]|\[[\[(]|%(?=[A-Za-z])"),
    "comment": re.compile(r"-->|[{@]|<[%?]|</?#"),
    "tag": re.compile(r"[{@>\"']|<[%?]|</?#|=\s*"),
    "value": re.compile(r"[{@$#\"'*]|<(?:[%?@]|/?#|\w+:)|%(?=[A-Za-z])"),
    "bare": re.compile(r"[{@$#>\s]|<[%?]|%(?=[A-Za-z])"),
    "script": re.compile(r"[{@]|<[%?]|</?#|</script|%(?=[A-Za-z])", re.IGNORECASE),
    "style": re.compile(r"[{]|<[%?]|</style", re.IGNORECASE),
}
_TAG = re.compile(r"</?([A-Za-z][^\s/>{<]*)")
#: ``${…}`` of JSP and Thymeleaf, and what other signs Thymeleaf has for it.
_EXPRESSION = re.compile(r"[$#*]\{")
#: Braces of Svelte in a value, such as ``src="{base}/pywidget.js"``. JSON and objects have other signs in them.
_NAME_IN_BRACES = re.compile(r"\{[\w$][\w$.()\[\]'/ +|?!-]*\}")
#: Latte's and Smarty's functions: ``{link Ats:token}``, ``{=$url}``. A colon after the first word makes it an object.
_FUNCTION_IN_BRACES = re.compile(r"\{(?:=|[a-z_]\w*\s+[^\s:{}<;\"])[^{}<;\"]*\}", re.ASCII)
_TAG_INSIDE = re.compile(r"<[A-Za-z/!]")
#: Velocity's variables.
_VARIABLE = re.compile(r"\$!?[A-Za-z_][\w.]*(?:\([^()\"]*\))?")
#: JSP's own tags, such as ``<c:url value="/token"/>``, and FreeMarker's: ``<@spring.url "/token"/>``.
_TAG_IN_VALUE = re.compile(r"<(?:\w+:\w+\s|@\w[\w.]*\s)[^<>]*/>")
_ELSE = re.compile(r"\}\s*@?else\b\s*(?:if\b\s*)?")
_BRACE = re.compile(r"\s*\{")
_AT_MOST = 2_000
#: At the top of a page of Astro, Hugo or Jekyll.
_FRONT = re.compile(r"\s*---[ \t]*\n.*?\n---[ \t]*(?=\n|$)", re.DOTALL)


def spans(text: str) -> Iterator[Span]:
    """Yield the template code of a page, in order."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._brackets = Brackets(text)
        self._at = 0
        self._where: Where = "data"
        #: The quote that ends a value; "" for one without quotes.
        self._quote = ""
        #: The element whose tag is read.
        self._name = ""
        #: Braces that are open between tags: whether they are a block's.
        self._braces: list[bool] = []
        #: Marks before this place are only text, but for those of a template that runs in the page.
        self._literal = 0

    def run(self) -> Iterator[Span]:
        front = _FRONT.match(self._text)
        if front:
            self._at = front.end()
            yield Span(0, front.end(), "comment", "data", front[0])
        while True:
            state = "bare" if self._where == "value" and not self._quote else self._where
            found = _NEXT[state].search(self._text, self._at)
            if found is None:
                return
            self._at = found.start()
            span = self._mark() or self._at_sign() or self._braced()
            if span is not None:
                if span.end > span.begin:
                    yield span
                self._at = span.end
                yield from self._hidden(span)
                continue
            self._at = found.end()
            self._step(found[0], found.start())

    def _step(self, sign: str, place: int) -> None:
        """Go on from a sign that is not template code."""
        if self._where == "data":
            self._between_tags(sign, place)
        elif self._where == "comment":
            self._where = "data" if sign == "-->" else "comment"
        elif self._where == "tag":
            self._in_tag(sign)
        elif self._where == "value":
            if sign == self._quote or (not self._quote and (sign.isspace() or sign == ">")):
                self._where = "tag"
                self._at = place if sign == ">" else self._at
        elif sign.lower() in ("</script", "</style"):
            self._where = "tag"
            self._name = ""

    def _between_tags(self, sign: str, place: int) -> None:
        if self._text.startswith("<!--", place):
            self._where, self._at = "comment", place + 4
        elif sign[0] == "<" and (tag := _TAG.match(self._text, place)):
            self._where, self._name, self._at = "tag", tag[1].lower() if sign[1] != "/" else "", tag.end()
        elif sign == "{":
            self._braces.append(False)
        elif sign == "}" and self._braces:
            self._braces.pop()

    def _in_tag(self, sign: str) -> None:
        if sign == ">":
            opaque: dict[str, Where] = {"script": "script", "style": "style"}
            self._where = opaque.get(self._name, "data")
        elif sign[0] == "=":
            following = self._text[self._at : self._at + 1]
            self._quote = following if following in ('"', "'") else ""
            self._at += len(self._quote)
            self._where = "value"

    def _mark(self) -> Span | None:
        in_text = self._where in ("script", "style")
        found = _BEGIN[in_text].match(self._text, self._at)
        if found is None or found.lastgroup is None:
            return None
        mark = MARKS[int(found.lastgroup[1:])]
        braces = mark.end.endswith("}}")
        if self._at < self._literal and not braces:
            return None
        # If another one begins before this one ends, it is only text.
        before = found[0] if found[0] in ("{%", "<%") else ""
        end = self._brackets.end_of(found.end(), mark.end, nested=mark.nested, before=before)
        if end < 0 and found[0].startswith("<?"):
            end = len(self._text)
        if end < 0 or (in_text and braces and ";" in self._text[found.end() : end]):
            return None
        if mark.end == "}" and found[0][0] == "[":
            end += 2
        text = self._text[self._at : end]
        kind: Kind = mark.kind
        if kind == "code" and is_comment(text):
            kind = "comment"
        elif kind == "code" and writes(text):
            kind = "output"
        return Span(self._at, end, kind, self._where, text)

    def _at_sign(self) -> Span | None:
        if self._text[self._at] == "}" and self._where == "data" and self._braces:
            return self._block_end()
        if self._text[self._at] != "@" or self._where in ("comment", "style") or self._at < self._literal:
            return None
        found = at_sign.read(self._brackets, self._at, self._where)
        if found is None:
            return None
        if found.block:
            self._braces.append(True)
        kind: Kind = "code" if found.silent else found.kind
        return Span(self._at, found.end, kind, self._where, self._text[self._at : found.end])

    def _block_end(self) -> Span | None:
        """Read the brace that ends a block of Razor or Angular, with the branch that follows."""
        if not self._braces.pop():
            self._braces.append(False)
            return None
        end = self._at + 1
        other = _ELSE.match(self._text, self._at)
        if other:
            after = other.end()
            if self._text[after : after + 1] == "(":
                after = self._brackets.balanced(after)
            brace = _BRACE.match(self._text, after) if after > 0 else None
            if brace:
                self._braces.append(True)
                end = brace.end()
        return Span(self._at, end, "code", "data", self._text[self._at : end])

    def _braced(self) -> Span | None:
        """Read an expression in braces: of JSX, Svelte and Astro, or of Thymeleaf and JSP."""
        text, at = self._text, self._at
        if self._where == "value":
            tag = _TAG_IN_VALUE.match(text, at)
            if tag is not None:
                return Span(at, tag.end(), "output", "value", tag[0])
            variable = _VARIABLE.match(text, at) if text[at - 1] in "\"'=" else None
            if variable is not None:
                return Span(at, variable.end(), "output", "value", variable[0])
            if _EXPRESSION.match(text, at):
                end = self._brackets.balanced(at + 1)
                end = -1 if _TAG_INSIDE.search(text, at, max(end, at)) else end
            elif self._quote:
                named = _NAME_IN_BRACES.match(text, at) or _FUNCTION_IN_BRACES.match(text, at)
                end = named.end() if named else -1
            else:
                end = self._brackets.balanced(at) if text[at] == "{" else -1
            return Span(at, end, "output", "value", text[at:end]) if end > 0 else None
        if text[at] != "{" or self._where not in ("data", "tag"):
            return None
        end = self._brackets.balanced(at)
        if end < 0 or (self._where == "data" and (end - at > _AT_MOST or _TAG_INSIDE.search(text, at, end))):
            return None
        return Span(at, end, "output", self._where, text[at:end])

    def _hidden(self, span: Span) -> Iterator[Span]:
        """Leave out what follows some code up to its end, or take it for text."""
        word = word_of(code_of(span.text)) if span.text.startswith(("{%", "@")) else ""
        pattern = END_OF_PHP if span.text == "@php" else None
        if span.text.startswith("{%"):
            pattern = ESCAPING_END if ESCAPING.match(code_of(span.text)) else HIDING.get(word)
        end = self._brackets.search(pattern, self._at) if pattern else None
        if end is not None:
            yield Span(self._at, end.end(), "comment", self._where, self._text[self._at : end.end()])
            self._at = end.end()
        elif (span.text.startswith("{%") and word in LITERAL) or span.text == "@verbatim":
            closing = self._brackets.search(LITERAL.get(word, END_OF_VERBATIM), self._at)
            self._literal = closing.start() if closing else self._literal
