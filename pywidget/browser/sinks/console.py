"""The browser's console, for development."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties, severity

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


def send(page: Page, report: Report) -> str:
    """Call ``console.error``, ``console.warn`` or ``console.info``."""
    level = severity(report)
    method = "warn" if level == "warning" else level
    return call(page, "console." + method, "pywidget: " + event_name(report), properties(report))
