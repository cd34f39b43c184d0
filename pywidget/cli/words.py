"""What visitors read about an error, in English."""

from __future__ import annotations

import click

from pywidget.locales import LANGUAGES, texts


def visitor_reads(message: str, system: str) -> str:
    """Return the text of a key.

    Args:
        message: key of the visitor's message, without ``message.``.
        system: the system whose tables name it.

    Raises:
        ClickException: nobody has written the text yet; says which one, and where it is missing.
    """
    key = f"message.{message}"
    found = texts("en").get(key)
    if not found:
        missing = ", ".join(language for language in LANGUAGES if not texts(language).get(key))
        raise click.ClickException(f'{system}: the text "{key}" is missing in pywidget/locales, in: {missing}')
    return found
