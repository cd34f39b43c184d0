"""Write the JavaScript side of the border from the Python side: types for every message and every call.

    python -m tools.border

``pywidget/browser/border.py`` says what crosses; from it come ``pywidget/page/border.d.ts``, by which TypeScript checks
the page's sources, and ``pywidget/page/border.js`` with what they need of it when they run. The build writes them too.
"""

from __future__ import annotations

import ast
import json
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from pywidget.browser import border

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "pywidget" / "browser" / "border.py"
TYPES = ROOT / "pywidget" / "page" / "border.d.ts"
VALUES = ROOT / "pywidget" / "page" / "border.js"

#: What is the same in both languages but for its name.
_NAMES = {"int": "number", "str": "string", "bool": "boolean", "object": "unknown", "Any": "any", "None": "null"}
#: The Protocol of the calls, and what create-page.js adds to every message.
_CALLS = "Page"
_ADDED = "Stamp"
#: What several messages have in common: in TypeScript the union of these.
_PARTS = ("OfWidget", "Kept")
_PAGE = "/** The number that stands for the page itself, where a widget has its own. */"
_HEAD = "Made from pywidget/browser/border.py by `python -m tools.border`: change it there."


class UnknownTypeError(Exception):
    """A type in the border has no counterpart here; the text says which."""


def main() -> None:
    """Write the files, where they are not up to date."""
    for path, text in files().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def files() -> dict[Path, str]:
    """Return what the files are to say.

    Raises:
        UnknownTypeError: a type has no counterpart in TypeScript.
    """
    return {
        TYPES: f"// {_HEAD}\n\n{types(SOURCE.read_text(encoding='utf-8'))}",
        VALUES: f"// @ts-check\n// {_HEAD}\n{_PAGE}\nexport const PAGE = {border.PAGE};\n",
    }


def types(source: str) -> str:
    """Return the types of the border as a declaration file.

    Raises:
        UnknownTypeError: a type has no counterpart in TypeScript.
    """
    return _Border(source).text()


def kinds(source: str) -> dict[str, dict[str, bool]]:
    """Return each kind of message with its own fields, and whether they may be missing."""
    found = _Border(source)
    return {found.kind(node): found.all_fields(node) for node in found.messages()}


class _Border:
    """What stands in the Python source."""

    def __init__(self, source: str) -> None:
        self._tree = ast.parse(source)
        self._classes = {node.name: node for node in ast.walk(self._tree) if isinstance(node, ast.ClassDef)}
        #: Names of types that come from other modules -> what they stand for.
        self._aliases = dict(self._imported())

    def text(self) -> str:
        names = [node.name for node in self.messages()]
        parts = [f"{_PAGE}\nexport const PAGE: {border.PAGE};\n"]
        parts += [self._interface(node) for node in self._classes.values() if node.name not in (_CALLS, *_PARTS)]
        for base in _PARTS:
            of = [node.name for node in self.messages() if base in _bases(node)]
            parts.append(_union(base, ast.get_docstring(self._classes[base]) or "", of))
        parts += [
            _union("Message", "Every message, without what is added to it on its way.", names),
            '/** The kinds of messages. */\nexport type Kind = Message["kind"];\n',
            "/** A message of some kinds as it arrives. */",
            f"export type Arriving<K extends Kind = Kind> = Extract<Message, {{ kind: K }}> & {_ADDED};\n",
            self._calls(),
        ]
        return "\n".join(parts)

    def messages(self) -> list[ast.ClassDef]:
        return [node for node in self._classes.values() if "kind" in dict(_fields(node))]

    def kind(self, node: ast.ClassDef) -> str:
        return self._type(dict(_fields(node))["kind"]).strip('"')

    def all_fields(self, node: ast.ClassDef) -> dict[str, bool]:
        """The fields of a class and of those that it is made of, and whether they may be missing."""
        found = {}
        for base in _bases(node):
            if base in self._classes:
                found.update(self.all_fields(self._classes[base]))
        for name, annotation in _fields(node):
            found[name] = _is_total_false(node) or _not_required(annotation) is not None
        return found

    def _interface(self, node: ast.ClassDef) -> str:
        """A message or a part of one. What is added on the way is an interface of its own."""
        whole = [self._classes[base] for base in _bases(node) if base in _PARTS] + [node]
        lines = [_comment(ast.get_docstring(node) or "", ""), f"export interface {node.name} {{"]
        for name, annotation in (field for part in whole for field in _fields(part)):
            inner = _not_required(annotation)
            optional = "?" if inner is not None or _is_total_false(node) else ""
            lines.append(f"  {name}{optional}: {self._type(inner or annotation)};")
        return "\n".join([*lines, "}", ""])

    def _calls(self) -> str:
        lines = [_comment(ast.get_docstring(self._classes[_CALLS]) or "", ""), "export interface Calls {"]
        for method in self._classes[_CALLS].body:
            if not isinstance(method, ast.FunctionDef) or method.returns is None:
                continue
            taken = method.args.args[1:]
            first_optional = len(taken) - len(method.args.defaults)
            told = []
            for place, argument in enumerate(taken):
                if argument.annotation is None:
                    raise UnknownTypeError(f"{method.name}({argument.arg})")
                mark = "?" if place >= first_optional else ""
                told.append(f"{argument.arg}{mark}: {self._type(argument.annotation)}")
            lines.append(_comment(ast.get_docstring(method) or "", "  "))
            lines.append(f"  {method.name}({', '.join(told)}): {self._type(method.returns)};")
        return "\n".join([*lines, "}", ""])

    def _type(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            return "null" if node.value is None else json.dumps(node.value)
        if isinstance(node, ast.BinOp):
            return f"{self._type(node.left)} | {self._type(node.right)}"
        if isinstance(node, ast.Subscript):
            inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return self._generic(ast.unparse(node.value), [self._type(part) for part in inner])
        name = ast.unparse(node)
        if name in self._aliases:
            return self._type(self._aliases[name])
        if name not in self._classes and name not in _NAMES:
            raise UnknownTypeError(f"{name} has no counterpart in TypeScript (tools/border.py)")
        return _NAMES.get(name, name)

    def _generic(self, name: str, of: list[str]) -> str:
        if name == "Literal":
            return " | ".join(of)
        if name == "list":
            return f"{of[0]}[]"
        if name == "dict":
            return f"Record<{', '.join(of)}>"
        raise UnknownTypeError(f"{name}[…] has no counterpart in TypeScript (tools/border.py)")

    def _imported(self) -> Iterator[tuple[str, ast.expr]]:
        for node in ast.walk(self._tree):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("pywidget."):
                continue
            module = ROOT / f"{(node.module or '').replace('.', '/')}.py"
            wanted = [alias.name for alias in node.names]
            for inner in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
                    name = inner.targets[0].id
                    if name in wanted:
                        yield name, inner.value


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            yield part.target.id, part.annotation


def _bases(node: ast.ClassDef) -> list[str]:
    return [base.id for base in node.bases if isinstance(base, ast.Name)]


def _is_total_false(node: ast.ClassDef) -> bool:
    return any(word.arg == "total" for word in node.keywords)


def _not_required(annotation: ast.expr) -> ast.expr | None:
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "NotRequired":
        return annotation.slice
    return None


def _union(name: str, told: str, of: list[str]) -> str:
    return "\n".join([_comment(told, ""), f"export type {name} =", *(f"  | {one}" for one in of)]) + ";\n"


def _comment(text: str, indent: str) -> str:
    """A docstring as a comment, without the marks that Python's have."""
    lines = re.sub(r":\w+:`([^`]*)`", r"`\1`", text.replace("``", "`")).splitlines()
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */"
    return textwrap.indent("\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */"]), indent)


if __name__ == "__main__":
    main()
