"""The page's own requests, watched: every documented code is met, and the page notices nothing of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from python_files import MORE
from site_for_tests import Site, serve
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse
from watched_api import (  # noqa: F401  fixtures, asked for by their names
    NODE_MODULES,
    SYSTEMS,
    WatchedApi,
    announced,
    api_fixture,
    ask,
    codes_of,
    holding,
    path_of,
    shared_api_fixture,
    wait_for,
)

from pywidget.core.classify import classify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

PAIRS = " ".join(f"/api/{system}/* {system}" for system in SYSTEMS) + " /api/session/* breakground /api/* mori"
#: The name of the client, and those of the documented answers that it meets.
CLIENTS = ("fetch", "xhr", "axios", "axiosByFetch", "generated", "generatedThatThrows")

HEAD = (
    '<script src="/files/requests.js"></script><script src="/files/stand-in.js"></script>'
    '<script src="/npm/axios/dist/axios.min.js"></script><script src="/files/generated-client.js"></script>'
)


def open_page(page: Page, site: Site, body: str = "", *, tag: bool = True, head: str = HEAD, **attributes: str) -> None:
    """Open a page; with pywidget's tag, wait until it watches."""
    given = {key.replace("_", "-"): value for key, value in attributes.items()}
    page.goto(site.page(body, head=head, tag=tag, attributes=given, policy=""))
    if tag and "watch" in attributes:
        page.wait_for_function("() => fetch !== native.fetch.value")


# What is heard


@pytest.mark.parametrize("client", CLIENTS)
def test_every_documented_code_is_met(page: Page, site: Site, api: WatchedApi, client: str) -> None:
    assert api.signed_in is False
    open_page(page, site, watch=PAIRS)
    cases = [(system, code) for system in SYSTEMS for code in codes_of(system)]
    assert len(cases) == 81
    ask(page, *(path_of(system, code) for system, code in cases), client=client)
    verdicts = wait_for(page, "verdict", len(cases))
    assert len(verdicts) == len(cases)
    told = {(verdict["system"], verdict["code"]): verdict for verdict in verdicts}
    for system, code in cases:
        verdict, meaning = told[system, code], classify(code, system)
        assert (verdict["path"], verdict["remedy"]) == (meaning.path, meaning.remedy), code
        assert (verdict["stage"], verdict["event"]) == (f"GET {path_of(system, code)}", "pywidget:http")
        assert verdict["requestId"] == (f"req_{code}" if system == "allfeat-api" else None)
    assert page.evaluate("() => announced.every(({ target }) => target === '')")


@pytest.mark.parametrize("client", ["fetch", "xhr"])
def test_an_unknown_code_goes_by_its_category_then_its_status(
    page: Page, site: Site, api: WatchedApi, client: str
) -> None:
    assert api.profiles == {}
    open_page(page, site, watch=PAIRS)
    ask(page, path_of("breakground", "NOT_LISTED"), "/api/html", "/api/empty", "/api/image", client=client)
    ask(page, "/api/pieces", "/api/large", client=client)
    verdicts = wait_for(page, "verdict", 6)
    seen = {verdict["stage"]: (verdict["code"], verdict["remedy"]) for verdict in verdicts}
    assert seen == {
        "GET /api/breakground/NOT_LISTED": ("NOT_LISTED", classify(None, "breakground", category="NOT_FOUND").remedy),
        "GET /api/html": (None, "try-again"),
        "GET /api/empty": (None, "try-again"),
        "GET /api/image": (None, "report"),
        "GET /api/pieces": ("SERVER_INTERNAL_ERROR", "try-again"),
        # Its code comes after the part of the body that is read.
        "GET /api/large": (None, "try-again"),
    }


@pytest.mark.parametrize("client", ["fetch", "xhr"])
@pytest.mark.parametrize(
    "headers",
    [
        "Retry-After=4000",
        'RateLimit="default";r=0;t=4000',
        "RateLimit-Remaining=0|RateLimit-Reset=4000",
        "X-RateLimit-Remaining=0|X-RateLimit-Reset=4000",
    ],
)
def test_the_headers_say_how_long_to_wait(page: Page, site: Site, api: WatchedApi, client: str, headers: str) -> None:
    assert api.routes
    open_page(page, site, watch=PAIRS)
    ask(page, f"/api/limited?headers={headers}", client=client)
    (notice,) = wait_for(page, "notice")
    assert (notice["kind"], [action["id"] for action in notice["actions"]]) == ("waiting", ["dismiss"])
    left = notice["until"] - page.evaluate("() => Date.now()")
    assert 3_000_000 < left <= 4_000_000


def test_nothing_more_is_loaded_before_the_first_failing_answer(page: Page, site: Site, api: WatchedApi) -> None:
    open_page(page, site, watch=PAIRS)
    ask(page, "/api/fine", "/api/fine")
    ours = [path for path in site.requests if path.startswith("/pywidget/")]
    names = ("pywidget.js", "pywidget-page.js", "pywidget-watch.js")
    assert sorted(ours) == sorted(f"/pywidget/{name}" for name in names)
    ask(page, path_of("mori", "PLAN_NOT_FOUND"))
    wait_for(page, "verdict")
    assert f"/pywidget/{MORE}" in site.requests
    assert api.signed_in is False


def test_a_request_that_succeeds_after_all_takes_its_notice_away(page: Page, site: Site, api: WatchedApi) -> None:
    open_page(page, site, watch="/api/session/* mori")
    ask(page, "/api/session/1")
    wait_for(page, "notice")
    api.signed_in = True
    ask(page, "/api/session/1?again")
    page.wait_for_function("() => announced.filter(({ name }) => name == 'notice').at(-1).detail.kind === null")


# What is kept until Python is there

WIDGET = '<ats-widget id="w1"></ats-widget>'
FAIL = """(count) => {
  for (let number = 0; number < count; number++) {
    const detail = { code: "common.service_unavailable", message: "x", requestId: `req_w${number}` };
    for (const half of ["error", "failed"]) document.getElementById("w1").say(`allfeat:${half}`, detail);
  }
}"""
WORK = """(count) => {
  for (let number = 0; number < count; number++) document.getElementById("w1").say("allfeat:upload-start", {});
}"""


@pytest.fixture
def held(page: Page) -> Iterator[Callable[[], None]]:
    """Keep Python back until this is called."""
    with holding(page, "**/pywidget*.romfs") as release:

        def let_go() -> None:
            assert release(), "nothing has asked for Python"

        yield let_go


def test_answers_are_kept_beside_what_widgets_said(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], None]
) -> None:
    assert api.signed_in is False
    open_page(page, site, WIDGET, watch=PAIRS)
    page.evaluate(FAIL, 250)
    codes = codes_of("mori")[:20]
    assert len(codes) == 20
    ask(page, *(path_of("mori", code) for code in codes))
    held()
    verdicts = wait_for(page, "verdict", 270)
    assert [one["requestId"] for one in verdicts if one["system"] != "mori"] == [f"req_w{n}" for n in range(250)]
    assert [one["code"] for one in verdicts if one["system"] == "mori"] == codes


def test_what_was_too_much_is_counted_where_it_was_heard_as_well(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], None]
) -> None:
    assert api.signed_in is False
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_page(page, site, WIDGET, watch=PAIRS, analytics="segment")
    # One more than what the queue keeps, and what it keeps is one more than that.
    page.evaluate(WORK, 20_002)
    codes = codes_of("mori")[:20]
    ask(page, *(path_of("mori", code) for code in codes))
    held()
    verdicts = wait_for(page, "verdict", 20)
    assert [one["code"] for one in verdicts] == codes
    page.wait_for_function("() => tracked.length")
    assert page.evaluate("() => tracked[0].fields.dropped") == 21
    assert [text for text in said if "21 events came before Python did" in text]


def test_a_long_queue_has_only_the_beginning_of_a_body(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], None]
) -> None:
    assert api.signed_in is False
    open_page(page, site, WIDGET, watch=PAIRS)
    page.evaluate(WORK, 999)
    # Its code comes after 3,000 other characters.
    ask(page, "/api/long", "/api/long")
    page.evaluate(WORK, 1)
    ask(page, "/api/long", path_of("mori", "PLAN_NOT_FOUND"))
    held()
    codes = [verdict["code"] for verdict in wait_for(page, "verdict", 4)]
    assert codes == ["SERVER_INTERNAL_ERROR", "SERVER_INTERNAL_ERROR", None, "PLAN_NOT_FOUND"]


# What the page notices of it


def run_everything(page: Page, site: Site, *, tag: bool, more: str = "") -> list[Any]:
    """Do everything that a page can do with requests, and return all that it can tell of what came of it."""
    open_page(page, site, tag=tag, head=HEAD + more, watch=PAIRS)
    paths = [path_of(system, code) for system in SYSTEMS for code in codes_of(system)[::6]]
    for client in CLIENTS:
        ask(page, "/api/fine", *paths, client=client)
    # One after the other, so that the order of what they tell is theirs.
    for name in page.evaluate("() => oddities"):
        page.evaluate("(name) => tryOut(name)", name)
    page.evaluate("async () => log.push(await order())")
    log: list[Any] = page.evaluate("() => log")
    return log


def asked_for(site: Site) -> list[str]:
    """What was asked for, but for what the page gives up after 20 ms: whether that leaves the browser is chance."""
    return sorted(path for path in site.requests if path.startswith("/api/") and path != "/api/slow")


def test_the_pages_own_results_are_what_they_are_without_pywidget(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    without = run_everything(page, site, tag=False)
    asked = asked_for(site)
    site.clear()
    watched = run_everything(page, site, tag=True)
    assert len(announced(page, "verdict")) > 100
    assert asked_for(site) == asked
    assert len(without) == len(watched)
    for one, other in zip(without, watched, strict=True):
        assert json.dumps(other, sort_keys=True) == json.dumps(one, sort_keys=True)


def test_what_the_oddities_are(page: Page, site: Site, api: WatchedApi) -> None:
    """The comparison would be worth nothing if the page's log told nothing."""
    assert api.signed_in is False
    log = {entry[0]: entry[1:] for entry in run_everything(page, site, tag=False)[:-1]}
    assert log["unhandled"] == ["TypeError: Failed to fetch"]
    assert log["a stop before the answer"][0]["name"] == "AbortError"
    assert log["a stop with a reason"][0]["text"] == "RangeError: enough"
    assert log["nobody there"][0]["text"] == "TypeError: Failed to fetch"
    assert log["a large body"][0][0] > 1_000_000
    assert log["a body in pieces"] == [[True, True, '{"code": "SERVER_INTERNAL_ERROR"}']]
    assert log["an address that throws"][0]["text"] == "Error: from toString"
    assert log["fetch's looks"] == [["fetch", 1, "function", False]]
    assert log["xhr: not in a task of its own"][0][0] == 403
    assert log["xhr: time is up"][0]["order"] == ["timeout"]
    assert log["xhr: given up"][0]["order"] == ["abort"]


IS_NATIVE = """() => ["value", "writable", "enumerable", "configurable"].every((part) =>
    Object.getOwnPropertyDescriptor(window, "fetch")[part] === native.fetch[part] &&
    ["open", "send"].every((name) =>
      Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, name)[part] === native[name][part]))"""


def test_stop_takes_the_wrappers_away(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    open_page(page, site, watch=PAIRS)
    assert page.evaluate(IS_NATIVE) is False
    ask(page, path_of("mori", "PLAN_NOT_FOUND"))
    wait_for(page, "verdict")
    page.evaluate("() => { pywidget.stop(); }")
    assert page.evaluate(IS_NATIVE) is True
    ask(page, path_of("mori", "ORDER_NOT_FOUND"))
    ask(page, path_of("mori", "ORDER_NOT_FOUND"), client="xhr")
    assert len(announced(page, "verdict")) == 1


def test_stopped_before_it_was_loaded_it_wraps_nothing(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    head = HEAD + '<script>addEventListener("DOMContentLoaded", () => pywidget.stop())</script>'
    page.goto(site.page(head=head, attributes={"watch": PAIRS}, policy=""))
    # The same module again ends when the first one has: it is the same one.
    page.evaluate("(module) => import(module)", f"{site.build_address}/pywidget-watch.js")
    assert page.evaluate(IS_NATIVE) is True


def test_wrappers_of_others_that_came_later_keep_working(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    open_page(page, site, watch=PAIRS)
    page.evaluate(
        """() => {
          window.theirs = [];
          const ours = fetch, { send } = XMLHttpRequest.prototype;
          window.fetch = async (...args) => {
            const answer = await ours(...args);
            if (/mori/.test(args[0])) theirs.push(answer.status);
            return answer;
          };
          XMLHttpRequest.prototype.send = function (...args) { theirs.push("sent"); return send.apply(this, args); };
        }"""
    )
    ask(page, path_of("mori", "PLAN_NOT_FOUND"))
    ask(page, path_of("mori", "PLAN_NOT_FOUND"), client="xhr")
    wait_for(page, "verdict", 2)
    page.evaluate("() => { pywidget.stop(); }")
    ask(page, path_of("mori", "PLAN_NOT_FOUND"))
    ask(page, path_of("mori", "PLAN_NOT_FOUND"), client="xhr")
    assert page.evaluate("() => theirs") == [404, "sent", 404, "sent"]
    assert len(announced(page, "verdict")) == 2


def test_a_page_that_lets_nobody_change_fetch(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    head = HEAD + "<script>Object.defineProperty(window, 'fetch', { writable: false, configurable: false })</script>"
    with page.expect_console_message(lambda message: "fetch cannot be watched" in message.text):
        page.goto(site.page(head=head, attributes={"watch": PAIRS}, policy=""))
    ask(page, path_of("mori", "PLAN_NOT_FOUND"))
    ask(page, path_of("mori", "ORDER_NOT_FOUND"), client="xhr")
    seen = {verdict["stage"]: verdict["code"] for verdict in wait_for(page, "verdict", 2)}
    # The first is told by what the browser notes of it.
    assert seen == {
        path_of("mori", "PLAN_NOT_FOUND"): None,
        f"GET {path_of('mori', 'ORDER_NOT_FOUND')}": "ORDER_NOT_FOUND",
    }
    page.evaluate("() => Object.freeze(XMLHttpRequest.prototype)")
    page.evaluate("() => { pywidget.stop(); }")
    assert page.evaluate("() => log.filter(([name]) => name == 'unhandled')") == []


def test_an_xhr_that_is_sent_again_at_once_is_heard_each_time(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    open_page(page, site, watch=PAIRS)
    codes = ["PLAN_NOT_FOUND", "ORDER_NOT_FOUND", "ORDER_TIMEOUT"]
    page.evaluate(
        """(paths) => new Promise((resolve) => {
          const xhr = new XMLHttpRequest();
          const send = () => {
            if (!paths.length) return resolve();
            xhr.open("GET", paths.shift());
            xhr.send();
          };
          xhr.onreadystatechange = () => xhr.readyState == 4 && send();
          send();
        })""",
        [path_of("mori", code) for code in codes],
    )
    assert [verdict["code"] for verdict in wait_for(page, "verdict", 3)] == codes


#: Each starts a monitoring client that wraps the page's requests too, and notes what it saw of them in ``seen``.
MONITORS = {
    "sentry": """() => {
      window.seen = [];
      Sentry.init({
        dsn: "http://key@127.0.0.1:1/1",
        transport: () => ({ send: async () => ({}), flush: async () => true }),
        beforeBreadcrumb: (crumb) => {
          if (crumb.data?.status_code) seen.push(crumb.data.status_code);
          return crumb;
        },
      });
    }""",
    "datadog": """() => {
      window.seen = [];
      DD_RUM.init({
        applicationId: "app", clientToken: "token", proxy: "/api/fine", sessionSampleRate: 100, trackResources: true,
        telemetrySampleRate: 0,
        beforeSend: (event) => {
          if (/mori/.test(event.resource?.url ?? "")) seen.push(event.resource.status_code);
          return true;
        },
      });
    }""",
}


@pytest.fixture(scope="module")
def monitor_scripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The clients as single scripts, under the globals that their makers' own bundles have."""
    folder = tmp_path_factory.mktemp("monitors")
    node = shutil.which("node")
    assert node
    sources = {
        "sentry": "import * as Sentry from '@sentry/browser'; window.Sentry = Sentry;",
        "datadog": "import { datadogRum } from '@datadog/browser-rum'; window.DD_RUM = datadogRum;",
    }
    scripts = {}
    for name, source in sources.items():
        scripts[name] = folder / f"{name}.js"
        esbuild = str(NODE_MODULES / "esbuild" / "bin" / "esbuild")
        command = [node, esbuild, "--bundle", f"--outfile={scripts[name]}"]
        process = subprocess.run(
            command, input=source, text=True, cwd=NODE_MODULES.parent, capture_output=True, check=False, timeout=60
        )
        assert process.returncode == 0, process.stderr
    return scripts


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("name", MONITORS)
def test_other_monitoring_lives_with_it(  # noqa: PLR0913  fixtures
    page: Page, site: Site, api: WatchedApi, monitor_scripts: dict[str, Path], name: str, *, first: bool
) -> None:
    assert api.signed_in is False
    page.route("**/monitor.js", lambda route: route.fulfill(path=monitor_scripts[name]))
    start = MONITORS[name]
    theirs = f'<script src="/monitor.js"></script><script>({start})()</script>' if first else ""
    head = f"{HEAD}{theirs}<script>window.before = fetch</script>"
    page.goto(site.page(head=head, attributes={"watch": PAIRS}, policy=""))
    assert page.evaluate("() => window.before === native.fetch.value") is not first
    page.wait_for_function("() => fetch !== window.before")
    if not first:
        page.evaluate("() => { window.ours = fetch; }")
        page.add_script_tag(url="/monitor.js")
        page.evaluate(f"({start})()")
        page.wait_for_function("() => fetch !== window.ours")
    for client in CLIENTS:
        ask(page, path_of("mori", "PLAN_NOT_FOUND"), client=client)
    # Told once each, and seen by both.
    assert [verdict["code"] for verdict in wait_for(page, "verdict", 6)] == ["PLAN_NOT_FOUND"] * 6
    page.wait_for_function("() => seen.filter((status) => status == 404).length >= 6")
    assert len(announced(page, "verdict")) == 6
    with_both = page.evaluate("() => log.splice(0)")
    page.evaluate("() => { pywidget.stop(); }")
    if first:
        assert page.evaluate("() => fetch === window.before") is True
    for client in CLIENTS:
        ask(page, path_of("mori", "PLAN_NOT_FOUND"), client=client)
    assert page.evaluate("() => log.splice(0)") == with_both
    page.wait_for_function("() => seen.filter((status) => status == 404).length >= 12")
    assert len(announced(page, "verdict")) == 6


# The session


def test_a_burst_of_expired_requests_asks_the_page_once(page: Page, site: Site, api: WatchedApi) -> None:
    open_page(page, site, watch=PAIRS, token_url="/token")
    page.evaluate(
        """() => {
          window.asked = [];
          pywidget.tokenProvider(async (info, widget) => {
            asked.push({ ...info, widget });
            await fetch("/api/fine?renewing");
            return "what it returns is not delivered";
          });
          window.renewedOn = [];
          pywidget.on("renewed", (detail, target) => renewedOn.push(target === document));
        }"""
    )
    # The slowest answer of those that were sent together comes long after the renewal.
    page.evaluate("() => Promise.all([1, 2, 3, 4, 400].map((ms) => fetch(`/api/session/${ms}`)))")
    (renewed,) = wait_for(page, "renewed")
    assert (renewed["pendingAction"], renewed["system"], renewed["attempts"]) == ("request", "breakground", 1)
    wait_for(page, "verdict", 5)
    assert page.evaluate("() => asked") == [
        {
            "pendingAction": "request",
            "mode": None,
            "network": None,
            "attempt": 1,
            "system": "breakground",
            "widget": None,
        }
    ]
    assert page.evaluate("() => renewedOn") == [True]
    assert site.token_requests == []
    # Nothing was repeated for the page.
    assert sorted(path for path in site.requests if path.startswith("/api/session/")) == sorted(
        f"/api/session/{ms}" for ms in (1, 2, 3, 4, 400)
    )
    api.signed_in = True
    ask(page, "/api/session/1")
    # A session that ends later gets a renewal of its own.
    api.signed_in = False
    ask(page, "/api/session/1")
    assert len(wait_for(page, "renewed", 2)) == 2
    assert page.evaluate("() => asked.length") == 2


def test_a_provider_whose_own_request_fails_is_not_asked_because_of_that(
    page: Page, site: Site, api: WatchedApi
) -> None:
    assert api.signed_in is False
    head = (
        HEAD
        + """<script>
      window.asked = 0;
      window.renew = async (action, widget, info) => {
        asked++;
        if (!(await fetch("/api/session/20?refresh")).ok) throw new Error("no session");
      };
    </script>"""
    )
    open_page(page, site, head=head, watch=PAIRS, token_function="renew", login_url="/login")
    ask(page, "/api/session/1")
    (failed,) = wait_for(page, "renewal-failed")
    assert failed["reason"] == "provider-failed"
    wait_for(page, "verdict", 2)
    page.wait_for_function("() => announced.filter(({ name }) => name == 'notice').at(-1)?.detail.kind == 'signed-out'")
    assert page.evaluate("() => asked") == 1
    assert len(announced(page, "renewal-failed")) == 1


def test_without_a_provider_the_notice_offers_to_sign_in(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    open_page(page, site, watch=PAIRS, token_url="/token", login_url="/login")
    ask(page, "/api/session/1")
    (failed,) = wait_for(page, "renewal-failed")
    assert failed["reason"] == "no-token-source"
    notice = wait_for(page, "notice")[-1]
    assert (notice["kind"], [action["id"] for action in notice["actions"]]) == ("signed-out", ["sign-in", "dismiss"])
    assert site.token_requests == []


# What is not watched, and what is wrong


def test_what_pywidget_asks_itself_is_not_the_pages(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    page.route(f"**/{MORE}", lambda route: route.fulfill(status=503, body="later"))
    site.token_answers += [lambda: JSONResponse({"code": "SERVER_INTERNAL_ERROR"}, 400)] * 2
    open_page(page, site, '<main></main><ats-widget id="w1"></ats-widget>', watch="* mori", token_url="/token")
    # The image that did not come is no failing answer of the page: else every try would lead to another one.
    ask(page, path_of("mori", "PLAN_NOT_FOUND"))
    wait_for(page, "unavailable")
    page.unroute(f"**/{MORE}")
    assert site.requests.count("/pywidget/pywidget-page.js") == 1
    page.evaluate("() => { dispatchEvent(new Event('online')); }")
    wait_for(page, "verdict")
    page.evaluate(
        """() => document.querySelector("ats-widget").say("allfeat:token-expired", { pendingAction: "submit" })"""
    )
    (failed,) = wait_for(page, "renewal-failed")
    assert failed["reason"] == "refused"
    systems = [(verdict["system"], verdict["event"]) for verdict in announced(page, "verdict")]
    assert systems == [("mori", "pywidget:http"), ("allfeat-widget", "allfeat:token-expired")]


def test_wrong_patterns_and_systems_are_named(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_page(page, site, watch="api/* mori /api/mori/* moria /api/breakground/* breakground /fine/*")
    assert len([text for text in said if text.startswith("pywidget: data-watch: ")]) == 2
    ask(
        page, path_of("mori", "PLAN_NOT_FOUND"), path_of("mori", "ORDER_NOT_FOUND"), path_of("breakground", "FORBIDDEN")
    )
    verdicts = wait_for(page, "verdict", 3)
    # Of an unknown system only the codes mean nothing.
    seen = [(verdict["system"], verdict["code"], verdict["remedy"]) for verdict in verdicts]
    assert seen == [
        ("moria", "PLAN_NOT_FOUND", "report"),
        ("moria", "ORDER_NOT_FOUND", "report"),
        ("breakground", "FORBIDDEN", "contact-administrator"),
    ]
    (unknown,) = [text for text in said if '"moria"' in text]
    assert "is no system. Known are: allfeat-widget, " in unknown
    assert any('"api/*" is no URL pattern' in text for text in said)
    assert any('"/fine/*" has no system after it' in text for text in said)


def test_a_server_elsewhere(page: Page, site: Site, api: WatchedApi, bundle: Path) -> None:
    assert api.signed_in is False
    elsewhere = Site(bundle, bundle)
    other = WatchedApi()
    elsewhere.app.router.routes[:0] = other.routes
    exposed = ["Retry-After"]
    elsewhere.app.add_middleware(CORSMiddleware, allow_origins=["*"], expose_headers=exposed)
    with serve(elsewhere):
        open_page(page, site, watch=f"{elsewhere.url}/api/* breakground")
        ask(page, elsewhere.url + path_of("breakground", "RATE_LIMITED"))
        # Of two in one turn only the second would be shown.
        assert wait_for(page, "notice")[0]["kind"] == "waiting"
        ask(page, elsewhere.url + path_of("breakground", "FORBIDDEN"), client="axios")
        page.evaluate("(url) => fetch(url, { mode: 'no-cors' })", elsewhere.url + path_of("breakground", "NOT_FOUND"))
        codes = [verdict["code"] for verdict in wait_for(page, "verdict", 2)]
    assert codes == ["RATE_LIMITED", "FORBIDDEN"]


def test_watching_takes_nothing_from_the_widgets(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    open_page(page, site, '<ats-widget id="w1"></ats-widget>', watch=PAIRS, token_url="/token", first_token="on")
    page.wait_for_function("() => document.querySelector('ats-widget').given.length == 1")
    ask(page, path_of("breakground", "FORBIDDEN"))
    page.evaluate(
        """() => {
          const widget = document.querySelector("ats-widget");
          widget.say("allfeat:error", { code: "common.auth.expired", message: "jwt expired", requestId: "r" });
          widget.say("allfeat:token-expired", { pendingAction: "submit" });
        }"""
    )
    page.wait_for_function("() => document.querySelector('ats-widget').given.length == 2")
    assert [body["pendingAction"] for body in site.token_requests] == ["first-token", "submit"]
    assert all("system" not in body for body in site.token_requests)
    targets = page.evaluate("() => announced.filter(({ name }) => name == 'verdict').map(({ target }) => target)")
    assert targets == ["", "w1"]
