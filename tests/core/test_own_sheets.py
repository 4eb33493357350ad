"""How one assessor scores: the total so far, the place among the own sheets, the scale, and its drift."""

from __future__ import annotations

from fractions import Fraction

from evaluation.core.own_sheets import (
    Drift,
    OwnPlace,
    OwnSheet,
    Running,
    drift,
    middle,
    place_among,
    running_total,
    scale_use,
)
from evaluation.core.rules import Criterion, Round, Rounding, RubricLevel, Text

T = Text("x", "x")
LEVELS = tuple(RubricLevel(Fraction(low), Fraction(high), T) for low, high in ((0, 49), (50, 79), (80, 100)))


def criterion(code: str = "a", weight: str = "60", rubric: tuple[RubricLevel, ...] = LEVELS) -> Criterion:
    step, zero, hundred = Fraction(1), Fraction(0), Fraction(100)
    return Criterion(code, T, Fraction(weight), zero, hundred, step, "judged", rubric=rubric)


RND = Round(
    "desk", T, ("regency",), "province", "desk", criteria=(criterion("a", "66.6"), criterion("b", "33.4"))
)


def sheets(*marks: object, code: str = "a") -> tuple[OwnSheet, ...]:
    """Own sheets with one mark each, entries numbered from 1; None: no mark."""
    return tuple(
        OwnSheet(n, {} if mark is None else {code: Fraction(str(mark))})
        for n, mark in enumerate(marks, start=1)
    )


# --- the total so far ----------------------------------------------------------------------------


def test_the_total_so_far_adds_what_is_marked_exactly() -> None:
    assert running_total(RND, {}) == Running(Fraction(0), 0, 2)
    assert running_total(RND, {"a": Fraction(0)}) == Running(Fraction(0), 1, 2)
    assert running_total(RND, {"a": Fraction("70.1")}) == Running(Fraction("46.6866"), 1, 2)


def test_a_complete_sheet_has_its_rounded_total() -> None:
    marks = {"a": Fraction("70.1"), "b": Fraction(3)}
    found = running_total(RND, marks)
    assert (found.amount, found.complete) == (Fraction("47.69"), True)
    exact = Round(
        "desk",
        T,
        ("regency",),
        "province",
        "desk",
        criteria=RND.criteria,
        rounding=Rounding(steps=frozenset()),
    )
    assert running_total(exact, marks).amount == Fraction("47.6886")


def test_the_place_is_among_the_own_complete_sheets() -> None:
    def other(entry: int, a: int, b: int | None = 50) -> OwnSheet:
        marks = {"a": Fraction(a)} if b is None else {"a": Fraction(a), "b": Fraction(b)}
        return OwnSheet(entry, marks)

    mine = {"a": Fraction(70), "b": Fraction(50)}
    assert place_among(RND, {"a": Fraction(70)}, [other(2, 90)]) is None
    assert place_among(RND, mine, []) == OwnPlace(1, 1, False)
    assert place_among(RND, mine, [other(2, 90), other(3, 60), other(4, 99, None)]) == OwnPlace(2, 3, False)
    assert place_among(RND, mine, [other(2, 90), other(3, 70)]) == OwnPlace(2, 3, True)


# --- the scale -----------------------------------------------------------------------------------


def test_the_use_of_a_scale_names_every_mark() -> None:
    assert scale_use(criterion(), sheets(None, None)) is None
    use = scale_use(criterion(), sheets(82, 49, None, 79, "79"))
    assert use is not None
    assert use.marks == ((1, 82), (4, 79), (5, 79), (2, 49))
    assert (use.lowest, use.highest, use.median) == ((2, 49), (1, 82), 79)
    assert [count for _, count in use.levels] == [1, 2, 1]


def test_the_middle_of_an_even_number_is_exact() -> None:
    assert middle([Fraction(70), Fraction(75)]) == Fraction("72.5")
    assert middle([Fraction(3), Fraction(1), Fraction(2)]) == 2


# --- drift ---------------------------------------------------------------------------------------


def test_the_last_five_outside_of_the_levels_of_the_first_five_are_a_drift() -> None:
    found = drift(criterion(), sheets(60, 62, 70, 55, 79, 84, 86, 90))
    first = tuple(Fraction(n) for n in (60, 62, 70, 55, 79))
    last = tuple(Fraction(n) for n in (55, 79, 84, 86, 90))
    assert found == Drift(first, last, Fraction(50), Fraction(79), Fraction(84))
    assert found.upward
    down = drift(criterion(), sheets(60, 62, 70, 55, 79, 40, 41, 42))
    assert down is not None
    assert (down.upward, down.median) == (False, 42)


def test_one_high_mark_is_no_drift() -> None:
    assert drift(criterion(), sheets(60, 62, 70, 55, 79, 84, 86)) is None
    assert drift(criterion(), sheets(60, 62, 70, 55, 79, 100)) is None


def test_whoever_began_wide_does_not_drift_within() -> None:
    assert drift(criterion(), sheets(10, 90, 60, 70, 20, 99, 99, 99, 99, 99)) is None


def test_few_marks_or_no_rubric_tell_no_drift() -> None:
    assert drift(criterion(), sheets(10, 10, 10, 10, 90)) is None
    assert drift(criterion(rubric=()), sheets(10, 10, 10, 10, 10, 90, 90, 90, 90, 90)) is None
    assert drift(criterion("b"), sheets(10, 10, 10, 10, 10, 90, 90, 90, 90, 90)) is None
