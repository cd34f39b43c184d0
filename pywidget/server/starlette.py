"""The token endpoint for Starlette and FastAPI.

Route("/api/ats-token", token_endpoint(minter, current_user=..., origins=[...]))
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from pywidget.server.endpoint import MAX_REQUEST_LENGTH, TokenEndpoint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.types import Receive, Scope, Send

    from pywidget.server.endpoint import SessionOptions
    from pywidget.server.session import SessionMinter

    CurrentUser = Callable[[Request], Awaitable[object] | object]

#: How many sessions are created at the same time; further requests wait. They have their own threads, so that an API
#: that does not answer cannot use up the threads of the program.
THREADS = 16


class TokenApp:
    """An ASGI application that answers the page's requests for a token; see :func:`token_endpoint`."""

    def __init__(self, endpoint: TokenEndpoint, current_user: CurrentUser) -> None:
        self._endpoint = endpoint
        self._current_user = current_user
        self._threads = CapacityLimiter(THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        origin = request.headers.get("origin")
        answer = self._endpoint.refuse(request.method, origin)
        if answer is None:
            user = await self._user(request)
            body = await _beginning(request)
            answer = await to_thread.run_sync(self._endpoint.answer, user, origin, body, limiter=self._threads)
        await Response(answer.body, answer.status, answer.headers)(scope, receive, send)

    async def _user(self, request: Request) -> object:
        if inspect.iscoroutinefunction(self._current_user):
            return await self._current_user(request)
        user = await to_thread.run_sync(self._current_user, request)
        return await user if inspect.isawaitable(user) else user


def token_endpoint(
    minter: SessionMinter,
    *,
    current_user: CurrentUser,
    origins: Iterable[str],
    session_options: SessionOptions | None = None,
) -> TokenApp:
    """Return the endpoint, for ``Route(path, ...)``.

    Args:
        minter: creates the sessions.
        current_user: told the request, returns who is signed in, or None; asynchronous or not.
        origins: see :class:`~pywidget.server.endpoint.TokenEndpoint`.
        session_options: see there; not asynchronous, and called in a thread.
    """
    return TokenApp(TokenEndpoint(minter, origins=origins, session_options=session_options), current_user)


async def _beginning(request: Request) -> bytes:
    """Read the body, but not more of it than shows that it is too long."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST_LENGTH:
            break
    return body[: MAX_REQUEST_LENGTH + 1]
