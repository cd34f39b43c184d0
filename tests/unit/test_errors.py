# runs-on: micropython
"""HTTP error answers as exceptions: in every interpreter, and without what is private in their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pywidget
from pywidget.catalog import SYSTEMS, load, register
from pywidget.core.profile import read_profile
from pywidget.core.verdict import REMEDIES
from pywidget.errors import ApiError, raise_for_error, read_response
from pywidget.locales import texts

if TYPE_CHECKING:
    from typing import Any


def read(status: object, body: object, headers: object = None, system: object = "allfeat-widget") -> ApiError:
    error = read_response(status, body, headers, system)
    assert error is not None, (status, body)
    return error


def test_a_profile_with_sentences_of_its_own_has_no_text_here() -> None:
    said = {"system": "errors-own", "codes": {"E1": {"path": "retry", "message": "Please do it again now."}}}
    profile, problems = read_profile(said, ("unexpected",))
    assert problems == []
    assert profile is not None
    register(profile.catalog)
    error = read(400, {"code": "E1"}, system="errors-own")
    assert (error.code, error.path) == ("E1", "retry")
    assert error.message == texts("en")["message.unexpected"]


class Answer:
    """What httpx and requests have in common."""

    def __init__(self, status: int, content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.status_code = status
        self.headers = headers or {}
        self._content = content

    @property
    def content(self) -> bytes:
        assert not 200 <= self.status_code < 300, "the body of a success was read"
        return self._content


def raised(answer: Answer, system: str) -> ApiError:
    try:
        raise_for_error(answer, system=system)
    except ApiError as error:
        return error
    raise AssertionError("nothing was raised")


def test_a_success_is_no_error_whatever_it_says() -> None:
    for status in (200, 201, 202, 204, 206, 299):
        assert read_response(status, '{"error": {"code": "session.key_inactive"}}') is None
        raise_for_error(Answer(status))


def test_every_field_comes_from_the_answer_or_the_tables() -> None:
    body = (
        '{"error": {"code": "common.quota_exceeded", "message": "Quota reached", "request_id": "req_8a3f",'
        ' "details": {"limit": 100, "used": 100, "retry_after": 90}}}'
    )
    error = read(429, body, None, "allfeat-api")
    row = load("allfeat-api").CODES["common.quota_exceeded"]
    assert (error.system, error.code) == ("allfeat-api", "common.quota_exceeded")
    assert (error.path, error.remedy, error.action) == (row[0], row[1], row[4])
    assert error.message == texts("en")["message." + row[3]]
    assert error.server_message == "Quota reached"
    assert error.http_status == 429
    assert error.request_id == "req_8a3f"
    assert error.details == {"limit": 100, "used": 100, "retry_after": 90}
    assert error.retry_after == 90.0


def test_what_is_not_there_is_none() -> None:
    error = read(500, b"")
    assert (error.code, error.server_message, error.request_id) == (None, None, None)
    assert error.details is None
    assert error.retry_after is None
    assert error.http_status == 500
    assert error.message == texts("en")["message.temporarily-unavailable"]


def test_every_code_of_every_system_is_read_as_its_table_says() -> None:
    for system in SYSTEMS:
        for code, (path, remedy, documented, message, action) in load(system).CODES.items():
            error = read(documented or 400, {"code": code}, None, system)
            assert (error.system, error.code) == (system, code)
            assert (error.path, error.remedy, error.action) == (path, remedy, action), code
            assert error.message == texts("en")["message." + message], code
            assert error.is_retryable() == REMEDIES[remedy][0], code
            assert error.is_token_expired() == (remedy == "renew-session"), code
            assert error.is_rate_limited() == (path == "rate-limit"), code


def test_a_token_is_only_renewed_where_a_fresh_one_helps() -> None:
    for status, body, expected in (
        (401, {"error": {"code": "session.invalid_token"}}, True),
        (403, {"error": {"code": "common.auth.expired"}}, True),
        (401, {"error": {"code": "common.auth.invalid_api_key"}}, False),
        (401, {"code": "api_key.revoked"}, False),
        (401, "", True),
        (403, "", False),
    ):
        assert read(status, body).is_token_expired() is expected, (status, body)


def test_retry_after_is_in_seconds() -> None:
    for headers, expected in (
        ({"Retry-After": "30"}, 30.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"Retry-After": "0"}, 0.0),
        ({"Date": "Mon, 15 Jun 2026 12:00:00 GMT", "Retry-After": "Mon, 15 Jun 2026 12:00:20 GMT"}, 20.0),
        ({"Retry-After": "Mon, 15 Jun 2015 12:00:20 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ):
        assert read(429, "", headers).retry_after == expected, headers


def test_a_date_to_wait_for_is_read_by_the_clock_where_the_server_tells_no_time() -> None:
    wait = read(429, "", {"Retry-After": "Mon, 15 Jun 2099 12:00:20 GMT"}).retry_after
    assert wait == 86_400.0, "in the future, and no wait is longer than a day"


def test_the_text_says_what_to_do_and_where_to_look() -> None:
    error = read(403, {"error": {"code": "session.key_inactive", "request_id": "req_8a3f"}})
    action = load("allfeat-widget").CODES["session.key_inactive"][4]
    assert str(error) == "session.key_inactive (HTTP 403, request req_8a3f): " + action
    assert repr(error) == "<ApiError " + str(error) + ">"
    assert str(read(500, "")).startswith("error without a code (HTTP 500): ")
    assert str(read(None, "")).startswith("error without a code: ")


def test_the_text_has_nothing_private_and_stays_on_one_line() -> None:
    error = read(
        422,
        {
            "code": "common.validation_failed\nFAKE LINE\x1b[31m\u202e",
            "message": "jane@example.com is taken",
            "request_id": "req\r\n1",
            "details": {"title": "My Secret Song"},
        },
    )
    for shown in (str(error), repr(error)):
        assert "jane" not in shown
        assert "Song" not in shown
        assert all(" " <= character <= "~" for character in shown), shown
    assert error.server_message == "jane@example.com is taken"
    assert error.details == {"title": "My Secret Song"}


def test_garbage_is_an_error_with_a_verdict_and_never_raises() -> None:
    statuses: list[Any] = [None, "403", 0, -1, 99, 600, True, 4.5, [], 100, 302, 304, 418, 599]
    bodies: list[Any] = [None, "", b"\xff\xfe", "<html>", "{", "[]", "null", {"error": {"code": 7}}, object()]
    for status in statuses:
        for body in bodies:
            for system in ("allfeat-widget", "mori", "acme", None, 3):
                error = read(status, body, None, system)
                assert error.path in ("auth", "config", "rate-limit", "retry")
                assert error.remedy in REMEDIES
                assert error.message
                assert str(error)


def test_no_system_answers_for_another() -> None:
    error = read(400, {"code": "ORDER_EXPIRED"}, None, "breakground")
    assert (error.system, error.path, error.remedy) == ("breakground", "retry", "fix-input")
    assert read(400, {"code": "ORDER_EXPIRED"}, None, "acme").system == "acme"


def test_a_response_is_raised_by_its_shape() -> None:
    error = raised(Answer(429, b'{"code": "RATE_LIMIT_EXCEEDED"}', {"Retry-After": "7"}), "mori")
    assert (error.system, error.code, error.path) == ("mori", "RATE_LIMIT_EXCEEDED", "rate-limit")
    assert error.retry_after == 7.0
    assert raised(Answer(302), "mori").http_status == 302


def test_it_is_an_exception_like_any_other() -> None:
    error = read(503, "")
    assert issubclass(ApiError, Exception)
    copy = ApiError(*error.args)
    assert (str(copy), copy.path, copy.message) == (str(error), error.path, error.message)


def test_the_package_offers_them() -> None:
    assert pywidget.ApiError is ApiError
    assert pywidget.read_response is read_response
    assert pywidget.raise_for_error is raise_for_error
