"""Joins the two reports of one failure: the answer to a request, and the widget's event.

Where failing requests are watched (``data-watch``), the widget's own requests are seen, too. Both reports of a failure
have the same request id, and either can come first. An answer waits a moment for the widget's event, and the widget's
failure takes over what only the answer has (its status, and how long the server asked to wait).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.recent import Recent

if TYPE_CHECKING:
    from pywidget.core.signals import FailureReported

#: How long an answer waits for the widget's event, in milliseconds.
JOIN_MS = 250
#: How many request ids of widgets are remembered at least.
_REMEMBERED = 100


class Joins:
    """The answers that wait, and the request ids of failures that widgets reported."""

    def __init__(self) -> None:
        #: Each id -> itself.
        self._request_ids = Recent(_REMEMBERED)
        self._waiting: list[tuple[int, FailureReported, int]] = []

    @property
    def waiting(self) -> bool:
        """Whether any answer still waits."""
        return bool(self._waiting)

    def tell(self, part: FailureReported) -> None:
        """A widget reported a failure: take over what the waiting answer with its request id has, and drop it."""
        request_id = part.request_id
        if request_id is None:
            return
        for entry in self._waiting:
            answer = entry[1]
            if answer.request_id == request_id:
                self._waiting.remove(entry)
                part.said.http_status = part.http_status or answer.http_status
                part.said.retry_after_ms = answer.retry_after_ms
                break
        self._request_ids.put(request_id, request_id)

    def hold(self, widget: int, answer: FailureReported, now: int) -> bool:
        """Take an error answer. Return False if it has no request id, so that the caller must handle it at once.

        An answer whose failure a widget reported already is dropped; any other waits.
        """
        if answer.request_id is None:
            return False
        if not self._request_ids.get(answer.request_id):
            self._waiting.append((widget, answer, now))
        return True

    def release(self, now: int) -> list[tuple[int, FailureReported]]:
        """Return the answers that no widget's event matched in time, each with the number of its widget."""
        over = [entry for entry in self._waiting if now - entry[2] >= JOIN_MS]
        self._waiting = [entry for entry in self._waiting if now - entry[2] < JOIN_MS]
        for _, answer, at in over:
            answer.age += now - at
        return [(widget, answer) for widget, answer, _ in over]
