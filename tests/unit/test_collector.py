"""The collector to try reports with: what it takes, what it refuses, and what it says about them."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
import report_samples
from click.testing import CliRunner
from report_samples import JSON, NOW, beacon, otlp
from starlette.testclient import TestClient

from pywidget.cli import main
from pywidget.core.reports import FIELDS
from pywidget.demo.app import create_app
from pywidget.demo.files import static_directory
from pywidget.demo.gate import MOST_BYTES
from pywidget.demo.report_store import DAY_MS, HOUR_MS, MINUTE_MS, MOST_CODES, MOST_RECENT, MOST_REPORTS, ReportStore
from pywidget.reports.reader import FLAGS, LARGEST_NUMBER, LONGEST_TEXT, MOST_AT_ONCE, NUMBERS, read_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def report(number: int, **fields: Any) -> dict[str, Any]:
    """A report that does not say where it comes from."""
    return report_samples.report(number, **{**dict.fromkeys(("page", "widget", "version")), "attempts": 2, **fields})


@pytest.fixture(name="client")
def client_fixture() -> Iterator[TestClient]:
    with TestClient(create_app(static_directory(), None)) as client:
        yield client


@pytest.fixture(name="store")
def store_fixture() -> Iterator[ReportStore]:
    store = ReportStore()
    yield store
    store.close()


def add(store: ReportStore, *reports: dict[str, Any], now: int = NOW) -> None:
    store.add([found for found in read_reports(beacon(*reports)) if found], now)


def failures(client: TestClient) -> int:
    count: int = client.get("/api/reports").json()["failures"]
    return count


# ---- reading ---------------------------------------------------------------------------------------------------------


def test_both_formats_say_the_same() -> None:
    sent = report(1, outcome=None, repeated=3, page="https://example.org/a", durationMs=12)
    assert read_reports(otlp(sent)) == read_reports(beacon(sent)) == [sent | {"at": NOW}]


@pytest.mark.parametrize(
    "fields",
    [
        {"message": None},
        {"code": None},
        {"code": None, "event": None},
        {"outcome": "renewed", "message": None},
        {"outcome": "recovered"},
        {"outcome": "unreported", "code": None, "event": None, "message": None, "dropped": 4},
    ],
)
def test_a_log_record_gives_its_message_back(fields: dict[str, Any]) -> None:
    sent = report(1, **fields)
    assert read_reports(otlp(sent)) == read_reports(beacon(sent))


def test_only_allowed_fields_of_the_right_type_are_read() -> None:
    found = read_reports(
        beacon(
            report(1, token="a.b.c", attempts="2", transaction=1, durationMs=-1, repeated=10**30, path="/etc", code=7)
        )
    )[0]
    assert found is not None
    assert set(found) <= set(FIELDS)
    assert not {"token", "attempts", "transaction", "durationMs", "repeated", "path", "code"} & set(found)


def test_texts_are_cut_and_whole() -> None:
    found = read_reports(beacon(report(1, message="x" * 5_000, code="half \ud800")))[0]
    assert found is not None
    assert len(found["message"]) == LONGEST_TEXT
    assert found["code"] == "half ?"


def test_numbers_and_flags_are_fields() -> None:
    assert set(FIELDS) > NUMBERS | FLAGS


# ---- taking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/reports/beacon", "/reports/otlp"])
@pytest.mark.parametrize("form", [beacon, otlp])
@pytest.mark.parametrize("packed", [False, True])
def test_takes_both_formats(client: TestClient, path: str, form: Any, packed: bool) -> None:  # noqa: FBT001  parametrized
    body = form(report(1), report(2))
    headers = JSON | ({"Content-Encoding": "gzip"} if packed else {})
    answer = client.post(path, content=gzip.compress(body) if packed else body, headers=headers)
    assert (answer.status_code, answer.json()) == (200, {})
    assert failures(client) == 2


def test_a_report_counts_once(client: TestClient) -> None:
    for body in (beacon(report(1)), beacon(report(1), report(2)), otlp(report(1))):
        assert client.post("/reports/beacon", content=body, headers=JSON).status_code == 200
    assert failures(client) == 2


def test_says_how_many_it_could_not_take(client: TestClient) -> None:
    body = json.dumps({"reports": [report(1), report(2, id=None), "text", None, {"id": 7}]})
    answer = client.post("/reports/beacon", content=body, headers=JSON)
    assert answer.status_code == 200
    assert answer.json()["partialSuccess"]["rejectedLogRecords"] == "4"
    assert failures(client) == 1


@pytest.mark.parametrize(
    "body",
    [
        b'{"reports":[' + b"{}," * 299_999 + b"{}]}",
        b'{"reports":[' + b"1," * MOST_AT_ONCE + b"1]}",
        b'{"resourceLogs":[{"scopeLogs":[{"logRecords":[' + b"{}," * MOST_AT_ONCE + b"{}]}]}]}",
    ],
    ids=["empty", "numbers", "records"],
)
def test_too_many_reports_are_refused_before_they_are_read(client: TestClient, body: bytes) -> None:
    answer = client.post("/reports/beacon", content=body, headers=JSON)
    assert (answer.status_code, answer.text) == (413, "The body has more than 1,000 reports. Send fewer at once.")
    assert failures(client) == 0


def test_as_many_as_are_taken_at_once_are_taken(client: TestClient) -> None:
    body = json.dumps({"reports": [{"id": f"i{number}"} for number in range(MOST_AT_ONCE)]})
    assert client.post("/reports/beacon", content=body, headers=JSON).status_code == 200
    assert failures(client) == MOST_AT_ONCE


#: Once it is unpacked. Without a time in it, which would be in the name of the test.
TOO_LARGE = gzip.compress(bytes(MOST_BYTES + 1), mtime=0)


@pytest.mark.parametrize(
    ("body", "headers", "status", "text"),
    [
        (b"", {}, 400, "The body is not JSON"),
        (b"\xff{", {}, 400, "The body is not JSON"),
        (b"[" * 200_000, {}, 400, "The body is nested too deeply."),
        (b"[]", {}, 400, 'no list "reports"'),
        (b'{"reports": {}}', {}, 400, 'no list "reports"'),
        (b"{}", {"Content-Encoding": "gzip"}, 400, "The body is not gzip"),
        (gzip.compress(b"{}", mtime=0)[:-9], {"Content-Encoding": "gzip"}, 400, "it ends too early"),
        (gzip.compress(b'{"reports":[]}', mtime=0) * 2, {"Content-Encoding": "gzip"}, 400, "behind the end"),
        (b"{}", {"Content-Encoding": "br"}, 415, "Content-Encoding: gzip"),
        (b"\x0a\x00", {"Content-Type": "application/x-protobuf"}, 415, "Content-Type: application/json"),
        (b" " * (MOST_BYTES + 1), {}, 413, "larger than 1,000,000 bytes"),
        (TOO_LARGE, {"Content-Encoding": "gzip"}, 413, "larger than 1,000,000 bytes"),
    ],
)
def test_refuses_with_a_reason(
    client: TestClient, body: bytes, headers: dict[str, str], status: int, text: str
) -> None:
    answer = client.post("/reports/beacon", content=body, headers=JSON | headers)
    assert answer.status_code == status
    assert text in answer.text
    assert failures(client) == 0


@pytest.mark.parametrize(
    "body",
    [
        {"resourceLogs": [None, 1, {"scopeLogs": {}}, {"scopeLogs": [None, {"logRecords": ["x", {}]}]}]},
        {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"attributes": [None, {}, {"key": 1}, {"key": "ats."}]}]}]}]},
        {"reports": [[], {"id": ""}, {"id": ["a"]}]},
    ],
)
def test_garbage_inside_is_counted_and_left(client: TestClient, body: Any) -> None:
    answer = client.post("/reports/otlp", content=json.dumps(body), headers=JSON)
    assert answer.status_code == 200
    assert int(answer.json()["partialSuccess"]["rejectedLogRecords"]) >= 1
    assert failures(client) == 0


def test_pages_of_another_origin_may_send_but_not_read(client: TestClient) -> None:
    asked = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,content-encoding",
    }
    preflight = client.options("/reports/beacon", headers=asked)
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, "*")
    sent = client.post("/reports/beacon", content=beacon(report(1)), headers=JSON | {"Origin": asked["Origin"]})
    assert sent.headers["access-control-allow-origin"] == "*"
    read = client.get("/api/reports", headers={"Origin": asked["Origin"]})
    assert "access-control-allow-origin" not in read.headers


def test_the_page_has_the_strict_policy(client: TestClient) -> None:
    page = client.get("/reports")
    assert page.status_code == 200
    assert "require-trusted-types-for 'script'" in page.headers["content-security-policy"]
    assert client.get("/reports/reports.js").status_code == 200


@pytest.mark.parametrize("number", [2**31, 2**53, 2**63, -(2**63), 1e308, pytest.param(10**4_000, id="10**4000")])
def test_numbers_of_any_size_leave_the_summary_readable(client: TestClient, number: float) -> None:
    for batch in range(8):
        # As many as fit into a body, whatever the number's length.
        reports = [{"id": f"{batch}-{place}", "repeated": number} for place in range(1_000 if number < 2**64 else 200)]
        assert client.post("/reports/beacon", json={"reports": reports}).status_code == 200
    answer = client.get("/api/reports")
    assert answer.status_code == 200
    kept = number if 0 <= number <= LARGEST_NUMBER else 0
    assert answer.json()["repeated"] == kept * answer.json()["failures"]


def test_the_sum_of_all_that_can_be_kept_has_less_than_64_bits() -> None:
    assert LARGEST_NUMBER * MOST_REPORTS < 2**63


# ---- the summary -----------------------------------------------------------------------------------------------------


def test_nothing_is_a_summary_too(store: ReportStore) -> None:
    summary = store.summary(NOW)
    assert (summary["failures"], summary["views"], summary["repeated"], summary["dropped"]) == (0, 0, 0, 0)
    assert summary["recovery"] == {"ended": 0, "recovered": 0}
    assert (summary["codes"], summary["recent"]) == ([], [])


def test_counts_by_code_and_path(store: ReportStore) -> None:
    add(store, *(report(number) for number in range(3)))
    add(store, report(3, code="common.rate_limited", path="rate-limit", view="other"), report(4, code=None, path=None))
    summary = store.summary(NOW)
    assert (summary["failures"], summary["views"]) == (5, 2)
    assert summary["paths"] == {"auth": 3, "config": 0, "rate-limit": 1, "retry": 0, "other": 1}
    assert summary["codes"] == [
        {"code": "common.auth.expired", "path": "auth", "count": 3},
        {"code": None, "path": None, "count": 1},
        {"code": "common.rate_limited", "path": "rate-limit", "count": 1},
    ]


def test_rare_codes_are_counted_together(store: ReportStore) -> None:
    add(store, *(report(number, code=f"code.{number}") for number in range(MOST_CODES + 5)))
    summary = store.summary(NOW)
    assert (len(summary["codes"]), summary["otherCodes"]) == (MOST_CODES, 5)


def test_the_last_end_of_a_failure_decides(store: ReportStore) -> None:
    add(store, *(report(number, failure=f"f{number}") for number in range(5)))
    ends = [("f0", "renewed"), ("f1", "recovered"), ("f2", "not-renewed"), ("f3", "not-renewed"), ("f3", "renewed")]
    for number, (failure, outcome) in enumerate(ends):
        add(store, report(10 + number, failure=failure, outcome=outcome, at=NOW - 1000 + number))
    add(store, report(20, failure=None, outcome="unreported", repeated=2, dropped=7))
    summary = store.summary(NOW)
    assert summary["recovery"] == {"ended": 4, "recovered": 3}
    assert (summary["failures"], summary["repeated"], summary["dropped"]) == (5, 2, 7)
    assert {row["requestId"]: row["outcome"] for row in summary["recent"]} == {
        "req_0": "renewed",
        "req_1": "recovered",
        "req_2": "not-renewed",
        "req_3": "renewed",
        "req_4": None,
    }


def test_the_series_begin_and_end_on_the_minute_and_the_hour(store: ReportStore) -> None:
    first_minute = NOW // MINUTE_MS * MINUTE_MS - 59 * MINUTE_MS
    add(store, report(1), report(2, at=first_minute, path="retry"), report(3, at=first_minute - 1))
    series = store.summary(NOW)["series"]
    assert (series["minute"]["start"], series["minute"]["step"]) == (first_minute, MINUTE_MS)
    assert series["minute"]["counts"]["auth"] == [0] * 59 + [1]
    assert series["minute"]["counts"]["retry"] == [1] + [0] * 59
    assert series["hour"]["step"] == HOUR_MS
    assert (series["hour"]["counts"]["auth"][-2:], series["hour"]["counts"]["retry"][-2:]) == ([1, 1], [1, 0])


@pytest.mark.parametrize("at", [NOW + 1, NOW - DAY_MS - 1, 0])
def test_a_clock_that_is_wrong_is_not_believed(store: ReportStore, at: int) -> None:
    add(store, report(1, at=at))
    assert store.summary(NOW)["recent"][0]["at"] == NOW


def test_the_last_failures_come_newest_first(store: ReportStore) -> None:
    add(store, *(report(number, at=NOW - number) for number in range(MOST_RECENT + 1)))
    recent = store.summary(NOW)["recent"]
    assert [row["requestId"] for row in recent] == [f"req_{number}" for number in range(MOST_RECENT)]


def test_old_reports_make_room(store: ReportStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pywidget.demo.report_store.MOST_REPORTS", 3)
    add(store, *(report(number, at=NOW - 10 + number) for number in range(5)))
    assert [row["requestId"] for row in store.summary(NOW)["recent"]] == ["req_4", "req_3", "req_2"]


def test_one_code_alone(store: ReportStore) -> None:
    reports = [report(1), report(2, code="session.key_inactive", path="config"), report(3, code=None, path="retry")]
    store.add([one | {"at": NOW} for one in reports], NOW)
    every = store.summary(NOW)
    only = store.summary(NOW, "session.key_inactive")
    assert [row["requestId"] for row in only["recent"]] == ["req_2"]
    assert {path: sum(counts) for path, counts in only["series"]["minute"]["counts"].items() if sum(counts)} == {
        "config": 1
    }
    assert (every["listed"], only["listed"], store.summary(NOW, "unknown")["listed"]) == (3, 1, 0)
    assert [row["requestId"] for row in store.summary(NOW, "")["recent"]] == ["req_3"]
    # What can be chosen is told as before.
    assert {name: only[name] for name in ("failures", "codes", "paths")} == {
        name: every[name] for name in ("failures", "codes", "paths")
    }


def test_one_code_is_asked_for_in_the_address(client: TestClient) -> None:
    body = beacon(report(1), report(2, code="session.key_inactive", path="config"))
    client.post("/reports/beacon", content=body, headers=JSON)
    assert client.get("/api/reports").json()["listed"] == 2
    found = client.get("/api/reports?code=session.key_inactive").json()
    assert [row["code"] for row in found["recent"]] == ["session.key_inactive"]


# ---- the file --------------------------------------------------------------------------------------------------------


def test_a_file_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / "reports.sqlite"
    for number in (1, 2):
        with TestClient(create_app(static_directory(), None, file)) as client:
            client.post("/reports/beacon", content=beacon(report(number)), headers=JSON)
            assert failures(client) == number


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are notes, and have been for quite a while.\n" * 40)
    result = CliRunner().invoke(main, ["demo", "--port", "0", "--reports", str(file)])
    assert result.exit_code == 1
    assert f"cannot keep reports in {file}" in result.output
    assert file.read_text().startswith("These are notes")
