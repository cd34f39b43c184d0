"""The Chromium of the tests and of the commands that need one."""

from __future__ import annotations

import os
import shutil

#: Without these a browser in a closed network spends its time on its maker's own services.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """Return the path of the browser; None for Playwright's own."""
    return os.environ.get("PYWIDGET_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
