"""docs/dependencies.md names everything that is installed, with a reason, and nothing else."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from typing import TYPE_CHECKING

from doc_blocks import quoted, rows

from tools.sources import ROOT
from tools.wasm import source

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = "dependencies.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NPM = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))


def listed(heading: str) -> list[str]:
    """The names in the tables below a heading."""
    return [name for first, _reason in rows(PAGE, heading) for name in quoted(re.sub(r"extra `.*`", "", first))]


def named(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[^\w.-]", line)[0] for line in requirements}


def wanted(*names: str) -> set[str]:
    text = "".join((ROOT / f"requirements-{name}.in").read_text(encoding="utf-8") for name in names)
    return named(re.findall(r"^\w.*", text, re.MULTILINE))


def test_each_has_a_reason_and_stands_once() -> None:
    for heading in (
        "The Python package",
        "Building",
        "Checks and tests",
        "Frameworks and clients to test with",
        "From the system",
    ):
        found = listed(heading)
        assert sorted(set(found)) == sorted(found), heading
        for first, reason in rows(PAGE, heading):
            assert len(reason) > 3, first


def test_what_the_python_package_needs() -> None:
    found = dict.fromkeys(listed("The Python package"))
    extras = PROJECT["optional-dependencies"]
    assert set(found) == named(PROJECT["dependencies"]).union(*map(named, extras.values()))
    for extra, requirements in extras.items():
        (row,) = [first for first, _reason in rows(PAGE, "The Python package") if f"extra `{extra}`" in first]
        assert set(quoted(row)) == {*named(requirements), extra}


def test_what_building_needs() -> None:
    assert set(listed("Building")) == wanted("build", "node", "lock", "wasm") | set(NPM["dependencies"])


def test_what_checks_and_tests_need() -> None:
    tests, beside = set(listed("Checks and tests")), set(listed("Frameworks and clients to test with"))
    assert tests & beside == set()
    assert tests | beside == wanted("dev") | set(NPM["devDependencies"])


def strings_in(node: ast.AST) -> set[str]:
    """The strings of a table; of a dictionary those of its values."""
    if isinstance(node, ast.Dict):
        return set().union(*map(strings_in, node.values))
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def from_debian() -> set[str]:
    """What tools/ installs with apt-get: what is given to apt_install, or is in the module's table PACKAGES."""
    found: set[str] = set()
    for path in sorted((ROOT / "tools").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tables: dict[str, set[str]] = {}
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                (target,) = node.targets if isinstance(node, ast.Assign) else (node.target,)
                if isinstance(target, ast.Name):
                    tables[target.id] = strings_in(node.value)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "apt_install":
                (given,) = call.args
                name = given.id if isinstance(given, ast.Name) else ""
                # The variable of a loop stands for all of the table.
                found |= strings_in(given) if not name else tables.get(name) or tables["PACKAGES"]
    return found


def test_what_comes_from_the_system() -> None:
    assert set(listed("From the system")) == from_debian() | {source.PACKAGE}


def test_the_interpreter_s_sources_are_those_that_are_fetched() -> None:
    text = (ROOT / "docs" / PAGE).read_text(encoding="utf-8")
    assert f"`{source.PACKAGE}` {source.VERSION}" in text


def test_what_has_no_hash_has_a_reason() -> None:
    table = rows(PAGE, "Pinned by hashes")
    assert len(table) == 5
    assert all(len(cell) > 10 for row in table for cell in row)
