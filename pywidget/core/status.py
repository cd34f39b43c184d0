"""What an HTTP status means: some systems use one status where the standard has another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_FIRST, _LAST = 100, 599

#: Non-standard statuses -> the standard status with the same meaning.
_MEANT = {
    # Twitter's older API, and Spring.
    420: 429,
    # Laravel: the page was open for longer than its session.
    419: 401,
    # IIS: the same.
    440: 401,
    # ArcGIS: the token has expired.
    498: 401,
}
#: Statuses that some systems use for a rate limit instead of 429: AWS 400, Google and GitHub 403.
_LIMITING = (400, 403)
#: Parts of codes that mean a rate limit in every system.
_LIMITS = (
    "throttl",
    "ratelimit",
    "toomanyrequests",
    "requestlimitexceeded",
    "throughputexceeded",
    "resourceexhausted",
    "slowdown",
)


def exact(value: object) -> Any:
    """Return a text or an integer; None for everything else. Never raises.

    One of a class of somebody's own becomes one of Python's own, and none of its methods is called: they may raise, or
    lie.
    """
    if value is None or type(value) in (str, int):
        return value
    try:
        return "".join([value])  # type: ignore[list-item]  # noqa: FLY002  a formatted text would ask a method
    except TypeError:
        try:
            return int.__index__(value)  # type: ignore[arg-type]
        except (AttributeError, TypeError):  # MicroPython has no such method.
            return None


def valid_status(value: object) -> int | None:
    """Return ``value`` if it is an HTTP status, else None."""
    status = exact(value)
    return status if isinstance(status, int) and _FIRST <= status <= _LAST else None


def meant_status(status: int | None, code: str | None, *, limited: bool = False) -> int | None:
    """Return the status that an answer should have had.

    Args:
        status: the status that it has.
        code: its code, which no table knows.
        limited: whether it asks to wait, or its headers say that a limit is used up.
    """
    if (status == 403 and limited) or (status in _LIMITING and code is not None and speaks_of_limit(code)):
        return 429
    return status if status is None else _MEANT.get(status, status)


def speaks_of_limit(code: str) -> bool:
    """Whether a code that no table knows means too many requests. A text with spaces is no code."""
    name = squeezed_name(code)
    return " " not in name and any(limit in name for limit in _LIMITS)


def squeezed_name(name: str) -> str:
    """Return a name in lower case without ``_`` and ``-``: ``requestid`` for ``requestId`` and ``request_id``."""
    return name.lower().replace("_", "").replace("-", "")
