"""The diagrams are those of the tables, and the tables have no state that is cut off."""

from __future__ import annotations

import pytest

from pywidget.core import renewal
from tools.diagrams import MACHINES, PAGE, Machine, drawn


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert drawn(page) == page, "stale: run python3 dev.py diagrams"


@pytest.mark.parametrize("name", MACHINES)
def test_every_state_can_be_reached_and_left(name: str) -> None:
    assert MACHINES[name].unreachable() == set()
    assert MACHINES[name].dead_ends() == set()


def test_states_that_are_cut_off_are_found() -> None:
    machine = Machine(("start", "end", "island"), {"go": ("end", "end", "end"), "back": ("start", "end", "start")})
    assert machine.unreachable() == {"island"}
    assert machine.dead_ends() == {"end"}


def test_the_renewal_does_something_in_every_state_and_has_every_step() -> None:
    # Which states its steps lead to is held in test_renewal.py.
    for number, state in enumerate(renewal.STATES):
        steps = {row[number] for row in renewal.TABLE.values()} - {"-"}
        assert steps, state
        assert all(hasattr(renewal.Renewal, "_" + step) for step in steps), state
