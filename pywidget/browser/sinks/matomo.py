"""Matomo: ``trackEvent`` with the code as action, and as name what the failure can be found by.

The value is the number of failures that the event stands for, with those that had no report of their own. It is left
out where it is 1.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.sinks import event_name, weight

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


def send(page: Page, report: Report) -> str:
    """Call ``_paq.push(["trackEvent", category, action, name])``."""
    # Without an action, the event is refused.
    action = report.get("code") or report.get("event") or report.get("outcome") or "report"
    name = report.get("requestId") or report.get("outcome") or report.get("message") or ""
    event = ["trackEvent", event_name(report), action, name]
    count = weight(report)
    if count != 1:
        event.append(count)
    return page.pushPage("_paq", json.dumps(event))
