"""Facts: what the parts of a controller find out, as data.

A part returns effects and facts, and calls no other part. The controller routes each fact as it routes a signal, until
none is left.
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
    """All parts of a failure that can change its verdict have come."""

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
    """The widget waits for a token; ``since``: when it asked for one, in milliseconds of the controller's clock."""

    kind = "token-wanted"

    def __init__(self, pending_action: str, since: int) -> None:
        self.pending_action = pending_action
        self.since = since


class RenewalEnded(Fact):
    """A renewal ended. ``reason``: why no token was set, or "" if one was."""

    kind = "renewal-ended"

    def __init__(self, reason: str) -> None:
        self.reason = reason


class RenewalHeld(Fact):
    """The widget waits, but with a new token it would pay a second time, so the visitor has to be asked first."""

    kind = "renewal-held"


class SourceFailed(Fact):
    """The token source answered with an error code. This is a failure of its own, with its own verdict."""

    kind = "source-failed"

    def __init__(self, envelope: Envelope, verdict: Verdict) -> None:
        self.envelope = envelope
        self.verdict = verdict


class WorkSubmitted(Fact):
    """The work was submitted and paid for, or may have been."""

    kind = "work-submitted"


class WorkSilent(Fact):
    """The work was submitted, and the widget has sent no event for longer than it itself follows a work."""

    kind = "work-silent"


class FormReturned(Fact):
    """The form of a work that was paid for is shown again, still filled in: its submit button would pay again."""

    kind = "form-returned"


class WorksAgain(Fact):
    """The widget goes on; ``because`` says what shows this."""

    kind = "works-again"

    def __init__(self, because: str) -> None:
        self.because = because


class TryAgain(Fact):
    """The visitor wants another try, and no wait forbids it."""

    kind = "try-again"


class WordGiven(Fact):
    """The visitor answered whether the same work is to be registered, and paid for, ``again``."""

    kind = "word-given"

    def __init__(self, again: bool) -> None:
        self.again = again
