"""Bars as SVG, each with the table that says the same: a plot is for whoever sees it, and the table for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pywidget.reports.markup import Markup, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT, _FOOT = 640, 142, 2
#: Of the room that a bar has, what it leaves free.
_GAP = 0.2


class Bar(NamedTuple):
    """One bar: its name in the table, and how high it is."""

    name: str
    number: int


def plot(key: str, title: str, of: str, bars: Sequence[Bar]) -> Markup:
    """Return a plot and its table.

    Args:
        key: for the ids of its parts, different in each plot of a page.
        title: what it shows.
        of: what the bars stand for; the heading of the table's first column.
        bars: at least one.
    """
    most = max(1, *(bar.number for bar in bars))
    highest = max(bars, key=lambda bar: bar.number)
    room = _WIDTH / len(bars)
    drawn = []
    for place, bar in enumerate(bars):
        height = (_HEIGHT - _FOOT) * bar.number / most
        # Few are still seen.
        height = max(height, 2) if bar.number else 0
        drawn.append(
            tag(
                "rect",
                x=f"{(place + _GAP / 2) * room:.1f}",
                y=f"{_HEIGHT - _FOOT - height:.1f}",
                width=f"{room * (1 - _GAP):.1f}",
                height=f"{height:.1f}",
                class_="bar",
            )
        )
    # Not in the picture, whose texts are too small on a phone. The table has the names of all.
    ends = tag("div", [tag("span", bar.name) for bar in (bars[0], bars[-1])], class_="ends", aria_hidden="true")
    said = f"{sum(bar.number for bar in bars):,} in all. The most: {highest.number:,}, {highest.name}."
    ground = tag("line", x1=0, x2=_WIDTH, y1=_HEIGHT - _FOOT, y2=_HEIGHT - _FOOT, class_="ground")
    picture = tag(
        "svg",
        tag("title", title, id=f"{key}-title"),
        tag("desc", said, id=f"{key}-said"),
        drawn,
        ground,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-said",
    )
    body = [tag("tr", tag("th", bar.name, scope="row"), tag("td", f"{bar.number:,}", class_="number")) for bar in bars]
    head = tag("tr", tag("th", of, scope="col"), tag("th", "Number", scope="col", class_="number"))
    table = tag("table", tag("caption", title), tag("thead", head), tag("tbody", body))
    return tag(
        "figure",
        tag("figcaption", tag("strong", title), f": {said}"),
        picture,
        ends,
        tag("details", tag("summary", "The same as a table"), scrolling(title, table)),
    )


def scrolling(name: str, table: Markup) -> Markup:
    """Return a table that is scrolled by itself where the screen is narrow, also with the keyboard."""
    return tag("div", table, class_="scrolling", role="region", aria_label=name, tabindex=0)
