"""Widgets of other makers, looked after by a JSON profile alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from conftest import HERE
from site_for_tests import STRICT_POLICY, Site, serve
from watched_api import (  # noqa: F401  fixtures, asked for by their names
    announced,
    api_fixture,
    ask,
    shared_api_fixture,
    wait_for,
)

from pywidget.core.elements import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from watched_api import WatchedApi

HEAD = (
    '<script src="/files/stand-in.js"></script><script src="/files/players.js"></script>'
    '<script src="/files/requests.js"></script>'
)
BODY = '<acme-player id="p1"></acme-player><acme-player id="p2"></acme-player>'

ACME: dict[str, Any] = {
    "system": "acme",
    "answers": {"code": "failure.id", "message": "failure.text", "reference": "trace", "details": "failure.info"},
    "codes": {
        "E_LIMIT": "rate-limit",
        "E_KEY": {"path": "config", "message": "The player's licence has ended."},
        "E_TOKEN": "auth",
        "E_FORMAT": {"path": "retry", "remedy": "fix-input", "message": "file-format"},
    },
    "widget": "acme-player",
    "events": {
        "acme:error": {
            "as": "error",
            "code": "detail.code",
            "message": "detail.text",
            "reference": "detail.id",
            "details": "detail",
        },
        "acme:expired": {"as": "expired"},
        "acme:ready": {"as": "progress", "step": "ready"},
    },
    "token": {"method": "useToken", "url": "/token?for=acme"},
}


def open_players(
    page: Page,
    site: Site,
    names: str = "acme.json",
    body: str = BODY,
    policy: str = STRICT_POLICY,
    **attributes: str,
) -> list[str]:
    """Open a page with these profiles, and return what is said in its console, which goes on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    given = {key.replace("_", "-"): value for key, value in attributes.items()}
    profiles = " ".join(f"/profiles/{name}" for name in names.split())
    page.goto(site.page(body, head=HEAD, attributes={"profile": profiles, **given}, policy=policy))
    page.wait_for_function("() => listened.includes('acme:error')")
    return said


def say(page: Page, widget: str, name: str, detail: Any = None) -> None:
    page.evaluate(
        "([widget, name, detail]) => document.getElementById(widget).say(name, detail)", [widget, name, detail]
    )


@pytest.fixture
def acme(api: WatchedApi) -> WatchedApi:
    api.profiles["acme.json"] = json.dumps(ACME)
    return api


def test_a_code_of_a_profile_is_told_like_any_other(page: Page, site: Site, acme: WatchedApi) -> None:
    assert acme.profiles
    said = open_players(page, site, analytics="segment", contact="help@example.org")
    assert not [path for path in site.requests if "wasm" in path or "romfs" in path]
    say(page, "p1", "acme:error", {"code": "E_KEY", "text": "licence 7 expired", "id": "t-1"})
    (verdict,) = wait_for(page, "verdict")
    assert verdict == {
        "system": "acme",
        "code": "E_KEY",
        "path": "config",
        "remedy": "contact-administrator",
        "message": "licence 7 expired",
        "requestId": "t-1",
        "stage": None,
        "event": "acme:error",
    }
    (notice,) = wait_for(page, "notice")
    assert notice["kind"] == "disabled"
    assert notice["title"] == "The player's licence has ended."
    assert notice["reference"] == "t-1"
    assert [action["id"] for action in notice["actions"]] == ["contact", "dismiss"]
    assert page.evaluate("() => announced.filter(({ name }) => name == 'disabled')[0].target") == "p1"
    # The notice stands beside its widget.
    assert page.evaluate("() => document.getElementById('p1').nextElementSibling.id") != "p2"
    (tracked,) = page.evaluate("() => tracked.map(({ fields }) => [fields.system, fields.code, fields.widget])")
    assert tracked == ["acme", "E_KEY", "p1"]
    say(page, "p1", "acme:ready")
    wait_for(page, "enabled")
    # No call that is made for ats-widgets was tried on it.
    assert page.evaluate("() => document.getElementById('p1').asked") == 0
    assert [text for text in said if "pywidget" in text] == []


def test_the_details_say_how_long_to_wait(page: Page, site: Site, acme: WatchedApi) -> None:
    assert acme.profiles
    open_players(page, site)
    say(page, "p2", "acme:error", {"code": "E_LIMIT", "retry_after": 4000})
    (notice,) = wait_for(page, "notice")
    assert notice["kind"] == "waiting"
    assert 3_000_000 < notice["until"] - page.evaluate("() => Date.now()") <= 4_000_000


def test_an_expiry_is_answered_with_a_token_of_its_own(page: Page, site: Site, acme: WatchedApi) -> None:
    assert acme.profiles
    open_players(page, site, token_url="/token?for=allfeat", first_token="on")
    # The error before it is the same failure.
    page.evaluate(
        """() => {
          const widget = document.getElementById("p1");
          widget.say("acme:error", { code: "E_TOKEN", text: "no", id: "t-2" });
          widget.say("acme:expired");
        }"""
    )
    (renewed,) = wait_for(page, "renewed")
    assert renewed["system"] == "acme"
    assert page.evaluate("() => document.getElementById('p1').given") == [
        {"token": site.tokens[0], "inListener": False}
    ]
    assert page.evaluate("() => document.getElementById('p2').given") == []
    (body,) = site.token_requests
    assert (body["system"], body["attempt"]) == ("acme", 1)
    (verdict,) = announced(page, "verdict")
    assert (verdict["code"], verdict["path"]) == ("E_TOKEN", "auth")


def test_the_allfeat_tokens_are_not_for_others(page: Page, site: Site, acme: WatchedApi) -> None:
    acme.profiles["acme.json"] = json.dumps({**ACME, "token": {"method": "useToken"}})
    open_players(page, site, token_url="/token", login_url="/login")
    say(page, "p1", "acme:expired")
    (failed,) = wait_for(page, "renewal-failed")
    assert failed["reason"] == "no-token-source"
    assert site.token_requests == []


DASHBOARD = {
    "system": "quarterly",
    "widget": "quarterly-dashboard",
    "events": {"qvTokenExpired": {"as": "expired"}},
    "token": {"attribute": "qv-token"},
}


def test_a_dashboard_that_says_it_on_the_window(page: Page, site: Site, acme: WatchedApi) -> None:
    acme.profiles["quarterly.json"] = json.dumps(DASHBOARD)
    open_players(page, site, "acme.json quarterly.json", '<quarterly-dashboard id="q"></quarterly-dashboard>')
    page.wait_for_function("() => listened.includes('qvTokenExpired')")
    page.evaluate(
        """() => {
          pywidget.tokenProvider((info, widget) => `for ${info.system} ${widget.id}`);
          dispatchEvent(new Event("qvTokenExpired"));
        }"""
    )
    wait_for(page, "renewed")
    assert page.evaluate("() => document.getElementById('q').getAttribute('qv-token')") == "for quarterly q"
    (verdict,) = announced(page, "verdict")
    assert (verdict["system"], verdict["code"], verdict["path"]) == ("quarterly", None, "auth")


def test_answers_of_a_profiles_system(page: Page, site: Site, acme: WatchedApi) -> None:
    acme.profiles["wrong"] = json.dumps({"failure": {"id": "E_FORMAT", "text": "not a song"}, "trace": "t-3"})
    open_players(page, site, watch="/profiles/* acme")
    page.route("**/profiles/wrong", lambda route: route.fulfill(status=422, json=json.loads(acme.profiles["wrong"])))
    page.wait_for_function("() => fetch !== native.fetch.value")
    ask(page, "/profiles/wrong")
    (verdict,) = wait_for(page, "verdict")
    assert (verdict["code"], verdict["remedy"], verdict["message"]) == ("E_FORMAT", "fix-input", "not a song")
    assert (verdict["requestId"], verdict["stage"]) == ("t-3", "GET /profiles/wrong")
    assert announced(page, "notice")[0]["title"] == "This kind of file is not supported."


def test_a_bad_profile_costs_itself_only(page: Page, site: Site, acme: WatchedApi) -> None:
    acme.profiles["broken.json"] = "{"
    acme.profiles["taken.json"] = json.dumps({"system": "mori", "codes": {}})
    acme.profiles["hostile.json"] = json.dumps({"system": "x", "widget": "][", "events": {"x:error": {"as": "error"}}})
    acme.profiles["partly.json"] = json.dumps(
        {
            "system": "partly",
            "codes": {"E_A": "confg", "E_B": "rate-limit"},
            "widget": "acme-player",
            "events": {"partly:error": {"as": "error", "code": "detail.code"}, "partly:x": 7},
        }
    )
    said = open_players(page, site, "gone.json broken.json taken.json hostile.json partly.json acme.json")
    page.wait_for_function("() => listened.includes('partly:error')")
    say(page, "p1", "partly:error", {"code": "E_B"})
    say(page, "p2", "acme:error", {"code": "E_FORMAT"})
    seen = [(verdict["system"], verdict["code"], verdict["path"]) for verdict in wait_for(page, "verdict", 2)]
    assert seen == [("partly", "E_B", "rate-limit"), ("acme", "E_FORMAT", "retry")]
    warnings = "\n".join(said)
    for part in (
        "/profiles/gone.json cannot be used: Error: HTTP 404",
        "/profiles/broken.json cannot be used: SyntaxError",
        "/profiles/hostile.json cannot be used: SyntaxError",
        'data-profile, /profiles/taken.json: system: "mori" is taken.',
        "data-profile, /profiles/partly.json: codes.E_A.path is 'confg'. It may be: auth, config, rate-limit, retry.",
        'data-profile, /profiles/partly.json: events.partly:x is 7. It may be: an object with "as".',
    ):
        assert part in warnings, (part, warnings)


# A profile is no code

#: Widgets that are elements of the browser's own: they have more methods and attributes than others.
PLAIN = {
    "frame": ("iframe", {"attribute": "srcdoc"}),
    "form": ("form", {"method": "submit"}),
    "reset": ("form", {"method": "reset"}),
    "video": ("video", {"method": "load"}),
    "link": ("a", {"attribute": "hreflang"}),
    "object": ("object", {"attribute": "codetype"}),
    "input": ("input", {"method": "setCustomValidity"}),
    "button": ("button", {"attribute": "commandfor"}),
    "new handler": ("acme-player", {"attribute": "onbeforetoggle"}),
    "markup": ("acme-player", {"method": "setHTMLUnsafe"}),
    "listener": ("acme-player", {"method": "addEventListener"}),
    "handler": ("acme-player", {"attribute": "onclick"}),
    "style": ("acme-player", {"attribute": "style"}),
    "editing": ("acme-player", {"attribute": "contenteditable"}),
}


@pytest.mark.parametrize("what", PLAIN)
def test_a_token_is_given_by_nothing_that_elements_have(page: Page, site: Site, api: WatchedApi, what: str) -> None:
    kind, token = PLAIN[what]
    events = {"acme:expired": {"as": "expired"}, "acme:error": {"as": "error"}}
    api.profiles["acme.json"] = json.dumps({"system": "acme", "widget": "#p", "events": events, "token": token})
    page.add_init_script("window.submitted = 0; addEventListener('submit', () => window.submitted++)")
    said = open_players(page, site, body=f'<{kind} id="p"></{kind}>', policy="")
    before = page.evaluate("() => document.getElementById('p').outerHTML")
    page.evaluate(
        """() => {
          const code = '<img src=x onerror="window.ran = true">';
          pywidget.tokenProvider(() => code);
          const widget = document.getElementById("p");
          widget.dispatchEvent(new CustomEvent("acme:expired", { bubbles: true }));
        }"""
    )
    page.wait_for_function("() => announced.some(({ name }) => /^renew/.test(name))")
    page.evaluate("() => document.getElementById('p').click?.()")
    assert page.evaluate("() => document.getElementById('p').outerHTML") == before
    assert page.evaluate("() => [window.ran, location.pathname.startsWith('/page/')]") == [None, True]
    (warning,) = {text for text in said if "token" in text and text.startswith("pywidget: ")}
    assert next(iter(token.values())) in warning


@pytest.fixture
def foreign(bundle: Path) -> Iterator[Site]:
    """Somebody else's site, which would give tokens."""
    with serve(Site(bundle, HERE / "files")) as site:
        yield site


def foreign_token(page: Page, site: Site, foreign: Site, api: WatchedApi, url: str, **attributes: str) -> list[str]:
    token = {"method": "useToken", "url": url.replace("FOREIGN", foreign.url)}
    api.profiles["acme.json"] = json.dumps({**ACME, "token": token})
    said = open_players(page, site, policy="", **attributes)
    say(page, "p1", "acme:expired")
    return said


@pytest.mark.parametrize(
    "url", ["FOREIGN/token", "//FOREIGN/token", "/\\\\FOREIGN/token", " FOREIGN/token", "data:,{}"]
)
def test_a_token_comes_from_the_pages_own_site(
    page: Page, site: Site, foreign: Site, api: WatchedApi, url: str
) -> None:
    if url[:2] in ("//", "/\\"):
        url = url.replace("FOREIGN", foreign.url.partition("://")[2])
    said = foreign_token(page, site, foreign, api, url, token_url="/token")
    page.wait_for_function("() => announced.some(({ name }) => name == 'renewal-failed')")
    assert foreign.requests == []
    assert site.token_requests == []
    assert page.evaluate("() => document.getElementById('p1').given") == []
    assert [text for text in said if "token.url" in text]


def test_a_token_comes_from_where_the_tag_says_too(page: Page, site: Site, foreign: Site, api: WatchedApi) -> None:
    # It answers without CORS; that it was asked is enough.
    with page.expect_event("requestfailed", lambda request: request.url == f"{foreign.url}/other"):
        foreign_token(page, site, foreign, api, "FOREIGN/other", token_url=f"{foreign.url}/token")
    assert "/other" in foreign.requests


def test_the_names_that_elements_have_are_listed(page: Page) -> None:
    found = page.evaluate(
        """() => {
          const names = new Set();
          for (let from = HTMLElement.prototype; from; from = Object.getPrototypeOf(from)) {
            for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(from))) {
              if (typeof value == "function") names.add(name);
            }
          }
          return [...names];
        }"""
    )
    assert sorted(set(found) - set(METHODS)) == []


def test_stop_ends_the_listening(page: Page, site: Site, acme: WatchedApi) -> None:
    assert acme.profiles
    open_players(page, site)
    say(page, "p1", "acme:error", {"code": "E_KEY"})
    wait_for(page, "verdict")
    page.evaluate("() => { pywidget.stop(); }")
    say(page, "p1", "acme:error", {"code": "E_FORMAT"})
    page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))")
    assert len(announced(page, "verdict")) == 1
