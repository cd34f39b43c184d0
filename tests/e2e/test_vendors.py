"""A known set of failures, told to each analytics service by its own client: what arrives is what was to be told."""

from __future__ import annotations

import json
import subprocess
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from collector import Answer, Collector
from conftest import ALL, HERE
from google.protobuf.json_format import Parse
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from site_for_tests import STRICT_POLICY, Site, serve
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pywidget.public.otlp import CONVENTIONS, OWN, SCHEMA_URL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from collector import Received
    from playwright.sync_api import Page

ROOT = HERE.parent.parent

#: In parts, so that no scanner of sources takes them for real ones.
SECRETS = (
    "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiJ1c2VyLTEifQ" + ".c2lnbmF0dXJl",
    "csk_" + "live12AB34",
    "jane.doe@example.com",
    "4111 1111 1111 1111",
    "5up3r53cr37",
)
#: What of them is left where they were taken out.
LEFT = "csk_[key] [email] [card]"
MESSAGE = "Refused: " + " ".join(SECRETS[:4])

#: One failure that the widget tells in two halves, and two that the page tells of other systems.
FAIL = """([message]) => {
  const widget = document.querySelector("ats-widget");
  const tell = (name, detail) =>
    widget.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  const failure = { code: "session.key_inactive", message, requestId: "req_widget" };
  tell("allfeat:error", { ...failure, stage: "submit", details: { token: message } });
  tell("allfeat:failed", { ...failure, message: "The key is inactive." });
  pywidget.report({ code: "common.forbidden", message, request_id: "req_api", token: message }, "allfeat-api");
  pywidget.report({ code: "ORDER_EXPIRED", message }, "mori");
}"""
CODES = ["ORDER_EXPIRED", "common.forbidden", "session.key_inactive"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients, each with what it imports, as scripts for a page."""
    folder = tmp_path_factory.mktemp("vendors")
    esbuild = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    entries = sorted(str(path) for path in (HERE / "vendors").glob("*.js"))
    command = [str(esbuild), *entries, "--bundle", "--format=iife", f"--outdir={folder}", "--log-level=error"]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def started(bundle: Path, built: Path) -> Iterator[tuple[Site, Collector]]:
    site = Site(bundle, HERE / "files")
    site.app.routes.append(Mount("/vendors", StaticFiles(directory=built)))
    collector = Collector(site.app)
    site.app = collector  # type: ignore[assignment]  # it is an application too
    with serve(site):
        yield site, collector


@pytest.fixture
def collector(started: tuple[Site, Collector]) -> Iterator[Collector]:
    _site, collector = started
    collector.clear()
    collector.answer = as_the_service
    yield collector
    collector.clear()


def as_the_service(received: Received) -> Answer:
    """What a client needs to hear, to go on."""
    if received.path.endswith("/settings"):
        return Answer(body={"integrations": {"Segment.io": {"apiKey": "test"}}, "plan": {}})
    return Answer(body={"status": 1, "success": True})


class Shop:
    """A page with a client and a widget."""

    def __init__(self, page: Page, started: tuple[Site, Collector]) -> None:
        self.page = page
        self.site, self.collector = started
        self.warnings: list[str] = []
        page.on("console", lambda message: self.warnings.append(message.text) if message.type == "warning" else None)

    def open(self, analytics: str, *clients: str, policy: str = "", **attributes: str) -> None:
        head = "".join(f'<script src="/vendors/{client}.js"></script>' for client in clients)
        named = {name.replace("_", "-"): value for name, value in attributes.items()}
        given = {"analytics": analytics, "boot": "now", **named}
        # Without a policy, unless a test has one: the services' own clients do not get along with the strictest.
        body = '<ats-widget id="songs"></ats-widget>'
        url = self.site.page(body, head=head, attributes=given, policy=policy)
        self.page.goto(f"{url}?ticket={SECRETS[4]}#{SECRETS[4]}")
        self.page.evaluate("() => pywidget.ready")

    def fail(self) -> None:
        self.page.evaluate(FAIL, [MESSAGE])

    def hide(self) -> None:
        """Let the clients send what they gather."""
        self.page.evaluate(
            """() => {
              Object.defineProperty(Document.prototype, "visibilityState", { configurable: true, get: () => "hidden" });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )

    def events(self, of: Callable[[Received], list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """What has arrived, as ``of`` reads each request; the three failures at least."""

        def read() -> list[dict[str, Any]]:
            return [event for received in list(self.collector.received) for event in of(received)]

        self.collector.wait_for(lambda: len(read()) >= 3)
        return read()


@pytest.fixture
def shop(page: Page, started: tuple[Site, Collector], collector: Collector) -> Shop:
    assert not collector.received
    return Shop(page, started)


def check(reports: list[dict[str, Any]]) -> None:
    """The three failures, with all that is known of each, and nothing that must not be known."""
    assert sorted(report["code"] for report in reports) == CODES
    by_code = {report["code"]: report for report in reports}
    widget = by_code["session.key_inactive"]
    assert widget["event"] == "allfeat:failed"
    assert widget["requestId"] == "req_widget"
    assert widget["widget"] == "songs"
    assert widget["path"] == "config"
    assert widget["stage"] == "submit"
    assert LEFT in widget["message"]
    assert by_code["common.forbidden"]["requestId"] == "req_api"
    assert by_code["common.forbidden"]["system"] == "allfeat-api"
    assert len({report["view"] for report in reports}) == 1
    assert len({report["failure"] for report in reports}) == 3
    no_secret_in(json.dumps(reports))


def no_secret_in(text: str) -> None:
    for secret in SECRETS:
        assert secret.removeprefix("csk_") not in text, secret


def test_segment(shop: Shop) -> None:
    shop.open("segment", "segment")
    shop.fail()
    events = shop.events(lambda received: [received.json] if received.path.endswith("/t") else [])
    assert [event["event"] for event in events] == ["ats_error"] * 3
    check([event["properties"] for event in events])


def test_posthog(shop: Shop) -> None:
    def read(received: Received) -> list[dict[str, Any]]:
        if not received.path.startswith("/collect/posthog/e/"):
            return []
        text = received.content.decode()
        data = json.loads(parse_qs(text)["data"][0] if text.startswith("data=") else text)
        return data if isinstance(data, list) else data.get("batch", [data])

    shop.open("posthog", "posthog")
    shop.fail()
    events = shop.events(read)
    assert [event["event"] for event in events] == ["ats_error"] * 3
    # It adds properties of its own, the page's whole address among them.
    check([{name: value for name, value in event["properties"].items() if name[0] != "$"} for event in events])


def sentry_events(received: Received) -> list[dict[str, Any]]:
    if "/envelope/" not in received.path:
        return []
    lines = [json.loads(line) for line in received.content.decode().splitlines() if line]
    return [after for before, after in pairwise(lines) if before.get("type") == "event"]


def test_sentry(shop: Shop) -> None:
    shop.open("sentry", "sentry")
    shop.fail()
    events = shop.events(sentry_events)
    check([event["contexts"]["ats_error"] for event in events])
    (widget,) = [event for event in events if event["tags"]["ats.code"] == "session.key_inactive"]
    assert widget["level"] == "error"
    assert widget["fingerprint"] == ["ats_error", "allfeat-widget", "session.key_inactive"]
    assert "exception" not in widget


def test_sentry_is_told_of_each_failure_even_if_they_look_the_same(shop: Shop) -> None:
    shop.open("sentry", "sentry")
    shop.page.evaluate(
        """() => {
          const error = { code: "common.forbidden", message: "No." };
          for (const reference of ["req_1", "req_2", "req_3"]) {
            pywidget.report({ ...error, request_id: reference }, "allfeat-api");
          }
        }"""
    )
    events = shop.events(sentry_events)
    references = [event["contexts"]["ats_error"]["requestId"] for event in events]
    assert references == ["req_1", "req_2", "req_3"]
    assert len({tuple(event["fingerprint"]) for event in events}) == 1


#: What the vendor's snippet leaves in a page until its client is there.
DATADOG_SNIPPET = """() => {
  window.client = DD_RUM;
  const stub = { q: [], onReady(callback) { stub.q.push(callback) } };
  window.DD_RUM = stub;
}"""
#: What the client does when it comes.
DATADOG_COMES = "() => { const { q } = DD_RUM; window.DD_RUM = client; q.forEach((callback) => callback()) }"


@pytest.mark.parametrize("later", [False, True])
def test_datadog(shop: Shop, later: bool) -> None:  # noqa: FBT001  parametrized
    def entries(path: str) -> list[dict[str, Any]]:
        return [
            json.loads(line)
            for received in list(shop.collector.received)
            if received.path.startswith("/collect/datadog") and path in received.path
            for line in received.content.decode().splitlines()
        ]

    def errors() -> list[dict[str, Any]]:
        return [entry for entry in entries("/rum") if entry["type"] == "error"]

    def logs() -> list[dict[str, Any]]:
        return [entry for entry in entries("/logs") if "ats_error" in entry]

    shop.open("datadog", "datadog")
    shop.page.evaluate("() => { window.told = 0; pywidget.on('report', () => told++) }")
    if later:
        # One of the two clients is there, and the other is on its way.
        shop.page.evaluate(DATADOG_SNIPPET)
    shop.fail()
    shop.page.wait_for_function("() => told == 3")
    if later:
        shop.page.evaluate(DATADOG_COMES)
    deadline = time.monotonic() + 60
    while len(errors()) < 3 or len(logs()) < 3:
        assert time.monotonic() < deadline, shop.collector.received
        # They send what they have when the page is hidden. They may not have it all yet.
        shop.hide()
        shop.page.wait_for_timeout(50)
    check([error["context"]["ats_error"] for error in errors()])
    check([entry["ats_error"] for entry in logs()])
    (widget,) = [error["error"] for error in errors() if error["error"]["type"] == "session.key_inactive"]
    assert widget["fingerprint"] == "ats_error allfeat-widget session.key_inactive"
    assert LEFT in widget["message"]
    assert {entry["status"] for entry in logs()} == {"error", "warn"}


def test_plausible(shop: Shop) -> None:
    shop.open("plausible", "plausible")
    shop.fail()
    events = shop.events(lambda received: [received.json] if received.path == "/collect/plausible" else [])
    assert [event["n"] for event in events] == ["ats_error"] * 3
    check([event["p"] for event in events])
    assert {event["i"] for event in events} == {False}


def test_google_tag_manager_google_analytics_and_matomo(shop: Shop) -> None:
    shop.open("gtm ga4 matomo myApp.onError", "globals")
    shop.fail()
    shop.page.wait_for_function("() => received.length == 3")
    check(shop.page.evaluate("() => received"))

    layer = shop.page.evaluate("() => dataLayer.map((item) => item.length ? [...item] : item)")
    pushed = [item["ats_error"] for item in layer if isinstance(item, dict)]
    check([{name: value for name, value in item.items() if value is not None} for item in pushed])
    assert [item["event"] for item in layer if isinstance(item, dict)] == ["ats_error"] * 3

    events = [item for item in layer if isinstance(item, list) and item[0] == "event"]
    assert [item[1] for item in events] == ["ats_error"] * 3
    assert sorted(item[2]["code"] for item in events) == CODES
    no_secret_in(json.dumps(events))

    actions = shop.page.evaluate("() => _paq")
    assert actions[0] == ["trackPageView"]
    assert ["trackEvent", "ats_error", "session.key_inactive", "req_widget"] in actions
    assert len(actions) == 4
    no_secret_in(json.dumps(actions))


def test_google_analytics_without_a_name_for_its_function(shop: Shop) -> None:
    shop.open("ga4")
    shop.page.evaluate("() => { window.dataLayer = [] }")
    shop.fail()
    shop.page.wait_for_function("() => dataLayer.length == 3")
    # Google's client tells a command by this from what a tag manager is given.
    kinds = shop.page.evaluate("() => dataLayer.map((item) => Object.prototype.toString.call(item))")
    assert kinds == ["[object Arguments]"] * 3
    commands = shop.page.evaluate("() => dataLayer.map((item) => [...item])")
    assert [command[:2] for command in commands] == [["event", "ats_error"]] * 3
    assert sorted(command[2]["code"] for command in commands) == CODES


def test_queues_are_made_for_services_that_load_later(shop: Shop) -> None:
    shop.open("gtm matomo")
    shop.fail()
    shop.page.wait_for_function("() => window._paq?.length == 3")
    assert shop.page.evaluate("() => dataLayer.length") == 3


def test_a_client_that_loads_later_loses_nothing(shop: Shop) -> None:
    shop.open("segment console")
    shop.fail()
    shop.page.add_script_tag(url="/vendors/segment.js")
    events = shop.events(lambda received: [received.json] if received.path.endswith("/t") else [])
    check([event["properties"] for event in events])


def test_one_destination_that_throws_is_in_nobodys_way(shop: Shop) -> None:
    shop.open("broken.one posthog broken.two broken.three myApp.onError", "globals")
    shop.page.evaluate(
        """() => {
          window.broken = {
            one() { throw { toString() { throw 0 } } },
            two: () => Promise.reject(new Error("later")),
            get three() { throw new Error("at once") },
          };
        }"""
    )
    shop.fail()
    shop.page.wait_for_function("() => received.length == 3")
    assert any("broken.one did not take a report" in text for text in shop.warnings)
    assert any("broken.three did not take a report" in text for text in shop.warnings)


def test_the_page_sees_reports_first(shop: Shop) -> None:
    shop.open("myApp.onError", "globals", before_report="shop.tidy")
    shop.page.evaluate(
        """() => {
          window.shop = {
            async tidy(report) {
              if (report.system == "mori") return null;
              if (report.system == "allfeat-api") throw new Error("not this one");
              delete report.message;
              return { ...report, tenant: "acme" };
            },
          };
          window.announced = [];
          addEventListener("pywidget:report", (event) => announced.push([event.target.id ?? "", event.detail]));
        }"""
    )
    shop.fail()
    shop.page.wait_for_function("() => received.length == 2")
    reports = {report["code"]: report for report in shop.page.evaluate("() => received")}
    assert sorted(reports) == ["common.forbidden", "session.key_inactive"]
    assert reports["session.key_inactive"]["tenant"] == "acme"
    assert "message" not in reports["session.key_inactive"]
    assert LEFT in reports["common.forbidden"]["message"]
    announced = dict(shop.page.evaluate("() => announced"))
    assert announced["songs"]["tenant"] == "acme"


def test_a_report_is_dropped_by_any_kind_of_promise(shop: Shop) -> None:
    shop.open("myApp.onError", "globals", before_report="tidy")
    shop.page.evaluate(
        """() => {
          window.tidy = (report) =>
            report.system == "mori" ? true : { then: (resolve) => setTimeout(resolve, 0, null) };
        }"""
    )
    shop.fail()
    shop.page.wait_for_function("() => received.length")
    shop.page.evaluate("() => pywidget.report({ code: 'ORDER_EXPIRED', request_id: 'last' }, 'mori')")
    shop.page.wait_for_function("() => received.length > 1")
    assert {report["system"] for report in shop.page.evaluate("() => received")} == {"mori"}


def test_listeners_see_reports_first_too(shop: Shop) -> None:
    shop.open("myApp.onError", "globals")
    shop.page.evaluate(
        """() => {
          pywidget.on("before-report", (report) => { report.seen = true });
          addEventListener("pywidget:before-report", (event) => {
            if (event.detail.system == "mori") event.preventDefault();
          });
        }"""
    )
    shop.fail()
    shop.page.wait_for_function("() => received.length == 2")
    assert shop.page.evaluate("() => received.every((report) => report.seen)")


@pytest.mark.parametrize(
    "answer",
    [
        "() => { throw new Error('no') }",
        "() => 'drop'",
        "() => 42",
        "() => [1]",
        "() => { const a = {}; a.a = a; return a }",
        "() => ({ big: 1n })",
        "() => new Proxy({}, { ownKeys() { throw 0 } })",
        "() => ({ toJSON() { throw 0 } })",
        "() => ({ code: 'x'.repeat(50_000) })",
        "() => Promise.reject()",
        "async () => 'drop'",
        "() => ({ then(resolve) { resolve('drop') } })",
        "() => ({ get then() { throw 0 } })",
    ],
)
def test_a_page_function_that_answers_nonsense_changes_nothing(shop: Shop, answer: str) -> None:
    shop.open("myApp.onError", "globals", before_report="tidy")
    shop.page.evaluate(f"() => {{ window.tidy = {answer} }}")
    shop.fail()
    shop.page.wait_for_function("() => received.length == 3")
    check(shop.page.evaluate("() => received"))


def test_a_page_function_that_never_answers_costs_five_seconds(shop: Shop) -> None:
    shop.page.clock.install()
    shop.open("myApp.onError", "globals", before_report="tidy")
    shop.page.evaluate("() => { window.asked = 0; window.tidy = () => (asked++, new Promise(() => 0)) }")
    shop.fail()
    shop.page.wait_for_function("() => asked == 3")
    assert shop.page.evaluate("() => received.length") == 0
    shop.page.clock.fast_forward(5_000)
    shop.page.wait_for_function("() => received.length == 3")
    check(shop.page.evaluate("() => received"))


#: Failures at once: far more than are reported.
BURST_OF = 10_000 if ALL else 3_000


def test_a_burst_of_failures_adds_up(shop: Shop) -> None:
    shop.open("beacon myApp.onError", "globals", analytics_url="/collect/reports", notices="off")
    told = shop.page.evaluate(
        """async (failures) => {
          const channel = new MessageChannel();
          const turn = () => new Promise((resolve) => {
            channel.port1.onmessage = resolve;
            channel.port2.postMessage(0);
          });
          let verdicts = 0;
          addEventListener("pywidget:verdict", () => verdicts++);
          for (let number = 0; number < failures; number++) {
            const id = number % 10 == 9 ? "req_same" : `req_${number}`;
            pywidget.report({ code: "common.forbidden", request_id: id }, "allfeat-api");
          }
          while (verdicts < failures) await turn();
          pywidget.flush();
          while (!received.some(({ outcome }) => outcome == "unreported")) await turn();
          return received;
        }""",
        BURST_OF,
    )
    failures = [report for report in told if "outcome" not in report]
    dropped = sum(report.get("dropped", 0) for report in told)
    repeated = sum(report.get("repeated", 0) for report in told)
    assert len(failures) + dropped + repeated == BURST_OF
    assert 50 <= len(failures) <= 500
    assert repeated == BURST_OF // 10 - 1
    shop.hide()

    def arrived() -> list[dict[str, Any]]:
        return [report for received in list(shop.collector.received) for report in received.reports]

    shop.collector.wait_for(lambda: len(arrived()) == len(told))
    assert len({report["id"] for report in arrived()}) == len(told)
    assert sum(report.get("dropped", 0) for report in arrived()) == dropped
    assert sum("so many failures" in text for text in shop.warnings) == 1


#: Failures, some of them the same again, and more of them than are reported.
BURST = """() => new Promise((resolve) => {
  let verdicts = 0;
  addEventListener("pywidget:verdict", () => ++verdicts == 120 && resolve());
  for (let number = 0; number < 120; number++) {
    pywidget.report({ code: "common.forbidden", request_id: `req_${number % 100}` }, "allfeat-api");
  }
})"""


def failures_told(received: list[Received]) -> int:
    """How many failures there were, by what the site's own server was told."""
    by_id = {report["id"]: report for request in list(received) for report in request.reports}.values()
    failures = sum("outcome" not in report for report in by_id)
    others: int = sum(report.get("dropped", 0) + report.get("repeated", 0) for report in by_id)
    return failures + others


@pytest.mark.parametrize("way", ["hidden", "left", "stopped"])
def test_the_numbers_add_up_where_no_report_follows(shop: Shop, way: str) -> None:
    # In a frame: of a page that goes with its process, a busy browser does not wait for the end.
    inner = shop.site.page(attributes={"analytics": "beacon", "analytics-url": "/collect/reports", "boot": "now"})
    shop.page.goto(shop.site.page(f'<iframe src="{inner}"></iframe>', tag=False, policy=""))
    frame = shop.page.frame(url=inner)
    assert frame is not None
    frame.evaluate("() => pywidget.ready")
    frame.evaluate(BURST)
    # A whole batch is sent at once. The others wait for a batch to fill.
    shop.collector.wait_for(lambda: failures_told(shop.collector.received) >= 50)
    if way == "left":
        frame.goto(shop.site.page(tag=False))
    elif way == "stopped":
        frame.evaluate("() => pywidget.stop()")
    else:
        frame.evaluate(
            """() => {
              Object.defineProperty(Document.prototype, "hidden", { get: () => true });
              Object.defineProperty(Document.prototype, "visibilityState", { get: () => "hidden" });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    shop.collector.wait_for(lambda: failures_told(shop.collector.received) == 120)


def test_a_visitor_who_asks_for_privacy(shop: Shop) -> None:
    shop.page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true })")
    shop.open("myApp.onError beacon", "globals", privacy="honor", analytics_url="/collect/reports")
    shop.fail()
    shop.page.wait_for_function("() => document.querySelector('ats-widget')")
    shop.page.evaluate(
        """() => new Promise((resolve) => {
          addEventListener("pywidget:verdict", resolve, { once: true });
          pywidget.report({ code: "common.forbidden", request_id: "last" }, "allfeat-api");
        })"""
    )
    shop.hide()
    assert shop.page.evaluate("() => received") == []
    assert shop.collector.received == []
    assert not shop.page.evaluate(
        "() => performance.getEntriesByType('resource').some(({ name }) => /delivery/.test(name))"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[", "data:text/plain,x"])
def test_an_endpoint_that_is_none_costs_its_own_sink(shop: Shop, url: str) -> None:
    shop.open("beacon myApp.onError", "globals", analytics_url=url)
    with shop.page.expect_console_message(lambda message: "reports could not be delivered" in message.text):
        shop.fail()
    shop.page.wait_for_function("() => received.length == 3")
    assert any("beacon cannot deliver" in text for text in shop.warnings)


def test_opentelemetry_and_the_sites_own_server(shop: Shop) -> None:
    shop.open("otlp beacon", policy=STRICT_POLICY, analytics_url="/collect/v1/logs")
    shop.fail()
    shop.page.evaluate("() => pywidget.flush()")

    def of(key: str) -> list[Any]:
        return [received.json[key] for received in list(shop.collector.received) if key in received.json]

    def records() -> list[dict[str, Any]]:
        return [record for (logs,) in of("resourceLogs") for record in logs["scopeLogs"][0]["logRecords"]]

    def reports() -> list[dict[str, Any]]:
        return [report for batch in of("reports") for report in batch]

    shop.collector.wait_for(lambda: len(records()) == 3 and len(reports()) == 3)
    check(reports())
    uids = set()
    for record in records():
        attributes = {item["key"]: next(iter(item["value"].values())) for item in record["attributes"]}
        uids.add(attributes["log.record.uid"])
        assert record["eventName"] == "pywidget.error"
        assert attributes["error.type"] in CODES
        assert set(attributes) <= {one.name for one in (*CONVENTIONS, *OWN)}
    assert uids == {report["id"] for report in reports()}
    # OpenTelemetry's own package takes the whole body, and refuses fields that it does not know.
    bodies = [received.content for received in shop.collector.received if "resourceLogs" in received.json]
    sent = [Parse(body, ExportLogsServiceRequest()) for body in bodies]
    assert {logs.schema_url for request in sent for logs in request.resource_logs} == {SCHEMA_URL}
    no_secret_in(json.dumps([received.content.decode() for received in shop.collector.received]))
