# runs-on: micropython
"""The edges of the browser's side: every attribute and what it may say, how reports are worded, what waits how long."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import NOW, AppStage, FakePage
from test_sinks import END, REPORT, Stage, said

from pywidget.browser import sinks
from pywidget.browser.app import _look
from pywidget.browser.locale import Texts, choose, read_own_texts
from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS, Settings, attribute_name, read
from pywidget.browser.sinks.otlp import record
from pywidget.browser.token import source
from pywidget.browser.wording import render, visible
from pywidget.catalog import SYSTEMS
from pywidget.core.effects import Notice
from pywidget.locales import texts

if TYPE_CHECKING:
    from typing import Any

# ---- settings


def test_every_attribute_with_what_it_may_say() -> None:
    assert CHOICES == {
        "data-system": SYSTEMS,
        "data-token-method": ("POST", "GET", "PUT"),
        "data-token-credentials": ("same-origin", "include", "omit"),
        "data-first-token": ("off", "on"),
        "data-login": ("tab", "popup", "page"),
        "data-reset": ("never", "ask", "allowed"),
        "data-runtime": ("micropython", "pyodide"),
        "data-boot": ("error", "idle", "now"),
        "data-debug": ("off", "on"),
        "data-privacy": ("off", "honor"),
    }
    assert NUMBERS == {"data-token-timeout": (10, 1, 55), "data-sample-rate": (1, 0, 1)}
    said_by_default = {name: text for name, text in TEXTS.items() if text}
    assert said_by_default == {
        "data-widget": "ats-widget",
        "data-token-field": "token",
        "data-login-return": "return_to",
        "data-notices": "auto",
        "data-lang": "auto",
    }
    assert sorted([name for name, text in TEXTS.items() if not text]) == [
        "data-analytics",
        "data-analytics-url",
        "data-before-report",
        "data-contact",
        "data-csrf-cookie",
        "data-csrf-header",
        "data-login-url",
        "data-messages",
        "data-profile",
        "data-runtime-url",
        "data-token-function",
        "data-token-headers",
        "data-token-url",
        "data-watch",
    ]


def test_numbers_at_their_edges() -> None:
    for name, text, value in (
        ("data-token-timeout", "1", 1),
        ("data-token-timeout", "55", 55),
        ("data-token-timeout", "0.99", 10),
        ("data-token-timeout", "55.01", 10),
        ("data-token-timeout", "x", 10),
        ("data-token-timeout", "", 10),
        ("data-sample-rate", "0", 0),
        ("data-sample-rate", "1", 1),
        ("data-sample-rate", "1.01", 1),
        ("data-sample-rate", "-0.01", 1),
        ("data-sample-rate", "0.5", 0.5),
        ("data-sample-rate", "x", 1),
    ):
        found, problem = read(name, text)
        assert found == value, (name, text)
        assert bool(problem) is (value in (1, 10) and text not in ("1", "10")), (name, text)
    assert read("data-token-timeout", "7" * 90)[1] == (
        f'data-token-timeout="{"7" * 80}" is no number from 1 to 55. Using 10.'
    )
    assert read("data-login", "x" * 90)[1] == (f'data-login="{"x" * 80}" is none of: tab, popup, page. Using "tab".')
    assert read("data-login", "x")[0] == "tab"
    assert read("data-token-url", "a~b:c")[0] == ""
    assert read("data-token-url", "x:" + "y" * 90)[1] == (
        f'data-token-url="x:{"y" * 78}" is no web address (http or https). It is not used.'
    )


def test_what_a_policy_is_told() -> None:
    given = {"system": "mori", "reset": "ask", "loginUrl": "/in", "contact": "a@b.example", "login": "popup"}
    policy = Settings(given, print).policy()
    assert (policy.system, policy.reset, policy.login, policy.contact) == ("mori", "ask", True, True)
    assert (policy.login_in, policy.try_timeout_ms, policy.screens) == ("popup", 10_000, True)
    policy = Settings({}, print).policy()
    assert (policy.login, policy.contact) == (False, False)


def test_names_of_attributes() -> None:
    for key, name in (
        ("tokenUrl", "data-token-url"),
        ("AbcZ", "data--abc-z"),
        ("token", "data-token"),
        ("a@[b", "data-a@[b"),
        ("", "data-"),
    ):
        assert attribute_name(key) == name, key
    for key, ends in (
        ("tokenUri", "Did you mean data-token-url?"),
        ("tokenUlr", "Did you mean data-token-url?"),
        ("lang2", "Did you mean data-lang?"),
    ):
        warnings: list[str] = []
        assert Settings({key: "x"}, warnings.append).given == []
        assert len(warnings) == 1
        assert warnings[0].startswith(attribute_name(key) + " is no attribute of pywidget."), key
        assert warnings[0].endswith(ends), warnings[0]


def test_what_is_given_is_remembered_unless_it_is_wrong() -> None:
    warnings: list[str] = []
    made = Settings({"lang": "de", "login": "window", "contact": None, "csrfCookie": "a"}, warnings.append)
    assert sorted(made.given) == ["data-contact", "data-csrf-cookie", "data-lang"]
    assert (made["lang"], made["login"], made["contact"]) == ("de", "tab", "")
    assert warnings[-1] == "data-csrf-cookie does nothing without data-csrf-header."
    assert len(warnings) == 2


def test_headers_of_a_token_request() -> None:
    for text, headers, warned in (
        ("", {}, 0),
        ("X-A: 1", {"X-A": "1"}, 0),
        (" X-A :1 ; X-B:2:3;", {"X-A": "1", "X-B": "2:3"}, 0),
        ("X-A:", {"X-A": ""}, 0),
        ("X-A", {}, 1),
        (": 1", {}, 1),
        ("X-A; X-B: 2", {"X-B": "2"}, 1),
    ):
        warnings: list[str] = []
        made = Settings({"tokenHeaders": text}, print)
        assert json.loads(source(made, warnings.append))["headers"] == headers, text
        assert len(warnings) == warned, text


# ---- what a message says of a widget


def test_everything_that_can_be_seen_of_a_widget_is_passed_on() -> None:
    seen = {
        "screen": "FORM",
        "transactionId": "tx_1",
        "mode": "update",
        "network": "testnet",
        "alert": "a",
        "requestId": "r",
        "buttons": ["next"],
    }
    look = _look(seen)
    assert look is not None
    assert (look.screen, look.transaction_id, look.mode, look.network) == ("FORM", "tx_1", "update", "testnet")
    assert (look.alert, look.request_id, look.buttons) == ("a", "r", ("next",))
    names = {
        "overlay": "overlay",
        "retry": "retry",
        "tellsTransaction": "tells_transaction",
        "firstStep": "first_step",
    }
    for key, name in names.items():
        for value in (True, False):
            look = _look({key: value})
            assert look is not None
            assert [getattr(look, other) for other in names.values()] == [
                value and other == name for other in names.values()
            ], key
    useless: tuple[Any, ...] = (None, [], "FORM")
    for nothing in useless:
        assert _look(nothing) is None
    empty = _look({"buttons": "next"})
    assert empty is not None
    assert (empty.screen, empty.buttons) == (None, None)


def test_a_message_without_a_time_came_now() -> None:
    stage = AppStage()
    stage.app.receive({"kind": "nobody-knows"})
    assert stage.app.now == NOW
    stage.app.receive({"at": NOW + 5})
    assert stage.app.now == NOW + 5


def test_a_widget_that_arrives_in_trouble_is_seen_to_be() -> None:
    stage = AppStage(token_url="/token")
    stage.looks[1] = {"screen": "FORM", "overlay": True}
    stage.arrive()
    stage.page.wait(1_000)
    assert len(stage.page.told("askToken")) == 1


def test_what_waits_for_its_language_is_not_shown_after_the_end() -> None:
    stage = AppStage(lang="de")
    stage.arrive()
    stage.fail("common.service_unavailable")
    stage.say("stop")
    stage.page.calls = []
    stage.say("locale", lang="de", texts={})
    stage.page.wait(100)
    assert stage.page.told("showNotice") == []


def test_a_cover_has_its_language_fetched() -> None:
    stage = AppStage(lang="de")
    stage.app.notices.cover(1, on=True)
    assert stage.page.told("loadLocale") == ["de"]
    assert stage.page.told("coverWidget") == []
    stage.say("locale", lang="de", texts={"label.disabled-screen": "Abgeschaltet"})
    ((_, words),) = stage.page.told("coverWidget")
    assert words == {"title": "Abgeschaltet", "lang": "de", "dir": "ltr"}


# ---- what is watched


def test_the_keys_of_messages_are_known_to_profiles() -> None:
    for message, warnings in (("network", 0), ("message.network", 1), ("network.detail", 1), ("title.offline", 1)):
        stage = AppStage()
        profile = {"system": f"keyed-{message.replace('.', '-')}", "codes": {"E_A": {"path": "retry"}}}
        profile["codes"]["E_A"]["message"] = message  # type: ignore[index]
        stage.say("profile", detail={"url": "/p.json", "profile": profile})
        assert len(stage.page.warnings()) == warnings, message


def test_only_words_of_the_page_are_a_refusal() -> None:
    for refused in ("", None, True, 1):
        stage = AppStage()
        stage.page.addTokenLane = lambda _system, _lane, said=refused: said  # type: ignore[method-assign,misc]
        stage.say("profile", detail={"url": "/p.json", "profile": {"system": f"refused-{str(refused).lower()}"}})
        assert stage.page.warnings() == [], refused


def test_systems_that_are_known_are_named() -> None:
    stage = AppStage()
    for system in ("zeta-known", "alpha-known"):
        stage.say("profile", detail={"url": "/p.json", "profile": {"system": system}})
    stage.say("answer", detail={"system": "n" * 90, "stage": "GET /x", "status": 503})
    (warning,) = stage.page.warnings()
    assert warning.startswith(f'data-watch: "{"n" * 80}" is no system. Known are: allfeat-widget, ')
    assert ", alpha-known, zeta-known. Its answers are read by their HTTP status only." in warning


# ---- languages and texts


def test_tags_of_chinese_and_portuguese() -> None:
    available = ("en", "pt-BR", "pt-PT", "zh-Hans", "zh-Hant", "de")
    for tag, language in (
        ("zh", "zh-Hans"),
        ("zh-", "zh-Hans"),
        ("zh-HK", "zh-Hant"),
        ("pt", "pt-BR"),
        ("pt-BR", "pt-BR"),
        ("pt-AO", "pt-PT"),
        ("de-CH-1996", "de"),
        ("auto", "en"),
        ("AUTO", "en"),
        ("xx", "en"),
        ("", "en"),
    ):
        assert choose(tag, None, None, available) == language, tag
    assert choose("auto", "de", ["pt"], available) == "de"
    assert choose("auto", None, ["xx", "pt"], available) == "pt-BR"
    assert choose("auto", None, ("de",), available) == "de"
    # A setting that is there is no page's language.
    assert choose("auto", "auto", None, ("auto", "en")) == "auto"
    assert choose("auto", None, None, ("auto", "en")) == "en"


def test_sentences_are_joined_as_the_language_does() -> None:
    for language, space in (("ja", ""), ("zh-Hans", ""), ("zh-Hant", ""), ("en", " "), ("de", " "), ("ko", " ")):
        assert Texts(language, {}).space == space, language


def test_problems_of_own_texts_are_listed_up_to_twenty() -> None:
    keys = [f"k{number:02d}" for number in range(22)]
    own, problems = read_own_texts(json.dumps(dict.fromkeys(keys, "text")))
    assert own == {}
    assert problems == ["data-messages has keys that are not known: " + ", ".join(keys[:20]) + "."]
    own, problems = read_own_texts(json.dumps(dict.fromkeys(keys, " ")))
    assert problems == ["data-messages has values that are no text: " + ", ".join(keys[:20]) + "."]
    for key, fits in (
        ("message.network.detail", True),
        ("message.network.more", False),
        ("message.nothing-like-it.detail", False),
        ("button.offline.try-again", True),
        ("button.offline.fly", False),
        ("button.nowhere.try-again", False),
        ("title.offline.detail", False),
        ("title.waiting", True),
        ("title.network", False),
        ("next.waiting", True),
        ("next.disabled.more", False),
        ("label.waiting", False),
        ("button.waiting.dismiss", True),
        ("message.network", True),
        ("message.network.detail.more", False),
    ):
        assert (read_own_texts(json.dumps({key: "t"}))[0] == {key: "t"}) is fits, key


def test_what_is_not_seen_is_written_out() -> None:
    for first, last in (
        (0x00, 0x1F),
        (0x7F, 0x9F),
        (0xAD, 0xAD),
        (0x061C, 0x061C),
        (0x200B, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x206F),
        (0xFEFF, 0xFEFF),
    ):
        for code in (first, last):
            assert visible(f"a{chr(code)}b") == f"a\\u{code:04x}b", hex(code)
        for code in (first - 1, last + 1):
            if code >= 0:
                assert visible(f"a{chr(code)}b") == f"a{chr(code)}b", hex(code)


def test_every_word_of_a_notice_has_its_place() -> None:
    english = texts("en")
    notice = Notice(
        "try-again", message="network", actions=("try-again",), reference="r-1", transaction="tx", warning="twice"
    )
    words = render(notice, Texts())
    for place, key in (
        ("region", "label.region"),
        ("countdown", "label.countdown"),
        ("over", "label.countdown-over"),
        ("copied", "button.copied"),
        ("selected", "label.selected"),
        ("code", "label.access-code"),
    ):
        assert words[place] == english[key], place
    assert words["reference"] == {
        "label": english["label.reference"],
        "value": "r-1",
        "copy": english["button.copy-reference"],
    }
    assert words["transaction"] == {"label": english["label.transaction"], "value": "tx"}
    assert words["warning"] == [english["warning.twice"]]
    assert (words["role"], words["lang"], words["dir"], words["until"]) == ("alert", "en", "ltr", None)
    # Beside the name of these situations, a message says something more.
    for kind in ("submitted", "unsure", "certificate", "stuck", "breaker"):
        told = render(Notice(kind, message="network"), Texts())
        assert told["title"] == [english["title." + kind]], kind
        assert english["message.network"] in told["message"], kind
        for message in ("transaction-failed", "already-registered", "already-confirmed"):
            settled = render(Notice(kind, message=message), Texts())
            assert settled["message"] == [], (kind, message)
            assert english["message." + message] in settled["title"]


# ---- reports and their destinations


def test_a_report_in_a_few_words() -> None:
    for report, words in (
        ({"code": "c", "event": "e", "message": "m"}, "c: m"),
        ({"event": "e", "message": "m"}, "e: m"),
        ({"outcome": "o", "code": "c"}, "o: c"),
        ({"message": "m"}, "m"),
        ({}, ""),
    ):
        assert sinks.text(report) == words, report


def test_how_many_reports_one_stands_for() -> None:
    for report, weight in (
        ({}, 1),
        ({"dropped": 2, "repeated": 3}, 6),
        ({"outcome": "renewed", "dropped": 2}, 3),
        ({"outcome": "unreported", "dropped": 2, "repeated": 3}, 5),
        ({"outcome": "unreported"}, 0),
    ):
        assert sinks.weight(report) == weight, report


def test_how_bad_a_report_is() -> None:
    for report, severity in (
        ({"outcome": "not-renewed"}, "error"),
        ({"outcome": "renewed"}, "info"),
        ({"path": "auth", "remedy": "report"}, "info"),
        ({"path": "config"}, "error"),
        ({"path": "retry", "remedy": "report"}, "error"),
        ({"path": "retry", "remedy": "try-again"}, "warning"),
        ({}, "warning"),
    ):
        assert sinks.severity(report) == severity, report


def test_names_that_are_no_modules() -> None:
    for name in ("", "a.b", "A", "ga_4", "../x", "nosuchsink"):
        assert sinks.load(name) is None, name
    for name in ("ga4", "gtm", "otlp"):
        assert sinks.load(name) is not None, name


def test_what_an_error_is_called_where_it_has_little_to_say() -> None:
    def error(report: dict[str, Any]) -> dict[str, str]:
        ((_path, (made, _context)), _logged) = said("datadog", report)
        found: dict[str, str] = made["$error"]
        return found

    assert error({}) == {
        "name": "ats_error",
        "message": "",
        "stack": "ats_error: ",
        "dd_fingerprint": "ats_error  ats_error",
    }
    assert error({"event": "e", "message": "m", "system": "s"}) == {
        "name": "e",
        "message": "m",
        "stack": "e: m",
        "dd_fingerprint": "ats_error s e",
    }
    assert error({"event": "e", "code": "c"})["name"] == "c"


def test_what_datadog_logs() -> None:
    for report, method in (
        ({"path": "config"}, "error"),
        ({"path": "retry"}, "warn"),
        ({"path": "auth"}, "info"),
    ):
        assert said("datadog", report)[1][0] == "DD_LOGS.logger." + method


def test_what_matomo_is_told() -> None:
    for report, event in (
        ({"code": "c", "event": "e", "requestId": "r", "message": "m"}, ["c", "r"]),
        ({"event": "e", "message": "m"}, ["e", "m"]),
        ({"outcome": "o", "message": "m"}, ["o", "o"]),
        ({"outcome": "o", "code": "c", "requestId": "r"}, ["c", "r"]),
        ({}, ["report", ""]),
        ({"code": "c", "requestId": "r", "dropped": 2}, ["c", "r", 3]),
    ):
        ((_, told),) = said("matomo", report)
        assert told[:1] == ["trackEvent"]
        assert told[2:] == event, report


def test_a_record_of_a_log() -> None:
    made = record(
        {
            "at": "2026-06-15T12:00:00.123Z",
            "message": "m",
            "code": "c",
            "page": "p",
            "id": "i",
            "merged": 2,
            "share": 0.5,
            "transaction": True,
            "widget": "w",
        }
    )
    assert made["timeUnixNano"] == made["observedTimeUnixNano"] == "1781524800123000000"
    assert made["body"] == {"stringValue": "c: m"}
    assert made["attributes"] == [
        {"key": "app.widget.id", "value": {"stringValue": "w"}},
        {"key": "browser.document.url.full", "value": {"stringValue": "p"}},
        {"key": "error.type", "value": {"stringValue": "c"}},
        {"key": "log.record.uid", "value": {"stringValue": "i"}},
        {"key": "pywidget.merged", "value": {"intValue": "2"}},
        {"key": "pywidget.share", "value": {"doubleValue": 0.5}},
        {"key": "pywidget.transaction", "value": {"boolValue": True}},
    ]
    assert record({})["timeUnixNano"] == "0000000"
    for report, number, name in (
        ({"path": "config"}, 17, "ERROR"),
        ({}, 13, "WARN"),
        ({"outcome": "renewed"}, 9, "INFO"),
    ):
        assert (record(report)["severityNumber"], record(report)["severityText"]) == (number, name)


def test_who_speaks_to_a_collector() -> None:
    for address, host in (
        ("https://shop.example.org/a", "shop.example.org"),
        ("https://shop.example.org", "shop.example.org"),
        ("about:blank", "unknown_service"),
    ):
        page = FakePage()
        page.pageAddress = lambda said=address: said  # type: ignore[method-assign,misc]
        opened = sinks.load("otlp")
        assert opened is not None
        opened.open(page, {"analytics-url": "/v1/logs"})  # type: ignore[attr-defined]
        (channel,) = page.told("openChannel")
        assert (channel["sink"], channel["url"]) == ("otlp", "/v1/logs")
        (logs,) = json.loads(channel["head"] + channel["tail"])["resourceLogs"]
        values = {entry["key"]: entry["value"]["stringValue"] for entry in logs["resource"]["attributes"]}
        assert values["service.name"] == host


def test_so_many_fields_are_taken() -> None:
    many = {f"f{number:02d}": number for number in range(40)}
    ((_, (_, options)),) = said("plausible", many)
    assert len(options["props"]) == 30
    ((_, (_, _, parameters)),) = said("ga4", {"aZ": 1, "A": 2, "id": 3, "message": "m" * 120, "code": None, "x@[": 4})
    assert parameters == {"message": "m" * 100, "a_z": 1}
    ((_, (event,)),) = said("sentry", {"code": "c\nd" + "e" * 300})
    assert event["tags"] == {"ats.code": "c d" + "e" * 197}


def test_what_sentry_can_be_found_by() -> None:
    for report, found in (
        ({"requestId": "r", "failure": "f", "id": "i"}, "r"),
        ({"failure": "f", "id": "i"}, "f"),
        ({"id": "i"}, "i"),
    ):
        ((_, (event,)),) = said("sentry", report)
        assert event["message"] == f" ({found})"
    ((_, (event,)),) = said("sentry", {"message": "m"})
    assert event["fingerprint"] == ["ats_error", "", "m"]
    ((_, (event,)),) = said("sentry", REPORT)
    assert event["fingerprint"] == ["ats_error", "allfeat-widget", "session.key_inactive"]
    assert (event["logger"], event["level"]) == ("pywidget", "error")


def test_what_segment_and_the_tag_manager_are_told() -> None:
    ((path, (name, fields)),) = said("segment", {"code": "c", "id": "i"})
    assert (path, name) == ("analytics.track", "ats_error")
    assert fields == {"code": "c", "event": None, "message": None, "requestId": None}
    ((_, (name, fields)),) = said("segment", END)
    assert name == "ats_error_outcome"
    assert "event" not in fields
    ((path, pushed),) = said("gtm", END)
    assert (path, pushed["event"]) == ("dataLayer", "ats_error_outcome")
    assert pushed["ats_error"]["outcome"] == "renewed"
    assert pushed["ats_error"]["requestId"] is None
    assert "id" not in pushed["ats_error"]


def test_names_of_destinations_may_be_set_apart_by_commas_or_spaces() -> None:
    for names in ("segment,posthog", "segment posthog", " segment ,\tposthog "):
        stage = Stage(names)
        stage.fail()
        assert [path for path, _ in stage.page.handed()] == ["analytics.track", "posthog.capture"], names


def test_that_reports_are_left_out_is_said_once() -> None:
    stage = Stage("segment")
    stage.fail(50)
    assert stage.warnings == []
    stage.fail(5)
    assert stage.warnings == [
        "so many failures that not each is reported; the next report says how many were left out."
    ]


def test_a_destination_is_waited_for_as_long_as_is_said() -> None:
    for after, waits in ((29_999, True), (30_000, False)):
        stage = Stage("segment")
        stage.page.missing = ["analytics.track"]
        stage.fail()
        stage.now += after
        stage.reports.wake(stage.now)
        assert (stage.warnings == []) is waits, after
        if not waits:
            (warning,) = stage.warnings
            assert warning.endswith("did not come into the page within 30 seconds: 1 reports were dropped.")
        # What could not be sent is counted with the next report that can.
        stage.page.missing = []
        stage.fail()
        (_, fields) = stage.page.handed("analytics.track")[-1]
        assert fields.get("dropped") == (None if waits else 1)


def test_how_often_a_destination_is_asked_for() -> None:
    stage = Stage("segment")
    stage.page.missing = ["analytics.track"]
    stage.fail()
    assert stage.page.told("wakeSinks") == [500]


def test_so_many_reports_wait_for_a_destination() -> None:
    stage = Stage("segment")
    stage.page.missing = ["analytics.track"]
    for _ in range(12):
        stage.fail(10)
        stage.now += 1_000
    stage.page.missing = []
    stage.reports.wake(stage.now)
    assert len(stage.page.handed("analytics.track")) == 100


def test_a_reason_for_lost_reports_is_said_once() -> None:
    stage = Stage("beacon")
    for reason, count in (("HTTP 500", 1), ("HTTP 500", 2), ("", 1), ("", 1)):
        message: Any = {"sink": "beacon", "count": count}
        if reason:
            message["reason"] = reason
        stage.reports.undelivered(message)
    assert stage.warnings == [
        "beacon: reports could not be delivered (HTTP 500); the next report says how many.",
        "beacon: reports could not be delivered (); the next report says how many.",
    ]
    stage.reports.undelivered({"sink": "nobody", "count": 9, "reason": "x"})  # type: ignore[typeddict-item]
    stage.fail()
    ((_sink, report, _weight),) = stage.page.told("deliverReport")
    assert report["dropped"] == 5


def test_an_answer_that_says_nothing_leaves_the_report() -> None:
    for answer in ("", None, "{", '"x"'):
        stage = Stage("segment", before_report="check")
        stage.page.filtered = "wait"
        stage.fail()
        assert stage.page.handed() == []
        stage.reports.filtered({"number": 1, "answer": answer}, NOW)  # type: ignore[typeddict-item]
        assert len(stage.page.handed()) == 1, answer
        # It is done with that one.
        stage.reports.filtered({"number": 1, "answer": ""}, NOW)  # type: ignore[typeddict-item]
        assert len(stage.page.handed()) == 1, answer


def test_a_sink_says_once_that_it_did_not_take_a_report() -> None:
    stage = Stage("segment")
    stage.page.broken = ["analytics.track"]
    stage.fail(3)
    assert stage.warnings == ["segment did not take a report; this is said once."]
    stage.page.broken = []
    stage.fail()
    (_, fields) = stage.page.handed("analytics.track")[-1]
    assert fields["dropped"] == 3
    stage.fail()
    (_, fields) = stage.page.handed("analytics.track")[-1]
    assert "dropped" not in fields


def test_the_page_is_a_page() -> None:
    # A sink that is no file of ours is a function of the page's own.
    page = FakePage()
    assert sinks.call(page, "shop.track", 1, "a") == "sent"
    assert page.told("callPage") == [("shop.track", [1, "a"])]
