"""Finds pieces of code in the documents, for tests that run them."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def named_block(document: str, name: str) -> str:
    """Return the one block of a document whose fence has this word behind its language."""
    text = (DOCS / document).read_text(encoding="utf-8")
    (code,) = re.findall(rf"^```\w+ {re.escape(name)}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return str(code)


def rows(document: str, heading: str) -> list[list[str]]:
    """Return the rows of the tables below a heading, without those that begin a table."""
    _, found, below = (DOCS / document).read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    assert found, f"docs/{document} has no heading {heading}"
    tables = re.findall(r"(?:^\|.*\n)+", below.partition("\n## ")[0], re.MULTILINE)
    return [[cell.strip() for cell in row[1:-1].split("|")] for table in tables for row in table.splitlines()[2:]]


def quoted(text: str) -> list[str]:
    """Return what a text has between backquotes."""
    return re.findall(r"`([^`]*)`", text)
