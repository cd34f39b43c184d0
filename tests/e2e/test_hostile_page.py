"""What pages do to pywidget, and what must not come of it: the interpreter lives, the page does not notice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from python_files import IMAGES, OLD_BROWSER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route
    from site_for_tests import Site

SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
HOSTILE = f'{SCRIPTS}<script src="/files/hostile.js"></script>'
WIDGET = '<ats-widget id="w1"></ats-widget>'
CODE = "common.service_unavailable"
MINUTE = 60_000
#: What takes longer does not end by itself; a busy machine is not that slow.
LONGEST_FREEZE_MS = 10_000


def announced(page: Page, name: str, widget: str = "w1") -> list[dict[str, Any]]:
    details: list[dict[str, Any]] = page.evaluate("([name, id]) => of(name, id)", [name, widget])
    return details


def wait_for(page: Page, name: str, *widgets: str, times: int = 1) -> None:
    """Wait until each of these widgets was told so many times."""
    page.wait_for_function(
        "([name, ids, times]) => ids.every((id) => of(name, id).length >= times)", arg=[name, widgets, times]
    )


def console_of(page: Page) -> list[str]:
    """The warnings and errors that the page will have in its console."""
    texts: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("warning", "error"):
            texts.append(message.text)

    page.on("console", note)
    return texts


def let_pass(page: Page) -> None:
    """Let pywidget do one more thing: what should not happen has had its chance."""
    page.evaluate("() => new Promise((done) => (pywidget.on('verdict', done), pywidget.report('later')))")


# Details


def test_details_of_all_kinds(page: Page, site: Site) -> None:
    page.goto(site.page(head=HOSTILE))
    told = page.evaluate(
        """() => Object.entries(details).map(([name, make]) => {
            const widget = document.createElement("ats-widget");
            widget.id = name;
            document.body.append(widget);
            const [detail, code] = make();
            const before = performance.now();
            widget.say("allfeat:failed", detail, { screen: "FAILED" });
            return { name, code, took: performance.now() - before };
        })"""
    )
    names = [detail["name"] for detail in told]
    assert len(names) > 40
    assert [detail["name"] for detail in told if detail["took"] > LONGEST_FREEZE_MS] == []
    wait_for(page, "verdict", *names)
    codes = {name: [verdict["code"] for verdict in announced(page, "verdict", name)] for name in names}
    assert codes == {detail["name"]: [detail["code"]] for detail in told}


@pytest.mark.parametrize("boot", ["error", "now"])
def test_events_that_lie_about_themselves(page: Page, site: Site, boot: str) -> None:
    said = console_of(page)
    body = f'{WIDGET}<ats-widget id="w2"></ats-widget>'
    page.goto(site.page(body, head=SCRIPTS, attributes={"boot": boot}))
    if boot == "now":
        page.evaluate("() => pywidget.ready")
    page.evaluate(
        """() => {
            const boom = () => { throw new Error("boom"); };
            const lies = [
                ["composedPath", boom],
                ["composedPath", () => boom],
                ["composedPath", () => () => []],
                ["composedPath", () => () => [null]],
                ["composedPath", () => () => ["text"]],
                ["composedPath", () => () => [new Proxy({}, { get: boom })]],
                ["type", boom],
                ["type", () => Symbol("s")],
                ["type", () => ({ toString: boom })],
                ["type", () => null],
                ["detail", boom],
            ];
            for (const name of ["confirmed", "ready", "upload-progress", "error"]) {
                for (const [member, get] of lies) {
                    const event = new CustomEvent(`allfeat:${name}`, { bubbles: true, composed: true, detail: {} });
                    document.getElementById("w1").dispatchEvent(Object.defineProperty(event, member, { get }));
                }
            }
        }"""
    )
    page.evaluate("(code) => fail('w2', code)", CODE)
    wait_for(page, "verdict", "w2")
    let_pass(page)
    assert [verdict["code"] for verdict in announced(page, "verdict", "w2")] == [CODE]
    assert page.evaluate("() => of('unavailable')") == []
    documented = ("hearing an event failed", "could not be read")
    assert [text for text in said if not any(words in text for words in documented)] == []


# Callbacks


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile for pages whose own mistakes are not those of the test."""
    context = browser.new_context()
    yield context
    context.close()


def test_ten_thousand_calls_that_throw(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    thrown: list[object] = []
    page.on("pageerror", lambda error: thrown.append(f"{error}"))
    page.clock.install()
    sinks = " ".join(f"app.sinks.{number}" for number in range(12))
    page.goto(site.page(head=HOSTILE, attributes={"analytics": sinks, "before-report": "app.check"}))
    widgets = 40
    page.evaluate(
        """(count) => {
            addWidgets(count);
            pywidget.tokenProvider(provider);
            console.warn = console.error = console.info = () => { throw new Error("no console"); };
        }""",
        widgets,
    )
    names = [f"h{number}" for number in range(widgets)]

    def trouble(number: int) -> dict[str, int]:
        page.evaluate("([count, round]) => trouble(count, round)", [widgets, number])
        page.wait_for_function("([ids, times]) => ids.every((id) => ended(id) >= times)", arg=[names, number])
        # What was spent of tokens and of reports is there again.
        page.clock.run_for(2 * MINUTE)
        calls: dict[str, int] = page.evaluate("calls")
        return calls

    number = 1
    while trouble(number).get("setTokens", 0) < 250:
        number += 1
    # Where pywidget calls the page, it catches what comes back. (The page's listeners are called by the browser.)
    assert thrown == []
    page.evaluate(
        """() => {
            for (const name of ["verdict", "notice", "report", "renewed", "renewal-failed"]) {
                for (let times = 0; times < 4; times++) pywidget.on(name, () => misbehave("hooks"));
            }
        }"""
    )
    calls = trouble(number := number + 1)
    while sum(calls.values()) < 10_000:
        calls = trouble(number := number + 1)
    assert all(calls[kind] > 200 for kind in ("sinks", "checks", "providers", "setTokens", "hooks")), calls
    # Python is alive, and does what it did before.
    page.evaluate(
        """() => {
            pywidget.tokenProvider(() => "the last token");
            const widget = Object.assign(document.createElement("ats-widget"), { id: "w1" });
            document.body.append(widget);
            fail("w1", "registration.audio_too_large");
            expire("w1", "v3");
        }"""
    )
    wait_for(page, "renewed", "w1")
    codes = [verdict["code"] for verdict in announced(page, "verdict")]
    assert codes == ["registration.audio_too_large", "common.auth.expired"]
    assert page.evaluate("() => tokensOf('w1')") == ["the last token"]
    assert page.evaluate("() => of('unavailable')") == []


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize(
    ("named", "function"),
    [("data-token-function", "giveToken"), ("data-before-report", "checkReport"), ("takeReport", "takeReport")],
)
def test_what_a_function_of_the_page_throws_is_shown_with_its_stack(
    page: Page, site: Site, named: str, function: str, *, later: bool
) -> None:
    texts = console_of(page)
    attributes = {"token-function": "giveToken", "before-report": "checkReport", "analytics": "takeReport"}
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes=attributes))
    page.evaluate(
        """([name, later]) => {
            Object.assign(window, { thrown: 0, giveToken: () => "a token", checkReport() {}, takeReport() {} });
            window[name] = function theirs() {
                window.thrown++;
                const error = new Error(`the mistake of ${name}`);
                if (later) return Promise.reject(error);
                throw error;
            };
            expire("w1", "v3");
        }""",
        [function, later],
    )
    page.wait_for_function("() => thrown && ended('w1')")
    let_pass(page)
    page.wait_for_function("() => of('verdict').length == 2")
    page.evaluate("() => fetch('/login')")
    mistakes = [text for text in texts if f"the mistake of {function}" in text]
    assert len(mistakes) == page.evaluate("thrown")
    assert all(text.startswith(f"pywidget: {named} threw Error: the mistake") for text in mistakes), mistakes
    assert all("at theirs" in text or "at window" in text for text in mistakes), mistakes


def test_what_a_token_provider_throws_is_shown_with_its_stack(page: Page, site: Site) -> None:
    texts = console_of(page)
    page.goto(site.page(WIDGET, head=SCRIPTS))
    page.evaluate(
        """() => {
            window.thrown = 0;
            pywidget.tokenProvider(async function theirs() {
                throw new Error(`their mistake, number ${++window.thrown}`);
            });
            expire("w1", "v3");
        }"""
    )
    page.wait_for_function("() => thrown && ended('w1')")
    mistakes = [text for text in texts if "their mistake" in text]
    assert [text.partition("\n")[0] for text in mistakes] == [
        f"pywidget: tokenProvider threw Error: their mistake, number {number + 1}"
        for number in range(page.evaluate("thrown"))
    ]
    assert all("at theirs" in text for text in mistakes), mistakes


# Attributes

#: attribute -> (a value that it cannot have, what the warning has to name besides the attribute)
WRONG: dict[str, tuple[str, tuple[str, ...]]] = {
    "system": ("wordpress", ("allfeat-widget", "mori", "breakground")),
    "token-method": ("DELETE", ("POST", "GET", "PUT")),
    "token-credentials": ("always", ("same-origin", "include", "omit")),
    "token-timeout": ("0.2", ("1", "55")),
    "sample-rate": ("half", ("0", "1")),
    "first-token": ("yes", ("off", "on")),
    "reset": ("sometimes", ("never", "ask", "allowed")),
    "runtime": ("jython", ("micropython", "pyodide")),
    "boot": ("soon", ("error", "idle", "now")),
    "debug": ("1", ("off", "on")),
    "privacy": ("full", ("off", "honor")),
    "widget": ("::widget", ("ats-widget",)),
    "notices": ("#nowhere", ("auto", "off")),
    "login-url": ("javascript:alert(1)", ("http", "https")),
    "csrf-cookie": ("XSRF-TOKEN", ("data-csrf-header",)),
    "tokn-url": ("/token", ("no attribute",)),
}


def test_attributes_with_wrong_values(page: Page, site: Site) -> None:
    texts = console_of(page)
    wrong = {name: value for name, (value, _) in WRONG.items()}
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes={"token-url": "/token", **wrong}))
    page.evaluate("() => expire('w1', 'v3')")
    wait_for(page, "renewed", "w1")
    page.evaluate("(code) => fail('w1', code)", CODE)
    wait_for(page, "notice", "w1")
    for name, (value, named) in WRONG.items():
        (text,) = (text for text in texts if f"data-{name}=" in text or f"data-{name} " in text)
        assert text.startswith("pywidget: ")
        if name not in ("csrf-cookie", "tokn-url"):
            assert value in text
        for word in named:
            assert word in text, text
    # The defaults are used.
    assert site.token_requests[0]["attempt"] == 1
    assert page.evaluate("() => tokensOf('w1')") == site.tokens
    assert page.locator("body > pywidget-notice").count() == 1


def test_the_script_tag_twice(page: Page, site: Site) -> None:
    texts = console_of(page)
    again = '<script src="/pywidget/pywidget.js" data-token-url="/nowhere"></script>'
    page.goto(site.page(f"{WIDGET}{again}", head=f'{SCRIPTS}<script src="/pywidget/pywidget.js"></script>'))
    page.evaluate("(code) => fail('w1', code)", CODE)
    wait_for(page, "verdict", "w1")
    let_pass(page)
    assert len([text for text in texts if "twice" in text]) == 2
    assert len(announced(page, "verdict")) == 1
    page.wait_for_selector("ats-widget + pywidget-notice[data-shown]")


# Without Python

FILES = (
    "pywidget-page.js",
    "pywidget-token.js",
    "pywidget.romfs",
    "micropython.wasm",
)


@pytest.mark.parametrize("file", FILES)
def test_files_that_are_missing_and_come_back(page: Page, site: Site, file: str) -> None:
    page.clock.install()
    if file in IMAGES:
        page.add_init_script(OLD_BROWSER)

    def missing(route: Route) -> None:
        route.fulfill(status=404, body="Not found")

    pattern = f"**/{file}*"
    page.route(pattern, missing)
    body = "".join(f'<ats-widget id="{name}"></ats-widget>' for name in ("w1", "w2", "w3"))
    page.goto(site.page(body, head=SCRIPTS, attributes={"token-url": "/token"}))
    page.evaluate("(code) => { fail('w1', code); expire('w2', 'v3'); }", CODE)
    page.wait_for_function("() => of('unavailable').length")
    (unavailable,) = page.evaluate("() => of('unavailable')")
    assert file in unavailable["reason"]
    # The page has its widgets, and nothing of ours.
    assert page.locator("pywidget-notice").count() == 0
    page.clock.run_for(MINUTE)
    # It has been tried once more, in vain: else that try could still be on its way when the connection is back.
    page.wait_for_function("() => of('unavailable').length == 2")
    page.unroute(pattern, missing)
    page.evaluate("() => { document.addEventListener('pywidget:ready', () => { window.isReady = true; }); }")
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.wait_for_function("() => window.isReady")
    wait_for(page, "verdict", "w1", "w2")
    page.wait_for_function("() => pywidget.ready.then(() => true)")
    page.wait_for_function("() => ended('w2')")
    page.evaluate("() => expire('w3', 'v3')")
    page.wait_for_function("() => ended('w3')")
    # What was kept is told of, once; the session of a minute ago needs no token any more.
    assert [verdict["code"] for verdict in announced(page, "verdict", "w1")] == [CODE]
    assert [failed["reason"] for failed in announced(page, "renewal-failed", "w2")] == ["timed-out"]
    assert page.evaluate("() => [tokensOf('w2'), tokensOf('w3')]") == [[], site.tokens]
    assert page.locator("pywidget-notice").count() == 3


def test_a_policy_that_refuses_webassembly(page: Page, site: Site) -> None:
    texts = console_of(page)
    policy = "default-src 'none'; script-src 'self'; connect-src 'self'"
    page.goto(site.page(WIDGET, head=SCRIPTS, policy=policy))
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length")
    (unavailable,) = page.evaluate("() => of('unavailable')")
    assert "wasm-unsafe-eval" in unavailable["reason"]
    assert len([text for text in texts if text.startswith("pywidget: Error: WebAssembly is refused")]) == 1
    assert page.locator("pywidget-notice").count() == 0
    # Each further error is another attempt to start, and changes nothing else.
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => of('unavailable').length == 2")


def test_an_interpreter_that_dies(page: Page, site: Site) -> None:
    page.goto(site.page(WIDGET, head=SCRIPTS))
    page.evaluate(
        """() => {
            window.received = 0;
            const receive = () => {
                received++;
                throw new RangeError("memory access out of bounds");
            };
            pywidget.interpreter = { pyimport: () => ({ start: () => 0, receive }) };
        }"""
    )
    for _ in range(3):
        page.evaluate("(code) => fail('w1', code)", CODE)
        page.wait_for_function("() => of('unavailable').length")
    page.evaluate("() => { dispatchEvent(new Event('online')); document.getElementById('w1').remove(); }")
    page.evaluate("() => fetch('/login')")
    assert [event["reason"] for event in page.evaluate("() => of('unavailable')")] == [
        "RangeError: memory access out of bounds"
    ]
    assert page.evaluate("received") == 1
    assert page.locator("pywidget-notice").count() == 0


# Widgets that come, go and are many


def test_trouble_before_the_script_tag(page: Page, site: Site) -> None:
    names = ("failed", "disabled", "waiting", "paid", "fine")
    widgets = "".join(f'<ats-widget id="{name}"></ats-widget>' for name in names)
    body = f'{widgets}<script src="/files/late.js"></script>'
    page.goto(site.page(body, head=SCRIPTS, attributes={"token-url": "/token"}))
    wait_for(page, "verdict", *names[:-1])
    wait_for(page, "renewed", "waiting")
    told = {name: [verdict["path"] for verdict in announced(page, "verdict", name)] for name in names}
    assert told == {"failed": ["retry"], "disabled": ["config"], "waiting": ["auth"], "paid": ["retry"], "fine": []}
    kinds = {name: [notice["kind"] for notice in announced(page, "notice", name)] for name in names}
    assert kinds == {
        "failed": ["report"],
        "disabled": ["disabled"],
        "waiting": [],
        "paid": ["submitted"],
        "fine": [],
    }
    assert page.evaluate("() => tokensOf('waiting')") == site.tokens


def test_a_widget_that_comes_moves_and_goes(page: Page, site: Site) -> None:
    page.goto(site.page("<main></main><aside></aside>", head=SCRIPTS, attributes={"token-url": "/token"}))
    page.evaluate(
        """(code) => {
            document.querySelector("main").append(Object.assign(document.createElement("ats-widget"), { id: "w1" }));
            fail("w1", code);
        }""",
        CODE,
    )
    wait_for(page, "notice", "w1")
    page.wait_for_selector("main > ats-widget + pywidget-notice[data-shown]")
    # Moving is no leaving; the next notice goes where the widget is.
    page.evaluate(
        """(code) => {
            document.querySelector("aside").append(document.getElementById("w1"));
            fail("w1", code, { requestId: "req_2" });
        }""",
        CODE,
    )
    wait_for(page, "verdict", "w1", times=2)
    page.wait_for_selector("aside > ats-widget + pywidget-notice[data-shown]")
    assert page.locator("main > pywidget-notice").count() == 0
    page.evaluate("() => { window.widget = document.getElementById('w1'); widget.remove(); }")
    page.wait_for_function("() => !document.querySelector('aside > pywidget-notice')")
    page.evaluate("(code) => { document.querySelector('main').append(widget); expire('w1', 'v3'); }", CODE)
    wait_for(page, "renewed", "w1")
    assert page.evaluate("() => tokensOf('w1')") == site.tokens


def test_a_widget_inside_of_components(page: Page, site: Site) -> None:
    page.goto(site.page("<x-outer></x-outer>", head=SCRIPTS, attributes={"token-url": "/token"}))
    page.evaluate(
        """(code) => {
            const outer = document.querySelector("x-outer").attachShadow({ mode: "open" });
            const inner = document.createElement("x-inner");
            outer.append(inner);
            const widget = Object.assign(document.createElement("ats-widget"), { id: "w1" });
            inner.attachShadow({ mode: "open" }).append(widget);
            document.getElementById = () => widget;
            window.inner = inner;
            fail("w1", code);
            expire("w1", "v3");
        }""",
        CODE,
    )
    wait_for(page, "renewed", "w1")
    assert page.evaluate("() => tokensOf('w1')") == site.tokens
    # Its notices stand beside it, in the same component, and leave with any component around it.
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => inner.shadowRoot.querySelector('ats-widget + pywidget-notice[data-shown]')")
    page.evaluate("() => inner.remove()")
    page.wait_for_function("() => !inner.shadowRoot.querySelector('pywidget-notice')")


def test_stop(page: Page, site: Site) -> None:
    page.clock.install()
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes={"token-url": "/token"}))
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_selector("pywidget-notice[data-shown]", state="attached")
    page.evaluate("() => pywidget.stop()")
    page.wait_for_function("() => !document.querySelector('pywidget-notice')")
    told = page.evaluate("() => announced.length")
    page.evaluate(
        """(code) => {
            fail("w1", code, { requestId: "req_2" });
            expire("w1", "v3");
            pywidget.report("foo.bar");
            pywidget.flush();
            dispatchEvent(new Event("online"));
            document.getElementById("w1").setAttribute("mode", "update");
            document.body.append(document.createElement("ats-widget"));
            return fetch("/login");
        }""",
        CODE,
    )
    page.clock.run_for(2 * MINUTE)
    assert page.evaluate("() => announced.length") == told
    assert site.token_requests == []
    assert page.locator("pywidget-notice").count() == 0


def test_stop_before_anything_happened(page: Page, site: Site) -> None:
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes={"token-url": "/token"}))
    page.evaluate("(code) => { pywidget.stop(); fail('w1', code); expire('w1', 'v3'); return fetch('/login'); }", CODE)
    assert [path for path in site.requests if path.startswith("/pywidget/")] == ["/pywidget/pywidget.js"]
    assert page.evaluate("() => announced.length") == 0


def test_a_hundred_widgets(page: Page, site: Site) -> None:
    names = [f"w{number}" for number in range(100)]
    body = "".join(f'<ats-widget id="{name}"></ats-widget>' for name in names)
    page.goto(site.page(body, head=SCRIPTS, attributes={"token-url": "/token"}))
    page.evaluate("([ids, code]) => ids.forEach((id) => fail(id, code))", [names, CODE])
    wait_for(page, "verdict", *names)
    page.evaluate("(ids) => ids.forEach((id, index) => expire(id, index % 2 ? 'v3' : 'v1'))", names)
    wait_for(page, "renewed", *names)
    verdicts = page.evaluate("(ids) => ids.map((id) => of('verdict', id))", names)
    assert {len(told) for told in verdicts} == {2}
    assert [told[0]["requestId"] for told in verdicts] == [f"req_{name}" for name in names]
    given = page.evaluate("(ids) => ids.flatMap(tokensOf)", names)
    assert sorted(given) == sorted(site.tokens)
    assert len(set(given)) == 100
    page.evaluate("() => { for (const widget of document.querySelectorAll('ats-widget')) widget.remove(); }")
    page.wait_for_function("() => !document.querySelector('pywidget-notice')")


# The clock

CLOCK = Path(__file__).parents[2] / "pywidget" / "page" / "clock.js"


def test_the_clock_keeps_time_however_often_it_is_asked(page: Page) -> None:
    source = CLOCK.read_text(encoding="utf-8").replace("export ", "")
    wrong = page.evaluate(
        f"""() => {{
            {source}
            // Time passes as it does between two looks: one clock counts whole milliseconds, the other fractions.
            let time = 1e6;
            Date.now = () => Math.floor(1e12 + time);
            performance.now = () => time;
            const clock = createClock();
            const first = clock();
            for (let looks = 0; looks < 20_000; looks++) {{
                time += 0.05;
                clock();
            }}
            return clock() - first - 1000;
        }}"""
    )
    assert abs(wrong) <= 1


def test_the_clock_knows_of_a_sleep_and_never_goes_back(page: Page) -> None:
    source = CLOCK.read_text(encoding="utf-8").replace("export ", "")
    passed = page.evaluate(
        f"""() => {{
            {source}
            let wall = 1e12, steady = 0;
            Date.now = () => wall;
            performance.now = () => steady;
            const clock = createClock();
            const times = [clock()];
            const pass = (first, second) => {{
                wall += first;
                steady += second;
                times.push(clock());
            }};
            pass(100, 100.4);
            pass(3_600_000, 2);
            pass(-7_200_000, 10);
            pass(10, 0);
            return times.map((time) => time - 1e12);
        }}"""
    )
    assert passed == [0, 100, 3_600_100, 3_600_110, 3_600_110]


def test_nothing_turns_in_circles_while_the_interpreter_is_on_its_way(page: Page, site: Site) -> None:
    held: list[Route] = []
    page.route("**/micropython.wasm", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks it
    page.add_init_script(
        """
        window.tasks = 0;
        const { postMessage } = MessagePort.prototype;
        MessagePort.prototype.postMessage = function (...given) {
            window.tasks++;
            return postMessage.apply(this, given);
        };
        """
    )
    page.goto(site.page(WIDGET, head=SCRIPTS))
    with page.expect_request("**/micropython.wasm"):
        page.evaluate("(code) => fail('w1', code)", CODE)
    # As many turns of the page's event loop as a slow download takes.
    page.evaluate(
        """async () => {
            for (let turn = 0; turn < 200; turn++) await new Promise((done) => setTimeout(done));
        }"""
    )
    waiting = page.evaluate("() => window.tasks")
    for route in held:
        route.continue_()
    wait_for(page, "verdict", "w1")
    assert 0 < waiting < 20


@pytest.mark.parametrize("boot", ["error", "now"])
def test_nothing_of_a_burst_in_one_turn_is_lost(page: Page, site: Site, boot: str) -> None:
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes={"boot": boot}))
    if boot == "now":
        page.evaluate("() => pywidget.ready")
    page.evaluate(
        """(code) => {
            window.verdicts = 0;
            addEventListener("pywidget:verdict", () => window.verdicts++);
            for (let number = 0; number < 2_000; number++) fail("w1", code, { requestId: `req_${number}` });
        }""",
        CODE,
    )
    page.wait_for_function("() => window.verdicts >= 2_000")
    assert page.evaluate("() => new Set(of('verdict').map(({ requestId }) => requestId)).size") == 2_000


def test_what_was_too_much_to_be_kept_is_counted(page: Page, site: Site) -> None:
    said = console_of(page)
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes={"analytics": "segment"}))
    page.evaluate(
        """(code) => {
            const widget = document.getElementById("w1");
            for (let number = 0; number < 20_005; number++) widget.say("allfeat:upload-start", {});
            fail("w1", code);
        }""",
        CODE,
    )
    page.wait_for_function("() => tracked.length")
    # The first 20,001 are kept; an error and a failed follow what was too much.
    assert page.evaluate("() => tracked[0].fields.dropped") == 6
    assert [text for text in said if "6 events came before Python did" in text]
