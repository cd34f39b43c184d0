"""How far the visitor's work got, and whether the next event is about the same work.

    none ──confirmed──► submitted ──completed──► completed
      └──answer lost──► unsure ──confirmed──► submitted
    any of them ──another work──► none

Rules:

* After ``allfeat:confirmed`` the work is paid for. So is one that has a transaction, and one that is tracked.
* If the widget failed while it confirmed and the server refused nothing, the answer to ``confirm`` was lost, and nobody
  knows the result. This counts as paid.
* The widget's own Retry brings the same form back, without the transaction. It is still the same work, and sending it
  again pays again. A token for that needs the visitor's consent, and each consent counts for one payment.
* Another work begins with another file, another mode, the widget's own "protect another work" and its ``reset()``:
  after these the form is on its first step, without a button that submits it.
* Tracking can end without an event. The widget gives up after 120 seconds; 30 seconds later no event will come any
  more. This time counts from the widget's last step, not from when its event was received.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import (
    EVENT_COMPLETE,
    EVENT_CONFIRMED,
    EVENT_MODE,
    EVENT_UPLOAD_COMPLETE,
    EVENT_UPLOAD_START,
    FORMS,
    LOST,
    NEW_WORK,
    NEXT,
    RETRY,
    SCREEN_COMPLETE,
    SCREEN_CONFIRMING,
    SCREEN_FAILED,
    SCREEN_TRACKING,
    STUCK_MS,
    SUBMIT,
    TRACKING,
)
from pywidget.core.effects import CancelTimer, StartTimer
from pywidget.core.facts import FormReturned, WorkSilent, WorkSubmitted

if TYPE_CHECKING:
    from pywidget.core.effects import Effect
    from pywidget.core.facts import Follows
    from pywidget.core.signals import Look, Progressed
    from pywidget.core.verdict import Verdict

NONE = "none"
UNSURE = "unsure"
SUBMITTED = "submitted"
COMPLETED = "completed"
STATES = (NONE, UNSURE, SUBMITTED, COMPLETED)

#: What happened -> the next state, for each present state in the order of STATES.
TABLE: dict[str, tuple[str, str, str, str]] = {
    #                 none       unsure     submitted  completed
    "confirmed": (SUBMITTED, SUBMITTED, SUBMITTED, SUBMITTED),
    "tracked": (SUBMITTED, SUBMITTED, SUBMITTED, COMPLETED),
    "completed": (COMPLETED, COMPLETED, COMPLETED, COMPLETED),
    "answer-lost": (UNSURE, UNSURE, SUBMITTED, COMPLETED),
    "another-work": (NONE, NONE, NONE, NONE),
}


class Work:
    """One widget's work.

    Attributes:
        state: how far it got.
        transaction: its transaction id on the blockchain; None while that is not known.
        payments: how often it was confirmed; distinguishes the failures of two payments.
        word: whether the visitor agreed to pay once more, and has not done so yet.
        filled: whether the form was filled in and not emptied since; None if that is not known.
    """

    def __init__(self) -> None:
        self.state = NONE
        self.transaction: str | None = None
        self.payments = 0
        self.word = False
        self.filled: bool | None = None
        self._file = ""
        self._uploaded = False
        self._screen: str | None = None
        self._last_step = 0

    @property
    def paid(self) -> bool:
        """Whether starting a registration would pay again without the visitor's consent."""
        return self.state != NONE and not self.word

    def see(self, look: Look, pressed: str, now: int) -> Follows:
        """Take the widget's look, which comes with each signal; ``pressed``: its own button that was pressed, or ""."""
        follows: Follows = []
        screen = look.screen
        before, self._screen = self._screen, screen
        if pressed in NEW_WORK:
            self.another()
        if look.transaction_id is not None and look.transaction_id != self.transaction:
            self.transaction = look.transaction_id
            follows += self._paid("completed" if screen == SCREEN_COMPLETE else "tracked")
        if screen in FORMS:
            if before is not None and before not in FORMS:
                follows += self._form_is_back(look, pressed)
            if (self.filled is None or pressed == NEXT) and look.offers(SUBMIT):
                # After Retry an emptied form is on its last step, too, so the submit button alone does not show that it
                # is filled in.
                self.filled = True
        elif screen == SCREEN_TRACKING and not self._last_step:
            # The widget began to track the work before anybody listened.
            self._last_step = now
            follows.append(StartTimer("stuck", STUCK_MS))
        return follows

    def progressed(self, signal: Progressed, now: int) -> Follows:
        """The widget went on with the work."""
        step = signal.step
        self._last_step = now - signal.age
        if step == EVENT_MODE:
            self.another()
        elif step == EVENT_UPLOAD_START:
            # Even after the form was emptied, an upload can begin that was sent before.
            filled = self.filled is not False
            if not signal.file or signal.file != self._file:
                self.another()
            self._file, self._uploaded, self.filled = signal.file, False, filled
        elif step == EVENT_UPLOAD_COMPLETE:
            self._uploaded = True
        elif step == EVENT_CONFIRMED:
            self._uploaded = self.word = False
            self.payments += 1
            self.transaction = signal.transaction_id or self.transaction
            return self._paid("confirmed", StartTimer("stuck", max(STUCK_MS - signal.age, 0)))
        elif step == EVENT_COMPLETE:
            return self._paid("completed", CancelTimer("stuck"))
        return []

    def failed(self, verdict: Verdict, screen: str | None) -> Follows:
        """A failure was announced. ``screen``: the widget's screen at its first event; None if that is not known."""
        confirming = screen == SCREEN_CONFIRMING or (self._uploaded and screen in (None, SCREEN_FAILED))
        self._uploaded = False
        if not confirming or not (verdict.remedy in LOST or verdict.code in LOST):
            return []
        self.word = False
        return self._paid("answer-lost")

    def tracked(self) -> Follows:
        """The widget waits for a token to track a work, so the work was submitted, whichever screen is shown."""
        return self._paid("tracked")

    def give_word(self) -> None:
        """The visitor agreed to pay once more."""
        self.word = True

    def another(self) -> None:
        """Another work begins now."""
        self.state = TABLE["another-work"][STATES.index(self.state)]
        self.transaction = None
        self.word = self._uploaded = self.filled = False

    def quiet(self, look: Look | None, now: int) -> Follows:
        """The timer for a submitted work fired: find out whether the widget has sent no event for too long."""
        if self.state != SUBMITTED or (look is not None and look.screen not in TRACKING):
            return []
        silence = now - self._last_step
        return [WorkSilent()] if silence >= STUCK_MS else [StartTimer("stuck", STUCK_MS - silence)]

    def _paid(self, what: str, timer: Effect | None = None) -> Follows:
        self.state = TABLE[what][STATES.index(self.state)]
        return [WorkSubmitted()] if timer is None else [timer, WorkSubmitted()]

    def _form_is_back(self, look: Look, pressed: str) -> Follows:
        # If the form's step cannot be seen, assume the same work, so that nobody pays twice by mistake.
        if pressed == RETRY or not look.first_step:
            return [FormReturned()] if self.state != NONE else []
        self.another()
        return []
