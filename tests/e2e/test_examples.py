"""The examples, started as their READMEs say: the first token, a renewal, and what is shown if there is no token."""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest
from double_server import demo_fixture  # noqa: F401  pytest finds the fixture here
from example_pages import ATS, PATIENCE_MS, WIDGET, serve_double, submit, token
from example_runner import EXAMPLES, NEEDS, ROOT, Api, commands, free_port, prepare, run, started

from pywidget.demo.organizations import KEYS, PATH
from pywidget.demo.tokens import expires_at
from pywidget.version import VERSION
from tools.archives import wheel_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from double_server import Demo
    from playwright.sync_api import Page

#: Examples whose page comes with its first token.
RENDERED = ("flask", "fastapi", "django", *NEEDS)
BUNDLED = ("react", "vue")
NAMES = ("plain", "pyscript", *BUNDLED, *RENDERED)
#: Whether this is `dev.py examples`: then an example that cannot run is an error, and what takes long is tested too.
ALL = os.environ.get("PYWIDGET_EXAMPLES") == "all"
#: Examples that load Python only after an error.
LAZY = [name for name in RENDERED if name != "rails"]
#: Where the page with the widget is.
PATHS = {"rails": "/register"}

#: Seconds after which a page has to be there if the API hangs: the two that the examples wait, and a busy machine.
SOON = 6
#: The same for a page that the server first has to compile.
SOON_AFTER_START = 60
ENDPOINT = re.compile(r"/api/ats-token$|music-registration/v1/token$")
NOTICE = "pywidget-notice[data-shown]"


class Example(NamedTuple):
    name: str
    folder: Path
    address: str
    api: Api

    @property
    def url(self) -> str:
        """The page with the widget."""
        return self.address + PATHS.get(self.name, "/")


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with Api() as running:
        yield running


@pytest.fixture(scope="module", params=NAMES)
def running(request: pytest.FixtureRequest, api: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    name: str = request.param
    if name in NEEDS and not NEEDS[name]():
        missing = f"examples/{name} was not tested: `python3 dev.py examples` installs what it needs and tests it"
        (pytest.fail if ALL else pytest.skip)(missing)
    folder = prepare(name, tmp_path_factory.mktemp("examples"))
    with started(folder, commands(name)[-1], ATS_API_URL=api.url) as address:
        yield Example(name, folder, address, api)


@pytest.fixture
def example(running: Example) -> Example:
    """The example, with an API that works and has not been asked for anything."""
    running.api.mood = "ok"
    running.api.requests.clear()
    return running


@contextlib.contextmanager
def signed_in(name: str, address: str) -> Iterator[httpx.Client]:
    """Give a client of an example, signed in where the example has accounts."""
    with httpx.Client(base_url=address, timeout=60) as client:
        if name == "wordpress":
            client.get("/wp-login.php")
            client.post("/wp-login.php", data={"log": "admin", "pwd": "example", "testcookie": "1"})
            assert any(cookie.startswith("wordpress_logged_in") for cookie in client.cookies)
        yield client


def open_page(page: Page, example: Example) -> None:
    """Open an example's page with the widget, signed in."""
    with signed_in(example.name, example.address) as client:
        page.context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": example.address} for one in client.cookies.jar]
        )
    page.goto(example.url)


def test_the_first_token_and_a_renewal(example: Example, page: Page, demo: Demo) -> None:
    ats_url = demo.scenario(init=[{"code": "common.auth.expired"}, {"code": "common.service_unavailable"}])
    serve_double(page, demo, ats_url)
    open_page(page, example)
    first = token(page)
    assert expires_at(first)
    loaded: list[str] = page.evaluate("() => performance.getEntriesByType('resource').map(({ name }) => name)")
    assert example.name not in LAZY or not any(name.endswith(".wasm") for name in loaded)

    with page.expect_request(ENDPOINT) as asked:
        submit(page)
    assert json.loads(asked.value.post_data or "")["pendingAction"] == "submit"
    # Not the first notice that comes: while a slow server makes the token, there is one, too.
    page.locator(NOTICE).get_by_text("not available at the moment").wait_for()
    calls = demo.played(ats_url).calls
    assert [call["step"] for call in calls] == ["init", "init"]
    assert calls[0]["token"] == first
    assert expires_at(calls[1]["token"])
    assert calls[1]["token"] != first

    assert len(example.api.requests) == 2
    for request in example.api.requests:
        assert request["origin"] == example.address
        assert request["secret_key"] == KEYS[0]
        assert (request["action_type"], request["allowed_network"]) == ("register", "testnet")
        assert request["external_user_ref"]


def test_a_key_that_is_switched_off_names_the_contact(example: Example, page: Page, demo: Demo) -> None:
    example.api.mood = "key-inactive"
    serve_double(page, demo, demo.scenario())
    open_page(page, example)
    page.locator(f"{NOTICE} [data-action=contact]").wait_for()
    assert page.locator("ats-widget").get_attribute("token") is None


@pytest.mark.parametrize("running", RENDERED, indirect=True)
@pytest.mark.parametrize("mood", ["unavailable", "bad-key", "hanging"])
def test_a_page_is_there_without_a_token(example: Example, mood: str) -> None:
    example.api.mood = mood
    check_page(example.name, example.address, SOON)


@pytest.mark.parametrize("running", RENDERED, indirect=True)
def test_a_page_is_there_without_an_api(running: Example, tmp_path: Path) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    # Next runs once per folder.
    folder = prepare("next", tmp_path) if running.name == "next" else running.folder
    with started(folder, commands(running.name)[-1], ATS_API_URL=nowhere) as address:
        check_page(running.name, address, SOON_AFTER_START)


def check_page(name: str, address: str, soon: float) -> None:
    """The page comes soon, without a token; so pywidget is told to get it."""
    with signed_in(name, address) as client:
        start = time.monotonic()
        answer = client.get(PATHS.get(name, "/"))
        assert time.monotonic() - start < soon
    assert answer.status_code == 200
    assert " token=" not in answer.text
    assert 'data-first-token="on"' in answer.text
    assert "ats-widget" in answer.text


@pytest.mark.parametrize("running", ["flask"], indirect=True)
def test_the_key_of_the_environment_is_used(running: Example, page: Page, demo: Demo) -> None:
    variables = {"ATS_API_URL": demo.address.rstrip("/") + PATH, "ALLFEAT_SECRET_KEY": "csk_demo-quota"}
    serve_double(page, demo, demo.scenario())
    with started(running.folder, commands(running.name)[-1], **variables) as address:
        page.goto(address)
        page.get_by_text("All registrations of this period").wait_for()


@pytest.mark.parametrize("running", BUNDLED, indirect=True)
def test_a_framework_changes_the_mode(running: Example, page: Page, demo: Demo) -> None:
    running.api.mood = "ok"
    serve_double(page, demo, demo.scenario())
    page.goto(running.address)
    token(page)
    page.get_by_text("Update a work instead").click()
    page.get_by_text("Register a work instead").wait_for()
    assert page.evaluate("() => document.querySelector('ats-widget').mode") == "update"


@pytest.mark.parametrize("running", BUNDLED, indirect=True)
def test_a_framework_s_page_works_without_pywidget(running: Example, page: Page, demo: Demo) -> None:
    serve_double(page, demo, demo.scenario())
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/pywidget/**", lambda route: route.abort())
    page.goto(running.address)
    page.get_by_text("Update a work instead").click()
    page.get_by_text("Register a work instead").wait_for()
    assert page.evaluate("() => [document.querySelectorAll('ats-widget').length, window.pywidget]") == [1, None]
    assert errors == []


def test_no_component_of_vue_has_the_widget_s_name() -> None:
    """Its template's ``<ats-widget>`` would be the component itself, without end, if the setup forgets a line."""
    names = [path.stem.lower() for path in (EXAMPLES / "vue").rglob("*.vue") if "node_modules" not in path.parts]
    assert "registration" in names
    assert "atswidget" not in names


@pytest.mark.parametrize("running", ["rails"], indirect=True)
def test_turbo(running: Example, page: Page, demo: Demo) -> None:
    running.api.mood = "ok"
    serve_double(page, demo, demo.scenario())
    page.goto(running.address)
    page.evaluate("() => { window.stayed = true; }")
    tokens = []
    for _ in range(2):
        page.get_by_text("Register a work").click()
        tokens.append(token(page))
        page.get_by_text("Works").click()
        page.locator("ats-widget").wait_for(state="detached")
    assert page.evaluate("() => window.stayed")
    assert all(map(expires_at, tokens))
    assert tokens[0] != tokens[1]


@pytest.mark.parametrize("running", ["plain"], indirect=True)
def test_by_hand_with_the_playground_s_widget(example: Example, page: Page, demo: Demo) -> None:
    """The page is changed as docs/server.md says, and goes to the end with the playground on another port."""
    playground = demo.address.rstrip("/")
    html = (example.folder / "static" / "index.html").read_text(encoding="utf-8")
    html = html.replace(f'src="{WIDGET}" defer', f'type="module" src="{playground}/double/ats-widget.js"')
    html = html.replace(ATS, f"{playground}/ats/common.auth.expired")
    (example.folder / "static" / "by-hand.html").write_text(html, encoding="utf-8")

    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{example.address}/by-hand.html")
    token(page)
    with page.expect_response("**/v1/works/confirm") as confirmed:
        submit(page)
    assert confirmed.value.status == 202
    assert [call["reply"] for call in demo.played("/ats/common.auth.expired").calls if call["step"] == "init"] == [
        401,
        200,
    ]


@pytest.mark.parametrize("running", ["pyscript"], indirect=True)
def test_pyodide(running: Example, page: Page, demo: Demo) -> None:
    running.api.mood = "ok"
    serve_double(page, demo, demo.scenario(init=[{"code": "session.key_inactive"}]))
    page.goto(f"{running.address}/pyodide.html")
    assert expires_at(token(page))
    submit(page)
    page.get_by_text("session.key_inactive is on the path config").wait_for()


@pytest.mark.parametrize("name", BUNDLED)
def test_types_and_build(name: str, tmp_path: Path) -> None:
    folder = prepare(name, tmp_path)
    run(folder, "npm", "run", "build")
    assert (folder / "dist" / "index.html").is_file()
    assert (folder / "dist" / "pywidget" / "pywidget.js").is_file()


@pytest.mark.skipif(not ALL, reason="examples/next was not built: `python3 dev.py examples` does it")
def test_next_build(tmp_path: Path) -> None:
    folder = prepare("next", tmp_path)
    run(folder, "npm", "run", "build")
    assert (folder / ".next" / "BUILD_ID").is_file()


@pytest.mark.parametrize("name", [*BUNDLED, "pyscript", "next"])
def test_packages_are_the_tested_ones(name: str) -> None:
    ours = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    tested = {**ours["dependencies"], **ours["devDependencies"]}
    package = json.loads((EXAMPLES / name / "package.json").read_text(encoding="utf-8"))
    for wanted, version in {**package["dependencies"], **package.get("devDependencies", {})}.items():
        # Next is not among the development tools; its own lock names its version.
        assert wanted == "next" or tested[wanted] == version, wanted


def test_examples_of_one_kind_have_the_same_endpoint() -> None:
    plain, pyscript = ((EXAMPLES / name / "server.py").read_text(encoding="utf-8") for name in ("plain", "pyscript"))
    assert plain.replace('"5001"', '"5010"') == pyscript
    # Each folder is one that somebody copies, so both have the whole file.
    react, vue = ((EXAMPLES / name / "token-endpoint.ts").read_text(encoding="utf-8") for name in ("react", "vue"))
    assert react.replace('"5005"', '"5006"') == vue
    page = (EXAMPLES / "pyscript" / "static" / "pyodide.html").read_text(encoding="utf-8")
    assert f"/pywidget/{wheel_name(VERSION)}" in page


def test_both_bundled_examples_have_the_same_endpoint() -> None:
    react, vue = ((EXAMPLES / name / "token-endpoint.ts").read_text(encoding="utf-8") for name in BUNDLED)
    assert react.replace('"5005"', '"5006"') == vue


@pytest.mark.parametrize("folder", sorted(path for path in EXAMPLES.iterdir() if path.is_dir()), ids=lambda it: it.name)
def test_each_readme_is_short(folder: Path) -> None:
    assert len((folder / "README.md").read_text(encoding="utf-8").splitlines()) <= 15
