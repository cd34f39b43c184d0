"""The documentation is a site that needs nothing else: it builds without a warning, and every link leads somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

from tools.site_pages import FURTHER, OUTSIDE, table

ROOT = Path(__file__).resolve().parents[2]
#: Elements whose addresses the browser fetches without being asked.
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}


class Html(NamedTuple):
    """A page as a browser gets it."""

    links: list[str]
    fetched: list[str]
    anchors: set[str]


class Reader(HTMLParser):
    """Collects the addresses and the anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.page = Html([], [], set())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.page.anchors.add(values["id"])
        if tag == "a" and "href" in values:
            self.page.links.append(values["href"])
        # Links of these kinds only say something of the page.
        if tag in FETCHED and FETCHED[tag] in values and values.get("rel") not in {"prev", "next", "canonical"}:
            self.page.fetched.append(values[FETCHED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Html]:
    found = {}
    for path in sorted(site.rglob("*.html")):
        reader = Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        found[path] = reader.page
    return found


def test_every_document_is_a_page(site: Path) -> None:
    documents = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    for document in [*documents, *map(Path, [*OUTSIDE, *FURTHER])]:
        assert (site / document).with_suffix(".html").is_file(), document


def test_no_page_shows_a_marker_of_a_snippet(pages: dict[Path, Html], site: Path) -> None:
    """One that is not quite right stands where its sample belongs, and so may one of the sample's own file."""
    assert pages
    for path in pages:
        text = unescape(re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8")))
        # A document may speak of markers; only those that begin a line, or a comment, are meant to be read.
        assert re.findall(r"(?m)^[ \t]*(?:<!--|#|//)?[ \t]*-+ *8 *< *-.*", text) == [], path.relative_to(site)


def test_links_and_anchors_lead_somewhere(pages: dict[Path, Html], site: Path) -> None:
    broken = []
    for path, page in pages.items():
        # Where the page for missing pages is shown, nothing knows; it names everything from the root of the site.
        folder = path.parent
        for link in [*page.links, *page.fetched]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            name = unquote(parts.path)
            target = site / name.lstrip("/") if name.startswith("/") else (folder / name).resolve() if name else path
            if target.is_dir():
                target /= "index.html"
            is_missing = not target.is_file()
            if is_missing or (parts.fragment and target in pages and parts.fragment not in pages[target].anchors):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(pages: dict[Path, Html], site: Path) -> None:
    assert pages
    for path, page in pages.items():
        assert [link for link in page.fetched if urlsplit(link).netloc] == [], path
    for sheet in site.rglob("*.css"):
        assert re.findall(r"url\(['\"]?(?:https?:)?//[^)]*", sheet.read_text(encoding="utf-8")) == [], sheet
    # The theme would fetch this from a CDN as soon as a page has a diagram.
    assert not any("mermaid" in path.read_text(encoding="utf-8") for path in pages if path.stem == "architecture")


def test_the_search_can_be_used_from_the_disk(site: Path, pages: dict[Path, Html]) -> None:
    assert (site / "search" / "search_index.js").is_file()
    assert all(any("iframe-worker" in link for link in page.fetched) for page in pages.values())


def test_a_state_diagram_is_a_table() -> None:
    diagram = 'stateDiagram-v2\n    state "gave-up" as gave_up\n    [*] --> a\n    a --> gave_up: x, y\n'
    assert table(diagram).splitlines()[2:] == ["| (at the start) |  | `a` |", "| `a` | `x`, `y` | `gave-up` |"]
