"""What the visitor reads when the API refuses: from the API's answer, through the endpoint, to the page's notice."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from driver import Stage
from organizations_api import SECRET_KEY

from pywidget.catalog import load
from pywidget.core.envelope import read_envelope
from pywidget.locales import texts
from pywidget.server import Answer, SessionMinter, TokenEndpoint

ORIGIN = "https://music.example"
TEXTS = texts("en")
#: Statuses that servers use for a session or a key that is not accepted, and the usual others.
STATUSES = (400, 401, 402, 403, 404, 408, 409, 419, 422, 429, 440, 498, 500, 502, 503, 504)
CODES = sorted(
    {
        code
        for system in ("allfeat-api", "allfeat-widget", "allfeat-widget-v1")
        for code in load(system).CODES | load(system).EXTRA
    }
    | {"session.made_up", "common.auth.made_up", "made.up"}
)


def answer_to(status: int, body: str, user: object = "jane", **options: Any) -> Answer:
    """What the endpoint makes of an answer of the API."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(status, text=body))
    with httpx2.Client(transport=transport) as client:
        minter = SessionMinter(SECRET_KEY, network="testnet", client=client)
        return TokenEndpoint(minter, origins=[ORIGIN], **options).answer(user, ORIGIN, b"")


def stage_after(answer: Answer) -> Stage:
    """A page whose session expired, and whose endpoint answers like this at once, however often it is asked."""
    stage = Stage()
    stage.expire()
    # In short steps: a page that looked only after all its tries would find that its time was up.
    for _ in range(120):
        while stage.requests:
            # As the page reads it: the system is the widget's.
            envelope = read_envelope("allfeat-widget", answer.status, answer.body.decode(), answer.headers, stage.now)
            stage.answer("http", envelope=envelope)
        if stage.notice is not None and stage.notice.kind not in ("renewing", "waiting"):
            break
        stage.wait(500)
    return stage


def in_api_form(code: str) -> str:
    return json.dumps({"error": {"code": code, "message": "m", "request_id": "req_8a3f"}})


BAD_KEY = ("try-again", "temporarily-unavailable")

#: What the API answers to this server -> status and code for the page; kind of the notice, and what it says.
READ: dict[str, tuple[tuple[int, str], tuple[int, str], tuple[str, str]]] = {
    "401 of a key that it does not know": (
        (401, in_api_form("common.auth.invalid_api_key")),
        (403, "common.auth.invalid_api_key"),
        ("disabled", "misconfigured"),
    ),
    "401 with a code of its own": (
        (401, in_api_form("session.made_up")),
        (502, "common.service_unavailable"),
        BAD_KEY,
    ),
    "401 as of an ended session": (
        (401, in_api_form("common.auth.expired")),
        (502, "common.service_unavailable"),
        BAD_KEY,
    ),
    "401 of a gateway": ((401, "<h1>Unauthorized"), (502, "common.service_unavailable"), BAD_KEY),
    "403 of a firewall": ((403, "<h1>Forbidden"), (502, "common.service_unavailable"), BAD_KEY),
    "419": ((419, "{}"), (502, "common.service_unavailable"), BAD_KEY),
    "403 of an inactive key": (
        (403, in_api_form("session.key_inactive")),
        (403, "session.key_inactive"),
        ("disabled", "switched-off"),
    ),
    "429": ((429, in_api_form("session.rate_limited")), (429, "session.rate_limited"), ("try-again", "wait-over")),
    "503": ((503, in_api_form("common.service_unavailable")), (503, "common.service_unavailable"), BAD_KEY),
    "500 as of an ended session": (
        (500, in_api_form("common.auth.expired")),
        (502, "common.service_unavailable"),
        BAD_KEY,
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_the_visitor_reads(name: str) -> None:
    (status, body), told, read = READ[name]
    answer = answer_to(status, body)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == told
    notice = stage_after(answer).notice
    assert (notice.kind, notice.message) == read
    assert "sign in" not in TEXTS[f"message.{notice.message}"].lower()
    assert "sign-in" not in notice.actions


@pytest.mark.parametrize("status", [401, 403, 419, 498, 500, 502])
def test_no_answer_of_the_api_tells_the_visitor_to_sign_in(status: int) -> None:
    for code in CODES:
        answer = answer_to(status, in_api_form(code))
        notice = stage_after(answer).notice
        assert notice is not None, code
        assert notice.kind != "signed-out", code
        assert "sign-in" not in notice.actions, code


@pytest.mark.parametrize("code", CODES)
def test_a_server_that_failed_does_not_know_who_is_signed_in(code: str) -> None:
    """An endpoint of somebody else may pass on what the API said of its key."""
    for status in (500, 502, 503):
        notice = stage_after(Answer(status, {}, in_api_form(code).encode())).notice
        assert notice.kind != "signed-out"
        assert "sign-in" not in notice.actions


def test_only_the_endpoints_own_401_leads_to_sign_in() -> None:
    notice = stage_after(answer_to(201, "{}", user=None)).notice
    assert notice.kind == "signed-out"
    assert "sign-in" in notice.actions
