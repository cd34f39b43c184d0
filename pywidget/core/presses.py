"""What follows when the visitor acts: presses a button of a notice, comes back to the page, or waits long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices, tokens
from pywidget.core.ats_widget import BACK_TO_LIST, FORMS, RELOAD_LIST
from pywidget.core.effects import FocusWidget, PressButton, PressRetry, RedrawWidget
from pywidget.core.facts import WorksAgain

if TYPE_CHECKING:
    from pywidget.core.facts import Follows, TryAgain
    from pywidget.core.parts import Parts
    from pywidget.core.signals import ActionChosen, ConnectionChanged, LoginBlocked, PageResumed, Signal


def action_chosen(parts: Parts, signal: ActionChosen, now: int) -> Follows:
    """A button of the notice was pressed."""
    return parts.visitor.chosen(signal.action, parts.look, now)


def try_again(parts: Parts, _fact: TryAgain, now: int) -> Follows:
    """The visitor wants another try."""
    look, waiting = parts.look, parts.waiting
    if parts.would_ask_again():
        return tokens.ask_again(parts, now)
    stopped = parts.has_retry()
    if parts.health.disabled and not stopped:
        return []
    if parts.visitor.shows(("renewing",)):
        # The visitor pressed twice; a renewal is already under way.
        return []
    failure = parts.pairing.failure
    fields = notices.fields_at_fault(failure)
    follows = parts.visitor.hide()
    if parts.health.disabled:
        # The widget is uncovered for this one try. After a success it stays so; another refusal covers it again.
        follows.append(PressRetry())
        follows.append(FocusWidget(fields))
        follows.append(WorksAgain("tried-again"))
        return follows
    if look is not None and look.offers(RELOAD_LIST) and not look.retry:
        follows.append(PressButton(RELOAD_LIST))
        follows.append(FocusWidget(fields))
    elif failure is not None and failure.frozen and not stopped:
        follows.append(RedrawWidget())
        follows.append(FocusWidget(fields))
    elif waiting.has_no_token() and not (stopped or parts.would_pay()):
        # The widget does not wait for a token now, but needs one when the visitor presses one of its buttons next.
        return tokens.ask_again(parts, now)
    else:
        return follows + parts.visitor.lead_back(look, fields)
    return follows + parts.visitor.acted(look)


def leads_nowhere(parts: Parts) -> bool:
    """Whether the notice's buttons no longer work: the widget drew something else, or its own button was pressed."""
    look, visitor = parts.look, parts.visitor
    if look is None or look.screen is None:
        return False
    if visitor.offers("back-to-list"):
        return not look.offers(BACK_TO_LIST)
    failure = parts.pairing.failure
    frozen = failure is not None and failure.frozen and look.screen in FORMS
    helps = look.retry or look.offers(RELOAD_LIST) or frozen or parts.waiting.has_no_token()
    return visitor.offers("try-again") and not helps


def effect_looked_for(parts: Parts, _signal: Signal, _now: int) -> Follows:
    """Tell the visitor if a press has changed nothing by now."""
    if not parts.visitor.nothing_changed(parts.look):
        return []
    return parts.visitor.show(notices.for_no_effect(parts.policy))


def wait_over(parts: Parts, _signal: Signal, now: int) -> Follows:
    """The time of a wait is up."""
    visitor = parts.visitor
    again: Follows | None = visitor.wait_over(now)
    if again is not None:
        return again
    if visitor.shows(("waiting",)):
        return parts.show_retry("try-again", "wait-over")
    if visitor.shows(("breaker",)):
        return tokens.tell_failed(parts, "too-many-renewals", parts.waiting.cause, now)
    return []


def login_blocked(parts: Parts, _signal: LoginBlocked, _now: int) -> Follows:
    """The browser refused to open the login page in a tab or popup."""
    return parts.visitor.login_blocked(parts.look)


def connection_changed(parts: Parts, signal: ConnectionChanged, now: int) -> Follows:
    """The browser went offline, or came back."""
    parts.renewal.connected(online=signal.online)
    if not signal.online:
        return []
    parts.visitor.online(now)
    follows = parts.renewal.receive("online", now)
    if parts.visitor.shows(("offline",)) and parts.renewal.resting:
        follows += parts.show_retry("online", "")
    return follows


def page_resumed(parts: Parts, signal: PageResumed, now: int) -> Follows:
    """The page runs or is visible again: timers may be late, and the visitor may have signed in meanwhile."""
    follows = parts.pairing.settle() + parts.renewal.receive("tick", now)
    if parts.visitor.wait_until and now >= parts.visitor.wait_until:
        follows += wait_over(parts, signal, now)
    waiting = parts.waiting
    helps = waiting.can_go_on(now) and not (parts.health.disabled or parts.would_pay())
    if helps and parts.visitor.returned(now):
        follows += tokens.ask_again(parts, now)
    return follows
