"""Compile pywidget and its part of the standard library, inside the Pyodide that will run them.

``pyodide_folder.mjs`` runs this file in there. Bytecode fits exactly one version of Python, and so comes from that one.
"""

from __future__ import annotations

import ast
import base64
import importlib
import sys
import tempfile
import zipfile
from pathlib import Path

#: Without asserts and docstrings, which nobody reads in a page.
_OPTIMIZE = 2


def import_all(wheel: str) -> None:
    """Import every module of a wheel that is installed, and everything that its functions import later."""
    with zipfile.ZipFile(wheel) as archive:
        sources = {path: archive.read(path) for path in archive.namelist() if path.endswith(".py")}
    names = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in sources]
    for source in sources.values():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            # What only another interpreter has.
            continue


def write_stdlib(target: str) -> None:
    """Write the part of the standard library that is imported by now, compiled."""
    stdlib = next(path for path in sys.path if path.endswith(".zip"))
    # Before the compiler is imported, which the page does not need.
    loaded = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
    with zipfile.ZipFile(stdlib) as archive:
        paths = sorted(file.removeprefix(stdlib + "/") for file in loaded if file.startswith(stdlib + "/"))
        files = {path + "c": _compile(archive.read(path), path) for path in paths}
    # Not compressed: the server does that better, and the page need not undo it.
    _write_zip(target, files, zipfile.ZIP_STORED)


def compile_wheel(source: str, folder: str) -> str:
    """Compile a wheel of Python sources.

    Args:
        source: path of the wheel.
        folder: where the compiled one goes.

    Returns:
        The name of the compiled one, which has the tag of this Python.
    """
    name, version, _tags = Path(source).name.split("-", 2)
    tag = f"cp{sys.version_info[0]}{sys.version_info[1]}-none-any"
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(source) as wheel:
        for path in wheel.namelist():
            content = wheel.read(path)
            if path.endswith(".py"):
                files[path + "c"] = _compile(content, path)
            elif path.endswith(".dist-info/WHEEL"):
                files[path] = content.replace(b"py3-none-any", tag.encode())
            elif not path.endswith(".dist-info/RECORD"):
                files[path] = content
    record = f"{name}-{version}.dist-info/RECORD"
    lines = []
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(_sha256(content)).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}\n")
    files[record] = "".join([*lines, f"{record},,\n"]).encode()
    target = f"{name}-{version}-{tag}.whl"
    _write_zip(f"{folder}/{target}", files, zipfile.ZIP_DEFLATED)
    return target


def _compile(source: bytes, path: str) -> bytes:
    import py_compile  # noqa: PLC0415  see write_stdlib

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "module.py")
        compiled = file.with_suffix(".pyc")
        file.write_bytes(source)
        py_compile.compile(
            str(file),
            cfile=str(compiled),
            dfile=path,
            doraise=True,
            optimize=_OPTIMIZE,
            # No date in it, so that the same source always gives the same bytes.
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        return compiled.read_bytes()


def _sha256(content: bytes) -> bytes:
    import hashlib  # noqa: PLC0415  see write_stdlib

    return hashlib.sha256(content).digest()


def _write_zip(target: str, files: dict[str, bytes], compression: int) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type = compression
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
