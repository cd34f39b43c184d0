"""The table of what answers ask to wait (``waits.json``), which Python and JavaScript are both held to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

try:
    # Where there are no files, it is a module.
    from waits_json import TEXT  # type: ignore[import-not-found]
except ImportError:
    with open(__file__.replace(".py", ".json")) as file:  # noqa: PTH123  not everywhere is there a pathlib
        TEXT = file.read()

TABLE: dict[str, Any] = json.loads(TEXT)
