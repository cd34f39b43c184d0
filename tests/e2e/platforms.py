"""Pages in which something that browsers have is missing, throws or lies, and what becomes of pywidget there.

One table for the tests (``test_platform.py``) and for ``docs/platform.md``, which lists the same rows.
"""

from __future__ import annotations

from typing import NamedTuple

#: What becomes of pywidget: the session is renewed, a wait is counted down, and a disabled widget is covered.
WORKS = "works"
#: The session is renewed; a warning in the console says what is missing for notices.
RENEWS = "renews"
#: Nothing is done, and `pywidget:unavailable` says what is missing.
SAYS = "says"


class Page(NamedTuple):
    """A page, and what is wrong with it.

    Attributes:
        broken: what, as the document names it.
        script: runs right before the script tag.
        outcome: `WORKS`, `RENEWS` or `SAYS`.
        said: what is said of it, in the console or by the event.
        reports: whether reports are what could fail.
    """

    broken: tuple[str, ...]
    script: str
    outcome: str = WORKS
    said: str = ""
    reports: bool = False


def _missing(*names: str) -> str:
    """Take something away; ``A.b`` is a member of ``A``."""
    script = ""
    for name in names:
        owner, _, member = f"window.{name}".rpartition(".")
        script += f"""
            Object.defineProperty({owner}, "{member}", {{ value: undefined, configurable: true, writable: true }});
            delete {owner}.{member};"""
    return script


def _throwing(*names: str) -> str:
    """Let the page's own property of that name throw."""
    return "".join(
        f"""
        Object.defineProperty(window, "{name}", {{
            configurable: true,
            get() {{ throw new DOMException("The operation is insecure.", "SecurityError"); }},
        }});"""
        for name in names
    )


def _to_json(function: str) -> str:
    return f'Object.defineProperty(Object.prototype, "toJSON", {{ configurable: true, value: {function} }});'


def _needed(name: str) -> Page:
    return Page((name,), _missing(name), SAYS, f"this page has no {name}: its browser is too old")


#: Prototype 1.6 as far as it changes what JSON is, and functions.
PROTOTYPE_JS = """
    const old = {
        toJSON(value) {
            if (typeof value?.toJSON == "function") return value.toJSON();
            if (!value || typeof value != "object") return JSON.stringify(value);
            const members = Object.keys(value).map((key) => `${JSON.stringify(key)}: ${old.toJSON(value[key])}`);
            return `{${members.join(", ")}}`;
        },
    };
    Object.toJSON = old.toJSON;
    Array.prototype.toJSON = function () { return `[${[...this].map(old.toJSON).join(", ")}]`; };
    String.prototype.toJSON = function () { return JSON.stringify(`${this}`); };
    Number.prototype.toJSON = function () { return `${this}`; };
    Date.prototype.toJSON = function () { return `"${this.toISOString()}"`; };
    Function.prototype.bind = function (self, ...given) {
        if (self === undefined) return this;
        const method = this;
        return function () { return method.apply(self, given.concat([...arguments])); };
    };
    Array.prototype.each = function (run) { this.forEach(run); return this; };
    Array.prototype.without = function (...gone) { return this.filter((one) => !gone.includes(one)); };
    Array.prototype.size = 7;
"""

#: A Promise as they were before browsers had one: no `finally`, no `allSettled`, and no native one is an instance.
OLD_PROMISE = """
    const Native = Promise;
    window.Promise = function (run) {
        const whole = new Native(run);
        this.then = (...both) => {
            const next = whole.then(...both);
            return new window.Promise((...settle) => void next.then(...settle));
        };
        this.catch = (failed) => this.then(undefined, failed);
    };
    window.Promise.resolve = (value) => new window.Promise((done) => done(value));
    window.Promise.reject = (error) => new window.Promise((_, failed) => failed(error));
    for (const name of ["all", "race"]) {
        window.Promise[name] = (several) => window.Promise.resolve(Native[name](several));
    }
"""

NEEDED = (
    "AbortController",
    "FinalizationRegistry",
    "Headers",
    "MessageChannel",
    "MutationObserver",
    "WeakRef",
    "WebAssembly",
)

PAGES: tuple[Page, ...] = (
    Page(("Intl",), _missing("Intl")),
    Page(
        ("Intl.NumberFormat", "Intl.PluralRules", "Intl.Locale", "new CSSStyleSheet()"),
        _missing("Intl.NumberFormat", "Intl.PluralRules", "Intl.Locale")
        + "window.CSSStyleSheet = function () { throw new TypeError('Illegal constructor'); };",
    ),
    Page(
        ("Intl.DateTimeFormat", "Intl.ListFormat", "adoptedStyleSheets"),
        _missing(
            "Intl.DateTimeFormat",
            "Intl.ListFormat",
            "Document.prototype.adoptedStyleSheets",
            "ShadowRoot.prototype.adoptedStyleSheets",
        ),
    ),
    Page(
        ("attachShadow",),
        _missing("Element.prototype.attachShadow"),
        RENEWS,
        "attachShadow is not a function",
    ),
    *map(_needed, NEEDED),
    Page(
        (
            "crypto",
            "CompressionStream",
            "indexedDB",
            "AbortSignal.timeout",
            "AbortSignal.any",
            "structuredClone",
            "scheduler",
            "requestIdleCallback",
            "queueMicrotask",
            "navigator.locks",
            "navigator.clipboard",
        ),
        _missing(
            "crypto",
            "CompressionStream",
            "indexedDB",
            "AbortSignal.timeout",
            "AbortSignal.any",
            "structuredClone",
            "scheduler",
            "requestIdleCallback",
            "queueMicrotask",
            "Navigator.prototype.locks",
            "Navigator.prototype.clipboard",
        ),
        reports=True,
    ),
    Page(
        ("crypto.subtle", "crypto.randomUUID", "crypto.getRandomValues"),
        _missing("Crypto.prototype.subtle", "Crypto.prototype.randomUUID", "Crypto.prototype.getRandomValues"),
        reports=True,
    ),
    Page(
        ("indexedDB, localStorage and sessionStorage throw",),
        _throwing("indexedDB", "localStorage", "sessionStorage"),
        reports=True,
    ),
    Page(
        ("indexedDB refuses",),
        "IDBFactory.prototype.open = () => { throw new DOMException('private', 'InvalidStateError'); };",
        reports=True,
    ),
    Page(
        ("animate", "matchMedia", "ResizeObserver", "IntersectionObserver"),
        _missing("Element.prototype.animate", "matchMedia", "ResizeObserver", "IntersectionObserver"),
    ),
    Page(("console",), _missing("console")),
    Page(
        ("Date.now() goes back an hour",),
        "const { now } = Date; let back = 0; Date.now = () => now() - (back++ ? 3_600_000 : 0);",
    ),
    Page(("Date.now() stands still",), "const since = Date.now(); Date.now = () => since;"),
    Page(("Date.now() is NaN",), "Date.now = () => NaN;"),
    Page(("performance.now() stands still",), "performance.now = () => 5_000;"),
    Page(("performance.now() is NaN",), "performance.now = () => NaN;"),
    Page(("Object.prototype.toJSON",), _to_json('() => "theirs"')),
    Page(("Object.prototype.toJSON throws",), _to_json("() => { throw new Error('no'); }")),
    Page(("Prototype.js 1.6",), PROTOTYPE_JS),
    Page(
        ("Function.prototype.bind throws",),
        "Function.prototype.bind = () => { throw new TypeError('no bind'); };",
    ),
    Page(("Promise is an old polyfill",), OLD_PROMISE),
    Page(
        ("process, module, exports, define, window.name",),
        """
        window.process = { versions: { node: "18.0.0" }, argv: [], env: {}, type: "browser" };
        window.module = { exports: {} };
        window.exports = module.exports;
        window.require = () => { throw new Error("no such module"); };
        window.define = Object.assign(() => { throw new Error("define was called"); }, { amd: {} });
        window.name = "theirs";
        """,
    ),
    Page(
        ("setTimeout fires at once",),
        "const { setTimeout: real } = window; window.setTimeout = (run, _ms, ...given) => real(run, 0, ...given);",
        reports=True,
    ),
    Page(
        ("setTimeout runs within its call",),
        "window.setTimeout = (run, _ms, ...given) => (run(...given), 0);",
        reports=True,
    ),
    Page(
        ("setTimeout never fires",),
        "window.setTimeout = () => 0;",
        RENEWS,
        "setTimeout never fires in this page, so notices are not shown",
    ),
)
