"""How template code begins and ends in each engine, and which of it writes nothing itself.

The engines are not told apart: a mark means nearly the same in all engines that have it, and many pages mix two, such
as Blade and Vue. Where a mark means something else in another engine, its row says which one is meant.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from pywidget.check.templates.words import words

Kind = Literal["comment", "output", "code"]


class Mark(NamedTuple):
    """One kind of template code.

    Attributes:
        engines: which ones have it.
        begin: what it begins with, as a pattern.
        end: what it ends with.
        kind: what it is. ``code`` is an ``output`` if it writes something where it stands.
        nested: whether the end does not count within strings and brackets.
        anywhere: whether it also counts in scripts and style sheets, where the same characters can mean something else.
    """

    engines: str
    begin: str
    end: str
    kind: Kind
    nested: bool = False
    anywhere: bool = True


#: The first row that fits counts.
MARKS = (
    Mark("Handlebars", r"\{\{~?!--", "--}}", "comment"),
    # Without white space it can be a "not" of a framework in the page.
    Mark("Handlebars, Mustache", r"\{\{~?!(?=\s)", "}}", "comment"),
    Mark("Blade", r"\{\{--", "--}}", "comment"),
    Mark("Go", r"\{\{-?\s*/\*", "}}", "comment"),
    Mark("Blade", r"\{!!", "!!}", "output"),
    # Handlebars, Mustache: without escaping. A dictionary in Jinja's braces ends differently.
    Mark("Handlebars, Mustache", r"\{\{\{(?=[^{}]*\}\}\})", "}}}", "output"),
    Mark("Blade: for Vue", r"@\{\{", "}}", "output", nested=True),
    Mark("all others, Vue, Angular, Alpine", r"\{\{", "}}", "code", nested=True),
    Mark("Django, Jinja, Liquid, Nunjucks, Twig", r"\{%", "%}", "code", nested=True),
    # Svelte's blocks, style sheets and private fields of JavaScript begin with the same characters.
    Mark(
        "Django, Jinja, Nunjucks, Twig",
        r"\{#(?!(?:if|each|await|key|snippet)\b(?=[^{}]*\}))",
        "#}",
        "comment",
        anywhere=False,
    ),
    Mark("Django, Jinja, Nunjucks, Twig: in scripts", r"\{#(?=\s)", "#}", "comment"),
    Mark("JSP, ASP", r"<%--", "--%>", "comment"),
    Mark("EJS, ERB", r"<%#", "%>", "comment"),
    Mark("EJS, ERB, JSP", r"<%[=:$]", "%>", "output"),
    Mark("EJS, ERB, JSP", r"<%", "%>", "code"),
    Mark("PHP", r"<\?=", "?>", "output", nested=True),
    Mark("PHP", r"<\?", "?>", "code", nested=True),
    Mark("FreeMarker", r"<#--", "-->", "comment"),
    Mark("FreeMarker", r"</?#(?=[a-z])", ">", "code"),
    Mark("SvelteKit, Vite", r"%(?=(?:sveltekit\.[\w.]+|[A-Z][A-Z0-9]*_[A-Z0-9_]+)%)", "%", "output"),
    Mark("Razor", r"@\*", "*@", "comment", anywhere=False),
    Mark("Astro, JSX, Svelte", r"\{/\*", "*/}", "comment", anywhere=False),
    Mark("Smarty", r"\{\*", "*}", "comment", anywhere=False),
    Mark("Svelte", r"\{[#:@/](?=[a-z])", "}", "code", nested=True, anywhere=False),
    Mark("Thymeleaf", r"\[\[(?=[$#*@~]\{)|\[\((?=[$#*@~]\{)", "}", "output", anywhere=False),
)

#: Code from which on nothing is in the page up to its end, because it is for the server only, or is shown as a text:
#: first word -> pattern of the end.
HIDING = {
    "highlight": re.compile(r"\{%-?\s*endhighlight\s*-?%\}"),
    "codeblock": re.compile(r"\{%-?\s*endcodeblock\s*-?%\}"),
    "comment": re.compile(r"\{%-?\s*endcomment\s*-?%\}"),
    "doc": re.compile(r"\{%-?\s*enddoc\s*-?%\}"),
    "schema": re.compile(r"\{%-?\s*endschema\s*-?%\}"),
    "stylesheet": re.compile(r"\{%-?\s*endstylesheet\s*-?%\}"),
}
#: Filters of a whole block that show tags as a text, by what begins the code, and the pattern of its end.
ESCAPING = re.compile(r"(?:filter|apply)\s+(?:e|escape|force_escape)\b")
ESCAPING_END = re.compile(r"\{%-?\s*end(?:filter|apply)\s*-?%\}")
#: Code after which marks are only text, up to its end. Braces stay: they are for the template that runs in the page.
LITERAL = {
    "raw": re.compile(r"\{%-?\s*endraw\s*-?%\}"),
    "verbatim": re.compile(r"\{%-?\s*endverbatim\b[^%]*%\}"),
}
#: The same in Blade.
END_OF_PHP = re.compile(r"@endphp\b")
END_OF_VERBATIM = re.compile("@endverbatim")
#: What stands around the code itself: its marks, and signs for white space and comments.
_BEFORE = re.compile(r"(?:@?\{\{\{?~?|\{%|<%|<\?(?:php\b)?|\{|</?#|%)[-~+_=:]?")
_AFTER = re.compile(r"[-~+_]?(?:\}\}\}?|%\}|%>|\?>|\}|>|%)$")
_WORD = re.compile(r"[#/^:@]?\s*[\w.-]+|[{}>^&]")

#: Ruby, PHP and Liquid, only at the beginning of code: a string can have the same signs.
_BEGINS_WITH_COMMENT = re.compile(r"(<\?(?:php\b)?|<%|\{%|\{\{)-?\s+(?:\#|//)")
_COMMENT_ENDS = ("\n", "?>", "%>", "-%}", "%}")
_WRITES_IN_PHP = re.compile(r"\b(echo|print|printf|include|require|include_once|require_once)\b|\w\s*\(")
#: First words of code that writes nothing where it stands, other than what stands between it and its end.
SILENT = words(
    """
    if elif elseif elsif else unless ifequal ifnotequal ifchanged case when switch default for foreach forelse empty
    each while range with set assign capture load autoescape spaceless cache macro call filter apply language localize
    comment raw verbatim paginate define increment decrement do import from use using break continue endif end
    """
)


_SILENT_IN_GO = words("if else end range with define break continue")


def code_of(text: str) -> str:
    """Return template code without its marks."""
    before = _BEFORE.match(text)
    return _AFTER.sub("", text[before.end() if before else 0 :].rstrip()).strip()


def word_of(code: str) -> str:
    """Return the first word of template code, with the sign before it: ``if``, ``#if``, ``/if``, ``}``."""
    found = _WORD.match(code)
    return re.sub(r"\s", "", found[0]) if found else ""


def without_comments(text: str) -> str:
    """Return code without the comments of its own language."""
    pieces: list[str] = []
    place = 0
    while (begin := text.find("/*", place)) >= 0 and (end := text.find("*/", begin + 2)) >= 0:
        pieces.append(text[place:begin])
        place = end + 2
    text = " ".join([*pieces, text[place:]])
    begun = _BEGINS_WITH_COMMENT.match(text)
    if begun is None:
        return text
    ends = [place for mark in _COMMENT_ENDS if (place := text.find(mark, begun.end())) >= 0]
    return f"{begun[1]} {text[min(ends, default=len(text)) :]}"


def is_comment(text: str) -> bool:
    """Tell whether code is nothing but a comment."""
    return not code_of(without_comments(text))


def writes(text: str) -> bool:
    """Tell whether code writes something where it stands, or may do so."""
    code = code_of(text)
    word = word_of(code)
    if text.startswith("<?"):
        return word not in SILENT and _WRITES_IN_PHP.search(code) is not None
    if text.startswith("<%"):
        # Only EJS writes by this one. In ERB it is code that takes away the white space before it.
        return text.startswith("<%-") and word not in SILENT and word != "}"
    if word[:1] in ("#", "/", ":", "^") and text[0] == "{":
        return False
    if text.startswith("{{"):
        # In other engines than Go, these can be the names of values.
        return word not in _SILENT_IN_GO
    return not (word in SILENT or word.startswith("end"))
