"""Firefox and WebKit for the tests: finds them, installs them where that may be done, and tests everything in them.

Each is the system's own, or else Playwright's. Tests do without the one that cannot be had, and say so.
"""

from __future__ import annotations

import os
import shutil
import signal
from glob import glob
from pathlib import Path

from tools import processes
from tools.setup import PYTHON, ROOT, SetupError, apt_install, output_of, say

FIREFOX_PATHS = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
#: Where the systems have WebKitGTK's browser: on nobody's PATH.
WEBKIT_PATHS = (
    "/usr/lib/*/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/*/webkitgtk-6.0/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/webkit2gtk-4.1/MiniBrowser",
)
#: Debian's packages.
PACKAGES = {"firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb")}
VARIABLES = {"firefox": "PYWIDGET_FIREFOX", "webkit": "PYWIDGET_WEBKIT"}

#: What is said where there is none.
MISSING = {
    "firefox": "nothing was tested in Firefox: install firefox-esr, or name one in PYWIDGET_FIREFOX",
    "webkit": (
        "nothing was tested in WebKit: install webkit2gtk-driver and xvfb, "
        "or name Playwright's WebKit in PYWIDGET_WEBKIT"
    ),
}


def find(name: str) -> str:
    """Return the path of ``firefox`` or ``webkit``, or an empty text.

    Raises:
        SetupError: the variable names no program.
    """
    variable = VARIABLES[name]
    named = os.environ.get(variable)
    if named:
        if not shutil.which(named):
            raise SetupError(f"{variable} is {named}, which is not a program.")
        return named
    return find_of_system(name) or find_of_playwright(name)


def find_of_system(name: str) -> str:
    """Return the path of the system's own, with what it takes to drive it, or an empty text."""
    if name == "firefox":
        return next(filter(None, map(shutil.which, FIREFOX_PATHS)), "")
    found = [path for pattern in WEBKIT_PATHS for path in glob(pattern)]  # noqa: PTH207  the patterns are absolute
    return found[0] if found and find_webkit_driver() and find_screen() else ""


def find_webkit_driver() -> str:
    """Return the path of what drives WebKitGTK, or an empty text."""
    return shutil.which("WebKitWebDriver") or ""


def find_screen() -> str:
    """Return the path of a screen that nobody sees, or an empty text."""
    return shutil.which("Xvfb") or ""


def find_of_playwright(name: str) -> str:
    """Return the path of the one that Playwright has installed, or an empty text."""
    path = output_of(
        PYTHON,
        "-c",
        "from playwright.sync_api import sync_playwright\n"
        f"with sync_playwright() as playwright: print(playwright.{name}.executable_path)",
    )
    return path if shutil.which(path) else ""


def is_of_playwright(program: str) -> bool:
    """Tell whether only Playwright can drive it: it is in the folder of Playwright's browsers."""
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    parts = Path(program).resolve().parts
    return "ms-playwright" in parts or bool(folder and Path(program).resolve().is_relative_to(Path(folder).resolve()))


def ensure_other_browsers() -> None:
    """Find or install Firefox and WebKit, and name them for the tests; say which one they have to do without."""
    for name, packages in PACKAGES.items():
        program = find(name)
        # All of them: one is of no use without the other.
        if not program and all([apt_install(package) for package in packages]):  # noqa: C419
            program = find_of_system(name)
        if not program:
            command = (PYTHON, "-m", "playwright", "install", name)
            processes.run_aside(command, ROOT, f"no {name} found: installing Playwright's")
            program = find_of_playwright(name)
        if program:
            os.environ[VARIABLES[name]] = program
        else:
            say(MISSING[name])


def run_everything() -> int:
    """Run every test that other browsers can run; return 0 if all of them passed in both."""
    os.environ["PYWIDGET_BROWSERS"] = "all"
    files = sorted((ROOT / "tests" / "e2e").glob("test_other_browsers*.py"))
    tests: list[str | Path] = [PYTHON, "-m", "pytest", "--numprocesses=0", *files]
    # By the signal after which pytest ends the servers and browsers that its tests have started.
    return processes.run(tests, ROOT, by=signal.SIGINT)
