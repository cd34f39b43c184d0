"""The token endpoint of the playground's host page: ``POST /api/ats-token``.

It answers ``{"token": …}`` with a fresh one-time token, unless it is told to misbehave: by ``?answer=``, or by the
cookie ``token_answer``, which may hold several answers, separated by dots, one for each request; the last one repeats.

======================  ===============================================================================================
``ok``                  a token
``unauthorized``        401: the visitor is signed out
``forbidden``           403
``rate-limited``        429 with ``Retry-After``
``error``               500
``unavailable``         503 with ``Retry-After``
``html``                200 with a sign-in page instead of JSON
``hang``                no answer
``drop``                no answer that a page gets to see
``wrong-type``          200 with a number for a token
``empty``               200 with an empty token
``missing``             200 without a token
``same``                200 with always the same token
``origin-not-allowed``  403 with the code ``session.origin_not_allowed``
``key-inactive``        403 with the code ``session.key_inactive``
======================  ===============================================================================================
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from pywidget.demo.errors import error_answer
from pywidget.demo.silence import dropped, hang

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "token_answer"
#: Seconds that a token lives, as the real ones.
LIFETIME = 300

SIGN_IN_PAGE = "<!doctype html><title>Sign in</title><h1>Please sign in</h1>"
CODES = {"origin-not-allowed": "session.origin_not_allowed", "key-inactive": "session.key_inactive"}


def mint(lifetime: int = LIFETIME) -> str:
    """Return a new token. It looks like a JWT; its signature is noise."""
    now = int(time.time())
    claims = {"sub": "demo-visitor", "jti": secrets.token_hex(8), "iat": now, "exp": now + lifetime}
    return f"{_part({'alg': 'ES256', 'typ': 'JWT'})}.{_part(claims)}.{secrets.token_urlsafe(32)}"


def expires_at(token: str) -> float | None:
    """Return when a token of :func:`mint` ends, in seconds since 1970; None for any other."""
    try:
        claims = token.split(".")[1]
        return float(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["exp"])
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, RecursionError):
        return None


def _part(claims: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()


SAME_TOKEN = mint(lifetime=10**6)


async def _token(request: Request) -> Response:
    told = request.query_params.get("answer") or request.cookies.get(COOKIE, "ok")
    answer, _, rest = told.partition(".")
    response = await _answer(answer, request)
    if rest and "answer" not in request.query_params:
        response.set_cookie(COOKIE, rest, path="/", samesite="strict")
    response.headers["Cache-Control"] = "no-store"
    return response


async def _answer(answer: str, request: Request) -> Response:
    if answer == "hang":
        return await hang(request)
    if answer == "drop":
        return dropped()
    if answer == "html":
        return HTMLResponse(SIGN_IN_PAGE)
    if answer in CODES:
        error = error_answer("allfeat-widget", CODES[answer])
        return JSONResponse(error.body, error.status, error.headers)
    replies: dict[str, tuple[int, dict[str, Any], dict[str, str]]] = {
        "ok": (200, {"token": mint()}, {}),
        "same": (200, {"token": SAME_TOKEN}, {}),
        "empty": (200, {"token": ""}, {}),
        "wrong-type": (200, {"token": 42}, {}),
        "missing": (200, {"status": "ok"}, {}),
        "unauthorized": (401, {"error": "Sign in first"}, {}),
        "forbidden": (403, {"error": "Not allowed"}, {}),
        "rate-limited": (429, {"error": "Slow down"}, {"Retry-After": "5"}),
        "error": (500, {"error": "Internal server error"}, {}),
        "unavailable": (503, {"error": "Back soon"}, {"Retry-After": "2"}),
    }
    if answer not in replies:
        return JSONResponse({"error": f"Unknown answer. Known are: {', '.join([*replies, *CODES])}."}, 400)
    status, body, headers = replies[answer]
    return JSONResponse(body, status, headers)


routes = [Route("/api/ats-token", _token, methods=["POST"])]
