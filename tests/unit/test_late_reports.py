"""What is to be reported before the code that reports is there."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from driver import AppStage

from pywidget.browser.late_reports import MOST_KEPT, SLICE

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = ("auth.key_revoked", "common.rate_limited", "session.key_inactive")
#: More than three slices.
MANY = tuple(f"new.code_{number}" for number in range(3 * SLICE + 1))


def say_loaded(stage: AppStage) -> bool:
    """The page has loaded what makes the reports, or says so once more; return whether it has to."""
    return stage.app.receive({"kind": "reports-loaded"})


@pytest.fixture
def come(monkeypatch: pytest.MonkeyPatch) -> Callable[[AppStage], bool]:
    """Nothing that reports is there until a test calls this; then the first slice is handed over."""
    monkeypatch.setitem(sys.modules, "pywidget.browser.reports", None)

    def come(stage: AppStage) -> bool:
        monkeypatch.undo()
        return say_loaded(stage)

    return come


@pytest.fixture
def arrive(come: Callable[[AppStage], bool]) -> Callable[[AppStage], None]:
    """The same with all slices."""

    def arrive(stage: AppStage) -> None:
        if come(stage):
            say_rest(stage)

    return arrive


def say_rest(stage: AppStage) -> None:
    """The page says it once more as long as it has to; there are not more slices than reports."""
    for _slice in range(MOST_KEPT):
        if not say_loaded(stage):
            return
    pytest.fail("the page is never done")


def failed(*codes: str, **attributes: str) -> AppStage:
    stage = AppStage(**attributes)
    stage.arrive()
    for code in codes:
        stage.fail(code)
    return stage


def failed_slowly(codes: tuple[str, ...] = MANY, **attributes: str) -> AppStage:
    """So slowly that each failure is reported."""
    stage = AppStage(**attributes)
    stage.arrive()
    for code in codes:
        stage.page.now += 1_000
        stage.fail(code)
    return stage


def iso_after(time: str, seconds: int) -> str:
    """The time so much later, written as reports have it."""
    later = datetime.fromisoformat(time) + timedelta(seconds=seconds)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
    assert not say_loaded(stage)
    assert (reported(stage), len(stage.page.told("loadReports"))) == ([], 1)
    stage.fail(CODES[1])
    assert len(stage.page.told("loadReports")) == 2
    stage.say("online", online=False)
    stage.say("online", online=True)
    assert len(stage.page.told("loadReports")) == 2
    assert not say_loaded(stage)
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


def test_many_are_handed_over_in_slices(come: Callable[[AppStage], bool]) -> None:
    stage = failed_slowly(analytics="segment")
    more, seen = come(stage), []
    while more:
        seen.append(len(reported(stage)))
        more = say_loaded(stage)
    assert seen == [SLICE, 2 * SLICE, 3 * SLICE]
    assert [report["code"] for report in reported(stage)] == list(MANY)
    assert not say_loaded(stage)
    assert len(reported(stage)) == len(MANY)


def test_a_slice_that_is_full_is_the_last_one_if_nothing_is_left(come: Callable[[AppStage], bool]) -> None:
    stage = failed_slowly(MANY[:SLICE])
    assert not come(stage)
    assert len(reported(stage)) == SLICE


def test_what_fails_between_two_slices_comes_last_and_with_its_own_time(come: Callable[[AppStage], bool]) -> None:
    stage = failed_slowly(analytics="segment")
    assert come(stage)
    stage.page.now += 60_000
    stage.fail(CODES[0])
    assert len(reported(stage)) == SLICE
    stage.page.now += 60_000
    say_rest(stage)
    assert [report["code"] for report in reported(stage)] == [*MANY, CODES[0]]
    times = [report["at"] for report in reported(stage)]
    assert times == sorted(times)
    # One second passes between two failures, one minute before the last one, and another one until it is reported.
    assert times[-1] == iso_after(times[-2], 60)
    # From then on nothing is kept.
    stage.fail(CODES[1])
    assert reported(stage)[-1]["code"] == CODES[1]


@pytest.mark.parametrize(("kind", "call"), [("flush", "flushDelivery"), ("stop", "stopSinks")])
def test_a_flush_and_a_stop_between_two_slices_come_after_all_that_was_kept(
    come: Callable[[AppStage], bool], kind: str, call: str
) -> None:
    stage = failed_slowly(analytics="beacon", analytics_url="/collect")
    assert come(stage)
    stage.say(kind, detail=None)
    assert [report["code"] for report in reported(stage)] == list(MANY)
    names = [name for name, *_rest in stage.page.calls]
    last = max(at for at, name in enumerate(names) if name == "deliverReport")
    assert names.index(call) > last
    assert not say_loaded(stage)
    assert len(reported(stage)) == len(MANY)


@pytest.mark.parametrize(("kind", "call"), [("flush", "flushDelivery"), ("stop", "stopSinks")])
def test_after_a_flush_or_a_stop_nothing_waits_for_another_task(
    come: Callable[[AppStage], bool], kind: str, call: str
) -> None:
    stage = failed_slowly(analytics="beacon", analytics_url="/collect")
    stage.say(kind, detail=None)
    assert not come(stage)
    assert [report["code"] for report in reported(stage)] == list(MANY)
    assert len(stage.page.told(call)) == 1


def test_a_page_that_is_left_between_two_slices_loses_nothing(come: Callable[[AppStage], bool]) -> None:
    stage = failed_slowly(analytics="segment")
    stage.fail(MANY[0])
    assert come(stage)
    stage.say("sink-rest")
    *failures, rest = reported(stage)
    assert [report["code"] for report in failures] == list(MANY)
    assert (rest["outcome"], rest["repeated"]) == ("unreported", 1)


def test_what_a_sink_is_told_between_two_slices_does_not_wait(come: Callable[[AppStage], bool]) -> None:
    stage = AppStage(analytics="segment")
    stage.page.filtered = "wait"
    stage.arrive()
    for code in MANY:
        stage.page.now += 1_000
        stage.fail(code)
    assert come(stage)
    stage.say("sink-filtered", number=1, answer="")
    assert [report["code"] for report in reported(stage)] == [MANY[0]]


def test_what_is_too_much_between_two_slices_is_counted(come: Callable[[AppStage], bool]) -> None:
    stage = failed(*[f"new.code_{number}" for number in range(MOST_KEPT)])
    assert come(stage)
    for number in range(SLICE + 7):
        stage.page.now += 1_000
        stage.fail(f"later.code_{number}")
    stage.page.now += 60_000
    say_rest(stage)
    stage.say("flush", detail=None)
    told = sum(report.get("dropped", 0) + ("code" in report) for report in reported(stage))
    assert told == MOST_KEPT + SLICE + 7
