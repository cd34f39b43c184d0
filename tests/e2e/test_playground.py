"""The playground as its visitors use it: every story and every code, with the real bundle and under its own policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from double_server import RECORDER, Demo, demo_fixture  # noqa: F401  pytest finds the fixture here

from pywidget.catalog import SYSTEMS
from pywidget.demo.codes import documented_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CODES = documented_codes()

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

    def wait_until(self, predicate: str, what: str) -> None:
        self.page.evaluate(f"(what) => window.until({predicate}, what)", what)

    def heard(self, name: str) -> list[dict[str, Any]]:
        heard: list[dict[str, Any]] = self.page.evaluate("window.heard")
        return [message for message in heard if message["name"] == name]

    def tell(self, story: str) -> None:
        self.page.evaluate("() => { window.heard.length = 0; window.recorded.length = 0; }")
        self.page.locator(".story", has_text=story).click()

    def wait_for(self, name: str, times: int = 1, **fields: str) -> None:
        tests = " && ".join(f"message.{field} === '{value}'" for field, value in {"name": name, **fields}.items())
        self.wait_until(f"() => window.heard.filter((message) => {tests}).length >= {times}", f"{name} {fields}")


@pytest.fixture(name="playground")
def playground_fixture(page: Page, demo: Demo) -> Iterator[Playground]:
    playground = Playground(page, demo)
    playground.open()
    yield playground
    assert page.evaluate("window.refused") == [], "the page keeps to its own policy"


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
    assert playground.page.inner_text("#notice strong") == notice["title"]
    assert playground.page.inner_text("#verdict code >> nth=0") == (codes[-1] or "no code")
    # The live region has to be known for a moment before its text.
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
    assert playground.page.inner_text("#hits") == "127 codes of 5 systems"
    codes = playground.page.evaluate("[...document.querySelectorAll('.code-button code')].map((c) => c.textContent)")
    assert codes == [entry["code"] for entry in CODES]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_code_leads_to_its_verdict(playground: Playground, system: str) -> None:
    page = playground.page
    page.evaluate(HURRY)
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
    page.get_by_label("Find a code").fill("ORGANIZATION")
    assert page.inner_text("#hits") == "3 of 127 codes"
    page.get_by_label("retry").check()
    assert page.inner_text("#hits") == "0 of 127 codes"
    page.get_by_label("Find a code").fill("")
    page.get_by_label("rate-limit").check()
    expected = [entry["code"] for entry in CODES if entry["path"] == "rate-limit"]
    assert page.locator(".code-button:visible code").all_inner_texts() == expected


# ---- the page itself -------------------------------------------------------------------------------------------------


def test_generation_and_mode_make_a_new_widget(playground: Playground) -> None:
    page = playground.page
    page.select_option("#mode", "download")
    page.wait_for_selector("#widget[mode=download] .ats-work")
    page.select_option("#generation", "v1")
    page.wait_for_selector("#widget[mode=register][generation=v1]")
    assert page.evaluate("document.getElementById('download').disabled")
    playground.tell("Everything works")
    page.wait_for_selector("#widget[generation=v1] .ats-complete-screen")


def test_the_tag_changes_with_the_address(playground: Playground) -> None:
    page = playground.page
    page.select_option("[name=data-lang]", "de")
    page.wait_for_url("**/?data-lang=de")
    page.wait_for_selector("#widget")
    assert 'data-lang="de"' in page.inner_text("#tag-text")
    playground.tell("No connection")
    playground.wait_for("notice", kind="offline")
    assert page.get_attribute("pywidget-notice[data-shown]", "lang") in {"de", None}
    assert "Verbindung" in page.inner_text("#notice")


def test_the_address_cannot_change_more_than_is_offered(playground: Playground) -> None:
    playground.open("?data-token-url=/elsewhere&data-reset=always&onclick=alert(1)")
    tag = playground.page.inner_text("#tag-text")
    assert 'data-token-url="/api/ats-token"' in tag
    assert "data-reset" not in tag


def test_the_tag_can_be_copied(playground: Playground) -> None:
    page = playground.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
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
    page.evaluate(AXE.read_text())
    found = page.evaluate("async () => (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0].html])")
    assert found == []
