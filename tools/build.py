"""Build the bundle: the files that a site serves, in ``pywidget/bundled``.

    python -m tools.build [--force]

The same sources give the same bytes. Nothing happens when the folder is already what the sources say; which sources
that were is recorded beside the files. Needs Node and the installed packages of ``package.json``.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import brotli

from pywidget.browser.settings import Settings
from pywidget.locales import LANGUAGES, texts
from pywidget.version import VERSION
from tools import interpreter
from tools.archives import make_mpy_archive, make_wheel, wheel_name
from tools.image import CompileError, make_image, without_actions

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pywidget"
OUT = PACKAGE / "bundled"
#: Holds the hash of the sources that the folder was built from.
STAMP = ".sources"

#: What of the package runs in the page. The other languages travel as JSON, one at a time, when a page asks for them.
IMAGE_FOLDERS = ("browser", "catalog", "core")
IMAGE_FILES = ("__init__.py", "version.py", "locales/__init__.py", "locales/en.py")
IMAGE_LANGUAGE = "en"
#: What only pages with data-watch or data-profile need: they get an image of their own, with everything.
WATCH_FILES = ("pywidget/browser/watch.py", "pywidget/core/profile.py")
#: What pages that run a Python of their own get beside it.
PYTHON_PAGE_FILES = ("errors.py", "page_api.py")
#: Holds rows of its own, by HTTP status.
CLASSIFY = "pywidget/core/classify.py"
#: Drops ``assert`` and the line numbers of tracebacks, which would be a tenth of the image.
OPTIMIZE = 3

#: Files that compress well, and that servers know how to answer with a precompressed sibling.
COMPRESSED_SUFFIXES = frozenset({".js", ".json", ".mjs", ".romfs", ".wasm"})

INSTALL = "Run `npm ci --ignore-scripts`, or let `python3 dev.py bundle` do it."


class BuildError(Exception):
    """The bundle cannot be built; the text says what is missing."""


def sources() -> Iterator[Path]:
    """Yield every file that the bundle is made of or made by, in a fixed order."""
    yield from (ROOT / name for name in ("LICENSE", "NOTICE", "package-lock.json", "pyproject.toml"))
    yield from sorted((ROOT / "tools").glob("*.py"))
    yield from sorted((ROOT / "tools").glob("*.mjs"))
    for folder in IMAGE_FOLDERS:
        yield from sorted((PACKAGE / folder).rglob("*.py"))
    yield from (PACKAGE / name for name in ("__init__.py", "version.py", *PYTHON_PAGE_FILES))
    yield from sorted((PACKAGE / "locales").glob("*.py"))
    yield from sorted((PACKAGE / "page").rglob("*.js"))


def sources_hash() -> str:
    """Return one hash of all sources, their names included."""
    digest = hashlib.sha256()
    for path in sources():
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def is_current() -> bool:
    """Tell whether the built folder is what the sources say."""
    stamp = OUT / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == sources_hash()


def build(*, force: bool = False) -> Path:
    """Build the bundle if it is not current, and return its folder.

    Raises:
        BuildError: Node, a package or a source is missing, or a source does not compile.
    """
    if is_current() and not force:
        return OUT
    sys.stderr.write(f"building {OUT.relative_to(ROOT)}\n")
    # Before the sources are read: one that changes meanwhile makes the folder stale, not wrong.
    stamp = sources_hash()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        assemble(folder)
        (folder / STAMP).write_text(stamp, encoding="utf-8")
        _publish(folder)
    return OUT


def assemble(folder: Path) -> None:
    """Put all files of the bundle into an empty folder.

    Raises:
        BuildError: see :func:`build`.
    """
    _add_javascript(folder)
    _add_python(folder)
    _add_locales(folder)
    _add_papers(folder)
    _add_integrity(folder)
    _add_compressed(folder)


def _add_javascript(folder: Path) -> None:
    installed = ROOT / "node_modules" / interpreter.PACKAGE
    if not installed.is_dir():
        raise BuildError(f"the packages of package.json are not installed. {INSTALL}")
    version = json.loads((installed / "package.json").read_text(encoding="utf-8"))["version"]
    if version != interpreter.INTERPRETER_VERSION:
        raise BuildError(f"{interpreter.PACKAGE} is {version} instead of {interpreter.INTERPRETER_VERSION}. {INSTALL}")
    node = shutil.which("node")
    if node is None:
        raise BuildError("building the bundle needs Node 20 or newer, and there is no `node` on the PATH")
    shutil.copyfile(installed / "micropython.wasm", folder / "micropython.wasm")
    try:
        text = interpreter.without_globals((installed / "micropython.mjs").read_text(encoding="utf-8"))
    except interpreter.UnknownInterpreterError as error:
        raise BuildError(str(error)) from error
    changed = folder / "changed.mjs"
    changed.write_text(text, encoding="utf-8")
    defaults = json.dumps(Settings({}, print).values)
    arguments = (PACKAGE / "page", changed, wheel_name(VERSION), defaults, folder)
    command = [node, "tools/pack.mjs", *map(str, arguments)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise BuildError("the JavaScript could not be bundled, see above")
    changed.unlink()


def image_modules() -> dict[str, str]:
    """Return the part of the package that runs in the page: path below ``/rom/lib`` → source text."""
    paths = [PACKAGE / name for name in IMAGE_FILES]
    for name in IMAGE_FOLDERS:
        paths += sorted((PACKAGE / name).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def page_modules() -> dict[str, str]:
    """Return the same modules with the catalogs as the page needs them."""
    return {
        path: without_actions(source) if path.startswith("pywidget/catalog/") or path == CLASSIFY else source
        for path, source in image_modules().items()
    }


def python_page_modules() -> dict[str, str]:
    """Return the modules for pages that run a Python of their own, in which scripts can import all of them."""
    own = {f"pywidget/{name}": (PACKAGE / name).read_text(encoding="utf-8") for name in PYTHON_PAGE_FILES}
    return image_modules() | own


def _add_python(folder: Path) -> None:
    modules = python_page_modules()
    try:
        everything = page_modules()
        (folder / "pywidget-watch.romfs").write_bytes(make_image(everything, optimize=OPTIMIZE))
        usual = {path: source for path, source in everything.items() if path not in WATCH_FILES}
        (folder / "pywidget.romfs").write_bytes(make_image(usual, optimize=OPTIMIZE))
        (folder / "pywidget-mpy.tar.gz").write_bytes(make_mpy_archive(modules, optimize=OPTIMIZE))
    except CompileError as error:
        raise BuildError(str(error)) from error
    (folder / wheel_name(VERSION)).write_bytes(make_wheel(modules, VERSION))


def _add_locales(folder: Path) -> None:
    (folder / "locales").mkdir()
    for language in LANGUAGES:
        if language == IMAGE_LANGUAGE:
            continue
        text = json.dumps(texts(language), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        (folder / "locales" / f"{language}.json").write_text(text, encoding="utf-8")


def _add_papers(folder: Path) -> None:
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, folder / name)
    (folder / "VERSION").write_text(f"{VERSION}\n", encoding="utf-8")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _add_integrity(folder: Path) -> None:
    hashes = {
        path.relative_to(folder).as_posix(): "sha384-"
        + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in _files(folder)
    }
    (folder / "integrity.json").write_text(json.dumps(hashes, indent=2) + "\n", encoding="utf-8")


def _add_compressed(folder: Path) -> None:
    for path in _files(folder):
        if path.suffix in COMPRESSED_SUFFIXES:
            content = path.read_bytes()
            path.with_name(path.name + ".br").write_bytes(brotli.compress(content))
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))


def _publish(folder: Path) -> None:
    """Move the files to their place one by one, each whole, so that a server in between never reads half of one."""
    new = {path.relative_to(folder) for path in _files(folder)}
    for path in _files(OUT):
        if path.relative_to(OUT) not in new:
            path.unlink()
    # The stamp comes last: a build that is interrupted is not current.
    for name in sorted(new, key=lambda path: path.name == STAMP):
        target = OUT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        waiting = target.with_name(target.name + ".new")
        shutil.copyfile(folder / name, waiting)
        waiting.replace(target)


if __name__ == "__main__":
    try:
        build(force="--force" in sys.argv[1:])
    except BuildError as error:
        sys.exit(f"error: {error}")
