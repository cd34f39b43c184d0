"""What real widgets said, replayed: same order, same targets, shorter pauses. The table has the end of each.

The recordings were made with the widget itself (three generations of it) against a scripted API. Where the
page that was recorded gave no token or gave it too late, ours gives one: what counts is that each failure is told once
and rightly.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from site_for_tests import Site

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


def test_every_recording_has_an_end() -> None:
    assert sorted(ENDS) == sorted(path.stem for path in RECORDINGS.glob("*.json"))
    assert len(ENDS) == 33


def replay(page: Page, site: Site, name: str, **attributes: str) -> list[dict[str, Any]]:
    """Play a recording on a page of its own and return what was announced, once nothing more is under way."""
    url = site.page(
        "<main></main>",
        head='<script src="/files/stand-in.js"></script>',
        attributes={"token-url": "/token", "analytics": "segment", **attributes},
    )
    page.goto(url)
    recording = json.loads((RECORDINGS / f"{name}.json").read_text(encoding="utf-8"))
    page.evaluate("([recording, longest]) => play(recording, longest)", [recording, LONGEST])
    if site.requests.count("/pywidget/pywidget-page.js"):
        page.evaluate("() => pywidget.ready")
    announced: list[dict[str, Any]] = page.evaluate("() => announced")
    return announced


@pytest.mark.parametrize("name", ENDS)
def test_recording(page: Page, site: Site, name: str) -> None:
    codes, paths, renewals, kind = ENDS[name]
    replay(page, site, name)
    if codes or renewals:
        wanted = {"verdicts": len(codes), "renewals": renewals, "kind": kind}
        page.wait_for_function(
            """({ verdicts, renewals, kind }) => {
              const of = (name) => announced.filter((one) => one.name == name);
              return of("verdict").length >= verdicts && of("renewed").length >= renewals &&
                (of("notice").at(-1)?.detail.kind ?? null) == kind;
            }""",
            arg=wanted,
            timeout=5_000,
        )
    # Whatever should not come gets its chance to come.
    page.wait_for_timeout(700)
    announced = page.evaluate("() => announced")
    verdicts = [one["detail"] for one in announced if one["name"] == "verdict"]
    assert [verdict["code"] for verdict in verdicts] == codes
    assert [verdict["path"] for verdict in verdicts] == paths
    assert [one["target"] for one in announced if one["name"] == "verdict"] == ["w1"] * len(codes)
    assert len([one for one in announced if one["name"] == "renewed"]) == renewals
    notices = [one["detail"]["kind"] for one in announced if one["name"] == "notice"]
    assert (notices[-1] if notices else None) == kind
    tracked = page.evaluate("() => tracked.filter(({ event }) => event == 'ats_error')")
    # The same code with the same reference again is counted, not reported again.
    references = [(verdict["code"], verdict["requestId"]) for verdict in verdicts]
    assert [report["fields"]["code"] for report in tracked] == [code for code, _ in dict.fromkeys(references)]
    given = page.evaluate("() => [...document.querySelectorAll('ats-widget')].flatMap((widget) => widget.given)")
    assert [one["inListener"] for one in given] == [False] * renewals
    assert [one["token"] for one in given] == site.tokens
    assert len(set(site.tokens)) == renewals
    if not codes and not renewals:
        # A page without an error fetches the script tag and nothing else of ours.
        assert [path for path in site.requests if path.startswith("/pywidget/")] == ["/pywidget/pywidget.js"]


def test_without_a_token_the_sixty_seconds_are_the_end_of_the_same_failure(page: Page, site: Site) -> None:
    replay(page, site, "401-never-setToken", **{"token-url": "", "contact": "help@example.org"})
    page.wait_for_function("() => announced.some(({ name }) => name == 'renewal-failed')")
    page.wait_for_timeout(300)
    announced = page.evaluate("() => announced")
    assert [one["detail"]["code"] for one in announced if one["name"] == "verdict"] == ["common.auth.expired"]
    failed = [one["detail"]["reason"] for one in announced if one["name"] == "renewal-failed"]
    assert failed == ["no-token-source"]


def test_a_certificates_overlay_is_cleared_and_a_failed_list_retried(page: Page, site: Site) -> None:
    replay(page, site, "complete-then-certificate-401")
    page.wait_for_function("() => document.querySelector('ats-widget').redraws == 2")
    replay(page, site, "X-documented-flow-download-mode-token-set-later")
    page.wait_for_function("() => document.querySelector('ats-widget').retries == 1")
