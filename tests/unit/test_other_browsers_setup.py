"""Which Firefox and WebKit the tests take, what is installed where there is none, and what is said without one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tools import browsers
from tools.browsers import MISSING, VARIABLES, ensure_other_browsers, find, find_of_system, is_of_playwright
from tools.setup import SetupError

if TYPE_CHECKING:
    from pathlib import Path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on its PATH, and no WebKitGTK in its folders."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(browsers, "WEBKIT_PATHS", (str(tmp_path / "lib/*/MiniBrowser"),))
    for variable in VARIABLES.values():
        # Also taken back after a test that has it set.
        monkeypatch.setenv(variable, "")
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", VARIABLES)
def test_a_named_one_is_taken(machine: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    named = str(program(machine / "own"))
    monkeypatch.setenv(VARIABLES[name], named)
    assert find(name) == named
    monkeypatch.setenv(VARIABLES[name], str(machine / "none"))
    with pytest.raises(SetupError, match=f"{VARIABLES[name]} is .*none, which is not a program"):
        find(name)


def test_the_systems_firefox_is_found(machine: Path) -> None:
    assert find_of_system("firefox") == ""
    other = program(machine / "bin" / "firefox")
    assert find_of_system("firefox") == str(other)
    esr = program(machine / "bin" / "firefox-esr")
    assert find("firefox") == str(esr)


def test_webkit_is_found_with_all_that_it_takes(machine: Path) -> None:
    browser = program(machine / "lib" / "webkit2gtk-4.1" / "MiniBrowser")
    program(machine / "bin" / "WebKitWebDriver")
    assert find_of_system("webkit") == "", "it needs a screen"
    program(machine / "bin" / "Xvfb")
    assert find("webkit") == str(browser)


def test_only_playwright_drives_its_own(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_of_playwright(str(machine / "ms-playwright" / "firefox-1500" / "firefox" / "firefox"))
    own = str(machine / "elsewhere" / "webkit-2200" / "pw_run.sh")
    assert not is_of_playwright(own)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(machine / "elsewhere"))
    assert is_of_playwright(own)
    assert not is_of_playwright("/usr/bin/firefox-esr")


def test_what_is_there_is_named_and_nothing_is_installed(machine: Path, capfd: pytest.CaptureFixture[str]) -> None:
    apt = machine / "bin" / "apt-get"
    program(apt).write_text(f"#!/bin/sh\ntouch {machine}/installed\n")
    firefox = program(machine / "bin" / "firefox-esr")
    webkit = program(machine / "lib" / "webkit2gtk-4.1" / "MiniBrowser")
    for name in ("WebKitWebDriver", "Xvfb"):
        program(machine / "bin" / name)
    ensure_other_browsers()
    assert [os.environ[variable] for variable in VARIABLES.values()] == [str(firefox), str(webkit)]
    assert not (machine / "installed").exists()
    assert capfd.readouterr().err == ""


def test_what_cannot_be_had_is_said(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # Playwright's downloads come from elsewhere, and this machine has no way there.
    monkeypatch.setattr(browsers, "PYTHON", program(machine / "bin" / "python"))
    (machine / "bin" / "python").write_text("#!/bin/false\n")
    ensure_other_browsers()
    said = capfd.readouterr().err
    assert [text for text in MISSING.values() if f"dev.py: {text}\n" in said] == list(MISSING.values())
    assert [os.environ[variable] for variable in VARIABLES.values()] == ["", ""]


def test_apt_installs_what_is_missing(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def apt_install(package: str) -> bool:
        asked.append(package)
        if package == "firefox-esr":
            program(machine / "bin" / "firefox-esr")
        return package == "firefox-esr"

    monkeypatch.setattr(browsers, "apt_install", apt_install)
    monkeypatch.setattr(browsers, "PYTHON", program(machine / "bin" / "python"))
    ensure_other_browsers()
    assert asked == ["firefox-esr", "webkit2gtk-driver", "xvfb"]
    assert os.environ["PYWIDGET_FIREFOX"] == str(machine / "bin" / "firefox-esr")
    assert os.environ["PYWIDGET_WEBKIT"] == ""
