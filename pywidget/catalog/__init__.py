"""What every code means: one file of tables per system, imported only when its system is used.

To add a system, write its file ``catalog/<system>.py`` (with ``_`` for ``-``), which defines the names of
:class:`Catalog` as literals. It need not be listed anywhere else. Tables that would be empty are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import SYSTEM
from pywidget.folder import names

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.verdict import Path, Remedy, Row


class Catalog:
    """The tables of one system.

    Args:
        tables: the module, or any other object with the attributes below.

    Attributes:
        SYSTEM: its name, as in :data:`SYSTEMS`.
        TITLE: its name for people.
        DOCUMENT: URL of the page that documents its codes.
        CODES: the codes that its error document lists, exactly.
        EXTRA: codes that occur in practice and are not in the document.
        KIN: systems whose codes it passes on: their tables are read when its own do not know a code.
        LOCAL: prefixes of codes that only this system makes; a system that passes its codes on never sends them.
        PREFIXES: guesses for unknown codes by their beginning; the first that fits counts.
        CATEGORIES: guesses by the system's own category: path, remedy, message, action.
        TEXTS: exact text that it sends instead of a code -> the code that the text stands for.
        ANSWER: field of its error answers (:data:`pywidget.core.places.FIELDS`) -> dotted path to it. Only fields that
            are not in the usual places are needed.
        SAMPLE: the body of one of its error answers, with all fields that such a body has. Its code or text has to be
            in the tables above. None in profiles, which have no sample, and in the page, which does not need one.
        SAMPLES: code or HTTP status -> the values that differ from the sample's there: ``message``, ``details``,
            ``category``; and ``retry_after`` None for a status whose headers ask for no wait.
    """

    SYSTEM: str
    TITLE: str
    DOCUMENT: str
    CODES: dict[str, Row]
    EXTRA: dict[str, Row]
    KIN: tuple[str, ...]
    LOCAL: tuple[str, ...]
    PREFIXES: tuple[tuple[str, Row], ...]
    CATEGORIES: dict[str, tuple[Path, Remedy, str, str]]
    TEXTS: dict[str, str]
    ANSWER: dict[str, str]
    SAMPLE: Any
    SAMPLES: dict[str | int, dict[str, Any]]

    def __init__(self, tables: object) -> None:
        for name, empty in _EMPTY.items():
            setattr(self, name, getattr(tables, name, empty))


#: The values for names that a file does not define.
_EMPTY: dict[str, object] = {
    "SYSTEM": "",
    "TITLE": "",
    "DOCUMENT": "",
    "CODES": {},
    "EXTRA": {},
    "KIN": (),
    "LOCAL": (),
    "PREFIXES": (),
    "CATEGORIES": {},
    "TEXTS": {},
    "ANSWER": {},
    "SAMPLE": None,
    "SAMPLES": {},
}

#: The systems that have a file here, the usual one first.
SYSTEMS: tuple[str, ...] = names(__path__, first=SYSTEM)

_loaded: dict[str, Catalog] = {}


class CatalogError(ValueError):
    """A system's tables cannot be used; the text says what to add."""


class UnknownSystemError(ValueError):
    """The name is not in :data:`SYSTEMS`, and nothing was registered under it."""


def load(system: str) -> Catalog:
    """Return the tables of a system, importing them the first time.

    Raises:
        UnknownSystemError: there is no such system.
        CatalogError: no code is found in its own sample.
    """
    catalog = _loaded.get(system)
    if catalog is None:
        if system not in SYSTEMS:
            message = f"unknown system {system!r}; known are: {', '.join(SYSTEMS)}"
            raise UnknownSystemError(message)
        # A list of names makes __import__ return the module itself, not its top package. MicroPython has no importlib.
        tables = __import__("pywidget.catalog." + system.replace("-", "_"), None, None, ("CODES",))
        catalog = _add(tables, system)
    return catalog


def known(system: str) -> bool:
    """Whether there are tables for a system of this name."""
    return system in SYSTEMS or system in _loaded


def register(tables: object) -> Catalog:
    """Add a system, under the name in its own ``SYSTEM``.

    Raises:
        ValueError: there are tables for this name already.
        CatalogError: no code is found in its own sample.
    """
    system = getattr(tables, "SYSTEM", "")
    if known(system):
        raise ValueError(f"there are tables for {system!r} already")
    return _add(tables, system)


def _add(tables: object, system: str) -> Catalog:
    catalog = _loaded[system] = Catalog(tables)
    if getattr(tables, "SAMPLE", catalog) is not None:
        # Only outside of the page: the tables there have no sample.
        from pywidget.samples import problem_of  # noqa: PLC0415

        problem = problem_of(catalog)
        if problem:
            del _loaded[system]
            raise CatalogError(problem)
    return catalog
