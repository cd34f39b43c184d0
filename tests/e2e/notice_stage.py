"""A page with nothing but notices: the real JavaScript, words from the real Python, and a border that takes notes.

Everything is answered from the files of the repository; there is no server and no network.
"""

from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pywidget.browser.locale import Texts
from pywidget.browser.wording import render, render_cover
from pywidget.locales import texts
from tools.build import ats_facts

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import ConsoleMessage, Locator, Page, Route

    from pywidget.core.effects import Notice

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "https://notices.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
TYPES = {".css": "text/css", ".html": "text/html"}


@functools.cache
def harness() -> str:
    """Return the page's script with the modules that it imports: fetching each takes as long as all else in a page."""
    source = (ROOT / "tests/e2e/notices/harness.js").read_text(encoding="utf-8").replace('"/page/', '"./pywidget/page/')
    esbuild = ["node", "node_modules/esbuild/bin/esbuild", "--bundle", "--format=esm"]
    return subprocess.run(esbuild, cwd=ROOT, input=source, capture_output=True, text=True, check=True).stdout


def texts_of(language: str) -> Texts:
    return Texts(language, texts(language))


class Stage:
    """The page and what can be done on it.

    Attributes:
        console: what the page wrote into its console.
        locale: answers a request for the texts of a language; replaced by tests that want trouble.
        styles: the page's own style sheet; the usual one if empty.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.console: list[str] = []
        self.locale: Callable[[Route, str], object] = self.answer
        self.styles = ""
        page.on("console", self._note)
        page.route(f"{ORIGIN}/**", self._serve)

    def open(self, notices: str | None = None) -> Stage:
        """Go to the page. ``notices`` is ``data-notices``, as it is written in a URL."""
        self.page.goto(f"{ORIGIN}/" if notices is None else f"{ORIGIN}/?notices={notices}")
        self.page.locator("html[data-ready]").wait_for(state="attached")
        return self

    def open_still(self) -> Stage:
        """Go to the page, put in one widget and stop the time; from here on ``page.clock`` moves it."""
        self.page.clock.install()
        self.open().add()
        self.page.clock.pause_at(self.now() + 60_000)
        return self

    def add(self, *, before: str = "", into: str = "main") -> int:
        """Put a widget into the page and mount its notice; return its number."""
        number: int = self.page.evaluate(
            """([into, before]) => {
                if (before) {
                    const text = document.createElement("p");
                    text.textContent = before;
                    document.querySelector(into).append(text);
                }
                const widget = document.createElement("stand-in");
                document.querySelector(into).append(widget);
                return harness.add(widget);
            }""",
            [into, before],
        )
        return number

    def show(self, widget: int, notice: Notice, language: str = "en") -> None:
        """Show a notice, as Python does."""
        self.call("showNotice", widget, json.dumps(render(notice, texts_of(language))))

    def see(self, widget: int, notice: Notice, language: str = "en") -> None:
        """Show a notice and wait until it is there, and in a live region."""
        self.show(widget, notice, language)
        self.card(widget).locator(".live[role] .title").wait_for()

    def show_all(self, notices: list[Notice], language: str) -> None:
        """Show each notice at the widget of its place in the list, in one turn."""
        told = texts_of(language)
        self.page.evaluate(
            "(all) => all.forEach((json, index) => harness.fences.showNotice(index + 1, json))",
            [json.dumps(render(notice, told)) for notice in notices],
        )

    def cover(self, widget: int, language: str = "en") -> None:
        self.call("coverWidget", widget, json.dumps(render_cover(texts_of(language))))

    def uncover(self, widget: int) -> None:
        self.call("coverWidget", widget, "")

    def call(self, name: str, *arguments: Any) -> None:
        """Call one of the functions that Python can call."""
        self.page.evaluate("([name, given]) => void harness.fences[name](...given)", [name, list(arguments)])

    def card(self, widget: int = 1) -> Locator:
        """The notice of the widget whose notice is this one in the page."""
        return self.page.locator("pywidget-notice").nth(widget - 1).locator(".card")

    def shown(self) -> Locator:
        return self.page.locator("pywidget-notice[data-shown]")

    def read(self, expression: str) -> Any:
        """What a JavaScript expression is now."""
        return self.page.evaluate(f"() => ({expression})")

    def heard(self) -> list[tuple[str, str]]:
        """What the live regions said since ``listen``: role and text."""
        return [(role, text) for role, text in self.read("harness.heard")]

    def listen(self, widget: int = 1) -> None:
        self.page.evaluate("(id) => harness.listen(id)", widget)

    def now(self) -> int:
        moment: int = self.read("Date.now()")
        return moment

    def focus(self) -> str:
        """What has the focus: an element's text or label, looked for through all shadow roots."""
        found: str = self.read(
            """(() => {
                let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                return at.getAttribute("aria-label") ?? (at === document.body ? "body" : at.textContent);
            })()"""
        )
        return found

    def _note(self, message: ConsoleMessage) -> None:
        self.console.append(message.text)

    def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        if path.startswith("/locales/"):
            self.locale(route, path.removeprefix("/locales/").removesuffix(".json"))
            return
        if path == "/languages.json":
            route.fulfill(body="{}", content_type="application/json")
            return
        if path == "/facts.js":
            facts = {name.removeprefix("ATS."): value for name, value in ats_facts().items()}
            route.fulfill(
                body=f"globalThis.ATS = {json.dumps(facts)}; globalThis.HASHES = {{}};", content_type="text/javascript"
            )
            return
        if path == "/harness.css" and self.styles:
            route.fulfill(body=self.styles, content_type="text/css")
            return
        if path == "/harness.js":
            route.fulfill(body=harness(), content_type="text/javascript")
            return
        file = ROOT / "tests/e2e/notices" / (path[1:] or "harness.html")
        route.fulfill(path=file, content_type=TYPES[file.suffix], headers={"Content-Security-Policy": POLICY})

    @staticmethod
    def answer(route: Route, language: str) -> None:
        """Give the texts of a language, as the bundle has them."""
        route.fulfill(body=json.dumps(texts(language)), content_type="application/json")
