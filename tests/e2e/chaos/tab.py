"""A page of Chromium, as a case plays in it. It is looked at from a world that the page cannot change."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chaos.cases import Case, Look
    from chaos.server import Server
    from playwright.sync_api import Browser, ConsoleMessage

HERE = Path(__file__).parent
WORLD = "observer"
#: Seconds in which what shall come comes, on a machine that has other things to do.
PATIENCE = 25.0
WIDGETS = "".join(f'<ats-widget id="{name}"></ats-widget>' for name in ("waiting", "expired", "disabled"))


class Tab:
    """The page of one case.

    Attributes:
        folder: what the case has on the server.
        thrown: the errors that nobody caught.
        console: what was said there, pywidget's lines only.
    """

    def __init__(self, browser: Browser, server: Server, case: Case) -> None:
        self.case = case
        self.server = server
        self.number, self.folder = server.add()
        self.base = f"{server.url}/{self.number}"
        self.thrown: list[str] = []
        self.console: list[str] = []
        self.context = browser.new_context(service_workers="allow")
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.thrown.append(thrown_by(error)))
        self.page.on("console", self._hear)
        self._worlds: dict[str, int] = {}
        self.protocol = self.context.new_cdp_session(self.page)
        self.protocol.on("Runtime.executionContextCreated", self._met)
        self.protocol.send("Runtime.enable")
        self.protocol.send("Page.enable")
        source = (HERE / "observer.js").read_text(encoding="utf-8")
        self.protocol.send("Page.addScriptToEvaluateOnNewDocument", {"source": source, "worldName": WORLD})
        self.folder.html = self.document()
        if case.blocked == "policy":
            self.folder.headers["Content-Security-Policy"] = self._policy()
        self.break_file()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith("pywidget"):
            self.console.append(message.text)

    def _met(self, event: dict[str, Any]) -> None:
        context = event["context"]
        data = context.get("auxData", {})
        if data.get("frameId") != self._frame():
            return
        if data.get("isDefault"):
            self._worlds["page"] = context["id"]
        elif context["name"] == WORLD:
            self._worlds[WORLD] = context["id"]

    def _frame(self) -> str:
        if not hasattr(self, "_main"):
            self._main: str = self.protocol.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        return self._main

    def document(self) -> str:
        """The page of the case."""
        case = self.case
        given = {"token-url": "{}/token", **case.attributes}
        data = "".join(f' data-{key}="{html.escape(value)}"' for key, value in given.items())
        early = '<script>fetch("{}/api/thing")</script>' if case.needs == "early" else ""
        first = self._local('<script src="{}/widget.js"></script>')
        head = self._local(case.head + early)
        tag = self._local(f'<script src="{{}}/pywidget/pywidget.js"{data}></script>')
        return (
            f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Case</title>{first}'
            f"{_script(case.before)}{head}</head><body><main>{WIDGETS}</main>{tag}{_script(case.between)}</body></html>"
        )

    def _local(self, text: str) -> str:
        return text.replace("{}", f"/{self.number}")

    def _policy(self) -> str:
        """A policy that allows everything but one file."""
        refused = self.folder_path(self.case.broken)
        paths = [path for path in self.server.addresses() if path != refused]
        allowed = " ".join(f"{self.base}/{path}" for path in paths)
        return f"script-src 'unsafe-inline' 'wasm-unsafe-eval' {allowed}; connect-src {allowed}"

    def folder_path(self, name: str) -> str:
        """The path of a file of the bundle below the case's folder, with the folder of the build."""
        top, _, rest = name.partition("/")
        outside = top != "pywidget" or rest in ("pywidget.js", "pywidget-first.js")
        return name if outside else f"{top}/{self.server.build}/{rest}"

    def break_file(self) -> None:
        """Let the server, or the browser, break the file."""
        if self.case.change:
            self.folder.broken, self.folder.change = self.case.broken, self.case.change
        if self.case.blocked == "extension":
            pattern = re.compile(rf"/{re.escape(self.folder_path(self.case.broken))}\??$")
            self.page.route(pattern, lambda route: route.abort("blockedbyclient"))

    def mend_file(self) -> None:
        """Let everything be well from now on."""
        self.folder.broken = ""
        self.folder.headers.clear()
        if self.case.blocked == "extension":
            self.page.unroute_all(behavior="ignoreErrors")

    def open(self) -> None:
        """Open the page; its scripts may still be on their way."""
        self._worlds.clear()
        self.page.goto(f"{self.base}/page", wait_until="commit")

    def begin(self, *, act: bool = True) -> Iterator[None]:
        """Open the page and let its widgets fail."""
        self.open()
        # A script that never arrives stops the page's parser, but not its visitors.
        yield from self.until(lambda: bool((self.look() or {}).get("complete")), 3)
        if act:
            self.run("chaos.act()")

    def until(self, wanted: Callable[[], bool], patience: float = PATIENCE) -> Iterator[None]:
        """Wait until something is so, or as long as it is worth it."""
        begun = asked = time.monotonic()
        while not wanted() and time.monotonic() - begun < patience:
            if self.case.needs == "watch" and time.monotonic() - asked > 1:
                # The page's own requests: what is watched are only those that follow.
                asked = time.monotonic()
                self.run("void fetch('api/thing')")
            yield

    def notices(self) -> list[tuple[str, bool]]:
        """The text of each notice, and whether it is visible."""
        look = self.look()
        return [(text, is_visible) for text, is_visible in look["notices"]] if look else []

    def shows(self) -> bool:
        """Whether the session is renewed, and both notices are shown."""
        look = self.look()
        return bool(look and look["token"] and sum(seen for _, seen in look["notices"]) >= 2)

    def is_whole(self) -> bool:
        """Whether everything is there that is there where nothing is broken."""
        look = self.look()
        return bool(look and self.shows() and self.has(self.case.needs, look))

    def said(self) -> list[str]:
        """The reasons of ``pywidget:unavailable``."""
        look = self.look()
        return [about for name, about, _ in (look["events"] if look else []) if name == "unavailable"]

    def has_failed(self) -> bool:
        """Whether the renewal was given up."""
        look = self.look()
        return any(name == "renewal-failed" for name, _, _ in (look["events"] if look else []))

    def run(self, script: str) -> Any:
        """Run a script in the page, as it is by now. No policy applies to it."""
        return self._evaluate(script, "page")

    def look(self) -> Look | None:
        """Look at the page; None if there is none at the moment."""
        found: Look | None = self._evaluate("look()", WORLD)
        return found

    def _evaluate(self, script: str, world: str) -> Any:
        if world not in self._worlds:
            return None
        options = {"expression": script, "contextId": self._worlds[world], "returnByValue": True, "userGesture": True}
        try:
            answer = self.protocol.send("Runtime.evaluate", options)
        except Error:
            # The page is being left.
            return None
        return answer["result"].get("value")

    def has(self, needs: str, look: Look) -> bool:
        """Whether what a case needs besides notices is there."""
        if needs == "inspector":
            return bool(look["inspector"])
        if needs == "reports":
            self.run("pywidget.flush()")
            return bool(self.folder.reports)
        if needs == "advice":
            return any("cleanUp" in line for line in self.console)
        if needs in ("watch", "early"):
            heard = [code for name, about, code in look["events"] if (name, about) == ("verdict", "pywidget:http")]
            # Of requests that it did not hear of in time, the module knows the status only.
            return "common.rate_limited" in heard
        if needs == "German":
            return all("Referenz" in text for text, _ in look["notices"])
        return True

    def close(self) -> None:
        """Close the page, and what it kept."""
        self.context.close()


def thrown_by(error: Error) -> str:
    """An error that nobody caught, and where in our files it came from."""
    places = re.findall(r"/(pywidget[\w.-]*\.js|micropython\.js):", error.stack or "")
    return f"{error.message} ({places[0] if places else 'not from our files'})"


def _script(text: str) -> str:
    return f"<script>{text}</script>" if text else ""
