"""The unit tests again, in the Pyodide that pages get: compiled, with its part of the standard library."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from test_in_micropython import HELPERS, HERE, MODULES, RUNNER, TABLES

from tools.build import inner

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = HERE.parent / "pyodide" / "run.mjs"


def test_in_pyodide(bundle_with_pyodide: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node, "Node runs the interpreter, and there is none on the PATH"
    for path in (*MODULES, *HELPERS, *TABLES, RUNNER / "runner.py"):
        shutil.copy(path, tmp_path)
    modules = [path.stem for path in MODULES]
    process = subprocess.run(
        [node, SCRIPT, inner(bundle_with_pyodide) / "pyodide", tmp_path, *modules],
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert process.returncode == 0, process.stdout + process.stderr[-4000:]
    assert " passed, 0 failed" in process.stdout
