"""Google Tag Manager: an event in ``dataLayer``, with the report under a name of its own.

The data layer merges each entry into the ones before. So fields that a report does not have are set to null; otherwise
they would keep the values of the report before.
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
