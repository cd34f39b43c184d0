"""Small faults that can be put into a source: the other comparison, a constant off by one, a call left out, and so on.

Python is read by ``ast``, JavaScript by tree-sitter. A fault is a piece of text in the place of another one; the rest
of the source stays as it is.
"""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING, NamedTuple

import tree_sitter_javascript
from tree_sitter import Language, Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node


class Fault(NamedTuple):
    """One fault: in ``source[start:end]`` of the encoded source stands ``new``."""

    start: int
    end: int
    new: str


#: What a comparison becomes: its edge moves, or it says the opposite where there is no edge.
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "//",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "*",
}
_JAVASCRIPT_OPERATORS = {
    "==": "!=",
    "===": "!==",
    "!=": "==",
    "!==": "===",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "&&": "||",
    "||": "&&",
    "??": "&&",
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "in": "instanceof",
}


def of_python(source: str) -> list[Fault]:
    """Return the faults that can be put into a Python module, in their order."""
    return sorted(_Python(source).faults)


def _is_sentence(text: str) -> bool:
    """Whether a text is for people: what it says is nothing that a test could know better."""
    return " " in text and text.endswith(".")


class _Python(ast.NodeVisitor):
    """Collects faults; leaves out what does not run, and texts that are only read by people."""

    def __init__(self, source: str) -> None:
        self.faults: list[Fault] = []
        self._encoded = source.encode()
        self._lines = [0]
        for line in self._encoded.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.visit(ast.parse(source))

    def _start(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)

    def _replace(self, node: ast.expr | ast.stmt, new: str) -> None:
        self.faults.append(Fault(self._start(node), self._end(node), new))

    def _between(self, left: ast.expr, right: ast.expr, new: str) -> None:
        """Replace the operator between two operands, brackets and line breaks left alone."""
        between = self._encoded[self._end(left) : self._start(right)].decode()
        operator = between.strip("() \n")
        start = self._end(left) + between.index(operator)
        self.faults.append(Fault(start, start + len(operator), new))

    def _not(self, test: ast.expr) -> None:
        """Turn a condition that is neither compared nor negated already."""
        if isinstance(test, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.NamedExpr):
            text = self._encoded[self._start(test) : self._end(test)].decode()
            self.faults.append(Fault(self._start(test), self._end(test), f"(not ({text}))"))

    def visit_body(self, body: list[ast.stmt]) -> None:
        for index, statement in enumerate(body):
            documents = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if index == 0 and documents:
                continue
            self.visit(statement)

    def generic_visit(self, node: ast.AST) -> None:
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns", "type_params"}:
                continue
            if field in {"body", "orelse", "finalbody"} and isinstance(value, list):
                self.visit_body(value)
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.AST):
                        self.visit(item)
            elif isinstance(value, ast.AST):
                self.visit(value)

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        self._not(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._not(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._not(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._not(test)
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        """Names of modules are not changed."""

    def visit_Raise(self, node: ast.Raise) -> None:
        """The texts of exceptions are for people."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """So are the pieces of formatted texts."""
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                self.visit(value.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
            self._between(left, right, _COMPARISONS[type(operator)])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        new = "or" if isinstance(node.op, ast.And) else "and"
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._between(left, right, new)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.faults.append(Fault(self._start(node), self._start(node) + len("not"), ""))
        elif isinstance(node.op, ast.USub):
            self.faults.append(Fault(self._start(node), self._start(node.operand), "+"))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in _ARITHMETIC:
            self._between(node.left, node.right, _ARITHMETIC[type(node.op)])
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if type(node.op) in _ARITHMETIC:
            self._between(node.target, node.value, _ARITHMETIC[type(node.op)] + "=")
        self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._left_out(node, node.targets[0])
        self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._replace(node, "pass")
        self.generic_visit(node)

    def _left_out(self, node: ast.stmt, target: ast.expr) -> None:
        """Leave out what changes an object; a local name would be missing, which every test notices."""
        if isinstance(target, ast.Attribute | ast.Subscript):
            self._replace(node, "pass")

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            if not isinstance(node.value, ast.Constant):
                self._replace(node, "return None")
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._replace(node, str(not value))
        elif isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
            self._replace(node, repr(value + 1))
        elif isinstance(value, str) and not _is_sentence(value):
            self._replace(node, repr(value + "~"))


_PARSER = Parser(Language(tree_sitter_javascript.language()))


def of_javascript(source: str) -> list[Fault]:
    """Return the faults that can be put into a JavaScript module, in their order."""
    return sorted(_javascript(_PARSER.parse(source.encode()).root_node))


def _javascript(node: Node) -> Iterator[Fault]:
    if node.type in {"comment", "import_statement", "export_clause", "regex", "template_string"}:
        return
    new = _other_statement(node) or _other_value(node)
    if new is not None:
        yield Fault(node.start_byte, node.end_byte, new)
    operator = node.child_by_field_name("operator")
    if operator is not None and node.type == "binary_expression" and operator.type in _JAVASCRIPT_OPERATORS:
        yield Fault(operator.start_byte, operator.end_byte, _JAVASCRIPT_OPERATORS[operator.type])
    elif operator is not None and node.type == "unary_expression" and operator.type == "!":
        yield Fault(operator.start_byte, operator.end_byte, "")
    for child in node.children:
        yield from _javascript(child)


def _other_value(node: Node) -> str | None:
    """What stands for a literal."""
    text = (node.text or b"").decode()
    if node.type in {"true", "false"}:
        return "false" if node.type == "true" else "true"
    if node.type == "number":
        return f"({text} + 1)"
    return f"{text[:-1]}~{text[-1]}" if node.type == "string" else None


def _other_statement(node: Node) -> str | None:
    """What stands for a statement, or for the condition of one."""
    if not node.named_children:
        return None
    first = node.named_children[0]
    if node.type == "return_statement":
        return "return;"
    if node.type == "expression_statement" and first.type in {"call_expression", "assignment_expression"}:
        return ";"
    conditional = node.type == "parenthesized_expression" and node.parent is not None
    if conditional and node.parent and node.parent.type in {"if_statement", "while_statement"}:
        plain = first.type in {"identifier", "member_expression", "call_expression"}
        return f"(!{(node.text or b'').decode()})" if plain else None
    return None
