"""Every notice there is, in words: all codes in all situations, to be tested, and to be read.

    python tests/unit/every_notice.py [LANGUAGE]

writes them to ``test-output/notices.txt``: in English with the codes and situations that lead to each, in another
language each once, below the same in English. From the folder of the repository, with ``PYTHONPATH=.``; it needs
nothing but Python.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pywidget.browser.locale import Texts
from pywidget.browser.wording import render
from pywidget.catalog import SYSTEMS, load
from pywidget.core import notices
from pywidget.core.classify import STATUSES, classify
from pywidget.core.effects import Notice
from pywidget.core.failure import Failure
from pywidget.core.policy import Policy
from pywidget.core.profile import PATH_REMEDIES
from pywidget.core.signals import Look
from pywidget.core.verdict import Verdict
from pywidget.core.work import Work
from pywidget.locales import texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

OUT = Path(__file__).parents[2] / "test-output" / "notices.txt"

#: Systems whose codes a widget with a form tells; the others' only come from requests of the page's own.
WITH_A_FORM = ("allfeat-widget", "allfeat-widget-v1", "allfeat-api")
#: How far the work got, and whether the form is filled in.
WORKS = ("empty", "filled", "unsure", "submitted", "completed")
#: Why a session could not be renewed.
REASONS = (
    "signed-out",
    "no-token-source",
    "unreachable",
    "timed-out",
    "rate-limited",
    "server-error",
    "not-found",
    "refused",
    "forbidden",
    "html",
    "redirected",
    "no-token",
    "no-function",
    "provider-failed",
    "too-many-renewals",
    "already-submitted",
    "token-refused",
)
#: The screen of one work, whose versions were listed, or not.
DETAILS = (
    Look("DOWNLOAD_DETAIL", mode="download", buttons=("download-version-cert", "back-to-list")),
    Look("DOWNLOAD_DETAIL", mode="download", alert="…", buttons=("back-to-list",)),
)


class Told:
    """One notice, and what led to it."""

    def __init__(  # noqa: PLR0913  it is a record
        self,
        code: str,
        notice: Notice,
        policy: Policy,
        work: str,
        verdict: Verdict | None,
        *,
        online: bool,
        look: Look | None = None,
    ) -> None:
        self.code = code
        self.notice = notice
        self.policy = policy
        self.work = work
        self.verdict = verdict
        self.online = online
        self.look = look
        self.words: dict[str, Any] = {}

    @property
    def where(self) -> str:
        """The situation, in short."""
        said = ["form" if self.policy.screens else "page"]
        said += [self.work] if self.policy.screens else []
        said += [f"({self.look.screen})"] if self.look is not None else []
        said += ["login"] if self.policy.login else []
        said += ["contact"] if self.policy.contact else []
        return " ".join(said + ([] if self.online else ["offline"]))

    @property
    def lines(self) -> list[str]:
        """Title, message, advice and warning, without those that are not there."""
        found = [self.words[name] for name in ("title", "message", "advice", "warning")]
        return [line for line in found if line]

    @property
    def buttons(self) -> list[str]:
        """What the buttons are called."""
        return [action["label"] for action in self.words["actions"]]

    def speak(self, known: Texts) -> None:
        """Put it into words."""
        self.words = render(self.notice, known)
        for name in ("title", "message", "said", "advice", "warning"):
            self.words[name] = _filled(self.words[name], self.words["params"])


def _filled(candidates: list[str], params: dict[str, Any]) -> str:
    """The first text that can be filled in, with values as a reader might meet them."""
    for text in candidates:
        for name, (form, value) in params.items():
            said = f"{value // 2**20} MB" if form == "bytes" else ", ".join(value) if form == "list" else str(value)
            text = text.replace("{" + name + "}", said)  # noqa: PLW2901
        if "{" not in text:
            return text
    return ""


def _policies(system: str) -> Iterator[Policy]:
    for screens in (True, False) if system in WITH_A_FORM else (False,):
        for asked in (False, True):
            yield Policy(system, login=asked, contact=asked, screens=screens)


def _works(policy: Policy) -> Iterator[tuple[str, Work]]:
    for name in WORKS if policy.screens else ("none",):
        work = Work()
        work.filled = name == "filled"
        if name in ("unsure", "submitted", "completed"):
            work.state = name
            work.filled = None
        yield name, work


def _failure(code: str | None, system: str, status: int | None = None) -> tuple[Verdict, Failure]:
    verdict = classify(code, system, http_status=status)
    failure = Failure(1, system, 0)
    samples = load(system).SAMPLES
    failure.said.code = code
    failure.said.details = samples.get(code or 0, {}).get("details")
    if code is None or not code.startswith("widget."):
        failure.said.request_id = "req_8a3f2c17"
    failure.halves = ["error", "failed"]
    failure.judge(verdict)
    return verdict, failure


def _looks(policy: Policy, verdict: Verdict, work: Work) -> tuple[Look | None, ...]:
    """What a widget can show with it: it stopped, or only tells of it, on its form and in its lists."""
    if not policy.screens:
        return (None,)
    if verdict.path == "config":
        return (Look("DISABLED", buttons=()),)
    looks = (Look("FAILED", retry=True, buttons=("retry",)), Look("FORM", buttons=("back", "submit")))
    return looks + DETAILS if work.state == "none" else looks


def of_codes() -> Iterator[Told]:
    """What every code leads to; that of a session, where it could not be renewed, too."""
    for system in SYSTEMS:
        catalog = load(system)
        for code in list(catalog.CODES) + list(catalog.EXTRA):
            yield from _of_code(f"{system} {code}", system, *_failure(code, system))
    for status in list(STATUSES) + [500]:  # noqa: RUF005  compiled for MicroPython with the other helpers
        yield from _of_code(f"HTTP {status}", "allfeat-widget", *_failure(None, "allfeat-widget", status))
    yield from _of_code("no code", "allfeat-widget", *_failure(None, "allfeat-widget"))


def _of_code(code: str, system: str, verdict: Verdict, failure: Failure) -> Iterator[Told]:
    until = 60_000 if verdict.path == "rate-limit" and verdict.message != "quota-reached" else None
    for policy in _policies(system):
        for name, work in _works(policy):
            for look in _looks(policy, verdict, work):
                for online in (True, False):
                    notice = notices.for_verdict(verdict, failure, policy, work, until, look, online=online)
                    yield Told(code, notice, policy, name, verdict, online=online, look=look)
            if verdict.remedy == "renew-session" and name in ("none", "empty", "filled"):
                overlay = Look("FORM", overlay=True, buttons=()) if policy.screens else None
                notice = notices.for_failed_renewal("signed-out", failure, policy, work, overlay)
                yield Told(code + ", not renewed", notice, policy, name, verdict, online=True)


def of_profiles() -> Iterator[Told]:
    """What a profile's code leads to that names no message: nothing is known but what would help."""
    for path, remedies in PATH_REMEDIES.items():
        for remedy in remedies:
            verdict = Verdict("acme", "E_ANY", path, remedy, None, "unexpected", "", "code")
            failure = Failure(1, "acme", 0)
            failure.judge(verdict)
            yield from _of_code(f"a profile's {remedy}", "acme", verdict, failure)


def of_situations() -> Iterator[Told]:
    """What is told without a code."""
    _, failure = _failure("common.auth.expired", "allfeat-widget")
    for policy in _policies("allfeat-widget"):
        for name, work in _works(policy):
            for look in (Look("FORM", overlay=True, buttons=()), Look("FAILED", retry=True, buttons=("retry",))):
                yield from _of_situation(policy, name, work, look if policy.screens else None)
            if policy.screens and work.state != "none":
                for waits in (True, False):
                    notice = notices.for_held(work, failure, waits=waits)
                    yield Told("asked before paying again", notice, policy, name, None, online=True)
                for covered in (True, False):
                    notice = notices.for_kept(work, failure, policy, covered=covered)
                    yield Told("stays as it is", notice, policy, name, None, online=True)
        yield Told("no effect", notices.for_no_effect(policy), policy, "", None, online=True)
        if policy.screens:
            for kind, yes in (("confirm", "start-over"), ("leave", "sign-in"), ("leave", "reload")):
                notice = Notice(kind, actions=("cancel", "confirm-" + yes))
                yield Told(f"asked before {yes}", notice, policy, "", None, online=True)
            yield from _of_a_standstill(policy)


def _of_situation(policy: Policy, name: str, work: Work, look: Look | None) -> Iterator[Told]:
    verdict, failure = _failure("common.auth.expired", "allfeat-widget")
    # Also of a work that was paid for: its certificate needs a session, too.
    for reason in REASONS:
        for online in (True, False):
            for until in (None, 60_000) if reason in ("rate-limited", "too-many-renewals") else (None,):
                for refused in (False, True) if reason in ("too-many-renewals", "token-refused") else (False,):
                    notice = notices.for_failed_renewal(
                        reason, failure, policy, work, look, until, refused=refused, online=online
                    )
                    yield Told(f"not renewed: {reason}", notice, policy, name, verdict, online=online)
    yield Told("renewing", notices.for_renewing(policy, work, look), policy, name, None, online=True)
    for kind, message in (("online", ""), ("try-again", "wait-over")):
        for asks in (False, True):
            notice = notices.for_retry(kind, message, policy, look, work, asks=asks)
            yield Told(message or kind, notice, policy, name, None, online=True)
    if look is not None and look.screen == "FAILED":
        for where in (look, *DETAILS) if work.state == "none" else (look,):
            notice = notices.for_renewed("session-renewed", None, policy, where, work)
            yield Told("renewed", notice, policy, name, None, online=True)


def _of_a_standstill(policy: Policy) -> Iterator[Told]:
    verdict, failure = _failure(None, "allfeat-widget")
    failure.halves = ["error"]
    for screen in ("FORM", "UPLOAD"):
        notice = notices.for_verdict(verdict, failure, policy, Work(), None, Look(screen, buttons=()))
        yield Told(f"stands still on {screen}", notice, policy, "filled", None, online=True)


def every_notice(language: str = "en") -> list[Told]:
    """All of them, in words."""
    known = Texts(language, texts(language))
    found = list(of_codes()) + list(of_profiles()) + list(of_situations())
    for told in found:
        told.speak(known)
    return found


def as_text(found: list[Told]) -> str:
    """The list to be read: each notice of a code once, with the situations that it is shown in."""
    blocks: dict[str, dict[str, list[str]]] = {}
    for told in found:
        words = "".join([f"    {line}\n" for line in told.lines])
        if told.notice.until is not None:
            words += "    (countdown)\n"
        words += "    " + " ".join([f"[{label}]" for label in told.buttons]) + "\n"
        where = blocks.setdefault(told.code, {}).setdefault(words, [])
        if told.where not in where:
            where.append(told.where)
    lines = []
    for code, said in blocks.items():
        lines.append(f"\n== {code}\n")
        lines += [f"  {'; '.join(where)}\n{words}" for words, where in said.items()]
    return "".join(lines)


def beside(english: list[Told], translated: list[Told]) -> str:
    """The list to read a language by: each notice once, below the same in English."""
    blocks: dict[str, None] = {}
    for one, other in zip(english, translated):  # noqa: B905  MicroPython has no `strict`; both are made of one list
        blocks["\n" + _as_lines(one) + _as_lines(other)] = None
    return "".join(blocks)


def _as_lines(told: Told) -> str:
    words = told.lines + [" ".join([f"[{label}]" for label in told.buttons])]  # noqa: RUF005  not in MicroPython
    return "".join([f"    {line}\n" for line in words if line])


if __name__ == "__main__":
    language = "".join(sys.argv[1:2]) or "en"
    found = every_notice(language)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(as_text(found) if language == "en" else beside(every_notice(), found), encoding="utf-8")
    sys.stdout.write(f"{OUT}\n")
