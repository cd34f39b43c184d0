"""Checks pywidget as a server gives it to pages: the page, its headers, and every file of the build.

It requests the given address, the script tag's file, the list of its build, and the files in that list. Nothing runs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from pywidget.check import check, policy
from pywidget.check import notes as page_notes
from pywidget.check.answers import JAVASCRIPT
from pywidget.check.fetch import NoAnswerError, absolute, fetch, is_secure
from pywidget.check.page import Page
from pywidget.check.served_bundle import Bundle, From, build_in, encodings_for
from pywidget.check.served_kinds import served_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.check.fetch import Answer
    from pywidget.check.findings import Finding

_PASSWORD = re.compile("//[^/@]*@")
_PAGES = ("text/html", "application/xhtml+xml")


class Served(NamedTuple):
    """What was found.

    Attributes:
        page: the page, if the address is that of a page.
        findings: what is wrong with it and with the files.
        notes: what was looked at, and what was not.
    """

    page: Page | None
    findings: list[Finding]
    notes: list[str]


class NotReadableError(Exception):
    """Nothing can be said about an address; the text says what happened and what to do."""


def check_address(url: str) -> Served:
    """Check the page, or the file of the script tag, at an address.

    Raises:
        NotReadableError: there is no answer, or it is neither of the two.
    """
    try:
        address = absolute(url)
        answer = fetch(address, encodings=encodings_for(address))
    except NoAnswerError as error:
        shown = _PASSWORD.sub("//…@", url)
        raise NotReadableError(f"{shown} could not be read: {error}.") from error
    if _is_script(answer):
        bundle = Bundle(address)
        bundle.look_at(answer)
        note = "No page was read: its policy, and what its origin needs, are not known. Give a page's address for that."
        return Served(None, bundle.findings(), [*bundle.notes, note])
    if answer.status != 200:
        raise NotReadableError(
            f"{url} answers with HTTP {answer.status}. If it is only for those who signed in: no cookies are sent; "
            "save the page and check the file, or give the address of pywidget.js."
        )
    if answer.broken:
        raise NotReadableError(f"{url} could not be read: {answer.broken}.")
    if answer.type not in _PAGES:
        raise NotReadableError(
            f"{url} is served as {answer.type or 'nothing (no Content-Type)'}: it is neither a page nor pywidget.js. "
            "Give the address of a page that has the widget, or that of pywidget.js."
        )
    return _check_page(answer)


def _is_script(answer: Answer) -> bool:
    named = urlsplit(answer.url).path.endswith(".js")
    return (
        named or bool(JAVASCRIPT.fullmatch(answer.type)) or (answer.type not in _PAGES and build_in(answer) is not None)
    )


def _check_page(answer: Answer) -> Served:
    page = Page(answer.body.decode("utf-8", "replace"), answer.final)
    served: list[Finding] = []
    notes: list[str] = []
    tag = next((tag for tag in page.pywidget_tags if tag.get("src")), None)
    if tag is None:
        notes.append(
            "No files were asked for: the page has no script tag of pywidget. Give the address of pywidget.js."
        )
    else:
        bundle = Bundle(page.resolve(tag.get("src")), From(page, tag, answer))
        bundle.ask()
        page.folder = bundle.folder
        served, notes = bundle.findings(), bundle.notes
    header = answer.header("Content-Security-Policy")
    served = [*check(page), *policy.header_findings(page, header), *_mixed(page, header), *served]
    return Served(page, served, [*_moved(answer), *notes, *page_notes(page)])


def _moved(answer: Answer) -> Iterator[str]:
    """Yield that another page was checked than the one that was asked for: often it is the one to sign in."""
    if urlsplit(answer.final).path != urlsplit(answer.url).path:
        yield (
            f"The address was redirected to {answer.final}, and that page was checked. If yours is only for those who "
            "signed in: no cookies are sent; save the page and check the file, or pipe it in: pywidget check -."
        )


def _mixed(page: Page, header: str) -> Iterator[Finding]:
    """Yield the requests by http of a page on https."""
    metas = (meta.get("content") for meta in page.find("meta"))
    upgraded = any("upgrade-insecure-requests" in text.lower() for text in (header, *metas))
    if upgraded or not page.address.startswith("https:"):
        return
    for url in dict.fromkeys(map(page.resolve, policy.asked(page))):
        if url.lower().startswith("http:") and not is_secure(url):
            yield served_finding("mixed-content", page.address, f"the page is on https, and {url} is on http")
