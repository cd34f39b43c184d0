"""Chooses the notice for a situation. Its texts come later, from the locales.

The kind follows from the remedy. These situations are looked at first, because in them the usual advice would do harm:

1. The work is finished and only a download failed: nothing is lost, the access code can be copied.
2. The work was submitted and its result is not known, or the answer was lost: submitting it again would cost again.
3. The widget is stuck: none of its buttons works until it draws itself anew, or the page is loaded anew.

A notice has at most two buttons, and only buttons that can work (:mod:`pywidget.core.offers`). The advice says what a
button does: *Back to the form* where it presses the widget's Retry, which only brings the form back.

A notice must be true at the moment it is shown. It says that the input is kept only while it is kept, and that there is
no connection only while the browser says so. It advises to try again only where that can help, and to sign in only
where nobody is signed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import BACK_TO_LIST, ENDLESS, FORMS, SCREEN_COMPLETE, SCREEN_FAILED
from pywidget.core.effects import Notice
from pywidget.core.offers import offers_of

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.failure import Failure
    from pywidget.core.policy import Policy
    from pywidget.core.signals import Look
    from pywidget.core.verdict import Verdict
    from pywidget.core.work import Work

    #: Kind of a notice, message, wanted buttons, what to do next, warning.
    Told = tuple[str, str, tuple[str, ...], tuple[str, ...], str]

#: remedy -> (kind, buttons)
_BY_REMEDY: dict[str, tuple[str, tuple[str, ...]]] = {
    "renew-session": ("signed-out", ("sign-in", "try-again")),
    "sign-in": ("signed-out", ("sign-in", "try-again")),
    "contact-administrator": ("report", ("contact",)),
    "wait": ("waiting", ()),
    "try-again": ("try-again", ("try-again",)),
    "check-connection": ("offline", ("try-again",)),
    "fix-input": ("fix-input", ("try-again",)),
    "start-over": ("start-over", ("start-over",)),
    "top-up": ("top-up", ("contact",)),
    "report": ("report", ("try-again", "contact")),
    "nothing": ("nothing", ()),
}

#: Sets of buttons with which the visitor cannot go on in the widget.
_DEAD_ENDS = ((), ("contact",), ("sign-in",), ("copy-code",))

#: Buttons with which the visitor can go on, or which close the notice.
_WAYS_ON = ("try-again", "start-over", "back-to-list", "keep", "cancel", "dismiss")
#: Kinds of notices that end by themselves.
_PASSING = ("waiting", "renewing")

#: Kinds of notices about a work that was paid for.
OF_PAID_WORK = ("submitted", "unsure", "certificate")
#: Kinds of notices that stay true when the visitor tries again: a wait is not over, and a paid work stays paid.
KEPT_OVER_A_RETRY = ("submitted", "unsure", "certificate", "renewing", "waiting")

#: Key in an error's details -> (placeholder, type): the details that are shown to a visitor.
_DETAILS: dict[str, tuple[str, str]] = {
    "size_bytes": ("size", "bytes"),
    "max_bytes": ("max", "bytes"),
    "resets_at": ("when", "date"),
    "limit": ("limit", "number"),
    "max": ("limit", "number"),
    "used": ("used", "number"),
    "reason": ("reason", "text"),
    "fields": ("fields", "list"),
}

#: remedy -> what to do next, where the kind of the notice does not say it. :data:`_ADVICE_ON` comes first.
_ADVICE: dict[str, tuple[str, ...]] = {
    "try-again": ("later",),
    "check-connection": ("later", "elsewhere"),
    "top-up": ("disabled",),
    "nothing": (),
}
#: message -> what to do about this message in particular.
_ADVICE_ON: dict[str, tuple[str, ...]] = {
    "role": ("role",),
    "quota-reached": (),
    "not-permitted": ("tell",),
    "wrong-credentials": ("credentials",),
    "other-sign-in": ("other-sign-in",),
    "email-taken": ("that-account",),
    "order-not-owner": ("that-account",),
    "invite-expired": ("new-one",),
    "reset-link-expired": ("new-one",),
    "key-limit": ("key-limit",),
    "conflict": ("conflict",),
    "order-timeout": ("look",),
    "account-not-created": ("look",),
}
for _what in ("work-", "order-", "webhook-", "person-", "content-", ""):
    # These messages name nothing that the visitor could correct.
    _ADVICE_ON[_what + "not-found"] = ("missing",)

#: Messages that leave open whether the work was registered: sending it again may cost again.
_DOUBTFUL = ("prepared-gone", "transaction-unknown")
#: Messages that may be wrong for a submitted work: they say that its preparation ended, but its result is not known.
_ENDED_BEFORE = ("prepared-gone", "preparation-expired")
#: Messages that say how a paid work ended. They need no further sentence.
SETTLED = ("transaction-failed", "already-registered", "already-confirmed")
#: Messages about a registration: of no use to a visitor whose work is finished.
_OF_A_REGISTRATION = (
    "transaction-unknown",
    "transaction-failed",
    "already-registered",
    "already-confirmed",
    "registration-refused",
    "upload-expired",
)
#: Messages about a form, although their remedy is one of _MAY_PASS. The form was sent since.
_OF_A_FORM = ("upload-interrupted", "quota-reached")
#: Remedies of failures to hand over a finished work. Any other remedy is about a form that was sent since.
_MAY_PASS = ("renew-session", "sign-in", "wait", "try-again", "check-connection", "report")
#: Remedies of failures for which pressing the same button again may be enough.
_BY_TIME = ("try-again", "check-connection")
#: Messages that a missing connection of the browser is enough to explain.
_BY_CONNECTION = ("network", "upload-interrupted")

#: Why a session could not be renewed -> key of the sentence that says so.
_RENEWAL_MESSAGES = {
    "unreachable": "network",
    "timed-out": "network",
    "rate-limited": "rate-limited",
    "already-submitted": "session-ended",
    "server-error": "temporarily-unavailable",
}
#: Reasons that may pass, or that nobody knows more about: signing in would not help.
_FAULTS = ("server-error", "rate-limited", "provider-failed", "repeated-token", "widget-refused")
#: Reasons that are mistakes in how the page and its server were set up. Only their owner can change that.
MISTAKES = [
    "not-found",
    "refused",
    "forbidden",
    "html",
    "redirected",
    "opaque",
    "empty",
    "not-json",
    "no-token",
    "wrong-type",
    "empty-token",
    "no-function",
    "no-token-source",
]


#: message -> the field of the form that it is about.
_FIELDS = {
    "title-missing": "title",
    "title-taken": "title",
    "creators-missing": "creator",
    "file-name-missing": "file",
    "file-empty": "file",
    "file-format": "file",
    "file-too-large": "file",
    "access-code-unknown": "code",
    "access-code-expired": "code",
    "access-code-format": "code",
}


def for_verdict(
    verdict: Verdict,
    failure: Failure,
    policy: Policy,
    work: Work,
    until: int | None = None,
    look: Look | None = None,
    *,
    online: bool = True,
) -> Notice:
    """Return the notice for a failure that has its verdict.

    Args:
        work: how far the visitor's work got.
        until: when a rate limit is over, in milliseconds of the controller's clock.
        look: what the widget shows; None if that is not known.
        online: whether the browser has a connection.
    """
    offers = offers_of(policy)
    paid = work.state != "none"
    if verdict.path == "config":
        kind, message, actions, said, warning = _of_setup(verdict, failure, policy, work, look)
    elif paid:
        kind, message, actions, said, warning = _of_paid_work(verdict, failure, work, look)
        until = None
    else:
        kind, message, actions, said, warning = _of_unpaid_work(verdict, failure, policy, look, online=online)
    wanted, actions = actions, offers.actions(actions, policy, look, frozen=failure.frozen)
    leads_back = offers.leads_back(actions, look, policy)
    if "try-again" in wanted and "try-again" not in actions and look is not None and look.offers(BACK_TO_LIST):
        actions, again = _on_one_work(actions, look)
        if verdict.remedy in _BY_TIME:
            said = (again,)
        elif said == ("fix-input",):
            # The visitor cannot change anything here.
            said = ()
    else:
        said = offers.advice(said, work, look, leads_back=leads_back)
    if actions in _DEAD_ENDS and until is None and look is not None and look.retry and not look.overlay:
        # The notice may cover the failed screen, so it needs a button with which the visitor can go on. A work that the
        # blockchain refused should not be sent again before somebody found out why.
        asks_first = paid or message == "transaction-failed" or verdict.remedy == "wait"
        leads_back = offers.leads_back(("try-again",), look, policy) and not asks_first
        actions += ("try-again" if leads_back else "dismiss",)
    return Notice(
        kind,
        "status" if until is not None else "alert",
        message,
        details_params(failure.details),
        actions,
        failure.request_id,
        work.transaction if paid else None,
        until,
        warning,
        said,
        leads_back,
    )


def leads_on(notice: Notice) -> bool:
    """Whether the visitor can go on with this notice while it covers the widget's own Retry."""
    return notice.kind in _PASSING or any(action in _WAYS_ON for action in notice.actions)


def _of_setup(verdict: Verdict, failure: Failure, policy: Policy, work: Work, look: Look | None) -> Told:
    """The notice for a failure of the setup, which only the owner can change."""
    actions: tuple[str, ...] = ("copy-code", "contact") if work.state == "completed" else ("contact",)
    if work.state == "none" and look is not None and look.screen == SCREEN_FAILED and look.retry and not look.overlay:
        # The older generation has no DISABLED screen, and uses the same code for a request that a firewall refused.
        actions = ("try-again", "contact")
    return "disabled", verdict.message, actions, _what_to_do(verdict, failure, policy), _warning(work)


def _of_paid_work(verdict: Verdict, failure: Failure, work: Work, look: Look | None) -> Told:
    """The notice for a failure after the work was paid for."""
    kind, message = _kind_of_paid_work(work.state), _message_of_paid_work(verdict, work)
    if message in SETTLED:
        # The message says how the work ended.
        return kind, message, ("contact",), _tell(failure) if message == "transaction-failed" else (), "twice"
    said: tuple[str, ...] = () if kind == "submitted" else (kind,)
    if kind == "certificate" and verdict.remedy in _MAY_PASS and not (work.word or message in _OF_A_FORM):
        said = ("last-step", kind)
    return (
        kind,
        message,
        _after_payment(work.state, look, endless=_is_endless(failure, look)),
        said,
        _warning(work, kind),
    )


def _of_unpaid_work(verdict: Verdict, failure: Failure, policy: Policy, look: Look | None, *, online: bool) -> Told:
    """The notice for a failure before anything was paid for, chosen by its remedy."""
    kind, actions = _BY_REMEDY[verdict.remedy]
    message, said = verdict.message, _what_to_do(verdict, failure, policy)
    if failure.frozen and policy.screens:
        # The widget is stuck because it did not understand the server's answer.
        message = "answer-unreadable" if message == "unexpected" else message
        if _is_endless(failure, look):
            return "stuck", message, ("reload", "start-over"), ("stuck-for-good",), ""
        return "stuck", message, ("try-again",), ("stuck",), ""
    if message in _DOUBTFUL:
        return "unsure", message, ("contact", "dismiss"), ("unsure",), "twice"
    if message in _BY_CONNECTION and not online:
        return "offline", "" if message == "network" else message, actions, ("offline",), ""
    if said == ("that-account",):
        actions = ("sign-in",) + actions  # noqa: RUF005  not in MicroPython
    return kind, message, actions, said, "twice" if message in SETTLED else ""


def _is_endless(failure: Failure, look: Look | None) -> bool:
    """Whether the widget is stuck on a screen without buttons."""
    return failure.frozen and look is not None and look.screen in ENDLESS


def _what_to_do(verdict: Verdict, failure: Failure, policy: Policy) -> tuple[str, ...]:
    """The advice for a failure before anything was paid for, chosen by its message and remedy."""
    said = _ADVICE_ON.get(verdict.message)
    if said is not None:
        return _tell(failure) if said == ("tell",) else said
    if verdict.remedy == "contact-administrator":
        # On the retry path the widget works, and only this request is refused permanently.
        return ("disabled",) if verdict.path == "config" else _tell(failure)
    if verdict.path == "auth":
        return _sign_in(policy, refused=verdict.message == "session-refused")
    said = _ADVICE.get(verdict.remedy)
    return (_BY_REMEDY[verdict.remedy][0],) if said is None else said


def _tell(failure: Failure) -> tuple[str, ...]:
    """The advice to tell the administrator, and to quote the request id if there is one."""
    return ("tell", "quote") if failure.request_id else ("tell",)


def _sign_in(policy: Policy, *, refused: bool) -> tuple[str, ...]:
    """The advice to sign in. For a login page beside this page it also says to come back here."""
    said: tuple[str, ...] = ("signed-out",)
    if policy.login and policy.login_in != "page":
        said = ("signed-out", "tab")
    return said + ("else",) if refused else said  # noqa: RUF005  not in MicroPython


def _message_of_paid_work(verdict: Verdict, work: Work) -> str:
    """The message of a failure of a paid work, changed where it would contradict what is known of the work."""
    message = verdict.message
    if verdict.path == "auth":
        return "session-ended"
    if message in _ENDED_BEFORE:
        message = "transaction-unknown"
    # The failure is about a form, and the visitor did not choose to send that form again.
    of_form = verdict.remedy == "fix-input" and not work.word
    of_it = work.state == "completed" and message in _OF_A_REGISTRATION
    says_it = work.state == "unsure" and message == "transaction-unknown"
    return "" if of_form or of_it or says_it or message == "unexpected" else message


def _after_payment(state: str, look: Look | None, *, endless: bool) -> tuple[str, ...]:
    """The buttons for a failure after the work was paid for."""
    if endless:
        return ("reload", "contact")
    if state == "completed":
        return (
            ("copy-code", "dismiss")
            if look is not None and look.screen == SCREEN_COMPLETE
            else ("copy-code", "contact")
        )
    return ("try-again", "contact") if state == "unsure" else ("contact",)


def _kind_of_paid_work(state: str) -> str:
    return "certificate" if state == "completed" else state


def _warning(work: Work, kind: str = "") -> str:
    """Key of the warning that sending the form of a paid work again costs again. It repeats nothing of the title."""
    if work.state == "none":
        return ""
    return "registered" if work.state == "completed" else "twice" if kind == "unsure" else "submitted"


def for_held(work: Work, failure: Failure | None, *, waits: bool = True) -> Notice:
    """Return the notice that asks whether to register, and pay for, the same work once more.

    Args:
        waits: whether the widget goes on by itself after the answer; else the visitor has to send its form again.
    """
    kind = _kind_of_paid_work(work.state)
    return Notice(
        kind,
        actions=("keep", "register-again"),
        reference=failure.request_id if failure is not None else None,
        transaction=work.transaction,
        warning=_warning(work, kind),
        advice=("held",),
        leads_back=not waits,
    )


def for_kept(work: Work, failure: Failure | None, policy: Policy, *, covered: bool) -> Notice:
    """Return the notice after the visitor chose to leave the submitted work as it is."""
    offers = offers_of(policy)
    # The screen that showed the access code is gone, so the notice offers the code.
    helps = "copy-code" if work.state == "completed" else "contact"
    wanted = ("start-over", helps) if covered else (helps, "dismiss")
    kind = _kind_of_paid_work(work.state)
    return Notice(
        kind,
        role="status",
        actions=offers.actions(wanted, policy, None),
        reference=failure.request_id if failure is not None else None,
        transaction=work.transaction,
        warning=_warning(work, kind),
        advice=("kept",),
    )


def on_the_form(notice: Notice, policy: Policy) -> Notice:
    """Return the notice for when the widget's form is back: without the button that leads to the form."""
    if "try-again" not in notice.actions:
        return notice
    return Notice(
        notice.kind,
        role=notice.role,
        message=notice.message,
        params=notice.params,
        actions=offers_of(policy).offered(("contact", "dismiss"), policy),
        reference=notice.reference,
        transaction=notice.transaction,
        warning=notice.warning,
        advice=notice.advice,
    )


def for_renewing(policy: Policy, work: Work, look: Look | None) -> Notice:
    """Return the notice for a session that is being renewed."""
    said = offers_of(policy).advice(("renewing",), work, look, leads_back=False)
    return Notice("renewing", role="status", advice=said)


def for_renewed(message: str, reference: str | None, policy: Policy, look: Look, work: Work) -> Notice:
    """Return the notice that the session was renewed and which button to press to go on."""
    offers = offers_of(policy)
    wanted = ("try-again",) if look.screen == SCREEN_FAILED else ("back-to-list",)
    actions = offers.actions(wanted, policy, look)
    leads_back = offers.leads_back(actions, look, policy)
    said = offers.advice(("try-again",), work, look, leads_back=leads_back)
    if "try-again" not in actions:
        actions, again = _on_one_work((), look)
        said = (again,)
    return Notice(
        "try-again",
        role="status",
        message=message,
        actions=actions,
        reference=reference,
        warning=_warning(work) if leads_back else "",
        advice=said,
        leads_back=leads_back,
    )


def _on_one_work(actions: tuple[str, ...], look: Look) -> tuple[tuple[str, ...], str]:
    """Buttons and advice on the screen of one work, in addition to ``actions``.

    This screen has no Retry. Its download button can be pressed again. If the versions of the work could not be listed,
    the visitor has to go back to the list of works.
    """
    if look.alert is not None and look.offers(BACK_TO_LIST):
        return (("back-to-list",) + actions)[:2], "back-to-list"  # noqa: RUF005  not in MicroPython
    return (actions + ("dismiss",))[:2], "press-again"  # noqa: RUF005  the same


def for_retry(kind: str, message: str, policy: Policy, look: Look | None, work: Work, *, asks: bool = False) -> Notice:
    """Return the notice that the visitor can try again now; ``asks``: the next try asks for a token."""
    offers = offers_of(policy)
    if asks and policy.screens:
        actions = offers.offered(("try-again",), policy)
        said = offers.advice((kind,), work, look, leads_back=False)
        return Notice(kind, role="status", message=message, actions=actions, advice=said)
    actions = offers.actions(("try-again",), policy, look)
    leads_back = offers.leads_back(actions, look, policy)
    said = offers.advice((kind,), work, look, leads_back=leads_back)
    there = look is not None and look.screen in FORMS and policy.screens
    if there and work.state == "none":
        # The form is shown, so the visitor presses the form's own button.
        said = ("press-again",)
    elif there:
        # The form's own button may pay again, so the notice does not advise to press it.
        said, actions = (), ("dismiss",)
    return Notice(
        kind,
        role="status",
        message=message,
        actions=actions,
        warning=_warning(work) if there or leads_back else "",
        advice=said,
        leads_back=leads_back,
    )


def for_failed_renewal(
    reason: str,
    failure: Failure | None,
    policy: Policy,
    work: Work,
    look: Look | None,
    until: int | None = None,
    *,
    refused: bool = False,
    online: bool = True,
) -> Notice:
    """Return the notice for a session that could not be renewed.

    Args:
        reason: why not, as :func:`pywidget.core.tokens.exact_reason` says it.
        work: how far the visitor's work got.
        look: what the widget shows; once it has stopped, trying again only brings its form back.
        until: when another try is allowed, in milliseconds of the controller's clock; None if it is allowed now.
        refused: whether the last token from pywidget was not accepted.
        online: whether the browser has a connection.
    """
    offers = offers_of(policy)
    reference = failure.request_id if failure is not None else None
    message = "session-refused" if refused else _RENEWAL_MESSAGES.get(reason, "session-lost")
    said: tuple[str, ...]
    actions: tuple[str, ...]
    if reason in ("unreachable", "timed-out"):
        kind, actions, said = "offline", ("try-again", "contact"), ("later", "elsewhere")
        if not online:
            message, said = "", ("offline",)
    elif reason == "too-many-renewals":
        kind, actions = "breaker", ("sign-in", "contact") if until is not None else ("try-again", "sign-in", "contact")
        # The page itself repeats its own requests, so the notice does not advise to try again.
        said = ("breaker",) if policy.screens else _sign_in(policy, refused=refused)
        message = "session-refused" if refused else ""
    elif reason == "rate-limited" and until is not None:
        kind, actions, said = "waiting", (), ("waiting",)
    elif reason in _FAULTS:
        # The page's own request was answered with 401: whoever sent it is signed out, whatever else failed.
        kind = "try-again" if policy.screens else "signed-out"
        actions, said = ("try-again", "sign-in", "contact"), ("later", "report")
        if reason in ("server-error", "rate-limited") and policy.screens:
            # A server that failed, or has too much to do, does not know who is signed in.
            actions = ("try-again", "contact")
    elif reason in MISTAKES and (policy.screens or reason != "no-token-source"):
        kind, message, said = "disabled", "misconfigured", ("disabled",)
        # A redirect most often leads to a login page.
        actions = ("try-again", "sign-in", "contact") if reason == "redirected" else ("try-again", "contact")
    else:
        kind, actions, said = "signed-out", ("sign-in", "try-again", "contact"), _sign_in(policy, refused=refused)
        if message == "session-lost" and failure is not None and failure.verdict is not None:
            # There was no session before, so the notice must not say that it ended.
            message = "not-signed-in" if failure.verdict.message == "not-signed-in" else message
    if not policy.screens and (reason == "no-token-source" or kind == "breaker"):
        # Another try would be refused, or there is no token source. The page's next request tries again anyway.
        actions = ("sign-in",)
    actions = offers.offered(actions, policy)
    leads_back = offers.leads_back(actions, look, policy)
    said = offers.advice(said, work, look, leads_back=leads_back)
    return Notice(
        kind,
        role="status" if until is not None and kind == "waiting" else "alert",
        message=message,
        actions=actions,
        reference=reference,
        until=until,
        warning=_warning(work) if leads_back else "",
        advice=said,
        leads_back=leads_back,
    )


def fields_at_fault(failure: Failure | None) -> tuple[str, ...]:
    """Return the names of the form's fields that a failure is about, best first, to move the focus there."""
    if failure is None or failure.verdict is None or failure.verdict.remedy != "fix-input":
        return ()
    details = failure.details
    fields = details.get("fields") if isinstance(details, dict) else details
    names = list(fields) if isinstance(fields, (dict, list)) else []
    named = [_name_of(item) for item in names]
    known = _FIELDS.get(failure.verdict.message)
    if known:
        named.append(known)
    return tuple(name[:100] for name in named[:10] if isinstance(name, str))


def for_no_effect(policy: Policy) -> Notice:
    """Return the notice that pressing a button changed nothing."""
    return Notice(
        "no-effect", actions=offers_of(policy).offered(("reload", "contact"), policy), advice=("no-effect", "else")
    )


def details_params(details: Any) -> dict[str, tuple[str, Any]]:
    """Return the placeholders that an error's details can fill: name -> (type, value). Other details are left out."""
    params: dict[str, tuple[str, Any]] = {}
    if isinstance(details, list):
        details = {"fields": details}
    if not isinstance(details, dict):
        return params
    for key, (name, kind) in _DETAILS.items():
        value = details.get(key)
        if kind == "list":
            value = _field_names(value)
        elif kind == "text":
            value = value if isinstance(value, str) else None
        elif kind == "date":
            value = value if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None
        elif isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            value = None
        if value is not None and name not in params:
            params[name] = (kind, value)
    return params


def _field_names(value: Any) -> list[str] | None:
    """The names of wrong fields, as words: from ``{name: why}``, ``[name]`` or ``[{path, message}]``."""
    names: list[str] = []
    if isinstance(value, dict):
        value = sorted(key for key in value if isinstance(key, str))
    for item in value if isinstance(value, list) else ():
        name = _name_of(item)
        name = _in_words(name) if isinstance(name, str) else ""
        if name and name not in names:
            names.append(name)
    return names[:10] or None


def _name_of(item: Any) -> Any:
    """The name of a field, from an entry that is the name or an object with the name and the problem."""
    return item.get("path") or item.get("field") or item.get("name") if isinstance(item, dict) else item


def _in_words(path: str) -> str:
    """The path of a field as words, counted from one: ``creators.0.first_name`` gives ``creators 1 first name``."""
    parts = path[:100].replace(".", " ").replace("_", " ").replace("[", " ").replace("]", " ").split()
    return " ".join([part if part.strip("0123456789") else str(int(part) + 1) for part in parts])
