"""The page's JavaScript that needs no page: its tests run in Node, by Node's own runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted((Path(__file__).parent.parent / "node").glob("*.test.mjs"))


@pytest.mark.parametrize("file", TESTS, ids=lambda path: path.name)
def test_in_node(file: Path) -> None:
    node = shutil.which("node")
    assert node, "Node runs these tests, and there is none on the PATH"
    process = subprocess.run(
        [node, "--test", "--test-reporter=spec", file], capture_output=True, text=True, check=False, timeout=300
    )
    assert process.returncode == 0, process.stdout + process.stderr
