"""Tests of a page with the widget and pywidget, with pytest and Playwright.

Install ``pywidget-errors[testing]``, and name this module in the ``conftest.py`` at the root of your tests::

    pytest_plugins = ["pywidget.testing"]

Tests then have the fixtures ``pywidget`` (:class:`PyWidget`) and ``widget`` (:class:`Widget`). The page's widget is
replaced by a stand-in that needs no network and fails when it is told to, and the token endpoint answers as the test
says. ``docs/testing.md`` has one test for each path. The same names are in the npm package, under
``pywidget-errors/testing``.

PYTEST_DONT_REWRITE: there are no assert statements here, and a conftest.py that imports from here before pytest does
would only get a warning.
"""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("pytest") is None or find_spec("playwright") is None:
    raise ImportError("pywidget.testing needs pytest and Playwright: pip install 'pywidget-errors[testing]'")

from pywidget.testing.expect import Expect, NoticeFields, ReportFields, VerdictFields
from pywidget.testing.fixtures import pytest_runtest_makereport, pywidget_fixture, pywidget_options, widget_fixture
from pywidget.testing.harness import Options, PyWidget, Sequence, Step, Widget
from pywidget.testing.tokens import Mood, TokenRequest, Tokens

__all__ = [
    "Expect",
    "Mood",
    "NoticeFields",
    "Options",
    "PyWidget",
    "ReportFields",
    "Sequence",
    "Step",
    "TokenRequest",
    "Tokens",
    "VerdictFields",
    "Widget",
    "pytest_runtest_makereport",
    "pywidget_fixture",
    "pywidget_options",
    "widget_fixture",
]
