"""The unit tests again, in every CPython from 3.11 on that is at hand: those modules that need nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_in_micropython import HERE, MODULES, RUNNER

OLDEST = 11


def pythons() -> dict[int, Path]:
    """Minor version → executable, from the PATH and from pyenv; always the one that runs this."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/*/bin")
    found = {sys.version_info[1]: Path(sys.executable)}
    for folder in folders:
        for path in folder.glob("python3.*"):
            version = re.fullmatch(r"python3\.(\d+)(\.exe)?", path.name)
            if version and int(version[1]) >= OLDEST and works(path):
                found.setdefault(int(version[1]), path)
    return dict(sorted(found.items()))


def works(python: Path) -> bool:
    """Whether it is that Python; some tools put a stand-in of each version on the PATH."""
    ask = "import sys; print(*sys.version_info[:2], sep='.')"
    process = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    return process.returncode == 0 and process.stdout.strip() == python.name.removeprefix("python")


PYTHONS = pythons()


@pytest.mark.parametrize("minor", PYTHONS)
def test_in_another_python(minor: int) -> None:
    modules = " ".join(path.stem for path in MODULES)
    process = subprocess.run(
        [PYTHONS[minor], "-W", "error", "-c", f"import runner, sys; sys.exit(runner.run({modules!r}))"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(map(str, (HERE.parent.parent, HERE, RUNNER))),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert process.returncode == 0, process.stdout + process.stderr
