"""Error codes of the Allfeat API, as a server meets them that calls it with an API key.

Source: the API's published error page. Every answer outside 2xx has ``code``, ``message``, ``details`` and
``request_id``; codes are stable, messages are not.

* **A status does not tell the remedy.** 403 is a wrong key, somebody else's upload, or used-up credits; 429 is a quota
  that comes back at a known time, or a number of keys that never comes back by waiting (``api_key.limit_reached``).
* ``common.unauthorized`` means that no credential was sent at all. The six ``api_key.`` codes about the request's key
  mean that one was sent and is wrong: asking for another token does not help.
* ``common.forbidden`` is, as the page says, typically a lack of credits; ``details`` tell.
* ``registration.prepared_not_found`` has two causes: the prepared registration ran out, or it was *already confirmed*.
  Whoever starts over without looking may pay twice.
* ``registration.dry_run_failed`` and ``registration.commitment_invalid`` were not caused by what was typed: the
  same data again gives the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.verdict import Row

SYSTEM = "allfeat-api"
TITLE = "Allfeat API"
DOCUMENT = "Allfeat API: Errors"

#: Creating a session for the widget is refused with the widget's own ``session.`` and ``organization.`` codes.
KIN: tuple[str, ...] = ("allfeat-widget",)

# fmt: off
CODES: dict[str, Row] = {
    # The key that the request was made with
    "api_key.invalid_format": ("config", "contact-administrator", 401, "misconfigured",
        "Send the secret key as the bearer token; it begins with afo_sk_live_."),
    "api_key.not_found": ("config", "contact-administrator", 401, "misconfigured",
        "Replace the key: it is unknown. It may be mistyped, rotated, or from another environment."),
    "api_key.revoked": ("config", "contact-administrator", 401, "misconfigured",
        "Create a new key and deploy it: this one was revoked."),
    "api_key.org_mismatch": ("config", "contact-administrator", 403, "misconfigured",
        "Use the key of the organization that is named in the URL, or correct the URL."),
    "api_key.scope_denied": ("config", "contact-administrator", 403, "misconfigured",
        "Give the key the scope that details.required names, or use a key that has it."),
    "api_key.org_inactive": ("config", "contact-administrator", 403, "switched-off",
        "Have the organization reactivated: it was deleted or switched off."),

    # Registration
    "registration.title_required": ("retry", "fix-input", 422, "title-missing",
        "Ask for a title that is more than spaces."),
    "registration.filename_required": ("retry", "fix-input", 422, "file-name-missing",
        "Send the name of the uploaded file."),
    "registration.creators_required": ("retry", "fix-input", 422, "creators-missing",
        "Ask for at least one creator."),
    "registration.commitment_invalid": ("retry", "contact-administrator", 422, "registration-refused",
        "Report the request id: the commitment that the server computed did not pass its own check."),
    "registration.upload_session_not_found": ("retry", "start-over", 404, "upload-expired",
        "Begin a new upload: this job_id is unknown, has expired or has been used."),
    "registration.upload_session_forbidden": ("retry", "start-over", 403, "upload-expired",
        "Begin a new upload with the credential that will finish it: this one belongs to somebody else."),
    "registration.audio_too_large": ("retry", "fix-input", 413, "file-too-large",
        "Send a smaller file; details.size_bytes and details.max_bytes give size and limit."),
    "registration.audio_empty": ("retry", "fix-input", 422, "file-empty",
        "Send a file with content: the uploaded one has 0 bytes."),
    "registration.dry_run_failed": ("retry", "contact-administrator", 422, "registration-refused",
        "Read details.reason: the chain refused the trial run, and will refuse the same data again."),
    "registration.prepared_not_found": ("retry", "start-over", 404, "prepared-gone",
        "Look whether the work is registered before preparing it anew: it may have been confirmed already."),
    "registration.prepared_forbidden": ("retry", "start-over", 403, "preparation-expired",
        "Prepare the registration anew with the credential that will confirm it: this one belongs to somebody else."),

    # Managing keys
    "api_key.invalid_name": ("retry", "fix-input", 422, "key-name",
        "Give the key a name of 1 to 100 characters."),
    "api_key.scopes_required": ("retry", "fix-input", 422, "key-scopes",
        "Name at least one scope for the key."),
    "api_key.unknown_scope": ("retry", "fix-input", 422, "key-scopes",
        "Remove or correct the scope that details.value repeats."),
    "api_key.webhook_url_invalid": ("retry", "fix-input", 422, "webhook-address",
        "Give webhook_url as a complete http or https URL; details.reason says what is wrong with it."),
    "api_key.limit_reached": ("retry", "contact-administrator", 429, "key-limit",
        "Delete a key that is no longer used or have the limit raised (details.max); waiting does not help."),

    # Common
    "common.bad_request": ("retry", "fix-input", 400, "input-invalid",
        "Correct the request, for instance the form of its Idempotency-Key."),
    "common.unauthorized": ("auth", "renew-session", 401, "not-signed-in",
        "Send a credential: the request had none."),
    "common.forbidden": ("retry", "top-up", 403, "credits-or-rights",
        "Look at details: usually the credits are used up and need a top-up; otherwise the credential lacks a right."),
    "common.not_found": ("retry", "report", 404, "not-found",
        "Check the id of what details.resource names."),
    "common.validation_failed": ("retry", "fix-input", 422, "input-invalid",
        "Correct the fields that details.fields names."),
    "common.quota_exceeded": ("rate-limit", "wait", 429, "quota-reached",
        "Wait until details.resets_at or move to a larger plan; details.used and details.limit give the numbers."),
    "common.service_unavailable": ("retry", "try-again", 503, "temporarily-unavailable",
        "Try again with growing pauses: something behind the API is down."),
}

#: As for the widget: what is only known to concern a session or a key is never renewed by itself.
PREFIXES: tuple[tuple[str, Row], ...] = (
    ("session.", ("auth", "sign-in", None, "session-refused",
        "Look the code up: it concerns the session, and a new token may not cure it.")),
    ("common.auth.", ("auth", "sign-in", None, "session-refused",
        "Look the code up: it concerns authentication, and a new token may not cure it.")),
    ("api_key.", ("config", "contact-administrator", None, "misconfigured",
        "Check the API key that your server uses.")),
    ("organization.", ("config", "contact-administrator", None, "misconfigured",
        "Check the organization's state and settings in its dashboard.")),
    ("registration.", ("retry", "fix-input", None, "input-invalid",
        "Look the code up: it concerns the data of the registration.")),
    ("access_code.", ("retry", "fix-input", None, "access-code-unknown",
        "Check the access code.")),
    ("transaction.", ("retry", "report", None, "transaction-unknown",
        "Look the work up before anything is submitted again.")),
)
# fmt: on

SAMPLE = {
    "code": "registration.dry_run_failed",
    "message": "Dry-run failed: insufficient balance to register work",
    "details": {"reason": "insufficient balance to register work"},
    "request_id": "req_8a3f2c17d05b94e6",
}

#: What the document says comes along.
SAMPLES: dict[str | int, dict[str, Any]] = {
    "registration.audio_too_large": {"details": {"size_bytes": 109_051_904, "max_bytes": 52_428_800}},
    "registration.dry_run_failed": {"details": {"reason": "insufficient balance to register work"}},
    "common.validation_failed": {"details": {"fields": {"title": "required"}}},
    "common.not_found": {"details": {"resource": "work"}},
    "common.quota_exceeded": {"details": {"limit": 100, "used": 100, "resets_at": "2026-06-15T14:00:00+00:00"}},
    "api_key.scope_denied": {"details": {"required": "works:write"}},
    "api_key.unknown_scope": {"details": {"value": "works:everything"}},
    "api_key.webhook_url_invalid": {"details": {"reason": "not an https URL"}},
    "api_key.limit_reached": {"details": {"max": 10}},
}
