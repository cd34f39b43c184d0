"""Sessions for the widget, from Allfeat's organizations API: ``POST /v1/sessions``.

Source: the widget's published authentication guide. The request has the page's ``Origin`` as a header and the
organization's secret key in its body; the answer is ``{"token": …, "expires_in": 300}``. A token is for one
``action_type``, which has to be the one of the widget's mode, and can be used once.

* **The secret key** (``csk_…``) is neither the site key of the page (``cpk_…``) nor an API key (``afo_sk_…``).
* **One call is at most one request.** Nothing is repeated here, because the page repeats its own request: the
  repetitions of both would multiply.
* **A call ends in time, and does not wait for others.** ``timeout`` counts for all of it together: the name's address,
  the connection, the answer and its body, however slowly they come. At most ``max_concurrent`` requests are under way;
  one more is refused at once.
* **The secret key is never revealed**: no text and no exception contains it, nor any object that an exception refers
  to, even if the API repeats the key in its answer.
"""

from __future__ import annotations

import contextvars
import json
import math
import re
import secrets
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import urlsplit

from pywidget.core.classify import classify
from pywidget.core.envelope import MAX_BODY_LENGTH, Envelope
from pywidget.errors import ApiError, read_response
from pywidget.server.slots import Slots
from pywidget.version import VERSION

try:
    import httpx2
except ModuleNotFoundError as error:  # pragma: no cover - the tests have it
    raise ModuleNotFoundError(
        "pywidget.server needs httpx2: pip install httpx2 (the extra server of pywidget-errors has it)", name="httpx2"
    ) from error

if TYPE_CHECKING:
    from typing import Any, Self

    from pywidget.server.slots import Slot

ActionType = Literal["register", "update_version", "access"]
Network = Literal["testnet", "mainnet"]

BASE_URL = "https://organizations.api.allfeat.org"
PATH = "/v1/sessions"
#: Seconds for one session: less than the page waits for its token endpoint (10 by default).
TIMEOUT = 8.0
#: An hour is no time that anybody waits.
_MOST_SECONDS = 3_600.0
#: How many requests may be under way at the same time.
MAX_CONCURRENT = 16
#: When to come back if that many are: after so many seconds at least and at most. They differ, so that not all come
#: back at the same moment.
_BUSY_SECONDS = (2, 5)
#: Seconds of these that making a connection may take.
_CONNECT_TIMEOUT = 3.0
_MAX_REFERENCE_BYTES = 255
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SYSTEM = "allfeat-api"
#: Prefixes of other keys, which are often given instead of the secret key by mistake.
_OTHER_KEYS = {
    "cpk_": "the site key of the page",
    "afo_sk_": "an API key for registering works from a server",
}


class NoAnswerError(ApiError):
    """The API gave no answer, or none that could be used.

    Attributes:
        reason: why, in a few words without anything secret: ``ConnectTimeout``, ``no token in the answer``.
        timed_out: whether it took too long.
    """

    def __init__(self, reason: str) -> None:
        code = "common.service_unavailable"
        super().__init__(classify(code, _SYSTEM), Envelope(code, None, None, None, None, None, None))
        self.args = (reason,)
        # The code's documented status was not received.
        self.http_status = None
        self.reason = reason
        self.timed_out = reason.endswith("Timeout")

    def __str__(self) -> str:
        """The reason, after what an :class:`~pywidget.errors.ApiError` says."""
        return f"{super().__str__()} ({self.reason})"


class BusyError(NoAnswerError):
    """The API was not asked, because as many requests are under way as may be.

    Args:
        retry_after: when to ask again, in seconds.
    """

    def __init__(self, retry_after: float) -> None:
        super().__init__("as many requests are under way as max_concurrent allows")
        self.args = (retry_after,)
        self.retry_after = retry_after


class Session:
    """A session of the widget.

    Attributes:
        token: what the widget takes by ``setToken()``. It can be used once.
        expires_in: how long it lives, in seconds; None if the API did not say.
    """

    __slots__ = ("expires_in", "token")

    def __init__(self, token: str, expires_in: float | None) -> None:
        self.token = token
        self.expires_in = expires_in

    def __repr__(self) -> str:
        """Without the token, which would get into logs."""
        return f"<Session expires_in={self.expires_in}>"


class SessionMinter:
    """Creates sessions. One object serves a whole program, from any number of threads.

    Attributes:
        network: the chain that its sessions are for.

    Args:
        secret_key: the organization's secret key, ``csk_…``. It stays on the server.
        network: the chain that sessions are for; on ``mainnet`` registrations are paid for.
        base_url: where the organizations API is. Plain http is only taken for the machine itself.
        timeout: seconds that creating one session may take.
        max_concurrent: how many requests may be under way to the API at the same time, in this process. One more is
            refused at once (:class:`BusyError`).
        client: an httpx2 client of your own, for instance with a proxy. You close it yourself.

    Raises:
        ValueError: an argument cannot be right. The text does not repeat the key.
        TypeError: ``client`` is of another library.
    """

    def __init__(  # noqa: PLR0913  each has its default, but the two that nobody can guess
        self,
        secret_key: str,
        *,
        network: Network,
        base_url: str = BASE_URL,
        timeout: float = TIMEOUT,
        max_concurrent: int = MAX_CONCURRENT,
        client: httpx2.Client | None = None,
    ) -> None:
        self._secret_key = _checked_key(secret_key)
        if network not in get_args(Network):
            raise ValueError(f"network is {network!r}, and has to be one of {get_args(Network)}")
        if not 0 < timeout <= _MOST_SECONDS:
            raise ValueError(f"timeout is {timeout!r}, and has to be a number of seconds")
        if isinstance(max_concurrent, bool) or not isinstance(max_concurrent, int) or max_concurrent < 1:
            raise ValueError(f"max_concurrent is {max_concurrent!r}, and has to be a number from 1")
        if client is not None and not isinstance(client, httpx2.Client):
            # Another library raises other exceptions, which would not be caught here and contain the key.
            raise TypeError("client has to be an httpx2.Client")
        self.network: Network = network
        self._url = _checked_base_url(base_url) + PATH
        self._timeout = timeout
        self._owns_client = client is None
        self._slots = Slots(max_concurrent)
        # The slots limit the connections, so nothing ever waits for one.
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=max_concurrent)
        self._client = httpx2.Client(limits=limits) if client is None else client

    def reserve(self) -> Slot:
        """Reserve the right to make one request, for :meth:`mint`. Never waits.

        Use it as a context manager, so that it is given back if nothing comes of the request.

        Raises:
            BusyError: as many requests are under way as may be.
        """
        slot = self._slots.take()
        if slot is None:
            least, most = _BUSY_SECONDS
            raise BusyError(least + secrets.randbelow(most - least + 1))
        return slot

    def mint(  # noqa: PLR0913  the parameters of the API's request
        self,
        action_type: ActionType,
        origin: str,
        *,
        external_user_ref: str | None = None,
        allowed_ats_id: int | None = None,
        max_file_size_bytes: int | None = None,
        slot: Slot | None = None,
    ) -> Session:
        """Create a session.

        Args:
            action_type: what the token is for. It has to fit the widget's mode: ``register`` for register,
                ``update_version`` for update, ``access`` for download.
            origin: scheme, host and port of the page, as in ``https://example.com``; one that the organization allows.
            external_user_ref: your own identifier of the user, 1 to 255 bytes. ``access`` needs one. It is no secret
                and should not be personal: no e-mail address.
            allowed_ats_id: the only work that the token may be used for.
            max_file_size_bytes: a limit for this session instead of the organization's.
            slot: from :meth:`reserve`, if the caller has one already.

        Raises:
            ApiError: the API refused; its ``code`` tells why.
            NoAnswerError: it could not be reached, took too long, or gave an answer without a token.
            BusyError: as many requests are under way as may be.
            TypeError, ValueError: an argument cannot be right; nothing was sent.
        """
        if action_type not in get_args(ActionType):
            raise ValueError(f"action_type is {action_type!r}, and has to be one of {get_args(ActionType)}")
        if action_type == "access" and external_user_ref is None:
            raise ValueError("action_type 'access' needs external_user_ref: whose works may be read")
        if external_user_ref is not None and not 1 <= len(external_user_ref.encode()) <= _MAX_REFERENCE_BYTES:
            raise ValueError(f"external_user_ref has to be 1 to {_MAX_REFERENCE_BYTES} bytes long")
        if max_file_size_bytes is not None and max_file_size_bytes <= 0:
            raise ValueError("max_file_size_bytes has to be more than 0")
        parameters = {
            "action_type": action_type,
            "allowed_network": self.network,
            "external_user_ref": external_user_ref,
            "allowed_ats_id": allowed_ats_id,
            "max_file_size_bytes": max_file_size_bytes,
        }
        given = {name: value for name, value in parameters.items() if value is not None}
        # Values that are no JSON fail here, where no local variable has the key that an error page could show.
        json.dumps(given, allow_nan=False)
        checked = checked_origin(origin)
        with self.reserve() if slot is None else slot as mine:
            answer = self._answer(given, checked, mine)
        return self._session(*answer)

    def close(self) -> None:
        """Close the connections, unless they are those of your own client."""
        if self._owns_client:
            self._client.close()

    def __enter__(self) -> Self:
        """Use it until the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def __repr__(self) -> str:
        """Without the key."""
        return f"<SessionMinter {self.network} {self._url}>"

    def _answer(self, parameters: dict[str, Any], origin: str, slot: Slot) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of what the API answered.

        The request is made in a thread of its own, because nothing else limits how long a name's address or an answer
        that comes byte by byte may take. That thread has the slot until it is over.
        """
        if self._client.is_closed:
            raise NoAnswerError("the client is closed")
        if not slot.begin():
            raise NoAnswerError("the request was given up")
        deadline = time.monotonic() + self._timeout
        asked: Future[tuple[int, dict[str, str], bytes] | str] = Future()

        def ask() -> None:
            try:
                result: Any = self._exchange(self._request(parameters, origin, deadline), deadline)
            except Exception as error:  # noqa: BLE001  whatever it is: its traceback and its request have the key
                result = type(error).__name__
            finally:
                slot.end()
            asked.set_result(result)

        # What traces requests knows by its context variables which one this belongs to.
        run = contextvars.copy_context().run
        try:
            threading.Thread(target=run, args=(ask,), name="pywidget-session", daemon=True).start()
        except RuntimeError:
            # The system has no thread left.
            slot.end()
            raise NoAnswerError("no thread") from None
        try:
            answer = asked.result(self._timeout)
        except TimeoutError:
            answer = "ReadTimeout"
        if isinstance(answer, str):
            raise NoAnswerError(answer)
        return answer

    def _request(self, parameters: dict[str, Any], origin: str, deadline: float) -> httpx2.Request:
        left = max(deadline - time.monotonic(), 0.001)
        return self._client.build_request(
            "POST",
            self._url,
            json={"secret_key": self._secret_key, **parameters},
            headers={
                "Origin": origin,
                "Accept": "application/json",
                # An answer that is short needs none, and one that unpacks to something huge is none.
                "Accept-Encoding": "identity",
                "User-Agent": f"pywidget/{VERSION}",
            },
            timeout=httpx2.Timeout(left, connect=min(left, _CONNECT_TIMEOUT)),
        )

    def _exchange(self, request: httpx2.Request, deadline: float) -> tuple[int, dict[str, str], bytes]:
        # Following a redirect would send the key to another address.
        response = self._client.send(request, stream=True, follow_redirects=False)
        try:
            body = b""
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MAX_BODY_LENGTH:
                    # This is longer than any answer of the API, so it is not used at all.
                    body = b""
                    break
                if time.monotonic() > deadline:
                    raise httpx2.ReadTimeout("the answer came too slowly", request=request)
        finally:
            response.close()
        key, hidden = self._secret_key, "[key]"
        headers = {name: value.replace(key, hidden) for name, value in response.headers.items()}
        return response.status_code, headers, body.replace(key.encode(), hidden.encode())

    @staticmethod
    def _session(status: int, headers: dict[str, str], body: bytes) -> Session:
        error = read_response(status, body, headers, _SYSTEM)
        if error is not None:
            raise error
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        token = answer.get("token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token.strip():
            raise NoAnswerError("no token in the answer")
        lifetime = answer.get("expires_in")
        known = isinstance(lifetime, (int, float)) and not isinstance(lifetime, bool) and 0 < lifetime < math.inf
        return Session(token, lifetime if known else None)


def checked_origin(origin: str) -> str:
    """Return an origin as browsers write it: in lower case, without a path.

    Raises:
        ValueError: it is none.
    """
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname or origin != f"{parts.scheme}://{parts.netloc}":
        raise ValueError(f"{origin!r} is no origin: it has to look like https://example.com, without a path")
    if not _HOST.fullmatch(parts.hostname):
        raise ValueError(f"{origin!r} is no origin that a browser sends: no wildcards, and other letters as xn--…")
    if "@" in parts.netloc or parts.port == _DEFAULT_PORTS[parts.scheme]:
        raise ValueError(f"browsers write the origin {parts.scheme}://{parts.hostname}: without a user and this port")
    return origin.lower()


def _checked_key(secret_key: str) -> str:
    key = secret_key.strip() if isinstance(secret_key, str) else ""
    if not key:
        raise ValueError("secret_key is empty: is the variable set that it comes from?")
    if not key.isascii():
        raise ValueError("secret_key has characters that are in no key")
    for prefix, what in _OTHER_KEYS.items():
        if key.startswith(prefix):
            raise ValueError(f"secret_key begins with {prefix}: that is {what}. The secret key begins with csk_")
    return key


def _checked_base_url(base_url: str) -> str:
    parts = urlsplit(base_url)
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if (parts.scheme != "https" and not local) or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("base_url has to be an https URL: the secret key is sent to it")
    return base_url.rstrip("/")
