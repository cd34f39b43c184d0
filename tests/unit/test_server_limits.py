"""The integrator's rate limiter: what it says, what it raises, when it is asked; a broken one opens nothing."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from organizations_api import SECRET_KEY
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.testclient import TestClient
from werkzeug.exceptions import TooManyRequests

from pywidget.core.classify import classify
from pywidget.core.envelope import read_envelope
from pywidget.server import Answer, SessionMinter, TokenEndpoint
from pywidget.server.starlette import token_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

ORIGIN = "https://music.example"


class Asked:
    """Counts what the API was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, _request: httpx2.Request) -> httpx2.Response:
        self.times += 1
        return httpx2.Response(201, json={"token": "jwt", "expires_in": 300})

    def minter(self) -> SessionMinter:
        return SessionMinter(SECRET_KEY, network="testnet", client=httpx2.Client(transport=httpx2.MockTransport(self)))


def answer_with(hook: Callable[[Any, Any], Any], asked: Asked | None = None, user: object = "jane") -> Answer:
    endpoint = TokenEndpoint((asked or Asked()).minter(), origins=[ORIGIN], rate_limit=hook)
    return endpoint.answer(user, ORIGIN, b"{}", "the request")


class Throttled(Exception):  # noqa: N818  the name that it has there
    """As Django REST framework's."""

    status_code = 429

    def __init__(self, wait: float | None) -> None:
        super().__init__()
        self.wait = wait


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (30, "30"),
        (0.2, "1"),
        (29.01, "30"),
        (0, "1"),
        (-5, "1"),
        (10**9, "86400"),
        pytest.param(10**400, "86400", id="more than any float"),
        (float("inf"), "86400"),
        (float("-inf"), "1"),
    ],
)
def test_seconds_are_a_limit(said: float, seconds: str) -> None:
    asked = Asked()
    answer = answer_with(lambda _request, _user: said, asked)
    assert (answer.status, answer.headers["Retry-After"]) == (429, seconds)
    assert answer.headers["Cache-Control"] == "no-store"
    assert asked.times == 0
    envelope = read_envelope("allfeat-widget", answer.status, answer.body.decode(), answer.headers)
    assert envelope.request_id is not None
    assert envelope.request_id.startswith("host_")
    assert envelope.retry_after_ms == int(seconds) * 1000
    verdict = classify(envelope.code, "allfeat-widget")
    assert (verdict.path, verdict.basis) == ("rate-limit", "code")


def test_none_is_no_limit_and_the_limiter_knows_who_asks() -> None:
    told: list[Any] = []
    asked = Asked()
    assert answer_with(lambda request, user: told.append((request, user)), asked).status == 200
    assert (told, asked.times) == ([("the request", "jane")], 1)


def test_it_is_asked_about_somebody_from_the_own_pages_only() -> None:
    told: list[Any] = []
    assert answer_with(lambda *arguments: told.append(arguments), user=None).status == 401
    endpoint = TokenEndpoint(Asked().minter(), origins=[ORIGIN], rate_limit=lambda *arguments: told.append(arguments))
    assert endpoint.answer("jane", "https://evil.example", b"").status == 403
    assert told == []
    # A request that is no use counts all the same.
    assert endpoint.answer("jane", ORIGIN, b"[]").status == 400
    assert len(told) == 1


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (HTTPException(429, headers={"Retry-After": "12"}), "12"),
        (HTTPException(429, headers={"retry-after": "12.5"}), "13"),
        (HTTPException(429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), None),
        (HTTPException(429), None),
        (TooManyRequests(retry_after=7), "7"),
        (TooManyRequests(), None),
        (Throttled(3.2), "4"),
        (Throttled(None), None),
        # No float can be so large.
        (Throttled(10**400), None),
    ],
)
def test_an_exception_of_a_library_for_429_is_a_limit(error: Exception, seconds: str | None) -> None:
    asked = Asked()

    def limit(_request: object, _user: object) -> None:
        raise error

    answer = answer_with(limit, asked)
    assert (answer.status, answer.headers.get("Retry-After")) == (429, seconds)
    assert json.loads(answer.body)["error"]["code"] == "session.rate_limited"
    assert asked.times == 0


class FailsToo(Exception):  # noqa: N818  what it is called matters to nobody
    """Its status is computed, and computing it fails."""

    @property
    def status_code(self) -> int:
        raise ConnectionError("no Redis")


def broken_twice(_request: object, _user: object) -> None:
    raise FailsToo


async def asynchronous(_request: object, _user: object) -> None:
    """Nobody waits for it under Flask and Django."""


def broken(_request: object, _user: object) -> None:
    raise ConnectionError("no Redis")


def forbids(_request: object, _user: object) -> None:
    raise HTTPException(403)


@pytest.mark.parametrize(
    "hook",
    [
        broken,
        broken_twice,
        forbids,
        asynchronous,
        # In one library True is "allowed", in another "limited".
        lambda _request, _user: True,
        lambda _request, _user: False,
        lambda _request, _user: "30",
        lambda _request, _user: float("nan"),
        lambda _request: None,
    ],
)
def test_a_limiter_that_fails_opens_nothing(hook: Any, caplog: pytest.LogCaptureFixture) -> None:
    asked = Asked()
    answer = answer_with(hook, asked)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (503, "common.service_unavailable")
    assert asked.times == 0
    (record,) = [record for record in caplog.records if record.name == "pywidget.server"]
    assert (record.levelno, "rate_limit failed" in record.getMessage()) == (logging.ERROR, True)
    assert record.exc_info, "whoever has to mend it sees where it failed"
    assert SECRET_KEY not in caplog.text


async def seconds_later(_request: object, _user: object) -> float:
    await asyncio.sleep(0)
    return 9


def returns_a_coroutine(request: object, user: object) -> object:
    return seconds_later(request, user)


async def raises_later(_request: object, _user: object) -> None:
    await asyncio.sleep(0)
    raise HTTPException(429, headers={"Retry-After": "9"})


async def broken_later(_request: object, _user: object) -> None:
    await asyncio.sleep(0)
    raise ConnectionError("no Redis")


@pytest.mark.parametrize(
    ("hook", "status"),
    [
        (seconds_later, 429),
        (raises_later, 429),
        (broken_later, 503),
        (asynchronous, 200),
        (lambda _request, _user: 9, 429),
        (returns_a_coroutine, 429),
        (broken, 503),
    ],
)
def test_starlette_takes_both_kinds(hook: Any, status: int) -> None:
    asked = Asked()
    endpoint = token_endpoint(asked.minter(), current_user=lambda _: "jane", origins=[ORIGIN], rate_limit=hook)
    client = TestClient(Starlette(routes=[Route("/token", endpoint)]))
    answer = client.post("/token", headers={"Origin": ORIGIN})
    assert answer.status_code == status
    assert answer.headers.get("retry-after") == ("9" if status == 429 else None)
    assert asked.times == (status == 200)
