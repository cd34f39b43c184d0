"""What the commands that run a server have in common: where it listens, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from pywidget.cli.ending import ending_by
from pywidget.demo.server import bind

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket
    from types import FrameType

    from uvicorn import Server

Command = TypeVar("Command", bound="Callable[..., Any]")


def listening(port: int) -> Callable[[Command], Command]:
    """Return a decorator that gives a command the options ``--host`` and ``--port``, with this port as the default."""
    on_port = click.option(
        "--port",
        metavar="PORT",
        type=click.IntRange(0, 65535),
        default=port,
        show_default=True,
        help="Port; 0 takes any that is free.",
    )
    on_host = click.option(
        "--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on."
    )
    return lambda command: on_host(on_port(command))


def listen(host: str, port: int) -> socket:
    """Return a socket that is bound to an address.

    Raises:
        click.ClickException: it cannot be.
    """
    try:
        return bind(host, port)
    except OSError as error:
        message = f"cannot listen on {host}:{port}: {error.strerror or error}. Try another port, e.g. --port 0."
        raise click.ClickException(message) from error


def run(server: Server, bound: socket, announce: Callable[[], None]) -> None:
    """Say where the server is, and run it until a signal ends it.

    Raises:
        SystemExit: with the status that says which one.
    """
    ended: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        ended.append(number)
        server.handle_exit(number, frame)

    # Before the address is known to anybody: the server handles signals by itself only once it runs.
    with ending_by(stop):
        announce()
        server.run(sockets=[bound])
    if ended:
        raise SystemExit(128 + ended[0])
