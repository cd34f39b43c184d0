"""``classify``: a verdict on one of the four paths, with a code that is bounded, whatever it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.core.classify import MAX_CODE_LENGTH, classify
from pywidget.core.verdict import PATHS, REMEDIES
from tools.fuzz.targets.words import CATEGORIES, CODES, PREFIXES

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = True

WORDS = SYSTEMS + CODES + CATEGORIES + PREFIXES + ("Session expired. Please try again.", "throttling", "rate_limit")


def check(draw: Draw) -> object:
    """Classify something, and look at the verdict."""
    code = draw.word() if draw.one_in(2) else draw.anything()
    system = SYSTEMS[draw.number(len(SYSTEMS) - 1)] if draw.number(3) else draw.anything()
    category = draw.anything() if draw.one_in(3) else None
    status = draw.whole() if draw.one_in(2) else draw.anything() if draw.one_in(2) else None
    text = draw.anything() if draw.one_in(3) else None
    verdict = classify(code, system, category=category, http_status=status, text=text)
    assert verdict.path in PATHS
    assert verdict.remedy in REMEDIES
    assert verdict.http_status is None or 100 <= verdict.http_status <= 599
    assert verdict.code is None or (isinstance(verdict.code, str) and 0 < len(verdict.code) <= MAX_CODE_LENGTH)
    assert verdict.action
    assert len(str(verdict)) < 1_000
    assert verdict.basis != "code" or verdict.code in CODES, "only a listed code is certain"
    by_status = verdict.basis in ("code", "text", "category", "http-status")
    assert by_status or verdict.remedy != "renew-session", "no guess by a code's spelling renews a session"
    return [getattr(verdict, name) for name in verdict.__slots__]
