"""Every file of the bundle, and everything that can happen to a file on its way."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from chaos.cases import HOLDS, NOTHING, REPAIRS, SAYS, THROWS, WITHOUT, WORKS, Case
from python_files import OLD_BROWSER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chaos.server import Reply


@dataclass(frozen=True)
class File:
    """A file of the bundle.

    Attributes:
        name: below the bundle, without the folder of the build.
        when: what pages load it, as the document says it.
        attributes: the script tag's that make a page load it.
        outcome: what becomes of a page without it.
        needs: what such a page lacks, see ``Tab.has``.
        head: what the page has in its head.
        said: what is said in the console of a page that goes without it; None for nothing.
    """

    name: str
    when: str
    outcome: str
    attributes: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    head: str = ""
    said: str | None = ""


BEACON = {"analytics": "beacon", "analytics-url": "{}/reports"}
PYODIDE = {"runtime": "pyodide", "runtime-url": "{}/pyodide/"}
WATCH = {"watch": "/*/api/* allfeat-api"}

IN_OLD_BROWSER = f"<script>{OLD_BROWSER}</script>"

FILES = (
    File("pywidget.js", "all", NOTHING),
    File("pywidget-page.js", "all, at the first error", REPAIRS),
    File("pywidget-token.js", "the same, if a token may be needed; else after the first notice", REPAIRS),
    File("micropython.wasm", "all, at the first error", REPAIRS),
    File("micropython.js", "those in an old browser", REPAIRS, head=IN_OLD_BROWSER),
    File("published.wasm", "the same", REPAIRS, head=IN_OLD_BROWSER),
    File("pywidget.romfs", "the same", REPAIRS, head=IN_OLD_BROWSER),
    File(
        "pywidget-all.romfs",
        "those in an old browser that watch, or report to other sinks",
        REPAIRS,
        BEACON,
        "reports",
        head=IN_OLD_BROWSER,
    ),
    File(
        "pywidget-more.romfs",
        "the others that watch; those that report to other sinks, after the first notice",
        REPAIRS,
        WATCH,
    ),
    File(
        "pywidget-reports.romfs",
        "the others that report; else after the first notice",
        WITHOUT,
        BEACON,
        "reports",
        said="nothing is reported yet",
    ),
    File("languages.json", "those in another language than English", WITHOUT, needs="German", said=r"locales/de\.json"),
    File("locales/de.json", "those in German", WITHOUT, needs="German", said=r"locales/de\.json"),
    File(
        "pywidget-advice.js",
        "those with a mistake",
        WITHOUT,
        {"before-report": "cleanUp"},
        "advice",
        said="data-before-report names no function",
    ),
    File("pywidget-delivery.js", '`data-analytics="beacon"`', WITHOUT, BEACON, "reports", said="beacon cannot deliver"),
    File("pywidget-inspector.js", '`data-debug="on"`', WITHOUT, {"debug": "on"}, "inspector", said="no inspector"),
    File("pywidget-watch.js", "`data-watch`", WITHOUT, WATCH, "watch", said="data-watch and data-profile"),
    File("pywidget-pyodide.js", '`data-runtime="pyodide"`', REPAIRS, PYODIDE),
    File(
        "pywidget-first.js",
        "those that have it",
        WITHOUT,
        WATCH,
        "early",
        '<script src="{}/pywidget/pywidget-first.js"></script>',
        # Of a script that the page itself names, the browser says what is wrong.
        None,
    ),
)


def seeded(reply: Reply) -> int:
    """A position in a file that is the same in each run, somewhere behind its first bytes."""
    return zlib.crc32(str(len(reply.body)).encode()) % max(len(reply.body), 1)


def _flip(reply: Reply) -> Reply:
    # Nobody checks the scripts that a page names itself, and elsewhere in them a bit can make no difference.
    at = 0 if reply.body.startswith((b"(", b'"use strict"')) else seeded(reply)
    return replace(reply, body=reply.body[:at] + bytes([reply.body[at] ^ 1]) + reply.body[at + 1 :])


def _other_build(reply: Reply) -> Reply:
    """The file of another build: by its mark; where there is none, a valid file with another content."""
    if re.search(rb"pywidget build \w{8}", reply.body):
        return replace(reply, body=re.sub(rb"(pywidget build )\w{8}", rb"\g<1>00000000", reply.body))
    # WebAssembly may have sections that nobody reads.
    return replace(reply, body=reply.body + (b"\0\2\1x" if reply.body.startswith(b"\0asm") else b"\n"))


LOGIN = b"<!doctype html><title>Sign in</title><form>Sign in</form>"


@dataclass(frozen=True)
class Fault:
    """What happens to a file.

    Attributes:
        name: in words.
        change: what the server answers instead.
        said: what the reason has to say of it: a regular expression.
        blocked: who refuses the file, if it is not broken.
        harmless_to: the files that work all the same.
    """

    name: str
    change: Callable[[Reply], Reply] | None = None
    said: str = ""
    blocked: str = ""
    harmless_to: str = "-"


CHANGED = "cut or changed|mixed versions"
UNREACHED = "could not be reached"
FAULTS = (
    Fault("missing", lambda reply: replace(reply, status=404, body=b"Not Found"), "HTTP 404"),
    Fault("cut in half", lambda reply: replace(reply, body=reply.body[: len(reply.body) // 2]), CHANGED),
    Fault(
        "cut by a byte",
        lambda reply: replace(reply, body=reply.body[:-1]),
        CHANGED,
        harmless_to=r"pywidget(-first)?\.js",
    ),
    Fault("a bit flipped", _flip, CHANGED),
    Fault("empty", lambda reply: replace(reply, body=b""), "it is empty"),
    Fault(
        "a login page instead",
        lambda reply: replace(reply, body=LOGIN).having(Content_Type="text/html; charset=utf-8"),
        "page of HTML",
    ),
    Fault("of another build", _other_build, CHANGED, harmless_to=r"pywidget(-first)?\.js"),
    Fault("byte by byte", lambda reply: replace(reply, sent="slow"), harmless_to=".*"),
    Fault("never answers", lambda reply: replace(reply, sent="never"), "did not (start|come) within"),
    Fault("broken off", lambda reply: replace(reply, sent="broken"), "broke off|could not be reached"),
    Fault(
        "of a wrong type",
        lambda reply: reply.having(Content_Type="text/plain"),
        "served as text/plain",
        harmless_to=r".*\.(wasm|romfs|json)",
    ),
    Fault("of a wrong encoding", lambda reply: reply.having(Content_Encoding="gzip"), f"broke off|{UNREACHED}"),
    Fault("refused by the policy", said="policy refuses", blocked="policy"),
    Fault("refused by an extension", said=UNREACHED, blocked="extension"),
    Fault("HTTP 500", lambda reply: replace(reply, status=500, body=b"oops"), "HTTP 500"),
    # A classic script may come from anywhere.
    Fault(
        "redirected to another origin",
        lambda reply: replace(reply, status=302, body=b""),
        UNREACHED,
        harmless_to=r"pywidget(-first)?\.js",
    ),
)


def cases() -> Iterator[Case]:
    """Every file, with every fault."""
    for fault in FAULTS:
        for file in FILES:
            is_harmless = re.fullmatch(fault.harmless_to, file.name)
            allowed: tuple[str, ...] = (WORKS,) if is_harmless else (file.outcome,)
            said = "" if file.said is None else file.said or fault.said
            if file.name in ("pywidget.js", "pywidget-first.js"):
                # Half a script that the page itself names can be a syntax error, which nobody can catch.
                allowed = (*allowed, THROWS)
            if file.name == "pywidget-page.js":
                # The script tag is too small to find out more than the browser tells it.
                said = "pywidget-page.js"
                if fault.name == "never answers":
                    allowed = (NOTHING,)
            elif file.outcome == REPAIRS:
                said = f"{re.escape(file.name)}: .*({fault.said})"
            if fault.name == "never answers" and file.outcome == REPAIRS and file.name != "pywidget-page.js":
                said = fault.said
                allowed = (REPAIRS, SAYS)
            if fault.name == "never answers" and file.name == "pywidget-first.js":
                # It stands in the head, where a page waits for every script.
                allowed = (HOLDS,)
            if fault.blocked == "policy" and file.outcome == REPAIRS:
                # A page cannot change its policy.
                allowed = (SAYS,)
            yield Case(
                "files",
                file.name,
                fault.name,
                allowed,
                file.attributes,
                broken=f"pywidget/{file.name}",
                change=fault.change,
                blocked=fault.blocked,
                said=said,
                head=file.head,
                needs=file.needs,
            )
