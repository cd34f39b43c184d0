"""Draw the tables of the core into docs/architecture.md.

    python -m tools.diagrams

What stands between two markers there is written from the tables themselves; the rest of the page is left as it is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pywidget.core import facts, health, renewal, waiting, work
from pywidget.core.controller import ROUTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    #: input -> what follows in each state: the next state, or the step that is taken.
    Table = Mapping[str, tuple[str, ...]]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
#: What is put between the markers of a section.
SECTION = re.compile(r"(?<=<!-- from the table: )([a-z]+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)
#: The machines whose tables hold the next states.
MACHINES: dict[str, tuple[Sequence[str], Table]] = {
    "work": (work.STATES, work.TABLE),
    "waiting": (waiting.STATES, waiting.TABLE),
    "health": (health.STATES, health.TABLE),
}


def moves(states: Sequence[str], table: Table) -> dict[tuple[str, str], list[str]]:
    """The inputs that lead from one state to another one: (from, to) -> inputs, in the order of the states."""
    found: dict[tuple[str, str], list[str]] = {}
    for at, state in enumerate(states):
        for what, ends in table.items():
            if ends[at] != state:
                found.setdefault((state, ends[at]), []).append(what)
    return found


def diagram(states: Sequence[str], table: Table) -> list[str]:
    """A state diagram in Mermaid; what changes nothing is left out."""
    named = {state: state.replace("-", "_") for state in states}
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state}" as {name}' for state, name in named.items() if state != name]
    lines.append(f"    [*] --> {named[states[0]]}")
    for (state, end), inputs in moves(states, table).items():
        lines.append(f"    {named[state]} --> {named[end]}: {', '.join(inputs)}")
    return [*lines, "```"]


def steps(states: Sequence[str], table: Table) -> list[str]:
    """What is done in each state, as a table: where the steps decide what the next state is. Empty: nothing."""
    lines = ["| | " + " | ".join(states) + " |", "|---" * (len(states) + 1) + "|"]
    for what, taken in table.items():
        lines.append(f"| **{what}** | " + " | ".join(step.strip("-").replace("_", " ") for step in taken) + " |")
    return lines


def routes() -> list[str]:
    """The facts, what they say, and the function that works out what follows."""
    lines = ["| fact | says | goes to |", "|---|---|---|"]
    for fact in facts.Fact.__subclasses__():
        says = " ".join((fact.__doc__ or "").split()).replace("``", "`")
        route = ROUTES[fact.kind]
        home = route.__module__.rpartition(".")[2]
        lines.append(f"| `{fact.kind}` | {says} | `{home}.{route.__name__}` |")
    return lines


def section(name: str) -> list[str]:
    """What belongs into the section of this name."""
    if name == "renewal":
        return steps(renewal.STATES, renewal.TABLE)
    return routes() if name == "facts" else diagram(*MACHINES[name])


def drawn(text: str) -> str:
    """The page with every section as the tables have it now."""
    return SECTION.sub(lambda found: found[1] + found[2] + "\n" + "\n".join(section(found[1])) + "\n\n", text)


def main() -> None:
    """Write the page anew, if anything changed."""
    before = PAGE.read_text(encoding="utf-8")
    after = drawn(before)
    if after != before:
        PAGE.write_text(after, encoding="utf-8")
    print(f"{PAGE.name}: {'as it was' if after == before else 'drawn anew'}")


if __name__ == "__main__":
    main()
