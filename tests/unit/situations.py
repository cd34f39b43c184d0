"""What tests of the core's parts and of whole stories have in common: parts of failures, answers, an even chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driver import NOW

from pywidget.core import effects
from pywidget.core.envelope import Envelope, read_envelope
from pywidget.core.failure import Failure
from pywidget.core.signals import FailureReported

if TYPE_CHECKING:
    from typing import Any

    from driver import Stage

    from pywidget.core.facts import Follows

#: What the widget says when its own 60 seconds are over.
TIMEOUT = "Session expired. Please try again."


def half() -> float:
    return 0.5


def part(kind: str, code: str | None = None, message: str = "", **more: Any) -> FailureReported:
    return FailureReported("allfeat:" + kind, kind, code, message, **more)  # type: ignore[arg-type]


def failure_of(*parts: FailureReported) -> Failure:
    failure = Failure(1, "allfeat-widget", NOW)
    for one in parts:
        failure.add(one, NOW)
    return failure


def timers(follows: Follows) -> list[tuple[str, int]]:
    return [(effect.name, effect.delay) for effect in follows if isinstance(effect, effects.StartTimer)]


def refused(status: int, code: str = "", headers: dict[str, str] | None = None) -> Envelope:
    """What a token source answers instead of a token."""
    body = '{"error":{"code":"' + code + '","message":"no","request_id":"req_t"}}' if code else ""
    return read_envelope("allfeat-widget", status, body, headers or {})


def give_up(stage: Stage) -> None:
    """The widget's own 60 seconds are over."""
    stage.screen, stage.overlay, stage.buttons = "FAILED", False, ("retry",)
    stage.event("failed", code="widget.unknown_error", message=TIMEOUT, requestId=None)
