"""Whether a widget works. One that does not is covered, and its redraws are observed.

    works ──failed──► failed ──redrawn, goes on──► works
      └──a config code──► disabled ──redrawn, set up anew, goes on──► works

A config code disables the widget until it works again. It works again when it draws itself anew without a failed
screen, when its mode or site key changes, when it is put into the page anew, or when it goes on with its work.
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

#: What happened -> the next state, for each present state in the order of STATES.
TABLE: dict[str, tuple[str, str, str]] = {
    #            works          failed         disabled
    "failed": (FAILED, FAILED, DISABLED),
    "disabled": (DISABLED, DISABLED, DISABLED),
    "works-again": (WORKS, WORKS, WORKS),
}


class Health:
    """Whether one widget works.

    Args:
        screens: whether the widget's screens are known, so that it can be covered and its redraws can be understood.
            False for the page's own requests, and for widgets that only a profile describes.

    Attributes:
        stopped_screen: the screen that the widget showed when it stopped; None while it works, or if not known.
    """

    def __init__(self, *, screens: bool) -> None:
        self.state = WORKS
        self.screens = screens
        self.covered = False
        self.stopped_screen: str | None = None
        self._observing = False

    @property
    def disabled(self) -> bool:
        """Whether a config code stopped the widget."""
        return self.state == DISABLED

    @property
    def stopped(self) -> bool:
        """Whether the widget showed that it stopped, and has not drawn anything else since."""
        return self.stopped_screen in STOPPED

    def drew_something_else(self, look: Look) -> bool:
        """Whether its present screen shows that it works again: it stopped or was disabled on another screen."""
        return self.stopped or (self.disabled and look.screen != self.stopped_screen)

    def failed(self, look: Look | None, *, stopped: bool) -> Follows:
        """A failure was announced; ``stopped``: the widget itself said that it stopped."""
        self._to("failed")
        self.stopped_screen = look.screen if look is not None else None
        if stopped and not self.stopped:
            self.stopped_screen = SCREEN_FAILED
        return self.observe()

    def observe(self) -> Follows:
        """Begin to observe the widget's redraws."""
        if self._observing or not self.screens:
            return []
        self._observing = True
        return [ObserveRedraws(on=True)]

    def gave_up(self, look: Look | None) -> Follows:
        """The widget stopped because it was given no token."""
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
        # The COMPLETE screen shows the access code, so it stays visible; DISABLED is the widget's own cover.
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
        """The widget goes on. ``covered``: keep it covered."""
        effects: Follows = []
        if self.disabled:
            effects.append(Announce("pywidget:enabled", {"because": because}))
        self._to("works-again")
        self.stopped_screen = None
        return effects if covered else effects + self.uncover()

    def rest(self, look: Look | None) -> Follows:
        """Stop observing redraws, since nothing is wrong. Not while it loads lists: no event reports their failures."""
        if not self._observing or (look is not None and look.mode in LIST_MODES):
            return []
        self._observing = False
        return [ObserveRedraws(on=False)]

    def _to(self, what: str) -> None:
        self.state = TABLE[what][STATES.index(self.state)]
