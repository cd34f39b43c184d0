# runs-on: micropython
"""What is watched besides the ats-widgets: answers to the page's own requests, and widgets that a profile describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import AppStage

from pywidget.browser.border import PAGE
from pywidget.core.signals import FailureReported, SessionExpired

if TYPE_CHECKING:
    from typing import Any

    from pywidget.browser.border import FailingAnswer
    from pywidget.browser.watch import Watch

NOW = 1_700_000_000_000
PROFILE: dict[str, Any] = {
    "system": "set below",
    "answers": {"code": "fault.id", "message": "fault.text"},
    "codes": {"E_LIMIT": "rate-limit", "E_SEAT": {"path": "retry", "remedy": "top-up", "message": "No seat is left."}},
    "widget": "acme-player",
    "events": {
        "acme:error": {"as": "error", "code": "detail.code"},
        "acme:expired": {"as": "expired"},
    },
    "token": {"method": "giveToken", "url": "/acme-token"},
}


#: Systems stay known, so that each test has one of its own.
SYSTEMS = iter([f"acme-{number}" for number in range(100)])


def watched() -> tuple[AppStage, Watch]:
    stage = AppStage()
    return stage, stage.app.watch


def with_profile(**changes: Any) -> tuple[AppStage, str]:
    """An app that has been told of a profile, and the system that it is of."""
    stage = AppStage(token_url="/token")
    profile = dict(PROFILE)
    profile.update(changes)
    profile["system"] = next(SYSTEMS)
    stage.say("profile", detail={"url": "/acme.json", "profile": profile})
    return stage, profile["system"]


def answer(system: str, body: Any = "", **more: Any) -> FailingAnswer:
    found: dict[str, Any] = {"system": system, "stage": "GET /x", "status": 503, "headers": {}, "body": body, "age": 40}
    found.update(more)
    return found  # type: ignore[return-value]  # as it comes from the page


def test_what_watches_is_made_once() -> None:
    stage, watch = watched()
    assert stage.app.watch is watch


# ---- answers


def test_an_answer_of_a_known_system_is_read_as_its_error_answers_are() -> None:
    stage, watch = watched()
    body = json.dumps({"error": {"code": "common.service_unavailable", "message": "Down", "request_id": "req_9"}})
    signal = watch.answer(answer("allfeat-api", body, headers={"retry-after": "7"}), NOW)
    assert (signal.event, signal.half, signal.system) == ("pywidget:http", "page", "allfeat-api")
    assert (signal.code, signal.request_id, signal.http_status) == ("common.service_unavailable", "req_9", 503)
    assert (signal.stage, signal.request_age, signal.retry_after_ms) == ("GET /x", 40, 7_000)
    assert stage.page.warnings() == []


def test_an_answer_without_an_age_was_sent_just_now() -> None:
    _, watch = watched()
    for age in (0, None):
        assert watch.answer(answer("allfeat-api", age=age), NOW).request_age == 0


def test_a_date_in_an_answer_is_seen_from_now() -> None:
    _, watch = watched()
    headers = {"retry-after": "Tue, 14 Nov 2023 22:13:30 GMT"}
    assert watch.answer(answer("allfeat-api", headers=headers), NOW).retry_after_ms == 10_000
    stage, system = with_profile()
    assert stage.app.watch.answer(answer(system, headers=headers), NOW).retry_after_ms == 10_000


def test_an_answer_of_a_system_that_nobody_knows_is_told_once() -> None:
    stage, watch = watched()
    for _ in range(2):
        assert watch.answer(answer("acme-unknown"), NOW).http_status == 503
    watch.answer(answer("x" * 500), NOW)
    first, second = stage.page.warnings()
    assert '"acme-unknown"' in first
    assert "allfeat-widget" in first
    assert "x" * 80 in second
    assert "x" * 81 not in second


def test_an_answer_that_a_profile_describes_is_read_as_it_says() -> None:
    stage, system = with_profile()
    body = json.dumps({"fault": {"id": "E_LIMIT", "text": "Slow down"}})
    signal = stage.app.watch.answer(answer(system, body), NOW)
    assert (signal.code, signal.said.message, signal.system) == ("E_LIMIT", "Slow down", system)
    assert stage.page.warnings() == []


# ---- profiles


def test_a_profile_says_how_its_widgets_take_tokens() -> None:
    stage, system = with_profile()
    ((told, lane),) = stage.page.told("addTokenLane")
    assert (told, lane) == (system, {"url": "/acme-token", "call": "giveToken", "attribute": None})
    stage, _ = with_profile(token={"attribute": "data-token"})
    assert stage.page.told("addTokenLane")[0][1] == {"url": None, "call": None, "attribute": "data-token"}


def test_what_the_page_refuses_of_a_profile_is_told() -> None:
    stage, watch = watched()
    stage.page.addTokenLane = lambda _system, _lane: "token.url is on another site"  # type: ignore[method-assign,assignment]
    watch.add_profile({"url": "/acme.json", "profile": {"system": "refused-in-part", "token": {"method": "giveToken"}}})
    assert stage.page.warnings() == ["data-profile, /acme.json: token.url is on another site"]


def test_a_profile_that_is_none_changes_nothing_and_is_told() -> None:
    for said in (None, 7, {}, {"system": ""}, {"system": "allfeat-widget"}):
        stage, watch = watched()
        watch.add_profile({"url": "/acme.json", "profile": said})
        assert stage.page.told("addTokenLane") == [], said
        assert len(stage.page.warnings()) >= 1, said
        assert stage.page.warnings()[0].startswith("data-profile, /acme.json: "), said


def test_what_is_wrong_in_a_profile_costs_only_itself() -> None:
    stage, system = with_profile(codes={"E_LIMIT": "rate-limit", "E_BAD": "nowhere"})
    assert len(stage.page.warnings()) == 1
    assert "E_BAD" in stage.page.warnings()[0]
    assert len(stage.page.told("addTokenLane")) == 1
    assert stage.app.watch.event(f"{system} acme:error", {"code": "E_LIMIT"}) is not None


def test_the_name_of_a_message_of_ours_is_no_text() -> None:
    stage, system = with_profile(codes={"E_A": {"path": "retry", "message": "rate-limited"}})
    stage.say("report", detail={"error": "E_A", "system": system})
    stage.page.wait(5_000)
    notice = stage.page.told("showNotice")[-1][1]
    assert "rate-limited" not in notice["message"]


def test_the_texts_of_a_profile_are_shown() -> None:
    stage, system = with_profile()
    stage.say("report", detail={"error": "E_SEAT", "system": system})
    stage.page.wait(5_000)
    notice = stage.page.told("showNotice")[-1][1]
    assert notice["title"][0] == "No seat is left."


def test_what_the_page_says_itself_comes_before_the_texts_of_a_profile() -> None:
    stage = AppStage(messages="/texts.json")
    stage.page.messages = '{"message.unexpected": "Mine"}'
    stage.app.notices.add_texts({"message.unexpected": "Theirs", "title.report": "Theirs"})
    stage.say("report", detail={"error": "no.such.code"})
    stage.page.wait(5_000)
    notice = stage.page.told("showNotice")[-1][1]
    assert notice["message"][0] == "Mine"
    assert "Theirs" not in notice["message"]
    assert notice["title"][0] == "Theirs"


# ---- the events of its widgets


def test_the_events_of_a_profiles_widget_are_heard_by_its_own_controller() -> None:
    stage, system = with_profile()
    stage.arrive(5, system=system, hasToken=False)
    stage.say("event", 5, name=f"{system} acme:error", detail={"code": "E_LIMIT"})
    stage.page.wait(5_000)
    (verdict,) = stage.page.announced("verdict")
    assert (verdict["code"], verdict["path"], verdict["system"]) == ("E_LIMIT", "rate-limit", system)
    assert {widget for widget, _name, _detail in stage.page.told("announce")} == {5}
    assert stage.notices(PAGE) == []


def test_an_expired_session_of_a_profiles_widget_is_renewed_in_its_own_lane() -> None:
    stage, system = with_profile()
    stage.arrive(5, system=system, hasToken=False)
    stage.say("event", 5, name=f"{system} acme:expired", detail={})
    stage.page.wait(1_000)
    ((widget, _request, info),) = stage.page.told("askToken")
    assert (widget, info["system"]) == (5, system)


def test_an_event_is_read_as_the_profile_says() -> None:
    stage, system = with_profile()
    watch = stage.app.watch
    error = watch.event(f"{system} acme:error", {"code": "E_LIMIT"})
    assert isinstance(error, FailureReported)
    assert (error.code, error.system) == ("E_LIMIT", system)
    assert isinstance(watch.event(f"{system} acme:expired", None), SessionExpired)


def test_events_that_no_profile_names_say_nothing() -> None:
    stage, system = with_profile()
    for name in (f"{system} acme:other", "nobody acme:error", f"{system} ", " acme:error"):
        assert stage.app.watch.event(name, {"code": "E_LIMIT"}) is None, name
