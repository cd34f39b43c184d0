"""The texts shown to visitors: JSON-able, never empty where something is shown, with nothing invisible in quotes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser.locale import Texts, choose, read_own_texts
from pywidget.browser.wording import render, visible
from pywidget.core.effects import Notice
from pywidget.locales import LANGUAGES, texts

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

SHARED = True
KEYS = tuple(sorted(texts("en")))
KINDS = tuple(key[6:] for key in KEYS if key.startswith("title."))
MESSAGES = tuple(key[8:] for key in KEYS if key.startswith("message.") and key.count(".") == 1)
ADVICE = tuple(key[5:] for key in KEYS if key.startswith("next."))
ACTIONS = ("try-again", "start-over", "contact", "sign-in", "reload", "register-again", "back-to-list")
WORDS = KEYS + MESSAGES + tuple(LANGUAGES) + ("{text}", "{size}", "title", "creators", "de-AT", "pt", "zh-TW", "he")


def check(draw: Draw) -> object:
    """Put a notice into words, with texts of the page's own."""
    kind = draw.number(3)
    said = draw.text() if kind == 0 else "".join([chr(octet) for octet in draw.octets()]) if kind == 1 else None
    if said is None:
        own_said = draw.fields(5, draw.word, lambda: draw.text() if draw.number(3) else draw.json(2))
        said = dumped(own_said)
    own, problems = read_own_texts(said)
    assert all(isinstance(key, str) and isinstance(text, str) and text.strip() for key, text in own.items())
    assert all(isinstance(problem, str) for problem in problems)
    language = choose(draw.text(), draw.json(2), draw.json(2))
    assert language in LANGUAGES
    params: dict[str, Any] = draw.fields(3, draw.text, lambda: ("number", draw.json(2)))
    if draw.one_in(3):
        params["fields"] = ("list", [draw.text() for _ in range(draw.number(3))])
    notice = Notice(
        KINDS[draw.number(len(KINDS) - 1)],
        message=MESSAGES[draw.number(len(MESSAGES) - 1)] if draw.number(3) else "",
        advice=tuple(ADVICE[draw.number(len(ADVICE) - 1)] for _ in range(draw.number(2))),
        actions=tuple(ACTIONS[draw.number(len(ACTIONS) - 1)] for _ in range(draw.number(2))),
        params=params,
        reference=draw.text() if draw.number(1) else None,
        transaction=draw.text() if draw.number(1) else None,
    )
    words = render(notice, Texts(language, None, own))
    assert words["title"]
    assert words["title"][0]
    assert all(action["label"] for action in words["actions"])
    for quote in (words["reference"], words["transaction"]):
        assert quote is None or not any(unseen in quote["value"] for unseen in "\x00\n\u202e\u200b\ufeff")
    text = draw.text()
    assert visible(visible(text)) == visible(text)
    return [words if dumped(words) else "", problems, language]


def dumped(value: Any) -> str:
    """Return it as JSON; "" if it has a number that is too long to be written."""
    try:
        return json.dumps(value)
    except ValueError:
        return ""
