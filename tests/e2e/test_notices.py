"""What visitors see, hear and can reach: the notices in a real browser."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ALL
from notice_stage import ROOT, Stage

from pywidget.browser.locale import UNTITLED
from pywidget.core.effects import Notice
from pywidget.locales import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page
    from site_for_tests import Site

REFERENCE = "req_01JQX8Z3T5K7M9N2P4R6S8V0WX"
TRANSACTION = "0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SHEETS = ROOT / "test-output" / "notices"

RENEWING = Notice("renewing", "status")
OFFLINE = Notice("offline", message="network", actions=("try-again", "contact"))
OFFLINE_TEXT = "The service could not be reached."
TRY_AGAIN = Notice(
    "try-again",
    message="temporarily-unavailable",
    actions=("try-again",),
    reference=REFERENCE,
    advice=("later",),
)
WAIT_OVER = Notice("try-again", "status", message="wait-over", actions=("try-again",))
SIGNED_OUT_TEXT = "Your session has ended and could not be renewed."
SIGNED_OUT = Notice("signed-out", message="session-lost", actions=("sign-in", "try-again"))


def waiting(until: int) -> Notice:
    return Notice("waiting", "status", message="rate-limited", until=until)


def every_kind(now: int) -> list[Notice]:
    """Each kind as full as it gets."""
    quota = {"used": ("number", 1000), "limit": ("number", 1000), "when": ("date", "2031-05-06T07:08:09Z")}
    sizes = {"size": ("bytes", 61_234_567), "max": ("bytes", 52_428_800)}
    fields = {"fields": ("list", ["title", "creators 1 email", "genre"])}
    reason = {"reason": ("text", "the title contains control characters")}
    return [
        RENEWING,
        SIGNED_OUT,
        Notice("disabled", message="site-not-allowed", actions=("contact",), reference=REFERENCE),
        Notice("waiting", "status", message="quota-reached", params=quota, until=now + 3_600_000),
        TRY_AGAIN,
        Notice("fix-input", message="file-too-large", params=sizes, actions=("try-again",)),
        Notice("fix-input", message="input-invalid", params=fields, actions=("try-again",)),
        Notice("start-over", message="preparation-expired", actions=("start-over",)),
        Notice("confirm", actions=("cancel", "confirm-start-over")),
        Notice("leave", actions=("cancel", "confirm-sign-in")),
        Notice("no-effect", actions=("reload", "contact")),
        OFFLINE,
        Notice("online", "status", actions=("try-again",)),
        Notice(
            "submitted",
            message="transaction-unknown",
            actions=("contact",),
            reference=REFERENCE,
            transaction=TRANSACTION,
            warning="submitted",
        ),
        Notice(
            "unsure",
            message="network",
            actions=("try-again", "contact"),
            reference=REFERENCE,
            warning="submitted",
            leads_back=True,
        ),
        Notice(
            "submitted",
            actions=("keep", "register-again"),
            reference=REFERENCE,
            transaction=TRANSACTION,
            warning="registered",
            advice=("held",),
        ),
        Notice(
            "submitted",
            "status",
            actions=("start-over", "contact"),
            reference=REFERENCE,
            transaction=TRANSACTION,
            warning="registered",
            advice=("kept",),
        ),
        Notice(
            "certificate",
            message="network",
            actions=("copy-code", "contact"),
            reference=REFERENCE,
            transaction=TRANSACTION,
            warning="registered",
        ),
        Notice("stuck", message="answer-unreadable", actions=("try-again",)),
        Notice("stuck", message="answer-unreadable", actions=("reload", "start-over"), advice=("stuck-for-good",)),
        Notice("top-up", message="credits-used-up", actions=("contact",)),
        Notice(
            "report",
            message="registration-refused",
            params=reason,
            actions=("try-again", "contact"),
            reference=REFERENCE,
        ),
        Notice("nothing", message="already-registered"),
        Notice("breaker", message="session-refused", actions=("try-again", "contact"), reference=REFERENCE),
    ]


@pytest.fixture
def stage(page: Page) -> Iterator[Stage]:
    """The page, opened by the test. Whatever it writes into the console has to be expected by the test."""
    stage = Stage(page)
    yield stage
    assert stage.console == []


# ---- looks

#: What is cut off, sticks out of its notice, or is too small for a finger.
MISFITS = """() => {
    const wrong = [];
    for (const host of document.querySelectorAll("pywidget-notice")) {
        const card = host.shadowRoot.querySelector(".card");
        const box = card.getBoundingClientRect();
        const name = card.querySelector(".title").textContent;
        for (const part of card.querySelectorAll(".body, p, .timer, .quote, code, .actions, button")) {
            const own = part.getBoundingClientRect();
            if (!own.width) continue;
            const inside = own.left >= box.left && own.right <= box.right && own.bottom <= box.bottom;
            if (!inside) wrong.push([name, part.className, "sticks out"]);
            const cut = part.clientWidth && part.scrollWidth > part.clientWidth + 1;
            if (cut) wrong.push([name, part.className, "cut off"]);
            if (part.matches("button") && own.height < 40) wrong.push([name, part.textContent, own.height]);
        }
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push(["the page scrolls sideways"]);
    return wrong;
}"""

#: The usual language, two with long words and long labels, one from right to left, and one without spaces.
HARD = ("en", "fi", "hu", "ar", "ja")

#: Words that are broken in the middle.
TORN = """(language) => {
    const words = new Intl.Segmenter(language, { granularity: "word" });
    const torn = [];
    for (const { shadowRoot } of document.querySelectorAll("pywidget-notice")) {
        for (const part of shadowRoot.querySelectorAll("p, .timer, .label, button")) {
            const text = part.firstChild;
            for (const { segment, index, isWordLike } of text ? words.segment(text.data) : []) {
                const range = document.createRange();
                range.setStart(text, index);
                range.setEnd(text, index + segment.length);
                const lines = new Set([...range.getClientRects()].map(({ top }) => top));
                if (isWordLike && lines.size > 1) torn.push([part.textContent, segment]);
            }
        }
    }
    return torn;
}"""

#: What axe finds, in short.
CHECK = """async () => {
    const { violations, incomplete, passes } = await axe.run(document, {
        resultTypes: ["violations", "incomplete", "passes"],
        rules: { "target-size": { enabled: true } },
    });
    const told = (list) => list.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.flat().join(" "))]);
    const contrast = passes.find(({ id }) => id === "color-contrast");
    return { wrong: told(violations), unsure: told(incomplete), contrast: contrast?.nodes.length ?? 0 };
}"""


# The pictures are for people; with `dev.py test --all`, they are of all languages.
# In the dark only the colours are others, and those are the same in every language.
@pytest.mark.parametrize(
    ("scheme", "width", "languages"), [("light", 320, LANGUAGES), ("light", 1280, LANGUAGES), ("dark", 320, HARD)]
)
def test_every_notice_in_every_language_fits_and_can_be_read(
    browser: Browser, scheme: Any, width: int, languages: tuple[str, ...]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    stage = Stage(page).open()
    page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    notices = every_kind(stage.now())
    for _ in notices:
        stage.add()
    pictures = []
    for language in languages:
        stage.show_all(notices, language)
        page.locator(f'pywidget-notice .card[lang="{language}"]').nth(len(notices) - 1).wait_for()
        assert page.evaluate(MISFITS) == [], language
        # Chinese is broken anywhere.
        assert language.startswith("zh") or page.evaluate(TORN, language) == [], language
        # It takes long, and finds in a wide page what it finds in a narrow one, where more can go wrong.
        if width == 320 or language in HARD:
            found = page.evaluate(CHECK)
            assert found["wrong"] == [], language
            assert found["unsure"] == [], language
            assert found["contrast"] > len(notices), language
        if ALL or language in HARD:
            pictures.append(page.screenshot(full_page=True, type="jpeg", quality=85))
    assert stage.console == []
    write_sheet(SHEETS / f"{scheme}-{width}.html", pictures, width // 2 if width > 640 else width)
    context.close()


def write_sheet(file: Path, pictures: list[bytes], width: int) -> None:
    """Put pictures into one page, four in a row, each so many pixels wide: small, and still to be read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    images = "".join(
        f'<img width="{width}" src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">\n'
        for picture in pictures
    )
    grid = f"display: grid; grid-template-columns: repeat(4, {width}px); gap: 10px; margin: 0; align-items: start"
    file.write_text(f'<!doctype html><title>{file.stem}</title><body style="{grid}">\n{images}', encoding="utf-8")


def test_there_is_a_picture_of_every_kind() -> None:
    named = {key.removeprefix("title.") for key in texts("en") if key.startswith("title.")}
    assert {notice.kind for notice in every_kind(0)} == named | set(UNTITLED)


@pytest.mark.parametrize(
    ("name", "width", "media", "text"),
    [
        ("forced", 320, {"color_scheme": "light", "forced_colors": "active"}, "100%"),
        ("forced-dark", 320, {"color_scheme": "dark", "forced_colors": "active"}, "100%"),
        ("large", 640, {"color_scheme": "light"}, "200%"),
        ("large-narrow", 320, {"color_scheme": "dark"}, "200%"),
    ],
)
def test_every_notice_fits_with_forced_colours_and_with_large_text(
    stage: Stage, name: str, width: int, media: dict[str, Any], text: str
) -> None:
    page = stage.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce", **media)
    stage.styles = f":root {{ color-scheme: light dark; font: {text} system-ui, sans-serif; }}"
    stage.open()
    notices = every_kind(stage.now())
    for _ in notices:
        stage.add()
    pictures = []
    for language in HARD:
        stage.show_all(notices, language)
        page.locator(f'pywidget-notice .card[lang="{language}"]').nth(len(notices) - 1).wait_for()
        assert page.evaluate(MISFITS) == [], language
        pictures.append(page.screenshot(full_page=True, type="jpeg", quality=85))
    write_sheet(SHEETS / f"{name}.html", pictures, width // 2 if width > 320 else width)


def test_pictures_of_covers_and_of_the_notice_of_the_page(page: Page, stage: Stage) -> None:
    stage.styles = (
        ":root { color-scheme: light dark; font-family: sans-serif; } stand-in { display: block; height: 360px; }"
    )
    told = every_kind(0)[2]
    pictures = []
    for scheme, forced in (("light", "none"), ("dark", "none"), ("dark", "active")):
        page.set_viewport_size({"width": 320, "height": 800})
        page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
        stage.open()
        for widget, language in enumerate(HARD, 1):
            stage.add()
            stage.cover(widget, language)
            stage.see(widget, told, language)
        assert page.evaluate(MISFITS) == []
        # Before there is a notice, the cover has a title of its own.
        stage.add()
        stage.cover(len(HARD) + 1, "de")
        pictures.append(page.screenshot(full_page=True, type="jpeg", quality=85))
        for widget in range(1, len(HARD) + 2):
            stage.call("unmount", widget)
        page.set_viewport_size({"width": 320, "height": 256})
        stage.see(0, SIGNED_OUT, "de")
        pictures.append(page.screenshot(type="jpeg", quality=85))
    write_sheet(SHEETS / "covers.html", pictures, 320)


@pytest.mark.parametrize(("width", "beside"), [(320, False), (640, True)])
def test_where_text_is_large_the_icon_leaves_it_the_whole_width(
    page: Page,
    stage: Stage,
    width: int,
    beside: bool,  # noqa: FBT001
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    stage.styles = ":root { font-size: 200%; }"
    stage.open().add()
    stage.see(1, TRY_AGAIN, "fi")
    icon, text = stage.card().locator("svg").bounding_box(), stage.card().locator(".title").bounding_box()
    assert icon is not None
    assert text is not None
    assert (icon["x"] + icon["width"] < text["x"], icon["y"] + icon["height"] < text["y"]) == (beside, not beside)


#: Where each line of a text begins, and how long it is.
LINES = """(it) => {
    const range = document.createRange();
    range.selectNodeContents(it);
    return [...range.getClientRects()].map(({ left, width }) => [left, width]);
}"""


def test_what_looks_like_a_link_begins_where_the_text_does(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    stage.styles = ":root { font-size: 200%; }"
    stage.open().add()
    stage.see(1, TRY_AGAIN, "hu")
    begins = [left for left, _ in stage.card().locator("button.plain").evaluate(LINES)]
    assert len(begins) > 1
    assert {round(left) for left in begins} == {round(stage.card().locator("code").evaluate(LINES)[0][0])}


def test_no_word_is_alone_on_the_last_line_of_a_button(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    stage.open().add()
    stage.see(1, Notice("submitted", actions=("keep", "register-again")), "nb")
    assert stage.card().locator("button.main").inner_text().count(" ") == 5
    first, last = (length for _, length in stage.card().locator("button.main").evaluate(LINES))
    assert last > first / 2


def test_the_language_is_that_of_the_text_also_for_fonts_and_line_breaks(stage: Stage) -> None:
    stage.open().add()
    stage.see(1, OFFLINE, "ja")
    stage.cover(1, "ja")
    language = "(it) => getComputedStyle(it).webkitLocale"
    assert stage.card().locator(".title").evaluate(language) == '"ja"'
    assert stage.page.locator("pywidget-cover .cover > .title").evaluate(language) == '"ja"'


def test_with_forced_colours_the_buttons_have_an_edge(page: Page, stage: Stage) -> None:
    page.emulate_media(forced_colors="active")
    stage.open().add()
    stage.see(1, OFFLINE)
    edges = []
    for button in stage.card().get_by_role("button").all():
        edge, behind, width = button.evaluate(
            """(it) => {
                const { borderTopColor, backgroundColor, borderTopWidth } = getComputedStyle(it);
                return [borderTopColor, backgroundColor, parseFloat(borderTopWidth)];
            }"""
        )
        assert edge != behind
        edges.append(width)
    assert edges == [3, 1], "the main one is told by more than a colour"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_a_reference_does_not_break_in_the_middle(page: Page, stage: Stage, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    stage.open().add()
    stage.see(1, TRY_AGAIN, language)
    lines = "(it) => it.offsetHeight / parseFloat(getComputedStyle(it).fontSize)"
    assert stage.card().locator("code").evaluate(lines) < 1.9


def test_what_would_lose_something_is_not_the_accented_button(stage: Stage) -> None:
    stage.open().add()
    for notice in every_kind(0):
        stage.see(1, notice)
        main = stage.card().locator("button.main[data-action]").all()
        found = [button.get_attribute("data-action") or "" for button in main]
        assert not [action for action in found if action.startswith(("confirm-", "start-over", "register-again"))]
        assert len(found) <= 1
        stage.call("hideNotice", 1)


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_the_notice_of_the_page_fits_at_four_hundred_percent(page: Page, stage: Stage, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    stage.open()
    actions = ("sign-in", "contact")
    notice = Notice(
        "signed-out", message="session-lost", actions=actions, advice=("signed-out", "tab"), reference=REFERENCE
    )
    stage.see(0, notice, language)
    assert page.evaluate(MISFITS) == []
    box = page.locator("pywidget-notice[data-page]").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 256
    # All of it can be reached by keyboard, and by scrolling inside.
    for name in ("copy-reference", "sign-in", "contact"):
        page.keyboard.press("Tab")
        assert stage.focus() == texts(language)["button." + name]
        seen = stage.card().locator("button:focus").bounding_box()
        assert seen is not None
        assert -1 < seen["y"] < 257 - seen["height"]


def test_the_notice_of_the_page_closes_with_escape(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.see(1, OFFLINE)
    page.keyboard.press("Escape")
    assert stage.read("harness.messages") == [], "that of a widget is part of the page"
    stage.see(0, SIGNED_OUT)
    page.evaluate("() => addEventListener('keydown', (event) => { document.title = String(event.defaultPrevented); })")
    page.keyboard.press("a")
    assert page.title() == "false"
    page.keyboard.press("Escape")
    assert stage.read("harness.messages") == [{"kind": "action", "widget": 0, "action": "dismiss"}]
    stage.call("hideNotice", 0)
    page.keyboard.press("Escape")
    assert len(stage.read("harness.messages")) == 1


def test_the_notice_of_the_page_is_named_for_what_it_says(page: Page, stage: Stage) -> None:
    stage.open()
    stage.see(0, SIGNED_OUT)
    # The host is a group without a name, as every popover is.
    assert in_tree(page, "group") == [("group", ""), ("group", SIGNED_OUT_TEXT)]


@pytest.mark.parametrize("forced", ["none", "active"])
def test_a_bar_shows_how_much_of_a_wait_is_left(page: Page, stage: Stage, forced: Any) -> None:
    page.emulate_media(forced_colors=forced)
    stage.open_still()
    stage.show(1, waiting(stage.now() + 60_000))
    bar = """(it) => {
        const { width, borderTopWidth, borderTopColor, transitionDuration } = getComputedStyle(it, "::after");
        const left = it.style.getPropertyValue("--_left");
        return [left, parseFloat(width) > 0, borderTopWidth, borderTopColor, transitionDuration];
    }"""
    timer = stage.card().get_by_role("timer")
    left, seen, high, colour, duration = timer.evaluate(bar)
    # By the second, and never smoothly: nobody needs that to move.
    assert (float(left), seen, high, duration) == (1, True, "4px", "0s")
    assert colour == timer.evaluate("(it) => getComputedStyle(it).color")
    page.clock.run_for(30_000)
    assert float(timer.evaluate(bar)[0]) == 0.5
    # It is for the eye: the words say the same.
    assert timer.inner_text() == "You can try again in 30 seconds."
    page.clock.run_for(31_600)
    assert float(timer.evaluate(bar)[0]) == 0


@pytest.mark.parametrize(("wish", "moving"), [("no-preference", True), ("reduce", False)])
def test_nothing_moves_for_those_who_asked_for_that(page: Page, stage: Stage, wish: Any, moving: bool) -> None:  # noqa: FBT001
    page.emulate_media(reduced_motion=wish)
    stage.open().add()
    stage.see(1, RENEWING)
    icon = stage.card().locator(".icon-spin")
    assert bool(icon.evaluate("(it) => it.getAnimations().length")) == moving


@pytest.mark.parametrize(
    ("rules", "prefers", "dark"),
    [
        ("main { color: inherit; }", "dark", False),
        ("body { background: #101418; }", "light", True),
        ("body { background: #fdfdfd; }", "dark", False),
        ("body { background: oklch(0.2 0.02 250); }", "light", True),
        ("body { background: color(srgb 0.9 0.9 0.95); }", "dark", False),
        ("body { background: oklab(0.2 -0.01 -0.02); }", "light", True),
        ("main { background: oklab(0.2 0.01 -0.02 / 0.3); } body { background: white; }", "dark", False),
        ("main { background: rgb(20 20 20 / 0.9); } body { background: white; }", "light", True),
        (":root { color-scheme: dark; }", "light", True),
        (":root { color-scheme: light dark; }", "dark", True),
        (":root { color-scheme: light dark; }", "light", False),
        (":root { color-scheme: light; } body { background: black; }", "dark", False),
    ],
)
def test_light_and_dark_are_those_of_the_page(page: Page, stage: Stage, rules: str, prefers: Any, dark: bool) -> None:  # noqa: FBT001
    page.emulate_media(color_scheme=prefers)
    stage.styles = rules
    stage.open().add()
    stage.see(1, OFFLINE)
    assert is_dark(stage.card()) == dark


def is_dark(element: Locator) -> bool:
    """Whether the background is nearer to black than to white."""
    colour: str = element.evaluate("(it) => getComputedStyle(it).backgroundColor")
    assert colour.startswith("oklch(")
    return float(colour.removeprefix("oklch(").split()[0]) < 0.5


def test_the_page_and_the_widget_can_change_how_it_looks(stage: Stage) -> None:
    stage.styles = """
        stand-in { --ats-radius-lg: 3px; --ats-font-family: monospace; }
        pywidget-notice { --pywidget-accent: rgb(1, 2, 3); --pywidget-accent-text: rgb(250, 251, 252); }
    """
    stage.open().add()
    stage.see(1, OFFLINE)
    assert stage.card().evaluate("(it) => getComputedStyle(it).borderTopLeftRadius") == "3px"
    assert stage.card().evaluate("(it) => getComputedStyle(it).fontFamily") == "monospace"
    main = stage.card().get_by_role("button").first
    assert main.evaluate("(it) => getComputedStyle(it).backgroundColor") == "rgb(1, 2, 3)"
    assert main.evaluate("(it) => getComputedStyle(it).color") == "rgb(250, 251, 252)"


def test_the_styles_of_the_page_do_not_reach_into_it(stage: Stage) -> None:
    stage.styles = """
        * { text-transform: uppercase; letter-spacing: 9px; line-height: 3; }
        body { text-align: center; white-space: nowrap; font-style: italic; visibility: visible; }
        p, button { display: none; }
    """
    stage.open().add()
    stage.see(1, TRY_AGAIN)
    title = stage.card().locator(".title")
    style = title.evaluate("(it) => { const { ...own } = getComputedStyle(it); return own; }")
    assert title.is_visible()
    assert style["textTransform"] == "none"
    assert style["letterSpacing"] == "normal"
    assert style["textAlign"] == "start"
    assert style["whiteSpace"] == "normal"
    assert style["fontStyle"] == "normal"


# ---- where it stands


def test_an_empty_notice_takes_no_room(page: Page, stage: Stage) -> None:
    stage.styles = "main { display: flex; flex-direction: column; gap: 50px; } main > * { margin: 0; }"
    stage.open()
    page.evaluate("() => { for (let i = 0; i < 3; i++) main.append(document.createElement('stand-in')); }")
    before = page.evaluate(
        "() => [...document.querySelectorAll('stand-in')].map((it) => it.getBoundingClientRect().top)"
    )
    height = stage.read("document.documentElement.scrollHeight")
    page.evaluate("() => document.querySelectorAll('stand-in').forEach((it) => harness.add(it))")
    assert page.locator("pywidget-notice").count() == 3
    after = page.evaluate(
        "() => [...document.querySelectorAll('stand-in')].map((it) => it.getBoundingClientRect().top)"
    )
    assert after == before
    assert stage.read("document.documentElement.scrollHeight") == height


def test_an_empty_notice_far_down_in_what_scrolls_does_not_make_the_page_longer(stage: Stage) -> None:
    stage.styles = SCROLLING + "stand-in { height: 3000px; }"
    stage.open().add()
    assert stage.read("document.documentElement.scrollHeight <= innerHeight")
    stage.see(1, TRY_AGAIN)
    assert stage.read("document.documentElement.scrollHeight <= innerHeight")


def test_an_empty_notice_takes_no_room_whatever_the_page_does_to_its_elements(page: Page, stage: Stage) -> None:
    stage.styles = "main > * { position: relative; display: block; padding: 20px; border: 1px solid; }"
    stage.open().add()
    box = page.locator("pywidget-notice").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (0, 0)
    stage.see(1, TRY_AGAIN)
    assert page.evaluate(MISFITS) == []


def test_a_page_that_hides_what_is_not_defined_does_not_hide_it(page: Page, stage: Stage) -> None:
    stage.styles = ":not(:defined) { display: none; }"
    stage.open().add()
    stage.see(1, TRY_AGAIN)
    stage.cover(1)
    assert page.locator("pywidget-cover .cover").is_visible()


@pytest.mark.parametrize(
    ("rules", "parent"),
    [
        ("main { display: flex; }", "body"),
        ("main { display: inline-flex; flex-direction: row-reverse; }", "body"),
        ("body, main { display: flex; } body { min-height: 100vh; align-items: center; margin: 0; }", "html"),
        ("main { display: flex; flex-direction: column; }", "main"),
        ("main { display: flex; flex-wrap: wrap; }", "body"),
    ],
)
def test_beside_other_boxes_it_does_not_take_their_room(page: Page, stage: Stage, rules: str, parent: str) -> None:
    stage.styles = rules
    stage.open().add()
    widget = page.locator("stand-in")
    before = widget.bounding_box()
    stage.see(1, SIGNED_OUT)
    assert widget.bounding_box() == before
    assert page.locator("pywidget-notice").evaluate("(it) => it.parentElement.localName") == parent
    card = stage.card()
    assert card.evaluate("(it) => it.getBoundingClientRect().bottom <= innerHeight")
    assert page.evaluate(MISFITS) == []
    stage.call("unmount", 1)
    assert page.locator("pywidget-notice").count() == 0


def test_what_stands_above_it_stays_where_it_is(page: Page, stage: Stage) -> None:
    stage.open()
    for number in range(3):
        stage.add(before=f"Paragraph {number}")
    stage.see(1, TRY_AGAIN)
    tops = "() => [...document.querySelectorAll('p, stand-in')].map((it) => it.getBoundingClientRect().top)"
    before = page.evaluate(tops)
    stage.show(3, TRY_AGAIN)
    stage.shown().nth(1).locator(".title").wait_for()
    assert page.evaluate(tops) == before


def test_it_stands_right_after_its_widget(page: Page, stage: Stage) -> None:
    stage.open()
    stage.add()
    page.evaluate("() => main.append('something after it')")
    stage.add()
    stage.show(2, OFFLINE)
    stage.shown().locator(".title").wait_for()
    assert stage.shown().count() == 1
    assert page.locator("stand-in:nth-of-type(2) + pywidget-notice[data-shown]").count() == 1


def test_it_goes_into_the_shadow_root_of_its_widget(page: Page, stage: Stage) -> None:
    stage.open()
    page.evaluate(
        """() => {
            const outer = document.createElement("div");
            main.append(outer);
            const widget = document.createElement("stand-in");
            widget.slot = "form";
            outer.attachShadow({ mode: "open" }).append(widget);
            harness.add(widget);
        }"""
    )
    stage.show(1, OFFLINE)
    notice = page.locator("div pywidget-notice[data-shown]")
    notice.wait_for()
    assert notice.evaluate("(it) => it.previousElementSibling.localName") == "stand-in"
    assert notice.evaluate("(it) => it.slot") == "form"


def test_it_goes_where_the_page_says(page: Page, stage: Stage) -> None:
    stage.open("%23spot")
    page.evaluate("() => { const spot = document.createElement('div'); spot.id = 'spot'; main.append(spot); }")
    stage.add()
    stage.add()
    stage.show(1, OFFLINE)
    stage.show(2, OFFLINE)
    page.locator("#spot > pywidget-notice[data-shown]").nth(1).wait_for()
    assert page.locator("stand-in + pywidget-notice").count() == 0


@pytest.mark.parametrize("wrong", ["%23nowhere", "%5B%5B"])
def test_a_wrong_place_is_named_once_and_notices_are_shown_all_the_same(page: Page, stage: Stage, wrong: str) -> None:
    stage.open(wrong)
    stage.add()
    stage.add()
    stage.show(1, OFFLINE)
    page.locator("stand-in + pywidget-notice[data-shown]").wait_for()
    assert len(stage.console) == 1
    assert "data-notices" in stage.console.pop()


def test_switched_off_there_is_an_event_and_nothing_else(page: Page, stage: Stage) -> None:
    stage.open("off").add()
    stage.show(1, OFFLINE)
    stage.cover(1)
    assert page.locator("pywidget-notice, pywidget-cover, [inert]").count() == 0
    assert [event["kind"] for event in stage.read("harness.events")] == ["offline"]


def test_a_notice_that_the_page_removed_is_there_again_for_the_next(page: Page, stage: Stage) -> None:
    stage.open().add()
    page.evaluate("() => document.querySelector('pywidget-notice').remove()")
    stage.see(1, OFFLINE)
    page.evaluate("() => main.replaceChildren(document.querySelector('stand-in'))")
    stage.see(1, OFFLINE)
    assert page.locator("stand-in + pywidget-notice").count() == 1


def test_a_notice_moves_with_its_widget(page: Page, stage: Stage) -> None:
    stage.open().add()
    page.evaluate(
        "() => { const box = document.createElement('section'); main.append(box); box.append(harness.widgets.get(1)); }"
    )
    stage.show(1, OFFLINE)
    page.locator("section > stand-in + pywidget-notice[data-shown]").wait_for()
    assert page.locator("pywidget-notice").count() == 1


def test_a_shown_notice_stays_with_its_widget_when_the_page_draws_itself_anew(page: Page, stage: Stage) -> None:
    stage.open()
    stage.add()
    stage.add()
    stage.see(1, OFFLINE)
    stage.see(2, SIGNED_OUT)
    stage.card(2).get_by_role("button", name="Sign in").focus()
    page.evaluate("() => harness.widgets.get(1).before(harness.widgets.get(2))")
    for number in (1, 2):
        stage.call("keep", number)
    order = page.locator("main > *:not(h1)").evaluate_all(
        "(all) => all.map((it) => it.shadowRoot.querySelector('.title')?.textContent ?? it.localName)"
    )
    assert order == ["stand-in", SIGNED_OUT_TEXT, "stand-in", OFFLINE_TEXT]
    page.evaluate("() => main.replaceChildren(...harness.widgets.values())")
    for number in (1, 2):
        stage.call("keep", number)
    assert page.locator("stand-in + pywidget-notice[data-shown]").count() == 2


def test_moving_a_notice_does_not_take_the_focus_from_its_buttons(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.see(1, SIGNED_OUT)
    stage.card().get_by_role("button", name="Try again").focus()
    page.evaluate("() => main.append(harness.widgets.get(1))")
    stage.call("keep", 1)
    assert page.locator("stand-in + pywidget-notice").count() == 1
    assert stage.focus() == "Try again"


def test_a_page_that_always_takes_the_notice_away_has_its_way(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.see(1, OFFLINE)
    stage.cover(1)
    for _ in range(30):
        page.evaluate("() => main.replaceChildren(harness.widgets.get(1))")
        stage.call("keep", 1)
    assert page.locator("pywidget-notice, pywidget-cover").count() == 0
    stage.see(1, SIGNED_OUT)


def test_unmounting_leaves_nothing_behind(page: Page, stage: Stage) -> None:
    stage.open()
    untouched = stage.read("main.innerHTML")
    stage.add()
    stage.show(1, waiting(stage.now() + 60_000))
    stage.cover(1)
    stage.card().locator(".timer").wait_for()
    stage.call("unmount", 1)
    page.evaluate("() => harness.widgets.get(1).remove()")
    assert stage.read("main.innerHTML") == untouched


def test_nothing_is_put_beside_a_widget_that_is_not_in_the_page(page: Page, stage: Stage) -> None:
    stage.open().add()
    page.evaluate("() => main.replaceChildren()")
    stage.show(1, OFFLINE)
    stage.cover(1)
    assert page.locator("main pywidget-notice, pywidget-notice[data-shown], pywidget-cover").count() == 0


def test_a_notice_about_the_page_itself_stands_at_its_lower_edge(page: Page, stage: Stage) -> None:
    stage.open()
    page.evaluate("() => { main.style.height = '3000px'; }")
    stage.show(0, OFFLINE)
    card = stage.card()
    card.locator(".title").wait_for()
    box = card.bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    assert size["height"] - 24 <= box["y"] + box["height"] <= size["height"]
    assert box["width"] <= 660
    assert stage.read("document.documentElement.scrollHeight") < 3100
    card.get_by_role("button", name="Try again").click()
    assert stage.read("harness.messages") == [{"kind": "action", "widget": 0, "action": "try-again"}]
    stage.call("hideNotice", 0)
    assert stage.shown().count() == 0


def test_widgets_have_notices_of_their_own(stage: Stage) -> None:
    stage.open()
    stage.add()
    stage.add()
    stage.see(1, OFFLINE)
    stage.see(2, SIGNED_OUT)
    stage.card(2).get_by_role("button", name="Sign in").click()
    stage.call("hideNotice", 1)
    assert stage.read("harness.messages") == [{"kind": "action", "widget": 2, "action": "sign-in"}]
    assert stage.card(1).locator(".title").count() == 0
    assert stage.card(2).locator(".title").inner_text() == SIGNED_OUT_TEXT


# ---- what is heard


def tree(page: Page) -> list[dict[str, Any]]:
    """The accessibility tree, as a screen reader gets it: role, name and level of politeness of what is not ignored."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    found = []
    for node in nodes:
        if node["ignored"]:
            continue
        told = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
        name = node.get("name", {}).get("value", "")
        found.append(
            {"role": node["role"]["value"], "name": name, "live": told.get("live"), "atomic": told.get("atomic")}
        )
    return found


def in_tree(page: Page, *roles: str) -> list[tuple[str, str]]:
    return [(node["role"], node["name"]) for node in tree(page) if node["role"] in roles]


def test_the_live_regions_are_there_and_empty_before_their_text(page: Page, stage: Stage) -> None:
    stage.open().add()
    live = [node for node in tree(page) if node["live"] in ("polite", "assertive")]
    assert [(node["role"], node["live"], node["atomic"]) for node in live] == [
        ("alert", "assertive", True),
        ("status", "polite", True),
        ("status", "polite", True),
    ]
    assert stage.card().inner_text() == ""


def test_the_text_is_seen_at_once_and_read_out_a_tenth_of_a_second_after_its_live_region_came(stage: Stage) -> None:
    stage.open_still()
    stage.show(0, OFFLINE)
    assert stage.read("document.querySelectorAll('pywidget-notice[data-page]').length") == 1
    card = stage.page.locator("pywidget-notice[data-page] .card")
    seen, read_out = card.inner_text(), card.locator("[role=alert]")
    assert seen.startswith(OFFLINE_TEXT)
    place = card.locator(".title").bounding_box()
    stage.page.clock.run_for(99)
    assert read_out.inner_text() == ""
    stage.page.clock.run_for(1)
    assert read_out.inner_text().startswith(OFFLINE_TEXT)
    # Nothing of it can be seen.
    assert (card.inner_text(), card.locator(".title").bounding_box()) == (seen, place)


def test_what_a_screen_reader_finds_in_a_failure(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.see(1, TRY_AGAIN)
    assert in_tree(page, "group", "button", "img", "image", "graphics-document") == [
        ("button", "Register"),
        ("group", "Messages about this form"),
        ("button", "Copy reference"),
        ("button", "Try again"),
    ]
    assert stage.card().get_by_role("alert").locator("p").all_inner_texts() == [
        "The service is not available at the moment.",
        "Try again in a minute.",
    ]


def test_a_failure_is_announced_once_and_at_once(stage: Stage) -> None:
    stage.open().add()
    stage.listen()
    stage.see(1, OFFLINE)
    english = texts("en")
    failure = " / ".join([english["message.network"], english["next.offline"]])
    assert stage.heard() == [("alert", failure)]


def test_a_renewal_is_announced_politely_and_its_end_not_at_all(stage: Stage) -> None:
    stage.open().add()
    stage.listen()
    stage.see(1, RENEWING)
    stage.call("hideNotice", 1)
    assert [role for role, _ in stage.heard()] == ["status"]
    assert stage.heard()[0][1].startswith(texts("en")["title.renewing"])


def test_the_same_notice_again_is_not_announced_again(stage: Stage) -> None:
    stage.open().add()
    stage.listen()
    stage.see(1, OFFLINE)
    stage.see(1, OFFLINE)
    with_button = Notice("offline", message="network", actions=("reload",), reference=REFERENCE)
    stage.show(1, with_button)
    stage.card().get_by_role("button", name="Reload the page").wait_for()
    assert stage.card().get_by_role("button").count() == 2
    assert len(stage.heard()) == 1
    assert [event["kind"] for event in stage.read("harness.events")] == ["offline", "offline"]


def test_a_failure_that_comes_back_is_announced_again(stage: Stage) -> None:
    stage.open().add()
    stage.listen()
    for _ in range(2):
        stage.see(1, OFFLINE)
        stage.call("hideNotice", 1)
    assert len(stage.heard()) == 2


def test_a_notice_that_is_taken_back_at_once_is_never_shown(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.show(0, OFFLINE)
    stage.call("hideNotice", 0)
    page.clock.run_for(5_000)
    assert stage.card(2).inner_text() == ""


# ---- waiting


def test_a_countdown_is_seen_every_second_and_heard_seldom(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.listen()
    timer = stage.card().get_by_role("timer")
    stage.show(1, waiting(stage.now() + 95_000))
    assert timer.inner_text() == "You can try again in 1 minute, 35 seconds."
    assert timer.get_attribute("aria-live") == "off"
    page.clock.run_for(1_000)
    assert timer.inner_text() == "You can try again in 1 minute, 34 seconds."
    page.clock.run_for(34_000)
    assert timer.inner_text() == "You can try again in 1 minute."
    page.clock.run_for(59_000)
    assert timer.inner_text() == "You can try again in 1 second."
    spoken = [text for role, text in stage.heard() if role == "status" and text.startswith("You can try again in")]
    assert spoken == [
        "You can try again in 1 minute, 35 seconds.",
        "You can try again in 47 seconds.",
        "You can try again in 23 seconds.",
        "You can try again in 11 seconds.",
    ]


def test_the_end_of_a_wait_is_said_by_the_notice_that_follows(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.show(1, waiting(stage.now() + 20_000))
    page.clock.run_for(20_000)
    stage.listen()
    stage.show(1, WAIT_OVER)
    page.clock.run_for(10_000)
    english = texts("en")
    assert stage.heard() == [("status", english["message.wait-over"])]
    assert stage.card().get_by_role("timer").count() == 0


def test_a_wait_that_no_notice_follows_says_by_itself_that_it_is_over(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.show(1, waiting(stage.now() + 5_000))
    page.clock.run_for(5_000)
    stage.listen()
    page.clock.run_for(60_000)
    assert stage.heard() == [("status", "You can try again now.")]
    assert stage.card().get_by_role("timer").inner_text() == "You can try again now."


def test_a_countdown_is_right_after_the_computer_slept(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.show(1, waiting(stage.now() + 3_600_000))
    page.clock.fast_forward(3_000_000)
    assert stage.card().get_by_role("timer").inner_text() == "You can try again in 10 minutes."


def test_a_countdown_stops_with_its_notice(page: Page, stage: Stage) -> None:
    for end in ("hideNotice", "unmount"):
        stage.open_still()
        stage.show(1, waiting(stage.now() + 60_000))
        host = page.locator("pywidget-notice").element_handle()
        stage.listen()
        stage.call(end, 1)
        page.clock.run_for(70_000)
        assert host.evaluate("(it) => it.shadowRoot.querySelector('[role=timer]').textContent") == ""
        assert stage.heard() == []


def test_what_was_said_in_passing_is_not_met_again(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.show(1, waiting(stage.now() + 60_000))
    spoken = stage.card().locator(".spoken")
    assert spoken.text_content() == "You can try again in 1 minute."
    page.clock.run_for(5_000)
    assert spoken.text_content() == ""


# ---- by keyboard


def test_everything_can_be_reached_and_pressed_by_keyboard(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.see(1, TRY_AGAIN)
    page.locator("stand-in input").focus()
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(stage.focus())
    assert reached == ["Register", "Copy reference", "Try again"]
    ring = stage.card().get_by_role("button", name="Try again").evaluate("(it) => getComputedStyle(it).outline")
    assert "solid 3px" in ring
    page.keyboard.press("Enter")
    assert stage.read("harness.messages") == [{"kind": "action", "widget": 1, "action": "try-again"}]


def test_a_notice_does_not_take_the_focus(page: Page, stage: Stage) -> None:
    stage.open().add()
    page.locator("stand-in input").focus()
    stage.see(1, OFFLINE)
    page.keyboard.type("My song")
    assert page.locator("stand-in input").input_value() == "My song"
    stage.call("hideNotice", 1)
    assert stage.focus() == "Title"


def test_the_focus_stays_on_a_button_that_stays(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.see(1, SIGNED_OUT)
    stage.card().get_by_role("button", name="Try again").focus()
    stage.show(1, OFFLINE)
    assert stage.focus() == "Try again"
    stage.show(1, Notice("breaker", message="session-refused", actions=("contact",)))
    assert stage.focus() == "Messages about this form"
    page.keyboard.press("Tab")
    assert stage.focus() == "Get in touch"


def test_the_focus_goes_to_the_widget_when_the_notice_goes(page: Page, stage: Stage) -> None:
    stage.open()
    stage.add()
    stage.add()
    stage.see(1, OFFLINE)
    stage.card().get_by_role("button", name="Try again").focus()
    stage.call("hideNotice", 1)
    assert stage.focus() == "Title"
    assert page.locator("stand-in input").first.evaluate("(it) => it.matches(':focus')")


def test_the_focus_is_not_left_on_an_empty_notice(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.see(1, OFFLINE)
    stage.card().focus()
    stage.call("hideNotice", 1)
    assert stage.focus() == "Title"
    # The page itself has no widget: nobody is left in a box with nothing in it.
    stage.see(0, OFFLINE)
    page.locator("pywidget-notice[data-page] .card").focus()
    stage.call("hideNotice", 0)
    assert stage.focus() == "body"


def test_the_last_word_is_said_by_the_empty_notice(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.see(1, OFFLINE)
    stage.listen()
    stage.call("hideNotice", 1, "Your session was renewed.")
    assert stage.heard() == [("status", "Your session was renewed.")]
    assert stage.shown().count() == 0
    page.clock.run_for(5_000)
    assert stage.card().inner_text() == ""


# ---- in sight

#: The widget stands at the lower edge of a phone, and what comes below it is out of sight.
AT_THE_EDGE = "main::before { content: ''; display: block; height: 500px; } main { padding-bottom: 2000px; }"


def is_in_sight(stage: Stage) -> bool:
    seen: bool = stage.card().evaluate(
        "(it) => { const { top, bottom } = it.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }"
    )
    return seen


def at_the_edge(page: Page, stage: Stage) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    stage.styles = AT_THE_EDGE
    stage.open().add()


@pytest.mark.parametrize("key", [None, "a"])
def test_a_notice_comes_into_sight_of_those_who_are_busy_there(page: Page, stage: Stage, key: str | None) -> None:
    at_the_edge(page, stage)
    page.locator("h1").click()
    if key:
        page.locator("stand-in input").focus()
        page.keyboard.press(key)
    else:
        page.locator("stand-in button").click()
    stage.see(1, SIGNED_OUT)
    assert is_in_sight(stage)
    # It can be more than before, and is looked at from what it is about.
    page.evaluate("() => scrollTo(0, 0)")
    stage.card().get_by_role("button", name="Try again").focus()
    page.keyboard.press("Shift")
    page.evaluate("() => scrollTo(0, 0)")
    stage.see(1, TRY_AGAIN)
    stage.card().get_by_text("Try again in a minute.").wait_for()
    assert is_in_sight(stage)


def test_a_notice_does_not_move_the_page_of_those_who_are_busy_elsewhere(page: Page, stage: Stage) -> None:
    at_the_edge(page, stage)
    page.locator("stand-in button").click()
    page.locator("h1").click()
    stage.see(1, SIGNED_OUT)
    assert stage.read("scrollY") == 0


def test_a_notice_that_says_the_same_does_not_move_the_page(page: Page, stage: Stage) -> None:
    at_the_edge(page, stage)
    page.locator("stand-in button").click()
    stage.see(1, OFFLINE)
    page.evaluate("() => scrollTo(0, 0)")
    stage.show(1, Notice("offline", message="network", actions=("reload",), reference=REFERENCE))
    stage.card().get_by_role("button", name="Reload the page").wait_for()
    assert stage.read("scrollY") == 0


@pytest.mark.parametrize(("busy", "scrolled"), [("stand-in input", True), ("h1", False)])
def test_what_was_done_before_we_came_shows_in_the_focus(page: Page, stage: Stage, busy: str, scrolled: bool) -> None:  # noqa: FBT001
    at_the_edge(page, stage)
    page.evaluate("() => { document.querySelector('h1').tabIndex = 0; }")
    page.locator(busy).focus()
    stage.see(1, SIGNED_OUT)
    assert (stage.read("scrollY") > 0) == scrolled


@pytest.mark.parametrize(("wish", "behavior"), [("no-preference", "smooth"), ("reduce", "instant")])
def test_the_page_moves_smoothly_only_for_those_who_do_not_mind(
    page: Page, stage: Stage, wish: Any, behavior: str
) -> None:
    page.add_init_script("Element.prototype.scrollIntoView = (how) => { window.how = how; };")
    at_the_edge(page, stage)
    page.emulate_media(reduced_motion=wish)
    page.locator("stand-in button").click()
    stage.see(1, SIGNED_OUT)
    assert stage.read("how") == {"block": "nearest", "inline": "nearest", "behavior": behavior}


def test_pressing_twice_is_pressing_once(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.show(1, OFFLINE)
    button = stage.card().get_by_role("button", name="Try again")
    button.dblclick()
    assert len(stage.read("harness.messages")) == 1
    page.clock.run_for(1_000)
    button.click()
    assert len(stage.read("harness.messages")) == 2


def test_a_double_click_does_not_answer_the_question_that_it_raised(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.see(1, Notice("start-over", message="preparation-expired", actions=("start-over",)))
    stage.card().get_by_role("button", name="Start over").click()
    stage.see(1, Notice("confirm", actions=("confirm-start-over", "cancel")))
    answer = stage.card().get_by_role("button", name="Yes, start over")
    answer.click()
    assert [message["action"] for message in stage.read("harness.messages")] == ["start-over"]
    page.clock.run_for(1_000)
    answer.click()
    assert [message["action"] for message in stage.read("harness.messages")] == ["start-over", "confirm-start-over"]


def test_a_key_held_down_is_one_press(page: Page, stage: Stage) -> None:
    stage.open_still()
    stage.see(1, OFFLINE)
    stage.card().get_by_role("button", name="Try again").focus()
    for _ in range(5):
        page.keyboard.down("Enter")
        page.clock.run_for(300)
    assert len(stage.read("harness.messages")) == 1


# ---- a widget that may not be used


def test_a_covered_widget_cannot_be_used_and_comes_back_as_it_was(page: Page, stage: Stage) -> None:
    stage.open().add()
    field = page.locator("stand-in input")
    field.fill("My song")
    stage.cover(1)
    cover = page.locator("pywidget-cover .cover")
    assert cover.inner_text() == texts("en")["label.disabled-screen"]
    widget = page.locator("stand-in")
    assert cover.bounding_box() == widget.bounding_box()
    assert in_tree(page, "textbox") == []
    page.keyboard.press("Tab")
    assert stage.focus() != "Title"
    stage.uncover(1)
    assert page.locator("pywidget-cover").count() == 0
    assert widget.get_attribute("inert") is None
    assert field.input_value() == "My song"


def test_a_widget_that_was_inert_stays_so(page: Page, stage: Stage) -> None:
    stage.open().add()
    page.evaluate("() => harness.widgets.get(1).setAttribute('inert', '')")
    stage.cover(1)
    stage.uncover(1)
    assert page.locator("stand-in").get_attribute("inert") == ""


def test_the_cover_follows_its_widget(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.cover(1)
    page.evaluate(
        "() => { const { style } = harness.widgets.get(1); style.display = 'block'; style.height = '300px'; }"
    )
    page.wait_for_function("() => document.querySelector('pywidget-cover').shadowRoot.firstChild.offsetHeight === 300")
    assert page.locator("pywidget-cover .cover").bounding_box() == page.locator("stand-in").bounding_box()
    page.set_viewport_size({"width": 500, "height": 600})
    page.wait_for_function(
        """() => document.querySelector('pywidget-cover').shadowRoot.firstChild.offsetWidth
            === harness.widgets.get(1).offsetWidth"""
    )


def test_covering_twice_covers_once(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.cover(1)
    stage.cover(1)
    assert page.locator("pywidget-cover").count() == 1
    stage.uncover(1)
    stage.uncover(1)
    assert page.locator("pywidget-cover, [inert]").count() == 0


def test_covering_takes_no_room(stage: Stage) -> None:
    stage.styles = "main { display: flex; flex-direction: column; gap: 50px; }"
    stage.open().add()
    stage.add()
    height = stage.read("document.documentElement.scrollHeight")
    stage.cover(1)
    assert stage.read("document.documentElement.scrollHeight") == height


SCROLLING = """
    stand-in { display: block; height: 500px; }
    main { height: 300px; overflow: auto; }
"""


def test_the_cover_scrolls_with_its_widget_and_is_cut_off_with_it(page: Page, stage: Stage) -> None:
    stage.styles = SCROLLING
    stage.open().add(before="Some text")
    stage.cover(1)
    page.evaluate("() => main.scrollTo(0, 150)")
    assert page.locator("pywidget-cover .cover").bounding_box() == page.locator("stand-in").bounding_box()
    assert stage.read("document.documentElement.scrollHeight <= innerHeight")


def test_the_cover_scrolls_with_a_widget_among_other_boxes(page: Page, stage: Stage) -> None:
    stage.styles = SCROLLING + "main { display: flex; flex-direction: column; } main > * { flex: none; }"
    stage.open().add(before="Some text")
    stage.cover(1)
    # The observer of sizes has spoken for the first time by then.
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("() => main.scrollTo(0, 150)")
    page.wait_for_function(
        """() => document.querySelector('pywidget-cover').shadowRoot.firstChild.getBoundingClientRect().top
            === harness.widgets.get(1).getBoundingClientRect().top"""
    )


def test_covering_takes_no_room_whatever_the_page_does_to_its_elements(page: Page, stage: Stage) -> None:
    stage.styles = "main > * { margin: 20px 0; padding: 9px; border: 1px solid; min-height: 30px; }"
    stage.open().add()
    page.evaluate("() => main.append(document.createElement('hr'))")
    before = page.locator("hr").bounding_box()
    stage.cover(1)
    assert page.locator("hr").bounding_box() == before


def test_the_cover_goes_where_its_widget_goes(page: Page, stage: Stage) -> None:
    stage.open().add()
    stage.cover(1)
    stage.see(1, Notice("disabled", message="site-not-allowed"))
    page.evaluate(
        """() => {
            const box = document.createElement("section");
            main.append(box);
            box.append(harness.widgets.get(1));
        }"""
    )
    stage.call("keep", 1)
    assert page.locator("section > stand-in + pywidget-cover").count() == 1
    assert page.locator("pywidget-cover .cover").bounding_box() == page.locator("stand-in").bounding_box()


def test_a_cover_is_as_dark_as_the_page(page: Page, stage: Stage) -> None:
    stage.styles = "body { background: #101418; }"
    stage.open().add()
    stage.cover(1)
    assert is_dark(page.locator("pywidget-cover .cover"))


def test_the_focus_is_not_lost_with_the_widget_under_the_cover(page: Page, stage: Stage) -> None:
    stage.open().add()
    page.locator("stand-in input").focus()
    stage.cover(1)
    assert stage.focus() == texts("en")["label.disabled-screen"]
    stage.see(1, Notice("disabled", message="site-not-allowed", actions=("contact",)))
    page.keyboard.press("Tab")
    assert stage.focus() == "Get in touch"
    page.locator("pywidget-cover .cover").evaluate("(it) => it.focus()")
    stage.uncover(1)
    assert stage.focus() == "Messages about this form"


DISABLED = Notice("disabled", message="site-not-allowed", actions=("contact",), reference=REFERENCE)
LARGE = "stand-in { display: block; height: 500px; }"
SMALL = "stand-in { display: block; height: 120px; }"


def test_the_cover_says_everything_once(page: Page, stage: Stage) -> None:
    stage.styles = LARGE
    stage.open().add()
    stage.cover(1)
    cover = page.locator("pywidget-cover .cover")
    title = cover.locator("> .title")
    assert title.is_visible()
    stage.see(1, DISABLED)
    assert not title.is_visible()
    over, card = cover.bounding_box(), stage.card().bounding_box()
    assert over is not None
    assert card is not None
    assert over["y"] <= card["y"]
    assert card["y"] + card["height"] <= over["y"] + over["height"]
    assert card["x"] + card["width"] <= over["x"] + over["width"]
    assert page.evaluate(MISFITS) == []
    stage.card().get_by_role("button", name="Get in touch").click()
    assert stage.read("harness.messages") == [{"kind": "action", "widget": 1, "action": "contact"}]
    # Without a notice the cover says why it is there.
    stage.call("hideNotice", 1)
    assert title.is_visible()


@pytest.mark.parametrize("first", ["cover", "notice"])
def test_the_notice_is_on_the_cover_whichever_comes_first(page: Page, stage: Stage, first: str) -> None:
    stage.styles = LARGE
    stage.open().add()
    if first == "notice":
        stage.see(1, DISABLED)
        stage.cover(1)
    else:
        stage.cover(1)
        stage.see(1, DISABLED)
    page.locator("stand-in + pywidget-cover > pywidget-notice[data-shown]").wait_for()
    assert not page.locator("pywidget-cover .cover > .title").is_visible()
    stage.uncover(1)
    page.locator("stand-in + pywidget-notice[data-shown]").wait_for()
    assert stage.card().get_by_text(REFERENCE).is_visible()
    assert page.locator("pywidget-cover, [inert]").count() == 0


def test_on_a_small_cover_the_notice_can_be_scrolled(page: Page, stage: Stage) -> None:
    stage.styles = SMALL
    stage.open().add()
    stage.cover(1)
    stage.see(1, DISABLED)
    cover = page.locator("pywidget-cover .cover")
    assert cover.bounding_box() == page.locator("stand-in").bounding_box()
    assert cover.evaluate("(it) => it.scrollHeight > it.clientHeight")
    button = stage.card().get_by_role("button", name="Get in touch")
    button.scroll_into_view_if_needed()
    button.click()
    assert stage.read("harness.messages") == [{"kind": "action", "widget": 1, "action": "contact"}]


def test_over_a_widget_that_takes_no_room_nothing_is_hidden(page: Page, stage: Stage) -> None:
    stage.styles = "stand-in { display: contents; }"
    stage.open().add()
    page.evaluate("() => harness.widgets.get(1).shadowRoot.replaceChildren()")
    stage.cover(1)
    stage.see(1, DISABLED)
    assert stage.card().get_by_text(REFERENCE).is_visible()


def test_the_focus_goes_back_into_a_widget_that_is_uncovered(stage: Stage) -> None:
    stage.styles = LARGE
    stage.open().add()
    stage.cover(1)
    stage.see(1, DISABLED)
    stage.card().get_by_role("button", name="Get in touch").focus()
    # A widget under a cover takes no focus: until it is gone the focus is on the cover.
    stage.call("hideNotice", 1)
    assert stage.focus() == texts("en")["label.disabled-screen"]
    stage.uncover(1)
    assert stage.focus() == "Title"
    # The other way round it is the same.
    stage.cover(1)
    stage.see(1, DISABLED)
    stage.card().get_by_role("button", name="Get in touch").focus()
    stage.uncover(1)
    assert stage.focus() == "Get in touch"
    stage.call("hideNotice", 1)
    assert stage.focus() == "Title"


# ---- values

#: A moment as servers write it, and what a reader in Britain is told.
MOMENT = 1_935_904_089
TOLD = {"used": "1", "limit": "2", "when": "7 May 2031, 07:08"}

#: language, message, values, and how they are written; None where the plain sentence is all that can be said.
VALUES: list[tuple[str, str, dict[str, Any], dict[str, str] | None]] = [
    ("en", "file-too-large", {"size": 61_234_567, "max": 52_428_800}, {"size": "58.4\u00a0MB", "max": "50\u00a0MB"}),
    # A file that is a little too large does not read as one that fits.
    ("en", "file-too-large", {"size": 52_428_801, "max": 52_428_800}, {"size": "50.1\u00a0MB", "max": "50\u00a0MB"}),
    ("en", "file-too-large", {"size": 2_000, "max": 1_023}, {"size": "2\u00a0kB", "max": "1,023\u00a0bytes"}),
    ("en", "file-too-large", {"size": 3 * 2**30, "max": 1}, {"size": "3\u00a0GB", "max": "1\u00a0byte"}),
    ("fr", "file-too-large", {"size": 61_234_567, "max": 2**20}, {"size": "58,4\u202fMo", "max": "1\u202fMo"}),
    ("en", "file-too-large", {"size": 61_234_567}, None),
    ("en", "file-too-large", {"size": -1, "max": 1}, None),
    ("en", "file-too-large", {"size": "big", "max": 1}, None),
    ("en", "quota-reached", {"used": 1, "limit": 2, "when": MOMENT}, TOLD),
    ("en", "quota-reached", {"used": 1, "limit": 2, "when": MOMENT * 1000}, TOLD),
    ("en", "quota-reached", {"used": 1, "limit": 2, "when": str(MOMENT)}, TOLD),
    ("en", "quota-reached", {"used": 1, "limit": 2, "when": "2031-05-07T09:08:09+02:00"}, TOLD),
    ("en", "quota-reached", {"used": 1000, "limit": 2, "when": MOMENT}, {**TOLD, "used": "1,000"}),
    ("de", "quota-reached", {"used": 1, "limit": 2, "when": MOMENT}, {**TOLD, "when": "07.05.2031, 07:08"}),
    ("en", "quota-reached", {"used": 1, "limit": 2, "when": "soon"}, None),
    ("en", "quota-reached", {"used": 1, "limit": 2, "when": 1e300}, None),
    ("en", "input-invalid", {"fields": ["title"]}, {"fields": "title"}),
    ("en", "input-invalid", {"fields": ["title", "genre"]}, {"fields": "title and “genre”"}),
    (
        "fr",
        "input-invalid",
        {"fields": ["title", "genre", "isrc"]},
        {"fields": "titre, «\u00a0genre\u00a0» et «\u00a0isrc\u00a0»"},
    ),
    ("ar", "input-invalid", {"fields": ["title"]}, {"fields": f"\u2068{texts('ar')['field.title']}\u2069"}),
]
FORMS = {
    "size": "bytes",
    "max": "bytes",
    "used": "number",
    "limit": "number",
    "when": "date",
    "fields": "list",
}


def test_values_are_written_as_the_reader_writes_them(browser: Browser) -> None:
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    stage = Stage(context.new_page()).open()
    stage.add()
    for language, message, values, wanted in VALUES:
        params = {name: (FORMS[name], value) for name, value in values.items()}
        stage.see(1, Notice("report", message=message, params=params), language)
        plain, detailed = (texts(language)[f"message.{message}{form}"] for form in ("", ".detail"))
        told = stage.card().locator(".title").text_content()
        assert told == (plain if wanted is None else detailed.format(**wanted)), (language, message, values)
    assert stage.console == []
    context.close()


#: What a server says is the reason, and what of that is quoted; None where there is nothing to quote.
REASONS: list[tuple[Any, str | None]] = [
    ("  too long.  ", "too long"),
    ("{max} {reason}", "{max} {reason}"),
    ("\u05e9\u05dc", "\u2068\u05e9\u05dc\u2069"),
    ("x" * 5_000, "x" * 300),
    ("", None),
    (" . ", None),
    ("$& $1", "$& $1"),
]


def refused(reason: Any) -> Notice:
    return Notice("report", message="registration-refused", params={"reason": ("text", reason)}, reference=REFERENCE)


def test_what_a_server_says_is_a_line_of_its_own_in_no_known_language(stage: Stage) -> None:
    stage.open().add()
    for reason, told in REASONS:
        stage.see(1, refused(reason))
        assert stage.card().locator(".title").inner_text() == "The registration was checked and not accepted."
        line = stage.card().locator("p.said")
        if told is None:
            assert line.count() == 0, reason
            continue
        assert line.text_content() == f"The service says: “{told}”."
        assert line.locator("span").evaluate("(it) => [it.lang, it.textContent]") == ["", told]
    assert stage.read("harness.events.at(-1).text").startswith("The service says: “$& $1”.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_quotes_what_a_server_says(stage: Stage, language: str) -> None:
    stage.open().add()
    stage.see(1, refused("too long."), language)
    said = (stage.card().locator("p.said").text_content() or "").replace("\u2068", "").replace("\u2069", "")
    assert said == texts(language)["label.says"].format(reason="too long")
    assert stage.card().locator("p.said span").get_attribute("lang") == ""
    assert stage.card().get_attribute("lang") == language


def test_text_from_outside_stays_text(page: Page, stage: Stage) -> None:
    hostile = "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>"
    stage.open().add()
    notice = Notice(
        "submitted",
        message="registration-refused",
        params={"reason": ("text", hostile)},
        reference=hostile,
        transaction=hostile,
    )
    stage.see(1, notice)
    assert hostile in stage.card().inner_text()
    assert stage.card().locator("img, script").count() == 0
    assert page.title() == "Notices"


# ---- events


def test_the_page_hears_what_the_visitor_sees(page: Page, stage: Stage) -> None:
    stage.open().add()
    page.evaluate(
        """() => addEventListener("pywidget:notice", ({ target, bubbles, composed }) => {
            document.title = [target.localName, bubbles, composed].join(" ");
        })"""
    )
    stage.see(1, TRY_AGAIN)
    stage.call("hideNotice", 1)
    stage.call("hideNotice", 1)
    assert page.title() == "stand-in true true"
    assert stage.read("harness.events") == [
        {
            "kind": "try-again",
            "role": "alert",
            "title": "The service is not available at the moment.",
            "text": "Try again in a minute.",
            "actions": [{"id": "try-again", "label": "Try again"}],
            "reference": REFERENCE,
            "until": None,
        },
        {"kind": None},
    ]


# ---- copying


def test_the_reference_can_be_copied(page: Page, stage: Stage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.open_still()
    stage.see(1, TRY_AGAIN)
    stage.listen()
    stage.card().get_by_role("button", name="Copy reference").click()
    copied = stage.card().get_by_role("button", name="Copied")
    copied.wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == REFERENCE
    assert stage.heard() == [("status", "Copied")]
    page.clock.run_for(5_000)
    assert copied.count() == 0
    assert stage.read("harness.messages") == []


def forbid_copying(page: Page) -> None:
    page.add_init_script(
        """
        navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
        Document.prototype.execCommand = () => false;
        """
    )


def test_a_reference_that_may_not_be_copied_is_selected(page: Page, stage: Stage) -> None:
    forbid_copying(page)
    stage.open().add()
    stage.see(1, TRY_AGAIN)
    stage.listen()
    stage.card().get_by_role("button", name="Copy reference").click()
    # Those who see a selected text and no word about it take it for copied.
    told = stage.card().get_by_text(texts("en")["label.selected"])
    told.wait_for()
    assert told.evaluate("(it) => it.clientWidth") > 100
    assert stage.read("getSelection().toString()") == REFERENCE
    assert stage.heard() == [("status", texts("en")["label.selected"])]


CERTIFICATE = Notice("certificate", message="network", actions=("copy-code", "try-again"))


def test_the_access_code_can_be_copied(page: Page, stage: Stage) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.open().add()
    stage.see(1, CERTIFICATE)
    stage.card().get_by_role("button", name="Copy access code").click()
    assert stage.read("harness.messages") == [{"kind": "action", "widget": 1, "action": "copy-code"}]
    stage.call("copyAccessCode", 1)
    stage.card().get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == "ABCD-1234"
    assert stage.card().get_by_text("ABCD-1234").count() == 0


def test_an_access_code_that_may_not_be_copied_is_shown_and_selected(page: Page, stage: Stage) -> None:
    forbid_copying(page)
    stage.open().add()
    stage.see(1, CERTIFICATE)
    for _ in range(2):
        stage.call("copyAccessCode", 1)
        stage.card().get_by_text(texts("en")["label.selected"]).wait_for()
    assert stage.card().locator(".quote").all_inner_texts() == ["Access code\nABCD-1234"]
    assert stage.read("getSelection().toString()") == "ABCD-1234"
    assert page.evaluate(MISFITS) == []


def test_a_shown_access_code_goes_with_its_notice(page: Page, stage: Stage) -> None:
    forbid_copying(page)
    stage.open().add()
    stage.see(1, CERTIFICATE)
    stage.call("copyAccessCode", 1)
    stage.card().get_by_text("ABCD-1234").wait_for()
    stage.see(1, Notice("disabled", message="site-not-allowed"))
    assert "ABCD-1234" not in stage.card().inner_html()
    assert texts("en")["label.selected"] not in stage.card().inner_html()


def test_an_access_code_that_could_be_copied_the_old_way_is_not_left_in_the_page(page: Page, stage: Stage) -> None:
    page.add_init_script(
        """
        navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
        Document.prototype.execCommand = () => (window.copied = getSelection().toString()) !== "";
        """
    )
    stage.open().add()
    stage.see(1, CERTIFICATE)
    stage.call("copyAccessCode", 1)
    stage.card().get_by_role("button", name="Copied").wait_for()
    assert stage.read("copied") == "ABCD-1234"
    assert "ABCD-1234" not in stage.card().inner_html()


# ---- languages


def test_the_texts_of_a_language_are_fetched_and_handed_over(stage: Stage) -> None:
    stage.open()
    stage.read("[1, 2].map(() => void harness.fences.loadLocale('zh-Hans'))")
    stage.page.wait_for_function("() => harness.messages.length")
    assert stage.read("harness.messages") == [{"kind": "locale", "lang": "zh-Hans", "texts": texts("zh-Hans")}]


def test_a_language_that_is_not_there_is_answered_at_once_and_can_be_asked_for_again(stage: Stage) -> None:
    stage.locale = lambda route, _language: route.fulfill(status=404)
    stage.open()
    for count in (1, 2):
        stage.call("loadLocale", "fr")
        stage.page.wait_for_function("(count) => harness.messages.length === count", arg=count)
    assert stage.read("harness.messages") == [{"kind": "locale", "lang": "fr", "texts": None}] * 2
    assert sum("locales/fr.json" in line for line in stage.console) >= 2
    stage.console.clear()


def test_a_slow_language_is_not_waited_for_and_comes_in_later(page: Page, stage: Stage) -> None:
    held = []
    stage.locale = lambda route, _language: held.append(route)
    stage.open_still()
    with page.expect_request("**/locales/fr.json"):
        stage.call("loadLocale", "fr")
    page.clock.run_for(1_999)
    assert stage.read("harness.messages") == []
    page.clock.run_for(1)
    assert stage.read("harness.messages") == [{"kind": "locale", "lang": "fr", "texts": None}]
    stage.locale = Stage.answer
    Stage.answer(held[0], "fr")
    page.wait_for_function("() => harness.messages.length === 2")
    assert stage.read("harness.messages[1].texts['title.offline']") == texts("fr")["title.offline"]


def test_the_texts_of_the_page_are_fetched_from_where_it_says(page: Page, stage: Stage) -> None:
    page.route("**/texts/own.json", lambda route: route.fulfill(body='{"title.offline": "Gone"}'))
    stage.open()
    stage.call("loadMessages", "texts/own.json")
    page.wait_for_function("() => harness.messages.length")
    assert stage.read("harness.messages") == [{"kind": "messages", "text": '{"title.offline": "Gone"}'}]


@pytest.mark.parametrize("address", ["missing.json", "http://[", "javascript:0", "https://elsewhere.test/own.json"])
def test_texts_of_the_page_that_cannot_be_had_are_answered_all_the_same(page: Page, stage: Stage, address: str) -> None:
    page.route("**/missing.json", lambda route: route.fulfill(status=404))
    stage.open()
    stage.call("loadMessages", address)
    page.wait_for_function("() => harness.messages.length")
    assert stage.read("harness.messages") == [{"kind": "messages", "text": None}]
    assert any(f"{address} could not be loaded" in line for line in stage.console)
    stage.console.clear()


# ---- all of it together


def test_a_page_that_draws_itself_anew_keeps_the_notice_and_the_cover(page: Page, site: Site) -> None:
    page.goto(site.page("<main><ats-widget>Register</ats-widget></main>", attributes={"boot": "now"}))
    page.evaluate("() => pywidget.ready")
    page.evaluate(
        """() => {
            const widget = document.querySelector("ats-widget");
            const detail = { code: "session.key_inactive", message: "no", requestId: "req_1" };
            for (const name of ["allfeat:error", "allfeat:failed"]) {
                widget.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
            }
        }"""
    )
    ours = page.locator("ats-widget + pywidget-cover > pywidget-notice[data-shown]")
    ours.wait_for()
    page.evaluate("() => document.querySelector('main').replaceChildren(document.querySelector('ats-widget'))")
    ours.wait_for()
    assert page.locator("pywidget-notice, pywidget-cover").count() == 2


def test_a_failure_is_told_in_the_language_and_the_words_of_the_page(page: Page, site: Site) -> None:
    own = {"message.file-too-large.detail": "不能超过 {max}。", "title.fix-imput": "?"}
    page.route("**/own.json", lambda route: route.fulfill(json=own))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(
        site.page(
            "<ats-widget></ats-widget>",
            lang="zh-CN",
            attributes={"boot": "now", "messages": "/own.json", "contact": "owner@example.org"},
        )
    )
    page.evaluate("() => pywidget.ready")
    live = page.locator("pywidget-notice").locator("[role=alert], [role=status]")
    assert live.all_inner_texts() == ["", "", ""]
    assert not [path for path in site.requests if "/locales/" in path]
    page.evaluate(
        """() => {
            const widget = document.querySelector("ats-widget");
            const send = (name, detail) =>
                widget.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
            const failure = { code: "registration.audio_too_large", message: "too large", requestId: "req_1" };
            const details = { size_bytes: 61234567, max_bytes: 52428800 };
            send("allfeat:error", { ...failure, stage: "submit", details });
            send("allfeat:failed", failure);
        }"""
    )
    card = page.locator("pywidget-notice .card")
    card.locator(".title").wait_for()
    chinese = texts("zh-Hans")
    assert card.get_attribute("lang") == "zh-Hans"
    assert card.locator("p").all_inner_texts() == [
        "不能超过 50\u00a0MB。",
        chinese["next.fix-input"] + chinese["next.rest"],
    ]
    assert card.locator("code").inner_text() == "req_1"
    assert [path for path in site.requests if "/locales/" in path] == ["/pywidget/locales/zh-Hans.json"]
    assert [line for line in said if "title.fix-imput" in line and "data-messages" in line]
