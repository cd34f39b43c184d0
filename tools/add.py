"""Begin a language, a sink or a system: write its file with empty texts to fill in.

    python -m tools.add language bg
    python -m tools.add sink newrelic
    python -m tools.add system acme

The tests, ruff and mypy name each text that is still empty (see CONTRIBUTING.md). The lists in the documents that have
to name the new file are completed, too.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
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
    from pywidget.browser.border import Page
    from pywidget.core.reports import Report


def send(page: Page, report: Report) -> str:
    """"""
    return call(page, "", event_name(report), properties(report))
'''

#: The names that every system has, in the order of the other catalogs. The optional ones are in a comment.
_SYSTEM = '''""""""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.verdict import Row

SYSTEM = "{name}"
TITLE = ""
DOCUMENT = ""

# fmt: off
CODES: dict[str, Row] = {{
    # code: path, remedy, documented HTTP status or None, key of the message in locales/, what the integrator should do
    "": ("", "", None, "",
        ""),
}}
# fmt: on

{sample}
SAMPLE: dict[str, Any] = {{}}

# What else the tables of a system can have. Write what this one needs, and take this comment away.
#
{others}
'''


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
    """Write the file of a system: what all have, and as a comment what else :class:`pywidget.catalog.Catalog` can."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise AddError(f"{name!r} is no name of a system: small letters, digits and hyphens")
    source = (root / "pywidget" / "catalog" / "__init__.py").read_text(encoding="utf-8")
    (catalog,) = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef) and node.name == "Catalog"
    ]
    meanings = _meanings(ast.get_docstring(catalog) or "")
    sample = meanings.pop("SAMPLE").partition(". None")[0] + "."
    others = []
    for node in catalog.body:
        field = ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else ""
        if isinstance(node, ast.AnnAssign) and field in meanings and f"\n{field}" not in _SYSTEM:
            others.append(_comment(f"{field} ({ast.unparse(node.annotation)}): {meanings[field]}", "#   "))
    text = _SYSTEM.format(name=name, sample=_comment(sample[:1].upper() + sample[1:]), others="\n".join(others))
    return _write(root / "pywidget" / "catalog" / f"{name.replace('-', '_')}.py", text)


def _meanings(docstring: str) -> dict[str, str]:
    """Return what a docstring says of each attribute, in one line."""
    _, _, attributes = docstring.partition("Attributes:\n")
    found = re.findall(r"^    ([A-Z]+): (.*?)(?=^    [A-Z]+: |\Z)", attributes, re.DOTALL | re.MULTILINE)
    # Links in the docstring become plain names in the comment.
    return {field: re.sub(r":\w+:`([^`]+)`", r"\1", " ".join(said.split())) for field, said in found}


def _comment(text: str, further: str = "# ") -> str:
    return textwrap.fill(text, 120, initial_indent="# ", subsequent_indent=further)


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
