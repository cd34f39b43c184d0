"""What tests of pages with the widget's double need: the playground's server, and a host page.

Import the fixtures where they are wanted::

    from double_server import demo_fixture, host_fixture  # noqa: F401
"""

from __future__ import annotations

import functools
import subprocess
import threading
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from traffic import Traffic

from pywidget.demo.app import create_app
from pywidget.demo.files import static_directory
from pywidget.demo.server import address_of, bind, server_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from starlette.requests import Request

    from pywidget.demo.scenarios import Scenario

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "pywidget" / "bundled"
RECORDER = Path(__file__).with_name("recorder.js")

#: Milliseconds that a test waits for what must happen.
PATIENCE = 20_000


@functools.cache
def double() -> str:
    """Return the double as one script, as the widget is: fetching its modules takes as long as all else in a page."""
    esbuild = ["node", "node_modules/esbuild/bin/esbuild", "static/double/ats-widget.js", "--bundle", "--format=iife"]
    return subprocess.run(esbuild, cwd=ROOT, capture_output=True, text=True, check=True).stdout


class Demo:
    """The running playground.

    Attributes:
        address: where it is, with a slash at its end.
        traffic: what becomes of requests.
        first: returns what every host page has before all else, as HTML.
    """

    def __init__(self, bundle: Path = BUNDLE) -> None:
        self.app = create_app(static_directory(), bundle)
        self._pages: list[str] = []
        # Served like the playground's own pages, and with their strict policy. A page that the browser is handed by
        # Playwright itself may not open a WebSocket to this machine.
        self.app.router.routes[:0] = [
            Route("/host/{number:int}", self._host_page),
            Route("/host/ats-widget.js", self._double),
        ]
        self._bound = bind("127.0.0.1", 0)
        self.address = address_of(self._bound)
        self.traffic = Traffic(self.app)
        self.first: Callable[[], str] = str
        self._server = server_for(self.traffic)  # type: ignore[arg-type]  # it is an application too
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._bound]}, daemon=True)

    def start(self) -> None:
        """Serve from now on. Requests that come too early wait in line."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no longer."""
        self._server.should_exit = True
        self._thread.join()

    def add_page(self, html: str) -> str:
        """Serve one more page and return its address."""
        self._pages.append(html)
        return f"{self.address}host/{len(self._pages) - 1}"

    async def _host_page(self, request: Request) -> Response:
        html = self._pages[request.path_params["number"]]
        return HTMLResponse(html.replace("<head>", f"<head>{self.first()}", 1))

    async def _double(self, _: Request) -> Response:
        return Response(double(), media_type="text/javascript")

    def scenario(self, **script: Any) -> str:
        """Set up a scenario as in :mod:`pywidget.demo.scenarios`, and return the ``ats-url`` that plays it."""
        return f"/ats/{self.app.state.scenarios.add(script)}"

    def played(self, ats_url: str) -> Scenario:
        """Return the scenario behind an ``ats-url``: it knows what has been called."""
        scenario: Scenario = self.app.state.scenarios.get(ats_url.removeprefix("/ats/"))
        return scenario


def widget(ats_url: str, name: str = "w1", **attributes: str | None) -> str:
    """Return the HTML of one widget; ``_`` in an attribute's name stands for ``-``, None leaves one out."""
    given = {"site_key": "cpk_test", "token": "jwt-1", "mode": "register", "ats_url": ats_url, **attributes}
    written = (f'{key.replace("_", "-")}="{escape(value)}"' for key, value in given.items() if value is not None)
    return f'<ats-widget id="{name}" {" ".join(written)}></ats-widget>'


class Host:
    """A page that embeds the double, and records what it does."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self.page = page
        self.demo = demo
        page.set_default_timeout(PATIENCE)

    def open(self, *widgets: str, head: str = "") -> None:
        """Open a page with these widgets.

        Args:
            widgets: their HTML, see :func:`widget`.
            head: more HTML for the page's head, before the widget's own script.
        """
        html = (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Host</title>{head}"
            f'<script type=module src="/host/ats-widget.js"></script></head><body>{"".join(widgets)}</body></html>'
        )
        self.page.add_init_script(path=RECORDER)
        self.page.goto(self.demo.add_page(html))

    def events(self, *names: str) -> list[dict[str, Any]]:
        """Return what was recorded so far, or only the events of these names."""
        recorded: list[dict[str, Any]] = self.page.evaluate("window.recorded")
        return [event for event in recorded if not names or event["name"].removeprefix("allfeat:") in names]

    def wait_for(self, name: str, times: int = 1) -> None:
        """Wait until an event has come so many times."""
        self.wait_until(
            f"() => window.recorded.filter(({{ name }}) => name === 'allfeat:{name}').length >= {times}",
            f"{name} ({times} times)",
        )

    def wait_until(self, predicate: str, what: str) -> None:
        """Wait until a JavaScript function, which may be async, answers with true."""
        self.page.evaluate(f"(what) => window.until({predicate}, what)", what)

    def seen(self, name: str = "w1") -> dict[str, Any]:
        """Return what a widget shows: screen, overlay, retry button and transaction."""
        shown: dict[str, Any] = self.page.evaluate("(id) => window.seen(document.getElementById(id))", name)
        return shown

    def press(self, action: str, name: str = "w1") -> None:
        """Press one of the widget's own buttons."""
        self.page.click(f"#{name} [data-action={action}]")

    def fill(self, name: str = "w1") -> None:
        """Fill the form in as a visitor would."""
        self.page.fill(f"#{name} input[name=title]", "Song")
        self.press("sample-file", name)

    def review(self, name: str = "w1") -> None:
        """Fill the form in and look it over: its last step."""
        self.fill(name)
        self.press("next", name)

    def submit(self, name: str = "w1") -> None:
        """Fill the form in and submit it."""
        self.review(name)
        self.press("submit", name)

    def set_token(self, token: str, name: str = "w1") -> None:
        """Call ``setToken`` on a widget."""
        self.page.evaluate("([id, token]) => document.getElementById(id).setToken(token)", [name, token])

    def answer_tokens(self, *, at_once: bool = False, times: int = 1000) -> None:
        """Let the page answer each ``allfeat:token-expired`` with ``jwt-2``, ``jwt-3``, ….

        Args:
            at_once: inside the listener's own turn; that is the mistake that hangs the widget.
            times: how many it answers.
        """
        self.page.evaluate(
            """([atOnce, times]) => {
                let last = 1;
                document.addEventListener("allfeat:token-expired", ({ target }) => {
                    if (last > times) return;
                    const token = `jwt-${++last}`;
                    if (atOnce) target.setToken(token);
                    else setTimeout(() => target.setToken(token));
                });
            }""",
            [at_once, times],
        )

    def wait_for_calls(self, ats_url: str, step: str, times: int) -> None:
        """Wait until a step of a scenario has been called so many times."""
        address = f"/api/scenarios/{ats_url.removeprefix('/ats/')}"
        self.wait_until(
            f"""async () => {{
                const {{ calls }} = await (await fetch("{address}")).json();
                return calls.filter(({{ step }}) => step === "{step}").length >= {times};
            }}""",
            f"{step} to be called {times} times",
        )


@pytest.fixture(name="demo", scope="session")
def demo_fixture() -> Iterator[Demo]:
    server = Demo()
    server.start()
    yield server
    server.stop()


@pytest.fixture(name="host")
def host_fixture(page: Page, demo: Demo) -> Host:
    return Host(page, demo)
