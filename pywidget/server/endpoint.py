"""The token endpoint without a framework: which requests it refuses, which session it asks for, and its error answers.

The page's request is ``POST`` with ``{"pendingAction", "mode", "network", "attempt"}`` as JSON. The answer is a token,
or an error in the form that the page reads: ``{"error": {"code", "message", "request_id", "details"}}``.

* **401 and 403 are only about the visitor and the page.** If the API refuses *this server's* key with 401, the answer
  is 502, and without the API's code if that is one of ended sessions, so that the visitor is not asked to sign in.
* **The API's message is not passed on**: only its code, the request id, how long to wait, and the numbers of a quota.
* **A page of another site is refused** by its ``Origin``. Browsers send one with every POST; without it nobody gets a
  token.
* **What is cheap comes first**: the origin, who is signed in, the integrator's rate limiter, the body, what the session
  is bound to. The API is asked last, and only if there is a slot for it.
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
from pywidget.server.limits import stands_for_limit, wait_in, wait_of
from pywidget.server.origins import why_not
from pywidget.server.session import BusyError, NoAnswerError, checked_origin

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from typing import Any

    from pywidget.server.session import ActionType, SessionMinter
    from pywidget.server.slots import Slot

    #: Gets the user and the action type; returns keyword arguments for :meth:`SessionMinter.mint`, or None to refuse.
    SessionOptions = Callable[[Any, ActionType], Mapping[str, Any] | None]
    #: Gets the request and the user; returns None, or in how many seconds the user may ask again.
    RateLimit = Callable[[Any, Any], float | None]
    #: The same, asynchronous.
    LaterRateLimit = Callable[[Any, Any], Awaitable[float | None]]

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

#: What an answer repeats of an ``Origin`` header.
_ORIGIN = re.compile(r"https?://[\w.:\[\]-]{1,253}", re.ASCII)
#: Request ids that are passed on and logged unchanged.
_PLAIN_ID = re.compile(r"[\w.:-]{1,100}", re.ASCII)

_log = logging.getLogger("pywidget.server")


class Answer(NamedTuple):
    """An HTTP answer before a framework sends it."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wanted(NamedTuple):
    """The session that a request is to get."""

    action: ActionType
    origin: str
    options: Mapping[str, Any]


class TokenEndpoint:
    """Answers the page's requests for a token.

    A framework calls :meth:`refuse`, finds out who is signed in, and calls :meth:`answer`. An asynchronous one takes
    the steps of :meth:`answer` by itself.

    Args:
        minter: creates the sessions.
        origins: the origins of the pages that may ask, as in ``https://example.com``. The one that asks is passed on to
            the API, which has a list of its own.
        session_options: told the user and the action type; gives what the session is bound to, as keyword arguments of
            :meth:`SessionMinter.mint`, or None if this user must not do this. Without it every signed-in user may do
            everything but ``access``, which has to be bound to an ``external_user_ref``.
        rate_limit: told the request and the user, before the API is asked; returns None to go on, or in how many
            seconds this user may ask again. An exception for HTTP 429 is a limit, too. After any other exception no
            token is given.

    Attributes:
        minter: creates the sessions.
        session_options, rate_limit: as given.

    Raises:
        ValueError: there is no origin, or one that is none.
    """

    def __init__(
        self,
        minter: SessionMinter,
        *,
        origins: Iterable[str],
        session_options: SessionOptions | None = None,
        rate_limit: RateLimit | LaterRateLimit | None = None,
    ) -> None:
        self.minter = minter
        self.rate_limit = rate_limit
        self._origins = frozenset(checked_origin(origin) for origin in origins)
        if not self._origins:
            raise ValueError("origins is empty: no page could ask for a token")
        self.session_options = session_options

    def refuse(self, method: str, origin: str | None) -> Answer | None:
        """Return the answer to a request that must not be served, whoever sent it; None if it may go on.

        Args:
            method: of the request.
            origin: its ``Origin`` header.
        """
        if method != "POST":
            return _refusal(405, "host.method_not_allowed", {"Allow": "POST"})
        return None if origin in self._origins else self._other_site(origin)

    def answer(self, user: object, origin: str | None, body: bytes, request: object = None) -> Answer:
        """Answer a request that was not refused.

        Args:
            user: who is signed in, in whatever form; nobody, if it is false or says that it is not authenticated.
            origin: the request's ``Origin`` header.
            body: the first bytes of the request's body, at most one more than :data:`MAX_REQUEST_LENGTH`.
            request: what ``rate_limit`` is told.

        Raises:
            TypeError: ``user``, or what ``session_options`` gave, is of the wrong kind: the program is wrong.
        """
        refused = self.refuse("POST", origin) or self.nobody(user) or self._limit(request, user)
        if refused is not None:
            return refused
        wanted = self.wanted(user, origin, body)
        return wanted if isinstance(wanted, Answer) else self.get(wanted)

    @staticmethod
    def nobody(user: object) -> Answer | None:
        """Return the answer if nobody is signed in, else None.

        Raises:
            TypeError: ``user`` is asynchronous, and nobody waited for it.
        """
        return None if _is_somebody(user) else _refusal(401, "common.unauthorized")

    def _limit(self, request: object, user: object) -> Answer | None:
        if self.rate_limit is None:
            return None
        try:
            said = self.rate_limit(request, user)
        except Exception as error:  # noqa: BLE001  a limiter that fails must not let everybody through
            return self.limiter_raised(error)
        return self.limited(said)

    def limited(self, said: object) -> Answer | None:
        """Return the answer to what ``rate_limit`` said; None if the request may go on."""
        if inspect.isawaitable(said):
            _discard(said)
            text = "rate_limit is asynchronous, and this framework's adapter does not wait for it"
            return self.limiter_raised(TypeError(text))
        try:
            wait = wait_of(said)
        except (TypeError, ValueError) as error:
            return self.limiter_raised(error)
        return None if wait is None else _refusal(429, "session.rate_limited", {"Retry-After": str(wait)})

    @staticmethod
    def limiter_raised(error: Exception) -> Answer:
        """Return the answer where ``rate_limit`` raised."""
        try:
            is_limit = stands_for_limit(error)
            wait = wait_in(error) if is_limit else None
        except Exception:  # noqa: BLE001  an attribute of the exception may be computed, and fail as well
            is_limit, wait = False, None
        if is_limit:
            return _refusal(429, "session.rate_limited", {} if wait is None else {"Retry-After": str(wait)})
        _log.error("refused a token, because rate_limit failed", exc_info=error)
        return _refusal(503, "common.service_unavailable")

    @staticmethod
    def unread() -> Answer:
        """Return the answer to a request whose body did not come. Its client has gone, so nobody reads it."""
        return _refusal(400, "common.bad_request")

    def wanted(self, user: object, origin: str | None, body: bytes) -> Wanted | Answer:
        """Return which session somebody's request is to get, or the answer if it gets none.

        Raises:
            TypeError: what ``session_options`` gave is of the wrong kind: the program is wrong.
        """
        if origin is None or origin not in self._origins:
            return self._other_site(origin)
        asked = _asked(body)
        if asked is None:
            return _refusal(400, "common.bad_request")
        action = action_type(asked.get("mode"), asked.get("pendingAction"))
        options = self._options(user, action)
        if options is None:
            return _refusal(403, "host.not_permitted")
        network = asked.get("network")
        if isinstance(network, str) and network != self.minter.network:
            _log.warning("the page's widget is on network %.20r, its tokens are for %s", network, self.minter.network)
        return Wanted(action, origin, options)

    def get(self, wanted: Wanted, slot: Slot | None = None) -> Answer:
        """Create the session, and answer with its token. ``slot``: see :meth:`SessionMinter.mint`."""
        try:
            session = self.minter.mint(wanted.action, wanted.origin, slot=slot, **wanted.options)
        except ApiError as error:
            return _failed(error)
        return _answer(200, {"token": session.token, "expires_in": session.expires_in})

    def _options(self, user: object, action: ActionType) -> Mapping[str, Any] | None:
        """Return what the host binds this user's session to; None if it must not be."""
        options = {} if self.session_options is None else self.session_options(user, action)
        if options is None:
            return None
        if not isinstance(options, Mapping):
            raise TypeError(f"session_options gave {type(options).__name__}, and has to give a mapping or None")
        if action == "access" and options.get("external_user_ref") is None:
            _log.warning("refused a token: 'access' needs an external_user_ref from session_options")
            return None
        return options

    def _other_site(self, origin: str | None) -> Answer:
        _log.warning("refused a token: %s", why_not(origin, self._origins))
        # The answer repeats what was sent, for whoever looks at it in the browser, and says nothing of what is allowed.
        came = origin if origin is not None and _ORIGIN.fullmatch(origin) else None
        return _refusal(403, "session.origin_not_allowed", details={} if came is None else {"origin": came})


def busy(error: BusyError) -> Answer:
    """Return the answer where no slot is free."""
    return _failed(error)


def _discard(awaitable: object) -> None:
    """Nobody waits for it, so it must not complain of that later."""
    if inspect.iscoroutine(awaitable):
        awaitable.close()


def _is_somebody(user: object) -> bool:
    if inspect.isawaitable(user):
        _discard(user)
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
    # Whoever runs this server has to do something about its setup, and about a key that the API does not take.
    of_session = _is_about_a_session(error)
    level = logging.ERROR if of_session or error.path == "config" else logging.WARNING
    of_key = " The API was asked with this server's key: is it the right one?" if of_session else ""
    _log.log(level, "no session for the widget, told as %s: %s%s", request_id, error, of_key)
    headers = {} if error.retry_after is None else {"Retry-After": str(math.ceil(error.retry_after))}
    # A code of ended sessions is about this server's key. To the page it would be about the visitor's session.
    if of_session:
        return _refusal(502, "common.service_unavailable", request_id=request_id)
    body = _envelope(error, error.code or "common.service_unavailable", request_id)
    return _answer(_status(error), body, headers)


def _is_about_a_session(error: ApiError) -> bool:
    """Whether the page would take this for the visitor's session, by its own tables or by the API's."""
    return "auth" in (error.path, classify(error.code, "allfeat-widget").path)


def _status(error: ApiError) -> int:
    """The status for the page. It differs from the API's where that is about this server and not about the page."""
    if isinstance(error, BusyError):
        return 503
    if isinstance(error, NoAnswerError):
        return 504 if error.timed_out else 502
    if error.is_rate_limited():
        return 429
    if error.path == "config" and error.code is not None:
        return 403
    if error.remedy == "top-up":
        return 402
    status = meant_status(error.http_status, error.code) or 502
    # The API's 401, 403 and 404 are about this server's key and its base_url; a redirect is no usable answer.
    return 502 if status < 400 or status in (401, 403, 404) else status


def _refusal(
    status: int,
    code: str,
    headers: Mapping[str, str] = MappingProxyType({}),
    *,
    details: Mapping[str, str] = MappingProxyType({}),
    request_id: str | None = None,
) -> Answer:
    """Return an error answer of this server itself, in the same form and with the same tables."""
    error = ApiError(classify(code, http_status=status), Envelope(code, None, None, None, None, status, None))
    body = _envelope(error, code, request_id or _request_id())
    if details:
        body["error"]["details"] = dict(details)
    return _answer(status, body, headers)


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
    always = {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
        # For a cache that stores it all the same.
        "Vary": "Origin, Cookie",
        "X-Content-Type-Options": "nosniff",
    }
    return Answer(status, {**always, **headers}, json.dumps(body).encode())
