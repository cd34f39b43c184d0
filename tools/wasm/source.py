"""MicroPython's sources: Debian's package, fetched with a private configuration of apt, and checked.

The system's own lists and packages are not touched, and no root is needed: apt gets its own list of sources, made from
the mirror that the machine uses, and its own folders.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.wasm.kept import UnavailableError, filling, kept

PACKAGE = "micropython"
#: As in Debian 13. Debian took out what is not free and not needed here; the files that are used are MicroPython's own.
VERSION = "1.25.0+ds-1"
SUITE = "trixie"
ARCHIVE = "micropython_1.25.0+ds.orig.tar.xz"
SHA256 = "7b25be99a502f070b2de81dafc08da7051d992325d6e67daa9045a918fffdbea"
#: What of it is unpacked.
PARTS = re.compile(r"[^/]+/(LICENSE$|py/|shared/|extmod/[^/]+\.[ch]$|lib/re1\.5/)")

#: What the address of a mirror of Debian ends with.
_MIRROR = re.compile(r"^\s*(?:URIs:|deb(?:-src)?(?:\s+\[[^]]*\])?)\s+(\S+/debian)/?(?:\s|$)", re.MULTILINE)
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
#: Seconds.
_PATIENCE = 300


def sources() -> Path:
    """Return the folder with MicroPython's sources; fetch them if they are not there.

    Raises:
        UnavailableError: they cannot be had.
    """
    folder = kept() / f"{PACKAGE}-{VERSION}"
    if not folder.is_dir():
        sys.stderr.write(f"fetching MicroPython's sources, {VERSION}\n")
        with tempfile.TemporaryDirectory() as temporary, filling(folder) as new:
            _unpack(_fetch(Path(temporary)), new)
    return folder


def _fetch(folder: Path) -> Path:
    """Fetch the archive into a folder, and return its path."""
    apt = shutil.which("apt-get")
    if apt is None:
        raise UnavailableError("there is no apt-get, by which Debian's sources of MicroPython are fetched")
    for name in ("lists/partial", "cache/archives/partial", "parts"):
        (folder / name).mkdir(parents=True)
    signed = f" [signed-by={_KEYRING}]" if _KEYRING.is_file() else ""
    listed = folder / "sources.list"
    listed.write_text(f"deb-src{signed} {_mirror()} {SUITE} main\n", encoding="utf-8")
    options = {
        "Dir::Etc::SourceList": listed,
        "Dir::Etc::SourceParts": folder / "parts",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
    }
    command = [apt, "-qq", *(f"-o{name}={value}" for name, value in options.items())]
    for arguments in (["update"], ["source", "--download-only", f"{PACKAGE}={VERSION}"]):
        try:
            done = subprocess.run(
                [*command, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise UnavailableError(f"apt-get {arguments[0]} took more than {_PATIENCE} seconds") from None
        if done.returncode != 0:
            said = (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1]
            raise UnavailableError(f"Debian's sources of MicroPython cannot be fetched: {said}")
    return folder / ARCHIVE


def _mirror() -> str:
    """Return the address of the mirror of Debian that this machine uses."""
    configured = Path("/etc/apt")
    files = [configured / "sources.list", *sorted((configured / "sources.list.d").glob("*"))]
    for file in files:
        if file.is_file() and (found := _MIRROR.search(file.read_text(encoding="utf-8", errors="replace"))):
            return found[1]
    raise UnavailableError("this machine uses no mirror of Debian, from which MicroPython's sources are fetched")


def _unpack(archive: Path, into: Path) -> None:
    found = hashlib.sha256(archive.read_bytes()).hexdigest() if archive.is_file() else "missing"
    if found != SHA256:
        raise UnavailableError(f"{ARCHIVE} is not what it should be: its SHA-256 is {found} instead of {SHA256}")
    with tarfile.open(archive) as opened:
        for member in opened:
            # Not by `extract`, whose filter Python has only since 3.11.4.
            content = opened.extractfile(member) if PARTS.match(member.name) else None
            if content is not None:
                file = into / member.name.partition("/")[2]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.read())
