"""A page that shows its first notice before its reports are here sends the same ones once they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from driver import AppStage

if TYPE_CHECKING:
    import pytest

REPORTS = "pywidget.browser.reports"


def play(stage: AppStage) -> None:
    stage.arrive(1)
    for number, code in enumerate(("common.service_unavailable", "registration.audio_too_large")):
        for half in ("error", "failed"):
            stage.event(half, 1, code=code, message="bob@example.com failed", requestId=f"req_{number}")
    stage.say("lost", count=3)


def reports(stage: AppStage) -> list[dict[str, Any]]:
    found = [dict(report) for report in stage.page.announced("report")]
    for report in found:
        # They are made from random numbers.
        assert report.pop("view")
        assert report.pop("failure")
    return found


def test_reports_that_come_later_are_told_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = AppStage()
    play(at_once)
    monkeypatch.setitem(sys.modules, REPORTS, None)
    later = AppStage()
    play(later)
    assert len(reports(at_once)) == 2
    assert reports(later) == []
    assert later.page.told("showNotice")
    monkeypatch.undo()
    later.say("reports-came")
    assert reports(later) == reports(at_once)
    later.say("reports-came")
    assert reports(later) == reports(at_once)


def test_what_is_remembered_for_reports_stays_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, REPORTS, None)
    stage = AppStage()
    for _ in range(1_000):
        stage.say("flush")
    later: Any = stage.app.reports
    assert len(later._told) == 500  # noqa: SLF001
    # It is still not here.
    stage.say("reports-came")
    assert stage.app.reports is later
