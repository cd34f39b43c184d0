"""Alerts: what an owner is told, once."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from aside import aside
from report_samples import DAY, NOW, read, report

from pywidget.reports.alerts import LEAST, MANY, MOST_INCIDENTS, Alerts, Incident, Webhook, find_incidents
from pywidget.reports.committer import Committer
from pywidget.reports.sqlite import SqliteStorage
from pywidget.reports.storage import DAY_MS, HOUR_MS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(name="storage")
def storage_fixture(tmp_path: Path) -> Iterator[SqliteStorage]:
    storage = SqliteStorage(tmp_path / "reports.db")
    yield storage
    storage.close()


def add(storage: SqliteStorage, count: int, at: int, code: str = "a.b", **fields: Any) -> None:
    storage.add(read(*(report(0, id=f"{code}-{at}-{one}", code=code, at=at, **fields) for one in range(count))), at)


def found(storage: SqliteStorage, now: int = NOW) -> list[str]:
    return [incident.name for incident in find_incidents(storage, now)]


def test_a_wrong_configuration_is_told_at_all(storage: SqliteStorage) -> None:
    add(storage, 1, NOW, "session.key_inactive", path="config")
    add(storage, 5, NOW, "other.code", path="retry")
    (incident,) = find_incidents(storage, NOW)
    assert incident == Incident("config", "session.key_inactive", 1)
    assert "session.key_inactive" in incident.text
    assert found(storage, (DAY + 1) * DAY_MS) == ["config session.key_inactive"]
    assert found(storage, (DAY + 2) * DAY_MS) == []


def test_a_rate_that_doubled_is_told(storage: SqliteStorage) -> None:
    for ago in range(2, 26):
        add(storage, 10, NOW - ago * HOUR_MS)
        add(storage, 30, NOW - ago * HOUR_MS, "usual.code")
    add(storage, 31, NOW - HOUR_MS, "usual.code")
    add(storage, LEAST - 1, NOW)
    assert found(storage) == []
    add(storage, 2, NOW - HOUR_MS)
    assert found(storage) == ["doubled a.b"]
    assert find_incidents(storage, NOW)[0].usual == pytest.approx(10, abs=0.2)


def test_the_first_day_has_nothing_to_compare_with(storage: SqliteStorage) -> None:
    add(storage, 500, NOW)
    assert found(storage) == []


def test_what_never_was_before_has_doubled(storage: SqliteStorage) -> None:
    add(storage, 1, NOW - 9 * HOUR_MS, "old.code")
    add(storage, LEAST, NOW, "new.code")
    assert found(storage) == ["doubled new.code"]


def test_many_codes_are_one_incident(storage: SqliteStorage) -> None:
    for number in range(MOST_INCIDENTS + 1):
        add(storage, 1, NOW, f"code.{number}", path="config")
    assert found(storage) == [f"doubled {MANY}"]


class Sent(list[Incident]):
    """A webhook that can be out of order."""

    fails = False

    def __call__(self, incident: Incident, now: int) -> None:
        if self.fails:
            raise OSError("nobody there")
        assert now
        self.append(incident)


def look(storage: SqliteStorage, sent: Sent | Webhook, now: int) -> None:
    committer = Committer(storage)
    aside(lambda: asyncio.run(Alerts(storage, sent).look(committer, now)))
    committer.close()


def test_an_incident_is_told_once_also_after_a_restart(tmp_path: Path) -> None:
    sent = Sent()
    for _ in range(2):
        storage = SqliteStorage(tmp_path / "reports.db")
        add(storage, 1, NOW, path="config")
        look(storage, sent, NOW)
        look(storage, sent, NOW + HOUR_MS)
        storage.close()
    assert [incident.name for incident in sent] == ["config a.b"]


def test_it_is_told_again_when_it_comes_back(storage: SqliteStorage) -> None:
    sent = Sent()
    add(storage, 1, NOW, path="config")
    look(storage, sent, NOW)
    look(storage, sent, NOW + 3 * DAY_MS)
    assert storage.incidents() == {}
    add(storage, 1, NOW + 4 * DAY_MS, path="config")
    look(storage, sent, NOW + 4 * DAY_MS)
    assert len(sent) == 2


def test_what_did_not_arrive_is_sent_again(storage: SqliteStorage) -> None:
    sent = Sent()
    sent.fails = True
    add(storage, 1, NOW, path="config")
    look(storage, sent, NOW)
    assert storage.incidents() == {}
    sent.fails = False
    look(storage, sent, NOW)
    assert len(sent) == 1


def test_a_webhook_gets_json() -> None:
    got: list[tuple[str | None, dict[str, Any]]] = []
    status = [204, 500]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.headers["Content-Type"], json.loads(body)))
            self.send_response(status.pop(0))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            hook = Webhook(f"http://127.0.0.1:{server.server_port}/hook", "https://reports.example.org/")
            hook(Incident("doubled", "a.b&c", 40, 9.6), NOW)
            with pytest.raises(OSError, match="500"):
                hook(Incident("config", "", 1), NOW)
        finally:
            server.shutdown()
            serving.join()
    kind, body = got[0]
    assert kind == "application/json"
    link = "https://reports.example.org/?code=a.b%26c"
    assert body == {
        "rule": "doubled",
        "code": "a.b&c",
        "failures": 40,
        "usual": 9.6,
        "at": "2026-06-15T12:00:30.000Z",
        "text": "pywidget: 40 failures with a.b?c in this hour and the one before, where 10 are usual. "
        f"See which page or version they have in common. {link}",
        "link": link,
    }


def test_a_webhook_is_a_web_address() -> None:
    for url in ("file:///etc/passwd", "https://", "hooks.example.org/secret"):
        with pytest.raises(ValueError, match="no web address") as raised:
            Webhook(url)
        assert "secret" not in str(raised.value)
    with pytest.raises(ValueError, match="have to be encoded") as raised:
        Webhook("https://hooks.example.org/sécret")
    assert "cret" not in str(raised.value)


def test_an_address_that_names_no_server_is_a_webhook_that_did_not_arrive() -> None:
    with pytest.raises(OSError, match="no HTTP answer"):
        Webhook("http://a..b/")(Incident("config", "a.b", 1), NOW)


def test_a_number_that_goes_up_and_down_is_told_once(storage: SqliteStorage) -> None:
    sent = Sent()
    add(storage, 1, NOW - 9 * HOUR_MS, "old.code")
    add(storage, LEAST, NOW)
    look(storage, sent, NOW)
    quiet, again = NOW + 3 * HOUR_MS, NOW + 4 * HOUR_MS
    assert found(storage, quiet) == []
    look(storage, sent, quiet)
    add(storage, LEAST, again)
    assert found(storage, again) == ["doubled a.b"]
    look(storage, sent, again)
    assert [incident.name for incident in sent] == ["doubled a.b"]
    look(storage, sent, NOW + 2 * DAY_MS)
    assert storage.incidents() == {}


def test_an_incident_says_what_to_do(storage: SqliteStorage) -> None:
    add(storage, 1, NOW, "session.key_inactive", path="config")
    (incident,) = find_incidents(storage, NOW)
    assert "Activate the site key in the organization's dashboard" in incident.text
    assert "see the last failures" in Incident("config", "in.no.table", 1).text
    assert "More than 20 codes at the same time: 99 failures." in Incident("doubled", MANY, 99).text


def test_a_code_that_a_stranger_made_up_calls_nobody() -> None:
    evil = "<!channel> @everyone http://evil.example/[x](y)" + "z" * 900
    text = Incident("config", evil, 1).text
    assert not set("<>@!/:[]()`") & set(text.partition("failures with ")[2].partition(": something")[0])
    assert len(text) < 300
    body = Webhook("https://hooks.example.org/x", "https://reports.example.org").body(Incident("config", evil, 1), NOW)
    assert body["code"] == evil
    assert "@everyone" not in body["text"]


class Answering(BaseHTTPRequestHandler):
    """Answers with what it was told, and notes what was asked."""

    status = 302
    asked: list[str]
    place: str

    def do_POST(self) -> None:
        self.asked.append(f"POST {self.path}")
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Location", self.place)
        self.end_headers()

    def do_GET(self) -> None:
        self.asked.append(f"GET {self.path}")
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
        """Say nothing."""


def test_a_webhook_that_points_elsewhere_gets_it_again_and_its_address_is_not_told(
    storage: SqliteStorage, caplog: pytest.LogCaptureFixture
) -> None:
    Answering.asked, Answering.place = [], "/elsewhere"
    add(storage, 1, NOW, path="config")
    add(storage, 1, NOW, "c.d", path="config")
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            hook = Webhook(f"http://127.0.0.1:{server.server_port}/secret")
            for _ in range(2):
                look(storage, hook, NOW)
        finally:
            server.shutdown()
            serving.join()
    # Once at each look: what did not take one will not take the others.
    assert Answering.asked == ["POST /secret"] * 2
    assert storage.incidents() == {}
    assert "302" in caplog.text
    assert "secret" not in caplog.text


def test_what_is_no_web_server_is_an_alert_that_did_not_arrive() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(9_999)
                connection.sendall(b"what is this\r\n\r\n")

        answering = threading.Thread(target=answer)
        answering.start()
        with pytest.raises(OSError, match="no HTTP answer"):
            Webhook(f"http://127.0.0.1:{listening.getsockname()[1]}/")(Incident("config", "a.b", 1), NOW)
        answering.join()
