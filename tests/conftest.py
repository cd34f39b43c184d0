"""What unit tests and end-to-end tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pywidget.cli import main

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def bundle_with_pyodide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built files and the folder with Pyodide, as the command puts them into a site."""
    site = tmp_path_factory.mktemp("site")
    result = CliRunner().invoke(main, ["bundle", str(site), "--pyodide", str(ROOT / "node_modules" / "pyodide")])
    assert result.exit_code == 0, result.output
    return site
