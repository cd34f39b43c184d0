"""Served answers: problems as sentences, whatever status, headers and content a server sends."""

from __future__ import annotations

from http.client import HTTPMessage
from typing import TYPE_CHECKING

from pywidget.check.answers import could_be_smaller, cross_origin, problems
from pywidget.check.fetch import Answer

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = False
WORDS = (
    "content-type", "text/javascript", "application/wasm", "text/html; charset=utf-8", "cache-control", "no-store",
    "max-age=", "31536000", "immutable", "content-encoding", "gzip", "br", "access-control-allow-origin", "*", "age",
    "cross-origin-resource-policy", "same-origin", "expires", "etag", "vary", "Accept-Encoding", "https://a.example",
    "sha384-", "sha256-AAAA", "pywidget.js", "pywidget-page.js", "micropython.wasm", "pywidget.romfs", "integrity.json",
    "locales/de.json", "0123abcd/pywidget-page.js",
)  # fmt: skip


def check(draw: Draw) -> object:
    """Look at an answer of a server."""
    headers = HTTPMessage()
    for _ in range(draw.number(6)):
        headers[draw.word()] = "".join([one for one in draw.text() if one not in "\r\n"])
    address = "https://example.org/a.js"
    body = draw.octets()
    answer = Answer(address, address, draw.number(700), headers, body, len(body), draw.word() if draw.one_in(8) else "")
    found = list(problems(draw.word(), answer, draw.text(), versioned=draw.one_in(2)))
    found += list(cross_origin(answer, draw.text(), by_cors=draw.one_in(2), corp=draw.one_in(2)))
    assert could_be_smaller(answer) >= 0
    for problem in found:
        assert all(isinstance(part, str) for part in problem)
    return [tuple(problem) for problem in found]
