"""Build everything that can be published: the wheel and the source archive for PyPI, and the package for npm.

    python -m tools.packages [DIR]

DIR is ``dist/packages`` if it is not given. Packages that are there are removed first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools import npm_package
from tools.build import BuildError, build
from tools.sources import ROOT

FOLDER = ROOT / "dist" / "packages"
#: The ends of the packages' names.
_PACKAGES = ("*.whl", "*.tar.gz", "*.tgz")
#: The time that files in the packages for PyPI have, 2020-02-02: hatchling's own.
_TIME = "1580601600"


def make(folder: Path) -> list[Path]:
    """Build the packages and return their paths.

    Raises:
        BuildError: one cannot be built.
    """
    build()
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in _PACKAGES:
        for old in folder.glob(pattern):
            old.unlink()
    hatchling = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder.resolve())]
    # Else the files would have the time that somebody's computer has set for other builds.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _TIME}
    made = subprocess.run(hatchling, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise BuildError(f"the wheel and the source archive could not be built:\n{made.stdout}{made.stderr}")
    npm_package.make(folder)
    return sorted(path for pattern in _PACKAGES for path in folder.glob(pattern))


def main() -> int:
    """Build the packages into the folder that the command line names."""
    try:
        packages = make(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for path in packages:
        print(f"{path.stat().st_size:>9,}  {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
