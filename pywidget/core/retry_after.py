"""How long a server asked to wait: from its headers, and from texts and numbers in its answer's body.

In this order, the first header with a usable value counts:

1. those of :data:`ASKED`: ``Retry-After-Ms`` and others in milliseconds, then ``Retry-After`` (RFC 9110) and others;
2. ``RateLimit`` of the IETF draft, in both shapes it has had: ``"default";r=0;t=30``, where the longest wait of the
   policies that are used up counts, and ``limit=100, remaining=0, reset=30``;
3. those of :data:`RESETS`, from ``RateLimit-Reset`` to ``X-RateLimit-Reset`` and similar ones.

Servers send 2 and 3 with every answer. They ask for a wait only if nothing remains of the limit, or if the answer does
not say what remains.

The value of a wait may be a number of seconds, also with a fraction; a duration (``1m30s``, ``250ms``); an HTTP date,
or an ISO 8601 date with a time; or a moment in seconds or milliseconds since 1970. A moment in the past gives no wait.
Of several joined values (``5, 30``), the longest counts.

``page/answer.js`` reads the same for the answers that Python never sees. Both are tested with the same table of cases
(``tests/unit/waits.json``).
"""

from __future__ import annotations

from pywidget.core.dates import from_epoch, from_http_date, from_iso, is_digits
from pywidget.core.headers import MAX_VALUE_LENGTH, lower_names, without_quoted

#: The longest wait: 24 hours. Hardly any page stays open for longer, and a browser's timers allow at most 24.8 days.
MAX_WAIT_MS = 86_400_000
#: A longer number or duration is ignored: no quota lasts longer than a month, so the number has another unit, or is a
#: mistake. This does not apply to dates, which cannot be mistaken for anything else.
LONGEST_MEANT_MS = 31 * 86_400_000

#: Headers that ask for a wait: (name, unit of its numbers in milliseconds).
ASKED = (
    ("retry-after-ms", 1),
    ("x-ms-retry-after-ms", 1),
    ("retry-after", 1_000),
    ("x-retry-after", 1_000),
    ("x-ratelimit-retry-after", 1_000),
    ("x-rate-limit-retry-after-seconds", 1_000),
)
RATE_LIMIT = "ratelimit"
#: Pairs of headers: when a limit ends, and what remains of it.
RESETS = (
    ("ratelimit-reset", "ratelimit-remaining"),
    ("x-ratelimit-reset-after", "x-ratelimit-remaining"),
    ("x-ratelimit-reset", "x-ratelimit-remaining"),
    ("x-rate-limit-reset", "x-rate-limit-remaining"),
    ("x-ratelimit-reset-requests", "x-ratelimit-remaining-requests"),
    ("x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens"),
)

#: Longer texts are not read as a wait, in characters.
_LONGEST_TEXT = 64
_DATE_LENGTH = len("2026-06-15")
_UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


def wait_ms(headers: object, now_ms: int | None = None) -> int | None:
    """Return the wait that the headers ask for, in milliseconds, at most :data:`MAX_WAIT_MS`; None if there is none.

    Never raises. Names are read in any case.

    Args:
        headers: a dict, pairs, or an object with ``items()``.
        now_ms: the time now, in milliseconds since 1970. A readable ``Date`` header is used instead, because the
            server's dates are from the same clock. Without either, a date gives no wait.
    """
    return read_headers(headers, now_ms)[0]


def read_headers(headers: object, now_ms: int | None = None) -> tuple[int | None, bool]:
    """Return the wait as ``wait_ms`` does, and whether the headers ask to wait or say that a limit is used up."""
    found = lower_names(headers)
    now = from_http_date(found.get("date", ""), now_ms)
    if now is None:
        now = now_ms
    wait: int | None = None
    for name, unit in ASKED:
        if wait is None:
            wait = read_wait(found.get(name, ""), now, unit)
    if wait is None:
        wait = _rate_limit(found.get(RATE_LIMIT, ""), now)
    used_up = wait is not None
    for reset, remaining in RESETS:
        left = found.get(remaining)
        used_up = used_up or (left is not None and _used_up(left))
        if wait is None and _used_up(left):
            wait = _reset(found.get(reset, ""), left or "", now)
    return None if wait is None else min(wait, MAX_WAIT_MS), used_up


def read_wait(text: str, now: int | None, unit: int = 1_000, *, resets: bool = False) -> int | None:
    """Return the wait that a text asks for, in milliseconds; None if it asks for none.

    Args:
        text: one value, or several with commas between them.
        now: the time now, in milliseconds since 1970; needed for moments.
        unit: the unit of a number, in milliseconds.
        resets: whether a moment is expected, so that a number may also mean a moment that is far away.
    """
    wait = _one(text, now, unit, resets)
    if wait is not None or "," not in text or len(text) > MAX_VALUE_LENGTH:
        return wait
    parts = [part.strip() for part in text.split(",")]
    if text.count(", ") < len(parts) - 1 and any(part != parts[0] for part in parts):
        # "1,5" is no list, but one number with a decimal comma.
        return None
    waits = [_one(part, now, unit, resets) for part in parts]
    if None in waits and len(parts) % 2 == 0:
        # HTTP dates contain a comma, so each two parts belong together.
        pairs = range(0, len(parts), 2)
        waits = [_one(parts[index] + ", " + parts[index + 1], now, unit, resets) for index in pairs]
    known = [wait for wait in waits if wait is not None]
    return max(known) if len(known) == len(waits) else None


def from_number(thousandths: int, now: int | None, unit: int = 1_000, *, resets: bool = False) -> int | None:
    """Return the wait that a number asks for, given in thousandths; the rest is as for :func:`read_wait`."""
    moment = from_epoch(thousandths / 1000) if unit == 1_000 else None
    if moment is None:
        return _meant(thousandths * unit // 1000)
    wait = until(moment, now)
    if now is None or resets or abs(moment - now) <= LONGEST_MEANT_MS:
        return wait
    return None


def seconds_to_ms(text: str) -> int | None:
    """Return a number of seconds as milliseconds; None if ``text`` is anything but digits with at most one point."""
    whole, _, fraction = text.partition(".")
    if not is_digits(whole) or (fraction and not is_digits(fraction)):
        return None
    whole = whole.lstrip("0")
    return int(whole or "0") * 1000 + int((fraction + "000")[:3]) if len(whole) <= 15 else None


def until(moment: int | None, now: int | None) -> int | None:
    """Return the milliseconds until a moment, 0 if it is past; None if either is not known."""
    return None if moment is None or now is None else max(moment - now, 0)


def _meant(wait: int) -> int | None:
    return wait if wait <= LONGEST_MEANT_MS else None


def _one(text: str, now: int | None, unit: int, resets: bool) -> int | None:
    if not text or len(text) > _LONGEST_TEXT:
        return None
    thousandths = seconds_to_ms(text)
    if thousandths is not None:
        return from_number(thousandths, now, unit, resets=resets)
    duration = _duration(text)
    if duration is not None:
        return _meant(duration)
    # A date without a time does not say when to come back.
    moment = from_iso(text) if len(text) > _DATE_LENGTH else None
    return until(from_http_date(text, now) if moment is None else moment, now)


def _duration(text: str) -> int | None:
    """``1h2m3.5s`` in milliseconds."""
    total = 0
    while text:
        rest = text.lstrip("0123456789.")
        after = rest.lstrip("dhms")
        number, unit = text[: len(text) - len(rest)], rest[: len(rest) - len(after)]
        thousandths = seconds_to_ms(number)
        if thousandths is None or unit not in _UNITS:
            return None
        total += thousandths * _UNITS[unit] // 1000
        text = after
    return total


def _rate_limit(text: str, now: int | None) -> int | None:
    longest: int | None = None
    plain: dict[str, str] = {}
    for item in without_quoted(text).split(","):
        parameters: dict[str, str] = {}
        for part in item.split(";"):
            name, _, value = part.partition("=")
            parameters[name.strip().lower()] = value.strip()
        wait = read_wait(parameters.get("t", ""), now, resets=True)
        if wait is not None and _used_up(parameters.get("r")):
            longest = wait if longest is None else max(longest, wait)
        plain.update(parameters)
    if longest is None and _used_up(plain.get("remaining")):
        longest = read_wait(plain.get("reset", ""), now, resets=True)
    return longest


def _reset(text: str, left: str, now: int | None) -> int | None:
    moments, counts = text.split(","), left.split(",")
    if len(moments) == len(counts) > 1:
        # Several limits were joined: only those count of which nothing remains.
        pairs = zip(moments, counts)  # noqa: B905  MicroPython's zip has no strict; the lengths are equal
        text = ", ".join([moment.strip() for moment, count in pairs if _used_up(count)])
    return read_wait(text, now, resets=True)


def _used_up(remaining: str | None) -> bool:
    return remaining is None or any(seconds_to_ms(count.strip()) == 0 for count in remaining.split(","))
