"""A page under test: its widget is replaced by a stand-in, its token endpoint answered, its time let pass."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from playwright.sync_api import Error

from pywidget.testing.expect import Expect, waiting
from pywidget.testing.tokens import Tokens
from pywidget.testing.under_way import UnderWay

if TYPE_CHECKING:
    import re

    from playwright.sync_api import ConsoleMessage, Locator, Page, Request

#: The page's part; the npm package has the same file. ``python -m tools.build`` makes it.
IN_PAGE = Path(__file__).with_name("in-page.js")
ELEMENT = "ats-widget"

#: Milliseconds between two looks at the page.
LOOK_EVERY_MS = 50
#: Time passes in pieces of this many milliseconds, or in this many pieces.
_PIECE_MS = 1_000
_MOST_PIECES = 60

Generation = Literal["v3", "v2", "v1"]
#: A step of the widget's work that can fail; ``docs/testing.md`` says when each of them comes.
Step = Literal["init", "upload", "prepare", "confirm", "tracking", "access", "list", "download"]
#: What a real widget said, in the order in which it said it.
Sequence = Literal[
    "expiry",
    "expiry-twice",
    "expiry-without-end",
    "expiry-twice-v1",
    "key-inactive",
    "one-of-two-inactive",
    "rate-limit",
    "unavailable",
    "title-missing",
    "html-for-json",
    "certificate-unavailable",
    "failure-after-payment",
]


@dataclass(frozen=True)
class Options:
    """How a page is put under test.

    Attributes:
        script: address of the page's widget script, as ``page.route`` takes it; None: the page has none that could be
            replaced, and the stand-in is there before the page's first script.
        token_url: address of the token endpoint, as ``page.route`` takes it.
        token_field: where the page expects the token in an answer, as ``data-token-field``.
        generation: of the widget.
        timeout: milliseconds that an assertion waits.
        trace: whether a failing test keeps a trace of Playwright.

    :raises ValueError: if one of them cannot be used.
    """

    script: str | re.Pattern[str] | None = "**/ats-widget*.js*"
    token_url: str | re.Pattern[str] = "**/ats-token*"  # noqa: S105  an address
    token_field: str = "token"  # noqa: S105  a name
    generation: Generation = "v3"
    timeout: float = 10_000
    trace: bool = True

    def __post_init__(self) -> None:
        """Refuse what would only be noticed much later, or never."""
        for name in ("script", "token_url", "token_field"):
            if getattr(self, name) == "":
                raise ValueError(f"{name} is empty")
        if self.generation not in get_args(Generation):
            raise ValueError(f"no generation {self.generation}; there are {', '.join(get_args(Generation))}")
        waiting("timeout", self.timeout)


@dataclass
class _Seen:
    """What the browser saw outside of the page: where a token may not be."""

    console: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        self.console.append(message.text)

    def request(self, request: Request) -> None:
        # What is not text is no token either.
        body = (request.post_data_buffer or b"").decode("utf-8", "replace")
        self.requests.append({"url": request.url, "body": body})


class Widget:
    """One widget of the page.

    Attributes:
        locator: Playwright's, of the element.
        expect: what is expected of this widget, and of no other one.
    """

    def __init__(self, page: Page, selector: str, expect: Expect) -> None:
        self.locator: Locator = page.locator(selector).first
        self.expect = expect
        self._page = page
        self._selector = selector

    def fire(  # noqa: PLR0913  an error has many parts, all with defaults
        self,
        code: str,
        *,
        generation: Generation | None = None,
        at: Step | None = None,
        retry_after: float | None = None,
        request_id: str | None = None,
        message: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        """Have a visitor use the widget, and the widget fail with a code. Returns when the widget has said so.

        All that follows is what the widget of this generation does: its events, their order, its screen.

        Args:
            code: any code; in generation v1 one of its own, ``LIKE_THIS``.
            generation: of the widget; without it, v1 for a code ``LIKE_THIS``, else as in the options.
            at: the step that fails; without it, the first one of the widget's mode.
            retry_after: seconds that the server asks to wait. Generation v1 cannot tell them.
            request_id: the server's reference; without it, one is made up.
            message: the server's words.
            details: the server's details.

        :raises playwright.sync_api.Error: if this widget cannot fail so, or not now; the text says why.
        """
        given = {
            "generation": generation,
            "at": at,
            "retryAfter": retry_after,
            "requestId": request_id,
            "message": message,
            "details": details,
        }
        failing = {name: value for name, value in given.items() if value is not None}
        self._page.evaluate("(all) => pywidgetTesting.fire(...all)", [self._selector, code, failing])

    def play(self, sequence: Sequence) -> None:
        """Have the widget say again what a real one said. Returns when it has.

        It says nothing else from then on. A sequence of two widgets has the page's first two.

        :raises playwright.sync_api.Error: if there is no such sequence, or too few widgets.
        """
        self._page.evaluate("(all) => pywidgetTesting.play(...all)", [self._selector, sequence])

    def submit(self) -> None:
        """Have a visitor fill in the form and submit it. Returns when the work is registered.

        :raises playwright.sync_api.Error: if the widget is at work, or plays a sequence.
        """
        self._page.evaluate("(selector) => pywidgetTesting.submit(selector)", self._selector)


class PyWidget:
    """A page under test. Make it before the page is opened; the fixture ``pywidget`` does.

    Args:
        page: Playwright's.
        options: how it is put under test.
        folder: where the trace and the timeline of a failure are kept; None: nowhere.

    Attributes:
        page: Playwright's.
        tokens: the token endpoint.
        expect: what is expected, of any widget of the page.
        notice: Playwright's locator of the notice that the visitor sees.
    """

    def __init__(self, page: Page, options: Options | None = None, folder: Path | None = None) -> None:
        self.page = page
        self.options = options or Options()
        self.tokens = Tokens(self.options.token_field)
        self.expect = Expect(self._check, None)
        self.notice: Locator = page.locator("pywidget-notice[data-shown]")
        self._folder = folder
        self._seen = _Seen()
        self._under_way = UnderWay(page, self.tokens.hanging)
        self._kept = ""
        self._is_tracing = False
        self._prepare()

    def widget(self, selector: str = ELEMENT) -> Widget:
        """Return a widget of the page: the first one that the CSS selector finds."""
        return Widget(self.page, selector, Expect(self._check, selector))

    def advance(self, seconds: float) -> None:
        """Let the page's time pass, with every timer that is due on the way. It takes no time itself.

        Time stands still while a request of the page is answered, so that no answer comes late because of it.
        """
        rest = round(seconds * 1000)
        piece = max(_PIECE_MS, rest // _MOST_PIECES)
        self._under_way.wait()
        while rest > 0:
            self.page.clock.run_for(min(piece, rest))
            rest -= piece
            self._under_way.wait()

    def press(self, action: str) -> None:
        """Press a button of the notice, by the name of its action: ``try-again``, ``sign-in``, ``contact``, …."""
        self.page.locator(f"pywidget-notice [data-action={action}]").click()

    def timeline(self) -> str:
        """Return all that happened in the page so far, in words and without tokens."""
        said: str = self.page.evaluate("() => window.pywidgetTesting?.timeline() ?? '(no page was opened)'")
        return said

    def keep(self) -> str:
        """Keep the trace and the timeline of a failure, once, and return in words where they are."""
        if self._kept or self._folder is None:
            return self._kept
        self._folder.mkdir(parents=True, exist_ok=True)
        data = self.page.evaluate("() => window.pywidgetTesting?.data() ?? []")
        timeline = self._folder / "pywidget-timeline.json"
        timeline.write_text(json.dumps(data, indent=1), encoding="utf-8")
        self._kept = f"timeline: {timeline}"
        if self._is_tracing:
            trace = self._folder / "pywidget-trace.zip"
            self.page.context.tracing.stop(path=trace)
            self._is_tracing = False
            self._kept += f"\ntrace: playwright show-trace {trace}"
        elif self.options.trace:
            self._kept += "\ntrace: the test runner keeps its own"
        return self._kept

    def has_told(self, text: str) -> bool:
        """Return whether a text already says what was kept of a failure."""
        return bool(self._kept) and self._kept in text

    def close(self) -> None:
        """End the trace. Nothing is kept that was not kept before."""
        if self._is_tracing:
            self.page.context.tracing.stop()
            self._is_tracing = False

    def _prepare(self) -> None:
        page, options = self.page, self.options
        if options.trace and self._folder is not None:
            self._is_tracing = _start_tracing(page)
        page.clock.install()
        define = "" if options.script else "pywidgetTesting.define();"
        generation = f"pywidgetTesting.setGeneration({json.dumps(options.generation)});"
        page.add_init_script(f"{IN_PAGE.read_text(encoding='utf-8')}\n{generation}{define}")
        page.on("console", self._seen.hear)
        page.on("request", self._seen.request)
        if options.script:
            page.route(options.script, lambda route: route.fulfill(headers=_SCRIPT_HEADERS, body=_SCRIPT))
        page.route(options.token_url, self.tokens.handle)

    def _check(self, name: str, expected: dict[str, Any], selector: str | None, timeout: float | None) -> None:
        __tracebackhide__ = True
        end = time.monotonic() + (self.options.timeout if timeout is None else timeout) / 1000
        while True:
            problem = self._problem(name, expected, selector)
            if not problem:
                return
            if time.monotonic() > end:
                break
            self.page.wait_for_timeout(LOOK_EVERY_MS)
        raise AssertionError(f"{problem}\n\n{self.keep()}".rstrip())

    def _problem(self, name: str, expected: dict[str, Any], selector: str | None) -> str:
        __tracebackhide__ = True
        try:
            # What the browser has seen until now has been heard when this is answered.
            self.page.evaluate("() => 0")
            seen = {"console": self._seen.console, "requests": self._seen.requests}
            said = self.page.evaluate(
                "(all) => window.pywidgetTesting?.check(...all)", [name, expected, selector, seen]
            )
        except Error as error:
            # The page is on its way to another one.
            return str(error)
        if isinstance(said, dict):
            raise (TypeError if said["isField"] else ValueError)(said["misuse"])
        return "no page was opened: call page.goto() first" if said is None else str(said)


#: Also where the page asks for the script across origins, or is isolated from them.
_SCRIPT_HEADERS = {
    "Content-Type": "text/javascript",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_SCRIPT = "pywidgetTesting.define();\n"


def _start_tracing(page: Page) -> bool:
    """Start a trace, unless the test runner has started its own."""
    try:
        page.context.tracing.start(snapshots=True, sources=True)
    except Error:
        return False
    return True
