"""Set-up of the host's tests."""

from __future__ import annotations

import os
from typing import Any

import pytest

from pywidget.testing import Options

# --8<-- [start:setup]
pytest_plugins = ["pywidget.testing"]


@pytest.fixture(scope="session")
def pywidget_options() -> Options:
    return Options(token_url="**/api/ats-token", timeout=15_000)


# --8<-- [end:setup]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = os.environ.get("PYWIDGET_CHROMIUM")
    return {**browser_type_launch_args, "executable_path": executable, "args": ["--no-sandbox", "--disable-gpu"]}
