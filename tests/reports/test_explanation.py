"""What is shown is what is ranked: every displayed line, reckoned again by hand, gives the shown result."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.exact import ROUNDING_MODES, rounded
from evaluation.core.ranking import standings
from evaluation.core.rules import COMBINERS, ORDERS, ROUNDING_STEPS, SCALES, Round, Rounding
from evaluation.core.scoring import EntryInput, Sheet
from evaluation.core.snapshot import Result, from_json, to_json
from evaluation.reports.explanation import explain, without_names
from evaluation.reports.reckoning import Step, Token
from tests.core.builders import criterion, entry, make_round, marked, measured, percent, points, sheet


def by_hand(formula: tuple[Token, ...]) -> Fraction:
    """The formula reckoned by Python itself, exactly as it is written on the page."""
    signs = {"×": "*", "÷": "/", "−": "-"}
    text = "".join(
        f"Fraction({t.numerator},{t.denominator})" if isinstance(t, Fraction) else signs.get(t, t)
        for t in formula
    )
    return Fraction(eval(text, {"Fraction": Fraction}))


def result_of(rnd: Round, *entries: EntryInput) -> Result:
    return Result(rnd.code, "regency", "35", rnd, standings(rnd, entries))


def check(rnd: Round, found: Step) -> None:
    assert by_hand(found.formula) == found.exact
    if found.rounded_at is None:
        assert found.result == found.exact
    else:
        assert found.result == rounded(found.exact, rnd.rounding.places, rnd.rounding.mode)
    assert found.holds


def example(**more: Any) -> Round:
    """The round of the worked examples in docs/rules.md."""
    return make_round(criterion("plan", 50), criterion("talk", 30), measured("coverage", 20), **more)


def worked(**more: Any) -> EntryInput:
    """The entry of the worked examples in docs/rules.md."""
    sheets = (sheet("A", plan=80, talk=75), sheet("B", plan=71, talk=66), sheet("C", plan=90, talk=81))
    return entry("35.76", *sheets, measures={"coverage": "63.88"}, **more)


def test_order_sheet_opens_into_totals_and_measures() -> None:
    rnd = example()
    found = explain(result_of(rnd, worked()), "35.76")
    assert [(line.assessor, line.total) for line in found.sheets] == [
        ("A", Fraction("62.5")),
        ("B", Fraction("55.3")),
        ("C", Fraction("69.3")),
    ]
    assert found.judged_step is not None
    assert found.judged_step.formula == (
        "(",
        Fraction("62.5"),
        "+",
        Fraction("55.3"),
        "+",
        Fraction("69.3"),
        ")",
        "÷",
        3,
    )
    assert found.judged_step.result == Fraction("187.1") / 3
    assert found.before_step is not None
    assert found.before_step.formula == (Fraction("187.1") / 3, "+", Fraction("12.776"))
    assert found.round_step is not None
    assert (found.round_step.rounded_at, found.round_step.result) == ("round", Fraction("75.14"))
    assert found.standing_step is not None
    assert found.standing_step.formula == (Fraction("75.14"),)


def test_order_criterion_opens_into_parts() -> None:
    rnd = example(order="criterion")
    found = explain(result_of(rnd, worked()), "35.76")
    plan, talk, coverage = found.criteria
    assert plan.combined is not None
    assert plan.combined.formula == ("(", 80, "+", 71, "+", 90, ")", "÷", 3)
    assert (plan.combined.rounded_at, plan.combined.result) == ("criterion", Fraction("80.33"))
    assert plan.part is not None
    assert plan.part.formula == (Fraction("0.5"), "×", Fraction("80.33"))
    assert (plan.part.rounded_at, plan.part.result) == ("part", Fraction("40.17"))
    assert talk.part is not None
    assert talk.part.result == Fraction("22.2")
    assert coverage.measured is not None
    assert coverage.measured.mark == Fraction("63.88")
    assert found.round_step is not None
    assert found.round_step.result == Fraction("75.15")


def test_adjustments_show_reason_and_amount() -> None:
    rnd = example()
    found = explain(result_of(rnd, worked(adjustments=(points(-2), percent(-10)))), "35.76")
    assert [line.adjustment.reason for line in found.adjustments] == [
        "Hadir terlambat",
        "Denda keterlambatan berkas",
    ]
    assert found.adjustments[0].amount.formula == (Fraction(-2),)
    before = Fraction("187.1") / 3 + Fraction("12.776")
    assert found.adjustments[1].amount.formula == (Fraction(-10), "×", before, "÷", 100)
    assert found.round_step is not None
    assert found.round_step.formula == (before, "−", 2, "−", before / 10)
    assert found.round_step.result == Fraction("65.63")


def test_carry_is_written_with_shares() -> None:
    rnd = make_round(carry=(("paper", Fraction(45)), ("desk", Fraction(55))))
    result = result_of(rnd, marked("35.76", 90, carried={"paper": Fraction("78.41")}))
    found = explain(result, "35.76")
    assert found.standing_step is not None
    assert found.standing_step.formula == ("(", 45, "×", Fraction("78.41"), "+", 55, "×", 90, ")", "÷", 100)
    assert found.standing_step.exact == Fraction("84.7845")
    assert found.standing_step.result == Fraction("84.78")
    assert [(line.round_code, line.here) for line in found.carried] == [("paper", False), ("desk", True)]


@pytest.mark.parametrize(
    ("combine", "marks", "formula", "left_out"),
    [
        ("mean", (50, 80), ("(", 50, "+", 80, ")", "÷", 2), ()),
        ("median", (94, 50, 80), (80,), (50, 94)),
        ("median", (94, 50, 80, 85), ("(", 80, "+", 85, ")", "÷", 2), (50, 94)),
        ("trimmed-mean", (94, 50, 80, 85), ("(", 80, "+", 85, ")", "÷", 2), (50, 94)),
        ("trimmed-mean", (94, 50), ("(", 94, "+", 50, ")", "÷", 2), ()),
        ("mean", (50,), (50,), ()),
    ],
)
def test_what_is_left_out_is_named(
    combine: str, marks: tuple[int, ...], formula: tuple[Token, ...], left_out: tuple[int, ...]
) -> None:
    found = explain(result_of(make_round(combine=combine), marked("1", *marks)), "1")
    assert found.judged_step is not None
    assert found.judged_step.formula == formula
    assert found.judged_step.left_out == left_out


def test_a_mark_is_read_back_from_its_value() -> None:
    rnd = make_round(criterion(low=1, high=5))
    (line,) = explain(result_of(rnd, marked("1", 4)), "1").sheets[0].marks
    assert line.mark == 4
    assert line.value.formula == (100, "×", "(", 4, "−", 1, ")", "÷", 4)
    assert line.value.result == 75


def test_an_entry_without_a_sheet_has_no_lines_and_no_zero() -> None:
    found = explain(result_of(example(), worked(), entry("35.77", measures={"coverage": 50})), "35.77")
    assert (found.standing.rank, found.standing.score) == (None, None)
    assert found.standing_step is found.round_step is found.before_step is found.judged_step is None
    assert found.sheets == ()
    assert found.before == 1


def test_a_missing_measure_is_flagged_and_left_out() -> None:
    (line,) = [
        c
        for c in explain(result_of(example(), entry("1", sheet("A", plan=8, talk=7))), "1").criteria
        if c.missing
    ]
    assert line.criterion.code == "coverage"
    assert (line.measured, line.part) == (None, None)


def test_rivals_show_what_the_tie_breaks_saw() -> None:
    rnd = make_round(
        criterion("plan", 50), criterion("talk", 50), tie_break=("talk", "judged", "submitted", "before")
    )
    at = datetime(2022, 1, 3, tzinfo=UTC)
    first = entry("1", sheet("A", plan=70, talk=90), submitted_at=at, carried={"before": Fraction(61)})
    second = entry("2", sheet("A", plan=90, talk=70))
    other = entry("3", sheet("A", plan=10, talk=10))
    found = explain(from_json(to_json(result_of(rnd, first, second, other))), "2")
    assert [(r.entry, r.rank, r.values) for r in found.rivals] == [
        ("1", 1, (90, 80, at, 61)),
        ("2", 2, (70, 80, None, None)),
    ]
    assert explain(result_of(rnd, first, second, other), "3").rivals == ()


def test_ranks_and_shared_places_are_counted() -> None:
    result = result_of(make_round(), marked("1", 90), marked("2", 85), marked("3", 85), marked("4", 80))
    seen = [
        (found.standing.rank, found.before, found.sharing)
        for found in (explain(result, str(n)) for n in range(1, 5))
    ]
    assert seen == [(1, 0, 0), (2, 1, 1), (2, 1, 1), (4, 3, 0)]


def test_a_number_changed_behind_the_rules_is_seen() -> None:
    rnd = example()
    tampered = entry("1", Sheet("A", {"plan": Fraction(80), "talk": Fraction(75)}, total=Fraction("92.5")))
    found = explain(result_of(rnd, tampered), "1")
    assert found.sheets[0].reckoning is not None
    assert not found.sheets[0].reckoning.holds
    assert not found.holds


def test_assessors_are_numbered_by_their_marks_alone() -> None:
    rnd = example()
    named = without_names(result_of(rnd, worked()))
    found = explain(named, "35.76")
    assert [(line.assessor, line.total) for line in found.sheets] == [
        ("1", Fraction("69.3")),
        ("2", Fraction("62.5")),
        ("3", Fraction("55.3")),
    ]
    assert [line.assessor for line in found.criteria[0].marks] == ["1", "2", "3"]
    assert found.holds
    other = {"A": "Z", "B": "Y", "C": "X"}
    renamed = EntryInput(
        "35.76",
        "Kota Mojokerto",
        tuple(Sheet(other[s.assessor], s.marks) for s in worked().sheets),
        worked().measures,
    )
    assert without_names(result_of(rnd, renamed)) == named


def test_an_unknown_entry_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explain(result_of(example(), worked()), "99.99")


SETTINGS = list(product(ORDERS, COMBINERS, SCALES, ROUNDING_MODES))


@given(
    st.sampled_from(SETTINGS),
    st.integers(0, 3),
    st.sets(st.sampled_from(ROUNDING_STEPS)),
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 100)), max_size=6),
    st.integers(0, 10000),
)
def test_every_line_reckoned_by_hand_gives_what_is_shown(
    setting: tuple[str, str, str, str],
    places: int,
    steps: set[str],
    marks: list[tuple[int, int]],
    coverage: int,
) -> None:
    order, combine, scale, mode = setting
    rnd = make_round(
        criterion("plan", 55, low=1, high=5),
        criterion("talk", 25),
        measured("coverage", 20),
        order=order,
        combine=combine,
        scale=scale,
        rounding=Rounding(mode, places, frozenset(steps)),
        carry=(("paper", Fraction(30)), ("desk", Fraction(60))),
    )
    one = entry(
        "1",
        *(sheet(f"juror-{n}", plan=plan, talk=talk) for n, (plan, talk) in enumerate(marks)),
        measures={"coverage": Fraction(coverage, 100)},
        adjustments=(points(-2), percent("2.5")),
        carried={"paper": Fraction("78.41")},
    )
    result = result_of(rnd, one)
    frozen = from_json(to_json(result))
    found = explain(frozen, "1")
    for line in found.steps():
        check(rnd, line)
    assert found.holds
    assert explain(without_names(frozen), "1").holds
    if marks:
        assert found.standing_step is not None
        assert found.standing_step.result == result.standings[0].score
    assert found == explain(result, "1")
