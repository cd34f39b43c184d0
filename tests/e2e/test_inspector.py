"""The inspector of ``data-debug="on"``: what an integrator sees while building a page, and what nobody may see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from notice_stage import ROOT
from recorded import LONGEST, Told, check_end, recording
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Route
    from site_for_tests import Site

FILE = "/pywidget/pywidget-inspector.js"
SCRIPTS = "".join(f'<script src="/files/{name}.js"></script>' for name in ("inspected", "stand-in", "acting"))
SCRIPTS_IN_TIME = f'{SCRIPTS}<script src="/files/idle.js"></script><script src="/files/time.js"></script>'
MARK = "S3CR3T"
MOST_LINES = 200


def open_page(page: Page, site: Site, *ids: str, scripts: str = SCRIPTS, **attributes: str) -> None:
    """Open a page with an inspector, and wait for Python."""
    body = "".join(f'<ats-widget id="{name}" token="first-{name}"></ats-widget>' for name in ids or ("w1",))
    given = {"debug": "on", "token-url": "/token", "contact": "help@example.org", **attributes}
    page.goto(
        site.page(
            f"<main>{body}</main>",
            head=scripts,
            attributes={key.replace("_", "-"): value for key, value in given.items()},
        )
    )
    page.wait_for_selector('pywidget-inspector[data-python="ready"]', state="attached")


def inspector(page: Page) -> Locator:
    return page.locator("pywidget-inspector")


def button(page: Page, name: str) -> Locator:
    return inspector(page).get_by_role("button", name=name)


def has_line(page: Page, group: str, name: str, widget: str = "") -> None:
    """Wait until there is such a line."""
    page.wait_for_function("(line) => hasLine(...line)", arg=[group, name, widget])


def lines(page: Page, *groups: str) -> list[dict[str, str]]:
    """The lines that are shown, of some groups or of all."""
    found: list[dict[str, str]] = page.evaluate("() => lines()")
    return [line for line in found if not groups or line["group"] in groups]


def copied(page: Page) -> Any:
    """What *Copy as JSON* copies."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(page, "Copy as JSON").click()
    inspector(page).get_by_role("status").get_by_text("copied").wait_for()
    return json.loads(page.evaluate("() => navigator.clipboard.readText()"))


def console_of(page: Page) -> list[str]:
    texts: list[str] = []
    page.on("console", lambda message: texts.append(message.text) if message.type in ("warning", "error") else None)
    return texts


# ---- whether it is there


@pytest.mark.parametrize("debug", [None, "off", "yes"])
def test_is_not_fetched_unless_it_is_wanted(page: Page, site: Site, debug: str | None) -> None:
    attributes = {"boot": "now"} if debug is None else {"boot": "now", "debug": debug}
    page.goto(site.page('<ats-widget id="w1"></ats-widget>', head=SCRIPTS, attributes=attributes))
    page.evaluate("() => pywidget.ready")
    assert "/pywidget/pywidget-page.js" in site.requests
    assert FILE not in site.requests
    assert inspector(page).count() == 0


def test_nothing_of_it_is_in_what_other_pages_load(site: Site, page: Page, bundle: Path) -> None:
    for name in ("pywidget.js", "pywidget-page.js"):
        path = next(bundle.rglob(name))
        text = page.request.get(f"{site.url}/pywidget/{path.relative_to(bundle).as_posix()}").text()
        assert len(text) == len(path.read_text(encoding="utf-8"))
        assert "Copy as JSON" not in text
        assert "Timeline" not in text
    assert "Copy as JSON" in next(bundle.rglob("pywidget-inspector.js")).read_text(encoding="utf-8")


def test_a_page_works_without_the_file(page: Page, site: Site) -> None:
    texts = console_of(page)
    page.route("**/pywidget-inspector.js", lambda route: route.fulfill(status=404))
    page.goto(
        site.page('<ats-widget id="w1"></ats-widget>', head=SCRIPTS, attributes={"debug": "on", "token-url": "/token"})
    )
    page.evaluate("() => expire('w1', 'v3')")
    page.wait_for_function("() => of('renewed').length")
    assert inspector(page).count() == 0
    assert len([text for text in texts if text.startswith("pywidget: no inspector")]) == 1


@pytest.mark.parametrize("name", ["401-twice-within-20s", "session.rate_limited", "two-widgets", "v1-503"])
def test_changes_nothing(page: Page, site: Site, name: str) -> None:
    def told(**attributes: str) -> Any:
        """What was made of it and done about it."""
        site.tokens.clear()
        given = {"boot": "now", "token-url": "/token", "analytics": "segment", **attributes}
        page.goto(site.page("<main></main>", head=SCRIPTS_IN_TIME, attributes=given))
        page.evaluate("() => pywidget.ready")
        page.evaluate(
            "([one, longest]) => inOwnTime(async () => { await play(one, longest); await pause(2e3); })",
            [recording(name), LONGEST],
        )
        check_end(name, Told(*page.evaluate('() => [told(""), reported(""), given("")]')))
        return page.evaluate(
            """() => [
                ["verdict", "renewed", "disabled"].map((name) => told("", name).map(({ target, detail }) =>
                    [target, detail.code, detail.path, detail.remedy, detail.attempts])),
                given("").map(({ token, inListener }) => [token, inListener]),
                [...document.querySelectorAll("main ~ :not(pywidget-inspector)")].map(({ localName }) => localName),
            ]"""
        )

    assert told(debug="on") == told()


# ---- what it shows


def test_each_path_from_the_event_to_the_report(page: Page, site: Site) -> None:
    texts = console_of(page)
    open_page(page, site, "auth", "config", "limit", "retry", analytics="segment nobody.knows")
    page.evaluate(
        """() => {
            expire("auth", "v3");
            fail("config", "session.key_inactive");
            fail("limit", "session.rate_limited");
            fail("retry", "common.service_unavailable");
        }"""
    )
    has_line(page, "renewal", "renewed", "#auth")
    for widget in ("config", "limit", "retry"):
        has_line(page, "report", "reported", f"#{widget}")
    has_line(page, "report", "nobody.knows")
    verdicts = {line["widget"]: (line["path"], line["name"]) for line in lines(page, "verdict")}
    assert verdicts == {
        "#auth": ("auth", "common.auth.expired"),
        "#config": ("config", "session.key_inactive"),
        "#limit": ("rate-limit", "session.rate_limited"),
        "#retry": ("retry", "common.service_unavailable"),
    }
    for part in ("contact-administrator", "submit", "req_config", "allfeat-widget"):
        assert part in next(line["text"] for line in lines(page, "verdict") if line["widget"] == "#config")
    renewal = [(line["name"], line["text"].partition(" after ")[0]) for line in lines(page, "renewal")]
    assert renewal[:3] == [("asked", "try 1 for submit"), ("answered", "a token"), ("delivered", "given to the widget")]
    assert (renewal[3][0], renewal[3][1][:9]) == ("renewed", "1 try in ")
    assert [line["name"] for line in lines(page, "heard") if line["widget"] == "#config"] == [
        "allfeat:error",
        "allfeat:failed",
    ]
    notices = {line["widget"]: line["name"] for line in lines(page, "notice")}
    assert notices == {"#config": "disabled", "#limit": "waiting", "#retry": "try-again"}
    has_line(page, "widget", "disabled", "#config")
    assert {(line["name"], line["text"]) for line in lines(page, "report") if line["widget"] == "page"} == {
        ("analytics.track", "was called"),
        ("nobody.knows", "is not there"),
    }
    # The end of a state is shown, too.
    page.evaluate("() => document.getElementById('config').setAttribute('site-key', 'another')")
    has_line(page, "widget", "enabled", "#config")
    has_line(page, "notice", "hidden", "#config")
    page.get_by_role("button", name="Back to the form").click()
    has_line(page, "visitor", "pressed", "#retry")
    page.evaluate("() => document.getElementById('auth').remove()")
    has_line(page, "widget", "left the page", "#auth")
    # Under the strictest policy, nothing was refused. (There is no icon.)
    assert [text for text in texts if "nobody.knows" not in text and "404" not in text] == []


def test_how_a_renewal_fails(page: Page, site: Site) -> None:
    site.token_answers[:] = [
        lambda: JSONResponse({}, 500),
        lambda: JSONResponse({}, 500),
        lambda: JSONResponse({}, 403),
    ]
    page.clock.install()
    open_page(page, site)
    page.evaluate("() => expire('w1', 'v3')")
    count = "([name, count]) => lines().filter((line) => line.name == name).length == count"
    for tries in (1, 2):
        page.wait_for_function(count, arg=["answered", tries])
        # No further than to the next question: its answer comes in real time, and is waited for by the clock.
        while not page.evaluate(count, ["asked", tries + 1]):
            page.clock.run_for(1_000)
    has_line(page, "renewal", "failed")
    told = [(line["name"], line["text"].partition(" after ")[0]) for line in lines(page, "renewal")]
    assert told == [
        ("asked", "try 1 for submit"),
        ("answered", "HTTP 500"),
        ("asked", "try 2 for submit"),
        ("answered", "HTTP 500"),
        ("asked", "try 3 for submit"),
        ("answered", "HTTP 403"),
        ("failed", "signed-out · 3 tries · 403"),
    ]


def test_turns_red_and_says_so_until_the_next_renewal(page: Page, site: Site) -> None:
    site.token_answers[:] = [lambda: JSONResponse({}, 403)]
    open_page(page, site, "one", "two")
    state = inspector(page).locator(".state")
    assert state.inner_text().startswith("Python ready")
    calm = inspector(page).locator(".mark").evaluate("(it) => getComputedStyle(it).backgroundColor")
    page.evaluate("() => expire('one', 'v3')")
    state.get_by_text("Renewal failed: signed-out (#one)").wait_for()
    assert inspector(page).locator(".mark").evaluate("(it) => getComputedStyle(it).backgroundColor") != calm
    # Closed, it says so too.
    button(page, "pywidget").click()
    assert state.is_visible()
    page.evaluate("() => expire('two', 'v3')")
    has_line(page, "renewal", "renewed", "#two")
    assert "Renewal failed" in state.inner_text()
    page.evaluate("() => expire('one', 'v3')")
    has_line(page, "renewal", "renewed", "#one")
    state.get_by_text("Python ready").wait_for(state="attached")


def test_lines_stand_in_the_order_of_their_times(page: Page, site: Site) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/micropython.wasm", hold)
    with page.expect_request("**/micropython.wasm"):
        page.goto(site.page('<ats-widget id="w1"></ats-widget>', head=SCRIPTS, attributes={"debug": "on"}))
    page.evaluate("() => fail('w1', 'common.forbidden')")
    # Long enough that no clock can be wrong about what came first.
    page.wait_for_function("(since) => performance.now() - since > 50", arg=page.evaluate("() => performance.now()"))
    waiting[0].continue_()
    has_line(page, "verdict", "common.forbidden")
    names = [line["name"] for line in lines(page)]
    assert names.index("allfeat:failed") < names.index("Python is ready") < names.index("common.forbidden")
    times = page.evaluate(
        """() => [...document.querySelector("pywidget-inspector").shadowRoot.querySelectorAll("li time")]
            .map(({ dateTime }) => dateTime)"""
    )
    assert times == sorted(times)


def test_what_is_wrong_with_a_profile(page: Page, site: Site) -> None:
    page.route("**/broken.json*", lambda route: route.fulfill(body="{"))
    page.route("**/taken.json*", lambda route: route.fulfill(json={"system": "mori", "codes": {}}))
    open_page(page, site, profile=f"/broken.json?key={MARK} /taken.json?key={MARK}")
    has_line(page, "warning", "data-profile: /broken.json?… cannot be used")
    page.wait_for_function("() => lines().some(({ name }) => name.startsWith('data-profile, /taken.json?…: '))")
    button(page, "Settings (2 warnings)").wait_for()
    assert MARK not in page.evaluate("() => everything()")


def test_details_open_one_by_one(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate("() => fail('w1', 'common.quota_exceeded', { details: { used: 3, limit: 4 } })")
    has_line(page, "verdict", "common.quota_exceeded")
    inspector(page).locator("li[data-group=heard] summary").first.click()
    shown = json.loads(inspector(page).locator("li[data-group=heard] pre").inner_text())
    assert shown["detail"]["details"] == {"used": 3, "limit": 4}
    assert shown["look"]["screen"] == "FAILED"


def test_settings_and_what_is_wrong_with_them(page: Page, site: Site) -> None:
    open_page(
        page,
        site,
        reset="sometimes",
        tokn_url="/token",
        notices="#nowhere",
        watch="nonsense",
        sample_rate="0.5",
        token_headers=f"X-Key: {MARK}; X-Site: {MARK}",
        login_url=f"https://me:{MARK}@example.org/login?key={MARK}#{MARK}",
    )
    page.evaluate("() => fail('w1', 'common.service_unavailable')")
    has_line(page, "notice", "try-again")
    button(page, "Settings (4 warnings)").click()
    warned = inspector(page).locator(".warnings li").all_inner_texts()
    for attribute in ('data-reset="sometimes"', "data-tokn-url", 'data-notices="#nowhere"', "data-watch: "):
        assert len([text for text in warned if text.startswith(attribute)]) == 1, warned
        assert len([line for line in lines(page, "warning") if line["name"].startswith(attribute)]) == 1
    rows = dict(row.split("\n", 1) for row in inspector(page).locator(".settings > div").all_inner_texts())
    assert rows["data-reset"] == "neverdefault, what was given is refused"
    assert rows["data-notices"] == "autodefault, what was given is refused"
    assert rows["data-boot"] == "errordefault"
    assert rows["data-sample-rate"] == "0.5"
    assert rows["data-token-headers"] == "X-Key: …; X-Site: …"
    assert rows["data-login-url"] == "https://…@example.org/login?…"
    assert MARK not in page.evaluate("() => everything()")
    assert MARK not in json.dumps(copied(page))


def test_python_that_does_not_come_and_comes_later(page: Page, site: Site) -> None:
    page.route("**/micropython.wasm", lambda route: route.abort())
    page.goto(site.page('<ats-widget id="w1"></ats-widget>', head=SCRIPTS, attributes={"debug": "on"}))
    page.wait_for_selector('pywidget-inspector[data-python="unavailable"]')
    assert "Python is not available" in inspector(page).locator(".panel").inner_text()
    (line,) = lines(page, "warning")
    assert line["text"] == "Error: micropython.wasm: it could not be reached"
    page.unroute("**/micropython.wasm")
    page.evaluate("() => fail('w1', 'common.service_unavailable')")
    has_line(page, "verdict", "common.service_unavailable")
    # It is the same one, and remembers.
    assert inspector(page).count() == 1
    assert lines(page)[0] == line
    page.wait_for_selector('pywidget-inspector[data-python="ready"]')


def test_one_widget_of_several(page: Page, site: Site) -> None:
    open_page(page, site, "one", "two")
    page.evaluate("() => { fail('one', 'common.forbidden'); fail('two', 'common.not_found'); pywidget.flush(); }")
    has_line(page, "page", "pywidget.flush()")
    inspector(page).get_by_label("Show").select_option("#two")
    assert {line["widget"] for line in lines(page)} == {"#two"}
    assert {line["widget"] for line in copied(page)["lines"]} == {"#two"}
    page.evaluate("() => { fail('one', 'common.bad_request'); fail('two', 'common.bad_request'); }")
    has_line(page, "verdict", "common.bad_request", "#two")
    assert {line["widget"] for line in lines(page)} == {"#two"}
    inspector(page).get_by_label("Show").select_option("")
    assert {line["widget"] for line in lines(page)} == {"#one", "#two", "page"}
    button(page, "Clear").click()
    inspector(page).get_by_text("Nothing yet.").wait_for()
    assert lines(page) == []


def test_what_is_copied(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate("() => fail('w1', 'common.service_unavailable')")
    has_line(page, "verdict", "common.service_unavailable")
    everything = copied(page)
    assert everything["page"] == page.url
    assert everything["python"]["state"] == "ready"
    assert everything["settings"] == {
        "data-debug": "on",
        "data-token-url": "/token",
        "data-contact": "help@example.org",
    }
    (verdict,) = (line for line in everything["lines"] if line["group"] == "verdict")
    assert (verdict["widget"], verdict["path"], verdict["detail"]["remedy"]) == ("#w1", "retry", "try-again")


def test_without_a_clipboard_it_can_be_copied_by_hand(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate("""() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("not here"));
        Document.prototype.execCommand = () => false;
    }""")
    button(page, "Copy as JSON").click()
    inspector(page).get_by_text("Selected, to be copied by hand").wait_for()
    assert json.loads(inspector(page).get_by_label("Timeline as JSON").inner_text())["lines"]


# ---- its bounds


def test_keeps_the_newest_lines(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate(
        """async () => {
            const widget = document.getElementById("w1");
            for (let number = 0; number < 500; number++) {
                widget.say("allfeat:mode-changed", { mode: `mode ${number}` });
                if (number % 50) continue;
                while (lines().at(-1)?.text != `mode ${number}`) await new Promise(requestAnimationFrame);
            }
        }"""
    )
    page.wait_for_function("() => lines().at(-1)?.text == 'mode 499'")
    found = lines(page)
    assert len(found) == MOST_LINES
    assert [line["text"] for line in found] == [f"mode {number}" for number in range(300, 500)]
    assert "older lines dropped" in inspector(page).locator(".panel").inner_text()
    # The timeline follows its newest line.
    assert (
        inspector(page)
        .locator("li")
        .last.evaluate(
            "(it) => it.getBoundingClientRect().bottom <= it.closest('.scroll').getBoundingClientRect().bottom + 1"
        )
    )


def test_what_comes_in_numbers_is_one_line(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate(
        """() => {
            const widget = document.getElementById("w1");
            for (let progress = 1; progress <= 100; progress++) widget.say("allfeat:upload-progress", { progress });
        }"""
    )
    page.wait_for_function("() => lines().at(-1)?.times == '\\u00d7100'")
    (line,) = lines(page, "heard")
    assert (line["name"], line["text"]) == ("allfeat:upload-progress", "100")


def test_a_detail_is_cut(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate("() => fail('w1', 'foo.bar', { details: Array.from({ length: 9 }, () => 'x'.repeat(1_900)) })")
    has_line(page, "verdict", "foo.bar")
    page.evaluate("() => everything()")
    sizes = [len(text) for text in inspector(page).locator("pre").all_inner_texts()]
    assert 5_000 < max(sizes) < 7_000


# ---- secrets and hostile pages


def test_secrets_do_not_come_in(page: Page, site: Site) -> None:
    jwt = f"eyJhbGciOiJIUzI1NiJ9.{MARK}jwt.c2lnbmF0dXJl"
    # Nobody has ever seen this one as a token: the answer has it under another name.
    site.token_answers[:] = [
        lambda: JSONResponse({"token": f"{MARK}-fresh"}),
        lambda: JSONResponse({"jwt": f"{MARK}-unknown", "message": f"told with it: {jwt}"}),
    ]
    # The page's own way with its reports.
    planted = SCRIPTS.replace("</script>", '</script><script src="/files/planted.js"></script>', 1)
    open_page(
        page,
        site,
        "one",
        "two",
        scripts=planted,
        analytics="segment",
        analytics_url=f"/collect?key={MARK}",
        token_headers=f"X-Key: {MARK}",
    )
    page.evaluate(
        """([mark, jwt]) => {
            const one = document.getElementById("one");
            const two = document.getElementById("two");
            one.setAttribute("token", `${mark}-first`);
            two.setAttribute("token", `${mark}-two`);
            const details = { [`${mark}-first`]: [`${mark}-first`], jwt };
            const message = `told with it: ${mark}-first and ${jwt}`;
            fail("one", "common.forbidden", { message, details, requestId: `${mark}-first`, stage: jwt });
            const code = `${mark}-code`;
            two.say("allfeat:complete", { atsId: 7, accessCode: code, explorerUrl: `/works?code=${code}` });
            const later = `told with it: ${code}, ${mark}-two, atc_${mark}12345678`;
            fail("two", "common.service_unavailable", { message: later, stage: "download" });
            // Secrets that nobody here has ever seen, called by their name.
            const headers = { Authorization: `Bearer ${mark}-2` };
            const named = { access_code: `${mark}-1`, headers, apiKey: { value: mark } };
            const said = `told with it: Bearer ${mark}-3, {"token": "${mark}-4"}, /works?access_code=${mark}-5`;
            fail("two", "access_code.not_found", { message: said, details: named });
            const notice = { kind: "told with it", title: jwt, text: `${mark}-first` };
            one.dispatchEvent(new CustomEvent("pywidget:notice", { bubbles: true, detail: notice }));
            const reason = `told with it: ${mark}-two ${jwt}`;
            document.dispatchEvent(new CustomEvent("pywidget:unavailable", { detail: { reason } }));
            pywidget.report(new Error(`told with it: ${mark}-first`));
            expire("one", "v3");
        }""",
        [MARK, jwt],
    )
    has_line(page, "renewal", "renewed", "#one")
    page.evaluate("() => expire('two', 'v1', 'download')")
    has_line(page, "renewal", "failed", "#two")
    # The token that it has by now, quoted.
    page.evaluate("(mark) => fail('one', 'foo.bar', { message: `told with it: ${mark}-fresh` })", MARK)
    has_line(page, "verdict", "foo.bar", "#one")
    markup = page.evaluate("() => everything()")
    text = json.dumps(copied(page))
    for where in (markup, text):
        assert where.count("told with it") > 8
        assert "[secret]" in where
        assert MARK not in where
    # Widgets that are gone had secrets, too.
    page.evaluate("() => document.querySelectorAll('ats-widget').forEach((widget) => widget.remove())")
    has_line(page, "widget", "left the page", "#two")
    assert MARK not in page.evaluate("() => everything()")
    assert MARK not in json.dumps(copied(page))


def test_hostile_details_do_no_harm(page: Page, site: Site) -> None:
    scripts = SCRIPTS + '<script src="/files/hostile.js"></script>'
    open_page(page, site, scripts=scripts, analytics="app.sinks.0")
    names = page.evaluate(
        """() => Object.entries(details).map(([name, make]) => {
            const widget = document.createElement("ats-widget");
            widget.id = name;
            document.body.append(widget);
            widget.say("allfeat:failed", make()[0], { screen: "FAILED" });
            for (const event of ["notice", "unavailable", "verdict", "report"]) {
                const init = { bubbles: true, composed: true, detail: make()[0] };
                widget.dispatchEvent(new CustomEvent(`pywidget:${event}`, init));
            }
            return name;
        })"""
    )
    page.wait_for_function(
        "(names) => names.every((id) => announced.some(({ name, target }) => name == 'verdict' && target == id))",
        arg=names,
    )
    page.evaluate("() => fail('w1', 'foo.bar')")
    has_line(page, "verdict", "foo.bar", "#w1")
    assert len(lines(page)) > len(names)
    # It is text, whatever it says.
    markup = '<img src="x" onerror="throw 1"><script>throw 2</script>'
    page.evaluate("(markup) => fail('w1', markup, { message: markup })", markup)
    has_line(page, "verdict", markup, "#w1")
    page.evaluate("() => everything()")
    assert inspector(page).locator("img, script").count() == 0
    assert isinstance(copied(page)["lines"], list)


# ---- its end


@pytest.mark.parametrize("how", ["stop", "close"])
def test_leaves_nothing_behind(page: Page, site: Site, how: str) -> None:
    def remaining(**attributes: str) -> Any:
        page.goto(
            site.page('<ats-widget id="w1"></ats-widget>', head=SCRIPTS, attributes={"boot": "now", **attributes})
        )
        page.evaluate("() => pywidget.ready")
        page.evaluate("() => fail('w1', 'foo.bar')")
        page.wait_for_function("() => of('notice').length")
        if attributes:
            has_line(page, "verdict", "foo.bar")
            if how == "close":
                button(page, "Close the inspector").click()
                assert inspector(page).count() == 0
                page.evaluate("() => fail('w1', 'foo.bar_again')")
                page.wait_for_function("() => of('verdict').length == 2")
        page.evaluate("() => pywidget.stop()")
        page.wait_for_function("() => !document.querySelector('pywidget-notice')")
        # What the browser checked modules by stays in the script tag.
        elements = "[...document.querySelectorAll(':not(script > link)')].map(({ localName }) => localName)"
        return page.evaluate(f"() => [listening, {elements}]")

    with_it, elements = remaining(debug="on")
    without, usual = remaining()
    assert elements == usual
    own = ("pywidget:notice", "pywidget:unavailable", "scroll", "resize")
    assert {name: with_it.get(name, 0) for name in own} == {name: without.get(name, 0) for name in own}
    assert "scroll" in with_it
    assert {name: count for name, count in with_it.items() if count} == {
        name: count for name, count in without.items() if count
    }


def test_a_page_that_stops_pywidget_first_has_none(page: Page, site: Site) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/pywidget-page.js", hold)
    with page.expect_request("**/pywidget-page.js"):
        page.goto(site.page('<ats-widget id="w1"></ats-widget>', head=SCRIPTS, attributes={"debug": "on"}))
    page.evaluate("() => pywidget.stop()")
    waiting[0].continue_()
    page.evaluate("() => pywidget.ready")
    assert FILE in site.requests
    assert inspector(page).count() == 0


# ---- for everyone's eyes, hands and screens

#: What axe finds, in short.
CHECK = """async () => {
    const { violations, incomplete, passes } = await axe.run(document, {
        resultTypes: ["violations", "incomplete", "passes"],
        rules: { "target-size": { enabled: true } },
    });
    const places = (nodes) => nodes.map(({ target }) => target.flat().join(" "));
    const ours = (nodes) => places(nodes).filter((place) => place.includes("pywidget-inspector"));
    const told = (list) => list.map(({ id, nodes }) => [id, ours(nodes)]).filter(([, found]) => found.length);
    const contrast = passes.find(({ id }) => id === "color-contrast");
    return { wrong: told(violations), unsure: told(incomplete), contrast: contrast?.nodes.length ?? 0 };
}"""

#: What is cut off sideways or sticks out of the panel or of the page.
MISFITS = """() => {
    const { shadowRoot } = document.querySelector("pywidget-inspector");
    const box = shadowRoot.querySelector(".panel").getBoundingClientRect();
    const wrong = [];
    if (box.left < 0 || box.right > innerWidth || box.top < 0 || box.bottom > innerHeight) wrong.push("panel");
    for (const part of shadowRoot.querySelectorAll("button, select, .what, time, .group, .status, dd, pre")) {
        const own = part.getBoundingClientRect();
        if (own.width && (own.left < box.left || own.right > box.right)) wrong.push([part.className, part.textContent]);
        if (part.clientWidth && part.scrollWidth > part.clientWidth + 1) wrong.push(["cut off", part.textContent]);
    }
    for (const part of shadowRoot.querySelectorAll(".scroll, .bar, .tools")) {
        if (part.scrollWidth > part.clientWidth) wrong.push([part.className, "scrolls sideways"]);
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page scrolls sideways");
    return wrong;
}"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_can_be_read_by_everyone(browser: Browser, site: Site, scheme: Any, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    open_page(page, site, "auth", "config", "limit", "retry", analytics="segment", reset="sometimes")
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))

    def check(name: str) -> None:
        assert page.evaluate(MISFITS) == [], name
        found = page.evaluate(CHECK)
        assert (found["wrong"], found["unsure"]) == ([], []), name
        assert found["contrast"] > 0
        page.screenshot(path=ROOT / "test-output" / "inspector" / f"{scheme}-{width}-{name}.png")

    toggle = button(page, "pywidget")
    if toggle.get_attribute("aria-expanded") == "true":
        toggle.click()
    check("closed")
    toggle.click()
    page.evaluate(
        """() => {
            document.getElementById("auth").say("allfeat:work-selected", { workId: "w".repeat(300) });
            expire("auth", "v3");
            fail("config", "session.key_inactive");
            fail("limit", "session.rate_limited");
            fail("retry", "common.service_unavailable");
        }"""
    )
    has_line(page, "renewal", "renewed")
    has_line(page, "heard", "allfeat:work-selected")
    page.locator("pywidget-notice[data-shown]").nth(2).wait_for()
    inspector(page).locator("li[data-group=verdict] summary").first.click()
    check("timeline")
    copied(page)
    button(page, "Settings").click()
    check("settings")
    site.token_answers[:] = [lambda: JSONResponse({}, 403)]
    page.evaluate("() => expire('retry', 'v3')")
    has_line(page, "renewal", "failed", "#retry")
    check("failed")
    context.close()


def test_is_used_with_the_keyboard_and_never_takes_the_focus(page: Page, site: Site) -> None:
    def focused() -> str:
        found: str = page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                const named = at.matches("summary") ? at.querySelector("b") : at;
                return at.getAttribute("aria-label") ?? named.textContent;
            }"""
        )
        return found

    open_page(page, site)
    page.evaluate(
        """() => {
            const field = document.createElement("input");
            field.ariaLabel = "Title";
            document.querySelector("main").prepend(field);
            field.focus();
            window.escapes = 0;
            addEventListener("keydown", ({ key }) => (window.escapes += key == "Escape"));
            fail("w1", "common.forbidden");
        }"""
    )
    has_line(page, "verdict", "common.forbidden")
    page.keyboard.type("Rain")
    assert focused() == "Title"
    assert page.get_by_label("Title").input_value() == "Rain"
    button(page, "Clear").click()
    page.evaluate("() => fail('w1', 'foo.bar')")
    has_line(page, "verdict", "foo.bar")
    button(page, "pywidget").focus()
    seen = []
    while (at := focused()) != "foo.bar":
        page.keyboard.press("Tab")
        seen.append(at)
        assert len(seen) < 20, seen
        ring = page.evaluate(
            """() => {
                const { shadowRoot } = document.querySelector("pywidget-inspector");
                return getComputedStyle(shadowRoot.activeElement).outlineStyle;
            }"""
        )
        assert ring == "solid", seen
    assert seen[0].startswith("pywidget")
    assert seen[1] == "Close the inspector"
    assert seen[3:7] == ["Settings", "Copy as JSON", "Clear", "Timeline"]
    page.keyboard.press("Enter")
    inspector(page).locator("li[data-group=verdict] pre").wait_for()
    page.keyboard.press("Escape")
    assert button(page, "pywidget").get_attribute("aria-expanded") == "false"
    assert focused().startswith("pywidget")
    assert page.evaluate("() => escapes") == 0
    # While it is closed, the page gets the key press.
    page.keyboard.press("Escape")
    assert page.evaluate("() => escapes") == 1
    page.keyboard.press("Space")
    assert button(page, "pywidget").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert inspector(page).count() == 0


OVERLAP = """() => {
    const own = document.querySelector("pywidget-inspector").getBoundingClientRect();
    return [...document.querySelectorAll("pywidget-notice[data-shown]")].filter((notice) => {
        const its = notice.getBoundingClientRect();
        return its.left < own.right && its.right > own.left && its.top < own.bottom && its.bottom > own.top;
    }).length;
}"""


def test_on_a_phone_the_closed_one_stands_beside_the_notice(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, site)
    assert button(page, "pywidget").get_attribute("aria-expanded") == "false"
    assert inspector(page).get_attribute("data-corner") == "bottom right"
    # The notice at the end of the page, where the bar is; then at its beginning.
    page.evaluate(
        """() => {
            document.querySelector("main").style.cssText = "display: flow-root; padding-top: 1500px";
            scrollTo(0, 5_000);
            fail("w1", "common.service_unavailable");
        }"""
    )
    page.locator("pywidget-notice[data-shown]").wait_for()
    page.evaluate("() => scrollTo(0, 5_000)")
    page.wait_for_selector('pywidget-inspector[data-corner="top right"]')
    assert page.evaluate(OVERLAP) == 0
    page.evaluate("() => scrollTo(0, 0)")
    page.wait_for_selector('pywidget-inspector[data-corner="bottom right"]')
    assert page.evaluate(OVERLAP) == 0
    # One that lies over the page, for an error of the page's own.
    page.evaluate("() => pywidget.report({ code: 'USAGE_NOT_ENOUGH' }, 'mori')")
    page.locator("pywidget-notice[data-page][data-shown]").wait_for()
    page.wait_for_selector('pywidget-inspector[data-corner="top right"]')
    assert page.evaluate(OVERLAP) == 0


def test_with_forced_colours_everything_has_an_edge(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active")
    open_page(page, site)
    page.evaluate("() => fail('w1', 'foo.bar')")
    has_line(page, "verdict", "foo.bar")
    for part in inspector(page).locator(".panel, .tools button, select, .path").all():
        edge, behind = part.evaluate(
            "(it) => [getComputedStyle(it).borderTopColor, getComputedStyle(it).backgroundColor]"
        )
        assert edge != behind


def test_the_styles_of_the_page_do_not_reach_into_it(page: Page, site: Site) -> None:
    open_page(page, site)
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            const away = "display: none !important; position: static !important; opacity: 0 !important";
            sheet.replaceSync(`body * { ${away}; font: 40px serif !important; }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    toggle = button(page, "pywidget")
    assert toggle.is_visible()
    assert inspector(page).evaluate("(it) => getComputedStyle(it).opacity") == "1"
    assert toggle.evaluate("(it) => getComputedStyle(it).fontSize") == "13px"
    assert inspector(page).evaluate("(it) => getComputedStyle(it).position") == "fixed"
