"""``pywidget.start()``: a page's own Python, in PyScript on both of its interpreters."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from conftest import HERE
from recorded import recording
from runtimes import ADD_PYSCRIPT, CONFIGS, PYSCRIPT, PYSCRIPT_POLICY, STAND_IN, PythonSite
from site_for_tests import serve

from tools.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Route

#: The samples of the page about runtimes, by their names.
SAMPLES = dict(
    re.findall(
        r"^```(?:html|python) (\w+)\n(.*?)^```$",
        (ROOT / "docs" / "runtimes.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
)

START = "handler = start(src='/pywidget/pywidget.js', analytics='segment', boot='now')"

#: ``window.heard`` is what hooks said.
CODE = """
import js
from pywidget import ApiError, read_response, start

js.heard = js.JSON.parse("[]")


def say(*words):
    js.heard.push(" ".join([str(word) for word in words]))

"""

HOOKS = (
    CODE
    + START
    + """

@handler.token_provider
async def fetch_token(request):
    say("asked", request.pending_action, request.mode, request.attempt, request.widget.id)
    return (await (await js.fetch("/token")).json()).token


@handler.on("renewed")
def renewed(event):
    say(event.name, event.detail["attempts"], event.widget.id)


@handler.on("config")
async def config(event):
    await js.fetch("/token")
    say("config", event.name, event.detail["code"], event.widget.id)


@handler.on("retry")
def retry(event):
    say("retry", event.detail["system"], event.detail["code"], event.detail["message"])


@handler.on("verdict")
def broken(event):
    raise ValueError("a broken hook")


@handler.on("verdict")
async def broken_later(event):
    raise ValueError("a hook that breaks later")


class Failure(Exception):
    code = "nobody.knows"
    http_status = 503


def report_all():
    handler.report("common.rate_limited")
    handler.report({"code": "USAGE_NOT_ENOUGH", "depth": float("nan")}, system="mori")
    handler.report(read_response(503, b'{"error": {"code": "common.service_unavailable"}}'))
    handler.report(Failure("not now"))
    handler.report(object())


js.report_all = report_all
js.stop_all = handler.stop
say("started", start() is handler)
"""
)


@pytest.fixture(scope="module")
def python_site(bundle: Path) -> Iterator[PythonSite]:
    site = PythonSite(bundle, HERE / "files")
    with serve(site):
        yield site


def listen(page: Page) -> list[str]:
    """What the console says from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    return said


def ready(page: Page, url: str) -> list[str]:
    """Open a page, wait for pywidget, and return what the console says."""
    said = listen(page)
    page.goto(url)
    page.wait_for_function("() => announced.some(({ name }) => name == 'ready')")
    return said


def fail(page: Page, name: str, prefix: str = "") -> None:
    page.evaluate("([one, prefix]) => play(one, 20, prefix)", [recording(name), prefix])


def wait_for(page: Page, *words: str) -> None:
    page.wait_for_function("(words) => words.every((word) => heard.includes(word))", arg=words)


@pytest.mark.parametrize("kind", ["mpy", "py"])
def test_hooks_in_python(page: Page, python_site: PythonSite, kind: str) -> None:
    python_site.clear()
    said = ready(page, python_site.script_page(kind, HOOKS))
    # The interpreter is the page's, and so are all files but ours.
    asked = [path for path in python_site.requests if path.startswith("/pywidget/")]
    ours = ("pywidget.js", "pywidget-page.js", "pywidget-token.js")
    assert sorted(asked) == sorted([*CONFIGS[kind]["files"], *(f"/pywidget/{name}" for name in ours)])

    fail(page, "401-expired-then-setToken-async")
    wait_for(page, "started True", "asked submit None 1 w1", "renewed 1 w1")
    assert page.evaluate("() => given('').map(({ token, inListener }) => [token, inListener])") == [
        [python_site.tokens[0], False]
    ]
    fail(page, "session.key_inactive", "other ")
    wait_for(page, "config verdict session.key_inactive other w1")

    page.evaluate("() => report_all()")
    page.wait_for_function("() => told('', 'verdict').length == 7")
    told = page.evaluate("() => told('', 'verdict').slice(2).map(({ detail }) => [detail.system, detail.code])")
    assert told == [
        ["allfeat-widget", "common.rate_limited"],
        ["mori", "USAGE_NOT_ENOUGH"],
        ["allfeat-widget", "common.service_unavailable"],
        ["allfeat-widget", "nobody.knows"],
        ["allfeat-widget", None],
    ]
    wait_for(page, "retry allfeat-widget nobody.knows not now")
    # Hooks that break cost themselves only, and are told.
    assert len([text for text in said if "ValueError: a broken hook" in text]) == 7
    assert len([text for text in said if "ValueError: a hook that breaks later" in text]) == 7

    page.evaluate("() => stop_all()")
    heard = page.evaluate("() => heard.length")
    page.evaluate("() => document.dispatchEvent(new CustomEvent('pywidget:renewed', { detail: {}, bubbles: true }))")
    assert page.evaluate("() => heard.length") == heard


AGAIN = """

def start_again():
    handler.stop()
    other = start()

    @other.on("verdict")
    def verdict(event):
        say("again", event.detail["code"])

    say("another", other is not handler, start() is other)


js.start_again = start_again
"""


@pytest.mark.parametrize("kind", ["mpy", "py"])
def test_start_after_stop_begins_anew(page: Page, python_site: PythonSite, kind: str) -> None:
    ready(page, python_site.script_page(kind, f"{CODE}\n{START}\n{AGAIN}"))
    page.evaluate("() => start_again()")
    wait_for(page, "another True True")
    page.wait_for_function("() => !pywidget.stopped")
    page.evaluate("() => pywidget.report('common.rate_limited')")
    wait_for(page, "again common.rate_limited")


@pytest.mark.parametrize("kind", ["mpy", "py"])
def test_a_provider_that_fails_is_a_renewal_that_failed(page: Page, python_site: PythonSite, kind: str) -> None:
    code = f"""{CODE}
{START}
answers = [lambda: 1 / 0, lambda: None, lambda: 5, lambda: {{"token": 1}}, later, lambda: ""]


@handler.token_provider
def provide(request):
    return answers.pop(0)()
""".replace("answers =", "async def later():\n    raise KeyError('x')\n\n\nanswers =")
    ready(page, python_site.script_page(kind, code))
    reasons = []
    for turn in range(6):
        prefix = f"turn {turn} "
        fail(page, "401-setToken-SYNC-inside-listener", prefix)
        page.wait_for_function("(prefix) => told(prefix, 'renewal-failed').length", arg=prefix)
        reasons.append(page.evaluate("(prefix) => told(prefix, 'renewal-failed')[0].detail.reason", prefix))
    assert reasons[0] == reasons[4] == "provider-failed"
    assert reasons[1] == "no-token"
    assert reasons[2] == "wrong-type"
    assert reasons[5] == "empty-token"


def test_with_the_script_tag_there_is_one_app_in_the_pages_python(page: Page, python_site: PythonSite) -> None:
    python_site.clear()
    said = listen(page)
    page.goto(python_site.script_page("mpy", HOOKS, attributes={"contact": "help@example.org"}))
    page.wait_for_function("() => window.heard?.includes('started True')")
    fail(page, "session.key_inactive")
    wait_for(page, "config verdict session.key_inactive w1")
    # No second interpreter, no second app, and the tag's settings.
    assert "/pywidget/micropython.wasm" not in python_site.requests
    assert python_site.requests.count("/pywidget/pywidget.js") == 1
    assert page.evaluate("() => told('', 'ready').length") == 1
    assert page.evaluate("() => tracked") == []
    actions = page.evaluate("() => told('', 'notice')[0].detail.actions.map(({ id }) => id)")
    assert "contact" in actions
    ignored = [text for text in said if "start() ignores" in text]
    assert len(ignored) == 1
    assert "data-analytics, data-boot" in ignored[0]


def test_a_tag_that_had_to_start_before_keeps_its_own_interpreter(page: Page, python_site: PythonSite) -> None:
    python_site.clear()
    page.goto(python_site.page("<main></main>", head=STAND_IN, attributes={"boot": "now"}, policy=PYSCRIPT_POLICY))
    page.evaluate("() => pywidget.ready")
    page.evaluate(ADD_PYSCRIPT, [f"{PYSCRIPT}/core.js", json.dumps(CONFIGS["mpy"]), HOOKS])
    page.wait_for_function("() => window.heard?.includes('started True')")
    fail(page, "401-expired-then-setToken-async")
    wait_for(page, "asked submit None 1 w1", "renewed 1 w1")
    assert page.evaluate("() => told('', 'ready').length") == 1
    assert python_site.requests.count("/pywidget/pywidget-page.js") == 1


def test_a_script_tag_that_is_still_loading_is_waited_for(page: Page, python_site: PythonSite) -> None:
    held: list[Route] = []
    page.route("**/pywidget.js", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks it
    tag = '<script async src="/pywidget/pywidget.js" data-boot="now"></script>'
    page.goto(python_site.script_page("mpy", HOOKS, head=tag), wait_until="commit")
    page.wait_for_function("() => window.heard?.includes('started True')")
    assert len(held) == 1
    held[0].continue_()
    page.wait_for_function("() => announced.some(({ name }) => name == 'ready')")
    fail(page, "401-expired-then-setToken-async")
    wait_for(page, "asked submit None 1 w1", "renewed 1 w1")


@pytest.mark.parametrize("kind", ["mpy", "py"])
def test_a_worker_is_told_that_it_needs_the_main_thread(page: Page, python_site: PythonSite, kind: str) -> None:
    with page.expect_console_message(
        lambda message: (
            "pywidget.start() needs the main thread" in message.text and "without the worker attribute" in message.text
        ),
    ):
        page.goto(python_site.script_page(kind, f"from pywidget import start\n{START}", script="worker"))
    assert not page.evaluate("() => 'pywidget' in window")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("start(contact='x')", "start(src=…) needs the address of pywidget.js"),
        ("start(src='/pywidget/pywidget.js', **{'token url': '/token'})", "'token url' is no setting"),
        ("start(src='/pywidget/pywidget.js').on('confg')", "there is nothing called 'confg' to wait for: auth, config"),
        ("start(src='/nowhere/pywidget.js')", "/nowhere/pywidget.js could not be loaded"),
        ("start(src='/pywidget/pywidget.js', boot='now', tokn_url='/')", "data-tokn-url is no attribute of pywidget"),
    ],
)
def test_mistakes_are_named(page: Page, python_site: PythonSite, code: str, told: str) -> None:
    with page.expect_console_message(lambda message: told in message.text):
        page.goto(python_site.script_page("mpy", f"from pywidget import start\n{code}"))


def test_settings_are_written_as_in_the_script_tag(page: Page, python_site: PythonSite) -> None:
    code = (
        "start(src='/pywidget/pywidget.js', boot='now', first_token=True, debug=False, sample_rate=0.5, contact=None,"
        " messages={'title.disabled': 'Closed'})"
    )
    ready(page, python_site.script_page("mpy", f"from pywidget import start\n{code}"))
    assert page.evaluate("() => ({ ...document.querySelector('script[src*=\"pywidget.js\"]').dataset })") == {
        "boot": "now",
        "firstToken": "on",
        "debug": "off",
        "sampleRate": "0.5",
        "messages": '{"title.disabled": "Closed"}',
    }


@pytest.mark.parametrize("kind", ["mpy", "py"])
def test_hostile_events_do_not_break_the_pages_interpreter(page: Page, python_site: PythonSite, kind: str) -> None:
    code = f"""{CODE}{START}
@handler.on("renewed")
def renewed(event):
    say(len(event.detail))

@handler.on("config")
def config(event):
    say(event.detail["code"])
"""
    ready(page, python_site.script_page(kind, code))
    page.evaluate(
        """() => {
          const cycle = {};
          cycle.self = cycle;
          const { proxy, revoke } = Proxy.revocable({}, {});
          revoke();
          const thrower = { get path() { throw "text"; } };
          const liar = { toJSON() { throw {}; } };
          const hostile = [cycle, proxy, thrower, liar, { path: 1n }, Symbol("x"), () => 1, null, undefined, 7, []];
          for (let turn = 0; turn < 100; turn++) {
            for (const detail of hostile) dispatchEvent(new CustomEvent("pywidget:renewed", { detail }));
          }
        }"""
    )
    fail(page, "session.key_inactive")
    wait_for(page, "session.key_inactive")
    # Six of eleven can be written as JSON, and none says anything.
    assert page.evaluate("() => heard.filter((word) => word == '0').length") == 600


@pytest.mark.parametrize("kind", ["mpy", "py"])
def test_the_samples_work(page: Page, python_site: PythonSite, kind: str) -> None:
    sample = SAMPLES[kind].replace("/static/", "/").replace("/api/ats-token", "/token")
    found = re.search(rf"<script type=\"{kind}\" config='([^']*)'>\n(.*?)</script>", sample, re.DOTALL)
    assert found
    # As the sample has it; only the interpreter comes from a CDN there.
    assert json.loads(found[1]) == {"files": CONFIGS[kind]["files"]}
    hooks = SAMPLES["hooks"].replace("/static/", "/").replace("/api/ats-token", "/token")
    said = ready(page, python_site.script_page(kind, found[2] + hooks + "\nhandler.report('x.y')"))
    fail(page, "401-expired-then-setToken-async")
    page.wait_for_function("() => announced.some(({ name }) => name == 'renewed')")
    assert python_site.token_requests[-1] is None
    fail(page, "session.key_inactive", "other ")
    page.wait_for_function("() => told('other ', 'verdict').length")
    page.wait_for_function(
        "() => told('other ', 'notice').some(({ detail }) => detail.actions.some(({ id }) => id == 'contact'))"
    )
    assert [text for text in said if text.startswith("session.key_inactive ")]
