"""From what is to be said to the words for it.

What needs the reader's own conventions (sizes, dates, plurals) stays a placeholder and is filled in by the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.notices import SETTLED, leads_on

if TYPE_CHECKING:
    from typing import Any

    from pywidget.browser.locale import Texts
    from pywidget.core.effects import Notice

_INFINITE = float("inf")

#: Kinds whose title says something that their message does not.
_TITLED = ("submitted", "unsure", "certificate", "stuck", "breaker")
#: Says that nothing is known.
_UNKNOWN = "unexpected"
#: The server's own reason belongs to this message.
_REFUSED = "registration-refused"
#: Names of fields that we have words for.
_FIELDS = ("title", "creators", "file")
#: Turn the text around them, or are not seen: in what is quoted letter by letter they are written out. As pairs of the
#: first and the last.
_UNSEEN = (
    ("\x00", "\x1f"),
    ("\x7f", "\x9f"),
    ("\xad", "\xad"),
    ("\u061c", "\u061c"),
    ("\u200b", "\u200f"),
    ("\u2028", "\u202e"),
    ("\u2060", "\u206f"),
    ("\ufeff", "\ufeff"),
)


def render(notice: Notice, texts: Texts) -> dict[str, Any]:
    """Put a notice into words.

    Returns:
        JSON-able, for ``showNotice``. ``title``, ``message``, ``advice`` and ``warning`` are lists, best first:
        the page takes the first one that it can fill in from ``params``. So is ``said``, with the server's own words.

    The title is what happened. Where a message says that better than the name of the situation, it is the title, unless
    the page has a title of its own for it.
    """
    kind = notice.kind
    params = {name: [form, value] for name, (form, value) in notice.params.items() if _can_be_told(value)}
    if "fields" in params:
        params["fields"][1] = [
            texts["field." + name] if name in _FIELDS else texts["label.quote"].replace("{text}", name)
            for name in params["fields"][1]
        ]
    key = "message." + notice.message
    own = texts.is_own("title." + kind)
    # Where nothing is known, the name of the situation says more than is true.
    title = texts.candidates("title." + ("report" if notice.message == _UNKNOWN and not own else kind))
    message = texts.candidates(key + ".detail", key) if notice.message else []
    if message and not (own or _is_titled(notice)):
        title, message = message, []
    return {
        "kind": kind,
        "role": notice.role,
        "lang": texts.language,
        "dir": texts.direction,
        "region": texts["label.region"],
        "title": title,
        "message": message,
        "said": texts.candidates("label.says") if notice.message == _REFUSED else [],
        "advice": _advice(notice, texts),
        "warning": texts.candidates("warning." + notice.warning) if notice.warning else [],
        "params": params,
        "leadsOn": leads_on(notice),
        "actions": [{"id": action, "label": _label(notice, action, texts)} for action in notice.actions],
        "reference": _reference(notice.reference, texts),
        "transaction": _quote("label.transaction", notice.transaction, texts),
        "until": notice.until,
        "countdown": texts["label.countdown"],
        "over": texts["label.countdown-over"],
        "copied": texts["button.copied"],
        "selected": texts["label.selected"],
        "code": texts["label.access-code"],
    }


def render_cover(texts: Texts) -> dict[str, str]:
    """The words on the screen over a widget that may not be used, for ``coverWidget``."""
    return {"title": texts["label.disabled-screen"], "lang": texts.language, "dir": texts.direction}


def _is_titled(notice: Notice) -> bool:
    """Whether the name of the situation says something beside the message."""
    return notice.message == _UNKNOWN or (notice.kind in _TITLED and notice.message not in SETTLED)


def _advice(notice: Notice, texts: Texts) -> list[str]:
    said = [texts["next." + key] for key in notice.advice]
    told = texts.space.join([text for text in said if text])
    return [told] if told else []


def visible(text: str) -> str:
    """The text with what nobody sees, and what turns it, written out as an escape."""
    if not any(_is_unseen(character) for character in text):
        return text
    return "".join([f"\\u{ord(character):04x}" if _is_unseen(character) else character for character in text])


def _is_unseen(character: str) -> bool:
    return any(first <= character <= last for first, last in _UNSEEN)


def _label(notice: Notice, action: str, texts: Texts) -> str:
    """What a button is called: its label says what happens, which the advice and the kind of the notice can tell."""
    if notice.leads_back and action in ("try-again", "start-over", "register-again"):
        return texts["button.back-to-form"]
    keys = [f"button.{key}.{action}" for key in notice.advice[:1] + (notice.kind,)]  # noqa: RUF005  not in MicroPython
    keys.append(f"button.{action}")
    return texts.candidates(*keys)[0]


def _quote(label: str, value: str | None, texts: Texts) -> dict[str, str] | None:
    return {"label": texts[label], "value": visible(value)} if value else None


def _reference(value: str | None, texts: Texts) -> dict[str, str] | None:
    quote = _quote("label.reference", value, texts)
    if quote is not None:
        quote["copy"] = texts["button.copy-reference"]
    return quote


def _can_be_told(value: Any) -> bool:
    """JSON has no word for a number that is none, or that has no end."""
    return not isinstance(value, float) or -_INFINITE < value < _INFINITE
