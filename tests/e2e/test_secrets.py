"""Secrets are put in wherever they can come in, and looked for wherever they could come out.

Each secret contains :data:`MARK`. The token may be in the widget's own attribute, and in nothing else.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request, Route
    from site_for_tests import Site

MARK = "S3CR3T"
#: In every text that a secret is put into: what has come out can be told from what was never said.
WORDS = "told with it"
SCRIPTS = "".join(f'<script src="/files/{name}.js"></script>' for name in ("stand-in", "acting", "planted"))
SINKS = ("segment", "ga4", "gtm", "posthog", "sentry", "datadog", "matomo", "plausible", "app.sink")
ANALYTICS = " ".join((*SINKS, "console", "beacon", "otlp"))


def token(name: str, shape: str) -> str:
    """A secret. Any token of the usual form is known by it; another one only by what it is to its widget."""
    return f"eyJhbGciOiJIUzI1NiJ9.{MARK}{name}.c2lnbmF0dXJl" if shape == "jwt" else f"{MARK}-{name}"


def code(name: str, shape: str) -> str:
    return f"atc_{MARK}{name}" if shape == "jwt" else f"{MARK}-code-{name}"


class Wire:
    """Everything that the page sends, but what belongs to its token and its cookies."""

    def __init__(self, page: Page) -> None:
        self.sent: list[str] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        body = request.post_data_buffer or b""
        if body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        kept = {name: value for name, value in request.headers.items() if name not in ("cookie", "x-csrf", "x-key")}
        self.sent.append(f"{request.method} {request.url} {kept} {body.decode()}")


def answers(site: Site, by_mode: dict[str, Callable[[], Any]]) -> None:
    """Answer each widget by its ``mode``, always the same."""

    def choose() -> Any:
        site.token_answers.append(choose)
        return by_mode[site.token_requests[-1]["mode"]]()

    site.token_answers.append(choose)


def told(body: object, status: int = 200, **headers: str) -> Callable[[], Response]:
    text = body if isinstance(body, str) else json.dumps(body)
    return lambda: Response(text, status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def open_page(page: Page, site: Site, widgets: dict[str, str], **attributes: str) -> None:
    """Open a page of widgets: mode -> token."""
    page.route("**/collect", lambda route: route.fulfill(status=204))
    page.context.add_cookies([{"name": "csrf", "value": f"{MARK}-csrf", "url": site.url}])
    body = "".join(
        f'<ats-widget id="{mode}" mode="{mode}" token="{held}"></ats-widget>' for mode, held in widgets.items()
    )
    given = {
        "token-url": "/token",
        "token-headers": f"X-Key: {MARK}-header; X-Bad: ☃{MARK}-header",
        "csrf-cookie": "csrf",
        "csrf-header": "X-CSRF",
        "contact": "help@example.org",
        "login-url": "/login",
        "analytics": ANALYTICS,
        "analytics-url": "/collect",
        "before-report": "app.check",
        **attributes,
    }
    page.goto(site.page(body, head=SCRIPTS, attributes=given))


def leaks(page: Page, wire: Wire) -> list[str]:
    """Where a secret came out, and with what."""
    heard: list[list[str]] = page.evaluate("heard")
    left: dict[str, str] = page.evaluate("() => leftBehind()")
    places = [*heard, *left.items(), *(("request", sent) for sent in wire.sent)]
    return [f"{place}: {text[:1_000]}" for place, text in places if MARK in text]


def hears(page: Page, *listeners: str) -> None:
    """Wait until each of these has been told of a failure with a secret in its text."""
    page.wait_for_function(
        """([listeners, words]) => listeners.every(
            (listener) => heard.some(([who, what]) => who == listener && what.includes(words))
        )""",
        arg=[listeners, WORDS],
    )


def flush(page: Page) -> None:
    """Wait until reports were sent to the site's own server, by both of the sinks that do."""
    page.evaluate("() => pywidget.flush()")
    page.wait_for_function(
        """() => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/collect")).length > 1"""
    )


@pytest.mark.parametrize("shape", ["jwt", "opaque"])
def test_what_the_token_endpoint_says(page: Page, site: Site, shape: str) -> None:
    own = {
        mode: token(mode, shape) for mode in ("good", "limit", "config", "refused", "object", "field", "text", "html")
    }
    # Also one that nobody here has seen, and a code of somebody else's.
    others = f"{token('other', 'jwt')} and {code('other', 'jwt')}"
    quoted = {mode: f"{WORDS}: {held} is not valid, {others} are" for mode, held in own.items()}

    def error(mode: str, name: str) -> dict[str, Any]:
        details = {"reason": quoted[mode], "fields": [own[mode]], "token": own[mode]}
        return {"error": {"code": name, "message": quoted[mode], "request_id": own[mode], "details": details}}

    wire = Wire(page)
    answers(
        site,
        {
            "good": lambda: Response(json.dumps({"token": token("fresh", shape)})),
            "limit": told(error("limit", "session.rate_limited"), 429, retry_after="120", x_request_id=own["limit"]),
            "config": told(error("config", "session.key_inactive"), 403),
            "refused": told(error("refused", own["refused"]), 400),
            "object": told({"token": {"jwt": own["object"]}, "message": quoted["object"]}),
            "field": told({"jwt": own["field"], "code": "common.forbidden", "message": quoted["field"]}),
            "text": told(own["text"]),
            "html": lambda: RedirectResponse(f"/login?token={own['html']}", 303),
        },
    )
    open_page(page, site, own)
    page.evaluate("(ids) => ids.forEach((id) => expire(id, 'v3'))", list(own))
    page.wait_for_function("(ids) => ids.every((id) => ended(id))", arg=list(own))
    assert page.evaluate("() => tokensOf('good')") == [own["good"], token("fresh", shape)]
    # The token that the widget has now, quoted by the widget's own error.
    page.evaluate(
        """([held, words]) => {
            const message = `${words}: ${held}`;
            fail("good", "common.service_unavailable", { message, details: { reason: held } });
        }""",
        [token("fresh", shape), WORDS],
    )
    page.wait_for_function("() => of('verdict', 'good').length == 2")
    flush(page)
    hears(page, *SINKS, "console.warn", "app.check", "event")
    # The server itself redirects to the login page.
    wire.sent = [sent for sent in wire.sent if "/login?token=" not in sent]
    assert len([sent for sent in wire.sent if "/collect" in sent and WORDS in sent]) > 1
    assert leaks(page, wire) == []


@pytest.mark.parametrize("shape", ["jwt", "opaque"])
def test_what_widgets_and_pages_say(page: Page, site: Site, shape: str) -> None:
    wire = Wire(page)
    modes = ("error", "complete", "old", "throws", "rejects", "refuses")
    own = {mode: token(mode, shape) for mode in modes}
    open_page(page, site, own)
    page.evaluate(
        """([own, code, words]) => {
            const widget = (id) => document.getElementById(id);
            // Its error quotes its token, in every field.
            const quoted = `${words}: ${own.error}`;
            const details = { reason: quoted, fields: [own.error], [own.error]: own.error, accessCode: own.error };
            const everywhere = { message: quoted, requestId: own.error, stage: own.error, details };
            fail("error", "registration.validation_failed", everywhere);
            // The finished work has an access code, which a failing download then quotes.
            widget("complete").say("allfeat:complete", { atsId: 1, accessCode: code }, { screen: "COMPLETE" });
            widget("complete").getState = () => ({ screen: "FAILED", transactionId: "tx_1", accessCode: code });
            const message = `${words}: no work for ${code}`;
            fail("complete", "common.service_unavailable", { message, stage: "download", details: { code } });
            // The older generation's live error.
            const live = new Error(`${words}: ${own.old}`);
            Object.assign(live, { code: "FORBIDDEN", details: { token: own.old } });
            const said = { stage: "FAILED", error: live.message };
            widget("old").say("allfeat:failed", said);
            widget("old").say("allfeat:error", { ...said, code: live.code, details: live });
            // What the page's own functions throw.
            const fresh = `${own.refuses}-fresh`;
            pywidget.tokenProvider(({ mode }) => {
                if (mode == "throws") throw Object.assign(new Error(own.throws), { name: own.throws });
                return mode == "rejects" ? Promise.reject(own.rejects) : fresh;
            });
            widget("refuses").setToken = (token) => { throw new Error(token); };
            for (const id of ["throws", "rejects", "refuses"]) expire(id, "v1");
            pywidget.report({ code: "common.forbidden", message: `${words}: Bearer ${own.error}` });
            pywidget.report(new Error(`${words}: ${own.old}`));
        }""",
        [own, code("1", shape), WORDS],
    )
    page.wait_for_function("() => ['throws', 'rejects', 'refuses'].every((id) => ended(id))")
    page.wait_for_function(
        "() => ['error', 'complete', 'old', ''].every((id) => of('verdict', id || undefined).length)"
    )
    page.wait_for_selector('pywidget-notice [data-action="copy-code"]', state="attached")
    flush(page)
    hears(page, *SINKS, "console.warn", "app.check", "event")
    assert leaks(page, wire) == []
    # What they throw is shown all the same.
    told_of = (
        "() => heard.filter(([who, what]) => who == 'console.error' && what.includes('tokenProvider threw')).length"
    )
    assert page.evaluate(told_of) > 1
    # The visitor can have the code, by a button.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click('#complete + pywidget-notice [data-action="copy-code"]')
    page.wait_for_function(
        "(code) => navigator.clipboard.readText().then((text) => text == code)", arg=code("1", shape)
    )
    assert leaks(page, wire) == []


def test_what_is_kept_for_later(page: Page, site: Site) -> None:
    wire = Wire(page)
    own = {"good": token("good", "opaque")}
    open_page(page, site, own, analytics="beacon")
    page.unroute("**/collect")

    def refuse(route: Route) -> None:
        route.abort("connectionfailed")

    page.route("**/collect", refuse)
    page.evaluate(
        "([held, words]) => fail('good', 'common.service_unavailable', { message: `${words}: ${held}` })",
        [own["good"], WORDS],
    )
    page.wait_for_function("() => of('verdict').length")
    page.evaluate("() => pywidget.flush()")
    page.wait_for_function("(words) => leftBehind().then(({ databases }) => databases.includes(words))", arg=WORDS)
    assert leaks(page, wire) == []
