"""Print the size of every file of the bundle, and fail if one is over its budget.

    python -m tools.sizes

Sizes are bytes after Brotli, as a server sends them; the budgets are those of the README.
"""

from __future__ import annotations

import sys

from tools.build import OUT

#: What the script tag itself may cost: every page pays it, also one that never sees an error.
LOADER_BUDGET = 1_055
#: What pywidget may cost beside the interpreter, in one language.
PYWIDGET_BUDGET = 24 * 1024

PYWIDGET_FILES = ("pywidget.js", "pywidget-page.js", "pywidget.romfs")


def brotli_size(name: str) -> int:
    """Return the size of the precompressed file beside ``name``, in bytes."""
    return (OUT / f"{name}.br").stat().st_size


def main() -> int:
    """Print the table; return 1 if a budget is exceeded."""
    sizes = {path.relative_to(OUT).as_posix(): path.stat().st_size for path in sorted(OUT.rglob("*.br"))}
    for name, size in sizes.items():
        print(f"{size:>9,}  {name.removesuffix('.br')}")
    largest_locale = max((size for name, size in sizes.items() if name.startswith("locales/")), default=0)
    loader = brotli_size("pywidget.js")
    pywidget = sum(map(brotli_size, PYWIDGET_FILES)) + largest_locale
    over = False
    for what, size, budget in (
        ("the loader", loader, LOADER_BUDGET),
        ("pywidget without the interpreter", pywidget, PYWIDGET_BUDGET),
    ):
        print(f"{size:>9,}  {what}: budget {budget:,}{', EXCEEDED' if size > budget else ''}")
        over = over or size > budget
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
