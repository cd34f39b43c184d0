# runs-on: micropython
"""Which reports go out, what is in them, and what is said of those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.dates import to_iso
from pywidget.core.recent import Recent
from pywidget.core.reports import CAP_BURST, CAP_PAGE, FIELDS, REPEAT_MS, Cap, Chain, amend, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: 2026-06-15T12:00:00Z
NOW = 1_781_524_800_000
PAGE = "https://shop.example.org/register?draft=1#top"


def numbers() -> Callable[[], float]:
    """Random numbers that are not: each call gives another one, the same ones in each test."""
    state = [0]

    def random() -> float:
        state[0] = (state[0] * 1_103 + 12_345) % 65_536
        return state[0] / 65_536

    return random


def failure(number: int = 1, **fields: Any) -> dict[str, Any]:
    raw = {
        "event": "allfeat:failed",
        "system": "allfeat-widget",
        "code": "common.service_unavailable",
        "path": "retry",
        "remedy": "try-again",
        "message": "The service is not available.",
        "requestId": None,
        "stage": "submit",
        "pendingAction": None,
        "failure": number,
        "merged": 2,
        "mode": "register",
        "network": "testnet",
        "screen": "FAILED",
        "transaction": False,
    }
    raw.update(fields)
    return raw


def outcome(number: int = 1, end: str = "recovered", **fields: Any) -> dict[str, Any]:
    raw = {"outcome": end, "reason": None, "system": "allfeat-widget", "code": "x", "failure": number, "durationMs": 9}
    raw.update(fields)
    return raw


def chain(rate: float = 1) -> Chain:
    return Chain(rate, numbers(), "1.2.3")


def test_a_report_has_the_allowed_fields_and_no_other() -> None:
    report = chain().send(failure(token="secret", details={"a": 1}, requestId="req_1"), 1, "songs", PAGE, NOW)
    assert report is not None
    for name in ("id", "failure", "view"):
        value = report.pop(name, None)
        assert name == "id" or (isinstance(value, str) and len(value) == 16)
    assert report == {
        "event": "allfeat:failed",
        "system": "allfeat-widget",
        "code": "common.service_unavailable",
        "path": "retry",
        "remedy": "try-again",
        "message": "The service is not available.",
        "requestId": "req_1",
        "stage": "submit",
        "merged": 2,
        "mode": "register",
        "network": "testnet",
        "screen": "FAILED",
        "transaction": False,
        "widget": "songs",
        "page": "https://shop.example.org/register",
        "version": "1.2.3",
        "at": "2026-06-15T12:00:00.000Z",
    }


def test_what_has_the_wrong_type_is_left_out() -> None:
    no_texts: tuple[Any, ...] = (None, 1, [], {}, ["a"], "", b"x", 1.5)
    for value in no_texts:
        assert build({"message": value, "code": value}, {}) == {}
    no_numbers: tuple[Any, ...] = (None, "1", [], {})
    for value in no_numbers:
        assert build({"merged": value}, {}) == {}
    assert build({"unknown": "x"}, {"view": "v"}) == {"view": "v"}


def test_every_text_from_outside_is_scrubbed() -> None:
    secret = "bob@example.com"
    for name in FIELDS:
        if name in ("path", "remedy", "outcome", "version", "view", "failure", "id", "at"):
            continue
        assert secret not in str(build({name: secret}, {})), name
    page = "https://example.org/of/bob@example.com/"
    report = chain().send(failure(), 1, secret, page, NOW)
    assert report is not None
    assert report["widget"] == "[email]"
    assert report["page"] == "https://example.org/of/[email]/"


def test_the_view_is_the_same_and_the_failure_is_not() -> None:
    some = chain()
    first = some.send(failure(1), 1, "a", PAGE, NOW)
    second = some.send(failure(1), 2, "b", PAGE, NOW)
    third = some.send(failure(2, code="other"), 1, "a", PAGE, NOW)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first["view"] == second["view"] == third["view"]
    assert len({first["failure"], second["failure"], third["failure"]}) == 3


def test_the_end_of_a_failure_has_its_id() -> None:
    some = chain()
    first = some.send(failure(7), 3, "a", PAGE, NOW)
    end = some.send(outcome(7, "not-renewed", reason="network", attempts=2), 3, "a", PAGE, NOW + 5)
    assert first is not None
    assert end is not None
    assert end["failure"] == first["failure"]
    assert end["outcome"] == "not-renewed"
    assert end["reason"] == "network"
    assert end["durationMs"] == 9
    assert end["attempts"] == 2
    # Said once, and only of failures that were reported.
    assert some.send(outcome(7, "not-renewed"), 3, "a", PAGE, NOW + 6) is None
    assert some.send(outcome(8, "not-renewed"), 3, "a", PAGE, NOW + 6) is None
    assert some.send(outcome(7, "not-renewed"), 4, "a", PAGE, NOW + 6) is None


def test_the_same_again_is_counted() -> None:
    some = chain()
    first = some.send(failure(1, requestId="req_1"), 1, "a", PAGE, NOW)
    assert first is not None
    for number in range(2, 5):
        assert some.send(failure(number, requestId="req_1"), 1, "a", PAGE, NOW + number * REPEAT_MS) is None
    assert some.repeated == 3
    # The end of a repeat is told as the end of the first.
    end = some.send(outcome(4, "not-renewed"), 1, "a", PAGE, NOW + 5 * REPEAT_MS)
    assert end is not None
    assert end["failure"] == first["failure"]
    other = some.send(failure(5, requestId="req_2"), 1, "a", PAGE, NOW + 6 * REPEAT_MS)
    assert other is not None
    assert some.count(other)["repeated"] == 3
    after = some.send(failure(6, requestId="req_3"), 1, "a", PAGE, NOW + 7 * REPEAT_MS)
    assert after is not None
    assert "repeated" not in some.count(after)


def test_what_differs_is_no_repeat() -> None:
    some = chain()
    for raw, widget in (
        (failure(1), 1),
        (failure(2), 2),
        (failure(3, code="other"), 1),
        (failure(4, requestId="req_1"), 1),
        (failure(5, requestId="req_2"), 1),
        (failure(6, code=None, message="one"), 1),
        (failure(7, code=None, message="two"), 1),
    ):
        assert some.send(raw, widget, str(widget), PAGE, NOW) is not None
    assert some.repeated == 0


def test_without_a_reference_the_same_again_is_new_after_a_while() -> None:
    some = chain()
    assert some.send(failure(1), 1, "a", PAGE, NOW) is not None
    assert some.send(failure(2), 1, "a", PAGE, NOW + REPEAT_MS - 1) is None
    assert some.send(failure(3), 1, "a", PAGE, NOW + REPEAT_MS) is not None
    assert some.send(failure(4), 1, "a", PAGE, NOW + REPEAT_MS + 1) is None


def test_a_page_view_reports_all_or_nothing() -> None:
    random = numbers()
    chosen = 0
    for _ in range(400):
        some = Chain(0.25, random, "1")
        sent = [some.send(failure(number, code=str(number)), 1, "a", PAGE, NOW) for number in range(5)]
        assert sent.count(None) in (0, 5)
        assert some.dropped == 0
        chosen += sent[0] is not None
    assert 60 < chosen < 140
    assert chain(0).send(failure(), 1, "a", PAGE, NOW) is None


def test_a_burst_is_capped_and_counted() -> None:
    some = chain()
    sent = told = 0
    for number in range(10_000):
        report = some.send(failure(number, requestId=f"r{number}"), 1, "a", PAGE, NOW + number // 10)
        if report is not None:
            report = some.count(report)
            sent += 1
            told += report.get("dropped", 0)
    assert CAP_BURST <= sent <= CAP_BURST + 11
    last = some.send(failure(20_000, requestId="last"), 1, "a", PAGE, NOW + 60_000)
    assert last is not None
    last = some.count(last)
    assert sent + told + last["dropped"] == 10_000
    assert some.dropped == 0


def test_a_failure_that_was_left_out_is_no_first_and_has_no_end() -> None:
    some = chain()
    for number in range(CAP_BURST):
        assert some.send(failure(number, code=str(number)), 1, "a", PAGE, NOW) is not None
    assert some.send(failure(100, code="late"), 1, "a", PAGE, NOW) is None
    assert some.send(outcome(100), 1, "a", PAGE, NOW + 1_000) is None
    assert some.send(failure(101, code="late"), 1, "a", PAGE, NOW + 1_000) is not None
    assert some.dropped == 1
    assert some.repeated == 0


def test_the_bucket_fills_up_again_until_the_page_has_had_enough() -> None:
    cap = Cap()
    assert [cap.take(NOW) for _ in range(CAP_BURST + 1)].count(False) == 1
    assert [cap.take(NOW + 1_000) for _ in range(20)].count(True) == 10
    # A clock that goes back does not refill the bucket.
    assert not cap.take(NOW)
    taken = CAP_BURST + 10
    for second in range(100):
        while cap.take(NOW + 10_000 + second * 10_000):
            taken += 1
    assert taken == CAP_PAGE


def test_a_clock_that_is_set_back_costs_no_reports() -> None:
    cap = Cap()
    cap.take(1_000_000)
    assert [cap.take(0) for _ in range(CAP_BURST - 1)].count(False) == 0


def test_the_counts_that_are_left_can_be_told_alone() -> None:
    some = chain()
    assert some.rest(PAGE, NOW) is None
    some.send(failure(1), 1, "a", PAGE, NOW)
    some.send(failure(2), 1, "a", PAGE, NOW)
    rest = some.rest(PAGE, NOW)
    assert rest is not None
    rest = some.count(rest)
    assert rest["outcome"] == "unreported"
    assert rest["repeated"] == 1
    assert some.rest(PAGE, NOW) is None


def test_each_report_has_an_id_of_its_own() -> None:
    some = chain()
    ids = {some.count({})["id"] for _ in range(100)}
    assert len(ids) == 100
    assert all(one.startswith(ids.pop()[:16]) for one in list(ids))


def test_memory_stays_within_bounds() -> None:
    some = chain()
    for number in range(5_000):
        some.send(failure(number, code=str(number)), number, "a", PAGE, NOW + number * 100)
    for held in (some._reported, some._repeats._known):  # noqa: SLF001
        assert _count(held) <= 1_000


def _count(held: Recent) -> int:
    return len(held._new) + len(held._old)  # noqa: SLF001


def test_the_last_entries_are_remembered_and_the_oldest_forgotten() -> None:
    recent = Recent(3)
    for number in range(1, 9):
        recent.put(number, f"v{number}")
        recent.put(number, f"v{number}")
        for known in range(max(number - 2, 1), number + 1):
            assert recent.get(known) == f"v{known}"
        assert _count(recent) <= 6
    assert recent.get(1) is None
    recent.put(5, "again")
    assert recent.get(5) == "again"


def test_memory_of_repeats_stays_within_bounds() -> None:
    some = chain()
    for number in range(2_000):
        some.send(failure(number, code="x", requestId="r"), 1, "w", PAGE, number * 1_000)
    for held in (some._reported, some._repeats._known):  # noqa: SLF001
        assert _count(held) <= 1_000


def test_the_page_can_change_a_report_or_drop_it() -> None:
    report = {"code": "x", "failure": "f", "merged": 1}
    assert amend(report, None) is None
    assert amend(report, False) is None  # noqa: FBT003
    assert amend(report, {"code": "y", "tenant": "acme", "n": 1.5, "b": True}) == {
        "code": "y",
        "tenant": "acme",
        "n": 1.5,
        "b": True,
    }


def test_an_answer_that_is_none_changes_nothing() -> None:
    report = {"code": "x"}
    answers: tuple[Any, ...] = (True, 0, 1, "", "drop", [], [{"code": "y"}], {}, {"a": None, "b": [], "c": {}})
    for answer in answers:
        assert amend(report, answer) == report, answer


def test_the_page_cannot_give_a_field_of_ours_another_type_or_forge_the_counts() -> None:
    report = {"code": "x", "merged": 1, "transaction": False}
    wrong: tuple[dict[str, Any], ...] = (
        {"code": 7, "outcome": True, "message": 1.5, "tenant": 1},
        {"merged": "2", "transaction": "no", "durationMs": "1", "tenant": 1},
        {"id": "mine", "repeated": 5, "dropped": "many", "tenant": 1},
    )
    for answer in wrong:
        assert amend(report, answer) == {"tenant": 1}, answer


def test_what_the_page_puts_in_is_bounded_and_scrubbed() -> None:
    changed = amend({"code": "x"}, {"user": "bob@example.com", "long": "x" * 10_000, "n" * 41: "y", "deep": {"a": 1}})
    assert changed is not None
    assert changed["user"] == "[email]"
    assert len(changed["long"]) == 1_000
    assert len(changed) == 2
    changed = amend({}, {str(number): number for number in range(1_000)})
    assert changed is not None
    assert len(changed) == 60


def test_the_page_cannot_put_an_address_into_a_field_of_ours() -> None:
    changed = amend({"path": "auth", "code": "x"}, {"path": "ann@example.org", "code": "x"})
    assert changed is not None
    assert "ann@" not in changed["path"]


def test_moments_in_iso_8601() -> None:
    for moment, text in (
        (0, "1970-01-01T00:00:00.000Z"),
        (NOW + 7, "2026-06-15T12:00:00.007Z"),
        (951_782_399_999, "2000-02-28T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_735_689_599_000, "2024-12-31T23:59:59.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ):
        assert to_iso(moment) == text, (to_iso(moment), text)
