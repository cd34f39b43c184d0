"""Tests for integrators: what the fixtures of both test runners do, and what they say when a test fails."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any, get_args

import pytest
from conftest import HERE
from playwright.sync_api import Error
from site_for_tests import Site, serve
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pywidget.catalog import load
from pywidget.testing import Mood, Options, PyWidget, Sequence
from pywidget.testing.harness import Generation
from pywidget.testing.tokens import ANSWERS
from tools import testing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

ROOT = HERE.parents[1]
HOST = HERE / "testing"
CHECKOUT = (HOST / "checkout.html").read_text(encoding="utf-8")

#: A real host's policy; only the widget's own address is added.
POLICY = (
    "default-src 'none'; script-src 'self' https://cdn.allfeat.org 'wasm-unsafe-eval'; connect-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

#: Milliseconds that an assertion waits that is to fail.
SOON = 200


@pytest.fixture(name="host", scope="module")
def host_fixture(bundle: Path) -> Iterator[str]:
    """A host's site, by its address."""
    site = Site(bundle, HERE / "files")
    headers = {"Content-Security-Policy": POLICY}
    site.app.routes.append(Route("/checkout", lambda _request: HTMLResponse(CHECKOUT, headers=headers)))
    with serve(site):
        yield site.url


class Checkout:
    """The host's page under test."""

    def __init__(self, page: Page, host: str) -> None:
        self.page = page
        self.host = host
        self.pywidget = PyWidget(page, Options(timeout=20_000))
        self.widget = self.pywidget.widget()
        self.expect = self.pywidget.expect

    def open(self) -> None:
        self.page.goto(f"{self.host}/checkout")


@pytest.fixture(name="checkout")
def checkout_fixture(page: Page, host: str) -> Checkout:
    return Checkout(page, host)


# ---- what ships -----------------------------------------------------------------------------------------------------


def test_the_pages_part_is_built_from_its_sources(tmp_path: Path) -> None:
    built = testing.build(tmp_path / "in-page.js")
    is_current = built.read_text(encoding="utf-8") == testing.OUT.read_text(encoding="utf-8")
    assert is_current, "run `python -m tools.build`"
    assert testing.names() == testing.NAMES.read_text(encoding="utf-8"), "run `python -m tools.build`"


def test_without_pytest_and_playwright_it_says_what_to_install() -> None:
    # -S: without installed packages.
    command = (sys.executable, "-S", "-c", "import pywidget, pywidget.testing")
    done = subprocess.run(command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert "ImportError: pywidget.testing needs pytest and Playwright: pip install" in done.stderr


def test_both_test_runners_know_the_same_names() -> None:
    types = (ROOT / "npm" / "testing.d.ts").read_text(encoding="utf-8")

    def union(name: str) -> list[str]:
        declared = re.search(rf"export type {name} =([^;]*);", types)
        assert declared is not None
        return re.findall(r'"([\w-]+)"', declared[1])

    assert union("Mood") == list(get_args(Mood)) == list(ANSWERS)
    assert union("Sequence") == list(get_args(Sequence))
    assert union("Generation") == list(get_args(Generation))


def environment(host: str) -> dict[str, str]:
    browser = os.environ.get("PYWIDGET_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert browser is not None
    return {**os.environ, "PYWIDGET_CHROMIUM": browser, "BASE_URL": host, "PYTHONPATH": str(ROOT), "CI": "1"}


@pytest.fixture(name="in_python", scope="module")
def in_python_fixture(host: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What pytest-playwright says of a host's tests, run as a host does, and the folder that it ran in."""
    folder = tmp_path_factory.mktemp("host") / "tests"
    shutil.copytree(HOST, folder)
    # pytest-playwright's own fixture for --base-url has a warning of the newest pytest.
    ini = "[pytest]\nfilterwarnings =\n    error\n    ignore::pytest.PytestRemovedIn10Warning\n"
    (folder / "pytest.ini").write_text(ini, encoding="utf-8")
    options = ("-q", "--strict-markers", "--base-url", host, "--output", "results")
    return run(host, folder, sys.executable, "-m", "pytest", *options, "test_paths.py", "failing_paths.py"), folder


@pytest.fixture(name="in_typescript", scope="module")
def in_typescript_fixture(host: str) -> tuple[str, Path]:
    """What @playwright/test says of a host's tests, with the npm package's files where npm puts them."""
    # Inside of the repository: @playwright/test is found from there.
    folder = ROOT / "test-output" / "testing"
    shutil.rmtree(folder, ignore_errors=True)
    package = folder / "node_modules" / "pywidget-errors"
    package.mkdir(parents=True)
    for source, target in testing.NPM_FILES:
        shutil.copy(source, package / target)
    exports = {"./testing": {"types": "./testing.d.ts", "default": "./testing.js"}}
    manifest = {"name": "pywidget-errors", "version": "0.0.0", "type": "module", "exports": exports}
    (package / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    for file in HOST.glob("*.ts"):
        shutil.copy(file, folder)
    return run(host, folder, str(ROOT / "node_modules" / ".bin" / "playwright"), "test"), folder


def run(host: str, folder: Path, *command: str) -> str:
    """Run a host's tests and return what was printed."""
    done = subprocess.run(command, cwd=folder, env=environment(host), capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_hosts_tests_in_python(in_python: tuple[str, Path]) -> None:
    said, _ = in_python
    assert "2 failed, 5 passed" in said, said
    assert "FAILED test_paths.py" not in said


def test_a_failing_test_in_python_says_why_and_keeps_a_trace(in_python: tuple[str, Path]) -> None:
    said, folder = in_python
    assert 'expected the notice: kind: "signed-out"' in said
    assert 'it was: kind: "disabled"' in said
    assert "different: kind" in said
    assert re.search(r"ats-widget#w1 +pywidget:verdict +\{", said)
    # An assertion of the host's own does not say what happened, so its report does.
    (section,) = re.findall(r"^-+ pywidget -+$(.*?)^timeline: .*another-assertion", said, re.DOTALL | re.MULTILINE)
    assert "pywidget:verdict" in section
    traces = list((folder / "results").glob("*/pywidget-trace.zip"))
    assert len(traces) == 2
    for trace in traces:
        assert f"playwright show-trace {trace}" in said
        assert "trace.trace" in zipfile.ZipFile(trace).namelist()
        timeline = json.loads(trace.with_name("pywidget-timeline.json").read_text(encoding="utf-8"))
        assert "pywidget:notice" in [entry["what"] for entry in timeline]


def test_a_hosts_tests_in_typescript(in_typescript: tuple[str, Path]) -> None:
    said, _ = in_typescript
    assert re.search(r"1 failed\s+failing.spec.ts.*\s+8 passed", said), said


def test_a_failing_test_in_typescript_says_why_and_keeps_a_trace(in_typescript: tuple[str, Path]) -> None:
    said, folder = in_typescript
    assert 'expected the notice: kind: "signed-out", text: /sign in/i' in said
    assert 'it was: kind: "disabled"' in said
    assert "pywidget:verdict" in said
    (trace,) = folder.glob("results/*/trace.zip")
    assert f"playwright show-trace {trace.relative_to(folder)}" in said
    (timeline,) = folder.glob("results/*/pywidget-timeline.json")
    entries = json.loads(timeline.read_text(encoding="utf-8"))
    assert "pywidget:notice" in [entry["what"] for entry in entries]
    assert "first-token-of-the-page" not in timeline.read_text(encoding="utf-8")


def test_the_helper_for_typescript_has_types() -> None:
    done = subprocess.run(
        [ROOT / "node_modules" / ".bin" / "tsc", "-p", HOST / "tsconfig.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0


# ---- the widget -----------------------------------------------------------------------------------------------------

#: Codes of the tables that come from no widget: a host's server gets them.
NEW_WIDGET = """() => {
    document.querySelector("ats-widget").remove();
    const widget = document.createElement("ats-widget");
    for (const [name, value] of Object.entries({ id: "w1", "site-key": "k", "ats-url": "/ats", token: "jwt" })) {
        widget.setAttribute(name, value);
    }
    document.body.append(widget);
}"""


def announced(checkout: Checkout) -> list[tuple[str, Any]]:
    """The failures that the page's last widget announced: names of the events, and codes."""
    entries = checkout.page.evaluate(
        "() => { const all = pywidgetTesting.data(); return all.filter(({ number }) => number == all.at(-1).number); }"
    )
    names = ("allfeat:error", "allfeat:failed", "allfeat:token-expired")
    return [(entry["what"], entry["detail"].get("code")) for entry in entries if entry["what"] in names]


@pytest.mark.parametrize(("system", "generations"), [("allfeat-widget", ("v3", "v2")), ("allfeat-widget-v1", ("v1",))])
def test_every_code_is_fired(checkout: Checkout, system: str, generations: tuple[str, ...]) -> None:
    # Without pywidget, which would go on from there.
    checkout.page.route("**/pywidget.js", lambda route: route.fulfill(body=""))
    checkout.open()
    for code in load(system).CODES:
        for generation in generations:
            checkout.page.evaluate(NEW_WIDGET)
            checkout.widget.fire(code, generation=generation)  # type: ignore[arg-type]  # made of the names above
            said = announced(checkout)
            if system == "allfeat-widget":
                assert [event for event, known in said if known == code], (code, generation, said)
            else:
                # Codes are only in one of this generation's events, and not for every failure.
                assert said, code
                assert {known for _, known in said} <= {code, None}


def test_a_wait_and_a_reference_are_told(checkout: Checkout) -> None:
    checkout.open()
    checkout.widget.fire("session.rate_limited", retry_after=30, request_id="req_7", message="slow down")
    checkout.expect.verdict(requestId="req_7", message="slow down", path="rate-limit")
    checkout.expect.notice(kind="waiting")
    checkout.pywidget.advance(25)
    checkout.expect.notice(kind="waiting")
    checkout.pywidget.advance(5)
    checkout.expect.notice(kind="try-again")


def test_a_failure_after_payment(checkout: Checkout) -> None:
    checkout.open()
    checkout.widget.fire("transaction.expired", at="tracking")
    checkout.expect.notice(kind="submitted")
    checkout.expect.report(code="transaction.expired", stage="tracking")


def test_what_cannot_be_fired_is_said(checkout: Checkout) -> None:
    checkout.open()
    with pytest.raises(Error, match=r"generation v3 never says TOKEN_EXPIRED"):
        checkout.widget.fire("TOKEN_EXPIRED", generation="v3")
    with pytest.raises(Error, match="generation v1 never tells the page how long to wait"):
        checkout.widget.fire("RATE_LIMITED", retry_after=3)
    with pytest.raises(Error, match=r"no step paying; there are init, upload, .*download"):
        checkout.widget.fire("common.not_found", at="paying")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(Error, match=r"no sequence nothing; there are expiry, "):
        checkout.widget.play("nothing")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(Error, match="the sequence one-of-two-inactive needs 2 widgets; found: 1"):
        checkout.widget.play("one-of-two-inactive")
    checkout.widget.fire("session.key_inactive")
    with pytest.raises(Error, match="the widget shows DISABLED"):
        checkout.widget.fire("common.not_found")
    checkout.widget.play("expiry")
    with pytest.raises(Error, match="a recording speaks for this widget"):
        checkout.widget.submit()


def test_a_sequence_is_played(checkout: Checkout) -> None:
    checkout.open()
    checkout.widget.play("expiry")
    checkout.expect.renewed()
    checkout.expect.tokens(asked=1, delivered=1)
    checkout.expect.screen("COMPLETE")
    assert announced(checkout) == [("allfeat:error", "common.auth.expired"), ("allfeat:token-expired", None)]


def test_a_sequence_of_two_widgets_is_played(checkout: Checkout) -> None:
    checkout.open()
    checkout.page.evaluate(
        "() => document.body.append(Object.assign(document.createElement('ats-widget'), { id: 'w2' }))"
    )
    checkout.widget.play("one-of-two-inactive")
    checkout.pywidget.widget("#w2").expect.screen("FORM")
    checkout.pywidget.widget("#w1").expect.notice(kind="disabled")
    checkout.pywidget.widget("#w2").expect.quiet()


def test_every_sequence_is_a_recording() -> None:
    source = (ROOT / "pywidget" / "testing" / "page" / "sequences.js").read_text(encoding="utf-8")
    table = re.findall(r'^  "?([\w-]+)"?: "([^"]+)",$', source, re.MULTILINE)
    recordings = json.loads((ROOT / "static" / "playground" / "recordings.json").read_text(encoding="utf-8"))
    assert [name for name, _ in table] == list(get_args(Sequence))
    assert sorted(recorded for _, recorded in table) == sorted(recording["id"] for recording in recordings)


# ---- tokens ---------------------------------------------------------------------------------------------------------

#: mood -> why the session is not renewed; None: it is
REASONS: dict[Mood, str | None] = {
    "ok": None,
    "other-field": "no-token",
    "repeated": None,
    "empty": "empty-token",
    "signed-out": "signed-out",
    "forbidden": "signed-out",
    "not-found": "not-found",
    "rate-limited": "rate-limited",
    "server-error": "server-error",
    "unavailable": "server-error",
    "html": "html",
    "redirect": "redirected",
    "hanging": "timed-out",
    "offline": "unreachable",
}


def test_the_token_endpoint_answers_in_every_mood(checkout: Checkout) -> None:
    assert list(REASONS) == list(get_args(Mood))
    tokens = checkout.pywidget.tokens
    for mood, reason in REASONS.items():
        asked = len(tokens.requests)
        tokens.answer(mood)
        checkout.open()
        checkout.widget.fire("common.auth.expired")
        if reason is None:
            checkout.expect.renewed()
            continue
        checkout.expect.tokens(asked=1)
        for _ in range(12):
            checkout.pywidget.advance(5)
            if "pywidget:renewal-failed" in checkout.pywidget.timeline():
                break
        checkout.expect.event("renewal-failed", reason=reason)
        assert [request.mood for request in tokens.requests[asked:]] == [mood] * (len(tokens.requests) - asked)
    assert tokens.requests[0].body["pendingAction"] == "submit"
    assert tokens.requests[0].method == "POST"


def test_answers_come_in_order(checkout: Checkout) -> None:
    checkout.pywidget.tokens.answer("unavailable", "ok", retry_after=9)
    checkout.open()
    checkout.widget.fire("common.auth.expired")
    checkout.expect.tokens(asked=1, delivered=0)
    checkout.pywidget.advance(8)
    checkout.expect.tokens(asked=1)
    checkout.pywidget.advance(2)
    checkout.expect.renewed(attempts=2)
    checkout.expect.tokens(asked=2, delivered=1)


def test_a_first_token_that_the_page_fetches_is_waited_for(checkout: Checkout) -> None:
    html = CHECKOUT.replace("data-contact", 'data-first-token="on" data-contact')
    html = html.replace('token="first-token-of-the-page"', "")
    checkout.page.route("**/checkout", lambda route: route.fulfill(body=html, content_type="text/html"))
    checkout.open()
    checkout.widget.submit()
    checkout.expect.screen("COMPLETE")
    checkout.expect.tokens(asked=1, delivered=1)


def test_a_widget_without_a_token_is_said(checkout: Checkout) -> None:
    checkout.page.route("**/pywidget.js", lambda route: route.fulfill(body=""))
    checkout.open()
    checkout.page.evaluate("() => document.querySelector('ats-widget').removeAttribute('token')")
    submit = "() => { window.said = pywidgetTesting.submit('ats-widget').catch(({ message }) => message); }"
    checkout.page.evaluate(submit)
    checkout.pywidget.advance(11)
    assert checkout.page.evaluate("() => said") == "the widget got no token, so nobody can use it"


def test_an_unknown_mood_is_refused(checkout: Checkout) -> None:
    with pytest.raises(ValueError, match=r"no mood angry; there are ok, other-field"):
        checkout.pywidget.tokens.answer("angry")  # type: ignore[arg-type]  # the mistake
    with pytest.raises(ValueError, match="no mood"):
        checkout.pywidget.tokens.answer()
    with pytest.raises(ValueError, match="retry_after has to be a number from 0 on; it is -1"):
        checkout.pywidget.tokens.answer("ok", retry_after=-1)
    checkout.pywidget.tokens.answer("rate-limited", retry_after=0)


# ---- assertions that fail -------------------------------------------------------------------------------------------

GIVE_AGAIN = """() => {
    const { token } = document.querySelector("ats-widget");
    const other = document.createElement("ats-widget");
    document.body.append(other);
    other.setToken(token);
}"""

#: What is not so -> the assertion that has to fail, and what it says.
FAILING: dict[str, tuple[Callable[[Checkout], None], str]] = {
    "another notice": (
        lambda checkout: checkout.expect.notice(kind="waiting", timeout=SOON),
        r'expected the notice: kind: "waiting"\nit was: kind: "disabled", .*\ndifferent: kind',
    ),
    "other buttons": (
        lambda checkout: checkout.expect.notice(actions=["try-again"], timeout=SOON),
        r'expected the notice: actions: \["try-again"\]\nit was: .*actions: \[contact\].*\ndifferent: actions',
    ),
    "no renewal": (
        lambda checkout: checkout.expect.renewed(timeout=SOON),
        r"expected pywidget:renewed: any\nthere was none",
    ),
    "another verdict": (
        lambda checkout: checkout.expect.verdict(path="auth", code=re.compile("^COMMON", re.IGNORECASE), timeout=SOON),
        r'expected pywidget:verdict: path: "auth", code: /\^COMMON/i\nit was: .*\ndifferent: path, code',
    ),
    "no such report": (
        lambda checkout: checkout.expect.report(code="common.not_found", timeout=SOON),
        r'expected a report: code: "common.not_found"\nit was: .*code: "session.key_inactive".*\ndifferent: code',
    ),
    "other numbers of tokens": (
        lambda checkout: checkout.expect.tokens(asked=2, delivered=1, timeout=SOON),
        r"expected tokens: asked: 2, delivered: 1\nit was: asked: 0, delivered: 0\ndifferent: asked, delivered",
    ),
    "a notice where none should be": (
        lambda checkout: checkout.expect.quiet(timeout=SOON),
        r'expected no notice\nthere is: kind: "disabled"',
    ),
    "another screen": (
        lambda checkout: checkout.expect.screen("FORM", timeout=SOON),
        r'expected the widget\'s screen: screen: "FORM"\nit was: screen: "DISABLED"',
    ),
    "the focus elsewhere": (
        lambda checkout: checkout.expect.focus("contact", timeout=SOON),
        r"expected the focus on: contact\nit was on: nothing in particular",
    ),
}

#: What the page does with a token -> the code that does it, and what the assertion says.
TOLD: dict[str, tuple[str, str]] = {
    "a token in the console": (
        "() => console.log(`the token is ${document.querySelector('ats-widget').token}`)",
        r"expected tokens to be told to nobody\ntoken 1 is in: the console",
    ),
    "a token in a request": (
        "() => fetch('/reports', { method: 'POST', body: `\"${document.querySelector('ats-widget').token}\"` })",
        r"token 1 is in: a request to http://127.0.0.1:\d+/reports",
    ),
    "a token in the storage": (
        "() => localStorage.setItem('kept', document.querySelector('ats-widget').token)",
        r"token 1 is in: the page's storage",
    ),
    "a token given twice": (
        GIVE_AGAIN,
        r"expected each token to be delivered once\ntoken 1 was delivered twice",
    ),
}


def test_assertions_fail_and_say_why(checkout: Checkout) -> None:
    checkout.open()
    checkout.widget.fire("session.key_inactive")
    checkout.expect.notice(kind="disabled", actions=["contact"])
    checkout.expect.report(code="session.key_inactive")
    for what, (assertion, said) in FAILING.items():
        with pytest.raises(AssertionError) as failed:
            assertion(checkout)
        text = str(failed.value)
        assert re.search(said, text), f"{what}:\n{text}"
        # What happened, and nothing secret in it.
        assert re.search(r" 0\.\d\d  ats-widget#w1 +fired ", text), text
        assert "first-token-of-the-page" not in text


@pytest.mark.parametrize("what", TOLD)
def test_a_token_that_is_told_is_found(checkout: Checkout, what: str) -> None:
    mistake, said = TOLD[what]
    checkout.open()
    checkout.widget.fire("session.key_inactive")
    checkout.expect.tokens(delivered=0)
    checkout.page.evaluate(mistake)
    with pytest.raises(AssertionError, match=said) as failed:
        checkout.expect.tokens(timeout=SOON)
    assert "first-token-of-the-page" not in str(failed.value)


ANOTHER_WIDGET = """() => {
    const wrapper = Object.assign(document.createElement("div"), { id: "wrapper" });
    wrapper.append(Object.assign(document.createElement("ats-widget"), { id: "w2" }));
    document.body.append(wrapper);
    for (const [name, value] of Object.entries({ "site-key": "k", "ats-url": "/ats", token: "another-token-1" })) {
        wrapper.firstChild.setAttribute(name, value);
    }
}"""


def test_what_another_widget_did_does_not_count(checkout: Checkout) -> None:
    checkout.open()
    checkout.page.evaluate(ANOTHER_WIDGET)
    other = checkout.pywidget.widget("#w2")
    other.fire("common.service_unavailable")
    other.expect.verdict(path="retry")
    other.expect.notice(kind="try-again")
    checkout.expect.verdict(path="retry")
    for nobody in ("#nope", "#wrapper"):
        expect = checkout.pywidget.widget(nobody).expect
        said = f"the page has no widget {nobody}\n"
        with pytest.raises(AssertionError, match=said):
            expect.verdict(path="retry", timeout=SOON)
        with pytest.raises(AssertionError, match=said):
            expect.quiet(timeout=SOON)
        with pytest.raises(AssertionError, match=said):
            expect.tokens(timeout=SOON)
    with pytest.raises(AssertionError, match=r"expected pywidget:verdict: path: \"retry\"\nthere was none"):
        checkout.widget.expect.verdict(path="retry", timeout=SOON)
    checkout.widget.expect.quiet()
    # A page may take a widget away that failed; what it did counts as before.
    checkout.page.evaluate("() => document.querySelector('#w2').remove()")
    other.expect.verdict(path="retry")
    with pytest.raises(AssertionError, match="different: path"):
        other.expect.verdict(path="config", timeout=SOON)


#: What a test may have written -> the assertion, and why it is refused.
REFUSED: dict[str, tuple[Callable[[Checkout], None], type[Exception], str]] = {
    "a misspelt field": (
        lambda checkout: checkout.expect.event("verdict", paht=None),
        TypeError,
        r'"paht" is no field of pywidget:verdict\. Did you mean path\?',
    ),
    "a misspelt field of a notice": (
        lambda checkout: checkout.expect.notice(titel=None),  # type: ignore[call-arg]  # the mistake
        TypeError,
        r'"titel" is no field of pywidget:notice\. Did you mean title\?',
    ),
    "a field as Python writes names": (
        lambda checkout: checkout.expect.verdict(request_id=None),  # type: ignore[call-arg]  # the mistake
        TypeError,
        r"Did you mean requestId\?",
    ),
    "a misspelt event": (
        lambda checkout: checkout.expect.event("verdcit"),
        ValueError,
        r'"verdcit" is no event of pywidget\. Did you mean verdict\?',
    ),
    "an event with its prefix": (
        lambda checkout: checkout.expect.event("pywidget:verdict"),
        ValueError,
        r"Did you mean verdict\?",
    ),
    "an event of the widget": (
        lambda checkout: checkout.expect.event("allfeat:failed"),
        ValueError,
        r'"allfeat:failed" is no event of pywidget\. There are verdict, renewed, ',
    ),
    "a screen in lower case": (
        lambda checkout: checkout.expect.screen("form"),
        ValueError,
        r'"form" is no screen of the widget\. Did you mean FORM\?',
    ),
    "no selector of the focus": (
        lambda checkout: checkout.expect.focus("#["),
        ValueError,
        r'"#\[" is no CSS selector, nor a name\.',
    ),
    "no selector of a widget": (
        lambda checkout: checkout.pywidget.widget("#[").expect.quiet(),
        ValueError,
        r'"#\[" is no CSS selector\.',
    ),
    "a time before now": (
        lambda checkout: checkout.expect.quiet(timeout=-1),
        ValueError,
        r"timeout has to be a number from 0 on; it is -1",
    ),
}


def test_what_no_page_can_do_is_refused_at_once(checkout: Checkout) -> None:
    checkout.open()
    checkout.widget.fire("session.key_inactive")
    checkout.expect.notice(kind="disabled")
    for what, (assertion, error, said) in REFUSED.items():
        began = time.monotonic()
        with pytest.raises(error) as refused:
            assertion(checkout)
        assert re.search(said, str(refused.value)), f"{what}: {refused.value}"
        # Far less than the 20 seconds that an assertion waits.
        assert time.monotonic() - began < 10, what
    for field in ("paht", "nonsense"):
        with pytest.raises(AssertionError, match=f"no report has a field {field}"):
            checkout.expect.report(timeout=SOON, **{field: None})  # type: ignore[arg-type]  # the mistake
        with pytest.raises(AssertionError, match=f"no report has a field {field}"):
            checkout.expect.event("report", timeout=SOON, **{field: None})
    with pytest.raises(AssertionError, match=r"nothing in the page has this name or selector\. Did you mean widget\?"):
        checkout.expect.focus("widgt", timeout=SOON)
    with pytest.raises(AssertionError, match="different: text"):
        checkout.expect.notice(text="", timeout=SOON)


def test_what_a_page_can_do_is_not_refused(checkout: Checkout) -> None:
    html = CHECKOUT.replace("data-contact", 'data-before-report="tell" data-contact')
    checkout.page.route("**/checkout", lambda route: route.fulfill(body=html, content_type="text/html"))
    checkout.page.add_init_script("window.tell = (report) => ({ ...report, tenant: 'acme' });")
    checkout.open()
    checkout.widget.fire("session.key_inactive")
    # A field of the page's own, fields that this event leaves out, and a focus that has a name only later.
    checkout.expect.event("report", tenant="acme", reason=None)
    checkout.expect.report(tenant="acme")  # type: ignore[call-arg]  # no field of pywidget's
    checkout.expect.verdict(code="session.key_inactive", path="config", message="Fired by a test")
    checkout.expect.event("notice", until=None)
    checkout.page.evaluate(
        "() => setTimeout(() => {"
        " const button = document.createElement('button'); button.dataset.action = 'widgett';"
        " document.body.append(button); button.focus(); }, 300)"
    )
    checkout.pywidget.advance(1)
    checkout.expect.focus("widgett")
    checkout.expect.focus("button:focus, a")


def test_what_was_not_fired_changes_nothing(checkout: Checkout) -> None:
    checkout.open()
    for code in ("", " "):
        with pytest.raises(Error, match=r"fire\(\) needs a code"):
            checkout.widget.fire(code)
    with pytest.raises(Error, match="generation v1 has no code NOTHING"):
        checkout.widget.fire("NOTHING")
    with pytest.raises(Error, match="no step paying"):
        checkout.widget.fire("common.not_found", generation="v2", at="paying")  # type: ignore[arg-type]  # the mistake
    assert checkout.widget.locator.get_attribute("generation") == "v3"
    # A widget that was fired in another generation is that of the options again.
    checkout.widget.fire("SERVER_ERROR")
    assert checkout.widget.locator.get_attribute("generation") == "v1"
    checkout.widget.fire("session.key_inactive")
    assert checkout.widget.locator.get_attribute("generation") == "v3"
    checkout.expect.verdict(code="session.key_inactive")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"generation": "v9"}, "no generation v9; there are v3, v2, v1"),
        ({"timeout": -1}, "timeout has to be a number from 0 on; it is -1"),
        ({"timeout": float("nan")}, "timeout has to be a number from 0 on; it is nan"),
        ({"token_url": ""}, "token_url is empty"),
        ({"token_field": ""}, "token_field is empty"),
        ({"script": ""}, "script is empty"),
    ],
)
def test_options_that_cannot_be_used_are_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Options(**options)
    assert Options(script=None, timeout=0, generation="v1", token_url=re.compile("token")).timeout == 0


def test_a_token_that_the_page_puts_into_its_reports_is_found(checkout: Checkout) -> None:
    html = CHECKOUT.replace("data-contact", 'data-before-report="tell" data-contact')
    checkout.page.route("**/checkout", lambda route: route.fulfill(body=html, content_type="text/html"))
    checkout.page.add_init_script(
        "window.tell = (report) => ({ ...report, note: document.querySelector('ats-widget').token.slice(0) });"
    )
    checkout.open()
    checkout.widget.fire("session.key_inactive")
    checkout.expect.report()
    with pytest.raises(AssertionError, match=r"token 1 is in: pywidget:report"):
        checkout.expect.tokens(timeout=SOON)


def test_a_page_that_was_not_opened_is_said(checkout: Checkout) -> None:
    with pytest.raises(AssertionError, match=r"no page was opened: call page.goto\(\) first"):
        checkout.expect.notice(timeout=0)
    assert checkout.pywidget.timeline() == "(no page was opened)"


def test_a_script_that_was_not_replaced_is_said(page: Page, host: str) -> None:
    PyWidget(page, Options(script="**/other.js"))
    page.route("https://cdn.allfeat.org/**", lambda route: route.fulfill(body=""))
    page.goto(f"{host}/checkout")
    with pytest.raises(Error, match="the page's widget script was not replaced"):
        page.evaluate("() => pywidgetTesting.submit('ats-widget')")


def test_a_page_without_a_script_to_replace(page: Page, host: str) -> None:
    pywidget = PyWidget(page, Options(script=None, generation="v2"))
    page.route("https://cdn.allfeat.org/**", lambda route: route.fulfill(body=""))
    page.goto(f"{host}/checkout")
    pywidget.widget().submit()
    pywidget.widget().expect.screen("COMPLETE")
    assert pywidget.widget().locator.get_attribute("generation") == "v2"
