"""Dates in texts, from and to milliseconds since 1970-01-01T00:00:00Z.

They are read here and not by ``datetime`` or ``email.utils``, because MicroPython has neither parser. A text that is
not exactly a date in one of the forms below gives None.
"""

from __future__ import annotations

_DIGITS = "0123456789"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MARCH = 3
_MIDNIGHT = "00:00:00"
#: Names of the time zone UTC in dates of HTTP and e-mail.
_ZONES = ("GMT", "UTC", "UT", "Z")
#: The last hour, minute and second of a day; 60 is a leap second.
_LAST = (23, 59, 60)

#: Smaller numbers are durations. From this number on, a number of seconds is a moment (in 2001 or later), because
#: nobody means a duration of 31 years.
_EPOCH_SECONDS = 1_000_000_000
#: From this number on, a number counts milliseconds (1973 or later) and not seconds.
_EPOCH_MILLISECONDS = 100_000_000_000
#: No date is later: years have four digits.
_YEAR_10000 = 253_402_300_800_000

DAY_MS = 86_400_000
_MEAN_YEAR_MS = 31_556_952_000


def is_digits(text: str) -> bool:
    """Whether ``text`` is ASCII digits only. ``str.isdigit`` also accepts other digits, such as Arabic ones."""
    return text != "" and all(character in _DIGITS for character in text)


def from_epoch(value: float) -> int | None:
    """Return the moment in milliseconds that a number (of seconds or milliseconds since 1970) means.

    None if the number is too small or too large for a moment.
    """
    moment = value if value >= _EPOCH_MILLISECONDS else value * 1000
    return int(moment) if value >= _EPOCH_SECONDS and moment < _YEAR_10000 else None


def from_http_date(text: str, now_ms: int | None = None) -> int | None:
    """Return the moment of an HTTP date in any of its three forms (RFC 9110, section 5.6.7).

    The first two are also read as e-mail has them (RFC 5322): with a day of one digit, and with ``+0000`` or ``UTC``.

    Args:
        text: ``Sun, 06 Nov 1994 08:49:37 GMT``, ``Sunday, 06-Nov-94 08:49:37 GMT`` or ``Sun Nov  6 08:49:37 1994``.
        now_ms: the time now; needed for years of two digits. A year more than 50 years ahead is taken as the past
            (RFC 9110).
    """
    _, comma, rest = text.partition(", ")
    parts = [part for part in (rest or text).split(" ") if part]
    if len(parts) == 3:
        parts = parts[0].split("-") + parts[1:]
    if len(parts) != 5 or text.count(",") != len(comma.strip()):
        return None
    if comma:
        day, month, year, clock, zone = parts
    else:
        _, month, day, clock, year = parts
        zone = "GMT"
    offset = _zone(zone)
    if comma and len(year) == 2 and is_digits(year) and now_ms is not None:
        year = _full_year(int(year), now_ms)
    if offset is None or len(day) not in (1, 2) or len(year) != 4 or not _has_shape(clock, _MIDNIGHT):
        return None
    moment = _moment(year, _month(month), day, clock)
    return None if moment is None else moment - offset


def from_iso(text: str) -> int | None:
    """Return the moment of an ISO 8601 date or date-time (RFC 3339); without an offset it is taken as UTC."""
    date, separator, clock = text[:10], text[10:11], text[11:]
    if not _has_shape(date, "0000-00-00") or separator not in ("", "T", "t", " "):
        return None
    clock, offset = _split_offset(clock if separator else _MIDNIGHT)
    clock, point, fraction = clock.partition(".")
    if _has_shape(clock, "00:00"):
        clock += ":00"
    if not _has_shape(clock, "00:00:00") or (point and not is_digits(fraction)):
        return None
    moment = _moment(date[:4], date[5:7], date[8:], clock)
    return None if moment is None else moment + int((fraction + "000")[:3]) - offset


def to_iso(moment: int) -> str:
    """Return a moment as ISO 8601 in UTC: ``2026-06-15T12:00:00.000Z``."""
    days, rest = divmod(moment, DAY_MS)
    # Counted in eras of 400 years that begin in March, so that the leap day is the last day of an era.
    days += 719_468
    era, day = divmod(days, 146_097)
    year = (day - day // 1_460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5
    month += 3 if month < 10 else -9
    year += era * 400 + (1 if month < 3 else 0)
    return f"{year:04d}-{month:02d}-{day + 1:02d}T{iso_clock(rest)}"


def iso_clock(ms: int) -> str:
    """Return what is behind the ``T``, for a time of day in milliseconds."""
    seconds = ms // 1000
    minutes = seconds // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds % 60:02d}.{ms % 1000:03d}Z"


def _has_shape(text: str, shape: str) -> bool:
    """Whether ``text`` looks like ``shape``, in which 0 stands for a digit."""
    if len(text) != len(shape):
        return False
    for character, wanted in zip(text, shape):  # noqa: B905  MicroPython's zip has no strict; the lengths are equal
        if character not in _DIGITS if wanted == "0" else character != wanted:
            return False
    return True


def _split_offset(clock: str) -> tuple[str, int]:
    """Split ``08:00:00+02:00`` into the clock and the offset in milliseconds."""
    if clock[-1:] in ("Z", "z"):
        return clock[:-1], 0
    sign, zone = clock[-6:-5], clock[-5:]
    if sign not in ("+", "-") or not _has_shape(zone, "00:00"):
        return clock, 0
    return clock[:-6], _offset(sign, zone)


def _zone(name: str) -> int | None:
    """The offset of ``GMT`` or ``+0000`` in milliseconds."""
    if name in _ZONES:
        return 0
    return _offset(name[0], name[1:]) if name[:1] in ("+", "-") and _has_shape(name[1:], "0000") else None


def _offset(sign: str, zone: str) -> int:
    minutes = int(zone[:2]) * 60 + int(zone[-2:])
    return minutes * (60_000 if sign == "+" else -60_000)


def _month(name: str) -> str:
    return str(_MONTHS.index(name) + 1) if name in _MONTHS else "0"


def _full_year(last_two: int, now_ms: int) -> str:
    this_year = 1970 + now_ms // _MEAN_YEAR_MS
    year = this_year // 100 * 100 + last_two
    return str(year - 100 if year > this_year + 50 else year)


def _moment(year: str, month: str, day: str, clock: str) -> int | None:
    if not is_digits(year + month + day):
        return None
    y, m, d = int(year), int(month), int(day)
    leap = y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
    if not 1 <= m <= len(_MONTHS) or not 1 <= d <= (_LEAP_MONTH_DAYS if leap else _MONTH_DAYS)[m - 1]:
        return None
    hour, minute, second = int(clock[:2]), int(clock[3:5]), int(clock[6:])
    if hour > _LAST[0] or minute > _LAST[1] or second > _LAST[2]:
        return None
    # The year is counted from March, so that the leap day is its last one.
    if m < _MARCH:
        y -= 1
        m += 12
    days = 365 * y + y // 4 - y // 100 + y // 400 + (153 * (m - 3) + 2) // 5 + d - 719_469
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000
