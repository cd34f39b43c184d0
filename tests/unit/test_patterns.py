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


def javascript_patterns(text: str) -> list[tuple[str, str]]:
    """The regular expressions of a source in JavaScript, as (pattern, flags)."""
    found = []
    at = 0
    code = ""
    while at < len(text):
        rest = text[at:]
        skipped = re.match(r"//[^\n]*|/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", rest, re.DOTALL)
        pattern = re.match(r"/((?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)/([a-z]*)", rest)
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


def python_patterns(text: str) -> list[tuple[str, int, bool]]:
    """Those of a source in Python, as (pattern, flags, whether it is searched for)."""
    scope: dict[str, object] = {"re": re}
    found = []
    for node in ast.parse(text).body:
        # Constants that patterns are made of, and what these are made with.
        ours = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pywidget.")
        if ours or (isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None):
            # What needs another import is part of no pattern.
            with contextlib.suppress(Exception):
                exec(ast.unparse(node), scope)  # noqa: S102  our own sources
    own = re.findall(r"^(\w+) = re\.compile\(", text, re.MULTILINE)
    compiled = {name: value for name, value in scope.items() if name in own and isinstance(value, re.Pattern)}
    for name, value in compiled.items():
        uses = set(re.findall(rf"\b{name}\.(\w+)\(", text))
        found.append((value.pattern, value.flags, not uses or not uses <= {"match", "fullmatch"}))
    calls = re.findall(r"\bre\.(search|match|fullmatch|sub|split|findall|finditer)\(\s*r?(\"[^\"]*\"|'[^']*')", text)
    found += [(ast.literal_eval("r" + quoted), 0, name not in ("match", "fullmatch")) for name, quoted in calls]
    assert len(compiled) == len(own), "one was not found"
    assert len(re.findall(r"\bre\.[a-z]+\(", text)) == len(found), "one was not found"
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


def test_all_are_looked_at() -> None:
    assert len(PAGE) > 50
    assert len(PYTHON) > 15
    made = [
        (path.name, line.strip())
        for path in sorted((PACKAGE / "page").glob("*.js"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "RegExp(" in line
    ]
    # Names of sinks, which the build puts in.
    assert made == [("runtime.js", "const RARE = new RegExp(`(^|[\\\\s,])(${RARE_SINKS})([\\\\s,]|$)`);")]
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
