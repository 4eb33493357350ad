"""Mean, median and trimmed mean."""

from fractions import Fraction
from statistics import mean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.core.combining import combined
from evaluation.core.rules import COMBINERS
from tests.core.builders import make_round

exactly = settings(deadline=None)
some_values = st.lists(st.fractions(0, 100, max_denominator=100), min_size=1, max_size=12)


def combine(how: str, *values: int, trim_from: int = 3) -> Fraction:
    return combined(make_round(combine=how, trim_from=trim_from), [Fraction(value) for value in values])


@pytest.mark.parametrize(
    ("how", "values", "expected"),
    [
        ("mean", (70, 80, 91), Fraction(241, 3)),
        ("median", (91, 70, 80), Fraction(80)),
        ("median", (91, 70, 80, 83), Fraction(163, 2)),
        ("median", (70,), Fraction(70)),
        ("trimmed-mean", (10, 80, 81, 99), Fraction(161, 2)),
        ("trimmed-mean", (80, 80, 99), Fraction(80)),
        ("trimmed-mean", (10, 99), Fraction(109, 2)),
        ("trimmed-mean", (10,), Fraction(10)),
        ("trimmed-mean", (99, 99, 99, 10), Fraction(99)),
    ],
)
def test_values_combine(how: str, values: tuple[int, ...], expected: Fraction) -> None:
    assert combine(how, *values) == expected


def test_trimming_begins_at_trim_from() -> None:
    assert combine("trimmed-mean", 0, 80, 80, 100, trim_from=5) == 65
    assert combine("trimmed-mean", 0, 80, 80, 80, 100, trim_from=5) == 80


def test_trimming_never_leaves_nothing() -> None:
    assert combine("trimmed-mean", 70, 90, trim_from=0) == 80


@exactly
@given(some_values, st.sampled_from(COMBINERS), st.randoms())
def test_the_result_lies_between_the_values_and_their_order_does_not_matter(
    values: list[Fraction], how: str, shuffler: object
) -> None:
    rnd = make_round(combine=how)
    result = combined(rnd, values)
    assert min(values) <= result <= max(values)
    shuffler.shuffle(values)  # type: ignore[attr-defined]
    assert combined(rnd, values) == result


@exactly
@given(some_values)
def test_mean_and_median_agree_with_the_statistics_module(values: list[Fraction]) -> None:
    assert combined(make_round(combine="mean"), values) == mean(values)
    assert combined(make_round(combine="median"), values) == median(values)


def test_no_value_and_no_such_way_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing to combine"):
        combined(make_round(), [])
    with pytest.raises(ValueError, match="'mode'"):
        combine("mode", 1)
