"""Asking a server: whatever it does, it ends, within limits, and is told in words."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING
from urllib.error import URLError

import brotli
import pytest

from pywidget.check import fetch as fetching
from pywidget.check.fetch import NoAnswerError, absolute, fetch, is_secure, origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextlib.contextmanager
def server(*answers: bytes, then: Callable[[socket.socket], None] | None = None) -> Iterator[str]:
    """A server that sends these bytes, one for each connection, and closes it unless it has more to do."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for answer in answers:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(65_536)
                connection.sendall(answer)
                if then is not None:
                    then(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        thread.join()
        listening.close()


def answer(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def why(url: str) -> str:
    with pytest.raises(NoAnswerError) as caught:
        fetch(absolute(url))
    return str(caught.value)


def test_an_answer() -> None:
    headers = ("Content-Type: Text/HTML; charset=utf-8", "Vary: A", "Vary: B", "Content-Length: 2")
    with server(answer(b"hi", *headers)) as host:
        told = fetch(f"http://{host}/x")
    assert (told.status, told.body, told.sent, told.broken) == (200, b"hi", 2, "")
    assert (told.type, told.encoding, told.header("Vary")) == ("text/html", "", "A, B")
    assert told.url == told.final == f"http://{host}/x"


def test_an_answer_in_chunks() -> None:
    with server(answer(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "Transfer-Encoding: chunked")) as host:
        told = fetch(f"http://{host}/")
    assert (told.body, told.broken) == (b"abcde", "")


def test_a_redirect_is_followed_and_told() -> None:
    with server(answer(b"", "Location: /y?z#w", status="302 Found"), answer(b"ok")) as host:
        told = fetch(f"http://{host}/x")
    assert (told.body, told.final) == (b"ok", f"http://{host}/y?z")


def test_a_redirect_out_of_the_web_is_not_followed() -> None:
    with server(answer(b"", "Location: file:///etc/passwd", status="301 Moved")) as host:
        assert "only addresses that begin with http" in why(f"http://{host}/")


@pytest.mark.parametrize(
    "body",
    [
        answer(b"abc", "Content-Length: 9"),
        answer(b"9\r\nabc", "Transfer-Encoding: chunked"),
        answer(gzip.compress(b"abc" * 99, mtime=0)[:-9], "Content-Encoding: gzip"),
        answer(brotli.compress(b"abc" * 99)[:-1], "Content-Encoding: br"),
        answer(b"abc", "Content-Encoding: br"),
        answer(b"abc", "Content-Encoding: gzip"),
        answer(b"abc", "Content-Encoding: zstd"),
    ],
)
def test_what_is_not_whole_is_said(body: bytes) -> None:
    with server(body) as host:
        assert fetch(f"http://{host}/").broken


def test_nothing_is_read_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 100_000)
    large = bytes(1_000_000)
    packed = [
        answer(large),
        answer(gzip.compress(large, mtime=0), "Content-Encoding: gzip"),
        answer(brotli.compress(large), "Content-Encoding: br"),
    ]
    for body in packed:
        with server(body) as host:
            told = fetch(f"http://{host}/")
        assert "more than 100,000 bytes" in told.broken
        assert len(told.body) < len(large) / 2


def test_nobody_is_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SILENCE", 0.2)
    monkeypatch.setattr(fetching, "PATIENCE", 0.2)
    done = threading.Event()

    def drip(connection: socket.socket) -> None:
        while not done.wait(0.02):
            connection.sendall(b"x")

    def nothing(_connection: socket.socket) -> None:
        done.wait()

    begun = time.monotonic()
    with server(answer(), then=drip) as host:
        assert "had not arrived" in fetch(f"http://{host}/").broken
        done.set()
    done.clear()
    with server(b"", then=nothing) as host:
        assert "no answer within" in why(f"http://{host}/")
        done.set()
    assert time.monotonic() - begun < 60


def test_why_there_is_no_answer() -> None:
    with server(b"SSH-2.0-OpenSSH\r\n", b"not TLS") as host:
        assert "no answer of an HTTP server" in why(f"http://{host}/")
        assert "no answer of an HTTP server" in why(f"https://{host}/")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "refused" in why(f"http://127.0.0.1:{port}/")
    assert "no host of that name" in why("http://nowhere.invalid/")
    unknown = ssl.SSLCertVerificationError(1, "x")
    unknown.verify_message = "self-signed certificate"
    assert "certificate is not accepted: self-signed" in fetching._why(URLError(unknown))  # noqa: SLF001  no such host


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://a.example", "", "https://a.example/"),
        (" /x y?ü=1#z ", "https://a.example/b/c", "https://a.example/x%20y?%C3%BC=1"),
        ("../p.js?v=%20", "https://a.example/b/c/d", "https://a.example/b/p.js?v=%20"),
        ("//B.example:8443/p", "https://a.example/", "https://b.example:8443/p"),
        ("http://müsik.example/", "", "http://xn--msik-0ra.example/"),
        ("http://[::1]:80/", "", "http://[::1]:80/"),
    ],
)
def test_addresses_are_those_that_browsers_ask_for(url: str, base: str, expected: str) -> None:
    assert absolute(url, base) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/x",
        "file:///etc/passwd",
        "data:,x",
        "http://",
        "https://[/",
        "http://a:99999/",
        "http://a:x/",
        "http://u:p@a/",
    ],
)
def test_other_addresses_are_not_asked(url: str) -> None:
    with pytest.raises(NoAnswerError):
        absolute(url)


def test_origins() -> None:
    assert origin_of("https://a.example:443/x") == origin_of("https://a.example/y") == "https://a.example"
    assert origin_of("http://a.example:8080/") == "http://a.example:8080"
    assert origin_of("http://[::1]:80/") == "http://[::1]"


def test_which_ways_browsers_trust() -> None:
    for url in (
        "https://a.example/",
        "http://127.0.0.1:8000/",
        "http://[::1]/",
        "http://localhost/",
        "http://a.localhost/",
    ):
        assert is_secure(url)
    for url in ("http://a.example/", "http://10.0.0.1/", "http://localhost.example/"):
        assert not is_secure(url)
