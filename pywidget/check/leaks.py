"""Secrets anywhere in the page's text, also in comments and in other people's scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pywidget.check.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def findings(page: Page) -> Iterator[Finding]:
    """Yield the secrets, without repeating them."""
    for found in _KEY.finditer(page.text):
        what = f"{found[1]}… stands in the page: {_KEYS[found[1]]}"
        yield finding(page, "secret-key", found.start(), what)
    # At an address, the server puts a fresh one into the widget.
    fresh = [tag.written["token"] for tag in page.widgets if page.address and "token" in tag.written]
    for found in _TOKEN.finditer(page.text):
        if found[0] in fresh:
            continue
        yield finding(page, "token-in-source", found.start(), "a token stands in the page: eyJ…")
