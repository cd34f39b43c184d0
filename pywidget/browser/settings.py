"""From the ``data-*`` attributes of the script tag to settings.

Every attribute is optional. For a wrong one the default is used, and a warning names the attribute, its value and what
would be right. The tables below define what is allowed; ``pywidget check`` reads the same ones, and judges values by
the same functions.

An unknown attribute is only spoken of if it resembles one of ours, because other scripts and servers put attributes of
their own on every script tag (``data-cfasync``, ``data-turbo-track``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.browser.locale import look_up
from pywidget.catalog import SYSTEMS
from pywidget.core.ats_widget import ELEMENT
from pywidget.core.policy import Policy
from pywidget.folder import names
from pywidget.locales import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: The names of all sinks.
SINKS: tuple[str, ...] = names((__file__.replace("settings.py", "sinks"),), first="segment")

#: attribute -> its allowed values (the first is the default).
CHOICES: dict[str, tuple[str, ...]] = {
    "data-system": SYSTEMS,
    "data-token-method": ("POST", "GET", "PUT"),
    "data-token-credentials": ("same-origin", "include", "omit"),
    "data-first-token": ("off", "on"),
    "data-login": ("tab", "popup", "page"),
    "data-reset": ("never", "ask", "allowed"),
    "data-runtime": ("micropython", "pyodide"),
    "data-boot": ("error", "idle", "now"),
    "data-debug": ("off", "on"),
    "data-privacy": ("off", "honor"),
}

#: attribute -> (default, least, most)
NUMBERS: dict[str, tuple[float, float, float]] = {
    "data-token-timeout": (10, 1, 55),
    "data-sample-rate": (1, 0, 1),
}

#: attribute -> default. Any text is allowed.
TEXTS: dict[str, str] = {
    "data-widget": ELEMENT,
    "data-token-url": "",
    "data-token-field": "token",
    "data-token-headers": "",
    "data-token-function": "",
    "data-csrf-cookie": "",
    "data-csrf-header": "",
    "data-login-url": "",
    "data-login-return": "return_to",
    "data-contact": "",
    "data-notices": "auto",
    "data-lang": "auto",
    "data-messages": "",
    "data-analytics": "",
    "data-analytics-url": "",
    "data-before-report": "",
    "data-watch": "",
    "data-runtime-url": "",
    "data-profile": "",
}

#: Those attributes of TEXTS that are addresses: of what kind, and how they may begin. They may be relative.
_ADDRESSES: dict[str, tuple[str, ...]] = {
    "data-token-url": ("web", "http", "https"),
    "data-login-url": ("web", "http", "https"),
    "data-contact": ("web or e-mail", "http", "https", "mailto", "tel"),
}

#: attribute -> the attribute that it needs to have an effect.
_NEEDS = {
    "data-csrf-cookie": "data-csrf-header",
    "data-csrf-header": "data-csrf-cookie",
}


class Settings:
    """The settings of one script tag.

    Attributes:
        values: attribute name -> text or number, for all attributes: one that was not given has its default.
        given: names of the attributes that were given with an allowed value.
    """

    def __init__(self, data: dict[str, Any], warn: Callable[[str], object]) -> None:
        self.values: dict[str, Any] = {}
        self.given: list[str] = []
        self._take(data, warn)

    def _take(self, data: dict[str, Any], warn: Callable[[str], object]) -> None:
        for name, allowed in CHOICES.items():
            self.values[name] = allowed[0]
        for name, (default, _least, _most) in NUMBERS.items():
            self.values[name] = default
        for name, text in TEXTS.items():
            self.values[name] = text
        for key, said in data.items():
            name = attribute_name(key)
            text = said.strip() if isinstance(said, str) else ""
            if name not in self.values:
                problem = f"{name} is no attribute of pywidget."
                # Those of other scripts rarely begin with the same two letters as one of ours.
                problem = unknown(problem, sorted(self.values)) if name[:7] in " ".join(self.values) else ""
            else:
                self.values[name], problem = read(name, text)
                if not problem:
                    self.given.append(name)
            if problem:
                warn(problem)
        for name, other in _NEEDS.items():
            if self.values[name] and not self.values[other]:
                warn(f"{name} does nothing without {other}.")

    def __getitem__(self, name: str) -> Any:
        """Return the value of ``data-<name>``."""
        return self.values["data-" + name]

    def policy(self) -> Policy:
        """Return the settings that the core's decisions depend on."""
        return Policy(
            system=self["system"],
            reset=self["reset"],
            login=bool(self["login-url"]),
            contact=bool(self["contact"]),
            try_timeout_ms=int(self["token-timeout"] * 1000),
            login_in=self["login"],
        )


def read(name: str, text: str) -> tuple[Any, str]:
    """Return the value of an attribute's text, and what is wrong with it ("" if nothing)."""
    if name in CHOICES:
        allowed = CHOICES[name]
        for choice in allowed:
            if choice.lower() == text.lower():
                return choice, ""
        return allowed[0], _none_of(name, text, allowed, allowed[0])
    if name in NUMBERS:
        default, least, most = NUMBERS[name]
        try:
            number = float(text)
        except ValueError:
            number = most + 1
        if not least <= number <= most:
            return default, f'{name}="{text[:80]}" is no number from {least:g} to {most:g}. Using {default:g}.'
        return number, ""
    return _read_text(name, text)


def _read_text(name: str, text: str) -> tuple[str, str]:
    if name in _ADDRESSES and text and not _can_be_opened(text, _ADDRESSES[name]):
        kind, *schemes = _ADDRESSES[name]
        listed = ", ".join(schemes[:-1]) + " or " + schemes[-1]
        return TEXTS[name], f'{name}="{text[:80]}" is no {kind} address ({listed}). It is not used.'
    if name == "data-lang" and text.lower() not in ("", "auto") and look_up(text, LANGUAGES) is None:
        return TEXTS[name], _none_of(name, text, LANGUAGES, TEXTS[name])
    if name == "data-analytics":
        for sink in text.replace(",", " ").split():
            # What is no sink is a function of the page, which may come later. An address, or a list, is none.
            if ("." not in sink or "/" in sink or ";" in sink) and sink not in SINKS:
                return text, unknown(f'data-analytics="{sink[:80]}" is no sink of pywidget.', [])
    return text or TEXTS[name], ""


def unknown(problem: str, attributes: list[str]) -> str:
    """Return what to say of an attribute or a sink with a name that is not known; "" if that is no mistake.

    In the usual image it is returned as it is; the page finds out the rest (``page/advice.js``).
    """
    try:
        # A name that is made up here keeps this module out of the linked one.
        misspelt = __import__("pywidget.browser.misspelt", None, None, ("hinted",))
    except ImportError:
        return problem
    hinted: str = misspelt.hinted(problem, attributes)
    return hinted


def _none_of(name: str, text: str, allowed: tuple[str, ...], default: str) -> str:
    listed = ", ".join(allowed)
    return f'{name}="{text[:80]}" is none of: {listed}. Using "{default}".'


def _can_be_opened(address: str, schemes: tuple[str, ...]) -> bool:
    """Whether a browser can open an address: a relative one, one of these schemes, or an e-mail address."""
    scheme = _scheme(address)
    if not scheme:
        # Neither "Ada <ada@example.org>" nor "help at example.org" is what a browser takes for an e-mail address, and
        # "www.example.org" would be a path of this site.
        return (" " not in address or address[0] == "/") and address[:4] != "www."
    return scheme in schemes and address.lower().strip("/") != scheme + ":"


def _scheme(address: str) -> str:
    """The scheme of an address, such as ``https``; "" for a relative address."""
    scheme, colon, _rest = address.partition(":")
    return scheme.lower() if colon and not any(mark in scheme for mark in "/?#") else ""


def attribute_name(key: str) -> str:
    """Return the attribute for a key of JavaScript's ``dataset``: ``data-token-url`` for ``tokenUrl``."""
    name = "data-"
    for character in key:
        name += "-" + character.lower() if "A" <= character <= "Z" else character
    return name
