"""What every code means: one file of tables per system, read only when its system is asked for.

To add a system, write its file ``catalog/<system>.py`` (with ``_`` for ``-``): the names of :class:`Catalog`, all of
them literals. Nothing else names it. Tables that would be empty are left out.
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
        tables: what has the names below: the module, or any other object.

    Attributes:
        SYSTEM: its name, as in :data:`SYSTEMS`.
        TITLE: what people call it.
        DOCUMENT: the page that its codes are documented on.
        CODES: the codes that its error document lists, exactly.
        EXTRA: codes that occur in practice and are not in the document.
        KIN: systems whose codes it passes on: their tables are read when its own do not know a code.
        LOCAL: prefixes of codes that it makes up itself; systems it is kin to cannot have sent them.
        PREFIXES: guesses for unknown codes, the first that fits counts.
        CATEGORIES: guesses by the system's own category: path, remedy, message, action.
        TEXTS: exact texts that it sends where it gives no code, and the code each stands for.
        ANSWER: where things stand in its error answers: field (:data:`pywidget.core.places.FIELDS`) -> dotted path.
            Only what does not stand in the usual places is needed.
        SAMPLE: the body of one of its error answers, with everything that such a body has; its code, or its text, has
            to be one of the above. None where there is none to look at: in profiles, and in the page, which has no use
            for one.
        SAMPLES: what other bodies have in the place of what the sample has, by code or by HTTP status: ``message``,
            ``details``, ``category``; and ``retry_after`` None with a status whose headers tell of no wait.
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


#: What is not written in a file.
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
    """Make one more system known, under the name it gives itself.

    Raises:
        ValueError: there is one of this name.
        CatalogError: no code is found in its own sample.
    """
    system = getattr(tables, "SYSTEM", "")
    if known(system):
        raise ValueError(f"there are tables for {system!r} already")
    return _add(tables, system)


def _add(tables: object, system: str) -> Catalog:
    catalog = _loaded[system] = Catalog(tables)
    if getattr(tables, "SAMPLE", catalog) is not None:
        # Not in the page, where there is nothing to check.
        from pywidget.samples import problem_of  # noqa: PLC0415

        problem = problem_of(catalog)
        if problem:
            del _loaded[system]
            raise CatalogError(problem)
    return catalog
