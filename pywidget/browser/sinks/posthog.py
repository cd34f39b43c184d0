"""PostHog: ``posthog.capture``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


def send(page: Page, report: Report) -> str:
    """Call ``posthog.capture(name, properties)``."""
    return call(page, "posthog.capture", event_name(report), properties(report))
