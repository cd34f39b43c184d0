"""HTTP headers from whatever holds them: a dict, a list of pairs, or any object with ``items()``."""

from __future__ import annotations

from pywidget.core.status import exact

#: More headers than this are not looked at.
MAX_HEADERS = 200
#: Longer values are not looked at: every value that is of use here is much shorter.
MAX_VALUE_LENGTH = 1_000


def lower_names(headers: object) -> dict[str, str]:
    """Return the headers with their names in lower case.

    Names and values may be bytes, and a value may be a list of the values for its name. Entries of other types are left
    out. If a name comes twice, the first value counts. Never raises.
    """
    found: dict[str, str] = {}
    try:
        pairs = headers.items() if hasattr(headers, "items") else headers
        for count, (name, value) in enumerate(pairs):  # type: ignore[arg-type]
            if count >= MAX_HEADERS:
                break
            name_text, text = _text(name), _joined(value)
            if name_text is not None and text is not None:
                found.setdefault(name_text.strip().lower(), text.strip())
    except Exception:  # noqa: BLE001  a mapping of somebody's own may raise anything
        # ``headers`` is not iterable, or an entry is no pair. The headers before that entry are still returned.
        return found
    return found


def without_quoted(text: str) -> str:
    """Return a text without its parts in double quotes; an escaped quote does not end a part."""
    parts = text.replace("\\\\", "").replace('\\"', "").split('"')
    return "".join([part for index, part in enumerate(parts) if index % 2 == 0])


def _text(value: object) -> str | None:
    if isinstance(value, bytes) and len(value) <= MAX_VALUE_LENGTH:
        value = "".join([chr(octet) for octet in value])
    text = exact(value)
    return text if isinstance(text, str) and len(text) <= MAX_VALUE_LENGTH else None


def _joined(value: object) -> str | None:
    if not isinstance(value, (list, tuple)):
        return _text(value)
    texts = [_text(one) for one in value[:MAX_HEADERS]]
    whole = [text for text in texts if text is not None]
    # A browser joins headers that come more than once in the same way.
    return ", ".join(whole) if whole and len(whole) == len(texts) else None
