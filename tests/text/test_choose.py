"""The choice of a set of sentences."""

from hypothesis import given
from hypothesis import strategies as st

from bot.text.choose import Candidate, choose, promising

candidates = st.lists(
    st.tuples(st.integers(1, 60), st.floats(0, 1), st.booleans()), max_size=15
).map(
    lambda rows: [
        Candidate(order=order, length=length, worth=worth, is_hanging=hangs)
        for order, (length, worth, hangs) in enumerate(rows)
    ]
)


def _candidates(*worths: float, length: int = 20) -> list[Candidate]:
    return [Candidate(order=i, length=length, worth=worth) for i, worth in enumerate(worths)]


def test_worthiest_sentences_are_chosen() -> None:
    assert choose(_candidates(0.9, 0.1, 0.8, 0.7, 0.1), 60) == (0, 2, 3)


def test_short_budget_takes_two() -> None:
    assert choose(_candidates(0.9, 0.8, 0.3, 0.3), 35) == (0, 1)


def test_short_budget_is_filled_by_one_long_sentence() -> None:
    assert choose(_candidates(0.9, 0.3, 0.3, length=30), 30) == (0,)


def test_too_long_set_yields_to_a_shorter_one() -> None:
    assert choose(_candidates(0.9, 0.9, 0.9, length=25), 45) == (0, 1)


def test_normal_budget_takes_two_long_sentences() -> None:
    assert len(choose(_candidates(0.9, 0.1, 0.1, length=50), 60)) == 2


def test_leaning_sentence_follows_its_antecedent() -> None:
    leaning = Candidate(order=2, length=20, worth=0.6, is_hanging=True)

    assert choose([*_candidates(0.9, 0.7), leaning], 60) == (0, 1, 2)


def test_leaning_sentence_yields_without_antecedent() -> None:
    leaning = Candidate(order=2, length=20, worth=0.6, is_hanging=True)
    other = Candidate(order=4, length=20, worth=0.59)

    assert choose([*_candidates(0.9), leaning, other], 35) == (0, 4)


def test_repetition_costs_a_place() -> None:
    found = choose(
        _candidates(0.9, 0.85, 0.7), 40, lambda one, other: 15.0 if {one, other} == {0, 1} else 0.0
    )

    assert found == (0, 2)


def test_worthless_sentences_are_left_out() -> None:
    assert choose(_candidates(0.9, 0.0), 60) == (0,)


def test_nothing_comes_of_nothing() -> None:
    assert choose([], 60) == ()


@given(candidates, st.integers(20, 120))
def test_chosen_orders_ascend_and_are_few(given_: list[Candidate], words: int) -> None:
    found = choose(given_, words)

    assert list(found) == sorted(set(found))
    assert bool(found) == bool(given_)
    assert len(found) <= max(4, round(words / 18))


@given(candidates)
def test_promises_fall(given_: list[Candidate]) -> None:
    promises = [bundle.promise for bundle in promising(given_, 60, 10)]

    assert promises == sorted(promises, reverse=True)
    assert len(promises) <= 10
