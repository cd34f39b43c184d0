"""pywidget's own script tag. The allowed values of its attributes come from the same tables that the page uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pywidget.browser.misspelt import nearest
from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS, Settings
from pywidget.browser.token import source
from pywidget.catalog import SYSTEMS
from pywidget.check.element import address
from pywidget.check.findings import finding
from pywidget.check.guards import is_guarded, own_value
from pywidget.check.javascript import callee_name, is_function, member_name, text_of
from pywidget.check.page import surely_together
from pywidget.check.renewal import renews_itself
from pywidget.check.templates import is_filled, together
from pywidget.check.token_headers import header_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from pywidget.check.element import Element
    from pywidget.check.findings import Finding
    from pywidget.check.page import Page

_TOKEN_SOURCES = ("data-token-url", "data-token-function")
_KNOWN = frozenset((*CHOICES, *NUMBERS, *TEXTS))
#: Those that are near to a name are compared in this order, as for the page.
_NAMES = sorted(_KNOWN)
#: In characters, with "data-": as long a beginning shows that a name is meant to be ours, or as long a name without it.
_BEGINNING, _LONG = 7, 12
#: The same rules as in page/watch-rules.js; a test compares both on many texts.
_PATTERN = re.compile(r"(https?://|/(?!/)|\*)[^?#]*", re.IGNORECASE)
_SYSTEM = re.compile(r"[\w-]+", re.ASCII)
#: Values of Next's ``<Script strategy>``, and of what it writes, with which a script runs after everything else.
_LATE_STRATEGIES = ("lazyOnload", "worker")
#: Sinks that send to an address of their own.
_ADDRESSED = ("beacon", "otlp")


def findings(page: Page) -> Iterator[Finding]:
    """Yield what is wrong with the tag."""
    tags = page.pywidget_tags
    if is_missing(page):
        yield finding(page, "pywidget-missing", 0, "pywidget.js is not in the page")
    counting: list[Element] = []
    for tag in tags:
        if any(surely_together(one, tag) for one in counting):
            yield finding(page, "pywidget-twice", tag.index, "pywidget.js is in the page more than once")
            continue
        counting.append(tag)
        yield from _loading(page, tag)
        yield from _attributes(page, tag)
        yield from _sources(page, tag)
        yield from _watched(page, tag)
        yield from header_findings(page, tag)
        yield from _used_before(page, tag)


def is_missing(page: Page) -> bool:
    """Tell whether pywidget surely does not come into the page."""
    return not (page.pywidget_tags or is_brought(page) or page.is_part or page.own_bundles)


def is_brought(page: Page) -> bool:
    """Tell whether something that stands in the page brings pywidget into it without a script tag of its own.

    A script can add the tag or start the npm package, template code can write it, and PyScript can start it.
    """
    mentioned = any("pywidget" in text for text in (page.template.code, *(script.text for script in page.scripts)))
    return mentioned or page.has_python


def has_meant(tag: Element, name: str) -> bool:
    """Tell whether a tag has an attribute, or one that is surely meant to be it, which is reported as such."""
    if name in tag.attributes or name.removeprefix("data-") in tag.attributes:
        return True
    return any(_meant_by(other) == name for other in tag.attributes)


def _meant_by(name: str) -> str:
    """Return the attribute of ours that another one is surely meant to be; "" if there is none."""
    if name in _KNOWN or not name.startswith("data-"):
        return ""
    # As for the page, short ones are only ours if they begin like one: others have attributes of their own.
    begins = any(one[:_BEGINNING] == name[:_BEGINNING] for one in _NAMES)
    return nearest(name, _NAMES) if begins or len(name) >= _LONG else ""


def is_misspelt(tag: Element, name: str) -> bool:
    """Tell whether a tag lacks an attribute that it is meant to have."""
    return name not in tag.attributes and has_meant(tag, name)


def has_token_source(page: Page) -> bool:
    """Tell whether pywidget can get tokens in this page."""
    calls = (callee_name(call) for code in page.code for call in code.calls)
    given = any(tag.get(name) for tag in page.pywidget_tags for name in _TOKEN_SOURCES)
    return given or (bool(page.pywidget_tags) and "tokenProvider" in calls)


def _loading(page: Page, tag: Element) -> Iterator[Finding]:
    if tag.get("type").lower() == "module":
        yield finding(page, "pywidget-module", tag.place("type"), 'pywidget.js is loaded with type="module"')
        return
    late = next((name for name in ("strategy", "data-nscript") if tag.get(name) in _LATE_STRATEGIES), None)
    if late:
        yield finding(page, "pywidget-late", tag.place(late), f'pywidget.js is loaded with "{tag.get(late)}"')
    elif tag.has("async"):
        yield finding(page, "pywidget-late", tag.place("async"), "pywidget.js is loaded with async")
    elif tag.has("defer") and not all(_waits(script) and script.index > tag.index for script in page.widget_tags):
        yield finding(page, "pywidget-late", tag.place("defer"), "pywidget.js is loaded with defer, the widget is not")


def _waits(script: Element) -> bool:
    """Tell whether a script runs when the page has been read, in the order of the page."""
    return not script.has("async") and ("defer" in script.attributes or script.get("type").lower() == "module")


def _attributes(page: Page, tag: Element) -> Iterator[Finding]:
    given = {name: value for name, value in tag.attributes.items() if name.startswith("data-")}
    yield from _judged(page, tag, given, tag.places)
    for name, value, place in tag.others:
        # A second value stands in another branch of a condition. What it needs beside it, the first one needs, too.
        if name.startswith("data-"):
            alone = _judged(page, tag, {name: value}, {name: place})
            yield from (found for found in alone if found.code != "attribute-alone")
    for name in tag.attributes:
        if f"data-{name}" in _KNOWN:
            what = f"{name} stands on pywidget's tag instead of data-{name}"
            yield finding(page, "attribute-prefix", tag.place(name), what)


def _judged(page: Page, tag: Element, given: dict[str, str], places: dict[str, int]) -> Iterator[Finding]:
    problems = _problems(given)
    # The page says nothing of those that begin otherwise, so as not to speak of the attributes of others.
    said = [problem.partition(" ")[0] for problem in problems]
    slips = [name for name in given if name not in said and _meant_by(name)]
    problems += [f"{name} is no attribute of pywidget. Did you mean {_meant_by(name)}?" for name in slips]
    for problem in problems:
        # Every problem begins with the attribute's name.
        name = re.split(r"[ =]", problem, maxsplit=1)[0]
        code = "attribute-value"
        if name not in _KNOWN:
            code = "attribute-unknown"
        elif " does nothing without " in problem:
            if tag.is_open or has_meant(tag, problem.rstrip(".").rpartition(" ")[2]):
                continue
            code = "attribute-alone"
        elif is_filled(given.get(name, "")):
            continue
        yield finding(page, code, places.get(name, tag.index), problem)


def _sources(page: Page, tag: Element) -> Iterator[Finding]:
    names = tag.get("data-analytics").replace(",", " ").split()
    addressed = [name for name in names if name in _ADDRESSED]
    if addressed and not (tag.get("data-analytics-url") or is_misspelt(tag, "data-analytics-url") or tag.is_open):
        what = f'data-analytics="{addressed[0]}" has no data-analytics-url'
        yield finding(page, "analytics-url-missing", tag.place("data-analytics"), what)
    without_widget = not page.widgets and bool(tag.get("data-profile") or tag.get("data-watch"))
    elsewhere = tag.is_open or page.own_files or page.has_python or page.is_part
    meant = any(is_misspelt(tag, name) for name in _TOKEN_SOURCES)
    if not (has_token_source(page) or meant or renews_itself(page) or elsewhere or without_widget):
        yield finding(page, "token-source-missing", tag.index, "pywidget is not told where tokens come from")
    url = tag.get("data-token-url")
    parts = address(url)
    other = bool(parts.netloc) and f"{parts.scheme}://{parts.netloc}" != page.origin
    credentials = tag.get("data-token-credentials")
    known = not (is_filled(parts.netloc) or is_filled(credentials) or tag.is_open)
    if other and known and credentials.lower() != "include":
        what = f"data-token-url names another host, {parts.netloc}, and credentials are only sent to the page's own"
        yield finding(page, "token-url-cross-origin", tag.place("data-token-url"), what)


def _watched(page: Page, tag: Element) -> Iterator[Finding]:
    text = tag.get("data-watch")
    words = [] if is_filled(text) else text.replace(",", " ").split()
    place = tag.place("data-watch")
    while words:
        pattern = words.pop(0)
        system = words.pop(0) if words and _SYSTEM.fullmatch(words[0]) else ""
        if not _PATTERN.fullmatch(pattern):
            what = f'data-watch: "{pattern}" is no URL pattern: a web address, or a path that begins with /'
            yield finding(page, "attribute-value", place, what)
        elif not system:
            yield finding(page, "attribute-value", place, f'data-watch: "{pattern}" has no system after it')
        elif system not in SYSTEMS and not tag.get("data-profile"):
            what = f'data-watch: "{system}" is none of: {", ".join(SYSTEMS)}. There is no profile that describes it'
            yield finding(page, "attribute-value", place, what)


def _used_before(page: Page, tag: Element) -> Iterator[Finding]:
    late = tag.has("defer") or tag.has("async") or tag.get("type").lower() == "module"
    for code in page.code:
        # A module runs after the whole page was parsed, so after every classic script without async or defer.
        if code.module or not (late or code.index < tag.index):
            continue
        if not together(page.template.path(code.index), tag.path):
            continue
        if any(own_value(one) for one in page.code if one.index < code.index):
            continue
        for node in code.nodes:
            if not _uses_pywidget(node) or _in_function(node):
                continue
            if not (is_guarded(code, node) or own_value(code, node.start_byte)):
                yield finding(page, "pywidget-used-before", code.index_of(node), f"{text_of(node)} is used too early")


def _uses_pywidget(node: Node) -> bool:
    if node.type != "member_expression" or node.child_by_field_name("optional_chain") is not None:
        return False
    owner = node.child_by_field_name("object")
    return owner is not None and (text_of(owner) == "pywidget" or member_name(owner) == "pywidget")


def _in_function(node: Node) -> bool:
    above = node.parent
    while above is not None:
        if is_function(above):
            return True
        above = above.parent
    return False


def _problems(attributes: dict[str, str]) -> list[str]:
    """Return what the page's console would say about attributes."""
    problems: list[str] = []
    settings = Settings({_key(name): value for name, value in attributes.items()}, problems.append)
    source(settings, problems.append)
    return problems


def _key(name: str) -> str:
    """Return the key of the attribute in JavaScript's ``dataset``."""
    return re.sub("-([a-z])", lambda found: found[1].upper(), name.removeprefix("data-"))
