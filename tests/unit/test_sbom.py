"""The bill of materials: it follows the standard, lists what the bundle has, and agrees with the notices."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from pywidget.cli import published
from pywidget.cli.bundle import bundle_directory, bundle_files
from pywidget.version import VERSION
from tools import build, interpreter, sbom
from tools.sources import ROOT
from tools.wasm import compiler, source

if TYPE_CHECKING:
    from pathlib import Path

NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

#: The modules of micropython-lib and of MicroPython that are compiled into this release.
FROZEN = {
    "abc",
    "asyncio/__init__",
    "asyncio/core",
    "asyncio/event",
    "asyncio/funcs",
    "asyncio/future",
    "asyncio/lock",
    "base64",
    "binascii",
    "collections/__init__",
    "collections/defaultdict",
    "copy",
    "datetime",
    "fnmatch",
    "functools",
    "gzip",
    "hmac",
    "html/__init__",
    "inspect",
    "io",
    "itertools",
    "locale",
    "logging",
    "operator",
    "os/__init__",
    "os/path",
    "pathlib",
    "stat",
    "string/__init__",
    "string/templatelib",
    "tarfile/__init__",
    "tarfile/write",
    "time",
    "types",
    "unittest/__init__",
    "uu",
    "zlib",
}


@pytest.fixture(scope="module")
def text() -> str:
    return (bundle_directory() / sbom.NAME).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bom(text: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(text)
    return read


def of_type(bom: dict[str, Any], *types: str) -> list[dict[str, Any]]:
    return [component for component in bom["components"] if component["type"] in types]


def licences(component: dict[str, Any]) -> list[str]:
    return [one.get("expression") or one["license"]["name"] for one in component["licenses"]]


def pythons_of(bom: dict[str, Any]) -> list[dict[str, Any]]:
    """The published interpreter, and before it our cut, where that can be compiled."""
    found = [component for component in of_type(bom, "library") if component.get("scope") != "optional"]
    assert len(found) == (1 if build.our_interpreter() is None else 2)
    return sorted(found, key=lambda python: "group" in python)


def needing(bom: dict[str, Any], python: dict[str, Any]) -> list[str]:
    """The files that are made from an interpreter, without the folder of the build."""
    refs = [one["ref"] for one in bom["dependencies"] if python["bom-ref"] in one.get("dependsOn", ())]
    return [re.sub(r"^file:[0-9a-f]{8}/", "", ref) for ref in refs]


def ancestors(bom: dict[str, Any]) -> dict[str, str]:
    """The files that are changed, and what from."""
    found = {}
    for one in of_type(bom, "file"):
        for ancestor in one.get("pedigree", {}).get("ancestors", ()):
            found[one["name"].rpartition("/")[2]] = ancestor["purl"]
    return found


def test_it_follows_the_standard(text: str) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"type": "file"', '"type": "page"', 1)) is not None


def test_it_says_of_what_it_is(bom: dict[str, Any]) -> None:
    about = bom["metadata"]["component"]
    assert (about["name"], about["version"]) == (PROJECT["name"], VERSION)
    assert about["purl"] == f"pkg:pypi/{PROJECT['name']}@{VERSION}"
    assert licences(about) == [PROJECT["license"]]


def test_every_file_of_the_bundle_is_listed_with_its_hash(bom: dict[str, Any]) -> None:
    folder = bundle_directory()
    listed = {one["name"]: {each["alg"]: each["content"] for each in one["hashes"]} for one in of_type(bom, "file")}
    assert listed == {
        path.as_posix(): {"SHA-256": hashlib.sha256((folder / path).read_bytes()).hexdigest()}
        for path in bundle_files(folder)
        if path.name != sbom.NAME
    }


def test_the_published_interpreter_is_the_one_that_is_locked(bom: dict[str, Any]) -> None:
    python = pythons_of(bom)[-1]
    assert f"{python['group']}/{python['name']}" == interpreter.PACKAGE
    assert python["version"] == interpreter.INTERPRETER_VERSION
    assert python["purl"] == f"pkg:npm/%40{interpreter.PACKAGE[1:]}@{interpreter.INTERPRETER_VERSION}"
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    (digest,) = python["hashes"]
    integrity = base64.b64encode(bytes.fromhex(digest["content"])).decode()
    assert f"sha512-{integrity}" == locked[f"node_modules/{interpreter.PACKAGE}"]["integrity"]
    wasm = "micropython.wasm" if build.our_interpreter() is None else "published.wasm"
    assert needing(bom, python) == ["micropython.js", wasm]
    assert ancestors(bom)["micropython.js"] == python["purl"]
    assert wasm not in ancestors(bom)


def test_our_cut_names_its_sources_and_its_compiler(bom: dict[str, Any]) -> None:
    if build.our_interpreter() is None:
        pytest.skip("it cannot be compiled here")
    cut = pythons_of(bom)[0]
    assert (cut["name"], cut["version"]) == ("micropython", source.VERSION)
    assert cut["purl"] == "pkg:deb/debian/micropython@1.25.0%2Bds-1?arch=source"
    assert cut["hashes"] == [{"alg": "SHA-256", "content": source.SHA256}]
    assert cut["properties"] == [{"name": "pywidget:compiler", "value": f"pkg:pypi/ziglang@{compiler.version()}"}]
    assert needing(bom, cut) == ["micropython.wasm"]
    assert ancestors(bom)["micropython.wasm"] == cut["purl"]


def test_a_bundle_with_the_published_interpreter_does_not_list_our_cut(bom: dict[str, Any], tmp_path: Path) -> None:
    if build.our_interpreter() is None:
        pytest.skip("every bundle is one here")
    shutil.copytree(bundle_directory(), tmp_path, dirs_exist_ok=True)
    published.use_published(tmp_path, build.build_name())
    text = (tmp_path / sbom.NAME).read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    written, expected = json.loads(text), json.loads(sbom.make(tmp_path))

    def by_ref(document: dict[str, Any], part: str, ref: str) -> dict[str, Any]:
        return {one[ref]: {**one, "dependsOn": sorted(one.get("dependsOn", ()))} for one in document[part]}

    for part, ref in (("components", "bom-ref"), ("dependencies", "ref")):
        assert by_ref(written, part, ref) == by_ref(expected, part, ref)
    assert written["serialNumber"] != bom["serialNumber"]


def test_the_package_s_requirements_are_listed_as_it_has_them(bom: dict[str, Any]) -> None:
    told = [
        {each["name"].partition(":")[2]: each["value"] for each in one["properties"]}
        for one in of_type(bom, "library")
        if one.get("scope") == "optional"
    ]
    expected = [{"requirement": line} for line in PROJECT["dependencies"]]
    extras = PROJECT["optional-dependencies"]
    expected += [{"requirement": line, "extra": extra} for extra, lines in extras.items() for line in lines]
    assert sorted(map(str, told)) == sorted(str(dict(sorted(one.items()))) for one in expected)


def test_each_part_of_the_interpreters_is_in_the_notices(bom: dict[str, Any]) -> None:
    cut, _, rest = NOTICE.partition("The published one\n---")
    for python, text in zip(reversed(pythons_of(bom)), (rest, cut), strict=False):
        parts = {one["name"]: licences(one)[0] for one in python["components"]}
        listed = re.findall(r"^  (\S+) {2,}(\S.*)\n {25}\S", text, re.MULTILINE)
        # "CC0-1.0, by Doug Lea" and "public domain, by Brad Conte".
        assert parts == {name: licence.partition(", by")[0].replace("public", "Public") for name, licence in listed}
        assert python["copyright"] in text
    assert interpreter.INTERPRETER_VERSION in rest
    assert f"source package {source.PACKAGE} {source.VERSION} of Debian" in cut
    assert f"Zig {compiler.version()}," in cut


@pytest.mark.parametrize(
    ("work", "holder", "words"),
    [
        ("Zig", "Copyright (c) Zig contributors", "Permission is hereby granted, free of charge"),
        ("wasi-libc", "For wasi-libc, whose authors name themselves in no notice", "The above copyright notice"),
        ("MicroPython", "Copyright (c) 2013-2026 Damien P. George", "Permission is hereby granted, free of charge"),
        ("micropython-lib", "Copyright (c) 2013, 2014 micropython-lib contributors", "The above copyright notice"),
        ("Emscripten", "Copyright (c) 2010-2014 Emscripten authors", "The above copyright notice and this permission"),
        ("Node.js", "Copyright Joyent, Inc. and other Node contributors.", 'THE SOFTWARE IS PROVIDED "AS IS"'),
        ("musl", "Copyright © 2005-2020 Rich Felker, et al.", "Developed at SunPro, a Sun Microsystems, Inc."),
        ("PuTTY", "PuTTY is copyright 1997-2014 Simon Tatham.", "SHALL THE COPYRIGHT HOLDERS BE LIABLE"),
        ("re1.5", "Copyright (c) 2007-2009 Russ Cox, Google Inc.", "OF THIS SOFTWARE, EVEN IF ADVISED"),
        ("uzlib", "Copyright (c) 2003 by Joergen Ibsen / Jibz", "3. This notice may not be removed or altered from"),
        ("CPython", "2011, 2012, 2013 Python Software Foundation; All", "CWI LICENSE AGREEMENT FOR PYTHON"),
        ("compiler-rt", "Exception of LLVM, for compiler-rt", "with the conditions of Sections 4(a), 4(b) and 4(d)"),
    ],
)
def test_the_notices_have_the_texts_that_the_licences_ask_for(work: str, holder: str, words: str) -> None:
    assert work in NOTICE
    assert holder in NOTICE
    assert words in NOTICE


def test_the_licence_of_the_packages_is_that_of_all_their_parts(bom: dict[str, Any]) -> None:
    works = [one for python in pythons_of(bom) for one in (python, *python["components"])]
    named = {part for one in works for part in licences(one)[0].split(" AND ")}
    assert set(PROJECT["license"].split(" AND ")) == named - {"Public domain"}


def test_the_frozen_modules_are_those_that_were_read() -> None:
    """Another interpreter may have modules, and with them works of others, that NOTICE does not know."""
    code = (ROOT / "node_modules" / interpreter.PACKAGE / "micropython.wasm").read_bytes()
    names = set(re.findall(rb"(?<=\x00)([a-z0-9_]+(?:/[a-z_]+)?)\.py(?=\x00)", code))
    assert {name.decode() for name in names} == FROZEN


def test_a_file_that_is_added_or_changed_changes_it(text: str, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(bundle_directory(), folder)
    assert sbom.make(folder) == text
    (folder / "VERSION").write_text("0.0.0\n", encoding="utf-8")
    (folder / "more.js").write_text("", encoding="utf-8")
    changed = json.loads(sbom.make(folder))
    assert changed["serialNumber"] != json.loads(text)["serialNumber"]
    assert "more.js" in {one["name"] for one in changed["components"]}


def test_the_documented_command_names_a_changed_file(tmp_path: Path) -> None:
    section = (ROOT / "SECURITY.md").read_text(encoding="utf-8").partition("## Check what you got\n")[2]
    command = section.partition("```console\n")[2].partition("```")[0]
    folder = tmp_path / "bundle"
    shutil.copytree(bundle_directory(), folder)

    def checked() -> tuple[int, str]:
        process = subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
        return process.returncode, process.stdout

    assert checked() == (0, "")
    with (folder / "pywidget.js").open("a", encoding="utf-8") as file:
        file.write("//")
    assert checked() == (1, "pywidget.js: FAILED\n")
