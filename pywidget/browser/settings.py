"""From the ``data-*`` attributes of the script tag to settings.

Every attribute is optional. For a wrong one the default is used, and a warning names the attribute, its value and the
allowed values. The tables below define what is allowed; ``pywidget check`` reads the same ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.core.ats_widget import ELEMENT
from pywidget.core.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

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

#: Those attributes of TEXTS that are web addresses; they may be relative.
_ADDRESSES = ("data-token-url", "data-login-url")

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
                warn(_unknown(name, sorted(self.values)))
                continue
            value, problem = read(name, text)
            if problem:
                warn(problem)
            else:
                self.values[name] = value
                self.given.append(name)
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
        return allowed[0], f'{name}="{text[:80]}" is none of: {", ".join(allowed)}. Using "{allowed[0]}".'
    if name in NUMBERS:
        default, least, most = NUMBERS[name]
        try:
            number = float(text)
        except ValueError:
            number = most + 1
        if not least <= number <= most:
            return default, f'{name}="{text[:80]}" is no number from {least:g} to {most:g}. Using {default:g}.'
        return number, ""
    if name in _ADDRESSES and _scheme(text) not in ("", "http", "https"):
        return TEXTS[name], f'{name}="{text[:80]}" is no web address (http or https). It is not used.'
    return text or TEXTS[name], ""


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


def _unknown(name: str, known: list[str]) -> str:
    near = [candidate for candidate in known if candidate[:9] == name[:9] or candidate in name or name in candidate]
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{name} is no attribute of pywidget.{hint}"
