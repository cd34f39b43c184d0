"""What stands in a folder of the package: a file that is there needs no list that names it.

Only where Python reads source files. The copies that run in pages have the names written down instead, since there the
files are elsewhere or in one (see ``tools/build.py``).
"""

from __future__ import annotations

from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


#: The length of a subtag that names a script; that of a region is shorter.
_SCRIPT = 4


def names(path: Iterable[str], first: str) -> tuple[str, ...]:
    """Return the names of the modules of a package, with ``-`` for ``_``, in alphabetical order.

    Args:
        path: the package's ``__path__``.
        first: the name that stands before the others.
    """
    found = sorted(module.name.replace("_", "-") for module in iter_modules(path))
    return (first, *(name for name in found if name != first))


def tags(path: Iterable[str], first: str) -> tuple[str, ...]:
    """Return the same as language tags, written as RFC 5646 (2.1.1) recommends: ``zh-hans`` is ``zh-Hans``."""
    return tuple(_tag(name) for name in names(path, first))


def _tag(name: str) -> str:
    language, *parts = name.split("-")
    return "-".join([language, *(part.title() if len(part) == _SCRIPT else part.upper() for part in parts)])
