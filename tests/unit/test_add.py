"""What ``python3 dev.py add`` writes, in a copy of the repository, and that the tests then say what is missing."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pywidget.catalog import Catalog
from pywidget.locales import texts
from tools import lists
from tools.add import AddError, add

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("pywidget", "tools", "docs", "static", "tests/unit", "tests/micropython")
FILES = ("README.md", "dev.py", "pyproject.toml", "package.json", "tests/conftest.py")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working copy in which one of each was added."""
    root = tmp_path_factory.mktemp("copy")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("bundled", "__pycache__", ".*"))
    for file in FILES:
        shutil.copyfile(ROOT / file, root / file)
    assert add("language", "qaa", root) == [
        "pywidget/locales/qaa.py",
        "README.md",
        "docs/languages.md",
        "static/playground/tag.js",
    ]
    assert add("sink", "madeup", root) == ["pywidget/browser/sinks/madeup.py", "docs/reports.md"]
    files = ["pywidget/catalog/acme_pay.py", "README.md", "docs/server.md", "docs/watching.md"]
    assert add("system", "acme-pay", root) == files
    return root


def assigned(source: str) -> dict[str, str]:
    """Name -> value, of the assignments of a module."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign | ast.Assign) and node.value:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            found[ast.unparse(target)] = ast.unparse(node.value)
    return found


def test_a_language_has_every_key_in_its_order_with_its_comments(copy: Path) -> None:
    source = (copy / "pywidget" / "locales" / "qaa.py").read_text(encoding="utf-8")
    english = (copy / "pywidget" / "locales" / "en.py").read_text(encoding="utf-8")
    table = ast.literal_eval(assigned(source)["TEXTS"])
    assert list(table) == list(texts("en"))
    assert set(table.values()) == {""}
    comments = re.compile(r"^ +# .*$", re.MULTILINE)
    assert comments.findall(source) == comments.findall(english)


def test_a_system_has_what_all_have_and_is_told_of_the_rest(copy: Path) -> None:
    source = (copy / "pywidget" / "catalog" / "acme_pay.py").read_text(encoding="utf-8")
    values = {name: ast.literal_eval(value) for name, value in assigned(source).items()}
    rows = {"": ("", "", None, "", "")}
    assert values == {"SYSTEM": "acme-pay", "TITLE": "", "DOCUMENT": "", "CODES": rows, "SAMPLE": {}}
    told = re.findall(r"^# ([A-Z]+) \(", source, re.MULTILINE)
    assert sorted([*values, *told]) == sorted(Catalog.__annotations__)
    assert ":data:" not in source
    assert all(len(line) <= 120 for line in source.splitlines())


def test_a_system_that_was_filled_in_gets_its_row(copy: Path) -> None:
    file, watching = copy / "pywidget" / "catalog" / "acme_pay.py", copy / "docs" / "watching.md"
    before = file.read_text(encoding="utf-8"), watching.read_text(encoding="utf-8")
    filled = before[0].replace('TITLE = ""', 'TITLE = "Acme Pay"').replace('DOCUMENT = ""', 'DOCUMENT = "Acme: Errors"')
    file.write_text(filled, encoding="utf-8")
    watching.write_text(before[1].replace("| Allfeat API |", "| Some API: of works |"), encoding="utf-8")
    assert lists.complete(copy) == ["docs/watching.md"]
    rows = watching.read_text(encoding="utf-8")
    assert "\n| `acme-pay` | Acme Pay | Acme: Errors |\n" in rows
    # What was written by hand behind a title stays.
    assert "\n| `allfeat-api` | Allfeat API: of works | Allfeat API: Errors |\n" in rows
    for path, text in zip((file, watching), before, strict=True):
        path.write_text(text, encoding="utf-8")


def test_lists_name_what_was_added(copy: Path) -> None:
    readme = " ".join((copy / "README.md").read_text(encoding="utf-8").split())
    total = sum(system.codes for system in lists.Known(ROOT).systems.values()) + 1
    assert f"the {total} documented codes of" in readme
    assert ", `acme-pay` (1), " in readme
    assert "`madeup`" in (copy / "docs" / "reports.md").read_text(encoding="utf-8")
    assert "\n| `qaa` |  |  | 0 |\n" in (copy / "docs" / "languages.md").read_text(encoding="utf-8")
    assert "\n| `acme-pay` |  |  |\n" in (copy / "docs" / "watching.md").read_text(encoding="utf-8")
    assert lists.stale(copy) == {}
    # Whoever takes them away again has the lists of before.
    for file in ("locales/qaa.py", "browser/sinks/madeup.py", "catalog/acme_pay.py"):
        (copy / "pywidget" / file).rename(copy / Path(file).name)
    changed = lists.stale(copy)
    assert changed == {
        copy / path: (ROOT / path).read_text(encoding="utf-8")
        for path in (
            "README.md",
            "docs/languages.md",
            "docs/reports.md",
            "docs/server.md",
            "docs/watching.md",
            "static/playground/tag.js",
        )
    }
    for file in ("locales/qaa.py", "browser/sinks/madeup.py", "catalog/acme_pay.py"):
        (copy / Path(file).name).rename(copy / "pywidget" / file)


def test_tests_and_checks_say_what_is_missing(copy: Path) -> None:
    modules = [f"tests/unit/test_{name}.py" for name in ("lists", "languages", "catalogs")]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--tb=line", *modules]
    process = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, timeout=300)
    failed = re.findall(r"^FAILED \S+::(\S+)", process.stdout, re.MULTILINE)
    for test in (
        "test_no_text_is_empty[qaa]",
        "test_every_language_says_what_it_is_and_how_sure_of_it_one_can_be[qaa]",
        "test_every_sink_has_a_test_of_what_it_is_told[madeup]",
        "test_every_system_has_a_document",
        "test_every_system_has_a_title_and_a_document[acme-pay]",
        "test_rows_use_the_words_of_the_verdict",
    ):
        assert test in failed
    assert "test_lists_of_languages_sinks_systems_and_codes_are_complete" not in failed
    assert "the name of the function that is called is empty" in process.stdout
    assert "the tables of 'acme-pay' have no SAMPLE: add the body of one of its error answers" in process.stdout
    assert "TITLE of acme-pay is empty" in process.stdout
    ruff = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "pywidget"]
    found = subprocess.run(ruff, cwd=copy, capture_output=True, text=True, check=False, timeout=60).stdout
    assert set(re.findall(r"^(\S+?):.* (D419|\S+\d+) ", found, re.MULTILINE)) == {
        ("pywidget/browser/sinks/madeup.py", "D419"),
        ("pywidget/catalog/acme_pay.py", "D419"),
        ("pywidget/locales/qaa.py", "D419"),
    }


@pytest.mark.parametrize(
    ("kind", "name", "problem"),
    [
        ("language", "de", "there already"),
        ("language", "zh-Hans", "there already"),
        ("language", "Swedish", "no language tag"),
        ("language", "../sv", "no language tag"),
        ("sink", "New-Relic", "no name of a sink"),
        ("sink", "segment", "there already"),
        ("system", "acme pay", "no name of a system"),
        ("system", "allfeat-api", "there already"),
        ("profile", "acme", "none of: language, sink, system"),
    ],
)
def test_what_cannot_be_added_is_refused(kind: str, name: str, problem: str) -> None:
    with pytest.raises(AddError, match=problem):
        add(kind, name)


def test_a_list_that_is_gone_is_named(tmp_path: Path) -> None:
    for folder in ("pywidget/locales", "pywidget/catalog", "pywidget/browser/sinks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "README.md").write_text("Nothing.\n", encoding="utf-8")
    with pytest.raises(lists.ListError, match="has no text like"):
        lists.stale(tmp_path)
