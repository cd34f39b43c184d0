"""Every closed loop and every button in Firefox and WebKit, which takes many minutes: ``python3 dev.py browsers``."""

from __future__ import annotations

import pytest
import test_closed_loops
import test_every_action
from other_browsers import ALL, demo_fixture, driven_fixture, loop_fixture, page_fixture  # noqa: F401  fixtures

if not ALL:
    pytest.skip(
        "Firefox and WebKit were tested with chosen loops and buttons: `python3 dev.py browsers` tests all of them",
        allow_module_level=True,
    )

#: pytest finds them here, with the fixtures of this module.
globals().update(
    {
        name: value
        for module in (test_closed_loops, test_every_action)
        for name, value in vars(module).items()
        if name.startswith("test_")
    }
)
