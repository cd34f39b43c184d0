"""``pywidget reports`` as its owner runs it, and what is left of it when it is killed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import httpx
import pytest
from click.testing import CliRunner
from report_samples import JSON, beacon, report

from pywidget.cli import main
from tools.report_server import AUTH, PASSWORD, ReportServer

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://example.org"
HEADERS = {**JSON, "Origin": SITE}


def run(*arguments: str, password: str | None = PASSWORD) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["reports", *arguments], env={"PYWIDGET_REPORTS_PASSWORD": password})
    return result.exit_code, result.output


def test_it_takes_reports_and_shows_them_to_its_owner(tmp_path: Path) -> None:
    server = ReportServer(tmp_path, "sqlite:///reports.db", "--origin", SITE)
    server.start()
    try:
        assert httpx.post(f"{server.url}beacon", content=beacon(report(1)), headers=HEADERS).status_code == 200
        assert httpx.get(server.url).status_code == 401
        shown = httpx.get(server.url, auth=AUTH)
        assert (shown.status_code, "common.auth.expired" in shown.text) == (200, True)
        assert (tmp_path / "reports.db").exists()
    finally:
        server.stop()


@pytest.mark.parametrize("kind", ["sqlite", "chdb"])
def test_nothing_that_was_answered_is_lost_when_it_is_killed(tmp_path: Path, kind: str) -> None:
    """Six senders at once, each of which sends a batch again until it is answered. It is killed three times."""
    store, program = ("sqlite:///reports.db", ()) if kind == "sqlite" else ("chdb", ("-m", "tools.chdb_reports"))
    server = ReportServer(tmp_path, store, "--origin", SITE, "--rate", "100000", program=program)
    answered: list[str] = []
    unanswered: list[str] = []
    over = threading.Event()
    enough = threading.Semaphore(0)

    def send(sender: int) -> None:
        number = 0
        with httpx.Client(headers=HEADERS, timeout=20) as client:
            while not over.is_set():
                ids = [f"{sender}-{number}-{place}" for place in range(7)]
                body = beacon(*(report(0, id=one, failure=one) for one in ids))
                try:
                    status = client.post(f"{server.url}beacon", content=body).status_code
                except httpx.TransportError:
                    unanswered.extend(ids)
                    continue
                assert status == 200
                answered.extend(ids)
                number += 1
                enough.release()

    server.start()
    senders = [threading.Thread(target=send, args=[number]) for number in range(6)]
    for sender in senders:
        sender.start()
    try:
        for _ in range(3):
            for _ in range(40):
                assert enough.acquire(timeout=60)
            server.kill()
            server.start()
        for _ in range(40):
            assert enough.acquire(timeout=60)
    finally:
        over.set()
        for sender in senders:
            sender.join()
        server.kill()
    assert unanswered, "it was never killed while somebody waited for an answer"
    server.start()
    try:
        # The reports of the tests are of a day in the past, which is taken for a clock that is wrong.
        stored = [one["id"] for one in httpx.get(f"{server.url}reports.json", auth=AUTH, timeout=60).json()["reports"]]
    finally:
        server.stop()
    assert len(stored) == len(set(stored))
    assert set(answered) <= set(stored) <= {*answered, *unanswered}
    assert len(answered) >= 4 * 40 * 7


@pytest.mark.parametrize(
    ("arguments", "password", "says"),
    [
        ((), PASSWORD, "name the site whose reports are taken"),
        (("--origin", SITE), None, "Reading needs a password, or the header of a reverse proxy"),
        (("--origin", SITE), "short", "has to have 12 characters at least"),
        (("--origin", f"{SITE}/"), PASSWORD, "is no origin"),
        (("--origin", "*"), PASSWORD, "is no origin"),
        (("--origin", SITE, "--store", "postgres://here"), PASSWORD, "named like sqlite:///reports.db"),
        (("--origin", SITE, "--webhook", "file:///etc/passwd"), PASSWORD, "no web address"),
    ],
)
def test_what_is_missing_is_said(
    arguments: tuple[str, ...], password: str | None, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run(*arguments, password=password)
    assert code == 2
    assert says in output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("something else, and long enough to be read as a database's first page" * 99)
    before = other.read_text()
    code, output = run("--origin", SITE, "--store", f"sqlite:///{other}")
    assert code == 1
    assert "cannot use" in output
    assert other.read_text() == before
