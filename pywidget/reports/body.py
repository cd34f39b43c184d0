"""The body of a request with reports: read up to a limit, and unpacked up to the same limit."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from starlette.requests import Request

#: For zlib: the widest window, in gzip's format.
_GZIP = zlib.MAX_WBITS | 16


def media_type(request: Request) -> str:
    """Return the type in ``Content-Type``, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request, most: int) -> bytes:
    """Return the body, unpacked.

    Args:
        request: whose body it is.
        most: bytes; both the body as it comes and what it unpacks to may have so many.

    Raises:
        HTTPException: the body is too large or broken, or compressed in a way that is not read.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise HTTPException(415, "Reports are taken as they are, or with Content-Encoding: gzip.")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise HTTPException(413, too_large(most))
    except ClientDisconnect as error:
        raise HTTPException(400, "The body ended too early.") from error
    return _unpacked(bytes(body), most) if encoding == "gzip" else bytes(body)


def too_large(most: int) -> str:
    """Return what the answer to a body of more than ``most`` bytes says."""
    return f"The body is larger than {most:,} bytes. Send fewer reports at once."


def _unpacked(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        body = unpacker.decompress(packed, most + 1)
    except zlib.error as error:
        raise HTTPException(400, f"The body is not gzip: {error}.") from error
    if len(body) > most:
        raise HTTPException(413, too_large(most))
    if not unpacker.eof:
        raise HTTPException(400, "The body is not gzip: it ends too early.")
    if unpacker.unused_data:
        # gzip allows further parts. What was in them would be lost, and taken all the same.
        raise HTTPException(400, "The body has more behind the end of its gzip. Send it in one part.")
    return body
