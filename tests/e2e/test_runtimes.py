"""The same failures in every Python there is for a page, and these Pythons beside each other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from conftest import HERE
from recorded import ENDS, LONGEST, Told, check_end, expected, recording
from runtimes import RUNTIMES, PythonSite
from site_for_tests import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

#: What is another number each time. ``repeated`` counts for the whole page; ``screen`` is what the widget shows when it
#: is its turn.
CHANGING = ("at", "durationMs", "failure", "id", "page", "repeated", "screen", "until", "view")


#: Plays all recordings at once, each with widgets of its own.
REPLAY = """([recordings, longest]) => Promise.all(recordings.map(async ([name, recording, expected, end]) => {
  const prefix = `${name} `;
  const [codes, , , kind] = end;
  const enough = () => Object.entries(expected).every(([event, count]) => told(prefix, event).length >= count) &&
    reported(prefix).length >= new Set(codes).size;
  await play(recording, longest, prefix, enough);
  const ended = () => (told(prefix, "notice").at(-1)?.detail.kind ?? null) == kind;
  for (const until = performance.now() + 2e4; !ended() && performance.now() < until; ) await pause(5);
  // Whatever should not come gets its chance to come.
  await pause(700);
  return [name, told(prefix), reported(prefix), given(prefix)];
}))"""


@pytest.fixture(scope="module")
def python_site(bundle_with_pyodide: Path) -> Iterator[PythonSite]:
    site = PythonSite(bundle_with_pyodide, HERE / "files")
    with serve(site):
        yield site


@pytest.fixture(scope="module")
def play(browser: Browser, python_site: PythonSite) -> Callable[[str], dict[str, Told]]:
    """Plays all recordings on one page; once per runtime."""

    @cache
    def play(runtime: str) -> dict[str, Told]:
        python_site.clear()
        page = browser.new_page()
        thrown: list[str] = []
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto(python_site.runtime_page(runtime, token_url="/token", analytics="segment", boot="now"))
        page.wait_for_function("() => announced.some(({ name }) => name == 'ready')", timeout=60_000)
        came = page.evaluate(REPLAY, [[(name, recording(name), expected(name), ENDS[name]) for name in ENDS], LONGEST])
        page.context.close()
        assert thrown == []
        return {name: Told(*rest) for name, *rest in came}

    return play


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_every_recording_ends_as_it_should(runtime: str, play: Callable[[str], dict[str, Told]]) -> None:
    came = play(runtime)
    for name in ENDS:
        check_end(name, came[name], f"{name} ")


@pytest.mark.parametrize("runtime", RUNTIMES[1:])
def test_the_same_is_told_in_the_same_words(runtime: str, play: Callable[[str], dict[str, Told]]) -> None:
    assert {name: steady(came) for name, came in play(runtime).items()} == {
        name: steady(came) for name, came in play(RUNTIMES[0]).items()
    }


def steady(came: Told) -> dict[str, Any]:
    """All of it that does not depend on whose turn came first, and on how long something took."""
    reports = [(report["event"], without_changing(report["fields"])) for report in came.reports]
    # That it is being renewed is only said if it takes long.
    notices = [notice for notice in came.details("notice") if notice["kind"] not in (None, "renewing")]
    return {
        "verdicts": came.details("verdict"),
        "failures": [fields for event, fields in reports if event == "ats_error"],
        "outcomes": [fields["outcome"] for event, fields in reports if event == "ats_error_outcome"],
        "renewals": [without_changing(renewal) for renewal in came.details("renewed") + came.details("renewal-failed")],
        "notice": without_changing(notices[-1]) if notices else None,
    }


def without_changing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in CHANGING}
