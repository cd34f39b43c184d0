"""Mistakes of whoever builds the page: each is one line in the console that names the cure.

Nobody is told that they are signed out because of one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from organizations_api import SECRET_KEY
from site_for_tests import Site, serve
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pywidget.server import SessionMinter, TokenEndpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from starlette.requests import Request

    Answer = Callable[[], Any]

SCRIPTS = '<script src="/files/stand-in.js"></script><script src="/files/acting.js"></script>'
WIDGETS = '<ats-widget id="v3"></ats-widget><ats-widget id="v1"></ats-widget>'
#: No word of this may be in the console.
SECRET = "SECRET-0123456789-abcdefghij"
#: How long a line may take to come, in milliseconds.
PATIENCE_MS = 60_000
NO_SOURCE = (
    "the widget needs a token, and nothing says where tokens come from. Set data-token-url to your endpoint, or "
    "data-token-function, or call pywidget.tokenProvider(…)."
)
NOT_SET_UP = "This service is not set up correctly here."


class Tab:
    """One page of the browser for all tests here, and what its console says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda message: self.said.append(message.text))

    def open(self, address: str) -> None:
        self.page.goto(address)
        # What the page before has left to say was said by now.
        self.said.clear()

    @property
    def lines(self) -> list[str]:
        """What pywidget said."""
        return [text for text in self.said if text.startswith("pywidget")]

    def wait_for_line(self) -> str:
        for _ in range(PATIENCE_MS // 50):
            if self.lines:
                return self.lines[0]
            self.page.wait_for_timeout(50)
        raise AssertionError("nothing was said")

    def expire(self, widget: str) -> None:
        self.page.evaluate("(id) => expire(id, id)", widget)
        self.page.wait_for_function("(id) => ended(id)", arg=widget)

    def notice(self) -> dict[str, Any]:
        self.page.wait_for_function(
            "() => of('notice', 'v3').at(-1)?.kind && of('notice', 'v3').at(-1).kind != 'renewing'"
        )
        found: dict[str, Any] = self.page.evaluate("() => of('notice', 'v3').at(-1)")
        return found

    def let_pass(self) -> None:
        """Let pywidget do one more thing: what should not be said has had its chance."""
        self.page.evaluate("() => new Promise((done) => (pywidget.on('verdict', done), pywidget.report('later')))")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context()
    yield Tab(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def other(bundle: Path) -> Iterator[Site]:
    """Another origin, whose endpoint allows every page, and knows nobody without a cookie."""

    async def answer(request: Request) -> Response:
        allowed = {
            "Access-Control-Allow-Origin": request.headers.get("origin", "*"),
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Headers": "content-type",
        }
        return Response("{}", 200 if request.method == "OPTIONS" else 401, allowed, "application/json")

    with serve(Site(bundle, bundle)) as site:
        site.app.router.routes.append(Route("/shared", answer, methods=["POST", "OPTIONS"]))
        yield site


def told(body: Any, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    text = body if isinstance(body, str) else json.dumps(body)
    return lambda: Response(text, status, headers, kind)


class Mistake(NamedTuple):
    """A mistake of the endpoint.

    Attributes:
        answer: what the endpoint answers.
        line: the line, after the endpoint's address.
    """

    answer: Answer
    line: str


CSRF = " answered {} with text/html, because of its protection against CSRF. Set "
MISTAKES: dict[str, Mistake] = {
    "another field": Mistake(
        told({"jwt": SECRET, "exp": 1}),
        ' answered 200 with fields jwt, exp, but no "token". Set data-token-field="jwt".',
    ),
    "another field, as in OAuth": Mistake(
        told({"access_token": SECRET, "token_type": "Bearer"}),
        ' answered 200 with fields access_token, token_type, but no "token". Set data-token-field="access_token".',
    ),
    "a field inside of another": Mistake(
        told({"data": {"token": SECRET}}),
        ' answered 200 with field data, but no "token". Set data-token-field="data.token".',
    ),
    "the secret key": Mistake(
        told({"token": f"csk_live_{SECRET}"}),
        ' answered 200 with field token, and "token" is the organization\'s secret key (csk_…), which nobody but your '
        "server may have. Replace the key at once, and answer the session token that your server gets for it.",
    ),
    "a missing value, made into a text": Mistake(
        told({"token": "undefined"}),
        ' answered 200 with field token, and "token" is the name of a missing value or of an object, made into a text. '
        "Answer the token itself, and an error if there is none.",
    ),
    "a key as the name of a field": Mistake(
        told({f"csk_live_{SECRET[:12]}": 1, "error": "authentication_credentials_missing"}),
        ' answered 200 with fields error, …, but no "token". Have the endpoint answer {"token": "…"}, or set '
        "data-token-field to the field that has the token.",
    ),
    "null": Mistake(
        told({"token": None}),
        ' answered 200 with field token, but "token" is null. Have the endpoint answer {"token": "…"}, or set '
        "data-token-field to the field that has the token.",
    ),
    "a login page that is forbidden": Mistake(
        told(f'<!doctype html><meta name="csrf-token" content="{SECRET}"><h1>Sign in</h1>', 403, "text/html"),
        " answered 403 with text/html. Have the endpoint allow this page, and answer 401 if nobody is signed in. "
        "If it is protected against CSRF, set data-csrf-cookie and data-csrf-header.",
    ),
    "204": Mistake(told("", 204), ' answered 204 and no body. Have the endpoint answer 200 with {"token": "…"}.'),
    "html": Mistake(
        told(f"<!doctype html>{SECRET}", kind="text/html"),
        ' answered 200 with text/html, a web page. Set data-token-url to the address that answers {"token": "…"}.',
    ),
    "redirect": Mistake(
        lambda: RedirectResponse(f"/login?next={SECRET}", 302),
        " was redirected to {site}/login, which answered 200 with text/html. Have the endpoint answer 401 where it "
        'redirects to a login page, or set data-token-url to the address that answers {"token": "…"}.',
    ),
    "redirect to another site": Mistake(
        lambda: RedirectResponse(f"http://localhost/login?next={SECRET}", 302),
        " was redirected to another site. Have the endpoint answer 401 where it redirects to a login page, or set "
        'data-token-url to the address that answers {"token": "…"}.',
    ),
    "404": Mistake(
        told("not found", 404, "text/plain"),
        " answered 404 with text/plain. Set data-token-url to the address of your endpoint.",
    ),
    "405": Mistake(
        told({"detail": SECRET}, 405, allow="GET"),
        ' answered 405 with field detail: it takes GET. Set data-token-method="GET".',
    ),
    "CSRF of Django": Mistake(
        told(f"<h1>CSRF verification failed.</h1>{SECRET}", 403, "text/html"),
        CSRF.format(403) + 'data-csrf-cookie="csrftoken" data-csrf-header="X-CSRFToken".',
    ),
    "CSRF of Rails": Mistake(
        told("<h1>The change you wanted was rejected.", 422, "text/html"),
        CSRF.format(422) + 'data-token-headers="X-CSRF-Token: …" with the value that your server expects '
        "(in Rails: form_authenticity_token).",
    ),
    "CSRF of Laravel": Mistake(
        told("<title>Page Expired</title>", 419, "text/html"),
        CSRF.format(419) + 'data-csrf-cookie="XSRF-TOKEN" data-csrf-header="X-XSRF-TOKEN".',
    ),
    "a plain 403": Mistake(
        told("{}", 403),
        " answered 403 with an empty object. Have the endpoint allow this page, and answer 401 if nobody is signed in. "
        "If it is protected against CSRF, set data-csrf-cookie and data-csrf-header.",
    ),
    "not JSON": Mistake(
        told(f"token={SECRET}", kind="text/plain"),
        ' answered 200 with text/plain, which is no JSON. Have the endpoint answer {"token": "…"}.',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_at_the_endpoint(tab: Tab, site: Site, name: str) -> None:
    mistake = MISTAKES[name]
    attributes = {"token-url": f"/token?key={SECRET}", "login-url": "/login", "contact": "a@example.org"}
    site.token_answers += [mistake.answer] * 4
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes=attributes))
    tab.expire("v3")
    expected = f"pywidget: POST {site.url}/token" + mistake.line.replace("{site}", site.url)
    assert tab.wait_for_line() == expected
    notice = tab.notice()
    assert (notice["kind"], notice["title"]) == ("disabled", NOT_SET_UP)
    # Another failure with the same cause adds nothing.
    tab.expire("v1")
    tab.let_pass()
    assert tab.lines == [expected]
    assert SECRET not in str(tab.lines)


def test_an_ended_session_is_no_mistake(tab: Tab, site: Site) -> None:
    body = {"error": {"code": "common.auth.expired", "message": SECRET}}
    nobody = {"detail": "Authentication credentials were not provided."}
    for answer in (told({}, 401), told(body, 403), told(nobody, 403)):
        site.token_answers.append(answer)
        tab.open(site.page(WIDGETS, head=SCRIPTS, attributes={"token-url": "/token", "login-url": "/login"}))
        tab.expire("v3")
        assert tab.notice()["kind"] == "signed-out"
        tab.let_pass()
        assert tab.lines == []


def test_a_cookie_that_is_not_sent(tab: Tab, site: Site, other: Site) -> None:
    url = f"{other.url}/shared"
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes={"token-url": url}, policy=""))
    tab.expire("v3")
    tab.expire("v1")
    assert tab.wait_for_line() == (
        f"pywidget: POST {url} answered 401 with an empty object: the endpoint is on another origin than the page, so "
        'no cookies are sent. Set data-token-credentials="include", and have the endpoint allow it '
        "(Access-Control-Allow-Credentials: true)."
    )
    assert tab.notice()["kind"] == "signed-out"
    tab.let_pass()
    assert len(tab.lines) == 1


@pytest.mark.parametrize("path", ["/shared", "/token"])
def test_localhost_beside_its_number(tab: Tab, site: Site, other: Site, path: str) -> None:
    """Where the endpoint allows the page, it knows nobody; where it does not, its answer cannot be read."""
    there = other.url.replace("127.0.0.1", "localhost") + path
    attributes = {"token-url": there, "token-credentials": "include"}
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes=attributes, policy=""))
    tab.page.evaluate("() => expire('v3', 'v3')")
    line = tab.wait_for_line()
    assert line.startswith(f"pywidget: POST {there}")
    assert "The page is on 127.0.0.1 and the endpoint on localhost: for a browser these are two sites" in line
    assert line.endswith(f'Set data-token-url="{other.url}{path}", or open the page at localhost.')
    tab.let_pass()
    assert len(tab.lines) == 1


def test_an_address_that_base_moves(tab: Tab, site: Site) -> None:
    head = f'<base href="/assets/">{SCRIPTS}'
    tab.open(site.page(WIDGETS, head=head, attributes={"token-url": "token"}))
    tab.expire("v3")
    tab.expire("v1")
    assert tab.wait_for_line() == (
        f'pywidget: POST {site.url}/assets/token answered 404 with text/plain. data-token-url="token" is relative, and '
        '<base href="/assets/"> makes it that address. Set data-token-url to the full address, such as '
        f'"{site.url}/token".'
    )
    assert tab.notice()["title"] == NOT_SET_UP
    tab.let_pass()
    assert len(tab.lines) == 1


@pytest.mark.parametrize(
    ("attributes", "line"),
    [
        (
            {"token-function": "fetchTokn"},
            'data-token-function="fetchTokn" is no function of this page. Set data-token-function="fetchToken".',
        ),
        (
            {},
            NO_SOURCE,
        ),
    ],
)
def test_no_token_source(tab: Tab, site: Site, attributes: dict[str, str], line: str) -> None:
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes=attributes))
    tab.page.evaluate("() => void (window.fetchToken = () => 'token')")
    tab.expire("v3")
    tab.expire("v1")
    assert tab.wait_for_line() == f"pywidget: {line}"
    assert tab.notice()["title"] == NOT_SET_UP
    tab.let_pass()
    assert len(tab.lines) == 1


#: What the page's function for tokens is -> what is said of it.
FUNCTIONS = {
    "async () => {}": "returned undefined, which is no token. Return the text of the token.",
    "() => fetch('/token')": "returned a Response, which is no token. Return the text that is in it: return (await "
    "response.json()).token",
    f"() => ({{ jwt: '{SECRET}' }})": "returned an object with field jwt, which is no token. Return its jwt, or set "
    'data-token-field="jwt".',
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_that_returns_no_token(tab: Tab, site: Site, function: str) -> None:
    for name, call in (("tokenProvider", "pywidget.tokenProvider(f)"), ("data-token-function", "window.ask = f")):
        attributes = {"token-function": "ask"} if "function" in name else {}
        tab.open(site.page(WIDGETS, head=SCRIPTS, attributes=attributes))
        tab.page.evaluate(f"() => {{ const f = {function}; {call}; }}")
        tab.expire("v3")
        assert tab.wait_for_line() == f"pywidget: {name} {FUNCTIONS[function]}"
        tab.let_pass()
        assert len(tab.lines) == 1


def test_a_method_is_called_with_its_object(tab: Tab, site: Site) -> None:
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes={"token-function": "shop.auth.getToken"}))
    auth = "class { token = 'jwt-of-a-method'; getToken() { return this.token } }"
    tab.page.evaluate(f"() => void (window.shop = {{ auth: new ({auth})() }})")
    tab.page.evaluate("() => expire('v3', 'v3')")
    tab.page.wait_for_function("() => tokensOf('v3').includes('jwt-of-a-method')")
    tab.let_pass()
    assert tab.lines == []


def test_a_cookie_that_is_not_there(tab: Tab, site: Site) -> None:
    attributes = {"token-url": "/token", "csrf-cookie": "csrftokn", "csrf-header": "X-CSRFToken"}
    refusal = told("<h1>CSRF verification failed.", 403, "text/html")
    site.token_answers += [refusal, refusal]
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes=attributes))
    tab.page.evaluate("(secret) => void (document.cookie = `csrftoken=${secret}`)", SECRET)
    tab.expire("v3")
    tab.expire("v1")
    assert tab.wait_for_line() == (
        'pywidget: data-csrf-cookie="csrftokn" is no cookie that this page can read, so X-CSRFToken is sent empty. '
        'Set data-csrf-cookie="csrftoken".'
    )
    tab.let_pass()
    assert len(tab.lines) == 1
    assert SECRET not in str(tab.lines)
    tab.page.context.clear_cookies()


@pytest.mark.parametrize("there", ["none", "HttpOnly"])
def test_a_cookie_that_scripts_cannot_read_is_as_good_as_none(tab: Tab, site: Site, there: str) -> None:
    """Django sets none without being asked to, and one that is HttpOnly after CSRF_COOKIE_HTTPONLY."""
    if there == "HttpOnly":
        cookie: Any = {"name": "csrftoken", "value": SECRET, "url": site.url, "httpOnly": True}
        tab.page.context.add_cookies([cookie])
    attributes = {"token-url": "/token", "csrf-cookie": "csrftoken", "csrf-header": "X-CSRFToken"}
    site.token_answers += [told("<h1>CSRF verification failed.", 403, "text/html")]
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes=attributes))
    tab.expire("v3")
    assert tab.wait_for_line() == (
        'pywidget: data-csrf-cookie="csrftoken" is no cookie that this page can read, so X-CSRFToken is sent empty. '
        "Have the server set that cookie with this page, without HttpOnly, or name another one. In Django: "
        "@ensure_csrf_cookie on the view of this page, and neither CSRF_COOKIE_HTTPONLY nor CSRF_USE_SESSIONS."
    )
    assert site.token_headers[0]["x-csrftoken"] == ""
    tab.let_pass()
    assert len(tab.lines) == 1
    tab.page.context.clear_cookies()


def test_a_page_at_another_name_than_the_endpoint_was_told(tab: Tab, site: Site) -> None:
    local = site.url.replace("127.0.0.1", "localhost")
    with SessionMinter(SECRET_KEY, network="testnet") as minter:
        endpoint = TokenEndpoint(minter, origins=[local])

        def refuse() -> Response:
            answer = endpoint.refuse("POST", site.token_headers[-1]["origin"])
            assert answer is not None
            return Response(answer.body, answer.status, answer.headers)

        site.token_answers += [refuse]
        tab.open(site.page(WIDGETS, head=SCRIPTS, attributes={"token-url": "/token"}))
        tab.expire("v3")
        assert tab.wait_for_line() == (
            f"pywidget: POST {site.url}/token answered 403 with field error, because this page is on {site.url}, "
            "which is none of the endpoint's origins. Add it there (origins=[…]) as it stands here, with scheme and "
            f"port, or open the page at {local} if that is one: for a browser these are two sites. "
            "The endpoint's log names those it has."
        )
        assert tab.notice()["kind"] == "disabled"
        tab.let_pass()
        assert len(tab.lines) == 1


def test_without_its_words_it_is_said_in_short(tab: Tab, site: Site) -> None:
    tab.page.route("**/pywidget-advice.js*", lambda route: route.abort())
    site.token_answers += [told("<p>", kind="text/html")] * 2
    tab.open(site.page(WIDGETS, head=SCRIPTS, attributes={"token-url": f"/token?key={SECRET}"}))
    tab.expire("v3")
    tab.expire("v1")
    assert tab.wait_for_line() == "pywidget: no token: html /token"
    tab.let_pass()
    assert len(tab.lines) == 1
    tab.page.unroute("**/pywidget-advice.js*")


#: Attributes of the script tag -> the one line.
ATTRIBUTES: tuple[tuple[dict[str, str], str], ...] = (
    ({"token-ulr": "/token"}, "data-token-ulr is no attribute of pywidget. Did you mean data-token-url?"),
    ({"lang": "klingon"}, 'data-lang="klingon" is none of: en, ar, '),
    ({"analytics": "sentri"}, 'data-analytics="sentri" is no sink of pywidget. Did you mean sentry?'),
    (
        {"analytics": "segment;ga4"},
        'data-analytics="segment;ga4" is no sink of pywidget. Separate several by spaces or',
    ),
    (
        {"contact": "help at example"},
        'data-contact="help at example" is no web or e-mail address (http, https, mailto or tel). It is not used.',
    ),
    ({"system": "allfeat-wigdet"}, 'data-system="allfeat-wigdet" is none of: allfeat-widget, '),
    (
        {"contact": "javascript:alert(1)"},
        'data-contact="javascript:alert(1)" is no web or e-mail address (http, https, mailto or tel). It is not used.',
    ),
    (
        {"login-url": "javascript:alert(1)"},
        'data-login-url="javascript:alert(1)" is no web address (http or https). It is not used.',
    ),
    (
        {"widget": ".shop"},
        'data-widget=".shop" matches no element, so the <ats-widget> in this page is not looked after.',
    ),
    ({"before-report": "mine"}, "data-before-report names mine, which is not a function of the page. Set it to"),
)


@pytest.mark.parametrize(
    ("attributes", "line"), ATTRIBUTES, ids=lambda value: next(iter(value), "") if isinstance(value, dict) else ""
)
def test_a_mistake_in_the_tag(tab: Tab, site: Site, attributes: dict[str, str], line: str) -> None:
    tab.open("about:blank")
    given = {"boot": "now", "token-url": "/token", **attributes}
    if "token-ulr" in attributes:
        del given["token-url"]
    tab.page.goto(site.page(WIDGETS, head=SCRIPTS, attributes=given))
    for _ in range(2):
        tab.page.evaluate("() => new Promise((done) => (pywidget.on('verdict', done), pywidget.report('later')))")
    assert tab.wait_for_line().startswith(f"pywidget: {line}")
    tab.let_pass()
    assert len(tab.lines) == 1, tab.lines


def test_attributes_of_others_are_none_of_our_business(tab: Tab, site: Site) -> None:
    tab.open("about:blank")
    names = "cfasync turbo-track turbo-eval no-optimize rocket-src rocketlazyloadscript pin src"
    tab.page.goto(site.page(WIDGETS, head=SCRIPTS, attributes={"boot": "now", **dict.fromkeys(names.split(), "x")}))
    tab.let_pass()
    assert tab.lines == []
