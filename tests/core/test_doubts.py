"""Doubtful places: those that one score sheet less would change, counted to the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.doubts import Doubt, Spot, by_rank, doubts
from evaluation.core.ranking import standings
from evaluation.core.rules import Round
from evaluation.core.scoring import EntryInput
from tests.core.builders import make_round, marked


def doubts_of(rnd: Round, *entries: EntryInput) -> dict[str, Doubt]:
    return doubts(rnd, entries, lambda spots: by_rank(rnd, spots))


def test_a_place_far_from_the_next_is_not_doubtful() -> None:
    found = doubts_of(make_round(winners=1), marked("a", 90, 90), marked("b", 50, 50))
    assert found == {"a": Doubt(False, 0, 0, 4), "b": Doubt(False, 0, 0, 4)}
    assert not any(found.values())


def test_sheets_are_counted_whose_leaving_out_swaps_neighbours() -> None:
    # a 80, b 79: without the 84 of a, or the 75 of b, b stands first. Nothing else swaps them.
    entries = (marked("a", 84, 80, 76), marked("b", 83, 79, 75), marked("c", 10, 10, 10))
    found = doubts_of(make_round(winners=0), *entries)
    assert found == {
        "a": Doubt(False, 2, 0, 9),
        "b": Doubt(False, 2, 0, 9),
        "c": Doubt(False, 0, 0, 9),
    }


def test_the_line_is_told_apart_from_the_order() -> None:
    entries = (marked("a", 84, 80, 76), marked("b", 83, 79, 75))
    found = doubts_of(make_round(winners=1), *entries)
    assert found == {"a": Doubt(False, 2, 2, 6), "b": Doubt(False, 2, 2, 6)}


def test_a_pass_mark_is_a_line_too() -> None:
    rnd = make_round(winners=2, pass_mark=80)
    found = doubts_of(rnd, marked("a", 82, 79, 79), marked("b", 40, 40, 40))
    # a has 80: without the 82 it fails, without either 79 it passes.
    assert found["a"] == Doubt(False, 0, 1, 6)


def test_a_shared_place_is_doubtful_and_a_single_sheet_carries_nothing() -> None:
    found = doubts_of(make_round(), marked("a", 80), marked("b", 80), marked("c", 70))
    assert found["a"] == Doubt(True, 2, 0, 3)
    assert found["c"] == Doubt(False, 2, 0, 3)


def test_whoever_has_no_place_has_no_doubt() -> None:
    assert set(doubts_of(make_round(), marked("a", 80), marked("b"))) == {"a"}


def brute(rnd: Round, entries: Sequence[EntryInput]) -> dict[str, tuple[int, int]]:
    """The same counts by ranking everything anew for every sheet."""
    before = {one.entry: one for one in standings(rnd, entries) if one.rank is not None}
    order, line = dict.fromkeys(before, 0), dict.fromkeys(before, 0)
    groups = sorted({one.rank for one in before.values()})

    def near(one: str, other: str) -> bool:
        apart = groups.index(before[one].rank) - groups.index(before[other].rank)
        return one != other and abs(apart) <= 1

    for entry in entries:
        for at in range(len(entry.sheets)):
            fewer = EntryInput(entry.entry, entry.name, entry.sheets[:at] + entry.sheets[at + 1 :])
            changed = [fewer if one is entry else one for one in entries]
            after = {one.entry: one for one in standings(rnd, changed)}
            places = {code: one.rank or 99 for code, one in after.items()}
            for code, was in before.items():
                swapped = any(
                    (was.rank > rival.rank, was.rank < rival.rank)
                    != (places[code] > places[other], places[code] < places[other])
                    for other, rival in before.items()
                    if near(code, other)
                )
                order[code] += swapped
                line[code] += (after[code].advances, after[code].wins) != (was.advances, was.wins)
    return {one: (swaps, line[one]) for one, swaps in order.items()}


marks = st.lists(st.lists(st.integers(70, 76), min_size=1, max_size=3), min_size=1, max_size=4)


@given(marks, st.integers(0, 3), st.integers(0, 2))
def test_the_counts_are_those_of_ranking_everything_anew(marks, advance: int, winners: int) -> None:
    rnd = make_round(advance=advance, winners=winners)
    entries = [marked(code, *given) for code, given in zip("abcd", marks, strict=False)]
    found = {code: (one.order, one.line) for code, one in doubts_of(rnd, *entries).items()}
    assert found == brute(rnd, entries)


def test_lines_by_rank_hold_back_whoever_has_none() -> None:
    spots = [Spot("a", 1, None), Spot("b", None, None)]
    assert by_rank(make_round(advance=1), spots) == {"a": (True, False), "b": (False, False)}
