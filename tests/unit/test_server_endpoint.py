"""The token endpoint without a framework: what it refuses, what it asks for, and what it tells the page."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from organizations_api import SECRET_KEY, UPSTREAM_SECRET

from pywidget.catalog import load
from pywidget.core.classify import classify
from pywidget.core.envelope import read_envelope
from pywidget.locales import texts
from pywidget.server import Answer, SessionMinter, TokenEndpoint
from pywidget.server.endpoint import MAX_REQUEST_LENGTH, action_type

if TYPE_CHECKING:
    from collections.abc import Callable

ORIGIN = "https://music.example"
JANE = {"name": "jane"}


class Api:
    """What the organizations API answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.origins: list[str] = []
        self.answer: Callable[[], httpx2.Response] = lambda: httpx2.Response(
            201, json={"token": f"jwt-{len(self.asked)}", "expires_in": 300}
        )

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(json.loads(request.content))
        self.origins.append(request.headers["origin"])
        return self.answer()

    def says(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        """Answer everything like this from now on: a text, or an object as JSON."""
        text = body if isinstance(body, str) else json.dumps(body)
        self.answer = lambda: httpx2.Response(status, text=text, headers=headers)


@pytest.fixture
def api() -> Api:
    return Api()


def endpoint(api: Api, **arguments: Any) -> TokenEndpoint:
    client = httpx2.Client(transport=httpx2.MockTransport(api))
    minter = SessionMinter(SECRET_KEY, network="testnet", client=client)
    return TokenEndpoint(minter, **{"origins": [ORIGIN], **arguments})


def body_of(answer: Answer) -> Any:
    return json.loads(answer.body)


def code_of(answer: Answer) -> Any:
    return body_of(answer)["error"]["code"]


def asked_for(mode: object, pending_action: object = "submit") -> bytes:
    return json.dumps({"pendingAction": pending_action, "mode": mode, "attempt": 1}).encode()


# ---- what a token is for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "pending_action", "expected"),
    [
        ("register", "submit", "register"),
        ("update", "submit", "update_version"),
        ("download", "download_list", "access"),
        # The mode counts: the certificate of a work that was just registered is no other kind of access.
        ("register", "download", "register"),
        ("update", "download", "update_version"),
        ("update", "work_select", "update_version"),
        # The first generation.
        ("access", "download", "access"),
        ("register", "register", "register"),
        (None, "register", "register"),
        (None, "update", "update_version"),
        (None, "reset", "register"),
        # Without a mode.
        (None, "work_select", "update_version"),
        (None, "access_code", "update_version"),
        (None, "download_list", "access"),
        (None, "download_version_asset", "access"),
        (None, "download", "register"),
        (None, None, "register"),
        ("unheard-of", "work_select", "update_version"),
        (["register"], {"a": 1}, "register"),
        (7, True, "register"),
    ],
)
def test_the_action_follows_the_mode(mode: object, pending_action: object, expected: str) -> None:
    assert action_type(mode, pending_action) == expected


def test_a_signed_in_user_gets_a_token(api: Api) -> None:
    answer = endpoint(api).answer(JANE, ORIGIN, asked_for("update"))
    assert answer.status == 200
    assert body_of(answer) == {"token": "jwt-1", "expires_in": 300}
    assert api.asked == [
        {"secret_key": SECRET_KEY, "action_type": "update_version", "allowed_network": "testnet"},
    ]
    assert api.origins == [ORIGIN]


def test_a_body_may_be_missing(api: Api) -> None:
    for body in (b"", b"  \r\n", b"{}"):
        assert endpoint(api).answer(JANE, ORIGIN, body).status == 200
    assert {asked["action_type"] for asked in api.asked} == {"register"}


@pytest.mark.parametrize(
    "body",
    [b"token please", b"[]", b"null", b'"register"', b"{", b"\xff", b"[" * 4_000, b" " * (MAX_REQUEST_LENGTH + 1)],
)
def test_a_body_that_is_no_object_is_refused(api: Api, body: bytes) -> None:
    answer = endpoint(api).answer(JANE, ORIGIN, body)
    assert (answer.status, code_of(answer)) == (400, "common.bad_request")
    assert api.asked == []


# ---- who may ------------------------------------------------------------------------------------------------------


class Anonymous:
    """As Django, Flask-Login and Starlette have it: somebody who is nobody."""

    is_authenticated = False


class Authenticated:
    is_authenticated = True


@pytest.mark.parametrize("user", [None, False, "", 0, {}, Anonymous()])
def test_nobody_gets_no_token(api: Api, user: object) -> None:
    answer = endpoint(api).answer(user, ORIGIN, b"")
    assert (answer.status, code_of(answer)) == (401, "common.unauthorized")
    assert api.asked == []


@pytest.mark.parametrize("user", [True, "jane", 42, JANE, object(), Authenticated()])
def test_somebody_gets_a_token(api: Api, user: object) -> None:
    assert endpoint(api).answer(user, ORIGIN, b"").status == 200


def test_a_coroutine_is_nobody(api: Api) -> None:
    async def current_user() -> None:
        """Who is signed in, if somebody waited for it."""

    with pytest.raises(TypeError, match="current_user is asynchronous"):
        endpoint(api).answer(current_user(), ORIGIN, b"")
    assert api.asked == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post", ""])
def test_only_post_is_served(api: Api, method: str) -> None:
    answer = endpoint(api).refuse(method, ORIGIN)
    assert answer is not None
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "https://evil.example",
        "http://music.example",
        "https://music.example:8443",
        "https://music.example.evil.example",
        "https://evilmusic.example",
        "https://music.example/",
        "HTTPS://Music.Example",
        "https://music.example, https://evil.example",
    ],
)
def test_the_page_of_another_site_is_refused(api: Api, origin: str | None) -> None:
    for answer in (endpoint(api).refuse("POST", origin), endpoint(api).answer(JANE, origin, b"")):
        assert answer is not None
        assert (answer.status, code_of(answer)) == (403, "session.origin_not_allowed")
    assert api.asked == []


def test_the_own_pages_are_served(api: Api) -> None:
    both = endpoint(api, origins=[ORIGIN, "http://localhost:8000"])
    for origin in (ORIGIN, "http://localhost:8000"):
        assert both.refuse("POST", origin) is None


def test_an_endpoint_for_no_page_is_a_mistake(api: Api) -> None:
    for origins in ([], ["music.example"], ["*"], "https://music.example"):
        with pytest.raises(ValueError, match="origin"):
            endpoint(api, origins=origins)


# ---- what a session is bound to -----------------------------------------------------------------------------------


def test_the_host_binds_the_session(api: Api) -> None:
    def session_options(user: Any, action: str) -> dict[str, Any]:
        return {"external_user_ref": user["name"], "allowed_ats_id": 7 if action == "update_version" else None}

    bound = endpoint(api, session_options=session_options)
    for mode in ("register", "update", "download"):
        assert bound.answer(JANE, ORIGIN, asked_for(mode)).status == 200
    assert [(asked["external_user_ref"], asked.get("allowed_ats_id")) for asked in api.asked] == [
        ("jane", None),
        ("jane", 7),
        ("jane", None),
    ]


def test_the_host_can_say_no(api: Api) -> None:
    answer = endpoint(api, session_options=lambda _user, _action: None).answer(JANE, ORIGIN, b"")
    assert (answer.status, code_of(answer)) == (403, "host.not_permitted")
    assert api.asked == []


def test_reading_works_needs_to_know_whose(api: Api) -> None:
    answer = endpoint(api).answer(JANE, ORIGIN, asked_for("download"))
    assert (answer.status, code_of(answer)) == (403, "host.not_permitted")
    assert api.asked == []


def test_what_is_no_mapping_is_a_mistake(api: Api) -> None:
    for wrong in (["external_user_ref"], "jane", True):
        with pytest.raises(TypeError, match="session_options"):
            endpoint(api, session_options=lambda _user, _action, wrong=wrong: wrong).answer(JANE, ORIGIN, b"")
    assert api.asked == []


# ---- what the page is told ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "headers", "expected", "path"),
    [
        (403, "session.origin_not_allowed", {}, 403, "config"),
        (403, "session.key_inactive", {}, 403, "config"),
        (401, "common.auth.invalid_api_key", {}, 403, "config"),
        (404, "organization.not_found", {}, 403, "config"),
        (401, "api_key.revoked", {}, 403, "config"),
        (429, "session.rate_limited", {"Retry-After": "12"}, 429, "rate-limit"),
        (429, "common.quota_exceeded", {}, 429, "rate-limit"),
        (403, "common.forbidden", {}, 402, "retry"),
        (402, "registration.insufficient_credits", {}, 402, "retry"),
        (503, "common.service_unavailable", {"Retry-After": "2"}, 503, "retry"),
        (500, "common.made_up", {}, 500, "retry"),
        (422, "common.validation_failed", {}, 422, "retry"),
        # About this server and what it sent, and nothing that signing in would change.
        (401, "common.unauthorized", {}, 502, "auth"),
        (401, "session.made_up", {}, 502, "auth"),
        (404, "common.not_found", {}, 502, "retry"),
        (302, "common.made_up", {}, 502, "retry"),
        (419, "common.made_up", {}, 502, "auth"),
        (498, "common.made_up", {}, 502, "auth"),
    ],
)
def test_a_refusal_of_the_api_is_passed_on(  # noqa: PLR0913, PLR0917  a row of a table
    api: Api, status: int, code: str, headers: dict[str, str], expected: int, path: str
) -> None:
    error = {"code": code, "message": UPSTREAM_SECRET, "request_id": "req_8a3f", "details": {"reason": UPSTREAM_SECRET}}
    api.says(status, {"error": error}, headers)
    answer = endpoint(api).answer(JANE, ORIGIN, b"")
    assert answer.status == expected
    assert answer.headers.get("Retry-After") == headers.get("Retry-After")
    told = body_of(answer)["error"]
    assert set(told) == {"code", "message", "request_id"}
    # A code of ended sessions is about this server's key, and would be read as about the visitor's session.
    passed_on = "common.service_unavailable" if path == "auth" else code
    assert (told["code"], told["request_id"]) == (passed_on, "req_8a3f")
    assert told["message"] in texts("en").values(), "our words, not the API's"
    assert classify(code, "allfeat-api", http_status=status).path == path


def test_only_the_visitor_is_asked_to_sign_in(api: Api) -> None:
    """A page takes 401, and 403 without a code of the setup, for a visitor who is signed out."""
    for catalog in (load("allfeat-api"), load("allfeat-widget")):
        for code in catalog.CODES | catalog.EXTRA:
            for status in (401, 403):
                api.says(status, {"code": code})
                answer = endpoint(api).answer(JANE, ORIGIN, b"")
                assert answer.status != 401, code
                if answer.status == 403:
                    assert classify(code, "allfeat-api", http_status=status).path == "config", code


def test_the_page_reads_what_the_api_said(api: Api) -> None:
    details = {"limit": 100, "used": 100, "resets_at": "2099-06-15T12:00:00Z"}
    error = {"code": "common.quota_exceeded", "message": "m", "request_id": "req_8a3f", "details": details}
    api.says(429, {"error": error}, {"Date": "Mon, 15 Jun 2026 12:00:00 GMT"})
    answer = endpoint(api).answer(JANE, ORIGIN, b"")
    envelope = read_envelope("allfeat-widget", answer.status, answer.body, answer.headers)
    verdict = classify(envelope.code, "allfeat-widget", http_status=envelope.http_status)
    assert (envelope.code, envelope.request_id, envelope.details) == ("common.quota_exceeded", "req_8a3f", details)
    assert (verdict.path, verdict.basis) == ("rate-limit", "code")
    assert envelope.retry_after_ms == 86_400_000


def test_of_the_details_only_a_quota_is_passed_on(api: Api) -> None:
    details = {
        "limit": "100",
        "used": True,
        "resets_at": UPSTREAM_SECRET,
        "reason": UPSTREAM_SECRET,
        "fields": {"title": UPSTREAM_SECRET},
    }
    api.says(429, {"code": "common.quota_exceeded", "details": details})
    told = body_of(endpoint(api).answer(JANE, ORIGIN, b""))["error"]
    assert "details" not in told
    api.answer = lambda: httpx2.Response(
        429, json={"code": "common.quota_exceeded", "details": {**details, "limit": 5}}
    )
    assert body_of(endpoint(api).answer(JANE, ORIGIN, b""))["error"]["details"] == {"limit": 5}


@pytest.mark.parametrize(
    ("raised", "expected"),
    [(httpx2.ConnectError("x"), 502), (httpx2.ReadTimeout("x"), 504), (httpx2.ReadError("x"), 502)],
)
def test_an_api_that_cannot_be_reached(api: Api, raised: Exception, expected: int) -> None:
    def fail() -> httpx2.Response:
        raise raised

    api.answer = fail
    answer = endpoint(api).answer(JANE, ORIGIN, b"")
    assert (answer.status, code_of(answer)) == (expected, "common.service_unavailable")
    api.says(200, "<html>")
    assert endpoint(api).answer(JANE, ORIGIN, b"").status == 502


def test_an_error_without_a_code_has_one_for_the_page(api: Api) -> None:
    api.says(500, f"Traceback: {UPSTREAM_SECRET}")
    answer = endpoint(api).answer(JANE, ORIGIN, b"")
    assert (answer.status, code_of(answer)) == (500, "common.service_unavailable")


def test_every_answer_can_be_referred_to_and_is_not_stored(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    made = endpoint(api)
    answers = [made.refuse("GET", ORIGIN), made.refuse("POST", None), made.answer(None, ORIGIN, b"")]
    for odd in ("", "a b", "x\nFAKE LINE", "x" * 101):
        error = {"code": "session.key_inactive", "request_id": odd}
        api.says(403, {"error": error})
        answers.append(made.answer(JANE, ORIGIN, b""))
    references = set()
    for answer in answers:
        assert answer is not None
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "application/json"
        reference = body_of(answer)["error"]["request_id"]
        assert reference.startswith("host_")
        references.add(reference)
    assert len(references) == len(answers)
    assert "\n" not in "".join(record.getMessage() for record in caplog.records)
    api.says(201, {"token": "jwt"})
    assert made.answer(JANE, ORIGIN, b"").headers["Cache-Control"] == "no-store"


def test_the_log_says_what_is_wrong_and_no_secret(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    error = {"code": "session.key_inactive", "message": UPSTREAM_SECRET, "request_id": "req_8a3f"}
    api.says(403, {"error": error})
    endpoint(api).answer(JANE, ORIGIN, b"")
    api.says(503, {"code": SECRET_KEY, "message": SECRET_KEY})
    endpoint(api).answer(JANE, ORIGIN, b"")
    endpoint(api).refuse("POST", "https://evil.example\nFAKE LINE")
    ours = [record for record in caplog.records if record.name == "pywidget.server"]
    assert [record.levelname for record in ours] == ["ERROR", "WARNING", "WARNING"]
    assert "session.key_inactive (HTTP 403, request req_8a3f): Activate the site key" in ours[0].getMessage()
    everything = caplog.text
    assert SECRET_KEY not in everything
    assert UPSTREAM_SECRET not in everything
    assert "\nFAKE LINE" not in everything


@pytest.mark.parametrize(("network", "said"), [("mainnet", 1), ("testnet", 0), (None, 0), (7, 0), ("x\n" * 99, 1)])
def test_a_page_on_another_network_is_noticed(
    api: Api, caplog: pytest.LogCaptureFixture, network: object, said: int
) -> None:
    answer = endpoint(api).answer(JANE, ORIGIN, json.dumps({"mode": "register", "network": network}).encode())
    assert answer.status == 200
    assert api.asked[0]["allowed_network"] == "testnet", "what the page says does not decide what is paid for"
    messages = [record.getMessage() for record in caplog.records if record.name == "pywidget.server"]
    assert [message for message in messages if "is on network" in message] == messages
    assert len(messages) == said
    assert "\n" not in "".join(messages)


def test_an_error_of_the_host_is_the_hosts(api: Api) -> None:
    def session_options(_user: object, _action: str) -> dict[str, Any]:
        raise LookupError("the host's database is down")

    with pytest.raises(LookupError):
        endpoint(api, session_options=session_options).answer(JANE, ORIGIN, b"")
