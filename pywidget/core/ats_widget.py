"""The facts of the ats-widget, each written once: its names, screens, buttons, attributes, texts and times.

They were read in the widget's sources and seen in recordings of its three generations. Python imports them from here.
The build puts those that ``pywidget/page/build.d.ts`` lists under ``ATS`` into the JavaScript, and leaves out of the
image whatever no Python in the page reads.
"""

from __future__ import annotations

ELEMENT = "ats-widget"
#: Whose codes it speaks: today's generations (2.x, 3.x), and the older one (1.x).
SYSTEM = "allfeat-widget"
SYSTEM_V1 = "allfeat-widget-v1"
#: What an expiry means where the widget gave no code with it: the code that its error document lists for this event.
EXPIRY_CODES = {SYSTEM: "session.invalid_token", SYSTEM_V1: "TOKEN_EXPIRED"}

# ---- Events

#: What the name of each of its events begins with. The names below are without it.
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

#: The widget goes on. ``upload-progress`` and ``step`` come often, so they stand first.
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
#: Steps that show that the visitor got what they came for. ``done`` is what a profile calls it.
GOALS = (EVENT_CONFIRMED, EVENT_COMPLETE, EVENT_DOWNLOAD_COMPLETE, "done")

#: What the script tag listens to. (The order is the shortest after compression.)
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
#: What is listened to once Python runs: before the first error these events change nothing.
EVENTS_LATER = (
    EVENT_READY,
    EVENT_MODE,
    EVENT_UPLOAD_PROGRESS,
    EVENT_WORK_SELECTED,
    EVENT_DOWNLOAD_STARTED,
    EVENT_DOWNLOAD_COMPLETE,
)
#: The script tag has no room for whole names, so it tests for parts of them. These are in ``error``, ``failed``,
#: ``download-failed`` and ``token-expired``, and in ``report``, the page's own: they start Python.
PARTS_OF_TROUBLE = "err|fail|exp|rep"
#: These are in ``confirmed`` and ``step``: after them the widget is at work for long.
PARTS_OF_WORK = "conf|step"

#: The ``pendingAction`` of an expiry (see HARMLESS): a download, and opening one work.
PENDING_DOWNLOAD = "download"
PENDING_DETAIL = "download_detail"
#: What only the older generation puts there; ``download`` is common to both.
V1_PENDING = ("register", "update", "reset")
#: What a token resumes without starting a registration: these are safe after the work was submitted.
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
#: Lists that are only read, several times at once. A failed screen left over from that is retried by us, once.
LISTS = ("download_list", "work_select")
#: After these the visitor has to press the same button of the widget again: it repeats nothing.
VERSIONS = ("download_version_asset", "download_version_certificate")
#: After these nothing goes on by itself: no request is made with the new token.
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

#: Where something is typed or chosen.
FORMS = (SCREEN_FORM, SCREEN_DOWNLOADS)
#: Where the widget stopped. DISABLED has no way out.
STOPPED = (SCREEN_FAILED, SCREEN_DISABLED)
#: Where it goes on by itself.
AT_WORK = (SCREEN_UPLOAD, SCREEN_CONFIRMING, SCREEN_TRACKING, SCREEN_COMPLETE)
#: Where a submitted work is followed; None: the widget does not tell.
TRACKING = (SCREEN_CONFIRMING, SCREEN_TRACKING, None)
#: Where an error without a ``failed`` leaves no button at all.
ENDLESS = (SCREEN_UPLOAD, SCREEN_CONFIRMING)
#: Where nothing can be filled in any more.
FINAL = (SCREEN_COMPLETE, SCREEN_DISABLED)
#: What the script tag tests for, as in PARTS_OF_TROUBLE. These are in FAILED and DISABLED, and in CONFIRMING and
#: TRACKING: on such a screen a widget may have something to tell that nobody heard. "HTML" is in what every element is
#: called as a text, that of OVERLAY too.
PARTS_OF_LOOKS = "LED|ING|HTML"

# ---- Buttons, by ``data-action``

#: From one step of the form to the next, and to the one before.
NEXT = "next"
BACK = "back"
#: The last one of the form.
SUBMIT = "submit"
#: The one of the failed screen.
RETRY = "retry"
#: The way back from one work.
BACK_TO_LIST = "back-to-list"
RELOAD_LIST = "reload-works"
#: Those that begin another work.
NEW_WORK = ("reset",)
#: Those that download something, once more where it failed before.
DOWNLOADS = ("download", "download-version-asset", "download-version-cert")
#: Those that make a request.
ASKING = ("submit", "download", "download-version-asset", "download-version-cert", "reload-works", "select-work")

# ---- Selectors of what is in its shadow root

ACTION_ATTRIBUTE = "data-action"
#: What covers it while it waits for a token, in every generation.
OVERLAY = ".ats-loading-overlay"
#: Its Retry button. That of the older generation has no ``data-action``.
RETRY_BUTTON = '[data-action="retry"], #retry-btn'
#: All of its buttons.
BUTTONS = "[data-action], #retry-btn"
#: The form's first step has a way on, enabled or not, and no way back.
NEXT_BUTTON = '[data-action="next"]'
BACK_BUTTON = '[data-action="back"]'
SUBMIT_BUTTON = '[data-action="submit"]'
#: Buttons that copy something: the focus does not belong there.
COPY_BUTTON = '[data-action^="copy"]'
#: Where it shows what went wrong, and the reference of that.
ALERT = ".ats-alert-error"
REQUEST_ID = ".ats-request-id-value"
#: What its FAILED and DISABLED screens are drawn as.
STOPPED_SCREEN = ".ats-failed-screen"

# ---- Its method, and attributes

#: How it is given a token: before it is upgraded it has only the attribute for that.
TOKEN_METHOD = "setToken"  # noqa: S105  a name
TOKEN_ATTRIBUTE = "token"  # noqa: S105  a name
MODE = "mode"
NETWORK = "network"
#: Attributes that decide whether a disabled widget may work again.
IDENTITY = ("site-key", "ats-url", MODE, NETWORK, "external-user-id")
#: Modes in which lists are loaded. What goes wrong there is only shown: no event tells of it.
MODE_DOWNLOAD = "download"
LIST_MODES = (MODE_DOWNLOAD, "update")
#: Each change of this attribute makes the widget draw itself anew, and changes nothing else for the moment. Without
#: it the widget takes this number.
REDRAWING = "max-file-size"
REDRAWING_DEFAULT = 50
#: The custom properties of its style that notices take over.
STYLE_FONT = "--ats-font-family"
STYLE_RADIUS = "--ats-radius-lg"

# ---- Texts

#: What it says when nobody gave it a token within its 60 seconds; every generation, with no code of its own.
SESSION_TIMEOUT_TEXT = "Session expired. Please try again."
#: What it says in place of its form while it has no token at all.
NO_TOKEN_TEXT = "Authentication required"  # noqa: S105  a text of the widget, no password
#: What it says where an attribute is missing that it cannot do without.
CONFIGURATION_TEXT = "Configuration error"

# ---- Times, in milliseconds

#: How long it waits for a token, counted from just after its ``token-expired``.
WAITS_MS = 60_000
#: How long it follows a submitted work.
TRACKS_MS = 120_000
#: Half a minute later it has said nothing about that work, and will not.
STUCK_MS = 150_000

# ---- Codes

#: What a failure while confirming leaves open: remedies of failures that are no refusal, and codes of an answer that a
#: confirmation gets which was sent twice (the older generation only knows its status).
LOST = (
    "check-connection",
    "try-again",
    "report",
    "registration.prepared_not_found",
    "transaction.already_confirmed",
    "NOT_FOUND",
    "CONFLICT",
)
