"""What the parts of a controller find out, as data.

Each part returns effects and these, and calls no other part: the controller passes a fact on as it passes on a signal,
until there are none left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.signals import Signal

if TYPE_CHECKING:
    from pywidget.core.effects import Effect
    from pywidget.core.envelope import Envelope
    from pywidget.core.failure import Failure
    from pywidget.core.verdict import Verdict

    #: What follows from a signal, in order: what is to be done, and what else is known now.
    Follows = list[Effect | Signal]


class Fact(Signal):
    """Something that follows from a signal."""


class FailureWhole(Fact):
    """All parts of a failure that can change its meaning have come."""

    kind = "failure-whole"

    def __init__(self, failure: Failure) -> None:
        self.failure = failure


class FailureTold(Fact):
    """A failure is complete and has its verdict."""

    kind = "failure-told"

    def __init__(self, failure: Failure, verdict: Verdict) -> None:
        self.failure = failure
        self.verdict = verdict


class TokenWanted(Fact):
    """The widget waits for a token; ``since``: when it said so."""

    kind = "token-wanted"

    def __init__(self, pending_action: str, since: int) -> None:
        self.pending_action = pending_action
        self.since = since


class RenewalEnded(Fact):
    """A renewal came to its end: the token was set, or ``reason`` says why not ("" if it was)."""

    kind = "renewal-ended"

    def __init__(self, reason: str) -> None:
        self.reason = reason


class RenewalHeld(Fact):
    """The widget waits, and the token would pay a second time: the visitor has to be asked."""

    kind = "renewal-held"


class SourceFailed(Fact):
    """The token source answered with a code: that is a failure of its own, on its own path."""

    kind = "source-failed"

    def __init__(self, envelope: Envelope, verdict: Verdict) -> None:
        self.envelope = envelope
        self.verdict = verdict


class WorkSubmitted(Fact):
    """The work was submitted and paid for, or may have been."""

    kind = "work-submitted"


class WorkSilent(Fact):
    """The work was submitted, and nothing was heard of it for longer than the widget itself would wait."""

    kind = "work-silent"


class FormReturned(Fact):
    """The form of a work that was paid for is back as it was filled in: its button pays again."""

    kind = "form-returned"


class WorksAgain(Fact):
    """The widget goes on; ``because`` says how that shows."""

    kind = "works-again"

    def __init__(self, because: str) -> None:
        self.because = because


class TryAgain(Fact):
    """The visitor wants another try, and no wait forbids it."""

    kind = "try-again"


class WordGiven(Fact):
    """The visitor said whether the same work is to be registered, and paid for, once more."""

    kind = "word-given"

    def __init__(self, again: bool) -> None:
        self.again = again
