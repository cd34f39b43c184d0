"""Every piece of code in the documents is checked by its language; what cannot be is listed here, with the reason.

Other tests run whole programs: ``test_server_docs.py``, ``test_profile_docs.py``, and in the browser
``test_nginx.py``, ``test_start.py`` and ``test_applications.py``. What comes from other files, tests of these run.
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import pytest
import yaml

import dev
from pywidget.check import Page, check
from pywidget.cli import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]

#: language -> why there is nothing to check, or who checks it.
UNCHECKED = {
    "": "what a program prints, or a header",
    "text": "a header, or what a program prints",
    "http": "a request as it is sent, for readers",
    "mermaid": "drawn by tools/diagrams.py, which has a test of its own",
    "nginx": "run by tests/e2e/test_nginx.py",
    "apache": "there is no Apache here",
    "caddy": "there is no Caddy here",
    "logql": "there is no Loki here",
}
#: (document, first line of the code) -> why it is not checked.
EXCEPTIONS = {
    (
        "docs/policies.md",
        '<script src="https://cdn.example/pywidget/pywidget.js" integrity="sha384-…" crossorigin="anonymous"',
    ): "the hash is left out: it changes with each build",
}
#: Language of a fence -> how esbuild reads it.
LOADERS = {"js": "js", "jsx": "jsx", "ts": "ts", "tsx": "tsx", "css": "css"}
#: Programs that are not ours. What they are told cannot be looked up here.
OTHERS = {"pip", "npm", "npx", "git", "playwright", "pre-commit", "curl", "diff", "sha256sum"}
#: A name that stands for a program of the reader's own.
OTHERS |= {"render-page"}
WIDGET = '<ats-widget site-key="cpk_1" ats-url="https://ats.api.allfeat.org" token="t"></ats-widget>'
TAG = '<script src="/static/pywidget/pywidget.js" data-token-url="/api/ats-token" data-first-token="on"></script>'
WIDGET_SCRIPT = '<script src="https://cdn.example/widgets/ats/v3/ats-widget.iife.js"></script>'


class Block(NamedTuple):
    """A fenced block of code."""

    document: str
    line: int
    language: str
    code: str

    @property
    def place(self) -> str:
        return f"{self.document}:{self.line}"

    @property
    def first_line(self) -> str:
        return self.code.partition("\n")[0]


def blocks() -> Iterator[Block]:
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for fence in re.finditer(r"^```([\w+-]*)[^\n]*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
            line = text.count("\n", 0, fence.start()) + 1
            yield Block(path.relative_to(ROOT).as_posix(), line, fence[1], fence[2])


ALL = list(blocks())
#: Taken from a file when the site is built, which fails if the file or its part is missing.
INCLUDED = [block for block in ALL if block.code.startswith("--8<-- ")]
EXCEPTED = [block for block in ALL if (block.document, block.first_line) in EXCEPTIONS]
CHECKED = [block for block in ALL if block not in INCLUDED and block not in EXCEPTED]


def of(*languages: str) -> list[Block]:
    return [block for block in CHECKED if block.language in languages]


def test_every_language_is_checked_or_has_a_reason() -> None:
    checked = {*LOADERS, "html", "python", "json", "yaml", "console"}
    assert {block.language for block in CHECKED} - checked - set(UNCHECKED) == set()


def test_every_exception_is_needed() -> None:
    assert {(block.document, block.first_line) for block in EXCEPTED} == set(EXCEPTIONS)


@pytest.mark.parametrize("block", of("html"), ids=lambda block: block.place)
def test_html_has_no_mistakes(block: Block) -> None:
    """A part of a page is put into a page that has the rest."""
    head = "" if re.search(r"ats-widget(\.iife)?\.js", block.code) else WIDGET_SCRIPT
    rest = "" if re.search(r"<ats-widget|data-profile|data-watch", block.code) else WIDGET
    if "pywidget.js" not in block.code:
        rest += TAG
    page = f"<!doctype html>\n<html><head>{head}</head><body>\n{block.code}{rest}</body></html>\n"
    # A token in the page is right if a server has just made it, which a document cannot show.
    found = [f"{finding.code}: {finding.what}" for finding in check(Page(page)) if finding.code != "token-attribute"]
    assert found == []


@pytest.mark.parametrize("block", of("python"), ids=lambda block: block.place)
def test_python_can_be_compiled(block: Block) -> None:
    assert compile(block.code, block.place, "exec")


@pytest.mark.parametrize("block", of("json"), ids=lambda block: block.place)
def test_json_can_be_parsed(block: Block) -> None:
    # A part of a file begins with a name.
    assert json.loads(f"{{{block.code}}}" if block.code.startswith('"') else block.code)


@pytest.mark.parametrize("block", of("yaml"), ids=lambda block: block.place)
def test_yaml_can_be_parsed_and_runs_commands_that_are_there(block: Block) -> None:
    steps = yaml.safe_load(block.code)
    assert steps
    for step in steps:
        if "run" in step:
            check_command(shlex.split(step["run"]))


def test_scripts_and_styles_can_be_parsed() -> None:
    program = """
        import { transform } from "esbuild";
        let text = "";
        for await (const part of process.stdin) text += part;
        const told = [];
        for (const [place, loader, code] of JSON.parse(text)) {
          const problems = ({ errors = [], warnings = [] }) => [...errors, ...warnings].map((it) => it.text);
          const found = await transform(code, { loader, jsx: "automatic" }).then(problems, problems);
          told.push(...found.map((it) => `${place}: ${it}`));
        }
        console.log(JSON.stringify(told));
    """
    scripts = of(*LOADERS)
    assert scripts
    # A part of a program may use `await`, and may show with an ellipsis that something is left out.
    given = [[block.place, LOADERS[block.language], block.code.replace("…", ";")] for block in scripts]
    command = ["node", "--input-type=module", "--eval", program]
    ran = subprocess.run(
        command, cwd=ROOT, input=json.dumps(given), capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(ran.stdout) == []


def commands(block: Block) -> list[list[str]]:
    """The commands of a block. Where some lines begin with a dollar sign, the others are what is printed."""
    lines = block.code.splitlines()
    if any(line.startswith("$ ") for line in lines):
        lines = [line[2:] for line in lines if line.startswith("$ ")]
    found = []
    for line in lines:
        words = shlex.split(line, comments=True)
        while "|" in words:
            found.append(words[: words.index("|")])
            words = words[words.index("|") + 1 :]
        while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
            words = words[1:]
        if words:
            found.append(words)
    return found


def is_placeholder(word: str) -> bool:
    return bool(re.search(r"[\[\]…|]|^[A-Z.]+$|^[A-Z]+\|", word))


def check_command(words: list[str]) -> None:
    program, *rest = words
    # Every command has it.
    rest = [word for word in rest if word != "--help"]
    if program == "pywidget":
        if rest:
            check_pywidget(*rest)
    elif program.endswith(("python", "python3", "make")):
        check_python(rest if program != "make" else ["dev.py", *rest])
    else:
        assert program in OTHERS, program


def check_pywidget(name: str, *arguments: str) -> None:
    assert name in COMMANDS
    command = main.get_command(click.Context(main), name)
    assert command is not None
    # Square brackets show that something may be left out.
    told = [word.strip("[]") for word in arguments]
    # click keeps the first context's names of its own options for all later ones.
    context = click.Context(command, parent=click.Context(main, **main.context_settings))
    command.make_parser(context).parse_args([word for word in told if word])


def check_python(arguments: list[str]) -> None:
    first, *rest = arguments
    if first == "dev.py":
        assert not rest or rest[0] in dev.COMMANDS
    elif first == "-m":
        assert find_spec(rest[0])
        for word in rest[1:]:
            if word.startswith("tests/"):
                assert [*ROOT.glob(word)] or is_placeholder(word), word
    elif first == "-c":
        assert ast.parse(rest[0]).body
    else:
        assert [*ROOT.rglob(first)], first


@pytest.mark.parametrize("block", of("console"), ids=lambda block: block.place)
def test_commands_are_there_with_these_options(block: Block) -> None:
    found = commands(block)
    assert found
    for words in found:
        try:
            check_command(words)
        except click.ClickException as error:
            pytest.fail(f"{' '.join(words)}: {error.message}")
