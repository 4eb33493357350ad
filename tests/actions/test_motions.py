"""Motions: what may be put, the quorum, votes, and members who are kept away."""

from __future__ import annotations

import json

import pytest

from evaluation.actions import motions, pleno, records
from evaluation.core.deliberation_rules import Votes
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.snapshot import to_json
from evaluation.store import pleno_refs, standings
from evaluation.store.db import row, rows
from tests.pleno_ground import (
    CHAIR,
    EAST,
    FOURTH,
    JEMBER,
    MOJOKERTO,
    RULE,
    SECOND,
    SIDOARJO,
    SURABAYA,
    THIRD,
    PlenoGround,
    adopt,
    places,
    pleno_ground,
    put,
    sit,
)


@pytest.fixture
def ground(award) -> PlenoGround:
    return pleno_ground(award)


# --- motions and votes ---------------------------------------------------------------------------


def test_a_motion_is_put_voted_on_and_counts(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    number = put(ground, as_(SECOND), "tie", SURABAYA)
    assert number == 1
    # Put is not decided: nothing of the result changes.
    by_marks = {MOJOKERTO: 1, JEMBER: 2, SURABAYA: 2, SIDOARJO: 4}
    assert places(ground) == {code: (rank, None) for code, rank in by_marks.items()}
    motions.call_vote(as_(CHAIR), ground.contest, number)
    for email, choice in ((CHAIR, "for"), (SECOND, "against"), (THIRD, "against")):
        motions.cast(as_(email), ground.contest, number, choice)
    # Until the vote is closed a member may vote anew; the earlier vote stays in the store.
    motions.cast(as_(THIRD), ground.contest, number, "for")
    assert motions.close_vote(as_(CHAIR), ground.contest, number) == "adopted"
    assert places(ground) == {MOJOKERTO: (1, 1), SURABAYA: (2, 2), JEMBER: (3, 2), SIDOARJO: (4, 4)}
    one = pleno_refs.pleno_of(ground.db, ground.contest).motions[0]
    assert one.votes == Votes(2, 1, 0, 3)
    assert [(voter.name, voter.choice) for voter in one.voters] == [
        ("Juri 1 35", "for"),
        ("Juri 2 35", "against"),
        ("Juri 3 35", "for"),
    ]
    assert row(ground.db, "SELECT count(*) AS n FROM ballot") == {"n": 4}
    with pytest.raises(Refused, match="No vote on this motion"):
        motions.cast(as_(THIRD), ground.contest, number, "against")


def test_a_rejected_motion_changes_nothing(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    before = to_json(standings.result(ground.db, ground.contest, with_marks=True))
    number = put(ground, as_(EAST), "move", SIDOARJO, place=1)
    motions.call_vote(as_(EAST), ground.contest, number)
    motions.cast(as_(CHAIR), ground.contest, number, "against")
    assert motions.close_vote(as_(EAST), ground.contest, number) == "rejected"
    assert to_json(standings.result(ground.db, ground.contest, with_marks=True)) == before


def test_every_kind_of_motion_reaches_the_result(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    adopt(ground, as_, "joint", MOJOKERTO, SIDOARJO)
    adopt(ground, as_, "move", SURABAYA, place=4)
    adopt(ground, as_, "withhold", MOJOKERTO)
    adopt(ground, as_, "wild-card", SURABAYA)
    result = standings.result(ground.db, ground.contest)
    assert [(one.entry, one.rank, one.marks_rank, one.advances, one.motions) for one in result.standings] == [
        (SIDOARJO, 1, 4, True, (1,)),
        (MOJOKERTO, 1, 1, False, (1, 3)),
        (JEMBER, 3, 2, False, (1,)),
        (SURABAYA, 4, 2, True, (1, 2, 4)),
    ]
    assert [(one.number, one.kind, one.votes) for one in result.motions] == [
        (number, kind, Votes(3, 0, 0, 3))
        for number, kind in enumerate(("joint", "move", "withhold", "wild-card"), start=1)
    ]


def test_motions_count_in_the_order_of_their_adoption(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    first = put(ground, as_(EAST), "move", SIDOARJO, place=1)
    second = put(ground, as_(EAST), "move", MOJOKERTO, place=4)
    for number in (second, first):
        motions.call_vote(as_(EAST), ground.contest, number)
        motions.cast(as_(CHAIR), ground.contest, number, "for")
        motions.close_vote(as_(EAST), ground.contest, number)
    assert [one.number for one in standings.result(ground.db, ground.contest).motions] == [2, 1]


@pytest.mark.parametrize(
    ("kind", "codes", "place", "field"),
    [
        ("tie", [MOJOKERTO, JEMBER], None, "entries"),
        ("tie", [], None, "entries"),
        ("move", [SIDOARJO], 5, "place"),
        ("move", [SIDOARJO], None, "place"),
        ("move", [SIDOARJO], 4, "place"),
        # Jember and Surabaya share places 2 and 3.
        ("move", [SIDOARJO], 3, "place"),
        ("move", [SIDOARJO, JEMBER], 1, "entries"),
        ("joint", [JEMBER, SURABAYA], None, "entries"),
        ("joint", [JEMBER], None, "entries"),
        ("withhold", [SIDOARJO], None, "entries"),
        ("wild-card", [MOJOKERTO], None, "entries"),
    ],
)
def test_a_motion_that_makes_no_sense_is_not_put(ground, as_, kind, codes, place, field) -> None:
    sit(ground, as_)
    with pytest.raises(Invalid) as error:
        put(ground, as_(EAST), kind, *codes, place=place)
    assert list(error.value.fields) == [field]
    assert rows(ground.db, "SELECT * FROM motion") == []


def test_a_reason_is_needed_and_wild_cards_are_limited(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    with pytest.raises(Invalid) as error:
        motions.put(as_(EAST), ground.contest, "tie", [ground.entries[JEMBER]], reason=" ")
    assert list(error.value.fields) == ["reason"]
    put(ground, as_(EAST), "wild-card", SIDOARJO)
    with pytest.raises(Invalid, match="All wild cards"):
        put(ground, as_(EAST), "wild-card", SIDOARJO)


def test_only_the_kinds_of_the_rule_are_put(award, as_) -> None:
    ground = pleno_ground(award, RULE.replace("wild_cards = 1", 'motions = ["tie", "wild-card"]'))
    sit(ground, as_)
    for kind, codes in (("joint", (MOJOKERTO, SIDOARJO)), ("wild-card", (SIDOARJO,))):
        with pytest.raises(Invalid, match="know no such motion"):
            put(ground, as_(EAST), kind, *codes)


def test_without_a_quorum_nothing_is_voted_on(ground: PlenoGround, as_) -> None:
    sit(ground, as_, CHAIR, SECOND)
    number = put(ground, as_(EAST), "tie", JEMBER)
    with pytest.raises(Refused, match="no quorum"):
        motions.call_vote(as_(EAST), ground.contest, number)
    pleno.attend(as_(THIRD), ground.contest, here=True)
    pleno.attend(as_(FOURTH), ground.contest, here=True)
    pleno.attend(as_(CHAIR), ground.contest, here=False)
    # Three are there, but the rule asks for the chair.
    with pytest.raises(Refused, match="no quorum"):
        motions.call_vote(as_(EAST), ground.contest, number)
    pleno.attend(as_(CHAIR), ground.contest, here=True)
    motions.call_vote(as_(EAST), ground.contest, number)
    for email in (CHAIR, SECOND):
        motions.cast(as_(email), ground.contest, number, "for")
        pleno.attend(as_(email), ground.contest, here=False)
    with pytest.raises(Refused, match="no quorum"):
        motions.close_vote(as_(EAST), ground.contest, number)
    assert rows(ground.db, "SELECT * FROM motion_outcome") == []


def test_only_those_present_at_the_call_vote(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    number = put(ground, as_(EAST), "tie", JEMBER)
    motions.call_vote(as_(EAST), ground.contest, number)
    pleno.attend(as_(FOURTH), ground.contest, here=True)
    with pytest.raises(Denied, match="not among those"):
        motions.cast(as_(FOURTH), ground.contest, number, "for")
    pleno.attend(as_(THIRD), ground.contest, here=False)
    with pytest.raises(Denied, match="present first"):
        motions.cast(as_(THIRD), ground.contest, number, "for")
    with pytest.raises(NotFound):
        motions.cast(as_(EAST), ground.contest, number, "for")
    with pytest.raises(Invalid, match="Nobody has voted"):
        motions.close_vote(as_(EAST), ground.contest, number)


def test_counted_votes_are_at_most_those_who_may_vote(award, as_) -> None:
    ground = pleno_ground(award, RULE.replace('"named"', '"counted"').replace('"simple"', '"two-thirds"'))
    sit(ground, as_)
    number = put(ground, as_(EAST), "tie", JEMBER)
    motions.call_vote(as_(EAST), ground.contest, number)
    with pytest.raises(Refused, match="counted in the room"):
        motions.cast(as_(CHAIR), ground.contest, number, "for")
    with pytest.raises(Invalid, match="more votes than members"):
        motions.close_vote(as_(EAST), ground.contest, number, (3, 1, 0))
    assert motions.close_vote(as_(EAST), ground.contest, number, (2, 0, 1)) == "adopted"
    one = pleno_refs.pleno_of(ground.db, ground.contest).motions[0]
    assert (one.votes, one.cast) == (Votes(2, 0, 1, 3), 0)


def test_a_vote_is_alone_while_it_is_under_way(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    first, second = put(ground, as_(EAST), "tie", JEMBER), put(ground, as_(EAST), "withhold", MOJOKERTO)
    motions.call_vote(as_(EAST), ground.contest, first)
    table = pleno_refs.pleno_of(ground.db, ground.contest).table
    assert table.motion == rows(ground.db, "SELECT id FROM motion ORDER BY id")[0]["id"]
    for change_it in (
        lambda: motions.call_vote(as_(EAST), ground.contest, second),
        lambda: pleno.lay_entries(as_(EAST), ground.contest, []),
        lambda: pleno.lay_motion(as_(EAST), ground.contest, second),
        lambda: pleno.end_sitting(as_(EAST), ground.contest),
    ):
        with pytest.raises(Refused, match="A vote is under way"):
            change_it()


def test_who_put_a_motion_or_leads_withdraws_it(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    number = put(ground, as_(SECOND), "tie", JEMBER)
    with pytest.raises(Denied):
        motions.withdraw(as_(THIRD), ground.contest, number)
    motions.withdraw(as_(SECOND), ground.contest, number)
    with pytest.raises(Refused, match="decided"):
        motions.withdraw(as_(CHAIR), ground.contest, number)
    # A vote that can't be closed any more ends with its motion.
    number = put(ground, as_(EAST), "tie", JEMBER)
    motions.call_vote(as_(EAST), ground.contest, number)
    motions.withdraw(as_(CHAIR), ground.contest, number)
    states = [one.state for one in pleno_refs.pleno_of(ground.db, ground.contest).motions]
    assert states == ["withdrawn", "withdrawn"]
    assert standings.result(ground.db, ground.contest).motions == ()


def test_a_motion_that_the_result_outran_is_not_voted_on(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    number = put(ground, as_(EAST), "tie", JEMBER)
    records.record_adjustment(
        as_(EAST), ground.contest, ground.entries[JEMBER], points=-1, reason="Terlambat"
    )
    with pytest.raises(Refused, match="does not fit the result as it stands: Choose entries that share"):
        motions.call_vote(as_(EAST), ground.contest, number)


# --- conflicts -----------------------------------------------------------------------------------


def test_whoever_is_kept_away_neither_counts_nor_votes(ground: PlenoGround, as_) -> None:
    ground.away(ground.panel[2], SURABAYA)
    sit(ground, as_, CHAIR, SECOND, THIRD)
    number = put(ground, as_(EAST), "tie", JEMBER)
    # Jember's tie concerns Surabaya too: only two of the three count for it.
    with pytest.raises(Refused, match="no quorum"):
        motions.call_vote(as_(EAST), ground.contest, number)
    pleno.attend(as_(FOURTH), ground.contest, here=True)
    motions.call_vote(as_(EAST), ground.contest, number)
    voters = pleno_refs.pleno_of(ground.db, ground.contest).motions[0].voters
    assert [one.name for one in voters] == ["Juri 1 35", "Juri 2 35", "Juri 4 35"]
    for attempt in (
        lambda: motions.cast(as_(THIRD), ground.contest, number, "for"),
        lambda: pleno.write_note(as_(THIRD), ground.contest, "Halo", None),
        lambda: motions.withdraw(as_(THIRD), ground.contest, number),
    ):
        with pytest.raises((NotFound, Denied)):
            attempt()
    assert rows(ground.db, "SELECT * FROM ballot") == []


def test_whoever_is_kept_away_puts_nothing_that_concerns_it(ground: PlenoGround, as_) -> None:
    ground.away(ground.panel[1], SURABAYA)
    sit(ground, as_, CHAIR, SECOND, THIRD)
    for kind, codes in (("withhold", (SURABAYA,)), ("tie", (JEMBER,)), ("joint", (MOJOKERTO, SIDOARJO))):
        with pytest.raises(NotFound):
            put(ground, as_(SECOND), kind, *codes)
    assert put(ground, as_(SECOND), "withhold", MOJOKERTO) == 1


def test_a_leader_who_is_kept_away_leads_nothing_of_it(ground: PlenoGround, as_) -> None:
    ground.away(ground.panel[0], JEMBER)
    sit(ground, as_, CHAIR, SECOND, THIRD, FOURTH)
    with pytest.raises(NotFound):
        pleno.lay_entries(as_(CHAIR), ground.contest, [ground.entries[JEMBER]])
    number = put(ground, as_(EAST), "tie", SURABAYA)
    with pytest.raises(NotFound):
        motions.call_vote(as_(CHAIR), ground.contest, number)
    # The chair is not waited for in a matter that they are kept away from.
    motions.call_vote(as_(EAST), ground.contest, number)
    motions.cast(as_(SECOND), ground.contest, number, "for")
    with pytest.raises(NotFound):
        motions.close_vote(as_(CHAIR), ground.contest, number)
    assert motions.close_vote(as_(EAST), ground.contest, number) == "adopted"


def test_a_vote_cast_before_a_conflict_came_out_does_not_count(ground: PlenoGround, as_) -> None:
    sit(ground, as_, CHAIR, SECOND, THIRD, FOURTH)
    number = put(ground, as_(EAST), "tie", SURABAYA)
    motions.call_vote(as_(EAST), ground.contest, number)
    for email, choice in ((CHAIR, "against"), (FOURTH, "for"), (SECOND, "for")):
        motions.cast(as_(email), ground.contest, number, choice)
    ground.away(ground.panel[3], JEMBER)
    assert motions.close_vote(as_(EAST), ground.contest, number) == "rejected"
    one = pleno_refs.pleno_of(ground.db, ground.contest).motions[0]
    assert one.votes == Votes(1, 1, 0, 3)


def test_the_audit_names_motions_by_number_and_never_what_they_are_about(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    adopt(ground, as_, "tie", SURABAYA)
    pleno.write_note(
        as_(CHAIR), ground.contest, "Rahasia", pleno_refs.pleno_of(ground.db, ground.contest).table.item
    )
    found = rows(ground.db, "SELECT * FROM audit_event WHERE contest_id = :c ORDER BY id", c=ground.contest)
    loose = [one for one in found if one["entry_id"] is None]
    told = {name for one in loose for name in json.loads(one["fields"])}
    assert told == {"sitting", "name", "here", "motion", "motion_state"}
    about = [(one["name"], one["entry_id"]) for one in found if one["entry_id"] is not None]
    assert about == [("EntryDecided", ground.entries[SURABAYA])]
