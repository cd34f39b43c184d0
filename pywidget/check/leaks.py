"""Secrets anywhere in the page's text, also in comments and in other people's scripts."""

from __future__ import annotations

import base64
import json
import re
import time
from typing import TYPE_CHECKING

from pywidget.check.findings import finding
from pywidget.check.templates import is_filled
from pywidget.check.templates.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pywidget.check.findings import Finding
    from pywidget.check.page import Page

#: Prefix of a key -> what kind of key it is. A match needs a few more characters, because texts may mention a prefix.
_KEYS = {
    "csk_": "an organization's secret key",
    "afo_sk_": "an API key of an organization",
    "wfx_": "an API key of BreakGround",
}
_KEY = re.compile(rf"(?<![A-Za-z0-9_])({'|'.join(_KEYS)})[A-Za-z0-9_-]{{4,}}")
#: Header and claims of a JSON Web Token, both JSON objects in Base64; a signature behind them.
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")


#: What stands in the place of a key in documents and samples. A key is never made of such words alone.
_PLACEHOLDER = words(
    """
    a api change changeme dummy env example fake from goes here insert key live me my org organization our placeholder
    replace sample secret test the this todo token value with your
    """
)
#: In seconds. The widget's tokens live for minutes; what lives for more than a day is something else.
_DAY = 24 * 3600
#: The role of a key that may do everything, in services whose public keys are tokens, too.
_ALMIGHTY = "service_role"


def findings(page: Page) -> Iterator[Finding]:
    """Yield the secrets, without repeating them."""
    for found in _KEY.finditer(page.text):
        if not _is_placeholder(found[0].removeprefix(found[1])):
            what = f"{found[1]}… stands in the page: {_KEYS[found[1]]}"
            yield finding(page, "secret-key", found.start(), what)
    # At an address, the server puts a fresh one into the widget.
    fresh = [tag.written["token"] for tag in page.widgets if page.address and "token" in tag.written]
    reported = list(_in_attributes(page))
    for found in _TOKEN.finditer(page.text):
        if found[0] in fresh or any(found.start() in place for place in reported):
            continue
        claims = _claims(found[0])
        if claims.get("role") == _ALMIGHTY:
            yield finding(
                page, "secret-key", found.start(), f"a key with the role {_ALMIGHTY} stands in the page: eyJ…"
            )
        elif _can_be_a_session(claims):
            yield finding(page, "token-in-source", found.start(), "a token stands in the page: eyJ…")


def _is_placeholder(key: str) -> bool:
    """Tell whether this is no key: ``your_key_here``, ``xxxx``."""
    parts = [part for part in re.split("[_-]", key.lower()) if part]
    return all(part in _PLACEHOLDER or (len(set(part)) == 1 and len(part) > 2) for part in parts)


def _in_attributes(page: Page) -> Iterator[range]:
    """Yield the places of the widgets' tokens that are reported as such already."""
    for tag in page.widgets:
        written = tag.written.get("token", "")
        if written and not is_filled(tag.get("token")):
            begin = page.text.find(written, tag.place("token"))
            yield range(begin, begin + len(written))


def _claims(token: str) -> dict[str, Any]:
    """Return what a token says of itself; nothing if it cannot be read."""
    part = token.split(".")[1]
    try:
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _can_be_a_session(claims: dict[str, Any]) -> bool:
    """Tell whether a token can be one of the widget: public keys of other services are tokens as well."""
    begin, end = claims.get("iat"), claims.get("exp")
    if isinstance(end, int | float):
        return end - (begin if isinstance(begin, int | float) else time.time()) <= _DAY
    # What was made at a time and never ends is no session.
    return claims.get("role") != "anon" and begin is None
