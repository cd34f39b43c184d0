"""What is built from which files, and whether that is current. Needs nothing but Python.

    python -m tools.sources

succeeds if all that is built is current.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pywidget"
OUT = PACKAGE / "bundled"
#: Holds the hash of the sources that the folder was built from.
STAMP = ".sources"

#: The script of ``pywidget.testing``, which is built with the bundle and is not part of it.
TESTING_SCRIPT = PACKAGE / "testing" / "in-page.js"

#: The parts of the package that run in the page.
IMAGE_FOLDERS = ("browser", "catalog", "core")
#: Additional files for pages that run their own Python.
PYTHON_PAGE_FILES = ("errors.py", "page_api.py", "plain.py", "samples.py")


def sources() -> Iterator[Path]:
    """Yield every file that what pages load is made of or made by, in a fixed order."""
    yield from (ROOT / name for name in ("LICENSE", "NOTICE", "package-lock.json", "pyproject.toml"))
    yield ROOT / "requirements-wasm.txt"
    yield from sorted((ROOT / "interpreter").glob("*.[ch]"))
    yield from sorted((ROOT / "tools").glob("*.py"))
    yield from sorted((ROOT / "tools").glob("*.mjs"))
    yield from sorted((ROOT / "tools" / "wasm").glob("*.py"))
    for folder in IMAGE_FOLDERS:
        yield from sorted((PACKAGE / folder).rglob("*.py"))
    yield from (PACKAGE / name for name in ("__init__.py", "version.py", *PYTHON_PAGE_FILES))
    yield from sorted((PACKAGE / "locales").glob("*.py"))
    yield from sorted((PACKAGE / "page").rglob("*.[jt]s"))


def all_sources() -> Iterator[Path]:
    """Yield every file that anything is built from, in a fixed order."""
    yield from sources()
    yield from sorted((PACKAGE / "types").glob("*.d.ts"))
    yield from sorted((PACKAGE / "testing" / "page").glob("*.js*"))
    yield from sorted((ROOT / "static" / "double").glob("*.js"))
    yield ROOT / "static" / "playground" / "recordings.json"


def sources_hash() -> str:
    """Return one hash of all sources, their names included."""
    digest = hashlib.sha256()
    for path in all_sources():
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def is_current() -> bool:
    """Tell whether the built folder and script are what the sources say."""
    stamp = OUT / STAMP
    return TESTING_SCRIPT.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == sources_hash()


if __name__ == "__main__":
    sys.exit(not is_current())
