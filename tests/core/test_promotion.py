"""Who goes on by rule, and why: each rule with an example to check by hand, and what always holds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.core.promotion import (
    BELOW,
    BEYOND,
    FLOOR,
    LIMIT,
    OUTSIDE,
    PAST_WINNER,
    RESERVE,
    TIE,
    UNRANKED,
    WITHIN,
    Facts,
    Outcome,
    gap_after,
    places,
    promote,
)
from evaluation.core.promotion_rules import Cluster, Floor, PromotionRules
from evaluation.core.promotion_words import promotion_lines, why
from evaluation.core.ranking import Standing, standings
from evaluation.core.rules import Round
from evaluation.core.texts import Text
from tests.core.builders import entry, make_round, marked

YEAR = 2026
NAME = Text("Nama", "Name")


def outcomes(rnd: Round, marks: dict[str, int | None], **facts: Facts) -> dict[str, Outcome]:
    """What becomes of entries with these marks. Facts by code, where an entry has any."""
    contest = [entry(code) if mark is None else marked(code, mark) for code, mark in marks.items()]
    found = standings(rnd, contest)
    known = {one.entry: facts.get(one.entry, Facts()) for one in found}
    return {one.entry: one for one in promote(rnd, found, known, YEAR)}


def on(found: dict[str, Outcome]) -> list[str]:
    return [code for code, one in found.items() if one.advances]


def reasons(found: dict[str, Outcome]) -> dict[str, str]:
    return {code: one.reason.code for code, one in found.items()}


def ruled(advance: int = 2, *, winners: int = 0, pass_mark: int | None = None, **rules: object) -> Round:
    return make_round(
        advance=advance,
        winners=winners,
        pass_mark=None if pass_mark is None else Fraction(pass_mark),
        promotion=PromotionRules(**rules),  # type: ignore[arg-type]
    )


def test_the_first_places_go_on_and_each_entry_is_told_why() -> None:
    found = outcomes(ruled(2, pass_mark=50), {"a": 90, "b": 80, "c": 70, "d": 40, "e": None})
    assert reasons(found) == {"a": WITHIN, "b": WITHIN, "c": BEYOND, "d": BELOW, "e": UNRANKED}
    assert on(found) == ["a", "b"]


def test_a_tie_at_the_cut_goes_on_whole() -> None:
    found = outcomes(ruled(2), {"a": 90, "b": 80, "c": 80, "d": 70})
    assert reasons(found) == {"a": WITHIN, "b": TIE, "c": TIE, "d": BEYOND}
    assert [one.at_cut for one in found.values()] == [False, True, True, False]


def test_nominations_are_a_multiple_of_the_winners_places() -> None:
    found = outcomes(ruled(0, winners=1, nominations=3), {"a": 9, "b": 8, "c": 7, "d": 6})
    assert on(found) == ["a", "b", "c"]
    # Who wins is decided among them later.
    assert [code for code, one in found.items() if one.wins] == []
    assert reasons(found) == {"a": WITHIN, "b": WITHIN, "c": WITHIN, "d": BEYOND}


def test_nominees_are_counted_by_the_winners_places_of_their_cluster() -> None:
    clusters = (Cluster("city", NAME, kinds=("city",), winners=2), Cluster("rest", NAME, advance=1))
    rnd = ruled(0, winners=1, nominations=2, clusters=clusters)
    city = Facts(kind="city")
    marks = {"a": 90, "b": 80, "c": 70, "d": 60, "e": 50, "f": 40, "g": 30}
    found = outcomes(rnd, marks, **dict.fromkeys("abcde", city))
    assert on(found) == ["a", "b", "c", "d", "f"]
    assert [str(line) for line in promotion_lines(rnd)] == [
        "Nominees for each winner's place: 2; they go on.",
        "“Name” is placed on its own; nominees: 4.",
        "“Name” is placed on its own; nominees: 1.",
    ]


def test_at_most_so_many_of_one_province_and_the_next_one_moves_up() -> None:
    east, west = Facts(province="35"), Facts(province="32")
    rnd = ruled(3, at_most=(("province", 2),))
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 70, "d": 60}, a=east, b=east, c=east, d=west)
    assert reasons(found) == {"a": WITHIN, "b": WITHIN, "c": LIMIT, "d": WITHIN}
    assert (found["c"].reason.counted, found["c"].reason.name, found["c"].reason.most) == (
        "province",
        "35",
        2,
    )


def test_a_tie_over_a_limit_goes_on_whole_and_is_marked() -> None:
    east = Facts(province="35")
    found = outcomes(
        ruled(3, at_most=(("province", 1),)), {"a": 90, "b": 90, "c": 80}, a=east, b=east, c=east
    )
    assert reasons(found) == {"a": TIE, "b": TIE, "c": LIMIT}
    assert str(why(make_round(), found["a"].reason)) == (
        "Limit for one province: 1; the tie of 35 goes on whole."
    )


def test_a_limit_does_not_count_what_nobody_knows() -> None:
    assert on(outcomes(ruled(3, at_most=(("sector", 1),)), {"a": 9, "b": 8, "c": 7})) == ["a", "b", "c"]


def test_a_floor_lifts_the_best_of_a_group_with_places_on_top() -> None:
    papua = Facts(province="94", regions=frozenset({"94", "94.71"}))
    rnd = ruled(2, floors=(Floor("east", NAME, ("94", "91"), 1),))
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 70, "d": 60}, c=papua, d=papua)
    assert reasons(found) == {"a": WITHIN, "b": WITHIN, "c": FLOOR, "d": BEYOND}
    assert found["c"].reason.name == "east"
    above = outcomes(rnd, {"a": 90, "b": 80, "c": 95, "d": 60}, c=papua, d=papua)
    assert reasons(above) == {"c": WITHIN, "a": WITHIN, "b": BEYOND, "d": BEYOND}


def test_a_floor_lifts_nobody_below_the_pass_mark() -> None:
    papua = Facts(regions=frozenset({"94"}))
    rnd = ruled(1, pass_mark=50, floors=(Floor("east", NAME, ("94",), 1),))
    assert reasons(outcomes(rnd, {"a": 90, "b": 40}, b=papua)) == {"a": WITHIN, "b": BELOW}


def test_a_floor_lifts_nobody_over_a_limit() -> None:
    one, two = (Facts(province=code, regions=frozenset({code})) for code in ("94", "91"))
    rnd = ruled(1, at_most=(("province", 1),), floors=(Floor("east", NAME, ("94", "91"), 2),))
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 70, "d": 60}, b=one, c=one, d=two)
    assert reasons(found) == {"a": WITHIN, "b": FLOOR, "c": BEYOND, "d": FLOOR}
    short = outcomes(rnd, {"a": 90, "b": 80, "c": 70}, b=one, c=one)
    assert reasons(short) == {"a": WITHIN, "b": FLOOR, "c": BEYOND}


def test_a_floor_uses_up_a_limit_and_nobody_of_it_stands_by() -> None:
    papua = Facts(province="94", regions=frozenset({"94"}))
    rnd = ruled(1, at_most=(("province", 1),), floors=(Floor("east", NAME, ("94",), 1),), reserve=1)
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 70, "d": 60}, b=papua, c=papua)
    assert reasons(found) == {"a": WITHIN, "b": FLOOR, "c": BEYOND, "d": RESERVE}


def test_a_reserve_stands_by_in_order_and_a_tie_shares_its_number() -> None:
    found = outcomes(ruled(1, reserve=2), {"a": 90, "b": 80, "c": 80, "d": 70})
    assert {code: one.reserve for code, one in found.items()} == {"a": None, "b": 1, "c": 1, "d": None}
    assert reasons(found) == {"a": WITHIN, "b": RESERVE, "c": RESERVE, "d": BEYOND}


def test_winners_of_the_years_before_are_passed_over() -> None:
    found = outcomes(
        ruled(1, past_winners=2), {"a": 90, "b": 80, "c": 70}, a=Facts(won=(2024,)), b=Facts(won=(2023, 2026))
    )
    assert reasons(found) == {"a": PAST_WINNER, "b": WITHIN, "c": BEYOND}
    assert found["a"].reason.name == "2024"


def test_clusters_place_and_send_on_their_own() -> None:
    clusters = (
        Cluster("city", NAME, kinds=("city",), advance=1),
        Cluster("regency", NAME, kinds=("regency",)),
    )
    city, regency = Facts(kind="city"), Facts(kind="regency")
    found = outcomes(
        ruled(2, clusters=clusters),
        {"a": 90, "b": 80, "c": 70, "d": 60, "e": 50, "f": 95},
        a=city, b=city, c=regency, d=regency, e=regency,
    )  # fmt: skip
    assert reasons(found) == {"f": OUTSIDE, "a": WITHIN, "b": BEYOND, "c": WITHIN, "d": WITHIN, "e": BEYOND}
    assert {code: one.cluster_rank for code, one in found.items()} == {
        "f": None, "a": 1, "b": 2, "c": 1, "d": 2, "e": 3
    }  # fmt: skip


# --- what always holds ---------------------------------------------------------------------------

FACTS = st.builds(
    Facts,
    province=st.sampled_from(["", "35", "94"]),
    kind=st.sampled_from(["regency", "city"]),
    regions=st.sampled_from([frozenset(), frozenset({"94"})]),
    sector=st.sampled_from(["", "mining", "fishing"]),
    won=st.sampled_from([(), (2025,), (2020,)]),
)
RULES = st.builds(
    PromotionRules,
    nominations=st.integers(0, 2),
    at_most=st.sampled_from([(), (("province", 1),), (("province", 2), ("sector", 1))]),
    floors=st.sampled_from([(), (Floor("east", NAME, ("94",), 2),)]),
    reserve=st.integers(0, 3),
    past_winners=st.integers(0, 3),
    clusters=st.sampled_from(
        [(), (Cluster("city", NAME, kinds=("city",), advance=1), Cluster("rest", NAME, winners=2))]
    ),
)


@st.composite
def contests(draw: st.DrawFn) -> tuple[Round, tuple[Standing, ...], dict[str, Facts]]:
    """Few possible marks, so that ties are common."""
    rnd = make_round(
        advance=draw(st.integers(0, 5)),
        winners=draw(st.integers(0, 3)),
        pass_mark=draw(st.none() | st.integers(0, 4).map(Fraction)),
        promotion=draw(RULES),
    )
    marks = draw(st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=8))
    contest = [entry(f"{n}") if mark is None else marked(f"{n}", mark) for n, mark in enumerate(marks)]
    found = standings(rnd, contest)
    return rnd, found, {one.entry: draw(FACTS) for one in found}


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


def test_an_entry_without_facts_is_a_fault() -> None:
    rnd = ruled(1, at_most=(("province", 1),))
    with pytest.raises(KeyError):
        promote(rnd, standings(rnd, [marked("a", 1)]), {}, YEAR)


def up(found: dict[str, Outcome], rnd: Round, leaving: str, *moved: str, gone: str = "") -> list[str]:
    """Who moves up when an entry leaves."""
    living = set(found) - set(gone) - {leaving}
    gap = gap_after(rnd, list(found.values()), leaving, living, moved)
    assert gap.free or not gap.next
    return list(gap.next)


def test_a_reserve_moves_up_in_its_own_cluster() -> None:
    rules = PromotionRules(
        reserve=1, clusters=(Cluster("city", NAME, kinds=("city",)), Cluster("rest", NAME))
    )
    rnd = make_round(advance=1, promotion=rules)
    city = Facts(kind="city")
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 70, "d": 60}, a=city, c=city)
    assert {code: one.reserve for code, one in found.items()} == {"a": None, "b": None, "c": 1, "d": 1}
    assert (up(found, rnd, "a"), up(found, rnd, "b")) == (["c"], ["d"])
    assert up(found, rnd, "c", "c", gone="a") == []


def test_a_reserve_that_would_be_one_too_many_of_a_province_is_passed_over() -> None:
    rules = PromotionRules(reserve=3, at_most=(("province", 2),))
    east, west = Facts(province="35"), Facts(province="33")
    rnd = make_round(advance=3, promotion=rules)
    marks = {"a": 90, "b": 80, "x": 75, "c": 70, "d": 60, "e": 50}
    found = outcomes(rnd, marks, a=east, b=west, x=Facts(), c=east, d=east, e=west)
    assert [found[code].reserve for code in "cde"] == [1, 2, 3]
    assert up(found, rnd, "b") == ["c"]
    assert up(found, rnd, "c", "c", gone="b") == ["d"]
    assert up(found, rnd, "x", "c", gone="b") == ["e"]


def test_a_tie_that_went_on_whole_shrinks_to_its_places_before_anybody_moves_up() -> None:
    rnd = ruled(2, reserve=2)
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 80, "d": 70, "e": 60})
    assert reasons(found) == {"a": WITHIN, "b": TIE, "c": TIE, "d": RESERVE, "e": RESERVE}
    assert up(found, rnd, "c") == []
    assert up(found, rnd, "a", gone="c") == ["d"]


def test_a_tie_in_reserve_that_moved_up_whole_shrinks_too() -> None:
    rnd = ruled(1, reserve=3)
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 80, "d": 70})
    assert up(found, rnd, "a") == ["b", "c"]
    assert up(found, rnd, "b", "b", "c", gone="a") == []
    assert up(found, rnd, "c", "b", "c", gone="ab") == ["d"]


def test_whoever_leaves_a_floor_is_followed_by_its_own_regions() -> None:
    papua = Facts(regions=frozenset({"94"}))
    rnd = ruled(2, floors=(Floor("east", NAME, ("94",), 1),), reserve=3)
    marks = {"a": 90, "b": 80, "c": 70, "d": 60, "e": 50}
    found = outcomes(rnd, marks, c=papua, e=papua)
    assert reasons(found) == {"a": WITHIN, "b": WITHIN, "c": FLOOR, "d": RESERVE, "e": RESERVE}
    assert up(found, rnd, "c") == ["e"]
    assert up(found, rnd, "a") == ["d"]
    assert up(found, rnd, "e", "e", gone="c") == ["d"]


def test_a_floor_is_filled_again_even_beside_a_tie_that_went_on_whole() -> None:
    papua = Facts(regions=frozenset({"94"}))
    rnd = ruled(1, floors=(Floor("east", NAME, ("94",), 1),), reserve=3)
    found = outcomes(rnd, {"a": 90, "b": 90, "c": 70, "d": 60, "e": 50}, c=papua, e=papua)
    assert reasons(found) == {"a": TIE, "b": TIE, "c": FLOOR, "d": RESERVE, "e": RESERVE}
    assert up(found, rnd, "c") == ["e"]
    assert up(found, rnd, "a") == []


def test_nobody_follows_whom_a_floor_lifted_beside_its_least() -> None:
    papua = Facts(regions=frozenset({"94"}))
    rnd = ruled(1, floors=(Floor("east", NAME, ("94",), 1),), reserve=1)
    found = outcomes(rnd, {"a": 90, "b": 80, "c": 80, "d": 70}, b=papua, c=papua)
    assert reasons(found) == {"a": WITHIN, "b": FLOOR, "c": FLOOR, "d": RESERVE}
    assert up(found, rnd, "c") == []
    assert up(found, rnd, "b", gone="c") == ["d"]


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


@pytest.mark.parametrize(
    ("advance", "winners", "said"),
    [
        (3, 0, "“Name” is placed on its own; places that go on: 3."),
        (0, 1, "“Name” is placed on its own; places that win: 1."),
        (3, 1, "“Name” is placed on its own; places that go on: 3, places that win: 1."),
    ],
)
def test_a_clusters_places_are_told_without_the_kind_that_it_has_none_of(
    advance: int, winners: int, said: str
) -> None:
    cluster = Cluster("all", NAME, advance=advance, winners=winners)
    (line,) = promotion_lines(make_round(promotion=PromotionRules(clusters=(cluster,))))
    assert line.text % {**line.values, "cluster": NAME.en} == said
