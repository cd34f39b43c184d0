"""Whom the playground answers: names of its own, pages of this machine, and bodies with an end."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from pywidget.demo.app import create_app
from pywidget.demo.files import static_directory
from pywidget.demo.gate import MOST_BYTES
from pywidget.demo.organizations import PATH as ORGANIZATIONS
from pywidget.demo.scenarios import KEPT_CALLS, KEPT_TOKEN, LONGEST_DELAY
from pywidget.demo.scenarios import MOST_BYTES as MOST_OF_A_SCENARIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JSON = {"Content-Type": "application/json"}
REPORT = b'{"reports":[{"id":"1"}]}'


@pytest.fixture(scope="module", name="client")
def client_fixture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    bundle = tmp_path_factory.mktemp("bundle")
    (bundle / "pywidget.js").write_text("plain")
    (bundle / ".sources").write_text("what it was built from")
    (bundle / ".git").mkdir()
    (bundle / ".git" / "config").write_text("[core]")
    with TestClient(create_app(static_directory(), bundle, host="music.example")) as client:
        yield client


# ---- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8000",
        "localhost:8000",
        "LOCALHOST",
        "app.localhost:8000",
        "[::1]:8000",
        "[::ffff:127.0.0.1]:8000",
        "192.168.1.20:8000",
        "music.example:8000",
        "Music.Example",
        "devbox:8000",
        socket.gethostname(),
        f"{socket.gethostname()}.local:8000",
    ],
)
def test_it_answers_to_names_of_its_own(client: TestClient, host: str) -> None:
    assert client.get("/api/codes", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "attacker.example",
        "attacker.example:8000",
        "127.0.0.1.attacker.example",
        "localhost.attacker.example",
        "sub.music.example",
        "attacker.example.",
        "1.2.3.4.5",
        "[::1].attacker.example",
        "attacker.example#localhost",
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/codes", "/api/reports", "/pywidget/pywidget.js", "/nothing"])
def test_a_foreign_name_reads_nothing(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert answer.text == (f"The playground does not answer as {host!r}. Open it at the address that it has printed.\n")


def test_a_foreign_name_is_told_in_few_signs(client: TestClient) -> None:
    answer = client.get("/", headers={"Host": "<b>\x07." + "x" * 5_000})
    assert answer.status_code == 421
    assert len(answer.text) < 250
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.isprintable() is False
    assert "\x07" not in answer.text


# ---- pages of other sites --------------------------------------------------------------------------------------------

FOREIGN = ["https://attacker.example", "null", "http://localhost.attacker.example", "http://attacker.example:8000", ""]
LOCAL = [
    "http://127.0.0.1:5001",
    "http://localhost:5173",
    "https://localhost",
    "http://[::1]:3000",
    "http://testserver",
]
CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/reports/beacon", {"content": REPORT, "headers": JSON}),
    ("POST", "/reports/otlp", {"content": REPORT, "headers": JSON}),
    ("POST", "/api/scenarios", {"json": {}}),
    ("POST", "/api/ats-token", {}),
    ("POST", "/login", {"follow_redirects": False}),
    ("POST", "/ats/happy/token", {}),
    ("PUT", "/ats/happy/upload/job_1", {"content": b"RIFF"}),
]


def ask(client: TestClient, method: str, path: str, options: dict[str, Any], origin: str) -> int:
    headers = {**options.get("headers", {}), "Origin": origin}
    status: int = client.request(method, path, **{**options, "headers": headers}).status_code
    return status


@pytest.mark.parametrize(("method", "path", "options"), CHANGES, ids=[path for _, path, _ in CHANGES])
def test_a_page_of_another_site_changes_nothing(
    client: TestClient, method: str, path: str, options: dict[str, Any]
) -> None:
    before = client.get("/api/reports").json()["failures"]
    assert [ask(client, method, path, options, origin) for origin in FOREIGN] == [403] * len(FOREIGN)
    assert client.get("/api/reports").json()["failures"] == before
    assert all(ask(client, method, path, options, origin) < 400 for origin in LOCAL)


def test_a_page_of_another_site_is_told_why(client: TestClient) -> None:
    asked = {"Origin": "https://attacker.example", "Access-Control-Request-Method": "POST"}
    for method in ("POST", "OPTIONS", "DELETE"):
        answer = client.request(method, "/reports/beacon", headers=asked)
        assert answer.status_code == 403
        assert "takes nothing from 'https://attacker.example'" in answer.text
        assert "access-control-allow-origin" not in answer.headers


def test_who_names_no_origin_is_no_page(client: TestClient) -> None:
    assert client.post("/reports/beacon", content=REPORT, headers=JSON).status_code == 200


def test_the_organizations_api_is_for_servers(client: TestClient) -> None:
    asked = {
        "secret_key": "csk_demo-ok",
        "action_type": "register",
        "allowed_network": "testnet",
        "external_user_ref": "7",
    }
    of_a_server = {"Origin": "https://music.example"}
    path = f"{ORGANIZATIONS}/v1/sessions"
    assert client.post(path, json=asked, headers=of_a_server).status_code == 201
    for site in ("cross-site", "same-origin", "none"):
        of_a_page = {**of_a_server, "Sec-Fetch-Site": site}
        assert client.post(path, json=asked, headers=of_a_page).status_code == 403


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Origin": "http://127.0.0.1:5001"}, True),
        ({}, True),
        ({"Origin": "https://attacker.example"}, False),
        ({"Host": "attacker.example"}, False),
    ],
)
def test_sockets_are_no_way_around(client: TestClient, headers: dict[str, str], is_taken: bool) -> None:  # noqa: FBT001  parametrized
    path = "/ats/happy/v1/transactions/tx_1/events"
    if is_taken:
        with client.websocket_connect(path, headers=headers) as socket_of_page:
            assert socket_of_page.receive_json()["step"] == "signing"
        return
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path, headers=headers):
        pass


# ---- bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/api/scenarios", "/ats/happy/v1/works/init", "/ats/happy/v1/works/confirm", f"{ORGANIZATIONS}/v1/sessions"],
)
def test_a_large_body_is_not_read_to_its_end(client: TestClient, path: str) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while read < 50 * MOST_BYTES:
            read += 100_000
            yield bytes(100_000)

    assert client.post(path, content=endless()).status_code == 413


def test_the_file_of_a_visitor_may_be_large(client: TestClient) -> None:
    assert client.put("/ats/happy/upload/job_1", content=bytes(5 * MOST_BYTES)).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"\xff", b"7", b'{"job_id":[]}', b"[" * 100_000, b'{"job_id":' + b"9" * 5_000]
)
def test_a_confirm_that_cannot_be_read_is_of_no_job(client: TestClient, body: bytes) -> None:
    answer = client.post("/ats/happy/v1/works/confirm", content=body, headers={"Authorization": "Bearer jwt-1"})
    assert answer.json()["error"]["code"] == "registration.prepared_not_found"


@pytest.mark.parametrize("claims", ["W1tb" * 10_000, "eyJleHAiOjFlOTk5fQ", "eyJleHAiOiB7fX0"])
def test_a_token_that_cannot_be_read_is_any_other(client: TestClient, claims: str) -> None:
    answer = client.post("/ats/happy/v1/works/prepare", headers={"Authorization": f"Bearer a.{claims}.c"}, json={})
    assert answer.status_code in (200, 401)


# ---- scenarios -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        {"status": 99},
        {"status": 100},
        {"status": 600},
        {"status": 10**30},
        {"status": 200, "headers": {"A": "1\r\nB: 2"}},
        {"status": 200, "headers": {"A b": "1"}},
        {"status": 200, "headers": {"A": 1}},
        {"status": 200, "headers": {"A": "\u20ac"}},
        {"status": 200, "headers": {"Content-Length": "7"}},
        {"status": 200, "headers": ["A"]},
        {"status": 200, "text": 7},
        {"delay": LONGEST_DELAY + 1},
        {"delay": -1},
    ],
)
def test_a_reply_that_no_server_can_send_is_refused(client: TestClient, reply: dict[str, Any]) -> None:
    answer = client.post("/api/scenarios", json={"init": [reply]})
    assert (answer.status_code, answer.json()["error"]) == (400, "init is a list of replies.")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 40_000, 400),
        (b'{"init": [{"delay": Infinity}]}', 400),
        (b'{"init": [{"delay": NaN}]}', 400),
        (json.dumps({"x" * 40_000: []}).encode(), 400),
        (json.dumps({"init": [{"status": 200, "text": "x" * MOST_OF_A_SCENARIO}]}).encode(), 413),
    ],
)
def test_a_scenario_that_cannot_be_kept_is_refused(client: TestClient, body: bytes, status: int) -> None:
    answer = client.post("/api/scenarios", content=body)
    assert answer.status_code == status
    assert len(answer.text) < 400


def test_what_is_remembered_of_calls_has_an_end(client: TestClient) -> None:
    address = client.post("/api/scenarios", json={}).json()["ats_url"]
    for number in range(KEPT_CALLS + 5):
        token = f"{number}-" + "x" * (2 * KEPT_TOKEN if number == 0 else 1)
        client.post(f"{address}/v1/works/prepare", headers={"Authorization": f"Bearer {token}"})
    calls = client.get(f"/api/scenarios/{address.rpartition('/')[2]}").json()["calls"]
    assert len(calls) == KEPT_CALLS
    assert max(len(call["token"]) for call in calls) == KEPT_TOKEN


# ---- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/pywidget/.sources", "/pywidget/.git/config", "/pywidget/%2esources", "/pywidget/./.sources"]
)
def test_hidden_files_are_not_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get("/pywidget/pywidget.js").text == "plain"


def test_hidden_files_of_the_playground_are_not_served(tmp_path: Path) -> None:
    for name in ("index.html", ".notes"):
        (tmp_path / name).write_text(name)
    with TestClient(create_app(tmp_path, None)) as client:
        assert [client.get(path).status_code for path in ("/", "/.notes")] == [200, 404]
