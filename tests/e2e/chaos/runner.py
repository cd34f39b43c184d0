"""Plays cases, several at a time, and judges what came of each.

A case is a generator that yields where it waits. So one thread drives all pages, and a case that waits for a timer of
the page costs the others nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from chaos.cases import HOLDS, NOTHING, RENEWS, REPAIRS, SAYS, TELLS, THROWS, WARNS, WITHOUT, WORKS, Case, Seen
from chaos.files import WATCH
from chaos.tab import PATIENCE, Tab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from chaos.server import Server
    from playwright.sync_api import Browser

#: Pages that are open at the same time.
PAGES = 8
#: Seconds after which what has not come will not: pywidget needs less than one, its second try of a file five.
SILENCE = 9.0
#: Python gives up waiting for a file after a minute.
MINUTE = 70.0
#: How often a page asks for one file at most: at its two openings, two tries each, each with up to two requests for the
#: check and the import, and a look at what is wrong; with redirects, some of these are two requests.
MOST_REQUESTS = 16
#: How often one line is said at most.
MOST_SAID = 3
#: The same where the page has broken something that is needed again and again.
MOST_WARNED = 20


#: Pages of these needs show nothing but the notices of pages in which nothing is broken.
EXACT = ("", "German", "reports", "advice", "inspector")
#: What no notice contains: a placeholder, or a value that is none.
ODD = re.compile(r"[{}]|undefined|null|NaN|\[object|Infinity|broken by the page")
#: Words that every notice in that language has one of, and that the other one has not.
LANGUAGES = (re.compile(r"\b(Sie|Ihre|der|die|das|ist)\b"), re.compile(r"\b(you|your|the|is|are)\b", re.IGNORECASE))


def is_odd(text: str) -> bool:
    """Whether a notice is blank, has a hole, or is in two languages."""
    spoken = [bool(words.search(text)) for words in LANGUAGES]
    return len(text) < 20 or bool(ODD.search(text)) or spoken.count(True) != 1


class Runner:
    """Plays cases.

    Attributes:
        right: what the notices of a page say in which nothing is broken, in German and in English.
    """

    def __init__(self, browser: Browser, server: Server) -> None:
        self._browser = browser
        self._server = server
        self.right: set[str] = set()

    def learn(self) -> None:
        """Read the right notices from pages in which nothing is broken."""
        for language in ("de", "en"):
            # A page that watches has a notice of its own, too.
            case = Case("files", "nothing", language, (WORKS,), {"lang": language, **WATCH}, needs="watch")
            tab = Tab(self._browser, self._server, case)
            try:
                self.right |= self._learned(tab)
            finally:
                tab.close()

    def _learned(self, tab: Tab) -> set[str]:
        for step in (tab.begin(), tab.until(lambda: tab.is_whole() and len(tab.notices()) == 3)):
            for _ in step:
                tab.page.wait_for_timeout(50)
        assert len(tab.notices()) == 3, (tab.look(), tab.thrown, tab.console)
        return {text for text, _ in tab.notices()}

    def play(self, cases: Iterable[Case], done: Callable[[Seen], None] = lambda _: None) -> list[Seen]:
        """Play cases, and return what came of each, in the order in which they ended."""
        waiting = list(reversed(list(cases)))
        playing: list[tuple[Tab, Seen, Iterator[None]]] = []
        ended = []
        while waiting or playing:
            while waiting and len(playing) < PAGES:
                case = waiting.pop()
                tab, seen = Tab(self._browser, self._server, case), Seen(case)
                playing.append((tab, seen, self._play(tab, seen)))
            for entry in list(playing):
                tab, seen, steps = entry
                try:
                    next(steps)
                except StopIteration:
                    playing.remove(entry)
                    tab.close()
                    self._judge(tab, seen)
                    ended.append(seen)
                    done(seen)
            if playing:
                playing[0][0].page.wait_for_timeout(40)
        return ended

    def _play(self, tab: Tab, seen: Seen) -> Iterator[None]:
        case = tab.case
        if case.acts:
            seen.outcome = WORKS
            try:
                yield from case.acts(tab)
            except AssertionError as error:
                seen.outcome = NOTHING
                seen.wrong.append(f"{error}")
            self._check(tab, seen)
            return
        yield from self._first(tab, seen)
        if seen.outcome != HOLDS:
            self._check(tab, seen)
        if case.part != "files" or seen.outcome == WORKS:
            return
        tab.mend_file()
        if seen.outcome == SAYS:
            yield from tab.until(tab.is_whole, SILENCE)
            if not tab.is_whole():
                # Its second try may have been before the file was mended. The next one is when the connection is back.
                tab.run("dispatchEvent(new Event('online'))")
                yield from tab.until(tab.is_whole)
            if tab.is_whole():
                seen.outcome = REPAIRS
            self._check_notices(tab, seen)
        yield from tab.begin()
        yield from tab.until(tab.is_whole)
        if not tab.is_whole():
            seen.wrong.append("it did not work after a reload with the right file")
        self._check_notices(tab, seen)

    def _first(self, tab: Tab, seen: Seen) -> Iterator[None]:
        """Play the broken page until its outcome is clear."""
        is_long = tab.case.is_slow or (tab.case.fault == "never answers" and {REPAIRS, WITHOUT} & {*tab.case.allowed})
        # What is expected to work, is waited for; what is not, has its time.
        patience = MINUTE if is_long else PATIENCE if tab.case.allowed[0] == WORKS else SILENCE
        yield from tab.begin()
        yield from tab.until(lambda: tab.is_whole() or bool(tab.said() or tab.has_failed()), patience)
        if tab.said():
            seen.outcome, seen.reason = SAYS, tab.said()[0]
        elif tab.is_whole():
            seen.outcome = WORKS
        elif tab.shows():
            seen.outcome = WITHOUT
        elif (tab.look() or {}).get("token"):
            seen.outcome = RENEWS
        elif tab.has_failed():
            seen.outcome = TELLS
        elif not (tab.look() or {}).get("heard"):
            seen.outcome = HOLDS
        else:
            seen.outcome = WARNS if tab.console else NOTHING
        if seen.outcome == WORKS and tab.case.said and any(re.search(tab.case.said, line) for line in tab.console):
            seen.outcome = WITHOUT

    def _check(self, tab: Tab, seen: Seen) -> None:
        """Note what does not hold in the page as it is now."""
        look = tab.look()
        if not look:
            seen.wrong.append("the page is gone")
            return
        if look["heard"] < 2:
            seen.wrong.append("the page did not hear its widgets")
        self._check_notices(tab, seen)
        tab.run("chaos.press('waiting')")
        if not (tab.look() or look)["pressed"]:
            seen.wrong.append("the widget's own button did nothing")

    def _check_notices(self, tab: Tab, seen: Seen) -> None:
        for text, is_visible in tab.notices():
            # What is said to screen readers stands at the end, and only for some seconds.
            # After a minute, the widget has given up by itself, and there is more to say than at once.
            exact = tab.case.fault == "never answers" or any(right.startswith(text or "-") for right in self.right)
            # Where the page is broken, a detail may not be readable, and the notice says less.
            if is_visible and not exact and ((tab.case.part == "files" and tab.case.needs in EXACT) or is_odd(text)):
                seen.wrong.append(f"a notice that is not right: {text!r}")

    def _judge(self, tab: Tab, seen: Seen) -> None:
        case = tab.case
        if tab.thrown:
            seen.outcome, seen.reason = THROWS, tab.thrown[0]
        # The script tag has no room for catching what its own first lines need, so that is left. The table has it.
        is_left = seen.outcome == THROWS and case.part in ("globals", "methods") and "(pywidget.js)" in seen.reason
        if seen.outcome not in case.allowed and not is_left:
            seen.wrong.append(f"it {seen.outcome} ({seen.reason}) {tab.console[-2:]}")
        if seen.outcome in (SAYS, REPAIRS) and case.said and not re.search(case.said, seen.reason):
            seen.wrong.append(f"the reason is not {case.said}: {seen.reason}")
        if seen.outcome == RENEWS and not (tab.console or case.quiet):
            seen.wrong.append("nothing says why there is no notice")
        if seen.outcome == WITHOUT and case.said and not any(re.search(case.said, line) for line in tab.console):
            seen.wrong.append(f"the console does not say {case.said}")
        for path, count in tab.folder.requests.items():
            if path.startswith("pywidget") and count > MOST_REQUESTS:
                seen.wrong.append(f"{path} was asked for {count} times")
        for line, count in Counter(tab.console).items():
            if count > (MOST_SAID if case.part == "files" else MOST_WARNED):
                seen.wrong.append(f"said {count} times: {line}")
