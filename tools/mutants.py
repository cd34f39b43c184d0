"""Put small faults into the code, one at a time, and tell how many of them the tests notice.

    python -m tools.mutants [core|browser|page …] [--most N] [--seed N] [--seconds S] [--jobs N] [--file NAME]

Without ``--most`` every fault is tried, which takes an hour and more; with it, a sample, the same for the same seed.
Tests are chosen by what they name: for ``core`` and ``browser`` the unit tests that import the part, those named like
the changed module first, and of those that need pytest only the ones that name the module; for ``page`` the Node tests
that import it, or the file that it is built into, or, if there are none, a module that imports it. Faults in modules of
the page that only browsers run count as not noticed, and the modules are named. What is not noticed is printed, unless
docs/mutants.md has a reason for it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.build import BuildError, build, inner, pack
from tools.faults import Fault, of_javascript, of_python
from tools.sources import OUT

if sys.platform == "linux":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
UNIT = ROOT / "tests" / "unit"
NODE = ROOT / "tests" / "node"
PAGE = ROOT / "pywidget" / "page"
LISTED = ROOT / "docs" / "mutants.md"

PARTS = ("core", "browser", "page")
#: The first line of a test module that needs no pytest.
QUICK = "# runs-on: micropython"
#: Processor time that one run of the tests may take, in seconds; a run without a fault takes two or three.
MOST_SECONDS = 60


#: How far a test is from a module that it does not name.
_FAR = 2


class MutantError(Exception):
    """No fault can be tried; the text says why."""


class Mutant(NamedTuple):
    """A fault in a file."""

    path: Path
    fault: Fault

    def source(self) -> str:
        """The file's text with the fault in it."""
        start, end, new = self.fault
        source = self.path.read_bytes()
        return (source[:start] + new.encode() + source[end:]).decode()

    def told(self) -> str:
        """How the fault is named here and in docs/mutants.md: the line that it begins in, and what becomes what."""
        start, end, new = self.fault
        source = self.path.read_bytes()
        line = source[source.rfind(b"\n", 0, start) + 1 :].partition(b"\n")[0].decode().strip()
        old = " ".join(source[start:end].decode().split())
        return f"`{line}` | `{old}` → `{new}`"

    def place(self) -> str:
        """File and line."""
        line = self.path.read_bytes().count(b"\n", 0, self.fault.start) + 1
        return f"{self.path.relative_to(ROOT).as_posix()}:{line}"


def mutants_of(part: str) -> list[Mutant]:
    """Return every fault of a part."""
    folder = ROOT / "pywidget" / part
    if part == "page":
        scripts = sorted(folder.rglob("*.js"))
        return [Mutant(path, fault) for path in scripts for fault in of_javascript(path.read_text(encoding="utf-8"))]
    modules = sorted(folder.rglob("*.py"))
    return [Mutant(path, fault) for path in modules for fault in of_python(path.read_text(encoding="utf-8"))]


# ---- core and browser -----------------------------------------------------------------------------------------------


class PythonTests:
    """The unit tests that belong to a part."""

    def __init__(self, part: str) -> None:
        texts = {path: path.read_text(encoding="utf-8") for path in sorted(UNIT.glob("test_*.py"))}
        # Stages import for them: those of driver.py all of core, those of a page or of reports the browser's side.
        stages = "^from driver" if part == "core" else "^from driver import .*(AppStage|FakePage)|^from test_sinks"
        names = rf"^ *(from|import) pywidget\.{part}|{stages}"
        # Tests that start programs see the files as they are.
        chosen = {
            path: text
            for path, text in texts.items()
            if re.search(names, text, re.MULTILINE) and "subprocess" not in text
        }
        self.chosen = chosen
        self._quick = [path for path, text in chosen.items() if QUICK in text.splitlines()[:5]]

    def order(self, mutant: Mutant | None) -> dict[str, Any]:
        """What is run for a fault; without one, all that belongs to the part."""
        module = mutant.path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") if mutant else ""
        near = sorted(self.chosen, key=lambda path: self._distance(path, mutant))
        return {
            "module": module.removesuffix(".__init__"),
            "source": mutant.source() if mutant else "",
            "quick": [path.stem for path in near if path in self._quick],
            "slow": [str(path) for path in near if path not in self._quick and self._distance(path, mutant) < _FAR],
            "seconds": MOST_SECONDS,
        }

    def notice(self, mutant: Mutant | None) -> bool:
        """Tell whether a test fails; without a fault none should."""
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.run(
                [sys.executable, "-m", "tools.mutant_run"],
                cwd=ROOT,
                input=json.dumps(self.order(mutant)),
                env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": folder},
                text=True,
                capture_output=True,
                check=False,
            )
        return process.returncode != 0

    def _distance(self, test: Path, mutant: Mutant | None) -> int:
        """How far a test is from the changed module: the nearest are tried first."""
        if mutant is None or mutant.path.stem in test.stem:
            return 0
        return 1 if re.search(rf"\b{mutant.path.stem}\b", self.chosen[test]) else _FAR

    def has(self, mutant: Mutant) -> bool:  # noqa: ARG002  as for the page
        """Tell whether there are tests for it: all tests of a part are for all its modules."""
        return True


# ---- page -----------------------------------------------------------------------------------------------------------


class NodeTests:
    """The Node tests, each in as many copies of the page's sources as there are jobs."""

    def __init__(self, jobs: int, folder: Path) -> None:
        self._node = shutil.which("node") or "node"
        self._tests = {path: _tested(path) for path in sorted(NODE.glob("*.test.mjs"))}
        imported = {path for tested in self._tests.values() for path in tested}
        for tested in self._tests.values():
            # A module that no test imports is tried by the tests of the modules that import it.
            inner = {path for entry in tested if not tested[entry] for path in _imported(entry)} - imported
            tested.update(dict.fromkeys(inner, ""))
        self._copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            copy = folder / str(number)
            for name in ("pywidget/page", "pywidget/bundled", "tests/node", "tests/unit"):
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.br", "*.gz"))
            shutil.copyfile(ROOT / "package.json", copy / "package.json")
            (copy / "node_modules").symlink_to(ROOT / "node_modules")
            self._copies.put(copy)

    def has(self, mutant: Mutant) -> bool:
        """Tell whether a test is for the module."""
        return any(mutant.path in tested for tested in self._tests.values())

    def notice(self, mutant: Mutant | None) -> bool:
        """Tell whether a test fails, or does not end; without a fault all should pass."""
        chosen = {path: tested for path, tested in self._tests.items() if mutant is None or mutant.path in tested}
        if not chosen:
            # Without a file Node would look for some.
            return False
        copy = self._copies.get()
        changed = copy / mutant.path.relative_to(ROOT) if mutant else None
        built = sorted({tested[mutant.path] for tested in chosen.values()} - {""}) if mutant else []
        try:
            if mutant and changed:
                changed.write_text(mutant.source(), encoding="utf-8")
                self._build(copy, built)
            files = [str(copy / path.relative_to(ROOT)) for path in chosen]
            return not ends_well([self._node, "--test", *files], copy)
        except BuildError:
            return True
        finally:
            if mutant and changed:
                shutil.copyfile(mutant.path, changed)
                for name in built:
                    path = OUT / name if name == "pywidget.js" else inner() / name
                    shutil.copyfile(path, copy / path.relative_to(ROOT))
            self._copies.put(copy)

    @staticmethod
    def _build(copy: Path, built: list[str]) -> None:
        if built:
            folder = copy / OUT.relative_to(ROOT)
            inside = inner(folder)
            pack(copy / "pywidget" / "page", inside / "micropython.js", folder, inside.name, *built)


#: The processes that run now, and whether no more may be started.
_running: set[subprocess.Popen[bytes]] = set()
_stopping = threading.Event()


def ends_well(command: list[str], folder: Path) -> bool:
    """Run a command, and end it with all that it started if it takes too long, or if we are to end ourselves."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        _bound(process.pid)
        _running.add(process)
        try:
            return not _stopping.is_set() and process.wait(MOST_SECONDS) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            _end(process)
            _running.discard(process)


def _bound(pid: int) -> None:
    """Bound the time of a process and of those that it starts: if we are killed, nobody else ends an endless loop."""
    if sys.platform == "linux":
        # It can have ended already.
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started: Node runs each test file in a process of its own."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


@contextlib.contextmanager
def _ending_all() -> Iterator[None]:
    """Let nothing run on where we are interrupted or ended."""
    _stopping.clear()
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        _stopping.set()
        for process in tuple(_running):
            _end(process)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _tested(test: Path) -> dict[Path, str]:
    """Return the modules that a test imports, and the built file that it runs instead, or an empty text."""
    text = test.read_text(encoding="utf-8")
    found = dict.fromkeys((path for path in _imported(test) if PAGE in path.parents), "")
    if "runScriptTag(" in text:
        found[PAGE / "loader.js"] = "pywidget.js"
    for name in re.findall(r'new URL\("pywidget-([a-z]+)\.js", BUILT\)', text):
        entry = PAGE / f"{name}.js"
        found |= dict.fromkeys((entry, *_imported(entry)), f"pywidget-{name}.js")
    return found


def _imported(path: Path) -> set[Path]:
    """Return the modules that a script imports."""
    names = re.findall(r"""(?:from|import\()\s*["'](\.[^"']+)["']""", path.read_text(encoding="utf-8"))
    return {target for target in ((path.parent / name).resolve() for name in names) if target.is_file()}


# ---- trying ---------------------------------------------------------------------------------------------------------


def listed() -> set[tuple[str, str]]:
    """Return the faults that docs/mutants.md has a reason for: file, and how the fault is named."""
    found = set()
    file = ""
    for line in LISTED.read_text(encoding="utf-8").splitlines() if LISTED.is_file() else ():
        if line.startswith("### "):
            file = line.removeprefix("### ").strip("`")
        named = re.fullmatch(r"\| (`.*` \| `.*` → `.*`) \| [^|]+ \|", line)
        if named:
            # A bar within a cell of a table is written with a backslash.
            found.add((file, named[1].replace("\\|", "|")))
    return found


def try_out(
    mutants: Iterable[Mutant], notice: Callable[[Mutant | None], bool], jobs: int, seconds: float
) -> list[tuple[Mutant, bool]]:
    """Try the faults until the time is over; return those that were tried, and whether a test noticed them."""
    if notice(None):
        raise MutantError("the tests fail without any fault")
    end = time.monotonic() + seconds

    def one(mutant: Mutant) -> tuple[Mutant, bool] | None:
        return (mutant, notice(mutant)) if time.monotonic() < end else None

    # What is interrupted waits for its threads, and they for what they run: that has to end first.
    with ThreadPoolExecutor(jobs) as pool, _ending_all():
        return [result for result in pool.map(one, mutants) if result]


def report(part: str, total: int, results: list[tuple[Mutant, bool]]) -> None:
    """Print how many were noticed, and which were not."""
    reasons = listed()
    missed = [mutant for mutant, noticed in results if not noticed]
    known = [m for m in missed if (m.path.relative_to(ROOT / "pywidget").as_posix(), m.told()) in reasons]
    noticed = len(results) - len(missed)
    rate = 100 * noticed / len(results) if results else 0
    print(f"{part}: {noticed} of {len(results)} faults noticed, {rate:.1f} % ({total} there are)")
    print(f"{part}: {len(missed)} not noticed, {len(known)} of them listed with a reason in docs/mutants.md")
    for mutant in missed:
        if mutant not in known:
            print(f"  {mutant.place()}  {mutant.told()}")


def main() -> int:
    """Try the faults that the command line asks for."""
    parser = argparse.ArgumentParser(prog="dev.py mutants", description="How many small faults do the tests notice?")
    parser.add_argument("parts", nargs="*", metavar="core|browser|page", help="what to put faults into; all of them")
    parser.add_argument("--most", type=int, default=0, help="try so many of each part, chosen at random")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no more after this time")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time")
    parser.add_argument("--file", default="", help="only files whose name has this in it")
    given = parser.parse_args()
    if not set(given.parts) <= set(PARTS):
        parser.error(f"the parts are {', '.join(PARTS)}")
    for part in given.parts or PARTS:
        if part == "page":
            build()
        with tempfile.TemporaryDirectory() as folder:
            tests = NodeTests(given.jobs, Path(folder)) if part == "page" else PythonTests(part)
            mutants = [mutant for mutant in mutants_of(part) if given.file in mutant.path.name]
            untested = sorted({mutant.path.name for mutant in mutants if not tests.has(mutant)})
            if untested:
                print(f"{part}: no test that could be run here is for {', '.join(untested)}: counted as not noticed")
            # In random order, so that the time limit does not always leave out the same faults.
            chance = random.Random(given.seed)  # noqa: S311  nothing is secret here
            chosen = chance.sample(mutants, min(given.most or len(mutants), len(mutants)))
            try:
                results = try_out(chosen, tests.notice, given.jobs, given.seconds)
            except MutantError as error:
                print(f"{part}: {error}", file=sys.stderr)
                return 1
        report(part, len(mutants), sorted(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
