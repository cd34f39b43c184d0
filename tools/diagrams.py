"""Draw the states of the core from its own tables, into docs/architecture.md.

    python -m tools.diagrams

A diagram stands between two comments that name it; what is there is replaced.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pywidget.core import health, renewal, waiting, work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE = Path(__file__).resolve().parent.parent / "docs" / "architecture.md"


class Machine(NamedTuple):
    """The states of one part, the first one first; for each input the state after it, in the order of the states."""

    states: Sequence[str]
    table: Mapping[str, Sequence[str]]

    def edges(self) -> dict[tuple[str, str], list[str]]:
        """From one state to another one: the inputs that lead there."""
        edges: dict[tuple[str, str], list[str]] = {}
        for state_number, state in enumerate(self.states):
            for what, row in self.table.items():
                if row[state_number] != state:
                    edges.setdefault((state, row[state_number]), []).append(what)
        return edges

    def unreachable(self) -> set[str]:
        """The states that nothing leads to from the first one."""
        reached = {self.states[0]}
        while more := {after for before, after in self.edges() if before in reached} - reached:
            reached |= more
        return set(self.states) - reached

    def dead_ends(self) -> set[str]:
        """The states that nothing leads out of."""
        return set(self.states) - {before for before, _ in self.edges()}


MACHINES = {
    "work": Machine(work.STATES, work.TABLE),
    "waiting": Machine(waiting.STATES, waiting.TABLE),
    "health": Machine(health.STATES, health.TABLE),
}


def diagram(machine: Machine) -> str:
    """Return a machine as a Mermaid diagram; what changes no state is left out."""
    # A hyphen is no part of Mermaid's names.
    names = {state: state.replace("-", "_") for state in machine.states}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state}" as {name}' for state, name in names.items() if state != name]
    lines.append(f"    [*] --> {names[machine.states[0]]}")
    lines += [f"    {names[a]} --> {names[b]}: {', '.join(inputs)}" for (a, b), inputs in machine.edges().items()]
    return "\n".join([*lines, "```"])


def steps() -> str:
    """Return the renewal's table of inputs and states as a Markdown table."""
    rows: list[Sequence[str]] = [("", *renewal.STATES), ["---"] * (1 + len(renewal.STATES))]
    for what, row in renewal.TABLE.items():
        rows.append((f"**{what}**", *("" if step == "-" else f"`{step}`" for step in row)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def drawn(page: str) -> str:
    """Return the text of the page with all diagrams as the tables are now."""
    blocks = {**{name: diagram(machine) for name, machine in MACHINES.items()}, "renewal": steps()}
    for name, block in blocks.items():
        begin, end = f"<!-- begin {name}: python3 dev.py diagrams -->", f"<!-- end {name} -->"
        place = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        if len(place.findall(page)) != 1:
            raise ValueError(f"{begin} … {end} has to be in the page once")
        text = f"{begin}\n\n{block}\n\n{end}"
        page = place.sub(lambda _found, text=text: text, page)  # type: ignore[misc]
    return page


def main() -> None:
    """Bring the page up to date."""
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
