"""The words that visitors read: one file per language.

To add a language, write ``locales/<language>.py`` (in lower case, with ``_`` for ``-``) with the same keys as
:mod:`pywidget.locales.en`, and name it in :data:`LANGUAGES`.

Placeholders stand in braces and are replaced by the page, which formats sizes, dates, durations and plurals for the
language: no text has a unit or a plural of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

#: BCP 47 tags.
LANGUAGES: tuple[str, ...] = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "ja", "ko", "zh-Hans", "ar")


def texts(language: str) -> dict[str, str]:
    """Return all texts of a language.

    Raises:
        ValueError: there is no such language; languages are not guessed here.
    """
    if language not in LANGUAGES:
        message = f"unknown language {language!r}; known are: {', '.join(LANGUAGES)}"
        raise ValueError(message)
    # As for the catalogs: a list of names makes __import__ return the module itself.
    module: Any = __import__("pywidget.locales." + language.replace("-", "_").lower(), None, None, ("TEXTS",))
    found: dict[str, str] = module.TEXTS
    return found
