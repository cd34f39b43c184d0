"""What every code means: one file of tables per system, read only when its system is asked for.

To add a system, write its file ``catalog/<system>.py`` (with ``_`` for ``-``): the names of :class:`Catalog`, all of
them literals. Nothing else names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.folder import names

if TYPE_CHECKING:
    from typing import Protocol

    from pywidget.core.verdict import Path, Remedy, Row

    class Catalog(Protocol):
        """The tables of one system.

        Attributes:
            SYSTEM: its name, as in :data:`SYSTEMS`.
            CODES: the codes that its error document lists, exactly.
            EXTRA: codes that occur in practice and are not in the document.
            KIN: systems whose codes it passes on: their tables are read when its own do not know a code.
            LOCAL: prefixes of codes that it makes up itself; systems it is kin to cannot have sent them.
            PREFIXES: guesses for unknown codes, the first that fits counts.
            CATEGORIES: guesses by the system's own category: path, remedy, message, action.
            TEXTS: exact texts that it sends where it gives no code, and the code each stands for.
        """

        SYSTEM: str
        CODES: dict[str, Row]
        EXTRA: dict[str, Row]
        KIN: tuple[str, ...]
        LOCAL: tuple[str, ...]
        PREFIXES: tuple[tuple[str, Row], ...]
        CATEGORIES: dict[str, tuple[Path, Remedy, str, str]]
        TEXTS: dict[str, str]


#: The systems that have a file here, the usual one first.
SYSTEMS: tuple[str, ...] = names(__path__, first="allfeat-widget")

_loaded: dict[str, Catalog] = {}


class UnknownSystemError(ValueError):
    """The name is not in :data:`SYSTEMS`, and nothing was registered under it."""


def load(system: str) -> Catalog:
    """Return the tables of a system, importing them the first time.

    Raises:
        UnknownSystemError: there is no such system.
    """
    catalog = _loaded.get(system)
    if catalog is None:
        if system not in SYSTEMS:
            message = f"unknown system {system!r}; known are: {', '.join(SYSTEMS)}"
            raise UnknownSystemError(message)
        # A list of names makes __import__ return the module itself, not its top package. MicroPython has no importlib.
        catalog = __import__("pywidget.catalog." + system.replace("-", "_"), None, None, ("CODES",))
        _loaded[system] = catalog
    return catalog


def known(system: str) -> bool:
    """Whether there are tables for a system of this name."""
    return system in SYSTEMS or system in _loaded


def register(catalog: Catalog) -> None:
    """Make one more system known, under the name it gives itself.

    Raises:
        ValueError: there is one of this name.
    """
    if known(catalog.SYSTEM):
        raise ValueError(f"there are tables for {catalog.SYSTEM!r} already")
    _loaded[catalog.SYSTEM] = catalog
