"""The border: what the page tells Python, and what Python can have done. A recorder takes Python's place here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pywidget.locales import texts

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route
    from site_for_tests import Site

SCRIPTS = "".join(f'<script src="/files/{name}.js"></script>' for name in ("stand-in", "acting", "python"))
WIDGET = '<ats-widget id="w1"></ats-widget>'
CODE = "common.service_unavailable"
SECOND = 1_000


def open_page(page: Page, site: Site, body: str = WIDGET, **attributes: str) -> None:
    """Open a page whose Python is the recorder."""
    page.goto(site.page(body, head=SCRIPTS, attributes={name.replace("_", "-"): it for name, it in attributes.items()}))
    page.evaluate("() => { pywidget.interpreter = python; }")


def stop_the_clock(page: Page) -> None:
    """Let time pass only as the test says: on a busy machine seconds go by between two calls."""
    page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + 1)


def start(page: Page) -> None:
    """Let the first widget fail, which starts Python, and wait until Python has been told."""
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.wait_for_function("() => python.of('event').some(({ name }) => name == 'allfeat:failed')")


def heard(page: Page, kind: str) -> list[dict[str, Any]]:
    """The messages of a kind, once all that is under way has arrived."""
    flushes = page.evaluate("() => { pywidget.flush(); return python.of('flush').length; }")
    page.wait_for_function("(before) => python.of('flush').length > before", arg=flushes)
    messages: list[dict[str, Any]] = page.evaluate("(kind) => python.of(kind)", kind)
    return messages


def last_look(page: Page) -> dict[str, Any]:
    page.evaluate("() => document.getElementById('w1').say('allfeat:ready', {})")
    look: dict[str, Any] = heard(page, "event")[-1]["look"]
    return look


# What the script tag keeps


def test_an_event_says_which_screen_it_came_from(page: Page, site: Site) -> None:
    open_page(page, site, f'{WIDGET}<ats-widget id="w2"></ats-widget><ats-widget id="w3"></ats-widget>')
    page.evaluate(
        """(code) => {
            const [first, second, third] = document.querySelectorAll("ats-widget");
            first.say("allfeat:upload-complete", { filename: "a.wav" }, { screen: "UPLOAD" });
            first.say("allfeat:confirmed", { transactionId: "t1" }, { screen: "CONFIRMING" });
            first.say("allfeat:step", { step: "s" }, { screen: "TRACKING" });
            first.say("allfeat:error", { code }, { screen: "TRACKING" });
            first.show({ screen: "FAILED" });
            second.getState = () => { throw new Error("no state"); };
            second.say("allfeat:error", { code });
            third.getState = () => ({ screen: { toString() { throw new Error("no text"); } } });
            third.say("allfeat:error", { code });
        }""",
        CODE,
    )
    page.wait_for_function("() => python.of('event').length == 6")
    told = [(event["name"].removeprefix("allfeat:"), event["screen"]) for event in heard(page, "event")]
    assert told == [
        ("upload-complete", "UPLOAD"),
        ("confirmed", "CONFIRMING"),
        ("step", "TRACKING"),
        ("error", "TRACKING"),
        ("error", None),
        ("error", None),
    ]
    # It had changed by the time Python was there.
    assert heard(page, "event")[0]["look"]["screen"] == "FAILED"


def is_started(page: Page, site: Site) -> bool:
    page.evaluate("() => fetch('/login')")
    return "/pywidget/pywidget-page.js" in site.requests


def test_silence_is_noticed_150_seconds_after_the_last_step(page: Page, site: Site) -> None:
    page.clock.install()
    open_page(page, site)
    stop_the_clock(page)
    say = "(name) => document.getElementById('w1').say(name, {}, { screen: 'TRACKING' })"
    page.evaluate(say, "allfeat:confirmed")
    for _ in range(2):
        page.clock.run_for(100 * SECOND)
        page.evaluate(say, "allfeat:step")
    page.clock.run_for(149 * SECOND)
    page.evaluate("() => fetch('/login')")
    assert not page.evaluate("() => python.begun")
    page.clock.run_for(SECOND)
    page.wait_for_function("() => python.of('event').length == 3")
    assert [round(event["age"], -3) for event in heard(page, "event")] == [350_000, 250_000, 150_000]


def test_the_steps_of_one_widget_do_not_hide_the_silence_of_another(page: Page, site: Site) -> None:
    page.clock.install()
    open_page(page, site, f'{WIDGET}<ats-widget id="w2"></ats-widget>')
    stop_the_clock(page)
    say = "([id, name]) => document.getElementById(id).say(name, {}, { screen: 'TRACKING' })"
    page.evaluate(say, ["w1", "allfeat:confirmed"])
    page.evaluate(say, ["w2", "allfeat:confirmed"])
    for _ in range(3):
        page.clock.run_for(50 * SECOND)
        page.evaluate(say, ["w2", "allfeat:step"])
    page.wait_for_function("() => python.begun")


def test_silence_after_the_end_is_no_trouble(page: Page, site: Site) -> None:
    page.clock.install()
    open_page(page, site)
    stop_the_clock(page)
    page.evaluate(
        """() => {
            const widget = document.getElementById("w1");
            widget.say("allfeat:confirmed", {}, { screen: "TRACKING" });
            widget.say("allfeat:complete", {}, { screen: "COMPLETE" });
        }"""
    )
    page.clock.run_for(200 * SECOND)
    assert not is_started(page, site)


@pytest.mark.parametrize(("screen", "started"), [("TRACKING", True), ("CONFIRMING", True), ("FORM", False)])
def test_a_widget_that_was_at_work_before_the_script_tag(page: Page, site: Site, screen: str, started: bool) -> None:  # noqa: FBT001
    page.goto(site.page(WIDGET, head=SCRIPTS, tag=False, policy=""))
    page.evaluate(
        "(screen) => { w1.show({ screen }); return addTag(); }",
        screen,
    )
    assert is_started(page, site) == started


def test_a_widget_that_throws_when_it_is_looked_at_harms_nothing(page: Page, site: Site) -> None:
    page.goto(site.page(f'{WIDGET}<ats-widget id="w2"></ats-widget>', head=SCRIPTS, tag=False, policy=""))
    page.evaluate(
        """() => {
            w2.show({ screen: "FAILED" });
            Object.defineProperty(w1, "shadowRoot", { get() { throw new Error("no root"); } });
            return addTag();
        }"""
    )
    assert is_started(page, site)


@pytest.mark.parametrize("back", [True, False])
def test_python_is_told_that_it_is_started_because_the_connection_is_back(page: Page, site: Site, back: bool) -> None:  # noqa: FBT001
    open_page(page, site)
    if back:
        page.route("**/pywidget-page.js*", lambda route: route.abort())
        page.evaluate("(code) => fail('w1', code)", CODE)
        page.wait_for_function("() => of('unavailable').length")
        page.unroute("**/pywidget-page.js*")
        page.evaluate("() => { dispatchEvent(new Event('online')); }")
    else:
        start(page)
    page.wait_for_function("() => python.begun")
    assert page.evaluate("() => python.begun.back") == (True if back else None)


# What a widget shows


def test_a_look_says_what_is_wrong_and_what_can_be_pressed(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate(
        """() => draw("w1",
            ["div", { class: "ats-alert ats-alert-error", hidden: "" }, "Not to be seen"],
            ["div", { class: "ats-alert ats-alert-error" },
                ["p", {}, "The works could not be loaded."], ["button", { "data-action": "reload-works" }, "Retry"]],
            ["code", { class: "ats-request-id-value" }, " req_7 "],
            ["button", { "data-action": "submit", disabled: "" }, "Register"],
            ["button", { "data-action": "work", id: "one" }, "One"],
            ["button", { "data-action": "work" }, "Two"],
            ["a", { "data-action": "back-to-list" }, "Back"],
            ["button", { "data-action": "off", "aria-disabled": "true" }, "Off"],
            ["button", { id: "retry-btn" }, "Again"])"""
    )
    look = last_look(page)
    assert look["alert"] == "The works could not be loaded."
    assert look["requestId"] == "req_7"
    assert look["buttons"] == ["reload-works", "work", "back-to-list", "retry"]
    assert look["retry"] is True


def test_a_look_stays_small_and_keeps_secrets(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate(
        """() => {
            const buttons = Array.from({ length: 100 }, (_, at) => ["button", { "data-action": `a${at}` }, "x"]);
            document.getElementById("w1").setToken("a token that is secret");
            draw("w1",
                ["p", { class: "ats-alert-error" }, "a token that is secret", "y".repeat(5000)],
                ["p", { class: "ats-request-id-value" }, "z".repeat(5000)],
                ...buttons);
        }"""
    )
    look = last_look(page)
    assert look["alert"].startswith("[secret]")
    assert len(look["alert"]) <= 200
    assert look["requestId"] == "z" * 200
    assert look["buttons"] == [f"a{at}" for at in range(20)]


def test_a_look_at_a_widget_with_nothing_in_it(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate("() => draw('w1')")
    look = last_look(page)
    assert "alert" not in look
    assert "requestId" not in look
    assert look["buttons"] == []


def test_python_hears_of_redraws_that_change_what_it_can_read(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate("() => python.border.observeRedraws(1, 1)")
    draw = """(text) => draw("w1", ["p", {}, text], ["button", { "data-action": "retry" }, text])"""
    page.evaluate(draw, "once")
    page.evaluate(draw, "twice")
    assert heard(page, "looked") == []
    page.evaluate("() => draw('w1', ['p', { class: 'ats-alert-error' }, 'No'])")
    page.evaluate("() => draw('w1', ['p', { class: 'ats-alert-error' }, 'No'])")
    told = heard(page, "looked")
    assert [(message["look"]["alert"], message["changed"]) for message in told] == [("No", "")]
    # Nothing is added or removed where a button is released or a text is changed.
    page.evaluate("() => draw('w1', ['button', { 'data-action': 'submit', disabled: '' }, 'x'])")
    assert [message["look"]["buttons"] for message in heard(page, "looked")[1:]] == [[]]
    page.evaluate("() => { w1.shadowRoot.querySelector('button').disabled = false; }")
    assert [message["look"]["buttons"] for message in heard(page, "looked")[2:]] == [["submit"]]
    page.evaluate("() => w1.setAttribute('site-key', 'another')")
    assert heard(page, "looked")[-1]["changed"] == "site-key"
    page.evaluate(
        "() => { python.border.observeRedraws(1, 0); draw('w1', ['p', { class: 'ats-alert-error' }, 'Again']); }"
    )
    assert heard(page, "looked")[-1]["changed"] == "site-key"


# What visitors do


def test_presses_inside_of_a_widget_are_told(page: Page, site: Site) -> None:
    open_page(page, site, f'{WIDGET}<button data-action="outside">Outside</button>')
    draw = """() => draw("w1",
        ["button", { "data-action": "submit" }, ["b", {}, "Register"]],
        ["button", { "data-action": "back" }, "Back"],
        ["button", { id: "retry-btn" }, "Retry"],
        ["button", {}, "Nothing"])"""
    page.evaluate(draw)
    # Presses count only once Python is there.
    page.get_by_text("Register").click()
    start(page)
    page.evaluate(draw)
    page.get_by_text("Outside").click()
    page.get_by_text("Nothing").click()
    page.get_by_text("Register").click()
    page.get_by_text("Back").focus()
    page.keyboard.press("Enter")
    page.evaluate("() => w1.shadowRoot.querySelector('#retry-btn').click()")
    page.evaluate("() => python.border.pressButton(1, 'back')")
    pressed = heard(page, "pressed")
    assert [(press["widget"], press["action"]) for press in pressed] == [
        (1, "submit"),
        (1, "back"),
        (1, "retry"),
        (1, "back"),
    ]
    assert pressed[0]["look"]["buttons"] == ["submit", "back", "retry"]


def test_a_press_comes_before_what_the_widget_says_to_it(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate("() => draw('w1', ['button', { 'data-action': 'submit' }, 'Register'])")
    page.evaluate(
        """() => w1.shadowRoot.querySelector("button").addEventListener("click", () => {
            w1.say("allfeat:upload-start", {}, { screen: "UPLOAD" });
        })"""
    )
    page.get_by_text("Register").click()
    heard(page, "pressed")
    kinds = page.evaluate("() => python.heard.map(({ kind, name }) => name ?? kind).slice(-3)")
    assert kinds == ["pressed", "allfeat:upload-start", "flush"]


def test_coming_back_to_the_window_is_told(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    before = len(heard(page, "resumed"))
    page.evaluate("() => { dispatchEvent(new Event('focus')); }")
    assert len(heard(page, "resumed")) == before + 1
    # A field that gets the focus does not mean that the visitor returned.
    page.evaluate("() => { document.body.append(document.createElement('input')); }")
    page.locator("body > input").focus()
    assert len(heard(page, "resumed")) == before + 1


def test_after_stop_nothing_is_told(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate("() => draw('w1', ['button', { 'data-action': 'submit' }, 'Register'])")
    page.evaluate("() => pywidget.stop()")
    page.wait_for_function("() => !document.querySelector('pywidget-notice')")
    told = page.evaluate("() => python.heard.length")
    page.get_by_text("Register").click()
    page.evaluate("() => { dispatchEvent(new Event('focus')); }")
    page.evaluate("() => fetch('/login')")
    assert page.evaluate("() => python.heard.length") == told


# What is done to widgets


def test_only_buttons_that_can_be_pressed_are_pressed(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate(
        """() => {
            draw("w1",
                ["button", { "data-action": "list", disabled: "" }, "1"],
                ["button", { "data-action": "list" }, "2"],
                ["button", { "data-action": 'a"]b' }, "3"],
                ["button", { id: "retry-btn" }, "4"]);
            window.clicked = [];
            w1.shadowRoot.addEventListener("click", ({ target }) => clicked.push(target.textContent));
            for (const action of ["list", 'a"]b', "retry", "not there", ""]) python.border.pressButton(1, action);
            python.border.pressButton(99, "list");
        }"""
    )
    assert page.evaluate("() => clicked") == ["2", "3", "4"]


FORM = """() => draw("w1",
    ["input", { name: "hidden_field", type: "hidden" }],
    ["input", { name: "title", hidden: "" }],
    ["input", { name: "artist" }],
    ["div", { "data-field": "Release-Date" }, ["input", { name: "date" }]],
    ["input", { id: "workTitle" }],
    ["input", { name: "closed", disabled: "" }],
    ["button", { "data-action": "back" }, "Back"],
    ["button", { "data-action": "submit", name: "submit" }, "Register"])"""


@pytest.mark.parametrize(
    ("fields", "reached"),
    [
        (["artist"], "artist"),
        (["work_title", "artist"], "workTitle"),
        (["WORK-TITLE"], "workTitle"),
        (["releaseDate"], "date"),
        # Fields that cannot be seen or do not exist are passed over.
        (["hidden_field", "title", "closed", "nowhere", "artist"], "artist"),
        (["nowhere"], "submit"),
        ([], "submit"),
        (['"]', "artist"], "artist"),
    ],
)
def test_the_focus_goes_to_the_field_that_is_named(page: Page, site: Site, fields: list[str], reached: str) -> None:
    open_page(page, site)
    start(page)
    page.evaluate(FORM)
    page.evaluate("(fields) => python.border.focusWidget(1, JSON.stringify(fields))", fields)
    assert page.evaluate("() => focused()") == reached


@pytest.mark.parametrize(
    ("rows", "reached"),
    [
        ([["button", {"data-action": "submit", "disabled": ""}, "x"], ["input", {"name": "first"}]], "first"),
        ([["textarea", {"name": "text"}], ["button", {"name": "button"}, "x"]], "text"),
        (
            [["button", {"name": "copy", "data-action": "copy-request-id"}, "x"], ["button", {"name": "go"}, "x"]],
            "go",
        ),
        ([["button", {"name": "copy", "data-action": "copy-request-id"}, "x"]], "copy"),
        ([["p", {}, "Nothing to press"]], "w1"),
    ],
)
def test_the_focus_goes_to_what_there_is(page: Page, site: Site, rows: list[Any], reached: str) -> None:
    open_page(page, site, f'{WIDGET}<button id="next">Next</button>')
    start(page)
    page.evaluate("(rows) => draw('w1', ...rows)", rows)
    page.evaluate("() => python.border.focusWidget(1, '[]')")
    assert page.evaluate("() => focused()") == reached
    page.evaluate("() => document.getElementById('next').focus()")
    assert page.evaluate("() => w1.hasAttribute('tabindex')") is False


def test_from_a_widget_as_a_whole_the_tab_key_leads_into_it(page: Page, site: Site) -> None:
    open_page(page, site, f'{WIDGET}<button id="next">Next</button>')
    start(page)
    page.evaluate("() => { draw('w1', ['p', {}, 'Please wait']); python.border.focusWidget(1, '[]'); }")
    page.evaluate("() => draw('w1', ['button', { name: 'inside' }, 'Go on'])")
    page.keyboard.press("Tab")
    assert page.evaluate("() => focused()") == "inside"
    # Left there, it would keep the Tab key from coming back in.
    assert page.evaluate("() => w1.hasAttribute('tabindex')") is False


def test_what_has_the_focus_is_in_sight(page: Page, site: Site) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, site)
    start(page)
    page.evaluate("() => draw('w1', ['div', {}], ['input', { name: 'far' }])")
    page.evaluate("() => { w1.shadowRoot.firstChild.style.height = '3000px'; }")
    page.evaluate("() => python.border.focusWidget(1, '[]')")
    assert page.evaluate("() => focused()") == "far"
    assert page.evaluate("() => w1.shadowRoot.querySelector('input').getBoundingClientRect().bottom <= innerHeight")


# Sign in


def login_of(url: str) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(url)
    return parts.path, parse_qs(parts.query)


@pytest.mark.parametrize("how", ["tab", "popup"])
def test_the_login_page_is_opened_beside_the_page(page: Page, site: Site, how: str) -> None:
    open_page(page, site)
    start(page)
    here = urlsplit(page.url).path
    with page.expect_popup() as opening:
        page.evaluate("(how) => python.border.openLogin(1, '/login?x=1', how, 'next')", how)
    login = opening.value
    login.wait_for_load_state()
    assert login_of(login.url) == ("/login", {"x": ["1"], "next": [here]})
    assert login.evaluate("() => opener") is None
    assert heard(page, "login-blocked") == []
    assert urlsplit(page.url).path == here


def test_the_login_page_in_place_of_the_page(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    here = urlsplit(page.url).path
    with page.expect_navigation():
        page.evaluate("() => python.border.openLogin(1, '/login', 'page', '')")
    assert login_of(page.url) == ("/login", {"return_to": [here]})


def test_another_site_is_not_told_the_way_back(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate("() => { window.open = (url) => { window.opened = `${url}`; return {}; }; }")
    page.evaluate("() => python.border.openLogin(1, 'https://login.test/?a=b', 'tab', 'next')")
    assert page.evaluate("() => opened") == "https://login.test/?a=b"


def test_a_popup_stands_in_the_middle_of_the_window(page: Page, site: Site) -> None:
    open_page(page, site)
    start(page)
    page.evaluate(
        """() => {
            const place = { screenX: 100, screenY: 50, outerWidth: 1000, outerHeight: 800 };
            for (const [name, value] of Object.entries(place)) Object.defineProperty(window, name, { value });
            window.open = (url, target, features) => { window.opened = [target, features]; return {}; };
            python.border.openLogin(1, "/login", "popup", "next");
        }"""
    )
    assert page.evaluate("() => opened") == ["_blank", "popup,width=480,height=640,left=360,top=130"]


@pytest.mark.parametrize("open_", ["() => null", "() => { throw new Error('no windows'); }"])
def test_a_login_page_that_is_blocked_is_told(page: Page, site: Site, open_: str) -> None:
    open_page(page, site)
    start(page)
    page.evaluate(f"() => {{ window.open = {open_}; }}")
    page.evaluate("() => python.border.openLogin(1, '/login', 'tab', 'next')")
    assert [message["widget"] for message in heard(page, "login-blocked")] == [1]


# Without Python and without a connection

#: ``navigator.onLine``, as the test wants it.
IS_ONLINE = "window.isOnline = true; Object.defineProperty(navigator, 'onLine', { get: () => window.isOnline });"


def refuse(route: Route) -> None:
    route.abort("internetdisconnected")


def lose_connection(page: Page) -> None:
    """The page's module is there, Python cannot be fetched. To be called before the page is opened."""
    page.add_init_script(IS_ONLINE)
    page.add_init_script("addEventListener('DOMContentLoaded', () => { window.isOnline = false; });")
    page.route("**/micropython.wasm", refuse)


def regain_connection(page: Page) -> None:
    page.evaluate("() => { window.isOnline = true; dispatchEvent(new Event('online')); }")


PLAIN = "ats-widget + pywidget-notice[data-shown]"


def words(page: Page) -> list[str]:
    page.locator(f"{PLAIN} .title").wait_for()
    return page.locator(f"{PLAIN} p").all_inner_texts()


def test_without_a_connection_visitors_are_told_so(page: Page, site: Site) -> None:
    lose_connection(page)
    page.goto(site.page(WIDGET, head=SCRIPTS))
    page.evaluate("(code) => fail('w1', code)", CODE)
    english = texts("en")
    assert words(page) == [english["title.offline"]]
    assert page.locator(f"{PLAIN} [role=alert] p").count() == 1
    assert page.locator(f"{PLAIN} button").count() == 0
    # Another failure would show the same notice: it stands already.
    page.evaluate("(code) => fail('w1', code, { requestId: 'req_2' })", CODE)
    page.wait_for_function("() => of('unavailable').length >= 2")
    assert [notice["kind"] for notice in page.evaluate("() => of('notice')")] == ["offline"]
    page.unroute("**/micropython.wasm")
    regain_connection(page)
    # Nothing is lost, and only Python's own notice is left.
    page.wait_for_function("() => of('verdict').length == 2")
    page.wait_for_function("() => document.querySelectorAll('pywidget-notice').length == 1")
    assert [verdict["requestId"] for verdict in page.evaluate("() => of('verdict')")] == ["req_w1", "req_2"]


@pytest.mark.parametrize(
    ("page_language", "setting", "told"),
    [
        ("de-AT", None, "de"),
        ("de", "ar", "ar"),
        ("zh-CN", None, "zh-Hans"),
        # Readers of one Chinese script do not get texts in the other.
        ("zh-TW", None, "zh-Hant"),
        ("nn-NO", None, "nb"),
        ("iw", None, "he"),
        ("in", None, "id"),
        ("no language", "neither", "en"),
    ],
)
def test_without_a_connection_in_the_language_of_the_visitor(
    page: Page, site: Site, page_language: str, setting: str | None, told: str
) -> None:
    lose_connection(page)
    page.goto(site.page(WIDGET, head=SCRIPTS, lang=page_language, attributes={"lang": setting} if setting else {}))
    page.evaluate("(code) => fail('w1', code)", CODE)
    assert words(page) == [texts(told)["title.offline"]]
    card = page.locator(f"{PLAIN} .card")
    assert (card.get_attribute("lang"), card.get_attribute("dir")) == (told, "rtl" if told in ("ar", "he") else "ltr")


def test_what_was_said_without_python_goes_with_its_reason(page: Page, site: Site) -> None:
    lose_connection(page)
    page.goto(site.page(f'{WIDGET}<ats-widget id="w2"></ats-widget>', head=SCRIPTS))
    page.evaluate("(code) => { fail('w1', code); expire('w2', 'v3'); }", CODE)
    page.locator(PLAIN).nth(1).wait_for()
    page.evaluate("() => w2.remove()")
    page.wait_for_function("() => document.querySelectorAll('pywidget-notice').length == 1")
    # Python cannot come, and yet there is a connection: that there is none would be untrue.
    regain_connection(page)
    page.wait_for_function("() => !document.querySelector('pywidget-notice[data-shown]')")
    page.wait_for_function("() => of('unavailable').length >= 2")
    assert page.locator("pywidget-notice").count() == 0


def test_what_was_said_without_python_goes_when_it_is_stopped(page: Page, site: Site) -> None:
    lose_connection(page)
    page.goto(site.page(WIDGET, head=SCRIPTS))
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.locator(PLAIN).wait_for()
    page.evaluate("() => pywidget.stop()")
    assert page.locator("pywidget-notice").count() == 0


def test_without_a_connection_nothing_is_said_where_nothing_is_wrong(page: Page, site: Site) -> None:
    lose_connection(page)
    page.goto(site.page(WIDGET, head=SCRIPTS, attributes={"boot": "idle"}))
    page.wait_for_function("() => of('unavailable').length")
    assert page.locator("pywidget-notice").count() == 0
    page.evaluate("(code) => fail('w1', code)", CODE)
    page.locator(PLAIN).wait_for()
