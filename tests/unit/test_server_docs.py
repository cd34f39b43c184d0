"""The programs in docs/server.md do what the page says."""

from __future__ import annotations

import io
import re
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.validate import validator

import django_for_tests
import httpx
import pytest
import requests
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from organizations_api import SECRET_KEY, OrganizationsApi
from starlette.testclient import TestClient

from pywidget.catalog import SYSTEMS
from pywidget.core.verdict import PATHS
from pywidget.errors import ApiError, read_response
from pywidget.server import SessionMinter
from pywidget.server.session import BASE_URL, MAX_CONCURRENT, TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT = (Path(__file__).parents[2] / "docs" / "server.md").read_text(encoding="utf-8")
PROGRAMS = dict(re.findall(r"^```python (\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))
ORIGIN = "https://music.example"
ASKING = {"Origin": ORIGIN}

django_for_tests.set_up()


@pytest.fixture
def api() -> Iterator[OrganizationsApi]:
    with OrganizationsApi() as running:
        yield running


@pytest.fixture
def program(api: OrganizationsApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], dict[str, Any]]]:
    """Runs a program of the page with the API of this machine; gives its names."""
    monkeypatch.setenv("ALLFEAT_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("COOKIE_KEY", "made up")
    monkeypatch.setitem(SessionMinter.__init__.__kwdefaults__ or {}, "base_url", api.url)
    minters: list[SessionMinter] = []

    def run(name: str) -> dict[str, Any]:
        names: dict[str, Any] = {"__name__": name}
        exec(compile(PROGRAMS[name], f"docs/server.md {name}", "exec"), names)  # noqa: S102  that is the test
        minters.extend(value for value in names.values() if isinstance(value, SessionMinter))
        return names

    yield run
    for minter in minters:
        minter.close()


def check_answers(ask: Callable[[str | None], tuple[int, Any]], api: OrganizationsApi, reference: str | None) -> None:
    """A signed-in user gets a token bound to them, and nobody gets none."""
    status, body = ask(None)
    assert (status, body["error"]["code"]) == (401, "common.unauthorized")
    assert api.requests == []
    status, body = ask("42")
    assert (status, body["token"]) == (200, "jwt-1")
    ((headers, asked),) = api.requests
    assert headers["origin"] == ORIGIN
    assert (asked["secret_key"], asked["allowed_network"]) == (SECRET_KEY, "testnet")
    assert asked.get("external_user_ref") == reference


def test_every_program_is_run() -> None:
    assert set(PROGRAMS) == {"httpx", "requests", "fastapi", "flask", "django", "wsgi", "mint", "limit"}
    assert TEXT.count("```python") == len(PROGRAMS)


def test_fastapi(program: Callable[[str], dict[str, Any]], api: OrganizationsApi) -> None:
    app = program("fastapi")["app"]

    async def sign_in(request: Any) -> dict[str, str]:
        request.session["user_id"] = request.query_params["user"]
        return {}

    sign_in.__annotations__["request"] = __import__("starlette.requests", fromlist=["Request"]).Request
    app.add_api_route("/sign-in", sign_in)

    def ask(user: str | None) -> tuple[int, Any]:
        client = TestClient(app, base_url="https://music.example")
        if user:
            assert client.get("/sign-in", params={"user": user}).status_code == 200
        answer = client.post("/api/ats-token", headers=ASKING, json={"mode": "register"})
        return answer.status_code, answer.json()

    check_answers(ask, api, "42")


def test_flask(program: Callable[[str], dict[str, Any]], api: OrganizationsApi) -> None:
    app = program("flask")["app"]

    def ask(user: str | None) -> tuple[int, Any]:
        client = app.test_client()
        if user:
            with client.session_transaction() as session:
                session["user_id"] = user
        answer = client.post("/api/ats-token", headers=ASKING, json={"mode": "register"})
        return answer.status_code, answer.get_json()

    check_answers(ask, api, "42")


def test_django(program: Callable[[str], dict[str, Any]], api: OrganizationsApi) -> None:
    (_page, pattern) = program("django")["urlpatterns"]
    assert pattern.pattern.match("api/ats-token")

    class User:
        def __init__(self, pk: str | None) -> None:
            self.pk = pk
            self.is_authenticated = pk is not None

    def ask(user: str | None) -> tuple[int, Any]:
        request = RequestFactory().post("/api/ats-token", "{}", content_type="application/json", headers=ASKING)
        request.user = User(user)
        answer = pattern.callback(request)
        return answer.status_code, httpx.Response(200, content=answer.content).json()

    check_answers(ask, api, "42")


class SignedIn:
    """Stands for Django's middleware that finds out who is signed in."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self._get_response = get_response

    def __call__(self, request: Any) -> Any:
        request.user = types.SimpleNamespace(pk="42", is_authenticated=True)
        return self._get_response(request)


def test_the_page_of_django_brings_what_its_protection_asks_for(
    program: Callable[[str], dict[str, Any]], api: OrganizationsApi
) -> None:
    names = program("django")
    names["render"] = lambda _request, template: HttpResponse(template)
    urls: Any = types.ModuleType("urls")
    urls.urlpatterns = names["urlpatterns"]
    middleware = ["django.middleware.csrf.CsrfViewMiddleware", f"{__name__}.SignedIn"]
    place: dict[str, Any] = {"secure": True, "SERVER_NAME": "music.example", "SERVER_PORT": "443"}
    with override_settings(ROOT_URLCONF=urls, MIDDLEWARE=middleware):
        client = Client(enforce_csrf_checks=True)

        def ask(**headers: str) -> int:
            sent = {**ASKING, **headers}
            answer: HttpResponse = client.post(
                "/api/ats-token", "{}", content_type="application/json", headers=sent, **place
            )
            return int(answer.status_code)

        assert ask() == 403
        assert client.get("/", **place).content == b"register.html"
        cookie = client.cookies["csrftoken"]
        assert not cookie["httponly"], "the page reads it"
        assert ask() == 403
        assert ask(**{"X-CSRFToken": ""}) == 403
        assert api.requests == []
        assert ask(**{"X-CSRFToken": cookie.value}) == 200


def test_limit(program: Callable[[str], dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    names = program("limit")
    clock = [1_000.0]
    monkeypatch.setattr(names["time"], "monotonic", lambda: clock[0])
    rate_limit = names["rate_limit"]
    for _ in range(10):
        assert rate_limit(None, "jane") is None
        clock[0] += 1
    assert rate_limit(None, "jane") == 50
    assert rate_limit(None, "joe") is None
    clock[0] += 50
    assert rate_limit(None, "jane") is None
    assert rate_limit(None, "jane") == 1


def test_wsgi(program: Callable[[str], dict[str, Any]], api: OrganizationsApi) -> None:
    application = validator(program("wsgi")["application"])

    def ask(user: str | None) -> tuple[int, Any]:
        body = b'{"mode": "register"}'
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/api/ats-token",
            "QUERY_STRING": "",
            "SERVER_NAME": "music.example",
            "SERVER_PORT": "443",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_ORIGIN": ORIGIN,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **({"REMOTE_USER": user} if user else {}),
        }
        seen: list[str] = []

        def start_response(status: str, _headers: Any, _error: Any = None) -> Callable[[bytes], object]:
            seen.append(status)
            return seen.append  # type: ignore[return-value]  # nothing writes

        answer = application(environ, start_response)
        content = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]  # the validator wants it
        return int(seen[0].split()[0]), httpx.Response(200, content=content).json()

    check_answers(ask, api, None)


def test_mint(program: Callable[[str], dict[str, Any]], api: OrganizationsApi) -> None:
    token_for = program("mint")["token_for"]
    assert token_for("42") == "jwt-1"
    assert api.requests[0][1]["external_user_ref"] == "42"
    api.error(403, "session.key_inactive")
    with pytest.raises(RuntimeError, match=r"no token: session\.key_inactive \(HTTP 403, request req_8a3f\)"):
        token_for("42")


def test_httpx(program: Callable[[str], dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    names = program("httpx")
    waits: list[float] = []
    monkeypatch.setattr(names["time"], "sleep", waits.append)
    answers = [
        httpx.Response(429, json={"code": "common.quota_exceeded"}, headers={"Retry-After": "7"}),
        httpx.Response(429, json={"code": "common.quota_exceeded"}),
        httpx.Response(200, json={"job_id": 1}),
        httpx.Response(422, json={"code": "registration.title_required"}),
        *[httpx.Response(429, headers={"Retry-After": "1"})] * 3,
    ]
    with httpx.Client(
        transport=httpx.MockTransport(lambda _: answers.pop(0)), base_url="https://api.example"
    ) as client:
        assert names["prepare"](client, "org", {}) == {"job_id": 1}
        assert waits == [7.0, 60]
        with pytest.raises(ApiError, match=r"registration\.title_required"):
            names["prepare"](client, "org", {})
        with pytest.raises(ApiError) as caught:
            names["prepare"](client, "org", {})
    assert caught.value.is_rate_limited()
    assert (len(waits), answers) == (4, [])


def test_requests(
    program: Callable[[str], dict[str, Any]], api: OrganizationsApi, capsys: pytest.CaptureFixture[str]
) -> None:
    place_order = program("requests")["place_order"]
    with requests.Session() as session:
        assert place_order(session, api.url, {}) == "Your order was placed."
        api.answers.append((400, {}, b'{"code": "VALIDATION_FAILED"}'))
        assert place_order(session, api.url, {}) == "Some of what was entered could not be accepted."
    said = re.search(r"print\(error\)  # (.*)", PROGRAMS["requests"])
    assert said is not None
    assert capsys.readouterr().out.strip() == said[1]


def test_what_the_page_says_of_numbers_and_names_is_so() -> None:
    for system in SYSTEMS:
        assert f"`{system}`" in TEXT
    for path in PATHS:
        assert f"`{path}`" in TEXT
    assert f"| `base_url` | `{BASE_URL}` |" in TEXT
    assert f"| `timeout` | {TIMEOUT:g} |" in TEXT
    assert f"| `max_concurrent` | {MAX_CONCURRENT} |" in TEXT
    error = read_response(400, "")
    assert error is not None
    for name in (*vars(error), "is_retryable()", "is_token_expired()", "is_rate_limited()"):
        assert name.startswith("_") or f"`{name}`" in TEXT, name
