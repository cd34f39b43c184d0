"""The same tests in other browsers than Chromium: Firefox and WebKit, as far as the machine has them.

Each of the two is the system's own, or Playwright's: PYWIDGET_FIREFOX and PYWIDGET_WEBKIT say which, and
``dev.py test`` sets them. A module imports the fixtures, which take the places of those with the same names, and then
the tests.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import pytest
from closed_loop import Loop
from conftest import HERE, page_of
from double_server import Demo
from firefox import Firefox
from playwright.sync_api import sync_playwright
from remote_page import FILES, RemotePage
from site_for_tests import Site, serve
from starlette.responses import Response
from starlette.routing import Route
from webkit import Programs, WebKit

from tools.browsers import MISSING, find, find_screen, find_webkit_driver, is_of_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from remote_page import Driver
    from starlette.requests import Request
    from traffic import Traffic

#: Whether this is `dev.py browsers`: then a browser that cannot be had is an error, and everything is tested.
ALL = os.environ.get("PYWIDGET_BROWSERS") == "all"


class Browsers:
    """One browser at work, and what stands in front of the servers of its pages.

    Attributes:
        name: of the browser.
        page: the page of the test that runs; None if Playwright drives it.
        traffics: what becomes of the requests to each server.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.page: RemotePage | None = None
        self.traffics: list[Traffic] = []

    def first(self) -> str:
        """Return what every page has before all else, because not every driver can put it there."""
        scripts = self.page.first if self.page else []
        return "".join(f'<script src="/first/{path.name}"></script>' for path in scripts)

    def route(self) -> Route:
        """Return where these scripts are."""
        return Route("/first/{name}", self._script)

    async def _script(self, request: Request) -> Response:
        assert self.page
        (path,) = (path for path in self.page.first if path.name == request.path_params["name"])
        return Response(path.read_text(encoding="utf-8"), media_type="text/javascript")

    def go_offline(self, offline: bool) -> None:  # noqa: FBT001  it is called with what the page's own is called with
        """Let no request through, or every one."""
        for traffic in self.traffics:
            traffic.breaks(*[""] * offline)


@pytest.fixture(name="driven", scope="module", params=["firefox", "webkit"])
def driven_fixture(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browsers, Driver | Browser]]:
    """A browser of the system, driven by what can drive it, or one of Playwright's."""
    name: str = request.param
    program = find(name)
    if not program:
        (pytest.fail if ALL else pytest.skip)(MISSING[name])
    if is_of_playwright(program):
        with sync_playwright() as playwright:
            browser = getattr(playwright, name).launch(executable_path=program)
            yield Browsers(name), browser
            browser.close()
        return
    folder = tmp_path_factory.mktemp(name)
    driver = start(name, program, folder)
    try:
        yield Browsers(name), driver
    finally:
        driver.close()


def start(name: str, program: str, folder: Path) -> Driver:
    """Start a browser of the system; what it writes goes into the folder."""
    if name == "firefox":
        return Firefox(program, folder)
    return WebKit(Programs(find_webkit_driver(), program, find_screen()), folder)


@pytest.fixture(name="demo", scope="module")
def demo_fixture(driven: tuple[Browsers, Any], bundle: Path) -> Iterator[Demo]:
    browsers, _driver = driven
    demo = Demo(bundle)
    demo.app.router.routes.insert(0, browsers.route())
    demo.first = browsers.first
    browsers.traffics.append(demo.traffic)
    demo.start()
    yield demo
    demo.stop()


@contextlib.contextmanager
def serve_to(browsers: Browsers, bundle: Path) -> Iterator[Site]:
    site = Site(bundle, HERE / "files")
    site.app.router.routes.insert(0, browsers.route())
    site.first = browsers.first
    with serve(site):
        yield site


@pytest.fixture(name="shared_site", scope="module")
def shared_site_fixture(driven: tuple[Browsers, Any], bundle: Path) -> Iterator[Site]:
    with serve_to(driven[0], bundle) as site:
        yield site


@pytest.fixture(name="unseen_site")
def unseen_site_fixture(driven: tuple[Browsers, Any], bundle: Path) -> Iterator[Site]:
    """A site of which the browser keeps no file: its address is new."""
    with serve_to(driven[0], bundle) as site:
        yield site


@pytest.fixture(name="page")
def page_fixture(driven: tuple[Browsers, Any]) -> Iterator[Page | RemotePage]:
    """A page in a profile of its own. One that throws fails its test, and one in which pywidget complains."""
    browsers, driver = driven
    if not isinstance(driver, Firefox | WebKit):
        with page_of(driver) as played:
            yield played
        return
    page = browsers.page = RemotePage(driver, driver.fresh(), browsers.go_offline)
    if browsers.name == "webkit":
        # It tells its driver nothing.
        page.add_init_script(path=FILES / "console.js")
    yield page
    for traffic in browsers.traffics:
        traffic.breaks()
        traffic.forget()
    if not page.may_complain:
        complaints = [line for line in page.collect() if line[0] == "pageerror" or "pywidget" in line[1]]
        assert complaints == [], complaints


class RemoteLoop(Loop):
    """A loop in a browser of which only the server can tell whether requests are under way."""

    def is_busy(self) -> bool:
        traffic = self.demo.traffic
        # What has just been sent is there before what is sent after it.
        self.page.evaluate("async () => { await fetch('/host/0', { method: 'HEAD' }).catch(() => 0); }")
        return len(traffic.under_way) > traffic.held


@pytest.fixture(name="loop")
def loop_fixture(page: Page | RemotePage, demo: Demo) -> Loop:
    return RemoteLoop(page, demo) if isinstance(page, RemotePage) else Loop(page, demo)  # type: ignore[arg-type]  # as far as loops go, it is one
