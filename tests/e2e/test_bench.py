"""The quick part of the benchmark: every measure comes out as a number, and what is written of them is whole.

Nothing is timed. ``python3 dev.py bench`` runs the same code for longer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from aside import aside

from benchmarks.goals import goals
from benchmarks.tables import BEGIN, END
from tools.bench import QUICK, QUICK_NAMES, measure, write

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"

#: Of each row, and of pywidget.
MEASURES = {
    *("quiet requests", "quiet bytes", "quiet long tasks", "quiet shift", "cold requests", "cold bytes"),
    *("cold answer", "cold notice", "warm answer", "warm notice", "alone", "burst", "burst answered"),
    *("memory", "heap"),
}
AT_ONCE = {f"at once {what}" for what in ("answered", "answer", "notice", "busy", "longest")}


def test_the_quick_part_measures_and_tells_everything(tmp_path: Path) -> None:
    told = aside(lambda: measure(list(QUICK_NAMES), QUICK))
    assert set(told["values"]) == set(QUICK_NAMES)
    assert set(told["values"]["pywidget"]) == MEASURES | AT_ONCE
    assert set(told["values"]["sample"]) == MEASURES
    for measures in told["values"].values():
        for measure_of, values in measures.items():
            assert [math.isfinite(value) and value >= 0 for value in values] == [True], measure_of
    ours = told["values"]["pywidget"]
    assert ours["quiet requests"] == [1]
    assert ours["cold requests"][0] > 1
    assert ours["cold notice"] >= ours["cold answer"]
    assert ours["burst answered"] == told["values"]["sample"]["burst answered"] == [QUICK.burst]
    assert ours["at once answered"] == [QUICK.widgets]
    (run,) = told["profile"]
    assert {"WebAssembly is compiled", "Python is imported", "ready", "verdict", "notice"} == set(run["marks"])
    assert [name for name in run["files"] if name.endswith(".wasm")] != []

    write(told, tmp_path)
    page = (tmp_path / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    for title in ("| pywidget | verdict | 1 |", "| the documentation's sample, copied | verdict | 1 |"):
        assert page.count(title) == 1
    for goal in goals(told):
        assert f"| {goal.title} |" in page
    summary = (tmp_path / "docs" / "numbers.md").read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert "| pywidget |" in summary
    pictures = sorted((tmp_path / "docs" / "assets").glob("*.svg"))
    assert [path.name for path in pictures] == ["bench-bytes.svg", "bench-first.svg", "bench-profile.svg"]
    for path in pictures:
        root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  we have just drawn it
        assert root.get("role") == "img"
        assert [len(root.findtext(f"{SVG}{name}") or "") > 10 for name in ("title", "desc")] == [True, True]
        assert f"assets/{path.name})" in page
