"""The facts of the ats-widget, each written once: its names, screens, buttons, attributes, texts and times.

Their source is the widget's published code and recordings of its three generations. Python imports them from here.
The build puts those that ``pywidget/page/build.d.ts`` lists under ``ATS`` into the JavaScript. Names that no Python in
the page reads are left out of the image.
"""

from __future__ import annotations

ELEMENT = "ats-widget"
#: The system whose error codes the widget uses: in today's generations (2.x, 3.x), and in the older one (1.x).
SYSTEM = "allfeat-widget"
SYSTEM_V1 = "allfeat-widget-v1"
#: System -> the code for a ``token-expired`` without a code: the one that the widget's error document lists for it.
EXPIRY_CODES = {SYSTEM: "session.invalid_token", SYSTEM_V1: "TOKEN_EXPIRED"}

# ---- Events

#: The prefix of all event names of the widget. The names below are without it.
PREFIX = "allfeat:"

EVENT_ERROR = "error"
EVENT_FAILED = "failed"
EVENT_DOWNLOAD_FAILED = "download-failed"
EVENT_EXPIRED = "token-expired"
EVENT_READY = "ready"
EVENT_MODE = "mode-changed"
EVENT_STEP = "step"
EVENT_UPLOAD_START = "upload-start"
EVENT_UPLOAD_PROGRESS = "upload-progress"
EVENT_UPLOAD_COMPLETE = "upload-complete"
EVENT_CONFIRMED = "confirmed"
EVENT_COMPLETE = "complete"
EVENT_WORK_SELECTED = "work-selected"
EVENT_DOWNLOAD_STARTED = "download-started"
EVENT_DOWNLOAD_COMPLETE = "download-complete"

#: Events that show that the widget goes on. ``upload-progress`` and ``step`` are the most frequent, so they are first.
PROGRESS = (
    EVENT_UPLOAD_PROGRESS,
    EVENT_STEP,
    EVENT_READY,
    EVENT_MODE,
    EVENT_UPLOAD_START,
    EVENT_UPLOAD_COMPLETE,
    EVENT_CONFIRMED,
    EVENT_COMPLETE,
    EVENT_WORK_SELECTED,
    EVENT_DOWNLOAD_STARTED,
    EVENT_DOWNLOAD_COMPLETE,
)
#: Events that show that the visitor reached their goal. ``done`` is the name for such an event in a profile.
GOALS = (EVENT_CONFIRMED, EVENT_COMPLETE, EVENT_DOWNLOAD_COMPLETE, "done")

#: The events that the script tag listens to. (This order is the shortest after compression.)
EVENTS_FROM_THE_START = (
    EVENT_ERROR,
    EVENT_FAILED,
    EVENT_DOWNLOAD_FAILED,
    EVENT_EXPIRED,
    EVENT_CONFIRMED,
    EVENT_STEP,
    EVENT_COMPLETE,
    EVENT_UPLOAD_COMPLETE,
    EVENT_UPLOAD_START,
)
#: Events that are listened to only once Python runs: before the first error they change nothing.
EVENTS_LATER = (
    EVENT_READY,
    EVENT_MODE,
    EVENT_UPLOAD_PROGRESS,
    EVENT_WORK_SELECTED,
    EVENT_DOWNLOAD_STARTED,
    EVENT_DOWNLOAD_COMPLETE,
)
#: The script tag has no room for whole names, so it tests for parts of them. These parts are in the names of the events
#: that start Python: ``error``, ``failed``, ``download-failed``, ``token-expired``, and the page's own ``report``.
PARTS_OF_TROUBLE = "err|fail|exp|rep"
#: These parts are in ``confirmed`` and ``step``: after these events the widget works for a long time.
PARTS_OF_WORK = "conf|step"

#: Values of ``pendingAction`` in a ``token-expired`` (more in HARMLESS): a download, and opening one work.
PENDING_DOWNLOAD = "download"
PENDING_DETAIL = "download_detail"
#: Values of ``pendingAction`` that only the older generation uses; ``download`` is common to both.
V1_PENDING = ("register", "update", "reset")
#: Pending actions that a new token resumes without starting a registration: safe even after the work was submitted.
HARMLESS = (
    "access_code",
    "download",
    "download_detail",
    "download_list",
    "download_version_asset",
    "download_version_certificate",
    "reset",
    "work_select",
)
#: Pending actions that only load a list, often several times at once. If that leaves a failed screen, pywidget presses
#: Retry once.
LISTS = ("download_list", "work_select")
#: Pending actions that the widget does not repeat: the visitor has to press the same button again.
VERSIONS = ("download_version_asset", "download_version_certificate")
#: Pending actions after which the widget makes no request with the new token by itself.
RESUMES_NOTHING = ("download_detail", "download_version_asset", "download_version_certificate")

# ---- Screens, as ``getState().screen`` names them

SCREEN_FORM = "FORM"
SCREEN_DOWNLOADS = "DOWNLOADS"
SCREEN_DETAIL = "DOWNLOAD_DETAIL"
SCREEN_UPLOAD = "UPLOAD"
SCREEN_CONFIRMING = "CONFIRMING"
SCREEN_TRACKING = "TRACKING"
SCREEN_COMPLETE = "COMPLETE"
SCREEN_FAILED = "FAILED"
SCREEN_DISABLED = "DISABLED"

#: Screens on which the visitor types or chooses something.
FORMS = (SCREEN_FORM, SCREEN_DOWNLOADS)
#: Screens of a widget that stopped. From DISABLED the visitor cannot go on.
STOPPED = (SCREEN_FAILED, SCREEN_DISABLED)
#: Screens on which the widget goes on by itself.
AT_WORK = (SCREEN_UPLOAD, SCREEN_CONFIRMING, SCREEN_TRACKING, SCREEN_COMPLETE)
#: Screens on which the widget follows a submitted work; None: the widget does not say which screen it shows.
TRACKING = (SCREEN_CONFIRMING, SCREEN_TRACKING, None)
#: Screens on which an ``error`` without a ``failed`` leaves the visitor no button at all.
ENDLESS = (SCREEN_UPLOAD, SCREEN_CONFIRMING)
#: Screens on which nothing can be filled in any more.
FINAL = (SCREEN_COMPLETE, SCREEN_DISABLED)
#: Parts of names that the script tag tests for, as in PARTS_OF_TROUBLE. They are in FAILED, DISABLED, CONFIRMING and
#: TRACKING: a widget on such a screen may have failed before anybody listened. "HTML" is in every element converted to
#: a text ("[object HTMLDivElement]"), and so in the element that OVERLAY selects.
PARTS_OF_LOOKS = "LED|ING|HTML"

# ---- Buttons, by ``data-action``

#: To the next step of the form, and to the step before.
NEXT = "next"
BACK = "back"
#: The last button of the form.
SUBMIT = "submit"
#: The button of the failed screen.
RETRY = "retry"
#: From one work back to the list of works, and loading that list again.
BACK_TO_LIST = "back-to-list"
RELOAD_LIST = "reload-works"
#: Buttons that begin another work.
NEW_WORK = ("reset",)
#: Buttons that start a download; they also repeat a failed one.
DOWNLOADS = ("download", "download-version-asset", "download-version-cert")
#: Buttons that make a request.
ASKING = ("submit", "download", "download-version-asset", "download-version-cert", "reload-works", "select-work")

# ---- Selectors of what is in its shadow root

ACTION_ATTRIBUTE = "data-action"
#: The overlay that covers the widget while it waits for a token, in every generation.
OVERLAY = ".ats-loading-overlay"
#: The widget's Retry button. In the older generation it has no ``data-action``.
RETRY_BUTTON = '[data-action="retry"], #retry-btn'
#: All of the widget's buttons.
BUTTONS = "[data-action], #retry-btn"
#: The form's first step has a Next button, enabled or not, and no Back button.
NEXT_BUTTON = '[data-action="next"]'
BACK_BUTTON = '[data-action="back"]'
SUBMIT_BUTTON = '[data-action="submit"]'
#: Buttons that copy something: the focus does not belong there.
COPY_BUTTON = '[data-action^="copy"]'
#: Where the widget shows an error's message, and its request id.
ALERT = ".ats-alert-error"
REQUEST_ID = ".ats-request-id-value"
#: The element of the FAILED and DISABLED screens.
STOPPED_SCREEN = ".ats-failed-screen"

# ---- The widget's method and attributes

#: How the widget gets a token: before the element is upgraded it has no method, so the attribute is set instead.
TOKEN_METHOD = "setToken"  # noqa: S105  a name
TOKEN_ATTRIBUTE = "token"  # noqa: S105  a name
MODE = "mode"
NETWORK = "network"
#: Attributes that decide whether a disabled widget may work again.
IDENTITY = ("site-key", "ats-url", MODE, NETWORK, "external-user-id")
#: Modes in which the widget loads lists. It shows a failure of that on its screen, but dispatches no event for it.
MODE_DOWNLOAD = "download"
LIST_MODES = (MODE_DOWNLOAD, "update")
#: Each change of this attribute makes the widget draw itself anew, and changes nothing else for the moment. The number
#: is the value that the widget uses without the attribute.
REDRAWING = "max-file-size"
REDRAWING_DEFAULT = 50
#: The custom properties of the widget's style that notices take over.
STYLE_FONT = "--ats-font-family"
STYLE_RADIUS = "--ats-radius-lg"

# ---- Texts

#: The text when the widget got no token within its 60 seconds. Every generation shows it, without a code.
SESSION_TIMEOUT_TEXT = "Session expired. Please try again."
#: The text in place of the form while the widget has no token at all.
NO_TOKEN_TEXT = "Authentication required"  # noqa: S105  a text of the widget, no password
#: The text when a required attribute is missing.
CONFIGURATION_TEXT = "Configuration error"

# ---- Times, in milliseconds

#: How long the widget waits for a token, counted from just after its ``token-expired``.
WAITS_MS = 60_000
#: How long the widget follows a submitted work.
TRACKS_MS = 120_000
#: When a submitted work counts as stuck: half a minute after TRACKS_MS the widget will not report on it any more.
STUCK_MS = 150_000

# ---- Codes

#: Remedies and codes after which nobody knows whether a confirmation succeeded. The remedies are those of failures in
#: which the server refused nothing. The codes are answers to a confirmation that was sent twice; NOT_FOUND and CONFLICT
#: come from the older generation, which only knows the HTTP status.
LOST = (
    "check-connection",
    "try-again",
    "report",
    "registration.prepared_not_found",
    "transaction.already_confirmed",
    "NOT_FOUND",
    "CONFLICT",
)
