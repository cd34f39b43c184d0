"""Which faults are put into a source, and that tests are told apart by whether they notice one."""

from __future__ import annotations

import ast
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import mutants
from tools.faults import Fault, of_javascript, of_python
from tools.mutants import Mutant, MutantError, NodeTests, PythonTests, listed, mutants_of, try_out

ROOT = Path(__file__).resolve().parents[2]


def changed(source: str, fault: Fault) -> str:
    encoded = source.encode()
    return (encoded[: fault.start] + fault.new.encode() + encoded[fault.end :]).decode()


@pytest.mark.parametrize(
    ("source", "becomes"),
    [
        ("a == b", ["a != b"]),
        ("(a) <= b < c", ["(a) < b < c", "(a) <= b <= c"]),
        ("a not in b", ["a in b"]),
        ("a and (b or c)", ["a or (b or c)", "a and (b and c)"]),
        ("x = not a", ["x =  a"]),
        ("if a: b()", ["if (not (a)): b()", "if a: pass"]),
        ("a = b + 1", ["a = b - 1", "a = b + 2"]),
        ("a -= b", ["a += b"]),
        ("a.b = c", ["pass"]),
        ("a = -1", ["a = +1", "a = -2"]),
        ("return f()", ["return None"]),
        ("x = ('é', True)", ["x = ('é~', True)", "x = ('é', False)"]),
        ('"""Said."""\nx = ""', ['"""Said."""\nx = \'~\'']),
        ("def f(a: 'int' = 1) -> 'str': ...", ["def f(a: 'int' = 2) -> 'str': ..."]),
        ("if TYPE_CHECKING:\n    x = 1", []),
        ("import a\nraise E('text')", []),
        ("x = 'Ask again later.'", []),
        ("x = f'{a + b} of'", ["x = f'{a - b} of'"]),
    ],
)
def test_faults_of_python(source: str, becomes: list[str]) -> None:
    indented = f"def f():\n    {source}" if source.startswith("return") else source
    found = [changed(indented, fault).removeprefix("def f():\n    ") for fault in of_python(indented)]
    assert found == becomes


@pytest.mark.parametrize(
    ("source", "becomes"),
    [
        ("a === b;", ["a !== b;"]),
        ("a && !b;", ["a || !b;", "a && b;"]),
        ("if (a) b();", ["if (!(a)) b();", "if (a) ;"]),
        ("x = 1;", [";", "x = (1 + 1);"]),
        ('const x = "é";', ['const x = "é~";']),
        ("const x = true;", ["const x = false;"]),
        ("() => { return a; };", ["() => { return; };"]),
        ('import a from "./a.js"; // b == c', []),
    ],
)
def test_faults_of_javascript(source: str, becomes: list[str]) -> None:
    assert [changed(source, fault) for fault in of_javascript(source)] == becomes


@pytest.mark.parametrize("part", ["core", "browser"])
def test_every_fault_can_be_run(part: str) -> None:
    found = mutants_of(part)
    assert len(found) > 1_000
    for mutant in found[::25]:
        source = mutant.source()
        assert source != mutant.path.read_text(encoding="utf-8"), mutant.told()
        ast.parse(source)


def runs(module: str, source: str, *quick: str, slow: tuple[str, ...] = ()) -> bool:
    order = {"module": module, "source": source, "quick": quick, "slow": slow, "seconds": 60}
    command = [sys.executable, "-m", "tools.mutant_run"]
    process = subprocess.run(command, cwd=ROOT, input=json.dumps(order), text=True, capture_output=True, check=False)
    assert process.returncode in (0, 1), process.stderr
    return process.returncode == 0


def test_a_fault_is_noticed_and_no_fault_is_not() -> None:
    path = ROOT / "pywidget" / "core" / "backoff.py"
    source = path.read_text(encoding="utf-8")
    (fault,) = [fault for fault in of_python(source) if source.encode()[fault.start : fault.end] == b"20_000"]
    mutant = Mutant(path, fault)
    assert mutant.told() == "`TOKEN_SECOND_MS = 20_000` | `20_000` → `20001`"
    assert mutant.place().startswith("pywidget/core/backoff.py:")
    assert runs("pywidget.core.backoff", source, "test_controller")
    assert not runs("pywidget.core.backoff", source.replace("    return ", "    return -"), "test_controller")
    assert not runs("pywidget.core.backoff", "import nothing_of_this_name", slow=("tests/unit/test_renewal.py",))


def test_tests_are_chosen_by_what_they_name() -> None:
    tests = PythonTests("core")
    names = [path.stem for path in tests.chosen]
    assert {"test_renewal", "test_controller", "test_renewal_model"} <= set(names)
    assert not {"test_folder", "test_check", "test_bundle"} & set(names)
    order = tests.order(Mutant(ROOT / "pywidget" / "core" / "renewal.py", Fault(0, 0, "")))
    assert order["module"] == "pywidget.core.renewal"
    assert order["quick"][0] == "test_renewal"
    assert Path(order["slow"][0]).stem == "test_renewal_model"
    assert not any("test_fuzz" in name for name in order["slow"])


def test_node_tests_are_chosen_by_what_they_run(tmp_path: Path) -> None:
    tests = NodeTests(1, tmp_path)

    def has(name: str) -> bool:
        return tests.has(Mutant(mutants.PAGE / name, Fault(0, 0, "")))

    assert all(map(has, ("answer.js", "loader.js", "watch-rules.js", "page.js", "inspector.js")))
    # Imported only by modules that tests import.
    assert all(map(has, ("create-page.js", "notice-style.js")))
    # Only browsers run it.
    assert not has("first.js")


def test_a_module_without_a_test_has_its_faults_unnoticed(tmp_path: Path) -> None:
    mutant = Mutant(mutants.PAGE / "first.js", Fault(0, 0, "no JavaScript"))
    assert NodeTests(1, tmp_path).notice(mutant) is False


#: Starts another one that never ends, says which, and never ends either.
ENDLESS = """
import pathlib, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
while True: pass
"""


def pid_in(path: Path) -> int:
    """Wait until a number is in a file."""
    end = time.monotonic() + 30
    while not (path.is_file() and path.read_text()):
        assert time.monotonic() < end, "nothing was started"
        time.sleep(0.02)
    return int(path.read_text())


def ends(pid: int) -> bool:
    """Wait until a process has ended; one that nobody has asked for its result counts."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state.startswith("Z"):
            return True
        time.sleep(0.02)
    return False


linux = pytest.mark.skipif(sys.platform != "linux", reason="how processes end is read in /proc")


@linux
def test_a_loop_without_an_end_is_noticed_and_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "MOST_SECONDS", 2)
    assert not mutants.ends_well([sys.executable, "-c", ENDLESS, str(tmp_path / "pid")], tmp_path)
    assert ends(pid_in(tmp_path / "pid"))


#: Tries a fault by running the above. Where a shell started the tests in the background, SIGINT was ignored.
TRYING = """
import pathlib, signal, sys
from tools import mutants
signal.signal(signal.SIGINT, signal.default_int_handler)
mutants.MOST_SECONDS = int(sys.argv[3])
def notice(mutant):
    endless = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
    return mutant is not None and not mutants.ends_well(endless, pathlib.Path())
mutants.try_out([mutants.Mutant(pathlib.Path(), None)], notice, 2, 600)
"""


@linux
@pytest.mark.parametrize(
    ("how", "seconds"), [(signal.SIGTERM, 600), (signal.SIGINT, 600), (signal.SIGKILL, 1)], ids=str
)
def test_nothing_runs_on_after_it_was_ended(tmp_path: Path, how: signal.Signals, seconds: int) -> None:
    command = [sys.executable, "-c", TRYING, ENDLESS, str(tmp_path / "pid"), str(seconds)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as trying:
        try:
            child = pid_in(tmp_path / "pid")
            trying.send_signal(how)
            trying.wait(30)
        finally:
            trying.kill()
    assert ends(child)


def test_the_faults_are_tried_until_the_time_is_over() -> None:
    path = ROOT / "pywidget" / "core" / "backoff.py"
    some = [Mutant(path, Fault(at, at, "x")) for at in range(3)]

    def notice(mutant: Mutant | None) -> bool:
        return mutant in some[1:]

    assert try_out(some, notice, 2, 600) == [(some[0], False), (some[1], True), (some[2], True)]
    assert try_out(some, notice, 2, -1) == []


def test_tests_that_fail_anyway_notice_nothing() -> None:
    with pytest.raises(MutantError):
        try_out([], lambda _mutant: True, 1, 1)


def test_what_is_listed_with_a_reason_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "mutants.md"
    page.write_text("### `core/work.py`\n\n| line | fault | reason |\n|---|---|---|\n| `a \\| b` | `1` → `2` | so |\n")
    monkeypatch.setattr(mutants, "LISTED", page)
    assert listed() == {("core/work.py", "`a | b` | `1` → `2`")}
