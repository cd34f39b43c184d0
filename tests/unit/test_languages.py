"""Every language is whole, and really is that language."""

from __future__ import annotations

import re

import pytest

from pywidget.locales import LANGUAGES, texts

ENGLISH = texts("en")
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

#: What a text of the language is written with, beside ASCII and names such as "Webhook".
SCRIPTS = {
    "ja": r"[\u3040-\u30ff\u4e00-\u9fff]",
    "ko": r"[\uac00-\ud7af]",
    "zh-Hans": r"[\u4e00-\u9fff]",
    "ar": r"[\u0600-\u06ff]",
}
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
SHARED = {("fr", "label.transaction"), ("it", "field.file")}
#: Only in traditional characters.
TRADITIONAL = set("會頁無網連線試請輸錯誤戶號碼檔載應該個們來時間問題單")


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
            assert words <= {"1", "web", "webhook"}, key
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
            assert not text.endswith((".", "。")), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_and_advice_are_sentences(language: str) -> None:
    endings = (".", "。", "{fields}")
    for key, text in texts(language).items():
        if key.startswith(("message.", "next.", "warning.", "label.countdown", "label.selected")):
            assert text.endswith(endings), key


def test_chinese_is_in_simplified_characters() -> None:
    for key, text in texts("zh-Hans").items():
        assert not TRADITIONAL & set(text), key
