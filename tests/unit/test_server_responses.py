"""Responses of httpx, its successor and requests, from a server on this machine, read as errors."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import httpx
import httpx2
import pytest
import requests
from organizations_api import SECRET_KEY, UPSTREAM_SECRET, OrganizationsApi

from pywidget import ApiError, raise_for_error, read_response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIBRARIES: dict[str, Callable[..., Any]] = {"httpx": httpx.post, "httpx2": httpx2.post, "requests": requests.post}


@pytest.fixture
def api() -> Iterator[OrganizationsApi]:
    with OrganizationsApi() as running:
        yield running


@pytest.fixture(params=LIBRARIES)
def post(request: pytest.FixtureRequest, api: OrganizationsApi) -> Callable[[], Any]:
    return lambda: LIBRARIES[request.param](f"{api.url}/v1/sessions", json={"secret_key": SECRET_KEY}, timeout=10)


def test_an_error_is_raised(post: Callable[[], Any], api: OrganizationsApi) -> None:
    api.error(429, "common.quota_exceeded", {"retry-after": "12"}, limit=100, used=100)
    with pytest.raises(ApiError) as caught:
        raise_for_error(post(), system="allfeat-api")
    error = caught.value
    assert (error.system, error.code, error.path) == ("allfeat-api", "common.quota_exceeded", "rate-limit")
    assert (error.http_status, error.request_id, error.retry_after) == (429, "req_8a3f", 12.0)
    assert error.details == {"limit": 100, "used": 100}
    assert error.server_message == UPSTREAM_SECRET


def test_a_success_is_not(post: Callable[[], Any], api: OrganizationsApi) -> None:
    response = post()
    raise_for_error(response)
    assert response.json()["token"] == api.tokens[0]


@pytest.mark.parametrize("body", [b"", b"<html>Bad gateway</html>", b"\xff\xfe", b'{"error": "text"}', b"x" * 100_000])
def test_an_answer_of_a_proxy_is_an_error_too(post: Callable[[], Any], api: OrganizationsApi, body: bytes) -> None:
    api.answers.append((502, {}, body))
    with pytest.raises(ApiError) as caught:
        raise_for_error(post())
    assert (caught.value.code, caught.value.remedy) == (None, "try-again")


def test_a_download_that_goes_well_is_left_to_its_reader(api: OrganizationsApi) -> None:
    api.answers.append((200, {}, b"x" * 100_000))
    with httpx2.stream("POST", api.url, json={}) as response:
        raise_for_error(response)
        assert not response.is_stream_consumed
        assert sum(map(len, response.iter_bytes())) == 100_000


def test_an_error_survives_a_queue() -> None:
    body = json.dumps({"code": "registration.audio_too_large", "details": {"max_bytes": 50}})
    error = read_response(413, body, {"Retry-After": "3"}, "allfeat-api")
    assert error is not None
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  our own
    assert type(copy) is ApiError
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)
