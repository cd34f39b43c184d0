# runs-on: micropython
"""The facts of the ats-widget, typed a second time as its contract has them: a slip would be a wrong promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import ats_widget

if TYPE_CHECKING:
    from typing import Any

FACTS: dict[str, Any] = {
    "ELEMENT": "ats-widget",
    "SYSTEM": "allfeat-widget",
    "SYSTEM_V1": "allfeat-widget-v1",
    "EXPIRY_CODES": {"allfeat-widget": "session.invalid_token", "allfeat-widget-v1": "TOKEN_EXPIRED"},
    # Events
    "PREFIX": "allfeat:",
    "EVENT_ERROR": "error",
    "EVENT_FAILED": "failed",
    "EVENT_DOWNLOAD_FAILED": "download-failed",
    "EVENT_EXPIRED": "token-expired",
    "EVENT_READY": "ready",
    "EVENT_MODE": "mode-changed",
    "EVENT_STEP": "step",
    "EVENT_UPLOAD_START": "upload-start",
    "EVENT_UPLOAD_PROGRESS": "upload-progress",
    "EVENT_UPLOAD_COMPLETE": "upload-complete",
    "EVENT_CONFIRMED": "confirmed",
    "EVENT_COMPLETE": "complete",
    "EVENT_WORK_SELECTED": "work-selected",
    "EVENT_DOWNLOAD_STARTED": "download-started",
    "EVENT_DOWNLOAD_COMPLETE": "download-complete",
    "GOALS": ("confirmed", "complete", "download-complete", "done"),
    "PARTS_OF_TROUBLE": "err|fail|exp|rep",
    "PARTS_OF_WORK": "conf|step",
    # What it waits for a token for
    "PENDING_DOWNLOAD": "download",
    "PENDING_DETAIL": "download_detail",
    "V1_PENDING": ("register", "update", "reset"),
    "LISTS": ("download_list", "work_select"),
    "VERSIONS": ("download_version_asset", "download_version_certificate"),
    "RESUMES_NOTHING": ("download_detail", "download_version_asset", "download_version_certificate"),
    # Screens
    "SCREEN_FORM": "FORM",
    "SCREEN_DOWNLOADS": "DOWNLOADS",
    "SCREEN_DETAIL": "DOWNLOAD_DETAIL",
    "SCREEN_UPLOAD": "UPLOAD",
    "SCREEN_CONFIRMING": "CONFIRMING",
    "SCREEN_TRACKING": "TRACKING",
    "SCREEN_COMPLETE": "COMPLETE",
    "SCREEN_FAILED": "FAILED",
    "SCREEN_DISABLED": "DISABLED",
    "FORMS": ("FORM", "DOWNLOADS"),
    "STOPPED": ("FAILED", "DISABLED"),
    "AT_WORK": ("UPLOAD", "CONFIRMING", "TRACKING", "COMPLETE"),
    "TRACKING": ("CONFIRMING", "TRACKING", None),
    "ENDLESS": ("UPLOAD", "CONFIRMING"),
    "FINAL": ("COMPLETE", "DISABLED"),
    "PARTS_OF_LOOKS": "LED|ING|HTML",
    # Buttons
    "NEXT": "next",
    "BACK": "back",
    "SUBMIT": "submit",
    "RETRY": "retry",
    "BACK_TO_LIST": "back-to-list",
    "RELOAD_LIST": "reload-works",
    "NEW_WORK": ("reset",),
    "DOWNLOADS": ("download", "download-version-asset", "download-version-cert"),
    # Selectors
    "ACTION_ATTRIBUTE": "data-action",
    "OVERLAY": ".ats-loading-overlay",
    "RETRY_BUTTON": '[data-action="retry"], #retry-btn',
    "BUTTONS": "[data-action], #retry-btn",
    "NEXT_BUTTON": '[data-action="next"]',
    "BACK_BUTTON": '[data-action="back"]',
    "SUBMIT_BUTTON": '[data-action="submit"]',
    "COPY_BUTTON": '[data-action^="copy"]',
    "ALERT": ".ats-alert-error",
    "REQUEST_ID": ".ats-request-id-value",
    "STOPPED_SCREEN": ".ats-failed-screen",
    # Method and attributes
    "TOKEN_METHOD": "setToken",
    "TOKEN_ATTRIBUTE": "token",
    "MODE": "mode",
    "NETWORK": "network",
    "IDENTITY": ("site-key", "ats-url", "mode", "network", "external-user-id"),
    "MODE_DOWNLOAD": "download",
    "LIST_MODES": ("download", "update"),
    "REDRAWING": "max-file-size",
    "REDRAWING_DEFAULT": 50,
    "STYLE_FONT": "--ats-font-family",
    "STYLE_RADIUS": "--ats-radius-lg",
    # Texts
    "SESSION_TIMEOUT_TEXT": "Session expired. Please try again.",
    "NO_TOKEN_TEXT": "Authentication required",
    "CONFIGURATION_TEXT": "Configuration error",
    # Times
    "WAITS_MS": 60_000,
    "TRACKS_MS": 120_000,
    "STUCK_MS": 150_000,
}

#: Those whose order is for speed or size only.
SETS: dict[str, tuple[str, ...]] = {
    "PROGRESS": (
        "ready",
        "mode-changed",
        "upload-start",
        "upload-progress",
        "upload-complete",
        "confirmed",
        "step",
        "complete",
        "work-selected",
        "download-started",
        "download-complete",
    ),
    "EVENTS_FROM_THE_START": (
        "error",
        "failed",
        "download-failed",
        "token-expired",
        "upload-start",
        "upload-complete",
        "confirmed",
        "step",
        "complete",
    ),
    "EVENTS_LATER": (
        "ready",
        "mode-changed",
        "upload-progress",
        "work-selected",
        "download-started",
        "download-complete",
    ),
    "HARMLESS": (
        "access_code",
        "work_select",
        "download",
        "download_list",
        "download_detail",
        "download_version_asset",
        "download_version_certificate",
        "reset",
    ),
    "ASKING": (
        "submit",
        "select-work",
        "reload-works",
        "download",
        "download-version-asset",
        "download-version-cert",
    ),
    "LOST": (
        "try-again",
        "check-connection",
        "report",
        "registration.prepared_not_found",
        "transaction.already_confirmed",
        "CONFLICT",
        "NOT_FOUND",
    ),
}


def test_every_fact_is_what_the_contract_says() -> None:
    names = [name for name in dir(ats_widget) if name.isupper() and name != "TYPE_CHECKING"]
    assert sorted(names) == sorted(list(FACTS) + list(SETS))
    for name, value in FACTS.items():
        assert getattr(ats_widget, name) == value, name
    for name, values in SETS.items():
        assert sorted(getattr(ats_widget, name)) == sorted(values), name


def test_what_comes_often_is_looked_for_first() -> None:
    assert ats_widget.PROGRESS[:2] == ("upload-progress", "step")
