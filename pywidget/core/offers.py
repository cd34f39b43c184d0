"""What can be offered to a visitor: only buttons that have something to press, and only advice that is true.

An ats-widget has a form, a Retry on its failed screen and a list to go back to, and tells which of them are there. What
is not an ats-widget (requests of the page's own, a widget that only a profile describes) has none of it that we know:
its notices can be closed instead, and give no advice that speaks of a form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import (
    BACK_TO_LIST,
    FORMS,
    LIST_MODES,
    MODE_DOWNLOAD,
    NO_TOKEN_TEXT,
    RELOAD_LIST,
    SCREEN_FAILED,
)

if TYPE_CHECKING:
    from pywidget.core.policy import Policy
    from pywidget.core.signals import Look
    from pywidget.core.work import Work

#: What works for everything that is in the page.
_ANYWHERE = ("sign-in", "contact")
#: Advice that speaks of the widget's form, and of what was entered there.
_ABOUT_A_FORM = ("waiting", "try-again", "fix-input", "online", "press-again", "form", "entered", "rest")
#: Advice after which the way back to the form needs no words.
_OWN_ADVICE = ("fix-input", "missing", "unsure", "disabled", "tell", "signed-out")
#: Advice that says nothing more than how to go on at the form.
_GOES_ON = ("try-again", "start-over", "online")
#: Advice for whoever has tried in vain.
_IN_VAIN = ("report", "breaker", "elsewhere")
#: Advice beside which it is good to know that nothing has to be entered once more, and what says so.
_KEEPS = {
    "renewing": "entered",
    "waiting": "entered",
    "try-again": "entered",
    "later": "entered",
    "offline": "entered",
    "fix-input": "rest",
}
#: Buttons that press the widget's Retry, or lead to it.
_RETRIES = ("try-again", "start-over")


class PageOffers:
    """For what has no screens that we know."""

    def actions(
        self, wanted: tuple[str, ...], policy: Policy, look: Look | None, *, frozen: bool = False
    ) -> tuple[str, ...]:
        """Of the buttons that are wanted, those that can work now."""
        del look, frozen
        return self.offered(tuple(action for action in wanted if action in _ANYWHERE), policy)

    def offered(self, wanted: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
        """Those for which there is somebody to ask."""
        offered = _with_somebody(wanted, policy)[:2]
        close: tuple[str, ...] = () if len(offered) > 1 else ("dismiss",)
        return offered + close

    def leads_back(self, actions: tuple[str, ...], look: Look | None, policy: Policy) -> bool:
        """There is no form to come back."""
        del actions, look, policy
        return False

    def advice(self, said: tuple[str, ...], work: Work, look: Look | None, *, leads_back: bool) -> tuple[str, ...]:
        """Keys of what to do next: of what is to be ``said``, what is true."""
        del work, look, leads_back
        return tuple(key for key in said if key not in _ABOUT_A_FORM)


class WidgetOffers:
    """For an ats-widget."""

    def actions(
        self, wanted: tuple[str, ...], policy: Policy, look: Look | None, *, frozen: bool = False
    ) -> tuple[str, ...]:
        """Of the buttons that are wanted, those that can work now; ``frozen``: a redraw frees the form."""
        return self.offered(tuple(action for action in wanted if _can(action, look, frozen)), policy)

    def offered(self, wanted: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
        """Those for which there is somebody to ask, two at the most."""
        return _with_somebody(wanted, policy)[:2]

    def leads_back(self, actions: tuple[str, ...], look: Look | None, policy: Policy) -> bool:
        """Whether trying again presses the widget's Retry, which only brings its form back."""
        # Under the overlay it waits for a token, whatever screen is behind that.
        stopped = look is not None and look.screen == SCREEN_FAILED and not look.overlay and look.mode != MODE_DOWNLOAD
        resets = "start-over" in actions and policy.reset != "never"
        return stopped and not resets and any(action in _RETRIES for action in actions)

    def advice(self, said: tuple[str, ...], work: Work, look: Look | None, *, leads_back: bool) -> tuple[str, ...]:
        """Keys of what to do next: where a button leads back to the form, how to go on there.

        Not where that would pay again. That something is kept is said where something can have been entered, and was
        not emptied since.
        """
        keeps = ""
        if said and work.state == "none" and _has_a_form(look):
            keeps = _KEEPS.get(said[0], "")
        if leads_back and work.state == "none" and not (said and said[0] in _OWN_ADVICE):
            # What to do if that does not help comes last.
            first = tuple(key for key in said if key not in _GOES_ON and key not in _IN_VAIN)
            last = tuple(key for key in said if key in _IN_VAIN)
            keeps = "entered" if work.filled and not last and len(first) <= 1 else ""
            return first + ("form",) + last + ((keeps,) if keeps else ())
        said = tuple(key for key in said if key != "try-again")
        said = said if work.state == "none" else tuple(key for key in said if key not in _GOES_ON)
        return said + (keeps,) if keeps and work.filled is not False else said  # noqa: RUF005  the same


def offers_of(policy: Policy) -> PageOffers | WidgetOffers:
    """What can be offered under this policy."""
    return WidgetOffers() if policy.screens else PageOffers()


def _has_a_form(look: Look | None) -> bool:
    """Whether something can have been entered: not into a list, nor where it still waits for its first token."""
    return look is None or not (look.mode in LIST_MODES or (look.alert or "").startswith(NO_TOKEN_TEXT))


def _can(action: str, look: Look | None, frozen: bool) -> bool:
    if action == "back-to-list":
        return look is not None and look.offers(BACK_TO_LIST)
    if action != "try-again" or look is None or look.screen is None:
        return True
    return look.retry or look.offers(RELOAD_LIST) or (frozen and look.screen in FORMS)


def _with_somebody(wanted: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    return tuple(
        action for action in wanted if (action != "sign-in" or policy.login) and (action != "contact" or policy.contact)
    )
