"""Make the package for npm: the built bundle, a module that starts it, and a command that puts it into a site.

    python -m tools.npm_package DIR

``npm/`` has what is written by hand, ``docs/npm.md`` is its README. The same sources give the same bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import sys
import tarfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pywidget.browser.settings import CHOICES, NUMBERS, Settings
from pywidget.cli.bundle import bundle_files
from pywidget.public.attributes import ATTRIBUTES
from pywidget.public.events import EVENTS
from pywidget.public.widget import ATTRIBUTES as WIDGET_ATTRIBUTES
from pywidget.version import VERSION
from tools.build import BuildError, build
from tools.plain_links import without_relative_links
from tools.sources import PACKAGE, ROOT
from tools.testing import NPM_FILES

if TYPE_CHECKING:
    from typing import Any

WRITTEN = ROOT / "npm"
TYPES = PACKAGE / "types"
README = ROOT / "docs" / "npm.md"

#: Every file has the time that npm gives them, 1985-10-26 08:15 UTC, so that the bytes never change.
_TIME = 499_162_500
#: The command, which systems run as a program.
_COMMAND = "bundle.js"


def manifest() -> dict[str, Any]:
    """Return ``package.json``. What the Python package has too is taken from there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    exports: dict[str, Any] = {".": {"types": "./index.d.ts", "default": "./index.js"}}
    exports["./testing"] = {"types": "./testing.d.ts", "default": "./testing.js"}
    # The elements of each framework's templates: types alone, for nothing of them runs.
    exports |= {f"./{path.stem.removesuffix('.d')[9:]}": {"types": f"./{path.name}"} for path in TYPES.glob("*-*.d.ts")}
    return {
        "name": project["name"],
        "version": VERSION,
        "description": project["description"],
        "keywords": project["keywords"],
        "license": project["license"],
        "author": project["authors"][0]["name"],
        "type": "module",
        "engines": ours["engines"],
        # Only for pywidget-errors/testing.
        "peerDependencies": {"@playwright/test": ">=1"},
        "peerDependenciesMeta": {"@playwright/test": {"optional": True}},
        "exports": {**dict(sorted(exports.items())), "./files/*": "./files/*", "./package.json": "./package.json"},
        "types": "./index.d.ts",
        "bin": {project["name"]: _COMMAND},
        # What a bundler must not drop; index.js does nothing until it is called.
        "sideEffects": ["./files/**/*.js"],
        "files": ["*.js", "*.json", "*.d.ts", "files", "NOTICE"],
    }


def _in_javascript(attribute: str) -> str:
    """Return an attribute's name as JavaScript has it: ``tokenUrl`` for ``data-token-url``."""
    first, *rest = attribute.removeprefix("data-").split("-")
    return first + "".join(word.capitalize() for word in rest)


def options() -> str:
    """Return ``options.js``, which has what the package knows of pywidget; ``npm/options.d.ts`` says what that is."""
    words = {
        name: {*CHOICES.get(name, ()), *ATTRIBUTES[name].known} & {"off", "on"} for name in Settings({}, print).values
    }
    lists: dict[str, Any] = {
        "OPTIONS": sorted(map(_in_javascript, words)),
        "NUMBERS": sorted(map(_in_javascript, NUMBERS)),
        "SWITCHES": {_in_javascript(name): sorted(known) for name, known in sorted(words.items()) if known},
        "WIDGET": sorted(_in_javascript(field.name) for field in WIDGET_ATTRIBUTES),
        "EVENTS": sorted(EVENTS),
    }
    made = "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in lists.items())
    return f"// Made by tools/npm_package.py.\n{made}"


def contents(bundle: Path) -> dict[str, bytes]:
    """Return every file of the package: path → content."""
    files = {path.name: path.read_bytes() for folder in (WRITTEN, TYPES) for path in folder.glob("*.[jt]s")}
    # This one only tells the type checker what is made here.
    del files["options.d.ts"]
    files["options.js"] = options().encode()
    files["package.json"] = (json.dumps(manifest(), indent=2) + "\n").encode()
    files["README.md"] = without_relative_links(README.read_text(encoding="utf-8")).encode()
    for name in ("LICENSE", "NOTICE"):
        files[name] = (ROOT / name).read_bytes()
    files |= {name: path.read_bytes() for path, name in NPM_FILES}
    for path in bundle_files(bundle):
        # The types are beside index.js.
        if not path.name.endswith(".d.ts"):
            files[f"files/{path.as_posix()}"] = (bundle / path).read_bytes()
    return files


def make(folder: Path) -> Path:
    """Put the package into a folder and return its path. The bundle is built if it is not current.

    Raises:
        BuildError: it cannot be built.
    """
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(contents(build()).items()):
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            entry.mtime = _TIME
            entry.mode = 0o755 if name == _COMMAND else 0o644
            tar.addfile(entry, io.BytesIO(content))
    path = folder / f"{manifest()['name']}-{VERSION}.tgz"
    path.write_bytes(gzip.compress(archive.getvalue(), mtime=0))
    return path


if __name__ == "__main__":
    try:
        print(make(Path(sys.argv[1])))
    except BuildError as error:
        sys.exit(f"error: {error}")
