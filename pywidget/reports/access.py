"""Who may read: whoever knows the password, or whoever a reverse proxy says it has let in."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from starlette.datastructures import Headers

#: Guessing one of so many characters is hopeless, as long as they were not chosen to be remembered.
SHORTEST_PASSWORD = 12
CHALLENGE = 'Basic realm="pywidget reports", charset="UTF-8"'


class Access(NamedTuple):
    """Who may read.

    Attributes:
        password: what has to be given with HTTP Basic, with any user name; None if that lets nobody in.
        user_header: the header in which a reverse proxy names the user that it has let in; None if there is no proxy.
            Everybody who reaches the server without passing the proxy can set it.
    """

    password: str | None = None
    user_header: str | None = None

    def check(self) -> None:
        """Raise a ValueError if nobody could read, or anybody."""
        if self.password is None and not self.user_header:
            raise ValueError("Reading needs a password, or the header of a reverse proxy that names its user.")
        if self.password is not None and len(self.password) < SHORTEST_PASSWORD:
            raise ValueError(f"The password has to have {SHORTEST_PASSWORD} characters at least.")
        if self.password is not None and not _is_utf8(self.password):
            raise ValueError("The password is not in UTF-8.")

    def allows(self, headers: Headers) -> bool:
        """Whether a request may read."""
        if self.user_header and headers.get(self.user_header, "").strip():
            return True
        if self.password is None:
            return False
        given = _password(headers.get("authorization", ""))
        # In a time that does not depend on how much of it is right.
        return hmac.compare_digest(given.encode(), self.password.encode())


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _password(authorization: str) -> str:
    scheme, _, packed = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        pair = base64.b64decode(packed.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return pair.partition(":")[2]
