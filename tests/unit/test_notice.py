# runs-on: micropython
"""What a visitor is told, in which language, and with which of the page's own words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import FakePage

from pywidget.browser.locale import Texts, choose, direction, read_own_texts
from pywidget.browser.notice_display import NoticeDisplay
from pywidget.browser.wording import render, render_cover
from pywidget.core.effects import Notice
from pywidget.core.notices import details_params
from pywidget.locales import LANGUAGES, texts

if TYPE_CHECKING:
    from typing import Any

AVAILABLE = ("en", "fr", "de", "pt-BR", "pt-PT", "ja", "zh-Hans", "ar")
FRENCH = {
    "title.submitted": "Œuvre envoyée",
    "message.rate-limited": "Trop de demandes.",
    "message.file-too-large": "Le fichier est trop volumineux.",
    "message.file-too-large.detail": "Le fichier fait {size}, au plus {max}.",
    "label.disabled-screen": "Indisponible",
}


# ---- references


def test_what_nobody_sees_in_a_reference_is_written_out() -> None:
    for reference, told in (
        ("req_1", "req_1"),
        ("req_\u202e1", "req_\\u202e1"),
        ("\u2067a\u2069\u200bb\n\x00", "\\u2067a\\u2069\\u200bb\\u000a\\u0000"),
        ("ü 漢", "ü 漢"),
    ):
        notice = Notice("report", reference=reference, transaction=reference)
        words = render(notice, Texts("en", texts("en")))
        assert words["reference"]["value"] == told
        assert words["transaction"]["value"] == told


# ---- what a button is called


def test_a_button_that_only_brings_the_form_back_is_called_so() -> None:
    for action in ("try-again", "start-over", "register-again"):
        for leads_back in (False, True):
            notice = Notice("submitted", actions=(action, "contact"), leads_back=leads_back)
            called, other = (button["label"] for button in render(notice, Texts("en", texts("en")))["actions"])
            assert (called == "Back to the form") == leads_back, action
            assert other == "Get in touch"


# ---- the choice of a language


def test_the_integrator_comes_before_the_page_and_the_page_before_the_visitor() -> None:
    for setting, page, visitor, wanted in (
        ("auto", "fr", ["de"], "fr"),
        ("ja", "fr", ["de"], "ja"),
        ("AUTO", "", ["de", "fr"], "de"),
        ("auto", "sv", ["nb", "fr-CA", "de"], "fr"),
        ("sv", "fr", [], "fr"),
        ("auto", "", [], "en"),
        ("auto", "sv", ["nb"], "en"),
    ):
        assert choose(setting, page, visitor, AVAILABLE) == wanted, (setting, page, visitor)


def test_a_tag_finds_its_language_however_long_it_is_and_however_it_is_written() -> None:
    for tag, wanted in (
        ("pt", "pt-BR"),
        ("pt_br", "pt-BR"),
        ("pt_PT", "pt-PT"),
        ("pt-AO", "pt-PT"),
        ("DE-ch-1996", "de"),
        (" fr ", "fr"),
        ("ar-EG-u-nu-arab", "ar"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans-SG", "zh-Hans"),
        ("ZH-hans", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-TW", "en"),
        ("zh-HK", "en"),
        ("zh-Hant-CN", "en"),
        ("frr", "en"),
        ("", "en"),
        ("-", "en"),
    ):
        assert choose("auto", tag, [], AVAILABLE) == wanted, tag


def test_every_language_is_found_by_the_tags_that_are_in_use() -> None:
    for tag, wanted in (
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("zh_Hant_HK", "zh-Hant"),
        ("zh-hant-cn", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("nb-NO", "nb"),
        ("no", "nb"),
        ("NN", "nb"),
        ("nn-NO", "nb"),
        ("iw", "he"),
        ("iw-IL", "he"),
        ("he-IL", "he"),
        ("in", "id"),
        ("in-ID", "id"),
        ("id-ID", "id"),
        ("sv-FI", "sv"),
        ("da-DK", "da"),
        ("fi-FI", "fi"),
        ("tr-CY", "tr"),
        ("uk-UA", "uk"),
        ("cs-CZ", "cs"),
        ("el-GR", "el"),
        ("hu-HU", "hu"),
        ("ro-MD", "ro"),
        ("hi-IN", "hi"),
        ("vi-VN", "vi"),
        ("ru", "en"),
    ):
        assert choose("auto", tag, []) == wanted, tag
    for language in LANGUAGES:
        assert choose(language, "", []) == language, language
        assert choose("auto", language.upper(), []) == language, language


def test_a_page_may_say_anything_about_its_languages() -> None:
    for page, visitor in ((None, None), (7, "de"), ({}, {"de": 1}), ("", [None, 7, ["de"]])):
        assert choose("auto", page, visitor, AVAILABLE) == "en", (page, visitor)
    assert choose("auto", None, [None, "de"], AVAILABLE) == "de"


def test_direction() -> None:
    assert [direction(tag) for tag in ("en", "ar", "ar-EG", "he", "zh-Hans")] == ["ltr", "rtl", "rtl", "rtl", "ltr"]
    assert [language for language in LANGUAGES if direction(language) == "rtl"] == ["ar", "he"]
    assert [Texts(language).space for language in ("he", "zh-Hant", "hi")] == [" ", "", " "]


# ---- texts


def test_english_stands_behind_every_text() -> None:
    french = Texts("fr", FRENCH)
    assert french["title.submitted"] == "Œuvre envoyée"
    assert french["title.offline"] == texts("en")["title.offline"]
    assert french["no.such.key"] == ""


def test_own_texts_come_first_and_a_plain_one_is_not_beaten_by_our_detail() -> None:
    own = Texts("fr", FRENCH, {"message.file-too-large": "Fichier refusé."})
    english = texts("en")
    assert own.candidates("message.file-too-large.detail", "message.file-too-large") == [
        "Fichier refusé.",
        FRENCH["message.file-too-large.detail"],
        FRENCH["message.file-too-large"],
        english["message.file-too-large.detail"],
        english["message.file-too-large"],
    ]


def test_texts_that_are_no_text_are_passed_over() -> None:
    broken: dict[str, str] = json.loads('{"title.submitted": 7, "title.offline": "", "title.online": null}')
    found = Texts("fr", broken)
    for key in broken:
        assert found[key] == texts("en")[key], key


def test_own_texts_are_read_and_what_is_wrong_with_them_is_named() -> None:
    said = {
        "title.waiting": "One moment",
        "message.title-taken.detail": "{fields} is taken.",
        "button.offline.try-again": "Reconnect",
        "title.wating": "typo",
        "button.offline.tryagain": "typo",
        "button.nowhere.try-again": "typo",
        "message.rate-limited.more": "typo",
        "title.online": 7,
        "title.offline": "  ",
    }
    own, problems = read_own_texts(json.dumps(said))
    assert sorted(own) == ["button.offline.try-again", "message.title-taken.detail", "title.waiting"]
    assert len(problems) == 2
    for key in ("title.wating", "button.offline.tryagain", "button.nowhere.try-again", "message.rate-limited.more"):
        assert key in problems[0], key
    for key in ("title.online", "title.offline"):
        assert key in problems[1], key


def test_keys_of_own_texts_may_leave_out_message() -> None:
    said = {
        "title-taken": "Taken.",
        "title-taken.detail": "{fields} is taken.",
        "network": "bare",
        "title.offline": "Off",
    }
    own, problems = read_own_texts(json.dumps(said))
    assert problems == []
    assert own == {
        "message.title-taken": "Taken.",
        "message.title-taken.detail": "{fields} is taken.",
        "message.network": "bare",
        "title.offline": "Off",
    }
    # Of both, the whole key counts, wherever it stands in the order of keys.
    for key in ("network", "already-registered"):
        both = {key: "bare", f"message.{key}": "whole"}
        assert read_own_texts(json.dumps(both)) == ({f"message.{key}": "whole"}, [])


def test_own_texts_may_be_anything() -> None:
    assert read_own_texts("") == ({}, [])
    assert read_own_texts("{}") == ({}, [])
    for text in ("{", "[]", "7", "null", '"title.waiting"', "title.waiting"):
        own, problems = read_own_texts(text)
        assert own == {}, text
        assert len(problems) == 1, text
        assert "data-messages" in problems[0], text


# ---- words for a notice


def test_a_notice_in_words() -> None:
    notice = Notice(
        "fix-input",
        message="file-too-large",
        params={"size": ("bytes", 61_234_567), "max": ("bytes", 52_428_800)},
        actions=("try-again", "contact"),
        reference="req_1",
    )
    told = render(notice, Texts())
    english = texts("en")
    assert told["kind"] == "fix-input"
    assert told["role"] == "alert"
    assert (told["lang"], told["dir"]) == ("en", "ltr")
    assert told["title"] == [english["message.file-too-large.detail"], english["message.file-too-large"]]
    assert told["message"] == []
    assert told["advice"] == [english["next.fix-input"]]
    assert told["warning"] == []
    assert told["params"] == {"size": ["bytes", 61_234_567], "max": ["bytes", 52_428_800]}
    assert told["actions"] == [
        {"id": "try-again", "label": english["button.fix-input.try-again"]},
        {"id": "contact", "label": english["button.contact"]},
    ]
    assert told["reference"] == {"label": "Reference", "value": "req_1", "copy": english["button.copy-reference"]}
    assert told["transaction"] is None
    assert told["until"] is None


def test_what_a_notice_does_not_have_is_left_out() -> None:
    told = render(Notice("renewing", "status"), Texts())
    assert told["role"] == "status"
    assert told["message"] == []
    assert told["actions"] == []
    assert told["reference"] is None
    assert render(Notice("submitted", message="network"), Texts())["advice"] == []


def test_a_submitted_work_comes_with_its_warning_and_its_transaction() -> None:
    told = render(Notice("submitted", message="network", transaction="0xabc", warning="submitted"), Texts())
    assert told["warning"] == [texts("en")["warning.submitted"]]
    assert told["transaction"] == {"label": "Transaction", "value": "0xabc"}


def test_a_countdown_keeps_its_placeholder_for_the_page() -> None:
    told = render(Notice("waiting", "status", "rate-limited", until=1_700_000_000_000), Texts())
    assert told["until"] == 1_700_000_000_000
    assert "{seconds}" in told["countdown"]
    assert "{" not in told["over"]


def test_the_names_of_fields_are_told_as_words() -> None:
    for said, told in (
        (["title", "creators.0.first_name"], ["title", "creators 1 first name"]),
        ({"creators[2].email": "missing", "title": "short"}, ["creators 3 email", "title"]),
        ([{"path": "title"}, {"field": "title"}, {"name": "isrc_code"}, 7, None], ["title", "isrc code"]),
        (["9" * 9_000], ["1" + "0" * 100]),
        (["x\u00b2.\u00b2", "_", ""], ["x\u00b2 \u00b2"]),
    ):
        assert details_params({"fields": said}) == {"fields": ("list", told)}, said
    assert details_params({"fields": ["..", {}]}) == {}


def test_fields_have_the_readers_names_and_others_are_quoted() -> None:
    params = {"fields": ("list", ["title", "creators 1 email", "genre"])}
    notice = Notice("fix-input", message="input-invalid", params=params)
    assert render(notice, Texts())["params"]["fields"] == ["list", ["title", "“creators 1 email”", "“genre”"]]
    french = Texts("fr", {"field.title": "titre", "label.quote": "« {text} »"})
    assert render(notice, french)["params"]["fields"][1] == ["titre", "« creators 1 email »", "« genre »"]


def test_every_notice_is_json_whatever_its_values_are() -> None:
    infinite = 1e300 * 1e300
    params = {
        "size": ("bytes", infinite),
        "max": ("bytes", -infinite),
        "used": ("number", infinite - infinite),
        "limit": ("number", 10**30),
        "when": ("date", 1.5),
        "fields": ("list", ["a"]),
    }
    told = json.loads(json.dumps(render(Notice("report", message="unexpected", params=params), Texts())))
    assert sorted(told["params"]) == ["fields", "limit", "when"]


def test_a_kind_or_message_without_words_shows_nothing_instead_of_failing() -> None:
    told = render(Notice("no-such-kind", message="no-such-message", actions=("try-again",)), Texts())
    assert told["title"] == []
    assert told["message"] == []
    assert told["actions"][0]["label"] == "Try again"


def test_words_are_in_the_language_of_the_texts() -> None:
    told = render(Notice("waiting", "status", "rate-limited"), Texts("fr", FRENCH))
    assert told["lang"] == "fr"
    assert told["title"][0] == "Trop de demandes."
    assert render_cover(Texts("ar", {"label.disabled-screen": "x"})) == {"title": "x", "lang": "ar", "dir": "rtl"}


def test_the_title_is_the_message_unless_the_situation_says_something_else() -> None:
    english = texts("en")
    for kind, message, title, below in (
        ("fix-input", "title-missing", "message.title-missing", None),
        ("submitted", "network", "title.submitted", "message.network"),
        ("submitted", "transaction-failed", "message.transaction-failed", None),
        ("report", "unexpected", "title.report", "message.unexpected"),
        # That there is no connection is not known then, nor that trying again helps.
        ("offline", "unexpected", "title.report", "message.unexpected"),
        ("try-again", "unexpected", "title.report", "message.unexpected"),
        ("renewing", "", "title.renewing", None),
    ):
        told = render(Notice(kind, message=message), Texts())
        assert told["title"] == [english[title]], kind
        assert told["message"] == ([english[below]] if below else []), kind


def test_a_title_of_the_page_stays_the_title() -> None:
    told = render(Notice("waiting", message="rate-limited"), Texts(own={"title.waiting": "Hold on"}))
    assert told["title"] == ["Hold on"]
    assert told["message"] == [texts("en")["message.rate-limited"]]
    own = {"title.start-over": "Afresh", "title.report": "Oh"}
    told = render(Notice("start-over", message="unexpected"), Texts(own=own))
    assert told["title"] == ["Afresh"]
    told = render(Notice("try-again", message="unexpected"), Texts(own=own))
    assert told["title"][0] == "Oh"


def test_what_to_do_is_several_sentences_in_one() -> None:
    notice = Notice("try-again", advice=("later", "form", "no-such-advice"))
    english = texts("en")
    assert render(notice, Texts())["advice"] == [f"{english['next.later']} {english['next.form']}"]
    # Japanese puts no space between sentences.
    assert render(notice, Texts("ja", {"next.later": "A。", "next.form": "B。"}))["advice"] == ["A。B。"]


def test_a_notice_says_whether_the_visitor_gets_on_with_it() -> None:
    for kind, actions, leads in (
        ("try-again", ("try-again",), True),
        ("start-over", ("start-over",), True),
        ("try-again", ("back-to-list", "contact"), True),
        ("confirm", ("cancel", "confirm-start-over"), True),
        ("submitted", ("keep", "register-again"), True),
        ("submitted", ("contact", "dismiss"), True),
        # It ends by itself.
        ("waiting", (), True),
        ("renewing", (), True),
        ("try-again", (), False),
        ("no-effect", ("reload", "contact"), False),
        ("certificate", ("copy-code", "contact"), False),
        ("signed-out", ("sign-in",), False),
    ):
        assert render(Notice(kind, actions=actions), Texts())["leadsOn"] == leads, (kind, actions)


# ---- the texts that are fetched


SHOWING = {"showNotice": "show", "hideNotice": "hide", "coverWidget": "cover"}


class NotedPage(FakePage):
    """What is shown, in short."""

    @property
    def shown(self) -> list[tuple[str, int]]:
        shown = [(SHOWING[call[0]], call[1], call[-1]) for call in self.calls if call[0] in SHOWING]
        return [("uncover" if what is None else done, widget) for done, widget, what in shown]

    @property
    def notices(self) -> list[dict[str, Any]]:
        return [notice for _widget, notice in self.told("showNotice")]


def make_display(language: str, page: FakePage, messages: str = "") -> tuple[NoticeDisplay, list[str]]:
    warnings: list[str] = []
    settings = {"lang": "auto", "messages": messages}
    return NoticeDisplay(page, settings, {"lang": language, "languages": []}, warnings.append), warnings  # type: ignore[arg-type]


def take_french(notices: NoticeDisplay, translated: Any = FRENCH) -> None:
    notices.take_translated({"kind": "locale", "lang": "fr", "texts": translated})


def take_own(notices: NoticeDisplay, text: Any) -> None:
    notices.take_own({"kind": "messages", "text": text})


WAITING = Notice("waiting", "status", "rate-limited")


def test_english_is_there_at_once() -> None:
    page = NotedPage()
    notices, _ = make_display("en", page)
    notices.show(1, WAITING)
    notices.turn_over()
    assert page.shown == [("show", 1)]
    assert page.told("loadLocale") == []


def test_nothing_is_fetched_before_the_first_notice() -> None:
    page = NotedPage()
    make_display("fr", page)
    assert page.told("loadLocale") == []


def test_a_notice_waits_for_its_language() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    notices.show(1, WAITING)
    notices.turn_over()
    notices.cover(2, on=True)
    assert page.told("loadLocale")[0] == "fr"
    assert page.shown == []
    take_french(notices)
    notices.turn_over()
    assert page.shown == [("show", 1), ("cover", 2)]
    assert page.notices[0]["title"] == ["Trop de demandes.", texts("en")["message.rate-limited"]]


def test_what_was_taken_back_while_it_waited_is_not_shown() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    notices.show(1, WAITING)
    notices.turn_over()
    notices.show(2, WAITING)
    notices.turn_over()
    notices.cover(2, on=True)
    notices.hide(1)
    notices.cover(2, on=False)
    page.calls.clear()
    take_french(notices)
    notices.turn_over()
    assert page.shown == [("show", 2)]


def test_of_a_turn_only_the_last_notice_of_a_widget_is_put_into_words() -> None:
    page = NotedPage()
    notices, _ = make_display("en", page)
    for kind in ("offline", "online", "waiting"):
        notices.show(1, Notice(kind))
    notices.show(2, WAITING)
    notices.hide(2)
    assert page.shown == [("hide", 2)]
    notices.turn_over()
    assert page.shown == [("hide", 2), ("show", 1)]
    assert [notice["kind"] for notice in page.notices] == ["waiting"]
    notices.turn_over()
    assert len(page.notices) == 1


def test_a_widget_that_fails_again_and_again_waits_once() -> None:
    page = NotedPage()
    notices, _ = make_display("en", page)
    for turn in range(3):
        for number in range(50):
            notices.show(1, Notice("failed", reference=f"{turn}-{number}"))
            if number % 2:
                notices.hide(1)
            notices.show(2, Notice("failed"))
        notices.show(1, Notice("failed", reference=f"{turn}"))
        # A second turn, or more, would be needed for each time that it failed.
        assert not notices.turn_over()
    assert len(page.notices) == 6


def test_only_the_last_notice_of_a_widget_waits() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    notices.show(1, WAITING)
    notices.turn_over()
    notices.show(1, Notice("offline", message="network"))
    notices.turn_over()
    take_french(notices)
    notices.turn_over()
    assert [notice["kind"] for notice in page.notices] == ["offline"]


def test_without_the_language_it_is_english_and_the_next_notice_has_the_late_texts() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    notices.show(1, WAITING)
    notices.turn_over()
    take_french(notices, None)
    notices.turn_over()
    assert page.notices[-1]["lang"] == "en"
    notices.show(1, WAITING)
    notices.turn_over()
    assert page.notices[-1]["lang"] == "en"
    take_french(notices)
    notices.turn_over()
    assert len(page.notices) == 2
    notices.show(1, WAITING)
    notices.turn_over()
    assert page.notices[-1]["lang"] == "fr"


def test_texts_that_are_here_are_not_fetched_again() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    notices.show(1, WAITING)
    notices.turn_over()
    take_french(notices)
    notices.turn_over()
    asked = len(page.told("loadLocale"))
    notices.show(1, WAITING)
    notices.turn_over()
    assert len(page.told("loadLocale")) == asked


def test_own_texts_are_used_and_wrong_ones_are_told_to_the_integrator() -> None:
    page = NotedPage()
    notices, warnings = make_display("en", page, "/texts.json")
    notices.show(1, WAITING)
    notices.turn_over()
    assert page.shown == []
    assert page.told("loadMessages") == ["/texts.json"]
    take_own(notices, '{"title.waiting": "Hold on", "title.wating": "x"}')
    notices.turn_over()
    assert page.notices[0]["title"] == ["Hold on"]
    assert len(warnings) == 1
    assert "title.wating" in warnings[0]


def test_own_texts_that_are_here_are_not_fetched_again() -> None:
    page = NotedPage()
    notices, _ = make_display("en", page, "/texts.json")
    notices.show(1, WAITING)
    take_own(notices, "{}")
    notices.show(1, WAITING)
    assert page.told("loadMessages") == ["/texts.json"]


def test_own_texts_and_a_language_are_both_waited_for() -> None:
    def own(notices: NoticeDisplay) -> None:
        take_own(notices, '{"title.waiting": "Un instant"}')

    for first, second in ((take_french, own), (own, take_french)):
        page = NotedPage()
        notices, _ = make_display("fr", page, "/texts.json")
        notices.show(1, WAITING)
        notices.turn_over()
        for take in (first, second):
            assert page.shown == []
            take(notices)
            notices.turn_over()
        assert page.notices[0]["title"][0] == "Un instant"


def test_own_texts_that_cannot_be_had_cost_only_themselves() -> None:
    page = NotedPage()
    notices, _ = make_display("en", page, "/texts.json")
    notices.show(1, WAITING)
    notices.turn_over()
    take_own(notices, None)
    notices.turn_over()
    assert page.notices[0]["title"] == [texts("en")["message.rate-limited"]]


def test_stopping_forgets_what_waits() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    notices.show(1, WAITING)
    notices.turn_over()
    notices.cover(1, on=True)
    notices.stop()
    take_french(notices)
    notices.turn_over()
    assert page.shown == []


def test_of_many_notices_some_are_shown_in_each_turn() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    for widget in range(1, 41):
        notices.show(widget, WAITING)
        notices.cover(widget, on=True)
    notices.hide(3)
    notices.cover(3, on=False)
    take_french(notices)
    turns = []
    more = True
    while more:
        before = len(page.shown)
        more = notices.turn_over()
        turns.append(len(page.shown) - before)
    assert max(turns) <= 32
    assert len(turns) > 1
    assert sorted(widget for kind, widget in page.shown if kind == "show") == [1, 2] + list(range(4, 41))  # noqa: RUF005  MicroPython reads no star here
    assert not notices.turn_over()


# ---- The page changes its language


def change(notices: NoticeDisplay, language: str) -> None:
    notices.follow({"kind": "language", "lang": language})


def take(notices: NoticeDisplay, language: str, translated: Any) -> None:
    notices.take_translated({"kind": "locale", "lang": language, "texts": translated})
    notices.turn_over()


def languages(page: NotedPage) -> list[str]:
    return [notice["lang"] for notice in page.notices]


def test_what_is_shown_is_said_once_more_in_the_new_language() -> None:
    page = NotedPage()
    notices, _ = make_display("en", page)
    notices.show(1, WAITING)
    notices.cover(2, on=True)
    notices.show(3, WAITING)
    notices.turn_over()
    notices.hide(3)
    page.calls = []
    change(notices, "fr-CA")
    notices.turn_over()
    # Until its texts are here it stays as it is.
    assert page.calls == [("loadLocale", "fr")]
    take(notices, "fr", FRENCH)
    assert page.shown == [("show", 1), ("cover", 2)]
    assert languages(page) == ["fr"]
    change(notices, "en")
    notices.turn_over()
    assert languages(page) == ["fr", "en"]


def test_of_several_changes_the_last_one_counts() -> None:
    page = NotedPage()
    notices, _ = make_display("en", page)
    notices.show(1, WAITING)
    notices.turn_over()
    for language in ("fr", "de", "fr"):
        change(notices, language)
    take(notices, "de", {"message.rate-limited": "Zu viele Anfragen."})
    assert languages(page) == ["en"]
    take(notices, "fr", FRENCH)
    assert languages(page) == ["en", "fr"]
    change(notices, "de")
    change(notices, "en")
    notices.turn_over()
    take(notices, "de", {})
    assert languages(page) == ["en", "fr", "en"]


def test_texts_that_come_too_late_are_said_all_the_same() -> None:
    page = NotedPage()
    notices, _ = make_display("de", page)
    notices.show(1, WAITING)
    take(notices, "de", {"message.rate-limited": "Zu viele Anfragen."})
    change(notices, "fr")
    take(notices, "fr", None)
    assert languages(page) == ["de", "en"]
    take(notices, "fr", FRENCH)
    assert languages(page) == ["de", "en", "fr"]
    take(notices, "fr", FRENCH)
    assert len(page.notices) == 3


def test_a_language_without_texts_is_english_and_an_unshown_one_is_not_fetched() -> None:
    page = NotedPage()
    notices, _ = make_display("fr", page)
    change(notices, "tlh")
    change(notices, "de")
    assert page.calls == []
    change(notices, "tlh")
    notices.show(1, WAITING)
    notices.turn_over()
    assert languages(page) == ["en"]


def test_data_lang_stays() -> None:
    page = NotedPage()
    settings = {"lang": "en", "messages": ""}
    notices = NoticeDisplay(page, settings, {"lang": "en", "languages": []}, lambda _text: None)  # type: ignore[arg-type]
    notices.show(1, WAITING)
    notices.turn_over()
    change(notices, "fr")
    notices.turn_over()
    assert languages(page) == ["en"]
    assert page.told("loadLocale") == []
