"""docs/dependencies.md names everything that is installed, with a reason, and nothing else."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from typing import TYPE_CHECKING

from doc_blocks import quoted, rows

from tools.sources import ROOT

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
    assert set(listed("Building")) == wanted("build", "node", "lock") | set(NPM["dependencies"])


def test_what_checks_and_tests_need() -> None:
    tests, beside = set(listed("Checks and tests")), set(listed("Frameworks and clients to test with"))
    assert tests & beside == set()
    assert tests | beside == wanted("dev") | set(NPM["devDependencies"])


def from_debian() -> set[str]:
    """What tools/ installs with apt-get: what is given to apt_install, or is in the table that a loop goes through."""
    found: set[str] = set()
    for path in sorted((ROOT / "tools").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tables = {
            target.id: ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and not any(isinstance(one, ast.Name) for one in ast.walk(node.value))
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant | ast.Tuple)
        }
        loops = {
            node.target.id: tables[node.iter.id]
            for node in ast.walk(tree)
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and isinstance(node.iter, ast.Name)
            if node.iter.id in tables
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "apt_install":
                for argument in node.args:
                    if isinstance(argument, ast.Constant):
                        found.add(str(argument.value))
                    else:
                        assert isinstance(argument, ast.Name), ast.unparse(node)
                        value = {**tables, **loops}[argument.id]
                        found |= {value} if isinstance(value, str) else set(value)
    return found


def test_what_comes_from_the_system() -> None:
    assert set(listed("From the system")) == from_debian()


def test_what_has_no_hash_has_a_reason() -> None:
    table = rows(PAGE, "Pinned by hashes")
    assert len(table) == 5
    assert all(len(cell) > 10 for row in table for cell in row)
