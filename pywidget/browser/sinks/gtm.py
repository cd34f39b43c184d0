"""Google Tag Manager: an event in ``dataLayer``, with the report under a name of its own.

The data layer keeps what was pushed before and merges what comes: fields that a report lacks are set to null, so that
it never shows those of the one before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.sinks import event_name, properties
from pywidget.core.reports import FIELDS

if TYPE_CHECKING:
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


def send(page: Page, report: Report) -> str:
    """Call ``dataLayer.push({event: name, ats_error: report})``."""
    fields: Report = dict.fromkeys(FIELDS)
    fields.pop("id")
    fields.update(properties(report))
    return page.pushPage("dataLayer", json.dumps({"event": event_name(report), "ats_error": fields}))
