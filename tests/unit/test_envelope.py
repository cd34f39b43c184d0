# runs-on: micropython
"""Error answers in every known form, and in none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.core.classify import classify
from pywidget.core.envelope import MAX_BODY_LENGTH, MAX_DEPTH, read_envelope, wait_in_details
from pywidget.core.places import MAX_TEXT_LENGTH

if TYPE_CHECKING:
    from pywidget.core.envelope import Envelope

#: 2026-06-15T12:00:00Z.
NOW = 1_781_524_800_000


def fields(envelope: Envelope) -> tuple[object, ...]:
    return envelope.code, envelope.message, envelope.request_id, envelope.details, envelope.category


def check(system: str, body: object, expected: tuple[object, ...]) -> None:
    """The same from the text, its bytes and what was parsed from it."""
    text = json.dumps(body)
    for form in (text, text.encode(), body):
        assert fields(read_envelope(system, 400, form, {})) == expected, (system, form)


def test_allfeat_nested() -> None:
    check(
        "allfeat-widget",
        {"error": {"code": "work.not_found", "message": "m", "request_id": "req_1", "details": {"id": 7}}},
        ("work.not_found", "m", "req_1", {"id": 7}, None),
    )


def test_allfeat_flat() -> None:
    check(
        "allfeat-api",
        {"code": "registration.dry_run_failed", "message": "m", "details": {"reason": "r"}, "request_id": "req_2"},
        ("registration.dry_run_failed", "m", "req_2", {"reason": "r"}, None),
    )


def test_first_generation_has_only_a_text() -> None:
    check("allfeat-widget-v1", {"error": "Token expired"}, (None, "Token expired", None, None, None))
    check("allfeat-widget-v1", {"message": "Token expired"}, (None, "Token expired", None, None, None))


def test_mori() -> None:
    check("mori", {"code": "ORDER_EXPIRED"}, ("ORDER_EXPIRED", None, None, None, None))
    check(
        "mori",
        {"success": False, "message": "m", "code": "ORDER_EXPIRED"},
        ("ORDER_EXPIRED", "m", None, None, None),
    )


def test_breakground() -> None:
    details = [{"path": "events.0.type", "message": "Invalid enum value"}]
    body = {
        "error": {
            "message": "Invalid request body",
            "statusCode": 400,
            "code": "VALIDATION_ERROR",
            "category": "VALIDATION",
            "details": details,
        }
    }
    check("breakground", body, ("VALIDATION_ERROR", "Invalid request body", None, details, "VALIDATION"))
    assert read_envelope("breakground", None, body).http_status == 400
    assert read_envelope("breakground", 422, body).http_status == 422


def test_fields_beside_the_nested_error_count_too() -> None:
    check(
        "allfeat-widget",
        {"code": "work.not_found", "error": {"message": "m"}, "details": {"id": 7}, "request_id": "r"},
        ("work.not_found", "m", "r", {"id": 7}, None),
    )
    check("allfeat-widget", {"code": "outer", "error": {"code": "inner"}}, ("inner", None, None, None, None))


def test_problem_details() -> None:
    body = {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "No.", "instance": "/a/1"}
    check("allfeat-api", body, (None, "No.", None, None, None))
    assert read_envelope("allfeat-api", None, body).http_status == 403
    check(
        "allfeat-api",
        {"title": "Forbidden", "code": "common.forbidden"},
        ("common.forbidden", "Forbidden", None, None, None),
    )


def test_a_text_is_a_code_where_the_tables_know_it() -> None:
    for system, body, code in (
        ("allfeat-widget", {"error": "session.origin_not_allowed"}, "session.origin_not_allowed"),
        ("allfeat-widget", {"error": "common.quota_exceeded"}, "common.quota_exceeded"),
        ("allfeat-api", {"type": "urn/errors/api_key.revoked"}, "api_key.revoked"),
        ("allfeat-api", {"type": "urn/errors#api_key.revoked"}, "api_key.revoked"),
        ("mori", {"type": "urn:problem:ORDER_NOT_FOUND"}, "ORDER_NOT_FOUND"),
        ("mori", {"error": "session.origin_not_allowed"}, None),
        ("acme", {"error": "session.origin_not_allowed"}, None),
        (None, {"error": "session.origin_not_allowed"}, None),
        ("allfeat-widget", {"error": "invalid_grant"}, None),
        ("allfeat-widget", {"error": "session.origin_not_allowed", "code": "own.code"}, "own.code"),
    ):
        assert read_envelope(system, 403, body).code == code, (system, body)


def test_however_the_text_is_written() -> None:
    text = '{"code": "api_key.revoked", "message": "caf\u00e9"}'
    mark = "\ufeff"
    for body in (mark + text, (mark + text).encode(), text.encode().replace(b"\xc3\xa9", b"\xe9")):
        envelope = read_envelope("allfeat-api", 403, body)
        assert (envelope.code, envelope.message) == ("api_key.revoked", "caf\u00e9"), body


def test_request_id_from_the_headers() -> None:
    for body, headers, expected in (
        ("", {"X-Request-Id": "a"}, "a"),
        ("", [("request-id", "b")], "b"),
        ("", {"request-id": "b", "x-request-id": "a"}, "a"),
        ('{"error": {"code": "x", "request_id": "c"}}', {"x-request-id": "a"}, "c"),
        ('{"error": {"code": "x"}, "requestId": "d"}', {"x-request-id": "a"}, "d"),
        ('{"error": {"code": "x", "request_id": null}}', {"x-request-id": "a"}, "a"),
        ('{"error": {"code": "x", "request_id": ""}}', {}, None),
    ):
        assert read_envelope("allfeat-api", 500, body, headers).request_id == expected, (body, headers)


def test_waits_from_headers_and_details() -> None:
    body = {"code": "common.quota_exceeded", "details": {"resets_at": "2026-06-15T12:01:00Z"}}
    assert read_envelope("allfeat-api", 429, body, {}, NOW).retry_after_ms == 60_000
    assert read_envelope("allfeat-api", 429, body, {"Retry-After": "5"}, NOW).retry_after_ms == 5_000
    assert read_envelope("allfeat-api", 429, body, {"Retry-After": "soon"}, NOW).retry_after_ms == 60_000
    assert read_envelope("allfeat-api", 429, body, {}).retry_after_ms is None
    assert read_envelope("allfeat-api", 429, "", {"Retry-After": "5"}).retry_after_ms == 5_000


def test_waits_in_details() -> None:
    for details, expected in (
        ({"retry_after": 30}, 30_000),
        ({"retry_after": 1.5}, 1_500),
        ({"retry_after": "30"}, 30_000),
        ({"retry_after_ms": 250}, 250),
        ({"retry_after_ms": 250, "retry_after": 30}, 250),
        ({"retry_after": 30, "resets_at": "2026-06-15T13:00:00Z"}, 30_000),
        ({"resets_at": "2026-06-15T12:00:30Z"}, 30_000),
        ({"resets_at": "2026-06-15T14:00:30+02:00"}, 30_000),
        ({"resets_at": "2026-06-15T11:00:00Z"}, 0),
        ({"resets_at": 1_781_524_830}, 30_000),
        ({"resets_at": 1_781_524_830_000}, 30_000),
        ({"resets_at": "1781524830"}, 30_000),
        ({"resets_at": "2027-01-01"}, 86_400_000),
        ({"retry_after": 2_678_400}, 86_400_000),
        ({"retry_after": 2_678_401}, None),
        ({"retry_after": 10**12}, None),
        ({"retry_after": 10**30}, None),
        ({"retry_after": -1}, None),
        ({"retry_after": True}, None),
        ({"retry_after": float("nan")}, None),
        ({"retry_after": float("inf")}, None),
        ({"retry_after": [30]}, None),
        ({"resets_at": "tomorrow"}, None),
        ({"resets_at": 60}, None),
        ({}, None),
        ([], None),
        ([{"retry_after": 3}], None),
        ("retry_after", None),
        (None, None),
    ):
        assert wait_in_details(details, NOW) == expected, (details, wait_in_details(details, NOW))
    assert wait_in_details({"resets_at": "2026-06-15T12:00:30Z"}) is None


def test_what_is_no_error_answer_has_no_code() -> None:
    for body in (
        None,
        "",
        " ",
        "null",
        "0",
        '"session.key_inactive"',
        "[]",
        '[{"code": "session.key_inactive"}]',
        "{",
        '{"code": ',
        "<!doctype html><title>502</title>",
        "\ud800",
        "\x00",
        b"",
        b"\xff\xfe",
        b"\x80abc",
        7,
        3.5,
        True,
        object(),
        [],
        {},
        {"code": None},
        {"code": 401},
        {"code": ""},
        {"code": ["session.key_inactive"]},
        {"error": None},
        {"error": 7},
        {"error": []},
        {"error": {"code": {"error": {"code": "x"}}}},
        {"data": {"code": "session.key_inactive"}},
    ):
        for system in SYSTEMS + ("acme", None, 7):  # noqa: RUF005  MicroPython has no star in a tuple
            envelope = read_envelope(system, 502, body, None)
            assert envelope.code is None, body
            assert envelope.http_status == 502


def test_a_status_that_is_none_is_not_believed() -> None:
    odd: tuple[object, ...] = (None, 0, 99, 600, "404", 404.5, [], -1, 10**20)
    for status in odd:
        assert read_envelope("mori", status, "", {}).http_status is None, status


def test_long_bodies_are_not_read() -> None:
    fill = "x" * (MAX_BODY_LENGTH - 40)
    body = json.dumps({"code": "ORDER_EXPIRED", "f": fill})
    assert len(body) <= MAX_BODY_LENGTH
    assert read_envelope("mori", 400, body).code == "ORDER_EXPIRED"
    assert read_envelope("mori", 400, body + " " * 100).code is None
    assert read_envelope("mori", 400, (body + " " * 100).encode()).code is None


def test_deep_bodies_are_not_read() -> None:
    def nested(depth: int) -> str:
        return '{"code": "ORDER_EXPIRED", "details": ' + "[" * depth + "]" * depth + "}"

    assert read_envelope("mori", 400, nested(MAX_DEPTH - 1)).code == "ORDER_EXPIRED"
    assert read_envelope("mori", 400, nested(MAX_DEPTH)).code is None
    assert read_envelope("mori", 400, nested(30_000)).code is None
    assert read_envelope("mori", 400, "[" * 60_000).code is None


def test_brackets_are_only_counted_outside_of_texts() -> None:
    wide = {"code": "ORDER_EXPIRED", "details": [{"path": str(number)} for number in range(200)]}
    assert read_envelope("mori", 400, json.dumps(wide)).code == "ORDER_EXPIRED"
    message = '{[\\"' * 50
    body = json.dumps({"code": "ORDER_EXPIRED", "message": message})
    assert read_envelope("mori", 400, body).message == message
    hidden = '{"code": "ORDER_EXPIRED", "m": "\\\\", "d": ' + "[" * 100 + "]" * 100 + "}"
    assert read_envelope("mori", 400, hidden).code is None


def test_long_texts_are_cut() -> None:
    envelope = read_envelope("mori", 400, {"code": "c" * 9_999, "message": "m" * 9_999, "request_id": "r" * 9_999})
    assert envelope.message == "m" * MAX_TEXT_LENGTH
    assert envelope.code == "c" * MAX_TEXT_LENGTH
    assert envelope.request_id == "r" * MAX_TEXT_LENGTH


def test_an_envelope_leads_to_a_verdict() -> None:
    body = '{"error": {"message": "m", "statusCode": 500, "code": "NEW", "category": "EXTERNAL_SERVICE"}}'
    envelope = read_envelope("breakground", 500, body)
    verdict = classify(
        envelope.code,
        "breakground",
        category=envelope.category,
        http_status=envelope.http_status,
        text=envelope.message,
    )
    assert (verdict.remedy, verdict.basis, verdict.http_status) == ("try-again", "category", 500)
