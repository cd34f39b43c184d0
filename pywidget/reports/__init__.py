"""The product's own collector: takes the reports of pages, keeps each once, and shows them to the site's owner.

``create_app`` makes an ASGI application of it, ``pywidget reports`` serves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pywidget.reports.access import Access
    from pywidget.reports.app import Settings, create_app
    from pywidget.reports.limits import Limit
    from pywidget.reports.storage import StorageError, open_storage

__all__ = ["Access", "Limit", "Settings", "StorageError", "create_app", "open_storage"]

_WHERE = {
    "Access": "access",
    "Limit": "limits",
    "Settings": "app",
    "StorageError": "storage",
    "create_app": "app",
    "open_storage": "storage",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: the playground needs little of this package."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  nothing else here needs it

    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
