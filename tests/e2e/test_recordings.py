"""What real widgets said, replayed: same order, same targets, shorter pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from recorded import ENDS, LONGEST, RECORDINGS, Told, check_end, expected, recording

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from site_for_tests import Site


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
    page.evaluate("([recording, longest]) => play(recording, longest)", [recording(name), LONGEST])
    if site.requests.count("/pywidget/pywidget-page.js"):
        page.evaluate("() => pywidget.ready")
    announced: list[dict[str, Any]] = page.evaluate("() => announced")
    return announced


@pytest.mark.parametrize("name", ENDS)
def test_recording(page: Page, site: Site, name: str) -> None:
    codes, _paths, renewals, kind = ENDS[name]
    replay(page, site, name)
    page.wait_for_function(
        """({ expected, kind }) =>
          Object.entries(expected).every(([name, count]) => told("", name).length >= count) &&
          (told("", "notice").at(-1)?.detail.kind ?? null) == kind""",
        arg={"expected": expected(name), "kind": kind},
        timeout=5_000,
    )
    # Whatever should not come gets its chance to come.
    page.wait_for_timeout(700)
    came = Told(*page.evaluate('() => [told(""), reported(""), given("")]'))
    check_end(name, came)
    assert [one["token"] for one in came.given] == site.tokens
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
