"""Put the modules of the page into archives for pages that run a Python of their own.

PyScript unpacks both kinds (``files`` in its configuration); the wheel is also what Pyodide and micropip install. The
same modules always give the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

from tools.image import compile_modules

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The distribution that the wheel is. Not ``pywidget`` itself, which has commands, a server part and requirements.
DISTRIBUTION = "pywidget_page"

_METADATA = """\
Metadata-Version: 2.1
Name: pywidget-page
Version: {version}
Summary: The part of pywidget that runs in the page.
License-Expression: MIT
Requires-Python: >=3.11
"""

_WHEEL = """\
Wheel-Version: 1.0
Generator: pywidget
Root-Is-Purelib: true
Tag: py3-none-any
"""


def wheel_name(version: str) -> str:
    """Return the file name of the wheel."""
    return f"{DISTRIBUTION}-{version}-py3-none-any.whl"


def make_wheel(modules: Mapping[str, str], version: str) -> bytes:
    """Return a wheel of ``modules``: path with ``/`` and ``.py`` → source text."""
    info = f"{DISTRIBUTION}-{version}.dist-info"
    files = {path: source.encode() for path, source in sorted(modules.items())}
    files[f"{info}/METADATA"] = _METADATA.format(version=version).encode()
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            # Every entry gets the oldest date that a zip file can have, so that the bytes never change.
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, content)
    return archive.getvalue()


def _record(files: Mapping[str, bytes], itself: str) -> bytes:
    lines = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}\n")
    return "".join([*lines, f"{itself},,\n"]).encode()


def make_mpy_archive(modules: Mapping[str, str], *, optimize: int) -> bytes:
    """Compile ``modules`` for MicroPython and return them as a ``.tar.gz``.

    Args:
        modules: path with ``/`` and ``.py`` → source text.
        optimize: see :func:`tools.image.compile_source`.

    Raises:
        CompileError: as :func:`tools.image.compile_modules`.
    """
    archive = io.BytesIO()
    folders: set[str] = set()
    # The code that unpacks it in the page only reads the oldest tar format, and needs each folder before its files.
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path, content in compile_modules(modules, optimize=optimize).items():
            parts = path.split("/")[:-1]
            for depth in range(len(parts)):
                folder = "/".join(parts[: depth + 1])
                if folder not in folders:
                    folders.add(folder)
                    entry = tarfile.TarInfo(folder)
                    entry.type = tarfile.DIRTYPE
                    entry.mode = 0o755
                    tar.addfile(entry)
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return gzip.compress(archive.getvalue(), mtime=0)
