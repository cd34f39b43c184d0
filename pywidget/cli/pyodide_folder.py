"""The folder with Pyodide that a page with ``data-runtime="pyodide"`` loads."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

SCRIPT = Path(__file__).with_suffix(".mjs")
#: What has to be in a folder with Pyodide.
NEEDED = ("pyodide.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")


def make_pyodide_folder(pyodide: Path, wheel: Path, target: Path) -> None:
    """Fill a folder with what the page loads; nothing is fetched from anywhere.

    Args:
        pyodide: a folder with a published Pyodide.
        wheel: the bundle's wheel of Python sources.
        target: an empty folder.

    Raises:
        click.ClickException: there is no Pyodide in that folder, no Node, or the two do not work together.
    """
    missing = [name for name in NEEDED if not (pyodide / name).is_file()]
    if missing:
        raise click.ClickException(
            f"{pyodide} is no folder with Pyodide: {', '.join(missing)} missing. "
            "`npm install pyodide` puts one into node_modules/pyodide."
        )
    node = shutil.which("node")
    if node is None:
        raise click.ClickException("--pyodide needs Node 20 or newer, and there is no `node` on the PATH")
    if subprocess.run([node, SCRIPT, pyodide, wheel, target], check=False).returncode != 0:
        raise click.ClickException(f"pywidget could not be compiled by the Pyodide in {pyodide}, see above")
