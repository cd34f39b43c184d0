# runs-on: micropython
"""The answer to a widget's request, and what the widget says of it, are one failure."""

from __future__ import annotations

from pywidget.core.envelope import read_envelope
from pywidget.core.events import decode, from_answer
from pywidget.core.joins import JOIN_MS, Joins
from pywidget.core.signals import FailureReported


def answer(request_id: str | None = "req_1") -> FailureReported:
    envelope = read_envelope(
        "allfeat-widget", 503, {"error": {"code": "x", "request_id": request_id}}, {"retry-after": "7"}
    )
    return from_answer(envelope, "allfeat-widget", "GET /x", 10)


def word(request_id: str | None = "req_1") -> FailureReported:
    signal = decode("allfeat:error", {"code": "x", "message": "m", "requestId": request_id, "stage": "submit"})
    assert isinstance(signal, FailureReported)
    return signal


def test_an_answer_that_a_widget_tells_of_is_the_widgets() -> None:
    joins = Joins()
    assert joins.hold(0, answer(), 1_000)
    part = word()
    joins.tell(part)
    assert joins.release(5_000) == []
    assert (part.http_status, part.retry_after_ms) == (503, 7_000)


def test_an_answer_that_comes_after_the_widgets_word_is_dropped() -> None:
    joins = Joins()
    joins.tell(word())
    assert joins.hold(0, answer(), 1_000)
    assert not joins.waiting
    assert joins.release(5_000) == []


def test_an_answer_that_no_widget_tells_of_is_released_with_its_age() -> None:
    joins = Joins()
    joins.tell(word("req_other"))
    joins.hold(3, answer(), 1_000)
    assert joins.release(1_000 + JOIN_MS - 1) == []
    assert joins.waiting
    ((number, released),) = joins.release(1_000 + JOIN_MS)
    assert (number, released.age, released.http_status) == (3, JOIN_MS, 503)
    assert not joins.waiting


def test_without_a_request_id_nothing_waits() -> None:
    joins = Joins()
    joins.tell(word(None))
    assert not joins.hold(0, answer(None), 1_000)


def test_only_so_many_ids_are_remembered() -> None:
    joins = Joins()
    for number in range(1_000):
        joins.tell(word(f"req_{number}"))
    assert joins.hold(0, answer("req_0"), 0)
    assert joins.waiting
    joins = Joins()
    for number in range(1_000):
        joins.tell(word(f"req_{number}"))
    joins.hold(0, answer("req_999"), 0)
    assert not joins.waiting
