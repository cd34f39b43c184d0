"""What is installed: every version is pinned once, and the playground gets only what it needs."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from tools import setup
from tools.setup import ROOT, Stamp

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NPM = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))


def wanted(name: str) -> list[str]:
    lines = (ROOT / f"requirements-{name}.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


BUILD = wanted("build")
DEV = wanted("dev")


def name_of(requirement: str) -> str:
    found = re.match(r"[\w-]+", requirement)
    assert found, requirement
    return found[0].lower()


def test_every_python_package_is_wanted_once() -> None:
    assert DEV.pop(0) == "-r requirements-build.in"
    names = [name_of(line) for line in BUILD + DEV]
    assert sorted(set(names)) == sorted(names)
    assert all(re.fullmatch(r"[a-z0-9-]+(\[\w+\])?==[\w.]+(; .+)?", line) for line in BUILD + DEV)


def test_what_the_package_needs_is_among_what_the_playground_gets() -> None:
    needed = {name_of(line) for line in PROJECT["project"]["dependencies"]}
    assert needed <= {name_of(line) for line in BUILD}


def test_the_build_imports_no_npm_package_that_only_tests_get() -> None:
    script = (ROOT / "tools" / "pack.mjs").read_text(encoding="utf-8")
    imported = set(re.findall(r'from "(?!node:)(.+?)"', script))
    assert imported == {"esbuild", "terser"}
    assert imported <= set(NPM["dependencies"])
    assert not set(NPM["dependencies"]) & set(NPM["devDependencies"])


def test_a_step_is_done_again_when_what_it_was_made_from_has_changed(tmp_path: Path) -> None:
    source = tmp_path / "pins.txt"
    source.write_text("a==1\n")
    stamp = Stamp(tmp_path, source, "3.11", name="-dev")
    assert not stamp.exists()
    stamp.set()
    assert stamp.is_current()
    assert not Stamp(tmp_path, source, "3.11").exists()
    assert not Stamp(tmp_path, source, "3.12", name="-dev").is_current()
    source.write_text("a==2\n")
    changed = Stamp(tmp_path, source, "3.11", name="-dev")
    assert changed.exists()
    assert not changed.is_current()


def test_a_linked_environment_is_replaced_and_not_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    of_another = tmp_path / "another"
    of_another.mkdir()
    (of_another / "kept").touch()
    environment = tmp_path / ".venv"
    environment.symlink_to(of_another)
    monkeypatch.setattr(setup, "VENV", environment)
    setup.create_venv()
    assert (environment / "pyvenv.cfg").is_file()
    assert [path.name for path in of_another.iterdir()] == ["kept"]
