"""Datadog: an error in Real User Monitoring and an entry in the logs, each where its client is in the page.

The end of a failure is an action in Real User Monitoring, where errors are counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties, severity, text

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report

_METHODS = {"error": "error", "warning": "warn", "info": "info"}


def send(page: Page, report: Report) -> str:
    """Call ``DD_RUM.addError(error, context)`` and ``DD_LOGS.logger.error(message, context)``."""
    context = {event_name(report): properties(report)}
    if "outcome" in report:
        monitored = call(page, "DD_RUM.addAction", event_name(report), context)
    else:
        monitored = call(page, "DD_RUM.addError", _error(report), context)
    logged = call(page, "DD_LOGS.logger." + _METHODS[severity(report)], text(report), context)
    results = (monitored, logged)
    for result in ("sent", "failed"):
        if result in results:
            return result
    return "missing"


def _error(report: Report) -> Report:
    """The data from which the page makes an Error. Its own stack would only show pywidget's code, so one is given."""
    name = report.get("code") or report.get("event") or "ats_error"
    message = report.get("message") or ""
    system = report.get("system") or ""
    # Errors with the same code belong to the same issue, even if their texts differ.
    fingerprint = f"ats_error {system} {name}"
    return {"$error": {"name": name, "message": message, "stack": f"{name}: {message}", "dd_fingerprint": fingerprint}}
