"""The page at the hands of a seeded, hostile page: a bounded part of `python -m tools.fuzz_page`."""

from __future__ import annotations

from aside import aside

from tools.fuzz_page.answers import answer_to
from tools.fuzz_page.batch import SIZE, Campaign, Outcome, kind_of, numbers_of

SEED = "1"
#: In each of these pages the script tag comes at another moment: see `Campaign`.
BATCHES = (0, 3, 4)
ACTS = 60


def campaign() -> list[Outcome]:
    with Campaign() as running:
        return [running.page(SEED, batch, numbers_of(batch)[:ACTS]) for batch in BATCHES]


def test_everything_holds_in_a_page_that_does_its_worst() -> None:
    outcomes = aside(campaign)
    assert [outcome.problems for outcome in outcomes] == [[]] * len(BATCHES)
    for outcome in outcomes:
        done = sum(count for name, count in outcome.counts.items() if name.startswith("input: "))
        assert done == ACTS
        assert outcome.counts["verdict"] > 1


def test_an_answer_is_the_same_for_the_same_seed_and_name() -> None:
    names = [f"i{number}" for number in range(200)]
    assert [answer_to(SEED, name) for name in names] == [answer_to(SEED, name) for name in names]
    assert len({b"".join(answer_to(SEED, name).pieces) for name in names}) > 150


def test_batches_share_no_number_and_problems_of_a_kind_are_one() -> None:
    assert numbers_of(2)[0] == numbers_of(1)[-1] + 1 == 2 * SIZE
    assert kind_of("21 renewals of w4 in 4 minutes\nmore") == kind_of("17 renewals of w1 in 3 minutes")
