"""Many requests at once over an API that hangs, and clients that go: nothing queues, and nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import anyio
import httpx2
import pytest
from aside import aside
from organizations_api import SECRET_KEY, OrganizationsApi
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pywidget import ApiError
from pywidget.server import BusyError, NoAnswerError, SessionMinter, TokenEndpoint
from pywidget.server.endpoint import busy
from pywidget.server.slots import Slots
from pywidget.server.starlette import token_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ORIGIN = "https://music.example"
HEADERS = [(b"origin", ORIGIN.encode())]
#: More than there are slots.
AT_ONCE = 48


@pytest.fixture
def api() -> Iterator[OrganizationsApi]:
    with OrganizationsApi() as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client() as made:
        yield made


@pytest.fixture
def minter(api: OrganizationsApi, client: httpx2.Client) -> SessionMinter:
    return SessionMinter(SECRET_KEY, network="testnet", base_url=api.url, client=client)


def all_free(minter: SessionMinter, number: int = 16) -> bool:
    """Whether exactly so many slots are free."""
    with contextlib.ExitStack() as taken, contextlib.suppress(BusyError):
        for free in range(number + 1):
            assert free <= number
            taken.enter_context(minter.reserve())
    return free == number


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


# ---- slots --------------------------------------------------------------------------------------------------------


def test_a_slot_is_given_back_once() -> None:
    slots = Slots(1)
    slot = slots.take()
    assert slot is not None
    assert slots.take() is None
    assert slot.begin()
    slot.give_up()
    assert slots.take() is None, "the request is under way"
    slot.end()
    slot.end()
    again = slots.take()
    assert again is not None
    assert slots.take() is None
    again.give_up()
    assert not again.begin(), "nobody waits for this request"
    again.end()
    assert slots.take() is not None
    assert slots.take() is None


@pytest.mark.parametrize("number", [0, -1, True, 2.5, "16", None])
def test_there_are_some(number: Any) -> None:
    with pytest.raises(ValueError, match="max_concurrent"):
        SessionMinter(SECRET_KEY, network="testnet", max_concurrent=number)


def test_one_more_than_may_be_is_refused_at_once(api: OrganizationsApi, minter: SessionMinter) -> None:
    slots = [minter.reserve() for _ in range(16)]
    waits = set()
    for _ in range(50):
        with pytest.raises(BusyError) as caught:
            minter.mint("register", ORIGIN)
        waits.add(caught.value.retry_after)
    assert waits == {2, 3, 4, 5}, "not all come back at the same moment"
    assert (caught.value.path, caught.value.is_retryable()) == ("retry", True)
    answer = busy(caught.value)
    assert (answer.status, int(answer.headers["Retry-After"])) == (503, caught.value.retry_after)
    assert json.loads(answer.body)["error"]["code"] == "common.service_unavailable"
    assert api.requests == []
    for slot in slots:
        slot.give_up()
    assert minter.mint("register", ORIGIN).token == "jwt-1"


@pytest.mark.parametrize("how", ["answer", "refusal", "connection", "wrong argument", "closed"])
def test_a_slot_comes_back_however_a_request_ends(api: OrganizationsApi, minter: SessionMinter, how: str) -> None:
    if how == "refusal":
        api.error(403, "session.key_inactive")
    if how == "connection":
        api.answers.append(lambda handler: handler.connection.shutdown(socket.SHUT_RDWR))
    if how == "closed":
        minter = SessionMinter(SECRET_KEY, network="testnet", base_url=api.url)
        minter.close()
    arguments: dict[str, Any] = {"external_user_ref": ""} if how == "wrong argument" else {}
    with contextlib.nullcontext() if how == "answer" else pytest.raises((ApiError, ValueError)):
        minter.mint("register", ORIGIN, **arguments)
    until(lambda: all_free(minter))


def test_a_request_that_was_given_up_is_not_made(api: OrganizationsApi, minter: SessionMinter) -> None:
    slot = minter.reserve()
    slot.give_up()
    with pytest.raises(NoAnswerError, match="given up"):
        minter.mint("register", ORIGIN, slot=slot)
    assert api.requests == []
    assert all_free(minter)


# ---- time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["headers", "body", "silent after headers", "connect"])
def test_a_call_ends_in_time_whatever_comes_slowly(api: OrganizationsApi, client: httpx2.Client, how: str) -> None:
    def slowly(handler: Any) -> None:
        handler.close_connection = True
        if how != "headers":
            handler.send_response(201)
            handler.send_header("Content-Length", "100")
            handler.end_headers()
        try:
            handler.wfile.write(b"HTTP/1.1 201 Created\r\nX: " if how == "headers" else b"{")
            while not api.released.wait(0.05):
                if how != "silent after headers":
                    handler.wfile.write(b" ")
        except OSError:
            return

    def slow_to_connect(request: httpx2.Request) -> httpx2.Response:
        """As the system's resolver, which has no time limit."""
        api.released.wait(10)
        raise httpx2.ConnectError("no address", request=request)

    api.answers.append(slowly)
    used = httpx2.Client(transport=httpx2.MockTransport(slow_to_connect)) if how == "connect" else client
    minter = SessionMinter(SECRET_KEY, network="testnet", base_url=api.url, timeout=0.4, client=used)
    began = time.monotonic()
    with pytest.raises(NoAnswerError) as caught:
        minter.mint("register", ORIGIN)
    took = time.monotonic() - began
    assert caught.value.timed_out
    assert 0.35 < took < 2, "0.4 were asked for; the rest is what a busy machine may add"
    # As long as it is under way, it has its slot.
    api.released.set()
    until(lambda: all_free(minter))


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), 1e9])
def test_a_timeout_is_a_time(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout"):
        SessionMinter(SECRET_KEY, network="testnet", timeout=timeout)


# ---- in threads, as under Flask and Django ------------------------------------------------------------------------


def test_threads_are_answered_at_once_while_the_api_hangs(api: OrganizationsApi, minter: SessionMinter) -> None:
    api.answers += [api.hang] * AT_ONCE
    endpoint = TokenEndpoint(minter, origins=[ORIGIN])
    answers: list[tuple[int, float]] = []

    def ask() -> None:
        began = time.monotonic()
        answer = endpoint.answer("jane", ORIGIN, b"")
        answers.append((answer.status, time.monotonic() - began))

    threads = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    until(lambda: len(answers) == AT_ONCE - 16)
    assert {status for status, _ in answers} == {503}
    until(lambda: len(api.requests) == 16)
    api.released.set()
    for thread in threads:
        thread.join(10)
    assert len(answers) == AT_ONCE
    assert len(api.requests) == 16
    until(lambda: all_free(minter))


# ---- in an event loop ---------------------------------------------------------------------------------------------


class Client:
    """One client of an ASGI application, which may go while it is served."""

    def __init__(self, app: Any, path: str = "/token", body: bytes = b"{}", *, method: str = "POST") -> None:
        self._app, self._body = app, body
        self._scope = {"type": "http", "method": method, "path": path, "headers": HEADERS, "query_string": b""}
        self._gone = asyncio.Event()
        self._read = False
        self.sent: list[Any] = []
        self.took = 0.0

    def go(self) -> None:
        self._gone.set()

    async def _receive(self) -> dict[str, Any]:
        if not self._read and not self._gone.is_set():
            self._read = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message)

    async def run(self) -> int:
        began = time.monotonic()
        await self._app(self._scope, self._receive, self._send)
        self.took = time.monotonic() - began
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}


def app_of(minter: SessionMinter, **options: Any) -> Starlette:
    endpoint = token_endpoint(minter, **{"current_user": lambda _: "jane", "origins": [ORIGIN], **options})
    # The program's other routes use the threads that all share.
    other = Route("/other", lambda _: PlainTextResponse("here"))
    return Starlette(routes=[Route("/token", endpoint), other])


async def later(condition: Callable[[], object]) -> None:
    with anyio.fail_after(10):
        while not condition():  # noqa: ASYNC110  what is waited for happens in threads of others
            await anyio.sleep(0.005)


def test_the_event_loop_and_other_routes_stay_quick_while_the_api_hangs(
    api: OrganizationsApi, minter: SessionMinter
) -> None:
    api.answers += [api.hang] * AT_ONCE

    async def play() -> None:
        app = app_of(minter, session_options=lambda user, _action: {"external_user_ref": user})
        clients = [Client(app) for _ in range(AT_ONCE)]
        running = [asyncio.create_task(client.run()) for client in clients]
        await later(lambda: sum(task.done() for task in running) == AT_ONCE - 16)
        refused = [client for client, task in zip(clients, running, strict=True) if task.done()]
        for client in refused:
            assert client.sent[0]["status"] == 503
            assert client.headers["retry-after"] in "2345"
        other = Client(app, "/other", method="GET")
        assert await other.run() == 200
        assert other.took < 1
        await later(lambda: len(api.requests) == 16)
        api.released.set()
        assert sorted(await asyncio.gather(*running)) == [502] * 16 + [503] * (AT_ONCE - 16)
        assert len(api.requests) == 16

    aside(lambda: asyncio.run(play()))
    until(lambda: all_free(minter))


def test_a_client_that_has_gone_is_not_asked_for(api: OrganizationsApi, minter: SessionMinter) -> None:
    async def play() -> None:
        clients: list[Client] = []

        async def slow(_request: object) -> str:
            """Meanwhile the client goes."""
            clients[-1].go()
            return "jane"

        async def limit(_request: object, _user: object) -> None:
            clients[-1].go()

        def options(_user: object, _action: object) -> dict[str, Any]:
            clients[-1].go()
            return {}

        hooks: list[dict[str, Any]] = [{"current_user": slow}, {"rate_limit": limit}, {"session_options": options}]
        for hook in hooks:
            clients.append(Client(app_of(minter, **hook)))
            assert await clients[-1].run() == 400
        assert api.requests == []
        assert await Client(app_of(minter)).run() == 200

    aside(lambda: asyncio.run(play()))
    assert all_free(minter)


def test_a_client_that_goes_while_the_api_is_asked_leaves_nothing(
    api: OrganizationsApi, minter: SessionMinter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    def wait_and_answer(handler: Any) -> None:
        api.released.wait(10)
        api.answer(handler)

    api.answers.append(wait_and_answer)

    async def play() -> None:
        client = Client(app_of(minter))
        running = asyncio.create_task(client.run())
        await later(lambda: api.requests)
        client.go()
        api.released.set()
        await running

    aside(lambda: asyncio.run(play()))
    until(lambda: all_free(minter))
    assert api.tokens == ["jwt-1"]
    assert "jwt-1" not in caplog.text


@pytest.mark.parametrize("moment", ["user", "options", "asked"])
def test_a_request_that_is_cancelled_does_not_keep_its_slot(
    api: OrganizationsApi, minter: SessionMinter, moment: str
) -> None:
    """As a server does it that shuts down, or a middleware with a time limit."""
    api.answers += [api.hang] * 40

    async def play() -> None:
        inside = asyncio.Event()

        async def user(_request: object) -> str:
            if moment == "user":
                inside.set()
                await asyncio.sleep(60)
            return "jane"

        def options(_user: object, _action: object) -> dict[str, Any]:
            if moment == "options":
                loop.call_soon_threadsafe(inside.set)
                api.released.wait(1)
            return {}

        loop = asyncio.get_running_loop()
        app = app_of(minter, current_user=user, session_options=options)
        running = [asyncio.create_task(Client(app).run()) for _ in range(16)]
        await later(lambda: len(api.requests) == 16 if moment == "asked" else inside.is_set())
        for task in running:
            task.cancel()
        if moment == "asked":
            # They are under way all the same, and count.
            assert await Client(app).run() == 503
        api.released.set()
        results = await asyncio.gather(*running, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results), results

    aside(lambda: asyncio.run(play()))
    until(lambda: all_free(minter))


def test_cancelled_between_slot_and_thread(api: OrganizationsApi, minter: SessionMinter) -> None:
    async def play() -> None:
        app = app_of(minter)
        # At whichever of its steps it is stopped, the slot is free afterwards, or its request is under way.
        for steps in range(40):
            task = asyncio.create_task(Client(app).run())
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    aside(lambda: asyncio.run(play()))
    until(lambda: all_free(minter))
    assert len(api.requests) <= 40
