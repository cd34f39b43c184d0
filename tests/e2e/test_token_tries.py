"""How many requests for tokens arrive: at the endpoint from a real browser, and at the API from the real endpoint.

One page has a widget for each way to fail, and all of them expire once. What docs/server.md says of the number is what
is counted here, after the browser and the HTTP library have added what they add.
"""

from __future__ import annotations

import contextlib
import json
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from organizations_api import SECRET_KEY, OrganizationsApi
from site_for_tests import Site, serve
from starlette.responses import Response

from pywidget.server import SessionMinter
from pywidget.server.starlette import token_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Request, Route
    from starlette.types import ASGIApp, Receive, Scope, Send

HERE = Path(__file__).parent
SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
MINUTE = 60_000


class Case(NamedTuple):
    """One way to fail.

    Attributes:
        reason: why the renewal fails.
        asked: how many requests the page sends to the endpoint.
        api: how many arrive at the API.
    """

    reason: str
    asked: int
    api: int = 0


#: What the endpoint's server does, without our endpoint.
ENDPOINT = {
    "connection refused": Case("unreachable", 3),
    "connection closed": Case("unreachable", 3),
    "hanging": Case("timed-out", 3),
    "500": Case("server-error", 3),
    "503": Case("server-error", 3),
    "429 with Retry-After": Case("rate-limited", 3),
    "429": Case("rate-limited", 3),
    "429 for long": Case("rate-limited", 1),
    "no JSON": Case("not-json", 1),
    "404": Case("not-found", 1),
}
#: What the API does, behind our endpoint.
API = {
    "API: connection closed": Case("server-error", 3, 3),
    "API: hanging": Case("server-error", 3, 3),
    "API: 500": Case("server-error", 3, 3),
    "API: 429 with Retry-After": Case("rate-limited", 3, 3),
    "API: 429": Case("rate-limited", 3, 3),
    "API: no JSON": Case("server-error", 3, 3),
    "API: its key is refused": Case("server-error", 3, 3),
    "API: key inactive": Case("config", 1, 1),
}
CASES = ENDPOINT | API

#: A connection that closes without an answer, and that had been used before, makes the browser send the request again
#: by itself: over each connection that it has kept open (Chromium keeps six to a site), and then over a new one.
MOST_OF_THE_BROWSER = 7
CLOSED = "connection closed"


def fail(api: OrganizationsApi, name: str) -> None:
    """Have the API fail in this way from now on."""
    kind = name.removeprefix("API: ")
    answers: dict[str, Any] = {
        "connection closed": lambda handler: handler.connection.shutdown(socket.SHUT_RDWR),
        "hanging": api.hang,
        "500": (500, {}, b"{}"),
        "429 with Retry-After": (429, {"Retry-After": "3"}, b'{"code": "session.rate_limited"}'),
        "429": (429, {}, b'{"code": "session.rate_limited"}'),
        "no JSON": (201, {}, b"oops"),
        "its key is refused": (401, {}, b'{"code": "common.unauthorized"}'),
        "key inactive": (403, {}, b'{"code": "session.key_inactive"}'),
    }
    # More than can be used.
    api.answers += [answers[kind]] * 100


class Endpoint:
    """The site with an endpoint that fails as the widget's ``mode`` says.

    Attributes:
        asked: the number of the try, as the page counts them, of each request that arrived; by mode.
        apps: our own endpoint, by mode.
        under_way: how many requests are being answered.
    """

    def __init__(self, site: Site) -> None:
        self._site = site.app
        self.asked: dict[str, list[int]] = {name: [] for name in CASES}
        self.apps: dict[str, ASGIApp] = {}
        self.under_way = 0
        self._answers = {
            "500": Response("{}", 500),
            "503": Response("{}", 503),
            "429 with Retry-After": Response("{}", 429, {"Retry-After": "3"}),
            "429": Response("{}", 429),
            "429 for long": Response("{}", 429, {"Retry-After": "90"}),
            "no JSON": Response("oops"),
            "404": Response("{}", 404),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != "/token":
            await self._site(scope, receive, send)
            return
        message = await receive()
        asked = json.loads(message["body"])
        mode = asked["mode"]
        self.asked[mode].append(asked["attempt"])

        first = [message]

        async def again() -> Any:
            return first.pop() if first else await receive()

        if mode == CLOSED:
            # Before it answers anything.
            send.__self__.transport.abort()  # type: ignore[attr-defined]  # uvicorn's own
        elif mode == "hanging":
            while (await receive())["type"] != "http.disconnect":
                pass
        else:
            self.under_way += 1
            try:
                await (self.apps.get(mode) or self._answers[mode])(scope, again, send)
            finally:
                self.under_way -= 1


class Counted(NamedTuple):
    """What came of all cases."""

    asked: dict[str, list[int]]
    api: dict[str, int]
    failed: dict[str, dict[str, Any]]
    asked_later: dict[str, list[int]]


def play(page: Page, names: list[str], wait: Callable[[], object]) -> None:
    """Let these sessions expire, and time pass until each renewal has ended.

    Answers come in real time: ``wait`` returns once what is asked for now is answered, and then the clock goes on.
    """
    page.evaluate("(ids) => ids.forEach((id) => expire(id, 'v3'))", names)
    for _ in range(60):
        page.clock.run_for(1_000)
        wait()
        if page.evaluate("(ids) => ids.every((id) => ended(id))", names):
            return


@pytest.fixture(scope="module")
def counted(browser: Browser, bundle: Path) -> Iterator[Counted]:
    with contextlib.ExitStack() as running:
        site = running.enter_context(serve(Site(bundle, HERE / "files")))
        apis = {name: running.enter_context(OrganizationsApi()) for name in API}
        endpoint = Endpoint(site)
        site.app = endpoint  # type: ignore[assignment]  # an application all the same
        for name, api in apis.items():
            fail(api, name)
            minter = SessionMinter(SECRET_KEY, network="testnet", base_url=api.url, timeout=0.3)
            running.enter_context(minter)
            endpoint.apps[name] = token_endpoint(minter, current_user=lambda _: "jane", origins=[site.url])
        context = browser.new_context()
        page = context.new_page()

        def refuse(route: Route) -> None:
            asked: Any = route.request.post_data_json
            if asked["mode"] == "connection refused":
                endpoint.asked["connection refused"].append(asked["attempt"])
                route.abort("connectionrefused")
            else:
                route.continue_()

        page.route("**/token", refuse)
        page.clock.install()
        widgets = "".join(f'<ats-widget id="{name}" mode="{name}"></ats-widget>' for name in CASES)
        page.goto(site.page(widgets, head=SCRIPTS, attributes={"token-url": "/token"}))

        def answers_are_there() -> None:
            page.evaluate("() => fetch('/login')")
            while endpoint.under_way:
                time.sleep(0.01)

        play(page, [name for name in CASES if name != CLOSED], answers_are_there)

        waiting: set[Request] = set()
        page.on("request", lambda request: waiting.add(request))  # noqa: PLW0108  Playwright takes no built-in method
        page.on("requestfailed", lambda request: waiting.discard(request))  # noqa: PLW0108  as above

        def nothing_is_asked() -> None:
            while waiting:
                page.wait_for_timeout(10)

        # Alone: a connection that another request leaves meanwhile would be one more over which this one is sent again.
        play(page, [CLOSED], nothing_is_asked)
        asked = {name: [*tries] for name, tries in endpoint.asked.items()}
        failed = {name: page.evaluate("(id) => of('renewal-failed', id)[0]", name) for name in CASES}
        page.clock.run_for(2 * MINUTE)
        page.evaluate("() => fetch('/login')")
        yield Counted(asked, {name: len(api.requests) for name, api in apis.items()}, failed, endpoint.asked)
        context.close()


@pytest.mark.parametrize("name", CASES)
def test_no_more_requests_arrive_than_are_documented(counted: Counted, name: str) -> None:
    case = CASES[name]
    assert counted.failed[name]["reason"] == case.reason
    assert counted.failed[name]["attempts"] == case.asked
    tries = list(range(1, case.asked + 1))
    if name == CLOSED:
        assert sorted(set(counted.asked[name])) == tries
        assert max(counted.asked[name].count(number) for number in tries) <= MOST_OF_THE_BROWSER
    else:
        assert counted.asked[name] == tries
    if name in API:
        assert counted.api[name] == case.api
    assert counted.asked_later[name] == counted.asked[name], "nothing is asked for once the renewal has failed"
