"""The visitor: what they are shown, the buttons they press, and how long they have to wait.

This module says what each button does; :mod:`pywidget.core.notices` decides which buttons a notice has. A button that
can lose input or cost money does nothing unless the notice that is shown at that moment has it.

Rules:

* During a wait, *Try again* does nothing. A wait that a server asked for counts from its answer. If it named none, the
  wait grows with each rate limit in a row.
* The visitor is asked first before something that loses their input: *Start over*, *Reload the page*, and a login page
  in place of this page.
* If a press changes nothing, the visitor is told so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import notices
from pywidget.core.ats_widget import BACK_TO_LIST, FINAL, FORMS
from pywidget.core.backoff import RATE_LIMIT_FIRST_MS, RATE_LIMIT_MOST_MS, delay_ms
from pywidget.core.effects import (
    CancelTimer,
    CopyAccessCode,
    FocusWidget,
    HideNotice,
    Notice,
    OpenContact,
    OpenLogin,
    PressButton,
    PressRetry,
    ReloadPage,
    ResetWidget,
    ShowNotice,
    StartTimer,
)
from pywidget.core.facts import TryAgain, WordGiven
from pywidget.core.retry_after import MAX_WAIT_MS

if TYPE_CHECKING:
    from pywidget.core.backoff import Random
    from pywidget.core.effects import Effect
    from pywidget.core.facts import Follows
    from pywidget.core.policy import Policy
    from pywidget.core.signals import Look

#: How long a press may take to change something that can be seen, in milliseconds.
EFFECT_MS = 1_500
#: The shortest time between two tries because the visitor came back from signing in, in milliseconds: long enough that
#: these tries do not open the breaker.
RETURN_MS = 21_000

#: button -> what is to be done (a method of :class:`Visitor`).
BUTTONS = {
    "try-again": "_try_again",
    "start-over": "_start_over",
    "confirm-start-over": "_do",
    "reload": "_ask_to_leave",
    "confirm-reload": "_do",
    "sign-in": "_sign_in",
    "confirm-sign-in": "_do",
    "cancel": "_cancel",
    "contact": "_do",
    "copy-code": "_do",
    "back-to-list": "_back_to_list",
    "keep": "_keep",
    "register-again": "_register_again",
    "dismiss": "_dismiss",
}

#: Buttons that do no harm if the press comes after another notice was shown.
_HARMLESS = ("try-again", "sign-in", "contact", "copy-code", "dismiss")

_NO_WAIT = CancelTimer("wait")


class Visitor:
    """The visitor of one widget.

    Args:
        policy: what the integrator allowed.
        random: for the length of waits that no server named.

    Attributes:
        notice: the notice that is shown; None if there is none.
        wait_until: when *Try again* is allowed again, in milliseconds of the controller's clock; 0 if it is now.
        signing_in: whether the login page was opened in a tab or popup.
    """

    def __init__(self, policy: Policy, random: Random) -> None:
        self.notice: Notice | None = None
        self.wait_until = 0
        self.signing_in = False
        self._policy = policy
        self._random = random
        self._limits = 0
        #: The notice that a question to the visitor has replaced.
        self._asked: Notice | None = None
        self._pressed_at: Look | None = None
        self._returned_at = -RETURN_MS
        self._online_at = 0

    # Notices

    def show(self, notice: Notice) -> Follows:
        """Show a notice; it replaces the one that is shown."""
        self.notice = notice
        return [ShowNotice(notice)]

    def hide(self, last: str = "") -> Follows:
        """Remove the notice. ``last``: key of a sentence that a screen reader says then."""
        if self.notice is None:
            return []
        self.notice = None
        return [HideNotice(last)]

    def keep_on_the_form(self) -> Follows:
        """Keep the notice that is shown, without its button back to the form, because the form is shown again."""
        before = self.notice
        notice = notices.on_the_form(before, self._policy) if before is not None else None
        return [] if notice is None or notice is before else self.show(notice)

    def shows(self, kinds: tuple[str, ...]) -> bool:
        """Whether a notice of one of these kinds is shown."""
        return self.notice is not None and self.notice.kind in kinds

    def offers(self, action: str) -> bool:
        """Whether the notice that is shown has this button."""
        return self.notice is not None and action in self.notice.actions

    def advises(self, *advice: str) -> bool:
        """Whether the notice that is shown gives one of these advices."""
        return self.notice is not None and any(key in advice for key in self.notice.advice)

    # Waits

    def limit(self, asked: int | None, now: int) -> int | None:
        """Count one more rate limit; ``asked``: how long the server asked to wait, in milliseconds.

        Returns:
            When the wait is over, in milliseconds of the controller's clock; None if it is too long for a countdown.
        """
        self._limits += 1
        if asked is None:
            asked = delay_ms(self._limits, RATE_LIMIT_FIRST_MS, RATE_LIMIT_MOST_MS, self._random)
        self.wait_until = now + asked
        return self.wait_until if asked < MAX_WAIT_MS else None

    def wait(self, now: int, until: int = 0) -> Follows:
        """Allow *Try again* only from ``until`` on; without it, when the rate limit is over."""
        self.wait_until = until or self.wait_until
        return [StartTimer("wait", max(self.wait_until - now, 0))]

    def wait_over(self, now: int) -> Follows | None:
        """The timer of a wait fired. Return None if the wait is over, else a timer for the rest."""
        if now < self.wait_until:
            return [StartTimer("wait", self.wait_until - now)]
        self.wait_until = 0
        return None

    def succeeded(self) -> None:
        """The limited request succeeded: the next rate limit counts as the first one."""
        self._limits = 0

    def stop_waiting(self) -> Follows:
        """End the wait."""
        self.wait_until = 0
        return [_NO_WAIT]

    # Buttons

    def chosen(self, action: str, look: Look | None, now: int) -> Follows:
        """A button of the notice was pressed."""
        if action not in BUTTONS or not (self.offers(action) or action in _HARMLESS):
            return []
        follows: Follows = getattr(self, BUTTONS[action])(action, look, now)
        return follows

    def acted(self, look: Look | None) -> Follows:
        """A button was pressed: remember the widget's look, and start the timer to see whether it changes."""
        self._pressed_at = look
        return [StartTimer("effect", EFFECT_MS)]

    def lead_back(self, look: Look | None, fields: tuple[str, ...] = ()) -> Follows:
        """Bring the visitor back to the widget's form; if the widget stopped, by its own Retry."""
        if look is not None and look.screen in FORMS:
            return [FocusWidget(fields)]
        follows: Follows = [PressRetry(), FocusWidget(fields)]
        return follows + self.acted(look)

    def nothing_changed(self, look: Look | None) -> bool:
        """Return whether the widget still looks as it did when the button was pressed."""
        before, self._pressed_at = self._pressed_at, None
        if before is None or look is None or self.notice is not None or before.buttons is None:
            return False
        return (before.screen, before.buttons, before.alert) == (look.screen, look.buttons, look.alert)

    def returned(self, now: int) -> bool:
        """The page is visible again. Return whether the visitor comes from signing in, so that a try may help."""
        if not self.signing_in or now - self._returned_at < RETURN_MS:
            return False
        self._returned_at = now
        return True

    def online(self, now: int) -> None:
        """The connection came back."""
        self._online_at = now

    def was_offline(self, moment: int) -> bool:
        """Whether there was no connection at that moment, and there is one now."""
        return moment < self._online_at

    def signed_in(self) -> None:
        """The session was renewed."""
        self.signing_in = False

    def login_blocked(self, look: Look | None) -> Follows:
        """The browser refused to open a tab or popup, so the login page can only be opened in place of this page."""
        self.signing_in = False
        return self._ask_to_leave("sign-in", look, 0)

    def _try_again(self, _action: str, _look: Look | None, now: int) -> Follows:
        return [] if now < self.wait_until else [TryAgain()]

    def _start_over(self, _action: str, look: Look | None, _now: int) -> Follows:
        if self._policy.reset == "allowed":
            return self._leave_with(ResetWidget())
        if self._policy.reset == "never" and self.notice is not None and self.notice.leads_back:
            # The label of the button says that it only leads back to the form, so nothing has to be confirmed.
            return self.hide() + self.lead_back(look)
        return self._ask("confirm", "confirm-start-over")

    def _ask_to_leave(self, action: str, look: Look | None, _now: int) -> Follows:
        return self._ask("leave", "confirm-" + action) if self._something_to_lose(look) else self._do(action, look, 0)

    def _sign_in(self, action: str, look: Look | None, now: int) -> Follows:
        where = self._policy.login_in
        if where == "page":
            return self._ask_to_leave(action, look, now)
        self.signing_in = True
        self._returned_at = -RETURN_MS
        return [OpenLogin(where)]

    def _ask(self, kind: str, yes: str) -> Follows:
        self._asked = self.notice
        return self.show(Notice(kind, role="alert", actions=("cancel", yes)))

    def _cancel(self, _action: str, _look: Look | None, now: int) -> Follows:
        notice, self._asked = self._asked, None
        if notice is None:
            return self.hide()
        follows = self.show(notice)
        if notice.until is not None and notice.until <= now:
            # Its wait ended while the question was shown.
            follows.append(StartTimer("wait", 0))
        return follows

    def _do(self, action: str, _look: Look | None, _now: int) -> Follows:
        if action == "contact":
            notice = self.notice
            return [OpenContact((notice.reference or notice.transaction or "") if notice is not None else "")]
        if action == "copy-code":
            return [CopyAccessCode()]
        if action in ("reload", "confirm-reload"):
            return [ReloadPage()]
        if action in ("sign-in", "confirm-sign-in"):
            return [OpenLogin("page")]
        return self._leave_with(ResetWidget())

    def _back_to_list(self, _action: str, look: Look | None, _now: int) -> Follows:
        return self._leave_with(PressButton(BACK_TO_LIST)) + self.acted(look)

    def _keep(self, _action: str, _look: Look | None, _now: int) -> Follows:
        return [WordGiven(again=False)]

    def _register_again(self, _action: str, _look: Look | None, _now: int) -> Follows:
        return [WordGiven(again=True)]

    def _dismiss(self, _action: str, _look: Look | None, _now: int) -> Follows:
        return self._leave_with()

    def _leave_with(self, *doing: Effect) -> Follows:
        """Hide the notice, perform the effects, and move the focus to where the visitor goes on."""
        follows = self.hide()
        follows += doing
        follows.append(FocusWidget())
        return follows

    def _something_to_lose(self, look: Look | None) -> bool:
        return self._policy.screens and (look is None or look.screen not in FINAL)
