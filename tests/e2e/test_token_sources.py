"""The session renewal against token sources that misbehave, in a real browser.

Both generations of the widget stand side by side wherever they could differ: what they say is not the same, what is
done about it is.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from starlette.responses import RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Browser, Page, Route
    from site_for_tests import Site
    from starlette.types import Receive, Scope, Send

    Answer = Callable[[], Any]

GENERATIONS = ("v3", "v1")
#: What each generation is about to do when its session expires.
PENDING = {"v3": "submit", "v1": "register"}
SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
WIDGETS = '<ats-widget id="v3"></ats-widget><ats-widget id="v1"></ats-widget>'
EXPIRE_BOTH = "() => { expire('v3', 'v3'); expire('v1', 'v1'); }"
#: After this long, in milliseconds, the widget has given up.
MINUTE = 60_000


def open_page(page: Page, site: Site, body: str = WIDGETS, *, head: str = "", **attributes: str) -> None:
    """Open a page with stand-ins on it; ``_`` in an attribute's name stands for ``-``."""
    given = {"token-url": "/token", **{name.replace("_", "-"): value for name, value in attributes.items()}}
    page.goto(site.page(body, head=head + SCRIPTS, attributes=given))


def wait_for_ends(page: Page, *widgets: str, times: int = 1) -> None:
    """Wait until so many renewals of each of these widgets have ended."""
    page.wait_for_function("([ids, times]) => ids.every((id) => ended(id) >= times)", arg=[widgets, times])


def let_pass(page: Page) -> None:
    """Let pywidget do one more thing, with an error of its own: what should not happen has had its chance."""
    page.evaluate("() => new Promise((done) => (pywidget.on('verdict', done), pywidget.report('later')))")


def announced(page: Page, name: str, widget: str = "v3") -> list[dict[str, Any]]:
    details: list[dict[str, Any]] = page.evaluate("([name, id]) => of(name, id)", [name, widget])
    return details


def given(page: Page, widget: str = "v3") -> list[str]:
    """The tokens that a widget was given, none of them in the turn of its own event."""
    tokens: list[dict[str, Any]] = page.evaluate("(id) => document.getElementById(id).given", widget)
    assert [token["token"] for token in tokens if token["inListener"]] == []
    return [token["token"] for token in tokens]


def until(page: Page, condition: Callable[[], object]) -> None:
    """Wait for something that shows on the server's side."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")


class Gate:
    """Holds answers back until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()

    async def __call__(self) -> None:
        await asyncio.to_thread(self.open.wait)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


# What the endpoint answers


def told(text: str, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """An answer; ``_`` in a header's name stands for ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: Response(text, status, media_type=kind, headers=named)


def error(status: int, code: str, **headers: str) -> Answer:
    """An error answer in Allfeat's own form."""
    body = {"error": {"code": code, "message": "from upstream", "request_id": "req_up"}}
    return told(json.dumps(body), status, **headers)


class BrokenOff(Response):
    """An answer during which the server closes the connection."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b'{"token": ', "more_body": True})


def date_ahead() -> Response:
    return Response("{}", 429, headers={"Retry-After": formatdate(time.time() + 120, usegmt=True)})


def play(site: Site, scripts: dict[str, Iterable[Answer]]) -> None:
    """Answer each widget by its ``mode``: what its script says, then fresh tokens."""
    playing = {mode: iter(script) for mode, script in scripts.items()}

    def choose() -> Any:
        site.token_answers.append(choose)
        answer = next(playing[site.token_requests[-1]["mode"]], None)
        return answer() if answer is not None else None

    site.token_answers.append(choose)


class End(NamedTuple):
    """How a renewal is to end.

    Attributes:
        answers: what the endpoint answers, again and again for a renewal that fails.
        reason: why it fails; "" if it does not.
        notice: kind of the last notice, None if it was taken away or never shown.
        attempts: how often the endpoint was asked.
    """

    answers: list[Answer]
    reason: str = ""
    notice: str | None = None
    attempts: int = 1


def fails(answer: Answer, reason: str, notice: str = "disabled", attempts: int = 1) -> End:
    return End([answer], reason, notice, attempts)


ENDS: dict[str, End] = {
    "number": fails(told('{"token": 42}'), "wrong-type"),
    "true": fails(told('{"token": true}'), "wrong-type"),
    "object": fails(told('{"token": {"jwt": "x"}}'), "wrong-type"),
    "array": fails(told('{"token": ["x"]}'), "wrong-type"),
    "missing": fails(told('{"jwt": "x"}'), "no-token"),
    "null": fails(told('{"token": null}'), "no-token"),
    "not an object": fails(told('"x"'), "no-token"),
    "nothing at all": fails(told("null"), "no-token"),
    "empty token": fails(told('{"token": ""}'), "empty-token"),
    "blank token": fails(told('{"token": " \\n"}'), "empty-token"),
    "html": fails(told("<!doctype html><p>Welcome", kind="text/html"), "html"),
    "empty": fails(told(""), "empty"),
    "204": fails(told("", 204), "empty"),
    "not json": fails(told("token=x"), "not-json"),
    "400": fails(told("{}", 400), "refused"),
    "401": fails(told("{}", 401), "signed-out", "signed-out"),
    "401 in html": fails(told("<h1>Sign in", 401, "text/html"), "signed-out", "signed-out"),
    "401 with a code": fails(error(401, "common.auth.expired"), "signed-out", "signed-out"),
    "403": fails(told("{}", 403), "signed-out"),
    "404": fails(told("{}", 404), "not-found"),
    "config code": fails(error(403, "session.key_inactive"), "config"),
    "config code in a 200": fails(error(200, "session.key_inactive"), "config"),
    "redirect to a login page": fails(lambda: RedirectResponse("/login", 302), "redirected"),
    "redirect to another site": fails(
        lambda: RedirectResponse("http://localhost/login", 302), "redirected", attempts=2
    ),
    "429 for long": fails(told("{}", 429, retry_after="120"), "rate-limited", "waiting"),
    "429 until a date": fails(date_ahead, "rate-limited", "waiting"),
    "429 with a code": fails(error(429, "session.rate_limited", retry_after="120"), "rate-limited", "waiting"),
    "429 for a second": End([told("{}", 429, retry_after="1")], attempts=2),
    "500": End([told("{}", 500)], attempts=2),
    "answer broken off": End([BrokenOff], attempts=2),
    "connection reset": End([], attempts=2),
    "redirect after a broken connection": End([BrokenOff, lambda: RedirectResponse("/token", 307)], attempts=2),
}


class Seen(NamedTuple):
    """What happened to one widget."""

    renewed: list[dict[str, Any]]
    failed: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    disabled: list[dict[str, Any]]
    given: list[dict[str, Any]]


class Endings(NamedTuple):
    """What happened on the page of all the ends."""

    seen: dict[str, Seen]
    tokens: list[str]
    began: float
    ended: float


@pytest.fixture(scope="module")
def endings(browser: Browser, shared_site: Site) -> Iterator[Endings]:
    """One page with two widgets for each of the ends, all of which expire at once."""
    site = shared_site
    site.clear()
    names = [f"{name}, {generation}" for name in ENDS for generation in GENERATIONS]
    scripts = {name: ENDS[name[:-4]].answers for name in names}
    play(site, {name: itertools.cycle(ends) if ENDS[name[:-4]].reason else ends for name, ends in scripts.items()})
    context = browser.new_context()
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))

    def reset(route: Route) -> None:
        asked: Any = route.request.post_data_json
        if asked["mode"].startswith("connection reset") and asked["attempt"] == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/token", reset)
    widgets = "".join(f'<ats-widget id="{name}" mode="{name}"></ats-widget>' for name in names)
    open_page(page, site, widgets, login_url="/login")
    began = time.time()
    page.evaluate("(names) => names.forEach((name) => expire(name, name.slice(-2)))", names)
    wait_for_ends(page, *names)
    ended = time.time()
    let_pass(page)
    kinds = ("renewed", "renewal-failed", "notice", "disabled")
    gather = "([kinds, id]) => [...kinds.map((kind) => of(kind, id)), document.getElementById(id).given]"
    seen = {name: Seen(*page.evaluate(gather, [kinds, name])) for name in names}
    yield Endings(seen, list(site.tokens), began, ended)
    context.close()
    assert thrown == []


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("name", ENDS)
def test_ends(endings: Endings, name: str, generation: str) -> None:
    end = ENDS[name]
    seen = endings.seen[f"{name}, {generation}"]
    notice: dict[str, Any] = seen.notices[-1] if seen.notices else {"kind": None}
    assert notice["kind"] == end.notice
    assert len(seen.disabled) == (end.reason == "config")
    (told_of,) = seen.failed + seen.renewed
    assert told_of["attempts"] == end.attempts
    assert told_of["pendingAction"] == PENDING[generation]
    if not end.reason:
        (token,) = seen.given
        assert token["token"] in endings.tokens
        assert not token["inListener"]
        return
    assert told_of["reason"] == end.reason
    assert seen.given == []
    actions = [action["id"] for action in notice["actions"]]
    # A redirect most often leads to a login page.
    assert ("sign-in" in actions) == (end.notice == "signed-out" or end.reason == "redirected")
    if end.notice == "waiting":
        # A date has whole seconds.
        assert endings.began + 118 < notice["until"] / 1000 < endings.ended + 121


def test_each_widget_has_its_own_token(endings: Endings) -> None:
    tokens = [token["token"] for seen in endings.seen.values() for token in seen.given]
    assert len(tokens) == 10
    assert len(set(tokens)) == len(tokens)


# Time


def test_a_slow_answer_is_told_of_and_then_taken(page: Page, site: Site, gate: Gate) -> None:
    site.token_answers += [gate, gate]
    page.clock.install()
    open_page(page, site)
    page.evaluate(EXPIRE_BOTH)
    until(page, lambda: len(site.token_requests) == 2)
    page.clock.fast_forward(1_000)
    renewing = "(ids) => ids.every((id) => of('notice', id).at(-1)?.kind == 'renewing')"
    page.wait_for_function(renewing, arg=GENERATIONS)
    gate.open.set()
    wait_for_ends(page, *GENERATIONS)
    for generation in GENERATIONS:
        assert len(given(page, generation)) == 1
        assert [notice["kind"] for notice in announced(page, "notice", generation)] == ["renewing", None]


def test_a_try_that_hangs_is_ended_and_repeated(page: Page, site: Site, gate: Gate) -> None:
    site.token_answers += [gate, gate]
    ended: list[str | None] = []
    page.on("requestfailed", lambda request: ended.append(request.failure))
    page.clock.install()
    open_page(page, site, token_timeout="1")
    page.evaluate(EXPIRE_BOTH)
    until(page, lambda: len(site.token_requests) == 2)
    page.clock.fast_forward(1_000)
    until(page, lambda: len(ended) == 2)
    page.clock.fast_forward(1_000)
    wait_for_ends(page, *GENERATIONS)
    assert ended == ["net::ERR_ABORTED"] * 2
    for generation in GENERATIONS:
        assert [renewed["attempts"] for renewed in announced(page, "renewed", generation)] == [2]
        assert len(given(page, generation)) == 1


def test_everything_ends_before_the_widget_gives_up(page: Page, site: Site, gate: Gate) -> None:
    forever: dict[str, tuple[Answer, str, str]] = {
        "500": (told("{}", 500), "server-error", "try-again"),
        "broken": (BrokenOff, "unreachable", "offline"),
        "hanging": (gate, "timed-out", "offline"),
        "busy": (told("{}", 429, retry_after="5"), "rate-limited", "waiting"),
    }
    play(site, {name: itertools.repeat(answer) for name, (answer, _, _) in forever.items()})
    page.clock.install()
    open_page(page, site, "".join(f'<ats-widget id="{name}" mode="{name}"></ats-widget>' for name in forever))
    began = page.evaluate("(ids) => (ids.forEach((id) => expire(id, 'v3')), Date.now())", list(forever))
    while not page.evaluate("(ids) => ids.every((id) => ended(id))", list(forever)):
        page.clock.run_for(1_000)
        # Answers come in real time: what is asked for now is answered before the clock goes on.
        page.evaluate(
            """async () => {
                const turn = () => new Promise((done) => {
                    const { port1, port2 } = new MessageChannel();
                    port1.onmessage = done;
                    port2.postMessage(0);
                });
                await turn();
                await fetch("/login");
                await turn();
            }"""
        )
    assert page.evaluate("Date.now()") < began + MINUTE
    asked = len(site.token_requests)
    page.clock.run_for(2 * MINUTE)
    let_pass(page)
    assert len(site.token_requests) == asked
    for name, (_, reason, notice) in forever.items():
        (failed,) = announced(page, "renewal-failed", name)
        assert failed["reason"] == reason
        assert failed["attempts"] == 3, name
        assert notice in [told["kind"] for told in announced(page, "notice", name)]
        assert given(page, name) == []


def test_a_minute_counts_from_the_expiry_however_late_python_comes(page: Page, site: Site, gate: Gate) -> None:
    site.token_answers += [gate] * 4
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/micropython.wasm", hold)
    page.clock.install()
    open_page(page, site)
    page.evaluate(EXPIRE_BOTH)
    until(page, lambda: held)
    page.clock.run_for(50_000)
    held[0].continue_()
    until(page, lambda: len(site.token_requests) == 2)
    page.clock.run_for(9_000)
    wait_for_ends(page, *GENERATIONS)
    for generation in GENERATIONS:
        assert [failed["reason"] for failed in announced(page, "renewal-failed", generation)] == ["timed-out"]


def test_a_widget_that_comes_while_python_is_loaded_gets_its_first_token(page: Page, site: Site) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/micropython.wasm", hold)
    open_page(page, site, '<ats-widget id="early" token="t0"></ats-widget>', first_token="on")
    # An element for its notices shows that the widgets of the page were noted.
    until(page, lambda: held and page.locator("pywidget-notice").count())
    page.evaluate(
        """() => {
            const late = document.createElement("ats-widget");
            late.id = "late";
            document.body.append(late);
            late.say("allfeat:ready", { mode: "register" });
        }"""
    )
    held[0].continue_()
    page.wait_for_function("() => late.given.length")
    assert given(page, "late") == site.tokens
    assert given(page, "early") == ["t0"]
    assert [asked["pendingAction"] for asked in site.token_requests] == ["first-token"]


def test_a_laptop_that_slept(page: Page, site: Site, gate: Gate) -> None:
    site.token_answers += [gate, gate]
    page.clock.install()
    open_page(page, site)
    page.evaluate(EXPIRE_BOTH)
    until(page, lambda: len(site.token_requests) == 2)
    page.clock.fast_forward(60 * MINUTE)
    wait_for_ends(page, *GENERATIONS)
    gate.open.set()
    let_pass(page)
    for generation in GENERATIONS:
        assert [failed["reason"] for failed in announced(page, "renewal-failed", generation)] == ["timed-out"]
        assert given(page, generation) == []
    assert len(site.token_requests) == 2


def test_a_page_from_the_back_forward_cache(page: Page, site: Site, gate: Gate) -> None:
    site.token_answers += [gate, gate]
    page.clock.install()
    open_page(page, site)
    page.evaluate(EXPIRE_BOTH)
    until(page, lambda: len(site.token_requests) == 2)
    # The clock went on and no timer has fired.
    page.clock.set_system_time(time.time() + 3_600)
    page.evaluate("() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    wait_for_ends(page, *GENERATIONS)
    for generation in GENERATIONS:
        assert [failed["reason"] for failed in announced(page, "renewal-failed", generation)] == ["timed-out"]


def test_a_hidden_tab_whose_timers_do_not_fire(page: Page, site: Site) -> None:
    page.clock.install()
    open_page(page, site)
    page.clock.pause_at(time.time() + 10)
    page.evaluate(EXPIRE_BOTH)
    wait_for_ends(page, *GENERATIONS)
    for generation in GENERATIONS:
        assert given(page, generation) == [token for token in site.tokens if token in given(page, generation)]
        assert len(announced(page, "renewed", generation)) == 1


def test_offline_and_back(page: Page, site: Site) -> None:
    page.clock.install()
    open_page(page, site, boot="now")
    page.wait_for_function("() => of('ready').length")
    page.context.set_offline(True)
    page.evaluate(EXPIRE_BOTH)
    page.clock.run_for(10_000)
    let_pass(page)
    assert page.evaluate("() => ended('v3') + ended('v1')") == 0
    asked = len(site.token_requests)
    page.context.set_offline(False)
    wait_for_ends(page, *GENERATIONS)
    assert len(site.token_requests) == asked + 2
    for generation in GENERATIONS:
        assert len(given(page, generation)) == 1


def test_tabs_share_nothing(page: Page, site: Site) -> None:
    other = page.context.new_page()
    for tab in (page, other):
        open_page(tab, site)
        tab.evaluate(EXPIRE_BOTH)
    for tab in (page, other):
        wait_for_ends(tab, *GENERATIONS)
    tokens = [token for tab in (page, other) for generation in GENERATIONS for token in given(tab, generation)]
    assert sorted(tokens) == sorted(site.tokens)
    assert len(set(tokens)) == 4
    kept = """async () => [localStorage.length, sessionStorage.length, document.cookie,
        (await indexedDB.databases()).length, (await caches.keys()).length]"""
    assert page.evaluate(kept) == [0, 0, "", 0, 0]


# Delivery


def test_a_burst_is_one_renewal(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate("() => { for (let times = 0; times < 20; times++) { expire('v3', 'v3'); expire('v1', 'v1'); } }")
    wait_for_ends(page, *GENERATIONS)
    let_pass(page)
    assert len(site.token_requests) == 2
    for generation in GENERATIONS:
        assert len(given(page, generation)) == 1
        assert len(announced(page, "verdict", generation)) == 1


def test_an_element_that_is_not_upgraded_gets_the_attribute(page: Page, site: Site) -> None:
    page.goto(site.page("<ats-widget id=w></ats-widget>", attributes={"token-url": "/token"}))
    page.evaluate(
        """() => {
            const event = { bubbles: true, composed: true, detail: { pendingAction: "submit" } };
            document.getElementById("w").dispatchEvent(new CustomEvent("allfeat:token-expired", event));
        }"""
    )
    page.wait_for_function("() => document.getElementById('w').hasAttribute('token')")
    assert page.get_attribute("#w", "token") == site.tokens[0]


def test_a_token_that_the_widget_has_is_asked_for_once_more(page: Page, site: Site) -> None:
    same = told('{"token": "the-same-one"}')
    play(site, {"once": [same], "always": itertools.repeat(same), "from the page": itertools.repeat(same)})
    body = """<ats-widget id=v3 mode="once" token="the-same-one"></ats-widget>
        <ats-widget id=v1 mode="always"></ats-widget>
        <ats-widget id=w3 mode="from the page" token="the-same-one"></ats-widget>"""
    open_page(page, site, body)
    page.evaluate(EXPIRE_BOTH)
    page.evaluate("() => expire('w3', 'v3')")
    wait_for_ends(page, "v3", "v1", "w3")
    page.evaluate("() => expire('v1', 'v1')")
    wait_for_ends(page, "v1", times=2)
    # What was there from the start counts as given, by the stand-in.
    assert given(page, "v3") == ["the-same-one", *site.tokens]
    assert given(page, "v1") == ["the-same-one"]
    assert given(page, "w3") == ["the-same-one"]
    for widget in ("v1", "w3"):
        (failed,) = announced(page, "renewal-failed", widget)
        assert (failed["reason"], failed["attempts"]) == ("repeated-token", 2)
    assert announced(page, "renewed", "v3")[0]["attempts"] == 2


@pytest.mark.parametrize("pending", ["download", "download_detail", "download_version_certificate", "submit"])
def test_an_overlay_that_stays_is_cleared_where_that_starts_nothing(page: Page, site: Site, pending: str) -> None:
    page.clock.install()
    open_page(page, site, '<ats-widget id="v3" max-file-size="20"></ats-widget>')
    page.evaluate(
        "(pending) => { expire('v3', 'v3', pending); document.getElementById('v3').show = () => 0; }", pending
    )
    wait_for_ends(page, "v3")
    page.clock.run_for(1_000)
    let_pass(page)
    # What makes it draw itself anew is put back as it was.
    assert page.evaluate("() => document.getElementById('v3').redraws") == (1 if pending == "submit" else 3)
    assert page.get_attribute("#v3", "max-file-size") == "20"


def test_an_expiry_while_the_widget_takes_its_token(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate(
        """() => {
            for (const id of ["v3", "v1"]) {
                const widget = document.getElementById(id);
                const take = widget.setToken;
                widget.setToken = (token) => {
                    widget.setToken = take;
                    take.call(widget, token);
                    expire(id, id);
                };
            }
        }"""
    )
    page.evaluate(EXPIRE_BOTH)
    wait_for_ends(page, *GENERATIONS, times=2)
    for generation in GENERATIONS:
        assert len(announced(page, "renewed", generation)) == 2
        tokens = page.evaluate("(id) => tokensOf(id)", generation)
        assert len(set(tokens)) == 2


def test_the_first_token_does_not_disturb_somebody_typing(page: Page, site: Site) -> None:
    body = f'{WIDGETS}<ats-widget id="has" token="from-the-page"></ats-widget><button id="else">else</button>'
    open_page(page, site, body, head='<script src="/files/typing.js"></script>', first_token="on")
    wait_for_ends(page, "v3")
    let_pass(page)
    assert len(site.token_requests) == 2
    assert {request["pendingAction"] for request in site.token_requests} == {"first-token"}
    assert len(given(page, "v3")) == 1
    assert given(page, "v1") == []
    page.focus("#else")
    wait_for_ends(page, "v1")
    assert len(given(page, "v1")) == 1
    assert given(page, "has") == ["from-the-page"]
    assert announced(page, "notice", "v3") + announced(page, "notice", "v1") == []


def test_a_first_token_that_waits_is_given_when_it_is_needed(page: Page, site: Site) -> None:
    open_page(page, site, head='<script src="/files/typing.js"></script>', first_token="on")
    wait_for_ends(page, "v3")
    let_pass(page)
    assert given(page, "v1") == []
    # The visitor's focus stays where it is.
    page.evaluate("() => { document.getElementById('v1').show = () => 0; expire('v1', 'v1'); }")
    wait_for_ends(page, "v1")
    assert len(given(page, "v1")) == 1
    assert len(site.token_requests) == 2
    assert announced(page, "renewed", "v1")[0]["pendingAction"] == "register"


def test_the_first_token_survives_the_start_of_the_widget(page: Page, site: Site, gate: Gate) -> None:
    site.token_answers.append(gate)
    body = '<ats-widget id="w" mode="register"></ats-widget>'
    page.goto(site.page(body, attributes={"token-url": "/token", "first-token": "on"}))
    until(page, lambda: len(site.token_requests) == 1)
    # What an upgrade says of an attribute that has been there all the time, and what a framework sets after it.
    page.evaluate(
        """() => {
            const widget = document.getElementById("w");
            for (const name of ["mode-changed", "ready"]) {
                const event = { bubbles: true, composed: true, detail: { mode: "register" } };
                widget.dispatchEvent(new CustomEvent(`allfeat:${name}`, event));
            }
            for (const name of ["site-key", "ats-url", "network"]) widget.setAttribute(name, "x");
        }"""
    )
    let_pass(page)
    gate.open.set()
    page.wait_for_function("() => document.getElementById('w').hasAttribute('token')")
    assert len(site.token_requests) == 1


# Ends from outside


@pytest.mark.parametrize(
    "leave",
    [
        "(id) => document.getElementById(id).remove()",
        "(id) => document.getElementById(id).setAttribute('mode', 'update')",
        "(id) => document.getElementById(id).show({ screen: 'FORM' })",
        "() => pywidget.stop()",
    ],
    ids=["removed", "mode changed", "reset", "stopped"],
)
def test_a_widget_that_needs_no_token_any_more(page: Page, site: Site, gate: Gate, leave: str) -> None:
    site.token_answers += [gate, gate]
    ended: list[str | None] = []
    page.on("requestfailed", lambda request: ended.append(request.failure))
    open_page(page, site)
    page.evaluate("() => { window.kept = ['v3', 'v1'].map((id) => document.getElementById(id)); }")
    page.evaluate(EXPIRE_BOTH)
    until(page, lambda: len(site.token_requests) == 2)
    for generation in GENERATIONS:
        page.evaluate(leave, generation)
    until(page, lambda: len(ended) == 2)
    gate.open.set()
    page.evaluate("() => fetch('/login')")
    assert ended == ["net::ERR_ABORTED"] * 2
    assert page.evaluate("() => kept.flatMap((widget) => widget.given)") == []
    assert page.evaluate("() => ended('v3') + ended('v1')") == 0


@pytest.mark.parametrize("boot", ["error", "now"])
def test_a_widget_that_leaves_in_the_turn_of_its_expiry(page: Page, site: Site, gate: Gate, boot: str) -> None:
    site.token_answers += [gate, gate]
    open_page(page, site, boot=boot)
    if boot == "now":
        page.evaluate("() => pywidget.ready")
    page.evaluate(
        """() => {
            window.kept = ["v3", "v1"].map((id) => document.getElementById(id));
            for (const widget of kept) widget.addEventListener("allfeat:token-expired", () => widget.remove());
            expire("v3", "v3");
            expire("v1", "v1");
        }"""
    )
    page.evaluate("() => pywidget.ready")
    let_pass(page)
    gate.open.set()
    page.evaluate("() => fetch('/login')")
    assert page.evaluate("() => kept.flatMap((widget) => widget.given)") == []
    # In the page again, they still wait.
    page.evaluate("() => document.body.append(...kept)")
    page.wait_for_function("() => kept.every((widget) => widget.given.length == 1)")
    assert page.locator("pywidget-notice").count() == 2 + 1


def test_a_widget_that_waits_and_comes_back_is_served(page: Page, site: Site, gate: Gate) -> None:
    site.token_answers += [gate, gate]
    open_page(page, site)
    page.evaluate(EXPIRE_BOTH)
    until(page, lambda: len(site.token_requests) == 2)
    page.evaluate(
        """async () => {
            for (const id of ["v3", "v1"]) {
                const widget = document.getElementById(id);
                widget.remove();
                await new Promise((done) => setTimeout(done));
                document.body.append(widget);
            }
        }"""
    )
    wait_for_ends(page, *GENERATIONS)
    for generation in GENERATIONS:
        assert len(given(page, generation)) == 1
    assert len(site.token_requests) == 4


# Nothing loops, nobody pays twice


def test_the_breaker(page: Page, site: Site) -> None:
    page.clock.install()
    open_page(page, site)
    # As the older generations do: each refused token is followed by another expiry, for ever.
    page.evaluate(
        """() => {
            for (const id of ["v3", "v1"]) {
                const widget = document.getElementById(id);
                const take = widget.setToken;
                widget.setToken = function (token) {
                    take.call(this, token);
                    setTimeout(() => expire(id, id), 100);
                };
                expire(id, id);
            }
        }"""
    )
    for times in range(3):
        wait_for_ends(page, *GENERATIONS, times=times + 1)
        page.clock.run_for(200)
    wait_for_ends(page, *GENERATIONS, times=4)
    page.evaluate(EXPIRE_BOTH)
    let_pass(page)
    assert len(site.token_requests) == 6
    for generation in GENERATIONS:
        assert len(given(page, generation)) == 3
        assert [failed["reason"] for failed in announced(page, "renewal-failed", generation)] == ["too-many-renewals"]
        notices = [notice["kind"] for notice in announced(page, "notice", generation)]
        assert notices == ["breaker"]
    page.clock.run_for(MINUTE)
    page.evaluate(EXPIRE_BOTH)
    wait_for_ends(page, *GENERATIONS, times=5)
    assert len(site.token_requests) == 8


def test_nobody_pays_twice(page: Page, site: Site) -> None:
    held = ("v3", "v1", "only says it", "only shows it", "tracks")
    open_page(page, site, "".join(f'<ats-widget id="{name}"></ats-widget>' for name in (*held, "done")))
    page.evaluate(
        """() => {
            const widget = (id) => document.getElementById(id);
            const confirm = (id) => widget(id).say("allfeat:confirmed", { transactionId: "tx_1" });
            // Each widget's state tells of its transaction from then on, whatever it shows.
            for (const id of ["v3", "v1", "only shows it", "done"]) {
                widget(id).getState = () => ({ screen: "TRACKING", transactionId: "tx_1" });
            }
            for (const id of ["v3", "v1", "only says it", "done"]) confirm(id);
            widget("only says it").getState = () => { throw new Error("no state"); };
            expire("v3", "v3", "tracking");
            expire("v1", "v1");
            expire("only says it", "v3");
            expire("only shows it", "v3");
            expire("tracks", "v3", "tracking");
            // A certificate can be downloaded as often as one likes.
            expire("done", "v3", "download");
        }"""
    )
    wait_for_ends(page, *held, "done")
    let_pass(page)
    for widget in held:
        assert [failed["reason"] for failed in announced(page, "renewal-failed", widget)] == ["already-submitted"]
        assert given(page, widget) == []
        assert announced(page, "notice", widget)[-1]["kind"] == "submitted"
    assert given(page, "done") == site.tokens
    assert len(site.token_requests) == 1


# Where tokens come from


def test_an_endpoint_is_asked_as_the_page_says(page: Page, site: Site) -> None:
    site.token_answers.append(told('{"data": {"session": {"jwt": "dotted"}}}'))
    page.context.add_cookies(
        [
            {"name": "XSRF-TOKEN", "value": "a%3D%20b", "url": site.url},
            {"name": "session", "value": "s1", "url": site.url},
        ]
    )
    open_page(
        page,
        site,
        token_method="put",
        token_field="data.session.jwt",
        token_headers="X-Tenant: acme; X-Site: 3",
        csrf_cookie="XSRF-TOKEN",
        csrf_header="X-XSRF-TOKEN",
    )
    page.evaluate("() => { document.getElementById('v3').setAttribute('mode', 'update'); expire('v3', 'v3'); }")
    wait_for_ends(page, "v3")
    assert given(page) == ["dotted"]
    (headers,) = site.token_headers
    assert headers["x-xsrf-token"] == "a= b"
    assert headers["x-tenant"] == "acme"
    assert headers["x-site"] == "3"
    assert headers["accept"] == "application/json"
    assert headers["content-type"] == "application/json"
    assert "session=s1" in headers["cookie"]
    (asked,) = site.token_requests
    assert asked == {"pendingAction": "submit", "mode": "update", "network": None, "attempt": 1}


def test_an_endpoint_is_asked_by_get_and_without_cookies(page: Page, site: Site) -> None:
    page.context.add_cookies([{"name": "session", "value": "s1", "url": site.url}])
    open_page(page, site, token_method="GET", token_credentials="omit")
    page.evaluate("() => expire('v3', 'v3')")
    wait_for_ends(page, "v3")
    assert given(page) == site.tokens
    (headers,) = site.token_headers
    assert "cookie" not in headers
    assert "content-type" not in headers
    assert site.token_requests == [None]


def test_headers_that_cannot_be_sent_are_left_out(page: Page, site: Site) -> None:
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    # Not encoded, and not of the characters that headers have.
    page.context.add_cookies([{"name": "csrf", "value": "100%", "url": site.url}])
    open_page(page, site, token_headers="X Y: 1; X-Z: ☃", csrf_cookie="csrf", csrf_header="X-CSRF")
    page.evaluate("() => expire('v3', 'v3')")
    wait_for_ends(page, "v3")
    assert given(page) == site.tokens
    assert site.token_headers[0]["x-csrf"] == "100%"
    for name in ("X Y", "X-Z"):
        assert len([text for text in warnings if f'"{name}"' in text]) == 1


def test_an_opaque_answer(page: Page, site: Site) -> None:
    page.goto("about:blank")
    url = site.page(
        WIDGETS,
        head=f'<script src="/files/opaque.js"></script>{SCRIPTS}',
        attributes={"token-url": "/token"},
        policy="script-src 'self' 'wasm-unsafe-eval'",
    )
    page.goto(url)
    page.evaluate(EXPIRE_BOTH)
    wait_for_ends(page, *GENERATIONS)
    for generation in GENERATIONS:
        assert [failed["reason"] for failed in announced(page, "renewal-failed", generation)] == ["opaque"]
        assert given(page, generation) == []


#: behaviour of a provider -> why the renewal fails; "" if it does not.
PROVIDERS = {
    "throws": "provider-failed",
    "throws text": "provider-failed",
    "throws nothing": "provider-failed",
    "throws a proxy": "provider-failed",
    "rejects": "provider-failed",
    "rejects with text": "provider-failed",
    "rejects with a proxy": "provider-failed",
    "is no promise": "provider-failed",
    "number": "wrong-type",
    "function": "wrong-type",
    "proxy": "provider-failed",
    "undefined": "no-token",
    "null": "no-token",
    "empty": "empty-token",
    "other object": "no-token",
    "text": "",
    "object": "",
    "promise": "",
    "promise of an object": "",
    "another promise": "",
}


def test_a_provider_of_the_page(page: Page, site: Site) -> None:
    widgets = "".join(f'<ats-widget id="{name}" mode="{name}"></ats-widget>' for name in PROVIDERS)
    open_page(page, site, widgets, head='<script src="/files/providers.js"></script>')
    page.evaluate("() => { pywidget.tokenProvider(provide); }")
    page.evaluate("(ids) => ids.forEach((id) => expire(id, 'v3'))", list(PROVIDERS))
    wait_for_ends(page, *PROVIDERS)
    ends = {name: [failed["reason"] for failed in announced(page, "renewal-failed", name)] for name in PROVIDERS}
    assert ends == {name: [reason] if reason else [] for name, reason in PROVIDERS.items()}
    for name, reason in PROVIDERS.items():
        assert given(page, name) == ([] if reason else [f"token of {name}"])
    asked = page.evaluate("() => asked")
    assert [told["widget"] for told in asked] == list(PROVIDERS)
    for told_of in asked:
        info = told_of["info"]
        assert info == {"pendingAction": "submit", "mode": told_of["widget"], "network": None, "attempt": 1}
    # The address is for pages without a provider.
    assert site.token_requests == []


def test_a_provider_that_never_settles(page: Page, site: Site) -> None:
    page.clock.install()
    open_page(page, site, token_timeout="1")
    page.evaluate(
        """() => {
            window.calls = 0;
            pywidget.tokenProvider(({ attempt }) => (calls++, attempt < 3 ? new Promise(() => 0) : `token ${calls}`));
            expire("v3", "v3");
        }"""
    )
    for times in (1, 2):
        page.wait_for_function("(times) => calls >= times", arg=times)
        page.clock.run_for(1_000)
        page.clock.run_for(20_000)
    wait_for_ends(page, "v3")
    assert given(page) == ["token 3"]
    assert announced(page, "renewed")[0]["attempts"] == 3


def test_a_function_that_the_page_names(page: Page, site: Site) -> None:
    open_page(page, site, token_function="app.auth.token")
    page.evaluate(
        """() => {
            window.app = { auth: { token: (...args) => (window.args = args, "from the function") } };
            expire("v3", "v3");
        }"""
    )
    wait_for_ends(page, "v3")
    assert given(page) == ["from the function"]
    assert page.evaluate("() => [args[0], args[1].id]") == ["submit", "v3"]
    page.evaluate("() => { delete app.auth; expire('v1', 'v1'); }")
    wait_for_ends(page, "v1")
    page.evaluate("() => { Object.defineProperty(window, 'app', { get() { throw 0; } }); expire('v1', 'v1'); }")
    wait_for_ends(page, "v1", times=2)
    assert [failed["reason"] for failed in announced(page, "renewal-failed", "v1")] == ["provider-failed"] * 2
    # A provider that comes later takes its place, and the next one takes that one's.
    for token in ("from the first", "from the second"):
        page.evaluate("(token) => { pywidget.tokenProvider(() => token); expire('v3', 'v3'); }", token)
        page.wait_for_function("(token) => tokensOf('v3').at(-1) == token", arg=token)


# The way to sign in


def answer(page: Page, action: str) -> None:
    """Answer a question, not so quickly that it would be the second half of a double click."""
    button = page.locator(f'pywidget-notice [data-action="{action}"]')
    button.wait_for()
    page.wait_for_function("(shown) => performance.now() - shown > 600", arg=page.evaluate("() => performance.now()"))
    button.click()


def test_the_way_back_is_on_the_same_site(page: Page, site: Site) -> None:
    site.token_answers.append(told("{}", 401))
    open_page(page, site, login_url="/login", login="page")
    # Where a server gives the same page at every address, anybody can make a link to this one.
    page.evaluate("() => history.pushState(null, '', `${location.origin}//other.example/x`)")
    page.evaluate("() => expire('v3', 'v3')")
    page.click('#v3 + pywidget-notice [data-action="sign-in"]')
    answer(page, "confirm-sign-in")
    page.wait_for_url("**/login*")
    assert page.url == f"{site.url}/login?return_to=%2Fother.example%2Fx"


@pytest.mark.parametrize("origin", ["same", "other", "script"])
def test_the_way_to_sign_in(page: Page, site: Site, origin: str) -> None:
    addresses = {
        "same": "/login?from=widget",
        "other": site.url.replace("127.0.0.1", "localhost") + "/login",
        "script": "javascript:document.title='taken'",
    }
    site.token_answers.append(told("{}", 401))
    warnings: list[str] = []
    page.on("console", lambda message: warnings.append(message.text))
    url = site.page(
        WIDGETS,
        head=SCRIPTS,
        attributes={"token-url": "/token", "login-url": addresses[origin], "login": "page"},
        policy="",
    )
    page.goto(f"{url}?step=2#form")
    page.evaluate("() => expire('v3', 'v3')")
    page.wait_for_function("() => of('notice', 'v3').at(-1)?.kind == 'signed-out'")
    actions = [action["id"] for action in announced(page, "notice")[-1]["actions"]]
    if origin == "script":
        assert "sign-in" not in actions
        assert len([text for text in warnings if "data-login-url" in text]) == 1
        return
    page.click('pywidget-notice [data-action="sign-in"]')
    answer(page, "confirm-sign-in")
    page.wait_for_url("**/login*")
    path = url.removeprefix(site.url).replace("/", "%2F")
    ways = {
        "same": f"{site.url}/login?from=widget&return_to={path}%3Fstep%3D2%23form",
        "other": addresses["other"],
    }
    assert page.url == ways[origin]
