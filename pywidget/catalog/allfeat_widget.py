"""Error codes of the Allfeat ATS widget, generations 2 and 3 (dotted codes).

Source: the widget's published error code page, and how the widget itself reacts to each code.

* **The code decides, not its family.** The page's sample handler leaves out every ``session.`` and ``common.auth.``
  code as "handled by token-expired". Of these eleven only four are: three are switched-off or wrongly set up widgets,
  one is a rate limit, one a wrong API key, two are outages. Whoever copies it shows nothing for those seven.
* **Four codes renew.** ``session.invalid_token``, ``common.auth.missing_token``, ``common.auth.expired`` and
  ``common.auth.invalid_token`` make the widget dispatch ``allfeat:token-expired`` and wait for ``setToken()``. No other
  code does, whatever its HTTP status: ``common.unauthorized`` is an ordinary failure there.
* **Seven codes disable.** ``session.key_inactive``, ``session.widget_not_enabled``, ``session.origin_not_allowed``, the
  three ``organization.`` codes and ``common.auth.invalid_api_key`` lead to the DISABLED screen, without a retry button.
  Only the owner's setup can change that.
* **Everything else** leads to the FAILED screen with a retry button, even where trying again is pointless
  (credits used up, a work that is registered already). What helps is the remedy here, not the presence of that button.
* The widget retries rate limits (three attempts) and uploads (three attempts) by itself. When such a code arrives, that
  has been done.
* The page names no HTTP status, and the widget never shows one: the rows have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.verdict import Path, Remedy, Row

SYSTEM = "allfeat-widget"
TITLE = "Allfeat widget"
DOCUMENT = "Allfeat ATS widget: Error Codes"

#: The API behind the widget answers with more codes than the widget's page lists; the widget passes them through.
KIN: tuple[str, ...] = ("allfeat-api",)

#: Made by the widget in the browser: no server sends them.
LOCAL: tuple[str, ...] = ("widget.",)

# fmt: off
CODES: dict[str, Row] = {
    # Session and authentication
    "session.invalid_token": ("auth", "renew-session", None, "session-expired",
        "Answer allfeat:token-expired with a fresh token through setToken(), but not within the listener's own turn."),
    "session.key_inactive": ("config", "contact-administrator", None, "switched-off",
        "Activate the site key in the organization's dashboard; until then the widget stays on its DISABLED screen."),
    "session.widget_not_enabled": ("config", "contact-administrator", None, "switched-off",
        "Enable the widget feature in the organization's settings."),
    "session.origin_not_allowed": ("config", "contact-administrator", None, "site-not-allowed",
        "Add this page's origin (scheme, host and port) to the allowed origins of the site key."),
    "session.rate_limited": ("rate-limit", "wait", None, "rate-limited",
        "Wait before the next attempt; the widget has already tried three times on its own."),
    "common.auth.missing_token": ("auth", "renew-session", None, "not-signed-in",
        "Give the widget a token with setToken() before it is used: the request carried none."),
    "common.auth.expired": ("auth", "renew-session", None, "session-expired",
        "Fetch a fresh token and pass it to setToken(); tokens live for about five minutes."),
    "common.auth.invalid_token": ("auth", "renew-session", None, "session-expired",
        "Pass a new token to setToken(); if that is refused too, check that its action type fits the widget's mode."),
    "common.auth.invalid_api_key": ("config", "contact-administrator", None, "misconfigured",
        "Correct the API key that your server creates sessions with."),
    "common.auth.jwks_unavailable": ("retry", "try-again", None, "temporarily-unavailable",
        "Try again later: the keys that tokens are checked with could not be loaded. The token is not at fault."),
    "common.auth.backend_unavailable": ("retry", "try-again", None, "temporarily-unavailable",
        "Try again later: the authentication service did not answer. The token is not at fault."),

    # Configuration: these too show the DISABLED screen
    "organization.not_found": ("config", "contact-administrator", None, "misconfigured",
        "Correct the site-key attribute: it belongs to no organization."),
    "organization.inactive": ("config", "contact-administrator", None, "switched-off",
        "Ask Allfeat support to reactivate the organization."),
    "organization.no_integration": ("config", "contact-administrator", None, "misconfigured",
        "Set up an integration for the organization in its dashboard."),

    # Registration
    "registration.duplicate_title": ("retry", "fix-input", None, "title-taken",
        "Let the visitor choose another title; the form is kept."),
    "registration.audio_too_large": ("retry", "fix-input", None, "file-too-large",
        "Let the visitor choose a smaller file; details.size_bytes and details.max_bytes give size and limit."),
    "registration.invalid_audio_format": ("retry", "fix-input", None, "file-format",
        "Let the visitor choose a file in one of the supported audio formats."),
    "registration.insufficient_credits": ("retry", "top-up", None, "credits-used-up",
        "Top up the organization's credits; the widget's retry button cannot help before that."),

    # Works and access codes
    "work.not_found": ("retry", "fix-input", None, "work-not-found",
        "Check the work's id and that it exists on the network the widget is set to."),
    "work.already_registered": ("retry", "nothing", None, "already-registered",
        "Do not submit again: this work has been registered."),
    "access_code.not_found": ("retry", "fix-input", None, "access-code-unknown",
        "Let the visitor check the access code against the one received at registration."),
    "access_code.expired": ("retry", "fix-input", None, "access-code-expired",
        "Let the visitor enter a newer access code of the same work."),

    # Transactions
    "transaction.not_found": ("retry", "report", None, "transaction-unknown",
        "Look the work up before anything is submitted again, and report the request id if it is not there."),
    "transaction.store_unavailable": ("retry", "try-again", None, "temporarily-unavailable",
        "Try again later: the record of transactions could not be reached; the transaction itself may be fine."),
    "transaction.already_confirmed": ("retry", "nothing", None, "already-confirmed",
        "Do not confirm again: the transaction went through."),
    "transaction.expired": ("retry", "start-over", None, "preparation-expired",
        "Start the registration over: it was prepared but not confirmed in time."),

    # Common
    "common.rate_limited": ("rate-limit", "wait", None, "rate-limited",
        "Wait as long as Retry-After says, or at least a minute, and send fewer requests."),
    "common.validation_failed": ("retry", "fix-input", None, "input-invalid",
        "Let the visitor correct the fields that details.fields names."),
    "common.service_unavailable": ("retry", "try-again", None, "temporarily-unavailable",
        "Try again later, with growing pauses."),
    "common.not_found": ("retry", "report", None, "not-found",
        "Check ats-url, network and the ids in use, and report the request id if they are right."),

    # Made by the widget itself: these have no request id
    "widget.network_error": ("retry", "check-connection", None, "network",
        "Check the visitor's connection, then ats-url and the server's CORS headers: a blocked answer looks the same."),
    "widget.upload_error": ("retry", "try-again", None, "upload-interrupted",
        "Try again with a new attempt: three uploads to the file store have failed."),
    "widget.malformed_response": ("retry", "try-again", None, "answer-unreadable",
        "Try again; if it stays, look for a proxy or a wrong ats-url that answers with something else than the API."),
    "widget.unknown_error": ("retry", "report", None, "unexpected",
        "Report it with the event's details if it comes again; the widget could not tell what happened."),
    "widget.configuration_error": ("config", "contact-administrator", None, "misconfigured",
        "Check the widget's attributes: ats-url, site-key, network and mode."),
}

#: Seen in practice; not on the page.
EXTRA: dict[str, Row] = {
    "widget.auth_retry_exhausted": ("auth", "sign-in", None, "session-refused",
        "Check what your token endpoint issues: a renewed token was refused within seconds of the one before."),
    "widget.no_work_selected": ("retry", "fix-input", None, "no-work-selected",
        "Let the visitor select a work first."),
    "widget.update_not_configured": ("config", "contact-administrator", None, "misconfigured",
        "Set the attributes that the update mode needs, external-user-id among them."),
    "transaction.failed": ("retry", "contact-administrator", None, "transaction-failed",
        "Do not simply submit again: the chain refused the transaction. Find out why with the transaction id first."),
    "access_code.format_invalid": ("retry", "fix-input", None, "access-code-format",
        "Let the visitor enter the access code exactly as it was issued."),
    "session.invalid_external_user_ref": ("config", "contact-administrator", None, "misconfigured",
        "Make the external-user-id attribute agree with the user reference in the token."),
}

#: ``session.`` and ``common.auth.`` are about the visitor's login, but an unknown one must not start a renewal: it may
#: be refused for the same reason every time. Signing in is done by a person and cannot loop.
PREFIXES: tuple[tuple[str, Row], ...] = (
    ("session.", ("auth", "sign-in", None, "session-refused",
        "Look the code up: it concerns the session, and a new token may not cure it.")),
    ("common.auth.", ("auth", "sign-in", None, "session-refused",
        "Look the code up: it concerns authentication, and a new token may not cure it.")),
    ("organization.", ("config", "contact-administrator", None, "misconfigured",
        "Check the organization's state and settings in its dashboard.")),
    ("api_key.", ("config", "contact-administrator", None, "misconfigured",
        "Check the API key that your server uses.")),
    ("registration.", ("retry", "fix-input", None, "input-invalid",
        "Look the code up: it concerns what was entered for the registration.")),
    ("access_code.", ("retry", "fix-input", None, "access-code-unknown",
        "Let the visitor check the access code.")),
    ("transaction.", ("retry", "report", None, "transaction-unknown",
        "Look the work up before anything is submitted again.")),
    ("widget.", ("retry", "report", None, "unexpected",
        "Look the code up in the notes of the widget's version: it was made in the browser.")),
)
# fmt: on

#: Its screen, for a widget that was found in trouble and does not tell the code any more.
CATEGORIES: dict[str, tuple[Path, Remedy, str, str]] = {
    "DISABLED": (
        "config",
        "contact-administrator",
        "misconfigured",
        "Put the script tag before the widget, so that the code is heard; the widget shows its DISABLED screen.",
    ),
}

#: What the widget only shows, in words of its own: lists that could not be loaded, and versions that could not be
#: downloaded. Words that it has for several codes of one path stand for the commonest of them.
TEXTS: dict[str, str] = {
    "This widget is currently disabled. Please contact your administrator.": "session.key_inactive",
    "The widget feature is not enabled for your organization.": "session.widget_not_enabled",
    "This website is not authorized to use the widget. Please contact your administrator.": (
        "session.origin_not_allowed"
    ),
    "This organization is inactive. Please contact your administrator.": "organization.inactive",
    "The organization was not found. Please contact your administrator.": "organization.not_found",
    "No integration is configured. Please contact your administrator.": "organization.no_integration",
    "The service is temporarily unavailable. Please try again later.": "common.service_unavailable",
    "The authentication service is temporarily unavailable. Please try again later.": (
        "common.auth.backend_unavailable"
    ),
    "Too many requests. Please wait a moment and try again.": "common.rate_limited",
    "Network error: Unable to connect to server": "widget.network_error",
    "The work was not found.": "work.not_found",
}

SAMPLE = {
    "error": {
        "code": "registration.audio_too_large",
        "message": "The asset file is too large (104 MB). Max: 50 MB.",
        "details": {"size_bytes": 109_051_904, "max_bytes": 52_428_800},
        "request_id": "req_8a3f2c17d05b94e6",
    }
}

#: What the document says comes along.
SAMPLES: dict[str | int, dict[str, Any]] = {
    "registration.audio_too_large": {"details": {"size_bytes": 109_051_904, "max_bytes": 52_428_800}},
    "common.validation_failed": {"details": {"fields": {"title": "required"}}},
    "common.not_found": {"details": {"resource": "work"}},
}
