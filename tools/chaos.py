"""Break the bundle, the browser and the page in every way that tests/e2e/chaos has, and say what held.

python -m tools.chaos [--write] [NAME…]
"""

from __future__ import annotations

import importlib
import sys

from playwright.sync_api import Error

from tools import processes
from tools.sources import ROOT


def main() -> int:
    """Run the command. It lies beside the tests, which play a part of its cases."""
    sys.path.insert(0, str(ROOT / "tests" / "e2e"))
    command = importlib.import_module("chaos.command")
    # Ended by a signal, it closes the browser and removes its temporary folders.
    processes.end_by_signals()
    try:
        status: int = command.main(sys.argv[1:])
    except processes.Ended as ended:
        return ended.status
    except Error:
        # The signal has ended the browser, too, and Playwright can say so in the place of what was raised for it.
        by_signal = processes.status_by_signal()
        if by_signal is None:
            raise
        return by_signal
    return status


if __name__ == "__main__":
    sys.exit(main())
