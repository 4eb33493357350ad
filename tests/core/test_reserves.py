"""Who moves up from the reserve list when somebody leaves."""

from __future__ import annotations

from evaluation.core.promotion import (
    FLOOR,
    RESERVE,
    TIE,
    WITHIN,
    Facts,
    Outcome,
    gap_after,
)
from evaluation.core.promotion_rules import Cluster, Floor, PromotionRules
from evaluation.core.rules import Round
from tests.core.builders import make_round
from tests.core.promotion_ground import NAME, outcomes, reasons, ruled


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
