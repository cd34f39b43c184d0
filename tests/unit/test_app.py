# runs-on: micropython
"""The app on a page that only the test sees: which message leads where, and whose it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import NOW, AppStage, FakePage

from pywidget.browser import app
from pywidget.browser.border import PAGE
from pywidget.core.joins import JOIN_MS
from pywidget.version import VERSION

if TYPE_CHECKING:
    from typing import Any

INACTIVE = "session.key_inactive"


def with_widget(**attributes: str) -> AppStage:
    stage = AppStage(**attributes)
    stage.arrive()
    stage.page.calls = []
    return stage


def numbers(stage: AppStage) -> list[int]:
    """The widgets that are known."""
    return sorted(stage.app._widgets)  # noqa: SLF001  nothing outside shows that one is forgotten


def overhear(stage: AppStage, number: int = 1) -> list[tuple[Any, int]]:
    """The signals that a widget's controller gets from now on, with their time; it does nothing about them."""
    heard: list[tuple[Any, int]] = []

    def receive(signal: Any, now: int) -> list[Any]:
        heard.append((signal, now))
        return []

    stage.app.widget(number).controller.receive = receive  # type: ignore[method-assign]
    return heard


def test_only_of_an_ats_widget_the_screens_are_known() -> None:
    stage = AppStage(system="mori")
    stage.arrive(1)
    stage.arrive(2, system="acme")
    policies = [stage.app.widget(number).controller.parts.policy for number in (PAGE, 1, 2)]
    assert [(policy.system, policy.screens) for policy in policies] == [
        ("mori", False),
        ("mori", True),
        ("acme", False),
    ]


# ---- a widget's events


def test_a_widget_that_arrives_changes_nothing() -> None:
    stage = AppStage()
    stage.arrive()
    assert [call[0] for call in stage.page.calls if call[0] != "asksForPrivacy"] == []


def test_a_failure_is_one_verdict_one_notice_and_one_report() -> None:
    stage = with_widget(analytics="segment")
    stage.fail(INACTIVE)
    stage.page.wait(10_000)
    assert [verdict["code"] for verdict in stage.page.announced("verdict")] == [INACTIVE]
    assert len(stage.notices()) == 1
    assert [report["code"] for _name, report in stage.page.handed("analytics.track")] == [INACTIVE]
    assert all(widget == 1 for widget, _name, _detail in stage.page.told("announce"))
    assert stage.page.errors() == []


def test_each_widget_has_its_own_failure() -> None:
    stage = with_widget()
    stage.arrive(2)
    stage.fail(INACTIVE, 2)
    stage.page.wait(10_000)
    assert stage.notices(1) == []
    assert len(stage.notices(2)) == 1


def test_the_owner_is_told_the_name_of_the_widget() -> None:
    for name, expected in (("songs", "songs"), ("", "1"), (None, "1")):
        stage = AppStage(analytics="segment")
        stage.arrive(name=name)
        stage.fail(INACTIVE)
        stage.page.wait(10_000)
        ((_name, report),) = stage.page.handed("analytics.track")
        assert report["widget"] == expected, name


def test_events_that_say_nothing_are_not_answered() -> None:
    stage = with_widget()
    for name in ("allfeat:no-such-event", "other:error", "error", ""):
        stage.say("event", 1, name=name, detail={"code": INACTIVE})
    assert stage.page.calls == []


def test_an_expired_session_is_renewed_with_one_token() -> None:
    stage = with_widget(token_url="/token")
    stage.expire()
    stage.page.wait(1_000)
    ((widget, request, info),) = stage.page.told("askToken")
    assert widget == 1
    assert (info["pendingAction"], info["mode"], info["attempt"]) == ("submit", "register", 1)
    assert [call[:2] for call in stage.page.told("deliverToken")] == [(1, request)]


def test_a_token_that_cannot_be_had_is_told() -> None:
    for answer in (
        {"outcome": "bad-answer", "reason": "html"},
        {"outcome": "http", "status": 403, "body": "", "headers": {}},
        {"outcome": "no-source"},
    ):
        stage = with_widget(token_url="/token")
        stage.page.answer = answer
        stage.expire()
        stage.page.wait(60_000)
        assert stage.page.told("deliverToken") == [], answer
        assert len(stage.page.announced("renewal-failed")) == 1, answer
        assert stage.page.errors() == [], answer


def test_how_a_token_is_delivered_is_heard() -> None:
    for delivery, renewed in (("set", 1), ("refused", 0), ("gone", 0)):
        stage = with_widget(token_url="/token")
        stage.page.delivery = delivery
        stage.expire()
        stage.page.wait(5_000)
        stage.looks[1]["overlay"] = False
        stage.event("upload-start")
        stage.page.wait(5_000)
        assert len(stage.page.announced("renewed")) == renewed, delivery


# ---- the first token


def test_a_widget_without_a_token_gets_its_first_one_where_that_is_wanted() -> None:
    for first, has_token, system, expected in (
        ("on", False, None, 1),
        ("on", True, None, 0),
        ("off", False, None, 0),
        ("on", False, "acme", 0),
    ):
        stage = AppStage(first_token=first, token_url="/token")
        stage.arrive(hasToken=has_token, system=system)
        assert len(stage.page.told("askToken")) == expected, (first, has_token, system)


# ---- time


def test_the_clock_of_the_app_only_goes_forward() -> None:
    stage = with_widget()
    stage.app.receive({"kind": "resumed", "at": NOW + 5_000})
    stage.app.receive({"kind": "resumed", "at": NOW})
    stage.app.receive({"kind": "resumed"})
    assert stage.app.now == NOW + 5_000


def test_how_old_a_message_is_counts_what_it_waited_for() -> None:
    stage = with_widget()
    heard = overhear(stage)
    stage.app.receive({"kind": "returned", "widget": 1, "at": NOW + 1_000})
    stage.app.receive({"kind": "returned", "widget": 1, "at": NOW + 400})
    stage.app.receive({"kind": "returned", "widget": 1, "at": NOW + 1_200, "age": 30_000})
    assert [(signal.age, now) for signal, now in heard] == [(0, NOW + 1_000), (600, NOW + 1_000), (30_000, NOW + 1_200)]


def test_what_the_widget_looked_like_comes_with_the_signal() -> None:
    stage = with_widget()
    heard = overhear(stage)
    look = {
        "screen": "FAILED",
        "overlay": True,
        "retry": True,
        "transactionId": "0x1",
        "tellsTransaction": True,
        "mode": "update",
        "network": "testnet",
        "alert": "Oh",
        "requestId": "req_1",
        "buttons": ["retry", "back"],
    }
    stage.say("looked", 1, changed="mode", look=look, screen="UPLOAD")
    stage.say("looked", 1, changed=None, look={})
    stage.say("looked", 1, changed="", look=None)
    full, empty, none = [signal for signal, _now in heard]
    assert (full.changed, full.screen) == ("mode", "UPLOAD")
    told = full.look
    assert (told.screen, told.overlay, told.retry, told.transaction_id) == ("FAILED", True, True, "0x1")
    assert (told.tells_transaction, told.mode, told.network, told.alert) == (True, "update", "testnet", "Oh")
    assert (told.request_id, told.buttons) == ("req_1", ("retry", "back"))
    assert (empty.changed, empty.screen) == ("", None)
    assert (empty.look.screen, empty.look.overlay, empty.look.retry, empty.look.buttons) == (None, False, False, None)
    assert not empty.look.tells_transaction
    assert none.look is None


# ---- what widgets and visitors do


def test_timers_are_their_widgets() -> None:
    stage = with_widget()
    stage.arrive(2)
    one, two = overhear(stage, 1), overhear(stage, 2)
    stage.say("timer", 2, name="settle")
    assert one == []
    assert [signal.name for signal, _now in two] == ["settle"]


def test_the_buttons_of_a_notice_do_what_they_say() -> None:
    stage = with_widget(login_url="/login", token_url="/token")
    stage.page.answer = {"outcome": "http", "status": 401, "body": "", "headers": {}}
    stage.expire()
    stage.page.wait(60_000)
    shown = stage.page.told("showNotice")[-1][1]
    assert "sign-in" in [action["id"] for action in shown["actions"]]
    assert stage.page.told("openLogin") == []
    stage.say("action", 1, action="sign-in")
    assert stage.page.told("openLogin") == [(1, "/login", "tab", "return_to")]


def test_a_blocked_login_page_is_told() -> None:
    shown = []
    for blocked in (False, True):
        stage = with_widget(login_url="/login", token_url="/token")
        stage.page.answer = {"outcome": "http", "status": 401, "body": "", "headers": {}}
        stage.page.blocks_login = blocked
        stage.expire()
        stage.page.wait(60_000)
        stage.say("action", 1, action="sign-in")
        shown.append(json.dumps(stage.page.told("showNotice")[-1]))
    assert shown[0] != shown[1]


def test_a_press_in_the_widget_is_heard() -> None:
    stage = with_widget()
    stage.event("download-failed", message="no")
    stage.page.wait(5_000)
    assert len(stage.notices()) == 1
    stage.say("pressed", 1, action="submit")
    hidden = len(stage.page.told("hideNotice"))
    stage.say("pressed", 1, action="download")
    assert len(stage.page.told("hideNotice")) > hidden


def test_a_widget_that_left_is_not_renewed_until_it_returns() -> None:
    stage = with_widget(token_url="/token")
    stage.page.answer = None
    stage.expire()
    stage.page.wait(100)
    assert len(stage.page.told("askToken")) == 1
    stage.say("left", 1)
    assert len(stage.page.told("abortToken")) == 1
    stage.page.wait(120_000)
    assert len(stage.page.told("askToken")) == 1
    stage.say("returned", 1)
    stage.page.wait(100)
    assert len(stage.page.told("askToken")) == 2


def test_a_forgotten_widget_takes_no_memory() -> None:
    stage = with_widget()
    stage.arrive(2)
    stage.say("forgotten", 1)
    stage.say("forgotten", 1)
    assert numbers(stage) == [2]


# ---- the connection


def test_without_a_connection_no_token_is_asked_for_again_until_it_is_back() -> None:
    for known in (True, False):
        stage = AppStage(token_url="/token")
        if known:
            stage.arrive()
        stage.say("online", online=False)
        if not known:
            stage.arrive()
        stage.page.answer = {"outcome": "network", "reason": "TypeError"}
        stage.expire()
        stage.page.wait(40_000)
        assert len(stage.page.told("askToken")) == 1, known
        stage.page.answer = {"outcome": "token"}
        stage.say("online", online=True)
        stage.page.wait(1_000)
        assert len(stage.page.told("askToken")) == 2, known
        assert len(stage.page.told("deliverToken")) == 1, known


def test_a_widget_that_comes_after_the_connection_did_is_told_so() -> None:
    for back, known_at in ((0, 0), (NOW, NOW)):
        stage = AppStage()
        stage.app.back = back
        stage.arrive()
        assert stage.app.widget(1).controller.parts.visitor._online_at == known_at  # noqa: SLF001  shown much later


def test_a_page_that_is_seen_again_looks_at_the_clock() -> None:
    stage = with_widget(token_url="/token")
    stage.page.answer = {"outcome": "http", "status": 503, "body": "", "headers": {}}
    stage.expire()
    stage.page.turn()
    asked = len(stage.page.told("askToken"))
    # While the computer sleeps, no timer fires.
    stage.page.now += 30_000
    stage.app.receive({"kind": "resumed", "at": stage.page.now})
    assert len(stage.page.told("askToken")) == asked + 1


# ---- the page's own errors


def test_the_page_can_report_a_code_of_any_system() -> None:
    for detail, code, system in (
        ({"error": INACTIVE}, INACTIVE, "allfeat-widget"),
        ({"error": INACTIVE, "system": None}, INACTIVE, "allfeat-widget"),
        ({"error": {"code": "ORDER_LOCKED"}, "system": "mori"}, "ORDER_LOCKED", "mori"),
        ({"error": {"status": 503}, "system": "allfeat-api"}, None, "allfeat-api"),
        ({}, None, "allfeat-widget"),
        (None, None, "allfeat-widget"),
        ("text", None, "allfeat-widget"),
    ):
        stage = AppStage()
        stage.say("report", detail=detail)
        stage.page.wait(5_000)
        (verdict,) = stage.page.announced("verdict")
        assert (verdict["code"], verdict["system"]) == (code, system), detail
        assert {widget for widget, _name, _detail in stage.page.told("announce")} == {PAGE}, detail
        assert stage.page.errors() == [], detail


def test_what_the_page_reports_is_of_the_system_of_the_tag() -> None:
    stage = AppStage(system="mori")
    stage.say("report", detail={"error": "ORDER_LOCKED"})
    stage.page.wait(5_000)
    assert [verdict["system"] for verdict in stage.page.announced("verdict")] == ["mori"]


# ---- answers and widgets that tell of the same failure


def answer(request_id: str | None = "req_1") -> dict[str, Any]:
    body = {"error": {"code": "common.service_unavailable", "request_id": request_id}}
    return {
        "system": "allfeat-api",
        "stage": "POST /v1/works",
        "status": 503,
        "headers": {"x-request-id": request_id} if request_id else {},
        "body": json.dumps(body),
        "age": 100,
    }


def test_an_answer_waits_for_what_a_widget_says_of_it() -> None:
    stage = with_widget()
    stage.say("answer", detail=answer())
    assert stage.page.told("startTimer") == [(PAGE, "joins", JOIN_MS)]
    assert stage.page.announced("verdict") == []
    stage.fail("common.service_unavailable")
    stage.page.wait(60_000)
    assert {widget for widget, name, _detail in stage.page.told("announce") if name == "pywidget:verdict"} == {1}
    assert len(stage.page.announced("verdict")) == 1


def test_an_answer_that_no_widget_tells_of_is_the_pages() -> None:
    stage = with_widget()
    stage.say("answer", detail=answer("req_1"))
    stage.page.wait(JOIN_MS - 50)
    assert stage.page.announced("verdict") == []
    stage.page.wait(50)
    ((widget, detail),) = [(call[0], call[2]) for call in stage.page.told("announce") if "verdict" in call[1]]
    assert (widget, detail["requestId"]) == (PAGE, "req_1")
    stage.page.wait(60_000)
    assert len([call for call in stage.page.told("startTimer") if call[1] == "joins"]) == 1


def test_answers_that_follow_each_other_do_not_hold_the_first_one_back() -> None:
    stage = with_widget()
    for number in range(5):
        stage.say("answer", detail=answer(f"req_{number}"))
        stage.page.wait(JOIN_MS - 50)
    told = [detail["requestId"] for detail in stage.page.announced("verdict")]
    assert told[:2] == ["req_0", "req_1"]
    stage.page.wait(2 * JOIN_MS)
    told = [detail["requestId"] for detail in stage.page.announced("verdict")]
    assert told == [f"req_{number}" for number in range(5)]
    timers = len(stage.page.told("startTimer"))
    stage.page.wait(60_000)
    assert [call[1] for call in stage.page.told("startTimer")[timers:] if call[1] == "joins"] == []


def test_an_answer_waits_for_nobody_where_no_widget_could_tell_of_it() -> None:
    for stage, request_id in ((AppStage(), "req_1"), (with_widget(), None)):
        stage.say("answer", detail=answer(request_id))
        assert [call[1] for call in stage.page.told("startTimer") if call[1] == "joins"] == []
        stage.page.wait(5_000)
        assert len(stage.page.announced("verdict")) == 1


def test_a_request_that_succeeds_takes_its_notice_away() -> None:
    stage = AppStage()
    stage.say("answer", detail=answer())
    stage.page.wait(5_000)
    assert len(stage.notices(PAGE)) == 1
    stage.say("answered", detail={"stage": "GET /other"})
    assert stage.page.told("hideNotice") == []
    stage.say("answered", detail={"stage": "POST /v1/works"})
    assert len(stage.page.told("hideNotice")) == 1


# ---- texts and reports


def test_notices_wait_for_their_language_and_their_own_texts() -> None:
    stage = AppStage("fr", messages="/texts.json")
    page = stage.page
    page.languages = {"fr": {"title.contact-administrator": "Oh"}}
    page.messages = '{"label.region": "Moi"}'
    stage.arrive()
    stage.fail(INACTIVE)
    page.wait(5_000)
    notice = page.told("showNotice")[-1][1]
    assert (notice["lang"], notice["region"]) == ("fr", "Moi")
    assert page.told("loadMessages")[0] == "/texts.json"


def test_reports_reach_the_sinks_through_what_the_page_makes_of_them() -> None:
    stage = with_widget(analytics="segment", before_report="shop.tidy")
    stage.page.filtered = "wait"
    stage.fail(INACTIVE)
    stage.page.wait(5_000)
    assert stage.page.handed() == []
    ((number, path, _report),) = stage.page.told("filterReport")
    assert path == "shop.tidy"
    stage.say("sink-filtered", number=number, answer='{"code": "mine"}')
    assert [report["code"] for _name, report in stage.page.handed("analytics.track")] == ["mine"]
    assert [call[0] for call in stage.page.told("announce") if call[1] == "pywidget:report"] == [1]


def test_a_destination_that_comes_later_is_asked_again() -> None:
    stage = with_widget(analytics="segment")
    stage.page.missing = ["analytics.track"]
    stage.fail(INACTIVE)
    stage.page.wait(5_000)
    stage.page.missing = []
    stage.page.wait(1_000)
    assert len(stage.page.handed("analytics.track")) == 1


def test_what_was_not_delivered_and_what_was_never_heard_is_counted() -> None:
    stage = with_widget(analytics="beacon", analytics_url="https://c.example.org/")
    stage.say("delivery-dropped", sink="beacon", count=3, reason="expired")
    stage.say("lost", count=2)
    assert len(stage.page.warnings()) == 2
    stage.fail(INACTIVE)
    stage.page.wait(5_000)
    assert stage.page.handed("beacon")[0]["dropped"] == 5


def test_what_is_left_is_told_when_the_page_is_hidden_and_at_a_flush() -> None:
    for kind in ("sink-rest", "flush"):
        stage = with_widget(analytics="segment")
        stage.say("lost", count=2)
        stage.say(kind)
        ((_name, report),) = stage.page.handed("analytics.track")
        assert (report["outcome"], report["dropped"]) == ("unreported", 2), kind
        assert len(stage.page.told("flushDelivery")) == (1 if kind == "flush" else 0), kind


# ---- what goes wrong, and the end


def test_an_effect_that_fails_does_not_take_the_others_with_it() -> None:
    stage = with_widget()
    stage.page.refuses = ["announce"]
    stage.fail(INACTIVE)
    stage.page.wait(5_000)
    assert len(stage.notices()) == 1
    assert "Announce failed: RuntimeError: announce" in stage.page.errors()


def test_after_the_end_nothing_is_done() -> None:
    stage = with_widget(token_url="/token", analytics="segment")
    stage.page.answer = None
    stage.expire()
    stage.page.wait(100)
    stage.app.receive({"kind": "event", "widget": 1, "name": "allfeat:error", "detail": {"code": INACTIVE}})
    stage.app.receive({"kind": "stop", "detail": None})
    assert len(stage.page.told("abortToken")) == 1
    assert len(stage.page.told("stopSinks")) == 1
    assert numbers(stage) == []
    shown = len(stage.page.told("showNotice"))
    stage.app.receive({"kind": "turn-over"})
    assert len(stage.page.told("showNotice")) == shown


# ---- the start


def started(page: FakePage, **message: Any) -> app.App:
    """The app that the page starts, by the text that it sends."""
    text: dict[str, Any] = {
        "data": {"tokenUrl": "/token", "lang": "fr"},
        "page": {"href": "https://shop.example.org/", "lang": "en", "languages": ["en"]},
        "at": NOW,
        "online": True,
    }
    text.update(message)
    app.start(json.dumps(text), page)
    assert app._app is not None  # noqa: SLF001  the page has it by two functions only
    return app._app  # noqa: SLF001


def test_before_the_start_nothing_is_heard() -> None:
    app._app = None  # noqa: SLF001
    app.receive('{"kind":"resumed"}')


def test_the_start_says_where_tokens_come_from_and_that_it_is_ready() -> None:
    page = FakePage()
    begun = started(page)
    (source,) = page.told("setTokenSource")
    assert source["url"] == "/token"
    assert page.told("announce") == [(PAGE, "pywidget:ready", {"version": VERSION})]
    assert (begun.now, begun.online, begun.back) == (NOW, True, 0)
    assert page.warnings() == []
    app.receive(json.dumps({"kind": "arrived", "widget": 4, "name": "w", "hasToken": True, "at": NOW + 5}))
    assert begun.now == NOW + 5
    assert sorted(begun._widgets) == [4]  # noqa: SLF001


def test_the_start_is_told_of_the_connection() -> None:
    for said, online in ((True, True), (False, False), (None, True)):
        assert started(FakePage(), online=said).online is online
    assert started(FakePage(), back=True).back == NOW


def test_what_is_wrong_with_the_tag_is_said_to_the_integrator() -> None:
    page = FakePage()
    started(page, data={"reset": "maybe", "tokenHeaders": "no colon"})
    assert len(page.warnings()) == 2
    assert "data-reset" in page.warnings()[0]
    assert "data-token-headers" in page.warnings()[1]
