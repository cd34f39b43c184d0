# runs-on: micropython
"""What headers say about waiting, in all the forms they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.dates import from_http_date, from_iso
from pywidget.core.retry_after import LONGEST_MEANT_MS, MAX_WAIT_MS, wait_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

#: 2026-06-15T12:00:00Z, a Monday.
NOW = 1_781_524_800_000
DAY = 86_400_000


def check(cases: tuple[tuple[object, int | None], ...]) -> None:
    for headers, expected in cases:
        assert wait_ms(headers, NOW) == expected, (headers, wait_ms(headers, NOW), expected)


def test_seconds() -> None:
    check(
        (
            ({"Retry-After": "30"}, 30_000),
            ({"Retry-After": "0"}, 0),
            ({"Retry-After": " 5 "}, 5_000),
            ({"Retry-After": "1.5"}, 1_500),
            ({"Retry-After": "0.0019"}, 1),
            ({"Retry-After": "007"}, 7_000),
            ({"Retry-After": "0" * 30 + "7"}, 7_000),
        )
    )


def test_dates_in_the_three_forms_of_http() -> None:
    check(
        (
            ({"Retry-After": "Mon, 15 Jun 2026 12:00:30 GMT"}, 30_000),
            ({"Retry-After": "Monday, 15-Jun-26 12:00:30 GMT"}, 30_000),
            ({"Retry-After": "Mon Jun 15 12:00:30 2026"}, 30_000),
            ({"Retry-After": "Tue Jun 16 00:00:00 2026"}, 43_200_000),
        )
    )


def test_a_date_in_the_past_is_no_wait() -> None:
    check(
        (
            ({"Retry-After": "Mon, 15 Jun 2026 11:59:59 GMT"}, 0),
            ({"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"}, 0),
            ({"Retry-After": "Sunday, 06-Nov-94 08:49:37 GMT"}, 0),
            ({"Retry-After": "Sun Nov  6 08:49:37 1994"}, 0),
        )
    )


def test_the_servers_own_clock_is_used_where_it_is_told() -> None:
    # The visitor's clock is an hour slow.
    headers = {"Date": "Mon, 15 Jun 2026 13:00:00 GMT", "Retry-After": "Mon, 15 Jun 2026 13:00:20 GMT"}
    check(((headers, 20_000),))
    assert wait_ms(headers) == 20_000


def test_without_a_clock_dates_say_nothing() -> None:
    assert wait_ms({"Retry-After": "Mon, 15 Jun 2026 12:00:30 GMT"}) is None
    assert wait_ms({"X-RateLimit-Reset": "1781524830"}) is None
    assert wait_ms({"Retry-After": "30"}) == 30_000


def test_rate_limit_of_the_older_draft() -> None:
    check(
        (
            ({"RateLimit": "limit=100, remaining=0, reset=30"}, 30_000),
            ({"RateLimit": "limit=100,remaining=0,reset=30"}, 30_000),
            ({"RateLimit": "limit=100, remaining=7, reset=30"}, None),
            ({"RateLimit": "limit=100, reset=30"}, 30_000),
            ({"RateLimit-Limit": "100", "RateLimit-Remaining": "0", "RateLimit-Reset": "30"}, 30_000),
            ({"RateLimit-Limit": "100", "RateLimit-Remaining": "1", "RateLimit-Reset": "30"}, None),
            ({"RateLimit-Reset": "30"}, 30_000),
        )
    )


def test_rate_limit_of_the_newer_draft() -> None:
    check(
        (
            ({"RateLimit": '"default";r=0;t=30'}, 30_000),
            ({"RateLimit": '"default"; r=0; t=30'}, 30_000),
            ({"RateLimit": '"default";r=5;t=30'}, None),
            ({"RateLimit": '"burst";r=0;t=5, "daily";r=0;t=3600'}, 3_600_000),
            ({"RateLimit": '"burst";r=0;t=5, "daily";r=40;t=3600'}, 5_000),
            ({"RateLimit": '"default";r=0'}, None),
        )
    )


def test_x_rate_limit_reset() -> None:
    check(
        (
            ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1781524830"}, 30_000),
            ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1781524830000"}, 30_000),
            ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"}, 30_000),
            ({"X-RateLimit-Reset": "1781524830.5"}, 30_500),
            ({"X-RateLimit-Remaining": "3", "X-RateLimit-Reset": "30"}, None),
            ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1781524700"}, 0),
        )
    )


def test_which_header_counts_first() -> None:
    check(
        (
            ({"Retry-After": "10", "RateLimit": '"a";r=0;t=20', "X-RateLimit-Reset": "40"}, 10_000),
            ({"Retry-After": "soon", "RateLimit": '"a";r=0;t=20', "X-RateLimit-Reset": "40"}, 20_000),
            ({"RateLimit-Reset": "30", "X-RateLimit-Reset": "40"}, 30_000),
        )
    )


def test_names_are_read_in_any_case_and_from_any_holder() -> None:
    class Holder:
        def items(self) -> list[tuple[str, str]]:
            return [("retry-after", "3")]

    check(
        (
            ({"retry-after": "3"}, 3_000),
            ({"RETRY-AFTER": "3"}, 3_000),
            ([("Retry-After", "3")], 3_000),
            ((["Retry-After", "3"],), 3_000),
            (Holder(), 3_000),
            ([("Retry-After", "3"), ("retry-after", "9")], 3_000),
            ([(b"Retry-After", b"3")], 3_000),
            ({"Retry-After": ["3"]}, 3_000),
            ({"Retry-After": ("3", b"9")}, 9_000),
        )
    )


def test_no_wait_is_longer_than_a_day() -> None:
    assert MAX_WAIT_MS == DAY
    check(
        (
            ({"Retry-After": "86400"}, DAY),
            ({"Retry-After": "86401"}, DAY),
            ({"Retry-After": "Mon, 15 Jun 2099 12:00:30 GMT"}, DAY),
            ({"X-RateLimit-Reset": "9999999999"}, DAY),
        )
    )


def test_what_nobody_can_mean_is_no_wait() -> None:
    assert LONGEST_MEANT_MS == 31 * DAY
    check(
        (
            ({"Retry-After": "2678400"}, DAY),
            ({"Retry-After": "2678401"}, None),
            ({"Retry-After": "9" * 900}, None),
            ({"Retry-After": "1781524830"}, 30_000),
            ({"Retry-After": "1781524830000"}, 30_000),
            ({"Retry-After": "9999999999"}, None),
            ({"Retry-After": "9" * 900, "X-RateLimit-Reset": "30"}, 30_000),
        )
    )


def test_garbage_says_nothing() -> None:
    for value in (
        "",
        "-1",
        "+5",
        "5y",
        "1e3",
        "1,5",
        "1.2.3",
        "NaN",
        "Infinity",
        "\u0663\u0660",
        "\ud800",
        "soon",
        "2026-06-15",
        "Mon, 15 Jun 2026 12:00:30 CET",
        "Mon, 15 Jun 2026 25:00:00 GMT",
        "Mon, 31 Jun 2026 12:00:00 GMT",
        "Mon, 29 Feb 2026 12:00:00 GMT",
        "Mon, 00 Jun 2026 12:00:00 GMT",
        "Mon, 15 Foo 2026 12:00:00 GMT",
        "Mon, 15 Jun 2026 12:00:30 GMT, 30",
        "x" * 100_000,
    ):
        for name in ("Retry-After", "RateLimit", "RateLimit-Reset", "X-RateLimit-Reset"):
            assert wait_ms({name: value}, NOW) is None, (name, value)


def test_headers_of_any_type_are_survived() -> None:
    for headers in (
        None,
        0,
        True,
        "Retry-After: 3",
        b"Retry-After: 3",
        [],
        {},
        [1, 2],
        [("Retry-After",)],
        [("a", "b", "c")],
        {"Retry-After": 3},
        {"Retry-After": None},
        {"Retry-After": [3]},
        {"Retry-After": []},
        {3: "3"},
        object(),
    ):
        assert wait_ms(headers, NOW) is None, headers


def test_endless_headers_are_not_read_to_the_end() -> None:
    def endless() -> Iterator[tuple[str, str]]:
        while True:
            yield "a", "b"

    assert wait_ms(endless(), NOW) is None


def test_http_dates_are_what_they_say() -> None:
    for text, expected in (
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000),
        ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400_000),
        ("Wed, 01 Mar 2000 00:00:00 GMT", 951_868_800_000),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400_000),
        ("Fri, 31 Dec 2026 23:59:60 GMT", 1_798_761_600_000),
        ("Mon, 29 Feb 2100 00:00:00 GMT", None),
    ):
        assert from_http_date(text) == expected, text


def test_years_of_two_digits_are_near() -> None:
    for year, expected in (("26", 2026), ("76", 2076), ("77", 1977), ("00", 2000)):
        moment = from_http_date("Monday, 15-Jun-" + year + " 12:00:00 GMT", NOW)
        assert moment == from_iso(str(expected) + "-06-15T12:00:00Z"), year
    assert from_http_date("Monday, 15-Jun-26 12:00:00 GMT") is None


def test_iso_dates_are_what_they_say() -> None:
    for text, expected in (
        ("2026-06-15T12:00:00Z", NOW),
        ("2026-06-15t12:00:00z", NOW),
        ("2026-06-15 12:00:00", NOW),
        ("2026-06-15T12:00", NOW),
        ("2026-06-15T12:00:00.250Z", NOW + 250),
        ("2026-06-15T12:00:00.123456789Z", NOW + 123),
        ("2026-06-15T14:00:00+02:00", NOW),
        ("2026-06-15T06:30:00-05:30", NOW),
        ("2026-06-15", NOW - DAY // 2),
        ("2026-06-15T", None),
        ("2026-06-15T12", None),
        ("2026-06-15T12:00:00.Z", None),
        ("2026-06-15T12:00:00+0200", None),
        ("2026-13-15T12:00:00Z", None),
        ("2026-02-29", None),
        ("26-06-15", None),
        ("2026-06-15X12:00:00Z", None),
        ("tomorrow", None),
        ("", None),
    ):
        assert from_iso(text) == expected, (text, from_iso(text))
