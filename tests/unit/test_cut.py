"""Our cut of the interpreter: what it can do and refuses, and that the same sources give the same bytes."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.build import build, inner, linked_modules, our_interpreter, page_modules
from tools.image import make_image
from tools.wasm import compiler, make, source
from tools.wasm.names import missing, used_names

HERE = Path(__file__).parent
RUNNER = HERE.parent / "micropython"

pytestmark = pytest.mark.skipif(our_interpreter() is None, reason="this machine cannot build our cut of MicroPython")

#: Called in this order; the last ones have to work after all that.
RIGHT = (
    "echoes",
    "hears_truth",
    "reads_json",
    "refuses_what_is_no_json",
    "writes_json",
    "survives_what_the_page_throws",
    "goes_deep",
    "imports_from_another_image",
)


def checked(tmp_path: Path, *names: str) -> Any:
    node = shutil.which("node")
    assert node, "Node runs the interpreter, and there is none on the PATH"
    images = {
        "image": {"checks.py": (RUNNER / "checks.py").read_text(encoding="utf-8")},
        "beside": {"beside.py": "ANSWER = 42\n"},
    }
    for name, modules in images.items():
        (tmp_path / name).write_bytes(make_image(modules, optimize=3))
    files = (inner(build()) / "micropython.wasm", tmp_path / "image", tmp_path / "beside")
    process = subprocess.run(
        [node, RUNNER / "checks.mjs", *files, *names], capture_output=True, text=True, check=False, timeout=120
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return json.loads(process.stdout.splitlines()[-1])


def test_does_what_it_has_to(tmp_path: Path) -> None:
    told = checked(tmp_path, *RIGHT, *RIGHT)["told"]
    assert told == dict.fromkeys(RIGHT, True)


def test_an_error_of_python_is_told_by_its_text(tmp_path: Path) -> None:
    told = checked(tmp_path, "raises", "misses", "echoes")["told"]
    assert told["raises"].startswith("PythonError: Traceback (most recent call last):\n")
    assert told["raises"].endswith("ValueError: on purpose\n")
    assert told["misses"].endswith("ImportError: no module named 'no_such_module'\n")
    assert told["echoes"] is True


def test_memory_grows_by_what_is_needed_and_no_further(tmp_path: Path) -> None:
    few, many = (checked(tmp_path, *["makes_garbage"] * times)["bytes"] for times in (2, 12))
    assert many == few
    assert few < 60_000_000


def test_no_two_starts_draw_the_same(tmp_path: Path) -> None:
    drawn = [checked(tmp_path, "draws", "draws")["drawn"] for _ in range(2)]
    assert len({number for numbers in drawn for number in numbers}) == 4


def test_the_same_sources_give_the_same_bytes() -> None:
    again = make.compiled(source.sources(), compiler.install())
    assert again == our_interpreter()


def test_has_every_name_that_the_modules_use() -> None:
    # As they are compiled, and as they are written, for the names that linking leaves out.
    assert missing(our_interpreter() or b"", {**page_modules(), **linked_modules()}) == []


def test_a_name_that_it_lacks_is_found() -> None:
    modules = {"a.py": "import os\n\ndef f(x):\n    return x.casefold(), os.getcwd(), compile\n"}
    assert missing(our_interpreter() or b"", modules) == ["compile", "os", "os.getcwd", "x.casefold"]


def test_formats_that_it_does_not_know_are_found() -> None:
    known = "f'{a} {a!r} {a:d} {a:04d} {a:02x} {a:g}'"
    source = f"def f(a):\n    return {known}, f'{{a:.1f}}', f'{{a!s}}', f'{{a:>4}}', f'{{a:{{a}}}}'\n"
    assert missing(our_interpreter() or b"", {"a.py": source}) == ["f'{a!s}'", "f'{a:.1f}'", "f'{a:>4}'", "f'{a:{a}}'"]


def test_names_are_read_from_sources() -> None:
    tree = ast.parse(
        "import json\nfrom re import compile as c\ndef f(x):\n    return len(x).strip(), json.loads(x), x.own\n"
    )
    assert used_names([tree]) == {"len", "x.strip", "json", "json.loads", "re", "re.compile"}
