"""What a notice can offer to a visitor: only buttons that can work, and only advice that is true.

An ats-widget has a form, a Retry on its failed screen and a list to go back to, and its state shows which of them are
present. Of anything else (the page's own requests, a widget that only a profile describes) nothing like that is known.
Such notices have a button to close them instead, and give no advice about a form.
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

#: Buttons that work without an ats-widget, too.
_ANYWHERE = ("sign-in", "contact")
#: Advice about the widget's form, and about what was entered there.
_ABOUT_A_FORM = ("waiting", "try-again", "fix-input", "online", "form", "entered", "rest")
#: Advice that already says how to go on, so that the way back to the form need not be explained.
_OWN_ADVICE = ("fix-input", "missing", "unsure", "disabled", "tell", "signed-out")
#: Advice that only says how to go on in the form.
_GOES_ON = ("try-again", "start-over", "online")
#: Advice for a visitor for whom trying again did not help.
_IN_VAIN = ("report", "breaker", "elsewhere")
#: Advice -> further advice, which says that nothing has to be entered again.
_KEEPS = {
    "renewing": "entered",
    "waiting": "entered",
    "try-again": "entered",
    "later": "entered",
    "offline": "entered",
    "fix-input": "rest",
}


class PageOffers:
    """The offers where no screens are known: for the page's own requests and for widgets of a profile."""

    def actions(
        self, wanted: tuple[str, ...], policy: Policy, look: Look | None, *, frozen: bool = False
    ) -> tuple[str, ...]:
        """Return those of the wanted buttons that can work now."""
        del look, frozen
        return self.offered(tuple(action for action in wanted if action in _ANYWHERE), policy)

    def offered(self, wanted: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
        """Return at most two of these buttons, without sign-in or contact where the settings have none."""
        offered = _with_somebody(wanted, policy)[:2]
        close: tuple[str, ...] = () if len(offered) > 1 else ("dismiss",)
        return offered + close

    def leads_back(self, actions: tuple[str, ...], look: Look | None, policy: Policy) -> bool:
        """Return False: there is no form to go back to."""
        del actions, look, policy
        return False

    def advice(self, said: tuple[str, ...], work: Work, look: Look | None, *, leads_back: bool) -> tuple[str, ...]:
        """Return the advice keys of ``said`` that do not speak of a form."""
        del work, look, leads_back
        return tuple(key for key in said if key not in _ABOUT_A_FORM)


class WidgetOffers:
    """The offers for an ats-widget."""

    def actions(
        self, wanted: tuple[str, ...], policy: Policy, look: Look | None, *, frozen: bool = False
    ) -> tuple[str, ...]:
        """Return those of the wanted buttons that can work now; ``frozen``: the widget is stuck until a redraw."""
        offered = [action for action in wanted if _can(action, look, frozen)]
        return self.offered(tuple(offered), policy)

    def offered(self, wanted: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
        """Return at most two of these buttons, without sign-in or contact where the settings have none."""
        return _with_somebody(wanted, policy)[:2]

    def leads_back(self, actions: tuple[str, ...], look: Look | None, policy: Policy) -> bool:
        """Whether trying again presses the widget's Retry, which only brings its form back."""
        # While the overlay is shown, the widget waits for a token, whichever screen is behind it.
        stopped = look is not None and look.screen == SCREEN_FAILED and not look.overlay and look.mode != MODE_DOWNLOAD
        resets = "start-over" in actions and policy.reset != "never"
        return stopped and not resets and ("try-again" in actions or "start-over" in actions)

    def advice(self, said: tuple[str, ...], work: Work, look: Look | None, *, leads_back: bool) -> tuple[str, ...]:
        """Return the advice keys to show: ``said``, and how to go on in the form where a button leads back to it.

        It does not say how to go on where that would pay again. It says that the input is kept only where the visitor
        can have entered something, and the form was not emptied since.
        """
        keeps = ""
        if said and work.state == "none" and _has_a_form(look):
            keeps = _KEEPS.get(said[0], "")
        if leads_back and work.state == "none" and not (said and said[0] in _OWN_ADVICE):
            # Advice for when going on does not help comes last.
            first, last = [], []
            for key in said:
                if key in _IN_VAIN:
                    last.append(key)
                elif key not in _GOES_ON:
                    first.append(key)
            keeps = "entered" if work.filled and not last and len(first) <= 1 else ""
            first.append("form")
            return tuple(first + last) + ((keeps,) if keeps else ())
        said = tuple(key for key in said if key != "try-again")
        said = said if work.state == "none" else tuple(key for key in said if key not in _GOES_ON)
        return said + (keeps,) if keeps and work.filled is not False else said  # noqa: RUF005  the same


_OF_PAGES = PageOffers()
_OF_WIDGETS = WidgetOffers()


def offers_of(policy: Policy) -> PageOffers | WidgetOffers:
    """Return the offers that fit this policy."""
    return _OF_WIDGETS if policy.screens else _OF_PAGES


def _has_a_form(look: Look | None) -> bool:
    """Whether the visitor can have entered something: not in a list, nor while the widget has no token yet."""
    return look is None or not (look.mode in LIST_MODES or (look.alert or "").startswith(NO_TOKEN_TEXT))


def _can(action: str, look: Look | None, frozen: bool) -> bool:
    if action == "back-to-list":
        return look is not None and look.offers(BACK_TO_LIST)
    if action != "try-again" or look is None or look.screen is None:
        return True
    return look.retry or look.offers(RELOAD_LIST) or (frozen and look.screen in FORMS)


def _with_somebody(wanted: tuple[str, ...], policy: Policy) -> tuple[str, ...]:
    if policy.login and policy.contact:
        return wanted
    return tuple(
        action for action in wanted if (action != "sign-in" or policy.login) and (action != "contact" or policy.contact)
    )
