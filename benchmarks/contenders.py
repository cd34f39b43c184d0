"""What is measured side by side: pywidget in its variants, a page's own code, other clients, other ways to Python."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import NamedTuple

from tools.sources import ROOT

PAGES = Path(__file__).parent / "pages"
NPM = ROOT / "node_modules"

#: The notice of pywidget, and the message of the sample, once it can be seen.
NOTICE = "pywidget-notice[data-shown]"
MESSAGE = ".message"


class Contender(NamedTuple):
    """A row of the tables.

    Attributes:
        name: for `--only`, and in the address of its page.
        title: what people read.
        kind: what its answer is: `verdict`, `capture`, or the `first line` of Python.
        lacks: what it does not do of what pywidget does; "" for pywidget.
        scripts: of its page, in this order: a file of `pages/` that stands in the page, or the address of a script.
        bundle: options of `pywidget bundle` that make its folder; None if it is not pywidget.
        attributes: of pywidget's tag, without `data-`.
        notice: selects its notices; "" if it has none.
        packages: from npm, whose versions are told.
        many: it can look after more than one widget.
        slow: it loads several megabytes, and so is measured less often.
        words: put into its scripts: word -> what comes in its place.
    """

    name: str
    title: str
    kind: str
    lacks: str = ""
    scripts: tuple[str, ...] = ()
    bundle: tuple[str, ...] | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    packages: tuple[str, ...] = ()
    many: bool = True
    slow: bool = False
    words: tuple[tuple[str, str], ...] = ()

    @property
    def is_ours(self) -> bool:
        """Whether it is pywidget."""
        return self.bundle is not None

    @property
    def has_failures(self) -> bool:
        """Whether its page has a widget that fails; else it only starts a Python."""
        return self.kind != "first line"

    def page(self) -> str:
        """Return its page."""
        tags = []
        if self.is_ours:
            given = {"contact": "a@example.org", **dict(self.attributes)}
            told = "".join(f' data-{name}="{escape(value)}"' for name, value in given.items())
            tags.append(f'<script src="/ours/{self.name}/pywidget.js"{told}></script>')
        tags += [
            f'<script src="{script}"></script>' if script.startswith("/") else _inline(script, self.words)
            for script in self.scripts
        ]
        widget = "<ats-widget></ats-widget>" if self.has_failures else ""
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(self.title)}</title>'
            f"<main>{widget}</main>{_inline('page.js')}{''.join(tags)}"
        )


def _inline(name: str, words: tuple[tuple[str, str], ...] = ()) -> str:
    text = (PAGES / name).read_text(encoding="utf-8")
    for word, value in words:
        text = text.replace(word, value)
    return f"<script>{text}</script>"


def ours(name: str, title: str, *bundle: str, slow: bool = False, **attributes: str) -> Contender:
    """Return a variant of pywidget: options of `pywidget bundle`, and attributes of the tag."""
    given = tuple((key.replace("_", "-"), value) for key, value in attributes.items())
    return Contender(name, title, "verdict", "", ("ours.js",), bundle, given, NOTICE, slow=slow)


#: Of pywidget with nothing but its defaults, by which the goals are judged.
DEFAULT = "pywidget"
REPORTING = "pywidget-reports"
CONTROL = "nothing"
SENTRY = "sentry"
BARE = "micropython"

_MICROPYTHON = "@micropython/micropython-webassembly-pyscript"

CONTENDERS = (
    ours(DEFAULT, "pywidget"),
    ours("pywidget-published", "pywidget on the published interpreter", "--interpreter", "published"),
    ours(REPORTING, "pywidget that reports (`beacon`)", analytics="beacon", analytics_url="/collect/beacon"),
    ours("pywidget-pyodide", "pywidget on Pyodide", "--pyodide", str(NPM / "pyodide"), slow=True, runtime="pyodide"),
    Contender(
        "sample",
        "the documentation's sample, copied",
        "verdict",
        "no renewal, no countdown, one language, no report",
        ("/made/sample.js",),
        notice=MESSAGE,
        many=False,
    ),
    Contender(
        SENTRY,
        "Sentry, loaded at the first error",
        "capture",
        "no verdict, no notice",
        ("/made/sentry.js", "sentry-page.js"),
        packages=("@sentry/browser",),
    ),
    Contender("posthog", "PostHog", "capture", "no verdict, no notice", ("posthog.js",), packages=("posthog-js",)),
    Contender(
        "datadog",
        "Datadog (logs)",
        "capture",
        "no verdict, no notice",
        ("datadog.js",),
        packages=("@datadog/browser-logs",),
    ),
    Contender(CONTROL, "nothing but an empty listener", "call", "all", ("nothing.js",)),
    Contender(BARE, "MicroPython as published", "first line", "all", ("micropython.js",), packages=(_MICROPYTHON,)),
    Contender(
        "pyscript-mpy",
        "PyScript with MicroPython",
        "first line",
        "all",
        ("pyscript.js",),
        packages=("@pyscript/core", _MICROPYTHON),
        words=(("KIND", "mpy"), ("INTERPRETER", f"/npm/{_MICROPYTHON}/micropython.mjs")),
    ),
    Contender(
        "pyodide", "Pyodide as published", "first line", "all", ("pyodide.js",), packages=("pyodide",), slow=True
    ),
    Contender(
        "pyscript-py",
        "PyScript with Pyodide",
        "first line",
        "all",
        ("pyscript.js",),
        packages=("@pyscript/core", "pyodide"),
        slow=True,
        words=(("KIND", "py"), ("INTERPRETER", "/npm/pyodide/pyodide.mjs")),
    ),
)
BY_NAME = {contender.name: contender for contender in CONTENDERS}


def version_of(package: str) -> str:
    """Return the installed version of a package from npm."""
    told: str = json.loads((NPM / package / "package.json").read_text(encoding="utf-8"))["version"]
    return told
