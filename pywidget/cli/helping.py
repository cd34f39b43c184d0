"""How each command is asked for help, whether it is called by its group or, in a test, by itself.

A command remembers its option for help from the first time that it is asked.
"""

from __future__ import annotations

CONTEXT: dict[str, list[str]] = {"help_option_names": ["-h", "--help"]}
