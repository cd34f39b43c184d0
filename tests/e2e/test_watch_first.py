"""Requests that a page makes before pywidget watches, or past what it puts before them: each failure is told once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from test_watch import HEAD, IS_NATIVE, MONITORS, PAIRS, asked_for, monitor_scripts, open_page, run_everything  # noqa: F401
from watched_api import (  # noqa: F401  fixtures, asked for by their names
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from site_for_tests import Site

FIRST = '<script src="/pywidget/pywidget-first.js"></script>'
BOUND_MS = 30_000
LOST, FOUND = path_of("mori", "PLAN_NOT_FOUND"), path_of("mori", "ORDER_NOT_FOUND")
#: Reads the answers as pages do: then nobody can copy the bodies any more.
EARLY = f"""<script>
  window.mine = fetch;
  window.early = Promise.all([
    fetch("{LOST}").then((answer) => answer.json()),
    new Promise((resolve) => {{
      const xhr = new XMLHttpRequest();
      xhr.open("POST", "{FOUND}");
      xhr.onload = () => resolve(JSON.parse(xhr.responseText));
      xhr.send();
    }}),
  ]);
</script>"""


@pytest.fixture
def held(page: Page) -> Iterator[Callable[[], int]]:
    """Keep the module that watches back until this is called."""
    with holding(page, "**/pywidget-watch.js") as release:
        yield release


def load(page: Page, site: Site, head: str, *, tag: bool = True, **attributes: str) -> None:
    """Open a page without waiting for anything of pywidget's."""
    page.goto(site.page(head=head, tag=tag, attributes=attributes, policy=""))


def add_tag(page: Page) -> None:
    """Put a script tag that watches into a page that is open."""
    page.evaluate(
        """(watch) => {
          const script = document.createElement("script");
          script.src = "/pywidget/pywidget.js";
          script.dataset.watch = watch;
          document.head.append(script);
        }""",
        PAIRS,
    )


def watching(page: Page, site: Site) -> None:
    """Wait until the module that watches has been loaded and has run."""
    folder = next(iter(page.evaluate("() => performance.getEntriesByType('resource').map(({name}) => name)")), "")
    assert folder.startswith(site.url)
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/pywidget-watch.js'))"
    )
    # The same module again: it has run when this ends.
    page.evaluate(
        """() => import(performance.getEntriesByType('resource')
          .map(({ name }) => name).find((name) => name.endsWith('/pywidget-watch.js')))"""
    )


def told(page: Page) -> list[tuple[str, Any]]:
    return [(verdict["stage"], verdict["code"]) for verdict in announced(page, "verdict")]


def all_told(page: Page, requests: int) -> list[tuple[str, Any]]:
    """Wait until the browser has noted so many requests and another failure is told; return what was told before it."""
    page.wait_for_function(
        """(count) => {
          const noted = performance.getEntriesByType("resource");
          return noted.filter(({ name }) => name.includes("/api/")).length >= count;
        }""",
        arg=requests,
    )
    page.evaluate("() => { pywidget.report({ code: 'WEBHOOK_NOT_FOUND' }, 'mori'); }")
    page.wait_for_function(
        "() => announced.filter(({ name }) => name == 'verdict').at(-1)?.detail.code == 'WEBHOOK_NOT_FOUND'"
    )
    return told(page)[:-1]


# With the file that comes first


def test_the_first_requests_are_kept_and_told_with_their_codes(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], int], bundle: Path
) -> None:
    assert api.signed_in is False
    integrity = json.loads((bundle / "integrity.json").read_text(encoding="utf-8"))["pywidget-first.js"]
    first = FIRST.replace("><", f' integrity="{integrity}"><')
    load(page, site, first + HEAD + EARLY, watch=PAIRS)
    assert [one["code"] for one in page.evaluate("() => early")] == ["PLAN_NOT_FOUND", "ORDER_NOT_FOUND"]
    assert page.evaluate("() => announced") == []
    held()
    wait_for(page, "verdict", 2)
    assert sorted(told(page)) == [(f"GET {LOST}", "PLAN_NOT_FOUND"), (f"POST {FOUND}", "ORDER_NOT_FOUND")]
    # A function that the page has saved, and one that it asks for now.
    page.evaluate("async (path) => { await mine(path); await fetch(path); }", path_of("mori", "ORDER_TIMEOUT"))
    assert all_told(page, 4)[2:] == [("GET /api/mori/ORDER_TIMEOUT", "ORDER_TIMEOUT")] * 2


def test_what_is_answered_later_is_told_then(page: Page, site: Site, api: WatchedApi, held: Callable[[], int]) -> None:
    assert api.signed_in is False
    load(page, site, FIRST + HEAD + "<script>window.early = fetch('/api/held/7')</script>", watch=PAIRS)
    held()
    watching(page, site)
    ask(page, "/api/turn/7")
    assert [verdict["stage"] for verdict in wait_for(page, "verdict")] == ["GET /api/held/7"]


def test_what_failed_and_then_succeeded_has_recovered(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], int]
) -> None:
    assert api.signed_in is False
    answers = [200, 500]
    page.route("**/api/mori/flaky", lambda route: route.fulfill(status=answers.pop(), json={}))
    load(page, site, FIRST + HEAD, watch=PAIRS, analytics="segment")
    ask(page, "/api/mori/flaky", "/api/mori/flaky")
    held()
    page.wait_for_function("() => tracked.length == 2")
    seen = page.evaluate("() => tracked.map(({ fields }) => [fields.stage, fields.outcome])")
    assert seen == [["GET /api/mori/flaky", None], [None, "recovered"]]


def test_what_is_too_much_is_counted_of_what_is_watched(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], int]
) -> None:
    assert api.signed_in is False
    load(page, site, FIRST + HEAD, watch="/api/mori/* mori", analytics="segment")
    ask(page, *[LOST] * 100, path_of("mori", "ORDER_TIMEOUT"), FOUND, path_of("breakground", "FORBIDDEN"))
    held()
    verdicts = wait_for(page, "verdict", 100)
    assert {verdict["code"] for verdict in verdicts} == {"PLAN_NOT_FOUND"}
    page.wait_for_function("() => tracked.length")
    assert page.evaluate("() => tracked[0].fields.dropped") == 2


def test_it_lets_go_where_nobody_watches(page: Page, site: Site, api: WatchedApi) -> None:
    page.clock.install()
    load(page, site, HEAD + FIRST)
    page.evaluate("(path) => { window.open = fetch('/api/open'); }")
    assert page.evaluate("async () => (await open).status") == 503
    assert page.evaluate(IS_NATIVE) is False
    page.clock.fast_forward(BOUND_MS - 1_000)
    assert page.evaluate(IS_NATIVE) is False
    page.clock.fast_forward(1_000)
    assert page.evaluate(IS_NATIVE) is True
    # What was kept is not any more.
    assert page.evaluate("() => Reflect.ownKeys(window).filter((key) => typeof key == 'symbol').length") == 0
    page.evaluate("async () => (await open).body.cancel()")
    assert api.closed.wait(2)


def test_under_a_wrapper_of_anothers_it_lets_go_too(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    page.clock.install()
    theirs = """<script>{
      const inner = fetch;
      window.answers = [];
      window.fetch = async (...args) => {
        const answer = await inner(...args);
        answers.push(answer.status);
        return answer;
      };
    }</script>"""
    load(page, site, HEAD + FIRST + theirs, tag=False)
    before = page.evaluate("() => (window.theirs = fetch, answers)")
    assert before == []
    page.clock.fast_forward(BOUND_MS)
    ask(page, LOST)
    assert page.evaluate("() => [fetch === theirs, answers]") == [True, [404]]
    # Watched after all, it is told once.
    add_tag(page)
    page.wait_for_function("() => fetch !== theirs")
    ask(page, FOUND)
    wait_for(page, "verdict")
    assert (f"GET {FOUND}", "ORDER_NOT_FOUND") in told(page)
    assert [stage for stage, _ in told(page)].count(f"GET {FOUND}") == 1


def test_twice_in_a_page_it_tells_once(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    load(page, site, FIRST + FIRST + HEAD + EARLY + FIRST, watch=PAIRS)
    page.evaluate("() => early")
    watching(page, site)
    # And another time when it is watched already.
    page.add_script_tag(url="/pywidget/pywidget-first.js")
    ask(page, LOST)
    wait_for(page, "verdict", 3)
    ask(page, FOUND)
    wait_for(page, "verdict", 4)
    assert len(told(page)) == 4


def test_the_functions_look_like_the_browsers(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    load(page, site, HEAD + FIRST, tag=False)
    assert page.evaluate(IS_NATIVE) is False
    looks = page.evaluate("() => [fetch.name, fetch.length, 'prototype' in fetch, typeof fetch]")
    assert looks == ["fetch", 1, False, "function"]
    texts = page.evaluate("() => [fetch, XMLHttpRequest.prototype.open].map((one) => one.toString())")
    assert ["[native code]" in text for text in texts] == [True, True]
    assert page.evaluate(
        """() => [
          Object.keys(window).filter((key) => /pywidget/.test(key)),
          XMLHttpRequest.prototype.constructor === XMLHttpRequest,
          new XMLHttpRequest() instanceof XMLHttpRequest,
          XMLHttpRequest.DONE,
        ]"""
    ) == [[], True, True, 4]


def test_stop_puts_the_browsers_own_back(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    load(page, site, HEAD + FIRST, watch=PAIRS)
    watching(page, site)
    ask(page, LOST)
    wait_for(page, "verdict")
    page.evaluate("() => { pywidget.stop(); }")
    assert page.evaluate(IS_NATIVE) is True


def test_the_pages_own_results_are_what_they_are_without_it(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    without = run_everything(page, site, tag=False)
    asked = asked_for(site)
    site.clear()
    # Nobody watches, so that everything is kept.
    kept = run_everything(page, site, tag=False, more=FIRST)
    assert page.evaluate(IS_NATIVE) is False
    assert asked_for(site) == asked
    assert json.dumps(kept, sort_keys=True) == json.dumps(without, sort_keys=True)


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("name", MONITORS)
def test_other_monitoring_lives_with_it(  # noqa: PLR0913  fixtures
    page: Page,
    site: Site,
    api: WatchedApi,
    monitor_scripts: dict[str, Path],
    name: str,
    *,
    first: bool,
) -> None:
    assert api.signed_in is False
    page.route("**/monitor.js", lambda route: route.fulfill(path=monitor_scripts[name]))
    theirs = f'<script src="/monitor.js"></script><script>({MONITORS[name]})()</script>'
    load(page, site, HEAD + (theirs + FIRST if first else FIRST + theirs) + EARLY, watch=PAIRS)
    page.evaluate("() => early")
    watching(page, site)
    for client in ("fetch", "xhr", "axios"):
        ask(page, LOST, client=client)
    wait_for(page, "verdict", 5)
    page.wait_for_function("() => seen.filter((status) => status == 404).length >= 5")
    assert sorted(code for _, code in told(page)) == ["ORDER_NOT_FOUND", *["PLAN_NOT_FOUND"] * 4]


ZONE = '<script src="/npm/zone.js/bundles/zone.umd.js"></script>'
UNHANDLED = """async () => {
  const heard = new Promise((resolve) => addEventListener("unhandledrejection", ({ reason }) => resolve(`${reason}`)));
  fetch("http://127.0.0.1:1/api/x");
  return heard;
}"""


@pytest.mark.parametrize("scripts", [FIRST + ZONE, ZONE + FIRST], ids=["before", "after"])
def test_beside_zone_js_each_is_told_once_and_rejections_stay_the_pages(
    page: Page, site: Site, api: WatchedApi, scripts: str
) -> None:
    assert api.signed_in is False
    load(page, site, scripts + HEAD + EARLY, watch=PAIRS)
    page.evaluate("() => early")
    watching(page, site)
    ask(page, LOST)
    ask(page, LOST, client="xhr")
    expected = [("GET " + LOST, "PLAN_NOT_FOUND")] * 3 + [("POST " + FOUND, "ORDER_NOT_FOUND")]
    assert sorted(all_told(page, 4)) == expected
    # Errors that nobody handles are thrown by zone.js: in this page they are what is looked for.
    other = page.context.new_page()
    other.goto(site.page(head=scripts, attributes={"watch": PAIRS}, policy=""))
    assert other.evaluate(UNHANDLED) == "TypeError: Failed to fetch"


# Without it


def test_the_first_requests_are_told_by_their_status(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], int]
) -> None:
    assert api.signed_in is False
    early = "<script>fetch('/api/session/1'); fetch('/api/fine'); window.late = fetch('/api/held/8')</script>"
    load(page, site, HEAD + EARLY + early, watch=PAIRS)
    page.evaluate("() => early")
    held()
    watching(page, site)
    ask(page, "/api/turn/8")
    ask(page, LOST)
    wait_for(page, "verdict", 5)
    # A function that the page saved before goes past what is put in its place.
    page.evaluate("(path) => mine(path).then((answer) => answer.text())", path_of("mori", "ORDER_TIMEOUT"))
    verdicts = wait_for(page, "verdict", 6)
    assert sorted((verdict["stage"], verdict["code"], verdict["path"]) for verdict in verdicts[:5]) == [
        # Without a method: heard by its status alone.
        ("/api/held/8", None, "retry"),
        (FOUND, None, "retry"),
        (LOST, None, "retry"),
        ("/api/session/1", None, "auth"),
        (f"GET {LOST}", "PLAN_NOT_FOUND", "retry"),
    ]
    assert verdicts[5]["stage"] == "/api/mori/ORDER_TIMEOUT"


def test_what_succeeds_after_all_takes_the_notice_away(
    page: Page, site: Site, api: WatchedApi, held: Callable[[], int]
) -> None:
    load(page, site, HEAD + "<script>window.early = fetch('/api/session/1')</script>", watch="/api/session/* mori")
    page.evaluate("() => early")
    held()
    wait_for(page, "notice")
    api.signed_in = True
    ask(page, "/api/session/1")
    page.wait_for_function("() => announced.filter(({ name }) => name == 'notice').at(-1).detail.kind === null")


def test_what_was_told_before_it_was_stopped_is_not_told_again(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    load(page, site, HEAD + EARLY, watch=PAIRS)
    wait_for(page, "verdict", 2)
    page.evaluate("() => pywidget.stop()")
    page.evaluate("() => { window.before = fetch; }")
    add_tag(page)
    page.wait_for_function("() => fetch !== before")
    ask(page, path_of("mori", "ORDER_TIMEOUT"))
    wait_for(page, "verdict", 3)
    assert told(page)[2:] == [("GET /api/mori/ORDER_TIMEOUT", "ORDER_TIMEOUT")]


# What pages put in the place of fetch and XMLHttpRequest

FACADES = '<script src="/files/facades.js"></script><script>putIn["{name}"]()</script>'
BY_XHR = """(path) => new Promise((resolve) => {
  const xhr = new XMLHttpRequest();
  xhr.open("GET", path);
  xhr.onload = () => resolve([xhr.status, xhr.responseText]);
  xhr.send();
})"""
BY_FETCH = "async (path) => { const answer = await fetch(path); return [answer.status, await answer.text()]; }"


@pytest.mark.parametrize("first", [FIRST, ""], ids=["first", "without"])
@pytest.mark.parametrize("name", ["a fetch by XMLHttpRequest", "a fetch by XMLHttpRequest that takes its time"])
def test_a_fetch_that_is_built_on_xhr_is_told_once(
    page: Page, site: Site, api: WatchedApi, name: str, first: str
) -> None:
    assert api.signed_in is False
    load(page, site, HEAD + FACADES.format(name=name) + first, watch=PAIRS)
    watching(page, site)
    for path in (LOST, FOUND, LOST):
        status, text = page.evaluate(BY_FETCH, path)
        assert (status, json.loads(text)["code"]) == (404, path.rpartition("/")[2])
    # Two at once, and one by XMLHttpRequest beside them.
    page.evaluate(f"(path) => Promise.all([({BY_FETCH})(path), ({BY_FETCH})(path), ({BY_XHR})('{LOST}')])", FOUND)
    said = all_told(page, 6)
    assert [code for _, code in said[:3]] == ["PLAN_NOT_FOUND", "ORDER_NOT_FOUND", "PLAN_NOT_FOUND"]
    assert sorted(said[3:]) == [(f"GET {FOUND}", "ORDER_NOT_FOUND")] * 2 + [(f"GET {LOST}", "PLAN_NOT_FOUND")]


def test_fetch_and_xhr_of_the_same_at_once_are_two(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    open_page(page, site, watch=PAIRS)
    page.evaluate(f"(path) => Promise.all([({BY_FETCH})(path), ({BY_XHR})(path), ({BY_FETCH})(path)])", LOST)
    assert all_told(page, 3) == [(f"GET {LOST}", "PLAN_NOT_FOUND")] * 3


HEARD = (
    "an object",
    "an object of its own prototype",
    "an object of the browser's prototype",
    "a class",
    "a subclass",
    "the browser's own objects",
    "a Proxy of each",
    "a Proxy of an object",
    "a Proxy of the class",
)


@pytest.mark.parametrize("name", HEARD)
def test_an_object_before_an_xhr_is_heard(page: Page, site: Site, api: WatchedApi, name: str) -> None:
    assert api.signed_in is False
    load(page, site, HEAD + FACADES.format(name=name), watch=PAIRS)
    watching(page, site)
    for _ in range(2):
        status, text = page.evaluate(BY_XHR, LOST)
        assert (status, json.loads(text)["code"]) == (404, "PLAN_NOT_FOUND")
    assert all_told(page, 2) == [(f"GET {LOST}", "PLAN_NOT_FOUND")] * 2
    # Its class goes on as it did.
    assert page.evaluate(
        """() => {
          class Mine extends XMLHttpRequest { mine() { return 1; } }
          const first = new XMLHttpRequest(), mine = new Mine();
          return [
            XMLHttpRequest.prototype === Object.getPrototypeOf(Mine.prototype),
            mine instanceof XMLHttpRequest || !(first instanceof XMLHttpRequest),
          ];
        }"""
    ) == [True, True]


def test_one_that_cannot_be_listened_to_is_told_by_its_status(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    load(page, site, HEAD + FACADES.format(name="one that cannot be listened to"), watch=PAIRS)
    watching(page, site)
    assert page.evaluate(BY_XHR, LOST)[0] == 404
    wait_for(page, "verdict")
    assert all_told(page, 1) == [(LOST, None)]


def test_the_class_is_put_back(page: Page, site: Site, api: WatchedApi) -> None:
    assert api.signed_in is False
    head = HEAD + FACADES.format(name="an object") + "<script>window.theirs = XMLHttpRequest</script>"
    load(page, site, head, watch=PAIRS)
    page.wait_for_function("() => XMLHttpRequest !== theirs")
    page.evaluate("() => { pywidget.stop(); }")
    assert page.evaluate("() => XMLHttpRequest === theirs") is True


# Bodies that the page gives up

GIVE_UP = {
    "the body": "async (answer) => answer.body.cancel()",
    "its reader": """async (answer) => {
      const reader = answer.body.getReader();
      await reader.read();
      await reader.cancel();
    }""",
    "its bytes": "async (answer) => { for await (const piece of answer.body) break; }",
    "the request": "async () => { stop.abort(); }",
}


@pytest.mark.parametrize("way", GIVE_UP)
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "watched"])
def test_a_body_that_is_given_up_keeps_no_connection(
    page: Page, site: Site, api: WatchedApi, way: str, *, kept: bool
) -> None:
    load(page, site, HEAD + FIRST if kept else HEAD, tag=not kept, watch=PAIRS)
    if not kept:
        watching(page, site)
    status = page.evaluate(
        """async () => {
          window.stop = new AbortController();
          window.answer = await fetch("/api/open", { signal: stop.signal });
          return answer.status;
        }"""
    )
    assert (status, api.closed.is_set()) == (503, False)
    page.evaluate(f"async () => {{ await ({GIVE_UP[way]})(answer); }}")
    # Ours would be read for five seconds.
    assert api.closed.wait(2.5)
    if not kept:
        assert [verdict["stage"] for verdict in wait_for(page, "verdict")] == ["GET /api/open"]
