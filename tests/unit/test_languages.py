"""Every language is whole, and really is that language."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from pathlib import Path
from string import ascii_lowercase

import pytest

from pywidget.browser.locale import _ALIASES
from pywidget.locales import LANGUAGES, texts

ENGLISH = texts("en")
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

#: What a text of the language is written with, beside ASCII and names such as "Webhook".
SCRIPTS = {
    "ja": r"[\u3040-\u30ff\u4e00-\u9fff]",
    "ko": r"[\uac00-\ud7af]",
    "zh-Hans": r"[\u4e00-\u9fff]",
    "zh-Hant": r"[\u4e00-\u9fff]",
    "ar": r"[\u0600-\u06ff]",
    "he": r"[\u0590-\u05ff]",
    "el": r"[\u0370-\u03ff]",
    "uk": r"[\u0400-\u04ff]",
    "hi": r"[\u0900-\u097f]",
}
#: Languages that put no spaces between words: names such as Webhook stand in the middle of one.
WITHOUT_SPACES = ("ja", "ko", "zh-Hans", "zh-Hant")
#: Words that no other language here has; "to", "of" and "was" are words elsewhere too.
ENGLISH_WORDS = {
    "again",
    "and",
    "been",
    "could",
    "from",
    "have",
    "please",
    "that",
    "the",
    "this",
    "try",
    "what",
    "with",
    "you",
    "your",
}
#: The same word in both languages.
SHARED = {("fr", "label.transaction"), ("it", "field.file"), ("id", "field.file")}
#: In traditional and in simplified characters.
TRADITIONAL = set("會頁無網連線試請輸錯誤戶號碼檔載應該個們來時間問題單錄賬訂")
SIMPLIFIED = set("会页无网连线试请输错误户号码档载应该个们来时间问题单录账订")
#: Languages of which some readers have times of day that end with a full stop: 7:08 a.m.
TIMES_WITH_A_STOP = ("en", "es", "el")


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{([^}]*)\}", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_text_with_the_same_placeholders(language: str) -> None:
    translated = texts(language)
    assert set(translated) == set(ENGLISH)
    for key, text in translated.items():
        assert placeholders(text) == placeholders(ENGLISH[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key, text in texts(language).items() if not text.strip()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_english(language: str) -> None:
    for key, text in texts(language).items():
        if key == "label.quote":
            # Quotation marks, which many languages share.
            continue
        assert text != ENGLISH[key] or (language, key) in SHARED, key
        words = set(re.findall(r"\w+", re.sub(r"\{[^}]*\}", " ", text.lower()), re.ASCII if language in SCRIPTS else 0))
        if language in SCRIPTS:
            assert re.search(SCRIPTS[language], text), key
            assert words <= {"1", "email", "web", "webhook"}, key
        else:
            assert not words & ENGLISH_WORDS, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_texts_stay_different(language: str) -> None:
    """Whoever copies a line and forgets to change it makes two keys say the same."""
    translated = texts(language)
    keys_of: dict[str, set[str]] = {}
    for key, text in translated.items():
        keys_of.setdefault(text, set()).add(key)
    for text, keys in keys_of.items():
        assert len({ENGLISH[key] for key in keys}) == 1 or is_one_phrase(keys), (text, keys)


def is_one_phrase(keys: set[str]) -> bool:
    """A title and a button may say the same; two messages may not."""
    return not any(key.startswith(("message.", "warning.")) for key in keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_calm_and_clean(language: str) -> None:
    for key, text in texts(language).items():
        assert text == text.strip(), key
        assert not re.search(r"[!\uff01<>&\t\n]|  ", text), key
        assert not re.search(r"\d{3}|https?:", text), key
        assert len(text) <= 160, (key, len(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_titles_are_short(language: str) -> None:
    for key, text in texts(language).items():
        if key.startswith(("button.", "title.")):
            assert len(text) <= 42, (key, len(text))
            assert not text.endswith((".", "。", "।")), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_and_advice_are_sentences(language: str) -> None:
    endings = (".", "。", "।", "{fields}")
    for key, text in texts(language).items():
        if key.startswith(("message.", "next.", "warning.", "label.countdown", "label.selected")):
            assert text.endswith(endings), key


def test_chinese_is_in_the_characters_of_its_readers() -> None:
    for language, foreign in (("zh-Hans", TRADITIONAL - SIMPLIFIED), ("zh-Hant", SIMPLIFIED - TRADITIONAL)):
        for key, text in texts(language).items():
            assert not foreign & set(text), (language, key)


def alphabets(word: str) -> set[str]:
    """The alphabets that the letters of a word are of, such as LATIN."""
    return {unicodedata.name(letter).partition(" ")[0] for letter in word if letter.isalpha()}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in WITHOUT_SPACES])
def test_no_word_has_letters_that_only_look_right(language: str) -> None:
    """A Latin i among Cyrillic letters is seen by nobody but a screen reader."""
    for key, text in texts(language).items():
        for word in re.findall(r"\w+", re.sub(r"\{[^}]*\}", " ", text)):
            assert len(alphabets(word)) <= 1, (key, word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_characters_are_those_of_print_and_written_in_one_way(language: str) -> None:
    for key, text in texts(language).items():
        assert not re.search("[\"'`\u00b4\u2026]", text), key
        assert not re.search("\\.\\.| [.,:;?\u0964]", text), key
        # The page turns what needs turning.
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text), key
        # Romanian has commas below its letters, no cedillas.
        assert language == "tr" or not re.search("[\u015e\u015f\u0162\u0163]", text), key
        assert text == unicodedata.normalize("NFC", text), key


@pytest.mark.parametrize("language", TIMES_WITH_A_STOP)
def test_a_time_that_ends_with_a_full_stop_does_not_end_a_sentence(language: str) -> None:
    assert [key for key, text in texts(language).items() if "{when}." in text] == []


def test_without_python_the_page_takes_the_same_tags_for_norwegian() -> None:
    offline = Path(__file__).parents[2] / "pywidget" / "page" / "offline.js"
    ((pattern, language),) = re.findall(r'\.replace\(/(.+)/i, "(\w+)"\)', offline.read_text(encoding="utf-8"))
    taken = {tag for tag in map("".join, product(ascii_lowercase, repeat=2)) if re.match(pattern, tag)}
    assert taken == {tag for tag, read in _ALIASES.items() if read == language}
    # The browser itself knows the old tags: tests/node/text.test.mjs.
    assert set(_ALIASES) - taken == {"iw", "in"}
