"""Understand what somebody pastes to have it explained: a code, an event or its detail, or an HTTP answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pywidget.catalog import SYSTEMS
from pywidget.cli.console import read_line
from pywidget.cli.literal import NotReadableError, read_literal
from pywidget.core.ats_widget import PREFIX
from pywidget.core.classify import classify
from pywidget.core.events import decode
from pywidget.core.signals import FailureReported, SessionExpired
from pywidget.errors import read_response

if TYPE_CHECKING:
    from typing import Any

    from pywidget.core.envelope import Envelope
    from pywidget.core.verdict import Verdict

#: The first line of an answer, as `curl -i` prints it, and `curl -v` with a mark before it.
_STATUS_LINE = re.compile(r"(?:< )?HTTP/\d(?:\.\d)? +(\d{3})(?: .*)?$")
_HEADER = re.compile(r"(?:< )?([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$")
#: A code has no spaces, and none of the marks that begin an object or a list.
_BARE_CODE = re.compile(r"[\"'`]?([^\s\"'`{}\[\]<>]{1,200})[\"'`]?")

#: What consoles print before an object: an arrow, a class, what else was logged. It may name the event.
_BEFORE = re.compile(r"[^{\[\"'`]*(?=[{\[])")
#: What an object or a list begins with.
_OBJECTS = ("{", "[")
#: Fields by which an object is an error itself, so that its ``detail`` says more about it.
_OF_ERRORS = ("code", "error", "errors", "title", "stage", "system")
_EVENT = re.compile(r"allfeat:[a-z-]+")


class NoErrorError(Exception):
    """What was pasted is no error; the text says what it is."""


class Explained(NamedTuple):
    """A verdict, and what it was made from."""

    verdict: Verdict
    said: Envelope


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: list[tuple[str, str]]
    body: str


class Pasted:
    """What somebody pasted.

    Attributes:
        kind: what it is taken for: "a code", "an HTTP answer", "an event", "a value".
    """

    def __init__(self, text: str) -> None:
        """Understand a text.

        Raises:
            NotReadableError: it is none of what can be explained.
        """
        text = text.removeprefix("\ufeff").strip()
        self._answer = read_answer(text)
        self._value: Any = None
        self._name: str | None = None
        bare = _BARE_CODE.fullmatch(text)
        if self._answer:
            self.kind = "an HTTP answer"
        elif bare:
            self.kind, self._value = "a code", {"code": bare[1]}
        else:
            start = len(before[0]) if (before := _BEFORE.match(text)) else 0
            self._value = _without_wrapper(_read_value(text, start))
            named = _EVENT.search(text[:start])
            self._name = named[0] if named else None
            self.kind = "an event" if self._event() else "a value"

    def system(self) -> str | None:
        """Return the system that it names itself, as pywidget's own events and reports do."""
        named = self._value.get("system") if isinstance(self._value, dict) else None
        return named if named in SYSTEMS else None

    def explained(self, system: str) -> Explained:
        """Explain it as an error of a system, by what the page and the server adapters do.

        Raises:
            NoErrorError: it is no error.
        """
        if self._answer:
            return _of_answer(system, *self._answer)
        event = self._event()
        if event:
            return _of_event(system, *event)
        # A status is where the answer has one, and otherwise in the body, if it repeats it.
        return _of_answer(system, None, (), self._value)

    def _event(self) -> tuple[str, dict[str, Any]] | None:
        """The name and the detail of an event of the widget: of a whole event, or of a detail that only it has."""
        if not isinstance(self._value, dict):
            return None
        if self._name:
            return self._name, self._value
        name, detail = self._value.get("type"), self._value.get("detail")
        if isinstance(name, str) and name.startswith(PREFIX):
            return name, detail if isinstance(detail, dict) else {}
        if isinstance(self._value.get("stage"), str) and "system" not in self._value:
            return f"{PREFIX}error", self._value
        return None


def _read_value(text: str, start: int) -> dict[str, Any] | list[Any]:
    """Return an object, or what a line of a console says in place of one."""
    try:
        value = read_literal(text, start)
    except NotReadableError:
        line = None if text.startswith(_OBJECTS) else read_line(text)
        if line is None:
            raise
        return line
    line = None if isinstance(value, dict | list) else read_line(text)
    if line is None and not isinstance(value, dict | list):
        raise NotReadableError("it is neither a code, nor an object, nor an HTTP answer with its status line")
    return value if line is None else line


def _without_wrapper(value: Any) -> Any:
    """Return the detail of an event without its name, or of an answer that has everything in ``detail``."""
    if not isinstance(value, dict) or any(name in value for name in _OF_ERRORS):
        return value
    detail, name = value.get("detail"), value.get("type")
    named = isinstance(name, str) and name.startswith(PREFIX)
    return detail if isinstance(detail, dict) and not named else value


def _of_answer(system: str, status: int | None, headers: object, body: object) -> Explained:
    error = read_response(status, body, headers, system)
    if error is None:
        raise NoErrorError(f"an HTTP answer with status {status}, which is a success")
    verdict, said = error.args
    return Explained(verdict, said)


def _of_event(system: str, name: str, detail: dict[str, Any]) -> Explained:
    signal = decode(name, detail)
    if isinstance(signal, SessionExpired):
        raise NoErrorError(
            f"{name}: the widget's session has ended, and it waits for a token. pywidget asks your token endpoint for "
            "one (path auth). An error comes only if it gets none"
        )
    if not isinstance(signal, FailureReported):
        raise NoErrorError(f"{name}, which is no error")
    said = signal.said
    verdict = classify(said.code, system, category=said.category, http_status=said.http_status, text=said.message)
    return Explained(verdict, said)


def read_answer(text: str) -> Answer | None:
    """Return an HTTP answer, as `curl -i` prints it; the last one, if it redirected or went through a proxy.

    None if the text is no HTTP answer.
    """
    # Not splitlines: it also breaks lines within the strings of a body.
    lines = text.replace("\r\n", "\n").split("\n")
    if any(line.startswith("< HTTP/") for line in lines):
        # `curl -v` tells of the connection and of the request, too.
        lines = [line for line in lines if not line.startswith(("*", ">", "{ [", "} ["))]
    answer = None
    while lines and (found := _STATUS_LINE.match(lines[0].rstrip())):
        headers = []
        at = 1
        while at < len(lines) and (header := _HEADER.match(lines[at].rstrip())):
            headers.append((header[1], header[2].strip()))
            at += 1
        rest = lines[at:]
        # The headers end with an empty line, which `curl -v` marks as well.
        if rest and rest[0].strip() in ("", "<"):
            rest = rest[1:]
        answer = Answer(int(found[1]), headers, "\n".join(rest).strip())
        lines = rest
    return answer
