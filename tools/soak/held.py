"""Whether what was measured again and again has stayed where it was: a baseline, an end, and a slope."""

from __future__ import annotations

from itertools import combinations
from statistics import linear_regression, median
from typing import NamedTuple


class Limit(NamedTuple):
    """What may be measured.

    Attributes:
        unit: of the numbers.
        most: by how much the end, and what the slope makes of the whole run, may be above the baseline.
        why: the reason.
    """

    unit: str
    most: float
    why: str


MB = 1_000_000

#: What is measured in each tab. The widgets in the page are the same in number each time.
LIMITS: dict[str, Limit] = {
    "JavaScript heap": Limit("bytes", MB, "compiled code and caches of the engine come and go"),
    "WebAssembly memory": Limit(
        "bytes", 0, "the interpreter's memory is sized once; it grows only if Python needs more"
    ),
    "Python's heap": Limit(
        "bytes", 65_536, "texts and failures that are remembered differ in length; their number is bounded"
    ),
    "listeners": Limit("", 0, "as many as at first"),
    "nodes": Limit("", 0, "as many as at first"),
    "documents": Limit("", 0, "as many as at first"),
    "timers": Limit("", 0, "nothing is waited for"),
}
#: What is measured once.
SHARED: dict[str, Limit] = {
    "reports kept": Limit("", 0, "all of them were delivered"),
    "server's memory": Limit("bytes", 12 * MB, "Python's allocator returns little"),
}


class Series(NamedTuple):
    """One number, over the hours of the run after the warm-up."""

    name: str
    hours: list[float]
    values: list[float]
    limit: Limit

    @property
    def slope(self) -> float:
        """By how much it grew in an hour: by least squares, or the median between any two hours, whichever is less.

        What grows for good does by both. One hour in which something was not collected yet has weight in one only.
        """
        measured = list(zip(self.hours, self.values, strict=True))
        if len(measured) < 2:
            return 0.0
        between = [(later - value) / (at - hour) for (hour, value), (at, later) in combinations(measured, 2)]
        return min(linear_regression(self.hours, self.values).slope, median(between))

    @property
    def rise(self) -> float:
        """What the slope makes of the whole run."""
        return self.slope * (self.hours[-1] - self.hours[0])

    def holds(self) -> bool:
        """Tell whether it ended where it began."""
        # A count that was one higher for an hour has a slope, and has ended where it began all the same.
        return self.values[-1] - self.values[0] <= self.limit.most and self.rise <= max(self.limit.most, 1)

    def told(self) -> str:
        """Why it does not hold."""
        return (
            f"{self.name}: {self.values[0]:,.0f} after the warm-up, {self.values[-1]:,.0f} at the end, "
            f"{self.slope:+,.1f} in an hour; at most {self.limit.most:,.0f} more were allowed"
        )
