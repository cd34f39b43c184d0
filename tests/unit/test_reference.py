"""The reference pages are up to date, and their links and tables are whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pywidget.catalog import SYSTEMS, load
from pywidget.locales.en import TEXTS as ENGLISH
from tools import reference

if TYPE_CHECKING:
    from pathlib import Path

PAGES = reference.pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(reference.FOLDER).as_posix())
def test_pages_are_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path], "`python3 dev.py lists` writes it anew"


def test_there_is_no_other_page() -> None:
    assert set(reference.FOLDER.rglob("*.md")) == set(PAGES)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(reference.FOLDER).as_posix())
def test_tables_are_whole(path: Path) -> None:
    """GitHub and MkDocs disagree about ``|`` in a cell, and take ``<token>`` for an element."""
    for table in re.findall(r"(?:^\|.*\n)+", PAGES[path], re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1, table
    text = re.sub(r"^```.*?^```$|`[^`\n]*`|<!--.*?-->", "", PAGES[path], flags=re.MULTILINE | re.DOTALL)
    assert "<" not in text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(reference.FOLDER).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for page, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", PAGES[path]):
        target = (path.parent / page).resolve() if page else path
        text = PAGES[target] if target in PAGES else target.read_text(encoding="utf-8")
        anchors = {
            re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        assert not anchor or anchor in anchors, f"{page}#{anchor}"


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_code_has_its_row(system: str) -> None:
    page = PAGES[reference.FOLDER / "catalog" / f"{system}.md"]
    for code, (path, remedy, status, message, action) in load(system).CODES.items():
        (row,) = re.findall(rf"^\| `{re.escape(code)}` \|.*$", page, re.MULTILINE)
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        text = ENGLISH[f"message.{message}"]
        told = [f"`{code}`", f"`{path}`", f"`{remedy}`", str(status or reference.NONE), f"`{message}`", text, action]
        assert [cell.replace("&lt;", "<") for cell in cells] == told
