"""Every regular expression of ours takes linear time: what a page, a server or a visitor says can freeze nothing."""

from __future__ import annotations

import ast
import contextlib
import re
from pathlib import Path

import pytest

from tools.linear import is_linear

PACKAGE = Path(__file__).resolve().parents[2] / "pywidget"
FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}

#: What stands before a `/` that begins an expression and does not divide.
BEFORE = re.compile(r"(?:^|[(,=:\[!&|?{};\n]|=>|\b(?:return|throw|typeof|case))\s*$")

#: What is no code of a source in JavaScript, and what may be a regular expression in it.
SKIPPED = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
PATTERN = re.compile(r"/((?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/([a-z]*)")


def javascript_patterns(text: str) -> list[tuple[str, str]]:
    """The regular expressions of a source in JavaScript, as (pattern, flags)."""
    found = []
    at = 0
    code = ""
    while at < len(text):
        skipped = SKIPPED.match(text, at)
        pattern = PATTERN.match(text, at)
        if skipped:
            code += '""' if skipped[0][0] in "\"'" else ""
            at += len(skipped[0])
        elif pattern and BEFORE.search(code):
            found.append((pattern[1], pattern[2]))
            code += '""'
            at += len(pattern[0])
        else:
            code = (code + text[at])[-40:]
            at += 1
    return found


def patterns_in(value: object) -> list[re.Pattern[str]]:
    """The compiled patterns in a value: one, or those of a table."""
    if isinstance(value, re.Pattern):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else ()
    return [pattern for one in inner for pattern in patterns_in(one)]


def calls_of_re(node: ast.AST) -> int:
    """How often a part of a source calls a function of ``re``."""
    return sum(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and ast.unparse(one.func.value) == "re"
        for one in ast.walk(node)
    )


def python_patterns(text: str) -> list[tuple[str, int, bool]]:
    """Those of a source in Python, as (pattern, flags, whether it is searched for)."""
    scope: dict[str, object] = {"re": re}
    found = []
    seen = 0
    tree = ast.parse(text)
    for node in tree.body:
        # Constants that patterns are made of, and what these are made with.
        ours = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pywidget.")
        constant = node if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None else None
        if ours or constant:
            # What needs another import is part of no pattern.
            with contextlib.suppress(Exception):
                exec(ast.unparse(node), scope)  # noqa: S102  our own sources
        if constant and calls_of_re(constant):
            target = constant.targets[0] if isinstance(constant, ast.Assign) else constant.target
            name = ast.unparse(target)
            compiled = patterns_in(scope.get(name))
            # A table can have more of them than its source has calls, where it is made by a loop.
            assert len(compiled) >= calls_of_re(node), f"one of {name} was not found"
            seen += calls_of_re(node)
            uses = set(re.findall(rf"\b{name}\.(\w+)\(", text)) if isinstance(scope.get(name), re.Pattern) else set()
            anywhere = not uses or not uses <= {"match", "fullmatch"}
            found += [(pattern.pattern, pattern.flags, anywhere) for pattern in compiled]
    calls = re.findall(r"\bre\.(search|match|fullmatch|sub|split|findall|finditer)\(\s*r?(\"[^\"]*\"|'[^']*')", text)
    found += [(ast.literal_eval("r" + quoted), 0, name not in ("match", "fullmatch")) for name, quoted in calls]
    assert calls_of_re(tree) == seen + len(calls), "one was not found"
    return found


def as_python(pattern: str) -> str:
    """A pattern of JavaScript, as Python writes it."""
    return pattern.replace(r"\/", "/").replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")


PAGE = [
    pytest.param(pattern, flags, id=f"{path.name} {pattern}")
    for path in sorted((PACKAGE / "page").glob("*.js"))
    for pattern, flags in javascript_patterns(path.read_text(encoding="utf-8"))
]
PYTHON = [
    pytest.param(pattern, flags, anywhere, id=f"{path.relative_to(PACKAGE)} {pattern}")
    for path in sorted(PACKAGE.rglob("*.py"))
    for pattern, flags, anywhere in python_patterns(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("pattern", "flags"), PAGE)
def test_patterns_of_the_page(pattern: str, flags: str) -> None:
    together = re.ASCII
    for flag in flags:
        together |= FLAGS.get(flag, re.ASCII)
    # Older Safari cannot read a module that looks behind.
    assert "(?<" not in pattern
    assert is_linear(as_python(pattern), together)


@pytest.mark.parametrize(("pattern", "flags", "anywhere"), PYTHON)
def test_patterns_in_python(pattern: str, flags: int, *, anywhere: bool) -> None:
    assert is_linear(pattern, flags, anywhere=anywhere)


def test_patterns_in_tables_are_seen() -> None:
    source = """
import re
ONE: re.Pattern[str] = re.compile("a")
TABLE = {"x": re.compile("b"), "y": (re.compile("c"), [re.compile("d")])}
MADE = tuple(re.compile(letter) for letter in "ef")
def f(text):
    return ONE.fullmatch(text) or re.search(r"g", text)
"""
    assert [(pattern, anywhere) for pattern, _, anywhere in python_patterns(source)] == [
        ("a", False),
        *((letter, True) for letter in "bcdef"),
        ("g", True),
    ]
    for hidden in (
        "def f(x):\n    return re.compile(x)",
        "X = [len(re.compile('a').pattern)]",
        "X = re.compile(missing)",
    ):
        with pytest.raises(AssertionError):
            python_patterns(f"import re\n{hidden}\n")


def test_all_are_looked_at() -> None:
    assert len(PAGE) > 50
    assert len(PYTHON) > 15
    made = [
        (path.name, line.strip())
        for path in sorted((PACKAGE / "page").glob("*.js"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "RegExp(" in line
    ]
    # Names of events and of sinks, which the build puts in.
    assert made == [
        ("event-names.js", "const KNOWN = new RegExp(`^pywidget:(${EVENTS})$`);"),
        ("runtime.js", "const RARE = new RegExp(`(^|[\\\\s,])(${RARE_SINKS})([\\\\s,]|$)`);"),
    ]
    assert is_linear("^pywidget:(verdict|report|ready)$")
    assert is_linear(r"(^|[\s,])(ga4|otlp|beacon)([\s,]|$)")


@pytest.mark.parametrize(
    "pattern",
    [
        r"eyJ[\w-]{5,}\.[\w-]+", r"\s+$", r"/*$", r"a*a*$", r"(a+)+$", r"(?:a|a)*$", r"^(?:a+b?)+$", r"(a*)*",
        r"([\d.]+)([a-z]+)", r"^(.*)x(.*)$", r"<.*>", r"^(\w+\s?)*$", r"token\w*=", r"x(?=[a-z]*\d)", r"(?:x+x+)+y",
    ],
)  # fmt: skip
def test_what_takes_longer_is_seen(pattern: str) -> None:
    assert not is_linear(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+", r"^\s*$", r"eyJ[\w.-]*", r"^[^@]+@[^@]+$", r"^(?:\d+(?:\.\d*)?(?:ms|[smhd]))+$", r"\{(\w+)\}",
        r"^(a|ab)c", r"(?<![a-z])x[a-z]{8,}\.", r"//[^/@\s]*@", r"[0-9][0-9 -]{0,9}[0-9]", r"^\w+://[^/]+$",
    ],
)  # fmt: skip
def test_what_does_not_is_not_refused(pattern: str) -> None:
    assert is_linear(pattern)
