"""The budgets of the files that a page loads until its first notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.cli.bundle import bundle_directory
from tools import sizes

if TYPE_CHECKING:
    from pathlib import Path

BUDGETS = {"one.js": 100, "two.wasm": 2_000}


def bundle(folder: Path, **contents: int) -> Path:
    """A folder with all files that have budgets, and others, of these sizes; they are not really compressed."""
    inside = folder / "0123abcd"
    inside.mkdir()
    for name in (*sizes.BUDGETS, *contents):
        path = (folder if name == "pywidget.js" else inside) / name
        path.write_bytes(b"")
        path.with_name(f"{name}.br").write_bytes(bytes(contents.get(name, 10)))
    return folder


def test_within_the_budgets_nothing_is_said() -> None:
    assert list(sizes.exceeded({"one.js": 100, "two.wasm": 2_000}, BUDGETS, 2_100)) == []


def test_it_says_which_file_grew_and_by_how_much() -> None:
    assert list(sizes.exceeded({"one.js": 99, "two.wasm": 3_500}, BUDGETS, 4_000)) == [
        "two.wasm has 3,500 bytes, 1,500 over its budget of 2,000"
    ]


def test_files_that_are_within_theirs_can_be_too_much_together() -> None:
    assert list(sizes.exceeded({"one.js": 100, "two.wasm": 2_000}, BUDGETS, 2_050)) == [
        "all until the first notice have 2,100 bytes, 50 over their budget of 2,050"
    ]


def test_the_compressed_size_of_each_file_counts(tmp_path: Path) -> None:
    folder = bundle(tmp_path, **{"published.wasm": 900, "pywidget.js": 7, "pywidget-page.js": 50})
    expected = dict.fromkeys(sizes.BUDGETS, 10) | {"pywidget.js": 7, "pywidget-page.js": 50}
    assert sizes.first_sizes(folder) == expected


def test_the_published_interpreter_has_no_budget(tmp_path: Path) -> None:
    assert set(sizes.first_sizes(bundle(tmp_path))) == set(sizes.BUDGETS) - {"micropython.wasm"}


def test_the_bundle_is_within_its_budgets() -> None:
    assert list(sizes.exceeded(sizes.first_sizes(bundle_directory()), sizes.BUDGETS, sizes.TOGETHER)) == []


def test_our_python_is_not_counted_twice_where_it_is_in_the_interpreters_file() -> None:
    both = {"pywidget.js": 1, sizes.INTERPRETER: 20, sizes.IMAGE: 300}
    assert sizes.loaded(both) == 21
    assert sizes.loaded({"pywidget.js": 1, sizes.IMAGE: 300}) == 301
    assert list(sizes.exceeded(both, {**both, sizes.IMAGE: 299}, 21)) == [
        "pywidget.romfs has 300 bytes, 1 over its budget of 299"
    ]
