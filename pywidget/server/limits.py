"""What the integrator's rate limiter said, and what it raised.

It says None (go on) or a number of seconds (come back then). Libraries for this either return or raise, so an exception
that stands for HTTP 429 is a limit, too: Starlette's and FastAPI's ``HTTPException(429)``, werkzeug's
``TooManyRequests`` (Flask-Limiter), Django REST framework's ``Throttled``.

Whatever else comes of it is a mistake and no permission: no token is given. True and False are mistakes as well,
because in one library True means "allowed" and in another "limited".
"""

from __future__ import annotations

import math
from collections.abc import Mapping

_LIMITED = 429
#: A day: the longest wait that the page keeps.
_MOST_SECONDS = 86_400


def wait_of(said: object) -> int | None:
    """Return the whole seconds to wait, at least 1; None: go on.

    Raises:
        TypeError, ValueError: it is neither None nor a number of seconds.
    """
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, (int, float)):
        raise TypeError(f"rate_limit gave {type(said).__name__}, and has to give None or a number of seconds")
    if said != said:  # noqa: PLR0124  only nan differs from itself; math.isnan() takes no number that no float can be
        raise ValueError("rate_limit gave nan, and has to give None or a number of seconds")
    # A limit that is over at this moment is one still. The bounds come first, because infinity cannot be rounded.
    return math.ceil(max(min(said, _MOST_SECONDS), 1))


def stands_for_limit(error: Exception) -> bool:
    """Whether an exception is a library's word for HTTP 429."""
    return _LIMITED in (getattr(error, "status_code", None), getattr(error, "code", None))


def wait_in(error: Exception) -> int | None:
    """Return how long such an exception asks to wait, in seconds; None if it does not say."""
    headers = getattr(error, "headers", None)
    told = [getattr(error, "retry_after", None), getattr(error, "wait", None)]
    if isinstance(headers, Mapping):
        told += [value for name, value in headers.items() if str(name).lower() == "retry-after"]
    for value in told:
        try:
            return wait_of(float(value))  # type: ignore[arg-type]  # whatever it is: if it is no number, the next one
        except (TypeError, ValueError, OverflowError):
            continue
    return None
