"""The unit tests again, inside the interpreters that pages get: those modules that say ``# runs-on: micropython``.

Old browsers get the MicroPython that its project publishes, all others our cut of it. That has no clock, which only
modules ask for that no page has.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pywidget.locales import LANGUAGES, texts
from tools.build import build, image_modules, inner, our_interpreter
from tools.fuzz import CORPUS, READERS, trying
from tools.fuzz.draw import Draw
from tools.image import make_image

MARKER = "# runs-on: micropython"
HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
RUNNER = HERE.parent / "micropython"
MODULES = sorted(path for path in HERE.glob("test_*.py") if MARKER in path.read_text(encoding="utf-8").splitlines()[:5])
#: Of the package, what a page has no use for: not in the bundle's image, and made for every interpreter all the same.
OFF_PAGE = ("pywidget/errors.py", "pywidget/plain.py", "pywidget/samples.py")
#: Tables that other tests read, too. Without files, they are modules.
TABLES = sorted(HERE.glob("*.json"))


def helpers(modules: list[Path]) -> list[Path]:
    """Return what modules import from beside them, and what that imports."""
    found: list[Path] = []
    for module in (waiting := list(modules)):
        names = re.findall(r"^from (\w+) import|^import (\w+)", module.read_text(encoding="utf-8"), re.MULTILINE)
        paths = (HERE / f"{one or other}.py" for one, other in names)
        new = [path for path in paths if path.is_file() and path not in waiting]
        waiting += new
        found += new
    return found


HELPERS = helpers(MODULES)


def runners() -> dict[str, str]:
    """Return the modules by which an interpreter runs others."""
    read = {name: (RUNNER / name).read_text(encoding="utf-8") for name in ("runner.py", "app.py")}
    return {**read, "time.py": "def time():\n    return 0\n"}


def has_no_clock(module: Path) -> bool:
    return "pywidget.errors" not in module.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    paths = (*MODULES, *HELPERS)
    tests = {path.name: path.read_text(encoding="utf-8") for path in paths} | runners()
    tests |= {name: (REPOSITORY / name).read_text(encoding="utf-8") for name in OFF_PAGE}
    tests |= {f"{path.stem}_json.py": f"TEXT = {path.read_text(encoding='utf-8')!r}\n" for path in TABLES}
    file = tmp_path_factory.mktemp("micropython") / "tests.romfs"
    # Unlike in the bundle, assert has to work.
    file.write_bytes(make_image({**image_modules(), **tests}, optimize=0))
    return file


def run_in_published(image: Path, *modules: str) -> None:
    run(RUNNER / "run.mjs", image, *modules)


def run_in_cut(image: Path, *modules: str) -> None:
    run(RUNNER / "cut.mjs", image, *modules)


def run(script: Path, image: Path, *modules: str) -> None:
    node = shutil.which("node")
    assert node, "Node runs the interpreter, and there is none on the PATH"
    process = subprocess.run(
        [node, script, inner(build()), image, *modules],
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert process.returncode == 0, process.stdout + process.stderr


needs_cut = pytest.mark.skipif(our_interpreter() is None, reason="this machine cannot build our cut of MicroPython")


@pytest.mark.parametrize("module", [path.stem for path in MODULES])
def test_in_micropython(module: str, image: Path) -> None:
    run_in_published(image, module)


@needs_cut
def test_in_our_cut(image: Path) -> None:
    run_in_cut(image, *[path.stem for path in MODULES if has_no_clock(path)])


def test_every_language_is_read_in_micropython(tmp_path: Path) -> None:
    """The page gets them as JSON, and none but English is in its image."""
    told = {language: texts(language) for language in LANGUAGES}
    sums = {
        language: sum(ord(character) for text in said.values() for character in text) for language, said in told.items()
    }
    whole = json.dumps({language: [said, sums[language]] for language, said in told.items()}, ensure_ascii=False)
    modules = runners() | {"languages.py": (RUNNER / "languages.py").read_text(encoding="utf-8")}
    image = tmp_path / "languages.romfs"
    image.write_bytes(
        make_image({**image_modules(), **modules, "languages_json.py": f"TEXT = {whole!r}\n"}, optimize=0)
    )
    run_in_published(image, "languages")
    if our_interpreter() is not None:
        run_in_cut(image, "languages")


def known_inputs() -> dict[str, list[tuple[str, str | None]]]:
    """The inputs that the tests of ``dev.py fuzz`` know, with what CPython tells of each."""
    shared = [name for name in READERS if trying.target(name).SHARED]
    return {name: [told_of(name, file.read_bytes()) for file in sorted((CORPUS / name).iterdir())] for name in shared}


def told_of(name: str, data: bytes) -> tuple[str, str | None]:
    target = trying.target(name)
    draw = Draw(data, target.WORDS)
    try:
        told = json.dumps(target.check(draw), allow_nan=False)
    except (TypeError, ValueError):
        told = None
    return data.hex(), None if draw.only_in_cpython else told


def test_known_inputs_of_every_reader_are_read_alike_in_micropython(tmp_path: Path) -> None:
    fuzz = REPOSITORY / "tools" / "fuzz"
    targets = [fuzz / "targets" / f"{name}.py" for name in ("__init__", "words", *known_inputs())]
    modules = {path.relative_to(REPOSITORY).as_posix(): path for path in (fuzz / "draw.py", *targets)}
    modules |= {path.name: path for path in (RUNNER / "known_inputs.py", HERE / "driver.py")}
    modules |= {name: REPOSITORY / name for name in OFF_PAGE}
    texts = {name: path.read_text(encoding="utf-8") for name, path in modules.items()} | runners()
    # What these two name is for CPython.
    texts |= {"tools/__init__.py": "", "tools/fuzz/__init__.py": ""}
    texts["known_inputs_json.py"] = f"TEXT = {json.dumps(known_inputs())!r}\n"
    image = tmp_path / "known.romfs"
    image.write_bytes(make_image({**image_modules(), **texts}, optimize=0))
    run_in_published(image, "known_inputs")
    if our_interpreter() is not None:
        run_in_cut(image, "known_inputs")
