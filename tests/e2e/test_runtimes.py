"""The same failures in every Python there is for a page, and these Pythons beside each other."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from conftest import HERE, PATIENCE_MS
from recorded import ENDS, LONGEST, Told, check_end, recording
from runtimes import ADD_PYSCRIPT, MICROPYTHON, PYODIDE, PYSCRIPT, PYSCRIPT_POLICY, RUNTIMES, STAND_IN, PythonSite
from site_for_tests import STRICT_POLICY, serve

from pywidget.core.classify import classify
from pywidget.version import VERSION
from tools.archives import wheel_name
from tools.build import inner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from site_for_tests import Site

#: What is another number each time. ``repeated`` counts for the whole page; ``screen`` is what the widget shows when it
#: is its turn.
CHANGING = ("at", "durationMs", "failure", "id", "page", "repeated", "screen", "until", "view")


#: Plays all recordings at once, each with widgets of its own, until nothing more can come.
REPLAY = """([recordings, longest]) => inOwnTime(() => Promise.all(recordings.map(async ([name, recording]) => {
  const prefix = `${name} `;
  await play(recording, longest, prefix);
  await pause(2e3);
  return [name, told(prefix), reported(prefix), given(prefix)];
})))"""


@pytest.fixture(scope="module")
def python_site(bundle_with_pyodide: Path) -> Iterator[PythonSite]:
    site = PythonSite(bundle_with_pyodide, HERE / "files")
    with serve(site):
        yield site


@pytest.fixture(scope="module")
def play(browser: Browser, python_site: PythonSite) -> Callable[[str], dict[str, Told]]:
    """Plays all recordings on one page; once per runtime."""

    @cache
    def play(runtime: str) -> dict[str, Told]:
        python_site.clear()
        page = browser.new_page()
        thrown: list[str] = []
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto(python_site.runtime_page(runtime, token_url="/token", analytics="segment", boot="now"))
        page.wait_for_function("() => announced.some(({ name }) => name == 'ready')", timeout=PATIENCE_MS)
        came = page.evaluate(REPLAY, [[(name, recording(name)) for name in ENDS], LONGEST])
        page.context.close()
        assert thrown == []
        return {name: Told(*rest) for name, *rest in came}

    return play


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_every_recording_ends_as_it_should(runtime: str, play: Callable[[str], dict[str, Told]]) -> None:
    came = play(runtime)
    for name in ENDS:
        check_end(name, came[name], f"{name} ")


@pytest.mark.parametrize("runtime", RUNTIMES[1:])
def test_the_same_is_told_in_the_same_words(runtime: str, play: Callable[[str], dict[str, Told]]) -> None:
    assert {name: steady(came) for name, came in play(runtime).items()} == {
        name: steady(came) for name, came in play(RUNTIMES[0]).items()
    }


def steady(came: Told) -> dict[str, Any]:
    """All of it that does not depend on whose turn came first, and on how long something took."""
    reports = [(report["event"], without_changing(report["fields"])) for report in came.reports]
    # That it is being renewed is only said if it takes long.
    notices = [notice for notice in came.details("notice") if notice["kind"] not in (None, "renewing")]
    return {
        "verdicts": came.details("verdict"),
        "failures": [fields for event, fields in reports if event == "ats_error"],
        "outcomes": [fields["outcome"] for event, fields in reports if event == "ats_error_outcome"],
        "renewals": [without_changing(renewal) for renewal in came.details("renewed") + came.details("renewal-failed")],
        "notice": without_changing(notices[-1]) if notices else None,
    }


def without_changing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in CHANGING}


# ---- beside each other ----------------------------------------------------------------------------------------------

#: Python of the page's own, which keeps objects of the page, and is asked again and again.
THEIR_CODE = """
import js

kept = []


def exercise(rounds):
    for number in range(rounds):
        element = js.document.createElement("p")
        element.textContent = str(number)
        kept.append(element)
    return sum([int(element.textContent) for element in kept])


js.exercise = exercise
"""

ADD_TAG = """() => new Promise((resolve, reject) => {
  const tag = document.createElement("script");
  Object.assign(tag, { src: "/pywidget/pywidget.js", onload: resolve, onerror: reject });
  tag.dataset.boot = "now";
  document.body.append(tag);
}).then(() => pywidget.ready)"""


def fail(page: Page, name: str) -> None:
    """Let a widget of its own fail, and wait for what is said about it."""
    page.evaluate("([one, prefix]) => play(one, 20, prefix)", [recording("unknown-code"), f"{name} "])
    page.wait_for_function("(prefix) => told(prefix, 'notice').length", arg=f"{name} ")
    assert page.evaluate("(prefix) => told(prefix, 'verdict').map(({ detail }) => detail.code)", f"{name} ") == [
        "foo.bar_baz"
    ]


def take_turns(page: Page) -> None:
    for turn in range(1, 4):
        # 0 + … + 499, as often as it was asked.
        assert page.evaluate("() => exercise(500)") == turn * 124_750
        fail(page, f"turn {turn}")


def test_runs_beside_the_pages_own_micropython_that_came_first(page: Page, python_site: PythonSite) -> None:
    page.goto(python_site.script_page("mpy", THEIR_CODE))
    page.wait_for_function("() => window.exercise")
    assert page.evaluate("() => exercise(0)") == 0
    page.evaluate(ADD_TAG)
    take_turns(page)


def test_runs_beside_the_pages_own_micropython_that_comes_later(page: Page, python_site: PythonSite) -> None:
    page.goto(python_site.page("<main></main>", head=STAND_IN, attributes={"boot": "now"}, policy=PYSCRIPT_POLICY))
    page.evaluate("() => pywidget.ready")
    fail(page, "before")
    config = json.dumps({"interpreter": f"{MICROPYTHON}/micropython.mjs"})
    page.evaluate(ADD_PYSCRIPT, [f"{PYSCRIPT}/core.js", config, THEIR_CODE])
    page.wait_for_function("() => window.exercise")
    take_turns(page)


def test_runs_beside_the_pages_own_pyodide(page: Page, python_site: PythonSite) -> None:
    page.goto(python_site.page("<main></main>", head=STAND_IN))
    page.evaluate(
        """async ([folder, code]) => {
          const { loadPyodide } = await import(`${folder}/pyodide.mjs`);
          (await loadPyodide({ indexURL: folder })).runPython(code);
        }""",
        [PYODIDE, THEIR_CODE],
    )
    take_turns(page)


# ---- the page's own Pyodide in the place of ours --------------------------------------------------------------------


def test_a_page_hands_over_its_pyodide(page: Page, python_site: PythonSite) -> None:
    python_site.clear()
    page.goto(python_site.page("<main></main>", head=STAND_IN))
    page.evaluate(
        """(folder) => {
          pywidget.interpreter = import(`${folder}/pyodide.mjs`)
            .then(({ loadPyodide }) => loadPyodide({ indexURL: folder }))
            .then((pyodide) => (window.theirs = pyodide));
        }""",
        PYODIDE,
    )
    fail(page, "given")
    assert page.evaluate("() => theirs.runPython('import sys; \"pywidget.browser.app\" in sys.modules')")
    ours = [path for path in python_site.requests if path.startswith("/pywidget/")]
    assert sorted(ours) == [
        "/pywidget/pywidget-page.js",
        "/pywidget/pywidget-pyodide.js",
        "/pywidget/pywidget-token.js",
        "/pywidget/pywidget.js",
        f"/pywidget/{wheel_name(VERSION)}",
    ]


def test_pyodide_comes_from_where_the_page_says(page: Page, python_site: PythonSite) -> None:
    python_site.clear()
    page.goto(
        python_site.page("<main></main>", head=STAND_IN, attributes={"runtime": "Pyodide", "runtime-url": PYODIDE})
    )
    fail(page, "own")
    assert f"{PYODIDE}/pyodide.asm.wasm" in python_site.requests
    assert not [path for path in python_site.requests if path.startswith("/pywidget/pyodide/")]


# ---- the locked wheel, as pages of their own install it --------------------------------------------------------------


def test_a_page_installs_the_wheel_by_its_lock_file(page: Page, python_site: PythonSite, bundle: Path) -> None:
    folder = f"/pywidget/{inner(bundle).name}/pyodide"
    page.goto(python_site.page(tag=False))
    found = page.evaluate(
        """async ([published, lock]) => {
          const { loadPyodide } = await import(`${published}/pyodide.mjs`);
          const lockFileURL = new URL(lock, location).href;
          const python = await loadPyodide({ lockFileURL, packages: ["pywidget-page"] });
          return python.runPython("import pywidget; str(pywidget.classify('session.key_inactive'))");
        }""",
        [PYODIDE, f"{folder}/pyodide-lock.json"],
    )
    assert found == str(classify("session.key_inactive"))


def test_pyscript_installs_the_wheel_as_a_package(page: Page, python_site: PythonSite, bundle: Path) -> None:
    folder = f"/pywidget/{inner(bundle).name}/pyodide"
    config = {
        "interpreter": f"{folder}/pyodide.mjs",
        "packages": ["pywidget-page"],
        # Else PyScript asks micropip for packages, which the folder does not have.
        "packages_cache": "passthrough",
    }
    python_site.clear()
    code = "from pywidget import start\nstart(src='/pywidget/pywidget.js', boot='now')"
    page.goto(python_site.script_page("py", code, config=config))
    page.wait_for_function("() => announced.some(({ name }) => name == 'ready')", timeout=PATIENCE_MS)
    fail(page, "locked")
    wheel = wheel_name(VERSION).replace("py3", "cp314")
    assert [path for path in python_site.requests if path.endswith(".whl")] == [f"/pywidget/pyodide/{wheel}"]


# ---- when it cannot start -------------------------------------------------------------------------------------------


def unavailable(page: Page, url: str) -> str:
    """What the page is told."""
    page.goto(url)
    page.wait_for_function("() => announced.some(({ name }) => name == 'unavailable')")
    reasons: list[str] = page.evaluate("() => told('', 'unavailable').map(({ detail }) => detail.reason)")
    assert len(reasons) == 1
    return reasons[0]


def test_says_where_pyodide_is_missing(page: Page, site: Site, bundle: Path) -> None:
    url = site.page(head=STAND_IN, attributes={"runtime": "pyodide", "boot": "now"})
    reason = unavailable(page, url)
    assert f"there is no Pyodide in {site.url}/pywidget/{inner(bundle).name}/pyodide/" in reason
    assert "pywidget bundle --pyodide" in reason
    assert "data-runtime-url" in reason


def test_says_at_once_that_pyodide_is_refused(page: Page, python_site: PythonSite) -> None:
    policy = STRICT_POLICY.replace(" 'wasm-unsafe-eval'", "")
    url = python_site.page(head=STAND_IN, attributes={"runtime": "pyodide", "boot": "now"}, policy=policy)
    assert "the page's policy needs script-src 'wasm-unsafe-eval'" in unavailable(page, url)


def test_a_wheel_that_is_not_the_locked_one_is_refused(page: Page, python_site: PythonSite, bundle: Path) -> None:
    other = (bundle / wheel_name(VERSION)).read_bytes()
    page.route("**/pyodide/*.whl", lambda route: route.fulfill(body=other, content_type="application/zip"))
    url = python_site.page(head=STAND_IN, attributes={"runtime": "pyodide", "boot": "now"})
    assert "the wheel beside Pyodide was not installed" in unavailable(page, url)


def test_an_interpreter_that_never_comes_is_given_up(page: Page, site: Site) -> None:
    page.clock.install()
    page.goto(site.page("<ats-widget></ats-widget>", head=STAND_IN))
    page.evaluate(
        """() => {
          pywidget.interpreter = new Promise(() => 0);
          pywidget.report("common.rate_limited");
        }"""
    )
    # The page's side of the border is there.
    page.wait_for_selector("pywidget-notice", state="attached")
    page.clock.run_for(60_000)
    page.wait_for_function("() => announced.some(({ name }) => name == 'unavailable')")
    assert page.evaluate("() => told('', 'unavailable')[0].detail.reason") == (
        "Error: Python did not start within 60 seconds"
    )
