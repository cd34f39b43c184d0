"""HTTP headers from whatever holds them: a dict, a list of pairs, or any object with ``items()``."""

from __future__ import annotations

#: More headers than this are not looked at.
MAX_HEADERS = 200
#: Longer values are not looked at: none that is of use here comes near it.
MAX_VALUE_LENGTH = 1_000


def lower_names(headers: object) -> dict[str, str]:
    """Return the headers with their names in lower case.

    What is not a pair of texts is left out; of a name that comes twice, the first counts. Never raises.
    """
    found: dict[str, str] = {}
    try:
        pairs = headers.items() if hasattr(headers, "items") else headers
        for count, (name, value) in enumerate(pairs):  # type: ignore[arg-type]
            if count >= MAX_HEADERS:
                break
            if isinstance(name, str) and isinstance(value, str) and len(value) <= MAX_VALUE_LENGTH:
                found.setdefault(name.strip().lower(), value.strip())
    except (TypeError, ValueError):
        # Not iterable, or an entry that is no pair: what came before it stays valid.
        return found
    return found
