"""WebKitGTK: its MiniBrowser, driven by its WebKitWebDriver, on a screen that nobody sees."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from remote_page import PageError
from selenium.common.exceptions import JavascriptException, WebDriverException
from selenium.webdriver import ActionChains, Keys, Remote
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

TIED = Path(__file__).with_name("tied.py")
#: Seconds that a program has to listen, and to end.
GRACE = 20
KEYS = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "Shift": Keys.SHIFT}

#: Its console tells its driver nothing; what the page kept of it is in here, see ``files/console.js``.
CONSOLE = """
const kept = JSON.parse(sessionStorage.getItem("console") ?? "[]");
sessionStorage.removeItem("console");
return kept;
"""

#: What pages have left behind; a new window does not share it with those before.
FORGET = """
const done = arguments[0];
(async () => {
    localStorage.clear();
    sessionStorage.clear();
    for (const { name } of await indexedDB.databases()) {
        await new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(name);
            request.onsuccess = request.onerror = resolve;
        });
    }
})().then(() => done(null), (error) => done(`${error}`));
"""


class Programs(NamedTuple):
    """What it takes."""

    driver: str
    browser: str
    screen: str


@contextmanager
def tied(
    *command: str, environment: dict[str, str] | None = None, output: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, with all that it starts, until the block ends or this program does."""
    process = subprocess.Popen(
        [sys.executable, TIED, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL if output is None else output,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(GRACE)
        if process.stdout:
            process.stdout.close()


class WebKit:
    """A MiniBrowser.

    Args:
        programs: their paths.
        folder: for its profile.
    """

    def __init__(self, programs: Programs, folder: Path) -> None:
        self._ends = ExitStack()
        with ExitStack() as stack:
            display = self._screen(stack, programs.screen)
            self._driver = self._session(stack, programs, folder, display)
            # Else what has been started goes when this block ends.
            self._ends = stack.pop_all()
        self.version = f"WebKitGTK {self._driver.capabilities['browserVersion']}"
        # It measures this time by the timers of the page, which tests put forward by minutes.
        self._driver.set_script_timeout(1_000_000)
        self._window = self._first = self._driver.current_window_handle

    @staticmethod
    def _screen(stack: ExitStack, program: str) -> str:
        """Start a screen with a number that nobody else has, and return its name."""
        command = (program, "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
        process = stack.enter_context(tied(*command, output=subprocess.PIPE))
        assert process.stdout
        number = process.stdout.readline().decode().strip()
        assert number, f"{program} does not start"
        return f":{number}"

    @staticmethod
    def _session(stack: ExitStack, programs: Programs, folder: Path, display: str) -> Remote:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "DISPLAY": display,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "XDG_CACHE_HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "GSETTINGS_BACKEND": "memory",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            # Its sandbox cannot be had by root, nor in most containers. Only pages of these tests are opened in it.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        stack.enter_context(tied(programs.driver, f"--port={port}", environment=environment))
        options = Options()
        options.binary_location = programs.browser
        options.add_argument("--automation")
        # As every browser allows after a press.
        for allowed in ("open-windows-automatically", "access-clipboard"):
            options.add_argument(f"--javascript-can-{allowed}=true")
        end = time.monotonic() + GRACE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert time.monotonic() < end, f"{programs.driver} does not listen"
            time.sleep(0.01)
        address = ClientConfig(remote_server_addr=f"http://127.0.0.1:{port}")
        driver = Remote(RemoteConnection(client_config=address), options=options)
        stack.callback(driver.quit)
        return driver

    def _to(self, window: str) -> Remote:
        if window != self._window:
            self._driver.switch_to.window(window)
            self._window = window
        return self._driver

    def fresh(self) -> str:
        for window in self.windows():
            if window != self._first:
                self.close_window(window)
        driver = self._to(self._first)
        if driver.current_url.startswith("http"):
            problem = driver.execute_async_script(FORGET)
            assert problem is None, problem
        driver.get("about:blank")
        return self._first

    def go(self, window: str, address: str) -> None:
        self._to(window).get(address)

    def evaluate(self, window: str, expression: str) -> str:
        script = (
            "const done = arguments[0];"
            f"{expression}.then((text) => done([text]), (error) => done([null, `${{error}}\\n${{error?.stack}}`]));"
        )
        try:
            text, *error = self._to(window).execute_async_script(script)
        except (JavascriptException, WebDriverException) as problem:
            raise PageError(str(problem)) from problem
        if error:
            raise PageError(error[0])
        assert isinstance(text, str)
        return text

    def click(self, window: str, x: float, y: float) -> None:
        actions = ActionBuilder(self._to(window), duration=0)
        pointer = actions.pointer_action
        pointer.move_to_location(round(x), round(y)).click()  # type: ignore[no-untyped-call]  # it has no types
        actions.perform()

    def press(self, window: str, key: str) -> None:
        *held, last = (KEYS[name] for name in key.split("+"))
        actions = ActionChains(self._to(window), duration=0)
        for one in held:
            actions.key_down(one)
        actions.send_keys(last)
        for one in held:
            actions.key_up(one)
        actions.perform()

    def windows(self) -> list[str]:
        return self._driver.window_handles

    def close_window(self, window: str) -> None:
        self._to(window).close()
        self._to(self._first)

    def to_front(self, window: str) -> None:
        self._to(window)

    def console(self, window: str) -> list[tuple[str, str]]:
        driver = self._to(window)
        if not driver.current_url.startswith("http"):
            return []
        return [(kind, text) for kind, text in driver.execute_script(CONSOLE)]

    def close(self) -> None:
        self._ends.close()
