"""Print the size of every file of the bundle, and fail if one is over its budget.

    python -m tools.sizes

Sizes are bytes after Brotli, as a server sends them. The script tag's budget is its goal. What comes after the first
error has a goal that it does not reach (see docs/numbers.md); its budget only keeps it from growing unseen.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.build import inner
from tools.sources import OUT

if TYPE_CHECKING:
    from pathlib import Path

#: What the script tag itself may cost: every page pays it, also one that never sees an error. 1,055 bytes are for what
#: it does. The others buy that it does that only, whoever else is in the page or on the way to it:
#:
#: * 56: neither a name in the document nor an addition to ``Object.prototype`` is taken for its own element, a setting,
#:   or a part of it
#: * 60: folder and hash of the page's module, which are its build's identity: it starts no other. (A hash differs
#:   from build to build, and so does the size, by some five bytes.)
#: * 97: has the browser check it, in whatever way it can, under every policy. What it loads, it checks itself.
LOADER_BUDGET = 1_300
#: The intended and the largest allowed size of pywidget without the interpreter, in English, in bytes. Each other
#: language adds a file of three to four thousand bytes and the list of hashes, to pages that use it.
PYWIDGET_GOAL = 24 * 1024
PYWIDGET_BUDGET = 68 * 1024

PYWIDGET_FILES = ("pywidget-page.js", "pywidget-notices.js", "pywidget.romfs")


def brotli_size(path: Path) -> int:
    """Return the size of the precompressed file beside ``path``, in bytes."""
    return path.with_name(f"{path.name}.br").stat().st_size


def main() -> int:
    """Print the table; return 1 if a budget is exceeded."""
    sizes = {path.relative_to(OUT).as_posix(): path.stat().st_size for path in sorted(OUT.rglob("*.br"))}
    for name, size in sizes.items():
        print(f"{size:>9,}  {name.removesuffix('.br')}")
    loader = brotli_size(OUT / "pywidget.js")
    pywidget = loader + sum(brotli_size(inner() / name) for name in PYWIDGET_FILES)
    over = False
    for what, size, budget in (
        ("the script tag", loader, LOADER_BUDGET),
        (f"pywidget without the interpreter (goal {PYWIDGET_GOAL:,})", pywidget, PYWIDGET_BUDGET),
    ):
        print(f"{size:>9,}  {what}: budget {budget:,}{', EXCEEDED' if size > budget else ''}")
        over = over or size > budget
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
