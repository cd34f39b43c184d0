# runs-on: micropython
"""What each destination is told, and that none of them is in another's way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import FakePage

from pywidget.browser import sinks
from pywidget.browser.reports import ASK_MS, MOST_WAITING, WAIT_MS, Reports
from pywidget.core.reports import FIELDS

if TYPE_CHECKING:
    from typing import Any

    from pywidget.browser.settings import Settings

NOW = 1_781_524_800_000

#: In parts, so that no scanner of sources takes them for real ones.
SECRETS = (
    "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiJ1c2VyLTEifQ" + ".c2lnbmF0dXJl",
    "csk_" + "live12AB34",
    "cpk_" + "test56CD78",
    "afo_sk_" + "secret90",
    "wfx_" + "0123456789abcdef",
    "atc_" + "ACCESS12",
    "jane.doe@example.com",
    "4111 1111 1111 1111",
    "Bearer abc123DEF456",
    "https://example.org/ws?ticket=5up3r53cr37",
)

REPORT: dict[str, Any] = {
    "event": "allfeat:failed",
    "system": "allfeat-widget",
    "code": "session.key_inactive",
    "path": "config",
    "remedy": "contact-administrator",
    "message": "The key is inactive.",
    "requestId": "req_01",
    "failure": "00000000deadbeef",
    "merged": 2,
    "transaction": False,
    "widget": "songs",
    "page": "https://shop.example.org/register",
    "version": "1.2.3",
    "view": "0123456789abcdef",
    "at": "2026-06-15T12:00:00.123Z",
    "id": "0123456789abcdef-1",
}
END = {"outcome": "renewed", "code": "x", "failure": "f", "durationMs": 1500, "id": "v-2", "at": "2026-06-15T12:00:01Z"}


class Stage:
    """A page with reports, and failures to report."""

    def __init__(self, analytics: str, **values: Any) -> None:
        self.page = FakePage()
        self.private = values.pop("private", False)
        self.page.private = self.private
        self.warnings: list[str] = []
        self.now = NOW
        self.number = 0
        self.reports = Reports(settings(analytics, **values), self.page, lambda: 0.5, self.warnings.append)

    def fail(self, count: int = 1, **fields: Any) -> None:
        for _ in range(count):
            self.number += 1
            raw = {"event": "allfeat:failed", "code": f"code-{self.number}", "failure": self.number}
            raw.update(fields)
            self.reports.send(raw, 1, "songs", self.now)

    def wake(self, after: int = ASK_MS) -> None:
        self.now += after
        self.reports.wake(self.now)

    def lose(self, sink: str) -> None:
        self.reports.undelivered({"kind": "delivery-dropped", "sink": sink, "count": 3, "reason": "x"})

    @property
    def announced(self) -> list[dict[str, Any]]:
        assert all(name == "pywidget:report" for _widget, name, _detail in self.page.told("announce"))
        return self.page.announced("report")

    @property
    def filtered(self) -> list[tuple[int, str, dict[str, Any]]]:
        return self.page.told("filterReport")

    @property
    def wakes(self) -> int:
        assert all(delay == ASK_MS for delay in self.page.told("wakeSinks"))
        return len(self.page.told("wakeSinks"))

    def weights(self) -> list[int]:
        return [weight for _sink, _item, weight in self.page.told("deliverReport")]


def settings(analytics: str = "", **values: Any) -> Settings:
    found: dict[str, Any] = {
        "analytics": analytics,
        "analytics-url": "https://collector.example.org/v1/logs",
        "sample-rate": 1,
        "before-report": "",
        "privacy": "off",
    }
    for name, value in values.items():
        found[name.replace("_", "-")] = value
    # Settings are read by name, and nothing else is done with them.
    return found  # type: ignore[return-value]


def said(name: str, report: dict[str, Any]) -> list[tuple[str, Any]]:
    page = FakePage()
    sink = sinks.load(name)
    assert sink is not None, name
    assert sink.send(page, report) == "sent"
    return page.handed()


def without_id(report: dict[str, Any]) -> dict[str, Any]:
    rest = dict(report)
    rest.pop("id")
    return rest


# ---- what they are told ---------------------------------------------------------------------------------------------


def test_segment() -> None:
    assert said("segment", REPORT) == [("analytics.track", ["ats_error", without_id(REPORT)])]
    assert said("segment", END) == [("analytics.track", ["ats_error_outcome", without_id(END)])]
    # The four fields that tell an error are always there.
    (call,) = said("segment", {"event": "allfeat:failed"})
    assert call[1] == ["ats_error", {"event": "allfeat:failed", "code": None, "message": None, "requestId": None}]


def test_posthog() -> None:
    assert said("posthog", REPORT) == [("posthog.capture", ["ats_error", without_id(REPORT)])]


def test_google_analytics() -> None:
    ((path, arguments),) = said("ga4", REPORT)
    assert path == "gtag"
    assert arguments[:2] == ["event", "ats_error"]
    assert arguments[2]["request_id"] == "req_01"
    assert "requestId" not in arguments[2]
    everything = dict.fromkeys(FIELDS, "x" * 300)
    everything.pop("outcome")
    parameters = said("ga4", everything)[0][1][2]
    assert len(parameters) == 25
    for name, value in parameters.items():
        assert name.replace("_", "a").isalpha(), name
        assert name == name.lower(), name
        assert len(name) <= 40, name
        assert len(value) <= 100, name


def test_google_analytics_gets_no_parameter_that_it_does_not_take() -> None:
    """Of fields that the page's own function adds. One that is refused could cost the whole event."""
    refused = (
        "sessionId",
        "session_number",
        "gclid",
        "engagementTimeMsec",
        "~x",
        "a~b",
        "gaClient",
        "google_x",
        "firebase_x",
        "_x",
        "Team",
        "9a",
        "a-b",
    )
    given: dict[str, Any] = dict.fromkeys(refused + ("a.b", "a b", "é", "n" * 41, ""), "x")  # noqa: RUF005  MicroPython
    given.update({"code": "c", "tenant": "acme", "n" * 40: 1})
    parameters = said("ga4", given)[0][1][2]
    assert parameters == {"code": "c", "tenant": "acme", "n" * 40: 1}


def test_google_analytics_without_its_function() -> None:
    page = FakePage()
    page.missing = ["gtag"]
    sink = sinks.load("ga4")
    assert sink is not None
    assert sink.send(page, REPORT) == "sent"
    ((command,),) = page.handed("dataLayer.push")
    assert command["$arguments"][:2] == ["event", "ats_error"]
    page.missing = ["gtag", "dataLayer.push"]
    assert sink.send(page, REPORT) == "missing"


def test_google_tag_manager() -> None:
    ((name, item),) = said("gtm", REPORT)
    assert name == "dataLayer"
    assert item["event"] == "ats_error"
    assert item["ats_error"]["code"] == "session.key_inactive"
    # What the report before had must not show through.
    assert item["ats_error"]["outcome"] is None
    assert sorted(item["ats_error"]) == sorted(name for name in FIELDS if name != "id")


def test_sentry() -> None:
    ((path, (event,)),) = said("sentry", REPORT)
    assert path == "Sentry.captureEvent"
    # With the reference: the client drops what has the text of the one before.
    assert event["message"] == "session.key_inactive: The key is inactive. (req_01)"
    assert said("sentry", END)[0][1][0]["message"] == "renewed: x (f)"
    assert event["level"] == "error"
    assert event["fingerprint"] == ["ats_error", "allfeat-widget", "session.key_inactive"]
    assert event["tags"]["ats.code"] == "session.key_inactive"
    assert event["contexts"] == {"ats_error": without_id(REPORT)}
    assert "exception" not in event
    long = dict(REPORT)
    long["widget"] = "a\n" * 500
    tags = said("sentry", long)[0][1][0]["tags"]
    assert all(len(value) <= 200 and "\n" not in value for value in tags.values())


def test_datadog() -> None:
    calls = said("datadog", REPORT)
    assert [path for path, _ in calls] == ["DD_RUM.addError", "DD_LOGS.logger.error"]
    error, context = calls[0][1]
    assert error["$error"]["name"] == "session.key_inactive"
    assert error["$error"]["message"] == "The key is inactive."
    assert error["$error"]["dd_fingerprint"] == "ats_error allfeat-widget session.key_inactive"
    assert context == {"ats_error": without_id(REPORT)}
    assert calls[1][1] == ["session.key_inactive: The key is inactive.", {"ats_error": without_id(REPORT)}]
    assert [path for path, _ in said("datadog", END)] == ["DD_RUM.addAction", "DD_LOGS.logger.info"]


def test_datadog_with_one_of_its_two_clients() -> None:
    sink = sinks.load("datadog")
    assert sink is not None
    for missing, broken, expected in (
        (["DD_RUM.addError"], [], "sent"),
        (["DD_LOGS.logger.error"], [], "sent"),
        (["DD_RUM.addError", "DD_LOGS.logger.error"], [], "missing"),
        (["DD_RUM.addError"], ["DD_LOGS.logger.error"], "failed"),
    ):
        page = FakePage()
        page.missing = missing
        page.broken = broken
        assert sink.send(page, REPORT) == expected


def test_matomo_gets_an_action_always() -> None:
    ((name, item),) = said("matomo", {"message": "No."})
    assert (name, item) == ("_paq", ["trackEvent", "ats_error", "report", "No."])


def test_matomo() -> None:
    assert said("matomo", REPORT) == [("_paq", ["trackEvent", "ats_error", "session.key_inactive", "req_01"])]
    assert said("matomo", END) == [("_paq", ["trackEvent", "ats_error_outcome", "x", "renewed"])]
    counted = dict(REPORT)
    counted["repeated"] = 2
    assert said("matomo", counted)[0][1] == ["trackEvent", "ats_error", "session.key_inactive", "req_01", 3]
    rest = {"outcome": "unreported", "dropped": 4, "id": "v-3"}
    assert said("matomo", rest)[0][1] == ["trackEvent", "ats_error_outcome", "unreported", "unreported", 4]


def test_plausible() -> None:
    ((path, (name, options)),) = said("plausible", REPORT)
    assert path == "plausible"
    assert name == "ats_error"
    assert options["interactive"] is False
    assert options["props"]["transaction"] == "false"
    assert options["props"]["merged"] == "2"
    assert len(options["props"]) <= 30


def test_console() -> None:
    assert said("console", REPORT) == [("console.error", ["pywidget: ats_error", without_id(REPORT)])]
    assert said("console", END) == [("console.info", ["pywidget: ats_error_outcome", without_id(END)])]


def test_beacon() -> None:
    assert said("beacon", REPORT) == [("beacon", REPORT)]
    stage = Stage("beacon")
    channel = stage.page.told("openChannel")[0]
    assert channel["sink"] == "beacon"
    assert channel["url"] == "https://collector.example.org/v1/logs"
    assert json.loads(channel["head"] + '{"id":"a"},{"id":"b"}' + channel["tail"]) == {
        "reports": [{"id": "a"}, {"id": "b"}]
    }


def test_opentelemetry() -> None:
    ((name, record),) = said("otlp", REPORT)
    assert name == "otlp"
    assert record["timeUnixNano"] == "1781524800123000000"
    assert record["severityNumber"] == 17
    assert record["severityText"] == "ERROR"
    assert record["eventName"] == "pywidget.error"
    assert record["body"] == {"stringValue": "session.key_inactive: The key is inactive."}
    attributes = {attribute["key"]: attribute["value"] for attribute in record["attributes"]}
    assert len(attributes) == len(record["attributes"])
    assert attributes["log.record.uid"] == {"stringValue": "0123456789abcdef-1"}
    assert attributes["error.type"] == {"stringValue": "session.key_inactive"}
    assert attributes["pywidget.merged"] == {"intValue": "2"}
    assert attributes["pywidget.transaction"] == {"boolValue": False}
    assert said("otlp", END)[0][1]["severityNumber"] == 9
    assert said("otlp", END)[0][1]["eventName"] == "pywidget.error_outcome"
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE", "QUERY"]:
        made = said("otlp", {"stage": method + " /a"})[0][1]["attributes"]
        assert [(one["key"], one["value"]["stringValue"]) for one in made] == [
            ("http.request.method", method),
            ("url.path", "/a"),
        ]

    channel = Stage("otlp").page.told("openChannel")[0]
    request = json.loads(channel["head"] + "{},{}" + channel["tail"])
    (resource,) = request["resourceLogs"]
    assert {"key": "service.name", "value": {"stringValue": "shop.example.org"}} in resource["resource"]["attributes"]
    assert resource["scopeLogs"][0]["scope"]["name"] == "pywidget"
    assert resource["scopeLogs"][0]["logRecords"] == [{}, {}]


def test_names_are_such_as_the_services_take() -> None:
    """What pywidget/public/vendors.py says of them."""
    everything = dict.fromkeys(FIELDS, "x" * 3_000)
    for end in (False, True):
        given = {name: value for name, value in everything.items() if end or name != "outcome"}
        event = sinks.event_name(given)
        assert event.replace("_", "a").isalpha()
        assert len(event) <= 40
        ((_, (_, properties)),) = said("segment", given)
        assert not {"revenue", "currency", "value"} & set(properties)
        ((_, (_, properties)),) = said("posthog", given)
        assert not [name for name in properties if name.startswith("$")]
        ((_, (_, options)),) = said("plausible", given)
        assert len(options["props"]) <= 30
        ((_, (sent,)),) = said("sentry", given)
        assert all(len(key) <= 32 and key.replace(".", "a").isalpha() for key in sent["tags"])


def test_page_function() -> None:
    stage = Stage("myApp.onError, report")
    stage.fail()
    for name in ("myApp.onError", "report"):
        ((report,),) = stage.page.handed(name)
        assert report["code"] == "code-1"


def test_how_bad_it_is() -> None:
    for report, expected in (
        ({"path": "config"}, "error"),
        ({"path": "auth"}, "info"),
        ({"path": "rate-limit"}, "warning"),
        ({"path": "retry", "remedy": "try-again"}, "warning"),
        ({"path": "retry", "remedy": "report"}, "error"),
        ({"outcome": "renewed"}, "info"),
        ({"outcome": "recovered"}, "info"),
        ({"outcome": "not-renewed"}, "error"),
        ({}, "warning"),
    ):
        assert sinks.severity(report) == expected, report


def test_only_names_of_sinks_are_imported() -> None:
    for name in ("", "nothing", "json", "..console", "console.x", "__init__", "Segment", "os", "a b"):
        assert sinks.load(name) is None, name


# ---- how they get it ------------------------------------------------------------------------------------------------


def test_all_sinks_that_are_named_get_each_report() -> None:
    stage = Stage(" segment, console  posthog,")
    stage.fail(3)
    for path in ("analytics.track", "console.warn", "posthog.capture"):
        assert len(stage.page.handed(path)) == 3, path
    assert len(stage.announced) == 3
    assert "id" not in stage.announced[0]
    assert not stage.warnings


def test_without_sinks_reports_are_announced_all_the_same() -> None:
    stage = Stage("")
    stage.fail()
    assert len(stage.announced) == 1
    assert not stage.page.handed()


def test_a_sink_that_fails_costs_its_own_reports_only() -> None:
    stage = Stage("segment posthog")
    stage.page.broken = ["analytics.track"]
    stage.fail(4)
    assert len(stage.page.handed("posthog.capture")) == 4
    assert len(stage.warnings) == 1
    stage.page.broken = []
    stage.fail(2)
    dropped = [report.get("dropped") for _name, report in stage.page.handed("analytics.track")]
    assert dropped == [4, None]
    assert all("dropped" not in report for _name, report in stage.page.handed("posthog.capture"))


def test_a_client_that_comes_later_gets_what_waited_in_order() -> None:
    stage = Stage("segment console")
    stage.page.missing = ["analytics.track"]
    stage.fail(3)
    assert len(stage.page.handed("console.warn")) == 3
    assert stage.wakes > 0
    stage.wake()
    assert not stage.page.handed("analytics.track")
    stage.page.missing = []
    wakes = stage.wakes
    stage.wake()
    assert [report["code"] for _name, report in stage.page.handed("analytics.track")] == ["code-1", "code-2", "code-3"]
    assert stage.wakes == wakes
    assert not stage.warnings


def test_a_client_that_does_not_come_costs_what_waited() -> None:
    stage = Stage("segment")
    stage.page.missing = ["analytics.track"]
    stage.fail(2)
    stage.wake(WAIT_MS)
    assert len(stage.warnings) == 1
    stage.fail()
    wakes = stage.wakes
    stage.wake()
    assert stage.wakes == wakes
    # The destination came after all.
    stage.page.missing = []
    stage.fail()
    assert [report.get("dropped") for _name, report in stage.page.handed("analytics.track")] == [3]


def test_a_client_that_has_come_gets_what_waited_with_the_next_report() -> None:
    stage = Stage("segment")
    stage.page.missing = ["analytics.track"]
    stage.fail(2)
    stage.page.missing = []
    stage.fail()
    assert [report["code"] for _name, report in stage.page.handed("analytics.track")] == ["code-1", "code-2", "code-3"]


def test_a_client_that_came_after_all_is_waited_for_again() -> None:
    stage = Stage("segment")
    stage.page.missing = ["analytics.track"]
    stage.fail()
    stage.wake(WAIT_MS)
    stage.page.missing = []
    stage.fail()
    stage.page.missing = ["analytics.track"]
    stage.fail()
    stage.page.missing = []
    stage.wake()
    assert [report["code"] for _name, report in stage.page.handed("analytics.track")] == ["code-2", "code-3"]


def test_a_client_that_is_waited_for_gets_no_counts_before_what_they_belong_to() -> None:
    stage = Stage("segment")
    stage.page.missing = ["analytics.track"]
    for _ in range(MOST_WAITING + 5):
        stage.now += 200
        stage.fail()
    stage.reports.tell_rest(stage.now)
    assert len(stage.reports._queues["segment"].waiting) == MOST_WAITING  # noqa: SLF001
    assert stage.reports._queues["segment"].lost == 5  # noqa: SLF001  a count that told itself would be lost with it
    stage.page.missing = []
    stage.wake()
    told = [report for _name, report in stage.page.handed("analytics.track")]
    assert told[0]["dropped"] == 5
    assert [report for report in told if "outcome" in report] == []


def test_no_more_waits_than_there_is_room_for() -> None:
    stage = Stage("segment")
    stage.page.missing = ["analytics.track"]
    for _ in range(MOST_WAITING + 30):
        stage.now += 200
        stage.fail()
    stage.page.missing = []
    stage.wake()
    told = [report for _name, report in stage.page.handed("analytics.track")]
    assert len(told) == MOST_WAITING
    assert sum(report.get("dropped", 0) for report in told) == 30


def test_numbers_add_up_for_each_sink() -> None:
    stage = Stage("segment posthog")
    stage.page.missing = ["analytics.track"]
    for number in range(1, 3_001):
        stage.now += 10
        if number == 1_000:
            stage.page.missing = []
        if number == 1_500:
            stage.page.broken = ["posthog.capture"]
        if number == 1_800:
            stage.page.broken = []
        stage.fail(code="same" if number % 7 == 0 else f"code-{number}")
        stage.wake(0)
    stage.reports.flush(stage.now)
    for path in ("analytics.track", "posthog.capture"):
        told = [report for _name, report in stage.page.handed(path)]
        failures = len([report for report in told if "outcome" not in report])
        repeated = sum(report.get("repeated", 0) for report in told)
        dropped = sum(report.get("dropped", 0) for report in told)
        assert failures + repeated + dropped == 3_000, path
        assert failures >= 300, path
        assert repeated >= 300, path
        assert dropped >= 2_000, path


def test_a_sink_without_what_it_needs_is_left_out() -> None:
    stage = Stage("beacon console", analytics_url="")
    stage.fail()
    assert len(stage.warnings) == 1
    assert "data-analytics-url" in stage.warnings[0]
    assert len(stage.page.handed("console.warn")) == 1


def test_what_could_not_be_delivered_is_told_with_the_next_report() -> None:
    stage = Stage("beacon console")
    for _ in range(2):
        stage.lose("beacon")
    stage.lose("gone")
    assert len(stage.warnings) == 1
    stage.fail()
    assert stage.page.handed("beacon")[0]["dropped"] == 6
    # If that one does not arrive either, seven were dropped.
    assert stage.weights() == [7]
    assert "dropped" not in stage.page.handed("console.warn")[0][1]


def test_what_no_report_has_told_is_told_when_the_page_is_left() -> None:
    stage = Stage("segment beacon")
    stage.fail(3, code="same")
    stage.reports.tell_rest(NOW)
    assert stage.page.handed("analytics.track")[-1][1]["repeated"] == 2
    assert stage.page.handed("beacon")[-1]["repeated"] == 2
    # Only once, and then only what one of them has lost.
    calls = len(stage.page.handed())
    announced = len(stage.announced)
    stage.reports.tell_rest(NOW)
    assert len(stage.page.handed()) == calls
    stage.lose("beacon")
    stage.reports.tell_rest(NOW)
    assert len(stage.page.handed()) == calls + 1
    assert stage.page.handed("beacon")[-1]["dropped"] == 3
    assert stage.weights()[-1] == 3
    assert len(stage.announced) == announced
    stage.fail(code="same")
    stage.reports.stop(stage.now)
    assert stage.page.handed("beacon")[-1]["repeated"] == 1


def test_the_page_sees_the_last_counts_too() -> None:
    stage = Stage("segment", before_report="shop.consent")
    stage.page.filtered = "null"
    stage.fail(3, code="same")
    stage.reports.flush(stage.now)
    assert stage.filtered[-1][2]["outcome"] == "unreported"
    assert not stage.page.handed()
    assert not stage.announced


# ---- the page's own function ----------------------------------------------------------------------------------------


def test_the_page_may_change_or_drop_each_report() -> None:
    stage = Stage("segment", before_report="shop.tidy")
    stage.page.filtered = '{"code": "mine", "tenant": "acme"}'
    stage.fail()
    assert stage.filtered[0][1] == "shop.tidy"
    ((_name, report),) = stage.page.handed("analytics.track")
    assert report["code"] == "mine"
    assert report["tenant"] == "acme"
    stage.page.filtered = "null"
    stage.fail()
    assert len(stage.page.handed("analytics.track")) == 1
    # What it makes of a count or of a text of ours is in no sink's way.
    stage.page.missing = ["analytics.track"]
    stage.page.filtered = '{"code": 1, "dropped": "many", "repeated": [], "outcome": 5, "tenant": "acme"}'
    stage.fail()
    stage.page.missing = []
    stage.wake()
    _name, report = stage.page.handed("analytics.track")[-1]
    assert {name: value for name, value in report.items() if value is not None} == {"tenant": "acme"}
    for answer in ("", "not json", "[]", "1"):
        stage.page.filtered = answer
        stage.fail()
        assert stage.page.handed("analytics.track")[-1][1]["code"] == f"code-{stage.number}", answer


def test_an_answer_may_come_later() -> None:
    stage = Stage("segment")
    stage.page.filtered = "wait"
    stage.fail(3)
    numbers = [number for number, _path, _report in stage.filtered]
    assert len(set(numbers)) == 3
    assert not stage.page.handed()
    for number, answer in ((numbers[0], '{"code":"a"}'), (numbers[1], "null"), (numbers[2], "")):
        stage.reports.filtered({"kind": "sink-filtered", "number": number, "answer": answer}, stage.now)
        # Twice is once.
        stage.reports.filtered({"kind": "sink-filtered", "number": number, "answer": answer}, stage.now)
    assert [report["code"] for _name, report in stage.page.handed("analytics.track")] == ["a", "code-3"]


# ---- privacy --------------------------------------------------------------------------------------------------------


def test_a_visitor_who_asks_for_privacy_is_not_reported_if_that_is_honored() -> None:
    for private, privacy, expected in ((True, "honor", 0), (False, "honor", 1), (True, "off", 1)):
        stage = Stage("segment beacon", private=private, privacy=privacy)
        stage.fail()
        stage.reports.flush(stage.now)
        assert len(stage.page.handed("analytics.track")) == expected
        assert len(stage.page.told("openChannel")) == expected
        assert len(stage.announced) == expected


def test_no_secret_gets_out_through_any_sink() -> None:
    names = "segment ga4 gtm posthog sentry datadog matomo plausible console beacon otlp myApp.onError"
    for secret in SECRETS:
        stage = Stage(names)
        text = f"before {secret} after"
        fields = (
            "event",
            "system",
            "code",
            "message",
            "requestId",
            "stage",
            "pendingAction",
            "mode",
            "network",
            "screen",
        )
        planted: dict[str, Any] = dict.fromkeys(fields, text)
        stage.fail(**planted)
        stage.reports.send({"outcome": "not-renewed", "reason": text, "code": text, "failure": 1}, 1, text, stage.now)
        stage.reports.send({"event": "x", "failure": 2, "token": secret, "details": {"a": secret}}, 2, text, stage.now)
        assert len(stage.page.handed()) > 30
        out = json.dumps(stage.page.handed()) + json.dumps(stage.announced) + json.dumps(stage.filtered)
        # Of keys the prefix stays, and of addresses the host.
        for mark in ("csk_", "cpk_", "afo_sk_", "wfx_", "atc_", "Bearer ", "ticket="):
            _, _, behind = secret.partition(mark)
            assert (behind or secret) not in out, secret


def test_after_the_end_nothing_is_sent() -> None:
    stage = Stage("segment")
    stage.reports.stop(stage.now)
    stage.fail()
    assert not stage.page.handed()
    assert [name for (name, *_rest) in stage.page.calls if name in ("flushDelivery", "stopSinks")] == [
        "flushDelivery",
        "stopSinks",
    ]


def test_a_sink_that_raises_costs_its_own_reports_only() -> None:
    stage = Stage("segment posthog")

    def broken(_report: dict[str, Any]) -> str:
        raise ValueError("no code")

    stage.reports._queues["segment"]._send = broken  # noqa: SLF001  no sink of ours raises
    stage.fail(2)
    assert len(stage.page.handed("posthog.capture")) == 2
    assert stage.warnings[0] == "segment: ValueError: no code"
    assert stage.page.handed("analytics.track") == []
