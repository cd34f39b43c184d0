"""Messages of the page: none raises, none is answered for a widget that is gone, and nothing happens after the stop."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import AppStage

from pywidget.core.ats_widget import EVENTS_FROM_THE_START, EVENTS_LATER, PREFIX
from tools.fuzz.targets.words import CODES, FIELDS

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

SHARED = True
WORDS = FIELDS + CODES[:30] + (
    "reset", "flush", "locale", "acme", "acme acme:error", "GET /api/works", "allfeat:error", "title.failed", "de",
    "he",
    "message.network", "sent", "null", "wait", "", "csk_live_0123456789",
)  # fmt: skip

NAMES = EVENTS_FROM_THE_START + EVENTS_LATER
SCREENS = ("FORM", "UPLOAD", "TRACKING", "COMPLETE", "FAILED", "DISABLED", "DOWNLOADS")
#: Calls that show or begin something at a widget.
BEGIN = ("askToken", "deliverToken", "showNotice", "redraw", "pressRetry", "pressButton", "reset", "openLogin")


def message(draw: Draw) -> tuple[str, dict[str, Any]]:
    """A message, with anything in the fields whose values come from outside."""
    kind = draw.number(15)
    if kind < 5:
        detail = draw.mapping(3) if draw.number(3) else draw.json(3)
        name = PREFIX + NAMES[draw.number(len(NAMES) - 1)] if draw.number(5) else draw.text()
        return "event", {"widget": draw.number(2), "name": name, "detail": detail}
    if kind == 5:
        return "arrived", {"widget": 1 + draw.number(1), "name": draw.text(), "hasToken": draw.one_in(2)}
    if kind == 6:
        return ("left", "returned", "forgotten", "login-blocked")[draw.number(3)], {"widget": 1 + draw.number(1)}
    if kind == 7:
        outcome = ("token", "http", "network", "bad-answer")[draw.number(3)]
        fields: dict[str, Any]
        fields = {"status": draw.whole(), "body": draw.text(), "headers": draw.mapping(1)} if outcome == "http" else {}
        fields.update(widget=1, request=draw.number(3), outcome=outcome, reason=draw.text())
        return "token", fields
    if kind == 8:
        timers = ("settle", "wait", "stuck", "try", "deadline", "next-try", "joins")
        return "timer", {"widget": draw.number(2), "name": timers[draw.number(6)]}
    if kind == 9:
        answer: dict[str, Any] = {
            "system": draw.word(),
            "stage": "GET /",
            "status": draw.whole(),
            "age": draw.number(99),
        }
        answer.update(headers=draw.mapping(1), body=draw.text())
        return "answer", {"widget": 0, "detail": answer}
    if kind == 10:
        return "report", {"widget": 0, "detail": draw.json(3)}
    if kind == 11:
        return "profile", {"widget": 0, "detail": {"url": "/p.json", "profile": draw.json(4)}}
    if kind == 12:
        return "messages", {"text": draw.text()}
    return plain_message(draw)


def plain_message(draw: Draw) -> tuple[str, dict[str, Any]]:
    """A message with little or nothing from outside."""
    kind = draw.number(8)
    if kind == 7:
        return "locale", {"lang": ("de", "en", draw.text())[draw.number(2)], "texts": draw.json(2)}
    if kind == 8:
        return "looked", {"widget": 1 + draw.number(1), "changed": draw.text()}
    if kind == 0:
        return "action", {"widget": 1, "action": ("try-again", "contact", "sign-in", "reload", "x")[draw.number(4)]}
    if kind == 1:
        return "online", {"online": draw.one_in(2)}
    if kind == 2:
        return "language", {"lang": draw.text()}
    if kind == 3:
        return "sink-filtered", {"number": draw.number(2), "answer": draw.text()}
    if kind == 4:
        return "delivered", {"widget": 1, "request": draw.number(3), "result": ("set", "gone")[draw.number(1)]}
    return ("resumed", "sink-wake", "sink-rest", "flush", "unheard-of")[draw.number(4)], {}


def is_writable(fields: dict[str, Any]) -> bool:
    """Whether it is JSON; the page's numbers are never too long to be written."""
    try:
        json.dumps(fields)
    except ValueError:
        return False
    return True


def check(draw: Draw) -> object:
    """Send messages, then stop."""
    language = ("en", "de", "he")[draw.number(2)]
    stage = AppStage(lang=language, token_url="/t", contact="a@example.org", analytics="console")  # noqa: S106  an address
    page = stage.page
    gone: set[int] = set()
    for _ in range(draw.number(25)):
        kind, fields = message(draw)
        widget = fields.get("widget")
        if draw.one_in(2):
            look = {"screen": SCREENS[draw.number(6)], "overlay": draw.one_in(3), "tellsTransaction": True}
            fields["look"] = draw.json(2) if draw.one_in(6) else look
        if kind in ("left", "forgotten"):
            gone.add(int(widget or 0))
        elif kind in ("arrived", "returned", "event", "answer", "report", "looked"):
            gone.discard(widget)
        # The notice of a widget that is gone has no button to press.
        if not is_writable(fields) or (kind == "action" and widget in gone):
            continue
        before = len(page.calls)
        page.say(kind, **fields)
        page.turn()
        for call in page.calls[before:]:
            assert call[0] not in BEGIN or call[1] not in gone, f"{call[0]} for a widget that is gone"
            assert call[0] != "log" or call[1] != "error", f"an effect failed: {call}"
    stage.say("stop")
    before = len(page.calls)
    for kind in ("sink-wake", "sink-rest", "turn-over"):
        stage.say(kind)
    begun = [call[0] for call in page.calls[before:] if call[0] in BEGIN]
    assert not begun, "something begins after the stop"
    return [call[0] for call in page.calls]
