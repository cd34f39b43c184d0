"""Why a page's origin is none of those that were named, in words for the log of whoever named them.

These words are for the log only: who sent the request may be anybody, and need not know which origins are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection

#: The names of this machine. For a browser each is a site of its own.
LOOPBACK = ("localhost", "127.0.0.1", "::1")
#: How many of the named origins a line of the log has.
_MOST_NAMED = 5


def why_not(origin: str | None, allowed: Collection[str]) -> str:
    """Return what is wrong with an origin that is none of ``allowed``, and what to do."""
    if origin is None:
        return (
            "the request has no Origin header, which browsers send with every POST. It came from a program, or "
            "something before this server removes the header"
        )
    named = sorted(allowed)
    told = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
    begin = f"the page's origin {origin!r:.200} is none of `origins` ({told})"
    if origin == "null":
        return f"{begin}: the page is a file, or in a sandbox. Open it from a server, outside of the sandbox"
    asked = _parts(origin)
    for other in named if asked is not None else ():
        hint = _difference(asked, urlsplit(other))
        if hint:
            return f"{begin}: {hint}. Open the page at {other}, or add the origin to `origins`"
    return f"{begin}. If it is a site of yours, add it"


def _difference(asked: SplitResult | None, named: SplitResult) -> str:
    """Return what may have been mixed up; "" for origins that have nothing to do with each other."""
    if asked is None:
        return ""
    if asked.hostname == named.hostname:
        if asked.scheme != named.scheme:
            return f"for a browser, {asked.scheme} and {named.scheme} are two origins"
        return "for a browser, every port is an origin of its own"
    if asked.hostname in LOOPBACK and named.hostname in LOOPBACK:
        return f"for a browser, {asked.hostname} and {named.hostname} are two sites, although both are this machine"
    with_www, without = sorted((asked.hostname or "", named.hostname or ""), key=len, reverse=True)
    return f"for a browser, {with_www} and {without} are two sites" if with_www == f"www.{without}" else ""


def _parts(origin: str) -> SplitResult | None:
    """Return the parts of an origin; None if it is none."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts if parts.hostname else None
