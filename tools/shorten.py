"""Leave out of the page's image what only costs bytes there: names of parameters, and ``__slots__``.

A compiled function stores the names of its parameters, for calls that give them by name. The parameters that no call
gives by name become ``a``, ``b``, …, the same ones in every function. All other names stay: those of functions and
classes because tracebacks have them, and shorter attributes would gain next to nothing. ``__slots__`` are left out,
because MicroPython does not use them.
"""

from __future__ import annotations

import ast
from itertools import count
from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    _Function = ast.FunctionDef | ast.Lambda

_FUNCTIONS = (ast.FunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (*_FUNCTIONS, ast.ClassDef, *_COMPREHENSIONS)


def shorten(modules: Mapping[str, str]) -> dict[str, str]:
    """Return the modules without that.

    Args:
        modules: path → source text, of all modules that can call each other.
    """
    trees = {path: ast.parse(source) for path, source in modules.items()}
    given = {
        node.arg for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg
    }
    for tree in trees.values():
        _Parameters(given).visit(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                node.body = [statement for statement in node.body if not _is_slots(statement)] or [ast.Pass()]
    return {path: ast.unparse(ast.fix_missing_locations(tree)) for path, tree in trees.items()}


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names that nodes use, but for attributes."""
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name


def _short(taken: Container[str]) -> Iterator[str]:
    """Short names that are not taken: ``a`` to ``z``, ``a1``, …."""
    for number in count():
        for letter in ascii_lowercase:
            name = f"{letter}{number or ''}"
            if name not in taken:
                yield name


def _is_slots(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__slots__"


class _Parameters(ast.NodeVisitor):
    """Renames the parameters of each function, from the outermost to the innermost."""

    def __init__(self, given: set[str]) -> None:
        self._given = given

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._rename(node, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._rename(node, [node.body])

    def _rename(self, function: _Function, body: list[ast.stmt] | list[ast.expr]) -> None:
        # Default values belong to the scope around.
        inside = [node for part in body for node in ast.walk(part)]
        arguments = _arguments(function)
        taken = {*_bound(inside), *(argument.arg for argument in arguments)}
        free = _short(taken)
        new = {
            argument.arg: next(free)
            for argument in arguments
            if argument.arg not in ("self", *self._given) and not _is_bound_deeper(argument.arg, inside)
        }
        for argument in arguments:
            argument.arg = new.get(argument.arg, argument.arg)
        for node in inside:
            if isinstance(node, ast.Name):
                node.id = new.get(node.id, node.id)
            elif isinstance(node, ast.Nonlocal):
                node.names = [new.get(name, name) for name in node.names]
        self.generic_visit(function)


def _arguments(function: _Function) -> list[ast.arg]:
    arguments = function.args
    more = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *more]


def _is_bound_deeper(name: str, inside: list[ast.AST]) -> bool:
    """Whether the name means something else in a scope within the function."""
    for scope in inside:
        if isinstance(scope, _SCOPES):
            for node in ast.walk(scope):
                if isinstance(node, ast.arg) and node.arg == name:
                    return True
                if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
                    return True
    return False
