"""The token endpoint in each framework, by the framework's own test client, with an API that answers over a socket."""

from __future__ import annotations

import json
import logging
import socket
import types
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import django_for_tests
import flask
import httpx2
import pytest
from django.conf import settings
from django.test import Client as DjangoTestClient
from django.test import RequestFactory
from django.urls import path, set_urlconf
from fastapi import FastAPI
from organizations_api import SECRET_KEY, UPSTREAM_SECRET, OrganizationsApi
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from pywidget.server import SessionMinter
from pywidget.server import django as for_django
from pywidget.server import flask as for_flask
from pywidget.server import starlette as for_starlette
from pywidget.server.endpoint import MAX_REQUEST_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse
    from starlette.requests import Request

ORIGIN = "https://music.example"
URL = "/api/ats-token"

django_for_tests.set_up()


class Got(NamedTuple):
    """What a client saw."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Framework(Protocol):
    """One framework with the endpoint in it; ``current_user`` gets whatever the framework gives it."""

    def serve(self, minter: SessionMinter, current_user: Callable[[Any], object], **options: Any) -> None: ...

    def ask(self, method: str, headers: dict[str, str], body: bytes) -> Got: ...


class OnStarlette:
    def serve(self, minter: SessionMinter, current_user: Callable[[Any], object], **options: Any) -> None:
        endpoint = for_starlette.token_endpoint(minter, current_user=current_user, origins=[ORIGIN], **options)
        self._client = TestClient(Starlette(routes=[Route(URL, endpoint)]))

    def ask(self, method: str, headers: dict[str, str], body: bytes) -> Got:
        answer = self._client.request(method, URL, headers=headers, content=body)
        return Got(answer.status_code, {name.title(): value for name, value in answer.headers.items()}, answer.content)


class OnFastApi(OnStarlette):
    def serve(self, minter: SessionMinter, current_user: Callable[[Any], object], **options: Any) -> None:
        app = FastAPI()
        endpoint = for_starlette.token_endpoint(minter, current_user=current_user, origins=[ORIGIN], **options)
        app.router.routes.append(Route(URL, endpoint))
        self._client = TestClient(app)


class OnFlask:
    def serve(self, minter: SessionMinter, current_user: Callable[[Any], object], **options: Any) -> None:
        app = flask.Flask(__name__)
        app.testing = True
        view = for_flask.token_endpoint(minter, current_user=current_user, origins=[ORIGIN], **options)
        app.add_url_rule(URL, view_func=view)
        self._client = app.test_client()

    def ask(self, method: str, headers: dict[str, str], body: bytes) -> Got:
        answer = self._client.open(URL, method=method, headers=headers, data=body)
        return Got(answer.status_code, {name.title(): value for name, value in answer.headers.items()}, answer.data)


class OnDjango:
    def serve(self, minter: SessionMinter, current_user: Callable[[Any], object], **options: Any) -> None:
        view = for_django.token_endpoint(minter, current_user=current_user, origins=[ORIGIN], **options)
        urls: Any = types.ModuleType("urls")
        urls.urlpatterns = [path(URL.removeprefix("/"), view)]
        settings.ROOT_URLCONF = urls
        set_urlconf(None)
        self._client = DjangoTestClient()

    def ask(self, method: str, headers: dict[str, str], body: bytes) -> Got:
        answer = self._client.generic(method, URL, body, content_type="application/json", headers=headers)
        return Got(answer.status_code, {name.title(): value for name, value in answer.headers.items()}, answer.content)


FRAMEWORKS: dict[str, Callable[[], Framework]] = {
    "starlette": OnStarlette,
    "fastapi": OnFastApi,
    "flask": OnFlask,
    "django": OnDjango,
}


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
    return SessionMinter(SECRET_KEY, network="testnet", base_url=api.url, timeout=5, client=client)


@pytest.fixture(params=FRAMEWORKS)
def framework(request: pytest.FixtureRequest) -> Framework:
    return FRAMEWORKS[request.param]()


def user_in_header(request: Any) -> str | None:
    user: str | None = request.headers.get("X-User")
    return user


def ask(
    framework: Framework,
    body: bytes = b'{"pendingAction": "submit", "mode": "register", "attempt": 1}',
    *,
    method: str = "POST",
    origin: str | None = ORIGIN,
    user: str | None = "jane",
) -> Got:
    headers = {"Content-Type": "application/json"}
    if origin is not None:
        headers["Origin"] = origin
    if user is not None:
        headers["X-User"] = user
    return framework.ask(method, headers, body)


def test_a_signed_in_user_gets_a_fresh_token_each_time(
    framework: Framework, api: OrganizationsApi, minter: SessionMinter
) -> None:
    framework.serve(minter, user_in_header)
    answers = [ask(framework), ask(framework, b'{"mode": "update"}'), ask(framework, b"")]
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert [answer.json["token"] for answer in answers] == ["jwt-1", "jwt-2", "jwt-3"]
    assert answers[0].headers["Content-Type"] == "application/json"
    assert [body["action_type"] for _, body in api.requests] == ["register", "update_version", "register"]
    assert {headers["origin"] for headers, _ in api.requests} == {ORIGIN}


def test_who_is_signed_in_reaches_the_session(
    framework: Framework, api: OrganizationsApi, minter: SessionMinter
) -> None:
    framework.serve(minter, user_in_header, session_options=lambda user, _action: {"external_user_ref": f"u-{user}"})
    assert ask(framework, b'{"mode": "download"}', user="jane").status == 200
    assert ask(framework, b'{"mode": "download"}', user="joe").status == 200
    assert [body["external_user_ref"] for _, body in api.requests] == ["u-jane", "u-joe"]


def test_nobody_gets_no_token(framework: Framework, api: OrganizationsApi, minter: SessionMinter) -> None:
    framework.serve(minter, user_in_header)
    answer = ask(framework, user=None)
    assert (answer.status, answer.json["error"]["code"]) == (401, "common.unauthorized")
    assert api.requests == []


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://music.example"])
def test_another_sites_page_is_refused_before_anybody_looks_who_is_signed_in(
    framework: Framework, api: OrganizationsApi, minter: SessionMinter, origin: str | None
) -> None:
    asked: list[object] = []
    framework.serve(minter, asked.append)
    answer = ask(framework, origin=origin)
    assert (answer.status, answer.json["error"]["code"]) == (403, "session.origin_not_allowed")
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert asked == []
    assert api.requests == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_post_is_served(framework: Framework, api: OrganizationsApi, minter: SessionMinter, method: str) -> None:
    framework.serve(minter, user_in_header)
    answer = ask(framework, method=method)
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert answer.headers["Cache-Control"] == "no-store"
    assert api.requests == []


def test_a_rate_limit_reaches_the_page(framework: Framework, api: OrganizationsApi, minter: SessionMinter) -> None:
    framework.serve(minter, user_in_header)
    api.error(429, "session.rate_limited", {"Retry-After": "12"})
    answer = ask(framework)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "12")
    assert answer.json["error"]["code"] == "session.rate_limited"
    assert answer.json["error"]["request_id"] == "req_8a3f"


def test_a_limiter_of_the_integrator_sees_the_frameworks_request(
    framework: Framework, api: OrganizationsApi, minter: SessionMinter
) -> None:
    def rate_limit(request: Any, user: str) -> float | None:
        return {"jane": None, "joe": 30.0}[user] if request.headers["X-User"] == user else 0

    framework.serve(minter, user_in_header, rate_limit=rate_limit)
    assert ask(framework).status == 200
    answer = ask(framework, user="joe")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "30")
    assert answer.json["error"]["code"] == "session.rate_limited"
    # It fails for somebody whom it does not know.
    assert ask(framework, user="jim").status == 503
    assert len(api.requests) == 1


def test_names_of_headers_may_be_in_lower_case(framework: Framework, minter: SessionMinter) -> None:
    framework.serve(minter, user_in_header)
    got = framework.ask("POST", {"origin": ORIGIN, "x-user": "jane", "content-type": "application/json"}, b"{}")
    assert got.status == 200
    for name, value in {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}.items():
        assert got.headers[name] == value
    assert "Origin" in got.headers["Vary"]


def test_what_django_cannot_read_is_not_asked_for(api: OrganizationsApi, minter: SessionMinter) -> None:
    class Gone:
        """The body of a client that has gone."""

        def read(self, *_: object) -> bytes:
            raise ConnectionResetError

    view = for_django.token_endpoint(minter, current_user=user_in_header, origins=[ORIGIN])
    request = RequestFactory().post(URL, b"{}", content_type="application/json", headers={"Origin": ORIGIN})
    request._stream = Gone()  # noqa: SLF001  there is no other way to break it
    assert view(request).status_code == 400
    assert api.requests == []


def test_too_much_is_not_read(framework: Framework, minter: SessionMinter) -> None:
    framework.serve(minter, user_in_header)
    answer = ask(framework, b'{"mode": "register", "x": "' + b"x" * 1_000_000 + b'"}')
    assert (answer.status, answer.json["error"]["code"]) == (400, "common.bad_request")
    just = b'{"x": "' + b"x" * (MAX_REQUEST_LENGTH - 9) + b'"}'
    assert len(just) == MAX_REQUEST_LENGTH
    assert ask(framework, just).status == 200
    assert ask(framework, just + b" ").status == 400


def test_an_error_of_the_host_is_not_swallowed(
    framework: Framework, api: OrganizationsApi, minter: SessionMinter
) -> None:
    def broken(_request: object) -> object:
        raise LookupError("the host's database is down")

    framework.serve(minter, broken)
    with pytest.raises(LookupError):
        ask(framework)
    assert api.requests == []


@pytest.mark.parametrize("name", ["flask", "django"])
def test_a_user_that_nobody_waits_for_is_nobody(name: str, api: OrganizationsApi, minter: SessionMinter) -> None:
    async def current_user(_request: object) -> str:
        return "jane"

    framework = FRAMEWORKS[name]()
    framework.serve(minter, current_user)
    with pytest.raises(TypeError, match="current_user is asynchronous"):
        ask(framework)
    assert api.requests == []


@pytest.mark.parametrize("name", ["starlette", "fastapi"])
def test_a_user_may_be_waited_for(name: str, minter: SessionMinter) -> None:
    async def current_user(request: Request) -> str | None:
        return user_in_header(request)

    class Users:
        async def __call__(self, request: Request) -> str | None:
            return user_in_header(request)

    framework = FRAMEWORKS[name]()
    for way in (current_user, Users()):
        framework.serve(minter, way)
        assert ask(framework).status == 200
        assert ask(framework, user=None).status == 401


def test_djangos_own_protection_stays_on(api: OrganizationsApi, minter: SessionMinter) -> None:
    OnDjango().serve(minter, user_in_header)
    client = DjangoTestClient(enforce_csrf_checks=True)
    headers = {"Origin": ORIGIN, "X-User": "jane"}
    arguments: dict[str, Any] = {"content_type": "application/json", "secure": True}
    host = {"SERVER_NAME": "music.example", "SERVER_PORT": "443"}
    refused: HttpResponse = client.post(URL, b"{}", headers=headers, **arguments, **host)
    assert refused.status_code == 403
    assert api.requests == []
    # What pywidget's script tag does with data-csrf-cookie and data-csrf-header.
    client.cookies["csrftoken"] = "a" * 32
    served = client.post(URL, b"{}", headers={**headers, "X-CSRFToken": "a" * 32}, **arguments, **host)
    assert served.status_code == 200


def test_djangos_anonymous_user_is_nobody(api: OrganizationsApi, minter: SessionMinter) -> None:
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415  only once Django is set up

    def current_user(_request: HttpRequest) -> object:
        return AnonymousUser()

    framework = OnDjango()
    framework.serve(minter, current_user)
    assert ask(framework).status == 401
    assert api.requests == []


def test_no_secret_comes_out(
    framework: Framework,
    api: OrganizationsApi,
    minter: SessionMinter,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The API's key goes to the API only, and what the API writes to nobody, however it fails."""
    caplog.set_level(logging.DEBUG)
    framework.serve(minter, user_in_header)
    echo = {"code": SECRET_KEY, "message": SECRET_KEY, "request_id": SECRET_KEY, "details": {"limit": SECRET_KEY}}
    for status in (200, 302, 400, 401, 403, 404, 422, 429, 500, 503):
        for body in (json.dumps({"error": echo}), json.dumps(echo), f"Traceback {SECRET_KEY} {UPSTREAM_SECRET}", ""):
            api.answers.append((status, {"Retry-After": "soon", "Location": "/elsewhere"}, body.encode()))
            answer = ask(framework)
            assert answer.status >= 400
            api.error(status if status >= 400 else 500, "session.key_inactive", reason=UPSTREAM_SECRET)
            for got in (answer, ask(framework)):
                everything = repr(got)
                assert SECRET_KEY not in everything
                assert UPSTREAM_SECRET not in everything
    api.answers.append(lambda handler: handler.connection.shutdown(socket.SHUT_RDWR))
    assert ask(framework).status == 502
    assert all(body["secret_key"] == SECRET_KEY for _, body in api.requests)
    written = capfd.readouterr()
    for text in (caplog.text, written.out, written.err):
        assert SECRET_KEY not in text
        assert UPSTREAM_SECRET not in text
