"""Make the recordings that the playground plays from those of the tests: ``python -m tools.playground_recordings``.

The playground ships some of them, with what is needed to say them again: what the widget said, turn by turn, and how it
looked. What it asked of its API, and what the recorded page did, are left out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "tests" / "e2e" / "recordings"
TARGET = ROOT / "static" / "playground" / "recordings.json"

#: name of the recording -> its title. One of each kind: the file is served to everyone who opens the playground.
TITLES = {
    "401-expired-then-setToken-async": "A session ends and is renewed",
    "401-twice-within-20s": "A session ends twice within 20 seconds",
    "X-v2.0-like-no-loop-guard-401-forever": "A widget asks for tokens without end",
    "session.key_inactive": "A key is switched off",
    "session.rate_limited": "A rate limit",
    "503-common.service_unavailable": "The service is unavailable, then works",
    "validation_failed-with-details": "The title is missing",
    "malformed-200-html": "A web page where JSON should be",
    "complete-then-certificate-503": "Registered, but no certificate",
    "ws-error-frame": "It fails after payment",
    "two-widgets": "One of two widgets is switched off",
    "v1-401-twice": "A session ends twice, in the first generation",
}

GENERATIONS = {"v3": "v3", "v2-like": "v2", "v1": "v1"}

#: Milliseconds. What comes sooner after an event was said in the same turn.
SAME_TURN = 5

LOOK = ("screen", "tokenOverlay", "retryButton", "transactionId")


def shipped(recording: dict[str, Any], title: str) -> dict[str, Any]:
    """Return what the playground needs of one recording."""
    events = recording["events"]
    targets = list(dict.fromkeys(event["target"] for event in events))
    turns: list[list[dict[str, Any]]] = []
    last = None
    for event in events:
        said = {
            "name": event["name"],
            "widget": targets.index(event["target"]),
            "detail": event["detail"],
            "look": {name: _said(event["widget"][name]) for name in LOOK},
        }
        if last is None or event["t_ms"] - last > SAME_TURN:
            turns.append([])
        turns[-1].append(said)
        last = event["t_ms"]
    return {
        "id": recording["scenario"],
        "title": title,
        "generation": GENERATIONS[recording["era"]],
        "mode": (recording["attributes"] or {}).get("mode", "register"),
        "widgets": len(targets),
        "turns": turns,
    }


def _said(value: Any) -> Any:
    """What a widget that does not say something looks like is nothing."""
    return None if value == "__undefined__" else value


def content(root: Path = ROOT) -> str:
    """Return the text of the playground's file, one recording a line."""
    folder = root / SOURCE.relative_to(ROOT)
    lines = [
        json.dumps(
            shipped(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")), title), separators=(",", ":")
        )
        for name, title in TITLES.items()
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    TARGET.write_text(content(), encoding="utf-8")
