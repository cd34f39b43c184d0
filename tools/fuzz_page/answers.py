"""What a token endpoint and a watched API can answer at their worst: bytes on the wire, the same for the same seed."""

from __future__ import annotations

import gzip
import json
import zlib
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from pywidget.catalog import SYSTEMS, load
from pywidget.demo.errors import error_answer

if TYPE_CHECKING:
    from collections.abc import Callable

#: In the middle of each secret: a piece of it that is too short to be known does not have it.
MARK = "S3CR3T"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
LARGE = 10_000_000

STATUSES = (
    200, 200, 200, 200, 201, 202, 203, 204, 205, 206, 226, 300, 301, 302, 303, 304, 307, 308, 400, 401, 401, 402, 403,
    404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429,
    429, 429, 431, 451, 460, 499, 500, 501, 502, 503, 503, 504, 505, 507, 508, 511, 520, 530, 599, 600, 700, 999,
)  # fmt: skip
WAITS = (
    "0", "1", "2", "60", "120", "-1", "1.5", "1,5", " 3 ", "", "soon", "1e3", "1e400", "0x10", "NaN", "Infinity", "٣",
    "9" * 400, "1, 2", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
    "Thu, 31 Feb 2030 10:00:00 GMT",
    "2030-01-02T03:04:05Z", "2030-01-02", "1893456000", "1893456000000", "PT1M", "1m30s", "500ms", "1 minute", "\u00e9",
    "120; comment", '"60"', "60s", "+5", "--5", "1_000", "1 000",
)  # fmt: skip
TYPES = (
    "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/html",
    "text/html; charset=utf-7", "text/plain", "application/problem+json", "text/event-stream", "", "image/png",
    "application/octet-stream", "multipart/form-data", "application/json, text/html", ";;;",
)  # fmt: skip


class Wire(NamedTuple):
    """What is sent: ``pieces`` one after the other, with a pause of ``pause`` seconds between them.

    ``ends`` is how: ``closed`` in order, ``reset`` in the middle, or ``hangs`` until the other side leaves.
    """

    pieces: list[bytes]
    pause: float
    ends: str


def secret(random: Random) -> str:
    """A token of the usual form, with :data:`MARK` in it."""
    first, second, last = ("".join(random.choices(LETTERS, k=k)) for k in (9, 14, 12))
    return f"eyJhbGciOiJIUzI1NiJ9.eyJ{first}{MARK}{second}.{last}"


def _text(random: Random) -> str:
    return random.choice(
        (
            "", " ", "a token", "null", "0", "\0", "\ud800", "\u2028", "x" * 70_000, "<b>", "é" * 300, "{reason}",
            "[secret]", "Bearer " + secret(random), secret(random), "cpk_live_123456789", "/login", "__proto__", "٣",
            "\u202eabc",
        )
    )  # fmt: skip


def _value(random: Random, depth: int = 0) -> Any:
    kind = random.randrange(12 if depth < 4 else 7)
    if kind < 3:
        return _text(random)
    if kind < 7:
        return random.choice((None, True, False, 0, -1, 1.5, 10**400, 2**53, -0.0, 1e308, [], {}))
    if kind < 9:
        return [_value(random, depth + 1) for _ in range(random.randrange(5))]
    names = (
        "token",
        "code",
        "message",
        "error",
        "details",
        "request_id",
        "__proto__",
        "constructor",
        "",
        "toJSON",
        "0",
    )
    return {random.choice(names): _value(random, depth + 1) for _ in range(random.randrange(6))}


def _deep(random: Random) -> bytes:
    left, right = random.choice((("[", "]"), ('{"error":', "}"), ('{"details":[', "]}")))
    depth = random.choice((100, 1_000, 10_000, 100_000))
    return (left * depth + '"x"' + right * depth).encode()


def _of_a_system(random: Random) -> bytes:
    system = random.choice(SYSTEMS)
    # Otherwise the reference would be another one each time.
    body = error_answer(system, random.choice(sorted(load(system).CODES)), request_id="req_1").body
    inner = body.get("error")
    holder = inner if isinstance(inner, dict) else body
    details = holder.get("details")
    if isinstance(details, dict) and "resets_at" in details:
        # It is counted from now.
        holder["details"] = {**details, "resets_at": "2030-01-02T03:04:05Z"}
    for name in list(holder):
        if random.random() < 0.4:
            holder[name] = _value(random)
    return json.dumps(body).encode()


#: How often, and what makes a body.
BODIES: tuple[tuple[float, Callable[[Random], bytes]], ...] = (
    (8, lambda random: json.dumps({"token": secret(random)}).encode()),
    (3, lambda random: json.dumps({"token": _value(random)}).encode()),
    (2, lambda random: json.dumps({"data": {"token": _value(random)}, "message": secret(random)}).encode()),
    (6, _of_a_system),
    (3, lambda random: json.dumps(_value(random)).encode()),
    (1, lambda _: b""),
    (1, lambda _: b" \n"),
    (1, lambda random: random.choice((b"<!doctype html><title>", b"<?xml version='1.0'?>", b"<br /> Warning"))),
    (1, lambda random: b"\xef\xbb\xbf" + json.dumps({"token": secret(random)}).encode()),
    (1, lambda random: json.dumps({"token": secret(random)}).encode("utf-16")),
    (1, lambda _: b'{"token": "\xff\xfe\x80", "code": "\xc3\x28"}'),
    (1, lambda random: random.randbytes(random.randrange(200))),
    (1, lambda random: json.dumps({"token": secret(random), "code": "x"}).encode()[: random.randrange(40)]),
    (1, lambda _: b'{"token": NaN, "token": 1e400, "code": -0, "__proto__": {"token": "x"}}'),
    (1, lambda random: f"{json.dumps(_value(random))}\n{json.dumps(_value(random))}".encode("utf-8", "replace")),
    (0.5, _deep),
    (0.03, lambda _: b'{"token": "' + b"x" * LARGE + b'"}'),
)  # fmt: skip


def _headers(random: Random, body: bytes) -> list[tuple[str, str]]:
    headers = [("Content-Type", random.choice(TYPES) if random.random() < 0.4 else "application/json")]
    if random.random() < 0.5:
        wait = random.choice(WAITS)
        name = random.choice(("Retry-After", "Retry-After-Ms", "X-Retry-After", "RateLimit-Reset", "X-RateLimit-Reset"))
        headers.append((name, wait))
        headers += random.choice(
            ([], [(name, random.choice(WAITS))], [("X-RateLimit-Remaining", random.choice(WAITS))])
        )
    if random.random() < 0.2:
        headers.append(("RateLimit", f'"a";r={random.choice(WAITS)};t={random.choice(WAITS)}, "b";r=0;t=1'))
    if random.random() < 0.2:
        headers.append(("Date", random.choice(WAITS)))
    if random.random() < 0.3:
        headers.append((random.choice(("X-Request-Id", "Request-Id", "X-Correlation-Id")), _text(random)[:5_000]))
    if random.random() < 0.1:
        headers.append(("Refresh", "0; url=/login"))
    if random.random() < 0.1:
        headers.append(("Set-Cookie", f"csrf={_text(random)[:100]}"))
    if random.random() < 0.08:
        headers.append(("Content-Encoding", random.choice(("gzip", "br", "deflate", "nonsense", "identity"))))
    if random.random() < 0.05:
        headers.append(("X-Long", "y" * 60_000))
    headers.append(("Content-Length", str(len(body) + random.choice((0,) * 12 + (5, -5, 100)))))
    return headers


def _line(value: str) -> bytes:
    return value.encode("utf-8", "replace").translate(None, b"\r\n\0")


def answer_to(seed: str, what: str) -> Wire:
    """The answer to what is asked for under this name."""
    random = Random(f"{seed} answer {what}")  # noqa: S311  nothing is protected by it: it makes the same answer again
    weights, makers = zip(*BODIES, strict=True)
    body = random.choices(makers, weights)[0](random)
    status = random.choice(STATUSES)
    headers = _headers(random, body)
    if random.random() < 0.05:
        body = gzip.compress(body, mtime=0) if random.random() < 0.5 else zlib.compress(body)
        headers = [
            *headers[:-1],
            ("Content-Encoding", random.choice(("gzip", "deflate"))),
            ("Content-Length", str(len(body))),
        ]
    if status in (301, 302, 303, 307, 308):
        # Not to the token endpoint: each step of such a loop would look like another renewal.
        places = (
            "/login",
            f"/api/{what}",
            "//elsewhere.invalid/",
            "http://[",
            "",
            "data:text/html,x",
            f"/login?token={_text(random)[:40]}",
        )
        headers.append(("Location", random.choice(places)))
    reason = random.choice(("OK", "", "É", "x" * 300))
    head = b"HTTP/1.1 " + f"{status} ".encode() + _line(reason) + b"\r\n"
    head += b"".join(_line(name) + b": " + _line(value) + b"\r\n" for name, value in headers)
    whole = head + b"Connection: close\r\n\r\n" + body
    manner = random.random()
    if manner < 0.84:
        return Wire([whole], 0, "closed")
    cut = random.randrange(len(whole) + 1)
    if manner < 0.90:
        return Wire([whole[:cut], whole[cut:]], 0.05, "closed")
    if manner < 0.94:
        return Wire([whole[:cut]], 0, "closed")
    if manner < 0.97:
        return Wire([whole[:cut]], 0, "reset")
    return Wire([whole[:cut]], 0, "hangs")
