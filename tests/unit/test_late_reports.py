"""What is to be reported before the code that reports is there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from driver import AppStage

from pywidget.browser.late_reports import MOST_KEPT

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = ("auth.key_revoked", "common.rate_limited", "session.key_inactive")


@pytest.fixture
def arrive(monkeypatch: pytest.MonkeyPatch) -> Callable[[AppStage], None]:
    """Nothing that reports is there until a test calls this, as the page does when its files have come."""
    monkeypatch.setitem(sys.modules, "pywidget.browser.reports", None)

    def arrive(stage: AppStage) -> None:
        monkeypatch.undo()
        stage.say("reports-loaded")

    return arrive


def failed(*codes: str, **attributes: str) -> AppStage:
    stage = AppStage(**attributes)
    stage.arrive()
    for code in codes:
        stage.fail(code)
    return stage


def reported(stage: AppStage) -> list[dict[str, Any]]:
    return stage.page.announced("report")


def test_what_was_kept_is_reported_in_order_and_as_it_was(arrive: Callable[[AppStage], None]) -> None:
    stage = failed(*CODES, analytics="segment")
    assert reported(stage) == stage.page.handed() == []
    stage.page.now += 3_600_000
    arrive(stage)
    expected = reported(failed(*CODES, analytics="segment"))
    assert [report["code"] for report in reported(stage)] == list(CODES)
    same = [{**report, "view": "", "failure": ""} for report in reported(stage)]
    assert same == [{**report, "view": "", "failure": ""} for report in expected]
    assert [fields["code"] for _name, fields in stage.page.handed("analytics.track")] == list(CODES)
    # From now on nothing is kept.
    stage.fail("common.internal")
    assert reported(stage)[-1]["code"] == "common.internal"


@pytest.mark.usefixtures("arrive")
def test_the_page_is_asked_once_as_soon_as_python_has_started() -> None:
    assert len(failed().page.told("loadReports")) == 1
    assert len(failed(*CODES, analytics="segment").page.told("loadReports")) == 1


def test_where_it_is_there_from_the_start_the_page_is_not_asked() -> None:
    assert failed(*CODES, analytics="segment").page.told("loadReports") == []


@pytest.mark.usefixtures("arrive")
def test_what_did_not_come_is_asked_for_with_the_next_failure_and_when_the_connection_is_back() -> None:
    stage = failed(CODES[0])
    stage.say("reports-loaded")
    assert (reported(stage), len(stage.page.told("loadReports"))) == ([], 1)
    stage.fail(CODES[1])
    assert len(stage.page.told("loadReports")) == 2
    stage.say("online", online=False)
    stage.say("online", online=True)
    assert len(stage.page.told("loadReports")) == 2
    stage.say("reports-loaded")
    stage.say("online", online=False)
    assert len(stage.page.told("loadReports")) == 2
    stage.say("online", online=True)
    assert len(stage.page.told("loadReports")) == 3


def test_what_is_too_much_to_be_kept_is_counted(arrive: Callable[[AppStage], None]) -> None:
    stage = failed(analytics="segment")
    for number in range(MOST_KEPT + 7):
        stage.page.now += 100
        stage.fail(f"new.code_{number}")
    stage.say("lost", count=4)
    arrive(stage)
    sent = [fields for _name, fields in stage.page.handed("analytics.track")]
    told = sum(1 + fields.get("dropped", 0) for fields in sent)
    stage.say("sink-rest")
    rest = [fields for _name, fields in stage.page.handed("analytics.track")][len(sent) :]
    told += sum(fields.get("dropped", 0) for fields in rest)
    assert told == MOST_KEPT + 7 + 4
    assert [text for text in stage.page.warnings() if "4 events" in text]


def test_a_flush_in_between_is_made_up_for(arrive: Callable[[AppStage], None]) -> None:
    stage = failed(CODES[0], analytics="beacon", analytics_url="/collect")
    stage.say("flush", detail=None)
    assert stage.page.told("flushDelivery") == []
    arrive(stage)
    names = [name for name, *_rest in stage.page.calls]
    assert names.index("deliverReport") < names.index("flushDelivery")


def test_after_a_stop_what_was_kept_is_sent_and_nothing_else(arrive: Callable[[AppStage], None]) -> None:
    stage = failed(CODES[0], analytics="segment")
    stage.say("stop", detail=None)
    arrive(stage)
    assert [fields["code"] for _name, fields in stage.page.handed("analytics.track")][:1] == [CODES[0]]
    names = [name for name, *_rest in stage.page.calls]
    assert names.index("callPage") < names.index("stopSinks")
    handed = len(stage.page.handed())
    stage.arrive(2)
    stage.fail(CODES[1], 2)
    assert len(stage.page.handed()) == handed


def test_after_a_stop_with_nothing_kept_no_destination_is_opened(arrive: Callable[[AppStage], None]) -> None:
    stage = failed(analytics="beacon", analytics_url="/collect")
    stage.say("stop", detail=None)
    arrive(stage)
    assert stage.page.told("openChannel") == []


def test_a_report_that_fails_does_not_take_the_others_with_it(arrive: Callable[[AppStage], None]) -> None:
    stage = failed(*CODES, analytics="segment")
    stage.page.refuses = ["filterReport"]
    arrive(stage)
    errors = [text for level, text in stage.page.told("log") if level == "error"]
    assert errors == ["a report failed: RuntimeError: filterReport"] * len(CODES)
