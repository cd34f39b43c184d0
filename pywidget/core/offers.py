"""What can be offered to a visitor: only buttons that have something to press, and only advice that is true.

An ats-widget has a form, a Retry on its failed screen and a list to go back to, and tells which of them are there. What
is not an ats-widget (requests of the page's own, a widget that only a profile describes) has none of it that we know:
its notices can be closed instead, and give no advice that speaks of a form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import BACK_TO_LIST, FORMS, MODE_DOWNLOAD, RELOAD_LIST, SCREEN_FAILED

if TYPE_CHECKING:
    from pywidget.core.policy import Policy
    from pywidget.core.signals import Look
    from pywidget.core.work import Work

#: What works for everything that is in the page.
_ANYWHERE = ("sign-in", "contact")
#: Kinds whose advice speaks of the widget's form.
_ABOUT_A_FORM = ("renewing", "waiting", "try-again", "fix-input", "offline", "online", "press-again")
#: Kinds whose own advice holds on the way back to the form, too.
_OWN_ADVICE = ("fix-input", "unsure", "disabled", "signed-out", "signed-out-tab")
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

    def advice(self, kind: str, work: Work, *, leads_back: bool) -> str:
        """Key of what to do next; "" where none would be true."""
        del work, leads_back
        return self.plain(kind)

    def plain(self, kind: str) -> str:
        """The advice of a kind that depends on nothing else."""
        return "" if kind in _ABOUT_A_FORM else kind


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

    def advice(self, kind: str, work: Work, *, leads_back: bool) -> str:
        """Key of what to do next: where a button leads back to the form, how to go on there."""
        if not leads_back or kind in _OWN_ADVICE:
            return kind
        if kind in ("offline", "report"):
            return kind + "-form"
        return "form-kept" if work.filled else "form"

    def plain(self, kind: str) -> str:
        """The advice of a kind that depends on nothing else."""
        return kind


def offers_of(policy: Policy) -> PageOffers | WidgetOffers:
    """What can be offered under this policy."""
    return WidgetOffers() if policy.screens else PageOffers()


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
