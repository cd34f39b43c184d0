"""The compiler: Zig's package from PyPI, which has clang, a linker, and a C library for WebAssembly."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.sources import ROOT
from tools.wasm.kept import UnavailableError, filling, kept

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Version and hashes.
REQUIREMENTS = ROOT / "requirements-wasm.txt"

LIBRARIES = ("libc.a", "libzigc.a", "libcompiler_rt.a")
#: What setjmp and longjmp are made of. Zig's library has it only for targets with exceptions, and those are compiled
#: in their newer form.
SETJMP = "lib/libc/wasi/libc-top-half/musl/src/setjmp/wasm32/rt.c"

TARGET = ("-target", "wasm32-wasi")


class CompileError(Exception):
    """The compiler refused a source; the text is what it said."""


def version() -> str:
    """Return the pinned version of Zig's package."""
    found = re.search(r"^ziglang==(\S+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise UnavailableError(f"{REQUIREMENTS.name} names no ziglang")
    return found[1]


class Compiler:
    """Zig, with a cache of its own.

    Attributes:
        setjmp: the source file that belongs to the library, and is compiled as ours are.
        libraries: the C library and the compiler's own functions, from which the linker takes what is used.
    """

    def __init__(self, folder: Path, work: Path) -> None:
        self.setjmp = folder / "ziglang" / SETJMP
        self._program = str(folder / "ziglang" / ("zig.exe" if sys.platform == "win32" else "zig"))
        cache = work / "cache"
        self._environment = {**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(cache), "ZIG_LOCAL_CACHE_DIR": str(cache)}
        self.libraries = self._build_libraries(work, cache)

    def _build_libraries(self, work: Path, cache: Path) -> list[Path]:
        # Zig builds its libraries for the first program that is linked.
        (work / "first.c").write_text("int main(void) { return 0; }\n", encoding="utf-8")
        self.run("cc", *TARGET, "-Oz", "-o", work / "first.wasm", work / "first.c")
        return [next(cache.glob(f"o/*/{name}")) for name in LIBRARIES]

    def run(self, *arguments: str | Path, given: str = "") -> str:
        """Run Zig, and return what it prints.

        Raises:
            CompileError: it failed.
        """
        done = subprocess.run(
            [self._program, *map(str, arguments)],
            input=given,
            capture_output=True,
            text=True,
            env=self._environment,
            check=False,
        )
        if done.returncode != 0:
            raise CompileError(done.stderr.strip())
        return done.stdout


def install() -> Path:
    """Return the folder that the compiler is installed in; install it if it is not there.

    Raises:
        UnavailableError: it cannot be had.
    """
    folder = kept() / f"ziglang-{version()}"
    if not folder.is_dir():
        sys.stderr.write(f"fetching Zig {version()}, which compiles the interpreter: some 410 MB unpacked, once\n")
        with filling(folder) as new, tempfile.TemporaryDirectory() as temporary:
            _install(new, Path(temporary) / "pip.log")
    return folder


def _install(folder: Path, log: Path) -> None:
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
    options = ("--require-hashes", "--only-binary=:all:", "--no-deps", "--no-compile", "--log", log)
    command = [*map(str, (*pip, *options, "--target", folder, "-r", REQUIREMENTS))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr.strip() or f"pip's exit status was {done.returncode}").splitlines()[-1]
        raise UnavailableError(f"the compiler cannot be installed: {said}")


def includes(folders: Sequence[Path]) -> list[str]:
    """Return options that name folders with headers."""
    return [f"-I{folder}" for folder in folders]
