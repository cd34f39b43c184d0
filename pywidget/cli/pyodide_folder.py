"""The folder with Pyodide that a page with ``data-runtime="pyodide"`` loads.

``pyodide-lock`` writes the lock file, ``wheel`` packs what was compiled, Pyodide itself compiles and is tried, in Node.
What is left to this file is their order.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import Any

SCRIPT = Path(__file__).with_suffix(".mjs")
LOCK = "pyodide-lock.json"
#: What has to be in a folder with Pyodide.
NEEDED = ("pyodide.mjs", "pyodide.asm.wasm", LOCK, "python_stdlib.zip")
#: The packages of the extra `pyodide`, by the names of their modules; pkginfo is what pyodide-lock reads wheels with.
PACKAGES = ("pyodide_lock", "pkginfo", "wheel")
#: What the page loads of the published files; older releases have `pyodide.asm.js`.
_PUBLISHED = re.compile(r"pyodide(\.mjs|\.asm\.(m?js|wasm))")
#: The oldest date that a zip file can have, so that the same files always give the same bytes.
_DATE = "315532800"

_NOTICE = """\
Pyodide {version}: pyodide.* are its published files, unchanged, from the npm package "pyodide".
Copyright (c) the Pyodide contributors and Mozilla. Mozilla Public License 2.0, whose text, like the source code, is in
Pyodide's source repository under the tag {version}.

python_stdlib.zip is a part of the Python standard library as it comes with that Pyodide, compiled.
Copyright (c) Python Software Foundation. PSF License Version 2.

pywidget_page-*.whl is pywidget, compiled. MIT License, see LICENSE in the folder above.
"""


def make_pyodide_folder(pyodide: Path, wheel: Path, target: Path) -> None:
    """Fill a folder with what the page loads; nothing is fetched from anywhere.

    Args:
        pyodide: a folder with a published Pyodide.
        wheel: the bundle's wheel of Python sources.
        target: an empty folder.

    Raises:
        click.ClickException: there is no Pyodide in that folder, no Node or no pyodide-lock, or they do not work
            together.
    """
    node = check_pyodide(pyodide)
    info = json.loads((pyodide / LOCK).read_text(encoding="utf-8"))["info"]
    version = _version(pyodide)
    for path in pyodide.iterdir():
        if _PUBLISHED.fullmatch(path.name):
            shutil.copyfile(path, target / path.name)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        source = Path(shutil.copy(wheel, work))
        _write_lock(work / LOCK, source, source, info, version)
        with zipfile.ZipFile(source) as archive:
            archive.extractall(work / "wheel")
        if subprocess.run([node, SCRIPT, "compile", pyodide.resolve(), work], check=False).returncode != 0:
            raise click.ClickException(f"pywidget could not be compiled by the Pyodide in {pyodide}, see above")
        compiled = pack_wheel(work / "wheel", target, info["python"])
        _pack_stdlib(work / "stdlib", target / "python_stdlib.zip")
        _write_lock(target / LOCK, source, compiled, info, version)
    (target / "NOTICE").write_text(_NOTICE.format(version=version), encoding="utf-8")
    if subprocess.run([node, SCRIPT, "finish", target.resolve()], check=False).returncode != 0:
        raise click.ClickException(f"what was compiled for the Pyodide in {pyodide} does not run in it, see above")


def check_pyodide(pyodide: Path) -> str:
    """Return the path of Node, if everything that is needed is there.

    Raises:
        click.ClickException: something is missing; says what, and how to get it.
    """
    missing = [name for name in NEEDED if not (pyodide / name).is_file()]
    if missing:
        raise click.ClickException(
            f"{pyodide} is no folder with Pyodide: {', '.join(missing)} missing. "
            "`npm install pyodide` puts one into node_modules/pyodide."
        )
    if not all(map(importlib.util.find_spec, PACKAGES)):
        raise click.ClickException(
            "--pyodide needs pyodide-lock and wheel, which `pip install 'pywidget-errors[pyodide]'` installs"
        )
    node = shutil.which("node")
    if node is None:
        raise click.ClickException("--pyodide needs Node 20 or newer, and there is no `node` on the PATH")
    return node


def _version(pyodide: Path) -> str:
    """Return the version of Pyodide: its lock file does not have it any more."""
    package = pyodide / "package.json"
    if package.is_file():
        return str(json.loads(package.read_text(encoding="utf-8"))["version"])
    found = re.search(r'\bversion\s*=\s*"(\d[\w.]*)"', (pyodide / "pyodide.mjs").read_text(encoding="utf-8"))
    return found[1] if found else "0"


def _write_lock(target: Path, source: Path, wheel: Path, info: dict[str, Any], version: str) -> None:
    """Write the lock file of one wheel.

    Args:
        target: the lock file.
        source: the wheel of Python sources, which pyodide-lock can read: what it imports and depends on.
        wheel: the wheel that is loaded.
        info: what the published lock file says of the interpreter.
        version: that of Pyodide.
    """
    from pyodide_lock import InfoSpec, PyodideLockSpec  # noqa: PLC0415  only who asks for Pyodide has it
    from pyodide_lock.utils import add_wheels_to_spec, update_package_sha256  # noqa: PLC0415

    # Its releases for Python 3.11 ask for a version, and for no field that they do not know.
    known = {name: info[name] for name in ("arch", "platform", "python", "abi_version") if name in info}
    spec = add_wheels_to_spec(PyodideLockSpec(info=InfoSpec(version=version, **known), packages={}), [source])
    for package in spec.packages.values():
        # As `pyodide py-compile` does it to a lock file.
        package.file_name = wheel.name
        update_package_sha256(package, wheel)
    spec.to_json(target)
    written = json.loads(target.read_text(encoding="utf-8"))
    # The interpreter compares this with what it was published with.
    target.write_text(json.dumps({**written, "info": info}), encoding="utf-8")


def pack_wheel(files: Path, target: Path, python: str) -> Path:
    """Pack the compiled files of a wheel, under the tag of the Python that compiled them."""
    for path in files.rglob("*.py"):
        path.unlink()
    _wheel("pack", files, "--dest-dir", target)
    [packed] = target.glob("*.whl")
    tag = "cp" + "".join(python.split(".")[:2])
    _wheel("tags", "--python-tag", tag, "--remove", packed)
    [tagged] = target.glob("*.whl")
    return tagged


def _wheel(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "wheel", *arguments]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _DATE}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise click.ClickException(f"`wheel {arguments[0]}` failed, and said: {done.stderr.strip()}")


def _pack_stdlib(files: Path, target: Path) -> None:
    # Not compressed: the server does that better, and the page need not undo it.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files.rglob("*.pyc")):
            archive.writestr(zipfile.ZipInfo(path.relative_to(files).as_posix()), path.read_bytes())
