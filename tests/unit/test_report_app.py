"""The collector's application: what it takes, from whom, and who may read it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf.json_format import Parse
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from report_samples import JSON, beacon, end, otlp, report
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from pywidget.core.dates import from_iso
from pywidget.reports import Access, Limit, Settings, StorageError, create_app
from pywidget.reports.intake import MOST_BYTES
from pywidget.reports.reader import MOST_AT_ONCE
from pywidget.reports.sqlite import SqliteStorage
from pywidget.reports.storage import Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SITE = "https://example.org"
PASSWORD = "long enough to be one"
OWNER = ("owner", PASSWORD)
HEADERS = {**JSON, "Origin": SITE}
PROTOBUF = {"Content-Type": "application/x-protobuf", "Origin": SITE}
WHOLE = Period(0, 99_999)
USUAL = Settings(origins=(SITE,), access=Access(PASSWORD))


def now() -> int:
    return time.time_ns() // 1_000_000


def fresh(number: int, **fields: Any) -> dict[str, Any]:
    return report(number, at=now(), **fields)


@pytest.fixture(name="storage")
def storage_fixture(tmp_path: Path) -> SqliteStorage:
    return SqliteStorage(tmp_path / "reports.db")


@pytest.fixture(name="client")
def client_fixture(storage: SqliteStorage) -> Iterator[TestClient]:
    with TestClient(create_app(storage, USUAL)) as client:
        yield client


def totals(client: TestClient, **query: str) -> dict[str, Any]:
    answer = client.get("/totals.json", params=query, auth=OWNER)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


# ---- taking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/beacon", "/otlp", "/v1/logs"])
@pytest.mark.parametrize("form", [beacon, otlp])
def test_both_formats_are_taken_everywhere(client: TestClient, path: str, form: Any) -> None:
    answer = client.post(path, content=form(fresh(1), fresh(2)), headers=HEADERS)
    assert (answer.status_code, answer.json()) == (200, {})
    assert client.post(
        path, content=gzip.compress(form(fresh(2), fresh(3))), headers={**HEADERS, "Content-Encoding": "gzip"}
    )
    assert totals(client)["totals"]["failures"] == 3


def test_protobuf_says_the_same_as_json(client: TestClient, storage: SqliteStorage) -> None:
    sent = [fresh(1, repeated=3, durationMs=12), end(1, "renewed", at=now())]
    body = Parse(otlp(*sent), ExportLogsServiceRequest()).SerializeToString()
    answer = client.post("/v1/logs", content=body, headers=PROTOBUF)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-protobuf")
    assert ExportLogsServiceResponse.FromString(answer.content) == ExportLogsServiceResponse()
    assert list(storage.export(WHOLE)) == [one | {"at": from_iso(one["at"])} for one in sent]


def test_reports_without_an_id_are_refused_in_the_format_that_was_asked_in(client: TestClient) -> None:
    sent = [fresh(1), fresh(2, id=None), fresh(3, id=None)]
    said = client.post("/beacon", content=beacon(*sent), headers=HEADERS).json()
    assert said == {"partialSuccess": {"rejectedLogRecords": "2", "errorMessage": "These have no report id."}}
    body = Parse(otlp(*sent), ExportLogsServiceRequest()).SerializeToString()
    partial = ExportLogsServiceResponse.FromString(client.post("/otlp", content=body, headers=PROTOBUF).content)
    assert partial.partial_success.rejected_log_records == 2
    assert partial.partial_success.error_message == "These have no report id."


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"[]", {}, 400),
        (b'{"reports":', {}, 400),
        (b"[" * 100_000, {}, 400),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"{}", {"Content-Encoding": "br"}, 415),
        (b"no gzip", {"Content-Encoding": "gzip"}, 400),
        (gzip.compress(b" " * (MOST_BYTES + 1)), {"Content-Encoding": "gzip"}, 413),
        (b" " * (MOST_BYTES + 1), {}, 413),
        (beacon(*({"id": str(number)} for number in range(MOST_AT_ONCE + 1))), {}, 413),
        (b"\xff\xff", {"Content-Type": "application/x-protobuf"}, 400),
        (b"\x0a\x04\x12\x02\x12\x00" * (MOST_AT_ONCE + 1), {"Content-Type": "application/x-protobuf"}, 413),
    ],
)
def test_what_is_no_report_is_refused(client: TestClient, body: bytes, headers: dict[str, str], status: int) -> None:
    answer = client.post("/otlp", content=body, headers={**HEADERS, **headers})
    assert answer.status_code == status
    # A page has to be able to read it.
    assert answer.headers["access-control-allow-origin"] == SITE
    assert totals(client)["totals"]["failures"] == 0


def test_numbers_over_64_bits_are_left_out(client: TestClient, storage: SqliteStorage) -> None:
    numbers = {"repeated": 2**63, "dropped": 10**400, "durationMs": -1, "attempts": 1.5, "merged": True}
    assert client.post("/beacon", content=beacon(fresh(1, **numbers)), headers=HEADERS).status_code == 200
    (stored,) = storage.export(WHOLE)
    assert {name: stored[name] for name in numbers if name in stored} == {"attempts": 1}


@pytest.mark.parametrize(
    "origin", [None, "null", "https://example.com", "http://example.org", f"{SITE}:8443", f"{SITE}.evil"]
)
def test_other_sites_are_refused_before_anything_is_read(client: TestClient, origin: str | None) -> None:
    headers = JSON if origin is None else {**JSON, "Origin": origin}
    for answer in (
        client.post("/beacon", content=beacon(fresh(1)), headers=headers),
        client.options("/beacon", headers=headers),
    ):
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    assert totals(client)["totals"]["failures"] == 0


def test_the_browser_may_ask_first(client: TestClient) -> None:
    answer = client.options("/beacon", headers={"Origin": SITE, "Access-Control-Request-Method": "POST"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.headers["access-control-allow-methods"] == "POST"
    assert answer.headers["access-control-allow-headers"] == "Content-Type, Content-Encoding"
    assert answer.headers["vary"] == "Origin"


def test_servers_are_taken_if_the_owner_says_so(storage: SqliteStorage) -> None:
    with TestClient(create_app(storage, USUAL._replace(servers=True))) as client:
        assert client.post("/v1/logs", content=otlp(fresh(1)), headers=JSON).status_code == 200
        assert client.post("/v1/logs", content=otlp(fresh(1)), headers={**JSON, "Origin": "null"}).status_code == 403


def test_each_origin_has_a_rate_and_a_number_for_the_day(storage: SqliteStorage) -> None:
    other = "https://example.com"
    settings = USUAL._replace(origins=(SITE, other), limit=Limit(per_second=0.001, at_once=4, per_day=6))
    with TestClient(create_app(storage, settings)) as client:
        assert client.post("/beacon", content=beacon(*map(fresh, range(4))), headers=HEADERS).status_code == 200
        refused = client.post("/beacon", content=beacon(fresh(9)), headers=HEADERS)
        assert refused.status_code == 429
        assert 900 < int(refused.headers["retry-after"]) <= 1000
        assert refused.headers["access-control-expose-headers"] == "Retry-After"
        answer = client.post("/beacon", content=beacon(fresh(9)), headers={**HEADERS, "Origin": other})
        assert answer.status_code == 200


class Failing:
    """A storage that takes nothing, as on a full disk."""

    def __init__(self, storage: SqliteStorage) -> None:
        self._storage = storage

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    def add(self, reports: Sequence[dict[str, Any]], now: int) -> int:  # noqa: ARG002  as the storage has it
        raise StorageError("SQLite: database or disk is full")


def test_a_storage_that_fails_is_no_2xx_and_uses_nothing_up(storage: SqliteStorage) -> None:
    settings = USUAL._replace(limit=Limit(per_second=0.001, at_once=4, per_day=4))
    with TestClient(create_app(Failing(storage), settings)) as client:
        for _ in range(5):
            answer = client.post("/beacon", content=beacon(fresh(1), fresh(2)), headers=HEADERS)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
            assert "disk" not in answer.text


class Slow(Failing):
    """A storage that takes its time, and says how much it was given at once."""

    def __init__(self, storage: SqliteStorage) -> None:
        super().__init__(storage)
        self.go_on = threading.Event()
        self.began = threading.Event()
        self.given: list[int] = []

    def add(self, reports: Sequence[dict[str, Any]], now: int) -> int:
        self.given.append(len(reports))
        self.began.set()
        assert self.go_on.wait(60)
        return self._storage.add(reports, now)


def test_requests_that_come_together_are_stored_together(storage: SqliteStorage) -> None:
    slow = Slow(storage)
    statuses: list[int] = []
    with TestClient(create_app(slow, USUAL)) as client:

        def send(number: int) -> None:
            statuses.append(client.post("/beacon", content=beacon(fresh(number)), headers=HEADERS).status_code)

        first = threading.Thread(target=send, args=[0])
        first.start()
        assert slow.began.wait(60)
        others = [threading.Thread(target=send, args=[number]) for number in range(1, 9)]
        for other in others:
            other.start()
        deadline = time.monotonic() + 60
        while client.app.state.reports._committer._count < 9:  # type: ignore[attr-defined]  # noqa: SLF001  what waits
            assert time.monotonic() < deadline
        assert statuses == []
        slow.go_on.set()
        for thread in (first, *others):
            thread.join()
    assert statuses == [200] * 9
    assert slow.given == [1, 8]


# ---- reading --------------------------------------------------------------------------------------------------------

READ = ["/", "/totals.json", "/reports.csv", "/reports.json"]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic bm8gY29sb24="},
        {"Authorization": f"Bearer {PASSWORD}"},
        {"X-Remote-User": "owner"},
        {"Authorization": "Basic b3duZXI6bG9uZyBlbm91Z2ggdG8gYmUgb25"},
    ],
)
def test_nobody_else_reads(client: TestClient, path: str, headers: dict[str, str]) -> None:
    client.post("/beacon", content=beacon(fresh(1)), headers=HEADERS)
    answer = client.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert "common.auth" not in answer.text


def test_a_reverse_proxy_can_say_who_reads(storage: SqliteStorage) -> None:
    with TestClient(create_app(storage, USUAL._replace(access=Access(user_header="X-Remote-User")))) as client:
        assert client.get("/", headers={"X-Remote-User": "ada"}).status_code == 200
        assert client.get("/", headers={"X-Remote-User": " "}).status_code == 401
        assert client.get("/", auth=("owner", "")).status_code == 401


@pytest.mark.parametrize("access", [Access(), Access("short"), Access(user_header=""), Access("not in UTF-8: \udcff")])
def test_it_does_not_start_where_anybody_could_read(storage: SqliteStorage, access: Access) -> None:
    with pytest.raises(ValueError, match="password"):
        create_app(storage, USUAL._replace(access=access))
    storage.close()


def test_the_page_shows_what_happened(client: TestClient) -> None:
    sent = [fresh(1, page="https://example.org/a"), fresh(2, code="session.key_inactive", path="config", dropped=5)]
    client.post("/beacon", content=beacon(*sent, end(1, "renewed", at=now())), headers=HEADERS)
    answer = client.get("/", auth=OWNER)
    text = re.sub(r"<[^>]*>", " ", answer.text)
    for said in ("session.key_inactive", "https://example.org/a", "req_1", "renewed after 0.9 s", "100 %", "config"):
        assert said in text
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert len(re.findall(r"<svg", answer.text)) == len(re.findall(r"<details", answer.text)) == 3


def test_a_press_on_a_value_shows_it_alone(client: TestClient) -> None:
    client.post("/beacon", content=beacon(fresh(1), fresh(2, code="other.code", page="/p")), headers=HEADERS)
    (link,) = set(re.findall(r'href="(\?[^"]*code=other\.code)"', client.get("/", auth=OWNER).text))
    shown = client.get("/" + link.replace("&amp;", "&"), auth=OWNER).text
    assert "req_2" in shown
    assert "req_1" not in shown
    assert totals(client, code="other.code")["page"][0]["value"] == "/p"


def test_two_periods_are_compared_by_their_days(client: TestClient, storage: SqliteStorage) -> None:
    today = now() // 86_400_000
    for ago, count in ((0, 3), (1, 2), (2, 2)):
        when = (today - ago) * 86_400_000
        storage.add(
            [{"id": f"{ago}-{one}", "code": "a.b", "path": "auth", "at": when} for one in range(count)], when + 9
        )
    days = [time.strftime("%Y-%m-%d", time.gmtime((today - ago) * 86_400)) for ago in range(3)]
    query = {"from": days[0], "to": days[0], "from2": days[2], "to2": days[1]}
    page = client.get("/", params=query, auth=OWNER).text
    # Three a day now, two a day before.
    assert "+50 %" in page
    assert "Change per day" in page
    assert totals(client, **query)["before"]["failures"] == 4


def test_what_a_stranger_wrote_stays_text(client: TestClient) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    sent = fresh(1, code=evil, message=evil, page=evil, widget=evil, version=evil, requestId=evil)
    client.post("/beacon", content=beacon(sent), headers=HEADERS)
    page = client.get("/", auth=OWNER).text
    assert "<img" not in page
    assert "&lt;img" in page
    page = client.get("/", params={"code": evil}, auth=OWNER).text
    assert "<img" not in page


@pytest.mark.parametrize(
    "query", ["from=x&to=y", "from=2026-06-02&to=2026-06-01", "by=id&value=1", "from=0001-01-01&to=9999-12-31"]
)
def test_a_question_that_makes_no_sense_is_told_so(client: TestClient, query: str) -> None:
    assert client.get(f"/?{query}", auth=OWNER).status_code == 400


def test_a_spreadsheet_calculates_nothing(client: TestClient) -> None:
    formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
    sent = [fresh(number, message=text, code='with "quotes", and comma') for number, text in enumerate(formulas)]
    client.post("/beacon", content=beacon(*sent, fresh(99, message="5 = 5", repeated=4)), headers=HEADERS)
    answer = client.get("/reports.csv", auth=OWNER)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [row["message"] for row in rows] == [*("'" + text for text in formulas), "5 = 5"]
    assert rows[0]["code"] == 'with "quotes", and comma'
    assert (rows[-1]["repeated"], rows[-1]["at"][:2], rows[-1]["outcome"]) == ("4", "20", "")


def test_everything_is_exported_as_it_was_sent(client: TestClient) -> None:
    assert client.get("/reports.json", auth=OWNER).json() == {"reports": []}
    sent = [fresh(number) for number in range(1_005)]
    for start in range(0, len(sent), 500):
        client.post("/beacon", content=beacon(*sent[start : start + 500]), headers=HEADERS)
    assert client.get("/reports.json", auth=OWNER).json() == {"reports": sent}


def test_it_can_be_mounted(storage: SqliteStorage) -> None:
    """A mounted application is not told that its server has started."""
    with TestClient(Starlette(routes=[Mount("/errors", create_app(storage, USUAL))])) as client:
        assert client.post("/errors/beacon", content=beacon(fresh(1)), headers=HEADERS).status_code == 200
        page = client.get("/errors/", auth=OWNER).text
        assert 'href="style.css"' in page
        assert client.get("/errors/style.css").status_code == 200
        assert 'href="/' not in page
    storage.close()


def test_a_supervisor_can_ask_whether_it_works(client: TestClient, storage: SqliteStorage) -> None:
    assert client.get("/health").text == "ok\n"
    storage._reader.close()  # noqa: SLF001  as if the file were gone
    assert client.get("/health").status_code == 503


def test_json_is_what_the_page_says(client: TestClient) -> None:
    client.post("/beacon", content=beacon(fresh(1), end(1, "not-renewed", at=now())), headers=HEADERS)
    said = totals(client)
    assert said["totals"]["lost"] == said["totals"]["failures"] == 1
    assert [row["value"] for row in said["path"]] == ["auth"]
    assert json.dumps(said["recent"][0]["outcome"]) == '"not-renewed"'


def test_more_values_than_are_shown_are_others(client: TestClient) -> None:
    sent = [fresh(number, code=f"code.{number // 2}") for number in range(50)]
    client.post("/beacon", content=beacon(*sent, fresh(99, code="code.24", dropped=7)), headers=HEADERS)
    page = client.get("/", auth=OWNER).text
    table = page.partition("<h2>By code</h2>")[2].partition("</section>")[0]
    cells = re.findall(r"<t[hd][^>]*>(?:<a[^>]*>)?([^<]*)", table.rpartition("<tr>")[2])
    assert table.count("<tr>") == 22
    assert cells[:4] == ["All others", "10", "0", "0"]
    assert "All others" not in client.get("/", params={"code": "code.24"}, auth=OWNER).text


def test_a_comparison_shows_what_has_ended_too(client: TestClient, storage: SqliteStorage) -> None:
    today = now() // 86_400_000
    for ago, code in ((0, "new.code"), (1, "old.code")):
        when = (today - ago) * 86_400_000
        storage.add([{"id": f"{ago}", "code": code, "path": "auth", "page": "/p", "at": when}], when + 9)
    days = [time.strftime("%Y-%m-%d", time.gmtime((today - ago) * 86_400)) for ago in range(2)]
    query = {"from": days[0], "to": days[0], "from2": days[1], "to2": days[1], "path": "auth", "page": "/p"}
    page = client.get("/", params=query, auth=OWNER).text
    for code, numbers in (("new.code", ["1", "0", "new"]), ("old.code", ["0", "1", "-100 %"])):
        row = page.partition(f">{code}</a></th>")[2].partition("</tr>")[0]
        assert re.findall(r"<td[^>]*>([^<]*)", row)[:3] == numbers


def test_several_filters_are_in_every_address_of_the_page(client: TestClient) -> None:
    client.post("/beacon", content=beacon(fresh(1), fresh(2, code="b.c", page="/p", version=None)), headers=HEADERS)
    query = {"code": "b.c", "page": "/p", "version": ""}
    page = client.get("/", params=query, auth=OWNER).text
    assert "req_2" in page
    assert "req_1" not in page
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*\?[^"]*)"', page)]
    without = {name for link in links for name in query if f"{name}=" not in link}
    # Each is removed by one link of its own, and all by another.
    assert without == set(query)
    assert [sum(f"{name}=" not in link for link in links) for name in query] == [2, 2, 2]
    assert totals(client, **query)["totals"]["failures"] == 1
    assert totals(client, **query)["only"] == query
    assert len(client.get("/reports.json", params=query, auth=OWNER).json()["reports"]) == 1
    assert client.get("/reports.csv", params=query, auth=OWNER).text.count("\n") == 2
    for name, value in query.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
