"""Finds mistakes in a page that has the widget: those that the browser reports late or not at all.

One file per subject, each with ``findings(page)``; :mod:`pywidget.check.findings` says what each mistake leads to and
what to do instead. The check loads and runs nothing, so it does not know what scripts in other files do.
"""

from __future__ import annotations

from pywidget.check import handlers, leaks, policy, tag, widget
from pywidget.check.findings import Finding
from pywidget.check.page import Page

__all__ = ["Finding", "Page", "check", "notes"]


def check(page: Page) -> list[Finding]:
    """Return what is wrong with a page, from its first line to its last."""
    found = {finding for subject in (tag, widget, handlers, policy, leaks) for finding in subject.findings(page)}
    return sorted(found, key=lambda finding: (finding.line, finding.column, finding.code))


def notes(page: Page) -> list[str]:
    """Return what is no mistake in a page, and has to be known all the same."""
    if page.pywidget_tags or tag.is_brought(page) or tag.is_missing(page):
        return []
    if not page.not_read:
        return ["pywidget.js is not in this part of a page: the page that it is put into has to bring it."]
    return ["pywidget.js is not in the page's own HTML: one of the files that were not read has to bring it."]
