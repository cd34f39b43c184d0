"""A host's tests: one for each path."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from pywidget.testing import PyWidget, Widget


# --8<-- [start:auth]
def test_an_ended_session_is_renewed(page: Page, pywidget: PyWidget, widget: Widget) -> None:
    page.goto("/checkout")
    widget.fire("common.auth.expired")
    pywidget.expect.renewed(attempts=1)
    pywidget.expect.screen("COMPLETE")
    pywidget.expect.tokens(asked=1, delivered=1)
    pywidget.expect.quiet()


def test_a_visitor_who_is_signed_out_can_sign_in(page: Page, pywidget: PyWidget, widget: Widget) -> None:
    pywidget.tokens.answer("signed-out")
    page.goto("/checkout")
    widget.fire("common.auth.expired")
    pywidget.expect.notice(kind="signed-out", actions=["sign-in", "try-again"])
    pywidget.expect.tokens(delivered=0)
    # --8<-- [end:auth]


# --8<-- [start:config]
def test_a_disabled_widget_says_whom_to_contact(page: Page, pywidget: PyWidget, widget: Widget) -> None:
    page.goto("/checkout")
    widget.fire("session.key_inactive", request_id="req_42")
    pywidget.expect.verdict(path="config", code="session.key_inactive")
    pywidget.expect.notice(kind="disabled", actions=["contact"], reference="req_42")
    pywidget.expect.tokens(asked=0)
    # --8<-- [end:config]


# --8<-- [start:rate-limit]
def test_a_rate_limit_is_waited_for(page: Page, pywidget: PyWidget, widget: Widget) -> None:
    page.goto("/checkout")
    widget.fire("session.rate_limited", retry_after=30)
    pywidget.expect.notice(kind="waiting", actions=[])
    pywidget.advance(30)
    pywidget.expect.notice(kind="try-again", actions=["try-again"])
    # --8<-- [end:rate-limit]


# --8<-- [start:retry]
def test_an_outage_brings_the_form_back(page: Page, pywidget: PyWidget, widget: Widget) -> None:
    page.goto("/checkout")
    widget.fire("common.service_unavailable", request_id="req_43")
    pywidget.expect.notice(kind="try-again", text="Try again in a minute")
    pywidget.expect.report(code="common.service_unavailable", requestId="req_43")
    pywidget.press("try-again")
    pywidget.expect.screen("FORM")
    pywidget.expect.focus("widget")
    # --8<-- [end:retry]
