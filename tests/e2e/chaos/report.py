"""What was seen, as tables that a person can read, and that a test can read back."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from chaos import files, lacks, prototypes, tampering
from chaos.cases import HOLDS, NOTHING, RENEWS, REPAIRS, SAYS, TELLS, THROWS, UNTRIED, WARNS, WITHOUT, WORKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaos.cases import Case

#: (part, name, fault) -> outcome
Outcomes = dict[tuple[str, str, str], str]

MEANINGS = {
    WORKS: "The session is renewed, and notices are shown. Where a file was broken: it is not needed as it is.",
    WITHOUT: "Everything else works. The console says what is missing, and why. A reload with the right file works.",
    RENEWS: "The session is renewed. Notices are not shown, and a warning in the console says why.",
    REPAIRS: "`pywidget:unavailable` says why pywidget does not work. Once the cause is gone, it goes on by itself "
    "with what it has kept, and a reload works, too.",
    SAYS: "`pywidget:unavailable` says why pywidget does not work.",
    WARNS: "What failed stands in the console. The session is not renewed.",
    TELLS: "The session is not renewed: the notice says so, and so does `pywidget:renewal-failed`.",
    NOTHING: "Nobody is told. A reload without the fault works.",
    HOLDS: "The page waits for the file, as for every script in its head. A reload with the right file works.",
    THROWS: "At least one error reaches the page's error handlers. The widget's own buttons and events work all the "
    "same.",
    UNTRIED: "The command has the case, and it was not tried yet.",
}

TITLES = {
    "files": "Files that do not come as they are",
    "globals": "Globals that are missing or broken",
    "methods": "Methods that are missing or broken",
    "page": "What pages, browsers and visitors do",
}

INTRODUCTION = """\
# Faults

What becomes of pywidget if a file does not arrive as it is, if something that browsers have is missing or broken, or
if the page changes what pywidget has put into it. `python3 dev.py chaos --write` tries all of it in Chromium and writes
these tables; nothing here is written by hand. The tests try a part of them each time.

In each of these {count:,} cases (but where the page is held up), the widget's own buttons work and the page hears
the widget's events; no notice is blank, has a hole or is in two languages; and no file is asked for without end.
"""

HEADS = {
    "files": """\
In the page, one widget's session ends, one is told to wait, and one is disabled. The file is broken when the page
is opened and right afterwards. All files of the build are served to be kept for a year, also the broken ones.
""",
    "globals": """\
*missing*: removed. *throws*: a function that throws. *garbage*: a function that returns 42. *getter*: reading
it throws. *After the tag* is before the first error. The names are those that pywidget's sources use, read from them.
""",
    "methods": """\
The same on the prototypes of the language and the document, before the script tag.
""",
    "page": "",
}


def all_cases() -> Iterator[Case]:
    """Every case, in the order of the document."""
    yield from files.cases()
    yield from lacks.cases()
    yield from prototypes.cases()
    yield from tampering.cases()


def document(seen: Outcomes) -> str:
    """The document. Its order is that of the cases, not that in which they ended."""
    outcomes = {case.key: seen.get(case.key, UNTRIED) for case in all_cases()}
    tried = [outcome for outcome in outcomes.values() if outcome != UNTRIED]
    text = [INTRODUCTION.format(count=len(tried)), "| word | what it means |", "|---|---|"]
    found = set(outcomes.values())
    text += [f"| **{outcome}** | {meaning} |" for outcome, meaning in MEANINGS.items() if outcome in found]
    for part, title in TITLES.items():
        text += ["", f"## {title}", "", *([HEADS[part]] if HEADS[part] else [])]
        own = {(name, fault): outcome for (of, name, fault), outcome in outcomes.items() if of == part}
        text += [f"| pywidget | {'file' if part == 'files' else 'what'} | fault |", "|---|---|---|"]
        text += _rows(own)
    return "\n".join(text) + "\n"


def _rows(own: dict[tuple[str, str], str]) -> Iterator[str]:
    """Rows of one part: names with the same faults and outcomes share theirs."""
    faults: dict[str, list[str]] = defaultdict(list)
    by_name: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (name, fault), outcome in own.items():
        faults[name].append(fault)
        by_name[name][outcome].append(fault)
    shared: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    order = list(MEANINGS)
    for name, outcomes in by_name.items():
        for outcome, listed in outcomes.items():
            told = ("every",) if len(listed) == len(faults[name]) > 1 else tuple(listed)
            shared[outcome, told].append(name)
    for (outcome, told), names in sorted(shared.items(), key=lambda row: order.index(row[0][0])):
        yield f"| {outcome} | {', '.join(f'`{name}`' for name in names)} | {'; '.join(told)} |"


def read(text: str) -> Outcomes:
    """Read the document back."""
    faults = defaultdict(list)
    for case in all_cases():
        faults[case.part, case.name].append(case.fault)
    parts = {title: part for part, title in TITLES.items()}
    outcomes: Outcomes = {}
    part = ""
    for line in text.splitlines():
        if line.startswith("## "):
            part = parts[line.removeprefix("## ")]
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not part or len(cells) != 3 or cells[0] not in MEANINGS:
            continue
        for name in re.findall(r"`([^`]+)`", cells[1]):
            for fault in faults[part, name] if cells[2] == "every" else cells[2].split("; "):
                outcomes[part, name, fault] = cells[0]
    return outcomes
