"""Begin a language, a sink or a system: write its file with everything that is to be filled in.

    python -m tools.add language sv
    python -m tools.add sink newrelic
    python -m tools.add system acme

What is to be filled in is an empty text: the tests, ruff and mypy name each one that is still empty (see
CONTRIBUTING.md). The lists that have to name what was added are completed, too.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from tools import lists

ROOT = Path(__file__).resolve().parent.parent


class AddError(Exception):
    """It cannot be added; the text says why."""


_SINK = '''""""""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.sinks import call, event_name, properties

if TYPE_CHECKING:
    from pywidget.browser.sinks import SinkPage
    from pywidget.core.reports import Report


def send(page: SinkPage, report: Report) -> str:
    """"""
    return call(page, "", event_name(report), properties(report))
'''

_SYSTEM = '''""""""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
{imports}
'''

#: A table with one row that is to be filled in, where an empty table would hide what a row is made of.
_FIRST_ROW = {
    "CODES": """{
    # code: path, remedy, HTTP status or None, key of the message in locales/, what the integrator should do
    "": ("", "", None, "",
        ""),
}"""
}


def language(tag: str, root: Path = ROOT) -> Path:
    """Write the file of a language: every key of English, in its order, with its comments."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", tag):
        raise AddError(f"{tag!r} is no language tag such as sv, pt-BR or zh-Hant")
    source = (root / "pywidget" / "locales" / "en.py").read_text(encoding="utf-8")
    (table,) = [node for node in ast.parse(source).body if isinstance(node, ast.AnnAssign)]
    lines = source.splitlines()[table.lineno - 1 :]
    kept = [re.sub(r'(": ).*', r'\1"",', line) for line in lines if not re.match(r"    (    |\),)", line)]
    text = '""""""\n\nfrom __future__ import annotations\n\n' + "\n".join(kept) + "\n"
    return _write(root / "pywidget" / "locales" / f"{tag.replace('-', '_').lower()}.py", text)


def sink(name: str, root: Path = ROOT) -> Path:
    """Write the file of a sink that calls a function of a client in the page."""
    if not re.fullmatch(r"[a-z][a-z0-9]*", name):
        raise AddError(f"{name!r} is no name of a sink: small letters and digits")
    return _write(root / "pywidget" / "browser" / "sinks" / f"{name}.py", _SINK)


def system(name: str, root: Path = ROOT) -> Path:
    """Write the file of a system: every name of :class:`pywidget.catalog.Catalog`, with what it is for."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise AddError(f"{name!r} is no name of a system: small letters, digits and hyphens")
    source = (root / "pywidget" / "catalog" / "__init__.py").read_text(encoding="utf-8")
    (catalog,) = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef) and node.name == "Catalog"
    ]
    fields = {
        ast.unparse(node.target): ast.unparse(node.annotation)
        for node in catalog.body
        if isinstance(node, ast.AnnAssign)
    }
    meanings = _meanings(ast.get_docstring(catalog) or "")
    types = " ".join(fields.values())
    imports = ["    from typing import Any\n"] if "Any" in types else []
    rows = [name for name in ("Path", "Remedy", "Row") if re.search(rf"\b{name}\b", types)]
    imports.append(f"    from pywidget.core.verdict import {', '.join(rows)}")
    parts = [_SYSTEM.format(imports="\n".join(imports)), "# fmt: off"]
    for field, kind in fields.items():
        value = repr(name).replace("'", '"') if field == "SYSTEM" else _FIRST_ROW.get(field) or _empty(kind)
        # Literals of these kinds need no annotation.
        annotation = "" if kind in ("str", "Any") else f": {kind}"
        meaning = "" if field == "SYSTEM" else meanings.get(field, "")
        parts.append(f"{meaning}{field}{annotation} = {value}\n")
    parts.append("# fmt: on\n")
    return _write(root / "pywidget" / "catalog" / f"{name.replace('-', '_')}.py", "\n".join(parts))


def _meanings(docstring: str) -> dict[str, str]:
    """Return what a docstring says of each attribute, as comment lines."""
    _, _, attributes = docstring.partition("Attributes:\n")
    found = {}
    for field, said in re.findall(r"^    ([A-Z]+): (.*?)(?=^    [A-Z]+: |\Z)", attributes, re.DOTALL | re.MULTILINE):
        lines = (said[:1].upper() + said[1:]).strip().splitlines()
        found[field] = "".join(f"# {line.strip()}\n" for line in lines)
    return found


def _empty(kind: str) -> str:
    return {"str": '""', "Any": "None"}.get(kind) or ("{}" if kind.startswith("dict") else "()")


def _write(path: Path, text: str) -> Path:
    if path.exists():
        raise AddError(f"{path.name} is there already")
    path.write_text(text, encoding="utf-8")
    return path


KINDS = {"language": language, "sink": sink, "system": system}


def add(kind: str, name: str, root: Path = ROOT) -> list[str]:
    """Write the file, complete the lists, and return the names of all files that were written.

    Raises:
        AddError: the kind is unknown, the name is not possible, or there is one of this name.
        ListError: a list is not where it is expected.
    """
    if kind not in KINDS:
        raise AddError(f"{kind!r} is none of: {', '.join(KINDS)}")
    written = KINDS[kind](name, root)
    return [written.relative_to(root).as_posix(), *lists.complete(root)]


def main(arguments: list[str]) -> int:
    """Add what the command line names."""
    if len(arguments) != 2:
        print("usage: python3 dev.py add language|sink|system NAME", file=sys.stderr)
        return 2
    kind, name = arguments
    try:
        files = add(kind, name)
    except (AddError, lists.ListError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print("\n".join(files))
    print("Fill in what is empty. `python3 dev.py lint` and the unit tests say what is missing.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
