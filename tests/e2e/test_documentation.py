"""The documentation's site, opened from the disk: on a phone and on a screen, by keyboard, and searched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
#: Pages with pictures, with wide tables, and with long lines of code.
WIDE = ("index", "troubleshooting", "accessibility", "architecture", "profiles", "reference/attributes", "start/flask")


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documentation")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True, timeout=120)
    return folder


@pytest.fixture
def fetched(page: Page) -> list[str]:
    """Every address that was fetched."""
    found: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else found.append(request.url)
    )
    return found


def test_every_page_fits_on_a_phone_and_on_a_screen(page: Page, documentation: Path, fetched: list[str]) -> None:
    wide = []
    for name in WIDE:
        path = documentation / f"{name}.html"
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
                wide.append((name, width))
    assert wide == []
    assert [address for address in fetched if not address.startswith(("file:", "data:"))] == []


def test_it_is_searched_by_keyboard(page: Page, documentation: Path, fetched: list[str]) -> None:
    page.goto((documentation / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('a.md-skip')")
    # "/" is the theme's key for the search.
    page.keyboard.press("/")
    page.wait_for_function("() => document.activeElement.matches('[data-md-component=search-query]')")
    page.keyboard.type("custom properties")
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/theming.html*")
    assert "--pywidget-accent" in page.locator("article").inner_text()
    assert [address for address in fetched if not address.startswith(("file:", "data:"))] == []
