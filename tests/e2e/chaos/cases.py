"""What a case is, what it is judged by, and how a page is played."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chaos.server import Reply
    from chaos.tab import Tab

#: Outcomes, best first. docs/faults.md explains each.
WORKS = "works"
WITHOUT = "goes without"
RENEWS = "renews"
REPAIRS = "says, repairs"
SAYS = "says"
WARNS = "warns"
TELLS = "tells"
NOTHING = "does nothing"
THROWS = "throws"
HOLDS = "holds up"
#: In the document: nobody has tried it since the case is there.
UNTRIED = "not tried"


@dataclass(frozen=True)
class Case:
    """One fault in one place.

    Attributes:
        part: of the table: "files", "globals" or "page".
        name: what is broken.
        fault: how.
        allowed: the outcomes that are right.
        attributes: the script tag's, without ``data-``; "{}" stands for the case's folder.
        broken: the file of the bundle that is broken, "" for none.
        change: how the server answers instead.
        blocked: "policy" or "extension", if the file is refused and not broken.
        said: what the reason has to contain, if pywidget says that it does not work: a regular expression.
        before: a script that runs before the script tag.
        between: a script that runs after the script tag, and before the first error.
        head: more HTML for the page's head.
        needs: what has to be there besides the notices and the token: see ``Tab.has``.
        quiet: whether nobody has to be told that no notice is seen, because the page wants it so.
        is_slow: whether it takes a minute until it is clear what comes of it.
        acts: what is done in the place of opening the page and waiting for what comes of its errors.
    """

    part: str
    name: str
    fault: str
    allowed: tuple[str, ...]
    attributes: dict[str, str] = field(default_factory=dict)
    broken: str = ""
    change: Callable[[Reply], Reply] | None = None
    blocked: str = ""
    said: str = ""
    before: str = ""
    between: str = ""
    head: str = ""
    needs: str = ""
    quiet: bool = False
    is_slow: bool = False
    acts: Callable[[Tab], Iterator[None]] | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What the case is found by."""
        return self.part, self.name, self.fault


@dataclass
class Seen:
    """What came of a case.

    Attributes:
        outcome: one of those above.
        reason: what pywidget said of it.
        wrong: what did not hold, in words.
    """

    case: Case
    outcome: str = ""
    reason: str = ""
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """What was tried, what came of it, and what did not hold."""
        told = f"{self.outcome}{f' ({self.reason})' if self.reason else ''}"
        return "\n    WRONG: ".join([f"{' | '.join(self.case.key)}: {told}", *self.wrong])


#: What an observer sees: see observer.js.
Look = dict[str, Any]
