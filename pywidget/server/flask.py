"""The token endpoint for Flask.

app.add_url_rule("/api/ats-token", view_func=token_endpoint(minter, current_user=..., origins=[...]))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

from pywidget.server.endpoint import MAX_REQUEST_LENGTH, TokenEndpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Request

    from pywidget.server.endpoint import RateLimit, SessionOptions
    from pywidget.server.session import SessionMinter

#: All methods of browsers, because the endpoint itself refuses all but POST, with an answer that the page can read.
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class TokenView:
    """A view that answers the page's requests for a token; see :func:`token_endpoint`."""

    # Flask reads these from a view.
    __name__ = "ats_token"
    methods = METHODS
    provide_automatic_options = False

    def __init__(self, endpoint: TokenEndpoint, current_user: Callable[[Request], object]) -> None:
        self._endpoint = endpoint
        self._current_user = current_user

    def __call__(self) -> Response:
        """Answer the current request."""
        origin = request.headers.get("Origin")
        answer = self._endpoint.refuse(request.method, origin)
        if answer is None:
            body = request.stream.read(MAX_REQUEST_LENGTH + 1)
            answer = self._endpoint.answer(self._current_user(request), origin, body, request)
        return Response(answer.body, answer.status, answer.headers)


def token_endpoint(
    minter: SessionMinter,
    *,
    current_user: Callable[[Request], object],
    origins: Iterable[str],
    session_options: SessionOptions | None = None,
    rate_limit: RateLimit | None = None,
) -> TokenView:
    """Return the view, for ``app.add_url_rule(path, view_func=...)``.

    Args:
        minter: creates the sessions.
        current_user: told the request, returns who is signed in, or None.
        origins: see :class:`~pywidget.server.endpoint.TokenEndpoint`.
        session_options: see there.
        rate_limit: see there; not asynchronous.
    """
    endpoint = TokenEndpoint(minter, origins=origins, session_options=session_options, rate_limit=rate_limit)
    return TokenView(endpoint, current_user)
