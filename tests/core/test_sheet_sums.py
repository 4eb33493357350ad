"""How one sheet's total is made, step by step, exactly as the core reckons it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.rules import Criterion, Round, Rounding, Text
from evaluation.core.scoring import MarkMissing, sheet_total
from evaluation.core.sheets import draft_problems, sheet_sum, submission_problems


def criterion(code: str, weight: int, kind: str = "judged", **more: Fraction | None) -> Criterion:
    title = Text(code, code)
    return Criterion(code, title, Fraction(weight), Fraction(1), Fraction(4), Fraction(1), kind, **more)  # type: ignore[arg-type]


ROUND = Round(
    code="desk",
    title=Text("Berkas", "Desk"),
    categories=("regency",),
    stage="province",
    kind="desk",
    criteria=(criterion("a", 50), criterion("b", 30), criterion("c", 20, "measured")),
)


def test_every_step_of_a_total_is_exact() -> None:
    made = sheet_sum(ROUND, {"a": Fraction(2), "b": Fraction(3)}, {"a": "alasan"})
    steps = [(line.criterion.code, line.mark, line.share, line.value, line.amount) for line in made.lines]
    assert steps == [
        ("a", 2, Fraction(1, 2), Fraction(100, 3), Fraction(50, 3)),
        ("b", 3, Fraction(3, 10), Fraction(200, 3), Fraction(20)),
    ]
    assert (made.unrounded, made.total, made.rounded) == (Fraction(110, 3), Fraction(3667, 100), True)
    assert [line.comment for line in made.lines] == ["alasan", ""]


def test_a_step_that_is_not_rounded_says_so() -> None:
    unrounded = replace(ROUND, rounding=Rounding(steps=frozenset({"round"})))
    made = sheet_sum(unrounded, {"a": Fraction(2), "b": Fraction(3)}, {})
    assert (made.total, made.rounded) == (Fraction(110, 3), False)


@given(st.integers(1, 4), st.integers(1, 4), st.sampled_from(["percent", "points"]))
def test_the_shown_total_is_the_stored_one(a: int, b: int, scale: str) -> None:
    rnd = replace(ROUND, scale=scale)
    marks = {"a": Fraction(a), "b": Fraction(b)}
    made = sheet_sum(rnd, marks, {})
    assert made.total == sheet_total(rnd, marks)
    assert made.unrounded == sum(line.share * line.value for line in made.lines)


def test_a_sheet_with_a_gap_has_no_total() -> None:
    with pytest.raises(MarkMissing):
        sheet_sum(ROUND, {"a": Fraction(2)}, {})


def test_a_draft_may_have_gaps_and_a_submission_may_not() -> None:
    gap = {"a": Fraction(2), "b": None}
    assert draft_problems(ROUND, gap, {}) == {}
    assert set(submission_problems(ROUND, gap, {})) == {"mark-b"}


def test_a_mark_of_zero_is_no_gap() -> None:
    zero = replace(ROUND, criteria=(replace(criterion("a", 100), minimum=Fraction(0)),))
    assert submission_problems(zero, {"a": Fraction(0)}, {}) == {}


@pytest.mark.parametrize(("mark", "asked"), [(1, True), (2, False), (3, False), (4, True)])
def test_a_comment_is_asked_for_beyond_the_limits_only(mark: int, asked: bool) -> None:
    strict = criterion("a", 100, comment_below=Fraction(2), comment_above=Fraction(3))
    rnd = replace(ROUND, criteria=(strict,))
    found = submission_problems(rnd, {"a": Fraction(mark)}, {"a": " "})
    assert set(found) == ({"comment-a"} if asked else set())
    assert submission_problems(rnd, {"a": Fraction(mark)}, {"a": "karena"}) == {}


def test_a_comment_that_is_a_book_is_told_its_length() -> None:
    found = draft_problems(ROUND, {"a": Fraction(2)}, {"a": "x" * 5001})
    assert str(found["comment-a"]) == "At most 5000 characters fit here; this has 5001."
