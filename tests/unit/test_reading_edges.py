# runs-on: micropython
"""Where reading ends: how long, how deep and how many, what a name may look like, and which of two counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.envelope import (
    MAX_BODY_LENGTH,
    MAX_DEPTH,
    REFERENCE_HEADERS,
    Envelope,
    parsed,
    read_envelope,
    wait_in_details,
)
from pywidget.core.headers import MAX_HEADERS, MAX_VALUE_LENGTH, lower_names, without_quoted
from pywidget.core.places import MAX_TEXT_LENGTH, as_text, kind_names, look_up, shape_name, squeezed
from pywidget.core.retry_after import LONGEST_MEANT_MS, MAX_WAIT_MS, from_number, read_headers, read_wait, seconds_to_ms
from pywidget.core.retry_after import until as time_until
from pywidget.core.status import meant_status, speaks_of_limit, valid_status

if TYPE_CHECKING:
    from typing import Any

#: 2026-06-15T12:00:00Z, a Monday.
NOW = 1_781_524_800_000
DAY = 86_400_000


class Pairs:
    """Headers that only have ``items()``."""

    def items(self) -> list[tuple[str, str]]:
        return [("X-Request-ID", "r-1")]


def read(body: object, headers: object = None, system: str = "mori", status: object = 500) -> Envelope:
    return read_envelope(system, status, body, headers, NOW)


# Bodies


def test_how_much_of_a_body_is_read() -> None:
    assert (MAX_BODY_LENGTH, MAX_DEPTH, MAX_TEXT_LENGTH) == (65_536, 32, 1_000)
    for kind in (str, str.encode):
        for length, value in ((MAX_BODY_LENGTH, 1), (MAX_BODY_LENGTH + 1, None)):
            text = "1" + " " * (length - 1)
            assert parsed(kind(text)) == value, (kind, length)


def test_how_deep_a_body_may_be() -> None:
    for brackets in ("[]", "{}"):
        for depth, readable in ((MAX_DEPTH, True), (MAX_DEPTH + 1, False)):
            text = "[" * depth + "]" * depth if brackets == "[]" else '{"a":' * depth + "1" + "}" * depth
            assert (parsed(text) is not None) is readable, (brackets, depth)
    # Side by side is not deep, however many there are, and a text has no depth.
    flat = "[" + ",".join(["[[]]", '{"a":{}}'] * MAX_DEPTH) + "]"
    assert parsed(flat) is not None
    beside = "[" + "[]," * MAX_DEPTH + "[" * (MAX_DEPTH - 1) + "]" * MAX_DEPTH
    assert parsed(beside) is not None
    deep = "[" * (MAX_DEPTH - 1) + '{"a": "]]]}}}\\"]]]"}, {"b": [' + "]" + "}" + "]" * (MAX_DEPTH - 1)
    assert parsed(deep) is None
    assert parsed('["' + "[" * 40 + '"]') == ["[" * 40]


def test_bodies_of_any_kind() -> None:
    for body, value in (
        ("\ufeff{}", {}),
        ("{}", {}),
        ("", None),
        ("{", None),
        (b'{"code": "\xe9"}', {"code": "é"}),
        (b'{"code": "\xc3\xa9"}', {"code": "é"}),
        (b"", None),
        (7, 7),
        (None, None),
        ({"a": 1}, {"a": 1}),
    ):
        assert parsed(body) == value, body
    try:
        changeable = bytearray(b"[1]")
    except NameError:
        # The page's Python has none; its bodies are texts.
        return
    assert parsed(changeable) == [1]
    assert parsed(bytearray(b"\xff")) is None


# Names and places


def test_names_in_any_spelling_and_of_what_length() -> None:
    assert squeezed({"Request_ID": 1, "request-id": 2, 3: 4, "x": 5}) in (
        {"requestid": 1, "x": 5},
        {"requestid": 2, "x": 5},
    )
    assert list(squeezed({"n" * 40 + "o": 1})) == ["n" * 40]
    assert list(squeezed({"n" * 39 + "o": 1})) == ["n" * 39 + "o"]
    others: tuple[Any, ...] = (None, [], "a", 1)
    for value in others:
        assert squeezed(value) == {}, value


def test_what_is_a_text() -> None:
    for value, text in (
        ("a", "a"),
        ("a" * 1_001, "a" * 1_000),
        ("", None),
        (0, "0"),
        (-7, "-7"),
        (10**15 - 1, "999999999999999"),
        (-(10**15) + 1, "-999999999999999"),
        (10**15, None),
        (-(10**15), None),
        (True, None),
        (1.5, None),
        (None, None),
        (["a"], None),
    ):
        assert as_text(value) == text, value


def test_dotted_paths() -> None:
    root: Any = {"a": {"b": [{"c": 7}, "x"]}, "0": "zero"}
    for path, value in (
        ("a.b.0.c", 7),
        ("a.b.1", "x"),
        ("0", "zero"),
        ("a.b.2", None),
        ("a.b.-1", None),
        ("a.b.x", None),
        ("a.b.0.c.d", None),
        ("z", None),
    ):
        assert look_up(root, path) == value, path
    assert look_up(list(range(12)), "11") == 11
    assert look_up(list(range(12)), "000000011") == 11
    assert look_up(list(range(12)), "0000000011") is None


def test_names_of_errors_in_addresses() -> None:
    for text, name in (
        ("Throttled", "Throttled"),
        ("a.b#Throttled", "Throttled"),
        ("Throttled:http://x/", "Throttled"),
        ("a.b#Throttled:http://x/#y", "Throttled"),
        ("", None),
        ("a#", None),
    ):
        assert shape_name(text) == name, text
    for kind, names in (
        ("https://x.example/errors/out-of-credit", ["", "out-of-credit"]),
        ("https://x.example/errors/out-of-credit/?lang=en", ["", "out-of-credit"]),
        ("https://x.example/errors#too-deep", ["too-deep", "errors"]),
        ("urn:problem:too-deep", ["", "too-deep"]),
        ("https://x.example/errors#a/b:c?d", ["c", "errors"]),
        ("https://x.example/too-deep~", ["", "too-deep~"]),
        ("about:blank", ["", "blank"]),
        ("", ["", ""]),
        (7, ["", "7"]),
        (None, ["", ""]),
    ):
        assert kind_names({"type": kind}) == names, kind
    assert kind_names({}) == ["", ""]


def test_where_words_stand_and_which_come_first() -> None:
    order = ("message", "detail", "title", "error_description", "description", "msg")
    for at, name in enumerate(order):
        later = dict.fromkeys(order[at + 1 :], "no")
        later[name] = "yes"
        assert read(later).message == "yes", name
    assert read({"error": "yes"}).message == "yes"
    for at, name in enumerate(("requestId", "trace_id", "correlation-id")):
        later = dict.fromkeys(("request_id", "traceId", "correlationId")[at + 1 :], "no")
        later[name] = "yes"
        assert read(later).request_id == "yes", name
    for name in ("statusCode", "status", "httpStatus", "code", "errorCode"):
        assert read({name: 418}, status=None).http_status == 418, name
        assert read({name: 418}, status=503).http_status == 503, name
    for name in ("code", "errorCode", "error_code"):
        assert read({name: "E_1"}).code == "E_1", name
    assert read({"category": "C"}).category == "C"


def test_inner_comes_before_outer_and_lists_and_extensions_last() -> None:
    inner = {"message": "inner", "code": "IN", "requestId": "r-in", "details": "d-in", "category": "c-in"}
    outer = {"message": "outer", "code": "OUT", "requestId": "r-out", "details": "d-out", "category": "c-out"}
    item: dict[str, Any] = {"message": "item", "requestId": "r-item", "details": "d-item", "category": "c-item"}
    rest = {"code": "REST", "correlationId": "r-rest", "details": "d-rest", "category": "c-rest"}

    def found(body: object) -> tuple[Any, ...]:
        said = read(body)
        return said.message, said.code, said.request_id, said.details, said.category

    both: dict[str, Any] = dict(outer)
    both["error"] = inner
    both["errors"] = [item]
    assert found(both) == ("inner", "IN", "r-in", "d-in", "c-in")
    del both["error"]
    assert found(both) == ("outer", "OUT", "r-out", "d-out", "c-out")
    item["extensions"] = rest
    assert found({"errors": [item, {"message": "second"}]}) == ("item", "REST", "r-item", "d-item", "c-item")
    assert found({"errors": [{"extensions": rest}]}) == (None, "REST", "r-rest", "d-rest", "c-rest")
    assert found({"error": {"errors": [item]}})[0] == "item"
    useless: tuple[Any, ...] = ([], {}, "x", [7], None)
    for errors in useless:
        assert found({"errors": errors}) == (None, None, None, None, None), errors


def test_several_words_are_joined() -> None:
    assert read({"message": ["a", 7, "b"]}).message == "a; b"
    assert read({"message": [str(number) for number in range(12)]}).message == "; ".join(map(str, range(10)))
    assert read({"message": [], "title": "t"}).message == "t"
    assert read({"message": {"a": "b"}, "title": "t"}).message == "t"


def test_a_number_that_can_be_a_status_is_no_code() -> None:
    for code, found in ((99, "99"), (100, None), (404, None), (599, None), (600, "600"), ("404", "404"), (7, "7")):
        assert read({"code": code}).code == found, code
    assert read({"error": {"code": 503, "status": "UNAVAILABLE"}}).code == "UNAVAILABLE"
    # Only beside such a number a status is a code.
    assert read({"error": {"status": "UNAVAILABLE"}}).code is None
    assert read({"error": {"code": 404, "status": 404}}).code is None
    assert read({"__type": "a.b#Missing"}).code == "Missing"
    assert read([{"__type": "a.b#Missing"}]).code is None
    assert read({"__type": 7}).code is None


def test_a_text_is_a_code_where_the_tables_know_it_in_whatever_place() -> None:
    for body in (
        {"error": "ORDER_EXPIRED"},
        {"errors": [{"reason": "ORDER_EXPIRED"}]},
        {"type": "https://x.example/#ORDER_EXPIRED"},
        {"error": {"type": "https://x.example/ORDER_EXPIRED"}},
    ):
        assert read(body).code == "ORDER_EXPIRED", body
        assert read(body, system="nobody").code is None, body
    assert read({"error": "Too many requests"}).code is None
    assert read({"error": "too_many_requests"}, system="nobody").code == "too_many_requests"


# Headers


def test_how_many_headers_and_how_long() -> None:
    assert (MAX_HEADERS, MAX_VALUE_LENGTH) == (200, 1_000)
    assert len(lower_names([(f"h{number}", "1") for number in range(205)])) == 200
    for length, found in ((1_000, True), (1_001, False)):
        assert ("a" in lower_names({"a": "v" * length})) is found
        assert ("n" * length in lower_names({"n" * length: "v"})) is found
        assert ("a" in lower_names({b"a": b"v" * length})) is found
        assert ("a" in lower_names({"a": ["v" * length]})) is found


def test_headers_from_whatever_holds_them() -> None:
    for headers, found in (
        ({" X-A ": " 1 "}, {"x-a": "1"}),
        ([("a", "1"), ("A", "2")], {"a": "1"}),
        ({b"A": b"\xe9"}, {"a": "é"}),
        ({"a": ["1", "2"]}, {"a": "1, 2"}),
        ({"a": ("1",)}, {"a": "1"}),
        ({"a": []}, {}),
        ({"a": ["1", 2]}, {}),
        ({"a": 1}, {}),
        ({1: "a"}, {}),
        ({"a": None}, {}),
        ([("a", "1"), "x", ("b", "2")], {"a": "1"}),
        (Pairs(), {"x-request-id": "r-1"}),
        (None, {}),
        (7, {}),
    ):
        assert lower_names(headers) == found, headers
    assert lower_names({"a": ["1"] * 300}) == {"a": ", ".join(["1"] * 200)}


def test_what_stands_in_quotes_is_left_out() -> None:
    for text, rest in (
        ('a"b"c', "ac"),
        ('a"b', "a"),
        ('"a\\"b"c', "c"),
        ('"a\\\\"c', "c"),
        ("abc", "abc"),
        ('""', ""),
        ('a"b"c"d"e', "ace"),
    ):
        assert without_quoted(text) == rest, text


def test_which_reference_counts() -> None:
    for at, name in enumerate(REFERENCE_HEADERS):
        headers = dict.fromkeys(REFERENCE_HEADERS[at + 1 :], "no")
        headers[name] = "yes"
        assert read("", headers).request_id == "yes", name
        assert read({"requestId": "body"}, headers).request_id == "body", name
    assert read("", {"x-request-id": "", "request-id": "r"}).request_id == "r"
    assert read("", {"x-request-id": "r" * 1_000}).request_id == "r" * 1_000
    assert read("", {"x-amzn-errortype": "a#Slow:x"}).code == "Slow"
    assert read({"code": "E_1"}, {"x-amzn-errortype": "a#Slow:x"}).code == "E_1"


# Statuses


def test_statuses() -> None:
    for status, valid in ((99, None), (100, 100), (599, 599), (600, None), ("404", None), (None, None), (404.0, None)):
        assert valid_status(status) == valid, status
    for status, code, limited, meant in (
        (419, None, False, 401),
        (440, None, False, 401),
        (498, None, False, 401),
        (420, None, False, 429),
        (403, None, False, 403),
        (403, None, True, 429),
        (400, None, True, 400),
        (403, "userRateLimitExceeded", False, 429),
        (400, "ThrottlingException", False, 429),
        (401, "ThrottlingException", False, 401),
        (400, "a.b", False, 400),
        (None, "ThrottlingException", True, None),
        (500, None, False, 500),
    ):
        assert meant_status(status, code, limited=limited) == meant, (status, code, limited)


def test_codes_that_speak_of_a_limit() -> None:
    for code in (
        "Throttled",
        "rate_limit",
        "RateLimitExceeded",
        "too-many-requests",
        "TooManyRequests",
        "RequestLimitExceeded",
        "ProvisionedThroughputExceeded",
        "RESOURCE_EXHAUSTED",
        "SlowDown",
        "SLOW_DOWN",
    ):
        assert speaks_of_limit(code), code
    for code in ("rate limit", "limit", "exceeded", "", "slow", "Too many requests", "This request was throttled."):
        assert not speaks_of_limit(code), code


# Waits


def test_numbers_that_can_be_a_wait() -> None:
    assert (MAX_WAIT_MS, LONGEST_MEANT_MS) == (DAY, 31 * DAY)
    for name, value, wait in (
        ("retryAfter", 0, 0),
        ("retryAfter", 0.0019, 1),
        ("retryAfter", 1.5, 1_500),
        ("retryAfter", -1, None),
        ("retryAfter", True, None),
        ("retryAfter", None, None),
        ("retryAfter", [], None),
        ("retryAfter", "7", 7_000),
        ("retryAfter", " 7 ", 7_000),
        ("retryAfter", "250ms", 250),
        ("retryAfter", {"seconds": 7}, 7_000),
        ("retryAfter", {"seconds": "7"}, 7_000),
        ("retryAfter", {"minutes": 7}, None),
        ("retryAfter", NOW / 1000 + 9, 9_000),
        ("retryAfter", 1e15, None),
        ("retryAfterMs", 1500, 1_500),
        ("retryAfterMs", "1500", 1_500),
        ("retryAfterMs", {"seconds": 1500}, 1_500),
        ("resetAt", NOW // 1000 + 9, 9_000),
        ("resetsAt", NOW + 9_000, 9_000),
        ("resetsAt", str(NOW // 1000 + 9), 9_000),
        ("resetsAt", "2026-06-15T12:00:09Z", 9_000),
        ("resetsAt", "2026-06-16", 43_200_000),
        ("resetsAt", "Mon, 15 Jun 2026 12:00:09 GMT", 9_000),
        ("resetsAt", "2026-06-15T11:00:00Z", 0),
        ("resetsAt", 9, None),
        ("resetsAt", True, None),
        ("resetsAt", "soon", None),
        ("resetsAt", None, None),
        ("resetsAt", NOW + 2 * DAY, DAY),
        ("resetsAt", 1e15, None),
    ):
        assert wait_in_details({name: value}, NOW) == wait, (name, value)
    assert wait_in_details({"retryAfter": 3, "retryAfterMs": 5, "resetsAt": NOW + 7}, NOW) == 5
    assert wait_in_details({"retryAfter": None, "retryDelay": "3s", "resetsAt": NOW + 7}, NOW) == 3_000
    assert wait_in_details({"retryAfter": 0, "resetsAt": NOW + 7}, NOW) == 0
    assert wait_in_details({"resetsAt": "x", "resetAt": NOW + 7}, NOW) == 7
    assert wait_in_details([{"a": 1}, {"retryDelay": "3s"}, {"retryDelay": "9s"}], NOW) == 3_000
    assert wait_in_details([{"retryAfter": 3}], NOW) is None


def test_the_longest_wait_that_is_meant_and_that_is_kept() -> None:
    limit = 31 * 86_400
    for text, wait in (
        (str(limit), LONGEST_MEANT_MS),
        (str(limit + 1), None),
        ("31d", LONGEST_MEANT_MS),
        ("31d1ms", None),
        ("1d2h3m4s5ms", 93_784_005),
        ("1.5h", 5_400_000),
        ("0.5ms", 0),
        ("1x", None),
        ("h", None),
        ("1h2", None),
        ("1hm", None),
        ("999999999", None),
        ("1.5.5", None),
        (".5", None),
        ("1.", 1_000),
        ("-1", None),
        ("1" * 65, None),
        ("0" * 63 + "1", 1_000),
        ("0" * 64 + "1", None),
        ("", None),
        (" ", None),
    ):
        assert read_wait(text, NOW) == wait, text
    assert read_wait("1500", NOW, 1) == 1_500
    assert read_wait(str(NOW + 9_000), NOW) == 9_000
    assert read_wait(str(NOW // 1000 + 9), NOW) == 9_000
    # Milliseconds are no moment.
    assert read_wait(str(NOW // 1000 + 9), NOW, 1) == NOW // 1000 + 9
    far = NOW // 1000 + limit
    assert read_wait(str(far), NOW) == LONGEST_MEANT_MS
    assert read_wait(str(far + 1), NOW) is None
    assert read_wait(str(far + 1), NOW, resets=True) == LONGEST_MEANT_MS + 1_000
    past = NOW // 1000 - limit
    assert read_wait(str(past), NOW) == 0
    assert read_wait(str(past - 1), NOW) is None
    assert read_wait(str(past - 1), NOW, resets=True) == 0
    assert read_wait(str(far), None) is None
    assert read_wait("2026-06-15T12:00:09Z", NOW) == 9_000
    assert read_wait("2026-06-16", NOW) is None
    assert from_number(1_500, None) == 1_500
    assert from_number(1_500, None, 1) == 1


def test_several_values_in_one() -> None:
    for text, wait in (
        ("5, 30", 30_000),
        ("30, 5", 30_000),
        ("5,5", 5_000),
        ("1,5", None),
        ("5, x", None),
        ("5, 30, x", None),
        ("Mon, 15 Jun 2026 12:00:09 GMT, Mon, 15 Jun 2026 12:00:07 GMT", 9_000),
        ("Mon, 15 Jun 2026 12:00:09 GMT, x, y", None),
    ):
        assert read_wait(text, NOW) == wait, text[:70]
    longest = ", ".join(["5"] * 334)
    assert len(longest) == MAX_VALUE_LENGTH
    assert read_wait(longest, NOW) == 5_000
    assert read_wait(longest + " ", NOW) is None


def test_seconds_with_a_fraction() -> None:
    for text, ms in (
        ("0", 0),
        ("1.2345", 1_234),
        ("1.2", 1_200),
        ("1.02", 1_020),
        ("9" * 15, 999_999_999_999_999_000),
        ("9" * 16, None),
        ("0" + "9" * 15, 999_999_999_999_999_000),
        ("1.x", None),
        ("x.1", None),
        (".1", None),
        ("", None),
        ("+1", None),
    ):
        assert seconds_to_ms(text) == ms, text
    assert time_until(None, NOW) is None
    assert time_until(NOW, None) is None
    assert time_until(NOW + 1, NOW) == 1
    assert time_until(NOW - 1, NOW) == 0


def test_headers_of_limits() -> None:
    for headers, wait, used_up in (
        ({}, None, False),
        ({"retry-after": "3"}, 3_000, True),
        ({"retry-after-ms": "3"}, 3, True),
        ({"x-ms-retry-after-ms": "3"}, 3, True),
        ({"x-retry-after": "3"}, 3_000, True),
        ({"x-ratelimit-retry-after": "3"}, 3_000, True),
        ({"x-rate-limit-retry-after-seconds": "3"}, 3_000, True),
        ({"retry-after": "x", "x-retry-after": "3"}, 3_000, True),
        ({"retry-after-ms": "5", "retry-after": "3"}, 5, True),
        ({"ratelimit": '"a";r=0;t=3'}, 3_000, True),
        ({"ratelimit": '"a";r=1;t=3'}, None, False),
        ({"ratelimit": '"a";r=0;t=3, "b";r=0;t=5, "c";r=1;t=9'}, 5_000, True),
        ({"ratelimit": "limit=9, remaining=0, reset=3"}, 3_000, True),
        ({"ratelimit": "limit=9, remaining=1, reset=3"}, None, False),
        ({"ratelimit": "limit=9, reset=3"}, 3_000, True),
        ({"ratelimit": '"a;r=0;t=3"'}, None, False),
        ({"ratelimit-reset": "3"}, 3_000, False),
        ({"ratelimit-reset": "3", "ratelimit-remaining": "0"}, 3_000, True),
        ({"ratelimit-reset": "3", "ratelimit-remaining": "1"}, None, False),
        ({"ratelimit-remaining": "0"}, None, True),
        ({"ratelimit-remaining": "x"}, None, False),
        ({"x-ratelimit-reset-after": "3", "x-ratelimit-remaining": "0"}, 3_000, True),
        ({"x-ratelimit-reset-after": "3", "x-ratelimit-remaining": "1"}, None, False),
        ({"x-ratelimit-reset": "3", "x-ratelimit-remaining": "0.0"}, 3_000, True),
        ({"x-rate-limit-reset": "3", "x-rate-limit-remaining": "0"}, 3_000, True),
        ({"x-ratelimit-reset-requests": "3", "x-ratelimit-remaining-requests": "0"}, 3_000, True),
        ({"x-ratelimit-reset-tokens": "3", "x-ratelimit-remaining-tokens": "0"}, 3_000, True),
        ({"x-ratelimit-reset": "3, 7", "x-ratelimit-remaining": "0, 5"}, 3_000, True),
        ({"x-ratelimit-reset": "3, 7", "x-ratelimit-remaining": "5, 0"}, 7_000, True),
        ({"x-ratelimit-reset": "3, 7", "x-ratelimit-remaining": "0, 0"}, 7_000, True),
        ({"x-ratelimit-reset": "3, 7", "x-ratelimit-remaining": "0"}, 7_000, True),
        ({"x-ratelimit-reset": "3, 7", "x-ratelimit-remaining": "5"}, None, False),
        ({"x-ratelimit-reset": str(NOW // 1000 + 9)}, 9_000, False),
        ({"x-ratelimit-reset": str(NOW // 1000 + 40 * 86_400)}, DAY, False),
        ({"ratelimit": f'"a";r=0;t={NOW // 1000 + 40 * 86_400}'}, DAY, True),
        ({"ratelimit": f"remaining=0, reset={NOW // 1000 + 40 * 86_400}"}, DAY, True),
        ({"retry-after": str(NOW // 1000 + 40 * 86_400)}, None, False),
        ({"retry-after": str(2 * 86_400)}, DAY, True),
        ({"retry-after": "Mon, 15 Jun 2026 12:00:09 GMT"}, 9_000, True),
        ({"retry-after": "Mon, 15 Jun 2026 12:00:09 GMT", "date": "Mon, 15 Jun 2026 12:00:02 GMT"}, 7_000, True),
        ({"retry-after": "Mon, 15 Jun 2026 12:00:09 GMT", "date": "x"}, 9_000, True),
    ):
        assert read_headers(headers, NOW) == (wait, used_up), headers
    assert read_headers({"retry-after": "3"}) == (3_000, True)


def test_a_wait_in_the_body_counts_after_the_headers() -> None:
    for body, headers, wait, limited in (
        ({"retryAfter": 3}, {}, 3_000, True),
        ({"retryAfter": 3}, {"retry-after": "5"}, 5_000, True),
        ({"error": {"retryAfter": 3}, "retryAfter": 5}, {}, 3_000, True),
        ({"details": {"retryAfter": 3}, "retryAfter": 5}, {}, 3_000, True),
        ({"parameters": {"retryAfter": 3}}, {}, 3_000, True),
        ({"errors": [{"extensions": {"retryAfter": 3}}]}, {}, 3_000, True),
        ({}, {"ratelimit-remaining": "0"}, None, True),
        ({}, {}, None, False),
    ):
        said = read(body, headers)
        assert (said.retry_after_ms, said.limited) == (wait, limited), (body, headers)
