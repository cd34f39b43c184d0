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

from pywidget.core.reports import FIELDS
from tools.clickhouse_engines import in_process
from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.reports.clickhouse import ClickHouseStorage

RECIPES = ROOT / "docs" / "assets" / "reports"
#: What the sink uses of the semantic conventions: of the registry's "error", "log", "url", "service" and "telemetry".
CONVENTIONS = {"error.type", "log.record.uid", "url.full"}
RESOURCE = {"service.name", "telemetry.sdk.name", "telemetry.sdk.language", "telemetry.sdk.version"}
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
    assert set(named) == RESOURCE
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


def test_attributes_are_those_of_the_conventions_or_of_our_own(request_of_a_page: ExportLogsServiceRequest) -> None:
    for record in request_of_a_page.resource_logs[0].scope_logs[0].log_records:
        keys = [attribute.key for attribute in record.attributes]
        assert len(set(keys)) == len(keys)
        assert set(keys) <= CONVENTIONS | {f"ats.{name}" for name in FIELDS}
        assert values(record.attributes)["log.record.uid"]


def test_the_collectors_configuration_is_whole() -> None:
    """It is not run: there is no OpenTelemetry Collector here. That its parts fit together can be seen."""
    told = yaml.safe_load((RECIPES / "collector.yaml").read_text(encoding="utf-8"))
    (pipeline,) = told["service"]["pipelines"].values()
    for part in ("receivers", "processors", "exporters"):
        assert set(pipeline[part]) == set(told[part])
    cors = told["receivers"]["otlp"]["protocols"]["http"]["cors"]
    assert {"Content-Type", "Content-Encoding"} <= set(cors["allowed_headers"])
    assert told["exporters"]["otlphttp/pywidget"]["logs_endpoint"].endswith("/v1/logs")


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


def queries() -> list[str]:
    text = (RECIPES / "queries.sql").read_text(encoding="utf-8")
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
