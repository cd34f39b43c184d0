"""Where what is fetched and compiled is kept: a folder of the user, with a folder for each version of each thing."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnavailableError(Exception):
    """Our cut of the interpreter cannot be built on this machine; the text says what is missing."""


def kept() -> Path:
    """Return the folder. ``XDG_CACHE_HOME`` says where caches are, as on other systems ``LOCALAPPDATA``."""
    caches = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(caches) / "pywidget"


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes ``folder`` if nothing is raised; then all that is in it is there at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix="new-"))
    try:
        yield new
        try:
            new.rename(folder)
        except OSError:
            # Another build has been quicker.
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
