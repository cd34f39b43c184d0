# runs-on: micropython
"""Tables of the browser's side, typed a second time: what a small fault in them could change without being noticed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import FakePage
from test_sinks import said, settings

from pywidget.browser.locale import choose, direction
from pywidget.browser.notice_display import NoticeDisplay
from pywidget.browser.settings import TEXTS, Settings
from pywidget.browser.sinks import load
from pywidget.version import VERSION

if TYPE_CHECKING:
    from typing import Any

#: What a report can have.
EVERYTHING: dict[str, Any] = {
    "at": "2026-01-02T03:04:05.000Z",
    "attempts": 1,
    "code": "a.b",
    "dropped": 3,
    "durationMs": 4,
    "event": "allfeat:failed",
    "failure": "f-1",
    "id": "id-1",
    "merged": 2,
    "message": "m",
    "mode": "register",
    "network": "melodie",
    "outcome": "renewed",
    "page": "https://page.example/",
    "path": "auth",
    "pendingAction": "submit",
    "reason": "x",
    "remedy": "sign-in",
    "repeated": 5,
    "requestId": "r-1",
    "screen": "FORM",
    "stage": "submit",
    "system": "mori",
    "transaction": True,
    "version": "1.0.0",
    "view": "v-1",
    "widget": "w-1",
}


def test_languages_that_are_written_from_right_to_left() -> None:
    for language in ("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "ar-EG", "HE"):
        assert direction(language) == "rtl", language
    for language in ("en", "de", "ja", "zh-Hans", "arn", "", "x"):
        assert direction(language) == "ltr", language


def test_which_chinese_is_read() -> None:
    both = ("en", "zh-Hans", "zh-Hant")
    for tag in ("zh-Hant", "zh-TW", "zh-HK", "zh-MO", "zh_tw", "zh-Hant-CN"):
        assert choose(tag, None, None, both) == "zh-Hant", tag
    for tag in ("zh", "zh-CN", "zh-SG", "zh-Hans-TW", "zh-Hans"):
        assert choose(tag, None, None, both) == "zh-Hans", tag
    assert choose("zh-TW", None, None, ("en", "zh-Hans")) == "en"


def test_the_visitors_languages_come_after_the_page() -> None:
    for about, language in (
        ({"lang": "fr", "languages": ["de"]}, "fr"),
        ({"lang": "", "languages": ["xx", "de"]}, "de"),
        ({"languages": "de"}, "en"),
        ({}, "en"),
    ):
        notices = NoticeDisplay(FakePage(), Settings({}, print), about, print)
        assert notices._language == language, about  # noqa: SLF001


def test_google_analytics_gets_what_is_worth_it() -> None:
    ((_, (_, _, parameters)),) = said("ga4", EVERYTHING)
    names = (
        "event code message request_id system path remedy stage pending_action outcome reason attempts duration_ms "
        "widget screen transaction mode network failure merged repeated dropped page version view"
    )
    assert sorted(parameters) == sorted(names.split())


def test_sentry_gets_what_is_worth_a_search() -> None:
    ((_, (event,)),) = said("sentry", EVERYTHING)
    names = ("event", "system", "code", "path", "remedy", "stage", "outcome", "widget")
    assert event["tags"] == {"ats." + name: EVERYTHING[name] for name in names}


def test_a_collector_is_told_who_speaks() -> None:
    page, sink = FakePage(), load("otlp")
    assert sink is not None
    sink.open(page, settings("otlp"))  # type: ignore[attr-defined]
    (channel,) = page.told("openChannel")
    (resource,) = json.loads(channel["head"] + channel["tail"])["resourceLogs"]
    attributes = {entry["key"]: entry["value"]["stringValue"] for entry in resource["resource"]["attributes"]}
    assert attributes == {
        "service.name": "shop.example.org",
        "telemetry.sdk.name": "pywidget",
        "telemetry.sdk.language": "webjs",
        "telemetry.sdk.version": VERSION,
    }
    (logs,) = resource["scopeLogs"]
    assert logs["scope"] == {"name": "pywidget", "version": VERSION}


def test_a_colon_behind_the_path_makes_no_scheme() -> None:
    warnings: list[str] = []
    for address in ("/login?back=a:b", "login#a:b", "/a:b", "https://login.example/", "HTTP://login.example/"):
        assert Settings({"loginUrl": address}, warnings.append)["login-url"] == address
    assert warnings == []
    for address in ("javascript:1", "data:text/html,x", "JavaScript:/x"):
        assert Settings({"loginUrl": address}, warnings.append)["login-url"] == TEXTS["data-login-url"]
    assert len(warnings) == 3
