"""Which language a visitor is spoken to in, and its texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.locales import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

#: The language that is always there, and that texts fall back to.
DEFAULT = "en"

#: Primary subtags of the languages that are written from right to left, present here or not.
_RIGHT_TO_LEFT = ("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")

#: Primary subtags of the languages that put no space between sentences.
_WITHOUT_SPACES = ("ja", "zh")

#: Chinese is read in two scripts, and neither is a stand-in for the other. Without a script the region tells which.
_TRADITIONAL = ("hant", "tw", "hk", "mo")

#: Kinds of notices that have no title of ours, for their message always says what happened. A page can give them one.
UNTITLED = ("signed-out", "disabled", "waiting", "try-again", "fix-input", "start-over", "top-up", "nothing")

#: Other tags of a language: readers of both forms of Norwegian read the usual one, and old software sends old tags.
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id"}


def choose(setting: str, page_language: Any, visitor_languages: Any, available: Iterable[str] = LANGUAGES) -> str:
    """The language to use: what the integrator, the page and the visitor want, in that order, of what there is.

    A tag is looked up as in RFC 4647, 3.4: ``de-AT`` finds ``de``.

    Args:
        setting: a language tag, or ``auto``.
        page_language: the ``lang`` of the page. Like all that comes from a page it may be anything.
        visitor_languages: the visitor's languages, best first.
    """
    wanted = [setting if setting.lower() != "auto" else None, page_language]
    if isinstance(visitor_languages, (list, tuple)):
        wanted += visitor_languages
    known = list(available)
    for tag in wanted:
        found = _look_up(tag, known) if isinstance(tag, str) else None
        if found is not None:
            return found
    return DEFAULT


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _look_up(tag: str, available: list[str]) -> str | None:
    parts = tag.strip().lower().replace("_", "-").split("-")
    parts[0] = _ALIASES.get(parts[0], parts[0])
    if parts[0] == "zh" and len(parts) > 1:
        traditional = any(part in _TRADITIONAL for part in parts) and "hans" not in parts
        parts = ["zh", "hant" if traditional else "hans"]
    elif parts[0] == "zh":
        parts = ["zh", "hans"]
    elif parts[0] == "pt":
        # Brazil writes differently from all the other countries, and has most of the readers.
        parts = ["pt", "br" if len(parts) == 1 or "br" in parts else "pt"]
    while parts:
        wanted = "-".join(parts)
        for language in available:
            if language.lower() == wanted:
                return language
        parts.pop()
    return None


class Texts:
    """All texts of one language. Behind each text stands the English one, should it be missing.

    Args:
        language: a BCP 47 tag.
        translated: its texts; none for English.
        own: texts of the page, which come first.
    """

    def __init__(
        self, language: str = DEFAULT, translated: dict[str, str] | None = None, own: dict[str, str] | None = None
    ) -> None:
        self.language = language
        self.direction = direction(language)
        #: What stands between two sentences.
        self.space = "" if language[:2] in _WITHOUT_SPACES else " "
        self._translated = translated or {}
        self._own = own or {}
        self._found: dict[tuple[str, ...], list[str]] = {}

    def __getitem__(self, key: str) -> str:
        """The text of a key, "" if there is none."""
        found = self.candidates(key)
        return found[0] if found else ""

    def is_own(self, key: str) -> bool:
        """Whether the page itself says this."""
        return key in self._own

    def candidates(self, *keys: str) -> list[str]:
        """Every text for one of the keys, best first: the page's own, then translated, then English ones."""
        known = self._found.get(keys)
        if known is None:
            sources: tuple[dict[str, str], ...] = (self._own, self._translated, texts(DEFAULT))
            found = [source.get(key) for source in sources for key in keys]
            known = self._found[keys] = [text for text in found if isinstance(text, str) and text]
        return known


def read_own_texts(text: str) -> tuple[dict[str, str], list[str]]:
    """The texts that a page puts in the place of ours, and what is wrong with them.

    Args:
        text: what stands at the address of ``data-messages``: a JSON object, key of :mod:`pywidget.locales.en` -> text;
            "" for none.
    """
    if not text:
        return {}, []
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return {}, ["data-messages is no JSON object. Using the built-in texts."]
    own = {}
    unknown = []
    useless = []
    known = dict(texts(DEFAULT))
    for kind in UNTITLED:
        known["title." + kind] = ""
    for key in sorted(said):
        value = said[key]
        if not isinstance(value, str) or not value.strip():
            useless.append(key)
        elif key in known or _is_variant(key, known):
            own[key] = value
        else:
            unknown.append(key)
    problems = []
    if unknown:
        problems.append(f"data-messages has keys that are not known: {', '.join(unknown[:20])}.")
    if useless:
        problems.append(f"data-messages has values that are no text: {', '.join(useless[:20])}.")
    return own, problems


def _is_variant(key: str, known: dict[str, str]) -> bool:
    """``message.<key>.detail`` and ``button.<kind>.<action>`` may be given where we have only the plain form."""
    parts = key.split(".")
    if len(parts) != 3:
        return False
    if parts[0] == "message":
        return parts[2] == "detail" and f"message.{parts[1]}" in known
    return parts[0] == "button" and f"title.{parts[1]}" in known and f"button.{parts[2]}" in known
