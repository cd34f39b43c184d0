"""pywidget: error handling for widgets embedded in web pages.

``classify(code)`` says what an error code means, ``read_response(status, body, headers)`` what an HTTP answer does;
``start(…)`` looks after a page's widgets from the page's own Python. The names below are all there is. Each is fetched
from its module when it is first asked for, so that a page that only handles events loads nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pywidget.core.classify import classify as classify
    from pywidget.core.verdict import Verdict as Verdict
    from pywidget.errors import ApiError as ApiError
    from pywidget.errors import raise_for_error as raise_for_error
    from pywidget.errors import read_response as read_response
    from pywidget.page_api import start as start
    from pywidget.version import VERSION as __version__  # noqa: N811  the field's name for it

__all__ = ["ApiError", "Verdict", "__version__", "classify", "raise_for_error", "read_response", "start"]

_HOMES = {
    "__version__": ("pywidget.version", "VERSION"),
    "ApiError": ("pywidget.errors", "ApiError"),
    "Verdict": ("pywidget.core.verdict", "Verdict"),
    "classify": ("pywidget.core.classify", "classify"),
    "raise_for_error": ("pywidget.errors", "raise_for_error"),
    "read_response": ("pywidget.errors", "read_response"),
    "start": ("pywidget.page_api", "start"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'pywidget' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(__import__(module, None, None, (attribute,)), attribute)
