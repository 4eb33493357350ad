"""The examples of docs/rules.md, with the same numbers."""

from fractions import Fraction

import pytest

from evaluation.core.combining import combined
from evaluation.core.exact import fixed, rounded
from evaluation.core.ranking import standings
from evaluation.core.rules import Round
from evaluation.core.scoring import (
    EntryInput,
    MarkMissing,
    criterion_value,
    round_score,
    sheet_total,
    weight_share,
)
from tests.core.builders import criterion, entry, make_round, marked, measured, percent, points, ranks, sheet

PLAN, TALK, COVERAGE = criterion("plan", 50), criterion("talk", 30), measured("coverage", 20)


def three_sheets(**more: object) -> EntryInput:
    sheets = [sheet("A", plan=80, talk=75), sheet("B", plan=71, talk=66), sheet("C", plan=90, talk=81)]
    return entry("35.76", *sheets, measures={"coverage": "63.88"}, **more)


def three_criteria(**more: object) -> Round:
    return make_round(PLAN, TALK, COVERAGE, **more)


def test_rule_1_value_of_a_mark() -> None:
    stars = criterion(low=1, high=5)
    assert criterion_value(make_round(stars, scale="percent"), stars, Fraction(4)) == 75
    assert criterion_value(make_round(stars, scale="points"), stars, Fraction(4)) == 4
    assert stars.mark_error(Fraction("4.5")) == "off_step"


def test_rule_2_weight_share() -> None:
    assert weight_share(three_criteria(scale="percent"), TALK) == Fraction(3, 10)
    assert weight_share(three_criteria(scale="points"), TALK) == 30


def test_rule_3_judged_and_measured() -> None:
    parts = {part.criterion: part for part in round_score(three_criteria(), three_sheets()).parts}
    assert parts["plan"].combined_from == (("A", 80), ("B", 71), ("C", 90))
    assert parts["coverage"].combined_from == ()
    assert parts["coverage"].value == Fraction("63.88")


def test_rule_4_a_sheet_has_every_mark() -> None:
    with pytest.raises(MarkMissing, match="'talk'"):
        round_score(three_criteria(), entry("35.76", sheet("A", plan=80)))


def test_rule_5_combine() -> None:
    values = [Fraction(value) for value in (50, 80, 85, 91, 94)]
    assert combined(make_round(combine="mean"), values) == 80
    assert combined(make_round(combine="median"), values) == 85
    assert combined(make_round(combine="median"), values[1:]) == 88
    assert combined(make_round(combine="trimmed-mean"), values) == Fraction(256, 3)
    assert combined(make_round(combine="trimmed-mean", trim_from=6), values) == 80


def test_rule_6_order_sheet() -> None:
    assert sheet_total(three_criteria(), {"plan": Fraction(80), "talk": Fraction(75)}) == Fraction("62.5")
    found = round_score(three_criteria(order="sheet"), three_sheets())
    assert found.sheet_totals == (("A", Fraction("62.5")), ("B", Fraction("55.3")), ("C", Fraction("69.3")))
    assert found.judged == Fraction("187.1") / 3
    assert found.parts[2].amount == Fraction("12.776")
    assert found.score == Fraction("75.14")


def test_rule_6_order_criterion() -> None:
    found = round_score(three_criteria(order="criterion"), three_sheets())
    assert [part.value for part in found.parts] == [Fraction("80.33"), Fraction(74), Fraction("63.88")]
    assert [part.amount for part in found.parts] == [
        Fraction("40.17"),
        Fraction("22.2"),
        Fraction("12.78"),
    ]
    assert found.judged == Fraction("62.37")
    assert found.score == Fraction("75.15")


def test_rule_7_adjustments() -> None:
    found = round_score(three_criteria(), three_sheets(adjustments=(points(-2), percent(-10))))
    before = Fraction("187.1") / 3 + Fraction("12.776")
    assert found.before_adjustments == before
    assert [amount for _, amount in found.adjustments] == [-2, -before / 10]
    assert found.score == Fraction("65.63")


def test_rule_8_standing_score() -> None:
    talk = make_round(code="talk", carry=(("desk", Fraction(45)), ("talk", Fraction(55))))
    [standing] = standings(talk, [marked("35.76", 90, carried={"desk": Fraction("78.41")})])
    assert standing.carried == (("desk", 45, Fraction("78.41")), ("talk", 55, 90))
    assert standing.score == Fraction("84.78")


def test_rule_9_ranks_and_ties() -> None:
    entries = [marked("A", 90), marked("B", 80, 90), marked("C", 85, 85), marked("D", 80)]
    assert ranks(make_round(), *entries) == {"A": 1, "B": 2, "C": 2, "D": 4}
    by_bonus = make_round(criterion("plan", 100), criterion("bonus", 0), tie_break=("bonus",))
    tied = [entry("B", sheet("A", plan=85, bonus=3)), entry("C", sheet("A", plan=85, bonus=4))]
    assert ranks(by_bonus, *tied) == {"C": 1, "B": 2}


def test_rule_10_a_tie_at_the_cut_advances_whole() -> None:
    entries = [marked("A", 90), marked("B", 85), marked("C", 85), marked("D", 80)]
    found = standings(make_round(advance=2, winners=1, pass_mark=Fraction(80)), entries)
    assert [(one.entry, one.advances, one.wins, one.at_cut) for one in found] == [
        ("A", True, True, False),
        ("B", True, False, True),
        ("C", True, False, True),
        ("D", False, False, False),
    ]
    strict = standings(make_round(advance=2, pass_mark=Fraction(86)), entries)
    assert [one.entry for one in strict if one.advances] == ["A"]


def test_rule_11_incomplete() -> None:
    rnd = make_round(minimum_sheets=5)
    assert [round_score(rnd, marked("A", *[80] * sheets)).complete for sheets in (4, 5)] == [False, True]


def test_rule_12_without_a_sheet() -> None:
    first, last = standings(make_round(), [marked("A"), marked("B", 0)])
    assert (first.entry, first.rank, first.score) == ("B", 1, 0)
    assert (last.entry, last.rank, last.score, last.tied) == ("A", None, None, False)


@pytest.mark.parametrize(
    ("mode", "results"),
    [
        ("half-up", ("2.35", "2.36", "-2.35")),
        ("half-even", ("2.34", "2.36", "-2.34")),
        ("truncate", ("2.34", "2.35", "-2.34")),
    ],
)
def test_rule_14_rounding(mode: str, results: tuple[str, ...]) -> None:
    values = [Fraction(text) for text in ("2.345", "2.355", "-2.345")]
    assert tuple(fixed(rounded(value, 2, mode), 2) for value in values) == results
