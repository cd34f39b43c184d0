"""The recordings that the playground ships: made from those of the tests, and small."""

from __future__ import annotations

import gzip
import json

from tools.playground_recordings import SOURCE, TARGET, TITLES, content, shipped

MOST_BYTES = 25_000


def test_what_is_shipped_is_what_was_recorded() -> None:
    assert TARGET.read_text(encoding="utf-8") == content(), "run `python -m tools.playground_recordings`"


def test_it_stays_small() -> None:
    assert len(content()) <= MOST_BYTES
    assert len(gzip.compress(content().encode())) < MOST_BYTES / 10


def test_no_event_is_lost_and_what_belongs_together_stays_together() -> None:
    for name, title in TITLES.items():
        recording = json.loads((SOURCE / f"{name}.json").read_text(encoding="utf-8"))
        told = shipped(recording, title)
        said = [(one["name"], one["detail"]) for turn in told["turns"] for one in turn]
        assert said == [(event["name"], event["detail"]) for event in recording["events"]]
    expired = shipped(json.loads((SOURCE / "401-expired-then-setToken-async.json").read_text(encoding="utf-8")), "")
    assert [one["name"] for one in expired["turns"][2]] == ["allfeat:error", "allfeat:token-expired"]
