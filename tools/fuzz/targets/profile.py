"""Profiles: each is read, or its problem is said; and what was read reads anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.elements import is_attribute, is_method
from pywidget.core.events import from_answer
from pywidget.core.places import MAX_TEXT_LENGTH
from pywidget.core.profile import ENTRY, EVENTS, FIELDS, KEYS, PATH_REMEDIES, STEPS, TOKEN, read_profile
from pywidget.core.signals import FailureReported

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

SHARED = True
WORDS = (
    KEYS + FIELDS + tuple(sorted(EVENTS)) + STEPS + ENTRY + TOKEN + tuple(sorted(PATH_REMEDIES))
    + ("as", "step", "auth", "sign-in", "a.b", "error.code", "detail.code", "0", "acme", "acme-widget", "setToken",
       "setAttribute", "innerHTML", "token", "onclick", "style", "/api/token", "javascript:x", "A sentence.",
       "unexpected")
)  # fmt: skip


def check(draw: Draw) -> object:
    """Read a profile, and with it an answer and its events."""
    said: Any = draw.anything() if draw.one_in(6) else draw.mapping(5)
    if type(said) is dict and draw.number(5):
        said["system"] = "fuzzed"
        if draw.one_in(2):
            said["widget"] = "acme-widget"
            said["events"] = draw.fields(3, draw.word, lambda: {"as": draw.word(), "code": draw.word()})
        if draw.one_in(2):
            said["token"] = draw.fields(3, draw.word, draw.text)
    profile, problems = read_profile(said, ("unexpected",))
    assert profile is not None or problems
    assert all(type(problem) is str for problem in problems)
    if profile is None:
        return problems
    token = profile.token
    assert "method" not in token or is_method(token["method"])
    assert "attribute" not in token or is_attribute(token["attribute"])
    assert not token.get("url", "").lower().lstrip().startswith("javascript:")
    for path, remedy, _status, _message, _action in profile.catalog.CODES.values():
        assert remedy in PATH_REMEDIES[path]
    body = draw.json()
    signal = from_answer(profile.read(500, body, {}, 0), profile.system, "GET /", 0)
    assert signal.code is None or (isinstance(signal.code, str) and len(signal.code) <= MAX_TEXT_LENGTH)
    told = []
    for event in sorted(profile.events):
        heard = profile.decode(event, body)
        assert heard is not None
        if isinstance(heard, FailureReported):
            told.append([heard.code, heard.message, heard.request_id])
    return [problems, signal.code, signal.message, told]
