# runs-on: micropython
"""Dates in texts: every day there is, what a text has to look like, and how far a number reaches."""

from __future__ import annotations

from pywidget.core.dates import from_epoch, from_http_date, from_iso, is_digits, to_iso

DAY = 86_400_000
#: 2026-06-15T12:00:00Z, a Monday.
NOW = 1_781_524_800_000
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_of(year: int, month: int) -> int:
    return 29 if month == 2 and leap(year) else LENGTHS[month - 1]


def test_every_day_is_counted_and_named() -> None:
    # Leap years, none at the end of a century but every fourth, and both sides of 1970.
    for first, count, start in ((1967, 8, -1_096), (1999, 3, 10_592), (2096, 6, 46_021), (2399, 3, 156_689)):
        day = start
        for year in range(first, first + count):
            for month in range(1, 13):
                for of_month in range(1, days_of(year, month) + 1):
                    date = f"{year}-{month:02d}-{of_month:02d}"
                    assert from_iso(date) == day * DAY, date
                    assert to_iso(day * DAY + 45_296_007) == date + "T12:34:56.007Z", date
                    day += 1


def test_a_month_has_so_many_days_and_no_more() -> None:
    for year in (2023, 2024, 1900, 2000):
        for month in range(1, 13):
            last = days_of(year, month)
            assert from_iso(f"{year}-{month:02d}-{last}") is not None, (year, month)
            assert from_iso(f"{year}-{month:02d}-{last + 1}") is None, (year, month)
            name = MONTHS[month - 1]
            moment = from_iso(f"{year}-{month:02d}-{last}T23:59:59Z")
            assert from_http_date(f"Mon, {last} {name} {year} 23:59:59 GMT") == moment, (year, name)
            assert from_http_date(f"Mon, {last + 1} {name} {year} 23:59:59 GMT") is None, (year, name)
    for date in ("2024-00-10", "2024-13-10", "2024-01-00"):
        assert from_iso(date) is None, date
    for name in ("jan", "JAN", "Mai", "0", "1", "", "Ja"):
        assert from_http_date(f"Mon, 10 {name} 2024 00:00:00 GMT") is None, name


def test_the_edges_of_eras() -> None:
    for text in ("0000-03-01", "0001-01-01", "0400-02-29", "1600-02-29", "1600-03-01", "2000-02-29", "9999-12-31"):
        moment = from_iso(text)
        assert moment is not None, text
        assert to_iso(moment) == text + "T00:00:00.000Z"


def test_the_time_of_the_day() -> None:
    for clock, ms in (
        ("00:00:00", 0),
        ("00:00", 0),
        ("00:00:01", 1_000),
        ("00:01:00", 60_000),
        ("01:00", 3_600_000),
        ("23:59:59", DAY - 1_000),
        ("23:59:60", DAY),
        ("24:00:00", None),
        ("23:60:00", None),
        ("23:59:61", None),
        ("00:00:00.5", 500),
        ("00:00:00.05", 50),
        ("00:00:00.123456", 123),
        ("00:00.25", 250),
        ("00:00:00.", None),
        ("00:00:00.x", None),
        ("00:00:00,5", None),
        ("0:00:00", None),
        ("00:00:0", None),
        ("00-00-00", None),
        ("00:00:00 ", None),
        ("", None),
    ):
        assert from_iso("1970-01-01T" + clock) == ms, clock


def test_offsets() -> None:
    for offset, ms in (
        ("Z", 0),
        ("z", 0),
        ("", 0),
        ("+00:00", 0),
        ("+01:30", -5_400_000),
        ("-01:30", 5_400_000),
        ("+0130", None),
        ("+1:30", None),
        ("+01-30", None),
        ("*01:30", None),
        ("ZZ", None),
        ("X", None),
    ):
        assert from_iso("1970-01-01T00:00:00" + offset) == ms, offset
    for zone, ms in (
        ("GMT", 0),
        ("UTC", 0),
        ("UT", 0),
        ("Z", 0),
        ("+0000", 0),
        ("-0000", 0),
        ("+0130", -5_400_000),
        ("-0130", 5_400_000),
        ("0130", None),
        ("*0130", None),
        ("+01:30", None),
        ("+130", None),
        ("+", None),
        ("CET", None),
    ):
        assert from_http_date("Thu, 01 Jan 1970 00:00:00 " + zone) == ms, zone


def test_the_shape_of_a_date() -> None:
    for text in (
        "1970-01-01",
        "1970-01-01T00:00:00Z",
        "1970-01-01t00:00:00Z",
        "1970-01-01 00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Thu, 1 Jan 1970 00:00:00 GMT",
        "Thu, 01-Jan-1970 00:00:00 GMT",
        "Thu Jan  1 00:00:00 1970",
        "Thu Jan 01 00:00:00 1970",
    ):
        assert (from_iso(text) if text[0] == "1" else from_http_date(text)) == 0, text
    for text in (
        "",
        "1970",
        "1970-01",
        "1970/01/01",
        "1970-01-1",
        "197x-01-01",
        "1970-01-01X00:00:00",
        "1970-01-01T",
    ):
        assert from_iso(text) is None, text
    for text in (
        "",
        "Thu,",
        "Thu, 01 Jan 1970",
        "Thu, 001 Jan 1970 00:00:00 GMT",
        "Thu, 0x Jan 1970 00:00:00 GMT",
        "Thu, 01 Jan 197 00:00:00 GMT",
        "Thu, 01 Jan 01970 00:00:00 GMT",
        "Thu, 01 Jan 19x0 00:00:00 GMT",
        "Thu, 01 Jan 1970 00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT GMT",
        "Thu, 01 Jan 1970, 00:00:00 GMT",
        "Thu,01 Jan 1970 00:00:00 GMT",
        "Thu 01 Jan 1970 00:00:00 GMT",
        "Thu Jan 1 00:00:00 70",
        "01 Jan 1970 00:00:00 GMT",
    ):
        assert from_http_date(text) is None, text


def test_years_of_two_digits_are_at_most_fifty_years_ahead() -> None:
    for year, full in (("26", 2026), ("27", 2027), ("76", 2076), ("77", 1977), ("99", 1999), ("00", 2000)):
        text = f", 06 Nov {year} 08:49:37 GMT"
        assert from_http_date("Sun" + text, NOW) == from_iso(f"{full}-11-06T08:49:37Z"), year
        assert from_http_date("Sun" + text) is None, year
    for year in ("2x", "2", "026"):
        assert from_http_date(f"Sun, 06 Nov {year} 08:49:37 GMT", NOW) is None, year
    assert from_http_date("Sun Nov  6 08:49:37 94", NOW) is None


def test_a_number_is_seconds_or_milliseconds_or_no_moment() -> None:
    for number, moment in (
        (999_999_999, None),
        (1_000_000_000, 1_000_000_000_000),
        (1_000_000_000.5, 1_000_000_000_500),
        (99_999_999_999, 99_999_999_999_000),
        (100_000_000_000, 100_000_000_000),
        (253_402_300_799_999, 253_402_300_799_999),
        (253_402_300_800_000, None),
        (-1, None),
    ):
        assert from_epoch(number) == moment, number


def test_digits_are_ascii() -> None:
    for text, digits in (("0", True), ("0123456789", True), ("", False), ("1a", False), ("~", False), ("٣", False)):
        assert is_digits(text) is digits, text
    assert not is_digits("²")
