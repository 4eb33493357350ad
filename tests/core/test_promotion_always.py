"""What always holds of who goes on by rule, whatever the marks, the rules and the facts."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.core.promotion import (
    FLOOR,
    LIMIT,
    TIE,
    WITHIN,
    Facts,
    Outcome,
    gap_after,
    places,
    promote,
)
from evaluation.core.ranking import Standing, standings
from evaluation.core.rules import Round
from tests.core.builders import make_round, marked
from tests.core.promotion_ground import YEAR, contests


@settings(deadline=None)
@given(contests())
def test_without_promotion_rules_it_is_rule_10(contest: tuple[Round, tuple[Standing, ...], object]) -> None:
    rnd, _, _ = contest
    plain = make_round(advance=rnd.advance, winners=rnd.winners, pass_mark=rnd.pass_mark)
    found = standings(plain, [marked(f"{n}", n // 2) for n in range(6)])
    ours = promote(plain, found, {one.entry: Facts() for one in found}, YEAR)
    assert [(o.advances, o.wins, o.at_cut) for o in ours] == [(s.advances, s.wins, s.at_cut) for s in found]


@settings(deadline=None)
@given(contests())
def test_who_is_equal_in_all_that_counts_moves_alike(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]],
) -> None:
    rnd, found, facts = contest
    by_code = {one.entry: one for one in promote(rnd, found, facts, YEAR)}
    for one in found:
        for other in found:
            if one.rank == other.rank and facts[one.entry] == facts[other.entry]:
                a, b = by_code[one.entry], by_code[other.entry]
                assert (a.advances, a.wins, a.reserve, a.reason.code) == (
                    b.advances,
                    b.wins,
                    b.reserve,
                    b.reason.code,
                )


@settings(deadline=None)
@given(contests())
def test_nobody_goes_on_below_the_pass_mark_or_after_a_recent_win_and_all_are_told_why(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]],
) -> None:
    rnd, found, facts = contest
    decides_going_on = any(one.advances for one in promote(rnd, found, facts, YEAR))
    for one, outcome in zip(found, promote(rnd, found, facts, YEAR), strict=True):
        went = outcome.advances or outcome.wins
        if went:
            assert one.rank is not None
            assert rnd.pass_mark is None or (one.score is not None and one.score >= rnd.pass_mark)
            assert not any(YEAR - rnd.promotion.past_winners <= won < YEAR for won in facts[one.entry].won)
        if outcome.advances:
            assert outcome.reason.code in (WITHIN, TIE, FLOOR)
        elif decides_going_on and not outcome.wins:
            assert outcome.reason.code not in (WITHIN, TIE, FLOOR) or rnd.promotion.clusters


@settings(deadline=None)
@given(contests(), st.randoms())
def test_the_order_of_entries_of_one_rank_does_not_matter(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]], shuffler: object
) -> None:
    rnd, found, facts = contest
    mixed = list(found)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    mixed.sort(key=lambda one: (one.rank is None, one.rank or 0))
    expected = {one.entry: one for one in promote(rnd, found, facts, YEAR)}
    assert {one.entry: one for one in promote(rnd, mixed, facts, YEAR)} == expected


def clusters_of(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]],
) -> Iterator[tuple[int, int, list[tuple[Standing, Outcome, Facts]]]]:
    """Of each cluster its places and its members by rank, with what became of them and their facts."""
    rnd, found, facts = contest
    members = list(zip(found, promote(rnd, found, facts, YEAR), strict=True))
    for cluster in rnd.promotion.clusters or (None,):
        code = cluster.code if cluster else ""
        beside = [(one, out, facts[one.entry]) for one, out in members if out.cluster == code]
        yield *places(rnd, cluster), beside


def may_go_on(rnd: Round, one: Standing, facts: Facts) -> bool:
    """Whether nothing but places and limits stands in the way."""
    recent = any(YEAR - rnd.promotion.past_winners <= won < YEAR for won in facts.won)
    passes = rnd.pass_mark is None or (one.score is not None and one.score >= rnd.pass_mark)
    return one.rank is not None and passes and not recent


@settings(deadline=None)
@given(contests())
def test_better_placed_entries_never_fill_a_limit_twice(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]],
) -> None:
    """Of each province and sector fewer than the limit go on before whoever does: only ties go over."""
    for _, _, beside in clusters_of(contest):
        by_rank = [row for row in beside if row[1].advances and row[1].reason.code != FLOOR]
        for counted, most in contest[0].promotion.at_most:
            for one, _, facts in by_rank:
                name = getattr(facts, counted)
                better = [
                    other
                    for other, _, theirs in by_rank
                    if getattr(theirs, counted) == name and (other.rank or 0) < (one.rank or 0)
                ]
                assert not name or len(better) < most


@settings(deadline=None)
@given(contests())
def test_no_place_stays_empty_while_somebody_may_have_it(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]],
) -> None:
    rnd = contest[0]
    for advance, _, beside in clusters_of(contest):
        gone_on = [row for row in beside if row[1].advances and row[1].reason.code != FLOOR]
        left = [row for row in beside if not row[1].advances and may_go_on(rnd, row[0], row[2])]
        for _, out, _ in left:
            assert len(gone_on) >= advance or out.reason.code == LIMIT
        # Whoever has a place beyond them all shares it with the last of the places.
        for one, _, _ in gone_on:
            assert sum((other.rank or 0) < (one.rank or 0) for other, _, _ in gone_on) < advance


@settings(deadline=None)
@given(contests())
def test_a_floor_is_filled_as_far_as_its_regions_reach(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]],
) -> None:
    rnd = contest[0]
    for advance, _, beside in clusters_of(contest):
        for floor in rnd.promotion.floors if advance else ():
            inside = [row for row in beside if not row[2].regions.isdisjoint(floor.regions)]
            on_it = [row for row in inside if row[1].advances]
            left = [row for row in inside if not row[1].advances and may_go_on(rnd, row[0], row[2])]
            for _, _, facts in left:
                full = any(
                    getattr(facts, counted)
                    and sum(
                        getattr(row[2], counted) == getattr(facts, counted)
                        for row in beside
                        if row[1].advances
                    )
                    >= most
                    for counted, most in rnd.promotion.at_most
                )
                assert len(on_it) >= floor.least or full


@settings(deadline=None)
@given(contests(), st.data())
def test_after_any_withdrawals_no_more_go_on_than_before_and_no_limit_breaks(
    contest: tuple[Round, tuple[Standing, ...], dict[str, Facts]], data: st.DataObject
) -> None:
    rnd, found, facts = contest
    outcomes = promote(rnd, found, facts, YEAR)
    first = {one.entry for one in outcomes if one.advances}
    living, moved = {one.entry for one in outcomes}, set[str]()
    for _ in range(len(first)):
        here = sorted((first | moved) & living)
        leaving = data.draw(st.sampled_from(here)) if here else ""
        if not leaving:
            return
        living.discard(leaving)
        gap = gap_after(rnd, outcomes, leaving, living, moved)
        numbers = {one.entry: one.reserve for one in outcomes if one.reserve}
        assert len({numbers[code] for code in gap.next}) <= 1
        assert set(gap.next) <= living - moved - first
        size = len((first | moved) & living)
        assert size + len(gap.next) <= len(first) or len(gap.next) > 1
        for counted, most in rnd.promotion.at_most:
            for code in gap.next:
                name = getattr(facts[code], counted)
                theirs = [one for one in (first | moved) & living if getattr(facts[one], counted) == name]
                own = outcomes[[one.entry for one in outcomes].index(code)].cluster
                theirs = [one.entry for one in outcomes if one.entry in theirs and one.cluster == own]
                assert not name or len(theirs) < most
        moved |= set(gap.next)
