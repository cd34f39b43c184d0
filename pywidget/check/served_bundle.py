"""Requests all files of a build from a server, and checks each of them and all together."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pywidget.check.answers import (
    FIRST,
    TAG,
    Problem,
    content_problem,
    could_be_smaller,
    cross_origin,
    matches,
    problems,
)
from pywidget.check.fetch import Answer, NoAnswerError, absolute, can_read_brotli, fetch, is_secure, origin_of
from pywidget.check.served_kinds import served_finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pywidget.check.element import Element
    from pywidget.check.findings import Finding
    from pywidget.check.page import Page

#: The installed package's own files.
_INSTALLED = Path(__file__).resolve().parent.parent / "bundled"
_LIST = "integrity.json"
_ENTRY = "pywidget-page.js"
#: The name of the build in the script tag's file. It is there even if the file was renamed.
_BUILD = re.compile(rb"\b([0-9a-f]{8})/pywidget-page\.js")
#: A name in the list. Each is requested, so it must not lead outside of the folder. A build has about fifty files.
_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", re.ASCII)
_MOST_FILES = 500
#: Requests at the same time.
_AT_ONCE = 4


def encodings_for(url: str) -> str:
    """Return the encodings that a browser accepts. It accepts Brotli only over https and on the same machine."""
    return "gzip, br" if is_secure(url) and can_read_brotli() else "gzip"


def build_in(answer: Answer) -> str | None:
    """Return the name of the build that a script tag's file loads; None if it is no such file."""
    found = _BUILD.search(answer.body)
    return found[1].decode() if found else None


@dataclass(frozen=True)
class From:
    """The page whose files are requested."""

    page: Page
    tag: Element
    answer: Answer

    def other_origin(self, url: str) -> str:
        """The page's origin, if it is another one than that of a file; else ""."""
        own = origin_of(self.page.address)
        return own if origin_of(url) != own else ""

    @property
    def asks_by_cors(self) -> bool:
        """Whether the browser requests the script tag's file with CORS. It does so for all other files."""
        return "crossorigin" in self.tag.attributes

    @property
    def demands_corp(self) -> bool:
        """Whether answers without CORS need a Cross-Origin-Resource-Policy, because the page requires it."""
        embedder = self.answer.header("Cross-Origin-Embedder-Policy").partition(";")[0]
        return embedder.strip().lower() == "require-corp"


@dataclass
class Bundle:
    """The files that belong to a script tag.

    Attributes:
        url: the address of the script tag's file.
        page: what it is asked for from, if that is known.
        folder: the address of the build's folder; "" until it is known.
        found: for each problem the files that have it, in order.
        notes: what was looked at.
    """

    url: str
    page: From | None = None
    folder: str = ""
    found: dict[Problem, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """Return what was found, each problem once."""
        beside = urljoin(self.url, ".")
        return [served_finding(code, beside, what, tuple(files)) for (code, what), files in self.found.items()]

    def ask(self) -> None:
        """Ask for the script tag's file, and go on from there."""
        answer = self._ask(self.url, by_cors=self.page is not None and self.page.asks_by_cors)
        if isinstance(answer, NoAnswerError):
            self._add([Problem("file-missing", str(answer))], self._name)
        else:
            self.url = answer.url
            self.look_at(answer)

    @property
    def _name(self) -> str:
        """The name of the script tag's file, which frameworks may have changed."""
        return urlsplit(self.url).path.rpartition("/")[2]

    def look_at(self, answer: Answer) -> None:
        """Look at the script tag's file, and at all that belongs to it."""
        build = build_in(answer)
        hashes: dict[str, str] = {}
        if build is not None:
            self.folder = urljoin(self.url, f"{build}/")
            hashes = self._hashes(build)
        self._look_at_tag(answer, hashes.get(TAG, ""))
        self._look_at_first(hashes.get(FIRST, ""))
        if build is None:
            if content_problem(answer, "") is None:
                self._add([Problem("file-changed", "it is not pywidget's script tag: it names no build")], self._name)
            return
        self._look_at_files(build, {file: value for file, value in hashes.items() if file.startswith(f"{build}/")})

    def _look_at_tag(self, answer: Answer, integrity: str) -> None:
        # With a query or another name, another build will have another address, so it may be cached for longer.
        versioned = bool(urlsplit(self.url).query) or self._name != TAG
        self._add(problems(TAG, answer, integrity, versioned=versioned), self._name)
        if self.page is None:
            return
        own = self.page.tag.get("integrity")
        if own and answer.status == 200 and not matches(answer.body, own):
            self._add([Problem("tag-integrity", "it has not the hash that the tag has in integrity")], self._name)
        origin = self.page.other_origin(self.url)
        if origin:
            by_cors = self.page.asks_by_cors
            self._add(cross_origin(answer, origin, by_cors=by_cors, corp=self.page.demands_corp), self._name)
            if own and not by_cors:
                self._add([Problem("cors-tag", "the tag has integrity without crossorigin")], self._name)

    def _look_at_first(self, integrity: str) -> None:
        """Check the file that watches the page's first requests, if the page loads it."""
        if self.page is None:
            return
        for element in self.page.page.find("script"):
            if element.file != FIRST:
                continue
            url = self.page.page.resolve(element.get("src"))
            answer = self._ask(url, by_cors="crossorigin" in element.attributes)
            if isinstance(answer, NoAnswerError):
                self._add([Problem("file-missing", str(answer))], FIRST)
            else:
                self._add(problems(FIRST, answer, integrity, versioned=bool(urlsplit(url).query)), FIRST)

    def _look_at_files(self, build: str, hashes: dict[str, str]) -> None:
        names = list(hashes)
        origin = self.page.other_origin(self.folder) if self.page else ""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = list(pool.map(lambda name: self._ask(urljoin(self.url, name)), names))
        came: dict[str, Answer] = {}
        for name, answer in zip(names, answers, strict=True):
            if isinstance(answer, NoAnswerError):
                self._add([Problem("file-missing", str(answer))], name)
                continue
            came[name] = answer
            self._add(problems(name, answer, hashes[name]), name)
            if origin:
                self._add(cross_origin(answer, origin, by_cors=True, corp=False), name)
        self._look_at_compression(came)
        sent = sum(answer.sent for answer in came.values())
        self.notes.append(f"Build {build}: {len(names)} files were asked for, {sent:,} bytes came.")
        self._look_at_pyodide(build)
        if is_secure(self.url) and not can_read_brotli():
            self.notes.append(
                "Answers in Brotli were not compared: that needs the package brotli (pip install brotli)."
            )

    def _look_at_compression(self, came: dict[str, Answer]) -> None:
        sizes = {name: size for name, answer in came.items() if (size := self._could_be(answer))}
        if not sizes:
            return
        sent = sum(came[name].sent for name in sizes)
        what = f"sent uncompressed, {sent:,} bytes where gzip makes {sum(sizes.values()):,}"
        largest = sorted(sizes, key=lambda name: -came[name].sent)
        self.found[Problem("not-compressed", what)] = largest

    def _could_be(self, answer: Answer) -> int:
        size = could_be_smaller(answer)
        if size and is_secure(answer.url) and not can_read_brotli():
            # Some servers only compress with Brotli, which was not accepted in the first request.
            other = self._ask(answer.url, encodings="br")
            if isinstance(other, Answer) and other.encoding == "br":
                return 0
        return size

    def _look_at_pyodide(self, build: str) -> None:
        if self.page is None or self.page.tag.get("data-runtime").lower() != "pyodide":
            return
        elsewhere = self.page.tag.get("data-runtime-url")
        folder = self.page.page.resolve(elsewhere) if elsewhere else f"{self.folder}pyodide"
        url = f"{folder.removesuffix('/')}/pyodide.mjs"
        answer = self._ask(url)
        if isinstance(answer, NoAnswerError):
            self._add([Problem("file-missing", str(answer))], url)
        else:
            wrong = problems(f"{build}/pyodide.mjs", answer, "")
            # How long another site's files are cached is not up to the owner of this page.
            self._add((one for one in wrong if not (elsewhere and one.code == "cache-build")), url)
        self.notes.append("Pyodide's own files have no hash in the build; of them, only pyodide.mjs was asked for.")

    def _hashes(self, build: str) -> dict[str, str]:
        """Return the names and hashes of a build's files: from the server, else from the installed package."""
        answer = self._ask(urljoin(self.url, _LIST))
        if isinstance(answer, NoAnswerError):
            told = str(answer)
        elif (problem := content_problem(answer, "")) is not None:
            told = problem.what
        else:
            hashes = _listed(answer.body)
            if f"{build}/{_ENTRY}" in hashes:
                return hashes
            told = "of another build than pywidget.js" if hashes else "no list of a build"
        self._add([Problem("list-missing", told)], _LIST)
        try:
            hashes = _listed((_INSTALLED / _LIST).read_bytes())
        except OSError:
            hashes = {}
        if f"{build}/{_ENTRY}" in hashes:
            return hashes
        return {f"{build}/{_ENTRY}": ""}

    def _ask(self, url: str, *, by_cors: bool = True, encodings: str = "") -> Answer | NoAnswerError:
        try:
            address = absolute(url)
            origin = self.page.other_origin(address) if self.page and by_cors else ""
            return fetch(address, origin, encodings or encodings_for(address))
        except NoAnswerError as error:
            return error

    def _add(self, found: Iterable[Problem] | Iterator[Problem], name: str) -> None:
        for problem in found:
            self.found.setdefault(problem, []).append(name)


def _listed(content: bytes) -> dict[str, str]:
    """Read the list of a build: name -> hash. Any other entry is left out."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    pairs = [(name, value) for name, value in told.items() if isinstance(value, str) and _NAME.fullmatch(name)]
    return dict(pairs[:_MOST_FILES])
