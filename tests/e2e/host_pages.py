"""Pages of real frameworks (``hosts/``), each of which draws a widget its own way.

Import the fixtures where they are wanted::

    from host_pages import hosts_fixture, stage_fixture  # noqa: F401
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from conftest import HERE
from site_for_tests import Site, serve
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, Page

#: These take over what their server has made.
HYDRATING = ["react19", "react18", "vue", "svelte"]
#: For what comes later one React is enough.
HOSTS = ["react19", "vue", "svelte", "angular", "alpine", "htmx", "turbo"]

#: Else the browser asks for one, and complains that there is none.
ICON = '<link rel="icon" href="data:,">'
OTHER = '<section id="other">Other</section>'


class Hosts:
    """The bundled hosts, and a site that serves them."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.folder = folder

    def page(self, name: str, *, host_first: bool = True, **attributes: str) -> str:
        """Make a page of a host and return its address; ``attributes`` are the script tag's."""
        given = {"token-url": "/token", "contact": "help@example.org", **attributes}
        tag = "".join(f' data-{key}="{value}"' for key, value in given.items())
        scripts = ["/hosts/" + name, "/pywidget/pywidget", "/files/stand-in", "/files/acting"]
        if not host_first:
            scripts[:2] = scripts[1::-1]
        # In the head: what is in the body goes with it where a page is swapped.
        head = (
            f'{ICON}<meta name="turbo-refresh-method" content="morph">'
            '<meta name="htmx-config" content=\'{"includeIndicatorStyles": false}\'>'
            "<script>window.problems = [];</script>"
        ) + "".join(f'<script src="{script}.js"{tag if "pywidget" in script else ""}></script>' for script in scripts)

        def made(inside: str) -> str:
            return self.site.page(f'<div id="root">{inside}</div>', head=head, tag=False, policy="")

        written = self.folder / f"{name}.html"
        inside = written.read_text().strip() if written.exists() else ""
        inside = inside.replace("{other}", made(OTHER)).replace("{again}", made('<p id="drawn">drawn again</p>'))
        return made(inside)


class Stage:
    """A page of one host, and what it complains about."""

    def __init__(self, page: Page, hosts: Hosts) -> None:
        self.page = page
        self.hosts = hosts
        self.complaints: list[str] = []
        page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"warning", "error"}:
            self.complaints.append(message.text)

    def open(self, name: str, *, host_first: bool = True, **attributes: str) -> None:
        """Open a page of a host, and let it draw its widget."""
        self.page.goto(self.hosts.page(name, host_first=host_first, **attributes))
        self.page.evaluate("() => host.start()")
        self.page.locator("#w1").wait_for(state="attached")

    def call(self, what: str) -> None:
        """Let the host do something, and wait until its page has been drawn."""
        self.page.evaluate(
            """(what) => {
                window.drawn = false;
                const ours = ({ target }) => target.closest?.("pywidget-notice, pywidget-cover");
                const observer = new MutationObserver((records) => {
                    if (records.every(ours)) return;
                    observer.disconnect();
                    window.drawn = true;
                });
                observer.observe(document, { subtree: true, childList: true, characterData: true });
                host[what]();
            }""",
            what,
        )
        self.page.wait_for_function("() => drawn")

    def notices(self) -> int:
        """Return how many notices the visitor sees."""
        return self.page.locator("pywidget-notice[data-shown]").count()

    def complained(self) -> list[str]:
        """Return what the framework complained about."""
        problems: list[str] = self.page.evaluate("() => problems")
        return [*problems, *self.complaints]


@pytest.fixture(name="hosts", scope="session")
def hosts_fixture(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    folder = tmp_path_factory.mktemp("hosts")
    # dev.py puts Node on the PATH.
    subprocess.run(["node", HERE / "hosts" / "build.mjs", folder], check=True)  # noqa: S607  as said above
    site = Site(bundle, HERE / "files")
    site.app.routes.append(Mount("/hosts", StaticFiles(directory=folder)))
    with serve(site):
        yield Hosts(site, folder)


@pytest.fixture(name="stage")
def stage_fixture(page: Page, hosts: Hosts) -> Stage:
    hosts.site.clear()
    return Stage(page, hosts)
