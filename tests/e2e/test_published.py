"""The MicroPython that its project publishes: for browsers that cannot run our cut, and for sites that want it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import HERE
from python_files import OLD_BROWSER
from recorded import check_end
from site_for_tests import Site, serve
from test_recordings import replay

from pywidget.cli.bundle import build_folder
from pywidget.cli.published import use_published
from tools.build import our_interpreter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(our_interpreter() is None, reason="this bundle has the published interpreter only")

#: One that is renewed, one that the visitor mends, and one after which all is over.
NAMES = ("401-expired-then-setToken-async", "validation_failed-with-details", "ws-refused-poll-failed")


@pytest.fixture(scope="module")
def published(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with what ``pywidget bundle --interpreter published`` puts into it."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(bundle, folder, dirs_exist_ok=True)
    use_published(folder, build_folder(folder))
    with serve(Site(folder, HERE / "files")) as site:
        yield site


def interpreters(site: Site) -> set[str]:
    """Return the files of interpreters that a page has loaded."""
    names = {path.rpartition("/")[2] for path in site.requests}
    return names & {"micropython.js", "micropython.wasm", "published.wasm"}


@pytest.mark.parametrize("name", NAMES)
def test_an_old_browser_gets_it(page: Page, site: Site, name: str) -> None:
    page.add_init_script(OLD_BROWSER)
    check_end(name, replay(page, site, name))
    assert interpreters(site) == {"micropython.js", "published.wasm"}


def test_other_browsers_get_our_cut(page: Page, site: Site) -> None:
    check_end(NAMES[1], replay(page, site, NAMES[1]))
    assert interpreters(site) == {"micropython.wasm"}


def test_a_site_can_have_it_alone(page: Page, published: Site) -> None:
    check_end(NAMES[1], replay(page, published, NAMES[1]))
    assert interpreters(published) == {"micropython.js", "micropython.wasm"}
