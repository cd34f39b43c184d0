"""The page that shows what was reported: HTML without a script, readable on a phone and with a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pywidget.core.dates import to_iso
from pywidget.reports.asked import day_of, number_of
from pywidget.reports.markup import Markup, tag
from pywidget.reports.plots import Bar, plot, scrolling
from pywidget.reports.storage import DIMENSIONS, HOUR_MS, WITHIN_MS, Row, Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from pywidget.reports.asked import Asked
    from pywidget.reports.storage import Period, Report, Storage

MOST_ROWS = 20
MOST_LEFT_OUT = 10
MOST_RECENT = 50
#: More bars than that are too thin; then a bar is several days.
_MOST_BARS = 60
_HOURS = 24
_NONE = "(none)"
_UNKNOWN = "-"
_TITLES = {name: name for name in DIMENSIONS} | {"version": "version of pywidget"}


class Shown(NamedTuple):
    """Everything that is on the page."""

    totals: Totals
    totals_before: Totals | None
    days: dict[int, Totals]
    #: Failures in each of the last hours, the oldest first.
    hours: list[Bar]
    #: dimension -> its rows, and those of the period before by their value.
    rows: dict[str, tuple[list[Row], dict[str, Totals]]]
    left_out: list[Row]
    recent: list[Report]


def collect(storage: Storage, asked: Asked, now: int) -> Shown:
    """Ask the storage for all that the page shows."""
    period, before = asked.period, asked.period_before
    return Shown(
        storage.totals(period),
        storage.totals(before) if before else None,
        storage.days(period),
        _hours(storage, asked, now),
        {dimension: _rows(storage, dimension, period, before) for dimension in DIMENSIONS},
        storage.left_out(period, MOST_LEFT_OUT),
        storage.recent(period, MOST_RECENT),
    )


def _rows(
    storage: Storage, dimension: str, period: Period, before: Period | None
) -> tuple[list[Row], dict[str, Totals]]:
    """Return the most frequent values; in a comparison also those of the period before, which may have ended."""
    rows = storage.rows(dimension, period, MOST_ROWS)
    if before is None:
        return rows, {}
    values = {row.value: Totals() for row in storage.rows(dimension, before, MOST_ROWS)}
    gone = [value for value in values if value not in {row.value for row in rows}]
    if gone:
        found = {row.value: row.totals for row in storage.rows(dimension, period, len(gone), gone)}
        rows += [Row(value, found.get(value, Totals())) for value in gone]
    shown = [row.value for row in rows]
    old = storage.rows(dimension, before, len(shown), shown) if shown else []
    return rows, {row.value: row.totals for row in old}


def _hours(storage: Storage, asked: Asked, now: int) -> list[Bar]:
    last = now // HOUR_MS
    first = last - _HOURS + 1
    counts = storage.hours(first, last, asked.only)
    return [Bar(to_iso(hour * HOUR_MS)[11:16], counts.get(hour, 0)) for hour in range(first, last + 1)]


def render(shown: Shown, asked: Asked, today: date) -> str:
    """Return the page."""
    main = tag(
        "main",
        tag("h1", "Failures"),
        _filter(asked),
        _summary(shown, asked),
        _over_time(shown, asked),
        [_table(dimension, shown, asked) for dimension in DIMENSIONS],
        _left_out(shown.left_out, asked),
        _recent(shown.recent, asked),
        _exports(asked),
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"Failures, {asked.first} to {asked.last}"),
        tag("link", rel="stylesheet", href="style.css"),
    )
    return "<!doctype html>\n" + tag("html", head, tag("body", _navigation(asked, today), main), lang="en")


def _link(asked: Asked, text: str | Markup, **attributes: str | None) -> Markup:
    return tag("a", text, href=f"?{asked.query()}", **attributes)


def _navigation(asked: Asked, today: date) -> Markup:
    usual = []
    for days, name in ((1, "Today"), (7, "7 days"), (30, "30 days"), (90, "90 days")):
        other = asked.of_last(days, today)
        current = "page" if (other.first, other.last) == (asked.first, asked.last) else None
        usual.append(tag("li", _link(other, name, aria_current=current)))
    before = asked.before or ("", "")
    fields = [
        _date("from", "From", str(asked.first)),
        _date("to", "To", str(asked.last)),
        _date("from2", "Compared from", str(before[0])),
        _date("to2", "Compared to", str(before[1])),
    ]
    kept = [tag("input", type="hidden", name=name, value=value) for name, value in asked.only]
    usual.append(tag("li", _link(asked.with_before(), "Compare with the days before")))
    if asked.before:
        usual.append(tag("li", _link(asked._replace(before=None), "Do not compare")))
    form = tag("form", fields, kept, tag("button", "Show"), aria_label="Period")
    return tag("header", tag("nav", tag("ul", usual), aria_label="Periods"), form)


def _date(name: str, label: str, value: str) -> Markup:
    return tag("label", label, " ", tag("input", type="date", name=name, value=value))


def _filter(asked: Asked) -> Markup:
    said = f"{asked.first} to {asked.last} (UTC)"
    if asked.before:
        said += f", compared with {asked.before[0]} to {asked.before[1]}"
    if not asked.only:
        return tag("p", said, ". Press a value below to see only its failures.")
    filters = []
    for name, value in asked.only:
        shown = value or _NONE
        text = [f"{_TITLES[name]}: ", tag("strong", shown)]
        remove = _link(asked.without(name), "Remove", aria_label=f"Remove the filter {_TITLES[name]}: {shown}")
        filters.append(tag("li", text, " ", remove))
    if len(filters) > 1:
        filters.append(tag("li", _link(asked._replace(only=()), "Remove all filters")))
    return tag(
        "section", tag("p", said, ". Only failures with:"), tag("ul", filters, class_="filters"), aria_label="Filters"
    )


# ---- counts ---------------------------------------------------------------------------------------------------------


def _share(totals: Totals) -> str:
    ended = totals.recovered + totals.lost
    return f"{100 * totals.recovered / ended:.0f} %" if ended else _UNKNOWN


def _mean(totals: Totals) -> str:
    return f"{totals.duration_ms / totals.recovered / 1000:.1f} s" if totals.recovered else _UNKNOWN


def _change(now: int, before: int, asked: Asked) -> str:
    """Return how the number of a day changed: the two periods can have different lengths."""
    if asked.before is None:
        return ""
    each = now / asked.days
    each_before = before / ((asked.before[1] - asked.before[0]).days + 1)
    if not each_before:
        return "new" if each else _UNKNOWN
    return f"{100 * (each / each_before - 1):+.0f} %"


def _summary(shown: Shown, asked: Asked) -> Markup:
    totals, before = shown.totals, shown.totals_before
    lines = [
        ("Failures reported", f"{totals.failures:,}", before and f"{before.failures:,}"),
        ("The same again, not sent", f"{totals.repeated:,}", before and f"{before.repeated:,}"),
        ("Left out by pages", f"{totals.dropped:,}", before and f"{before.dropped:,}"),
        ("Recovered, of those whose end is known", _share(totals), before and _share(before)),
        ("Mean time until recovered", _mean(totals), before and _mean(before)),
    ]
    changes = ["", "", "", "", ""]
    if before:
        changes = [
            _change(totals.failures, before.failures, asked),
            _change(totals.repeated, before.repeated, asked),
            _change(totals.dropped, before.dropped, asked),
            "",
            "",
        ]
    head = [tag("th", "What", scope="col"), tag("th", "Number", scope="col", class_="number")]
    if before:
        head += [
            tag("th", "Before", scope="col", class_="number"),
            tag("th", "Change per day", scope="col", class_="number"),
        ]
    body = []
    for (name, number, old), change in zip(lines, changes, strict=True):
        cells = [tag("th", name, scope="row"), tag("td", number, class_="number")]
        if before:
            cells += [tag("td", old, class_="number"), tag("td", change, class_="number")]
        body.append(tag("tr", cells))
    table = tag("table", tag("caption", "Totals"), tag("thead", tag("tr", head)), tag("tbody", body))
    return tag("section", tag("h2", "Totals"), scrolling("Totals", table))


def _over_time(shown: Shown, asked: Asked) -> Markup:
    step = -(-asked.days // _MOST_BARS)
    bars = []
    for first in range(number_of(asked.first), number_of(asked.last) + 1, step):
        count = sum(shown.days.get(day, Totals()).failures for day in range(first, first + step))
        bars.append(Bar(str(day_of(first)), count))
    each = "day" if step == 1 else f"{step} days"
    plots = [plot("days", f"Failures by {each}", "From" if step > 1 else "Day", bars)]
    plots.append(plot("hours", "Failures in the last 24 hours, by hour (UTC)", "Hour", shown.hours))
    names = [f"up to {most // 1000} s" for most in WITHIN_MS] + [f"over {WITHIN_MS[-1] // 1000} s"]
    recoveries = [Bar(name, count) for name, count in zip(names, shown.totals.within, strict=True)]
    plots.append(plot("within", "Recoveries by how long they took", "Time", recoveries))
    return tag("section", tag("h2", "Over time"), plots)


def _table(dimension: str, shown: Shown, asked: Asked) -> Markup:
    title = f"By {_TITLES[dimension]}"
    rows, before = shown.rows[dimension]
    names = ["Failures", "Repeated", "Left out", "Recovered", "Mean time"]
    if asked.before:
        names[1:1] = ["Before", "Change per day"]
    head = [tag("th", _TITLES[dimension].capitalize(), scope="col")]
    head += [tag("th", name, scope="col", class_="number") for name in names]
    body = []
    for value, totals in rows:
        named: Markup = tag("strong", value or _NONE)
        if dimension not in dict(asked.only):
            named = _link(asked.with_only(dimension, value), value or _NONE)
        body.append(_row(named, totals, before.get(value, Totals()), asked))
    others = _less(shown.totals, [row.totals for row in rows])
    others_before = _less(shown.totals_before or Totals(), before.values())
    if any(others[:5]) or any(others_before[:5]):
        body.append(_row("All others", others, others_before, asked))
    if not body:
        return tag("section", tag("h2", title), tag("p", "None."))
    table = tag("table", tag("caption", title), tag("thead", tag("tr", head)), tag("tbody", body))
    return tag("section", tag("h2", title), scrolling(title, table))


def _row(name: Markup | str, totals: Totals, before: Totals, asked: Asked) -> Markup:
    cells = [f"{totals.failures:,}", f"{totals.repeated:,}", f"{totals.dropped:,}", _share(totals), _mean(totals)]
    if asked.before:
        cells[1:1] = [f"{before.failures:,}", _change(totals.failures, before.failures, asked)]
    return tag("tr", tag("th", name, scope="row"), [tag("td", cell, class_="number") for cell in cells])


def _less(totals: Totals, shown: Iterable[Totals]) -> Totals:
    """Return what is left of the totals without those that are shown."""
    left = list(totals[:6])
    for one in shown:
        # What came between two questions is in one of them only.
        left = [max(number - its, 0) for number, its in zip(left, one[:6], strict=True)]
    failures, repeated, dropped, recovered, lost, duration_ms = left
    return Totals(failures, repeated, dropped, recovered, lost, duration_ms)


def _left_out(rows: Sequence[Row], asked: Asked) -> Markup:
    title = "Where reports were left out"
    if not rows:
        return tag("section", tag("h2", title), tag("p", "Nowhere."))
    body = [
        tag(
            "tr",
            tag("th", _link(asked.with_only("page", row.value), row.value or _NONE), scope="row"),
            tag("td", f"{row.totals.dropped:,}", class_="number"),
        )
        for row in rows
    ]
    head = tag("tr", tag("th", "Page", scope="col"), tag("th", "Left out", scope="col", class_="number"))
    table = tag("table", tag("caption", title), tag("thead", head), tag("tbody", body))
    return tag("section", tag("h2", title), scrolling(title, table))


def _recent(reports: Sequence[dict[str, Any]], asked: Asked) -> Markup:
    title = "The last failures"
    if not reports:
        return tag("section", tag("h2", title), tag("p", "None."))
    names = ("Time (UTC)", "Code", "End", "Reference", "Message", "Page", "Widget", "Version")
    body = []
    for report in reports:
        code = report.get("code", "")
        end = report.get("outcome", "not known")
        if "durationMs" in report:
            end += f" after {report['durationMs'] / 1000:.1f} s"
        cells: list[str | Markup] = [
            _link(asked.with_only("code", code), code or _NONE),
            end,
            tag("code", report.get("requestId", _UNKNOWN)),
            report.get("message", _UNKNOWN),
            report.get("page", _UNKNOWN),
            report.get("widget", _UNKNOWN),
            report.get("version", _UNKNOWN),
        ]
        when = to_iso(report["at"])[:19].replace("T", " ")
        body.append(tag("tr", tag("th", when, scope="row"), [tag("td", cell) for cell in cells]))
    head = tag("tr", [tag("th", name, scope="col") for name in names])
    table = tag("table", tag("caption", title), tag("thead", head), tag("tbody", body), class_="wide")
    return tag("section", tag("h2", title), scrolling(title, table))


def _exports(asked: Asked) -> Markup:
    which = "of this period with these filters" if asked.only else "of this period"
    links = [
        tag("li", tag("a", name, href=f"{file}?{asked.query()}"))
        for file, name in (
            ("reports.csv", f"All reports {which} as CSV"),
            ("reports.json", f"All reports {which} as JSON"),
            ("totals.json", "These counts as JSON"),
        )
    ]
    return tag("section", tag("h2", "Export"), tag("ul", links))


def as_json(shown: Shown, asked: Asked) -> dict[str, Any]:
    """Return the same as the page as JSON."""
    return {
        "from": str(asked.first),
        "to": str(asked.last),
        "only": dict(asked.only),
        "totals": _counted(shown.totals),
        "before": shown.totals_before and _counted(shown.totals_before),
        "hours": {bar.name: bar.number for bar in shown.hours},
        "days": {str(day_of(day)): _counted(totals) for day, totals in sorted(shown.days.items())},
        **{
            dimension: [{"value": row.value, **_counted(row.totals)} for row in rows]
            for dimension, (rows, _before) in shown.rows.items()
        },
        "recent": [report | {"at": to_iso(report["at"])} for report in shown.recent],
    }


def _counted(totals: Totals) -> dict[str, Any]:
    names = ("failures", "repeated", "dropped", "recovered", "lost", "durationMs", "within")
    return dict(zip(names, totals, strict=True))
