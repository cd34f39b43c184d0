"""Which notice a situation calls for. Words come later, from the locales.

The kind follows from the remedy, with situations that come first, because in them the usual advice would do harm:

1. The work is finished and only a download failed: nothing is lost, the access code can be copied.
2. The work was submitted and its end is not known, or its answer was lost: whoever submits it again pays again.
3. The widget stands still: no button of it works until it is drawn anew, or the page is loaded anew.

At most two buttons, of what can work (:mod:`pywidget.core.offers`). The advice says what a button leads to: *Back to
the form* where it presses the widget's Retry, which only brings the form back.

What is said has to be true here and now: that nothing was entered in vain only while it is kept, that there is no
connection only while the browser says so, to try again only where that can help, and to sign in only where nobody is.
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

#: Buttons with which alone nobody gets any further in the widget.
_DEAD_ENDS = ((), ("contact",), ("sign-in",), ("copy-code",))

#: Buttons with which the visitor gets on, or the notice goes away.
_WAYS_ON = ("try-again", "start-over", "back-to-list", "keep", "cancel", "dismiss")
#: Kinds that end by themselves.
_PASSING = ("waiting", "renewing")

#: Kinds that tell of a work that was paid for.
OF_PAID_WORK = ("submitted", "unsure", "certificate")
#: Kinds that still hold when the visitor goes on: a wait is not over, and what was paid for stays paid.
KEPT_OVER_A_RETRY = ("submitted", "unsure", "certificate", "renewing", "waiting")

#: detail key -> (placeholder, type). What stands in an error's details and is worth telling a visitor.
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
#: message -> what to do about just that.
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
    # Nothing is named that could be corrected.
    _ADVICE_ON[_what + "not-found"] = ("missing",)

#: What may be about a work that was registered all the same: whoever sends it again may pay again.
_DOUBTFUL = ("prepared-gone", "transaction-unknown")
#: What is not true of a work that was submitted: what became of it is not known.
_ENDED_BEFORE = ("prepared-gone", "preparation-expired")
#: What says enough of a work that was paid for, and would not go with more words, nor with a title.
SETTLED = ("transaction-failed", "already-registered", "already-confirmed")
#: What says nothing to somebody who has the finished work.
_OF_A_REGISTRATION = (
    "transaction-unknown",
    "transaction-failed",
    "already-registered",
    "already-confirmed",
    "registration-refused",
    "upload-expired",
)
#: What may pass, and is about a form that was sent since.
_OF_A_FORM = ("upload-interrupted", "quota-reached")
#: Remedies of what keeps a finished work from being handed over; the others are about a form that was sent since.
_MAY_PASS = ("renew-session", "sign-in", "wait", "try-again", "check-connection", "report")
#: Remedies of what a second press of the same button may be enough for.
_BY_TIME = ("try-again", "check-connection")
#: What a browser without a connection is enough of a reason for.
_BY_CONNECTION = ("network", "upload-interrupted")

#: Why a session could not be renewed -> key of the sentence that says so.
_RENEWAL_MESSAGES = {
    "unreachable": "network",
    "timed-out": "network",
    "rate-limited": "rate-limited",
    "already-submitted": "session-ended",
}
#: Reasons that are the fault of the page or of its server: signing in would not mend them.
_FAULTS = (
    "server-error",
    "rate-limited",
    "not-found",
    "provider-failed",
    "not-json",
    "empty",
    "no-token",
    "wrong-type",
    "empty-token",
    "repeated-token",
    "widget-refused",
)


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
    """The notice for a failure that was put on its path.

    Args:
        work: how far the visitor's work got.
        until: when a rate limit is over, on the clock of ``now``.
        look: what the widget shows; None where nobody could look.
        online: the browser has a connection.
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
            # There is nothing to be changed.
            said = ()
    else:
        said = offers.advice(said, work, look, leads_back=leads_back)
    if actions in _DEAD_ENDS and until is None and look is not None and look.retry and not look.overlay:
        # The notice may stand in the place of that screen, and is no dead end.
        # What the chain refused nobody should send again without asking why.
        asks_first = paid or message == "transaction-failed" or verdict.remedy == "wait"
        leads_back = offers.leads_back(("try-again",), look, policy) and not asks_first
        actions += ("try-again" if leads_back else "dismiss",)
    return Notice(
        kind,
        role="status" if until is not None else "alert",
        message=message,
        params=details_params(failure.details),
        actions=actions,
        reference=failure.request_id,
        transaction=work.transaction if paid else None,
        until=until,
        warning=warning,
        advice=said,
        leads_back=leads_back,
    )


def leads_on(notice: Notice) -> bool:
    """Whether the widget's own Retry is not missed where it cannot be reached."""
    return notice.kind in _PASSING or any(action in _WAYS_ON for action in notice.actions)


def _of_setup(verdict: Verdict, failure: Failure, policy: Policy, work: Work, look: Look | None) -> Told:
    """What only the owner can change."""
    actions: tuple[str, ...] = ("copy-code", "contact") if work.state == "completed" else ("contact",)
    if work.state == "none" and look is not None and look.screen == SCREEN_FAILED and look.retry and not look.overlay:
        # The older generation has no DISABLED screen, and calls what a firewall refuses by the same code.
        actions = ("try-again", "contact")
    return "disabled", verdict.message, actions, _what_to_do(verdict, failure, policy), _warning(work)


def _of_paid_work(verdict: Verdict, failure: Failure, work: Work, look: Look | None) -> Told:
    """What failed after the work was paid for."""
    kind, message = _kind_of_paid_work(work.state), _message_of_paid_work(verdict, work)
    if message in SETTLED:
        # It is known what became of it.
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
    """What failed before anything was paid for, by what would fix it."""
    kind, actions = _BY_REMEDY[verdict.remedy]
    message, said = verdict.message, _what_to_do(verdict, failure, policy)
    if failure.frozen and policy.screens:
        # It stands still because it did not understand its server.
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
    """It stands still where no button is left."""
    return failure.frozen and look is not None and look.screen in ENDLESS


def _what_to_do(verdict: Verdict, failure: Failure, policy: Policy) -> tuple[str, ...]:
    """What to do about a failure before anything was paid for, by what would fix it."""
    said = _ADVICE_ON.get(verdict.message)
    if said is not None:
        return _tell(failure) if said == ("tell",) else said
    if verdict.remedy == "contact-administrator":
        # In the retry path the widget works, and only this request is refused for good.
        return ("disabled",) if verdict.path == "config" else _tell(failure)
    if verdict.path == "auth":
        return _sign_in(policy, refused=verdict.message == "session-refused")
    said = _ADVICE.get(verdict.remedy)
    return (_BY_REMEDY[verdict.remedy][0],) if said is None else said


def _tell(failure: Failure) -> tuple[str, ...]:
    """Somebody has to be told."""
    return ("tell", "quote") if failure.request_id else ("tell",)


def _sign_in(policy: Policy, *, refused: bool) -> tuple[str, ...]:
    """Whoever is sent to sign in beside this page has to know that the way leads back here."""
    said: tuple[str, ...] = ("signed-out",)
    if policy.login and policy.login_in != "page":
        said = ("signed-out", "tab")
    return said + ("else",) if refused else said  # noqa: RUF005  not in MicroPython


def _message_of_paid_work(verdict: Verdict, work: Work) -> str:
    """What failed, as far as it goes with what is known of the work."""
    message = verdict.message
    if verdict.path == "auth":
        return "session-ended"
    if message in _ENDED_BEFORE:
        message = "transaction-unknown"
    # What is wrong with a form, unless the visitor has sent that on purpose.
    of_form = verdict.remedy == "fix-input" and not work.word
    of_it = work.state == "completed" and message in _OF_A_REGISTRATION
    says_it = work.state == "unsure" and message == "transaction-unknown"
    return "" if of_form or of_it or says_it or message == "unexpected" else message


def _after_payment(state: str, look: Look | None, *, endless: bool) -> tuple[str, ...]:
    """What can be done about a failure after the work was paid for."""
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
    """What it costs to send the form of a paid work again. Of what became of it, it says what the title does not."""
    if work.state == "none":
        return ""
    return "registered" if work.state == "completed" else "twice" if kind == "unsure" else "submitted"


def for_held(work: Work, failure: Failure | None, *, waits: bool = True) -> Notice:
    """The question whether the same work is to be registered, and paid for, once more.

    Args:
        waits: the widget goes on with the answer; else its form has to be sent once more.
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
    """The notice of a work that is to stay as it was submitted."""
    offers = offers_of(policy)
    # The screen that showed the access code is gone.
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
    """The same notice where the widget's form is back: without the button that leads there."""
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
    """The notice for a session that is being renewed."""
    said = offers_of(policy).advice(("renewing",), work, look, leads_back=False)
    return Notice("renewing", role="status", advice=said)


def for_renewed(message: str, reference: str | None, policy: Policy, look: Look, work: Work) -> Notice:
    """The notice that the session is there again, and what has to be pressed to go on."""
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
    """Buttons and advice on the screen of one work, beside ``actions``.

    It has no Retry. The button for a download can be pressed again; where the versions could not be listed, the list of
    works has to be opened anew.
    """
    if look.alert is not None and look.offers(BACK_TO_LIST):
        return (("back-to-list",) + actions)[:2], "back-to-list"  # noqa: RUF005  not in MicroPython
    return (actions + ("dismiss",))[:2], "press-again"  # noqa: RUF005  the same


def for_retry(kind: str, message: str, policy: Policy, look: Look | None, work: Work, *, asks: bool = False) -> Notice:
    """The notice that nothing stands in the way of another try any more; ``asks``: it asks for a token."""
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
        # The form is there: its own button is the one to press.
        said = ("press-again",)
    elif there:
        # That button may be the one that pays.
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
    """The notice for a session that could not be renewed.

    Args:
        reason: why.
        work: how far the visitor's work got.
        look: what the widget shows: once it has stopped, trying again only brings its form back.
        until: when another try is allowed, if it is limited.
        refused: the last token of ours was not accepted.
        online: the browser has a connection.
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
        # A try of a page's own request is made by the page.
        said = ("breaker",) if policy.screens else _sign_in(policy, refused=refused)
        message = "session-refused" if refused else ""
    elif reason == "rate-limited" and until is not None:
        kind, actions, said = "waiting", (), ("waiting",)
    elif reason in _FAULTS:
        kind, actions, said = "signed-out", ("try-again", "sign-in", "contact"), ("later", "report")
    else:
        kind, actions, said = "signed-out", ("sign-in", "try-again", "contact"), _sign_in(policy, refused=refused)
        if message == "session-lost" and failure is not None and failure.verdict is not None:
            # Where there was no session, none has ended.
            message = "not-signed-in" if failure.verdict.message == "not-signed-in" else message
    if not policy.screens and (reason == "no-token-source" or kind == "breaker"):
        # A try would be refused, or there is no token source: the page's own next request tries again.
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
    """The names of the form's fields that a failure is about, best first: where the visitor has to go on."""
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
    """The notice that a press changed nothing."""
    return Notice(
        "no-effect", actions=offers_of(policy).offered(("reload", "contact"), policy), advice=("no-effect", "else")
    )


def details_params(details: Any) -> dict[str, tuple[str, Any]]:
    """The placeholders that an error's details can fill: name -> (type, value). Whatever does not fit is left out."""
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
    """The name of a field, where an error's details name it by itself or with what is wrong with it."""
    return item.get("path") or item.get("field") or item.get("name") if isinstance(item, dict) else item


def _in_words(path: str) -> str:
    """``creators.0.first_name`` as people say it: they count from one."""
    parts = path[:100].replace(".", " ").replace("_", " ").replace("[", " ").replace("]", " ").split()
    return " ".join([part if part.strip("0123456789") else str(int(part) + 1) for part in parts])
