"""Values whose methods raise or lie, numbers of 5,000 digits, circles: nothing that Python hands over raises."""

from __future__ import annotations

import json
from enum import IntEnum, StrEnum
from http import HTTPStatus
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import pywidget
from pywidget.browser.locale import read_own_texts
from pywidget.core.classify import MAX_CODE_LENGTH, classify
from pywidget.core.headers import lower_names
from pywidget.core.places import MAX_TEXT_LENGTH
from pywidget.core.profile import read_profile
from pywidget.core.redact import scrub
from pywidget.core.retry_after import MAX_WAIT_MS, wait_ms
from pywidget.core.status import exact
from pywidget.core.verdict import PATHS
from pywidget.errors import ApiError, raise_for_error, read_response
from pywidget.page_api import _readable
from pywidget.plain import plain
from tools.fuzz.hostile import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[[], Any]


def look_at(error: ApiError | None) -> None:
    if error is None:
        return
    assert error.path in PATHS
    for text in (error.code, error.server_message, error.request_id):
        assert text is None or (type(text) is str and len(text) <= MAX_TEXT_LENGTH)
    assert str(error).isprintable()
    # What can be written can be logged.
    assert json.dumps(error.details)


def classified(make: Make) -> None:
    for verdict in (
        classify(make()),
        classify("x", make()),
        classify("x", "breakground", category=make()),
        classify("x", http_status=make()),
        classify(None, text=make()),
    ):
        assert verdict.path in PATHS
        assert verdict.code is None or (type(verdict.code) is str and len(verdict.code) <= MAX_CODE_LENGTH)
        assert str(verdict).isprintable()


def answer_read(make: Make) -> None:
    look_at(read_response(make(), '{"code":"x"}'))
    look_at(read_response(400, make()))
    look_at(read_response(400, {"error": {"code": make(), "message": make(), "request_id": make()}}))
    look_at(read_response(400, {"details": make(), "status": make(), "retry_after": make()}))
    look_at(read_response(400, b"", make()))
    look_at(read_response(400, b"", [("Retry-After", make()), (make(), "5"), make()]))
    look_at(read_response(400, b"", {}, make()))


def response_raised(make: Make) -> None:
    for status, content, headers in ((make(), b"", {}), (500, make(), {}), (500, b"", make())):
        response: Any = SimpleNamespace(status_code=status, content=content, headers=headers)
        try:
            raise_for_error(response)
        except ApiError as error:
            look_at(error)


def headers_read(make: Make) -> None:
    for headers in (make(), [("Retry-After", make())], [(make(), "5")], [("a", "1"), make()]):
        found = lower_names(headers)
        assert all(type(name) is str and type(text) is str for name, text in found.items())
    for headers in (make(), [("Retry-After", make())]):
        wait = wait_ms(headers)
        assert wait is None or 0 <= wait <= MAX_WAIT_MS


def profile_read(make: Make) -> None:
    for said in (make(), {"system": make()}, {"system": "fuzzed", "codes": make(), "events": make(), "token": make()}):
        profile, problems = read_profile(said, ("unexpected",))
        assert profile is not None or problems
        assert all(len(problem) < 20_000 for problem in problems)


def told_to_the_page(make: Make) -> None:
    error = RuntimeError("x")
    vars(error).update(code=make(), http_status=make(), details=make())
    for told in (make(), error, {"error": make()}):
        assert isinstance(json.dumps(_readable(told), allow_nan=False), str)


def copied(make: Make) -> None:
    copy = plain(make())
    assert json.loads(json.dumps(copy, allow_nan=False)) == copy


@pytest.mark.parametrize(
    "reads", [classified, answer_read, response_raised, headers_read, profile_read, told_to_the_page, copied]
)
def test_nothing_that_is_handed_over_raises(reads: Callable[[Make], None]) -> None:
    for name, make in HOSTILE:
        try:
            reads(make)
        except Exception as error:
            error.add_note(f"for: {name}")
            raise


class Code(StrEnum):
    INACTIVE = "session.key_inactive"


class Number(IntEnum):
    ONE = 1


def test_a_class_of_ones_own_counts_as_what_it_is_derived_from() -> None:
    assert classify(Code.INACTIVE).basis == "code"
    assert classify("x", http_status=HTTPStatus.UNAUTHORIZED).remedy == "renew-session"
    assert [exact(one) for one in (Number.ONE, 1.0, b"x", None)] == [1, None, None, None]
    read = pywidget.read_response(HTTPStatus.NOT_FOUND, {"code": Code.INACTIVE, "details": (1, 2)})
    assert read is not None
    assert (read.code, read.http_status, read.details) == ("session.key_inactive", 404, [1, 2])


def test_a_copy_ends() -> None:
    # Each of 32 levels three times would be 10 ** 15 values.
    circle: dict[str, Any] = {}
    circle.update(a=circle, b=circle, c=[circle])
    assert len(json.dumps(plain(circle))) < 5_000_000
    assert plain({"a": [1, 2.5, True, "x", float("nan"), object()]}) == {"a": [1, 2.5, True, "x", None, None]}
    assert plain([[[1]]], depth=2) == [[None]]


def test_own_texts_that_are_nested_too_deeply_are_no_object() -> None:
    assert read_own_texts("[" * 100_000) == ({}, ["data-messages is no JSON object. Using the built-in texts."])


def test_a_credential_behind_its_name_twice_is_cleaned() -> None:
    secret = "9f8e7d6c5b4a3210aa"
    for name in ("Bearer Bearer ", "bearer: Bearer  ", "token: token: ", "token= token="):
        assert secret not in scrub(name + secret), name
    assert scrub("Bearer Bearer is written twice") == "Bearer Bearer is written twice"


def test_ten_megabytes_are_survived() -> None:
    # Not among the tests that also run in MicroPython: its heap is smaller than this.
    huge = "x" * 10_000_000
    assert classify(huge, huge, category=huge, text=huge).code == huge[:MAX_CODE_LENGTH]
    assert classify("session." + huge).basis == "prefix"
    error = read_response(500, huge, {huge: huge, "Retry-After": huge}, huge)
    assert error is not None
    assert error.code is None
