"""Closed loops: the double, its API, pywidget's script tag as the only handler, and a visitor who presses buttons.

What counts is how a loop ends: what was paid, how many tokens were asked for, what was told to whom, and where the
visitor is left. Time is the page's own: a minute is passed in one step, and nobody waits for it.

::

    loop.open(init=[{"code": "common.service_unavailable"}, "ok"])
    loop.submit()
    loop.press("try-again")
    loop.ends(codes=["common.service_unavailable"], tokens=0, paid=0, kind=None, focus="widget submit")

Import the fixtures where they are wanted::

    from closed_loop import loop_fixture  # noqa: F401
    from double_server import demo_fixture  # noqa: F401
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from double_server import PATIENCE, Host, widget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from double_server import Demo
    from playwright.sync_api import BrowserContext, Page, Request

    from pywidget.demo.scenarios import Scenario

SCRIPT = Path(__file__).with_name("loop.js")
IDLE = Path(__file__).with_name("files") / "idle.js"
SYSTEMS = {"v1": "allfeat-widget-v1"}

#: A longer pause than any that pywidget makes before it does what it has decided, in milliseconds.
A_MOMENT = 1_000

#: The actions of the question whether the same work is to be paid for once more.
PAY_AGAIN = ["keep", "register-again"]

#: A notice may stand on its own, or lie over its widget.
NOTICE = ":is(pywidget-notice, pywidget-cover)"


@dataclass(frozen=True)
class End:
    """How a loop ended.

    Attributes:
        paid: confirms that the API accepted.
        tokens: how many were asked for.
        codes: of the verdicts, in order.
        reports: how many failures the owner was told of.
        outcomes: of the reports that tell how a failure ended, in order.
        kind: of the last notice; None if it was taken away, or there never was one.
        actions: that it offers, in order.
        screen: the widget's.
        focus: where it is, see ``focused`` in ``loop.js``.
    """

    paid: int
    tokens: int
    codes: list[str | None]
    reports: int
    outcomes: list[str]
    kind: str | None
    actions: list[str]
    screen: str
    focus: str


class Loop:
    """One page with one widget, from its opening to its end.

    Attributes:
        host: the page as :class:`double_server.Host` drives it.
        ats_url: the widget's own.
    """

    def __init__(self, page: Page, demo: Demo) -> None:
        self.page = page
        self.demo = demo
        self.host = Host(page, demo)
        self.ats_url = ""
        self._under_way: set[Request] = set()
        page.on("request", lambda request: self._under_way.add(request))  # noqa: PLW0108  Playwright wants a function
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: self._under_way.discard(request))  # noqa: PLW0108  the same

    def open(
        self,
        *,
        generation: str = "v3",
        attributes: dict[str, Any] | None = None,
        tag: dict[str, str | None] | None = None,
        **script: Any,
    ) -> None:
        """Open the page.

        Args:
            generation: of the widget; the API speaks its system's language.
            attributes: more of the widget's own; ``_`` stands for ``-``, None leaves one out.
            tag: more attributes of the script tag, without ``data-``; ``{ats_url}`` stands for the API's address, None
                leaves one out.
            script: what the API answers, see :mod:`pywidget.demo.scenarios`.
        """
        self.ats_url = self.demo.scenario(**{"system": SYSTEMS.get(generation, "allfeat-widget"), **script})
        given = {"token-url": "{ats_url}/token", "login-url": "/login", "contact": "help@example.test", **(tag or {})}
        data = " ".join(
            f'data-{name}="{escape(value.replace("{ats_url}", self.ats_url))}"'
            for name, value in given.items()
            if value is not None
        )
        # Before the page: what pywidget keeps of time when it starts is the page's own time, too.
        self.page.clock.install()
        self.page.add_init_script(path=IDLE)
        self.page.add_init_script(path=SCRIPT)
        self.host.open(
            widget(self.ats_url, generation=generation, **(attributes or {})),
            head=f'<script src="/pywidget/pywidget.js" {data}></script>',
        )

    def open_downloads(self, **script: Any) -> None:
        """Open the page with a visitor's own works, and the first of them."""
        self.open(attributes={"mode": "download", "external_user_id": "u1"}, **script)
        self.host.wait_for_calls(self.ats_url, "list", 3)
        self.open_work()

    @property
    def api(self) -> Scenario:
        """The API's own memory."""
        return self.demo.played(self.ats_url)

    @property
    def context(self) -> BrowserContext:
        """The browser's profile."""
        return self.page.context

    # ---- the visitor -------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Fill the form in and submit it.

        Only the last press is a visitor's. The others take a tenth of a second each, and no loop is about them.
        """
        self.page.evaluate("window.fillIn(document.getElementById('w1'))")
        self.host.press("submit")

    def press_widget(self, *actions: str) -> None:
        """Press buttons of the widget, one after the other. Its Retry can be under our notice: a script presses it."""
        for action in actions:
            if action == "retry":
                self.call("shadowRoot.querySelector('[data-action=retry]').click()")
            else:
                self.host.press(action)

    def retry_and_submit(self) -> None:
        """Do what the widget itself proposes to do after a failure."""
        self.press_widget("retry", "submit")

    def open_work(self) -> None:
        """Open the first work of the list."""
        self.page.locator("#w1 [data-action=select-work]").first.click()

    def press(self, action: str) -> None:
        """Press a button of the notice, by keyboard: whoever uses one must not be lost afterwards."""
        self.page.locator(f'{NOTICE} [data-action="{action}"]').locator("visible=true").first.focus()
        self.page.keyboard.press("Enter")

    def tab(self) -> str:
        """Press Tab and return where the focus is then."""
        self.page.keyboard.press("Tab")
        return self.focus()

    def come_back(self) -> None:
        """Come back to the page, from another tab."""
        self.page.bring_to_front()
        # Pages under test have the focus always, so that they are not told.
        self.page.evaluate("window.dispatchEvent(new Event('focus'))")

    # ---- the page ----------------------------------------------------------------------------------------------------

    def call(self, code: str) -> None:
        """Do something to the widget, as the page's own scripts may: ``call("reset()")``."""
        self.page.evaluate(f"document.getElementById('w1').{code}")

    @contextmanager
    def held(self, ending: str) -> Iterator[None]:
        """Hold the next requests back whose address ends so, until the block is left."""
        with self.demo.traffic.holds(ending):
            yield

    @contextmanager
    def broken(self, ending: str) -> Iterator[None]:
        """Break the connection of each request whose address ends so, until the block is left."""
        self.demo.traffic.breaks(ending)
        yield
        self.demo.traffic.breaks()

    def wait_until_held(self) -> None:
        """Wait until a request is held back."""
        self._wait(lambda: self.demo.traffic.held > 0, "a request to be held back")

    # ---- time --------------------------------------------------------------------------------------------------------

    def wait_for(self, event: str, times: int = 1) -> None:
        """Wait for an event of the widget."""
        self.host.wait_for(event, times)

    def wait_for_notice(self, kind: str, times: int = 1) -> None:
        """Wait for a notice of a kind."""
        self._wait(lambda: self.kinds().count(kind) >= times, f"a notice {kind!r} ({times} times)")

    def wait_for_said(self, name: str) -> None:
        """Wait for an event of pywidget's."""
        self._wait(lambda: bool(self.said(name)), f"pywidget:{name}")

    def wait_for_question(self) -> None:
        """Wait until the visitor is asked whether the same work is to be paid for once more."""
        self._wait(self.is_asked, "the question whether to pay again")

    def is_asked(self) -> bool:
        """Tell whether the notice in sight is that question."""
        notices = self.said("notice")
        return bool(notices) and [action["id"] for action in notices[-1].get("actions", [])] == PAY_AGAIN

    def wait_for_screen(self, screen: str) -> None:
        """Wait until the widget shows a screen."""
        self._wait(lambda: self.host.seen()["screen"] == screen, f"the screen {screen}")

    def let_pass(self, seconds: float) -> None:
        """Let time pass for the page, in one step."""
        self.settle()
        self.page.clock.fast_forward(int(seconds * 1000))
        self.settle()

    def rest(self) -> None:
        """Wait until nothing more comes of what has been done.

        What a WebSocket still has to say is not waited for: only its widget knows when that is all.
        """
        for _ in range(2):
            self.settle()
            self.page.clock.run_for(A_MOMENT)
        self.settle()

    def settle(self) -> None:
        """Wait until no request is under way, no task is left, and nothing more has been said meanwhile."""
        said = -1

        def is_settled() -> bool:
            nonlocal said
            before, said = said, self.page.evaluate("window.calm()")
            return before == said and not self.is_busy()

        self._wait(is_settled, "everything to come to rest")

    def is_busy(self) -> bool:
        """Tell whether a request is under way that nobody holds back."""
        return len(self._under_way) > self.demo.traffic.held

    def _wait(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE / 1000
        while not condition():
            if time.monotonic() > end:
                pytest.fail(f"waited in vain for {what}; so far: {self.story()}")
            self.page.evaluate("window.calm()")

    # ---- what came of it ---------------------------------------------------------------------------------------------

    def said(self, name: str | None = None) -> list[Any]:
        """Return all that pywidget said, or the details of one of its events."""
        said: list[Any] = self.page.evaluate("window.said")
        return said if name is None else [one["detail"] for one in said if one["name"] == name]

    def story(self) -> str:
        """Return what pywidget said, in one line."""
        told = ("kind", "code", "outcome", "reason")
        return " -> ".join(
            " ".join([one["name"], *(f"{one['detail'][name]}" for name in told if name in (one["detail"] or {}))])
            for one in self.said()
        )

    def kinds(self) -> list[str | None]:
        """Return the kinds of all notices so far; None where one was taken away."""
        return [notice["kind"] for notice in self.said("notice")]

    def notice(self) -> dict[str, Any]:
        """Return the last notice, as its event tells it."""
        notices = self.said("notice")
        assert notices, "there was no notice"
        last: dict[str, Any] = notices[-1]
        return last

    def seen(self) -> dict[str, Any]:
        """Return the only notice in sight: its text, warning, timer, and the labels of its buttons by action."""
        self._wait(lambda: bool(self.page.evaluate("window.notices()")), "a notice in sight")
        notices: list[dict[str, Any]] = self.page.evaluate("window.notices()")
        assert len(notices) == 1, notices
        return notices[0]

    def focus(self) -> str:
        """Return where the focus is."""
        where: str = self.page.evaluate("window.focused()")
        return where

    def buttons(self) -> list[str]:
        """Return the actions of the widget's buttons that can be pressed."""
        actions: list[str] = self.page.evaluate(
            """() => Array.from(
                document.getElementById("w1").shadowRoot.querySelectorAll("button[data-action]:enabled"),
                (button) => button.dataset.action,
            )"""
        )
        return actions

    def is_on_top(self, selector: str) -> bool:
        """Tell whether a part of the widget can be seen and pointed at."""
        seen: bool = self.page.evaluate(
            "(selector) => window.isOnTop(document.getElementById('w1'), selector)", selector
        )
        return seen

    def end(self) -> End:
        """Wait until nothing more comes, and return how it ended."""
        self.rest()
        notices = self.said("notice")
        reports = self.said("report")
        last: dict[str, Any] = notices[-1] if notices else {"kind": None}
        return End(
            paid=self.api.paid,
            tokens=self.api.tokens,
            codes=[verdict["code"] for verdict in self.said("verdict")],
            reports=sum("outcome" not in report for report in reports),
            outcomes=[report["outcome"] for report in reports if "outcome" in report],
            kind=last["kind"],
            actions=[action["id"] for action in last.get("actions", [])],
            screen=self.host.seen()["screen"],
            focus=self.focus(),
        )

    def ends(self, **expected: Any) -> None:
        """Fail unless the loop ended so; what is not named may be as it likes.

        The focus may be anywhere but where nobody can see it.
        """
        end = vars(self.end())
        wrong = [
            f"{name}: {end[name]!r} instead of {wanted!r}" for name, wanted in expected.items() if end[name] != wanted
        ]
        assert not wrong, "\n".join([*wrong, f"the end: {end}"])
        assert end["focus"] != "lost", end


@pytest.fixture(name="loop")
def loop_fixture(page: Page, demo: Demo, bundle: Path) -> Loop:
    assert bundle.is_dir()
    return Loop(page, demo)
