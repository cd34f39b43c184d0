"""What was measured, in words: `benchmarks/RESULTS.md` and a part of `docs/numbers.md`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.contenders import BY_NAME, DEFAULT, SENTRY
from benchmarks.goals import goals, spread
from benchmarks.visit import NETWORKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from benchmarks.contenders import Contender

NOTHING = "-"
#: Where docs/numbers.md has what is written here.
BEGIN, END = "<!-- begin bench: python3 dev.py bench -->", "<!-- end bench -->"


def number(value: float) -> str:
    """Return a number with three digits that count; a whole one with all of them."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def _cell(values: list[float] | None, unit: float = 1) -> str:
    if not values:
        return NOTHING
    middle, low, high = (value / unit for value in spread(values))
    if low == high:
        return number(middle)
    return f"{number(middle)} ({number(low)} to {number(high)})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class _Told:
    """The numbers by contender and measure."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.values: dict[str, dict[str, list[float]]] = told["values"]
        self.contenders: list[Contender] = [BY_NAME[name] for name in self.values]

    def rows(self, *measures: str, contenders: Iterable[Contender] = ()) -> list[list[str]]:
        """A row for each contender that has one of the measures."""
        return [
            [one.title, *(_cell(self.values[one.name].get(measure)) for measure in measures)]
            for one in contenders or self.contenders
            if any(measure in self.values[one.name] for measure in measures)
        ]


def _first(told: _Told) -> str:
    measures = ("quiet requests", "quiet bytes", "quiet long tasks", "cold bytes", "cold answer", "cold notice")
    rows = told.rows(*measures, "warm answer", "warm notice")
    for row, one in zip(rows, told.contenders, strict=True):
        row[1:1] = [one.kind, str(len(told.values[one.name]["cold answer"]))]
    head = ("", "answers with", "runs", "requests before", "bytes before", "long tasks before", "bytes until then")
    return _table((*head, "cold: answer", "cold: notice", "warm: answer", "warm: notice"), rows)


def _networks(told: _Told) -> str:
    shown = [name for name in NETWORKS if any(f"{name} answer" in values for values in told.values.values())]
    if not shown:
        return "Not measured in this run."
    head = [f"{NETWORKS[name].title}: {what}" for name in shown for what in ("answer", "notice")]
    measures = [f"{name} {what}" for name in shown for what in ("answer", "notice")]
    return _table(("", *head), told.rows(*measures))


def _later(told: _Told) -> str:
    rows = told.rows("alone", "burst", "burst answered", "memory", "heap")
    head = (
        "",
        "one alone, ms",
        "one of many, ms",
        "answered",
        "memory of WebAssembly, bytes",
        "JavaScript's heap, bytes",
    )
    return _table(head, rows)


def _at_once(told: _Told) -> str:
    rows = told.rows("at once answered", "at once answer", "at once notice", "at once busy", "at once longest")
    if not rows:
        return "Not measured in this run."
    head = ("", "answered", "last answer, ms", "last notice, ms", "main thread, ms", "longest task, ms")
    return _table(head, rows)


def _long(told: dict[str, Any]) -> str:
    if not told["long"]:
        return "Not measured in this run."
    rows = [
        [BY_NAME[name].title, *(number(part[what]) for what in ("errors", "each", "memory", "heap"))]
        for name, parts in told["long"].items()
        for part in (parts[0], parts[-1])
    ]
    head = ("", "errors so far", "one of them, ms", "memory of WebAssembly, bytes", "JavaScript's heap, bytes")
    return _table(head, rows)


def profile(told: dict[str, Any]) -> tuple[list[tuple[str, float, float]], list[tuple[str, float]]]:
    """Return the files of the first error with their times, and its marks; what each run has, in their order."""
    runs = told["profile"]
    if not runs:
        return [], []
    names = [name for name in runs[0]["files"] if all(name in run["files"] for run in runs)]
    files = [(name, *(spread([run["files"][name][at] for run in runs]).middle for at in (0, 1))) for name in names]
    marks = [what for what in runs[0]["marks"] if all(what in run["marks"] for run in runs)]
    times = [(what, spread([run["marks"][what] for run in runs]).middle) for what in marks]
    return sorted(files, key=lambda file: file[1]), sorted(times, key=lambda mark: mark[1])


def _profile(told: dict[str, Any]) -> str:
    files, marks = profile(told)
    events = [(f"`{name}` asked for", asked) for name, asked, _arrived in files]
    events += [(f"`{name}` arrived", arrived) for name, _asked, arrived in files]
    if not marks:
        return "Not measured in this run."
    rows = [
        (what, f"{when:.1f}") for what, when in sorted([("the error", 0.0), *events, *marks], key=lambda one: one[1])
    ]
    return _table(("", "ms since the error"), rows)


def _goals(told: dict[str, Any]) -> str:
    rows = [
        (
            goal.title,
            f"≤ {goal.most:g} {goal.unit}".strip(),
            NOTHING if goal.found is None else number(goal.found),
            goal.verdict,
        )
        for goal in goals(told)
    ]
    return _table(("", "goal", "measured", ""), rows)


def _networks_in_words() -> str:
    return "; ".join(
        f"{one.title}: {one.down / 1e6:g} Mbit/s down, {one.up / 1e6:g} Mbit/s up, {one.latency} ms for a request"
        for one in NETWORKS.values()
    )


def results(told: dict[str, Any], pictures: Sequence[tuple[str, str]]) -> str:
    """Return `benchmarks/RESULTS.md`."""
    numbers = _Told(told)
    about = told["about"]
    lacks = "\n".join(f"* {one.title}: {one.lacks}" for one in numbers.contenders if one.lacks not in ("", "all"))
    shown = "\n\n".join(f"![{alt}](../docs/assets/{name})" for name, alt in pictures)
    versions = "".join(f",\n`{name}` {version}" for name, version in about["packages"].items())
    return f"""\
# Measured beside the others

Written by `python3 dev.py bench`, which measured all of this in one run: {about["date"]}, {about["cores"]} cores of
{about["machine"]}, {about["system"]}, Chromium {about["browser"]}, pywidget {about["pywidget"]}{versions}.
Before it began, the machine had a load average of {about["load"]:g}; that of a quiet one is near 0.

## Goals

{_goals(told)}

pywidget stands here for its defaults. 1 KB is 1,024 bytes, 1 MB a million.

{shown}

## The first error

{_first(numbers)}

Times are in milliseconds: from the widget's first event until the answer, and until the notice is in the document. An
answer is pywidget's `pywidget:verdict`, the sample's choice of a message, or the moment in which the client of another
service has the finished event and is about to send it (`beforeSend`); for the interpreters it is the first line of the
page's Python, counted from asking for them. "Cold" is a new browser with a new profile, "warm" the next page in it.

Bytes are those of the files' bodies as the browser received them, after Brotli; what stands in the page itself is not
counted. "Before": when the page was loaded and nothing more was on its way. Clients that load with the page have their
bytes there, and are ready when the error comes.

What they do not do:

{lacks}

## On slower networks

{_networks(numbers)}

Milliseconds, cold. Chromium emulates the network after the page's load:
{_networks_in_words()}.

## Later errors

{_later(numbers)}

Time of the main thread for one failure in two events. "One alone" waits for the answer and the next frame before the
next failure, so it has the drawing of a frame in it; "one of many" is one of a thousand that come in groups of fifty,
after some hundreds that are not counted. The row with an empty listener says how much of that is the widget and the
page. Memories are those after these errors.

## Many widgets that fail at once

{about["widgets"]:,} widgets, each in a task of its own, in a page where nothing has failed before. The sample looks
after one widget, and has no row here. A notice counts once `pywidget:notice` announces it.

{_at_once(numbers)}

## One error after another

{_long(told)}

## Where the time of the first error goes

{_profile(told)}

Medians of {len(told["profile"])} runs of pywidget with its defaults, cold. Times of files are the browser's (resource
timing); the others are those of events, and of WebAssembly's functions and `JSON.stringify`, which the page watches.

## How to read it

A number is the median; in parentheses the quartiles, between which the middle half of the runs lies. Runs take turns,
so that whatever else the machine does befalls all; on a slow machine there are fewer, as the table says. All files come
from 127.0.0.1, compressed before. Everything measured is in `results.json`; `python3 dev.py bench --render` writes this
page from it.
"""


def summary(told: dict[str, Any], pictures: Sequence[tuple[str, str]]) -> str:
    """Return what docs/numbers.md says of the run."""
    about = told["about"]
    shown = "\n\n".join(f"![{alt}](assets/{name})" for name, alt in pictures)
    values = told["values"]

    def middle(contender: str, measure: str) -> str:
        return number(spread(values[contender][measure]).middle) if measure in values.get(contender, {}) else NOTHING

    rows = [
        (
            one.title,
            middle(name, "cold bytes"),
            middle(name, "cold answer"),
            middle(name, "cold notice"),
            middle(name, "burst"),
        )
        for name, one in ((name, BY_NAME[name]) for name in values)
    ]
    head = ("", "bytes until then", "first error, cold: answer, ms", "notice, ms", "a later error, ms")
    reached = sum(goal.verdict == "reached" for goal in goals(told))
    return f"""\
Measured on {about["date"]} with Chromium {about["browser"]} on {about["cores"]} cores of {about["machine"]}, all in one
run and in turns; medians of up to {about["runs"]} runs, begun with a load average of {about["load"]:g} on the machine.
An answer is pywidget's verdict, another client's capture, or an interpreter's first line of Python.
[The whole run](../benchmarks/RESULTS.md) says what each row does not do, and has spreads, slower networks and
{about["widgets"]:,} widgets at once.
The error says that a service is not available. Before its notice, pywidget does not need `pywidget-token.js`, which
is in the README's sum: that is for a session that ended. 1 KB is 1,024 bytes, 1 MB a million.

{_table(head, rows)}

{shown}

{reached} of {len(goals(told))} goals are reached:

{_goals(told)}

The first error takes pywidget {middle(DEFAULT, "cold answer")} ms to its verdict and
{middle(DEFAULT, "cold notice")} ms to its notice. Sentry's client, loaded at the first error too, takes
{middle(SENTRY, "cold answer")} ms to its capture.
Where pywidget's time goes:

{_profile(told)}"""


def placed(page: str, text: str) -> str:
    """Return a page with the text in its place."""
    place = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
    if len(place.findall(page)) != 1:
        raise ValueError(f"{BEGIN} … {END} has to be in the page once")
    return place.sub(lambda _found: f"{BEGIN}\n\n{text}\n\n{END}", page)
