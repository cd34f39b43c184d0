"""What the documents say of systems and of headers is what the tables say."""

from __future__ import annotations

import re
from pathlib import Path

from pywidget.catalog import SYSTEMS, load
from pywidget.core import envelope, retry_after, status
from tools.build import answer_headers

ROOT = Path(__file__).resolve().parents[2]
WATCHING = (ROOT / "docs" / "watching.md").read_text(encoding="utf-8")
SERVER = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
#: The answers that its API gives have no code: the widget makes it.
NOT_WATCHED = ("allfeat-widget-v1",)


def test_systems_are_listed_by_their_titles() -> None:
    table = WATCHING.split("| system |")[1].split("\n\n")[0]
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \|$", table, re.MULTILINE))
    assert list(rows) == [system for system in SYSTEMS if system not in NOT_WATCHED]
    for system, row in rows.items():
        title, document = row.split(" | ")
        assert title.split(":")[0] == load(system).TITLE
        assert document == load(system).DOCUMENT


def test_systems_are_listed_for_servers() -> None:
    (listed,) = re.findall(r"^Systems are (.*?)\. ", SERVER, re.MULTILINE)
    assert tuple(re.findall(r"`([a-z0-9-]+)`", listed)) == SYSTEMS


def test_headers_are_listed_in_their_order() -> None:
    listed = WATCHING.split("## How long to wait")[1].split("4. in the body")[0].lower()
    names = [name for name in re.findall(r"`([a-z-]+)`", listed) if "remaining" not in name]
    resets = [reset for reset, _ in retry_after.RESETS]
    assert names == [name for name, _ in retry_after.ASKED] + [retry_after.RATE_LIMIT, *resets]
    days = retry_after.LONGEST_MEANT_MS // 86_400_000
    assert f"more than {days} days" in WATCHING


def test_headers_that_other_sites_have_to_show_are_read() -> None:
    (exposed,) = re.findall(r"^Access-Control-Expose-Headers: (.*)$", WATCHING, re.MULTILINE)
    assert set(exposed.lower().split(", ")) <= set(answer_headers())


def test_the_page_tells_of_every_header_that_is_read() -> None:
    told = answer_headers()
    assert len(set(told)) == len(told)
    assert {*envelope.REFERENCE_HEADERS, envelope.CODE_HEADER, "date"} < set(told)


def test_statuses_that_stand_for_others_are_listed() -> None:
    table = WATCHING.split("| the answer | is taken for |")[1].split("\n\n")[0]
    for number in range(100, 600):
        meant = status.meant_status(number, None)
        row = re.search(rf"^\| [^|]*\b{number}\b[^|]* \| (\d+) \|$", table, re.MULTILINE)
        if meant != number:
            assert row is not None, number
            assert row[1] == str(meant)
