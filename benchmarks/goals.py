"""What was to be reached, and whether it was."""

from __future__ import annotations

from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.contenders import BARE, DEFAULT, REPORTING, SENTRY

if TYPE_CHECKING:
    from typing import Any

KB = 1024
MB = 1_000_000


class Spread(NamedTuple):
    """The median of some runs, and the range that the middle half of them is in."""

    middle: float
    low: float
    high: float


def spread(values: list[float]) -> Spread:
    """Return the median and the quartiles."""
    if len(values) < 2:
        return Spread(values[0], values[0], values[0])
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Spread(middle, low, high)


class Goal(NamedTuple):
    """A goal and what was measured.

    Attributes:
        title: what is compared.
        most: the goal.
        found: what was measured; None if it was not.
        unit: of both.
    """

    title: str
    most: float
    found: float | None
    unit: str

    @property
    def verdict(self) -> str:
        """Whether it is reached."""
        if self.found is None:
            return "not measured"
        return "reached" if self.found <= self.most else "not reached"


def goals(told: dict[str, Any]) -> list[Goal]:
    """Judge what was measured."""

    def middle(contender: str, measure: str) -> float | None:
        values = told["values"].get(contender, {}).get(measure)
        return median(values) if values else None

    def beside(one: float | None, other: float | None) -> float | None:
        return one / other if one is not None and other else None

    verdict, notice = middle(DEFAULT, "cold answer"), middle(DEFAULT, "cold notice")
    bare, sentry = middle(BARE, "cold answer"), middle(SENTRY, "cold answer")
    error, capture = middle(DEFAULT, "burst"), middle(SENTRY, "burst")
    memory = middle(DEFAULT, "memory")
    long = told["long"].get(DEFAULT, [])
    growth = long[-1]["memory"] - long[0]["memory"] if long else None
    last = f"{long[-1]['errors']:,.0f}" if long else "the last"
    size = middle(DEFAULT, "cold bytes")
    start = "the published interpreter's bare start"
    return [
        Goal("all bytes until the first notice", 80, beside(size, KB), "KB"),
        Goal(f"first error to its verdict, cold, beside {start}", 0.9, beside(verdict, bare), "times"),
        Goal(f"first error to its notice, cold, beside {start}", 1.1, beside(notice, bare), "times"),
        Goal("a later error, two events, main thread", 0.12, error, "ms"),
        Goal("the same beside Sentry's capture", 1.0, beside(error, capture), "times"),
        Goal(
            "the same with a report sent, beside Sentry's capture",
            1.0,
            beside(middle(REPORTING, "burst"), capture),
            "times",
        ),
        Goal("first error to its verdict, cold, beside Sentry's first capture", 1.1, beside(verdict, sentry), "times"),
        Goal("the interpreter's memory", 2, beside(memory, MB), "MB"),
        Goal(f"its growth up to error {last}", 0, beside(growth, MB), "MB"),
        Goal("requests of a page without an error", 1, middle(DEFAULT, "quiet requests"), ""),
        Goal("its long tasks", 0, middle(DEFAULT, "quiet long tasks"), ""),
    ]
