"""Which addresses ``data-watch`` means, and what it says about itself where it is wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pywidget.check import Page, check

MODULE = Path(__file__).resolve().parents[2] / "pywidget" / "page" / "watch-rules.js"

#: Reads ``data-watch`` and answers which system each address belongs to.
PROGRAM = """
import { bare, like, readRules } from %s;
const { patterns, texts, addresses } = JSON.parse(process.argv[1]);
const read = texts.map((text) => {
  const problems = [];
  const rules = readRules(text, "https://page.example", (problem) => problems.push(problem));
  const systems = addresses.map(
    (address) => rules.find(({ matches }) => matches(bare(address, "https://page.example/shop/")))?.system ?? null,
  );
  return { problems, systems };
});
console.log(JSON.stringify({ likes: patterns.map(([pattern, address]) => like(pattern)(address)), read }));
"""


def run(patterns: Any = (), texts: Any = (), addresses: Any = ()) -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "the functions of a page need Node, and there is none on the PATH"
    asked = json.dumps({"patterns": patterns, "texts": texts, "addresses": addresses})
    program = PROGRAM % json.dumps(MODULE.as_uri())
    process = subprocess.run(
        [node, "--input-type=module", "--eval", program, asked], capture_output=True, text=True, check=False, timeout=60
    )
    assert process.returncode == 0, process.stderr
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


LIKE = [
    ("https://a.example/v1/works", "https://a.example/v1/works", True),
    ("https://a.example/v1/works", "https://a.example/v1/works/7", False),
    ("https://a.example/v1/*", "https://a.example/v1/works/7", True),
    ("https://a.example/v1/*", "https://a.example/v1/", True),
    ("https://a.example/v1/*", "https://a.example/v10", False),
    ("https://a.example/*/works", "https://a.example/v1/works", True),
    ("https://a.example/*/works", "https://a.example/v1/x/works", True),
    ("https://a.example/*/works", "https://a.example/works", False),
    ("https://a.example/a*a", "https://a.example/a", False),
    ("https://a.example/a*a", "https://a.example/aa", True),
    ("https://*.example/*/b*c", "https://www.example/x/b/d/c", True),
    ("https://*.example/*/b*c", "https://www.example/x/c/d/b", False),
    ("*", "https://a.example/", True),
    ("*/api/*", "https://a.example/api/x", True),
    # Nothing else has a meaning.
    ("https://a.example/v1/w.rks", "https://a.example/v1/works", False),
    ("https://a.example/[a-z]+", "https://a.example/abc", False),
    ("https://a.example/(x|y)", "https://a.example/x", False),
]


def test_a_star_stands_for_anything_and_nothing_else_does() -> None:
    found = run(patterns=[(pattern, address) for pattern, address, _ in LIKE])["likes"]
    assert list(zip(LIKE, found, strict=True)) == [(case, case[2]) for case in LIKE]


def test_no_pattern_makes_it_slow() -> None:
    # An expression made of this would try 10**50 ways.
    assert run(patterns=[("*a" * 50 + "*b", "a" * 100_000)])["likes"] == [False]


@pytest.mark.parametrize(
    "text", ["https://api.example/* mori /api/* breakground", "https://API.example/* mori,/api/* breakground"]
)
def test_pairs_of_a_pattern_and_a_system(text: str) -> None:
    (read,) = run(
        texts=[text],
        addresses=[
            "https://api.example/v1?key=secret#top",
            "https://page.example/api/x",
            "/api/x?y=1",
            "../api/x",
            "x",
            "https://api.example.evil.example/v1",
            "https://evil.example/https://api.example/v1",
            "blob:https://page.example/api/1",
            "data:text/plain,x",
        ],
    )["read"]
    assert read["problems"] == []
    assert read["systems"] == ["mori", "breakground", "breakground", "breakground", None, None, None, None, None]


def test_a_site_without_a_path_is_all_of_it() -> None:
    (read,) = run(
        texts=["https://API.example mori https://b.example:8443 breakground"],
        addresses=["https://api.example", "https://api.example/v1/x", "https://b.example:8443/x", "https://b.example/"],
    )["read"]
    assert read == {"problems": [], "systems": ["mori", "mori", "breakground", None]}
    (read,) = run(texts=["https://a.example mori"], addresses=["https://a.example.evil.example/"])["read"]
    assert read["systems"] == [None]


def test_the_first_pattern_that_matches_counts() -> None:
    (read,) = run(texts=["/api/orders/* mori /api/* breakground"], addresses=["/api/orders/1", "/api/x"])["read"]
    assert read["systems"] == ["mori", "breakground"]


def test_what_is_wrong_is_named_and_costs_itself_only() -> None:
    bad_pattern = "is no URL pattern. It may be: "
    no_system = "has no system after it, such as allfeat-api"
    reads = run(
        texts=[
            "api/* mori /b/* mori",
            "/a/*?x=1 mori /b/* mori",
            "/a/* /b/* mori",
            "/b/* mori /a/*",
            "ftp://a/* mori /b/* mori",
            "//a/* mori /b/* mori",
        ],
        addresses=["/a/1", "/b/1"],
    )["read"]
    for read, (named, said) in zip(
        reads,
        (
            ("api/*", bad_pattern),
            ("/a/*?x=1", bad_pattern),
            ("/a/*", no_system),
            ("/a/*", no_system),
            ("ftp://a/*", bad_pattern),
            ("//a/*", bad_pattern),
        ),
        strict=True,
    ):
        (problem,) = read["problems"]
        assert problem.startswith(f'"{named}" {said}')
        assert read["systems"] == [None, "mori"]


def test_check_finds_the_same_mistakes() -> None:
    """``pywidget check`` has the same rules a second time, in Python."""
    words = ["/api/*", "api/*", "//a/*", "https://a.example/*", "HTTP://A", "*", "/x?y", "/x#y", "ftp://a", "mori", "~"]
    texts = [f"{one}{between}{two} " for one in words for two in words for between in (" ", ",\n")]
    texts += [f"{one} {two} {three}" for one in words[:6] for two in words[4:] for three in ("mori", "/b", "-")]
    for text, page in zip(texts, run(texts=texts)["read"], strict=True):
        tag = f"<script src='pywidget.js' data-profile='/p' data-watch='{text}'></script>"
        found = [finding.what for finding in check(Page(tag)) if finding.code == "attribute-value"]
        assert mistakes(found) == mistakes(page["problems"]), text


def mistakes(problems: list[str]) -> set[tuple[str, str]]:
    """The words that problems are about, and what is wrong with each. ``pywidget check`` tells the same thing once."""
    found = [re.search('"([^"]*)" (is no URL pattern|has no system)', problem) for problem in problems]
    assert None not in found
    return {(match[1], match[2]) for match in found if match}
