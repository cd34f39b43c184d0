"""How far the visitor's work got, and whether what comes now is the same work.

    none ──confirmed──► submitted ──completed──► completed
      └──answer lost──► unsure ──confirmed──► submitted
    any of them ──another work──► none

Rules:

* After ``allfeat:confirmed`` the work is paid for. So is one that has a transaction, and one that is tracked.
* Where the answer to ``confirm`` was lost, nobody knows: the widget was confirming when it failed, and what it says is
  no refusal. That counts as paid.
* The widget's own Retry brings the same form back, and forgets the transaction. That is the same work still: whoever
  presses its button pays again. A token for that needs the visitor's consent, and each consent is good for one payment.
* Another work begins with another file, another mode, the widget's own "protect another work" and its ``reset()``: then
  its form is back on the first step, without a button that submits it.
* Tracking can end without a word. The widget gives up after 120 seconds; 30 seconds later it has said nothing and will
  not. That time counts from its last step, not from when we heard of it.
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

#: what happened -> the next state, in the order of STATES.
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
        transaction: its number on the chain, while that is known.
        payments: how often it was confirmed; tells the failures of two payments apart.
        word: the visitor wants to pay once more, and has not done so yet.
        filled: the form was seen filled in, and not emptied since; None where nobody saw it.
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
        """A token that starts a registration would pay again, and the visitor has not asked for that."""
        return self.state != NONE and not self.word

    def see(self, look: Look, pressed: str, now: int) -> Follows:
        """What the widget shows, with each signal; ``pressed``: which of its own buttons was pressed for it, or ""."""
        follows: Follows = []
        before, self._screen = self._screen, look.screen
        if pressed in NEW_WORK:
            self.another()
        if look.transaction_id is not None and look.transaction_id != self.transaction:
            self.transaction = look.transaction_id
            follows += self._paid("completed" if look.screen == SCREEN_COMPLETE else "tracked")
        if look.screen in FORMS and before is not None and before not in FORMS:
            follows += self._form_is_back(look, pressed)
        if look.screen in FORMS and look.offers(SUBMIT) and (self.filled is None or pressed == NEXT):
            # Of an emptied form, Retry shows the last step, too.
            self.filled = True
        if look.screen == SCREEN_TRACKING and not self._last_step:
            # It was tracking before anybody listened.
            self._last_step = now
            follows.append(StartTimer("stuck", STUCK_MS))
        return follows

    def progressed(self, signal: Progressed, now: int) -> Follows:
        """The widget went on with it."""
        step = signal.step
        self._last_step = now - signal.age
        if step == EVENT_MODE:
            self.another()
        elif step == EVENT_UPLOAD_START:
            # After the form was emptied it can still begin with what was sent before.
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
        """A failure was told. ``screen``: what the widget showed when it first spoke of it; None if nobody knows."""
        confirming = screen == SCREEN_CONFIRMING or (self._uploaded and screen in (None, SCREEN_FAILED))
        self._uploaded = False
        if not confirming or not (verdict.remedy in LOST or verdict.code in LOST):
            return []
        self.word = False
        return self._paid("answer-lost")

    def tracked(self) -> Follows:
        """It waits for a token to track something: that was submitted, whatever it shows."""
        return self._paid("tracked")

    def give_word(self) -> None:
        """The visitor wants to pay once more."""
        self.word = True

    def another(self) -> None:
        """What comes now is another work, and its form was seen by nobody yet."""
        self.state = TABLE["another-work"][STATES.index(self.state)]
        self.transaction = None
        self.word = self._uploaded = self.filled = False

    def quiet(self, look: Look | None, now: int) -> Follows:
        """The time is up in which something should have been heard of a submitted work."""
        if self.state != SUBMITTED or (look is not None and look.screen not in TRACKING):
            return []
        silence = now - self._last_step
        return [WorkSilent()] if silence >= STUCK_MS else [StartTimer("stuck", STUCK_MS - silence)]

    def _paid(self, what: str, timer: Effect | None = None) -> Follows:
        self.state = TABLE[what][STATES.index(self.state)]
        return [WorkSubmitted()] if timer is None else [timer, WorkSubmitted()]

    def _form_is_back(self, look: Look, pressed: str) -> Follows:
        # Where that cannot be seen, the careful answer is that it is the same work.
        if pressed == RETRY or not look.first_step:
            return [FormReturned()] if self.state != NONE else []
        self.another()
        return []
