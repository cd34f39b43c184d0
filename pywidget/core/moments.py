"""Dates in texts, as milliseconds since 1970-01-01T00:00:00Z.

Read here and not by ``datetime`` or ``email.utils``, because MicroPython has neither parser. A text that is not exactly
such a date is None.
"""

from __future__ import annotations

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DIGITS = "0123456789"

#: A number of seconds from here on is a point in time (2001), not a duration of 31 years.
_EPOCH_SECONDS = 1_000_000_000
#: And from here on it is in milliseconds (1973).
_EPOCH_MILLISECONDS = 100_000_000_000


def is_digits(text: str) -> bool:
    """Whether ``text`` is ASCII digits only; ``str.isdigit`` knows many more."""
    return text != "" and all(character in _DIGITS for character in text)


def from_epoch(value: float) -> int | None:
    """The moment that a number names, in seconds or milliseconds; None if it is too small to be one."""
    if value >= _EPOCH_MILLISECONDS:
        return int(value)
    return int(value * 1000) if value >= _EPOCH_SECONDS else None


def from_http_date(text: str, now_ms: int | None = None) -> int | None:
    """The moment of an HTTP date in any of its three forms (RFC 9110, section 5.6.7).

    Args:
        text: ``Sun, 06 Nov 1994 08:49:37 GMT``, ``Sunday, 06-Nov-94 08:49:37 GMT`` or ``Sun Nov  6 08:49:37 1994``.
        now_ms: needed for the second form, whose year has two digits: one more than 50 years ahead is in the past.
    """
    words = text.split()
    if len(words) == 6 and words[0].endswith(",") and words[5] == "GMT":
        _, day, month, year, clock, _ = words
    elif len(words) == 5 and words[1].isalpha():
        _, month, day, clock, year = words
    elif len(words) == 4 and words[3] == "GMT" and words[1].count("-") == 2 and now_ms is not None:
        day, month, year = words[1].split("-")
        clock = words[2]
        if len(year) != 2 or not is_digits(year):
            return None
        this_year = 1970 + now_ms // 31_556_952_000
        full = this_year // 100 * 100 + int(year)
        year = str(full - 100 if full > this_year + 50 else full)
    else:
        return None
    month = month.lower()
    if month not in _MONTHS or len(clock) != 8:
        return None
    return _moment(year, str(_MONTHS.index(month) + 1), day, clock.split(":"))


def from_iso(text: str) -> int | None:
    """The moment of an ISO 8601 date or date-time (RFC 3339); without an offset it is taken as UTC."""
    date, clock = text[:10], text[11:]
    if len(date) != 10 or date[4] != "-" or date[7] != "-" or text[10:11] not in ("", "T", "t", " "):
        return None
    if not clock:
        return _moment(date[:4], date[5:7], date[8:], ["0", "0", "0"]) if len(text) == 10 else None
    offset = 0
    if clock[-1] in "Zz":
        clock = clock[:-1]
    elif len(clock) > 6 and clock[-6] in "+-" and clock[-3] == ":":
        hours, minutes = clock[-5:-3], clock[-2:]
        if not is_digits(hours) or not is_digits(minutes):
            return None
        offset = (int(hours) * 60 + int(minutes)) * (-60_000 if clock[-6] == "-" else 60_000)
        clock = clock[:-6]
    clock, point, fraction = clock.partition(".")
    if point and not is_digits(fraction):
        return None
    parts = clock.split(":")
    if len(parts) == 2:
        parts.append("0")
    moment = _moment(date[:4], date[5:7], date[8:], parts)
    if moment is None:
        return None
    return moment + int((fraction + "000")[:3]) - offset


def _moment(year: str, month: str, day: str, clock: list[str]) -> int | None:
    parts = [year, month, day]
    parts.extend(clock)
    if len(parts) != 6 or not all(len(part) <= 4 and is_digits(part) for part in parts):
        return None
    y, m, d, hour, minute, second = [int(part) for part in parts]
    if not (y >= 1 and 1 <= m <= 12 and 1 <= d <= _MONTH_DAYS[m - 1]):
        return None
    if m == 2 and d == 29 and (y % 4 or (y % 100 == 0 and y % 400)):
        return None
    # 60 is a leap second.
    if hour > 23 or minute > 59 or second > 60:
        return None
    # The year is counted from March, so that the leap day is its last one.
    if m < 3:
        y -= 1
        m += 12
    days = 365 * y + y // 4 - y // 100 + y // 400 + (153 * (m - 3) + 2) // 5 + d - 719_469
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000
