"""Error codes of MORI (BIZ MORI), an ordering API.

Source: its published error code table. An answer is ``{"code": …}``, often without a message; older ones have
``success`` and ``message`` as well. The API key never belongs in a page, so a page meets these codes through its own
server.

* **``USAGE_`` codes are no rate limits.** They come with status 400, and waiting changes nothing: the plan has to.
* ``AUTH_FORBIDDEN`` is the one ``AUTH_`` code that a new token cannot cure.
* Most ``ORDER_`` codes say that an order is in another state than was thought. Where it is *past* the step that was
  asked for, nothing is left to do; where it is *not there yet*, later is better; where it has ended without success, a
  new order is needed.
* ``ORDER_TIMEOUT`` does not say that the order failed: look at it before placing another one.
* ``VALIDATION_IDEMPOTENCY_KEY_INVALID`` is a fault of the program, not of anything that was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.verdict import Row

SYSTEM = "mori"
TITLE = "MORI"
DOCUMENT = "BIZ MORI API: Error Codes"

# fmt: off
CODES: dict[str, Row] = {
    # Authentication
    "AUTH_NOT_AUTHENTICATED": ("auth", "renew-session", 401, "not-signed-in",
        "Send a token: the request had none."),
    "AUTH_TOKEN_EXPIRED": ("auth", "renew-session", 401, "session-expired",
        "Get a new token and repeat the request."),
    "AUTH_TOKEN_INVALID": ("auth", "renew-session", 401, "session-expired",
        "Get a new token; if it is refused too, check which environment issued it."),
    "AUTH_TOKEN_INVALID_FORMAT": ("auth", "renew-session", 401, "session-expired",
        "Send the header as 'Authorization: Bearer <token>', with a new token."),
    "AUTH_FORBIDDEN": ("config", "contact-administrator", 403, "role",
        "Have the missing permission granted; another token with the same rights is refused as well."),

    # Validation
    "VALIDATION_FAILED": ("retry", "fix-input", 400, "input-invalid",
        "Correct the fields of the request that did not pass the checks."),
    "VALIDATION_IDEMPOTENCY_KEY_INVALID": ("retry", "contact-administrator", 400, "misconfigured",
        "Correct the program: the idempotency key that it sends has the wrong form."),
    "INVALID_PARAMETER": ("retry", "fix-input", 400, "input-invalid",
        "Correct the parameter's value."),

    # Orders
    "ORDER_NOT_FOUND": ("retry", "fix-input", 404, "order-not-found",
        "Check the order's id."),
    "ORDER_NOT_PENDING": ("retry", "nothing", 400, "order-not-pending",
        "Read the order's state and go on from there: the step that was asked for is behind it."),
    "ORDER_NOT_OWNER": ("retry", "fix-input", 403, "order-not-owner",
        "Use an order of the signed-in account, or sign in with the account that owns this one."),
    "ORDER_EXPIRED": ("retry", "start-over", 400, "order-expired",
        "Place a new order: this one was not finished in time."),
    "ORDER_NOT_COMPLETED": ("retry", "try-again", 400, "order-in-progress",
        "Ask again when the order is completed."),
    "ORDER_FILE_NOT_UPLOADED": ("retry", "fix-input", 400, "order-file-missing",
        "Upload the order's file first."),
    "ORDER_ALREADY_CONFIRMED": ("retry", "nothing", 400, "order-confirmed",
        "Do not confirm again: the order is confirmed."),
    "ORDER_ALREADY_COMPLETED": ("retry", "nothing", 400, "order-completed",
        "Do not repeat the step: the order is completed."),
    "ORDER_ALREADY_FAILED": ("retry", "start-over", 400, "order-failed",
        "Place a new order: this one has failed for good."),
    "ORDER_TYPE_NOT_MATCH": ("retry", "fix-input", 400, "order-type",
        "Use an order of the type that this step is made for."),
    "ORDER_TYPE_CANT_DOWNLOAD": ("retry", "nothing", 400, "order-no-download",
        "Do not offer the download: orders of this type have none."),
    "ORDER_TIMEOUT": ("retry", "try-again", 408, "order-timeout",
        "Read the order's state before trying again: it may still be worked on."),

    # Usage and plan
    "USAGE_LIMIT_EXCEEDED": ("retry", "top-up", 400, "usage-limit",
        "Raise the plan's limit; waiting a moment does not help."),
    "USAGE_NOT_ENOUGH": ("retry", "top-up", 400, "usage-limit",
        "Add to the remaining quota: it is too small for this request."),
    "PLAN_NOT_FOUND": ("retry", "contact-administrator", 404, "plan-not-found",
        "Have a valid plan assigned to the account."),

    # Webhooks
    "WEBHOOK_NOT_FOUND": ("retry", "fix-input", 404, "webhook-not-found",
        "Check the webhook's id; it may have been deleted."),

    # Rate limit
    "RATE_LIMIT_EXCEEDED": ("rate-limit", "wait", 429, "rate-limited",
        "Wait a minute before the next request, and send fewer of them."),

    # Server
    "SERVER_INTERNAL_ERROR": ("retry", "try-again", 500, "temporarily-unavailable",
        "Try again with growing pauses."),
}

PREFIXES: tuple[tuple[str, Row], ...] = (
    ("AUTH_", ("auth", "sign-in", None, "session-refused",
        "Look the code up: it concerns authentication, and a new token may not cure it.")),
    ("VALIDATION_", ("retry", "fix-input", None, "input-invalid",
        "Look the code up: it concerns the data of the request.")),
    ("INVALID_", ("retry", "fix-input", None, "input-invalid",
        "Look the code up: it concerns the data of the request.")),
    ("ORDER_", ("retry", "report", None, "unexpected",
        "Read the order's state before doing anything else with it.")),
    ("USAGE_", ("retry", "top-up", None, "usage-limit",
        "Check the account's usage against its plan.")),
    ("PLAN_", ("retry", "contact-administrator", None, "plan-not-found",
        "Check the account's plan.")),
    ("RATE_LIMIT", ("rate-limit", "wait", None, "rate-limited",
        "Wait before the next request.")),
    ("SERVER_", ("retry", "try-again", None, "temporarily-unavailable",
        "Try again with growing pauses.")),
)
# fmt: on

SAMPLE = {"code": "ORDER_EXPIRED"}

#: No header says how long to wait.
SAMPLES: dict[str | int, dict[str, Any]] = {429: {"retry_after": None}}
