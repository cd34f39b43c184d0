"""A host's test that fails; its name keeps it out of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from pywidget.testing import PyWidget, Widget


def test_a_notice_that_does_not_come(page: Page, pywidget: PyWidget, widget: Widget) -> None:
    page.goto("/checkout")
    widget.fire("session.key_inactive")
    pywidget.expect.notice(kind="disabled")
    pywidget.expect.notice(kind="signed-out", timeout=100)


def test_another_assertion(page: Page, pywidget: PyWidget, widget: Widget) -> None:
    page.goto("/checkout")
    widget.fire("session.key_inactive")
    pywidget.expect.notice(kind="disabled")
    assert page.title() == "Another page"
