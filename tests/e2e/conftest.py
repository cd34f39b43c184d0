"""The browser, the built bundle and the site that every end-to-end test shares."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from site_for_tests import Site, serve

from tools.build import build
from tools.chromium import FLAGS, executable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent

#: Which buttons of notices were pressed, and what came of it.
ACTIONS = HERE.parents[1] / "test-output" / "actions.txt"

#: Whether this is `dev.py test --all`: then what is tested once is also tested in every other situation.
ALL = os.environ.get("PYWIDGET_TESTS") == "all"

#: What is waited for comes, or never does; how long that takes is a matter of the machine. In milliseconds.
PATIENCE_MS = 120_000

#: A host's own tests: test_testing.py runs them, each with its own test runner.
collect_ignore = ["testing"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print which buttons of notices were pressed, and what came of it; it is kept in ``test-output``, too."""
    lines = sorted(
        str(value)
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "pressed"
    )
    if lines:
        ACTIONS.parent.mkdir(exist_ok=True)
        ACTIONS.write_text("\n".join(lines) + "\n", encoding="utf-8")
        terminalreporter.section("buttons of notices that were pressed")
        terminalreporter.write("\n".join(lines) + "\n")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Leave these tests out of the coverage: what it tells is how far the unit tests go."""
    item.add_marker("no_cover")


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The folder of built files, as a site would serve it."""
    return build()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_site(bundle: Path) -> Iterator[Site]:
    with serve(Site(bundle, HERE / "files")) as site:
        yield site


@pytest.fixture
def site(shared_site: Site) -> Site:
    """The site, with nothing in its logs."""
    shared_site.clear()
    return shared_site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser profile of its own. A page that throws fails its test."""
    with page_of(browser) as page:
        yield page


@contextmanager
def page_of(browser: Browser) -> Iterator[Page]:
    """Give a page in a profile of its own, and fail if it has thrown."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    assert thrown == []
