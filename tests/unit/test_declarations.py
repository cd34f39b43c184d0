"""The TypeScript declarations: up to date, and right for the code of real pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS, attribute_name
from pywidget.public.attributes import ATTRIBUTES
from tools import build, declarations

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "types"
TSC = ROOT / "node_modules" / ".bin" / "tsc"

needs_node = pytest.mark.skipif(shutil.which("node") is None or not TSC.exists(), reason="needs Node and its packages")


@pytest.mark.parametrize("path", declarations.files(), ids=lambda path: path.name)
def test_the_declarations_are_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == declarations.files()[path], "run: python -m tools.declarations"


@pytest.mark.parametrize("path", declarations.files(), ids=lambda path: path.name)
def test_the_bundle_has_them_beside_the_script_tags_file(path: Path) -> None:
    built = build.build() / path.name
    assert built.read_bytes() == path.read_bytes()
    assert (built.parent / "pywidget.js").is_file()
    # A site need not serve them, so nobody may expect them there.
    assert path.name not in (built.parent / "integrity.json").read_text(encoding="utf-8")


@needs_node
@pytest.mark.parametrize("project", ["plain", "frameworks"])
def test_pages_compile_and_their_mistakes_do_not(project: str) -> None:
    """TypeScript itself fails if a line below ``@ts-expect-error`` does compile."""
    compiled = subprocess.run(
        [TSC, "-p", CASES / project / "tsconfig.json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (compiled.returncode, compiled.stdout + compiled.stderr) == (0, "")


def test_each_kind_of_page_has_mistakes_that_must_not_compile() -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in CASES.glob("*/*.ts*") if path.suffix != ".json"}
    assert sorted(pages) == ["page.ts", "react.tsx", "script.ts", "svelte.ts", "vue.ts"]
    for name, text in pages.items():
        assert text.count("@ts-expect-error") >= 2, name


def test_each_framework_has_a_file() -> None:
    names = [f"pywidget-{name.lower()}.d.ts" for name in declarations.FRAMEWORKS]
    assert [path.name for path in declarations.files()] == ["pywidget.d.ts", *names]


def test_there_is_one_option_for_each_attribute() -> None:
    known = {*CHOICES, *NUMBERS, *TEXTS}
    assert set(ATTRIBUTES) == known
    text = (declarations.FOLDER / "pywidget.d.ts").read_text(encoding="utf-8")
    (options,) = re.findall(r"export interface StartOptions \{\n(.*?)\n\}", text, re.DOTALL)
    names = re.findall(r"^  (\w+)\?: ", options, re.MULTILINE)
    # What a script tag's `dataset` calls them is what `browser/settings.py` reads.
    assert {attribute_name(name) for name in names} == known
    assert options.count("  /**") == len(names)
