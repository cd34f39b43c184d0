"""Error codes of the Allfeat ATS widget, generation 1 (upper-case codes).

Source: the error code page of version 1, and how that version behaves.

* The codes are made in the browser, from the HTTP status of the API's answer: a closed list, so an unknown code has no
  family to guess from.
* **Only ``allfeat:error`` carries a code.** ``allfeat:failed`` never does, and for a rate limit and for a session that
  nobody renewed it is the only event: there the exact text stands for the code (:data:`TEXTS`).
* Two codes share status 401: ``INVALID_SITE_KEY`` when the answer speaks of the site key, ``TOKEN_EXPIRED`` otherwise.
  Renewing a token cannot cure the first.
* ``BAD_REQUEST`` stands for 400, 413 (file too large) and 422; ``SERVER_ERROR`` for every 5xx.
* The page's sample calls ``reset()`` for every other code. That empties the form; none of these codes asks for it.
* Asked by today's API, which answers with an object where this version expects a text, it fails with ``UNKNOWN_ERROR``
  and does not ask for a token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.verdict import Row

SYSTEM = "allfeat-widget-v1"
TITLE = "Allfeat widget, first generation"
DOCUMENT = "Allfeat ATS widget 1.x: Error Codes"

# fmt: off
CODES: dict[str, Row] = {
    # From the API's answer
    "TOKEN_EXPIRED": ("auth", "renew-session", 401, "session-expired",
        "Answer allfeat:token-expired with a fresh token through setToken(), but not within the listener's own turn."),
    "INVALID_SITE_KEY": ("config", "contact-administrator", 401, "misconfigured",
        "Set site-key to the public key of the organization that the token was issued for."),
    "FORBIDDEN": ("config", "contact-administrator", 403, "misconfigured",
        "Make the token's action_type, allowed_network and allowed_ats_id agree with the widget's attributes."),
    "NOT_FOUND": ("retry", "fix-input", 404, "work-not-found",
        "Let the visitor check the access code, and check that the work exists on the widget's network."),
    "CONFLICT": ("retry", "nothing", 409, "conflict",
        "Do not submit again: the work may be registered already, or the same operation is still running."),
    "RATE_LIMITED": ("rate-limit", "wait", 429, "rate-limited",
        "Wait before the next attempt; the widget has already tried several times on its own."),
    "BAD_REQUEST": ("retry", "fix-input", 400, "input-invalid",
        "Check the form's data, the size of the file and the widget's attributes."),
    "SERVER_ERROR": ("retry", "try-again", None, "temporarily-unavailable",
        "Try again later; if it stays, ask Allfeat support."),

    # Made by the widget itself
    "NETWORK_ERROR": ("retry", "check-connection", None, "network",
        "Check the visitor's connection, then ats-url and the server's CORS headers."),
    "UPLOAD_ERROR": ("retry", "try-again", None, "upload-interrupted",
        "Try again, with a smaller file or a better connection: three uploads to the file store have failed."),
    "UNKNOWN_ERROR": ("retry", "report", None, "unexpected",
        "Report it with the event's details if it comes again."),
}
# fmt: on

#: What this generation says where it gives no code.
TEXTS: dict[str, str] = {
    "Too many requests. Please wait a moment and try again.": "RATE_LIMITED",
    "Session expired. Please try again.": "TOKEN_EXPIRED",
}

SAMPLE = {"error": "Too many requests. Please wait a moment and try again."}

#: What the API says, from which the widget makes its codes.
SAMPLES: dict[str | int, dict[str, Any]] = {
    "TOKEN_EXPIRED": {"message": "Token expired"},
    "INVALID_SITE_KEY": {"message": "Invalid site-key"},
    "FORBIDDEN": {"message": "Not allowed"},
    "NOT_FOUND": {"message": "Work not found"},
    "CONFLICT": {"message": "Work already registered"},
    "RATE_LIMITED": {"message": "Too many requests"},
    "BAD_REQUEST": {"message": "Title is required"},
    "SERVER_ERROR": {"message": "Internal server error"},
}
