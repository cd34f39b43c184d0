"""The page's JavaScript in Node, where jsdom gives it a page if it needs one: its tests run by Node's own runner."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pywidget.browser.settings import Settings
from pywidget.public.events import EVENTS
from tools.build import answer_headers, ats_facts, build

NODE = Path(__file__).parent.parent / "node"
TESTS = sorted(NODE.glob("*.test.mjs"))


def test_what_the_build_puts_in_is_the_same_there() -> None:
    put_in = {
        "ANSWER_HEADERS": answer_headers(),
        "EVENTS": "|".join(EVENTS),
        "SETTINGS": Settings({}, print).values,
        "ATS": {name.removeprefix("ATS."): value for name, value in ats_facts().items()},
    }
    written = json.dumps(put_in, indent=2) + "\n"
    assert (NODE / "put-in.json").read_text(encoding="utf-8") == written, f"tests/node/put-in.json should be {written}"


@pytest.mark.parametrize("file", TESTS, ids=lambda path: path.name)
def test_in_node(file: Path) -> None:
    node = shutil.which("node")
    assert node, "Node runs these tests, and there is none on the PATH"
    # Some of them run what is built.
    build()
    process = subprocess.run(
        [node, "--test", "--test-reporter=spec", file], capture_output=True, text=True, check=False, timeout=300
    )
    assert process.returncode == 0, process.stdout + process.stderr
