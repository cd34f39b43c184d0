"""Compile the interpreter. The same sources and the same compiler give the same bytes.

MicroPython's sources are scanned for the names (``MP_QSTR_…``), the modules and the root pointers that they use, by
MicroPython's own scripts, which write headers; then everything is compiled and linked.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.sources import ROOT
from tools.wasm import compiler, source, unused
from tools.wasm.kept import filling, kept
from tools.wasm.unused import UNUSED, without_unused

PORT = ROOT / "interpreter"
#: What of MicroPython is compiled besides the whole of ``py/``.
EXTENSIONS = ("extmod/modrandom.c",)
#: What of `py/` is replaced by ours: names.c, printing.c and image.c.
REPLACED = ("qstr.c", "mpprint.c", "builtinimport.c")

#: Small before quick; but the loop that runs Python's instructions, what it calls most, and the search for garbage are
#: quick before small.
#: (Of `-Oz`, the compiler's driver makes `-Os` unless clang itself is told, too.)
SMALL, QUICK = ("-Oz", "-Xclang", "-Oz"), ("-O2",)
QUICK_FILES = frozenset({"vm", "gc"})

#: Setjmp and longjmp by exceptions, in the form that browsers have had since 2021.
EXCEPTIONS = ("-mllvm", "-wasm-enable-sjlj")
#: The linker optimizes all files as one: a later error takes a tenth less time. The threshold says how large a function
#: may be that is put into those that call it; with the usual one the file would be larger, and slower; with 0, slower.
#: Loops keep their counters as they are written: addresses that are counted up beside them would be more instructions.
TOGETHER = (
    *("--lto-O2", *EXCEPTIONS, "-mllvm", "-exception-model=wasm"),
    *("-mllvm", "-inline-threshold=10", "-mllvm", "-disable-lsr"),
)
#: What setjmp is made of stays apart, because the tag of its exceptions can only be declared in assembly.
APART = frozenset({"setjmp_tag", "rt"})

FLAGS = (
    *compiler.TARGET,
    "-std=c11",
    "-DNDEBUG",
    "-g0",
    "-w",
    "-ffunction-sections",
    "-fdata-sections",
    "-fno-sanitize=all",
    # `malloc` is ours, and there is no `calloc` beside it, which the compiler would make of it.
    "-fno-builtin-malloc",
    "-mexception-handling",
    *EXCEPTIONS,
    "-mbulk-memory",
    "-mnontrapping-fptoint",
)
#: MicroPython's header with its version; the date is no fact of ours.
_VERSION = """#define MICROPY_GIT_TAG "v{}"
#define MICROPY_GIT_HASH ""
#define MICROPY_BUILD_DATE ""
"""
#: Without what is not used, names for debuggers, and the room for larger addresses than there are (a twelfth of all).
SHORT = ("--gc-sections", "--strip-all", "--compress-relocations")
#: Below the data, so that a stack that is too deep stops the program instead of overwriting data.
STACK = ("-z", "stack-size=131072", "--stack-first")


def interpreter() -> bytes:
    """Return the interpreter, without any Python in it; compile it if it is not there.

    Raises:
        UnavailableError: the machine lacks what it is made of.
        CompileError: a source is not valid.
    """
    folder = kept() / f"interpreter-{_fingerprint()}"
    if not folder.is_dir():
        micropython, zig = source.sources(), compiler.install()
        with filling(folder) as new:
            (new / "interpreter.wasm").write_bytes(compiled(micropython, zig))
    return (folder / "interpreter.wasm").read_bytes()


def _fingerprint() -> str:
    """Return a hash of everything that the bytes of the interpreter depend on."""
    digest = hashlib.sha256(f"{source.SHA256} {compiler.version()}".encode())
    for path in (*sorted(PORT.glob("*.[ch]")), Path(__file__), Path(compiler.__file__), Path(unused.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def compiled(micropython: Path, zig: Path) -> bytes:
    """Compile the interpreter.

    Args:
        micropython: the folder with MicroPython's sources.
        zig: the folder that the compiler is installed in.

    Raises:
        CompileError: a source is not valid.
    """
    with tempfile.TemporaryDirectory() as temporary:
        return _Build(micropython, compiler.Compiler(zig, Path(temporary)), Path(temporary)).link()


class _Build:
    def __init__(self, micropython: Path, zig: compiler.Compiler, work: Path) -> None:
        self._micropython = micropython
        self._zig = zig
        self._work = work
        self._headers = work / "genhdr"
        self._headers.mkdir()
        self._flags = (*FLAGS, *compiler.includes((PORT, micropython, work)))
        py = [path for path in sorted((micropython / "py").glob("*.c")) if path.name not in REPLACED]
        theirs = [*py, *(micropython / name for name in EXTENSIONS)]
        self._files = [*map(self._cut, theirs), *sorted(PORT.glob("*.c")), zig.setjmp]

    def link(self) -> bytes:
        self._write_headers()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = list(pool.map(self._compile, self._files))
        made = self._work / "interpreter.wasm"
        options = ("--no-entry", *SHORT, "-O2", *TOGETHER, *STACK)
        self._zig.run("wasm-ld", *options, *objects, *self._zig.libraries, "-o", made)
        return made.read_bytes()

    def _cut(self, file: Path) -> Path:
        """Return a file of MicroPython, or else one without the names in it that are not used."""
        name = file.relative_to(self._micropython).as_posix()
        if not any(name in table for table in (UNUSED, unused.REPLACED, unused.INSTEAD)):
            return file
        cut = self._work / name
        cut.parent.mkdir(exist_ok=True)
        cut.write_text(without_unused(name, file.read_text(encoding="utf-8")), encoding="utf-8")
        return cut

    def _compile(self, file: Path) -> Path:
        made = self._work / f"{file.parent.name}-{file.stem}.o"
        speed = QUICK if file.stem in QUICK_FILES else SMALL
        together = () if file.stem in APART else ("-flto",)
        self._zig.run("cc", *self._flags, *speed, *together, "-c", file, "-o", made)
        return made

    def _write_headers(self) -> None:
        self._write("mpversion.h", _VERSION.format(source.VERSION.partition("+")[0]))
        for name in ("moduledefs.h", "qstrdefs.generated.h", "root_pointers.h", "compressed.data.h"):
            self._write(name, "")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            scanned = "".join(pool.map(self._preprocess, self._files))
        self._write("scanned.i", scanned)
        for kind in ("qstr", "module", "root_pointer"):
            self._script("makeqstrdefs.py", "split", kind, self._headers / "scanned.i", self._headers / kind, "_")
            collected = self._headers / f"{kind}.collected"
            self._script("makeqstrdefs.py", "cat", kind, "_", self._headers / kind, collected)
        self._write("moduledefs.h", self._script("makemoduledefs.py", self._headers / "module.collected"))
        self._write("root_pointers.h", self._script("make_root_pointers.py", self._headers / "root_pointer.collected"))
        self._write("qstrdefs.h", self._names())
        self._write("qstrdefs.generated.h", self._script("makeqstrdata.py", self._headers / "qstrdefs.h"))

    def _names(self) -> str:
        """Return the list of names after the preprocessor, which must not see them as code."""
        listed = (self._micropython / "py" / "qstrdefs.h").read_text(encoding="utf-8")
        collected = (self._headers / "qstr.collected").read_text(encoding="utf-8")
        hidden = re.sub(r"^Q\(.*\)", lambda found: f'"{found[0]}"', listed + collected, flags=re.MULTILINE)
        seen = self._zig.run("cc", *self._flags, "-E", "-x", "c", "-", given=hidden)
        return re.sub(r'^"(Q\(.*\))"', r"\1", seen, flags=re.MULTILINE)

    def _preprocess(self, file: Path) -> str:
        return self._zig.run("cc", *self._flags, *SMALL, "-E", "-DNO_QSTR", file)

    def _script(self, name: str, *arguments: str | Path) -> str:
        """Run a script of MicroPython's, and return what it prints."""
        command = [sys.executable, str(self._micropython / "py" / name), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise compiler.CompileError(f"{name}: {done.stderr.strip()}")
        return done.stdout

    def _write(self, name: str, text: str) -> None:
        (self._headers / name).write_text(text, encoding="utf-8")
