"""What was measured, as pictures that can be read out."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from benchmarks.contenders import BY_NAME
from benchmarks.goals import KB, spread
from benchmarks.tables import number, profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: They differ without colour vision, too.
ANSWER, NOTICE = "#0072B2", "#E69F00"


def titles(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each picture's file and what it shows, in words."""
    values = told["values"]

    def listed(measure: str, unit: float, name: str) -> str:
        return (
            ", ".join(
                f"{BY_NAME[one].title} {number(spread(measures[measure]).middle / unit)}"
                for one, measures in values.items()
                if measure in measures
            )
            + f" ({name})"
        )

    found = [
        ("bench-first.svg", f"First error to the answer, cold: {listed('cold answer', 1, 'milliseconds')}"),
        ("bench-bytes.svg", f"Bytes until the answer: {listed('cold bytes', KB, 'KB after Brotli')}"),
    ]
    if told["profile"]:
        _files, marks = profile(told)
        events = ", ".join(f"{what} {when:.0f}" for what, when in marks)
        found.append(("bench-profile.svg", f"The first error in time: {events} (milliseconds)"))
    # A picture's words are Markdown's, too, in which backquotes would begin code.
    return [(name, text.replace("`", "")) for name, text in found]


def draw(told: dict[str, Any], folder: Path) -> None:
    """Draw the pictures into a folder."""
    # Only here: no other command needs it, and it takes a second to import.
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("svg")
    # Text stays text, so that it can be read out and is small; and the same numbers make the same file.
    mpl.rcParams.update(
        {"svg.fonttype": "none", "svg.hashsalt": "bench", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3}
    )
    from matplotlib import pyplot as plt  # noqa: PLC0415

    drawings: dict[str, tuple[str, Callable[[Any, dict[str, Any]], None]]] = {
        "bench-first.svg": ("First error, cold: medians and quartiles", _first),
        "bench-bytes.svg": ("Bytes until the first answer", _bytes),
        "bench-profile.svg": ("pywidget's first error, cold", _profile),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in titles(told):
        title, drawing = drawings[name]
        figure, axis = plt.subplots(figsize=(9, 4.5), layout="constrained")
        drawing(axis, told)
        axis.set_title(title)
        path = folder / name
        figure.savefig(path, format="svg", metadata={"Date": None, "Title": title})
        plt.close(figure)
        path.write_text(_readable(path.read_text(encoding="utf-8"), title, words), encoding="utf-8")


def _readable(svg: str, title: str, words: str) -> str:
    """Give a picture what a screen reader says of it."""
    told = f'<title id="title">{escape(title)}</title>\n <desc id="desc">{escape(words)}</desc>'
    svg = re.sub(r"<svg ([^>]*)>", rf'<svg \1 role="img" aria-labelledby="title desc">\n {told}', svg, count=1)
    # The library leaves spaces at the ends of lines.
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def _bars(axis: Any, told: dict[str, Any], measures: dict[str, tuple[str, str, str]], unit: float) -> None:
    """Draw a bar for each contender and measure: measure -> label, colour, pattern."""
    values = told["values"]
    names = [name for name in values if any(measure in values[name] for measure in measures)][::-1]
    height = 0.8 / len(measures)
    for number_of, (measure, (label, colour, pattern)) in enumerate(measures.items()):
        # A scale of powers has no place for nothing.
        places = [place for place, name in enumerate(names) if any(values[name].get(measure, []))]
        spreads = [spread(values[names[place]][measure]) for place in places]
        axis.barh(
            [place + 0.4 - height * (number_of + 0.5) for place in places],
            [one.middle / unit for one in spreads],
            height,
            xerr=[
                [(one.middle - one.low) / unit for one in spreads],
                [(one.high - one.middle) / unit for one in spreads],
            ],
            color=colour,
            hatch=pattern,
            edgecolor="white",
            label=label,
        )
    axis.set_yticks(range(len(names)), [BY_NAME[name].title.replace("`", "") for name in names])
    axis.grid(visible=False, axis="y")
    axis.set_xscale("log")
    axis.legend(loc="best", fontsize=8)


def _first(axis: Any, told: dict[str, Any]) -> None:
    _bars(axis, told, {"cold answer": ("answer", ANSWER, ""), "cold notice": ("notice", NOTICE, "//")}, 1)
    axis.set_xlabel("milliseconds, on a scale of powers of ten")


def _bytes(axis: Any, told: dict[str, Any]) -> None:
    _bars(axis, told, {"quiet bytes": ("before the error", NOTICE, "//"), "cold bytes": ("in all", ANSWER, "")}, KB)
    axis.set_xlabel("KB after Brotli, on a scale of powers of ten")


def _profile(axis: Any, told: dict[str, Any]) -> None:
    files, marks = profile(told)
    rows = [name for name, *_times in files] + [what for what, _when in marks]
    for place, (_name, asked, arrived) in enumerate(files):
        axis.barh(place, arrived - asked, 0.6, left=asked, color=ANSWER, label="" if place else "a file is on its way")
    for place, (_what, when) in enumerate(marks, len(files)):
        axis.plot(when, place, "D", color=NOTICE, label="" if place > len(files) else "an event")
    axis.set_yticks(range(len(rows)), rows)
    axis.invert_yaxis()
    axis.set_xlim(left=0)
    axis.set_xlabel("milliseconds since the error")
    axis.legend(loc="upper right", fontsize=8)
