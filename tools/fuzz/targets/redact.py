"""``scrub``: no planted secret is left, the text is bounded, and what was cleaned stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.redact import MAX_LENGTH, scrub, without_query

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = True
WORDS = (
    "Bearer ", "Basic ", "token=", "password: ", "api_key", "secret", "cookie: ", "authorization: ", "eyJ", "eyAi",
    "ZXlK", "@", "%40", "&#64;", "csk_", "cpk_", "afo_sk_", "wfx_", "atc_", "https://", "://", "?", "#", "=", "/",
    "req_8a3f", "4111 1111 1111 1111", "4111111111111111", "example.org", "ada", "Error", "2x", "&quot;", "\\u0022",
    "session expired", "0x", "1.2.3", "2026-06-15T12:00:00Z", "{", "}", '"', "İ",
)  # fmt: skip

#: Secrets, and the part of each that must not be left.
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
SECRETS = (
    (JWT, "eyJzdWIiOiIxMjM0In0"),
    ("ada.lovelace@example.org", "lovelace@example"),
    ("csk_live_9f8e7d6c5b4a", "9f8e7d6c5b4a"),
    ("afo_sk_9f8e7d6c5b4a3210", "9f8e7d6c5b4a"),
    ("4111 1111 1111 1111", "1111 1111 1111"),
    ("Bearer 9f8e7d6c5b4a3210aa", "9f8e7d6c5b4a"),
    ("token=9f8e7d6c5b4a3210aa", "9f8e7d6c5b4a"),
    ("https://ada:pw9f8e7d6c@example.org/a?session=9f8e7d6c5b4a", "9f8e7d6c"),
)


def check(draw: Draw) -> object:
    """Plant a secret between spaces in any text, and clean it."""
    before, after = draw.text(), draw.text()
    secret, part = SECRETS[draw.number(len(SECRETS) - 1)]
    text = before + " " + secret + " " + after
    cleaned = scrub(text)
    assert len(cleaned) <= MAX_LENGTH
    assert part not in cleaned or part in before + after, "a planted secret is left"
    plain = scrub(before + after)
    assert len(plain) <= MAX_LENGTH
    assert len(without_query(text)) <= len(text)
    return [cleaned, plain]
