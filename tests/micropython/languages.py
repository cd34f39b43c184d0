"""Every language as the page's Python gets it: as JSON, character by character.

``languages_json`` is made by the test that runs this: language -> its texts, and the sum of their code points.
"""

from __future__ import annotations

import json

from languages_json import TEXT  # type: ignore[import-not-found]  # made by the test

from pywidget.browser.locale import Texts
from pywidget.browser.wording import render
from pywidget.core.effects import Notice
from pywidget.locales import LANGUAGES

TOLD = json.loads(TEXT)


def test_every_language_is_read_whole() -> None:
    assert sorted(TOLD) == sorted(LANGUAGES)
    for language, (texts, wanted) in TOLD.items():
        found = sum([sum([ord(character) for character in text]) for text in texts.values()])
        assert found == wanted, language


def test_every_language_speaks() -> None:
    for language, (texts, _) in TOLD.items():
        notice = Notice("submitted", advice=("kept",), warning="twice", actions=("contact",))
        words = json.loads(json.dumps(render(notice, Texts(language, texts))))
        said = [words["title"][0], words["advice"][0], words["warning"][0], words["actions"][0]["label"]]
        keys = ("title.submitted", "next.kept", "warning.twice", "button.contact")
        assert said == [texts[key] for key in keys], language
