"""Correct pages, each broken in one way, and what has to be said of it: the cause, and what to do.

One table for the test (``test_breakages.py``): a row is what differs from the page and the site that are right.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HTML = "text/html; charset=utf-8"
JSON = "application/json"
LOGIN = b"<!doctype html><title>Sign in</title><form>Sign in</form>"

#: What Django's SimpleJWT answers: tokens with other names.
SIMPLE_JWT = b'{"refresh": "eyJhbGciOiJub25lIn0.e30.r", "access": "eyJhbGciOiJub25lIn0.e30.a"}'

WIDGET = '<ats-widget id="w1" site-key="cpk_1" ats-url="https://ats.example"></ats-widget>'
#: They stand for the widget's own script.
SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'


@dataclass(frozen=True)
class Reply:
    """What the site answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def having(self, **headers: str) -> Reply:
        """Return the same with other headers; an empty text takes one away."""
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in self.headers.items() if name not in changed}
        return replace(self, headers={**kept, **{name: value for name, value in changed.items() if value}})


def framed(inside: str) -> str:
    """Return a frame whose page is written into it."""
    return f'<iframe srcdoc="{escape(inside)}"></iframe>'


def answering(body: bytes, status: int = 200, kind: str = JSON, **headers: str) -> Reply:
    """Return an answer with a type."""
    return Reply(body, status).having(Content_Type=kind, **headers)


def tag(src: str = "/pywidget/pywidget.js", more: str = "", **attributes: str | None) -> str:
    """Return pywidget's script tag; ``_`` in a name stands for ``-``, None leaves an attribute out."""
    given = {"token_url": "/token", "first_token": "on", **attributes}
    written = (f' data-{name.replace("_", "-")}="{value}"' for name, value in given.items() if value is not None)
    return f'<script src="{src}"{"".join(written)}{more}></script>'


@dataclass(frozen=True)
class Breakage:
    """A page that is broken.

    Attributes:
        name: how.
        cause: what one message has to contain, whatever its case: a regular expression.
        cure: what the same message has to contain.
        script: pywidget's script tag.
        head: more of the page's head; "{elsewhere}" is another origin of the same machine.
        body: the widget, and what is around it.
        after: what stands after the script tag.
        policy: the page's Content Security Policy.
        token: what the token endpoint answers.
        files: changes what is answered at a path of the bundle; bodies are compressed after that, if a header says so.
        does: JavaScript that is run in the page when it has been loaded.
        opened: how the page is opened: by "http", at "localhost", or from a "file".
        later: how many seconds pass in the page at each look, by its own clock; 0 for its time as it is.
    """

    name: str
    cause: str
    cure: str
    script: str = field(default_factory=tag)
    head: str = ""
    body: str = WIDGET
    after: str = ""
    policy: str = ""
    token: Reply = field(default_factory=lambda: answering(b'{"token": "jwt-1"}'))
    files: Callable[[str, Reply], Reply] = lambda _path, reply: reply
    does: str = "() => expire('w1', 'v3')"
    opened: str = "http"
    later: int = 0


FAILS = "() => fail('w1', 'session.rate_limited')"
#: The same, until it was judged and reported.
FAILS_AND_REPORTS = "() => new Promise((done) => { pywidget.on('verdict', done); fail('w1', 'session.rate_limited'); })"
NOTHING = "() => {}"


def _at(end: str, change: Callable[[Reply], Reply]) -> Callable[[str, Reply], Reply]:
    """Change what is answered at the paths with this end."""
    return lambda path, reply: change(reply) if path.endswith(end) else reply


def _missing(end: str) -> Callable[[str, Reply], Reply]:
    return _at(end, lambda _: answering(b"Not Found", 404, "text/plain"))


def _page_instead(end: str) -> Callable[[str, Reply], Reply]:
    return _at(end, lambda _: answering(LOGIN, 200, HTML))


def _cut(reply: Reply) -> Reply:
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def _token(name: str, cause: str, cure: str, reply: Reply) -> Breakage:
    return Breakage(f"token: {name}", cause, cure, token=reply)


def _function(returns: str, cause: str, cure: str, script: str, function: str) -> Breakage:
    name = f"a function for tokens that is or returns {returns}"
    return Breakage(name, cause, cure, tag(token_url=None, token_function=function), after=f"<script>{script}</script>")


def _listener(body: str) -> str:
    return f"<script>document.addEventListener('allfeat:token-expired', {body})</script>"


#: The hash of another file.
OTHER_HASH = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"


ATTRIBUTES = (
    Breakage("a misspelt attribute", "data-token-ulr", "data-token-url", tag(token_url=None, token_ulr="/token")),
    Breakage(
        "an attribute without data-", "token-url", "data-token-url", tag(token_url=None, more=' token-url="/token"')
    ),
    Breakage("an unknown language", "data-lang.*german", r"\bde\b", tag(lang="german"), does=FAILS),
    Breakage("a misspelt sink", "segmnt", "segment", tag(analytics="segmnt"), does=FAILS),
    Breakage(
        "a sink whose client is not in the page",
        "posthog, which data-analytics names, did not come into the page",
        "data-analytics",
        tag(analytics="posthog"),
        does=FAILS_AND_REPORTS,
        later=35,
    ),
    Breakage("sinks separated by a semicolon", "segment;ga4", "commas", tag(analytics="segment;ga4"), does=FAILS),
    Breakage(
        "an address as a sink",
        "https://logs.example/collect",
        "data-analytics-url",
        tag(analytics="https://logs.example/collect"),
        does=FAILS,
    ),
    Breakage(
        "a contact in words",
        "data-contact.*help at example",
        "web or e-mail address",
        tag(contact="help at example"),
        does=FAILS,
    ),
    Breakage(
        "headers as JSON", "data-token-headers", "Name: value", tag(token_headers="{&quot;X-A&quot;: &quot;b&quot;}")
    ),
    Breakage("a header that cannot be sent", "data-token-headers.*X-Ä", "A name has no", tag(token_headers="X-Ä: b")),
    Breakage("own texts that are missing", "nope.json.*404", "our own texts", tag(messages="/nope.json"), does=FAILS),
    Breakage(
        "a profile that is a page of HTML", "data-profile.*JSON", "data-profile", tag(profile="/login"), does=FAILS
    ),
    _function("a class", "shop.Shop", "Name a function", "window.shop = { Shop: class {} }", "shop.Shop"),
    _function("nothing", "returned undefined", "Return the text", "window.ask = async () => {}", "ask"),
    _function("a Response", "returned a Response", "response.json", "window.ask = () => fetch('/token')", "ask"),
    _function("another object", "field jwt", "Return its jwt", "window.ask = () => ({ jwt: 'jwt-1' })", "ask"),
    Breakage(
        "a provider that is no function",
        "tokenProvider.*a text",
        "takes a function",
        tag(token_url=None),
        after="<script>pywidget.tokenProvider('getToken')</script>",
    ),
    Breakage("beacon without an address", "beacon", "data-analytics-url", tag(analytics="beacon"), does=FAILS),
    Breakage(
        "a hook that is no function",
        "data-before-report.*cleanUp",
        "function",
        tag(before_report="cleanUp"),
        does=FAILS,
    ),
    Breakage(
        "a misspelt token function",
        "getTokn",
        "function",
        tag(token_url=None, token_function="getTokn"),
        after="<script>window.getToken = async () => 'jwt-1'</script>",
    ),
    Breakage("an unknown system", "data-system.*allfeat", "allfeat-widget", tag(system="allfeat"), does=FAILS),
    Breakage(
        "a contact that cannot be opened",
        "data-contact",
        "e-mail|email|address",
        tag(contact="javascript:help()"),
        does="() => fail('w1', 'session.key_inactive')",
    ),
    Breakage(
        "a login page that cannot be opened",
        "data-login-url",
        "https?|address|URL",
        tag(login_url="javascript:login()"),
        token=answering(b"{}", 401),
    ),
    Breakage(
        "a place for notices that is not there", "#messages", "data-notices", tag(notices="#messages"), does=FAILS
    ),
    Breakage("a selector that matches nothing", "data-widget.*#shop", "selector", tag(widget="#shop"), does=FAILS),
    Breakage("a selector that is none", r"data-widget.*\[", "selector", tag(widget="["), does=FAILS),
    Breakage("a number with a unit", "data-token-timeout.*10s", "seconds|number", tag(token_timeout="10s")),
    Breakage("a choice that is none", "data-reset.*yes", "never.*ask.*allowed", tag(reset="yes")),
    Breakage("a watched address without a system", "data-watch.*/api", "system", tag(watch="/api")),
    Breakage("a watched system that is unknown", "allfeatapi", "allfeat-api", tag(watch="/api/* allfeatapi")),
    Breakage("a profile that is missing", "data-profile.*acme.json.*404", "data-profile", tag(profile="/acme.json")),
    Breakage(
        "a misspelt event",
        "verdcit",
        "verdict",
        after="<script>pywidget.on('verdcit', () => {})</script>",
    ),
    Breakage(
        "a CSRF cookie that is missing",
        "csrftoken",
        "cookie",
        tag(csrf_cookie="csrftoken", csrf_header="X-CSRFToken"),
        token=answering(b"CSRF verification failed", 403, HTML),
    ),
    Breakage("a CSRF cookie without a header", "data-csrf-cookie", "data-csrf-header", tag(csrf_cookie="csrftoken")),
)

LOADING = (
    Breakage("a module", 'type="module"', "classic script|remove", tag(more=' type="module"'), does=NOTHING),
    Breakage("async", "async", "remove|before", tag(more=" async"), does=NOTHING),
    Breakage("two tags", "more than once|twice", "one|keep", after=tag(), does=NOTHING),
    Breakage("used before it is there", "pywidget.on", "before", head="<script>pywidget.on('verdict', alert)</script>"),
    Breakage(
        "pywidget.js is missing",
        "pywidget.js|404",
        "bundle|serve|copy|put",
        files=_missing("/pywidget.js"),
        does=NOTHING,
    ),
    Breakage("pywidget.js is a page of HTML", "HTML", "pywidget.js", files=_page_instead("/pywidget.js"), does=NOTHING),
    Breakage(
        "pywidget.js is of the wrong type",
        "pywidget.js.*text/plain|text/plain.*",
        "text/javascript",
        files=_at(
            "/pywidget.js", lambda reply: reply.having(Content_Type="text/plain", X_Content_Type_Options="nosniff")
        ),
        does=NOTHING,
    ),
    Breakage(
        "pywidget.js was minified once more",
        "pywidget.js.*chang|chang.*",
        "as it is|rewrite|minif|again",
        files=_at("/pywidget.js", lambda reply: replace(reply, body=reply.body + b"\n")),
        does=NOTHING,
    ),
    Breakage(
        "the module is missing",
        "pywidget-page.js",
        "404|folder|bundle",
        files=_missing("/pywidget-page.js"),
        does=FAILS,
    ),
    Breakage(
        "the interpreter is missing",
        "(?=.*micropython.wasm).*404",
        "bundle|serve|copy|put",
        files=_missing(".wasm"),
        does=FAILS,
    ),
    Breakage(
        "the interpreter is a page of HTML", r"micropython.wasm.*HTML", "", files=_page_instead(".wasm"), does=FAILS
    ),
    Breakage("Python is cut", "micropython.wasm.*(cut|changed)", "", files=_at("micropython.wasm", _cut), does=FAILS),
    Breakage(
        "Python is empty",
        "micropython.wasm.*empty",
        "",
        files=_at("micropython.wasm", lambda reply: replace(reply, body=b"")),
        does=FAILS,
    ),
    Breakage(
        "a script of the build is of the wrong type",
        "pywidget-token.js.*(text/plain)",
        "text/javascript",
        files=_at("pywidget-token.js", lambda reply: reply.having(Content_Type="text/plain")),
        does=FAILS,
    ),
    Breakage(
        "another build's module",
        "mixed versions|another build|chang",
        "build|again|bundle",
        files=_at(
            "/pywidget-page.js",
            lambda reply: replace(reply, body=reply.body.replace(b"pywidget build", b"pywidget build 0")),
        ),
        does=FAILS,
    ),
    Breakage(
        "compressed files that are not said to be compressed",
        "pywidget.js",
        "gzip|encoding|compress",
        files=_at(
            "/pywidget.js", lambda reply: replace(reply, body=gzip.compress(reply.body)).having(Content_Encoding="")
        ),
        does=NOTHING,
    ),
    Breakage(
        "an integrity of another build",
        "integrity",
        "integrity.json",
        tag(more=f' integrity="{OTHER_HASH}" crossorigin="anonymous"'),
        does=NOTHING,
    ),
    Breakage(
        "cached for a year",
        "pywidget.js",
        "no-cache|cache",
        files=_at("/pywidget.js", lambda reply: reply.having(Cache_Control="max-age=31536000, immutable")),
        does=NOTHING,
    ),
    Breakage("a policy without WebAssembly", "wasm", "'wasm-unsafe-eval'", policy="script-src 'self'", does=FAILS),
    Breakage(
        "a policy that refuses requests",
        "connect-src",
        "'self'",
        policy="script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'",
        does=FAILS,
    ),
    Breakage(
        "a policy that refuses the script",
        "script-src",
        "'self'|pywidget.js",
        policy="script-src https://cdn.example",
        does=NOTHING,
    ),
    Breakage(
        "a nonce that the tag lacks", "nonce", "nonce", policy="script-src 'nonce-abc' 'wasm-unsafe-eval'", does=NOTHING
    ),
    Breakage(
        "another origin without CORS",
        "CORS|Access-Control-Allow-Origin",
        "Access-Control-Allow-Origin",
        tag(src="{elsewhere}/pywidget/pywidget.js"),
        does=FAILS,
    ),
    Breakage("a page from a file", "file:|could not be reached|origin", "server|http", opened="file", does=FAILS),
)

PLACES = (
    Breakage(
        "a widget in a frame",
        "<iframe>",
        "into the page in the frame",
        body=framed(SCRIPTS + WIDGET),
        does=NOTHING,
    ),
    Breakage(
        "a listener that renews, too",
        "renews",
        "listener",
        after=_listener("async (e) => { e.target.setToken(await (await fetch('/token')).text()) }"),
        does=NOTHING,
    ),
    Breakage(
        "a token that is set at once",
        "setToken",
        "later|await",
        after=_listener("(e) => { e.target.setToken(window.next) }"),
        does=NOTHING,
    ),
    Breakage(
        "a secret key in the page",
        "csk_|secret|key",
        "server",
        after="<script>const key = 'csk_0123456789abcdef'</script>",
        does=NOTHING,
    ),
)

TOKENS = (
    _token("in another field", r"\bjwt\b", "data-token-field", answering(b'{"jwt": "jwt-1", "exp": 7}')),
    _token("in an object", r"\bdata\b", 'data-token-field="?data.token', answering(b'{"data": {"token": "jwt-1"}}')),
    _token("a bare text", "JSON", "token", answering(b"jwt-1", 200, "text/plain")),
    _token("an empty answer", "204", "token", Reply(b"", 204)),
    _token("a page of HTML", "a web page", 'data-token-url.*{"token"', answering(LOGIN, 200, HTML)),
    _token("a redirect", "redirect", "answer 401", answering(b"", 302, HTML, Location="/login")),
    _token(
        "a redirect to another site",
        "redirect|reached|CORS",
        "JSON|401|CORS",
        answering(b"", 302, HTML, Location="{elsewhere}/login"),
    ),
    _token("not found", "404", "data-token-url", answering(b"Not Found", 404, HTML)),
    _token("another method", "405", "data-token-method", answering(b"", 405, HTML, Allow="GET")),
    _token(
        "refused for its CSRF token",
        "403",
        "CSRF|data-csrf",
        answering(b"<h1>403</h1> CSRF verification failed.", 403, HTML),
    ),
    _token(
        "refused for its CSRF token, by Laravel",
        "419",
        "CSRF|data-csrf",
        answering(b'{"message": "CSRF token mismatch."}', 419),
    ),
    _token("a number", "number|text", "token", answering(b'{"token": 7}')),
    _token("null", '"token" is null', '{"token"', answering(b'{"token": null}')),
    _token(
        "the secret key", "secret key", "Replace the key at once", answering(b'{"token": "csk_live_0123456789abcdef"}')
    ),
    _token("undefined", "missing value", "token itself", answering(b'{"token": "undefined"}')),
    _token(
        "an error with 200", "field error", '{"token"', answering(b'{"error": "authentication_credentials_missing"}')
    ),
    _token("two tokens of SimpleJWT", "refresh, access", '="access"', answering(SIMPLE_JWT)),
    _token("a list", "field data", 'data.0.token"', answering(b'{"data": [{"token": "jwt-1"}]}')),
    _token(
        "a warning of PHP before it",
        "printed before",
        "nothing else",
        answering(b'<br />\n<b>Warning</b>: x\n{"token": "jwt-1"}', 200, HTML),
    ),
    _token(
        "a login page with 403",
        "403 with text/html",
        "allow this page.*401",
        answering(LOGIN + b"<meta name=csrf-token content=x><input name=csrfmiddlewaretoken>", 403, HTML),
    ),
    _token(
        "Cloudflare's challenge", "challenge", "Cloudflare leave", answering(b"", 403, HTML, cf_mitigated="challenge")
    ),
    Breakage(
        "token: brackets in the field",
        "brackets",
        "data.0.token",
        tag(token_field="data[0].token"),
        token=answering(b'{"data": [{"token": "jwt-1"}]}'),
    ),
    Breakage(
        "token: a password in its address",
        "name and a password",
        "Take them out",
        tag(token_url="https://me:secret@tokens.invalid/token"),
    ),
    _token("broken", "500", "server|endpoint", answering(b"Internal Server Error", 500, HTML)),
    Breakage(
        "token: another origin without CORS",
        "elsewhere|origin|CORS|reached",
        "CORS|Access-Control|data-token-url",
        tag(token_url="{elsewhere}/token"),
    ),
    Breakage(
        "token: another origin without its cookies",
        "401|cookie",
        "data-token-credentials",
        tag(token_url="{elsewhere}/cookies"),
    ),
    Breakage(
        "token: localhost beside 127.0.0.1", "localhost", "127.0.0.1", tag(token_url="{here}/token"), opened="localhost"
    ),
    Breakage(
        "token: a relative address under <base>",
        "base|/other/token",
        "data-token-url",
        tag(token_url="token"),
        head='<base href="/other/">',
    ),
    Breakage("token: no source", "token", "data-token-url", tag(token_url=None, first_token=None)),
    Breakage("token: misspelt host", "tokens.invalid", "data-token-url", tag(token_url="https://tokens.invalid/token")),
)

BREAKAGES = (*ATTRIBUTES, *LOADING, *PLACES, *TOKENS)
