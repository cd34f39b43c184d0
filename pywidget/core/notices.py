"""Which notice a situation calls for. Words come later, from the locales.

The kind follows from the remedy, with situations that come first, because in them the usual advice would do harm:

1. The work is finished and only a download failed: nothing is lost, the access code can be copied.
2. The work was submitted and its end is not known, or its answer was lost: whoever submits it again pays again.
3. The widget stands still: no button of it works until it is drawn anew, or the page is loaded anew.

At most two buttons, of what can work (:mod:`pywidget.core.offers`). The advice says what a button leads to: *Back to
the form* where it presses the widget's Retry, which only brings the form back.
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

#: Why a session could not be renewed -> key of the sentence that says so.
_RENEWAL_MESSAGES = {
    "unreachable": "network",
    "timed-out": "network",
    "rate-limited": "rate-limited",
    "already-submitted": "session-submitted",
}


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
) -> Notice:
    """The notice for a failure that was put on its path.

    Args:
        work: how far the visitor's work got.
        until: when a rate limit is over, on the clock of ``now``.
        look: what the widget shows; None where nobody could look.
    """
    offers = offers_of(policy)
    paid = work.state != "none"
    config = verdict.path == "config"
    endless = failure.frozen and look is not None and look.screen in ENDLESS
    actions: tuple[str, ...]
    kind, actions = _BY_REMEDY[verdict.remedy]
    advice: str | None = None
    if config:
        kind, actions = "disabled", ("copy-code", "contact") if work.state == "completed" else ("contact",)
        if look is not None and look.screen == SCREEN_FAILED and look.retry and not (paid or look.overlay):
            # The older generation has no DISABLED screen, and calls what a firewall refuses by the same code.
            actions = ("try-again", "contact")
    elif paid:
        kind, actions, until = _of_paid_work(work.state), _after_payment(work.state, look, endless=endless), None
    elif failure.frozen and policy.screens:
        kind, actions = "stuck", ("reload", "start-over") if endless else ("try-again",)
        advice = "stuck-for-good" if endless else None
    wanted, actions = actions, offers.actions(actions, policy, look, frozen=failure.frozen)
    leads_back = offers.leads_back(actions, look, policy)
    if "try-again" in wanted and "try-again" not in actions and look is not None and look.offers(BACK_TO_LIST):
        actions, again = _on_one_work(actions, look)
        advice = kind if kind == "report" else again
    return Notice(
        kind,
        role="status" if until is not None else "alert",
        message="session-submitted" if paid and verdict.path == "auth" else verdict.message,
        params=details_params(failure.details),
        actions=actions,
        reference=failure.request_id,
        transaction=work.transaction if paid else None,
        until=until,
        warning=_warning(work) if paid else "",
        advice=advice or offers.advice(_beside(kind, policy), work, leads_back=leads_back),
        leads_back=leads_back,
    )


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


def _of_paid_work(state: str) -> str:
    return "certificate" if state == "completed" else state


def _warning(work: Work) -> str:
    return "registered" if work.state == "completed" else "submitted"


def for_held(work: Work, failure: Failure | None, policy: Policy, *, waits: bool = True) -> Notice:
    """The question whether the same work is to be registered, and paid for, once more.

    Args:
        waits: the widget goes on with the answer; else its form has to be sent once more.
    """
    return Notice(
        "unsure" if work.state == "unsure" else "submitted",
        message="" if work.state == "unsure" else "submitted-before",
        actions=("keep", "register-again"),
        reference=failure.request_id if failure is not None else None,
        transaction=work.transaction,
        warning=_warning(work),
        advice=offers_of(policy).plain("held"),
        leads_back=not waits,
    )


def for_kept(work: Work, failure: Failure | None, policy: Policy, *, covered: bool) -> Notice:
    """The notice of a work that is to stay as it was submitted."""
    offers = offers_of(policy)
    # The screen that showed the access code is gone.
    helps = "copy-code" if work.state == "completed" else "contact"
    wanted = ("start-over", helps) if covered else (helps, "dismiss")
    return Notice(
        _of_paid_work(work.state),
        role="status",
        actions=offers.actions(wanted, policy, None),
        reference=failure.request_id if failure is not None else None,
        transaction=work.transaction,
        warning=_warning(work),
        advice=offers.plain("kept"),
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


def for_renewing(policy: Policy) -> Notice:
    """The notice for a session that is being renewed."""
    return Notice("renewing", role="status", advice=offers_of(policy).plain("renewing"))


def for_renewed(message: str, reference: str | None, policy: Policy, look: Look, work: Work) -> Notice:
    """The notice that the session is there again, and what has to be pressed to go on."""
    offers = offers_of(policy)
    wanted = ("try-again",) if look.screen == SCREEN_FAILED else ("back-to-list",)
    actions = offers.actions(wanted, policy, look)
    leads_back = offers.leads_back(actions, look, policy)
    advice = offers.advice("try-again", work, leads_back=leads_back)
    if "try-again" not in actions:
        actions, advice = _on_one_work((), look)
    return Notice(
        "try-again",
        role="status",
        message=message,
        actions=actions,
        reference=reference,
        advice=advice,
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
        return Notice(kind, role="status", message=message, actions=actions, advice=offers.plain(kind))
    actions = offers.actions(("try-again",), policy, look)
    leads_back = offers.leads_back(actions, look, policy)
    advice = offers.advice(kind, work, leads_back=leads_back)
    if look is not None and look.screen in FORMS:
        # The form is there: its own button is the one to press.
        advice = offers.plain("press-again")
    return Notice(kind, role="status", message=message, actions=actions, advice=advice, leads_back=leads_back)


def for_failed_renewal(
    reason: str,
    failure: Failure | None,
    policy: Policy,
    work: Work,
    look: Look | None,
    until: int | None = None,
    *,
    refused: bool = False,
) -> Notice:
    """The notice for a session that could not be renewed.

    Args:
        reason: why.
        work: how far the visitor's work got.
        look: what the widget shows: once it has stopped, trying again only brings its form back.
        until: when another try is allowed, if it is limited.
        refused: the last token of ours was not accepted.
    """
    offers = offers_of(policy)
    reference = failure.request_id if failure is not None else None
    message = "session-refused" if refused else _RENEWAL_MESSAGES.get(reason, "session-lost")
    actions: tuple[str, ...]
    if reason in ("unreachable", "timed-out"):
        kind, actions = "offline", ("try-again", "contact")
    elif reason == "too-many-renewals":
        kind, actions = "breaker", ("sign-in", "contact") if until is not None else ("try-again", "sign-in", "contact")
    elif reason == "rate-limited" and until is not None:
        kind, actions = "waiting", ()
    else:
        kind, actions = "signed-out", ("sign-in", "try-again", "contact")
    if not policy.screens and (reason == "no-token-source" or kind == "breaker"):
        # A try would be refused, or there is no token source: the page's own next request tries again.
        actions = ("sign-in",)
    actions = offers.offered(actions, policy)
    leads_back = offers.leads_back(actions, look, policy)
    return Notice(
        kind,
        role="status" if until is not None and kind == "waiting" else "alert",
        message=message,
        actions=actions,
        reference=reference,
        until=until,
        advice=offers.advice(_beside(kind, policy), work, leads_back=leads_back),
        leads_back=leads_back,
    )


def _beside(kind: str, policy: Policy) -> str:
    """The login page opens beside this one: the notice says that the visitor comes back here afterwards."""
    return "signed-out-tab" if kind == "signed-out" and policy.login and policy.login_in != "page" else kind


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
    return Notice("no-effect", actions=offers_of(policy).offered(("reload", "contact"), policy))


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
