"""The score of one entry in a round: what the examples of docs/rules.md leave open."""

from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.core.rules import COMBINERS, ORDERS, ROUNDING_STEPS, SCALES, Rounding
from evaluation.core.scoring import Adjustment, MarkMissing, Sheet, round_score, sheet_total
from tests.core.builders import (
    UNROUNDED,
    criterion,
    entry,
    make_round,
    marked,
    measured,
    percent,
    points,
    sheet,
)

exactly = settings(deadline=None)
PLAN, COVERAGE = criterion("plan", 60), measured("coverage", 40)
# Chosen so that every one of the five steps has something to round, also to one place.
THIRDS = (
    criterion("plan", 50, low=1, high=8),
    criterion("talk", 30),
    measured("coverage", 20, low=0, high=7),
)
SHEETS = (sheet("A", plan=3, talk=71), sheet("B", plan=8, talk=64), sheet("C", plan=5, talk=77))


def thirds(*steps: str, **more: object) -> Fraction | None:
    rounding = Rounding("half-up", 1, frozenset(steps))
    rnd = make_round(*THIRDS, rounding=rounding, **more)
    return round_score(rnd, entry("A", *SHEETS, measures={"coverage": "4.13"})).score


def r1(value: Fraction) -> Fraction:
    return Fraction(int(value * 10 + Fraction(1, 2)), 10)


def test_each_step_of_order_sheet_is_rounded_on_its_own() -> None:
    totals = [
        Fraction(1, 2) * Fraction(100 * (plan - 1), 7) + Fraction(3, 10) * talk
        for plan, talk in ((3, 71), (8, 64), (5, 77))
    ]
    coverage = Fraction(1, 5) * 100 * Fraction("4.13") / 7
    exact = sum(totals) / 3 + coverage
    assert thirds() == exact
    assert thirds("sheet") == sum(r1(total) for total in totals) / 3 + coverage != exact
    assert thirds("round") == r1(exact) != exact
    assert thirds("criterion", "part", "standing") == exact


def test_each_step_of_order_criterion_is_rounded_on_its_own() -> None:
    plan, talk, coverage = Fraction(100 * 13, 21), Fraction(212, 3), 100 * Fraction("4.13") / 7
    parts = [plan / 2, talk * 3 / 10, coverage / 5]
    exact = sum(parts, Fraction(0))
    assert thirds(order="criterion") == exact
    rounded_values = r1(plan) / 2 + r1(talk) * 3 / 10 + coverage / 5
    assert thirds("criterion", order="criterion") == rounded_values != exact
    assert thirds("part", order="criterion") == sum(r1(part) for part in parts) != exact
    assert thirds("round", order="criterion") == r1(exact) != exact
    assert thirds("sheet", "standing", order="criterion") == exact


def test_scale_points_adds_weight_times_mark() -> None:
    rnd = make_round(
        criterion("plan", 3, low=1, high=4), criterion("talk", 2, low=-5, high=5), scale="points"
    )
    found = round_score(rnd, entry("A", sheet("A", plan=4, talk=-5), sheet("B", plan=3, talk=4)))
    assert found.sheet_totals == (("A", 2), ("B", 17))
    assert found.score == Fraction("9.5")


@pytest.mark.parametrize(("how", "score"), [("mean", "80"), ("median", "85"), ("trimmed-mean", "85.33")])
@pytest.mark.parametrize("order", ORDERS)
def test_sheets_combine_in_both_orders(order: str, how: str, score: str) -> None:
    rnd = make_round(order=order, combine=how)
    assert round_score(rnd, marked("A", 50, 94, 85, 80, 91)).score == Fraction(score)


def test_median_by_sheet_and_by_criterion_differ() -> None:
    criteria = (criterion("plan", 50), criterion("talk", 50))
    candidate = entry(
        "A", sheet("A", plan=90, talk=10), sheet("B", plan=10, talk=90), sheet("C", plan=60, talk=60)
    )
    by_order = {
        order: round_score(make_round(*criteria, order=order, combine="median"), candidate).score
        for order in ORDERS
    }
    assert by_order == {"sheet": 50, "criterion": 60}


def test_a_stored_total_stands_for_the_marks() -> None:
    found = round_score(
        make_round(), entry("A", Sheet("A", total=Fraction("81.25")), Sheet("B", total=Fraction(80)))
    )
    assert found.sheet_totals == (("A", Fraction("81.25")), ("B", 80))
    assert found.score == Fraction("80.63")
    [part] = found.parts
    assert (part.value, part.combined_from, part.amount) == (None, (), None)


def test_order_criterion_needs_marks_even_with_totals() -> None:
    with pytest.raises(MarkMissing, match="'plan'"):
        round_score(make_round(order="criterion"), entry("A", Sheet("A", total=Fraction(80))))


def test_in_order_sheet_the_judged_parts_only_inform() -> None:
    rnd = make_round(PLAN, COVERAGE)
    candidate = entry("A", sheet("B", plan=75), sheet("A", plan=80), measures={"coverage": 50})
    plan, coverage = round_score(rnd, candidate).parts
    assert (plan.share, plan.value, plan.combined_from, plan.amount) == (
        Fraction(3, 5),
        Fraction("77.5"),
        (("A", 80), ("B", 75)),
        None,
    )
    assert (coverage.kind, coverage.value, coverage.amount) == ("measured", 50, 20)


def test_without_a_sheet_there_is_no_score_whatever_was_measured() -> None:
    rnd = make_round(PLAN, COVERAGE)
    found = round_score(rnd, entry("A", measures={"coverage": 50}, adjustments=(points(5),)))
    assert (found.judged, found.before_adjustments, found.score) == (None, None, None)
    assert found.adjustments == ()
    assert found.complete is False


def test_a_missing_measure_is_not_zero_but_left_out_and_named() -> None:
    rnd = make_round(PLAN, COVERAGE)
    missing = round_score(rnd, entry("A", sheet("A", plan=80)))
    assert (missing.score, missing.missing_measures, missing.complete) == (48, ("coverage",), False)
    zero = round_score(rnd, entry("A", sheet("A", plan=80), measures={"coverage": 0}))
    assert (zero.score, zero.missing_measures, zero.complete) == (48, (), True)


def test_a_round_that_only_measures_needs_no_sheet() -> None:
    rnd = make_round(measured("coverage", 60), measured("growth", 40), minimum_sheets=5)
    full = round_score(rnd, entry("A", measures={"coverage": 50, "growth": 10}, adjustments=(points(1),)))
    assert (full.judged, full.score, full.complete) == (None, 35, True)
    half = round_score(rnd, entry("A", measures={"coverage": 50}))
    assert (half.score, half.missing_measures, half.complete) == (30, ("growth",), False)
    assert round_score(rnd, entry("A")).score is None


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ((), "80"),
        ((points("2.5"),), "82.5"),
        ((points("-90"),), "-10"),
        ((percent(-10),), "72"),
        ((percent(10), percent(10)), "96"),
        ((points(10), percent(-10)), "82"),
        ((percent(-10), points(10)), "82"),
        ((Adjustment(Fraction(1), Fraction(5), "Kehadiran"),), "85"),
        ((points("0.004"),), "80"),
        ((points("0.005"),), "80.01"),
    ],
)
def test_adjustments_add_points_and_percent_of_the_score_before_any(
    changes: tuple[Adjustment, ...], score: str
) -> None:
    assert round_score(make_round(), marked("A", 80, adjustments=changes)).score == Fraction(score)


def test_values_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        round_score(make_round(), marked("A", 80)).score = Fraction(100)  # type: ignore[misc]


marks = st.integers(0, 20)
panels = st.lists(st.tuples(marks, marks), min_size=1, max_size=9)
ways = {
    "order": st.sampled_from(ORDERS),
    "combine": st.sampled_from(COMBINERS),
    "rounding": st.builds(
        Rounding,
        st.sampled_from(["half-up", "half-even", "truncate"]),
        st.integers(0, 3),
        st.frozensets(st.sampled_from(ROUNDING_STEPS)),
    ),
}


def panel_sheets(panel: list[tuple[int, int]]) -> list[Sheet]:
    return [sheet(f"juror-{place}", plan=plan, talk=talk) for place, (plan, talk) in enumerate(panel)]


@exactly
@given(panels, st.fixed_dictionaries(ways | {"scale": st.sampled_from(SCALES)}), st.randoms())
def test_the_order_of_sheets_and_of_marks_never_matters(
    panel: list[tuple[int, int]], way: dict[str, object], shuffler: object
) -> None:
    rnd = make_round(criterion("plan", 55, high=20), criterion("talk", 45, high=20), **way)
    sheets = panel_sheets(panel)
    expected = round_score(rnd, entry("A", *sheets))
    mixed = [Sheet(one.assessor, dict(reversed(list(one.marks.items())))) for one in sheets]
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    assert round_score(rnd, entry("A", *mixed)) == expected


@exactly
@given(panels, st.fixed_dictionaries(ways), st.integers(-30, 30), st.sampled_from(["0.5", "1", "3"]))
def test_scale_percent_does_not_care_where_marks_begin_or_how_wide_they_are(
    panel: list[tuple[int, int]], way: dict[str, object], shift: int, factor: str
) -> None:
    stretch = Fraction(factor)
    plain = make_round(criterion("plan", 55, high=20), criterion("talk", 45, high=20), **way)
    moved = make_round(
        *(
            criterion(code, weight, low=shift, high=shift + 20 * stretch, step=stretch)
            for code, weight in (("plan", 55), ("talk", 45))
        ),
        **way,
    )
    there = [
        sheet(f"juror-{place}", plan=shift + plan * stretch, talk=shift + talk * stretch)
        for place, (plan, talk) in enumerate(panel)
    ]
    here = round_score(plain, entry("A", *panel_sheets(panel)))
    assert round_score(moved, entry("A", *there)) == here


@exactly
@given(panels, st.sampled_from(COMBINERS))
def test_stored_totals_give_the_same_score_as_marks(panel: list[tuple[int, int]], how: str) -> None:
    rnd = make_round(criterion("plan", 55, high=20), criterion("talk", 45, high=20), combine=how)
    sheets = panel_sheets(panel)
    totals = [Sheet(one.assessor, total=sheet_total(rnd, one.marks)) for one in sheets]
    by_marks, by_totals = round_score(rnd, entry("A", *sheets)), round_score(rnd, entry("A", *totals))
    assert (by_totals.sheet_totals, by_totals.judged, by_totals.score) == (
        by_marks.sheet_totals,
        by_marks.judged,
        by_marks.score,
    )


@exactly
@given(panels)
def test_without_rounding_the_mean_is_the_same_in_both_orders(panel: list[tuple[int, int]]) -> None:
    criteria = (criterion("plan", 55, high=20), criterion("talk", 45, high=20))
    candidate = entry("A", *panel_sheets(panel))
    scores = {
        round_score(make_round(*criteria, order=order, rounding=UNROUNDED), candidate).score
        for order in ORDERS
    }
    assert len(scores) == 1
