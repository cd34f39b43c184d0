"""A file inside of a WebAssembly module."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tools.build import SECTION, build, first_image, inner, linked_modules, our_interpreter
from tools.wasm.section import with_section

if TYPE_CHECKING:
    from pathlib import Path

#: The smallest module: its mark, and the version.
EMPTY = b"\0asm\1\0\0\0"

#: Prints what is in the sections of a name, one after the other.
FIND = """
    const [file, name] = process.argv.slice(1);
    const module = new WebAssembly.Module(require("node:fs").readFileSync(file));
    for (const found of WebAssembly.Module.customSections(module, name)) process.stdout.write(Buffer.from(found));
"""


def found(file: Path, name: str) -> bytes:
    node = shutil.which("node")
    assert node, "Node reads the module, and there is none on the PATH"
    return subprocess.run([node, "-e", FIND, str(file), name], capture_output=True, check=True).stdout


@pytest.mark.parametrize("size", [0, 1, 121, 122, 16_000, 300_000])
def test_what_was_put_in_is_found_by_its_name(tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    file = tmp_path / "module.wasm"
    file.write_bytes(with_section(with_section(EMPTY, "other", b"not this"), "romfs", content))
    assert found(file, "romfs") == content
    assert found(file, "other") == b"not this"
    assert found(file, "rom") == b""


@pytest.mark.skipif(our_interpreter() is None, reason="this machine cannot build our cut of MicroPython")
def test_our_cut_has_what_a_first_notice_needs(tmp_path: Path) -> None:
    folder = inner(build())
    assert found(folder / "micropython.wasm", SECTION) == first_image(linked_modules())
    assert (folder / "micropython.wasm").read_bytes().startswith(our_interpreter() or b"-")
    (tmp_path / "bare.wasm").write_bytes(our_interpreter() or b"")
    assert found(tmp_path / "bare.wasm", SECTION) == b""
