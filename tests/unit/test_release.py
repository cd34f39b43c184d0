"""What a release writes, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pywidget.version import VERSION
from tools.release import (
    CHANGELOG,
    NAMING_WHEEL,
    VERSION_FILE,
    ReleaseError,
    numbers,
    with_heading,
    with_version,
    write,
)

ROOT = Path(__file__).resolve().parents[2]
NEXT = f"{numbers(VERSION)[0]}.{numbers(VERSION)[1] + 1}.0"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (VERSION_FILE, CHANGELOG, *NAMING_WHEEL):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_version_is_written_wherever_it_stands(copy: Path) -> None:
    write(copy, NEXT, "2027-01-02")
    assert f'VERSION = "{NEXT}"\n' in (copy / VERSION_FILE).read_text(encoding="utf-8")
    assert f"## Unreleased\n\n## {NEXT} - 2027-01-02\n\n### " in (copy / CHANGELOG).read_text(encoding="utf-8")
    for name in NAMING_WHEEL:
        naming = (copy / name).read_text(encoding="utf-8")
        assert f"pywidget_page-{NEXT}-py3" in naming
        assert VERSION not in naming


def test_nothing_is_released_twice(copy: Path) -> None:
    write(copy, NEXT, "2027-01-02")
    before = {name: (copy / name).read_bytes() for name in (VERSION_FILE, CHANGELOG, *NAMING_WHEEL)}
    with pytest.raises(ReleaseError, match="does not come after"):
        write(copy, NEXT, "2027-01-02")
    with pytest.raises(ReleaseError, match="nothing under Unreleased"):
        write(copy, "99.0.0", "2027-01-02")
    assert before == {name: (copy / name).read_bytes() for name in before}


@pytest.mark.parametrize("version", ["1", "1.2", "v1.2.3", "1.2.3a1", "01.2.3", "1.2.3.4", ""])
def test_a_version_has_three_numbers(version: str) -> None:
    with pytest.raises(ReleaseError, match="is no version"):
        with_version('VERSION = "0.1.0"\n', version)


def test_versions_are_compared_by_number() -> None:
    assert with_version('VERSION = "0.9.0"\n', "0.10.0") == 'VERSION = "0.10.0"\n'
    with pytest.raises(ReleaseError, match=r"0\.9\.0 does not come after 0\.10\.0"):
        with_version('VERSION = "0.10.0"\n', "0.9.0")
    with pytest.raises(ReleaseError, match="has no VERSION"):
        with_version("", "1.0.0")


def test_older_entries_stay_where_they_are() -> None:
    older = "## 0.1.0 - 2026-01-01\n\n- Two.\n"
    old = f"# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n\n{older}"
    new = f"# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-02-02\n\n### Added\n\n- One.\n\n{older}"
    assert with_heading(old, "0.2.0", "2026-02-02") == new
    with pytest.raises(ReleaseError, match="already"):
        with_heading(old, "0.1.0", "2026-02-02")
