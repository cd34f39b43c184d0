"""Error codes of BreakGround, user onboarding that runs inside the page.

Source: its published error code page. An answer is ``{"error": {message, statusCode, code, category, details}}``. The
status of a code is the one of the heading it stands under.

* **Not every ``AUTH_`` code is a session to renew.** ``AUTH_FAILED`` is about the API key (missing, wrong, revoked,
  expired): only the setup can change it. Often the key was sent in ``Authorization`` instead of ``X-API-Key``.
  A revoked token, wrong credentials, another way of signing in, or a refresh token that is gone all need the person to
  sign in.
* ``INVALID_INVITE_TOKEN`` and ``INVALID_RESET_TOKEN`` stand under "validation", but nobody can type them right: a new
  invitation or a new reset link is needed. ``MISSING_TENANT_ID`` stands there too and is a matter of setup.
* **The category is only asked for unknown codes.** ``AUTH`` covers authentication and authorization alike, so it leads
  to signing in, which is done by a person and cannot loop.
* 429 comes with ``Retry-After``. Keys may send 600 requests a minute: send events in batches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.verdict import Path, Remedy, Row

SYSTEM = "breakground"
TITLE = "BreakGround"
DOCUMENT = "BreakGround: Error Codes"

# fmt: off
CODES: dict[str, Row] = {
    # 400: validation
    "VALIDATION_ERROR": ("retry", "fix-input", 400, "input-invalid",
        "Correct what the entries of details name by path; every event needs a supported type."),
    "INVALID_INVITE_TOKEN": ("retry", "start-over", 400, "invite-expired",
        "Send a new invitation."),
    "INVALID_RESET_TOKEN": ("retry", "start-over", 400, "reset-link-expired",
        "Have a new link for resetting the password sent."),
    "MISSING_TENANT_ID": ("config", "contact-administrator", 400, "misconfigured",
        "Send the tenant key, or sign in to a company, so that the request belongs to one."),

    # 401: authentication
    "AUTH_FAILED": ("config", "contact-administrator", 401, "misconfigured",
        "Check the API key: it goes into X-API-Key, not into Authorization, and must not be revoked or expired."),
    "AUTH_NO_TOKEN": ("auth", "renew-session", 401, "not-signed-in",
        "Send the session's token by cookie or Authorization header: the request had none."),
    "AUTH_INVALID_TOKEN": ("auth", "renew-session", 401, "session-expired",
        "Get a new token and repeat the request."),
    "AUTH_TOKEN_REVOKED": ("auth", "sign-in", 401, "session-ended",
        "Let the person sign in again: the session was ended on purpose."),
    "AUTH_INVALID_CREDENTIALS": ("auth", "sign-in", 401, "wrong-credentials",
        "Let the person check e-mail address and password, or reset the password."),
    "AUTH_PROVIDER_MISMATCH": ("auth", "sign-in", 401, "other-sign-in",
        "Offer the way of signing in that the account was made with, for example Google."),
    "AUTH_NO_REFRESH_TOKEN": ("auth", "sign-in", 401, "session-ended",
        "Let the person sign in again: there is no refresh token, its cookie may be blocked."),
    "AUTH_INVALID_REFRESH_TOKEN": ("auth", "sign-in", 401, "session-ended",
        "Let the person sign in again: the refresh token has expired or is wrong."),

    # 403: authorization
    "FORBIDDEN": ("config", "contact-administrator", 403, "role",
        "Have the missing permission granted; signing in again does not change it."),
    "INSUFFICIENT_ROLE": ("config", "contact-administrator", 403, "role",
        "Give the person a role that may do this."),

    # 404: not found
    "NOT_FOUND": ("retry", "fix-input", 404, "not-found",
        "Check the path and the id of the request."),
    "USER_NOT_FOUND": ("retry", "fix-input", 404, "person-not-found",
        "Check the person's id or address; the account may have been removed."),
    "TENANT_NOT_FOUND": ("config", "contact-administrator", 404, "misconfigured",
        "Check the tenant key: no company belongs to it."),
    "CONTENT_NOT_FOUND": ("retry", "fix-input", 404, "content-not-found",
        "Check the id of the flow, tooltip or survey; it may have been deleted."),

    # 409: conflict
    "EMAIL_EXISTS": ("retry", "fix-input", 409, "email-taken",
        "Let the person sign in with this address, or use another one."),
    "TENANT_EXISTS": ("retry", "fix-input", 409, "company-name-taken",
        "Choose another name for the company."),
    "MEMBER_EXISTS": ("retry", "nothing", 409, "already-member",
        "Do not invite again: the person is a member of this company."),
    "AUDIENCE_IN_USE": ("retry", "fix-input", 409, "audience-in-use",
        "Take the audience out of all active content before deleting it."),

    # 429: rate limit
    "RATE_LIMITED": ("rate-limit", "wait", 429, "rate-limited",
        "Wait as long as Retry-After says, and send several events in one request."),

    # 500: internal
    "INTERNAL_ERROR": ("retry", "try-again", 500, "temporarily-unavailable",
        "Try again with growing pauses; if it stays, ask the health endpoint."),
    "EXTERNAL_SERVICE_ERROR": ("retry", "try-again", 500, "temporarily-unavailable",
        "Try again with growing pauses: a service of somebody else failed."),
    "REGISTRATION_FAILED": ("retry", "try-again", 500, "account-not-created",
        "Try again later, after checking that the account was not made after all."),
}

PREFIXES: tuple[tuple[str, Row], ...] = (
    ("AUTH_", ("auth", "sign-in", None, "session-refused",
        "Look the code up: it concerns authentication, and a new token may not cure it.")),
    ("VALIDATION_", ("retry", "fix-input", None, "input-invalid",
        "Look the code up: it concerns the data of the request.")),
    ("INVALID_", ("retry", "fix-input", None, "input-invalid",
        "Look the code up: it concerns the data of the request.")),
    ("TENANT_", ("config", "contact-administrator", None, "misconfigured",
        "Check the company that the tenant key belongs to.")),
    ("RATE_LIMIT", ("rate-limit", "wait", None, "rate-limited",
        "Wait before the next request.")),
)

CATEGORIES: dict[str, tuple[Path, Remedy, str, str]] = {
    "VALIDATION": ("retry", "fix-input", "input-invalid",
        "Correct what the entries of details name by path."),
    "AUTH": ("auth", "sign-in", "session-refused",
        "Look the code up: the person is not signed in, or may not do this."),
    "NOT_FOUND": ("retry", "fix-input", "not-found",
        "Check the path and the id of the request."),
    "CONFLICT": ("retry", "fix-input", "conflict",
        "Compare with what exists already: it is there, or in use."),
    "RATE_LIMIT": ("rate-limit", "wait", "rate-limited",
        "Wait as long as Retry-After says."),
    "EXTERNAL_SERVICE": ("retry", "try-again", "temporarily-unavailable",
        "Try again with growing pauses: a service of somebody else failed."),
    "INTERNAL": ("retry", "try-again", "temporarily-unavailable",
        "Try again with growing pauses."),
}
# fmt: on

SAMPLE = {
    "error": {
        "message": "Invalid request body",
        "statusCode": 400,
        "code": "VALIDATION_ERROR",
        "category": "VALIDATION",
        "details": [{"path": "events.0.type", "message": "Invalid enum value"}],
    }
}

#: The categories that go with the statuses.
SAMPLES: dict[str | int, dict[str, Any]] = {
    400: {"category": "VALIDATION"},
    401: {"category": "AUTH"},
    403: {"category": "AUTH"},
    404: {"category": "NOT_FOUND"},
    409: {"category": "CONFLICT"},
    429: {"category": "RATE_LIMIT"},
    500: {"category": "INTERNAL"},
    "EXTERNAL_SERVICE_ERROR": {"category": "EXTERNAL_SERVICE"},
    "VALIDATION_ERROR": {"details": [{"path": "events.0.type", "message": "Invalid enum value"}]},
}
