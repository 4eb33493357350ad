"""The spread of a panel's marks: lowest, median, highest, places on the chart, numbers that tell no seat."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.core.calibration import members_numbers, place_of, spreads
from evaluation.core.combining import median
from evaluation.core.rules import Criterion, Round, Text

TITLE = Text("Regulasi", "Regulation")


def criterion(code: str = "regulation", kind: str = "judged") -> Criterion:
    return Criterion(code, TITLE, Fraction(50), Fraction(20), Fraction(120), Fraction(1), kind)


ROUND = Round(
    "desk", TITLE, ("regency",), "province", "desk",
    criteria=(criterion(), criterion("coverage", "measured"), criterion("innovation")),
)  # fmt: skip


def test_the_spread_of_each_judged_criterion() -> None:
    sheets = {
        2: {"regulation": (Fraction(90), "")},
        1: {"regulation": (Fraction(45), "Belum ditandatangani"), "innovation": (Fraction(70), "")},
        3: {"regulation": (Fraction(60), "")},
    }
    first, second = spreads(ROUND, sheets, {"regulation": (Fraction(80), "Perda ada")})
    assert [(one.member, one.mark, one.comment) for one in first.given] == [
        (1, 45, "Belum ditandatangani"),
        (2, 90, ""),
        (3, 60, ""),
    ]
    assert (first.lowest, first.median, first.highest, first.width) == (45, 60, 90, 45)
    assert (first.reference, first.reasoning) == (80, "Perda ada")
    assert (second.criterion.code, second.lowest, second.median, second.highest) == ("innovation", 70, 70, 70)
    assert (second.reference, second.place(second.reference)) == (None, "")


def test_a_criterion_that_nobody_marked_has_no_spread() -> None:
    found = spreads(ROUND, {}, {})[0]
    assert (found.lowest, found.median, found.highest, found.width, found.given) == (
        None,
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("mark", "place"), [(20, "4"), (120, "96"), (70, "50"), (45, "27"), (21, "4.92"), (10, "4"), (130, "96")]
)
def test_a_marks_place_on_the_chart(mark: int, place: str) -> None:
    assert place_of(criterion(), Fraction(mark)) == place


def test_the_median_of_an_even_number_lies_between() -> None:
    assert median([Fraction(1), Fraction(4), Fraction(2), Fraction(10)]) == 3


def test_numbers_are_the_same_each_time_and_differ_between_samples() -> None:
    people = range(1, 10)
    assert members_numbers(1, people) == members_numbers(1, reversed(people))
    assert sorted(members_numbers(1, people).values()) == list(people)
    orders = {tuple(members_numbers(sample, people)[one] for one in people) for sample in range(1, 6)}
    assert len(orders) == 5
