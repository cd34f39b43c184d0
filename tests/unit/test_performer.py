# runs-on: micropython
"""What the page is told to do for each effect: exactly that, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driver import NOW, AppStage

from pywidget.core import effects
from pywidget.core.effects import Effect, Notice
from pywidget.core.signals import Look

if TYPE_CHECKING:
    from typing import Any

WIDGET = 3

#: An effect, and the call that it is.
CALLS: tuple[tuple[Effect, tuple[Any, ...]], ...] = (
    (effects.AbortToken(7), ("abortToken", WIDGET, 7)),
    (effects.DeliverToken(7), ("deliverToken", WIDGET, 7, 0)),
    (effects.DeliverToken(7, prefetched=True), ("deliverToken", WIDGET, 7, 1)),
    (effects.ExplainRenewal("html"), ("explainRenewal", WIDGET, "html")),
    (effects.RedrawWidget(), ("redraw", WIDGET)),
    (effects.PressRetry(), ("pressRetry", WIDGET)),
    (effects.PressButton("submit"), ("pressButton", WIDGET, "submit")),
    (effects.FocusWidget(("title", "isrc")), ("focusWidget", WIDGET, ["title", "isrc"])),
    (effects.FocusWidget(), ("focusWidget", WIDGET, [])),
    (effects.ResetWidget(), ("reset", WIDGET)),
    (effects.HideNotice(), ("hideNotice", WIDGET, "")),
    (effects.CoverWidget(on=False), ("coverWidget", WIDGET, None)),
    (effects.StartTimer("settle", 250), ("startTimer", WIDGET, "settle", 250)),
    (effects.CancelTimer("settle"), ("cancelTimer", WIDGET, "settle")),
    (effects.ObserveRedraws(on=True), ("observeRedraws", WIDGET, 1)),
    (effects.ObserveRedraws(on=False), ("observeRedraws", WIDGET, 0)),
    (effects.Announce("pywidget:enabled", {"a": 1}), ("announce", WIDGET, "pywidget:enabled", {"a": 1})),
    (effects.OpenLogin("popup"), ("openLogin", WIDGET, "/login", "popup", "back_to")),
    (effects.OpenContact("req_1"), ("openContact", "help@example.org", "req_1")),
    (effects.CopyAccessCode(), ("copyAccessCode", WIDGET)),
    (effects.ReloadPage(), ("reload",)),
)
#: Those that have a test of their own, because more comes of them.
OTHERS = (effects.RequestToken, effects.ShowNotice, effects.SendReport)


def stage(**more: str) -> AppStage:
    made = AppStage(login_url="/login", login_return="back_to", contact="help@example.org", **more)
    made.page.calls = []
    return made


def perform(on: AppStage, effect: Effect, look: Look | None = None) -> list[tuple[Any, ...]]:
    """The calls that are made of an effect."""
    on.page.calls = []
    on.app._performer.perform_all(WIDGET, "songs", look, [effect], NOW)  # noqa: SLF001  this is what is tested
    return on.page.calls


def test_each_effect_is_one_call() -> None:
    for effect, call in CALLS:
        assert perform(stage(), effect) == [call], effect


def test_there_is_no_effect_that_nobody_performs() -> None:
    known = {type(effect) for effect, _call in CALLS} | set(OTHERS)
    for name in dir(effects):
        found = getattr(effects, name)
        if isinstance(found, type) and issubclass(found, Effect) and found is not Effect:
            assert found in known, name


def test_a_token_is_asked_for_with_what_the_widget_is_about_to_do() -> None:
    look = Look(mode="update", network="testnet")
    ((name, widget, request, info),) = perform(stage(), effects.RequestToken(9, "submit", 2), look)
    assert (name, widget, request) == ("askToken", WIDGET, 9)
    assert info == {"pendingAction": "submit", "mode": "update", "network": "testnet", "attempt": 2}


def test_a_token_is_asked_for_also_where_nobody_can_look() -> None:
    ((_name, _widget, _request, info),) = perform(stage(), effects.RequestToken(9, "", 1))
    assert info == {"pendingAction": "", "mode": None, "network": None, "attempt": 1}


def test_a_token_of_another_system_is_asked_for_with_its_name() -> None:
    ((_name, _widget, _request, info),) = perform(stage(), effects.RequestToken(9, "request", 1, "acme"))
    assert info["system"] == "acme"


def test_the_look_of_one_widget_is_not_taken_for_that_of_the_next() -> None:
    on = stage()
    perform(on, effects.RequestToken(9, "submit", 1), Look(mode="update"))
    ((_name, _widget, _request, info),) = perform(on, effects.RequestToken(10, "submit", 1))
    assert info["mode"] is None


def test_a_notice_is_shown_when_the_turn_is_over() -> None:
    on = stage()
    assert perform(on, effects.ShowNotice(Notice("report", message="unexpected"))) == []
    on.app.receive({"kind": "turn-over"})
    ((name, widget, notice),) = on.page.calls
    assert (name, widget, notice["kind"]) == ("showNotice", WIDGET, "report")


def test_the_last_word_of_a_notice_is_read_out_in_words() -> None:
    ((_name, _widget, last),) = perform(stage(), effects.HideNotice("expired"))
    assert last == ""
    ((_name, _widget, last),) = perform(stage(), effects.HideNotice("network"))
    assert " " in last


def test_a_cover_has_words_on_it() -> None:
    ((name, widget, words),) = perform(stage(), effects.CoverWidget(on=True))
    assert (name, widget, words["lang"]) == ("coverWidget", WIDGET, "en")
    assert words["title"]


def test_a_report_has_the_name_of_its_widget() -> None:
    on = stage(analytics="segment")
    perform(on, effects.SendReport({"event": "allfeat:failed", "code": "a.b", "failure": 1}))
    ((_event, report),) = on.page.handed("analytics.track")
    assert (report["code"], report["widget"]) == ("a.b", "songs")
    assert on.page.announced("report")[0]["code"] == "a.b"
    assert on.page.told("announce")[0][0] == WIDGET
