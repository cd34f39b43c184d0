"""Pages that are templates: what a server or a framework replaces is blanked before the page is read as HTML.

Every piece of template code is replaced by as many characters as it has, so that each place keeps its line and column.
Engines are not told apart; :mod:`pywidget.check.templates.marks` lists what is known of them.
"""

from __future__ import annotations

import re

from pywidget.check.templates.blocks import Blocks, Path, step_of
from pywidget.check.templates.marks import without_comments
from pywidget.check.templates.scan import Span, spans

__all__ = ["FILLED", "Path", "Template", "is_filled", "together"]

#: Stands for each character of a value that is filled in. Texts do not have it: it is no character.
FILLED = "\ufdd0"
#: The same in a script, where it has to be part of a name.
_NAME = "_"
#: Code that brings in what is in other files, or is put in by others.
_PART = re.compile(
    r"""\bblock(?:\(|\s(?!\s*(?:title|lang|class|meta|description)))
    |\b(?:extends?|import|layout|embed|component|sections?|yield|stack|slot|children|body|content|head|header|foot|footer
    |assets?|media|template)\b
    |\b(?:include|render|partial|content_for|get_\w|wp_\w|script|bundle|vite|livewire|hook|widget|javascript|encore
    |webpack|inertia|pywidget|page_(?:top|bottom)\b)|script_tag|\{\{~?>|%sveltekit\.|<\#nested""",
    re.IGNORECASE | re.VERBOSE,
)
#: Braces that hold declarations, in style sheets that a template writes.
_STYLE = re.compile(r"\{\s*--?\w|\{\s*[\w-]+:\s")
_NOT_BREAK = re.compile(r"[^\n]")


class Template:
    """A page, and what is known of the template code in it.

    Attributes:
        text: the page without the code, of the same length. What is filled in is :data:`FILLED`.
        code: the code that is not a comment.
        parts: the code that brings in what is not in the page itself.
    """

    def __init__(self, text: str) -> None:
        found = list(spans(text))
        pieces: list[str] = []
        done = 0
        for span in found:
            pieces += [text[done : span.begin], _blank(span)]
            done = span.end
        self.text = "".join([*pieces, text[done:]])
        self._blocks = Blocks(found)
        code = [span for span in found if span.kind != "comment" and span.where != "comment"]
        self.code = "\n".join(without_comments(span.text) for span in code)
        self.parts = [span.text for span in code if _is_part(span)]

    def path(self, index: int) -> Path:
        """Return the conditions around a place."""
        return self._blocks.path(index)


def is_filled(value: str) -> bool:
    """Tell whether a value, or a part of it, is filled in later."""
    return FILLED in value


def together(one: Path, other: Path) -> bool:
    """Tell whether two places are surely in one page: the conditions around one of them hold for the other, too."""
    shorter, longer = sorted((one, other), key=len)
    return longer[: len(shorter)] == shorter


def _is_part(span: Span) -> bool:
    if span.where != "data" or step_of(span) is not None or _STYLE.match(span.text):
        return False
    return _PART.search(without_comments(span.text)) is not None


def _blank(span: Span) -> str:
    text = span.text
    if span.where == "value" and not (span.kind == "comment" and text[:2] in ("{#", "{*", "@*")):
        return FILLED * len(text)
    if span.kind == "output" and span.where == "tag":
        # Spaces around it, so that it is not a part of the name before.
        return " " + FILLED * (len(text) - 2) + " " if len(text) > 2 else FILLED * len(text)
    if span.kind == "output" and span.where == "script":
        return _NAME * len(text)
    return _NOT_BREAK.sub(" ", text)
