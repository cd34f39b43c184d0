"""Reports: only fields of the list, texts and numbers, no planted secret, and no more than the cap allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.redact import MAX_LENGTH
from pywidget.core.reports import CAP_BURST, FIELDS, Chain, amend, build
from tools.fuzz.targets.redact import SECRETS
from tools.fuzz.targets.redact import WORDS as SECRET_WORDS

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

SHARED = True
WORDS = FIELDS + SECRET_WORDS + ("outcome", "renewed", "payment", "failure", "own", "x" * 41)


def check(draw: Draw) -> object:
    """Make reports of anything, let the page change them, and send them."""
    secret, part = SECRETS[draw.number(len(SECRETS) - 1)]
    raw: dict[str, Any] = draw.fields(8, draw.word, lambda: draw.json(2))
    before, after = draw.text(), draw.text()
    raw["message"] = before + " " + secret + " " + after
    report = build(raw, {"widget": draw.text(), "version": "1"})
    look_at(report, "" if part in before + after else part)
    answer = draw.json(2)
    if isinstance(answer, dict):
        answer["note"] = secret
    changed = amend(report, answer)
    if changed is not None and changed is not report:
        for value in changed.values():
            assert not (isinstance(value, str) and part in value), "the page's own field has a planted secret"
    chain = Chain(1, lambda: 0.5, "1")
    sent = 0
    for _ in range(draw.number(80)):
        one = {"code": draw.word() + str(draw.number(99)), "failure": draw.number(9), "message": secret}
        got = chain.send(one, draw.number(2), "w", "https://u:p@example.org/a?x=1#y", 1_700_000_000_000)
        if got is not None:
            sent += 1
            look_at(got, part)
            assert got["page"] == "https://example.org/a"
    assert sent <= CAP_BURST
    return [sorted(report.items()), sent, chain.repeated, chain.dropped]


def look_at(report: dict[str, Any], part: str) -> None:
    """Look at a report."""
    for name, value in report.items():
        assert name in FIELDS
        assert isinstance(value, (str, int, bool))
        assert not isinstance(value, str) or len(value) <= MAX_LENGTH or name not in ("message", "code")
    if part:
        assert part not in report.get("message", ""), "a planted secret is left"
