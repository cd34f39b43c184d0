"""Make a release: version, changelog, packages, commit and tag. Nothing is pushed or uploaded.

    python -m tools.release VERSION [--dry-run | --for-real]

A dry run, which is the default, does it in a clone that is thrown away, and prints what would change. Both begin with
the last commit, so both want everything committed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION_FILE = "pywidget/version.py"
CHANGELOG = "CHANGELOG.md"
#: Files that name the wheel for PyScript.
NAMING_WHEEL = ("docs/runtimes.md", "examples/pyscript/static/pyodide.html")
PACKAGES = "dist/release"


class ReleaseError(Exception):
    """It cannot be released; the text says why."""


def numbers(version: str) -> tuple[int, ...]:
    """Return the three numbers of a version.

    Raises:
        ReleaseError: it has not the form 1.2.3.
    """
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise ReleaseError(f"{version} is no version such as 1.2.3")
    return tuple(map(int, version.split(".")))


def with_version(text: str, version: str) -> str:
    """Return ``version.py`` with another version.

    Raises:
        ReleaseError: it is not a later one.
    """
    found = re.search(r'^VERSION = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise ReleaseError(f"{VERSION_FILE} has no VERSION")
    if numbers(version) <= numbers(found[1]):
        raise ReleaseError(f"{version} does not come after {found[1]}")
    return text.replace(found[0], f'VERSION = "{version}"')


def with_heading(changelog: str, version: str, day: str) -> str:
    """Return the changelog with what is unreleased under the version and its day.

    Raises:
        ReleaseError: nothing is unreleased, or the version is there already.
    """
    before, heading, rest = changelog.partition("## Unreleased\n")
    entries, following, older = rest.partition("\n## ")
    if not heading or not re.search(r"^- ", entries, re.MULTILINE):
        raise ReleaseError(f"{CHANGELOG} has nothing under Unreleased")
    if f"\n## {version} " in changelog:
        raise ReleaseError(f"{CHANGELOG} has {version} already")
    return f"{before}{heading}\n## {version} - {day}\n{entries}{following}{older}"


def write(root: Path, version: str, day: str) -> None:
    """Write the version wherever it stands.

    Raises:
        ReleaseError: see the functions above.
    """
    file = root / VERSION_FILE
    text = file.read_text(encoding="utf-8")
    changed = with_version(text, version)
    changelog = with_heading((root / CHANGELOG).read_text(encoding="utf-8"), version, day)
    file.write_text(changed, encoding="utf-8")
    (root / CHANGELOG).write_text(changelog, encoding="utf-8")
    for name in NAMING_WHEEL:
        naming = root / name
        wheels = re.sub(r"pywidget_page-[\d.]+-py3", f"pywidget_page-{version}-py3", naming.read_text(encoding="utf-8"))
        naming.write_text(wheels, encoding="utf-8")


def _run(root: Path, *command: str) -> str:
    process = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    if process.returncode != 0:
        raise ReleaseError(f"failed: {' '.join(command)}")
    return process.stdout.strip()


def build(root: Path) -> list[str]:
    """Build the packages for PyPI and npm, and return their paths."""
    _run(root, sys.executable, "-m", "tools.packages", PACKAGES)
    return sorted(path.relative_to(root).as_posix() for path in (root / PACKAGES).iterdir())


def release(version: str, *, for_real: bool) -> None:
    """Make the release, here or in a clone.

    Raises:
        ReleaseError: it cannot be made; nothing is tagged then.
    """
    numbers(version)
    tag = f"v{version}"
    if _run(ROOT, "git", "status", "--porcelain"):
        raise ReleaseError("there is something that is not committed")
    if _run(ROOT, "git", "tag", "--list", tag):
        raise ReleaseError(f"there is a tag {tag} already")
    day = datetime.now(UTC).date().isoformat()
    if not for_real:
        with tempfile.TemporaryDirectory() as folder:
            _run(ROOT, "git", "clone", "--quiet", str(ROOT), folder)
            clone = Path(folder)
            # Only to be read: what the bundle is made of.
            (clone / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
            write(clone, version, day)
            print(_run(clone, "git", "diff", "--unified=1"))
            print("\n".join(build(clone)))
        print(f"Dry run: nothing was changed. --for-real tests this, commits it and sets the tag {tag}.")
        return
    write(ROOT, version, day)
    try:
        _run(ROOT, sys.executable, "dev.py", "test")
        packages = build(ROOT)
    except ReleaseError:
        _run(ROOT, "git", "checkout", "--", VERSION_FILE, CHANGELOG, *NAMING_WHEEL)
        raise
    _run(ROOT, "git", "commit", "--quiet", "--all", "--message", f"Release {version}")
    _run(ROOT, "git", "tag", "--annotate", tag, "--message", f"pywidget {version}")
    print("\n".join(packages))
    print(f"Release {version} is committed and tagged {tag}. Nothing was pushed: git push --follow-tags does it.")


def main() -> int:
    """Release the version that the command line names."""
    parser = argparse.ArgumentParser(prog="dev.py release", description="Version, changelog, packages, commit and tag.")
    parser.add_argument("version")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="try it in a clone (the default)")
    how.add_argument("--for-real", action="store_true", help="run all tests, then commit and tag")
    given = parser.parse_args()
    try:
        release(given.version, for_real=given.for_real)
    except ReleaseError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
