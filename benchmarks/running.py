"""The measurements, in turns: one run of each contender, then the next run of each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.contenders import CONTROL, DEFAULT, REPORTING
from benchmarks.visit import NETWORKS, Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.contenders import Contender
    from benchmarks.visit import Browsers, Network

#: Later errors come in groups of so many, each answered before the next.
GROUP = 50
#: The long run is measured in so many parts.
PARTS = 10
#: A step that has taken so many seconds begins no further round, so that all of it ends in time on a slow machine.
MOST_S = 270
#: What is left out on slower networks: it says there what it says elsewhere, and takes long.
NEAR_ONLY = (CONTROL, REPORTING, "pyscript-mpy", "pyscript-py")


class Size(NamedTuple):
    """How much is measured.

    Attributes:
        runs: of each contender.
        errors: one after another in one page; 0 for none.
        widgets: that fail at once; 0 for none.
        networks: that are emulated.
        alone: later errors one by one.
        burst: later errors in groups.
        before: errors before these, by which the browser has compiled what runs often.
    """

    runs: int
    errors: int
    widgets: int
    networks: Sequence[str]
    alone: int = 20
    burst: int = 1_000
    before: int = 300

    def runs_of(self, contender: Contender) -> int:
        """Return how often a contender is measured: each third run if it takes long."""
        return self.fewer if contender.slow else self.runs

    @property
    def fewer(self) -> int:
        """A third of the runs, at least one."""
        return max(1, self.runs // 3)


class Results:
    """What was measured.

    Attributes:
        values: contender -> measure -> each run's value.
        profile: of the default contender's first errors: for each run its marks and files.
        long: contender -> for each part of the long run: errors so far, milliseconds for one, memories.
    """

    def __init__(self) -> None:
        self.values: dict[str, dict[str, list[float]]] = {}
        self.profile: list[dict[str, Any]] = []
        self.long: dict[str, list[dict[str, float]]] = {}

    def add(self, contender: Contender, prefix: str, values: dict[str, float]) -> None:
        """Keep the values of one run."""
        measures = self.values.setdefault(contender.name, {})
        for name, value in values.items():
            measures.setdefault(f"{prefix} {name}".strip(), []).append(value)


class Bench:
    """Measures.

    Args:
        browsers: what is measured in.
        url: the site.
        contenders: whom to measure.
        size: how much.
        say: is told of each step.
    """

    def __init__(
        self, browsers: Browsers, url: str, contenders: Sequence[Contender], size: Size, say: Callable[[str], None]
    ) -> None:
        self.results = Results()
        self._browsers = browsers
        self._url = url
        self._contenders = contenders
        self._size = size
        self._say = say

    def run(self) -> Results:
        """Measure everything."""
        steps = (self._warm_up, self._errors, self._on_networks, self._at_once, self._profile, self._long)
        for step in steps:
            began = time.monotonic()
            step()
            self._say(f"{(step.__doc__ or '').strip()} {time.monotonic() - began:.0f} s")
        return self.results

    def _turns(self, runs: Callable[[Contender], int]) -> Iterator[Contender]:
        """Each contender as often as it has runs, in turns; whole rounds, and fewer if they take too long."""
        most = max((runs(contender) for contender in self._contenders), default=0)
        began = time.monotonic()
        for number in range(most):
            if time.monotonic() - began > MOST_S:
                return
            yield from (contender for contender in self._contenders if number < runs(contender))

    def _visit(self, contender: Contender, measure: Callable[[Visit], object], network: Network | None = None) -> None:
        """Measure a page in a new profile."""
        with self._browsers.profile() as context:
            measure(Visit(context, self._url, contender, network))

    def _warm_up(self) -> None:
        """One visit of each, which is not counted: the server compresses its files, the system reads them."""
        if self._size.runs > 1:
            for contender in self._contenders:
                self._visit(contender, lambda visit: visit.first())

    def _errors(self) -> None:
        """A page without an error, the first error in a new profile and with a cache, later errors."""
        for contender in self._turns(self._size.runs_of):
            with self._browsers.profile() as context:
                visit = Visit(context, self._url, contender)
                self._add(contender, "quiet", visit.quiet())
                self._first(contender, "cold", visit)
                self._add(contender, "cold", visit.loaded())
                visit.close()
                visit = Visit(context, self._url, contender)
                self._first(contender, "warm", visit)
                if contender.has_failures:
                    self._later(contender, visit)
                self._add(contender, "", {"memory": visit.memory(), "heap": visit.heap()})

    def _add(self, contender: Contender, prefix: str, values: dict[str, float]) -> None:
        self.results.add(contender, prefix, values)

    def _first(self, contender: Contender, prefix: str, visit: Visit) -> None:
        first = visit.first()
        wanted = ("answer", "notice") if contender.notice else ("answer",)
        self._add(contender, prefix, {name: first[name] for name in wanted})

    def _later(self, contender: Contender, visit: Visit) -> None:
        visit.do("again")
        size = self._size
        visit.do("burst", size.before, GROUP)
        alone, _ = visit.busy(lambda: visit.do("alone", size.alone))
        burst, answered = visit.busy(lambda: visit.do("burst", size.burst, GROUP))
        told = {"alone": alone / size.alone, "burst": burst / size.burst, "burst answered": answered}
        self._add(contender, "", told)

    def _on_networks(self) -> None:
        """The first error on slower networks, in a new profile."""

        def runs(contender: Contender) -> int:
            if contender.name in NEAR_ONLY:
                return 0
            return 1 if contender.slow else self._size.fewer

        for name in self._size.networks:
            for contender in self._turns(runs):
                self._visit(
                    contender,
                    lambda visit, contender=contender, name=name: self._first(contender, name, visit),  # type: ignore[misc]  # bound now
                    NETWORKS[name],
                )

    def _at_once(self) -> None:
        """Many widgets that fail at once, in a page where nothing has failed before."""
        if not self._size.widgets:
            return
        for contender in self._turns(lambda one: self._size.fewer if _can_be_many(one) else 0):
            self._visit(
                contender,
                lambda visit, contender=contender: self._add(  # type: ignore[misc]  # bound now
                    contender, "at once", together(visit, contender, self._size.widgets)
                ),
            )

    def _profile(self) -> None:
        """Where the time of the first error goes."""
        for contender in self._contenders:
            if contender.name == DEFAULT:
                for _run in range(self._size.runs):
                    self._visit(contender, self._profiled)

    def _profiled(self, visit: Visit) -> None:
        visit.do("watchStart")
        first = visit.first()
        begin = first["from"]
        marks = {what: when - begin for what, when in visit.do("marks") if when >= begin}
        files = {
            name.rsplit("/", 1)[-1]: [asked - begin, arrived - begin]
            for name, _size, asked, arrived in visit.do("files")
            if asked >= begin
        }
        marks |= {"verdict": first["answer"], "notice": first["notice"]}
        self.results.profile.append({"marks": marks, "files": files})

    def _long(self) -> None:
        """Many errors, one after another, in one page."""
        if not self._size.errors:
            return
        for contender in self._contenders:
            # The others would take as long again, and the goals are about this one.
            if contender.name == DEFAULT:
                self._visit(contender, lambda visit, contender=contender: self._one_after_another(contender, visit))  # type: ignore[misc]  # bound now

    def _one_after_another(self, contender: Contender, visit: Visit) -> None:
        visit.first()
        visit.do("again")
        size = max(GROUP, self._size.errors // PARTS)
        began = time.monotonic()
        for part in range(1, PARTS + 1):
            if time.monotonic() - began > MOST_S:
                return
            spent, answered = visit.busy(lambda: visit.do("burst", size, GROUP))
            told = {"errors": part * size, "answered": answered, "each": spent / size}
            self.results.long.setdefault(contender.name, []).append(
                {**told, "memory": visit.memory(), "heap": visit.heap()}
            )


def _can_be_many(contender: Contender) -> bool:
    return contender.has_failures and contender.many and not contender.slow and contender.name != REPORTING


def together(visit: Visit, contender: Contender, count: int) -> dict[str, float]:
    """Let so many widgets fail at once: milliseconds to the last answer and notice, and of the main thread."""
    visit.do("fill", count)
    busy, result = visit.busy(lambda: visit.do("together", contender.is_ours))
    told = {"answered": result["answered"], "answer": result["answer"], "busy": busy, "longest": result["longest"]}
    return {**told, "notice": result["notice"]} if result["notice"] else told
