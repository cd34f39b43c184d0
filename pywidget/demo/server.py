"""Running the application on an address of this machine."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from types import FrameType

    from starlette.applications import Starlette


def bind(host: str, port: int) -> socket.socket:
    """Take an address and listen on it; port 0 takes any free one.

    :raises OSError: if it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sends small pieces at once (TCP_NODELAY) only where it is: else the body of
    # each answer on a connection that was used before waits until the browser has acknowledged its head, 40 ms later.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()
    except OSError:
        bound.close()
        raise
    return bound


def address_of(bound: socket.socket) -> str:
    """Return the address as a browser wants it, with a slash at its end."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Answers that hang are cut off now, as was asked for: that is no error to be logged.
        logging.getLogger("uvicorn.error").disabled = True
        super().handle_exit(sig, frame)


def server_for(app: Starlette) -> uvicorn.Server:
    """Return a server that ends at once when it is told to, whatever still hangs."""
    return _Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
