"""A file in its folder is all that a system or a language needs."""

from __future__ import annotations

from pathlib import Path

import pytest

import pywidget.catalog
import pywidget.locales
from pywidget.folder import names, tags
from tools.build import image_modules
from tools.image import CompileError, with_value


def test_a_file_is_known_by_its_name(tmp_path: Path) -> None:
    for name in ("__init__.py", "usual.py", "other_one.py", "zh_hant.py", "pt_br.py", "notes.txt"):
        (tmp_path / name).write_text("")
    assert names([str(tmp_path)], first="usual") == ("usual", "other-one", "pt-br", "zh-hant")
    assert tags([str(tmp_path)], first="usual")[2:] == ("pt-BR", "zh-Hant")


def test_every_file_of_the_package_is_found() -> None:
    for module, found in (
        (pywidget.catalog, pywidget.catalog.SYSTEMS),
        (pywidget.locales, pywidget.locales.LANGUAGES),
    ):
        files = {path.stem for path in Path(module.__path__[0]).glob("[!_]*.py")}
        assert {name.lower().replace("-", "_") for name in found} == files


@pytest.mark.parametrize("name", ["catalog", "locales"])
def test_pages_get_the_names_written_down(name: str) -> None:
    source = image_modules()[f"pywidget/{name}/__init__.py"]
    assert "pywidget.folder" not in source
    found = {"catalog": pywidget.catalog.SYSTEMS, "locales": pywidget.locales.LANGUAGES}[name]
    assert repr(found) in source


def test_a_value_needs_a_place() -> None:
    with pytest.raises(CompileError, match="nothing is assigned to SYSTEMS"):
        with_value("OTHER: int = 1\n", "SYSTEMS", ())
