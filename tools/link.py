"""Link modules into one, for the image that pages load.

A compiled module repeats what others have too: a table of names, the imports, an entry in the file system. In one
module each name stands once, which makes the image smaller and its start shorter. The bodies of the modules follow each
other in the order in which they would be imported; constants (names in capitals) that nothing reads are left out.

What is imported when it is needed, by a name that is made up then (catalogs, sinks), stays a module of its own; its
imports are turned to the linked one. Rules for what is linked, each of which stops the build where it is broken:

* imports of linked modules stand at the top level, ``from package import module`` or ``from module import name``;
* an imported module is only used as ``module.name``, and not in a function with a variable of that name;
* no star imports, and no names that are deleted.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    _Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    _Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


class LinkError(Exception):
    """The modules cannot be linked; the text says where and why."""


class Linked:
    """Modules in one.

    Attributes:
        name: what it is imported as.
        source: its text.
    """

    def __init__(self, name: str, source: str, names: dict[str, dict[str, str]]) -> None:
        self.name = name
        self.source = source
        self._names = names

    def turned(self, source: str, name: str) -> str:
        """Return the source of a module that is not linked, with its imports of linked ones turned to this one.

        Raises:
            LinkError: it imports what the linked module does not have.
        """
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in self._names:
                known = self._names[node.module]
                for alias in node.names:
                    if alias.name not in known:
                        raise LinkError(f"{name}:{node.lineno}: {node.module} has no {alias.name}")
                    alias.asname = alias.asname or alias.name
                    alias.name = known[alias.name]
                node.module = self.name
        return ast.unparse(tree)


def link(modules: Mapping[str, str], entry: str, outside: Iterable[str] = ()) -> Linked:
    """Link modules into one that takes the place of ``entry``.

    Args:
        modules: dotted name → source text, without what only a type checker reads.
        entry: the one of them whose names keep their spelling.
        outside: source texts of the modules that are not linked: what they import stays a variable of the linked one.

    Raises:
        LinkError: a rule above is broken, or the modules import each other in a circle.
    """
    trees = {name: ast.parse(source) for name, source in modules.items()}
    names = _unique_names(trees, entry)
    exported = _imported(outside)
    constants = _constants(trees, names, exported)
    body: list[ast.stmt] = []
    foreign: dict[str, ast.stmt] = {}
    for name in _in_order(trees):
        linker = _Linker(name, names, constants)
        for statement in trees[name].body:
            for kept in linker.statement(statement):
                if isinstance(kept, (ast.Import, ast.ImportFrom)):
                    foreign[ast.unparse(kept)] = kept
                else:
                    body.append(kept)
    spare = {
        unique
        for module in trees
        for own, unique in names[module].items()
        if own.isupper() and module != entry and f"{module}.{own}" not in exported
    }
    body = _without_unread(body, spare | set(constants.values()))
    const = ast.parse("from micropython import const").body
    tree = ast.Module([*const, *foreign.values(), *body], [])
    return Linked(entry, ast.unparse(ast.fix_missing_locations(tree)), names)


def _imported(sources: Iterable[str]) -> set[str]:
    """Return the dotted names ``module.name`` that sources import."""
    return {
        f"{node.module}.{alias.name}"
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _in_order(trees: Mapping[str, ast.Module]) -> list[str]:
    """Return the names of the modules, each behind those that it imports."""
    order: list[str] = []
    under_way: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        if name in under_way:
            raise LinkError(f"these import each other: {' -> '.join([*under_way, name])}")
        under_way.append(name)
        for node in trees[name].body:
            if isinstance(node, ast.ImportFrom):
                places = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
                for place in places:
                    if place in trees:
                        visit(place)
        under_way.pop()
        order.append(name)

    for name in sorted(trees):
        visit(name)
    return order


def _unique_names(trees: Mapping[str, ast.Module], entry: str) -> dict[str, dict[str, str]]:
    """Return for each module: its own names → what they are called in the linked one."""
    taken = set(dir(builtins)) | {"const"}
    for tree in trees.values():
        # A name that is local somewhere, or of an import from elsewhere, must not mean anything else elsewhere.
        taken |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module not in trees):
                taken |= {alias.asname or alias.name for alias in node.names}
    names: dict[str, dict[str, str]] = {}
    for module in sorted(trees, key=lambda name: name != entry):
        names[module] = {}
        for own in _bound(trees[module].body):
            unique = own
            if module != entry:
                while unique in taken:
                    unique = f"{unique}_{module.rpartition('.')[2]}"
            taken.add(unique)
            names[module][own] = unique
    return names


def _bound(body: list[ast.stmt]) -> list[str]:
    """Return the names that statements bind at their own level, but for imports."""
    found: dict[str, None] = {}
    for statement in body:
        for node in _own_scope(statement):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found[node.name] = None
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = None
    return list(found)


_SCOPES = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _own_scope(node: ast.AST) -> list[ast.AST]:
    """Return a node and those below it, but nothing of what has a scope of its own."""
    found: list[ast.AST] = [node]
    if not isinstance(node, _SCOPES):
        for child in ast.iter_child_nodes(node):
            found += _own_scope(child)
    return found


def _constants(trees: Mapping[str, ast.Module], names: dict[str, dict[str, str]], exported: set[str]) -> dict[str, str]:
    """Return the numbers and texts that never change: name in the linked module → name that needs no variable.

    MicroPython puts the value of ``_X = const(…)`` in the place of each ``_X`` and keeps no variable for it.
    """
    stores: dict[str, int] = {}
    targets: list[str] = []
    for module, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in names[module]:
                unique = names[module][node.id]
                stores[unique] = stores.get(unique, 0) + 1
        for statement in tree.body:
            target = _constant_target(statement)
            if target is not None and f"{module}.{target}" not in exported:
                targets.append(names[module][target])
    constants: dict[str, str] = {}
    # A constant's new name must not be that of another variable.
    taken = {unique for own in names.values() for unique in own.values()}
    for unique in targets:
        if stores[unique] == 1:
            new = "_" + unique.lstrip("_")
            while new in taken - {unique}:
                new += "_"
            constants[unique] = new
            taken.add(new)
    return constants


def _constant_target(statement: ast.stmt) -> str | None:
    target = None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    if not isinstance(target, ast.Name) or not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return None
    value = statement.value
    plain = isinstance(value, ast.Constant) and type(value.value) in (int, str) and target.id.isupper()
    return target.id if plain else None


def _without_unread(body: list[ast.stmt], spare: set[str]) -> list[ast.stmt]:
    """Leave out those of the ``spare`` constants that nothing reads."""
    read = {
        node.id
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    left = [statement for statement in body if _written_down(statement) not in spare - read]
    # What only those have read is not read any more.
    return left if len(left) == len(body) else _without_unread(left, spare)


def _written_down(statement: ast.stmt) -> str | None:
    """Return the name that a statement gives to a value, if it calls nothing but ``const`` for that."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    calls = [node for node in ast.walk(statement.value) if isinstance(node, ast.Call)]
    plain = all(isinstance(call.func, ast.Name) and call.func.id == "const" for call in calls)
    return target.id if isinstance(target, ast.Name) and plain else None


class _Linker(ast.NodeTransformer):
    """Turns the names of one module into those of the linked one."""

    def __init__(self, module: str, names: dict[str, dict[str, str]], constants: dict[str, str]) -> None:
        self._module = module
        self._names = names
        self._constants = constants
        #: What the module's own names, and those it imports from linked modules, are called.
        self._known = dict(names[module])
        #: Its imported modules: the name they have here → dotted name.
        self._modules: dict[str, str] = {}
        #: The names that are bound in the functions around, innermost last.
        self._scopes: list[set[str]] = []

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        """Return what becomes of a statement of the module."""
        if isinstance(node, ast.ImportFrom):
            return self._import(node)
        if _without_text([node]) != [node]:
            return []
        constant = _constant_target(node)
        changed = self.visit(node)
        target = changed.targets[0].id if constant is not None else None
        if target in self._constants.values():
            return ast.parse(f"{target} = const({ast.unparse(changed.value)})").body
        return [changed]

    def _import(self, node: ast.ImportFrom) -> list[ast.stmt]:
        """Note what is linked, and keep the import of the rest."""
        names = self._names.get(node.module or "")
        rest = []
        for alias in node.names:
            own = alias.asname or alias.name
            place = f"{node.module}.{alias.name}"
            if place in self._names:
                self._modules[own] = place
            elif names is None:
                rest.append(alias)
            elif alias.name in names:
                self._known[own] = names[alias.name]
            else:
                raise self._error(node, f"{node.module} has no {alias.name}")
        return [ast.copy_location(ast.ImportFrom(node.module, rest, node.level), node)] if rest else []

    def _error(self, node: ast.stmt | ast.expr, text: str) -> LinkError:
        return LinkError(f"{self._module}:{node.lineno}: {text}")

    def _is_local(self, name: str) -> bool:
        return any(name in scope for scope in self._scopes)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if self._is_local(node.id):
            return node
        if node.id in self._modules:
            raise self._error(node, f"{node.id} is a linked module, and used for more than its names")
        return self._called(self._known.get(node.id, node.id), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        value = node.value
        if isinstance(value, ast.Name) and value.id in self._modules and not self._is_local(value.id):
            names = self._names[self._modules[value.id]]
            if node.attr not in names:
                raise self._error(node, f"{self._modules[value.id]} has no {node.attr}")
            return self._called(names[node.attr], node)
        self.generic_visit(node)
        return node

    def _called(self, name: str, node: ast.Name | ast.Attribute) -> ast.Name:
        """Return what stands for a name of the linked module where its own name was read or set."""
        final = self._constants.get(name, name)
        if self._is_local(final):
            raise self._error(node, f"{final} is a variable of the function, too")
        return ast.copy_location(ast.Name(final, node.ctx), node)

    def visit_Global(self, node: ast.Global) -> ast.Global:
        node.names = [self._known.get(name, name) for name in node.names]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([self.visit(node.target)], self.visit(node.value)), node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        self._define(node)
        node.bases = [self.visit(base) for base in node.bases]
        own = set(_bound(node.body))
        node.body = [self._member(statement, own) for statement in _without_text(node.body)]
        return node

    def _member(self, node: ast.stmt, own: set[str]) -> ast.stmt:
        """What a class binds is known in its body, but not in its methods."""
        around = self._scopes
        self._scopes = [*around, set() if isinstance(node, ast.FunctionDef) else own]
        changed: ast.stmt = self.visit(node)
        self._scopes = around
        return changed

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self._define(node)
        node.returns = None
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        self._defaults(node.args)
        self._scopes.append(_locals(node))
        node.body = [self.visit(statement) for statement in _without_text(node.body)]
        self._scopes.pop()
        return node

    def _define(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        if not self._scopes:
            node.name = self._known[node.name]

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        self._defaults(node.args)
        self._scopes.append({argument.arg for argument in _arguments(node.args)})
        node.body = self.visit(node.body)
        self._scopes.pop()
        return node

    def _defaults(self, arguments: ast.arguments) -> None:
        for argument in _arguments(arguments):
            argument.annotation = None
        arguments.defaults = [self.visit(default) for default in arguments.defaults]
        arguments.kw_defaults = [default and self.visit(default) for default in arguments.kw_defaults]

    def _comprehension(self, node: _Comprehension) -> _Comprehension:
        first = node.generators[0]
        # Only this part belongs to the scope around.
        outer = self.visit(first.iter)
        first.iter = ast.Constant(None)
        self._scopes.append(
            {
                name.id
                for generator in node.generators
                for name in ast.walk(generator.target)
                if isinstance(name, ast.Name)
            }
        )
        self.generic_visit(node)
        self._scopes.pop()
        first.iter = outer
        return node

    # The names are those of the syntax tree.
    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    more = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *more]


def _locals(node: ast.FunctionDef) -> set[str]:
    """Return what is local in a function."""
    bound = {argument.arg for argument in _arguments(node.args)} | set(_bound(node.body))
    outside: set[str] = set()
    for statement in node.body:
        for inner in _own_scope(statement):
            if isinstance(inner, (ast.Global, ast.Nonlocal)):
                outside |= set(inner.names)
            elif isinstance(inner, (ast.Import, ast.ImportFrom)):
                bound |= {alias.asname or alias.name for alias in inner.names}
            elif isinstance(inner, ast.ExceptHandler) and inner.name:
                bound.add(inner.name)
    return bound - outside


def _without_text(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return a body without its docstring and what else is only text."""
    kept = [node for node in body if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant)]
    return kept or [ast.Pass()]
