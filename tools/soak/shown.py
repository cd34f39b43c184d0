"""The numbers of a run: as a table, as JSON and as a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.soak.held import LIMITS, MB

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.soak.day import Day

#: What the plot shows: a name of what is measured, its title, and what its numbers are divided by.
PANELS = (
    ("JavaScript heap", "JavaScript heap, MB", MB),
    ("Python's heap", "Python's heap in use, kB", 1_000),
    ("WebAssembly memory", "WebAssembly memory, MB", MB),
    ("listeners", "Event listeners", 1),
    ("nodes", "Nodes", 1),
    ("timers", "Timers under way", 1),
)
#: Colours that differ without colour vision too; lines and marks that differ without colour; and a width by which a
#: line is seen below another.
LOOKS = {
    "regular": ("#56B4E9", "-", "o", 4),
    "sleeper": ("#D55E00", "--", "s", 1.2),
    "control": ("#000000", ":", "^", 1.2),
}
#: The control has no pywidget, and so only a part of this.
OF_CONTROL = ("JavaScript heap",)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1_000 else f"{value:,.2f}"


def table(day: Day, warm_up: int) -> str:
    """What was measured, as lines: baseline, end, slope, and what was allowed."""
    rows = [("", "after warm-up", "at the end", "in an hour", "allowed", "holds")]
    rows += [
        (
            series.name,
            _number(series.values[0]),
            _number(series.values[-1]),
            f"{series.slope:+,.2f}",
            f"+{series.limit.most:,.0f}",
            "yes" if series.holds() else "NO",
        )
        for series in day.series(warm_up)
        if series.values
    ]
    return _aligned(rows)


def hours(day: Day) -> str:
    """Every sample of the tab that is open all day, a line for each hour."""
    rows = [("hour", "real s", *LIMITS, "kept", "server")]
    rows += [
        (
            f"{sample['hour']:.1f}",
            f"{sample['seconds']:.0f}",
            *(_number(sample["tabs"]["regular"][name]) for name in LIMITS),
            _number(sample["reports kept"]),
            _number(sample["server's memory"]),
        )
        for sample in day.samples
    ]
    return _aligned(rows)


def counted(day: Day) -> str:
    """What has happened."""
    return _aligned([(name, f"{count:,}") for name, count in day.ledger.totals().items()])


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def as_json(day: Day, warm_up: int, about: dict[str, Any]) -> dict[str, Any]:
    """All numbers."""
    return {
        **about,
        "warm-up samples": warm_up,
        "samples": day.samples,
        "slopes": {series.name: series.slope for series in day.series(warm_up)},
        "counted": day.ledger.totals(),
    }


def plot(day: Day, warm_up: int, path: Path, title: str) -> None:
    """Draw the numbers of the tabs that are open all day."""
    # Only here: no other command needs it, and it takes a second to import.
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("svg")
    # Text stays text, so that it can be read out and is small; and the same numbers make the same file.
    mpl.rcParams.update(
        {"svg.fonttype": "none", "svg.hashsalt": "soak", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3}
    )
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(2, 3, figsize=(11, 6), sharex=True, layout="constrained")
    hours_of = [sample["hour"] for sample in day.samples]
    for axis, (name, label, unit) in zip(axes.flat, PANELS, strict=True):
        highest = 1.0
        for tab, (colour, line, mark, width) in LOOKS.items():
            if tab == "control" and name not in OF_CONTROL:
                continue
            values = [sample["tabs"][tab][name] / unit for sample in day.samples]
            highest = max(highest, *values)
            axis.plot(
                hours_of,
                values,
                color=colour,
                linestyle=line,
                linewidth=width,
                marker=mark,
                markersize=width + 1.8,
                label=f"tab “{tab}”",
            )
        if warm_up < len(hours_of):
            axis.axvspan(hours_of[0], hours_of[warm_up], color="#999999", alpha=0.15, label="warm-up", linewidth=0)
        axis.set_title(label)
        axis.set_ylim(0, highest * 1.15)
        axis.set_ylabel(label.rpartition(", ")[2] if ", " in label else "number")
    for axis in axes[-1]:
        axis.set_xlabel("simulated hours")
    axes.flat[0].legend(loc="lower right", fontsize=8)
    figure.suptitle(title)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None, "Title": title})
    plt.close(figure)
