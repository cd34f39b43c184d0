"""Which notice a situation calls for. Words come later, from the locales.

The kind follows from the remedy, with three situations that come first, because in them the usual advice would do harm:

1. The work is finished and only a download failed: nothing is lost, the access code can be copied.
2. The work was submitted and its end is not known: whoever submits it again pays again.
3. The widget stands still on its own form: no button of the widget works until it is drawn anew.

At most two buttons. A button is offered only where it can work: *Sign in* needs a login page, *Contact* a contact. What
is not an ats-widget has no Retry to press and no form that we know is kept: its notices can be closed instead, and give
no advice that speaks of a form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.effects import Notice

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.failure import Failure
    from pywidget.core.policy import Policy
    from pywidget.core.verdict import Verdict

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

#: What works for everything that is in the page.
_ANYWHERE = ("sign-in", "contact")
#: Kinds whose advice speaks of the widget's form.
_ABOUT_A_FORM = ("renewing", "waiting", "try-again", "fix-input", "offline", "online")

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
    "too-many-renewals": "session-refused",
    "already-submitted": "session-submitted",
}


def for_verdict(
    verdict: Verdict, failure: Failure, policy: Policy, submission: str, transaction: str | None, until: int | None
) -> Notice:
    """The notice for a failure that was put on its path.

    Args:
        submission: ``none``, ``submitted`` or ``completed``: how far the work got.
        until: when a rate limit is over, on the clock of ``now``.
    """
    params = details_params(failure.details)
    submitted = submission == "submitted"
    actions: tuple[str, ...]
    if submission == "completed" and verdict.path != "config":
        kind, actions = "certificate", ("copy-code", "contact")
    elif submitted and verdict.path != "config":
        kind, actions, until = "submitted", ("contact",), None
    elif failure.frozen and policy.familiar:
        kind, actions = "stuck", ("try-again",)
    elif verdict.path == "config":
        kind, actions = "disabled", ("copy-code", "contact") if submission == "completed" else ("contact",)
    else:
        kind, actions = _BY_REMEDY[verdict.remedy]
    if not policy.familiar:
        actions = tuple(action for action in actions if action in _ANYWHERE)
    return Notice(
        kind,
        role="status" if until is not None else "alert",
        message=verdict.message,
        params=params,
        actions=_offered(actions, policy),
        reference=failure.request_id,
        transaction=transaction if submitted else None,
        until=until,
        warning="submitted" if submitted else "",
        advice=advice(kind, policy),
    )


def for_renewing(policy: Policy) -> Notice:
    """The notice for a session that is being renewed."""
    return Notice("renewing", role="status", advice=advice("renewing", policy))


def for_retry(kind: str, message: str, policy: Policy) -> Notice:
    """The notice that nothing stands in the way of another try any more."""
    actions = ("try-again",) if policy.familiar else ()
    return Notice(kind, role="status", message=message, actions=_offered(actions, policy), advice=advice(kind, policy))


def advice(kind: str, policy: Policy) -> str:
    """Key of what to do next; "" where none would be true."""
    return kind if policy.familiar or kind not in _ABOUT_A_FORM else ""


def for_failed_renewal(reason: str, failure: Failure | None, policy: Policy) -> Notice:
    """The notice for a session that could not be renewed."""
    kind = "offline" if reason in ("unreachable", "timed-out") else "signed-out"
    if reason == "too-many-renewals":
        kind = "breaker"
    actions: tuple[str, ...] = ("sign-in", "try-again") if kind == "signed-out" else ("try-again", "contact")
    if reason == "no-token-source" and not policy.familiar:
        actions = ("sign-in",)
    return Notice(
        kind,
        message=_RENEWAL_MESSAGES.get(reason, "session-lost"),
        actions=_offered(actions, policy),
        reference=failure.request_id if failure is not None else None,
        advice=advice(kind, policy),
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
        name = item.get("path") or item.get("field") or item.get("name") if isinstance(item, dict) else item
        name = _in_words(name) if isinstance(name, str) else ""
        if name and name not in names:
            names.append(name)
    return names[:10] or None


def _in_words(path: str) -> str:
    """``creators.0.first_name`` as people say it: they count from one."""
    parts = path[:100].replace(".", " ").replace("_", " ").replace("[", " ").replace("]", " ").split()
    return " ".join([part if part.strip("0123456789") else str(int(part) + 1) for part in parts])


def _offered(actions: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    offered = tuple(
        action
        for action in actions
        if (action != "sign-in" or policy.login) and (action != "contact" or policy.contact)
    )
    close: tuple[str, ...] = () if policy.familiar or len(offered) > 1 else ("dismiss",)
    return offered + close
