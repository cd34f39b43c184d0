"""Answers that never reach a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request


async def hang(request: Request) -> Response:
    """Wait until the other side has had enough."""
    await request.body()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response(status_code=408)


def dropped() -> Response:
    """Return an answer that every browser turns into a network error.

    Requests may not be redirected to ``data:``. What the page sees is what it sees when a connection breaks, and unlike
    then the browser does not send the request a second time.
    """
    return Response(status_code=307, headers={"Location": "data:,"})
