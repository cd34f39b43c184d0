"""What is wrong with one answer of a server: status, type, content, cache, compression, and what origins need."""

from __future__ import annotations

import base64
import hashlib
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from pywidget.check.fetch import gzipped_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.check.fetch import Answer

#: Media types that browsers accept for a script.
JAVASCRIPT = re.compile(r"(text|application)/(x-)?(java|ecma)script")
#: Without nosniff, a classic script is run with any type but these.
_NEVER_SCRIPT = re.compile(r"(image|audio|video)/.*|text/csv")
_HTML = re.compile(rb"\s*<(!doctype|html)", re.IGNORECASE)

#: In seconds. Files in a build's folder have to be cached for at least a month, the script tag for at most a day.
_MONTH = 30 * 24 * 3600
_DAY = 24 * 3600
#: In bytes. Such a file fits into the first packet even without compression.
_SMALL = 1_400


class Rule(NamedTuple):
    """What a server sends for some files.

    Attributes:
        files: their names beside the script tag, as a pattern.
        type: the media type; "" where none is asked for.
        needed: whether browsers refuse them with another type.
        cache: Cache-Control.
    """

    files: str
    type: str
    needed: bool
    cache: str


FOREVER = "max-age=31536000, immutable"
#: The first rule that fits a file counts.
RULES = (
    Rule("pywidget.js", "text/javascript", needed=True, cache="max-age=300"),
    # For pages that watch their first requests, too.
    Rule("pywidget-first.js", "text/javascript", needed=True, cache="max-age=300"),
    Rule("*/*.js", "text/javascript", needed=True, cache=FOREVER),
    # Pyodide's own.
    Rule("*/*.mjs", "text/javascript", needed=True, cache=FOREVER),
    Rule("*/*.wasm", "application/wasm", needed=False, cache=FOREVER),
    Rule("*/*.romfs", "", needed=False, cache=FOREVER),
    Rule("*/*.json", "application/json", needed=False, cache=FOREVER),
)
TAG, FIRST = RULES[0].files, RULES[1].files
#: Everything else in the folder of the build.
_OTHER = Rule("*", "", needed=False, cache=FOREVER)


class Problem(NamedTuple):
    """One problem of one file; ``what`` is the same for all files that have the same problem."""

    code: str
    what: str


def problems(name: str, answer: Answer, integrity: str, *, versioned: bool = False) -> Iterator[Problem]:
    """Yield what is wrong with the answer for a file.

    Args:
        name: of the file in the list of the build, :data:`TAG` for the script tag.
        answer: what the server sent.
        integrity: the hash of the list; "" if it is not known.
        versioned: whether the page will name another address for another build.
    """
    rule = next((rule for rule in RULES if fnmatchcase(name, rule.files)), _OTHER)
    if answer.final != answer.url:
        yield Problem("redirected", f"redirected to {_short(answer)}")
    wrong = content_problem(answer, integrity)
    if wrong is not None:
        # The content is wrong, so other problems of this answer do not matter.
        yield wrong
        return
    yield from _type(rule, answer)
    yield from _cache(rule, answer, versioned=versioned)


def _short(answer: Answer) -> str:
    """Where an answer came from: the same for all files of a folder that has moved."""
    return answer.final[: answer.final.rfind("/") + 1]


def content_problem(answer: Answer, integrity: str) -> Problem | None:
    """Return why the body is not the file; None if it is."""
    if answer.status != 200:
        return Problem("file-missing", f"HTTP {answer.status}")
    if answer.broken:
        return Problem("file-changed", answer.broken)
    if not answer.body:
        return Problem("file-changed", "it is empty")
    if _HTML.match(answer.body):
        return Problem("file-html", "the server answers with a page of HTML")
    if integrity and matches(answer.body, integrity):
        return None
    if answer.body.startswith(b"\x1f\x8b"):
        return Problem("file-changed", "it is compressed by gzip, and there is no Content-Encoding that says so")
    if not integrity:
        return None
    return Problem("file-changed", "it was cut or changed on its way: it is not the file of this build")


def matches(content: bytes, integrity: str) -> bool:
    """Tell whether content has one of the hashes, as browsers compare them: only the longest kind counts."""
    hashes: dict[str, set[str]] = {}
    for word in integrity.split():
        kind, _, value = word.partition("-")
        hashes.setdefault(kind, set()).add(value.partition("?")[0])
    for kind in ("sha512", "sha384", "sha256"):
        if kind in hashes:
            return base64.b64encode(hashlib.new(kind, content).digest()).decode() in hashes[kind]
    # Browsers ignore unknown kinds of hashes.
    return True


def _type(rule: Rule, answer: Answer) -> Iterator[Problem]:
    told = f"served as {answer.type or 'nothing: there is no Content-Type'}"
    nosniff = answer.header("X-Content-Type-Options").lower().startswith("nosniff")
    if rule.needed and not JAVASCRIPT.fullmatch(answer.type):
        if rule.files == TAG and not nosniff and not _NEVER_SCRIPT.fullmatch(answer.type):
            yield Problem("script-type-guessed", told)
        else:
            yield Problem("script-type", f"{told}{', with nosniff' if nosniff else ''}")
    elif rule.type and not rule.needed and answer.type != rule.type:
        yield Problem("data-type", told)


def _cache(rule: Rule, answer: Answer, *, versioned: bool) -> Iterator[Problem]:
    code = "cache-build" if rule.cache == FOREVER else "cache-tag"
    text = answer.header("Cache-Control").lower()
    told = [word.strip() for word in text.split(",") if word.strip()]
    if not told:
        yield Problem(code, "without Cache-Control")
        return
    found = re.search(r'\bmax-age\s*=\s*"?(\d+)', text)
    age = int(found[1]) if found else 0
    never = "no-store" in told
    if code == "cache-tag":
        too_long = "immutable" in told or (age > _DAY and "no-cache" not in told)
        if never or (too_long and not versioned):
            yield Problem(code, f"Cache-Control: {text}")
    elif never or "no-cache" in told or age < _MONTH or "immutable" not in told:
        yield Problem(code, f"Cache-Control: {text}")


def cross_origin(answer: Answer, origin: str, *, by_cors: bool, corp: bool) -> Iterator[Problem]:
    """Yield what keeps a page from using an answer of another origin.

    Args:
        answer: what the server sent.
        origin: the page's origin.
        by_cors: whether the browser requests it with CORS.
        corp: whether the page requires Cross-Origin-Resource-Policy of answers without CORS.
    """
    if answer.status != 200:
        return
    allowed = answer.header("Access-Control-Allow-Origin")
    if by_cors and allowed not in ("*", origin):
        what = f"allowed for {allowed}, and the page is on {origin}" if allowed else "no Access-Control-Allow-Origin"
        yield Problem("cors-missing", what)
    elif by_cors and allowed == origin:
        vary = {word.strip().lower() for word in answer.header("Vary").split(",")}
        if not vary & {"origin", "*"}:
            yield Problem("cors-vary", f"allowed for {origin} alone, without Vary: Origin")
    policy = answer.header("Cross-Origin-Resource-Policy").lower()
    if corp and not by_cors and policy != "cross-origin" and not (policy == "same-site" and _one_site(answer, origin)):
        yield Problem("corp-missing", f"Cross-Origin-Resource-Policy: {policy}" if policy else "no CORP header")


def _one_site(answer: Answer, origin: str) -> bool:
    """Tell whether two hosts may be of one site: nearly always, their last two names are the same then."""
    hosts = [(urlsplit(url).hostname or "").split(".")[-2:] for url in (answer.final, origin)]
    return hosts[0] == hosts[1]


def could_be_smaller(answer: Answer) -> int:
    """Return how many bytes gzip would make of what came uncompressed; 0 if that is of no use."""
    if answer.status != 200 or answer.broken or answer.encoding not in ("", "identity") or answer.sent < _SMALL:
        return 0
    size = gzipped_size(answer.body)
    # Archives do not get smaller.
    return size if size < answer.sent * 0.9 else 0
