"""The fixtures for pytest, and what a failing test's report gets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from pywidget.testing.harness import Options, PyWidget, Widget

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Page

_UNDER_TEST = pytest.StashKey[PyWidget]()


@pytest.fixture(scope="session")
def pywidget_options() -> Options:
    """How pages are put under test. Define a fixture of this name to change it."""
    return Options()


@pytest.fixture(name="pywidget")
def pywidget_fixture(page: Page, pywidget_options: Options, request: pytest.FixtureRequest) -> Iterator[PyWidget]:
    """The page of the test, under test. Open it after this, with ``page.goto``."""
    under_test = PyWidget(page, pywidget_options, _folder_of(request))
    request.node.stash[_UNDER_TEST] = under_test
    yield under_test
    del request.node.stash[_UNDER_TEST]
    under_test.close()


@pytest.fixture(name="widget")
def widget_fixture(pywidget: PyWidget) -> Widget:
    """The page's first widget."""
    return pywidget.widget()


def _folder_of(request: pytest.FixtureRequest) -> Path:
    """Where pytest-playwright keeps what belongs to a failing test, else a folder that pytest keeps for a while."""
    if request.config.pluginmanager.has_plugin("playwright"):
        return Path(request.getfixturevalue("output_path"))
    return Path(request.getfixturevalue("tmp_path"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what happened to the report of any failing test that has the fixture, and keep its trace."""
    report = yield
    under_test = item.stash.get(_UNDER_TEST, None)
    # What our own assertions say has it already.
    is_told = call.excinfo is not None and under_test is not None and under_test.has_told(str(call.excinfo.value))
    if call.when == "call" and report.failed and under_test is not None and not is_told:
        try:
            report.sections.append(("pywidget", f"{under_test.timeline()}\n\n{under_test.keep()}"))
        except Error as error:
            report.sections.append(("pywidget", f"the page has nothing to say: {error}"))
    return report
