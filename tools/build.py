"""Build the bundle: the files that a site serves, in ``pywidget/bundled``.

    python -m tools.build [--force]

The same sources give the same bytes. Nothing happens if the folder was already built from these sources; a hash of them
is kept in the folder. Needs Node and the installed packages of ``package.json``.
"""

from __future__ import annotations

import ast
import base64
import gzip
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import brotli

from pywidget import catalog, locales
from pywidget.browser.locale import direction
from pywidget.browser.settings import SINKS, Settings
from pywidget.core import ats_widget, envelope, retry_after
from pywidget.public.events import EVENTS
from pywidget.version import VERSION
from tools import border, declarations, interpreter, sbom, testing
from tools.archives import make_mpy_archive, make_wheel, wheel_name
from tools.image import (
    CompileError,
    make_image,
    texts_in_one,
    with_names,
    with_value,
    without_actions,
    without_samples,
    without_texts,
    without_types,
)
from tools.link import LinkError, link
from tools.shorten import shorten
from tools.sources import (
    IMAGE_FOLDERS,
    OUT,
    PACKAGE,
    PYTHON_PAGE_FILES,
    ROOT,
    STAMP,
    is_current,
    sources,
    sources_hash,
)
from tools.wasm import compiler, make
from tools.wasm.kept import UnavailableError
from tools.wasm.section import with_section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

#: Characters of a build's name: enough to tell the builds of one site apart.
BUILD_LENGTH = 8
#: The parts of the package that run in the page, besides IMAGE_FOLDERS. Other languages than English are JSON files,
#: which pages fetch one by one when they need them.
IMAGE_FILES = ("__init__.py", "version.py", "locales/__init__.py", "locales/en.py")
IMAGE_LANGUAGE = "en"
#: The file with the hashes of the languages' files. A page has only the hash of this file, and fetches the file with
#: the first language. So a further language costs nothing for pages that do not use it.
LANGUAGE_HASHES = "languages.json"
#: The module that the page imports first, and the one that it imports once there is something to report; then what of
#: the package is linked into the second one, and not into the first.
ENTRY, REPORTS = "pywidget.browser.app", "pywidget.browser.reports"
REPORTS_FILES = (
    "pywidget/browser/reports.py",
    "pywidget/browser/sinks/__init__.py",
    "pywidget/core/redact.py",
    "pywidget/core/reports.py",
)
#: Folders and files whose modules are imported later, by computed names.
LATE_FOLDERS = ("pywidget/browser/sinks", "pywidget/catalog")
LANGUAGE_FILE = f"pywidget/locales/{IMAGE_LANGUAGE}.py"
LATE_FILES = (LANGUAGE_FILE,)
#: Files that only pages with data-watch or data-profile need.
WATCH_FILES = ("pywidget/browser/watch.py", "pywidget/core/elements.py", "pywidget/core/profile.py")
#: Completes sentences about misspelt names. Pages with the usual image have it in JavaScript, loaded when needed.
MISSPELT = "pywidget/browser/misspelt.py"
#: The destinations beside what makes the reports. A page that names another one, or that watches, gets more.
USUAL_SINKS = ("console", "segment")
#: Values that the package finds by listing its folders, and that are constants in the page: (file, name, value).
WRITTEN_DOWN = (
    ("pywidget/catalog/__init__.py", "SYSTEMS", catalog.SYSTEMS),
    ("pywidget/locales/__init__.py", "LANGUAGES", locales.LANGUAGES),
    ("pywidget/browser/settings.py", "SINKS", SINKS),
)
#: Holds rows of its own, by HTTP status.
CLASSIFY = "pywidget/core/classify.py"
#: Can be printed, which only happens outside of the page.
VERDICT = "pywidget/core/verdict.py"
#: Drops ``assert`` and the line numbers of tracebacks, which would be a tenth of the image.
OPTIMIZE = 3

#: Files that compress well, and that servers know how to answer with a precompressed sibling.
COMPRESSED_SUFFIXES = frozenset({".js", ".json", ".romfs", ".wasm"})
#: The published interpreter, beside our cut of it.
PUBLISHED = "published.wasm"
#: What most pages need of our Python, as a file for the published interpreter. What of it a first notice needs, our
#: cut's file has as a section of this name, and the rest is a file.
USUAL_IMAGE, SECTION, REPORTS_IMAGE = "pywidget.romfs", "romfs", "pywidget-reports.romfs"
#: What the others need besides.
MORE_IMAGE = "pywidget-more.romfs"
#: Our modules, for pages that run a MicroPython of their own.
ARCHIVE = "pywidget-mpy.tar.gz"
#: The modules of tools/ that affect the bytes of the bundle.
MAKES_THE_FILES = frozenset({"archives", "build", "image", "interpreter", "link", "pack", "shorten", "sources"})

INSTALL = "Run `npm ci --ignore-scripts`, or let `python3 dev.py bundle` do it."


class BuildError(Exception):
    """The bundle cannot be built; the text says what is missing."""


def build(*, force: bool = False) -> Path:
    """Build the bundle and the script of ``pywidget.testing`` if they are not current, and return the bundle's folder.

    What is made among the sources is made first.

    Raises:
        BuildError: Node, a package or a source is missing, or a source does not compile.
    """
    border.main()
    declarations.main()
    testing.write_names()
    if is_current() and not force:
        return OUT
    sys.stderr.write(f"building {OUT.relative_to(ROOT)}\n")
    # Computed before the sources are read, so that a source that changes meanwhile makes the folder count as outdated.
    stamp = sources_hash()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        assemble(folder)
        try:
            testing.build()
        except (OSError, subprocess.CalledProcessError) as error:
            raise BuildError(f"{testing.OUT.relative_to(ROOT)} could not be built: {error}") from error
        (folder / STAMP).write_text(stamp, encoding="utf-8")
        _publish(folder)
    return OUT


@cache
def our_interpreter() -> bytes | None:
    """Return our cut of MicroPython; None, and a line that says why, where it cannot be compiled.

    Raises:
        BuildError: a source is not valid.
    """
    try:
        return make.interpreter()
    except UnavailableError as error:
        sys.stderr.write(f"the bundle gets the published MicroPython only, which is larger and slower: {error}\n")
        return None
    except compiler.CompileError as error:
        raise BuildError(f"interpreter/ cannot be compiled: {error}") from error


@cache
def build_name() -> str:
    """Return the name of this build, which is that of its folder: what goes into its files, as a hash."""
    digest = hashlib.sha256(our_interpreter() or b"")
    for path in sources():
        if path.parent != ROOT / "tools" or path.stem in MAKES_THE_FILES:
            digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:BUILD_LENGTH]


def inner(folder: Path = OUT) -> Path:
    """Return the folder in a built bundle that has everything but the script tag."""
    return next(path.parent for path in folder.glob("*/pywidget-page.js"))


def assemble(folder: Path) -> None:
    """Put all files of the bundle into an empty folder: the script tag, and a folder for everything that it loads.

    Raises:
        BuildError: see :func:`build`.
    """
    inside = folder / build_name()
    inside.mkdir()
    first = _add_python(inside)
    _add_locales(inside)
    # The JavaScript contains the hashes of the other files, so it comes after them.
    _add_javascript(folder, inside, first)
    # Pages that run their own Python load these files by their names.
    for path in (*inside.glob("*.whl"), inside / ARCHIVE):
        shutil.copyfile(path, folder / path.name)
    (inside / ARCHIVE).unlink()
    _add_papers(folder)
    _add_integrity(folder)
    _add_compressed(folder)
    # These are for editors and compilers, and for those who check what they got. They come last, because no page asks
    # for them: a site need not serve them.
    for path in declarations.files():
        shutil.copyfile(path, folder / path.name)
    (folder / sbom.NAME).write_text(sbom.make(folder), encoding="utf-8")


def _add_javascript(folder: Path, inside: Path, first: bytes) -> None:
    installed = ROOT / "node_modules" / interpreter.PACKAGE
    if not installed.is_dir():
        raise BuildError(f"the packages of package.json are not installed. {INSTALL}")
    version = json.loads((installed / "package.json").read_text(encoding="utf-8"))["version"]
    if version != interpreter.INTERPRETER_VERSION:
        raise BuildError(f"{interpreter.PACKAGE} is {version} instead of {interpreter.INTERPRETER_VERSION}. {INSTALL}")
    if shutil.which("node") is None:
        raise BuildError("building the bundle needs Node 20 or newer, and there is no `node` on the PATH")
    ours = our_interpreter()
    if ours is not None:
        # One file, and so one request.
        (inside / "micropython.wasm").write_bytes(with_section(ours, SECTION, first))
    # If there is only one, it has the usual name.
    published = "micropython.wasm" if ours is None else PUBLISHED
    shutil.copyfile(installed / "micropython.wasm", inside / published)
    try:
        text = interpreter.without_globals((installed / "micropython.mjs").read_text(encoding="utf-8"))
    except interpreter.UnknownInterpreterError as error:
        raise BuildError(str(error)) from error
    changed = folder / "changed.mjs"
    changed.write_text(text, encoding="utf-8")
    pack(PACKAGE / "page", changed, folder, inside.name)
    changed.unlink()


def pack(page: Path, interpreter_module: Path, folder: Path, name: str, *only: str) -> None:
    """Bundle and minify the page's sources into a folder.

    Args:
        page: the folder of the sources.
        interpreter_module: MicroPython's module, as the page gets it.
        folder: where to.
        name: that of the build.
        only: names of built files; all of them if there are none.

    Raises:
        BuildError: a source is not valid.
    """
    put_in = {
        "HASHES": _hashes(folder / name, "*.wasm", "*.romfs", "*.whl", LANGUAGE_HASHES),
        "WHEEL": wheel_name(VERSION),
        "RARE_SINKS": "|".join(name for name in sink_names() if name not in USUAL_SINKS),
        "SINKS": SINKS,
        "EVENTS": "|".join(EVENTS),
        "OFFLINE": offline_words(),
        "ANSWER_HEADERS": answer_headers(),
        "SETTINGS": Settings({}, print).values,
        **ats_facts(),
    }
    arguments = (page, interpreter_module, json.dumps(put_in), folder, name, *only)
    command = [shutil.which("node") or "node", "tools/pack.mjs", *map(str, arguments)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise BuildError("the JavaScript could not be bundled, see above")


def _hashes(folder: Path, *patterns: str) -> dict[str, str]:
    """The hashes of the files that are there, as ``integrity`` has them: name -> hash."""
    files = sorted(path for pattern in patterns for path in folder.glob(pattern))
    return {path.relative_to(folder).as_posix(): _hash(path) for path in files}


def _hash(path: Path) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()


def image_modules() -> dict[str, str]:
    """Return the part of the package that runs in the page: path below ``/rom/lib`` → source text."""
    paths = [PACKAGE / name for name in IMAGE_FILES]
    for name in IMAGE_FOLDERS:
        paths += sorted((PACKAGE / name).rglob("*.py"))
    modules = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    for path, name, value in (*WRITTEN_DOWN, ("pywidget/version.py", "BUILD", f"pywidget build {build_name()}")):
        modules[path] = with_value(modules[path], name, value)
    return modules


def page_modules() -> dict[str, str]:
    """Return the same modules with the catalogs as the page needs them."""
    modules = image_modules()
    for path, source in modules.items():
        if path.startswith("pywidget/catalog/") and not path.endswith("/__init__.py"):
            modules[path] = without_samples(without_actions(source))
        elif path == CLASSIFY:
            modules[path] = without_actions(source)
        elif path == VERDICT:
            modules[path] = without_texts(source)
    return modules


def python_page_modules() -> dict[str, str]:
    """Return the modules for pages that run a Python of their own, in which scripts can import all of them."""
    own = {f"pywidget/{name}": (PACKAGE / name).read_text(encoding="utf-8") for name in PYTHON_PAGE_FILES}
    return image_modules() | own


def sink_names() -> list[str]:
    """Return the names of all destinations, as ``data-analytics`` has them."""
    return sorted(path.stem for path in (PACKAGE / "browser" / "sinks").glob("[!_]*.py"))


def answer_headers() -> list[str]:
    """Return the names of the headers that the page tells Python of: all that are read, and no others."""
    asked = [name for name, _ in retry_after.ASKED]
    limits = dict.fromkeys(name for pair in retry_after.RESETS for name in pair)
    return ["date", *asked, retry_after.RATE_LIMIT, *limits, *envelope.REFERENCE_HEADERS, envelope.CODE_HEADER]


def ats_facts() -> dict[str, Any]:
    """Return the facts of the ats-widget that the page's JavaScript has names for: ``ATS.NAME`` → value.

    A regular expression is a string between slashes.
    """
    declared = (PACKAGE / "page" / "build.d.ts").read_text(encoding="utf-8").partition("namespace ATS {")[2]
    found = {}
    for name, kind in re.findall(r"^  const (\w+): ([\w\[\]]+);$", declared, re.MULTILINE):
        value = getattr(ats_widget, name)
        found[f"ATS.{name}"] = f"/{value}/" if kind == "RegExp" else value
    return found


def offline_words() -> dict[str, list[str]]:
    """Return what the page says while it cannot fetch Python: language → sentence, direction if not ``ltr``.

    All languages, for there is no connection to fetch one with.
    """
    words = {}
    for language in locales.LANGUAGES:
        turned = [direction(language)] if direction(language) != "ltr" else []
        words[language] = [locales.texts(language)["title.offline"], *turned]
    return words


def linked_modules() -> dict[str, str]:
    """Return the modules of the page, in one what is imported at the start: path below ``/rom/lib`` → source text.

    Raises:
        CompileError: a source is not valid, or needs ``typing`` when it runs.
        LinkError: what is imported at the start cannot be linked.
    """
    modules = {path: without_types(source, path) for path, source in page_modules().items()}
    modules[LANGUAGE_FILE] = texts_in_one(locales.texts(IMAGE_LANGUAGE))
    late = {path: source for path, source in modules.items() if _is_late(path)}
    # The public names in pywidget/__init__.py are only for pages that run their own Python.
    reporting = {_dotted(path): modules[path] for path in REPORTS_FILES}
    apart = (*late, *REPORTS_FILES, "pywidget/__init__.py")
    early = {_dotted(path): source for path, source in modules.items() if path not in apart}
    whole = link(early, ENTRY, (*late.values(), *reporting.values()))
    reports = link(reporting, REPORTS, late.values())
    late[_path(REPORTS)] = reports.source
    # Folders have to be packages; their ``__init__.py`` can be empty.
    packages = {path: "" for path in modules if path.endswith("/__init__.py")}
    turned = {path: whole.turned(reports.turned(source, path), path) for path, source in late.items()}
    made = shorten({**packages, **turned, _path(ENTRY): whole.source})
    _check_imports(made)
    return {path: with_names(source) for path, source in made.items()}


def _check_imports(modules: Mapping[str, str]) -> None:
    """Raise LinkError if a module imports what has been linked into another one."""
    for path, source in modules.items():
        for node in ast.parse(source).body:
            name = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            if name.startswith("pywidget.") and _path(name) not in modules:
                raise LinkError(f"{path}: it needs {name}, which is linked into another module")


def _is_late(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path in (*LATE_FILES, *WATCH_FILES, MISSPELT) or (folder in LATE_FOLDERS and name != "__init__.py")


def _path(dotted: str) -> str:
    return dotted.replace(".", "/") + ".py"


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _is_usual(path: str) -> bool:
    rare = [_sink_path(name) for name in sink_names() if name not in USUAL_SINKS]
    return path not in (*WATCH_FILES, MISSPELT, *rare)


def _is_for_reports(path: str) -> bool:
    return path in (_path(REPORTS), *map(_sink_path, USUAL_SINKS))


def _sink_path(name: str) -> str:
    return f"pywidget/browser/sinks/{name}.py"


def first_image(modules: Mapping[str, str]) -> bytes:
    """Return the image of what a first notice needs, which is a section of our cut's file.

    Args:
        modules: those of the page, as :func:`linked_modules` returns them.

    Raises:
        CompileError: a source is not valid.
    """
    first = {path: source for path, source in modules.items() if _is_usual(path) and not _is_for_reports(path)}
    return make_image(first, optimize=OPTIMIZE)


def _add_python(folder: Path) -> bytes:
    """Add the images and archives, and return the image that is a section of our cut's file."""
    modules = python_page_modules()
    try:
        everything = linked_modules()
        first = first_image(everything)
        (folder / "pywidget-all.romfs").write_bytes(make_image(everything, optimize=OPTIMIZE))
        usual = {path: source for path, source in everything.items() if _is_usual(path)}
        (folder / USUAL_IMAGE).write_bytes(make_image(usual, optimize=OPTIMIZE))
        if our_interpreter() is not None:
            more = {path: source for path, source in everything.items() if path not in usual}
            (folder / MORE_IMAGE).write_bytes(make_image(more, optimize=OPTIMIZE))
            reports = {path: source for path, source in usual.items() if _is_for_reports(path)}
            (folder / REPORTS_IMAGE).write_bytes(make_image(reports, optimize=OPTIMIZE))
        (folder / ARCHIVE).write_bytes(make_mpy_archive(modules, optimize=OPTIMIZE))
    except (CompileError, LinkError) as error:
        raise BuildError(str(error)) from error
    (folder / wheel_name(VERSION)).write_bytes(make_wheel(modules, VERSION))
    return first


def _add_locales(folder: Path) -> None:
    (folder / "locales").mkdir()
    hashes = {}
    for language in locales.LANGUAGES:
        if language == IMAGE_LANGUAGE:
            continue
        text = json.dumps(locales.texts(language), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        path = folder / "locales" / f"{language}.json"
        path.write_text(text, encoding="utf-8")
        hashes[language] = _hash(path)
    (folder / LANGUAGE_HASHES).write_text(json.dumps(hashes, separators=(",", ":")), encoding="utf-8")


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
    for left in sorted(OUT.rglob("*/"), reverse=True):
        if left.is_dir() and not any(left.iterdir()):
            left.rmdir()
    # The stamp comes last: a build that is interrupted is not current.
    for name in sorted(new, key=lambda path: path.name == STAMP):
        target = OUT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        waiting = target.with_name(target.name + ".new")
        shutil.copyfile(folder / name, waiting)
        waiting.replace(target)


if __name__ == "__main__":
    # As Ctrl-C does: what lies in a temporary folder is removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        build(force="--force" in sys.argv[1:])
    except BuildError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        # Whoever started this one is interrupted too, and needs no traceback.
        sys.exit(130)
