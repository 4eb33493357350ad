"""Who goes on by rule, and why: each rule with an example to check by hand."""

from __future__ import annotations

import pytest

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
    promote,
)
from evaluation.core.promotion_rules import Cluster, Floor, PromotionRules
from evaluation.core.promotion_words import promotion_lines, why
from evaluation.core.ranking import standings
from tests.core.builders import make_round, marked
from tests.core.promotion_ground import NAME, YEAR, on, outcomes, reasons, ruled


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
        "2 nominees for each winner's place go on.",
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
        "Only one entry from each province goes on; its tie of 35 goes on whole."
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


def test_an_entry_without_facts_is_a_fault() -> None:
    rnd = ruled(1, at_most=(("province", 1),))
    with pytest.raises(KeyError):
        promote(rnd, standings(rnd, [marked("a", 1)]), {}, YEAR)


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
