"""The token endpoint without a framework: which requests it refuses, which session it asks for, and its error answers.

The page's request is ``POST`` with ``{"pendingAction", "mode", "network", "attempt"}`` as JSON. The answer is a token,
or an error in the form that the page reads: ``{"error": {"code", "message", "request_id", "details"}}``.

* **401 and 403 are only about the visitor and the page.** If the API refuses *this server's* key with 401, the answer
  is 502 with the API's code, so that the visitor is not asked to sign in.
* **The API's message is not passed on**: only its code, the request id, how long to wait, and the numbers of a quota.
* **A page of another site is refused** by its ``Origin``. Browsers send one with every POST; without it nobody gets a
  token.
"""

from __future__ import annotations

import inspect
import json
import logging
import math
import re
import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from pywidget.core.classify import classify
from pywidget.core.dates import from_iso
from pywidget.core.envelope import Envelope
from pywidget.core.status import meant_status
from pywidget.errors import ApiError
from pywidget.server.session import NoAnswerError, checked_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pywidget.server.session import ActionType, SessionMinter

    #: Gets the user and the action type; returns keyword arguments for :meth:`SessionMinter.mint`, or None to refuse.
    SessionOptions = Callable[[Any, ActionType], Mapping[str, Any] | None]

#: In bytes. A request of the page has about a hundred.
MAX_REQUEST_LENGTH = 4_096

#: The widget's mode -> the action type of its tokens. The first generation's name for the download mode is "access".
ACTIONS: dict[str, ActionType] = {
    "register": "register",
    "update": "update_version",
    "download": "access",
    "access": "access",
}
#: Pending action -> action type, for requests without a mode. ``download`` is not among them, because it downloads the
#: certificate of a work that was just registered.
_STAGES: dict[str, ActionType] = {
    "update": "update_version",
    "work_select": "update_version",
    "access_code": "update_version",
    "download_list": "access",
    "download_detail": "access",
    "download_version_asset": "access",
    "download_version_certificate": "access",
}

#: Request ids that are passed on and logged unchanged.
_PLAIN_ID = re.compile(r"[\w.:-]{1,100}", re.ASCII)

_log = logging.getLogger("pywidget.server")


class Answer(NamedTuple):
    """An HTTP answer before a framework sends it."""

    status: int
    headers: dict[str, str]
    body: bytes


class TokenEndpoint:
    """Answers the page's requests for a token.

    A framework calls :meth:`refuse`, finds out who is signed in, and calls :meth:`answer`.

    Args:
        minter: creates the sessions.
        origins: the origins of the pages that may ask, as in ``https://example.com``. The one that asks is passed on to
            the API, which has a list of its own.
        session_options: told the user and the action type; gives what the session is bound to, as keyword arguments of
            :meth:`SessionMinter.mint`, or None if this user must not do this. Without it every signed-in user may do
            everything but ``access``, which has to be bound to an ``external_user_ref``.

    Raises:
        ValueError: there is no origin, or one that is none.
    """

    def __init__(
        self, minter: SessionMinter, *, origins: Iterable[str], session_options: SessionOptions | None = None
    ) -> None:
        self._minter = minter
        self._origins = frozenset(checked_origin(origin) for origin in origins)
        if not self._origins:
            raise ValueError("origins is empty: no page could ask for a token")
        self._session_options = session_options

    def refuse(self, method: str, origin: str | None) -> Answer | None:
        """Return the answer to a request that must not be served, whoever sent it; None if it may go on.

        Args:
            method: of the request.
            origin: its ``Origin`` header.
        """
        if method != "POST":
            return _refusal(405, "host.method_not_allowed", {"Allow": "POST"})
        return None if origin in self._origins else _other_site(origin)

    def answer(self, user: object, origin: str | None, body: bytes) -> Answer:
        """Answer a request that was not refused.

        Args:
            user: who is signed in, in whatever form; nobody, if it is false or says that it is not authenticated.
            origin: the request's ``Origin`` header.
            body: the first bytes of the request's body, at most one more than :data:`MAX_REQUEST_LENGTH`.

        Raises:
            TypeError: ``user``, or what ``session_options`` gave, is of the wrong kind: the program is wrong.
        """
        if origin is None or origin not in self._origins:
            return _other_site(origin)
        if not _is_somebody(user):
            return _refusal(401, "common.unauthorized")
        asked = _asked(body)
        if asked is None:
            return _refusal(400, "common.bad_request")
        action = action_type(asked.get("mode"), asked.get("pendingAction"))
        options = self._options(user, action)
        if options is None:
            return _refusal(403, "host.not_permitted")
        network = asked.get("network")
        if isinstance(network, str) and network != self._minter.network:
            _log.warning("the page's widget is on network %.20r, its tokens are for %s", network, self._minter.network)
        try:
            session = self._minter.mint(action, origin, **options)
        except ApiError as error:
            return _failed(error)
        return _answer(200, {"token": session.token, "expires_in": session.expires_in})

    def _options(self, user: object, action: ActionType) -> Mapping[str, Any] | None:
        """Return what the host binds this user's session to; None if it must not be."""
        options = {} if self._session_options is None else self._session_options(user, action)
        if options is None:
            return None
        if not isinstance(options, Mapping):
            raise TypeError(f"session_options gave {type(options).__name__}, and has to give a mapping or None")
        if action == "access" and options.get("external_user_ref") is None:
            _log.warning("refused a token: 'access' needs an external_user_ref from session_options")
            return None
        return options


def _other_site(origin: str | None) -> Answer:
    _log.warning("refused a token: the page's origin %.200r is none of `origins`", origin)
    return _refusal(403, "session.origin_not_allowed")


def _is_somebody(user: object) -> bool:
    if inspect.isawaitable(user):
        if inspect.iscoroutine(user):
            user.close()
        # An awaitable is always true, so everybody would count as signed in.
        raise TypeError("current_user is asynchronous, and this framework's adapter does not wait for it")
    return bool(user) and bool(getattr(user, "is_authenticated", True))


def action_type(mode: object, pending_action: object) -> ActionType:
    """Return the action type of a token, from the widget's mode; without a mode, from its pending action."""
    if isinstance(mode, str) and mode in ACTIONS:
        return ACTIONS[mode]
    if isinstance(pending_action, str) and pending_action in _STAGES:
        return _STAGES[pending_action]
    # The widget itself treats an unknown mode as "register", too.
    return "register"


def _asked(body: bytes) -> dict[str, Any] | None:
    """Return the parsed request; {} for an empty body; None if it is too long or no JSON object."""
    if len(body) > MAX_REQUEST_LENGTH:
        return None
    if not body.strip():
        return {}
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return asked if isinstance(asked, dict) else None


def _failed(error: ApiError) -> Answer:
    request_id = error.request_id if error.request_id and _PLAIN_ID.fullmatch(error.request_id) else _request_id()
    level = logging.ERROR if error.path == "config" else logging.WARNING
    _log.log(level, "no session for the widget, told as %s: %s", request_id, error)
    headers = {} if error.retry_after is None else {"Retry-After": str(math.ceil(error.retry_after))}
    body = _envelope(error, error.code or "common.service_unavailable", request_id)
    return _answer(_status(error), body, headers)


def _status(error: ApiError) -> int:
    """The status for the page. It differs from the API's where that is about this server and not about the page."""
    if isinstance(error, NoAnswerError):
        return 504 if error.timed_out else 502
    if error.is_rate_limited():
        return 429
    if error.path == "config":
        return 403
    if error.remedy == "top-up":
        return 402
    status = meant_status(error.http_status, error.code) or 502
    # The API's 401, 403 and 404 are about this server's key and its base_url; a redirect is no usable answer.
    return 502 if status < 400 or status in (401, 403, 404) else status


def _refusal(status: int, code: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    """Return an error answer of this server itself, in the same form and with the same tables."""
    error = ApiError(classify(code, http_status=status), Envelope(code, None, None, None, None, status, None))
    return _answer(status, _envelope(error, code, _request_id()), headers)


def _envelope(error: ApiError, code: str, request_id: str) -> dict[str, Any]:
    body: dict[str, Any] = {"code": code, "message": error.message, "request_id": request_id}
    details = _quota(error.details)
    return {"error": body | ({"details": details} if details else {})}


def _quota(details: object) -> dict[str, Any]:
    """Return the details that a page can use: the numbers of a quota, and when it is renewed."""
    if not isinstance(details, dict):
        return {}
    found: dict[str, Any] = {}
    for name in ("limit", "used"):
        value = details.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            found[name] = value
    resets_at = details.get("resets_at")
    if isinstance(resets_at, str) and from_iso(resets_at) is not None:
        found["resets_at"] = resets_at
    return found


def _request_id() -> str:
    """Return a new request id of this server, for answers without a request id of the API."""
    return f"host_{secrets.token_hex(8)}"


def _answer(status: int, body: dict[str, Any], headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
    always = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    return Answer(status, {**always, **headers}, json.dumps(body).encode())
