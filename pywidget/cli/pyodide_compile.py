"""Compile pywidget and its part of the standard library, inside the Pyodide that will run them.

``pyodide_folder.mjs`` runs this file in there: bytecode fits exactly one version of Python, and this machine need not
have that one. (`pyodide py-compile` compiles with the Python that it runs in.)
"""

from __future__ import annotations

import ast
import importlib
import sys
import zipfile
from pathlib import Path


def import_all(folder: str) -> None:
    """Import every module in a folder, all of which are installed, and everything that their functions import later."""
    names: list[str] = []
    for path in sorted(Path(folder).rglob("*.py")):
        names.append(".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__"))
        for node in ast.walk(ast.parse(path.read_bytes())):
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
    """Put the part of the standard library that is imported by now into a folder, as sources.

    Pyodide is published with all of it, and no tool of its makes less of it.
    """
    stdlib = next(path for path in sys.path if path.endswith(".zip"))
    loaded = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
    with zipfile.ZipFile(stdlib) as archive:
        archive.extractall(target, sorted(f[len(stdlib) + 1 :] for f in loaded if f.startswith(f"{stdlib}/")))


def compile_all(folder: str) -> None:
    """Compile the sources in a folder, each to a file beside it.

    Raises:
        SyntaxError: a source does not compile.
    """
    # Only now: what the compiler imports, the page does not need.
    import compileall  # noqa: PLC0415
    import py_compile  # noqa: PLC0415

    compiled = compileall.compile_dir(
        folder,
        quiet=1,
        # Where Python looks for it if there is no source.
        legacy=True,
        # Without asserts and docstrings, which nobody reads in a page.
        optimize=2,
        # What a traceback names.
        stripdir=folder,
        # No date in it, so that the same source always gives the same bytes.
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    if not compiled:
        raise SyntaxError(f"a source in {folder} does not compile, see above")
