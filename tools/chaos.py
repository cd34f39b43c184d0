"""Break the bundle, the browser and the page in every way that tests/e2e/chaos has, and say what held.

python -m tools.chaos [--write] [NAME…]
"""

from __future__ import annotations

import importlib
import sys

from tools.sources import ROOT


def main() -> int:
    """Run the command. It lies beside the tests, which play a part of its cases."""
    sys.path.insert(0, str(ROOT / "tests" / "e2e"))
    status: int = importlib.import_module("chaos.command").main(sys.argv[1:])
    return status


if __name__ == "__main__":
    sys.exit(main())
