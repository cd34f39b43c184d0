"""The playground's organizations API: each of its keys leads a token endpoint to another answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from test_demo_server import serving

from pywidget.demo.app import create_app
from pywidget.demo.files import static_directory
from pywidget.demo.organizations import KEYS, PATH
from pywidget.demo.tokens import expires_at
from pywidget.server import SessionMinter, TokenEndpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

DOCUMENT = (Path(__file__).parents[2] / "docs" / "server.md").read_text(encoding="utf-8")
ORIGIN = "https://music.example"
ASKED = {"secret_key": KEYS[0], "action_type": "register", "allowed_network": "testnet"}

#: key -> status and code that the page gets from its own endpoint
TOLD = {
    "csk_demo-ok": (200, None),
    "csk_demo-bad-key": (403, "common.auth.invalid_api_key"),
    "csk_demo-key-inactive": (403, "session.key_inactive"),
    "csk_demo-origin": (403, "session.origin_not_allowed"),
    "csk_demo-no-credits": (402, "registration.insufficient_credits"),
    "csk_demo-rate-limited": (429, "session.rate_limited"),
    "csk_demo-quota": (429, "common.quota_exceeded"),
    "csk_demo-unavailable": (503, "common.service_unavailable"),
    "csk_demo-html": (502, "common.service_unavailable"),
    "csk_demo-hanging": (504, "common.service_unavailable"),
}


@pytest.fixture(scope="module")
def running() -> Iterator[httpx.Client]:
    with serving(None) as client:
        yield client


def asked(**changes: Any) -> tuple[int, Any]:
    """Ask for a session, with other fields than the right ones; None leaves one out."""
    fields = {name: value for name, value in {**ASKED, **changes}.items() if value is not None}
    client = TestClient(create_app(static_directory(), None))
    answer = client.post(f"{PATH}/v1/sessions", json=fields, headers={"Origin": ORIGIN})
    return answer.status_code, answer.json()


@pytest.mark.parametrize("key", KEYS)
def test_each_key_leads_the_endpoint_to_another_answer(running: httpx.Client, key: str) -> None:
    base_url = f"{running.base_url}".rstrip("/") + PATH
    with SessionMinter(key, network="testnet", base_url=base_url, timeout=0.5) as minter:
        answer = TokenEndpoint(minter, origins=[ORIGIN]).answer("user-1", ORIGIN, b'{"mode": "register"}')
    body = json.loads(answer.body)
    assert (answer.status, body.get("error", {}).get("code")) == TOLD[key]
    assert (expires_at(body.get("token", "")) is not None) == (answer.status == 200)
    assert ("Retry-After" in answer.headers) == (answer.status == 429)
    assert ("resets_at" in body.get("error", {}).get("details", {})) == (key == "csk_demo-quota")
    assert f"| `{key}` |" in DOCUMENT


def test_a_key_of_somewhere_else_is_told_which_keys_there_are() -> None:
    status, body = asked(secret_key="csk_live_1")
    assert (status, body["error"]["code"]) == (401, "common.auth.invalid_api_key")
    for key in KEYS:
        assert key in body["error"]["message"]
    assert "csk_live_1" not in json.dumps(body)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"secret_key": None}, "secret_key"),
        ({"action_type": "download"}, "action_type"),
        ({"allowed_network": None}, "allowed_network"),
        ({"action_type": "access"}, "external_user_ref"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(changes: dict[str, Any], named: str) -> None:
    status, body = asked(**changes)
    assert (status, body["error"]["code"]) == (400, "common.bad_request")
    assert named in body["error"]["message"]


def test_a_request_needs_the_pages_origin_and_a_body_of_json() -> None:
    client = TestClient(create_app(static_directory(), None))
    answer = client.post(f"{PATH}/v1/sessions", json=ASKED)
    assert (answer.status_code, "Origin" in answer.json()["error"]["message"]) == (400, True)
    answer = client.post(f"{PATH}/v1/sessions", content="secret_key=1", headers={"Origin": ORIGIN})
    assert (answer.status_code, "JSON" in answer.json()["error"]["message"]) == (400, True)
