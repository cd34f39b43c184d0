"""The bundle: what is in it, that it is always the same, and how it gets into a site."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from typing import TYPE_CHECKING

import brotli
import pytest
from click.testing import CliRunner

from pywidget.cli import main
from pywidget.cli.bundle import build_folder, bundle_directory, bundle_files
from pywidget.locales import LANGUAGES
from pywidget.version import VERSION
from tools import build, declarations, interpreter, sbom, sources

if TYPE_CHECKING:
    from pathlib import Path

#: In the folder of the build.
INSIDE = {
    "pywidget-page.js",
    "pywidget-advice.js",
    "pywidget-delivery.js",
    "pywidget-inspector.js",
    "pywidget-pyodide.js",
    "pywidget-token.js",
    "pywidget-watch.js",
    "pywidget-all.romfs",
    "pywidget.romfs",
    "micropython.js",
    "micropython.wasm",
    # Not where our cut cannot be compiled: then the published one has its name.
    *(("published.wasm", "pywidget-more.romfs", "pywidget-reports.romfs") if build.our_interpreter() else ()),
    "languages.json",
}
WHEEL = f"pywidget_page-{VERSION}-py3-none-any.whl"
#: They are compressed themselves.
ARCHIVES = {"pywidget-mpy.tar.gz", WHEEL, f"{build.build_name()}/{WHEEL}"}
PAPERS = {"LICENSE", "NOTICE", "VERSION"}
#: They are not for pages, so they are neither compressed nor in the list of hashes.
NOT_FOR_PAGES = {sbom.NAME, *(path.name for path in declarations.files())}


def contents(folder: Path) -> dict[str, bytes]:
    return {name.as_posix(): (folder / name).read_bytes() for name in bundle_files(folder)}


@pytest.fixture(scope="module")
def bundled() -> dict[str, bytes]:
    return contents(bundle_directory())


def test_has_every_file_and_no_other(bundled: dict[str, bytes]) -> None:
    inside = INSIDE | {f"locales/{language}.json" for language in LANGUAGES if language != "en"}
    served = {"pywidget.js", "pywidget-first.js", "integrity.json"} | {
        f"{build.build_name()}/{name}" for name in inside
    }
    compressed = {f"{name}{suffix}" for name in served for suffix in (".br", ".gz")}
    assert set(bundled) == PAPERS | NOT_FOR_PAGES | ARCHIVES | served | compressed
    assert bundled["VERSION"].decode().strip() == VERSION


def test_compressed_files_hold_what_they_stand_for(bundled: dict[str, bytes]) -> None:
    for name, content in bundled.items():
        if name.endswith(".br"):
            assert brotli.decompress(content) == bundled[name.removesuffix(".br")], name
        if name.endswith(".gz") and name not in ARCHIVES:
            assert gzip.decompress(content) == bundled[name.removesuffix(".gz")], name


def test_integrity_covers_every_file(bundled: dict[str, bytes]) -> None:
    integrity = json.loads(bundled["integrity.json"])
    assert integrity == {
        name: "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
        for name, content in bundled.items()
        if name not in NOT_FOR_PAGES
        and (name in ARCHIVES or (not name.endswith((".br", ".gz")) and name != "integrity.json"))
    }


def test_is_current_until_a_source_changes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "source.py"
    source.write_text("1", encoding="utf-8")
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    monkeypatch.setattr(sources, "OUT", tmp_path)
    monkeypatch.setattr(sources, "all_sources", lambda: [source])
    assert not sources.is_current()
    (tmp_path / sources.STAMP).write_text(sources.sources_hash(), encoding="utf-8")
    assert sources.is_current()
    source.write_text("2", encoding="utf-8")
    assert not sources.is_current()


def test_command_puts_every_file_into_the_site(bundled: dict[str, bytes], tmp_path: Path) -> None:
    site = tmp_path / "static" / "pywidget"
    result = CliRunner().invoke(main, ["bundle", str(site), "--verbose"])
    assert result.exit_code == 0, result.output
    assert contents(site) == bundled
    for name in bundled:
        assert str(site / name) in result.output


def test_command_says_briefly_what_it_did_and_what_to_do(bundled: dict[str, bytes], tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["bundle", str(tmp_path)]).output.splitlines()
    size = sum(map(len, bundled.values()))
    assert said[0] == f"Put {len(bundled)} files, {size:,} bytes, into {tmp_path}."
    assert said[2] == f"Serve {tmp_path} as it is, and put this into the page, before or after the widget:"
    assert said[4].startswith('    <script src="')
    assert len(said) == 5


def test_command_leaves_other_files_alone_and_says_what_it_replaced(tmp_path: Path) -> None:
    (tmp_path / "site.css").write_text("mine", encoding="utf-8")
    (tmp_path / "VERSION").write_text("0.0.1", encoding="utf-8")
    result = CliRunner().invoke(main, ["bundle", str(tmp_path), "--verbose"])
    assert (tmp_path / "site.css").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "VERSION").read_text(encoding="utf-8").strip() == VERSION
    assert [line.split()[1] for line in result.output.splitlines() if "(replaced)" in line] == [
        str(tmp_path / "VERSION")
    ]
    assert " (1 replaced)." in result.output


def test_earlier_builds_stay_until_they_are_pruned(bundled: dict[str, bytes], tmp_path: Path) -> None:
    earlier, mine = tmp_path / "0123abcd", tmp_path / "89abcdef"
    for folder, name in ((earlier, "pywidget-page.js"), (mine, "mine.js")):
        folder.mkdir()
        (folder / name).write_text("", encoding="utf-8")
    assert CliRunner().invoke(main, ["bundle", str(tmp_path)]).exit_code == 0
    assert earlier.is_dir()
    result = CliRunner().invoke(main, ["bundle", str(tmp_path), "--prune"])
    assert f"removed  {earlier}" in result.output
    assert not earlier.exists()
    assert (mine / "mine.js").is_file()
    assert {name: content for name, content in contents(tmp_path).items() if name != "89abcdef/mine.js"} == bundled


def test_another_build_has_another_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "page.js"
    source.write_text("1", encoding="utf-8")
    monkeypatch.setattr(build, "sources", lambda: [source])
    first = build.build_name.__wrapped__()
    source.write_text("2", encoding="utf-8")
    assert build.build_name.__wrapped__() != first


def test_command_explains_a_folder_that_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["bundle", str(tmp_path / "file" / "below")])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert str(tmp_path / "file" / "below") in result.output


def test_what_is_said_without_python_is_said_in_every_language() -> None:
    words = build.offline_words()
    assert tuple(words) == LANGUAGES
    assert words["en"] == ["There is no connection"]
    assert [language for language, (_title, *turned) in words.items() if turned == ["rtl"]] == ["ar", "he"]


def test_what_is_said_without_python_is_in_the_pages_module(bundled: dict[str, bytes]) -> None:
    module = bundled[f"{build.build_name()}/pywidget-page.js"].decode()
    for title, *_turned in build.offline_words().values():
        assert title in module


def test_a_page_knows_the_hashes_of_all_languages_by_one(bundled: dict[str, bytes]) -> None:
    def hashed(name: str) -> str:
        return "sha256-" + base64.b64encode(hashlib.sha256(bundled[f"{build.build_name()}/{name}"]).digest()).decode()

    languages = [language for language in LANGUAGES if language != "en"]
    listed = json.loads(bundled[f"{build.build_name()}/languages.json"])
    assert listed == {language: hashed(f"locales/{language}.json") for language in languages}
    module = bundled[f"{build.build_name()}/pywidget-page.js"].decode()
    assert f'"languages.json":"{hashed("languages.json")}"' in module
    assert [language for language in languages if hashed(f"locales/{language}.json") in module] == []


def test_a_bundle_with_the_published_interpreter_is_whole(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["bundle", str(tmp_path), "--interpreter", "published"])
    assert result.exit_code == 0
    inside = tmp_path / build_folder(tmp_path)
    assert not (inside / "published.wasm").exists()
    assert not (inside / "pywidget-more.romfs").exists()
    assert not (inside / "pywidget-reports.romfs").exists()
    code = (sources.ROOT / "node_modules" / interpreter.PACKAGE / "micropython.wasm").read_bytes()
    assert (inside / "micropython.wasm").read_bytes() == code
    there = {base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode() for path in inside.rglob("*.*")}
    for script in (tmp_path / "pywidget.js", *inside.glob("*.js")):
        named = re.findall(r"sha256-([\w+/]{43}=)", script.read_text(encoding="utf-8"))
        assert set(named) <= there, script.name
        assert gzip.decompress(script.with_name(f"{script.name}.gz").read_bytes()) == script.read_bytes()
