"""The same targets under Hypothesis, which needs no atheris, and makes what it finds small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tools.fuzz import trying
from tools.fuzz.draw import Draw, encoded

if TYPE_CHECKING:
    from typing import Any


class HypothesisDraw(Draw):
    """Draws by Hypothesis, and remembers what, so that the input can be kept as the bytes that give the same."""

    def __init__(self, data: st.DataObject, words: tuple[str, ...]) -> None:
        super().__init__(b"", words)
        self._source = data
        self._drawn: list[tuple[int, int]] = []
        self._left: bytes | None = None

    def number(self, most: int) -> int:
        """Return a number from 0 to ``most``."""
        if self._left is not None:
            return 0
        drawn = self._source.draw(st.integers(0, most))
        self._drawn.append((drawn, most))
        return drawn

    def rest(self) -> bytes:
        """Return what would be left of the bytes."""
        if self._left is None:
            self._left = self._source.draw(st.binary(max_size=200))
            return self._left
        return b""

    def data(self) -> bytes:
        """Return the bytes that give the same."""
        return encoded(self._drawn, self._left or b"")


def run(name: str, runs: int, start: int, *, shrink: bool = True) -> tuple[int, tuple[str, bytes] | None]:
    """Try so many inputs; return how many were tried, and what was raised with its smallest input."""
    one = trying.target(name)
    tried = 0
    last = b""

    @seed(start)
    @settings(
        max_examples=runs,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        report_multiple_bugs=False,
    )
    @given(st.data())
    def try_one(data: Any) -> None:
        nonlocal tried, last
        tried += 1
        draw = HypothesisDraw(data, one.WORDS)
        try:
            one.check(draw)
        except BaseException:
            last = draw.data()
            raise

    try:
        try_one()
    except Exception as error:  # noqa: BLE001  whatever is raised is what is looked for
        return tried, (trying.problem_of(error), last)
    return tried, None
