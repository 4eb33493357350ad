"""What must hold in every contest, whatever the marks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.core.ranking import Standing, standings
from evaluation.core.rules import COMBINERS, ORDERS, Round
from evaluation.core.scoring import EntryInput, Sheet
from tests.core.builders import UNROUNDED, criterion, entry, make_round, measured, sheet

exactly = settings(deadline=None)
HIGHEST = 6
START = datetime(2022, 3, 1, tzinfo=UTC)
marks = st.integers(0, HIGHEST)


@st.composite
def entries(draw: st.DrawFn, least_sheets: int = 0) -> list[EntryInput]:
    """Few possible marks, so that ties are common."""
    return [
        entry(
            f"35.{place:02}",
            *(
                sheet(f"juror-{juror}", plan=draw(marks), talk=draw(marks))
                for juror in range(draw(st.integers(least_sheets, 3)))
            ),
            measures={"coverage": draw(marks)} if least_sheets or draw(st.booleans()) else {},
            carried={"paper": Fraction(draw(marks))} if draw(st.booleans()) else {},
            submitted_at=START + timedelta(hours=draw(marks)) if draw(st.booleans()) else None,
        )
        for place in range(draw(st.integers(1, 7)))
    ]


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    names = ["plan", "talk", "coverage", "paper", "desk", "judged", "submitted"]
    return make_round(
        criterion("plan", 40, high=HIGHEST),
        criterion("talk", 40, high=HIGHEST),
        measured("coverage", 20, high=HIGHEST),
        order=draw(st.sampled_from(ORDERS)),
        combine=draw(st.sampled_from(COMBINERS)),
        advance=draw(st.integers(0, 8)),
        winners=draw(st.integers(0, 8)),
        pass_mark=draw(st.none() | st.integers(0, 100).map(Fraction)),
        tie_break=tuple(draw(st.lists(st.sampled_from(names), unique=True, max_size=3))),
    )


def ranked(found: tuple[Standing, ...]) -> list[Standing]:
    return [one for one in found if one.rank is not None]


@exactly
@given(rounds(), entries(), st.randoms())
def test_the_order_of_rows_does_not_matter(rnd: Round, contest: list[EntryInput], shuffler: object) -> None:
    expected = standings(rnd, contest)
    mixed = [replace(one, sheets=one.sheets[::-1]) for one in contest]
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    assert standings(rnd, mixed) == expected


@exactly
@given(rounds(), entries())
def test_a_rank_is_one_more_than_the_number_of_entries_before_it(
    rnd: Round, contest: list[EntryInput]
) -> None:
    found = ranked(standings(rnd, contest))
    for position, one in enumerate(found):
        before = [other for other in found[:position] if other.rank != one.rank]
        assert one.rank == len(before) + 1
        assert one.tied == (sum(other.rank == one.rank for other in found) > 1)


@exactly
@given(rounds(), entries())
def test_higher_scores_stand_higher_and_nobody_is_lost(rnd: Round, contest: list[EntryInput]) -> None:
    found = standings(rnd, contest)
    scores = [one.score for one in ranked(found) if one.score is not None]
    assert scores == sorted(scores, reverse=True)
    assert sorted(one.entry for one in found) == sorted(one.entry for one in contest)
    assert {one.entry for one in found if one.rank is None} == {
        one.entry for one in contest if not one.sheets
    }


@exactly
@given(rounds(), entries())
def test_a_tie_at_the_cut_drops_nobody(rnd: Round, contest: list[EntryInput]) -> None:
    found = standings(rnd, contest)
    for quota, moves in ((rnd.advance, Standing.advances), (rnd.winners, Standing.wins)):
        moving = {one.entry for one in found if moves.__get__(one)}
        for one in ranked(found):
            group = {other.entry for other in found if other.rank == one.rank}
            assert group <= moving or not group & moving
        passing = [one for one in ranked(found) if rnd.pass_mark is None or (one.score or 0) >= rnd.pass_mark]
        assert len(moving) >= min(quota, len(passing))
        if len(moving) > quota:
            assert {one.entry for one in found if one.at_cut} & moving


@exactly
@given(entries(least_sheets=1), st.data())
def test_one_more_point_never_lowers_a_rank(contest: list[EntryInput], data: st.DataObject) -> None:
    rnd = make_round(
        criterion("plan", 40, high=HIGHEST + 1),
        criterion("talk", 40, high=HIGHEST + 1),
        measured("coverage", 20, high=HIGHEST + 1),
        order=data.draw(st.sampled_from(ORDERS)),
        combine=data.draw(st.sampled_from(COMBINERS)),
    )
    chosen = data.draw(st.sampled_from(contest))
    juror = data.draw(st.integers(0, len(chosen.sheets) - 1))
    code = data.draw(st.sampled_from(["plan", "talk"]))
    better = [raised(one, juror, code) if one is chosen else one for one in contest]
    assert rank_of(chosen.entry, rnd, better) <= rank_of(chosen.entry, rnd, contest)


def raised(candidate: EntryInput, juror: int, code: str) -> EntryInput:
    sheets = list(candidate.sheets)
    marks_now = dict(sheets[juror].marks)
    sheets[juror] = Sheet(sheets[juror].assessor, marks_now | {code: marks_now[code] + 1})
    return replace(candidate, sheets=tuple(sheets))


def rank_of(code: str, rnd: Round, contest: list[EntryInput]) -> int:
    return next(one.rank for one in standings(rnd, contest) if one.entry == code and one.rank is not None)


@exactly
@given(st.lists(st.fractions(0, 100), min_size=1, max_size=8))
def test_equal_scores_tie_and_the_least_difference_does_not(scores: list[Fraction]) -> None:
    rnd = make_round(rounding=UNROUNDED)
    contest = [
        EntryInput(f"{place}", "Kota Bima", (Sheet("x", total=score),)) for place, score in enumerate(scores)
    ]
    for one in standings(rnd, contest):
        assert one.score == scores[int(one.entry)]
        assert one.rank == 1 + sum(score > one.score for score in scores)
        assert one.tied == (scores.count(one.score) > 1)
