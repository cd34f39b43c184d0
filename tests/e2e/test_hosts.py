"""The widget in pages of real frameworks: each failure ends as anywhere, and the framework goes on undisturbed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from host_pages import HOSTS, HYDRATING, ICON, hosts_fixture, stage_fixture  # noqa: F401  pytest finds the fixtures here

if TYPE_CHECKING:
    from collections.abc import Callable

    from host_pages import Stage

GOES_ON = "() => w1.say('allfeat:upload-start', {}, { screen: 'UPLOADING' })"


def fail(stage: Stage, code: str) -> None:
    """Let the widget fail, and wait for its notice."""
    stage.page.evaluate("(code) => fail('w1', code)", code)
    stage.page.locator("pywidget-notice[data-shown]").wait_for()


def draw(stage: Stage) -> None:
    """Let the host draw its page a few times more."""
    for _ in range(3):
        stage.call("again")


def paths(stage: Stage) -> list[str]:
    found: list[str] = stage.page.evaluate("() => of('verdict').map(({ path }) => path)")
    return found


def went_on(stage: Stage) -> None:
    """Let the widget go on: what was said about it goes."""
    stage.page.evaluate(GOES_ON)
    stage.page.wait_for_function("() => !document.querySelector('pywidget-notice[data-shown], pywidget-cover')")
    assert not stage.page.evaluate("() => w1.inert")


def session_ends(stage: Stage) -> None:
    stage.page.evaluate("() => expire('w1', 'v3')")
    stage.page.wait_for_function("() => ended('w1')")
    assert stage.page.evaluate("() => of('renewed').length") == 1
    assert stage.page.locator("#w1").get_attribute("token") == "jwt-1-SECRET"
    draw(stage)
    assert paths(stage) == ["auth"]
    assert stage.notices() == 0
    assert stage.hosts.site.tokens == ["jwt-1-SECRET"]


def switched_off(stage: Stage) -> None:
    fail(stage, "session.key_inactive")
    cover = stage.page.locator("pywidget-cover")
    cover.wait_for(state="attached")
    draw(stage)
    assert paths(stage) == ["config"]
    assert stage.notices() == cover.count() == 1
    assert stage.page.evaluate("() => w1.inert")
    went_on(stage)


def too_many(stage: Stage) -> None:
    fail(stage, "session.rate_limited")
    stage.page.locator("pywidget-notice[data-shown] .timer").wait_for()
    draw(stage)
    assert paths(stage) == ["rate-limit"]
    assert stage.notices() == 1
    went_on(stage)


def another_page(stage: Stage) -> None:
    fail(stage, "session.key_inactive")
    stage.call("leave")
    stage.page.locator("#other").wait_for()
    stage.page.wait_for_function("() => !document.querySelector('pywidget-notice[data-shown], pywidget-cover')")
    stage.call("back")
    stage.page.locator("#w1").wait_for(state="attached")
    # What the host kept of its page says nothing any more, and the widget can be used.
    stage.page.wait_for_function("() => !document.querySelector('#root :is(pywidget-notice, pywidget-cover)')")
    assert not stage.page.evaluate("() => w1.inert")
    fail(stage, "common.service_unavailable")
    assert stage.notices() == 1
    assert paths(stage) == ["config", "retry"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("situation", [session_ends, switched_off, too_many, another_page])
def test_every_path_in_every_host(stage: Stage, host: str, situation: Callable[[Stage], None]) -> None:
    stage.open(host)
    stage.page.fill("#note", "typed")
    situation(stage)
    assert stage.page.input_value("#note") == "typed"
    stage.call("end")
    stage.page.wait_for_function("() => !document.querySelector('pywidget-notice[data-shown], pywidget-cover')")
    assert stage.complained() == []


@pytest.mark.parametrize("host", HYDRATING)
@pytest.mark.parametrize("boot", ["error", "idle", "now"])
def test_a_host_finds_what_its_server_made(stage: Stage, host: str, boot: str) -> None:
    # Side by side, each in a frame: what takes time here is waiting. Each counts from its own load, not from our call.
    delays = [0, 150, 600]
    address = stage.hosts.page(host, boot=boot)
    body = "".join(f'<iframe src="{address}#{delay}"></iframe>' for delay in delays)
    stage.page.add_init_script(
        """{
            const nodes = () => ["#s", "#w1", "#drawn", "#note"].map((one) => document.querySelector(one));
            const seen = () => new Promise((done) => {
                const look = () => document.querySelector("#s pywidget-notice[data-shown]") && done();
                new MutationObserver(look).observe(document, { subtree: true, attributes: true });
                look();
            });
            const act = async () => {
                const before = nodes();
                fail("w1", "session.key_inactive");
                await new Promise((done) => setTimeout(done, location.hash.slice(1)));
                host.start();
                await seen();
                host.again();
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                return [
                    nodes().every((node, index) => node && node == before[index]),
                    document.querySelector("#drawn").textContent,
                    document.querySelectorAll("pywidget-notice[data-shown]").length,
                    ...problems,
                ];
            };
            if (self != top) {
                window.kept = new Promise((done) => addEventListener("load", () => done(act())));
            }
        }"""
    )
    stage.page.goto(stage.hosts.site.page(body, head=ICON, tag=False, policy=""))
    kept = stage.page.evaluate("() => Promise.all(Array.from(frames, (frame) => frame.kept))")
    assert kept == [[True, "drawn 1", 1]] * 3
    assert stage.complaints == []


# ---- zone.js, which has its own timers, promises and listeners -------------------------------------------------------


@pytest.mark.parametrize("host_first", [True, False])
def test_a_countdown_keeps_no_zone_busy(stage: Stage, host_first: bool) -> None:  # noqa: FBT001  from parametrize
    stage.open("angular", host_first=host_first)
    # As a widget's own code does that was called by Angular's.
    stage.page.evaluate("() => host.inZone(() => fail('w1', 'session.rate_limited'))")
    timer = stage.page.locator("pywidget-notice[data-shown] .timer")
    timer.wait_for()
    checks = stage.page.evaluate("() => checks")
    left = timer.text_content()
    stage.page.wait_for_function("([timer, left]) => timer.textContent != left", arg=[timer.element_handle(), left])
    assert stage.page.evaluate("() => checks") == checks


def test_a_rejection_that_nobody_handles_is_told_as_without_us(stage: Stage) -> None:
    stage.open("angular", watch="/answer/* mori", boot="now")
    told = stage.page.evaluate(
        """async () => {
            await pywidget.ready;
            const told = new Promise((done) => {
                addEventListener("unhandledrejection", (event) => {
                    event.preventDefault();
                    done(event.reason.message);
                });
            });
            (async () => { throw new Error("bare") })();
            return await told;
        }"""
    )
    assert told == "bare"
    # A Promise of zone.js is Angular's to tell.
    stage.page.evaluate("() => host.inZone(() => setTimeout(() => Promise.reject(new Error('in the zone'))))")
    stage.page.wait_for_function("() => problems.length")
    assert stage.complained() == ["Error: in the zone"]
