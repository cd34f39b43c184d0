"""The build hook: a wheel and a source archive carry the built bundle, so that installing them needs no Node."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the bundle before files are collected."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the bundle unless it is current, or the install is an editable one."""
        if version == "editable":
            return
        subprocess.run([sys.executable, "-m", "tools.build"], cwd=self.root, check=True)
