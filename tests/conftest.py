"""What unit tests and end-to-end tests share."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from checkouts import clone
from click.testing import CliRunner

from pywidget.cli import main
from tools.build import build

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def bundle_with_pyodide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built files and the folder with Pyodide, as the command puts them into a site."""
    site = tmp_path_factory.mktemp("site")
    result = CliRunner().invoke(main, ["bundle", str(site), "--pyodide", str(ROOT / "node_modules" / "pyodide")])
    assert result.exit_code == 0, result.output
    return site


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the packages that one command makes in a fresh clone.

    The bundle is the one of this checkout. The clone takes it only if it was built from the very same sources.
    """
    checkout = clone(tmp_path_factory.mktemp("clone"))
    shutil.copytree(build(), checkout / "pywidget" / "bundled")
    subprocess.run([sys.executable, "-m", "tools.sources"], cwd=checkout, check=True)
    made = tmp_path_factory.mktemp("packages")
    subprocess.run([sys.executable, "-m", "tools.packages", str(made)], cwd=checkout, check=True)
    return made
