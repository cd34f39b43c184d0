"""The token endpoint for Starlette and FastAPI.

Route("/api/ats-token", token_endpoint(minter, current_user=..., origins=[...]))
"""

from __future__ import annotations

import inspect
import math
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pywidget.server.endpoint import MAX_REQUEST_LENGTH, Answer, TokenEndpoint, busy
from pywidget.server.session import BusyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.types import Receive, Scope, Send

    from pywidget.server.endpoint import LaterRateLimit, RateLimit, SessionOptions, Wanted
    from pywidget.server.session import SessionMinter

    CurrentUser = Callable[[Request], Awaitable[object] | object]


class TokenApp:
    """An ASGI application that answers the page's requests for a token; see :func:`token_endpoint`."""

    def __init__(self, endpoint: TokenEndpoint, current_user: CurrentUser) -> None:
        self._endpoint = endpoint
        self._current_user = current_user
        # An API that does not answer must not use up the threads of the program. How many of these there are is limited
        # by the minter's slots.
        self._threads = CapacityLimiter(math.inf)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        answer = self._endpoint.refuse(request.method, request.headers.get("origin")) or await self._served(request)
        await Response(answer.body, answer.status, answer.headers)(scope, receive, send)

    async def _served(self, request: Request) -> Answer:
        endpoint = self._endpoint
        user = await _call(self._current_user, request)
        refused = endpoint.nobody(user) or await self._limit(request, user)
        if refused is not None:
            return refused
        try:
            body = await _beginning(request)
        except ClientDisconnect:
            return endpoint.unread()
        asked = (user, request.headers.get("origin"), body)
        # What the session is bound to is often looked up in a database.
        in_thread = endpoint.session_options is not None
        wanted = await to_thread.run_sync(endpoint.wanted, *asked) if in_thread else endpoint.wanted(*asked)
        return wanted if isinstance(wanted, Answer) else await self._get(request, wanted)

    async def _limit(self, request: Request, user: object) -> Answer | None:
        if self._endpoint.rate_limit is None:
            return None
        try:
            said = await _call(self._endpoint.rate_limit, request, user)
        except Exception as error:  # noqa: BLE001  a limiter that fails must not let everybody through
            return self._endpoint.limiter_raised(error)
        return self._endpoint.limited(said)

    async def _get(self, request: Request, wanted: Wanted) -> Answer:
        try:
            slot = self._endpoint.minter.reserve()
        except BusyError as error:
            return busy(error)
        with slot:
            if await request.is_disconnected():
                return self._endpoint.unread()
            return await to_thread.run_sync(self._endpoint.get, wanted, slot, limiter=self._threads)


def token_endpoint(
    minter: SessionMinter,
    *,
    current_user: CurrentUser,
    origins: Iterable[str],
    session_options: SessionOptions | None = None,
    rate_limit: RateLimit | LaterRateLimit | None = None,
) -> TokenApp:
    """Return the endpoint, for ``Route(path, ...)``.

    Args:
        minter: creates the sessions.
        current_user: told the request, returns who is signed in, or None; asynchronous or not.
        origins: see :class:`~pywidget.server.endpoint.TokenEndpoint`.
        session_options: see there; not asynchronous, and called in a thread.
        rate_limit: see there; asynchronous or not.
    """
    endpoint = TokenEndpoint(minter, origins=origins, session_options=session_options, rate_limit=rate_limit)
    return TokenApp(endpoint, current_user)


async def _call(hook: Callable[..., object], *arguments: object) -> object:
    """Call a function of the integrator: in a thread, unless it is asynchronous."""
    if inspect.iscoroutinefunction(hook):
        result: object = await hook(*arguments)
        return result
    result = await to_thread.run_sync(hook, *arguments)
    return await result if inspect.isawaitable(result) else result


async def _beginning(request: Request) -> bytes:
    """Read the body, but not more of it than shows that it is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_LENGTH:
            break
    return body[: MAX_REQUEST_LENGTH + 1]
