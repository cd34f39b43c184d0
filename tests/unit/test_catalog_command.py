"""``pywidget catalog`` as people and programs call it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from pywidget.catalog import SYSTEMS, load
from pywidget.cli.catalog import catalog
from pywidget.core.verdict import PATHS
from pywidget.locales import texts


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(catalog, list(arguments))
    assert result.exit_code == status, result.output
    return result.output


def test_every_row_of_every_table_is_listed() -> None:
    lines = run().splitlines()
    rows = [" ".join(line.split()) for line in lines]
    for system in SYSTEMS:
        tables = load(system)
        assert f'{tables.TITLE} ({system}), from "{tables.DOCUMENT}"' in lines
        for mark, table in (("", tables.CODES), (" *", tables.EXTRA)):
            for code, (path, remedy, _, message, _) in table.items():
                text = texts("en")[f"message.{message}"]
                assert f"{code}{mark} {path} {remedy} {text}" in rows, code


@pytest.mark.parametrize("path", PATHS)
def test_only_one_path_of_one_system(path: str) -> None:
    listed = json.loads(run("allfeat-widget", "--path", path, "--json"))
    tables = load("allfeat-widget")
    wanted = [code for table in (tables.CODES, tables.EXTRA) for code, row in table.items() if row[0] == path]
    assert [entry["code"] for entry in listed] == wanted


def test_json_has_all_that_the_tables_have() -> None:
    listed = json.loads(run("--json"))
    assert {entry["system"] for entry in listed} == set(SYSTEMS)
    for entry in listed:
        tables = load(entry["system"])
        row = (tables.CODES if entry["documented"] else tables.EXTRA)[entry["code"]]
        assert (entry["path"], entry["remedy"], entry["http_status"], entry["action"]) == (*row[:3], row[4])
        assert entry["message"] == texts("en")[f"message.{row[3]}"]


def test_a_path_that_a_system_has_no_code_on() -> None:
    without = [
        (system, path) for system in SYSTEMS for path in PATHS if all(r[0] != path for r in load(system).CODES.values())
    ]
    for system, path in without:
        assert run(system, "--path", path).endswith("  no code\n")


def test_an_unknown_system_or_path_is_refused() -> None:
    assert "there is no system 'mory'. Did you mean mori?" in run("mory", status=2)
    assert "'auth', 'config', 'rate-limit', 'retry'" in run("--path", "nowhere", status=2)
