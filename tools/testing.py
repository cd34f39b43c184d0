"""Build the page's part of ``pywidget.testing``: ``python -m tools.testing``.

One script for both test runners, of the modules in ``pywidget/testing/page`` and the playground's double. It is not
minified: whoever opens a trace may read it. Needs Node and the installed packages of ``package.json``.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from pywidget.core.visitor import BUTTONS
from pywidget.public.events import EVENTS

ROOT = Path(__file__).resolve().parents[1]
TESTING = ROOT / "pywidget" / "testing"
#: What is built. It is kept with the sources, so that packages have it without being built; a test compares it.
OUT = TESTING / "in-page.js"
#: What the modules know of pywidget's events and buttons; kept for the same reason.
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


if __name__ == "__main__":
    NAMES.write_text(names(), encoding="utf-8")
    build()
