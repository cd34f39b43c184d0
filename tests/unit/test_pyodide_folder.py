"""The folder with Pyodide: compiled by it, locked, and with nothing that a page does not need."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner

from pywidget.cli import main
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
    package = lock["packages"]["pywidget-page"]
    assert (package["file_name"], package["version"], package["depends"]) == (WHEEL, VERSION, [])
    assert package["sha256"] == hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()


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
