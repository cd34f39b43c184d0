"""What the documents and the playground list is what there is. Each of these lists was complete when it was written."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_sinks import REPORT, said

from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS
from pywidget.catalog import SYSTEMS, load
from pywidget.core.profile import PATH_REMEDIES
from pywidget.core.verdict import PATHS
from pywidget.locales import LANGUAGES
from pywidget.public.events import EVENTS, REASONS
from pywidget.version import VERSION
from tools import lists
from tools.archives import wheel_name
from tools.build import USUAL_SINKS, sink_names

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
RUNTIMES = (ROOT / "docs" / "runtimes.md").read_text(encoding="utf-8")
SERVER = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
PLAYGROUND = ROOT / "static" / "playground"
PACKAGE = ROOT / "pywidget"

#: What the reference writes where an attribute has no default.
NONE = "\N{EN DASH}"


def section(page: str, heading: str) -> str:
    """What stands below a heading, up to the next one."""
    _, _, below = page.partition(f"\n## {heading}\n")
    return below.partition("\n## ")[0]


def rows(text: str) -> Iterator[list[str]]:
    """The rows of all tables in a text, as lists of cells."""
    for line in text.splitlines():
        if line.startswith("| ") and not re.fullmatch(r"[| -]*", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]*)`", text)


def sources(*patterns: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for pattern in patterns for path in sorted(PACKAGE.glob(pattern)))


# ---- what a folder of the package says -----------------------------------------------------------------------------


def test_lists_of_languages_sinks_systems_and_codes_are_complete() -> None:
    assert [path.name for path in lists.stale()] == [], "`python3 dev.py lists` completes these"


def test_lists_are_made_of_what_there_is() -> None:
    known = lists.Known(ROOT)
    assert tuple(known.languages) == LANGUAGES
    assert known.sinks == sink_names()
    assert list(known.systems) == list(SYSTEMS)
    for system, (codes, title, document) in known.systems.items():
        assert (codes, title, document) == (len(load(system).CODES), load(system).TITLE, load(system).DOCUMENT)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_says_what_it_is_and_how_sure_of_it_one_can_be(tag: str) -> None:
    language = lists.Known(ROOT).languages[tag]
    assert language.about, f"the file of {tag} does not begin with its name and how readers are addressed"
    assert language.sure, f"the file of {tag} does not say `Checked: … which is sure of it`, or how sure else"


@pytest.mark.parametrize("sink", sink_names())
def test_every_sink_has_a_test_of_what_it_is_told(sink: str) -> None:
    told = said(sink, REPORT)
    assert told
    assert all(path for path, _ in told), "the name of the function that is called is empty"
    tests = (ROOT / "tests" / "unit" / "test_sinks.py").read_text(encoding="utf-8")
    assert tests.count(f'said("{sink}", ') > 0, f'tests/unit/test_sinks.py has no test of said("{sink}", …)'


@pytest.mark.parametrize("system", lists.Known(ROOT).systems)
def test_every_system_has_a_title_and_a_document(system: str) -> None:
    known = lists.Known(ROOT).systems[system]
    assert known.title, f"TITLE of {system} is empty: what people call it"
    assert known.document, f"DOCUMENT of {system} is empty: the page that its codes are documented on"


# ---- attributes -----------------------------------------------------------------------------------------------------


#: attribute -> default, values, meaning: as the reference has them
ATTRIBUTES = {
    name: (row[1].strip("`"), row[2], row[3])
    for row in rows((ROOT / "docs" / "reference" / "attributes.md").read_text(encoding="utf-8"))
    for name in quoted(row[0])
}


def test_attributes_are_listed_with_their_defaults() -> None:
    defaults = {name: choices[0] for name, choices in CHOICES.items()}
    defaults |= {name: f"{default:g}" for name, (default, _, _) in NUMBERS.items()}
    defaults |= {name: text or NONE for name, text in TEXTS.items()}
    assert {name: row[0] for name, row in ATTRIBUTES.items()} == defaults


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_is_listed(name: str) -> None:
    assert quoted(ATTRIBUTES[name][1]) == list(CHOICES[name])


def test_the_documents_know_which_sinks_need_an_address() -> None:
    need = [name for name in sink_names() if "def open(" in sources(f"browser/sinks/{name}.py")]
    assert quoted(ATTRIBUTES["data-analytics-url"][2]) == need
    usual = "`segment` and `console`"
    assert sorted(quoted(usual)) == sorted(USUAL_SINKS)
    assert f"report to other sinks than {usual}" in README
    assert f"all sinks but {usual}" in ARCHITECTURE


# ---- systems and codes ----------------------------------------------------------------------------------------------


def test_the_documents_know_every_path() -> None:
    for document in (README, (ROOT / "docs" / "paths.md").read_text(encoding="utf-8")):
        assert [row[0].strip("*") for row in rows(section(document, "What happens on each path"))][1:] == list(PATHS)
    told = {row[0]: row[1] for row in rows(section(SERVER, "Read errors"))}
    assert quoted(told["`path`"]) == list(PATHS)
    remedies = [remedy for path in PATHS for remedy in PATH_REMEDIES[path]]
    assert set(quoted(told["`remedy`"])) <= set(remedies)


def test_the_playground_offers_every_language_and_only_what_there_is() -> None:
    source = (PLAYGROUND / "tag.js").read_text(encoding="utf-8")
    (table,) = re.findall(r"const offered = (\{.*?\n  \});", source, re.DOTALL)
    offered = json.loads(re.sub(r",(\s*\})", r"\1", table))
    assert sorted(offered["data-lang"]) == sorted([TEXTS["data-lang"], *LANGUAGES])
    for name, values in offered.items():
        assert name in ATTRIBUTES
        if name in CHOICES:
            assert values == list(CHOICES[name]), name


# ---- events ---------------------------------------------------------------------------------------------------------


def test_every_event_stands_in_the_documents() -> None:
    on = next(row[1] for row in rows(section(RUNTIMES, "Hooks in Python")) if "handler.on" in row[0])
    paths, names = on.split("the end of an event's name:")
    assert [word for word in quoted(paths) if word != "name"] == list(PATHS)
    assert sorted(quoted(names.partition(". ")[0])) == sorted(EVENTS)


# ---- reasons of pywidget:renewal-failed -----------------------------------------------------------------------------


def strings(node: ast.AST | None) -> set[str]:
    """The texts that an expression can be; what it only compares with is none of them."""
    if isinstance(node, ast.IfExp):
        return strings(node.body) | strings(node.orelse)
    if isinstance(node, ast.BoolOp):
        return set().union(*map(strings, node.values))
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def reasons_of_the_core() -> set[str]:
    """What ``core/renewal.py`` fails with, or keeps as its reason."""
    module = ast.parse(sources("core/renewal.py"))
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_fail":
            found |= strings(node.args[0])
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("reason", "self.reason"):
            found |= strings(node.value)
    for function in module.body:
        if isinstance(function, ast.FunctionDef):
            found = found.union(*(strings(node.value) for node in ast.walk(function) if isinstance(node, ast.Return)))
    return found - {""}


def reasons_of_the_page() -> set[str]:
    """What ``page/token.js`` says of answers, and of widgets that do not take a token."""
    source = sources("page/token.js")
    bad = re.findall(r'outcome: "bad-answer", reason: ([^}]*)', source)
    found = {word for reason in bad for word in re.findall(r'"([^"]*)"', reason)}
    (give,) = re.findall(r"const give = .*?\n  \};", source, re.DOTALL)
    results = set(re.findall(r'return "([a-z]+)"', give)) - {"set", "repeated"}
    return found | {f"widget-{result}" for result in results}


def test_every_reason_of_a_failed_renewal_is_described() -> None:
    assert set(REASONS) == reasons_of_the_core() | reasons_of_the_page()


# ---- versions -------------------------------------------------------------------------------------------------------


def test_the_page_about_interpreters_names_the_versions_that_are_tested() -> None:
    packages = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert re.findall(r"tested with \(([\d.]+)\)", RUNTIMES) == [packages["pyodide"]]
    assert re.findall(r"PyScript (\d[\d.]*\d)", RUNTIMES) == [packages["@pyscript/core"]]
    assert set(re.findall(r"pywidget_page-[^\"]*\.whl", RUNTIMES)) == {wheel_name(VERSION)}
