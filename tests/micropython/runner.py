"""Run tests in an interpreter that has no pytest: every ``test_*`` function of a module, without arguments."""

from __future__ import annotations

import sys


def run(names: str) -> int:
    """Run the modules in ``names``, parted by spaces; print failures and a summary; return the exit code."""
    passed = failed = 0
    for name in names.split():
        try:
            module = __import__(name)
        except Exception as error:  # noqa: BLE001 - whatever a test raises is its failure
            failed += 1
            _report(name, error)
            continue
        # Sorted: dir() has no order here.
        for attribute in sorted(dir(module)):
            if not attribute.startswith("test_"):
                continue
            try:
                getattr(module, attribute)()
                passed += 1
            except Exception as error:  # noqa: BLE001
                failed += 1
                _report(f"{name}.{attribute}", error)
    print(f"{passed} passed, {failed} failed")
    # No test at all is a mistake in the list, not a success.
    return 0 if passed and not failed else 1


def _report(name: str, error: Exception) -> None:
    print(f"FAILED {name}")
    if hasattr(sys, "print_exception"):
        sys.print_exception(error)
    else:
        import traceback  # noqa: PLC0415  MicroPython has none

        traceback.print_exception(error, file=sys.stdout)
