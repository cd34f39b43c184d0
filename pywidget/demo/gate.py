"""Whom the playground answers, and how much it reads: in front of everything else.

It listens on an address of this machine, which is a way in for every page that the same browser has open. So

* **the address has to be one of its own.** A foreign name can be made to point at this machine after its page was
  loaded (DNS rebinding), and the browser then takes the playground for that page's own server. A name without a dot is
  hardly anybody's on the internet, and an IP address cannot be made to point elsewhere;
* **a page of another site changes nothing here.** It could not read the answer, but what it sends would have been done;
* **a body has an end.** What is longer than anything that pywidget sends is not read.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocketClose

from pywidget.demo.organizations import PATH as ORGANIZATIONS
from pywidget.reports.body import too_large

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Pages of this machine, on whichever port.
LOCAL_PAGE = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"
_LOCAL_PAGE = re.compile(LOCAL_PAGE)

#: Bytes of a body. A page sends some 60,000 at most.
MOST_BYTES = 1_000_000
TOO_LARGE = too_large(MOST_BYTES)

#: An IPv6 address in brackets, or a name; and a port.
_HOST = re.compile(r"(?:\[([^\]]*)\]|([^:]*))(?::\d*)?")

#: They read, and nothing else.
_READING = ("GET", "HEAD")
#: The file that a visitor registers; it is thrown away while it is read.
_UPLOAD = re.compile(r"/ats/[^/]+/upload/")


class Gate:
    """Refuses foreign names and pages, and bodies that are too large, before anything else sees them.

    Args:
        app: what is behind.
        host: the name or address that the server was told to listen on.
    """

    def __init__(self, app: ASGIApp, host: str = "") -> None:
        self._app = app
        here = socket.gethostname().lower()
        self._names = {host.lower(), here, f"{here}.local"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the request through."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is None:
            await self._app(scope, _bounded(scope, receive), send)
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        else:
            await refusal(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not self._is_own(_name_of(host)):
            text = f"The playground does not answer as {_shown(host)}. Open it at the address that it has printed.\n"
            return PlainTextResponse(text, 421)
        if scope["type"] == "http" and scope["method"] in _READING:
            return None
        # Its callers are servers, and the origin that they name is that of the page which the token is for. Browsers
        # add this header by themselves where they trust the connection: to this machine, and by https.
        if scope["path"].startswith(ORGANIZATIONS + "/"):
            if "sec-fetch-site" not in headers:
                return None
            return PlainTextResponse("This API is called by servers, not by pages.\n", 403)
        origin = headers.get("origin")
        if origin is None or _LOCAL_PAGE.fullmatch(origin) or origin.partition("://")[2] == host:
            return None
        text = f"The playground takes nothing from {_shown(origin)}, only from pages of this machine.\n"
        return PlainTextResponse(text, 403)

    def _is_own(self, name: str) -> bool:
        if "." not in name.rstrip(".") or name in self._names or name.endswith(".localhost"):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _name_of(host: str) -> str:
    """Return the name in a Host header, without the port."""
    found = _HOST.fullmatch(host.lower())
    return (found[1] or found[2]) if found else host


def _shown(foreign: str) -> str:
    return ascii(foreign[:100])


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """Return a ``receive`` that ends a body which is too large: the request is then answered with 413."""
    if scope["type"] != "http" or _UPLOAD.match(scope["path"]):
        return receive
    read = 0

    async def receive_bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BYTES:
            raise HTTPException(413, TOO_LARGE)
        return message

    return receive_bounded
