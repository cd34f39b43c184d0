"""The token endpoint for Django.

    path("api/ats-token", token_endpoint(minter, current_user=lambda request: request.user, origins=[...]))

Django's own protection against cross-site requests stays on. The page sends what it wants to see with
``data-csrf-cookie="csrftoken" data-csrf-header="X-CSRFToken"`` on pywidget's script tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, UnreadablePostError

from pywidget.server.endpoint import MAX_REQUEST_LENGTH, TokenEndpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from pywidget.server.endpoint import Answer, RateLimit, SessionOptions
    from pywidget.server.session import SessionMinter


def token_endpoint(
    minter: SessionMinter,
    *,
    current_user: Callable[[HttpRequest], object],
    origins: Iterable[str],
    session_options: SessionOptions | None = None,
    rate_limit: RateLimit | None = None,
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view, for ``path(route, ...)``.

    Args:
        minter: creates the sessions.
        current_user: told the request, returns who is signed in, or None. ``request.user`` will do: Django's anonymous
            user counts as nobody.
        origins: see :class:`~pywidget.server.endpoint.TokenEndpoint`.
        session_options: see there.
        rate_limit: see there; not asynchronous.
    """
    endpoint = TokenEndpoint(minter, origins=origins, session_options=session_options, rate_limit=rate_limit)

    def ats_token(request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("Origin")
        answer = endpoint.refuse(request.method or "", origin)
        if answer is None:
            answer = served(request, origin)
        return HttpResponse(answer.body, status=answer.status, headers=answer.headers)

    def served(request: HttpRequest, origin: str | None) -> Answer:
        try:
            body = request.read(MAX_REQUEST_LENGTH + 1)
        except UnreadablePostError:
            return endpoint.unread()
        return endpoint.answer(current_user(request), origin, body, request)

    return ats_token
