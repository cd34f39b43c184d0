"""A page of a browser that Playwright does not drive: with that part of Playwright's page that such tests use.

What is known of the page is asked of the page itself; a driver has to do no more than :class:`Driver` says. So the
tests are written once, against a page of either kind.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, Self

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILES = Path(__file__).with_name("files")

#: Seconds that a test waits for what must happen.
PATIENCE = 60.0

#: Finds the elements of a selector as Playwright does: also in shadow trees, and those that can be seen before others.
FIND = r"""
const within = (root) =>
    [root, ...[...root.querySelectorAll("*")].flatMap((it) => it.shadowRoot ? within(it.shadowRoot) : [])];
const isSeen = (it) => {
    const { width, height } = it.getBoundingClientRect();
    return width > 0 && height > 0 && it.checkVisibility({ visibilityProperty: true });
};
const find = (selector) => {
    let scopes = [document];
    for (const step of selector.match(/(?:\([^)]*\)|\[[^\]]*\]|[^\s(\[])+/g)) {
        const roots = scopes.flatMap((it) => [...(it.shadowRoot ? within(it.shadowRoot) : []), ...within(it)]);
        scopes = [...new Set(roots.flatMap((root) => [...root.querySelectorAll(step)]))];
    }
    return [...scopes.filter(isSeen), ...scopes.filter((it) => !isSeen(it))];
};
"""


class Driver(Protocol):
    """What a driver does. A window is named by whatever text the driver likes.

    Attributes:
        version: of the browser.
    """

    version: str

    def fresh(self) -> str:
        """Open a window that shares nothing with those before, close those, and return its name."""

    def go(self, window: str, address: str) -> None:
        """Open a page, and return when it is loaded."""

    def evaluate(self, window: str, expression: str) -> str:
        """Return the text that a promise of the page's ends with.

        Raises:
            PageError: it was rejected.
        """

    def click(self, window: str, x: float, y: float) -> None:
        """Press the mouse's button at a point of the window."""

    def press(self, window: str, key: str) -> None:
        """Press a key: ``Tab``, ``Enter``, ``Shift+Tab``."""

    def windows(self) -> list[str]:
        """Return the windows that are open, in the order in which they were opened."""

    def close_window(self, window: str) -> None:
        """Close one of several windows."""

    def to_front(self, window: str) -> None:
        """Show a window."""

    def console(self, window: str) -> list[tuple[str, str]]:
        """Return what the page said since the last time: ``error``, ``warn`` or ``pageerror``, and the text."""

    def close(self) -> None:
        """End the browser, and whatever was started for it."""


class PageError(Exception):
    """What was evaluated threw, or was rejected."""


class RemotePage:
    """One window.

    Attributes:
        context: the browser's profile, as far as tests know it.
        keyboard: presses keys.
        clock: the page's time, once it has been installed.
        first: scripts that run before all others in each page, in order; the server puts them there.
        may_complain: whether it is expected to, for example because it has no connection.
    """

    def __init__(self, driver: Driver, window: str, go_offline: Callable[[bool], None] = lambda _: None) -> None:
        self._driver = driver
        self._window = window
        self.context = RemoteContext(self, driver, go_offline)
        self.keyboard = RemoteKeyboard(driver, window)
        self.clock = RemoteClock(self)
        self.first: list[Path] = []
        self.may_complain = False
        self._said: list[tuple[str, str]] = []

    # ---- the page ----------------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        address: str = self.evaluate("location.href")
        return address

    def set_default_timeout(self, _milliseconds: float) -> None:
        """Do nothing: everything has the same patience here."""

    def on(self, _event: str, _handler: Callable[..., object]) -> None:
        """Do nothing: what a page says is asked for, and the server counts the requests."""

    def add_init_script(self, *, path: Path) -> None:
        """Run a script before all others in the pages from now on."""
        if path not in self.first:
            self.first.append(path)

    def goto(self, address: str) -> None:
        """Open a page."""
        self.collect()
        self._driver.go(self._window, address)

    def evaluate(self, code: str, argument: Any = None) -> Any:
        """Return what an expression is, or what a function returns; promises are waited for."""
        text = self._driver.evaluate(
            self._window,
            f"""(async (code, given) => {{
                const value = await (typeof code == "function" ? code(given) : code);
                return JSON.stringify([value], (_name, one) => one === undefined ? null : one);
            }})({code.strip().rstrip(";")}, {json.dumps(argument)})""",
        )
        return json.loads(text)[0]

    def wait_until(self, code: str, argument: Any = None) -> Any:
        """Wait until a function returns what counts as true, also in the next page, and return that."""
        end = time.monotonic() + PATIENCE
        problem: object = None
        while time.monotonic() < end:
            try:
                value = self.evaluate(code, argument)
            except PageError as error:
                # The page may be on its way to the next.
                problem = error
                continue
            if value:
                return value
        message = f"waited in vain until {code} {argument or ''}; {problem or ''}"
        raise AssertionError(message)

    def wait_for_function(self, code: str, *, arg: Any = None) -> None:
        """Wait until a function returns what counts as true."""
        self.wait_until(code, arg)

    def wait_for_selector(self, selector: str) -> None:
        """Wait until an element can be seen."""
        self.locator(selector).locator("visible=true").wait_for()

    def locator(self, selector: str) -> RemoteLocator:
        """Return what finds elements."""
        return RemoteLocator(self, selector)

    def click(self, selector: str) -> None:
        """Click on the first element."""
        self.locator(selector).click()

    def click_at(self, x: float, y: float) -> None:
        """Click on a point."""
        self._driver.click(self._window, x, y)

    def fill(self, selector: str, text: str) -> None:
        """Write into a field."""
        self.wait_for_selector(selector)
        self.evaluate(
            f"""([selector, text]) => {{
                {FIND}
                const [field] = find(selector);
                field.focus();
                field.value = text;
                for (const name of ["input", "change"]) {{
                    field.dispatchEvent(new Event(name, {{ bubbles: true, composed: true }}));
                }}
            }}""",
            [selector, text],
        )

    def expect_download(self) -> NoReturn:
        """Leave the test out, and say so."""
        pytest.skip("what is downloaded is seen only where Playwright drives the browser")

    def input_value(self, selector: str) -> str:
        """Return what is in a field."""
        value: str = self.evaluate(f"(selector) => {{ {FIND} return find(selector)[0].value; }}", selector)
        return value

    def bring_to_front(self) -> None:
        """Show this window."""
        self._driver.to_front(self._window)

    @contextmanager
    def expect_navigation(self) -> Iterator[None]:
        """Wait, at the end of the block, until another page is loaded in the place of this one."""
        before = self.evaluate("performance.timeOrigin")
        self.collect()
        yield
        self.wait_until("(before) => performance.timeOrigin != before && document.readyState == 'complete'", before)

    # ---- what it says ------------------------------------------------------------------------------------------------

    def collect(self) -> list[tuple[str, str]]:
        """Return all that pages in this window said so far."""
        self._said += self._driver.console(self._window)
        return self._said


class RemoteLocator:
    """Elements by their selector."""

    def __init__(self, page: RemotePage, selector: str, *, must_be_seen: bool = False) -> None:
        self._page = page
        self._selector = selector
        self._must_be_seen = must_be_seen

    def locator(self, selector: str) -> RemoteLocator:
        """Return those of them that can be seen, or elements within."""
        if selector == "visible=true":
            return RemoteLocator(self._page, self._selector, must_be_seen=True)
        return RemoteLocator(self._page, f"{self._selector} {selector}")

    @property
    def first(self) -> Self:
        """The first of them, which is meant anyway."""
        return self

    def _first(self, code: str) -> Any:
        """Wait until a function of the first element returns what counts as true, and return that."""
        return self._page.wait_until(
            f"""(selector) => {{
                {FIND}
                const [it] = find(selector);
                return it && {"isSeen(it) &&" if self._must_be_seen else ""} ({code})(it);
            }}""",
            self._selector,
        )

    def wait_for(self) -> None:
        """Wait until there is one."""
        self._first("() => true")

    def focus(self) -> None:
        """Put the focus there."""
        self._first("(it) => (it.focus(), true)")

    def click(self) -> None:
        """Click on its middle, once it can be seen and pressed there, as a visitor would."""
        x, y = self._first(
            """(it) => {
                it.scrollIntoView({ block: "nearest", behavior: "instant" });
                const { left, top, width, height } = it.getBoundingClientRect();
                const [x, y] = [left + width / 2, top + height / 2];
                let at = document.elementFromPoint(x, y);
                while (at?.shadowRoot?.elementFromPoint(x, y) && at.shadowRoot.elementFromPoint(x, y) !== at) {
                    at = at.shadowRoot.elementFromPoint(x, y);
                }
                return isSeen(it) && !it.disabled && it.contains(at) && [x, y];
            }"""
        )
        self._page.click_at(x, y)

    def count(self) -> int:
        """Return how many there are."""
        number: int = self._page.evaluate(f"(selector) => {{ {FIND} return find(selector).length; }}", self._selector)
        return number

    def evaluate_all(self, code: str) -> Any:
        """Return what a function of all of them returns."""
        return self._page.evaluate(f"(selector) => {{ {FIND} return ({code})(find(selector)); }}", self._selector)


class RemoteKeyboard:
    """The keys."""

    def __init__(self, driver: Driver, window: str) -> None:
        self._driver = driver
        self._window = window

    def press(self, key: str) -> None:
        """Press a key."""
        self._driver.press(self._window, key)


class RemoteClock:
    """The page's time, see ``files/clock.js``."""

    def __init__(self, page: RemotePage) -> None:
        self._page = page

    def install(self) -> None:
        """Put the time of the pages from now on into a test's hands."""
        self._page.add_init_script(path=FILES / "idle.js")
        self._page.add_init_script(path=FILES / "clock.js")

    def fast_forward(self, milliseconds: int) -> None:
        """Skip time."""
        self._page.evaluate("(ms) => clock.forward(ms)", milliseconds)

    def run_for(self, milliseconds: int) -> None:
        """Let time pass."""
        self._page.evaluate("(ms) => clock.run(ms)", milliseconds)


class RemoteContext:
    """The browser's profile."""

    def __init__(self, page: RemotePage, driver: Driver, go_offline: Callable[[bool], None]) -> None:
        self._page = page
        self._driver = driver
        self._go_offline = go_offline
        self.pages: list[RemotePage] = [page]

    def new_cdp_session(self, _page: RemotePage) -> NoReturn:
        """Leave the test out, and say so."""
        pytest.skip("which mail is begun is seen only in Chromium")

    def grant_permissions(self, _names: list[str]) -> None:
        """Do nothing: the drivers allow what they can when they start."""

    def set_offline(self, offline: bool) -> None:  # noqa: FBT001  as Playwright has it
        """Take the page's connection away, or give it back: its server is out of reach, and the page is told."""
        self._page.may_complain = True
        self._go_offline(offline)
        self._page.evaluate(
            """(offline) => {
                Object.defineProperty(navigator, "onLine", { configurable: true, get: () => !offline });
                dispatchEvent(new Event(offline ? "offline" : "online"));
            }""",
            offline,
        )

    @contextmanager
    def expect_page(self, *, timeout: float) -> Iterator[Opened]:  # noqa: ARG002  as Playwright has it
        """Wait, at the end of the block, for a window that was opened in it."""
        before = set(self._driver.windows())
        opened = Opened()
        yield opened
        end = time.monotonic() + PATIENCE
        while not (new := [window for window in self._driver.windows() if window not in before]):
            assert time.monotonic() < end, "no window was opened"
        opened.value = OpenedPage(self._driver, new[0])
        self.pages.append(opened.value)


class Opened:
    """The window that was waited for."""

    value: OpenedPage


class OpenedPage(RemotePage):
    """A window that the page has opened."""

    def wait_for_load_state(self) -> None:
        """Wait until its page is there."""
        self.wait_until("() => location.href != 'about:blank' && document.readyState == 'complete'")

    def close(self) -> None:
        """Close it."""
        self._driver.close_window(self._window)
