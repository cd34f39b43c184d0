"""Chooses the language for a visitor, and finds the texts in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.locales import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

#: The language that is always available. Texts that are missing in another language are taken from it.
DEFAULT = "en"

#: Primary subtags of languages that are written from right to left, whether there are texts in them or not.
_RIGHT_TO_LEFT = ("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")

#: Primary subtags of the languages that put no space between sentences.
_WITHOUT_SPACES = ("ja", "zh")

#: Subtags that mean traditional Chinese. Readers of one Chinese script are not served by the other, so both have texts;
#: without a script subtag the region decides.
_TRADITIONAL = ("hant", "tw", "hk", "mo")

#: Kinds of notices without a title, because their message always says what happened. A page can give them a title.
UNTITLED = ("signed-out", "disabled", "waiting", "try-again", "fix-input", "start-over", "top-up", "nothing")

#: Tag -> the tag that is used instead: Bokmål for all Norwegian, and today's tags for outdated ones.
_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "in": "id"}


def choose(setting: str, page_language: Any, visitor_languages: Any, available: Iterable[str] = LANGUAGES) -> str:
    """Return the first available language of those that the integrator, the page and the visitor want, in that order.

    A tag is looked up as in RFC 4647, 3.4: ``de-AT`` finds ``de``.

    Args:
        setting: a language tag, or ``auto``.
        page_language: the ``lang`` of the page. It comes from the page, so it may be a value of any type.
        visitor_languages: the visitor's languages, best first; also of any type.
        available: tags of the languages to choose from.
    """
    wanted = [setting if setting.lower() != "auto" else None, page_language]
    if isinstance(visitor_languages, (list, tuple)):
        wanted += visitor_languages
    known = list(available)
    for tag in wanted:
        found = look_up(tag, known) if isinstance(tag, str) else None
        if found is not None:
            return found
    return DEFAULT


def direction(language: str) -> str:
    """Return the writing direction of a language: ``rtl`` or ``ltr``."""
    return "rtl" if language.lower().split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def look_up(tag: str, available: Iterable[str]) -> str | None:
    """Return the available language that is closest to a tag; None if there is none."""
    parts = tag.strip().lower().replace("_", "-").split("-")
    parts[0] = _ALIASES.get(parts[0], parts[0])
    if parts[0] == "zh" and len(parts) > 1:
        traditional = any(part in _TRADITIONAL for part in parts) and "hans" not in parts
        parts = ["zh", "hant" if traditional else "hans"]
    elif parts[0] == "zh":
        parts = ["zh", "hans"]
    elif parts[0] == "pt":
        # Brazilian Portuguese differs from that of all other countries, and has the most readers.
        parts = ["pt", "br" if len(parts) == 1 or "br" in parts else "pt"]
    while parts:
        wanted = "-".join(parts)
        for language in available:
            if language.lower() == wanted:
                return language
        parts.pop()
    return None


class Texts:
    """All texts of one language. A missing text is replaced by the English one.

    Args:
        language: a BCP 47 tag.
        translated: the texts in this language; None for English.
        own: the page's own texts, which are preferred.
    """

    def __init__(
        self, language: str = DEFAULT, translated: dict[str, str] | None = None, own: dict[str, str] | None = None
    ) -> None:
        self.language = language
        self.direction = direction(language)
        #: The text between two sentences.
        self.space = "" if language[:2] in _WITHOUT_SPACES else " "
        self._translated = translated or {}
        self._own = own or {}
        self._made: dict[tuple[Any, ...], dict[str, Any]] = {}
        self._found: dict[tuple[str, ...], list[str]] = {}
        self._best: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        """Return the best text for a key, "" if there is none."""
        best = self._best.get(key)
        if best is None:
            found = self.candidates(key)
            best = self._best[key] = found[0] if found else ""
        return best

    def once(self, key: tuple[Any, ...], make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return a copy of what ``make`` has made of these texts; it is called once for each key."""
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = make()
        return made.copy()

    def is_own(self, key: str) -> bool:
        """Whether the page has its own text for this key."""
        return key in self._own

    def candidates(self, *keys: str) -> list[str]:
        """Return all texts for these keys, best first: the page's own, then translated, then English ones."""
        known = self._found.get(keys)
        if known is None:
            sources: tuple[dict[str, str], ...] = (self._own, self._translated, texts(DEFAULT))
            found = [source.get(key) for source in sources for key in keys]
            known = self._found[keys] = [text for text in found if isinstance(text, str) and text]
        return known


def read_own_texts(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the page's own texts, and a sentence for each problem with them. A wrong entry is left out.

    Args:
        text: the file at the URL of ``data-messages``: a JSON object, key of :mod:`pywidget.locales.en` -> text; "" for
            none. A key can also stand without its ``message.``; of both, the whole key counts.
    """
    if not text:
        return {}, []
    try:
        said = json.loads(text)
    except (ValueError, RuntimeError):  # The second one if it is nested too deeply.
        said = None
    if not isinstance(said, dict):
        return {}, ["data-messages is no JSON object. Using the built-in texts."]
    own = {}
    unknown = []
    useless = []
    known = _known()
    for key in sorted(said):
        value = said[key]
        if not isinstance(value, str) or not value.strip():
            useless.append(key)
            continue
        whole = _whole(key, known)
        if whole == key:
            own[key] = value
        elif whole:
            own.setdefault(whole, value)
        else:
            unknown.append(key)
    problems = []
    if unknown:
        problems.append(f"data-messages has keys that are not known: {', '.join(unknown[:20])}.")
    if useless:
        problems.append(f"data-messages has values that are no text: {', '.join(useless[:20])}.")
    return own, problems


def _known() -> dict[str, str]:
    """Return the texts of which a page can have its own, variants apart."""
    known = dict(texts(DEFAULT))
    for kind in UNTITLED:
        known["title." + kind] = ""
    return known


def _whole(key: str, known: dict[str, str]) -> str:
    """Return the key of a text, with the ``message.`` that can be left out; "" if there is no such text."""
    for whole in (key, "message." + key):
        if whole in known or _is_variant(whole, known):
            return whole
    return ""


def _is_variant(key: str, known: dict[str, str]) -> bool:
    """Whether a key is a variant of a known key: ``message.<key>.detail`` or ``button.<kind>.<action>``."""
    parts = key.split(".")
    if len(parts) != 3:
        return False
    if parts[0] == "message":
        return parts[2] == "detail" and f"message.{parts[1]}" in known
    return parts[0] == "button" and f"title.{parts[1]}" in known and f"button.{parts[2]}" in known
