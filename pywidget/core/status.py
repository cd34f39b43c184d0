"""What an HTTP status means: some systems use one status where the standard has another."""

from __future__ import annotations

_FIRST, _LAST = 100, 599

#: Statuses of no standard -> the one that means the same.
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
#: With these, a rate limit is told by some systems: AWS's say 400, Google's and GitHub's 403.
_LIMITING = (400, 403)
#: What stands in the code of a rate limit, whoever gives it.
_LIMITS = (
    "throttl",
    "ratelimit",
    "toomanyrequests",
    "requestlimitexceeded",
    "throughputexceeded",
    "resourceexhausted",
    "slowdown",
)


def valid_status(value: object) -> int | None:
    """Return ``value`` if it is an HTTP status, else None."""
    return value if isinstance(value, int) and _FIRST <= value <= _LAST else None


def meant_status(status: int | None, code: str | None, *, limited: bool = False) -> int | None:
    """Return the status that an answer should have had.

    Args:
        status: the one it has.
        code: its code, which no table knows.
        limited: it came with the headers of a limit that is used up, or asks to wait.
    """
    if (status == 403 and limited) or (status in _LIMITING and code is not None and speaks_of_limit(code)):
        return 429
    return status if status is None else _MEANT.get(status, status)


def speaks_of_limit(code: str) -> bool:
    """Whether a code that no table knows says that there were too many requests. A sentence is no code."""
    name = squeezed_name(code)
    return " " not in name and any(limit in name for limit in _LIMITS)


def squeezed_name(name: str) -> str:
    """``requestId`` and ``request_id`` as ``requestid``."""
    return name.lower().replace("_", "").replace("-", "")
