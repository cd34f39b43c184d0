"""Whatever comes in: a verdict, an envelope, a wait or none; never an exception."""

from __future__ import annotations

import email.utils
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pywidget.catalog import SYSTEMS, load
from pywidget.core.classify import MAX_CODE_LENGTH, classify
from pywidget.core.dates import from_http_date, from_iso
from pywidget.core.envelope import read_envelope, wait_in_details
from pywidget.core.places import MAX_TEXT_LENGTH
from pywidget.core.retry_after import MAX_WAIT_MS, wait_ms
from pywidget.core.verdict import PATHS, REMEDIES

# What is run by chance is not measured: that would take long, and say another thing each time.
pytestmark = pytest.mark.no_cover


def listed_codes() -> list[str]:
    return [code for system in SYSTEMS for code in (*load(system).CODES, *load(system).EXTRA)]


CATEGORIES = list(load("breakground").CATEGORIES)

# Not before they are drawn from: while a system is being written, its tables cannot be read.
listed = st.deferred(lambda: st.sampled_from(listed_codes()))
stems = st.deferred(lambda: st.sampled_from([prefix for name in SYSTEMS for prefix, _ in load(name).PREFIXES]))

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text | st.binary(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)
codes = listed | st.builds("{}{}".format, stems, any_text) | any_text | anything
systems = st.sampled_from(SYSTEMS) | anything
names = st.sampled_from(
    ["error", "code", "message", "details", "request_id", "requestId", "statusCode", "status", "category", "type",
     "title", "detail", "retry_after", "retry_after_ms", "resets_at", "retryDelay", "errors", "extensions", "__type"]
)  # fmt: skip
bodies = st.recursive(
    anything | listed | st.sampled_from(CATEGORIES),
    lambda inner: st.dictionaries(names, inner, max_size=5) | st.lists(inner, max_size=3),
    max_leaves=12,
)
header_names = st.sampled_from(
    ["Retry-After", "retry-after", "Retry-After-Ms", "RateLimit", "RateLimit-Remaining", "RateLimit-Reset",
     "X-RateLimit-Reset", "X-RateLimit-Remaining", "Date", "X-Request-Id", "X-Amzn-ErrorType"]
)  # fmt: skip
header_values = (
    st.integers().map(str)
    | st.floats().map(str)
    | st.text(alphabet='0123456789.,;=rt"-+: GMT', max_size=40)
    | st.datetimes(timezones=st.just(UTC)).map(lambda moment: email.utils.format_datetime(moment, usegmt=True))
    | st.datetimes().map(datetime.isoformat)
    | st.from_regex(r"[A-Z][a-z]+, [0-9 -]{0,3}[A-Z][a-z]{2}[ -][0-9-]{0,4} [0-9:]{6,8} (GMT|UTC|[+-][0-9]{4})")
    | st.from_regex(r"([0-9]{0,4}[.,]? ?(ms|s|m|h|d)?){1,5}")
    | anything
)
headers = (
    st.dictionaries(header_names, header_values, max_size=6)
    | st.lists(st.tuples(header_names, header_values), max_size=6)
    | anything
)
clocks = st.none() | st.integers(min_value=0, max_value=2**45)


def as_text(body: object) -> str:
    return json.dumps(body, default=repr)


@given(codes, systems, codes, st.integers(90, 610) | anything, any_text | anything)
def test_classify_always_answers(code: Any, system: Any, category: Any, http_status: Any, text: Any) -> None:
    verdict = classify(code, system, category=category, http_status=http_status, text=text)
    assert verdict.path in PATHS
    assert verdict.remedy in REMEDIES
    assert verdict.http_status is None or 100 <= verdict.http_status <= 599
    assert verdict.code is None or 0 < len(verdict.code) <= MAX_CODE_LENGTH
    assert verdict.action
    again = classify(code, system, category=category, http_status=http_status, text=text)
    assert all(getattr(again, name) == getattr(verdict, name) for name in verdict.__slots__)


@given(codes, systems)
def test_only_listed_codes_are_certain_and_only_a_status_renews_unasked(code: Any, system: Any) -> None:
    verdict = classify(code, system)
    assert (verdict.basis == "code") <= (code in listed_codes())
    assert verdict.basis == "code" or verdict.remedy != "renew-session"


@given(systems, anything, bodies.map(as_text) | bodies | any_text | st.binary(), headers, clocks)
def test_read_envelope_always_answers(system: Any, status: Any, body: Any, header: Any, now: int | None) -> None:
    envelope = read_envelope(system, status, body, header, now)
    for text in (envelope.code, envelope.message, envelope.request_id, envelope.category):
        assert text is None or (isinstance(text, str) and 0 < len(text) <= MAX_TEXT_LENGTH)
    assert envelope.http_status is None or 100 <= envelope.http_status <= 599
    assert envelope.retry_after_ms is None or 0 <= envelope.retry_after_ms <= MAX_WAIT_MS
    verdict = classify(
        envelope.code, system, category=envelope.category, http_status=envelope.http_status, text=envelope.message
    )
    assert verdict.path in PATHS


@given(bodies.filter(lambda body: isinstance(body, dict)))
def test_text_and_parsed_body_read_alike(body: Any) -> None:
    text = json.dumps(body, default=repr, allow_nan=False) if _plain(body) else None
    if text is not None:
        one, other = read_envelope("allfeat-api", 400, text), read_envelope("allfeat-api", 400, json.loads(text))
        assert all(getattr(one, name) == getattr(other, name) for name in one.__slots__)


def _plain(body: object) -> bool:
    try:
        json.dumps(body, default=repr, allow_nan=False)
    except ValueError:
        return False
    return True


@given(headers, clocks)
def test_wait_ms_always_answers(header: Any, now: int | None) -> None:
    wait = wait_ms(header, now)
    assert wait is None or (isinstance(wait, int) and 0 <= wait <= MAX_WAIT_MS)


@given(bodies | anything, clocks)
def test_wait_in_details_always_answers(details: Any, now: int | None) -> None:
    wait = wait_in_details(details, now)
    assert wait is None or (isinstance(wait, int) and 0 <= wait <= MAX_WAIT_MS)


@given(st.text(alphabet='{}[]"\\,:a1 ', max_size=300))
@settings(max_examples=300)
def test_brackets_and_quotes_in_any_order_are_survived(text: str) -> None:
    assert read_envelope("mori", 400, text).code is None


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001  UTC is added below
def test_http_dates_agree_with_the_standard_library(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    expected = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert from_http_date(email.utils.format_datetime(moment, usegmt=True)) == expected
    assert from_http_date(f"{moment:%a %b} {moment.day:>2} {moment:%H:%M:%S} {moment.year:04}") == expected


@given(
    st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)),  # noqa: DTZ001  a zone is added below
    st.integers(-23 * 60, 23 * 60),
)
def test_iso_dates_agree_with_the_standard_library(moment: datetime, offset: int) -> None:
    moment = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    expected = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert from_iso(moment.isoformat()) == expected


def test_ten_megabytes_are_survived() -> None:
    # Not among the tests that also run in MicroPython: its heap is smaller than this.
    huge = "x" * 10_000_000
    assert classify(huge, huge, category=huge, text=huge).code == huge[:MAX_CODE_LENGTH]
    assert classify("session." + huge).basis == "prefix"
    assert read_envelope(huge, 500, huge, {huge: huge, "Retry-After": huge}).code is None
