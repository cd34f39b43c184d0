"""The diagrams of the core are those of its tables, and no state of a table is a dead end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pywidget.core import facts
from pywidget.core.controller import ROUTES
from pywidget.core.renewal import RESTING, STATES, TABLE, Renewal
from tools.diagrams import MACHINES, PAGE, SECTION, drawn, moves

if TYPE_CHECKING:
    from collections.abc import Iterable


def test_the_page_shows_the_tables_as_they_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert drawn(text) == text, "stale: run python3 dev.py diagrams"
    assert {found[1] for found in SECTION.finditer(text)} == {*MACHINES, "facts", "renewal"}


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_has_a_way_in_and_a_way_out(name: str) -> None:
    states, table = MACHINES[name]
    for what, ends in table.items():
        assert len(ends) == len(states), what
        assert set(ends) <= set(states), what
    reached = {states[0]}
    while more := {end for state, end in moves(states, table) if state in reached} - reached:
        reached |= more
    assert reached == set(states)
    assert {state for state, _ in moves(states, table)} == set(states)


def steps_of(state: str, inputs: Iterable[str] = TABLE) -> set[str]:
    return {TABLE[what][STATES.index(state)] for what in inputs} - {"-"}


def test_every_step_of_a_renewal_is_there() -> None:
    for state in STATES:
        for step in steps_of(state):
            assert callable(getattr(Renewal, "_" + step)), step


def test_a_renewal_that_is_under_way_ends_by_the_clock_and_when_nobody_waits() -> None:
    for state in STATES:
        assert steps_of(state, ["drop"]) or state == "idle", state
        assert bool(steps_of(state, ["tick"])) == (state not in RESTING), state
        # What rests can be asked anew.
        assert bool(steps_of(state, ["expired"])) == (state in RESTING), state


def test_every_fact_is_followed_and_each_by_one() -> None:
    kinds = [fact.kind for fact in facts.Fact.__subclasses__()]
    assert len(kinds) == len(set(kinds))
    for kind in kinds:
        assert kind in ROUTES, kind
