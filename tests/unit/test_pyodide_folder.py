"""The folder with Pyodide: compiled by it, locked, and with nothing that a page does not need."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from pywidget.cli import main
from pywidget.cli.pyodide_folder import pack_wheel
from pywidget.core.classify import classify
from pywidget.version import VERSION
from tools.build import inner, python_page_modules
from tools.sources import ROOT

PUBLISHED = ROOT / "node_modules" / "pyodide"
WHEEL = f"pywidget_page-{VERSION}-cp314-none-any.whl"


@pytest.fixture(scope="module")
def folder(bundle_with_pyodide: Path) -> Path:
    return inner(bundle_with_pyodide) / "pyodide"


def test_has_every_file_and_no_other(folder: Path) -> None:
    served = {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip"}
    compressed = {f"{name}{suffix}" for name in served for suffix in (".br", ".gz")}
    assert {path.name for path in folder.iterdir()} == served | compressed | {WHEEL, "NOTICE"}
    for name in served:
        content = (folder / name).read_bytes()
        assert brotli.decompress((folder / f"{name}.br").read_bytes()) == content
        assert gzip.decompress((folder / f"{name}.gz").read_bytes()) == content


def test_the_interpreter_is_as_it_was_published(folder: Path) -> None:
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        assert (folder / name).read_bytes() == (PUBLISHED / name).read_bytes()


def test_locks_one_package_by_its_hash(folder: Path) -> None:
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock["info"] == json.loads((PUBLISHED / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    assert list(lock["packages"]) == ["pywidget-page"]
    assert lock["packages"]["pywidget-page"] == {
        "name": "pywidget-page",
        "version": VERSION,
        "file_name": WHEEL,
        "sha256": hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest(),
        "imports": ["pywidget"],
        "depends": [],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def test_a_published_pyodide_installs_it_by_the_lock_file(folder: Path) -> None:
    code = f"""
        const {{ loadPyodide }} = await import({str(PUBLISHED / "pyodide.mjs")!r});
        const lockFileURL = {str(folder / "pyodide-lock.json")!r};
        const python = await loadPyodide({{ lockFileURL, packages: ["pywidget-page"] }});
        console.log(python.runPython("from pywidget import classify; str(classify('session.key_inactive'))"));
    """
    node = shutil.which("node")
    assert node
    process = subprocess.run([node, "-e", code], capture_output=True, text=True, check=False, timeout=120)
    assert process.stdout.splitlines()[-1:] == [str(classify("session.key_inactive"))], process.stderr[-1000:]


def test_the_same_files_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """The wheel is packed again, at another time and from files with other dates."""
    with zipfile.ZipFile(folder / WHEEL) as wheel:
        wheel.extractall(tmp_path / "files")
    (tmp_path / "out").mkdir()
    # As it is before it gets its tag.
    info = tmp_path / "files" / f"pywidget_page-{VERSION}.dist-info" / "WHEEL"
    info.write_text(info.read_text().replace("cp314-none-any", "py3-none-any"))
    packed = pack_wheel(tmp_path / "files", tmp_path / "out", "3.14.2")
    assert packed.name == WHEEL
    assert packed.read_bytes() == (folder / WHEEL).read_bytes()


def test_the_wheel_is_compiled_and_says_what_is_in_it(folder: Path) -> None:
    with zipfile.ZipFile(folder / WHEEL) as wheel:
        files = {name: wheel.read(name) for name in wheel.namelist()}
    info = f"pywidget_page-{VERSION}.dist-info"
    papers = {f"{info}/{name}" for name in ("METADATA", "RECORD", "WHEEL")}
    assert set(files) == papers | {f"{path}c" for path in python_page_modules()}
    assert b"Tag: cp314-none-any\n" in files[f"{info}/WHEEL"]
    for name, digest, size in csv.reader(files[f"{info}/RECORD"].decode().splitlines()):
        if name == f"{info}/RECORD":
            assert (digest, size) == ("", "")
            continue
        expected = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=").decode()
        assert (digest, size) == (f"sha256={expected}", str(len(files[name])))


def test_the_standard_library_is_what_is_imported(folder: Path) -> None:
    with (
        zipfile.ZipFile(folder / "python_stdlib.zip") as trimmed,
        zipfile.ZipFile(PUBLISHED / "python_stdlib.zip") as published,
    ):
        names = trimmed.namelist()
        assert all(name.endswith(".pyc") for name in names)
        everything = {f"{name}c" for name in published.namelist()}
    assert set(names) < everything
    assert "json/decoder.pyc" in names
    assert not [name for name in names if name.startswith(("unittest/", "xml/", "sqlite3/"))]


def bundle(*arguments: str | Path) -> str:
    result = CliRunner().invoke(main, ["bundle", *map(str, arguments)])
    assert result.exit_code == 1
    return result.output


def test_a_folder_without_pyodide_is_named(tmp_path: Path) -> None:
    output = bundle(tmp_path / "site", "--pyodide", tmp_path)
    assert f"{tmp_path} is no folder with Pyodide: pyodide.mjs, " in output
    assert "npm install pyodide" in output


@pytest.mark.parametrize("missing", ["pyodide_lock", "pkginfo", "wheel"])
def test_needs_the_extra(missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As Python remembers that there is no such module.
    monkeypatch.setitem(sys.modules, missing, None)
    output = bundle(tmp_path / "site", "--pyodide", PUBLISHED)
    assert output == (
        "Error: --pyodide needs pyodide-lock and wheel, which `pip install 'pywidget-errors[pyodide]'` installs\n"
    )
    assert not (tmp_path / "site").exists()


def test_needs_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle_without_building = Path(shutil.copytree(ROOT / "pywidget" / "bundled", tmp_path / "bundled"))
    monkeypatch.setattr("pywidget.cli.bundle.bundle_directory", lambda: bundle_without_building)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "--pyodide needs Node 20 or newer" in bundle(tmp_path / "site", "--pyodide", PUBLISHED)


def test_a_pyodide_that_does_not_work_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(PUBLISHED, broken)
    (broken / "pyodide.asm.wasm").write_bytes(b"\0asm")
    assert f"pywidget could not be compiled by the Pyodide in {broken}" in bundle(tmp_path, "--pyodide", broken)
    said = capfd.readouterr().err
    assert "Error" in said
    assert len(said) < 2_000
    assert not list(tmp_path.rglob("pyodide"))
