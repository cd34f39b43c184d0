# runs-on: micropython
"""Error answers as widely used APIs and frameworks give them: each ends on the path that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.errors import read_response

if TYPE_CHECKING:
    from typing import Any

AWS = "com.amazonaws.dynamodb.v20120810#"
RETRY_INFO = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "30s"}
SLOW = {"message": "API rate limit exceeded for user ID 1."}
RESET = {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "90"}

#: what it is, status, body, headers -> code, path, remedy, seconds to wait, request id
ANSWERS: tuple[tuple[str, int, Any, dict[str, str], tuple[Any, ...]], ...] = (
    # Payments
    (
        "a card was declined",
        402,
        {"error": {"type": "card_error", "code": "card_declined", "message": "Your card was declined."}},
        {"Request-Id": "req_A1"},
        ("card_declined", "retry", "top-up", None, "req_A1"),
    ),
    (
        "a kind of error, and no code",
        429,
        {"error": {"type": "rate_limit_error", "message": "Too many requests."}},
        {},
        ("rate_limit_error", "rate-limit", "wait", None, None),
    ),
    # Rate limits that are told by 403
    ("nothing remains", 403, SLOW, RESET, (None, "rate-limit", "wait", 90.0, None)),
    ("nothing remains, and nobody says until when", 403, SLOW, {"x-ratelimit-remaining": "0"},
     (None, "rate-limit", "wait", None, None)),
    ("a second limit asks to wait", 403, SLOW, {"Retry-After": "60", "X-RateLimit-Remaining": "4000"},
     (None, "rate-limit", "wait", 60.0, None)),
    ("the standard's header", 403, SLOW, {"RateLimit": '"default";r=0;t=30'}, (None, "rate-limit", "wait", 30.0, None)),
    ("the body asks to wait", 403, {"message": "m", "retry_after": 2.5}, {}, (None, "rate-limit", "wait", 2.5, None)),
    ("the reason says it", 403,
     {"error": {"code": 403, "message": "Rate Limit Exceeded", "errors": [{"reason": "userRateLimitExceeded"}]}}, {},
     ("userRateLimitExceeded", "rate-limit", "wait", None, None)),
    ("something remains", 403, {"message": "Forbidden"}, {"X-RateLimit-Remaining": "12", "X-RateLimit-Reset": "90"},
     (None, "config", "contact-administrator", None, None)),
    ("a wait that nobody can mean", 403, {"message": "Forbidden"}, {"Retry-After": "99999999"},
     (None, "config", "contact-administrator", None, None)),
    ("a code that the tables know", 403, {"code": "session.key_inactive"}, {"Retry-After": "60"},
     ("session.key_inactive", "config", "contact-administrator", 60.0, None)),
    # Google
    ("a quota, with RetryInfo", 429,
     {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED", "details": [RETRY_INFO]}}, {},
     ("RESOURCE_EXHAUSTED", "rate-limit", "wait", 30.0, None)),
    ("no credentials", 401, {"error": {"code": 401, "message": "m", "status": "UNAUTHENTICATED"}}, {},
     ("UNAUTHENTICATED", "auth", "renew-session", None, None)),
    ("no permission", 403, {"error": {"code": 403, "message": "m", "status": "PERMISSION_DENIED"}}, {},
     ("PERMISSION_DENIED", "config", "contact-administrator", None, None)),
    # AWS
    ("throttled", 400, {"__type": "ThrottlingException", "message": "Rate exceeded"}, {"x-amzn-RequestId": "A7"},
     ("ThrottlingException", "rate-limit", "wait", None, "A7")),
    ("throttled, with a namespace", 400, {"__type": AWS + "ProvisionedThroughputExceededException"}, {},
     ("ProvisionedThroughputExceededException", "rate-limit", "wait", None, None)),
    ("throttled, by its code", 400, {"code": "RequestThrottled"}, {},
     ("RequestThrottled", "rate-limit", "wait", None, None)),
    ("throttled, by a header", 400, {"message": "Rate exceeded"},
     {"x-amzn-ErrorType": "ThrottlingException:http://internal.amazon.com/coral/com.amazon.coral.availability/"},
     ("ThrottlingException", "rate-limit", "wait", None, None)),
    ("too many requests", 400, {"__type": "TooManyRequestsException"}, {},
     ("TooManyRequestsException", "rate-limit", "wait", None, None)),
    ("something else", 400, {"__type": AWS + "ValidationException", "Message": "m"}, {},
     ("ValidationException", "retry", "fix-input", None, None)),
    ("a gateway's refusal", 403, {"message": "Forbidden"},
     {"x-amzn-RequestId": "A8", "x-amzn-ErrorType": "ForbiddenException"},
     ("ForbiddenException", "config", "contact-administrator", None, "A8")),
    # Azure
    ("not found", 404, {"error": {"code": "ResourceNotFound", "message": "m", "target": "t"}}, {"x-ms-request-id": "g"},
     ("ResourceNotFound", "retry", "report", None, "g")),
    ("milliseconds", 429, {"error": {"code": "429", "message": "m"}}, {"x-ms-retry-after-ms": "1500"},
     ("429", "rate-limit", "wait", 1.5, None)),
    # Frameworks
    ("fields that are missing", 422, {"detail": [{"type": "missing", "loc": ["body", "title"], "msg": "required"}]}, {},
     (None, "retry", "fix-input", None, None)),
    ("fields by name", 400, {"title": ["This field may not be blank."], "non_field_errors": ["bad"]}, {},
     (None, "retry", "fix-input", None, None)),
    ("a token by name", 401, {"detail": "Given token not valid", "code": "token_not_valid", "messages": [{"a": 1}]}, {},
     ("token_not_valid", "auth", "renew-session", None, None)),
    ("a stack's own page", 500, {"timestamp": "2026-01-01T00:00:00.000+00:00", "status": 500, "error": "m"}, {},
     (None, "retry", "try-again", None, None)),
    ("fields with messages", 422, {"message": "The title is required.", "errors": {"title": ["required"]}}, {},
     (None, "retry", "fix-input", None, None)),
    ("a page that is too old", 419, {"message": "CSRF token mismatch."}, {},
     (None, "auth", "renew-session", None, None)),
    ("a page that is too old, as HTML", 419, "<!doctype html><title>Page Expired</title>", {},
     (None, "auth", "renew-session", None, None)),
    ("a login that timed out", 440, "", {}, (None, "auth", "renew-session", None, None)),
    ("a token that has expired", 498, {"error": {"code": 498, "message": "Invalid token."}}, {},
     (None, "auth", "renew-session", None, None)),
    ("an older limit", 420, {"error": "Enhance your calm"}, {"Retry-After": "8"},
     (None, "rate-limit", "wait", 8.0, None)),
    ("attempts", 429, {"message": "Too Many Attempts."}, {"Retry-After": "57", "X-RateLimit-Remaining": "0"},
     (None, "rate-limit", "wait", 57.0, None)),
    ("a status once more", 422, {"status": 422, "error": "Unprocessable Entity"}, {"X-Request-Id": "u-u"},
     (None, "retry", "fix-input", None, "u-u")),
    ("a standard as the type", 400,
     {"type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", "title": "m", "traceId": "00-abc-00"}, {},
     (None, "retry", "fix-input", None, "00-abc-00")),
    ("messages in a list", 400, {"statusCode": 400, "message": ["title is empty"], "error": "Bad Request"}, {},
     (None, "retry", "fix-input", None, None)),
    ("OAuth", 401, {"error": "invalid_token", "error_description": "expired"}, {},
     (None, "auth", "renew-session", None, None)),
    # GraphQL, JSON:API
    ("an error in a list", 400, {"errors": [{"message": "m", "extensions": {"code": "invalid-jwt"}}]}, {},
     ("invalid-jwt", "retry", "fix-input", None, None)),
    ("an error in a list, with its own code", 409, {"errors": [{"status": "409", "code": "TAKEN", "detail": "m"}]}, {},
     ("TAKEN", "retry", "nothing", None, None)),
    # Messages
    ("a number as the code", 429, {"code": 20429, "message": "Too Many Requests", "status": 429}, {},
     ("20429", "rate-limit", "wait", None, None)),
    ("a name in place of a message", 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"},
     ("ratelimited", "rate-limit", "wait", 30.0, None)),
    ("parameters", 429, {"ok": False, "error_code": 429, "description": "m", "parameters": {"retry_after": 35}}, {},
     (None, "rate-limit", "wait", 35.0, None)),
    ("a bucket", 429, {"message": "You are being rate limited.", "retry_after": 1.337, "global": False}, {},
     (None, "rate-limit", "wait", 1.337, None)),
    ("a login that is limited", 429, {"code": 429, "error_code": "over_request_rate_limit", "msg": "m"}, {},
     ("over_request_rate_limit", "rate-limit", "wait", None, None)),
    ("a nonce", 403, {"code": "rest_cookie_invalid_nonce", "message": "m", "data": {"status": 403}}, {},
     ("rest_cookie_invalid_nonce", "config", "contact-administrator", None, None)),
    ("errors as a text", 429, {"errors": "Exceeded 2 calls per second."}, {"Retry-After": "2.0"},
     (None, "rate-limit", "wait", 2.0, None)),
    # What stands in between
    ("a network's page", 429, "<!doctype html>error code: 1015", {"Retry-After": "86400"},
     (None, "rate-limit", "wait", 86_400.0, None)),
    ("a proxy's page", 413, b"<html>\r\n<title>413 Request Entity Too Large</title>", {},
     (None, "retry", "fix-input", None, None)),
    ("a proxy's text", 503, "upstream connect error or disconnect/reset before headers", {},
     (None, "retry", "try-again", None, None)),
    ("a date", 503, "", {"Date": "Mon, 15 Jun 2026 12:00:00 GMT", "Retry-After": "Mon, 15 Jun 2026 12:02:00 GMT"},
     (None, "retry", "try-again", 120.0, None)),
    ("another alphabet", 400, '{"code":"common.bad_request","message":"Ung\xfcltig"}'.encode("latin-1"), {},
     ("common.bad_request", "retry", "fix-input", None, None)),
    ("a problem, with a slash", 403, {"type": "/problems/session.key_inactive/", "title": "Off"}, {},
     ("session.key_inactive", "config", "contact-administrator", None, None)),
    ("a problem, with a query", 403, {"type": "https://e.example/p/session.key_inactive?lang=en"}, {},
     ("session.key_inactive", "config", "contact-administrator", None, None)),
)  # fmt: skip


def test_each_ends_on_its_path() -> None:
    for what, status, body, headers, expected in ANSWERS:
        # Systems that pass them on, and unknown systems.
        for system in ("allfeat-widget", "acme"):
            if system == "acme" and expected[0] in ("session.key_inactive", "common.bad_request"):
                continue
            error = read_response(status, body, headers, system)
            assert error is not None
            found = (error.code, error.path, error.remedy, error.retry_after, error.request_id)
            assert found == expected, (what, system, found)
            assert error.http_status == status, "as it came"


def test_messages_are_the_servers_own_words() -> None:
    for body, message in (
        ({"message": ["title is empty", "title is short"]}, "title is empty; title is short"),
        ({"error": "invalid_token", "error_description": "expired"}, "expired"),
        ({"ok": False, "description": "Too Many Requests"}, "Too Many Requests"),
        ({"errors": [{"message": "no", "extensions": {"code": "X"}}]}, "no"),
        ({"__type": "X", "Message": "Rate exceeded"}, "Rate exceeded"),
        ({"detail": [{"msg": "required"}]}, None),
        ({"message": [], "title": "t"}, "t"),
    ):
        error = read_response(400, body)
        assert error is not None
        assert error.server_message == message, body


def test_only_400_and_403_stand_for_a_limit() -> None:
    for status, path in ((400, "rate-limit"), (403, "rate-limit"), (401, "auth"), (404, "retry"), (503, "retry")):
        error = read_response(status, {"code": "ThrottlingException"}, {"X-RateLimit-Remaining": "0"}, "acme")
        assert error is not None
        assert error.path == path, status


def test_a_success_is_none_whatever_it_says() -> None:
    assert read_response(200, {"errors": [{"message": "no", "extensions": {"code": "UNAUTHENTICATED"}}]}) is None
