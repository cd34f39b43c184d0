# runs-on: micropython
"""Which notice comes of which trouble: kind, message, buttons, advice and warning, by tables typed a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices
from pywidget.core.failure import Failure
from pywidget.core.policy import Policy
from pywidget.core.signals import FailureReported, Look
from pywidget.core.verdict import Verdict
from pywidget.core.work import Work

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.effects import Notice

NOW = 1_700_000_000_000
POLICY = Policy(login=True, contact=True)

#: What the widget shows, by a name for it; ``page`` is no widget.
LOOKS: dict[str, Look | None] = {
    "nothing": None,
    "page": None,
    "failed": Look(screen="FAILED", retry=True, buttons=("retry",)),
    "form": Look(screen="FORM", buttons=("back", "submit")),
    "waits": Look(screen="FAILED", retry=True, overlay=True, buttons=()),
    "complete": Look(screen="COMPLETE", buttons=("download", "reset")),
    "confirming": Look(screen="CONFIRMING", buttons=()),
    "detail": Look(screen="DOWNLOAD_DETAIL", mode="download", buttons=("download-version-cert", "back-to-list")),
    "no versions": Look(screen="DOWNLOAD_DETAIL", mode="download", alert="Oh", buttons=("back-to-list",)),
    "list": Look(screen="DOWNLOADS", mode="download", buttons=("reload-works",)),
    "failed list": Look(screen="FAILED", mode="download", retry=True, buttons=("retry",)),
    "no token": Look(screen="FORM", alert="Authentication required: …", buttons=()),
}
#: remedy -> path.
PATHS_OF = {
    "renew-session": "auth",
    "sign-in": "auth",
    "contact-administrator": "retry",
    "wait": "rate-limit",
    "try-again": "retry",
    "check-connection": "retry",
    "fix-input": "retry",
    "start-over": "retry",
    "top-up": "retry",
    "report": "retry",
    "nothing": "retry",
}


def work(state: str, *, filled: bool | None = None, word: bool = False) -> Work:
    made = Work()
    made.state, made.filled, made.word, made.transaction = state, filled, word, "tx"
    return made


def failure(reference: str | None = "r", details: Any = None, *halves: str) -> Failure:
    made = Failure(1, "allfeat-widget", NOW)
    for half in halves or ("error", "failed"):
        code = None if halves == ("error",) else "a.b"
        made.add(FailureReported("e", half, code, "m", reference, details=details), NOW)  # type: ignore[arg-type]
    return made


def verdict(remedy: str, message: str = "unexpected", path: str = "") -> Verdict:
    return Verdict("s", "a.b", path or PATHS_OF[remedy], remedy, None, message, "", "code")  # type: ignore[arg-type]


def told(  # noqa: PLR0913  each is one thing that a notice depends on, by name
    remedy: str,
    message: str = "unexpected",
    *,
    path: str = "",
    look: str = "nothing",
    state: str = "none",
    of: Failure | None = None,
    policy: Policy = POLICY,
    **more: Any,
) -> Notice:
    """The notice for a verdict."""
    policy = policy.without_screens("mori") if look == "page" else policy
    filled = more.pop("filled", None)
    return notices.for_verdict(
        verdict(remedy, message, path), of or failure(), policy, work(state, filled=filled), look=LOOKS[look], **more
    )


def failed_renewal(reason: str, how: str = "") -> Notice:
    """The notice for a session that was not renewed; ``how`` things stand besides."""
    policy = Policy(login=True, contact=True, login_in="page") if how == "own login" else POLICY
    cause: Failure | None = failure()
    if how == "alone":
        cause = None
    elif cause is not None:
        cause.judge(verdict("sign-in", "not-signed-in" if how == "never" else "session-ended"))
    return notices.for_failed_renewal(
        reason,
        cause,
        policy.without_screens("mori") if how.startswith("page") else policy,
        work("none"),
        LOOKS.get(how),
        NOW if how.endswith("until") else None,
        refused=how == "refused",
        online=how != "offline",
    )


def line(notice: Notice) -> str:
    """Everything that a notice says, but for its values: kind, message, [buttons], advice, !warning."""
    said = [notice.kind, notice.message or "-", f"[{' '.join(notice.actions)}]"]
    said += notice.advice
    said += ["!" + notice.warning] if notice.warning else []
    said += ["(status)"] if notice.role == "status" else []
    said += ["(until)"] if notice.until is not None else []
    said += ["(back)"] if notice.leads_back else []
    return " ".join(said)


def of_failures() -> list[tuple[str, Notice]]:
    """What failed, before anything was paid for or after."""
    frozen = failure("r", None, "error")
    found: list[tuple[str, Notice]] = []
    for look in ("nothing", "failed", "waits"):
        for state in ("none", "submitted", "completed"):
            made = told("contact-administrator", "switched-off", path="config", look=look, state=state)
            found.append((f"switched off, {look}, {state}", made))
    for look in ("form", "confirming", "page", "nothing"):
        found.append((f"stands still, {look}", told("report", look=look, of=frozen)))
        found.append((f"stands still, {look}, paid", told("report", look=look, of=frozen, state="submitted")))
    for look in ("detail", "no versions", "list", "failed list", "no token", "waits", "complete"):
        found += [(f"{remedy}, {look}", told(remedy, look=look)) for remedy in ("try-again", "report", "fix-input")]
    found += [
        (f"{message}, offline", told("check-connection", message, online=False))
        for message in ("network", "upload-interrupted", "temporarily-unavailable")
    ]
    again = work("completed", word=True)
    return found + [  # noqa: RUF005  not in MicroPython
        ("stands still, with a message", told("report", "network", look="form", of=frozen)),
        ("certificate, complete", told("report", look="complete", state="completed")),
        ("certificate, failed", told("report", look="failed", state="completed")),
        ("certificate, sent again", notices.for_verdict(verdict("fix-input", "title-taken"), failure(), POLICY, again)),
        ("upload, completed", told("try-again", "upload-interrupted", state="completed")),
        ("quota, completed", told("wait", "quota-reached", state="completed")),
        ("transaction failed", told("contact-administrator", "transaction-failed")),
        ("transaction failed, failed", told("contact-administrator", "transaction-failed", look="failed")),
        (
            "transaction failed, nobody to ask, failed",
            told("contact-administrator", "transaction-failed", look="failed", policy=Policy()),
        ),
        ("already registered, failed", told("nothing", "already-registered", look="failed")),
        ("already confirmed, failed", told("nothing", "already-confirmed", look="failed")),
        ("sign-in, detail", told("sign-in", look="detail")),
        ("missing, detail", told("fix-input", "work-not-found", look="detail")),
        ("missing, no versions", told("fix-input", "work-not-found", look="no versions")),
        ("certificate, another begun", notices.for_verdict(verdict("report"), failure(), POLICY, again)),
        ("a limit with an end", told("wait", "rate-limited", until=NOW)),
        ("somebody to tell, no reference", told("contact-administrator", of=failure(None))),
        ("nobody to ask", told("report", policy=Policy())),
        ("missing, failed", told("report", "not-found", look="failed")),
        ("tell, failed", told("report", "not-permitted", look="failed")),
        # The notice can cover the widget's Retry: one of its own buttons leads on.
        ("a limit with an end, failed", told("wait", "rate-limited", look="failed", until=NOW)),
        ("refused, waits", told("contact-administrator", look="waits")),
        ("refused, failed list", told("contact-administrator", look="failed list")),
        ("that account, failed", told("nothing", "order-not-owner", look="failed")),
        ("nobody to ask, failed", told("top-up", look="failed", policy=Policy())),
        ("certificate, failed, nobody to ask", told("report", look="failed", state="completed", policy=Policy())),
        ("submitted, failed, nobody to ask", told("report", look="failed", state="submitted", policy=Policy())),
    ]


def of_forms() -> list[tuple[str, Notice]]:
    """What is said of the form, and of a work that was paid for."""
    page = POLICY.without_screens("mori")
    found: list[tuple[str, Notice]] = []
    for filled in (True, False):
        found += [
            (f"{remedy}, failed, filled {filled}", told(remedy, look="failed", filled=filled))
            for remedy in ("try-again", "check-connection", "fix-input", "start-over", "report", "wait")
        ]
        found.append((f"try-again, nothing, filled {filled}", told("try-again", filled=filled)))
    for reset in ("never", "ask", "allowed"):
        policy = Policy(reset=reset)
        found.append((f"start-over, {reset}", told("start-over", look="failed", policy=policy)))
    for state in ("unsure", "submitted", "completed"):
        found += [
            (f"{state}, {look}", told("check-connection", "network", state=state, look=look))
            for look in ("failed", "form")
        ]
        for yes in (True, False):
            held = notices.for_held(work(state), None, waits=yes)
            kept = notices.for_kept(work(state), None, POLICY, covered=yes)
            found += [(f"held, {state}, waits {yes}", held), (f"kept, {state}, covered {yes}", kept)]
    return found + [  # noqa: RUF005  not in MicroPython
        ("kept, page", notices.for_kept(work("submitted"), None, page, covered=False)),
        ("no effect", notices.for_no_effect(POLICY)),
        ("no effect, nobody to ask", notices.for_no_effect(Policy())),
    ]


def of_sessions() -> list[tuple[str, Notice]]:
    """A session that is being renewed, or there again, and whatever else can be tried again."""
    page = POLICY.without_screens("mori")
    found = [
        ("renewing, paid", notices.for_renewing(POLICY, work("submitted", filled=True), None)),
        ("renewing, page", notices.for_renewing(page, work("none"), None)),
    ]
    for look in ("nothing", "form", "list", "no token"):
        for filled in (None, True, False):
            made = notices.for_renewing(POLICY, work("none", filled=filled), LOOKS[look])
            found.append((f"renewing, {look}, filled {filled}", made))
    for look in ("failed", "detail", "no versions", "form", "failed list"):
        shown = LOOKS[look]
        assert shown is not None
        made = notices.for_renewed("session-renewed", None, POLICY, shown, work("none"))
        found.append((f"renewed, {look}", made))
    for kind in ("try-again", "online"):
        for look in ("nothing", "failed", "form", "list", "waits", "page"):
            policy = page if look == "page" else POLICY
            for asks in (True, False):
                made = notices.for_retry(kind, "wait-over", policy, LOOKS[look], work("none", filled=True), asks=asks)
                found.append((f"{kind}, {look}, asks {asks}", made))
    for state in ("unsure", "submitted", "completed"):
        for look in ("failed", "form", "complete"):
            shown = LOOKS[look]
            found.append((f"online, {look}, {state}", notices.for_retry("online", "", POLICY, shown, work(state))))
            made = notices.for_failed_renewal("signed-out", None, POLICY, work(state), shown)
            found.append((f"not renewed, {look}, {state}", made))
        shown = LOOKS["failed"]
        assert shown is not None
        made = notices.for_renewed("session-renewed", None, POLICY, shown, work(state))
        found.append((f"renewed, failed, {state}", made))
    return found


def others() -> list[tuple[str, Notice]]:
    """Notices that depend on more than one thing, each with a name for its situation."""
    return of_failures() + of_forms() + of_sessions()


#: what is shown, remedy -> the notice, before anything was paid for.
BY_REMEDY = (
    ("nothing", "renew-session", "signed-out unexpected [sign-in try-again] signed-out tab"),
    ("nothing", "sign-in", "signed-out unexpected [sign-in try-again] signed-out tab"),
    ("nothing", "contact-administrator", "report unexpected [contact] tell quote"),
    ("nothing", "wait", "waiting unexpected [] waiting entered"),
    ("nothing", "try-again", "try-again unexpected [try-again] later entered"),
    ("nothing", "check-connection", "offline unexpected [try-again] later elsewhere entered"),
    ("nothing", "fix-input", "fix-input unexpected [try-again] fix-input rest"),
    ("nothing", "start-over", "start-over unexpected [start-over] start-over"),
    ("nothing", "top-up", "top-up unexpected [contact] disabled"),
    ("nothing", "report", "report unexpected [try-again contact] report"),
    ("nothing", "nothing", "nothing unexpected []"),
    ("failed", "renew-session", "signed-out unexpected [sign-in try-again] signed-out tab (back)"),
    ("failed", "sign-in", "signed-out unexpected [sign-in try-again] signed-out tab (back)"),
    ("failed", "contact-administrator", "report unexpected [contact try-again] tell quote (back)"),
    ("failed", "wait", "waiting unexpected [dismiss] waiting entered"),
    ("failed", "try-again", "try-again unexpected [try-again] later form (back)"),
    ("failed", "check-connection", "offline unexpected [try-again] later form elsewhere (back)"),
    ("failed", "fix-input", "fix-input unexpected [try-again] fix-input rest (back)"),
    ("failed", "start-over", "start-over unexpected [start-over] form (back)"),
    ("failed", "top-up", "top-up unexpected [contact try-again] disabled (back)"),
    ("failed", "report", "report unexpected [try-again contact] form report (back)"),
    ("failed", "nothing", "nothing unexpected [try-again] (back)"),
    ("form", "renew-session", "signed-out unexpected [sign-in] signed-out tab"),
    ("form", "sign-in", "signed-out unexpected [sign-in] signed-out tab"),
    ("form", "contact-administrator", "report unexpected [contact] tell quote"),
    ("form", "wait", "waiting unexpected [] waiting entered"),
    ("form", "try-again", "try-again unexpected [] later entered"),
    ("form", "check-connection", "offline unexpected [] later elsewhere entered"),
    ("form", "fix-input", "fix-input unexpected [] fix-input rest"),
    ("form", "start-over", "start-over unexpected [start-over] start-over"),
    ("form", "top-up", "top-up unexpected [contact] disabled"),
    ("form", "report", "report unexpected [contact] report"),
    ("form", "nothing", "nothing unexpected []"),
    ("page", "renew-session", "signed-out unexpected [sign-in dismiss] signed-out tab"),
    ("page", "sign-in", "signed-out unexpected [sign-in dismiss] signed-out tab"),
    ("page", "contact-administrator", "report unexpected [contact dismiss] tell quote"),
    ("page", "wait", "waiting unexpected [dismiss]"),
    ("page", "try-again", "try-again unexpected [dismiss] later"),
    ("page", "check-connection", "offline unexpected [dismiss] later elsewhere"),
    ("page", "fix-input", "fix-input unexpected [dismiss]"),
    ("page", "start-over", "start-over unexpected [dismiss] start-over"),
    ("page", "top-up", "top-up unexpected [contact dismiss] disabled"),
    ("page", "report", "report unexpected [contact dismiss] report"),
    ("page", "nothing", "nothing unexpected [dismiss]"),
)

#: message, remedy -> the notice, before anything was paid for, where nobody can look.
BY_MESSAGE = (
    ("role", "sign-in", "signed-out role [sign-in try-again] role"),
    ("quota-reached", "wait", "waiting quota-reached []"),
    ("not-permitted", "contact-administrator", "report not-permitted [contact] tell quote"),
    ("wrong-credentials", "sign-in", "signed-out wrong-credentials [sign-in try-again] credentials"),
    ("other-sign-in", "sign-in", "signed-out other-sign-in [sign-in try-again] other-sign-in"),
    ("email-taken", "fix-input", "fix-input email-taken [sign-in try-again] that-account"),
    ("order-not-owner", "nothing", "nothing order-not-owner [sign-in] that-account"),
    ("invite-expired", "report", "report invite-expired [try-again contact] new-one"),
    ("reset-link-expired", "report", "report reset-link-expired [try-again contact] new-one"),
    ("key-limit", "report", "report key-limit [try-again contact] key-limit"),
    ("conflict", "report", "report conflict [try-again contact] conflict"),
    ("order-timeout", "report", "report order-timeout [try-again contact] look"),
    ("account-not-created", "report", "report account-not-created [try-again contact] look"),
    ("work-not-found", "report", "report work-not-found [try-again contact] missing"),
    ("order-not-found", "report", "report order-not-found [try-again contact] missing"),
    ("webhook-not-found", "report", "report webhook-not-found [try-again contact] missing"),
    ("person-not-found", "report", "report person-not-found [try-again contact] missing"),
    ("content-not-found", "report", "report content-not-found [try-again contact] missing"),
    ("not-found", "report", "report not-found [try-again contact] missing"),
    ("prepared-gone", "report", "unsure prepared-gone [contact dismiss] unsure !twice"),
    ("transaction-unknown", "report", "unsure transaction-unknown [contact dismiss] unsure !twice"),
    ("network", "check-connection", "offline network [try-again] later elsewhere entered"),
    ("upload-interrupted", "check-connection", "offline upload-interrupted [try-again] later elsewhere entered"),
    ("session-refused", "sign-in", "signed-out session-refused [sign-in try-again] signed-out tab else"),
)

#: how far the work got, message, remedy -> the notice.
OF_PAID_WORK = (
    ("unsure", "unexpected", "report", "unsure - [try-again contact] unsure !twice"),
    ("unsure", "network", "check-connection", "unsure network [try-again contact] unsure !twice"),
    ("unsure", "prepared-gone", "report", "unsure - [try-again contact] unsure !twice"),
    ("unsure", "preparation-expired", "start-over", "unsure - [try-again contact] unsure !twice"),
    ("unsure", "transaction-unknown", "report", "unsure - [try-again contact] unsure !twice"),
    ("unsure", "transaction-failed", "contact-administrator", "unsure transaction-failed [contact] tell quote !twice"),
    ("unsure", "already-registered", "nothing", "unsure already-registered [contact] !twice"),
    ("unsure", "already-confirmed", "nothing", "unsure already-confirmed [contact] !twice"),
    ("unsure", "registration-refused", "fix-input", "unsure - [try-again contact] unsure !twice"),
    ("unsure", "upload-expired", "start-over", "unsure upload-expired [try-again contact] unsure !twice"),
    ("unsure", "session-expired", "renew-session", "unsure session-ended [try-again contact] unsure !twice"),
    ("unsure", "session-ended", "sign-in", "unsure session-ended [try-again contact] unsure !twice"),
    ("unsure", "rate-limited", "wait", "unsure rate-limited [try-again contact] unsure !twice"),
    (
        "unsure",
        "temporarily-unavailable",
        "try-again",
        "unsure temporarily-unavailable [try-again contact] unsure !twice",
    ),
    ("unsure", "title-taken", "fix-input", "unsure - [try-again contact] unsure !twice"),
    ("submitted", "unexpected", "report", "submitted - [contact] !submitted"),
    ("submitted", "network", "check-connection", "submitted network [contact] !submitted"),
    ("submitted", "prepared-gone", "report", "submitted transaction-unknown [contact] !submitted"),
    ("submitted", "preparation-expired", "start-over", "submitted transaction-unknown [contact] !submitted"),
    ("submitted", "transaction-unknown", "report", "submitted transaction-unknown [contact] !submitted"),
    (
        "submitted",
        "transaction-failed",
        "contact-administrator",
        "submitted transaction-failed [contact] tell quote !twice",
    ),
    ("submitted", "already-registered", "nothing", "submitted already-registered [contact] !twice"),
    ("submitted", "already-confirmed", "nothing", "submitted already-confirmed [contact] !twice"),
    ("submitted", "registration-refused", "fix-input", "submitted - [contact] !submitted"),
    ("submitted", "upload-expired", "start-over", "submitted upload-expired [contact] !submitted"),
    ("submitted", "session-expired", "renew-session", "submitted session-ended [contact] !submitted"),
    ("submitted", "session-ended", "sign-in", "submitted session-ended [contact] !submitted"),
    ("submitted", "rate-limited", "wait", "submitted rate-limited [contact] !submitted"),
    ("submitted", "temporarily-unavailable", "try-again", "submitted temporarily-unavailable [contact] !submitted"),
    ("submitted", "title-taken", "fix-input", "submitted - [contact] !submitted"),
    ("completed", "unexpected", "report", "certificate - [copy-code contact] last-step certificate !registered"),
    (
        "completed",
        "network",
        "check-connection",
        "certificate network [copy-code contact] last-step certificate !registered",
    ),
    ("completed", "prepared-gone", "report", "certificate - [copy-code contact] last-step certificate !registered"),
    ("completed", "preparation-expired", "start-over", "certificate - [copy-code contact] certificate !registered"),
    (
        "completed",
        "transaction-unknown",
        "report",
        "certificate - [copy-code contact] last-step certificate !registered",
    ),
    (
        "completed",
        "transaction-failed",
        "contact-administrator",
        "certificate - [copy-code contact] certificate !registered",
    ),
    ("completed", "already-registered", "nothing", "certificate - [copy-code contact] certificate !registered"),
    ("completed", "already-confirmed", "nothing", "certificate - [copy-code contact] certificate !registered"),
    ("completed", "registration-refused", "fix-input", "certificate - [copy-code contact] certificate !registered"),
    ("completed", "upload-expired", "start-over", "certificate - [copy-code contact] certificate !registered"),
    (
        "completed",
        "session-expired",
        "renew-session",
        "certificate session-ended [copy-code contact] last-step certificate !registered",
    ),
    (
        "completed",
        "session-ended",
        "sign-in",
        "certificate session-ended [copy-code contact] last-step certificate !registered",
    ),
    (
        "completed",
        "rate-limited",
        "wait",
        "certificate rate-limited [copy-code contact] last-step certificate !registered",
    ),
    (
        "completed",
        "temporarily-unavailable",
        "try-again",
        "certificate temporarily-unavailable [copy-code contact] last-step certificate !registered",
    ),
    ("completed", "title-taken", "fix-input", "certificate - [copy-code contact] certificate !registered"),
)

#: the situation -> the notice.
OTHERS = (
    ("switched off, nothing, none", "disabled switched-off [contact] disabled"),
    ("switched off, nothing, submitted", "disabled switched-off [contact] disabled !submitted"),
    ("switched off, nothing, completed", "disabled switched-off [copy-code contact] disabled !registered"),
    ("switched off, failed, none", "disabled switched-off [try-again contact] disabled (back)"),
    ("switched off, failed, submitted", "disabled switched-off [contact dismiss] disabled !submitted"),
    ("switched off, failed, completed", "disabled switched-off [copy-code contact] disabled !registered"),
    ("switched off, waits, none", "disabled switched-off [contact] disabled"),
    ("switched off, waits, submitted", "disabled switched-off [contact] disabled !submitted"),
    ("switched off, waits, completed", "disabled switched-off [copy-code contact] disabled !registered"),
    ("stands still, form", "stuck answer-unreadable [try-again] stuck"),
    ("stands still, form, paid", "submitted - [contact] !submitted"),
    ("stands still, confirming", "stuck answer-unreadable [reload start-over] stuck-for-good"),
    ("stands still, confirming, paid", "submitted - [reload contact] !submitted"),
    ("stands still, page", "report unexpected [contact dismiss] report"),
    ("stands still, page, paid", "submitted - [contact dismiss] !submitted"),
    ("stands still, nothing", "stuck answer-unreadable [try-again] stuck"),
    ("stands still, nothing, paid", "submitted - [contact] !submitted"),
    ("try-again, detail", "try-again unexpected [dismiss] press-again"),
    ("report, detail", "report unexpected [contact dismiss] report"),
    ("fix-input, detail", "fix-input unexpected [dismiss]"),
    ("try-again, no versions", "try-again unexpected [back-to-list] back-to-list"),
    ("report, no versions", "report unexpected [back-to-list contact] report"),
    ("fix-input, no versions", "fix-input unexpected [back-to-list]"),
    ("try-again, list", "try-again unexpected [try-again] later"),
    ("report, list", "report unexpected [try-again contact] report"),
    ("fix-input, list", "fix-input unexpected [try-again] fix-input"),
    ("try-again, failed list", "try-again unexpected [try-again] later"),
    ("report, failed list", "report unexpected [try-again contact] report"),
    ("fix-input, failed list", "fix-input unexpected [try-again] fix-input"),
    ("try-again, no token", "try-again unexpected [] later"),
    ("report, no token", "report unexpected [contact] report"),
    ("fix-input, no token", "fix-input unexpected [] fix-input"),
    ("try-again, waits", "try-again unexpected [try-again] later entered"),
    ("report, waits", "report unexpected [try-again contact] report"),
    ("fix-input, waits", "fix-input unexpected [try-again] fix-input rest"),
    ("try-again, complete", "try-again unexpected [] later entered"),
    ("report, complete", "report unexpected [contact] report"),
    ("fix-input, complete", "fix-input unexpected [] fix-input rest"),
    ("network, offline", "offline - [try-again] offline entered"),
    ("upload-interrupted, offline", "offline upload-interrupted [try-again] offline entered"),
    ("temporarily-unavailable, offline", "offline temporarily-unavailable [try-again] later elsewhere entered"),
    ("stands still, with a message", "stuck network [try-again] stuck"),
    ("certificate, complete", "certificate - [copy-code dismiss] last-step certificate !registered"),
    ("certificate, failed", "certificate - [copy-code contact] last-step certificate !registered"),
    ("certificate, sent again", "certificate title-taken [copy-code contact] certificate !registered"),
    ("upload, completed", "certificate upload-interrupted [copy-code contact] certificate !registered"),
    ("quota, completed", "certificate quota-reached [copy-code contact] certificate !registered"),
    ("transaction failed", "report transaction-failed [contact] tell quote !twice"),
    ("transaction failed, failed", "report transaction-failed [contact dismiss] tell quote !twice"),
    ("transaction failed, nobody to ask, failed", "report transaction-failed [dismiss] tell quote !twice"),
    ("already registered, failed", "nothing already-registered [try-again] !twice (back)"),
    ("already confirmed, failed", "nothing already-confirmed [try-again] !twice (back)"),
    ("sign-in, detail", "signed-out unexpected [sign-in dismiss] signed-out tab"),
    ("missing, detail", "fix-input work-not-found [dismiss] missing"),
    ("missing, no versions", "fix-input work-not-found [back-to-list] missing"),
    ("certificate, another begun", "certificate - [copy-code contact] certificate !registered"),
    ("a limit with an end", "waiting rate-limited [] waiting entered (status) (until)"),
    ("somebody to tell, no reference", "report unexpected [contact] tell"),
    ("nobody to ask", "report unexpected [try-again] report"),
    ("missing, failed", "report not-found [try-again contact] missing (back)"),
    ("tell, failed", "report not-permitted [try-again contact] tell quote (back)"),
    ("a limit with an end, failed", "waiting rate-limited [] waiting entered (status) (until)"),
    ("refused, waits", "report unexpected [contact] tell quote"),
    ("refused, failed list", "report unexpected [contact dismiss] tell quote"),
    ("that account, failed", "nothing order-not-owner [sign-in try-again] that-account (back)"),
    ("nobody to ask, failed", "top-up unexpected [try-again] disabled (back)"),
    ("certificate, failed, nobody to ask", "certificate - [copy-code dismiss] last-step certificate !registered"),
    ("submitted, failed, nobody to ask", "submitted - [dismiss] !submitted"),
    ("try-again, failed, filled True", "try-again unexpected [try-again] later form entered (back)"),
    ("check-connection, failed, filled True", "offline unexpected [try-again] later form elsewhere (back)"),
    ("fix-input, failed, filled True", "fix-input unexpected [try-again] fix-input rest (back)"),
    ("start-over, failed, filled True", "start-over unexpected [start-over] form entered (back)"),
    ("report, failed, filled True", "report unexpected [try-again contact] form report (back)"),
    ("wait, failed, filled True", "waiting unexpected [dismiss] waiting entered"),
    ("try-again, nothing, filled True", "try-again unexpected [try-again] later entered"),
    ("try-again, failed, filled False", "try-again unexpected [try-again] later form (back)"),
    ("check-connection, failed, filled False", "offline unexpected [try-again] later form elsewhere (back)"),
    ("fix-input, failed, filled False", "fix-input unexpected [try-again] fix-input (back)"),
    ("start-over, failed, filled False", "start-over unexpected [start-over] form (back)"),
    ("report, failed, filled False", "report unexpected [try-again contact] form report (back)"),
    ("wait, failed, filled False", "waiting unexpected [dismiss] waiting"),
    ("try-again, nothing, filled False", "try-again unexpected [try-again] later"),
    ("start-over, never", "start-over unexpected [start-over] form (back)"),
    ("start-over, ask", "start-over unexpected [start-over] start-over"),
    ("start-over, allowed", "start-over unexpected [start-over] start-over"),
    ("unsure, failed", "unsure network [try-again contact] unsure !twice (back)"),
    ("unsure, form", "unsure network [contact] unsure !twice"),
    ("held, unsure, waits True", "unsure - [keep register-again] held !twice"),
    ("kept, unsure, covered True", "unsure - [start-over contact] kept !twice (status)"),
    ("held, unsure, waits False", "unsure - [keep register-again] held !twice (back)"),
    ("kept, unsure, covered False", "unsure - [contact dismiss] kept !twice (status)"),
    ("submitted, failed", "submitted network [contact dismiss] !submitted"),
    ("submitted, form", "submitted network [contact] !submitted"),
    ("held, submitted, waits True", "submitted - [keep register-again] held !submitted"),
    ("kept, submitted, covered True", "submitted - [start-over contact] kept !submitted (status)"),
    ("held, submitted, waits False", "submitted - [keep register-again] held !submitted (back)"),
    ("kept, submitted, covered False", "submitted - [contact dismiss] kept !submitted (status)"),
    ("completed, failed", "certificate network [copy-code contact] last-step certificate !registered"),
    ("completed, form", "certificate network [copy-code contact] last-step certificate !registered"),
    ("held, completed, waits True", "certificate - [keep register-again] held !registered"),
    ("kept, completed, covered True", "certificate - [start-over copy-code] kept !registered (status)"),
    ("held, completed, waits False", "certificate - [keep register-again] held !registered (back)"),
    ("kept, completed, covered False", "certificate - [copy-code dismiss] kept !registered (status)"),
    ("kept, page", "submitted - [contact dismiss] kept !submitted (status)"),
    ("no effect", "no-effect - [reload contact] no-effect else"),
    ("no effect, nobody to ask", "no-effect - [reload] no-effect else"),
    ("renewing, paid", "renewing - [] renewing (status)"),
    ("renewing, page", "renewing - [] renewing (status)"),
    ("renewing, nothing, filled None", "renewing - [] renewing entered (status)"),
    ("renewing, nothing, filled True", "renewing - [] renewing entered (status)"),
    ("renewing, nothing, filled False", "renewing - [] renewing (status)"),
    ("renewing, form, filled None", "renewing - [] renewing entered (status)"),
    ("renewing, form, filled True", "renewing - [] renewing entered (status)"),
    ("renewing, form, filled False", "renewing - [] renewing (status)"),
    ("renewing, list, filled None", "renewing - [] renewing (status)"),
    ("renewing, list, filled True", "renewing - [] renewing (status)"),
    ("renewing, list, filled False", "renewing - [] renewing (status)"),
    ("renewing, no token, filled None", "renewing - [] renewing (status)"),
    ("renewing, no token, filled True", "renewing - [] renewing (status)"),
    ("renewing, no token, filled False", "renewing - [] renewing (status)"),
    ("renewed, failed", "try-again session-renewed [try-again] form (status) (back)"),
    ("renewed, detail", "try-again session-renewed [dismiss] press-again (status)"),
    ("renewed, no versions", "try-again session-renewed [back-to-list] back-to-list (status)"),
    ("renewed, form", "try-again session-renewed [dismiss] press-again (status)"),
    ("renewed, failed list", "try-again session-renewed [try-again] (status)"),
    ("try-again, nothing, asks True", "try-again wait-over [try-again] entered (status)"),
    ("try-again, nothing, asks False", "try-again wait-over [try-again] entered (status)"),
    ("try-again, failed, asks True", "try-again wait-over [try-again] entered (status)"),
    ("try-again, failed, asks False", "try-again wait-over [try-again] form entered (status) (back)"),
    ("try-again, form, asks True", "try-again wait-over [try-again] entered (status)"),
    ("try-again, form, asks False", "try-again wait-over [] press-again (status)"),
    ("try-again, list, asks True", "try-again wait-over [try-again] (status)"),
    ("try-again, list, asks False", "try-again wait-over [try-again] press-again (status)"),
    ("try-again, waits, asks True", "try-again wait-over [try-again] entered (status)"),
    ("try-again, waits, asks False", "try-again wait-over [try-again] entered (status)"),
    ("try-again, page, asks True", "try-again wait-over [dismiss] (status)"),
    ("try-again, page, asks False", "try-again wait-over [dismiss] (status)"),
    ("online, nothing, asks True", "online wait-over [try-again] online (status)"),
    ("online, nothing, asks False", "online wait-over [try-again] online (status)"),
    ("online, failed, asks True", "online wait-over [try-again] online (status)"),
    ("online, failed, asks False", "online wait-over [try-again] form entered (status) (back)"),
    ("online, form, asks True", "online wait-over [try-again] online (status)"),
    ("online, form, asks False", "online wait-over [] press-again (status)"),
    ("online, list, asks True", "online wait-over [try-again] online (status)"),
    ("online, list, asks False", "online wait-over [try-again] press-again (status)"),
    ("online, waits, asks True", "online wait-over [try-again] online (status)"),
    ("online, waits, asks False", "online wait-over [try-again] online (status)"),
    ("online, page, asks True", "online wait-over [dismiss] (status)"),
    ("online, page, asks False", "online wait-over [dismiss] (status)"),
    ("online, failed, unsure", "online - [try-again] !submitted (status) (back)"),
    ("not renewed, failed, unsure", "signed-out session-lost [sign-in try-again] signed-out tab !submitted (back)"),
    ("online, form, unsure", "online - [dismiss] !submitted (status)"),
    ("not renewed, form, unsure", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("online, complete, unsure", "online - [] (status)"),
    ("not renewed, complete, unsure", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("renewed, failed, unsure", "try-again session-renewed [try-again] !submitted (status) (back)"),
    ("online, failed, submitted", "online - [try-again] !submitted (status) (back)"),
    ("not renewed, failed, submitted", "signed-out session-lost [sign-in try-again] signed-out tab !submitted (back)"),
    ("online, form, submitted", "online - [dismiss] !submitted (status)"),
    ("not renewed, form, submitted", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("online, complete, submitted", "online - [] (status)"),
    ("not renewed, complete, submitted", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("renewed, failed, submitted", "try-again session-renewed [try-again] !submitted (status) (back)"),
    ("online, failed, completed", "online - [try-again] !registered (status) (back)"),
    ("not renewed, failed, completed", "signed-out session-lost [sign-in try-again] signed-out tab !registered (back)"),
    ("online, form, completed", "online - [dismiss] !registered (status)"),
    ("not renewed, form, completed", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("online, complete, completed", "online - [] (status)"),
    ("not renewed, complete, completed", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("renewed, failed, completed", "try-again session-renewed [try-again] !registered (status) (back)"),
)

#: why a session could not be renewed, how things stand besides -> the notice.
NOT_RENEWED = (
    ("unreachable", "", "offline network [try-again contact] later elsewhere entered"),
    ("timed-out", "", "offline network [try-again contact] later elsewhere entered"),
    ("too-many-renewals", "", "breaker - [try-again sign-in] breaker"),
    ("rate-limited", "", "try-again rate-limited [try-again contact] later report entered"),
    ("server-error", "", "try-again temporarily-unavailable [try-again contact] later report entered"),
    ("not-found", "", "disabled misconfigured [try-again contact] disabled"),
    ("provider-failed", "", "try-again session-lost [try-again sign-in] later report entered"),
    ("not-json", "", "disabled misconfigured [try-again contact] disabled"),
    ("empty", "", "disabled misconfigured [try-again contact] disabled"),
    ("no-token", "", "disabled misconfigured [try-again contact] disabled"),
    ("wrong-type", "", "disabled misconfigured [try-again contact] disabled"),
    ("empty-token", "", "disabled misconfigured [try-again contact] disabled"),
    ("repeated-token", "", "try-again session-lost [try-again sign-in] later report entered"),
    ("widget-refused", "", "try-again session-lost [try-again sign-in] later report entered"),
    ("already-submitted", "", "signed-out session-ended [sign-in try-again] signed-out tab"),
    ("signed-out", "", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("config", "", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("refused", "", "disabled misconfigured [try-again contact] disabled"),
    ("no-token-source", "", "disabled misconfigured [try-again contact] disabled"),
    ("token-refused", "", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("html", "", "disabled misconfigured [try-again contact] disabled"),
    ("redirected", "", "disabled misconfigured [try-again sign-in] disabled"),
    ("opaque", "", "disabled misconfigured [try-again contact] disabled"),
    ("forbidden", "", "disabled misconfigured [try-again contact] disabled"),
    ("no-function", "", "disabled misconfigured [try-again contact] disabled"),
    ("forbidden", "page", "disabled misconfigured [try-again contact] disabled"),
    ("forbidden", "failed", "disabled misconfigured [try-again contact] disabled (back)"),
    ("widget-gone", "", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("unreachable", "offline", "offline - [try-again contact] offline entered"),
    ("timed-out", "offline", "offline - [try-again contact] offline entered"),
    ("too-many-renewals", "until", "breaker - [sign-in contact] breaker (until)"),
    ("too-many-renewals", "refused", "breaker session-refused [try-again sign-in] breaker"),
    ("too-many-renewals", "page", "breaker - [sign-in dismiss] signed-out tab"),
    ("too-many-renewals", "page until", "breaker - [sign-in dismiss] signed-out tab (until)"),
    ("rate-limited", "until", "waiting rate-limited [] waiting entered (status) (until)"),
    ("server-error", "until", "try-again temporarily-unavailable [try-again contact] later report entered (until)"),
    ("signed-out", "refused", "signed-out session-refused [sign-in try-again] signed-out tab else"),
    ("signed-out", "page", "signed-out session-lost [sign-in try-again] signed-out tab"),
    ("signed-out", "failed", "signed-out session-lost [sign-in try-again] signed-out tab (back)"),
    ("signed-out", "never", "signed-out not-signed-in [sign-in try-again] signed-out tab"),
    ("refused", "never", "disabled misconfigured [try-again contact] disabled"),
    ("no-token-source", "page", "signed-out session-lost [sign-in dismiss] signed-out tab"),
    ("unreachable", "failed", "offline network [try-again contact] later form elsewhere (back)"),
    ("server-error", "failed", "try-again temporarily-unavailable [try-again contact] later form report (back)"),
    ("unreachable", "form", "offline network [try-again contact] later elsewhere entered"),
    ("signed-out", "own login", "signed-out session-lost [sign-in try-again] signed-out"),
    ("unreachable", "alone", "offline network [try-again contact] later elsewhere entered"),
    ("signed-out", "alone", "signed-out session-lost [sign-in try-again] signed-out tab"),
)


def test_before_anything_was_paid_for() -> None:
    for look, remedy, expected in BY_REMEDY:
        assert line(told(remedy, look=look)) == expected, (look, remedy)
    for message, remedy, expected in BY_MESSAGE:
        assert line(told(remedy, message)) == expected, message


def test_after_the_work_was_paid_for() -> None:
    for state, message, remedy, expected in OF_PAID_WORK:
        notice = told(remedy, message, state=state, until=NOW)
        assert line(notice) == expected, (state, message)
        assert notice.transaction == "tx"


def test_a_session_that_was_not_renewed() -> None:
    for reason, how, expected in NOT_RENEWED:
        notice = failed_renewal(reason, how)
        assert line(notice) == expected, (reason, how)
        assert notice.reference == (None if how == "alone" else "r")


def test_other_situations() -> None:
    made = others()
    assert [name for name, _ in made] == [name for name, _ in OTHERS]
    for name, notice in made:
        assert line(notice) == dict(OTHERS)[name], name


def test_references_and_transactions_are_quoted_where_they_are_known() -> None:
    assert told("report").transaction is None
    assert (told("report").reference, told("report", of=failure(None)).reference) == ("r", None)
    for of, reference in ((failure(), "r"), (None, None)):
        for notice in (
            notices.for_held(work("submitted"), of),
            notices.for_kept(work("submitted"), of, POLICY, covered=False),
        ):
            assert (notice.reference, notice.transaction) == (reference, "tx")
    before = told("wait", "rate-limited", look="failed", state="unsure", of=failure("r", {"limit": 7}))
    after = notices.on_the_form(before, POLICY)
    for name in ("kind", "role", "message", "params", "reference", "transaction", "warning", "advice"):
        assert getattr(after, name) == getattr(before, name), name
    assert (after.actions, after.leads_back) == (("contact", "dismiss"), False)
    same = told("nothing")
    assert notices.on_the_form(same, POLICY) is same


def test_what_of_the_details_is_told() -> None:
    for details, params in (
        ({"size_bytes": 7}, {"size": ("bytes", 7)}),
        ({"max_bytes": 7.5}, {"max": ("bytes", 7.5)}),
        ({"resets_at": "2026-01-01"}, {"when": ("date", "2026-01-01")}),
        ({"resets_at": 7}, {"when": ("date", 7)}),
        ({"resets_at": True}, {}),
        ({"resets_at": []}, {}),
        ({"limit": 7, "max": 9}, {"limit": ("number", 7)}),
        ({"max": 9}, {"limit": ("number", 9)}),
        ({"used": 0}, {"used": ("number", 0)}),
        ({"used": -1}, {}),
        ({"used": True}, {}),
        ({"used": "7"}, {}),
        ({"reason": "why"}, {"reason": ("text", "why")}),
        ({"reason": 7}, {}),
        ({"fields": ["a"]}, {"fields": ("list", ["a"])}),
        (["a"], {"fields": ("list", ["a"])}),
        ("a", {}),
        (None, {}),
        ({"other": 1}, {}),
    ):
        assert notices.details_params(details) == params, details


def test_how_fields_are_called() -> None:
    for fields, names in (
        ({"b_c": 1, "a": 2, 3: 4}, ["a", "b c"]),
        ([{"path": "p", "field": "f", "name": "n"}, {"field": "f", "name": "n"}, {"name": "n"}], ["p", "f", "n"]),
        (["creators.0.first_name", "a[1]", "x9"], ["creators 1 first name", "a 2", "x9"]),
        (["a", "a", "", 7, {}, {"path": 7}], ["a"]),
        ([f"f{number}" for number in range(12)], [f"f{number}" for number in range(10)]),
        (["n" * 120], ["n" * 100]),
        ([], None),
        ("a", None),
        ([7], None),
    ):
        found = notices.details_params({"fields": fields})
        assert found == ({} if names is None else {"fields": ("list", names)}), fields


def test_which_fields_are_at_fault() -> None:
    for message, details, fields in (
        ("title-missing", None, ("title",)),
        ("title-taken", None, ("title",)),
        ("creators-missing", None, ("creator",)),
        ("file-name-missing", None, ("file",)),
        ("file-empty", None, ("file",)),
        ("file-format", None, ("file",)),
        ("file-too-large", None, ("file",)),
        ("access-code-unknown", None, ("code",)),
        ("access-code-expired", None, ("code",)),
        ("access-code-format", None, ("code",)),
        ("input-invalid", None, ()),
        ("title-taken", {"fields": {"isrc": "x"}}, ("isrc", "title")),
        ("title-taken", ["isrc", 7, {"path": "p"}], ("isrc", "p", "title")),
        ("input-invalid", {"fields": "isrc"}, ()),
        ("input-invalid", ["n" * 120], ("n" * 100,)),
        ("input-invalid", [f"f{number}" for number in range(12)], tuple([f"f{number}" for number in range(10)])),
    ):
        of = failure("r", details)
        assert notices.fields_at_fault(of) == ()
        of.judge(verdict("fix-input", message))
        assert notices.fields_at_fault(of) == fields, (message, details)
        of.judge(verdict("report", message))
        assert notices.fields_at_fault(of) == ()
    assert notices.fields_at_fault(None) == ()
