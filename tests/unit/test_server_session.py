"""Creating a session: the request as documented, every way it can fail, and where the secret key must not come out."""

from __future__ import annotations

import json
import pickle
import socket
import time
import traceback
from typing import TYPE_CHECKING, Any, cast

import httpx
import httpx2
import pytest
from organizations_api import SECRET_KEY, OrganizationsApi

from pywidget import ApiError
from pywidget.server import NoAnswerError, Session, SessionMinter
from pywidget.server.session import BASE_URL, TIMEOUT, checked_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ORIGIN = "https://music.example"
#: What the page's token endpoint may take, by default.
PAGE_TIMEOUT = 10


@pytest.fixture
def api() -> Iterator[OrganizationsApi]:
    with OrganizationsApi() as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client() as made:
        yield made


@pytest.fixture
def minter(api: OrganizationsApi, client: httpx2.Client) -> SessionMinter:
    return SessionMinter(SECRET_KEY, network="testnet", base_url=api.url, client=client)


def minter_with(handler: Callable[[httpx2.Request], httpx2.Response], **arguments: Any) -> SessionMinter:
    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    return SessionMinter(SECRET_KEY, network="testnet", client=client, **arguments)


def failure(minter: SessionMinter) -> ApiError:
    with pytest.raises(ApiError) as caught:
        minter.mint("register", ORIGIN)
    return caught.value


def everything_of(error: BaseException) -> str:
    """All that a logger or an error tracker can see of an exception, the variables of its frames included."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(told.format()) + repr([error, error.args, vars(error), error.__cause__, error.__context__])


# ---- what is sent -------------------------------------------------------------------------------------------------


def test_the_request_is_the_documented_one(api: OrganizationsApi, minter: SessionMinter) -> None:
    session = minter.mint("register", ORIGIN)
    assert (session.token, session.expires_in) == ("jwt-1", 300)
    ((headers, body),) = api.requests
    assert body == {"secret_key": SECRET_KEY, "action_type": "register", "allowed_network": "testnet"}
    assert headers["origin"] == ORIGIN
    assert headers["content-type"] == "application/json"
    assert "authorization" not in headers


def test_it_goes_to_the_documented_address() -> None:
    seen: list[str] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(f"{request.method} {request.url}")
        return httpx2.Response(200, json={"token": "jwt", "expires_in": 300})

    minter_with(handler).mint("register", ORIGIN)
    minter_with(handler, base_url="https://api.example/organizations/").mint("register", ORIGIN)
    assert seen == [f"POST {BASE_URL}/v1/sessions", "POST https://api.example/organizations/v1/sessions"]


def test_what_a_session_is_bound_to_is_sent_where_it_is_given(api: OrganizationsApi) -> None:
    with SessionMinter(f" {SECRET_KEY}\n", network="mainnet", base_url=api.url) as minter:
        minter.mint("access", ORIGIN, external_user_ref="user_42", allowed_ats_id=0, max_file_size_bytes=1)
    assert api.requests[0][1] == {
        "secret_key": SECRET_KEY,
        "action_type": "access",
        "allowed_network": "mainnet",
        "external_user_ref": "user_42",
        "allowed_ats_id": 0,
        "max_file_size_bytes": 1,
    }


@pytest.mark.parametrize("wrong", [object(), float("nan"), b"7"])
def test_what_cannot_be_written_does_not_show_the_key(
    api: OrganizationsApi, minter: SessionMinter, wrong: object
) -> None:
    arguments: dict[str, Any] = {"allowed_ats_id": wrong}
    with pytest.raises((TypeError, ValueError)) as caught:
        minter.mint("register", ORIGIN, **arguments)
    assert SECRET_KEY not in everything_of(caught.value)
    assert api.requests == []


def test_a_key_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(ValueError, match="secret_key") as caught:
        SessionMinter("csk_\udcff", network="testnet")
    assert "csk_" not in str(caught.value)


def test_every_call_gets_a_session_of_its_own(api: OrganizationsApi, minter: SessionMinter) -> None:
    assert [minter.mint("register", ORIGIN).token for _ in range(3)] == ["jwt-1", "jwt-2", "jwt-3"] == api.tokens


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"action_type": "update"}, "action_type"),
        ({"action_type": "access"}, "external_user_ref"),
        ({"origin": "music.example"}, "no origin"),
        ({"external_user_ref": ""}, "1 to 255 bytes"),
        ({"external_user_ref": "é" * 128}, "1 to 255 bytes"),
        ({"max_file_size_bytes": 0}, "more than 0"),
    ],
)
def test_what_cannot_be_right_is_not_sent(
    api: OrganizationsApi, minter: SessionMinter, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        minter.mint(**{"action_type": "register", "origin": ORIGIN, **arguments})
    assert api.requests == []


@pytest.mark.parametrize(
    "origin",
    ["https://a.example", "http://localhost:8000", "https://[::1]:8443", "https://A.example"],
)
def test_origins(origin: str) -> None:
    assert checked_origin(origin) == origin.lower()


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "*",
        "a.example",
        "https://",
        "https://a.example/",
        "https://a.example/path",
        "https://a.example?x",
        "ftp://a.example",
        "https://u:p@a.example",
        "https://a.example:443",
        "http://a.example:80",
        "https://a.example:x",
        "https://*.music.example",
        "https://m\u00fcsic.example",
    ],
)
def test_no_origins(origin: str) -> None:
    with pytest.raises(ValueError, match=r"origin|[Pp]ort"):
        checked_origin(origin)


# ---- how it is set up ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"secret_key": ""}, "empty"),
        ({"secret_key": "  \n"}, "empty"),
        ({"secret_key": None}, "empty"),
        ({"secret_key": "cpk_PLANTED"}, "site key"),
        ({"secret_key": "afo_sk_live_PLANTED"}, "API key"),
        ({"network": "main"}, "network"),
        ({"timeout": 0}, "timeout"),
        ({"base_url": "http://api.example"}, "https"),
        ({"base_url": "api.example"}, "https"),
        ({"base_url": "https://api.example?x=1"}, "https"),
    ],
)
def test_a_wrong_setup_is_refused_at_once_and_without_the_key(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        SessionMinter(**{"secret_key": SECRET_KEY, "network": "testnet", **arguments})
    assert "PLANTED" not in str(caught.value)


def test_the_page_waits_longer_than_a_session_may_take() -> None:
    assert TIMEOUT < PAGE_TIMEOUT


def test_a_client_of_ones_own_is_used_and_left_open() -> None:
    client = httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json={"token": "jwt"})))
    with SessionMinter(SECRET_KEY, network="testnet", client=client) as minter:
        assert minter.mint("register", ORIGIN).token == "jwt"
    assert not client.is_closed
    client.close()


def test_a_client_of_another_library_is_refused() -> None:
    with httpx.Client() as client, pytest.raises(TypeError, match="httpx2"):
        SessionMinter(SECRET_KEY, network="testnet", client=cast("Any", client))


# ---- how it fails -------------------------------------------------------------------------------------------------


def test_a_refusal_is_told_as_everywhere(api: OrganizationsApi, minter: SessionMinter) -> None:
    api.error(403, "session.origin_not_allowed")
    api.error(429, "session.rate_limited", {"Retry-After": "12"})
    refused, limited = failure(minter), failure(minter)
    assert (refused.code, refused.path, refused.http_status) == ("session.origin_not_allowed", "config", 403)
    assert refused.request_id == "req_8a3f"
    assert limited.is_rate_limited()
    assert limited.retry_after == 12.0
    assert len(api.requests) == 2, "a refusal is not asked for again"


@pytest.mark.parametrize(
    "error",
    [
        httpx2.ConnectError("no route"),
        httpx2.ConnectTimeout("slow"),
        httpx2.ReadTimeout("slow"),
        httpx2.WriteTimeout("slow"),
        httpx2.ReadError("reset"),
        httpx2.RemoteProtocolError("closed"),
        httpx2.PoolTimeout("busy"),
        # Not of the connection: what it is told of has the request all the same, and with it the key.
        RuntimeError(f"cannot send {SECRET_KEY}"),
    ],
)
def test_one_call_is_one_request(error: Exception) -> None:
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        raise error

    failed = failure(minter_with(handler))
    assert isinstance(failed, NoAnswerError)
    assert failed.reason == type(error).__name__
    assert failed.timed_out == isinstance(error, httpx2.TimeoutException)
    assert len(seen) == 1
    assert SECRET_KEY not in everything_of(failed)


def test_nobody_is_there() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with SessionMinter(SECRET_KEY, network="testnet", base_url=f"http://127.0.0.1:{port}") as minter:
            failed = failure(minter)
    assert isinstance(failed, NoAnswerError)
    assert failed.reason == "ConnectError"
    assert (failed.http_status, failed.remedy, failed.is_retryable()) == (None, "try-again", True)


@pytest.mark.parametrize("how", ["hang", "trickle"])
def test_no_answer_takes_longer_than_it_may(api: OrganizationsApi, how: str) -> None:
    api.answers.append(getattr(api, how))
    with SessionMinter(SECRET_KEY, network="testnet", base_url=api.url, timeout=1) as minter:
        started = time.monotonic()
        failed = failure(minter)
        took = time.monotonic() - started
    assert isinstance(failed, NoAnswerError)
    assert failed.timed_out
    assert took < PAGE_TIMEOUT / 2
    assert len(api.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_key_does_not_follow_a_redirect(api: OrganizationsApi, status: int) -> None:
    with OrganizationsApi() as elsewhere, httpx2.Client(follow_redirects=True) as client:
        api.answers.append((status, {"Location": f"{elsewhere.url}/v1/sessions"}, b""))
        error = failure(SessionMinter(SECRET_KEY, network="testnet", base_url=api.url, client=client))
        assert error.http_status == status
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b"null",
        b"[]",
        b"{}",
        b'{"token": null}',
        b'{"token": 42}',
        b'{"token": ""}',
        b'{"token": " "}',
        b'{"token": "' + b"x" * 70_000 + b'"}',
        b"[" * 30_000,
        b"\xff\xfe",
    ],
)
def test_a_success_without_a_token_is_none(api: OrganizationsApi, minter: SessionMinter, body: bytes) -> None:
    api.answers.append((200, {}, body))
    failed = failure(minter)
    assert isinstance(failed, NoAnswerError)
    assert failed.reason == "no token in the answer"
    assert "no token in the answer" in str(failed)


@pytest.mark.parametrize("lifetime", ["300", None, True, -1, 0, float("inf"), float("nan"), [300]])
def test_an_odd_lifetime_is_not_known(api: OrganizationsApi, minter: SessionMinter, lifetime: object) -> None:
    api.answers.append((200, {}, json.dumps({"token": "jwt", "expires_in": lifetime}).encode()))
    assert minter.mint("register", ORIGIN).expires_in is None


# ---- secrets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [httpx2.ConnectError(f"failed with {SECRET_KEY}"), httpx2.ReadTimeout(SECRET_KEY), httpx2.ReadError(SECRET_KEY)],
)
def test_a_failure_of_the_connection_does_not_have_the_key(error: httpx2.TransportError) -> None:
    def handler(_: httpx2.Request) -> httpx2.Response:
        raise error

    failed = failure(minter_with(handler))
    assert SECRET_KEY not in everything_of(failed)
    assert failed.__cause__ is None
    assert failed.__context__ is None, "httpx2's exception holds the request, and with it the key"


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 422, 429, 500])
def test_an_api_that_repeats_the_key_does_not_get_it_out(
    api: OrganizationsApi, minter: SessionMinter, status: int
) -> None:
    echo = {"code": SECRET_KEY, "message": f"bad key {SECRET_KEY}", "request_id": SECRET_KEY, "details": [SECRET_KEY]}
    headers = {"X-Request-Id": SECRET_KEY, "X-Echo": SECRET_KEY}
    api.answers.append((status, headers, json.dumps({"error": echo}).encode()))
    assert SECRET_KEY not in everything_of(failure(minter))


def test_neither_key_nor_token_is_in_a_representation(minter: SessionMinter) -> None:
    assert SECRET_KEY not in repr(minter) + str(minter)
    session = minter.mint("register", ORIGIN)
    assert session.token not in repr(session) + str(session) + repr([session])
    assert repr(Session("jwt-PLANTED", 300)) == "<Session expires_in=300>"


def test_errors_survive_a_queue(api: OrganizationsApi, minter: SessionMinter) -> None:
    api.error(429, "session.rate_limited", {"Retry-After": "12"}, limit=3)
    for error in (failure(minter), NoAnswerError("ReadTimeout")):
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301  our own
        assert type(copy) is type(error)
        assert str(copy) == str(error)
        assert (copy.code, copy.retry_after, copy.details) == (error.code, error.retry_after, error.details)
