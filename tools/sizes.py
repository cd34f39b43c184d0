"""Print the size of every file of the bundle, and fail if one is over its budget.

    python -m tools.sizes

Sizes are bytes after Brotli, as a server sends them. The script tag's budget is its goal. What comes after the first
error has a goal that it does not reach (see "Numbers" in the README); its budget only keeps it from growing unseen.
"""

from __future__ import annotations

import sys

from tools.build import OUT

#: What the script tag itself may cost: every page pays it, also one that never sees an error. 1,055 bytes are for what
#: it does. The others buy that it does that only, whoever else is in the page or on the way to it:
#:
#: * 56: neither a name in the document nor an addition to ``Object.prototype`` is taken for its own element, a setting,
#:   or a part of it
#: * 92: the hashes of the page's module and of the one that watches, 46 each. They are its build's identity, too: it
#:   starts no other. (A hash differs from build to build, and so does the size, by some five bytes.)
#: * 97: has the browser check them, in whatever way it can, under every policy. What they load, they check themselves.
LOADER_BUDGET = 1_300
#: What pywidget was meant to cost beside the interpreter, and what it may cost, in English. Each other language adds
#: one file of three to four thousand bytes, and the list of their hashes, to pages that use it.
PYWIDGET_GOAL = 24 * 1024
PYWIDGET_BUDGET = 63 * 1024

PYWIDGET_FILES = ("pywidget.js", "pywidget-page.js", "pywidget.romfs")


def brotli_size(name: str) -> int:
    """Return the size of the precompressed file beside ``name``, in bytes."""
    return (OUT / f"{name}.br").stat().st_size


def main() -> int:
    """Print the table; return 1 if a budget is exceeded."""
    sizes = {path.relative_to(OUT).as_posix(): path.stat().st_size for path in sorted(OUT.rglob("*.br"))}
    for name, size in sizes.items():
        print(f"{size:>9,}  {name.removesuffix('.br')}")
    loader = brotli_size("pywidget.js")
    pywidget = sum(map(brotli_size, PYWIDGET_FILES))
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
