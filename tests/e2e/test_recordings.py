"""What real widgets said, replayed: same order, same targets, shorter pauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from recorded import ENDS, LONGEST, RECORDINGS, Told, check_end, recording
from runtimes import STAND_IN

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from site_for_tests import Site

#: What the page has loaded of ours, also where the browser had it already.
OURS = """() => performance.getEntriesByType("resource")
    .map(({ name }) => new URL(name).pathname).filter((path) => path.startsWith("/pywidget/"))"""


def test_every_recording_has_an_end() -> None:
    assert sorted(ENDS) == sorted(path.stem for path in RECORDINGS.glob("*.json"))
    assert len(ENDS) == 33


def replay(page: Page, site: Site, name: str, **attributes: str) -> Told:
    """Play a recording on a page of its own, until nothing more can come of it."""
    url = site.page(
        "<main></main>",
        head=STAND_IN,
        attributes={"token-url": "/token", "analytics": "segment", **attributes},
    )
    page.goto(url)
    page.evaluate(
        "([recording, longest]) => inOwnTime(async () => { await play(recording, longest); await pause(2e3); })",
        [recording(name), LONGEST],
    )
    if ENDS[name][0]:
        # Time is the page's own, and passes more quickly than what makes the reports may come.
        page.wait_for_function("() => tracked.length")
    return Told(*page.evaluate('() => [told(""), reported(""), given("")]'))


@pytest.mark.parametrize("name", ENDS)
def test_recording(page: Page, site: Site, name: str) -> None:
    codes, _paths, renewals, _kind = ENDS[name]
    came = replay(page, site, name)
    check_end(name, came)
    assert [one["token"] for one in came.given] == site.tokens
    if not codes and not renewals:
        # A page without an error loads the script tag and nothing else of ours.
        assert page.evaluate(OURS) == ["/pywidget/pywidget.js"]


def test_without_a_token_the_sixty_seconds_are_the_end_of_the_same_failure(page: Page, site: Site) -> None:
    came = replay(page, site, "401-never-setToken", **{"token-url": "", "contact": "help@example.org"})
    assert [verdict["code"] for verdict in came.details("verdict")] == ["common.auth.expired"]
    assert [failed["reason"] for failed in came.details("renewal-failed")] == ["no-token-source"]


def test_a_certificates_overlay_is_cleared_and_a_failed_list_retried(page: Page, site: Site) -> None:
    replay(page, site, "complete-then-certificate-401")
    assert page.evaluate("() => document.querySelector('ats-widget').redraws") == 2
    replay(page, site, "X-documented-flow-download-mode-token-set-later")
    assert page.evaluate("() => document.querySelector('ats-widget').retries") == 1
