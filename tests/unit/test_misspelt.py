"""Misspelt names, and what was meant: the same cases as in ``tests/node/advice.test.mjs``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pywidget.browser.misspelt import hinted, nearest
from pywidget.browser.settings import SINKS, Settings
from tools.build import sink_names

CASES = json.loads((Path(__file__).parent / "misspelt.json").read_text(encoding="utf-8"))
KNOWN = {"attributes": list(Settings({}, print).values), "sinks": list(SINKS)}


def test_the_sinks_are_those_that_there_are() -> None:
    assert sorted(SINKS) == sink_names()


@pytest.mark.parametrize("kind", CASES)
def test_what_was_meant(kind: str) -> None:
    for name, expected in CASES[kind]:
        assert nearest(name, KNOWN[kind]) == expected, name


def test_a_sentence_is_completed() -> None:
    assert hinted("data-lagn is no attribute of pywidget.", ["data-lang"]).endswith(" Did you mean data-lang?")
    assert hinted('data-analytics="sentri" is no sink of pywidget.', []).endswith(" Did you mean sentry?")
    assert hinted('data-analytics="segment;ga4" is no sink of pywidget.', []).endswith(" by spaces or commas.")
    address = 'data-analytics="https://a.example/collect" is no sink of pywidget.'
    assert "belongs into data-analytics-url" in hinted(address, [])
    assert hinted('data-analytics="track" is no sink of pywidget.', []) == ""
    assert hinted("data-zebra is no attribute of pywidget.", ["data-lang"]) == ""
