"""The recipes of docs/collector.md, as far as a machine without other people's servers can try them."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from google.protobuf.json_format import Parse
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import SeverityNumber
from report_samples import NOW, end, read, report
from test_sinks import END, REPORT, Stage, said

from pywidget.browser.sinks import severity
from pywidget.core.reports import FIELDS
from pywidget.public.otlp import CONVENTIONS, OWN, PREFIX, RESOURCE, SCHEMA_URL, SEVERITIES
from pywidget.reports.intake import MOST_BYTES
from pywidget.reports.protobuf import read_protobuf
from pywidget.reports.reader import FLAGS, MOST_AT_ONCE, NUMBERS, read_reports
from tools.clickhouse_engines import in_process
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.reports.clickhouse import ClickHouseStorage

RECIPES = ROOT / "docs" / "assets" / "reports"
#: A report with every field, of each kind, and one of a request that the page made.
FULL = {name: f"some {name}" for name in FIELDS} | {
    "at": "2026-06-15T12:00:00.123Z", "path": "config", "merged": 2, "attempts": 3, "durationMs": 1500, "repeated": 4,
    "dropped": 5, "transaction": False,
}  # fmt: skip
FAILURE = {name: value for name, value in FULL.items() if name not in ("outcome", "reason", "attempts", "durationMs")}
ENDED = FULL | {"outcome": "not-renewed"}
ASKED = FAILURE | {"stage": "POST /api/orders"}
#: The type of each field that is no text, as the log data model names it.
TYPES = {**dict.fromkeys(NUMBERS, "int_value"), **dict.fromkeys(FLAGS, "bool_value")}
_numbers = count()


# ---- OpenTelemetry --------------------------------------------------------------------------------------------------


@pytest.fixture(name="request_of_a_page")
def request_of_a_page_fixture() -> ExportLogsServiceRequest:
    """What the ``otlp`` sink sends, read by OpenTelemetry's own package, which refuses fields that it does not know."""
    channel = Stage("otlp").page.told("openChannel")[0]
    records = ",".join(json.dumps(said("otlp", given)[0][1]) for given in (REPORT, END))
    request: ExportLogsServiceRequest = Parse(channel["head"] + records + channel["tail"], ExportLogsServiceRequest())
    return request


def values(attributes: Any) -> dict[str, Any]:
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in attributes}


def test_a_page_sends_what_opentelemetry_defines(request_of_a_page: ExportLogsServiceRequest) -> None:
    (resource,) = request_of_a_page.resource_logs
    named = values(resource.resource.attributes)
    assert set(named) == {one.name for one in RESOURCE}
    assert named["telemetry.sdk.language"] == "webjs"
    (scope,) = resource.scope_logs
    assert scope.scope.name == "pywidget"
    assert scope.scope.version
    failure, ended = scope.log_records
    assert failure.severity_number == SeverityNumber.SEVERITY_NUMBER_ERROR
    assert ended.severity_number == SeverityNumber.SEVERITY_NUMBER_INFO
    assert (failure.severity_text, ended.severity_text) == ("ERROR", "INFO")
    assert failure.event_name != ended.event_name
    assert failure.time_unix_nano == failure.observed_time_unix_nano == 1_781_524_800_123_000_000
    assert failure.body.string_value


def sent(*reports: dict[str, Any]) -> Any:
    """The records of these reports, read by OpenTelemetry's package."""
    records = [said("otlp", given)[0][1] for given in reports]
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]})
    return Parse(body, ExportLogsServiceRequest()).resource_logs[0].scope_logs[0].log_records


def expected(given: dict[str, Any]) -> dict[str, Any]:
    """The attributes that the documentation promises for a report."""
    asked = given["stage"].startswith("POST ")
    left_out = {"error.type"} if "outcome" in given else {"pywidget.code"}
    left_out |= {"pywidget.stage"} if asked else {"http.request.method", "url.path"}
    promised = {
        one.name: given[one.field] for one in (*CONVENTIONS, *OWN) if one.field in given and one.name not in left_out
    }
    return promised | ({"http.request.method": "POST", "url.path": "/api/orders"} if asked else {})


@pytest.mark.parametrize("given", [FAILURE, ENDED, ASKED], ids=["failure", "end", "request"])
def test_attributes_are_those_of_the_documentation(given: dict[str, Any]) -> None:
    (record,) = sent(given)
    keys = [attribute.key for attribute in record.attributes]
    assert len(set(keys)) == len(keys)
    assert values(record.attributes) == expected(given)
    fields = {one.name: one.field for one in (*CONVENTIONS, *OWN)}
    for attribute in record.attributes:
        kind = attribute.value.WhichOneof("value")
        assert kind == TYPES.get(fields[attribute.key], "string_value"), attribute.key


def test_every_field_has_a_place_in_a_record() -> None:
    assert {one.field for one in (*CONVENTIONS, *OWN)} == set(FIELDS) - {"at", "message"}
    assert all(one.name.startswith(PREFIX) for one in OWN)
    assert not any(one.name.startswith(PREFIX) for one in (*CONVENTIONS, *RESOURCE))


def test_names_follow_the_rules_of_the_conventions() -> None:
    names = [one.name for one in (*CONVENTIONS, *OWN, *RESOURCE)]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+", name), name
        assert not any(other.startswith(f"{name}.") for other in names), "a name is no namespace"


@pytest.mark.parametrize(
    ("stage", "is_request"),
    [("submit", False), ("PURGE /a", False), ("GET https://api.example.org/a", False), ("GET /", True), ("", False)],
)
def test_only_a_request_has_a_method(stage: str, is_request: bool) -> None:  # noqa: FBT001  parametrized
    (record,) = sent(FAILURE | {"stage": stage})
    assert ("http.request.method" in values(record.attributes)) is is_request
    assert ("pywidget.stage" in values(record.attributes)) is not is_request


def test_severities_are_those_of_the_documentation() -> None:
    for given in (FAILURE, FAILURE | {"path": "rate-limit"}, FAILURE | {"path": "auth"}, ENDED):
        (record,) = sent(given)
        promised = SEVERITIES[severity(given)]
        assert (record.severity_number, record.severity_text) == (promised.number, promised.text)
        assert SeverityNumber.Name(record.severity_number) == f"SEVERITY_NUMBER_{promised.text}"


def test_the_conventions_are_named_with_their_version(request_of_a_page: ExportLogsServiceRequest) -> None:
    (resource,) = request_of_a_page.resource_logs
    assert resource.schema_url == resource.scope_logs[0].schema_url == SCHEMA_URL


@pytest.mark.parametrize("given", [FAILURE, ENDED, ASKED], ids=["failure", "end", "request"])
def test_the_collector_reads_what_was_sent(given: dict[str, Any]) -> None:
    given = given | {"message": "What the server said", "event": "allfeat:error"}
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [said("otlp", given)[0][1]]}]}]}).encode()
    binary = Parse(body, ExportLogsServiceRequest()).SerializeToString()
    assert read_reports(body) == read_protobuf(binary) == [given | {"at": 1_781_524_800_123}]


def test_the_collector_reads_the_names_of_older_pages() -> None:
    names = {"id": "log.record.uid", "code": "error.type", "page": "url.full"}
    attributes = []
    for name, value in ENDED.items():
        if name not in ("at", "message"):
            kind = {"int_value": "intValue", "bool_value": "boolValue"}.get(TYPES.get(name, ""), "stringValue")
            attributes.append({"key": names.get(name) or f"ats.{name}", "value": {kind: value}})
    text = {"stringValue": "not-renewed: some code: some message"}
    record = {"timeUnixNano": "1781524800123000000", "body": text, "attributes": attributes}
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}).encode()
    assert read_reports(body) == [ENDED | {"at": 1_781_524_800_123}]


#: What the READMEs of these components document, of what the recipe uses. Read on 2026-11-28 in stored copies.
DOCUMENTED: dict[str, set[str]] = {
    "otlp": {"protocols"},
    "memory_limiter": {"check_interval", "limit_mib"},
    "resource": {"attributes"},
    "clickhouse": {
        "endpoint", "database", "username", "password", "logs_table_name", "ttl", "create_schema", "sending_queue",
    },
    "otlp_http": {"endpoint", "logs_endpoint", "compression", "sending_queue"},
    "elasticsearch": {"endpoint", "user", "password"},
}  # fmt: skip


def collector() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load((RECIPES / "collector.yaml").read_text(encoding="utf-8"))
    return told


def test_the_collectors_configuration_is_whole() -> None:
    """It is not run: there is no OpenTelemetry Collector here. That its parts fit together can be seen."""
    told = collector()
    (pipeline,) = told["service"]["pipelines"].values()
    for part in ("receivers", "processors", "exporters"):
        assert set(pipeline[part]) == set(told[part])
        for name, settings in told[part].items():
            assert set(settings) <= DOCUMENTED[name.partition("/")[0]], name
    cors = told["receivers"]["otlp"]["protocols"]["http"]["cors"]
    assert {"Content-Type", "Content-Encoding"} <= set(cors["allowed_headers"])
    assert told["exporters"]["otlp_http/pywidget"]["logs_endpoint"].endswith("/v1/logs")


def test_the_collector_sends_no_more_at_once_than_is_taken() -> None:
    """A body with more gets 413, after which a Collector throws the records away."""
    batch = collector()["exporters"]["otlp_http/pywidget"]["sending_queue"]["batch"]
    assert batch["sizer"] == "items"
    assert batch["min_size"] <= batch["max_size"] <= MOST_AT_ONCE
    # The longest that a page sends: 50 in 60,000 bytes.
    assert batch["max_size"] * 60_000 / 50 <= MOST_BYTES


def test_the_collector_adds_what_the_conventions_name() -> None:
    added = {one["key"] for one in collector()["processors"]["resource"]["attributes"]}
    assert added == {"service.version", "deployment.environment.name"}
    assert not added & {one.name for one in RESOURCE}, "pywidget knows it"


# ---- ClickHouse -----------------------------------------------------------------------------------------------------


@pytest.fixture(name="storage", scope="module")
def storage_fixture() -> Iterator[ClickHouseStorage]:
    with in_process(f"recipes{next(_numbers)}") as storage:
        sent = [report(number, code=f"code.{number % 2}", version=f"0.{number % 2}.0") for number in range(6)]
        sent += [end(0, "renewed"), end(1, "not-renewed", code="code.1"), report(9, dropped=4, repeated=2)]
        storage.add(read(*sent), NOW)
        # What fills the view "totals".
        storage.maintain(NOW)
        yield storage


def run(storage: ClickHouseStorage, statement: str) -> list[list[Any]]:
    return storage._ask(statement)  # noqa: SLF001  as an owner asks, beside pywidget


def queries(file: str = "queries.sql") -> list[str]:
    text = (RECIPES / file).read_text(encoding="utf-8")
    return [query.strip() for query in text.split(";") if query.strip()]


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.partition("\n")[0].removeprefix("-- "))
def test_the_queries_run(storage: ClickHouseStorage, query: str) -> None:
    # The reports of the tests are of a day in the past.
    found = run(storage, query.replace("now()", "toDateTime('2026-06-15 13:00:00', 'UTC')"))
    assert found, "there are reports that it is about"


def test_the_queries_say_what_they_promise(storage: ClickHouseStorage) -> None:
    by_code, by_version, ends, left_out, months = (
        run(storage, query.replace("now()", "toDateTime('2026-06-15 13:00:00', 'UTC')")) for query in queries()
    )
    assert {(code, int(failures)) for code, _path, failures, _views in by_code} == {
        ("code.0", 3),
        ("code.1", 3),
        ("common.auth.expired", 1),
    }
    assert [(version, int(failures)) for version, failures, *_ in by_version] == [("0.0.0", 3), ("0.1.0", 4)]
    assert {(code, int(ended), int(recovered)) for code, ended, recovered, *_ in ends} == {
        ("common.auth.expired", 1, 1),
        ("code.1", 1, 0),
    }
    assert [list(map(str, row)) for row in left_out] == [["https://example.org/register", "0.1.0", "2", "4"]]
    assert [(month, int(failures)) for month, failures in months] == [("2026-06-01", 7)]


#: The columns that the Collector's exporter makes and the queries read, of the types that it gives them.
OTEL_LOGS = """CREATE TABLE otel_logs (Timestamp DateTime64(9), ScopeName String, EventName String,
    LogAttributes Map(LowCardinality(String), String)) ENGINE = MergeTree ORDER BY Timestamp"""


@pytest.fixture(name="otel_logs", scope="module")
def otel_logs_fixture() -> Iterator[ClickHouseStorage]:
    """What a page has sent, in a table as the Collector's exporter fills it; one batch of it came twice."""
    with in_process(f"recipes{next(_numbers)}") as storage:
        storage._do(OTEL_LOGS)  # noqa: SLF001  as an owner's Collector does, beside pywidget
        given = [report(number, code=f"code.{number % 2}") for number in range(6)]
        given += [end(0, "renewed", code="code.0"), end(1, "not-renewed", code="code.1")]
        given += [report(9, dropped=4, repeated=2), end(1, "recovered", code="code.1", id="view-1-again", at=NOW + 1)]
        for record in [*sent(*given), *sent(*given[:3])]:
            fields = {key: str(value) for key, value in values(record.attributes).items()}
            row = {
                "Timestamp": record.time_unix_nano / 1e9,
                "ScopeName": "pywidget",
                "EventName": record.event_name,
                "LogAttributes": fields,
            }
            storage._do(f"INSERT INTO otel_logs FORMAT JSONEachRow {json.dumps(row)}")  # noqa: SLF001  the same
        yield storage


def test_the_queries_of_the_collectors_table_say_what_they_promise(otel_logs: ClickHouseStorage) -> None:
    by_code, ends, left_out = (
        run(otel_logs, query.replace("now()", "toDateTime('2026-06-15 13:00:00', 'UTC')"))
        for query in queries("otel_logs.sql")
    )
    assert {(code, path, int(failures), int(views)) for code, path, failures, views in by_code} == {
        ("code.0", "auth", 3, 1),
        ("code.1", "auth", 3, 1),
        ("common.auth.expired", "auth", 1, 1),
    }
    assert {(code, int(ended), int(recovered)) for code, ended, recovered, _percent in ends} == {
        ("code.0", 1, 1),
        ("code.1", 1, 1),
    }
    assert [list(map(str, row)) for row in left_out] == [["https://example.org/register", "0.1.0", "2", "4"]]


def grafana() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((RECIPES / "grafana.json").read_text(encoding="utf-8"))
    return told


@pytest.mark.parametrize("panel", grafana()["panels"], ids=lambda panel: panel["title"])
def test_the_queries_of_the_dashboard_run(storage: ClickHouseStorage, panel: dict[str, Any]) -> None:
    """With the macro replaced as Grafana's data source for ClickHouse does it. Grafana itself is not run."""
    (target,) = panel["targets"]
    between = r"\1 >= toDateTime('2026-06-15', 'UTC') AND \1 <= toDateTime('2026-06-16', 'UTC')"
    query = re.sub(r"\$__timeFilter\((\w+)\)", between, target["rawSql"])
    assert "$" not in query
    assert run(storage, query)


def test_the_dashboard_is_whole() -> None:
    told = grafana()
    assert len({panel["id"] for panel in told["panels"]}) == len(told["panels"])
    assert [variable["name"] for variable in told["templating"]["list"]] == ["datasource"]
    assert all(panel["datasource"]["uid"] == "${datasource}" for panel in told["panels"])
