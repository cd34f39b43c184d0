"""Build the page's part of ``pywidget.testing``, as ``tools.build`` does beside the bundle.

One script for both test runners, of the modules in ``pywidget/testing/page`` and the playground's double. It is not
minified: whoever opens a trace may read it. Needs Node and the installed packages of ``package.json``.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from pywidget.core.visitor import BUTTONS
from pywidget.public.events import EVENTS
from tools.sources import PACKAGE, ROOT, TESTING_SCRIPT

if TYPE_CHECKING:
    from pathlib import Path

TESTING = PACKAGE / "testing"
#: What is built.
OUT = TESTING_SCRIPT
#: What the modules know of pywidget's events and buttons. It is kept with the sources, where a test compares it.
NAMES = TESTING / "page" / "names.json"
#: What the npm package takes, as it is called there: (file, name).
NPM_FILES = (
    (ROOT / "npm" / "testing.js", "testing.js"),
    (ROOT / "npm" / "testing.d.ts", "testing.d.ts"),
    (OUT, "testing-page.js"),
    (TESTING / "answers.json", "testing-answers.json"),
)


def names() -> str:
    """Return what ``names.json`` has to say."""
    fields = {
        name: list(dict.fromkeys(field.name for shape in event.shapes for field in shape.fields))
        for name, event in EVENTS.items()
    }
    return json.dumps({"events": fields, "actions": list(BUTTONS)}, indent=2) + "\n"


def write_names() -> None:
    """Write ``names.json`` anew if it is not current."""
    if NAMES.read_text(encoding="utf-8") != names():
        NAMES.write_text(names(), encoding="utf-8")


def build(out: Path = OUT) -> Path:
    """Build the script, and return its path."""
    command = (
        ROOT / "node_modules" / ".bin" / "esbuild",
        TESTING / "page" / "index.js",
        "--bundle",
        "--format=iife",
        "--target=es2022",
        "--charset=utf8",
        "--log-level=warning",
        f"--outfile={out}",
    )
    subprocess.run(command, check=True, cwd=ROOT)
    return out
