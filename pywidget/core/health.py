"""Whether a widget works, and what we do to one that does not: cover it, and observe whether it draws itself anew.

    works ──failed──► failed ──redrawn, goes on──► works
      └──a config code──► disabled ──redrawn, set up anew, goes on──► works

A config code stops everything until the widget works again. What shows that: it draws itself anew without a failed
screen, its mode or site key changes, it is put into the page anew, or it goes on with its work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import FINAL, LIST_MODES, SCREEN_FAILED, STOPPED
from pywidget.core.effects import Announce, CoverWidget, ObserveRedraws

if TYPE_CHECKING:
    from pywidget.core.facts import Follows
    from pywidget.core.failure import Failure
    from pywidget.core.signals import Look
    from pywidget.core.verdict import Verdict

WORKS = "works"
FAILED = "failed"
DISABLED = "disabled"
STATES = (WORKS, FAILED, DISABLED)

#: what happened -> the next state, in the order of STATES.
TABLE: dict[str, tuple[str, str, str]] = {
    #            works          failed         disabled
    "failed": (FAILED, FAILED, DISABLED),
    "disabled": (DISABLED, DISABLED, DISABLED),
    "works-again": (WORKS, WORKS, WORKS),
}


class Health:
    """How one widget is.

    Args:
        screens: its screens are known: it can be covered, and its redraws mean something. Of the page's own requests,
            and of widgets that only a profile describes, nothing is covered or observed.

    Attributes:
        stopped_screen: what it showed when it stopped; None while it works, and where nobody knows.
    """

    def __init__(self, *, screens: bool) -> None:
        self.state = WORKS
        self.screens = screens
        self.covered = False
        self.stopped_screen: str | None = None
        self._observing = False

    @property
    def disabled(self) -> bool:
        """A config code stopped it."""
        return self.state == DISABLED

    @property
    def stopped(self) -> bool:
        """It showed that it stopped, and has not drawn anything else since."""
        return self.stopped_screen in STOPPED

    def drew_something_else(self, look: Look) -> bool:
        """It shows that it works again: it stopped, or was switched off, on another screen than this."""
        return self.stopped or (self.disabled and look.screen != self.stopped_screen)

    def failed(self, look: Look | None, *, stopped: bool) -> Follows:
        """A failure was told; ``stopped``: the widget itself said that it stopped."""
        self._to("failed")
        self.stopped_screen = look.screen if look is not None else None
        if stopped and not self.stopped:
            self.stopped_screen = SCREEN_FAILED
        return self.observe()

    def observe(self) -> Follows:
        """Tell of each redraw from now on."""
        if self._observing or not self.screens:
            return []
        self._observing = True
        return [ObserveRedraws(on=True)]

    def gave_up(self, look: Look | None) -> Follows:
        """It stopped because nobody gave it a token."""
        self.stopped_screen = SCREEN_FAILED
        return self.close(look)

    def disable(self, verdict: Verdict, failure: Failure, look: Look | None) -> Follows:
        """A config code came."""
        effects: Follows = []
        if not self.disabled:
            detail = {"system": verdict.system, "code": verdict.code, "requestId": failure.request_id}
            effects.append(Announce("pywidget:disabled", detail))
        self._to("disabled")
        return effects + self.close(look)

    def close(self, look: Look | None) -> Follows:
        """Cover the widget while it is disabled."""
        # Not over the COMPLETE screen, which shows the access code, nor over DISABLED, the widget's own such screen.
        stays = look is not None and look.screen in FINAL
        return [] if stays or not self.disabled else self.cover()

    def cover(self) -> Follows:
        """Cover it, so that nothing in it can be pressed."""
        if self.covered or not self.screens:
            return []
        self.covered = True
        return [CoverWidget(on=True)]

    def uncover(self) -> Follows:
        """Uncover it."""
        if not self.covered:
            return []
        self.covered = False
        return [CoverWidget(on=False)]

    def works_again(self, because: str, *, covered: bool = False) -> Follows:
        """It goes on. ``covered``: it stays covered."""
        effects: Follows = []
        if self.disabled:
            effects.append(Announce("pywidget:enabled", {"because": because}))
        self._to("works-again")
        self.stopped_screen = None
        return effects if covered else effects + self.uncover()

    def rest(self, look: Look | None) -> Follows:
        """Nothing is wrong: stop observing its redraws, unless it loads lists, whose failures no event tells of."""
        if not self._observing or (look is not None and look.mode in LIST_MODES):
            return []
        self._observing = False
        return [ObserveRedraws(on=False)]

    def _to(self, what: str) -> None:
        self.state = TABLE[what][STATES.index(self.state)]
