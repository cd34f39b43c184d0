"""Whether our cut of the interpreter has every built-in name that modules use.

What is cut off too much would be missed only where a page comes by it. So a test asks for each name: built-in functions
and types, modules and what is taken from them, and methods of built-in types. Of a method the type is not known, so one
of them has to have it. Formats in f-strings are compared with what ``interpreter/printing.c`` knows.
"""

from __future__ import annotations

import ast
import builtins
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.image import make_image, without_types
from tools.sources import ROOT
from tools.wasm.kept import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Expressions for a value of each built-in type that has methods.
VALUES = ('""', 'b""', "{}", "[]", "()", "set()", "0", "0.5")
#: What stands before a method's name in place of the value that has it.
METHOD = "x."

#: What may stand behind the colon in the braces of an f-string; and the numbers of nothing and ``!r`` in a syntax tree.
_FORMAT = re.compile(r"0?\d*[dxg]")
_CONVERSIONS = (-1, ord("r"))

_BUILT_IN = {name for name in dir(builtins) if not name.startswith("__")}
_METHODS = {
    name
    for kind in (str, bytes, bytearray, dict, list, tuple, set, int, float, re.Pattern, re.Match)
    for name in dir(kind)
    if not name.startswith("__")
}


def used_names(trees: Iterable[ast.Module]) -> set[str]:
    """Return the names that sources use: ``len``, ``json``, ``json.loads``, ``x.strip``."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    found = set(modules)
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in _BUILT_IN - own:
            found.add(node.id)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Attribute) and node.attr in _METHODS:
            found.add(METHOD + node.attr)
    return {name for name in found if not name.startswith(("pywidget", "__future__", "typing"))}


def missing(interpreter: bytes, modules: Mapping[str, str]) -> list[str]:
    """Return the names and formats that modules use and the interpreter lacks, sorted.

    Args:
        interpreter: our cut.
        modules: path → source text.

    Raises:
        UnavailableError: there is no Node.
    """
    node = shutil.which("node")
    if node is None:
        raise UnavailableError("there is no `node` on the PATH")
    trees = [ast.parse(without_types(source, path)) for path, source in modules.items()]
    names = sorted(used_names(trees))
    with tempfile.TemporaryDirectory() as temporary:
        wasm, image = Path(temporary, "interpreter.wasm"), Path(temporary, "image.romfs")
        wasm.write_bytes(interpreter)
        image.write_bytes(make_image({"asked.py": _asking(names)}, optimize=3))
        command = [node, "tools/wasm/ask.mjs", str(wasm), str(image)]
        asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted([*json.loads(asked), *unknown_formats(trees)])


def unknown_formats(trees: Iterable[ast.Module]) -> set[str]:
    """Return the parts of f-strings that have a format which the interpreter does not know."""
    return {
        ast.unparse(ast.JoinedStr([node]))
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FormattedValue)
        and not (node.conversion in _CONVERSIONS and (node.format_spec is None or _is_known(node.format_spec)))
    }


def _is_known(spec: ast.expr) -> bool:
    parts = spec.values if isinstance(spec, ast.JoinedStr) else []
    text = parts[0].value if len(parts) == 1 and isinstance(parts[0], ast.Constant) else ""
    return isinstance(text, str) and _FORMAT.fullmatch(text) is not None


def _asking(names: Iterable[str]) -> str:
    """Return a module that tells the page which names are missing."""
    lines = ["missing = []", f"values = [{', '.join(VALUES)}]"]
    for name in names:
        first, _, rest = name.partition(".")
        if name.startswith(METHOD):
            lines.append(f"if not any(hasattr(value, {rest!r}) for value in values):\n    missing.append({name!r})")
        else:
            asked = (
                f"__import__({first!r}).{rest}" if rest else first if first in _BUILT_IN else f"__import__({first!r})"
            )
            errors = "(ImportError, AttributeError, NameError)"
            lines.append(f"try:\n    {asked}\nexcept {errors}:\n    missing.append({name!r})")
    lines.append("def start(text, page):\n    page.tell(missing)")
    lines.append("def receive(text):\n    return False")
    return "\n".join(lines) + "\n"
