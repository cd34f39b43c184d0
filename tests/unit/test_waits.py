# runs-on: micropython
"""How long an answer asks to wait: each case of the table. JavaScript reads the same one (``tests/node``)."""

from __future__ import annotations

from waits import TABLE

from pywidget.core.envelope import read_envelope
from pywidget.core.retry_after import wait_ms

NOW = TABLE["now"]


def test_headers() -> None:
    for what, headers, wait in TABLE["headers"]:
        assert wait_ms(headers, NOW) == wait, (what, headers, wait_ms(headers, NOW), wait)


def test_bodies() -> None:
    for what, body, wait in TABLE["bodies"]:
        for system in ("mori", "acme"):
            found = read_envelope(system, 429, body, {}, NOW).retry_after_ms
            assert found == wait, (what, body, found, wait)


def test_a_header_comes_before_the_body() -> None:
    for _, body, _ in TABLE["bodies"]:
        assert read_envelope("mori", 429, body, {"Retry-After": "8"}, NOW).retry_after_ms == 8_000, body


def test_long_texts_are_not_read() -> None:
    assert read_envelope("mori", 429, {"retry_after": "5" + ", 5" * 333}, {}, NOW).retry_after_ms == 5_000
    for text in ("5" + ", 5" * 334, "5" + ", 5" * 20_000, "9" * 60_000, "1m" * 30_000, "Mon, " * 10_000):
        assert read_envelope("mori", 429, {"retry_after": text}, {}, NOW).retry_after_ms is None, text[:20]


def test_without_a_clock_moments_ask_for_nothing() -> None:
    for what, headers, _ in TABLE["headers"]:
        wait = wait_ms(headers)
        assert wait is None or wait == wait_ms(headers, NOW), (what, headers)
