"""What unit tests and end-to-end tests share."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from checkouts import clone
from click.testing import CliRunner
from longest import LONGEST

from pywidget.cli import main
from tools.build import build
from tools.sources import ROOT, TESTING_SCRIPT

if TYPE_CHECKING:
    from pathlib import Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


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

    The built files are those of this checkout. The clone takes them only if they were built from the very same sources.
    """
    checkout = clone(tmp_path_factory.mktemp("clone"))
    shutil.copytree(build(), checkout / "pywidget" / "bundled")
    shutil.copy(TESTING_SCRIPT, checkout / TESTING_SCRIPT.relative_to(ROOT))
    subprocess.run([sys.executable, "-m", "tools.sources"], cwd=checkout, check=True)
    made = tmp_path_factory.mktemp("packages")
    subprocess.run([sys.executable, "-m", "tools.packages", str(made)], cwd=checkout, check=True)
    return made
