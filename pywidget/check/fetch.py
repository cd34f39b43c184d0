"""Asks a server as a browser would, for what a page gets: by HTTP alone, without cookies, passwords or credentials.

Redirects are followed one by one and kept. Each answer has a limit of time and of size, whatever the server does.
"""

from __future__ import annotations

import gzip
import http.client
import ipaddress
import socket
import ssl
import time
import urllib.request
import zlib
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from pywidget.version import VERSION

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse

#: In seconds: how long a server may send nothing, and how long one file may take in all.
SILENCE = 10.0
PATIENCE = 30.0
#: In bytes. The largest file of a build has half a million.
LARGEST = 8_000_000
#: Browsers follow the same number of redirects.
MOST_REDIRECTS = 20

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SCHEMES = ("http", "https")
#: Characters that stay unchanged in a URL; all others are percent-encoded, as browsers do.
_UNQUOTED = "!#$%&'()*+,/:;=?@[]~"


class NoAnswerError(Exception):
    """There is no answer; the text says why, as the end of a sentence."""


class Answer(NamedTuple):
    """What a server answered.

    Attributes:
        url: what was asked for.
        final: where the answer came from, after all redirects.
        status: the HTTP status.
        headers: the headers.
        body: the content, decompressed if that was possible.
        sent: bytes that the body had on its way.
        broken: why the body is not whole, as the end of a sentence; "" if it is.
    """

    url: str
    final: str
    status: int
    headers: HTTPMessage
    body: bytes
    sent: int
    broken: str

    @property
    def type(self) -> str:
        """The media type in lower case, without parameters; "" if the server names none."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def encoding(self) -> str:
        """How the body was compressed; "" if it was not."""
        return self.header("Content-Encoding").lower()

    def header(self, name: str) -> str:
        """Return a header; where there are several, joined by commas."""
        # As they came: the library's own look-up gives no text for one with half a character in it.
        found = [value for key, value in self.headers.raw_items() if key.lower() == name.lower()]
        return ", ".join(found).strip()


def absolute(url: str, base: str = "") -> str:
    """Return a URL as a browser asks for it.

    Raises:
        NoAnswerError: it is no web address, or has a password.
    """
    try:
        parts = urlsplit(urldefrag(urljoin(base, url.strip())).url)
        host, port = parts.hostname or "", parts.port
        name = f"[{host}]" if ":" in host else host.encode("idna").decode()
    except ValueError as error:
        raise NoAnswerError(f"that is no address: {error}") from error
    if parts.scheme not in _SCHEMES or not host:
        raise NoAnswerError("only addresses that begin with http:// or https:// are asked")
    if parts.username is not None or parts.password is not None:
        raise NoAnswerError("it has a name or a password in it, and none is sent; browsers refuse such addresses, too")
    place = name if port is None else f"{name}:{port}"
    return urlunsplit((parts.scheme, place, quote(parts.path or "/", _UNQUOTED), quote(parts.query, _UNQUOTED), ""))


def origin_of(url: str) -> str:
    """Return the origin of an absolute URL."""
    parts = urlsplit(url)
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in (None, standard) else f":{parts.port}"
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def is_secure(url: str) -> bool:
    """Tell whether browsers trust the way to a URL: ``https``, or the same machine."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def can_read_brotli() -> bool:
    """Tell whether an answer that is compressed by Brotli can be compared: the standard library cannot read it."""
    try:
        brotli = import_module("brotli")
    except ImportError:
        return False
    # Older versions than 1.2 cannot limit the size of the output.
    return hasattr(brotli.Decompressor, "can_accept_more_data")


def fetch(url: str, origin: str = "", encodings: str = "") -> Answer:
    """Ask for a URL.

    Args:
        url: absolute, as :func:`absolute` returns it.
        origin: of the page, where a browser would say it: for files from elsewhere.
        encodings: what the answer may be compressed by.

    Raises:
        NoAnswerError: there is none, or it leads to an address that is not asked.
    """
    late = time.monotonic() + PATIENCE
    current = url
    for _ in range(MOST_REDIRECTS + 1):
        with _open(current, origin, encodings) as response:
            target = response.headers.get("Location", "")
            if response.status not in _REDIRECTS or not target:
                return _read(url, current, response, late)
        current = absolute(target, current)
    raise NoAnswerError(f"it redirects more than {MOST_REDIRECTS} times")


def _opener() -> urllib.request.OpenerDirector:
    """An opener only for HTTP: without files, FTP, cookies, passwords, and automatic redirects."""
    opener = urllib.request.OpenerDirector()
    handlers = (urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler)
    for handler in handlers:
        opener.add_handler(handler())
    return opener


def _open(url: str, origin: str, encodings: str) -> HTTPResponse:
    headers = {"User-Agent": f"pywidget-check/{VERSION}", "Accept": "*/*", "Accept-Encoding": encodings or "identity"}
    if origin:
        headers["Origin"] = origin
    request = urllib.request.Request(url, headers=headers)  # noqa: S310  `absolute` lets nothing else through
    try:
        response: HTTPResponse | None = _opener().open(request, timeout=SILENCE)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswerError(_why(error)) from error
    if response is None:
        raise NoAnswerError("only addresses that begin with http:// or https:// are asked")
    return response


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError):
        return "nothing answers there: the connection was refused"
    if isinstance(reason, TimeoutError):
        return f"there was no answer within {SILENCE:.0f} seconds"
    if isinstance(reason, socket.gaierror):
        return "there is no host of that name"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {reason.verify_message}"
    if isinstance(reason, http.client.HTTPException | ssl.SSLError | ConnectionResetError):
        return f"what came is no answer of an HTTP server ({type(reason).__name__})"
    return str(reason) or type(reason).__name__


def _read(url: str, final: str, response: HTTPResponse, late: float) -> Answer:
    parts: list[bytes] = []
    size = 0
    broken = ""
    promised = response.length
    try:
        while not broken and (promised is None or size < promised):
            chunk = response.read1(65_536)
            parts.append(chunk)
            size += len(chunk)
            if not chunk and promised is None:
                break
            if not chunk:
                broken = f"it broke off on its way: {size:,} bytes of {promised:,} came"
            elif size > LARGEST:
                broken = f"it has more than {LARGEST:,} bytes"
            elif time.monotonic() > late:
                broken = f"it had not arrived after {PATIENCE:.0f} seconds"
    except (OSError, http.client.HTTPException) as error:
        broken = f"it broke off on its way ({_why(error)})"
    content = b"".join(parts)
    body = content
    if not broken:
        try:
            body = _decompressed(content, response.headers.get("Content-Encoding", "").lower())
        except (OSError, EOFError, zlib.error, ValueError) as error:
            broken = f"it cannot be decompressed: {error}"
    return Answer(url, final, response.status, response.headers, body, size, broken)


def _decompressed(content: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity"):
        return content
    if encoding in ("gzip", "x-gzip"):
        # The output is limited, because a few compressed bytes can expand to very many.
        reader = zlib.decompressobj(wbits=31)
        body = reader.decompress(content, LARGEST)
        if not reader.eof:
            raise ValueError("it was cut" if not reader.unconsumed_tail else f"it has more than {LARGEST:,} bytes")
        return body
    if encoding == "br" and can_read_brotli():
        return _from_brotli(content)
    raise ValueError(f'nobody asked for "{encoding}"')


def _from_brotli(content: bytes) -> bytes:
    brotli = import_module("brotli")
    reader = brotli.Decompressor()
    try:
        body = bytes(reader.process(content, output_buffer_limit=LARGEST))
    except brotli.error as error:
        raise ValueError(str(error)) from error
    if not reader.is_finished():
        raise ValueError(f"it was cut, or has more than {LARGEST:,} bytes")
    return body


def gzipped_size(content: bytes) -> int:
    """Return how many bytes would be sent if a server compressed this."""
    return len(gzip.compress(content, mtime=0))
