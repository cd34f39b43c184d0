"""Turns notices into texts.

Values that depend on the reader's conventions (sizes, dates, plurals) stay placeholders, which the page fills in.
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
#: The message when nothing is known about the failure.
_UNKNOWN = "unexpected"
#: The message with which the server's own reason is shown.
_REFUSED = "registration-refused"
#: Names of fields for which the locales have a text.
_FIELDS = ("title", "creators", "file")
#: Characters of ordinary ids and codes, none of which is one of _UNSEEN.
_SEEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"
#: Characters that are invisible or change the text's direction, as pairs of first and last. Quoted texts show them as
#: escapes.
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

    The title says what happened. Where the message says that better than the kind's title, the message becomes the
    title, unless the page has its own title for this kind.
    """
    likeness = (
        notice.kind,
        notice.role,
        notice.message,
        notice.advice,
        notice.warning,
        notice.actions,
        notice.leads_back,
    )
    words = texts.once(likeness, lambda: _words(notice, texts))
    params = {name: [form, value] for name, (form, value) in notice.params.items() if _can_be_told(value)}
    if "fields" in params:
        params["fields"][1] = [
            texts["field." + name] if name in _FIELDS else texts["label.quote"].replace("{text}", name)
            for name in params["fields"][1]
        ]
    words["params"] = params
    words["reference"] = _reference(notice.reference, texts)
    words["transaction"] = _quote("label.transaction", notice.transaction, texts)
    words["until"] = notice.until
    return words


def _words(notice: Notice, texts: Texts) -> dict[str, Any]:
    """What is the same for all notices that say the same."""
    kind = notice.kind
    key = "message." + notice.message
    own = texts.is_own("title." + kind)
    # Where nothing is known about the failure, the title of the kind would say more than is certain.
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
        "leadsOn": leads_on(notice),
        "actions": [{"id": action, "label": _label(notice, action, texts)} for action in notice.actions],
        "countdown": texts["label.countdown"],
        "over": texts["label.countdown-over"],
        "copied": texts["button.copied"],
        "selected": texts["label.selected"],
        "code": texts["label.access-code"],
    }


def render_cover(texts: Texts) -> dict[str, str]:
    """Return the texts of the screen that covers a disabled widget, for ``coverWidget``."""
    return {"title": texts["label.disabled-screen"], "lang": texts.language, "dir": texts.direction}


def _is_titled(notice: Notice) -> bool:
    """Whether the title of the kind is shown in addition to the message."""
    return notice.message == _UNKNOWN or (notice.kind in _TITLED and notice.message not in SETTLED)


def _advice(notice: Notice, texts: Texts) -> list[str]:
    said = [texts["next." + key] for key in notice.advice]
    told = texts.space.join([text for text in said if text])
    return [told] if told else []


def visible(text: str) -> str:
    """Return the text with invisible characters, and those that change its direction, as escapes."""
    if not text.strip(_SEEN) or not any(_is_unseen(character) for character in text):
        return text
    return "".join([f"\\u{ord(character):04x}" if _is_unseen(character) else character for character in text])


def _is_unseen(character: str) -> bool:
    return any(first <= character <= last for first, last in _UNSEEN)


def _label(notice: Notice, action: str, texts: Texts) -> str:
    """The label of a button, which can depend on the advice and the kind of the notice."""
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
    """Whether a value can be written as JSON: NaN and infinite numbers cannot."""
    return not isinstance(value, float) or -_INFINITE < value < _INFINITE
