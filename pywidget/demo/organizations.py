"""A made-up organizations API: ``POST /organizations/v1/sessions``, to try a token endpoint against without a key.

It takes what the real one documents and answers in the same form. The secret key says how it answers, so that each case
can be tried from any back end by changing one setting:

==========================  ===========================================================================================
``csk_demo-ok``             a token; it is used up by the first attempt, and good for the playground's double only
``csk_demo-bad-key``        401 ``common.auth.invalid_api_key``; any key that is not in this list has the same answer
``csk_demo-key-inactive``   403 ``session.key_inactive``: the widget is switched off
``csk_demo-origin``         403 ``session.origin_not_allowed``: the page's domain is not on the organization's list
``csk_demo-no-credits``     402 ``registration.insufficient_credits``
``csk_demo-rate-limited``   429 ``session.rate_limited`` with ``Retry-After``
``csk_demo-quota``          429 ``common.quota_exceeded``, with the numbers of the quota
``csk_demo-unavailable``    503 ``common.service_unavailable``
``csk_demo-html``           502 with a page of HTML, as a gateway sends it
``csk_demo-hanging``        no answer
==========================  ===========================================================================================

The real API documents neither which status each code has nor whether its rate limits have a ``Retry-After``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

from pywidget.demo.errors import error_answer
from pywidget.demo.silence import hang
from pywidget.demo.tokens import LIFETIME, mint

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

#: What ``ATS_API_URL`` ends with in the examples; ``/v1/sessions`` comes after it.
PATH = "/organizations"
PREFIX = "csk_demo-"

BAD_KEY = "common.auth.invalid_api_key"
#: What comes after the prefix of a key -> the code that is answered with.
CODES = {
    "bad-key": BAD_KEY,
    "key-inactive": "session.key_inactive",
    "origin": "session.origin_not_allowed",
    "no-credits": "registration.insufficient_credits",
    "rate-limited": "session.rate_limited",
    "quota": "common.quota_exceeded",
    "unavailable": "common.service_unavailable",
}
#: Every key that is answered differently.
KEYS = tuple(PREFIX + mood for mood in ("ok", *CODES, "html", "hanging"))

ACTION_TYPES = ("register", "update_version", "access")
NETWORKS = ("testnet", "mainnet")
GATEWAY_PAGE = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"


async def _sessions(request: Request) -> Response:
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        asked = None
    problem = _problem(asked, request.headers.get("origin"))
    if problem is not None:
        return _error("common.bad_request", message=problem)
    key = asked["secret_key"]
    if key not in KEYS:
        return _error(BAD_KEY, 401, message=f"This is not a key of the playground. Its keys are: {', '.join(KEYS)}.")
    mood = key.removeprefix(PREFIX)
    if mood == "hanging":
        return await hang(request)
    if mood == "html":
        return HTMLResponse(GATEWAY_PAGE, 502)
    if mood == "bad-key":
        return _error(BAD_KEY, 401)
    if mood in CODES:
        response = _error(CODES[mood])
        if mood == "quota":
            # The details say when the next period begins.
            del response.headers["Retry-After"]
        return response
    return JSONResponse({"token": mint(), "expires_in": LIFETIME}, 201, {"Cache-Control": "no-store"})


def _problem(asked: Any, origin: str | None) -> str | None:
    """Return what is wrong with a request, for whoever writes the back end that sent it; None if nothing is."""
    if not isinstance(asked, dict):
        return "The body has to be a JSON object."
    if not isinstance(asked.get("secret_key"), str):
        return "secret_key is missing in the body."
    if asked.get("action_type") not in ACTION_TYPES:
        return f"action_type has to be one of: {', '.join(ACTION_TYPES)}."
    if asked.get("allowed_network") not in NETWORKS:
        return f"allowed_network has to be one of: {', '.join(NETWORKS)}."
    if asked["action_type"] == "access" and not asked.get("external_user_ref"):
        return "action_type access needs an external_user_ref."
    if not origin:
        return "The header Origin is missing: the origin of the page that the token is for."
    return None


def _error(code: str, status: int | None = None, **fields: Any) -> Response:
    # Sessions are refused in the widget's form and with its codes.
    answer = error_answer("allfeat-widget", code, **fields)
    return JSONResponse(answer.body, status or answer.status, answer.headers)


routes = [Route(PATH + "/v1/sessions", _sessions, methods=["POST"])]
