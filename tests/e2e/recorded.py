"""What real widgets said, and how each of it has to end.

The recordings were made with the widget itself (three generations of it) against a scripted API. Where the page that
was recorded gave no token or gave it too late, ours gives one: what counts is that each failure is told once and
rightly.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

RECORDINGS = Path(__file__).parent / "recordings"
#: The longest pause of a replay, in milliseconds.
LONGEST = 150

#: name -> (codes in order, paths in order, renewals, kind of the last notice or None)
ENDS: dict[str, tuple[list[str | None], list[str], int, str | None]] = {
    "401-expired-then-setToken-async": (["common.auth.expired"], ["auth"], 1, None),
    # Here the widget gave up after a minute; in the replay it has had its token long before.
    "401-never-setToken": (["common.auth.expired", "widget.unknown_error"], ["auth", "retry"], 1, None),
    "401-setToken-SYNC-inside-listener": (["common.auth.expired"], ["auth"], 1, None),
    "401-twice-within-20s": (
        ["common.auth.expired", "widget.auth_retry_exhausted", "common.auth.expired"],
        ["auth", "auth", "auth"],
        2,
        None,
    ),
    "503-common.service_unavailable": (["common.service_unavailable"], ["retry"], 0, None),
    "X-documented-flow-download-mode-token-set-later": (["common.auth.missing_token"], ["auth"], 1, None),
    "X-v2.0-like-no-loop-guard-401-forever": (["common.auth.expired"] * 4, ["auth"] * 4, 3, "breaker"),
    "audio_too_large": (["registration.audio_too_large"], ["retry"], 0, "fix-input"),
    "complete-then-certificate-401": (["common.auth.expired"], ["auth"], 1, None),
    "complete-then-certificate-503": (["common.service_unavailable"], ["retry"], 0, "certificate"),
    "happy-path": ([], [], 0, None),
    "malformed-200-html": ([None], ["retry"], 0, "stuck"),
    "malformed-html-502": (["widget.malformed_response"], ["retry"], 0, "try-again"),
    "network-down-socket-destroyed": (["widget.network_error"], ["retry"], 0, "offline"),
    "rate_limited-no-retry-after": (["common.rate_limited"], ["rate-limit"], 0, "waiting"),
    # Its events went to an element outside the page.
    "remove-during-inflight-init": ([], [], 0, None),
    "reset-during-inflight-init-which-fails": (["common.service_unavailable"], ["retry"], 0, "try-again"),
    # In the end the page reset the widget, which makes it work again.
    "session.key_inactive": (["session.key_inactive"], ["config"], 0, None),
    "session.rate_limited": (["session.rate_limited"], ["rate-limit"], 0, "waiting"),
    "two-widgets": (["session.key_inactive"], ["config"], 0, "disabled"),
    "unknown-code": (["foo.bar_baz"], ["retry"], 0, "report"),
    "update-access_code-401": (["common.auth.expired"], ["auth"], 1, None),
    "v1-401-twice": (["TOKEN_EXPIRED", "TOKEN_EXPIRED"], ["auth", "auth"], 2, None),
    "v1-403": (["FORBIDDEN"], ["config"], 0, "disabled"),
    "v1-429": (["RATE_LIMITED"], ["rate-limit"], 0, "waiting"),
    "v1-503": (["SERVER_ERROR"], ["retry"], 0, "try-again"),
    "v1-happy-path": ([], [], 0, None),
    "v1-malformed-html-502": (["SERVER_ERROR"], ["retry"], 0, "try-again"),
    "v1-poll-failed": ([None], ["retry"], 0, "submitted"),
    # The older widget wants a new token after a reset; that is no failure.
    "v1-reset": ([], [], 1, None),
    "validation_failed-with-details": (["common.validation_failed"], ["retry"], 0, "fix-input"),
    "ws-error-frame": (["transaction.expired"], ["retry"], 0, "submitted"),
    "ws-refused-poll-failed": (["transaction.failed"], ["retry"], 0, "submitted"),
}


def recording(name: str) -> Any:
    return json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))


class Told(NamedTuple):
    """What came of one recording: what was announced, what was reported, and the tokens that the widgets got."""

    announced: list[Any]
    reports: list[Any]
    given: list[Any]

    def details(self, event: str) -> list[Any]:
        return [one["detail"] for one in self.announced if one["name"] == event]


def check_end(name: str, came: Told, prefix: str = "") -> None:
    """Fail unless the recording ended as it should, with nothing more and nothing less."""
    codes, paths, renewals, kind = ENDS[name]
    verdicts = came.details("verdict")
    assert [verdict["code"] for verdict in verdicts] == codes
    assert [verdict["path"] for verdict in verdicts] == paths
    assert [one["target"] for one in came.announced if one["name"] == "verdict"] == [f"{prefix}w1"] * len(codes)
    assert len(came.details("renewed")) == renewals
    notices = [notice["kind"] for notice in came.details("notice")]
    assert (notices[-1] if notices else None) == kind
    # The same code with the same reference again is counted, not reported again.
    references = [(verdict["code"], verdict["requestId"]) for verdict in verdicts]
    failures = [report["fields"]["code"] for report in came.reports if report["event"] == "ats_error"]
    assert failures == [code for code, _ in dict.fromkeys(references)]
    assert [one["inListener"] for one in came.given] == [False] * renewals
    assert len({one["token"] for one in came.given}) == renewals
