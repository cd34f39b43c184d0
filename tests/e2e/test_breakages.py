"""Pages and sites that are broken in one way: one message says how, and what to do.

It is a line of the console, a reason of ``pywidget:unavailable`` or a finding of ``pywidget check``. Of the page that
is right, none of them says anything.
"""

from __future__ import annotations

import functools
import gzip
import re
import shutil
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import uvicorn
from breakages import BREAKAGES, HTML, JSON, LOGIN, SCRIPTS, Breakage, Reply, answering
from conftest import HERE
from starlette.responses import Response

from pywidget.check import Page as PageText
from pywidget.check import check as find_mistakes
from pywidget.check.answers import FOREVER, RULES
from pywidget.check.served import check_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from starlette.types import Receive, Scope, Send

#: What must be said is said by then, in seconds.
PATIENCE = 20
#: Puts the page's clock forward, as if its machine had slept: timers go on as they are.
LATER = "(ms) => { const now = Date.now; Date.now = () => now() + ms; }"
TYPES = {rule.files.rpartition(".")[2]: rule.type for rule in RULES}


#: Most pages ask for the same files.
packed = functools.cache(gzip.compress)


class BrokenSite:
    """A site at one port, which serves pywidget as it should, but for what a breakage changes."""

    def __init__(self, bundle: Path) -> None:
        self.bundle = bundle
        self._given = 0
        self.breakage = Breakage("none", "", "")
        self.elsewhere: BrokenSite | None = None
        # On 127.0.0.1, as uvicorn does if it is told nothing.
        server = uvicorn.Server(uvicorn.Config(self._app, port=0, log_level="error", lifespan="off", interface="asgi3"))
        self._server = server
        self._thread = threading.Thread(target=server.run, daemon=True)
        self._thread.start()
        while not server.started:
            time.sleep(0.01)
        self.port = server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)

    def page(self, *, folder: str = "") -> str:
        """Return the page's text. ``folder``: what stands before the paths of a page that is not served."""
        one = self.breakage
        text = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>'
            f'<link rel="icon" href="data:,">{one.head}{SCRIPTS}</head>'
            f"<body>{one.body}{one.script}{one.after}</body></html>"
        )
        return self._filled(text).replace('src="/', f'src="{folder}/')

    def _filled(self, text: str) -> str:
        elsewhere = self.elsewhere.url if self.elsewhere else ""
        return text.replace("{elsewhere}", elsewhere).replace("{here}", self.url)

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        reply = self._reply(scope["path"], headers)
        filled = {name: self._filled(value) for name, value in reply.headers.items()}
        await Response(reply.body, reply.status, filled)(scope, receive, send)

    def _reply(self, path: str, headers: dict[str, str]) -> Reply:
        if path == "/page":
            policy = self.breakage.policy
            session = {"Set_Cookie": "session=1; HttpOnly; SameSite=Lax"}
            return answering(self.page().encode(), 200, HTML, Content_Security_Policy=policy, **session)
        if path == "/token":
            self._given += 1
            return replace(
                self.breakage.token, body=self.breakage.token.body.replace(b"jwt-1", b"jwt-%d" % self._given)
            )
        if path == "/login":
            return answering(LOGIN, 200, HTML)
        if path == "/cookies":
            return self._to_who_is_signed_in(headers)
        if path.startswith("/files/"):
            return answering((HERE / "files" / path.rpartition("/")[2]).read_bytes(), 200, "text/javascript")
        if path.startswith("/pywidget/"):
            reply = self.breakage.files(path, self._file(path.removeprefix("/pywidget/")))
            is_packed = reply.headers.get("Content-Encoding") == "gzip"
            return replace(reply, body=packed(reply.body)) if is_packed else reply
        return answering(b"Not Found", 404, HTML)

    def _to_who_is_signed_in(self, headers: dict[str, str]) -> Reply:
        allowed = {"Access_Control_Allow_Origin": headers.get("origin", ""), "Access_Control_Allow_Credentials": "true"}
        allowed |= {"Access_Control_Allow_Headers": "content-type"}
        if "access-control-request-method" in headers or "session=1" in headers.get("cookie", ""):
            return answering(b'{"token": "jwt-1"}', 200, JSON, **allowed)
        return answering(b'{"detail": "Not authenticated"}', 401, JSON, **allowed)

    def _file(self, name: str) -> Reply:
        path = self.bundle / name
        if not path.is_file():
            return answering(b"Not Found", 404, "text/plain")
        return Reply(path.read_bytes()).having(
            Content_Type=TYPES.get(path.suffix[1:]) or "application/octet-stream",
            Content_Encoding="gzip" if path.with_name(f"{path.name}.gz").is_file() else "",
            Cache_Control=FOREVER if "/" in name else RULES[0].cache,
        )


@pytest.fixture(scope="module")
def broken(bundle: Path) -> Iterator[BrokenSite]:
    site, elsewhere = BrokenSite(bundle), BrokenSite(bundle)
    site.elsewhere = elsewhere
    yield site
    site.stop()
    elsewhere.stop()


class Said:
    """What the console and ``pywidget:unavailable`` say in a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.messages: list[str] = []
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.add_init_script(
            "document.addEventListener('pywidget:unavailable', ({ detail }) => console.warn(detail.reason))"
        )

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"warning", "error"}:
            self.messages.append(text)


def open_page(page: Page, site: BrokenSite, folder: Path) -> None:
    """Open the page as its breakage says, and let its widget do what shows it."""
    one = site.breakage
    address = f"{site.url}/page"
    if one.opened == "localhost":
        address = f"http://localhost:{site.port}/page"
    if one.opened == "file":
        shutil.copytree(HERE / "files", folder / "files")
        shutil.copytree(site.bundle, folder / "pywidget")
        (folder / "page.html").write_text(site.page(folder="."), encoding="utf-8")
        address = (folder / "page.html").as_uri()
    page.goto(address, wait_until="load")
    page.evaluate(one.does)


def findings(site: BrokenSite) -> list[str]:
    """Return what ``pywidget check`` says of the page, each finding as one text."""
    if site.breakage.opened == "file":
        found = find_mistakes(PageText(site.page()))
    else:
        found = check_address(f"{site.url}/page").findings
    return [" ".join((one.what, one.why, one.todo, one.address, *one.files)) for one in found]


def names(text: str, breakage: Breakage) -> bool:
    return all(re.search(part, text, re.IGNORECASE | re.DOTALL) for part in (breakage.cause, breakage.cure))


def test_of_what_is_right_nothing_is_said(page: Page, broken: BrokenSite, tmp_path: Path) -> None:
    broken.breakage = Breakage("none", "", "")
    said = Said(page)
    open_page(page, broken, tmp_path)
    page.wait_for_function("() => tokensOf('w1').length")
    assert said.messages == []
    assert findings(broken) == []


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.name)
def test_each_breakage_is_named_with_its_cure(
    breakage: Breakage, browser: Browser, broken: BrokenSite, tmp_path: Path
) -> None:
    here = {"{elsewhere}": broken.elsewhere.url if broken.elsewhere else "", "{here}": broken.url}
    for mark, url in here.items():
        breakage = replace(breakage, script=breakage.script.replace(mark, url), head=breakage.head.replace(mark, url))
    broken.breakage = breakage
    context = browser.new_context()
    try:
        page = context.new_page()
        said = Said(page)
        open_page(page, broken, tmp_path)
        by_check = findings(broken)
        deadline = time.monotonic() + PATIENCE
        while not any(names(text, breakage) for text in (*said.messages, *by_check)) and time.monotonic() < deadline:
            if breakage.later:
                page.evaluate(LATER, breakage.later * 1000)
            page.wait_for_timeout(50)
        assert [text for text in (*said.messages, *by_check) if names(text, breakage)], "\n".join(
            ["console:", *said.messages, "check:", *by_check]
        )
    finally:
        context.close()
