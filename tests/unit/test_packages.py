"""The packages that one command makes: what is in them, and that they work where nothing else of pywidget is."""

from __future__ import annotations

import email
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from checkouts import ROOT, clone

from hatch_build import TOOLS
from pywidget.cli.bundle import bundle_directory, bundle_files
from pywidget.version import VERSION
from tools import sbom
from tools.plain_links import without_relative_links

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

WHEEL = f"pywidget_errors-{VERSION}-py3-none-any.whl"
ARCHIVE = f"pywidget_errors-{VERSION}.tar.gz"
NPM = f"pywidget-errors-{VERSION}.tgz"
INFO = f"pywidget_errors-{VERSION}.dist-info"

PIP = ("-m", "pip", "--disable-pip-version-check")
#: The tests reach no index, so what a build needs is that of this environment.
HERE_ONLY = ("--no-index", "--no-deps", "--no-build-isolation")


def run(*command: str | Path, cwd: Path, path: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command that finds nothing of this checkout, and only the programs in the folders of ``path``."""
    own = {name: value for name, value in os.environ.items() if name not in {"PATH", "PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**own, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def succeed(*command: str | Path, cwd: Path, path: str = "") -> str:
    """Run a command as :func:`run` does, and return what it prints."""
    process = run(*command, cwd=cwd, path=path)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


def files_of(archive: Path) -> dict[str, bytes]:
    """Return the files of a wheel, or of another archive without the folder that all of them are in."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as tar:
        opened = {entry.name.partition("/")[2]: tar.extractfile(entry) for entry in tar.getmembers()}
        return {name: file.read() for name, file in opened.items() if file}


@pytest.fixture(scope="module")
def environment(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel. What pywidget requires is that of this environment, as a path."""
    folder = tmp_path_factory.mktemp("venv")
    succeed(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    succeed(sys.executable, *PIP, "--python", scripts / "python", "install", *HERE_ONLY, packages / WHEEL, cwd=folder)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(succeed(scripts / "python", "-c", where, cwd=folder).strip())
    # Found after what is installed. The links in it, such as that to this checkout, are not followed.
    (site / "requirements.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


def test_one_command_makes_all_packages(packages: Path) -> None:
    assert {path.name for path in packages.iterdir()} == {WHEEL, ARCHIVE, NPM}


def test_the_wheel_has_what_is_used_and_nothing_else(packages: Path) -> None:
    files = files_of(packages / WHEEL)
    assert {name.split("/")[0] for name in files} == {"pywidget", INFO}
    bundle = bundle_directory()
    assert {name.removeprefix("pywidget/bundled/") for name in files if name.startswith("pywidget/bundled/")} == {
        path.as_posix() for path in bundle_files(bundle)
    }
    used = {"pywidget/py.typed", "pywidget/static/index.html", f"{INFO}/licenses/LICENSE", f"{INFO}/licenses/NOTICE"}
    assert used <= set(files)
    for name in ("LICENSE", "NOTICE"):
        assert files[f"{INFO}/licenses/{name}"] == (ROOT / name).read_bytes()
    # Where tools look for it.
    assert files[f"{INFO}/sboms/{sbom.NAME}"] == (bundle / sbom.NAME).read_bytes()
    assert [name for name in files if name.startswith("pywidget/page/") or "__pycache__" in name] == []


def test_the_source_archive_has_what_git_has_and_the_bundle(packages: Path, tmp_path: Path) -> None:
    files = set(files_of(packages / ARCHIVE))
    checkout = clone(tmp_path)
    cloned = {path.relative_to(checkout).as_posix() for path in checkout.rglob("*") if path.is_file()}
    bundled = {f"pywidget/bundled/{path.as_posix()}" for path in bundle_files(bundle_directory())}
    script = "pywidget/testing/in-page.js"
    assert files == cloned | bundled | {script, "pywidget/bundled/.sources", "PKG-INFO"}


def test_the_metadata_is_that_of_pywidget_errors(packages: Path) -> None:
    metadata = email.message_from_bytes(files_of(packages / WHEEL)[f"{INFO}/METADATA"])
    assert (metadata["Name"], metadata["Version"]) == ("pywidget-errors", VERSION)
    assert "MIT AND" in metadata["License-Expression"]
    assert metadata.get_all("License-File") == ["LICENSE", "NOTICE"]
    text = metadata.get_payload()
    assert isinstance(text, str)
    assert text.startswith("# pywidget\n")
    # At an index, they would lead nowhere.
    assert re.findall(r"\]\((?!https?:|#)", text) == []


def test_the_installed_package_runs_without_the_checkout(environment: Path, tmp_path: Path) -> None:
    where = succeed(environment / "python", "-c", "import pywidget; print(pywidget.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(environment.parent)
    assert VERSION in succeed(environment / "pywidget", "--version", cwd=tmp_path)
    assert "auth" in succeed(environment / "pywidget", "explain", "common.auth.expired", cwd=tmp_path)
    succeed(environment / "pywidget", "bundle", "site", cwd=tmp_path)
    bundle = bundle_directory()
    for path in bundle_files(bundle):
        assert (tmp_path / "site" / path).read_bytes() == (bundle / path).read_bytes()


def test_what_is_missing_is_named_as_it_can_be_installed(environment: Path, tmp_path: Path) -> None:
    program = "import sys; sys.modules['httpx2'] = None; import pywidget.server.session"
    process = run(environment / "python", "-c", program, cwd=tmp_path)
    assert "pip install httpx2" in process.stderr


def test_a_source_archive_makes_the_same_wheel_without_node(packages: Path, tmp_path: Path) -> None:
    succeed(sys.executable, *PIP, "wheel", *HERE_ONLY, "--wheel-dir", tmp_path, packages / ARCHIVE, cwd=tmp_path)
    assert files_of(tmp_path / WHEEL) == files_of(packages / WHEEL)


def test_a_source_archive_needs_no_tools_to_be_built(packages: Path, checkout: Path, tmp_path: Path) -> None:
    with tarfile.open(packages / ARCHIVE) as tar:
        # By name, because Python has it only since 3.11.4.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        tar.extractall(tmp_path)  # noqa: S202  the test has just made it
    ask = "import hatchling.build; print(*sorted(hatchling.build.get_requires_for_build_wheel()))"
    assert succeed(sys.executable, "-c", ask, cwd=tmp_path / ARCHIVE.removesuffix(".tar.gz")).split() == []
    assert succeed(sys.executable, "-c", ask, cwd=checkout).split() == [f"{name}=={version(name)}" for name in TOOLS]


# ---- the same from the same sources ---------------------------------------------------------------------------------


class Built(NamedTuple):
    """What was built in another place."""

    bundle: Path
    packages: Path


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The bundle and the packages, built by somebody whose computer has other settings, and in a deeper folder."""
    checkout = tmp_path_factory.mktemp("elsewhere") / "a folder" / "of mine" / "copy-of-pywidget"
    checkout.mkdir(parents=True)
    clone(checkout)
    for path in sorted(checkout.rglob("*")):
        # As a clone has them where nobody else may read.
        path.chmod(0o700 if path.is_dir() or os.access(path, os.X_OK) else 0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000 + len(path.name)))
    (checkout / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    other = {
        "TZ": "Asia/Kathmandu",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
    }
    packages = checkout / "dist" / "packages"
    made = subprocess.run(
        [sys.executable, "-m", "tools.packages", str(packages)],
        cwd=checkout,
        env={**os.environ, **other},
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return Built(checkout / "pywidget" / "bundled", packages)


def test_the_same_sources_give_the_same_bundle_elsewhere(elsewhere: Built) -> None:
    here = bundle_directory()
    assert bundle_files(elsewhere.bundle) == bundle_files(here)
    for path in bundle_files(here):
        assert (elsewhere.bundle / path).read_bytes() == (here / path).read_bytes(), path


@pytest.mark.parametrize("name", [WHEEL, ARCHIVE, NPM])
def test_the_same_sources_give_the_same_packages_elsewhere(elsewhere: Built, packages: Path, name: str) -> None:
    there, here = files_of(elsewhere.packages / name), files_of(packages / name)
    assert {path for path in there.keys() | here.keys() if there.get(path) != here.get(path)} == set()
    # Their order, times and modes, too.
    assert (elsewhere.packages / name).read_bytes() == (packages / name).read_bytes()


# ---- a checkout without the bundle ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clone(tmp_path_factory.mktemp("checkout"))


def program(folder: Path, name: str, text: str) -> None:
    """Put a program into a folder."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        ({}, "needs Node, and there is none: install Node 20 or newer"),
        ({"node": "echo v18.19.0"}, "needs a newer Node than v18.19.0: install Node 20 or newer"),
        ({"node": "echo v20.0.0"}, "needs npm, and there is none: install Node 20 or newer with npm"),
        ({"node": "echo v20.0.0", "npm": "echo unreachable >&2; exit 1"}, "is the npm registry reachable?"),
    ],
)
def test_what_a_build_lacks_is_said_in_a_sentence(
    checkout: Path, tmp_path: Path, programs: dict[str, str], said: str
) -> None:
    for name, text in programs.items():
        program(tmp_path, name, text)
    build = "import hatchling.build, sys; hatchling.build.build_wheel(sys.argv[1])"
    process = run(sys.executable, "-c", build, tmp_path, cwd=checkout, path=str(tmp_path))
    assert process.returncode == 1
    lines = process.stderr.splitlines()
    assert [line for line in lines if said in line and line.startswith("pywidget: ")] == lines[-1:]
    assert "Traceback" not in process.stderr


def test_a_build_installs_its_own_javascript_packages(checkout: Path, tmp_path: Path) -> None:
    program(tmp_path, "node", "echo v20.0.0")
    program(tmp_path, "npm", 'echo "$@" > asked; mkdir node_modules')
    build = "import hatchling.build, sys; hatchling.build.build_wheel(sys.argv[1])"
    # The packages did not come, which is what the build then says.
    process = run(sys.executable, "-c", build, tmp_path, cwd=checkout, path=f"{tmp_path}:/usr/bin:/bin")
    asked = checkout / "asked"
    assert asked.read_text(encoding="utf-8").split() == [
        "ci",
        "--omit=dev",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]
    assert "the packages of package.json are not installed" in process.stderr
    assert "Traceback" not in process.stderr


def test_the_packages_of_a_build_are_those_that_it_imports() -> None:
    script = (ROOT / "tools" / "pack.mjs").read_text(encoding="utf-8")
    imported = re.findall(r'^import .* from "([^."][^"]*)"', script, re.MULTILINE)
    npm = {name for name in imported if not name.startswith("node:")}
    dependencies = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert npm | {"@micropython/micropython-webassembly-pyscript"} == set(dependencies)


def test_links_that_would_lead_nowhere_become_words() -> None:
    text = (
        "![A picture](docs/a.png)\n\nSee [`a`](docs/a.md#b), [the web](https://example.org) and [below](#below).\n\n"
        "```js\nlist[0](docs);\n```\n"
    )
    assert without_relative_links(text) == (
        "See `a`, [the web](https://example.org) and [below](#below).\n\n```js\nlist[0](docs);\n```\n"
    )
