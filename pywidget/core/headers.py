"""HTTP headers from whatever holds them: a dict, a list of pairs, or any object with ``items()``."""

from __future__ import annotations

#: More headers than this are not looked at.
MAX_HEADERS = 200
#: Longer values are not looked at: none that is of use here comes near it.
MAX_VALUE_LENGTH = 1_000


def lower_names(headers: object) -> dict[str, str]:
    """Return the headers with their names in lower case.

    Names and values may be bytes, and a value may be a list of what came under its name. What is not a pair of such is
    left out; of a name that comes twice, the first counts. Never raises.
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
    except (TypeError, ValueError):
        # Not iterable, or an entry that is no pair: what came before it stays valid.
        return found
    return found


def without_quoted(text: str) -> str:
    """Return a text without what stands between two quotes; escaped quotes do not end it."""
    parts = text.replace("\\\\", "").replace('\\"', "").split('"')
    return "".join([part for index, part in enumerate(parts) if index % 2 == 0])


def _text(value: object) -> str | None:
    if isinstance(value, (str, bytes)) and len(value) <= MAX_VALUE_LENGTH:
        return value if isinstance(value, str) else "".join([chr(octet) for octet in value])
    return None


def _joined(value: object) -> str | None:
    if not isinstance(value, (list, tuple)):
        return _text(value)
    texts = [_text(one) for one in value[:MAX_HEADERS]]
    whole = [text for text in texts if text is not None]
    # As a browser joins headers that come more than once.
    return ", ".join(whole) if whole and len(whole) == len(texts) else None
