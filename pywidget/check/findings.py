"""What can be wrong with a page: every kind of finding, what it leads to, and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pywidget.check.page import Page

Level = Literal["error", "warning"]


class Kind(NamedTuple):
    """One kind of mistake.

    Attributes:
        level: ``error`` if something does not work, or not safely; ``warning`` if that depends on the rest of the site.
        why: what it leads to.
        todo: what to do instead.
    """

    level: Level
    why: str
    todo: str


class Finding(NamedTuple):
    """One mistake in a page, or in how its files are served.

    Attributes:
        code: its kind, a key of :data:`KINDS` or of :data:`pywidget.check.served_kinds.SERVED_KINDS`.
        level: ``error`` or ``warning``.
        line: where it is, from 1; 0 if it is not in the page's text.
        column: where it is in the line, in characters from 1; 0 as above.
        what: what is there.
        why: what it leads to.
        todo: what to do instead.
        address: whose answer it is about; "" for the page's text.
        files: which files it is about, relative to the address.
    """

    code: str
    level: Level
    line: int
    column: int
    what: str
    why: str
    todo: str
    address: str = ""
    files: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    # pywidget's script tag
    "pywidget-missing": Kind(
        "error",
        "Without it nobody renews the widget's session, and its errors are told to nobody.",
        'Put <script src="/path/to/pywidget.js" data-token-url="/your/token/endpoint"></script> into the page.',
    ),
    "pywidget-twice": Kind(
        "warning",
        "Only the first one counts; the attributes of the others do nothing.",
        "Keep one tag.",
    ),
    "pywidget-module": Kind(
        "error",
        "A module cannot find its own tag, so its attributes may not be read, and it runs late.",
        'Remove type="module": pywidget.js is a classic script.',
    ),
    "pywidget-late": Kind(
        "warning",
        "It listens from its first line on. What the widget reports before that is not heard.",
        "Remove the attribute, or put the tag before the widget's and defer both.",
    ),
    "pywidget-used-before": Kind(
        "error",
        "At that moment there is no `pywidget` yet, so the script ends there with an error.",
        "Put pywidget's script tag, without defer, async and type=module, before this script.",
    ),
    "attribute-unknown": Kind(
        "error",
        "What it was meant to do does not happen.",
        "Correct its name.",
    ),
    "attribute-value": Kind(
        "error",
        "The default is used in its place.",
        "Give one of the values that are allowed.",
    ),
    "attribute-prefix": Kind(
        "error",
        "Only attributes that begin with data- are read.",
        "Put data- before its name.",
    ),
    "attribute-alone": Kind(
        "error",
        "Each of the two is useless without the other: the token request goes out without its CSRF header.",
        "Give both, data-csrf-cookie and data-csrf-header.",
    ),
    "analytics-url-missing": Kind(
        "error",
        "There is nowhere to send the reports, so none are sent.",
        "Add data-analytics-url with the address of your collector.",
    ),
    "token-source-missing": Kind(
        "warning",
        "When a session ends there is nobody to ask for a new token, and the widget gives up after 60 seconds.",
        "Add data-token-url, or data-token-function, or call pywidget.tokenProvider().",
    ),
    "token-url-cross-origin": Kind(
        "warning",
        "If that is another origin than the page's, the browser sends no cookies there, so that nobody is signed in.",
        'Add data-token-credentials="include" and allow it there by CORS, or serve tokens from the page\'s origin.',
    ),
    # The widget
    "widget-missing": Kind(
        "warning",
        "There is nothing to look after, unless another script adds the widget.",
        "Add <ats-widget>, or name your element by data-widget.",
    ),
    "widget-attribute-missing": Kind(
        "error",
        "The widget shows that it is not set up, and reports no event about it.",
        "Add the attribute, or set it by script before the element is put into the page.",
    ),
    "token-missing": Kind(
        "warning",
        "The widget has no token to begin with, and fails at its first request.",
        'Add data-first-token="on" to pywidget\'s script tag, or call setToken() when the page has loaded.',
    ),
    "token-attribute": Kind(
        "warning",
        "A token can be used once and lives for about five minutes: one that stands in a page is used up or expired.",
        'Remove it, and add data-first-token="on" to pywidget\'s script tag.',
    ),
    "generations-mixed": Kind(
        "error",
        "The element can be defined once: the second script fails, and which one wins depends on the network.",
        "Load one version of the widget.",
    ),
    "widget-script-twice": Kind(
        "error",
        "The element can be defined once: the second script fails.",
        "Load the widget once.",
    ),
    # Handlers
    "event-unknown": Kind(
        "error",
        "The function is never called.",
        "Give one of the names in the documentation's list of events.",
    ),
    "token-set-at-once": Kind(
        "error",
        "The widget is still in its own call then. It takes the token, never goes on, and says nothing about it.",
        "Call setToken() later: after an await, or leave the renewal to pywidget.",
    ),
    "renewed-twice": Kind(
        "warning",
        "pywidget renews the session too: each expiry takes two tokens, and the second one interrupts the widget.",
        "Remove this listener, or remove pywidget's token source.",
    ),
    "form-thrown-away": Kind(
        "error",
        "reset() empties the form: what the visitor typed and uploaded is gone, for an error that may be over soon.",
        "Remove the call. The widget's own retry button keeps the form, and so does pywidget.",
    ),
    "error-field-read": Kind(
        "error",
        "Since version 2 of the widget there is no field `error`: it reads undefined.",
        "Read e.detail.message for logs and e.detail.code for decisions, or let pywidget show the notice.",
    ),
    "message-compared": Kind(
        "warning",
        "Messages change without notice, and differ between allfeat:error and allfeat:failed for the same failure.",
        "Decide by e.detail.code.",
    ),
    "session-codes-swallowed": Kind(
        "error",
        "Only four of these codes are followed by allfeat:token-expired. Disabled keys, origins that are not allowed, "
        "rate limits and outages begin like that too, and the visitor is told nothing.",
        "Decide by the exact code, or let pywidget do it: it knows them all.",
    ),
    # Content Security Policy
    "csp-wasm": Kind(
        "error",
        "The browser refuses WebAssembly, so pywidget cannot start: it says pywidget:unavailable and does nothing.",
        "Add 'wasm-unsafe-eval' to script-src. It allows WebAssembly and not eval().",
    ),
    "csp-script": Kind(
        "error",
        "The browser does not load pywidget.js, or not what it imports.",
        "Add its origin to script-src ('self' for the page's own), or give the tag the policy's nonce. A hash is that "
        "of one file: what this imports is allowed by 'strict-dynamic'.",
    ),
    "csp-connect": Kind(
        "error",
        "The browser refuses these requests; to the page that looks like a broken connection.",
        "Add the origin to connect-src ('self' for the page's own).",
    ),
    # Secrets
    "secret-key": Kind(
        "error",
        "Everybody who opens the page can read it, and use it in your name.",
        "Replace the key at once, and keep the new one on the server only.",
    ),
    "token-in-source": Kind(
        "error",
        "Whoever gets the page can use it, and it is used up or expired for everybody else.",
        "Remove it. Tokens are fetched when they are needed.",
    ),
}


def finding(page: Page, code: str, index: int, what: str) -> Finding:
    """Make a finding.

    Args:
        page: where it was found.
        code: a key of :data:`KINDS`.
        index: where in the page's text.
        what: what is there.
    """
    line, column = page.position(index)
    kind = KINDS[code]
    return Finding(code, kind.level, line, column, what, kind.why, kind.todo)
