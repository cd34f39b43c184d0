"""How long a server asked to wait, from its headers.

In this order, the first that says something counts:

1. ``Retry-After`` (RFC 9110): seconds, fractions too, or an HTTP date; a date in the past is no wait.
2. ``RateLimit`` of the IETF draft, in both shapes it has had: ``"default";r=0;t=30``, where the longest wait of the
   policies that are used up counts, and ``limit=100, remaining=0, reset=30``.
3. ``RateLimit-Reset`` of the draft's older form, then ``X-RateLimit-Reset``: seconds, or a point in time in seconds or
   milliseconds.

2 and 3 come with answers of every kind: they ask for a wait only if nothing remains, or if it is not said what remains.
"""

from __future__ import annotations

from pywidget.core.headers import lower_names
from pywidget.core.moments import from_epoch, from_http_date, is_digits

#: No wait is longer: 24 hours. Nobody leaves a page open for more, and a browser's timers end at 24.8 days.
MAX_WAIT_MS = 86_400_000


def wait_ms(headers: object, now_ms: int | None = None) -> int | None:
    """Return the wait that the headers ask for, in milliseconds, at most :data:`MAX_WAIT_MS`; None if there is none.

    Never raises. Names are read in any case.

    Args:
        headers: a dict, pairs, or an object with ``items()``.
        now_ms: the time now, in milliseconds since 1970. A readable ``Date`` header is used instead: it is the clock
            that the server's dates were made with. Without either, dates ask for no wait.
    """
    found = lower_names(headers)
    now = from_http_date(found.get("date", ""), now_ms)
    if now is None:
        now = now_ms
    wait = _retry_after(found.get("retry-after", ""), now)
    if wait is None:
        wait = _rate_limit(found.get("ratelimit", ""))
    for prefix in ("", "x-"):
        if wait is None and _used_up(found.get(prefix + "ratelimit-remaining")):
            wait = _reset(found.get(prefix + "ratelimit-reset", ""), now)
    return None if wait is None else min(wait, MAX_WAIT_MS)


def seconds_to_ms(text: str) -> int | None:
    """Return a number of seconds as milliseconds; None if ``text`` is anything but digits with at most one point."""
    whole, _, fraction = text.partition(".")
    if not is_digits(whole) or (fraction and not is_digits(fraction)):
        return None
    return int(whole.lstrip("0")[:15] or "0") * 1000 + int((fraction + "000")[:3])


def until(moment: int | None, now: int | None) -> int | None:
    """Return the milliseconds until a moment, 0 if it is past; None if either is not known."""
    return None if moment is None or now is None else max(moment - now, 0)


def _retry_after(text: str, now: int | None) -> int | None:
    wait = seconds_to_ms(text)
    return until(from_http_date(text, now), now) if wait is None else wait


def _rate_limit(text: str) -> int | None:
    longest: int | None = None
    plain: dict[str, str] = {}
    for item in text.split(","):
        parameters: dict[str, str] = {}
        for part in item.split(";"):
            name, _, value = part.partition("=")
            parameters[name.strip().lower()] = value.strip()
        wait = seconds_to_ms(parameters.get("t", ""))
        if wait is not None and _used_up(parameters.get("r")):
            longest = wait if longest is None else max(longest, wait)
        plain.update(parameters)
    if longest is None and _used_up(plain.get("remaining")):
        longest = seconds_to_ms(plain.get("reset", ""))
    return longest


def _reset(text: str, now: int | None) -> int | None:
    wait = seconds_to_ms(text)
    if wait is None:
        return None
    moment = from_epoch(wait / 1000)
    return wait if moment is None else until(moment, now)


def _used_up(remaining: str | None) -> bool:
    return remaining is None or seconds_to_ms(remaining) == 0
