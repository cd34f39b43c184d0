"""The playground as its visitors use it: every story and every code, with the real bundle and under its own policy."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from double_server import RECORDER, Demo, demo_fixture  # noqa: F401  pytest finds the fixture here
from recorded import ENDS

from pywidget.catalog import SYSTEMS
from pywidget.demo.codes import documented_codes
from pywidget.demo.files import static_directory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CODES = documented_codes()
RECORDINGS = json.loads((static_directory() / "playground" / "recordings.json").read_text(encoding="utf-8"))

#: Listens to what pywidget says. A text: pages under this policy take none that is made into a function.
LISTENER = """
window.heard = [];
window.refused = [];
for (const name of ["verdict", "notice", "renewed", "renewal-failed", "disabled"])
    document.addEventListener(`pywidget:${name}`, ({ detail, target }) =>
        window.heard.push({ name, target: target.id ?? null, ...detail }));
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    window.refused.push(`${violatedDirective} ${blockedURI}`));
"""


#: Divides the waits of every widget that comes from now on.
HURRY = """() => new MutationObserver(() => {
    for (const widget of document.querySelectorAll("ats-widget")) widget.setAttribute("time-scale", "100");
}).observe(document.getElementById("mount"), { childList: true })"""


class Playground:
    """The open page."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self.page = page
        page.set_default_timeout(20_000)
        page.add_init_script(path=RECORDER)
        page.add_init_script(LISTENER)
        self.address = demo.address

    def open(self, query: str = "") -> None:
        self.page.goto(self.address + query)
        self.page.wait_for_selector("#widget")
        self.page.wait_for_selector(".code-button", state="attached")
        self.page.wait_for_selector("#now:not(:empty)")

    def wait_until(self, predicate: str, what: str) -> None:
        self.page.evaluate(f"(what) => window.until({predicate}, what)", what)

    def heard(self, name: str) -> list[dict[str, Any]]:
        heard: list[dict[str, Any]] = self.page.evaluate("window.heard")
        return [message for message in heard if message["name"] == name]

    def tell(self, story: str) -> None:
        self.page.evaluate("() => { window.heard.length = 0; window.recorded.length = 0; }")
        self.page.get_by_role("tab", name="Stories").click()
        self.page.locator("#stories .story", has_text=story).click()

    def wait_for(self, name: str, times: int = 1, **fields: str) -> None:
        tests = " && ".join(f"message.{field} === '{value}'" for field, value in {"name": name, **fields}.items())
        self.wait_until(f"() => window.heard.filter((message) => {tests}).length >= {times}", f"{name} {fields}")


@pytest.fixture(name="unopened")
def unopened_fixture(page: Page, demo: Demo) -> Iterator[Playground]:
    """For tests that open the page themselves, at an address that they choose."""
    yield Playground(page, demo)
    assert page.evaluate("window.refused") == [], "the page keeps to its own policy"


@pytest.fixture(name="playground")
def playground_fixture(unopened: Playground) -> Playground:
    unopened.open()
    return unopened


# ---- stories ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("story", "codes", "kind"),
    [
        ("Signed out", ["common.auth.expired"], "signed-out"),
        ("A loop in the old generation", ["common.auth.expired"] * 4, "breaker"),
        ("The widget is switched off", ["session.key_inactive"], "disabled"),
        ("The site may not use it", ["common.auth.expired", "session.origin_not_allowed"], "disabled"),
        ("Too many requests", ["common.rate_limited"], "waiting"),
        ("No connection", ["widget.network_error"], "offline"),
        ("A hotel’s sign-in page", [None], "stuck"),  # noqa: RUF001  as the page has it
        ("It fails after payment", ["transaction.store_unavailable"], "submitted"),
        ("The certificate fails", ["common.service_unavailable"], "certificate"),
    ],
)
def test_a_story_ends_with_its_notice(playground: Playground, story: str, codes: list[str | None], kind: str) -> None:
    playground.tell(story)
    playground.wait_for("notice", kind=kind)
    assert [verdict["code"] for verdict in playground.heard("verdict")] == codes
    notice = playground.heard("notice")[-1]
    assert notice["title"] in playground.page.inner_text("#did")
    assert playground.page.inner_text("#verdict code >> nth=0") == (codes[-1] or "no code")
    playground.page.locator("pywidget-notice[data-shown]").wait_for()


def test_a_session_that_expires_is_renewed(playground: Playground) -> None:
    playground.tell("The session expires")
    playground.page.wait_for_selector("#widget .ats-complete-screen")
    assert len(playground.heard("renewed")) == 1
    assert playground.heard("notice") == []


def test_a_token_endpoint_that_is_down_is_asked_again(playground: Playground) -> None:
    requests: list[str] = []
    playground.page.on("request", lambda request: requests.append(request.url))
    playground.tell("The token endpoint is down")
    playground.wait_for("notice", kind="renewing")
    playground.page.wait_for_event("request", lambda request: request.url.endswith("/api/ats-token"))
    assert sum(url.endswith("/api/ats-token") for url in requests) >= 2


def test_two_widgets_get_a_token_each(playground: Playground) -> None:
    playground.tell("Two widgets at once")
    for widget in ("#widget", "#widget-2"):
        playground.page.wait_for_selector(f"{widget} .ats-complete-screen")
    assert sorted(message["target"] for message in playground.heard("renewed")) == ["widget", "widget-2"]


def test_a_widget_that_is_taken_away_leaves_nothing_behind(playground: Playground) -> None:
    playground.tell("The widget is taken away")
    playground.page.wait_for_selector(".gap")
    playground.page.wait_for_selector("#widget")
    assert playground.heard("verdict") == []
    assert playground.page.locator("pywidget-notice[data-shown]").count() == 0


def test_where_everything_works_nothing_but_the_loader_is_loaded(playground: Playground) -> None:
    playground.tell("Everything works")
    playground.page.wait_for_selector("#widget .ats-complete-screen")
    assert playground.page.inner_text("#vital-bytes").endswith("in 1 file")
    assert playground.page.inner_text("#report") == "No report."


def test_signing_in_brings_the_session_back(playground: Playground) -> None:
    playground.tell("Signed out")
    playground.wait_for("notice", kind="signed-out")
    with playground.page.context.expect_page() as opened:
        playground.page.click("pywidget-notice [data-action=sign-in]")
    opened.value.get_by_role("button", name="Sign in").click()
    opened.value.get_by_role("heading", name="You are signed in").wait_for()
    opened.value.close()
    # Pages under test have the focus always, so that they are not told.
    playground.page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    playground.wait_for("renewed")
    playground.page.wait_for_selector("#widget + pywidget-notice:not([data-shown])", state="attached")


# ---- codes -----------------------------------------------------------------------------------------------------------


def test_there_is_a_button_for_every_documented_code(playground: Playground) -> None:
    playground.page.get_by_role("tab", name="Every code").click()
    assert playground.page.inner_text("#hits") == "127 codes of 5 systems"
    codes = playground.page.evaluate("[...document.querySelectorAll('.code-button code')].map((c) => c.textContent)")
    assert codes == [entry["code"] for entry in CODES]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_code_leads_to_its_verdict(playground: Playground, system: str) -> None:
    page = playground.page
    page.evaluate(HURRY)
    page.get_by_role("tab", name="Every code").click()
    entries = [entry for entry in CODES if entry["system"] == system]
    buttons = page.locator(".group", has=page.locator(".code-button")).nth(SYSTEMS.index(system))
    page.evaluate("() => document.querySelectorAll('.group').forEach((group) => (group.open = true))")
    for number, entry in enumerate(entries):
        page.evaluate("() => { window.heard.length = 0; }")
        buttons.locator(".code-button").nth(number).click()
        playground.wait_for("verdict", code=entry["code"], system=system, path=entry["path"], remedy=entry["remedy"])
        assert page.inner_text("#verdict code >> nth=0") == entry["code"]


def test_codes_are_found_by_word_and_path(playground: Playground) -> None:
    page = playground.page
    page.get_by_role("tab", name="Every code").click()
    page.get_by_label("Find a code").fill("ORGANIZATION")
    assert page.inner_text("#hits") == "3 of 127 codes"
    page.get_by_label("everything else").check()
    assert page.inner_text("#hits") == "0 of 127 codes"
    page.get_by_label("Find a code").fill("")
    page.get_by_label("rate-limit").check()
    expected = [entry["code"] for entry in CODES if entry["path"] == "rate-limit"]
    assert page.locator(".code-button:visible code").all_inner_texts() == expected
    page.locator("[name=path][value='']").check()
    page.get_by_label("Only one remedy").select_option("top-up")
    expected = [entry["code"] for entry in CODES if entry["remedy"] == "top-up"]
    assert page.locator(".code-button:visible code").all_inner_texts() == expected


# ---- the page itself -------------------------------------------------------------------------------------------------


def test_generation_and_mode_make_a_new_widget(playground: Playground) -> None:
    page = playground.page
    page.select_option("#mode", "download")
    page.wait_for_selector("#widget[mode=download] .ats-work")
    page.select_option("#generation", "v1")
    page.wait_for_selector("#widget[mode=register][generation=v1]")
    assert page.evaluate("document.querySelector('#mode [value=download]').disabled")
    playground.tell("Everything works")
    page.wait_for_selector("#widget[generation=v1] .ats-complete-screen")


def test_the_tag_changes_with_the_address(playground: Playground) -> None:
    page = playground.page
    page.select_option("[name=data-lang]", "de")
    page.wait_for_url("**/?data-lang=de")
    page.wait_for_selector("#widget")
    assert 'data-lang="de"' in (page.text_content("#tag-text") or "")
    playground.tell("No connection")
    playground.wait_for("notice", kind="offline")
    assert page.get_attribute("pywidget-notice[data-shown]", "lang") in {"de", None}
    assert "nicht erreichbar" in page.inner_text("#did")


def test_the_address_cannot_change_more_than_is_offered(unopened: Playground) -> None:
    unopened.open("?data-token-url=/elsewhere&data-reset=always&onclick=alert(1)")
    tag = unopened.page.text_content("#tag-text") or ""
    assert 'data-token-url="/api/ats-token"' in tag
    assert "data-reset" not in tag


def test_the_tag_can_be_copied(playground: Playground) -> None:
    page = playground.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("All it took").click()
    page.click("#copy-tag")
    page.wait_for_selector("#copy-tag:text('Copied')")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.inner_text("#tag-text")
    assert copied.startswith('<script src="/pywidget/pywidget.js"')
    assert copied.endswith("</script>")


def test_a_story_can_be_told_with_the_keyboard(playground: Playground) -> None:
    page = playground.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the widget"
    page.locator(".story", has_text="The widget is switched off").focus()
    page.keyboard.press("Enter")
    playground.wait_for("disabled")
    page.get_by_role("button", name="Next", exact=True).focus()
    page.keyboard.press("Space")
    page.wait_for_selector("#now:text('The site may not use it')")


# ---- what is played --------------------------------------------------------------------------------------------------


def test_the_lists_are_tabs_that_arrow_keys_open(playground: Playground) -> None:
    page = playground.page
    page.get_by_role("tab", name="Stories", selected=True).focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("tab", name="Every code", selected=True).wait_for()
    assert page.evaluate("document.activeElement.id") == "tab-codes"
    assert page.get_by_role("tabpanel", name="Every code").is_visible()
    assert page.get_by_role("tabpanel").count() == 1
    page.keyboard.press("End")
    page.get_by_role("tabpanel", name="Recordings").wait_for()
    page.keyboard.press("ArrowRight")
    page.get_by_role("tabpanel", name="Stories").wait_for()
    # One stop for the Tab key, whatever there are.
    assert page.locator("[role=tab][tabindex='0']").count() == 1


def test_what_is_played_is_marked_and_played_again_and_followed_by_the_next(playground: Playground) -> None:
    page = playground.page
    playground.tell("Signed out")
    playground.wait_for("notice", kind="signed-out")
    (played,) = page.locator("[aria-current=true]").all_inner_texts()
    assert played.startswith("Signed out")
    assert (
        page.locator("[aria-current=true]").evaluate("(it) => getComputedStyle(it, '::after').content")
        == '"Played now"'
    )
    assert page.inner_text("#now") == "Signed out"
    page.get_by_role("button", name="Again", exact=True).click()
    playground.wait_for("notice", times=2, kind="signed-out")
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_selector("#now:text('The token endpoint is down')")
    playground.wait_for("notice", kind="renewing")


def test_what_pywidget_did_comes_first_and_the_timeline_is_in_sight(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size({"width": 1280, "height": 720})
    playground.tell("The session expires")
    playground.wait_for("renewed")
    assert re.fullmatch(r"Renewed in \d+ ms, 1 try", page.inner_text(".verdict p >> nth=0"))
    advice = page.locator(".advice")
    assert advice.inner_text().startswith("If you had to do it yourself")
    assert page.inner_text("#verdict .chip") == "Renew the session"
    newest = page.locator("#timeline li", has_text="pywidget:renewed")
    newest.wait_for()
    bottom = page.evaluate("document.querySelector('#timeline-card').getBoundingClientRect().bottom")
    assert bottom <= page.evaluate("document.querySelector('footer').getBoundingClientRect().top")


def test_every_report_is_listed(playground: Playground) -> None:
    page = playground.page
    playground.tell("The session expires")
    page.wait_for_selector("#report summary:has-text('ats_error_outcome')")
    assert page.locator("#report summary b").all_inner_texts() == ["ats_error", "ats_error_outcome"]
    page.locator("#report summary").first.click()
    assert '"code": "common.auth.expired"' in page.inner_text("#report pre >> nth=0")


def test_no_code_is_called_retry_that_cannot_be_retried(playground: Playground) -> None:
    page = playground.page
    page.get_by_role("tab", name="Every code").click()
    page.evaluate("() => document.querySelectorAll('.group').forEach((group) => (group.open = true))")
    told = page.locator(".code-button small").all_inner_texts()
    assert len(told) == len(CODES)
    assert not [words for words in told if "retry" in words.lower()]
    stuck = next(entry for entry in CODES if entry["path"] == "retry" and entry["remedy"] == "nothing")
    playground.open(f"?system={stuck['system']}&code={stuck['code']}")
    page.wait_for_selector("#verdict .chip")
    assert page.inner_text("#verdict .chip") == "Nothing to do"
    assert "retry" not in page.inner_text("#verdict").replace(stuck["action"], "")


@pytest.mark.parametrize(
    ("name", "value", "effect"),
    [
        ("lang", "fr", "#tag[data-lang=fr]"),
        ("theme", "dark", ":root[data-theme=dark]"),
        ("generation", "v1", "#widget[generation=v1]"),
        ("mode", "update", "#widget[mode=update]"),
        ("mood", "unauthorized", "#did:has-text('the visitor is signed out')"),
    ],
)
def test_a_choice_plays_the_same_story_again(unopened: Playground, name: str, value: str, effect: str) -> None:
    page = unopened.page
    unopened.open("?story=session-expires")
    unopened.wait_for("verdict")
    page.evaluate("() => { window.heard.length = 0; }")
    page.focus(f"#{name}")
    page.select_option(f"#{name}", value)
    # It may have been loaded anew meanwhile.
    page.wait_for_function("() => window.heard?.some(({ name }) => name === 'verdict')")
    page.wait_for_selector(effect, state="attached")
    page.wait_for_selector("#now:text('The session expires')")
    assert page.input_value(f"#{name}") == value
    assert page.evaluate("document.activeElement.id") == name


def test_a_python_that_is_not_there_is_said_to_be_so(unopened: Playground) -> None:
    unopened.open("?story=session-expires&data-runtime=pyodide")
    unopened.page.wait_for_selector("#did:has-text('Python is not available')")
    assert unopened.page.input_value("#runtime") == "pyodide"


def test_what_cannot_be_told_as_chosen_says_so(unopened: Playground) -> None:
    unopened.open("?story=after-payment&mode=update")
    unopened.wait_for("notice", kind="submitted")
    assert "played in mode register" in unopened.page.inner_text("#now-note")


def test_an_address_shows_all_of_what_it_says_and_back_leads_back(unopened: Playground) -> None:
    page = unopened.page
    unopened.open("?system=allfeat-widget&code=common.rate_limited&generation=v2&theme=dark&tab=recordings")
    page.wait_for_selector("#now:text('common.rate_limited')")
    assert page.get_attribute("#widget", "generation") == "v2"
    assert page.get_by_role("tabpanel", name="Recordings").is_visible()
    page.get_by_role("tab", name="Every code").click()
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_selector("#now:not(:text('common.rate_limited'))")
    unopened.wait_until(
        """() => {
            const own = document.querySelector(".code-button[aria-current]").getBoundingClientRect();
            const list = document.querySelector("#codes").getBoundingClientRect();
            return own.top >= list.top - 1 && own.bottom <= list.bottom + 1;
        }""",
        "what is played to be in sight",
    )
    page.go_back()
    page.wait_for_selector("#now:text('common.rate_limited')")
    unopened.tell("Signed out")
    unopened.wait_for("notice", kind="signed-out")
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_selector("#now:text('The token endpoint is down')")
    page.evaluate("() => { window.heard.length = 0; }")
    page.go_back()
    unopened.wait_for("notice", kind="signed-out")
    page.go_back()
    page.go_back()
    page.wait_for_selector("#now:text('common.rate_limited')")
    page.go_forward()
    page.go_forward()
    page.wait_for_selector("#now:text('Signed out')")
    assert page.input_value("#theme") == "dark"


def test_a_recording_is_played_step_by_step(playground: Playground) -> None:
    page = playground.page
    page.get_by_role("tab", name="Recordings").click()
    page.get_by_role("button", name="A session ends and is renewed").click()
    page.wait_for_selector("#step:text('Step 1 of 7')")
    assert page.get_by_role("button", name="Step back").is_disabled()
    step = page.get_by_role("button", name="Next step")
    step.click()
    page.wait_for_selector("#step:text('Step 2 of 7')")
    assert playground.heard("verdict") == []
    step.click()
    playground.wait_for("renewed")
    assert page.locator("#widget .ats-loading-overlay").is_visible()
    step.click()
    page.wait_for_selector("#widget:has-text('Screen: UPLOAD')")
    page.get_by_role("button", name="Step back").click()
    # It is played anew, up to there.
    playground.wait_for("renewed", times=2)
    page.wait_for_selector("#step:text('Step 3 of 7')")
    assert "step=3" in page.url


@pytest.mark.parametrize("name", [recording["id"] for recording in RECORDINGS])
def test_a_recording_ends_as_it_has_to(unopened: Playground, name: str) -> None:
    codes, paths, renewals, kind = ENDS[name]
    unopened.open(f"?recording={name}&step=99")
    if codes:
        unopened.wait_until(
            f"() => window.heard.filter(({{ name }}) => name === 'verdict').length >= {len(codes)}", "verdicts"
        )
    assert [(verdict["code"], verdict["path"]) for verdict in unopened.heard("verdict")] == list(
        zip(codes, paths, strict=True)
    )
    if renewals:
        unopened.wait_for("renewed", times=renewals)
    if kind:
        unopened.wait_for("notice", kind=kind)


def test_the_header_stays_and_nothing_jumps_while_somebody_types(playground: Playground) -> None:
    page = playground.page
    for width, height in ((1280, 720), (1100, 700), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.get_by_role("tab", name="Every code").click()
        search = page.get_by_label("Find a code")
        search.focus()
        place = search.bounding_box()
        for words in ("o", "or", "org", "organization", "organizationx", ""):
            search.fill(words)
            assert search.bounding_box() == place, (width, words)
        if width < 1100:
            continue
        # What nobody sees makes no page longer, so that no focus can scroll the header away.
        page.locator(".code-button").last.focus()
        page.get_by_label("everything else").focus()
        page.mouse.wheel(0, 5_000)
        assert page.evaluate("document.documentElement.scrollHeight") == height
        assert page.evaluate("document.querySelector('.top').getBoundingClientRect().top") == 0


def test_on_a_phone_it_is_short_and_next_is_always_at_hand(playground: Playground) -> None:
    page = playground.page
    page.set_viewport_size({"width": 390, "height": 844})
    playground.tell("Signed out")
    playground.wait_for("notice", kind="signed-out")
    page.wait_for_selector("#report summary >> nth=1")
    assert page.evaluate("document.documentElement.scrollHeight") < 3 * 844
    for y in (0, 500, 1_000, 5_000):
        page.evaluate("(y) => scrollTo(0, y)", y)
        top, bottom = page.get_by_role("button", name="Next", exact=True).evaluate(
            "(it) => [it.getBoundingClientRect().top, it.getBoundingClientRect().bottom]"
        )
        assert 0 <= top < bottom <= 844, y


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_notice_of_the_page_stays_in_the_pictured_browser(unopened: Playground, width: int) -> None:
    page = unopened.page
    page.set_viewport_size({"width": width, "height": 800})
    unopened.open("?system=mori&code=USAGE_NOT_ENOUGH")
    page.wait_for_selector("pywidget-notice[data-page][data-shown]")
    if width < 1100:
        page.evaluate("document.querySelector('.site').scrollIntoView()")
    unopened.wait_until(
        """() => {
            const own = document.querySelector("pywidget-notice[data-page]").getBoundingClientRect();
            const site = document.querySelector(".site").getBoundingClientRect();
            return own.height && own.left >= site.left - 1 && own.right <= site.right + 1
                && own.bottom <= Math.min(site.bottom, innerHeight) + 1 && own.top >= site.top;
        }""",
        "the notice to lie inside",
    )


@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844), (900, 1000), (1440, 900)])
def test_fits_every_screen(playground: Playground, width: int, height: int) -> None:
    page = playground.page
    page.set_viewport_size({"width": width, "height": height})
    playground.tell("It fails after payment")
    playground.wait_for("notice", kind="submitted")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    notice = page.locator("pywidget-notice[data-shown]")
    playground.wait_until(
        """() => {
            const notice = document.querySelector("pywidget-notice[data-shown]");
            const { top = -1, bottom = 0 } = notice?.getBoundingClientRect() ?? {};
            return top >= 0 && bottom <= innerHeight;
        }""",
        "the notice to be in sight",
    )
    assert notice.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(playground: Playground, scheme: Any, width: int) -> None:
    page = playground.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    playground.tell("It fails after payment")
    playground.wait_for("notice", kind="submitted")
    page.evaluate("() => document.querySelectorAll('.report, .tag').forEach((part) => (part.open = true))")
    page.evaluate(AXE.read_text())
    for tab in ("Stories", "Every code", "Recordings"):
        page.get_by_role("tab", name=tab).click()
        found = page.evaluate("async () => (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])")
        assert found == [], tab
