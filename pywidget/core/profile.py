"""Reads and checks profiles: descriptions of a system or a widget as data.

A profile is a JSON object::

    {"system": "acme",
     "answers": {"code": "error.code", "message": "error.text", "reference": "error.id", "details": "error"},
     "codes": {"E_LIMIT": "rate-limit",
               "E_KEY": {"path": "config", "remedy": "contact-administrator", "message": "misconfigured"}},
     "categories": {"throttling": "rate-limit"},
     "widget": "acme-player",
     "events": {"acme:error": {"as": "error", "code": "detail.code", "message": "detail.text"},
                "acme:expired": {"as": "expired"},
                "acme:ready": {"as": "progress", "step": "ready"}},
     "token": {"method": "setToken", "url": "/api/acme-token"}}

Only ``system`` is required. A wrong entry is left out and named in a problem (where, what, what is allowed); the rest
is still used. The tables below define what is allowed; the schema in ``docs/profiles.md`` says the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import Catalog, known
from pywidget.core.classify import MAX_CODE_LENGTH
from pywidget.core.elements import is_attribute, is_method
from pywidget.core.envelope import read_answer
from pywidget.core.places import FIELDS as PLACED
from pywidget.core.places import MAX_TEXT_LENGTH, as_text, look_up
from pywidget.core.signals import FailureReported, Progressed, SessionExpired
from pywidget.core.verdict import PATHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from pywidget.core.envelope import Envelope
    from pywidget.core.signals import Signal
    from pywidget.core.verdict import Path, Remedy, Row

    _Entry = tuple[Path, Remedy, str, str]

#: The keys of a profile.
KEYS = ("$schema", "system", "answers", "codes", "categories", "widget", "events", "token")
#: The fields of an answer or an event for which a dotted path can be declared.
FIELDS = PLACED
#: What an event can stand for (its ``as``) -> the further keys of its entry.
EVENTS: dict[str, tuple[str, ...]] = {"error": FIELDS, "expired": (), "progress": ("step",)}
#: The steps of a ``progress`` event: the widget works (again), or the visitor reached their goal.
STEPS = ("ready", "done")
_AS = ("as",)
#: The keys of ``token``: the widget's method or attribute for a token, and the URL that the token comes from.
TOKEN = ("method", "attribute", "url")
ENTRY = ("path", "remedy", "message", "action")

#: path -> the remedies that it can have; the first one is used where none is given.
PATH_REMEDIES: dict[Path, tuple[Remedy, ...]] = {
    "auth": ("renew-session", "sign-in"),
    "config": ("contact-administrator",),
    "rate-limit": ("wait",),
    "retry": ("try-again", "check-connection", "fix-input", "start-over", "top-up", "report", "nothing"),
}
#: remedy -> message, where none is given. For the others ``unexpected``.
_MESSAGES: dict[str, str] = {
    "renew-session": "session-expired",
    "sign-in": "session-ended",
    "contact-administrator": "misconfigured",
    "wait": "rate-limited",
    "check-connection": "network",
    "fix-input": "input-invalid",
    "top-up": "credits-used-up",
}

_NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_LONGEST_NAME = 40


class _Tables:
    """The tables of a profile, with the names of a :class:`pywidget.catalog.Catalog`."""

    SAMPLE = None

    def __init__(self, system: str, codes: dict[str, Row], categories: dict[str, _Entry]) -> None:
        self.SYSTEM = system
        self.CODES = codes
        self.CATEGORIES = categories
        self.ANSWER: dict[str, str] = {}


class Profile:
    """A profile that was read.

    Attributes:
        catalog: what its codes mean, and where to find them in an error answer.
        widget: selector of its widgets; "" if it has none.
        events: event name -> (what it stands for, its further keys).
        token: how a widget is given a token (``method`` or ``attribute``), and where the token comes from (``url``);
            empty if it needs none.
        texts: the profile's own texts for visitors, by key of the locales.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.widget = ""
        self.events: dict[str, tuple[str, dict[str, str]]] = {}
        self.token: dict[str, str] = {}
        self.texts: dict[str, str] = {}

    @property
    def system(self) -> str:
        """The name of the system, which is also the profile's name."""
        return self.catalog.SYSTEM

    @property
    def answers(self) -> dict[str, str]:
        """Where fields of an error answer are: field -> dotted path in the body."""
        return self.catalog.ANSWER

    def read(self, status: object, body: object, headers: object, now_ms: int) -> Envelope:
        """Take an error answer apart, as :func:`pywidget.core.envelope.read_envelope` does once it is registered.

        Args:
            status: the HTTP status.
            body: the answer's text, its bytes, or what was parsed from them.
            headers: a dict, pairs, or an object with ``items()``.
            now_ms: the time now, in milliseconds since 1970.
        """
        return read_answer(self.catalog, status, body, headers, now_ms)

    def decode(self, event: str, detail: Any) -> Signal | None:
        """Return the signal for an event of one of its widgets; None if the profile does not list the event."""
        if event not in self.events:
            return None
        kind, fields = self.events[event]
        if kind == "expired":
            return SessionExpired()
        if kind == "progress":
            return Progressed(fields["step"])
        said = _pick(fields, {"detail": detail})
        return FailureReported(
            event,
            "error",
            code=said["code"],
            message=said["message"] or "",
            request_id=said["reference"],
            details=said["details"],
            category=said["category"],
            system=self.system,
        )


def _pick(paths: dict[str, str], root: Any) -> dict[str, Any]:
    """The value of each field; None if it is missing or of the wrong type."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = look_up(root, paths[name]) if name in paths else None
        if name != "details":
            value = as_text(value)
        found[name] = value
    return found


def read_profile(said: Any, messages: Iterable[str]) -> tuple[Profile | None, list[str]]:
    """Read a profile.

    Args:
        said: the profile, as parsed.
        messages: the keys of all messages for visitors, without ``message.``.

    Returns:
        The profile, or None if it cannot be used at all; and a sentence for each problem.
    """
    reader = _Reader(list(messages))
    try:
        return reader.profile(said), reader.problems
    except Exception as error:  # noqa: BLE001  what is no JSON may raise anything, from whatever is asked of it
        return None, [f"profile: it is not as JSON would be parsed ({type(error).__name__})."]


class _Reader:
    """Reads one profile, and collects its problems."""

    def __init__(self, messages: list[str]) -> None:
        self.problems: list[str] = []
        self._messages = messages

    def profile(self, said: Any) -> Profile | None:
        """Return the profile; None if it cannot be used at all."""
        if not isinstance(said, dict):
            self._wrong("profile", said, "a JSON object")
            return None
        self._check_keys("", said, KEYS)
        system = said.get("system")
        if not isinstance(system, str) or not _is_name(system):
            self._wrong("system", system, f"a name of a-z, 0-9 and -, with at most {_LONGEST_NAME} characters")
            return None
        if known(system):
            self.problems.append(f'system: "{system}" is taken. Choose another name.')
            return None
        texts: dict[str, str] = {}
        entries = self._entries("codes", said, system, texts)
        codes: dict[str, Row] = {}
        for code, (path, remedy, message, action) in entries.items():
            codes[code] = (path, remedy, None, message, action)
        tables = _Tables(system, codes, self._entries("categories", said, system, texts))
        answers = self._object("answers", said)
        self._check_keys("answers", answers, FIELDS)
        tables.ANSWER = self._paths("answers", answers)
        profile = Profile(Catalog(tables))
        profile.texts = texts
        self._read_widget(profile, said)
        return profile

    def _read_widget(self, profile: Profile, said: dict[str, Any]) -> None:
        widget = said.get("widget")
        if isinstance(widget, str) and widget.strip():
            profile.widget = widget
        elif widget is not None:
            self._wrong("widget", widget, "a CSS selector")
        for event, of_event in _items(self._object("events", said)):
            if isinstance(of_event, dict):
                self._read_event(profile, event, of_event)
            else:
                self._wrong(f"events.{event}", of_event, 'an object with "as"')
        if profile.events and not profile.widget:
            self.problems.append("events: they need a widget to come from. Add widget, a CSS selector.")
        if profile.widget and not profile.events:
            self.problems.append("widget: nothing is heard of it without events.")
        self._read_token(profile, self._object("token", said))

    def _read_event(self, profile: Profile, event: str, said: dict[str, Any]) -> None:
        place = f"events.{event}"
        kind = said.get("as")
        if not isinstance(kind, str) or kind not in EVENTS:
            self._wrong(f"{place}.as", kind, ", ".join(sorted(EVENTS)))
            return
        self._check_keys(place, said, _AS + EVENTS[kind])
        step = said.get("step")
        if kind != "progress":
            profile.events[event] = (kind, self._paths(place, said) if kind == "error" else {})
        elif isinstance(step, str) and step in STEPS:
            profile.events[event] = (kind, {"step": step})
        else:
            self._wrong(f"{place}.step", step, ", ".join(STEPS))

    def _read_token(self, profile: Profile, said: dict[str, Any]) -> None:
        self._check_keys("token", said, TOKEN)
        token = {}
        refused = False
        for name in TOKEN:
            value = said.get(name)
            if value is None:
                continue
            if not isinstance(value, str) or not value or " " in value:
                self._wrong(f"token.{name}", value, "a text without spaces")
            elif _TOKEN_RULES[name](value):
                token[name] = value
            else:
                refused = refused or name != "url"
                self._wrong(f"token.{name}", value, _TOKEN_ALLOWED[name])
        if refused:
            return
        if said and ("method" in token) == ("attribute" in token):
            self.problems.append("token: give either method or attribute, by which the widget takes a token.")
        else:
            profile.token = token

    def _entries(self, name: str, said: dict[str, Any], system: str, texts: dict[str, str]) -> dict[str, _Entry]:
        """What codes or categories mean: path, remedy, message, action."""
        entries: dict[str, _Entry] = {}
        for code, of_code in _items(self._object(name, said)):
            place = f"{name}.{code}"
            entry = {"path": of_code} if isinstance(of_code, str) else of_code
            if not isinstance(entry, dict):
                self._wrong(place, of_code, "a path, or an object with one")
                continue
            self._check_keys(place, entry, ENTRY)
            path = entry.get("path")
            if not isinstance(path, str) or path not in PATH_REMEDIES:
                self._wrong(f"{place}.path", path, ", ".join(PATHS))
                continue
            remedies = PATH_REMEDIES[path]
            remedy = entry.get("remedy")
            if remedy is not None and remedy not in remedies:
                self._wrong(f"{place}.remedy", remedy, f"with path {path}: {', '.join(remedies)}")
            if remedy not in remedies:
                remedy = remedies[0]
            message = entry.get("message")
            key = self._message(f"{place}.message", message)
            if message is not None and not key and _is_sentence(message):
                key = f"{system}.{name}.{code}"
                texts["message." + key] = message.strip()[:MAX_TEXT_LENGTH]
            action = entry.get("action")
            entries[code[:MAX_CODE_LENGTH]] = (
                path,
                remedy,
                key or _MESSAGES.get(remedy, "unexpected"),
                action if isinstance(action, str) else "",
            )
        return entries

    def _message(self, place: str, said: Any) -> str:
        """The message key if it exists, else ""."""
        if isinstance(said, str) and said in self._messages:
            return said
        if said is not None and not _is_sentence(said):
            self._wrong(place, said, "a sentence, or the key of a message that there is")
        return ""

    def _paths(self, place: str, said: dict[str, Any]) -> dict[str, str]:
        """The dotted paths of an object: field -> path."""
        paths = {}
        for name in FIELDS:
            path = said.get(name)
            if isinstance(path, str) and " " not in path and all(path.split(".")):
                paths[name] = path
            elif path is not None:
                self._wrong(f"{place}.{name}", path, "a dotted path, such as error.code")
        return paths

    def _object(self, name: str, said: dict[str, Any]) -> dict[str, Any]:
        value = said.get(name)
        if isinstance(value, dict):
            return value
        if value is not None:
            self._wrong(name, value, "an object")
        return {}

    def _check_keys(self, place: str, said: dict[str, Any], allowed: tuple[str, ...]) -> None:
        for key in sorted(said):
            if key not in allowed:
                where = f"{place}.{key}" if place else key
                self.problems.append(f"{where} is not known. Known are: {', '.join(allowed)}.")

    def _wrong(self, place: str, value: Any, allowed: str) -> None:
        said = "is missing" if value is None else f"is {_shown(value)}"
        self.problems.append(f"{place} {said}. It may be: {allowed}.")


def _shown(value: Any) -> str:
    try:
        return repr(value)[:80]
    except Exception:  # noqa: BLE001  nested too deeply, too many digits, or no JSON at all
        return f"a {type(value).__name__}"


def _is_web_address(url: str) -> bool:
    scheme, colon, _rest = url.partition(":")
    relative = not colon or any(mark in scheme for mark in "/?#")
    return relative or scheme.lower() in ("http", "https")


#: Rules that make sure that a token goes only to the widget, and that a profile cannot run code.
_TOKEN_RULES: dict[str, Callable[[str], bool]] = {
    "method": is_method,
    "attribute": is_attribute,
    "url": _is_web_address,
}
_TOKEN_ALLOWED = {
    "method": "a method of the widget's own, which other elements do not have",
    "attribute": "an attribute of the widget's own, of a-z, 0-9, ., _ and -, which means nothing on other elements",
    "url": "a web address",
}


def _items(said: dict[str, Any]) -> list[tuple[str, Any]]:
    """The entries sorted by key, so that problems come in the same order on every Python."""
    return [(key, said[key]) for key in sorted(said)]


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and " " in value.strip()


def _is_name(value: str) -> bool:
    return 0 < len(value) <= _LONGEST_NAME and all(character in _NAME_LETTERS for character in value)
