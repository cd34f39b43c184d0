"""The facts of the ats-widget that decisions rest on, each once: screens, buttons, times, what it waits for.

They were read in the widget's sources and seen in recordings of its three generations.
"""

from __future__ import annotations

#: Where something is typed or chosen.
FORMS = ("FORM", "DOWNLOADS")
#: Where the widget stopped. DISABLED has no way out.
STOPPED = ("FAILED", "DISABLED")
#: Where it goes on by itself.
AT_WORK = ("UPLOAD", "CONFIRMING", "TRACKING", "COMPLETE")
#: Where a submitted work is followed; None: the widget does not tell.
TRACKING = ("CONFIRMING", "TRACKING", None)
#: Where an error without a ``failed`` leaves no button at all.
ENDLESS = ("UPLOAD", "CONFIRMING")
#: Modes in which lists are loaded. What goes wrong there is only shown: no event tells of it.
LIST_MODES = ("download", "update")

#: Its buttons, by ``data-action``: from one step of the form to the next, the last one of the form, the one of the
#: failed screen, the way back from one work.
NEXT = "next"
SUBMIT = "submit"
RETRY = "retry"
BACK_TO_LIST = "back-to-list"
RELOAD_LIST = "reload-works"
#: Those that begin another work.
NEW_WORK = ("reset",)
#: Those that download something, once more where it failed before.
DOWNLOADS = ("download", "download-version-asset", "download-version-cert")

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

#: Steps that show that the visitor got what they came for.
GOALS = ("confirmed", "complete", "download-complete", "done")
#: Attributes that decide whether a disabled widget may work again.
IDENTITY = ("site-key", "ats-url", "mode", "network", "external-user-id")

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

#: The widget itself gives up tracking after 120 seconds; half a minute later it has said nothing and will not.
STUCK_MS = 150_000

#: What it says in place of its form while it has no token at all.
NO_TOKEN_TEXT = "Authentication required"  # noqa: S105  a text of the widget, no password
#: What it says where an attribute is missing that it cannot do without.
CONFIGURATION_TEXT = "Configuration error"
