"""What of ``pywidget.start()`` needs no page. The rest is in ``tests/e2e/test_start.py``."""

from __future__ import annotations

import pytest

import pywidget


def test_needs_a_page() -> None:
    with pytest.raises(RuntimeError, match="for Python in a web page"):
        pywidget.start(token_url="/token")
