"""Print the size of every file of the bundle, and fail if one is over its budget.

    python -m tools.sizes

Sizes are bytes after Brotli, as a server sends them. The script tag's budget is its goal. What comes after the first
error has a goal that it does not reach (see docs/numbers.md); its budgets only keep it from growing unseen.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import brotli

from tools.build import PUBLISHED, inner, our_interpreter
from tools.sources import OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: The script tag, and what a usual page (in English, without ``data-analytics``, at the end of a session) loads until
#: its first notice is shown: file → budget, which is what it is now and 1 % more. Each other language adds a file of
#: three to four thousand bytes and the list of hashes, to pages that use it.
#:
#: What the script tag costs, every page pays, also one that never sees an error. 1,055 bytes are for what it does. The
#: others buy that it does that only, whoever else is in the page or on the way to it:
#:
#: * 56: neither a name in the document nor an addition to ``Object.prototype`` is taken for its own element, a setting,
#:   or a part of it
#: * 60: folder and hash of the page's module, which are its build's identity: it starts no other. (A hash differs
#:   from build to build, and so does the size, by some five bytes.)
#: * 97: has the browser check it, in whatever way it can, under every policy. What it loads, it checks itself.
#:
#: Since then, as much was found elsewhere as it takes to ask for the interpreter together with the page's module.
BUDGETS = {
    "pywidget.js": 1_300,
    "pywidget-page.js": 20_740,
    "pywidget-token.js": 2_545,
    "micropython.wasm": 78_320,
    "pywidget.romfs": 47_330,
}
#: All that is loaded together: the budget, and what is intended.
TOGETHER = 102_990
TOGETHER_GOAL = 80 * 1024
#: The same without the interpreter: what is intended.
PYWIDGET_GOAL = 24 * 1024

INTERPRETER = "micropython.wasm"
#: Our Python code. Our cut of the interpreter has most of it in its file, so it is not loaded beside that; but its size
#: tells which of the two has grown.
IMAGE = "pywidget.romfs"


def brotli_size(path: Path) -> int:
    """Return the size of the precompressed file beside ``path``, in bytes."""
    return path.with_name(f"{path.name}.br").stat().st_size


def first_sizes(out: Path = OUT) -> dict[str, int]:
    """Return the sizes of the files that have budgets.

    A bundle that was built where our cut of the interpreter cannot be compiled has the published one under its name,
    which has no budget.
    """
    inside = inner(out)
    cut = (inside / PUBLISHED).is_file()
    names = [name for name in BUDGETS if cut or name != INTERPRETER]
    return {name: brotli_size(out / name if (out / name).is_file() else inside / name) for name in names}


def loaded(sizes: Mapping[str, int]) -> int:
    """Return the bytes of those files that a page loads."""
    inside = IMAGE if INTERPRETER in sizes else ""
    return sum(size for name, size in sizes.items() if name != inside)


def exceeded(sizes: Mapping[str, int], budgets: Mapping[str, int], together: int) -> Iterator[str]:
    """Yield a sentence for each budget that is exceeded."""
    for name, size in sizes.items():
        if size > budgets[name]:
            yield f"{name} has {size:,} bytes, {size - budgets[name]:,} over its budget of {budgets[name]:,}"
    total = loaded(sizes)
    if total > together:
        yield f"all until the first notice have {total:,} bytes, {total - together:,} over their budget of {together:,}"


def main() -> int:
    """Print the table; return 1 if a budget is exceeded."""
    for path in sorted(OUT.rglob("*.br")):
        print(f"{path.stat().st_size:>9,}  {path.relative_to(OUT).as_posix().removesuffix('.br')}")
    sizes = first_sizes()
    print()
    for name, size in sizes.items():
        print(f"{size:>9,}  {name}: budget {BUDGETS[name]:,}")
    total = loaded(sizes)
    cut = our_interpreter() if INTERPRETER in sizes else None
    alone = len(brotli.compress(cut)) if cut else 0
    print(f"{total - alone:>9,}  until the first notice without the interpreter (goal {PYWIDGET_GOAL:,})")
    if cut:
        print(f"{total:>9,}  until the first notice (goal {TOGETHER_GOAL:,}): budget {TOGETHER:,}")
    over = list(exceeded(sizes, BUDGETS, TOGETHER))
    for sentence in over:
        print(f"EXCEEDED: {sentence}")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
