"""The words that visitors read: one file per language.

To add a language, write ``locales/<language>.py`` (its BCP 47 tag in lower case, with ``_`` for ``-``) with the same
keys as :mod:`pywidget.locales.en`. Nothing else names it.

Placeholders stand in braces and are replaced by the page, which formats sizes, dates, durations and plurals for the
language: no text has a unit or a plural of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.folder import tags

if TYPE_CHECKING:
    from typing import Any

#: BCP 47 tags of the languages that have a file here, the one that texts fall back to first.
LANGUAGES: tuple[str, ...] = tags(__path__, first="en")


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
