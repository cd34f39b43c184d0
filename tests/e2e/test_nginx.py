"""A server that is not ours: nginx with the settings that it is installed with, and with those of docs/serving.md."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from conftest import HERE
from nginx import find_nginx, nginx

from pywidget.check.served import check_address
from pywidget.cli import main
from tools.build import build_name, inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

CODE = "session.key_inactive"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title>
<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script></head>
<body><ats-widget id="w1"></ats-widget>
<script src="/static/pywidget/pywidget.js" data-token-url="/api/ats-token"></script></body></html>
"""
DOCUMENT = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
#: What docs/serving.md tells to put into nginx's settings.
(DOCUMENTED,) = re.findall(r"^```nginx\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
BUILD = build_name()


@pytest.fixture
def root(bundle: Path, tmp_path: Path) -> Path:
    """The folder of a site: a page, its scripts, and what `pywidget bundle` makes."""
    folder = tmp_path / "site"
    shutil.copytree(bundle, folder / "static" / "pywidget")
    shutil.copytree(HERE / "files", folder / "files")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    folder = tmp_path / "nginx"
    folder.mkdir()
    return folder


@pytest.fixture
def stock(root: Path, prefix: Path) -> Iterator[str]:
    with nginx(root, prefix) as address:
        yield address


def works(page: Page, address: str) -> None:
    """A failure has its verdict and its notice: interpreter, image and modules have come."""
    page.goto(f"{address}/page.html")
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('notice', 'w1').length")
    assert page.evaluate("() => of('verdict', 'w1').map(({ code }) => code)") == [CODE]
    assert page.evaluate("() => of('unavailable')") == []


def found(address: str) -> dict[str, tuple[str, ...]]:
    """What the check finds: kind -> files."""
    return {finding.code: finding.files for finding in check_address(address).findings}


def test_it_starts_with_the_settings_that_nginx_is_installed_with(page: Page, stock: str) -> None:
    works(page, stock)


@pytest.mark.parametrize("path", ["/page.html", "/static/pywidget/pywidget.js"])
def test_the_check_advises_to_cache_and_to_compress_and_finds_no_error(stock: str, path: str) -> None:
    result = CliRunner().invoke(main, ["check", f"{stock}{path}"])
    assert result.exit_code == 0, result.output
    assert "no errors, 3 warnings" in result.output
    told = found(f"{stock}{path}")
    assert set(told) == {"cache-tag", "cache-build", "not-compressed"}
    assert told["cache-tag"] == ("pywidget.js",)


def test_with_the_documented_settings_nothing_is_left_to_say(page: Page, root: Path, prefix: Path) -> None:
    with nginx(root, prefix, DOCUMENTED) as address:
        result = CliRunner().invoke(main, ["check", f"{address}/page.html"])
        assert result.output.startswith("no errors, no warnings\n"), result.output
        works(page, address)


def test_with_the_documented_settings_pyodide_has_its_type(root: Path, prefix: Path) -> None:
    pyodide = root / "static" / "pywidget" / BUILD / "pyodide"
    pyodide.mkdir()
    (pyodide / "pyodide.mjs").write_text("export {};", encoding="utf-8")
    tagged = PAGE.replace("data-token-url", 'data-runtime="pyodide" data-token-url')
    (root / "page.html").write_text(tagged, encoding="utf-8")
    with nginx(root, prefix) as address:
        assert "script-type" in found(f"{address}/page.html")
    with nginx(root, prefix, DOCUMENTED) as address:
        assert found(f"{address}/page.html") == {}


def _octet_stream(_: Path) -> str:
    return r"location ~ /pywidget-token\.js$ { types { } }"


def _cut(root: Path) -> str:
    file = inner(root / "static" / "pywidget") / "micropython.wasm"
    file.write_bytes(file.read_bytes()[:-1_000])
    return ""


def _missing(root: Path) -> str:
    (inner(root / "static" / "pywidget") / "micropython.wasm").unlink()
    return ""


def _page_in_its_place(root: Path) -> str:
    _missing(root)
    return "location / { try_files $uri /page.html; }"


#: What is done to the site, or told to nginx -> kind, file, and what the page says.
WRONG: dict[str, tuple[Callable[[Path], str], str, str, str]] = {
    "octet-stream": (_octet_stream, "script-type", "pywidget-token.js", "served as application/octet-stream"),
    "a page in its place": (_page_in_its_place, "file-html", "micropython.wasm", "a page of HTML in its place"),
    "cut": (_cut, "file-changed", "micropython.wasm", "cut or changed"),
    "missing": (_missing, "file-missing", "micropython.wasm", "HTTP 404"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_named_by_the_check_and_by_the_page(page: Page, root: Path, prefix: Path, wrong: str) -> None:
    change, code, file, reason = WRONG[wrong]
    with nginx(root, prefix, change(root)) as address:
        told = found(f"{address}/page.html")
        assert told[code] == (f"{BUILD}/{file}",)
        assert set(told) == {code, "cache-tag", "cache-build", "not-compressed"}
        page.goto(f"{address}/page.html")
        page.evaluate("(code) => fail('w1', code)", CODE)
        page.wait_for_function("() => of('unavailable').length")
        said = page.evaluate("() => of('unavailable')[0].reason")
        assert said.startswith(f"Error: {file}: ")
        assert reason in said


def test_where_there_is_none_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYWIDGET_NGINX", "/nowhere/nginx")
    with pytest.raises(FileNotFoundError, match="apt-get install nginx"):
        find_nginx()
