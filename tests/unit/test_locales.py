"""Every situation has words, in every language, and the words are fit for a visitor."""

from __future__ import annotations

import pytest

from pywidget.browser.locale import UNTITLED
from pywidget.catalog import SYSTEMS, load
from pywidget.core.classify import STATUSES, classify
from pywidget.locales import LANGUAGES, texts

KINDS = (
    "renewing",
    "signed-out",
    "disabled",
    "waiting",
    "try-again",
    "fix-input",
    "start-over",
    "offline",
    "online",
    "submitted",
    "unsure",
    "certificate",
    "stuck",
    "no-effect",
    "top-up",
    "report",
    "nothing",
    "breaker",
    "confirm",
    "leave",
)
#: What to do next where the kind of the notice alone does not say it.
ADVICE = (
    "tab",
    "credentials",
    "other-sign-in",
    "that-account",
    "role",
    "tell",
    "quote",
    "else",
    "missing",
    "later",
    "elsewhere",
    "look",
    "conflict",
    "new-one",
    "key-limit",
    "form",
    "entered",
    "rest",
    "press-again",
    "back-to-list",
    "held",
    "kept",
    "last-step",
    "stuck-for-good",
)
BUTTONS = (
    "try-again",
    "back-to-form",
    "back-to-list",
    "sign-in",
    "confirm-sign-in",
    "contact",
    "copy-code",
    "copied",
    "copy-reference",
    "start-over",
    "confirm-start-over",
    "keep",
    "register-again",
    "cancel",
    "reload",
    "confirm-reload",
    "dismiss",
)
LABELS = (
    "reference",
    "transaction",
    "access-code",
    "countdown",
    "countdown-over",
    "selected",
    "disabled-screen",
    "region",
    "says",
    "quote",
)
#: What the form's fields are called.
FIELDS = ("title", "creators", "file")
#: What happens without a code: a renewal that went well or not, a wait that is over, a work that is sent again.
SITUATIONS = (
    "network",
    "rate-limited",
    "session-lost",
    "session-refused",
    "session-renewed",
    "session-ended",
    "session-had-ended",
    "wait-over",
)
LABELLED_SENTENCES = ("label.countdown", "label.countdown-over", "label.selected", "label.says")
PLACEHOLDERS = ("size", "max", "when", "limit", "used", "fields", "reason", "seconds", "transaction", "text")


def message_keys() -> set[str]:
    keys = set(SITUATIONS)
    for system in SYSTEMS:
        catalog = load(system)
        for table in (catalog.CODES, catalog.EXTRA):
            keys.update([row[3] for row in table.values()])
        keys.update([row[3] for _, row in catalog.PREFIXES])
        keys.update([row[2] for row in catalog.CATEGORIES.values()])
    keys.update([row[3] for row in STATUSES.values()])
    keys.add(classify(None).message)
    return keys


def placeholders(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}


def test_every_situation_has_words_and_nothing_else_has() -> None:
    wanted = {"message." + key for key in message_keys()}
    wanted.update(["title." + kind for kind in KINDS if kind not in UNTITLED])
    wanted.update(["button." + button for button in BUTTONS])
    wanted.update(["label." + label for label in LABELS])
    wanted.update(["field." + field for field in FIELDS])
    wanted.update(["next." + advice for advice in ADVICE])
    wanted.update(["warning.submitted", "warning.twice", "warning.registered"])
    optional = {key + ".detail" for key in wanted if key.startswith("message.")}
    for kind in KINDS + ADVICE:
        optional.add("next." + kind)
        optional.update(["button." + kind + "." + button for button in BUTTONS])
    for language in LANGUAGES:
        found = set(texts(language))
        assert not wanted - found, (language, wanted - found)
        assert not found - wanted - optional, (language, found - wanted - optional)


def test_every_language_says_the_same() -> None:
    english = texts("en")
    for language in LANGUAGES:
        found = texts(language)
        assert set(found) == set(english), language
        for key, text in found.items():
            assert placeholders(text) == placeholders(english[key]), (language, key)


def test_only_details_and_the_countdown_depend_on_values() -> None:
    for language in LANGUAGES:
        for key, text in texts(language).items():
            names = placeholders(text)
            assert text.count("{") == text.count("}") == len(names), (language, key)
            assert bool(names) == (key.endswith(".detail") or key in ("label.countdown", "label.says", "label.quote"))
            assert not names - set(PLACEHOLDERS), (language, key)


def test_texts_are_calm_and_plain() -> None:
    for language in LANGUAGES:
        for key, text in texts(language).items():
            assert text == text.strip(), (language, key)
            assert text, (language, key)
            for mark in ("!", "\uff01", "<", ">", "&", "\n", "  ", "http"):
                assert mark not in text, (language, key, mark)


def test_english_is_made_of_short_sentences() -> None:
    for key, text in texts("en").items():
        sentences = key.split(".")[0] in ("message", "next", "warning") or key in LABELLED_SENTENCES
        assert text.endswith("." if sentences else tuple("abcdefghijklmnopqrstuvwxyz?”")), key
        assert len(text) <= (120 if sentences else 40), (key, len(text))
        for word in ("please", "error", "invalid", "token", "server", "oops", "sorry"):
            assert word not in text.lower(), (key, word)


@pytest.mark.parametrize("language", ["", "xx", "EN", "en-US", "__init__"])
def test_an_unknown_language_is_refused_by_name(language: str) -> None:
    with pytest.raises(ValueError, match="known are: en"):
        texts(language)
