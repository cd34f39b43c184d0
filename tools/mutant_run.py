"""Run tests with one module changed, in a process of its own: exit code 0 if they pass, 1 at the first that fails.

    python -m tools.mutant_run < order.json

The order is ``{module, source, quick, slow, seconds}``: the module to change and its source; names of test modules that
need no pytest, in the order in which they are tried; files for pytest, tried after them; and how much processor time it
may take.
"""

from __future__ import annotations

import importlib.machinery
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import CodeType

ROOT = Path(__file__).resolve().parent.parent


def change(module: str, source: str) -> None:
    """Let the module be made of this source when it is imported."""
    loader = importlib.machinery.SourceFileLoader
    original = loader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        if fullname != module:
            return original(self, fullname)
        return compile(source, self.get_filename(fullname), "exec", dont_inherit=True)

    setattr(loader, "get_code", get_code)  # noqa: B010  mypy takes it for a method of the base class


def passes(names: list[str]) -> bool:
    """Tell whether every ``test_*`` function of the modules passes."""
    for name in names:
        module: Any = __import__(name)
        for attribute in dir(module):
            if attribute.startswith("test_"):
                getattr(module, attribute)()
    return True


def main() -> int:
    """Run what the order says."""
    order = json.load(sys.stdin)
    if os.name == "posix":
        import resource  # noqa: PLC0415  only where there is one

        # A fault may make a loop that never ends.
        resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
        resource.setrlimit(resource.RLIMIT_AS, (1 << 32, 1 << 32))
    sys.dont_write_bytecode = True
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "unit")]
    if order["module"]:
        change(order["module"], order["source"])
    try:
        passes(order["quick"])
    except BaseException:  # noqa: BLE001  whatever it is, the fault was noticed
        return 1
    if not order["slow"]:
        return 0
    import pytest  # noqa: PLC0415  most faults are noticed before it is needed

    options = ["-x", "-q", "-n0", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
    return int(pytest.main([*options, *order["slow"]]) != pytest.ExitCode.OK)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
