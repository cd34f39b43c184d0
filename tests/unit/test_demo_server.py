"""The playground's server: its token endpoint, its made-up API, and its files."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import select
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from aside import aside
from websockets.exceptions import ConnectionClosedOK, InvalidStatus
from websockets.sync.client import connect

from pywidget.catalog import SYSTEMS, load
from pywidget.core.classify import classify
from pywidget.core.envelope import read_envelope
from pywidget.demo.app import POLICY, create_app
from pywidget.demo.codes import documented_codes
from pywidget.demo.files import static_directory
from pywidget.demo.scenarios import HAPPY, KEPT, KEPT_CALLS, Scenarios
from pywidget.demo.server import address_of, bind, server_for
from pywidget.demo.tokens import LIFETIME, expires_at, mint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection


@contextmanager
def serving(bundle: Path | None) -> Iterator[httpx.Client]:
    """Serve the playground, and give a client of it."""
    bound = bind("127.0.0.1", 0)
    server = server_for(create_app(static_directory(), bundle))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    with httpx.Client(base_url=address_of(bound), timeout=30) as client:
        yield client
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The server, with a bundle of two files: one in both compressed forms, one in none."""
    bundle = tmp_path_factory.mktemp("bundle")
    (bundle / "pywidget.js").write_text("plain")
    (bundle / "pywidget.js.br").write_bytes(b"not really brotli")
    (bundle / "pywidget.js.gz").write_bytes(gzip.compress(b"plain"))
    (bundle / "micropython.wasm").write_bytes(b"\0asm")
    with serving(bundle) as client:
        yield client


@pytest.fixture
def client(running: httpx.Client) -> httpx.Client:
    running.cookies.clear()
    return running


def listen(client: httpx.Client, ats_url: str) -> ClientConnection:
    """Open the socket of a transaction."""
    return connect(
        str(client.base_url.copy_with(scheme="ws", path=f"{ats_url}/v1/transactions/tx_1/events")), proxy=None
    )


def play(client: httpx.Client, **script: Any) -> str:
    """Set a scenario up and return the address of its API."""
    answer = client.post("/api/scenarios", json=script)
    assert answer.status_code == 201
    address: str = answer.json()["ats_url"]
    return address


def call(client: httpx.Client, ats_url: str, step: str, token: str | None = "jwt-1", **body: str) -> Any:  # noqa: S107
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if step in {"init", "prepare", "confirm"}:
        return client.post(f"{ats_url}/v1/works/{step}", headers=headers, json=body)
    paths = {
        "list": "/v1/works",
        "access": "/v1/access/atc_1/work",
        "download": "/v1/works/work_1/download/certificate",
        "status": "/v1/transactions/tx_1",
    }
    return client.get(ats_url + paths[step], headers=headers)


# ---- tokens ----------------------------------------------------------------------------------------------------------


def test_every_token_is_another_one(client: httpx.Client) -> None:
    tokens = {client.post("/api/ats-token").json()["token"] for _ in range(5)}
    assert len(tokens) == 5
    assert all(re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", token) for token in tokens)


def test_tokens_live_for_five_minutes() -> None:
    earlier, later = expires_at(mint()), expires_at(mint(LIFETIME + 60))
    assert earlier is not None
    assert later is not None
    assert 59 <= later - earlier <= 61


@pytest.mark.parametrize("other", ["", "jwt-1", "a.b.c", "a.e30.c", "a.W10.c"])
def test_other_tokens_have_no_end(other: str) -> None:
    assert expires_at(other) is None


@pytest.mark.parametrize(
    ("answer", "status", "field"),
    [
        ("unauthorized", 401, "error"),
        ("forbidden", 403, "error"),
        ("rate-limited", 429, "error"),
        ("error", 500, "error"),
        ("unavailable", 503, "error"),
        ("wrong-type", 200, "token"),
        ("empty", 200, "token"),
        ("missing", 200, "status"),
        ("origin-not-allowed", 403, "error"),
        ("key-inactive", 403, "error"),
        ("no-such-answer", 400, "error"),
    ],
)
def test_the_token_endpoint_misbehaves_as_told(client: httpx.Client, answer: str, status: int, field: str) -> None:
    response = client.post(f"/api/ats-token?answer={answer}")
    assert response.status_code == status
    assert list(response.json()) == [field]
    assert response.headers["Cache-Control"] == "no-store"


def test_the_token_endpoint_can_ask_to_wait_and_answer_with_a_page(client: httpx.Client) -> None:
    assert client.post("/api/ats-token?answer=rate-limited").headers["Retry-After"] == "5"
    page = client.post("/api/ats-token?answer=html")
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    same = [client.post("/api/ats-token?answer=same").json()["token"] for _ in range(2)]
    assert same[0] == same[1]


def test_the_token_endpoint_passes_codes_on(client: httpx.Client) -> None:
    response = client.post("/api/ats-token?answer=origin-not-allowed")
    envelope = read_envelope("allfeat-widget", response.status_code, response.text)
    assert envelope.code == "session.origin_not_allowed"
    assert envelope.request_id


def test_a_cookie_holds_one_answer_per_request_and_the_last_repeats(client: httpx.Client) -> None:
    client.cookies.set("token_answer", "unavailable.error.ok", domain="127.0.0.1", path="/")
    assert [client.post("/api/ats-token").status_code for _ in range(4)] == [503, 500, 200, 200]


def test_an_answer_that_is_dropped_is_a_redirect_no_browser_follows(client: httpx.Client) -> None:
    connection = HTTPConnection(client.base_url.host, client.base_url.port or 0)
    connection.request("POST", "/api/ats-token?answer=drop")
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (307, "data:,")
    connection.close()


# ---- the API ---------------------------------------------------------------------------------------------------------


def test_a_registration_goes_through(client: httpx.Client) -> None:
    ats_url = play(client)
    job = call(client, ats_url, "init").json()
    assert client.put(job["upload_url"], content=b"audio").status_code == 200
    assert call(client, ats_url, "prepare", job_id=job["job_id"]).status_code == 200
    confirmed = call(client, ats_url, "confirm", job_id=job["job_id"])
    assert (confirmed.status_code, confirmed.json()) == (202, {"transaction_id": "tx_1"})
    with listen(client, ats_url) as socket:
        assert [json.loads(socket.recv())["step"] for _ in range(2)] == ["signing", "completed"]
    calls = client.get(f"/api/scenarios/{ats_url.removeprefix('/ats/')}").json()["calls"]
    assert [entry["step"] for entry in calls] == ["init", "upload", "prepare", "confirm"]
    assert calls[0] == {"step": "init", "token": "jwt-1", "reply": 200}


def test_nothing_is_confirmed_twice(client: httpx.Client) -> None:
    ats_url = play(client)
    job = call(client, ats_url, "init").json()["job_id"]
    assert call(client, ats_url, "confirm", job_id=job).status_code == 202
    again = call(client, ats_url, "confirm", job_id=job)
    assert again.status_code == 404
    assert again.json()["error"]["code"] == "registration.prepared_not_found"


def test_a_token_is_good_for_one_beginning(client: httpx.Client) -> None:
    ats_url = play(client)
    assert call(client, ats_url, "init").status_code == 200
    assert call(client, ats_url, "list").status_code == 200
    assert call(client, ats_url, "init").json()["error"]["code"] == "session.invalid_token"
    assert call(client, ats_url, "init", "jwt-2").status_code == 200


def test_a_rate_limited_beginning_uses_no_token_up(client: httpx.Client) -> None:
    ats_url = play(client, init=[{"code": "common.rate_limited"}, "ok"])
    assert [call(client, ats_url, "init").status_code for _ in range(2)] == [429, 200]


@pytest.mark.parametrize("step", ["init", "prepare", "confirm", "list", "access", "download"])
def test_without_a_good_token_there_is_nothing(client: httpx.Client, step: str) -> None:
    ats_url = play(client)
    assert call(client, ats_url, step, None).json()["error"]["code"] == "common.auth.missing_token"
    assert call(client, ats_url, step, mint(-1)).json()["error"]["code"] == "common.auth.expired"
    old = play(client, system="allfeat-widget-v1")
    assert call(client, old, step, None).json() == {"error": "Token expired"}


def test_replies_come_in_order_and_the_last_one_repeats(client: httpx.Client) -> None:
    error = {"code": "common.not_found", "message": "No", "request_id": "req_1", "details": {"resource": "list"}}
    ats_url = play(client, list=[error, {"status": 502, "text": "<h1>"}, {"status": 200, "json": {"works": []}}])
    first, second, third, fourth = (call(client, ats_url, "list") for _ in range(4))
    assert first.json() == {"error": error}
    assert (second.status_code, second.text, second.headers["Content-Type"]) == (
        502,
        "<h1>",
        "text/html; charset=utf-8",
    )
    assert third.json() == fourth.json() == {"works": []}


def test_headers_are_sent_as_told(client: httpx.Client) -> None:
    ats_url = play(client, list=[{"code": "common.rate_limited", "headers": {"Retry-After": "7"}}])
    assert call(client, ats_url, "list").headers["Retry-After"] == "7"


def test_a_poll_ends(client: httpx.Client) -> None:
    ats_url = play(client)
    assert [call(client, ats_url, "status").json()["is_complete"] for _ in range(2)] == [False, True]


def test_a_socket_refuses_fails_or_closes_as_told(client: httpx.Client) -> None:
    with pytest.raises(InvalidStatus):
        listen(client, play(client, socket="refuse"))
    frames = [{"code": "transaction.expired", "request_id": "req_1"}, "close"]
    with listen(client, play(client, socket=frames)) as socket:
        frame = json.loads(socket.recv())
        assert (frame["type"], frame["error"]["code"]) == ("error", "transaction.expired")
        with pytest.raises(ConnectionClosedOK):
            socket.recv()


def test_a_reply_that_hangs_does_not_keep_the_server_from_others(client: httpx.Client) -> None:
    ats_url = play(client, list=["hang", "ok"])
    for hanging in (f"{ats_url}/v1/works", "/api/ats-token?answer=hang"):
        with pytest.raises(httpx.ReadTimeout):
            client.request("POST" if "token" in hanging else "GET", hanging, timeout=0.2)
    assert call(client, ats_url, "list").status_code == 200


def test_an_unknown_scenario_is_not_found(client: httpx.Client) -> None:
    assert call(client, "/ats/nowhere", "init").json()["error"]["code"] == "common.not_found"
    assert client.get("/api/scenarios/nowhere").status_code == 404


@pytest.mark.parametrize(
    "script",
    [
        [],
        {"system": "mori"},
        {"socket": "close"},
        {"begin": ["ok"]},
        {"init": "ok"},
        {"init": []},
        {"init": ["fine"]},
        {"init": [{}]},
        {"init": [{"status": "200"}]},
        {"init": [{"status": 200, "delay": -1}]},
        {"init": [["ok"]]},
        {"init": [7]},
    ],
)
def test_what_is_no_scenario_is_refused_in_words(client: httpx.Client, script: Any) -> None:
    response = client.post("/api/scenarios", json=script)
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")


def test_what_is_no_json_is_refused(client: httpx.Client) -> None:
    assert client.post("/api/scenarios", content=b"{").status_code == 400


def test_old_scenarios_and_calls_are_forgotten() -> None:
    scenarios = Scenarios()
    names = [scenarios.add({}) for _ in range(KEPT)]
    assert scenarios.get(names[0]) is None
    assert scenarios.get(names[-1]) is not None
    happy = scenarios.get(HAPPY)
    assert happy is not None
    for _ in range(KEPT_CALLS + 5):
        happy.called("list", None, 200)
    assert len(happy.calls) == KEPT_CALLS


# ---- errors and codes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_documented_error_is_answered_in_its_systems_envelope(client: httpx.Client, system: str) -> None:
    for code, row in load(system).CODES.items():
        response = client.get(f"/errors/{system}/{code}")
        assert 400 <= response.status_code < 600
        assert row[2] in {None, response.status_code}
        envelope = read_envelope(system, response.status_code, response.text, response.headers)
        if system != "allfeat-widget-v1":
            assert envelope.code == code
            assert classify(envelope.code, system).basis == "code"
        assert (response.status_code == 429 and system != "mori") == ("Retry-After" in response.headers)


def test_an_unknown_system_is_said_to_be_unknown(client: httpx.Client) -> None:
    response = client.get("/errors/nobody/CODE")
    assert response.status_code == 404
    assert "breakground" in response.json()["error"]


def test_all_documented_codes_are_listed_with_what_they_mean(client: httpx.Client) -> None:
    codes = client.get("/api/codes").json()
    assert codes == documented_codes()
    assert len(codes) == sum(len(load(system).CODES) for system in SYSTEMS)
    assert {entry["path"] for entry in codes} == {"auth", "config", "rate-limit", "retry"}
    for entry in codes:
        assert entry["message"]
        assert entry["action"]
        assert (entry["scenario"] is not None) == entry["system"].startswith("allfeat-widget")


def test_every_scenario_of_a_code_can_be_played(client: httpx.Client) -> None:
    for entry in documented_codes():
        if entry["scenario"]:
            assert play(client, **entry["scenario"])


# ---- pages and files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/login"])
def test_pages_have_the_strict_policy(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_have_no_script_or_style_inside(client: httpx.Client) -> None:
    for path in ("/", "/login"):
        page = client.get(path).text
        assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
        assert re.findall(r"(?:src|href)=\"(?:https?:)?//", page) == [], "nothing comes from elsewhere"


def test_signing_in_clears_what_the_token_endpoint_was_told(client: httpx.Client) -> None:
    client.cookies.set("token_answer", "unauthorized", domain="127.0.0.1", path="/")
    response = client.post("/login")
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert 'token_answer=""' in response.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("accepted", "encoding", "content"),
    [("gzip, br", "br", None), ("gzip", "gzip", "plain"), ("identity", None, "plain")],
)
def test_built_files_come_compressed_where_the_browser_takes_it(
    client: httpx.Client, accepted: str, encoding: str | None, content: str | None
) -> None:
    with client.stream("GET", "/pywidget/pywidget.js", headers={"Accept-Encoding": accepted}) as response:
        assert response.headers.get("Content-Encoding") == encoding
        assert response.headers["Content-Type"].startswith("text/javascript")
        assert response.headers["Vary"] == "Accept-Encoding"
        raw = b"".join(response.iter_raw())
    if content:
        assert (gzip.decompress(raw) if encoding else raw).decode() == content
    else:
        assert raw == b"not really brotli"


def test_webassembly_has_its_own_type(client: httpx.Client) -> None:
    assert client.get("/pywidget/micropython.wasm").headers["Content-Type"] == "application/wasm"
    assert client.get("/pywidget/nothing.js").status_code == 404


@pytest.mark.parametrize("missing", [True, False])
def test_a_bundle_that_is_not_built_is_said_to_be_so(tmp_path: Path, *, missing: bool) -> None:
    with serving(tmp_path / "nowhere" if missing else None) as client:
        response = client.get("/pywidget/pywidget.js")
    assert response.status_code == 503
    assert "python3 dev.py bundle" in response.text


# ---- the command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_its_address_and_answers_there() -> None:
    command = [sys.executable, "-u", "-m", "pywidget", "demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            line = ""
            while not line.startswith("Playground: "):
                assert select.select([process.stdout], [], [], 120)[0], "the command says nothing"
                line = process.stdout.readline()
                assert line, "the command has ended"
            address = line.removeprefix("Playground: ").strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
            port = address.rsplit(":", 1)[1].strip("/")
            busy = subprocess.run([*command[:-1], port], capture_output=True, text=True, check=False, timeout=120)
            assert busy.returncode == 1
            assert "--port 0" in busy.stderr
        finally:
            process.terminate()


# ---- other pages of this machine -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/double/ats-widget.js", "/ats/happy/v1/works"])
def test_pages_of_this_machine_may_use_the_double(client: httpx.Client, path: str) -> None:
    for origin in ("http://127.0.0.1:5001", "http://localhost:5173", "http://[::1]:3000"):
        assert client.get(path, headers={"Origin": origin}).headers["Access-Control-Allow-Origin"] == origin
    for origin in ("https://music.example", "http://localhost.music.example", "null"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": origin}).headers


def test_other_pages_get_no_more_than_the_double(client: httpx.Client) -> None:
    answer = client.get("/api/codes", headers={"Origin": "http://127.0.0.1:5001"})
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_on_another_port_is_told_the_whole_address_for_its_file(client: httpx.Client) -> None:
    headers = {"Authorization": "Bearer jwt-1", "Origin": "http://127.0.0.1:5001"}
    address = client.post("/ats/happy/v1/works/init", headers=headers, json={}).json()["upload_url"]
    assert address.startswith(f"{client.base_url}".rstrip("/") + "/ats/happy/upload/")


def test_an_address_with_a_code_fails_with_it_every_other_time(client: httpx.Client) -> None:
    answers = [call(client, "/ats/session.key_inactive", "init", token=f"jwt-{number}") for number in range(4)]
    assert [answer.status_code for answer in answers] == [403, 200, 403, 200]
    assert answers[2].json()["error"]["code"] == "session.key_inactive"
    assert call(client, "/ats/session.no_such_code", "init").status_code == 404


def test_no_answer_waits_for_the_browser_to_acknowledge_its_headers() -> None:
    async def is_sent_at_once() -> bool:
        taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def take(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection: socket.socket = writer.get_extra_info("socket")
            taken.set_result(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        bound = bind("127.0.0.1", 0)
        async with await asyncio.start_server(take, sock=bound):
            with socket.create_connection(bound.getsockname()):
                return await taken

    assert aside(lambda: asyncio.run(is_sent_at_once()))
