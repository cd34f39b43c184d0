"""Running something in a thread of its own: Playwright's event loop runs in that of the tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable


Result = TypeVar("Result")


def aside(run: Callable[[], Result]) -> Result:
    """Return what ``run`` returns, and raise what it raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()
