"""The bill of materials of a built bundle, in the form of CycloneDX: ``sbom.cdx.json``.

It lists each file with its hash, the interpreters with the works that are in them, and what the Python package requires
besides. No page loads it. Nothing in it tells when or where it was made, so that the same sources give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType, Pedigree
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from pywidget.version import VERSION
from tools import interpreter
from tools.sources import ROOT
from tools.wasm import compiler, source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

NAME = "sbom.cdx.json"
#: Our cut of the interpreter, within the document.
CUT = "micropython"


class Part(NamedTuple):
    """A work that is in the interpreter, as ``NOTICE`` has it.

    Attributes:
        license: an expression of SPDX, or nothing if the work is in the public domain.
    """

    name: str
    license: str
    purpose: str


#: What is in our cut besides MicroPython itself and our sources, read from the linker's map.
PARTS = (
    Part("Yasmarang", "", "random numbers"),
    Part("musl", "MIT", "the C library"),
    Part("wasi-libc", "MIT", "the C library"),
    Part("Zig", "MIT", "the C library, and arithmetic of the compiler"),
)
#: What is in the published micropython.wasm and micropython.mjs besides MicroPython itself, read from the sources of
#: that release.
PUBLISHED_PARTS = (
    Part("micropython-lib", "MIT AND Python-2.0", "frozen modules, some of them from CPython"),
    Part("re1.5", "BSD-3-Clause", "regular expressions"),
    Part("uzlib", "Zlib", "decompression"),
    Part("PuTTY", "MIT", "compression"),
    Part("crypto-algorithms", "", "SHA-256"),
    Part("Yasmarang", "", "random numbers"),
    Part("Emscripten", "MIT", "the runtime"),
    Part("Node.js", "MIT", "functions for paths in the runtime"),
    Part("musl", "MIT", "the C library"),
    Part("dlmalloc", "CC0-1.0", "memory allocation"),
    Part("compiler-rt", "Apache-2.0 WITH LLVM-exception", "arithmetic of the compiler"),
)


def make(folder: Path) -> str:
    """Return the bill of materials of the bundle in a folder."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ours = Component(
        name=project["name"],
        version=VERSION,
        type=ComponentType.LIBRARY,
        bom_ref=project["name"],
        purl=PackageURL("pypi", None, project["name"], VERSION),
        description=project["description"],
        licenses=[LicenseExpression(project["license"])],
    )
    published = _published()
    # Without this file, there is no cut of ours, and the published interpreter is micropython.wasm.
    cut = _cut() if any(folder.glob("*/published.wasm")) else None
    pythons = {"micropython.js": published, "micropython.wasm": cut or published, "published.wasm": published}
    files = [_file(path, folder, pythons.get(path.name)) for path in sorted(folder.rglob("*")) if _is_listed(path)]
    required = list(_required(project))
    hashes = "".join(f"{file.name} {digest.content}\n" for file in files for digest in file.hashes)
    bom = Bom(
        # The standard wants a number that no other document has: the same files have the same.
        serial_number=uuid5(NAMESPACE_OID, f"{project['name']} {VERSION}\n{hashes}"),
        metadata=BomMetaData(component=ours),
        components=[*files, *([cut] if cut else []), published, *required],
    )
    bom.register_dependency(ours, [*files, *required])
    for file in files:
        python = pythons.get(file.name.rpartition("/")[2])
        bom.register_dependency(file, [python] if python else [])
    written = json.loads(JsonV1Dot6(bom).output_as_string())
    # The library always writes it, and the time of the build is nobody's concern.
    del written["metadata"]["timestamp"]
    return json.dumps(written, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _is_listed(path: Path) -> bool:
    return path.is_file() and path.name != NAME and not path.name.startswith(".")


def _file(path: Path, folder: Path, python: Component | None) -> Component:
    name = path.relative_to(folder).as_posix()
    # The file .wasm of the published interpreter is as it was published.
    is_changed = python is not None and (path.name == "micropython.js" or python.bom_ref.value == CUT)
    return Component(
        name=name,
        type=ComponentType.FILE,
        bom_ref=f"file:{name}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest())],
        pedigree=_pedigree(python) if python and is_changed else None,
    )


def _pedigree(python: Component) -> Pedigree:
    return Pedigree(ancestors=[_ancestor(python)], notes="NOTICE says what was changed.")


def _cut() -> Component:
    return Component(
        name=source.PACKAGE,
        version=source.VERSION,
        type=ComponentType.LIBRARY,
        bom_ref=CUT,
        purl=PackageURL("deb", "debian", source.PACKAGE, source.VERSION, {"arch": "source"}),
        description=f"MicroPython, compiled for pywidget. The hash is that of Debian's {source.ARCHIVE}.",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=source.SHA256)],
        licenses=[LicenseExpression("MIT")],
        copyright="Copyright (c) 2013-2025 Damien P. George",
        # The library that writes this cannot write `formulation`, which is the standard's place for it.
        properties=[
            Property(
                name="pywidget:compiler", value=PackageURL("pypi", None, "ziglang", compiler.version()).to_string()
            )
        ],
        components=_parts(CUT, PARTS),
    )


def _published() -> Component:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    entry = locked[f"node_modules/{interpreter.PACKAGE}"]
    group, _, name = interpreter.PACKAGE.partition("/")
    algorithm, _, digest = entry["integrity"].partition("-")
    if algorithm != "sha512":
        raise ValueError(f"package-lock.json has a {algorithm} of {interpreter.PACKAGE}, not a sha512")
    return Component(
        group=group,
        name=name,
        version=entry["version"],
        type=ComponentType.LIBRARY,
        bom_ref=interpreter.PACKAGE,
        purl=PackageURL("npm", group, name, entry["version"]),
        description="MicroPython, WebAssembly port, PyScript variant. The hash is that of the package at npm.",
        hashes=[HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())],
        licenses=[LicenseExpression("MIT")],
        copyright="Copyright (c) 2013-2026 Damien P. George",
        components=_parts(interpreter.PACKAGE, PUBLISHED_PARTS),
    )


def _parts(whole: str, parts: Iterable[Part]) -> list[Component]:
    return [
        Component(
            name=part.name,
            type=ComponentType.LIBRARY,
            bom_ref=f"{whole}:{part.name}",
            description=part.purpose,
            licenses=[LicenseExpression(part.license) if part.license else DisjunctiveLicense(name="Public domain")],
        )
        for part in parts
    ]


def _ancestor(python: Component) -> Component:
    return Component(group=python.group, name=python.name, version=python.version, purl=python.purl)


def _required(project: dict[str, Any]) -> list[Component]:
    """Return what the Python package requires: for its command and the server's side, not for pages."""
    wanted = [(line, "") for line in project["dependencies"]]
    wanted += [(line, extra) for extra, lines in project["optional-dependencies"].items() for line in lines]
    found = []
    for line, extra in wanted:
        name = re.split(r"[^\w.-]", line)[0]
        told = [Property(name="pywidget:requirement", value=line)]
        if extra:
            told.append(Property(name="pywidget:extra", value=extra))
        found.append(
            Component(
                name=name,
                type=ComponentType.LIBRARY,
                bom_ref=f"requirement:{line}",
                scope=ComponentScope.OPTIONAL,
                purl=PackageURL("pypi", None, name),
                properties=told,
            )
        )
    return found
