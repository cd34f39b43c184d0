"""A bundle with the MicroPython that its project publishes, in the place of our cut of it.

For sites that serve only binaries which they can get from the package's own publisher. Everything else is the same: the
page's modules have the interpreter's hash, so they are changed in this, and each has the hash of those that it loads.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from pathlib import Path

OURS, PUBLISHED = "micropython.wasm", "published.wasm"
#: What only our cut reads.
_IMAGES = ("pywidget-more.romfs", "pywidget-reports.romfs")
#: How JavaScript names a file's hash.
_HASH = re.compile(r"sha256-[\w+/]{43}=")
_SBOM, _INTEGRITY = "sbom.cdx.json", "integrity.json"


class NoPublishedError(Exception):
    """The bundle has only one interpreter, which is the published one."""


def use_published(folder: Path, build: str) -> str:
    """Change a bundle in a folder, and return the name of its build.

    Args:
        folder: a copy of the built files.
        build: the name of the folder in it that has everything but the script tag.

    Raises:
        NoPublishedError: it is one already.
    """
    inside = folder / build
    if not (inside / PUBLISHED).is_file():
        raise NoPublishedError
    # JavaScript asks for the published one where it knows its hash.
    published = _hash(inside / PUBLISHED)
    wasm = {_hash(inside / OURS): published, published: "", **{_hash(inside / image): "" for image in _IMAGES}}
    for suffix in ("", ".br", ".gz"):
        (inside / f"{PUBLISHED}{suffix}").replace(inside / f"{OURS}{suffix}")
        for image in _IMAGES:
            (inside / f"{image}{suffix}").unlink()
    changed = _change_modules(inside, wasm)
    # Another content is another build: browsers keep the files of one for a year.
    name = hashlib.sha256(f"{build} published".encode()).hexdigest()[: len(build)]
    inside.rename(folder / name)
    tag = folder / "pywidget.js"
    _write(tag, _with_hashes(tag.read_text(encoding="utf-8"), changed).replace(build, name))
    _list_again(folder, build, name)
    return name


def _change_modules(inside: Path, wasm: dict[str, str]) -> dict[str, str]:
    """Put other hashes into the modules, and those of changed modules into the ones that load them.

    Returns:
        The hash that each changed module had → the one that it has.
    """
    modules = {path: path.read_text(encoding="utf-8") for path in sorted(inside.glob("*.js"))}
    before = {path: _hash(path) for path in modules}
    texts = {path: _with_hashes(text, wasm) for path, text in modules.items()}
    changed: dict[str, str] = {}
    while True:
        new = {path: _with_hashes(text, changed) for path, text in texts.items()}
        found = {before[path]: _digest(text.encode()) for path, text in new.items() if text != modules[path]}
        if found == changed:
            break
        changed = found
    for path, text in new.items():
        if text != modules[path]:
            _write(path, text)
    return changed


def _with_hashes(text: str, changed: dict[str, str]) -> str:
    return _HASH.sub(lambda found: changed.get(found[0], found[0]), text)


def _list_again(folder: Path, build: str, name: str) -> None:
    """Write the lists of files anew."""
    integrity = folder / _INTEGRITY
    names = [listed.replace(build, name) for listed in json.loads(integrity.read_text(encoding="utf-8"))]
    files = [folder / listed for listed in names if not listed.endswith((PUBLISHED, *_IMAGES))]
    hashes = {file.relative_to(folder).as_posix(): _hash(file, "sha384") for file in files}
    _write(integrity, json.dumps(hashes, indent=2) + "\n")
    _describe_again(folder, build, name)


def _describe_again(folder: Path, build: str, name: str) -> None:
    """Write the bill of materials anew: without our cut and its parts, and with the hashes that files have now."""
    bill = folder / _SBOM
    written = json.loads(bill.read_text(encoding="utf-8").replace(f"{build}/", f"{name}/"))
    needs = {one["ref"]: one.get("dependsOn", []) for one in written["dependencies"]}
    dropped = {f"file:{name}/{gone}{suffix}" for gone in (OURS, *_IMAGES) for suffix in ("", ".br", ".gz")}
    dropped |= set(needs[f"file:{name}/{OURS}"])
    written["components"] = [one for one in written["components"] if one["bom-ref"] not in dropped]
    written["dependencies"] = [
        {**one, "dependsOn": [ref for ref in needs[one["ref"]] if ref not in dropped]}
        for one in written["dependencies"]
        if one["ref"] not in dropped
    ]
    # What it says of the published file holds for the name that the file has now.
    written = json.loads(json.dumps(written).replace(f"{name}/{PUBLISHED}", f"{name}/{OURS}"))
    # Another content has another number.
    written["serialNumber"] = uuid5(UUID(written["serialNumber"]), name).urn
    for one in written["components"]:
        if one["type"] == "file":
            content = (folder / one["name"]).read_bytes()
            one["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]
    bill.write_text(json.dumps(written, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def _hash(file: Path, algorithm: str = "sha256") -> str:
    return _digest(file.read_bytes(), algorithm)


def _digest(content: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def _write(file: Path, text: str) -> None:
    """Write a file, and what a server sends instead of it; for Brotli nothing may be installed."""
    content = text.encode()
    file.write_bytes(content)
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, mtime=0))
    smaller = file.with_name(f"{file.name}.br")
    # A server that finds none sends the other one.
    smaller.unlink(missing_ok=True)
    with suppress(ImportError):
        smaller.write_bytes(import_module("brotli").compress(content))
