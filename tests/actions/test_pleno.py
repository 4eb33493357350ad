"""Deliberations: who may do what and when, the quorum, conflicts, votes, and what motions do to a result."""

from __future__ import annotations

import json
import sqlite3

import pytest

from evaluation import edition_file
from evaluation.actions import contests, motions, pleno, records, screening, signing
from evaluation.core.deliberation_rules import KINDS, NO_DELIBERATION, DeliberationRule, Votes
from evaluation.core.errors import Denied, Invalid, NotFound, Refused, Undeclared
from evaluation.core.people import SYSTEM
from evaluation.core.snapshot import fingerprint, from_json, to_json
from evaluation.edition_file import EditionFileError
from evaluation.store import deliberations, editions, pleno_refs, signatures, standings
from evaluation.store.db import change, insert, row, rows, write
from tests.award import EDITION, PASSWORD
from tests.pleno_ground import (
    AUDITOR,
    CHAIR,
    EAST,
    FOURTH,
    NATION,
    RULE,
    SECOND,
    THIRD,
    PlenoGround,
    pleno_ground,
    with_rule,
)

MOJOKERTO, JEMBER, SURABAYA, SIDOARJO = "35.76", "35.09", "35.78", "35.15"


@pytest.fixture
def ground(award) -> PlenoGround:
    return pleno_ground(award)


@pytest.fixture
def as_(act_as, award):
    return lambda email: act_as(award.actor(email))


def sit(ground: PlenoGround, as_, *emails: str) -> None:
    """Open the deliberation with these members present."""
    pleno.open_sitting(as_(EAST), ground.contest)
    for email in emails or (CHAIR, SECOND, THIRD):
        pleno.attend(as_(email), ground.contest, here=True)


def put(ground: PlenoGround, act, kind: str, *codes: str, place: int | None = None) -> int:
    entries = [ground.entries[code] for code in codes]
    return motions.put(act, ground.contest, kind, entries, reason="Lebih lengkap", place=place)


def adopt(ground: PlenoGround, as_, kind: str, *codes: str, place: int | None = None) -> int:
    """A motion that everybody present votes for."""
    number = put(ground, as_(EAST), kind, *codes, place=place)
    motions.call_vote(as_(EAST), ground.contest, number)
    there = pleno_refs.pleno_of(ground.db, ground.contest)
    for voter in there.motion(number).voters:
        email = row(ground.db, "SELECT email FROM account WHERE id = :id", id=voter.account_id)["email"]
        motions.cast(as_(email), ground.contest, number, "for")
    assert motions.close_vote(as_(EAST), ground.contest, number) == "adopted"
    return number


def places(ground: PlenoGround) -> dict[str, tuple[int | None, int | None]]:
    found = standings.result(ground.db, ground.contest).standings
    return {one.entry: (one.rank, one.marks_rank) for one in found}


# --- the rule ------------------------------------------------------------------------------------


def test_the_rule_goes_through_the_edition_file_and_the_store(ground: PlenoGround) -> None:
    rounds = editions.rounds_of(ground.db, ground.edition)
    rule = DeliberationRule(3, True, "named", "simple", KINDS, 1)
    assert [one.rules.deliberation for one in rounds] == [rule, NO_DELIBERATION, NO_DELIBERATION]


def test_everything_wrong_with_the_rule_is_said_at_once() -> None:
    rule = 'deliberation = { chair = "yes", votes = "loud", motions = ["tie"], wild_cards = 2, x = 1 }'
    with pytest.raises(EditionFileError) as error:
        edition_file.parse(with_rule(rule))
    where = sorted(problem.where.rpartition("deliberation")[2] for problem in error.value.problems)
    assert where == [" > chair", " > quorum", " > votes", " > wild_cards", " > x"]


def test_a_screening_has_nothing_to_deliberate_on() -> None:
    screening_round = (
        '[[round]]\ncode = "paper"\ntitle = { id = "S", en = "S" }\ncategories = ["regency"]\n'
        'stage = "province"\nkind = "screening"\ndeliberation = { quorum = 3 }\n'
    )
    with pytest.raises(EditionFileError, match="no result to deliberate on"):
        edition_file.parse(EDITION.replace("[[round]]", screening_round + "\n[[round]]", 1))


def test_without_the_rule_there_is_no_deliberation(award, as_) -> None:
    ground = pleno_ground(award, rule="")
    with pytest.raises(Refused, match="give this round no deliberation"):
        pleno.open_sitting(as_(EAST), ground.contest)
    assert rows(ground.db, "SELECT * FROM sitting") == []


# --- who leads, who attends ----------------------------------------------------------------------


def test_committee_and_chair_open_it_and_nobody_else(ground: PlenoGround, as_) -> None:
    for email, refusal in ((SECOND, Denied), (AUDITOR, Denied), (NATION, NotFound)):
        with pytest.raises(refusal):
            pleno.open_sitting(as_(email), ground.contest)
    pleno.open_sitting(as_(CHAIR), ground.contest)
    with pytest.raises(Refused, match="open already"):
        pleno.open_sitting(as_(EAST), ground.contest)
    pleno.end_sitting(as_(EAST), ground.contest)
    pleno.open_sitting(as_(EAST), ground.contest)
    assert len(deliberations.sittings(ground.db, ground.contest)) == 2


def test_coming_and_leaving_are_kept_with_their_moments(ground: PlenoGround, as_, clock) -> None:
    sit(ground, as_, CHAIR)
    clock.forward(minutes=5)
    pleno.attend(as_(CHAIR), ground.contest, here=False)
    # Leaving twice is leaving once.
    pleno.attend(as_(CHAIR), ground.contest, here=False)
    clock.forward(minutes=5)
    pleno.record_presence(as_(EAST), ground.contest, ground.panel[0], here=True)
    kept = deliberations.comings(ground.db, ground.contest)
    assert [(one["name"], one["here"], one["at"][11:16], one["recorded_by_name"]) for one in kept] == [
        ("Juri 1 35", 1, "03:00", "Juri 1 35"),
        ("Juri 1 35", 0, "03:05", "Juri 1 35"),
        ("Juri 1 35", 1, "03:10", EAST),
    ]


def test_only_members_of_the_panel_attend(ground: PlenoGround, as_) -> None:
    sit(ground, as_, CHAIR)
    with pytest.raises(NotFound):
        pleno.attend(as_(EAST), ground.contest, here=True)
    stranger = ground.award.account("tamu@uji.example")
    with pytest.raises(NotFound):
        pleno.record_presence(as_(EAST), ground.contest, stranger, here=True)
    with pytest.raises(Denied):
        pleno.record_presence(as_(SECOND), ground.contest, ground.panel[2], here=True)


def test_who_still_marks_or_has_to_declare_takes_no_part(ground: PlenoGround, as_) -> None:
    with write(ground.db):
        newcomer = ground.award.account("juri5-35@uji.example", "Juri 5")
        change(
            ground.db,
            "INSERT INTO panel_member (panel_id, account_id, name, position, capacity, seated_at)"
            " SELECT panel_id, :account, 'Juri 5', 'member', '', seated_at FROM panel_member LIMIT 1",
            account=newcomer,
        )
    sit(ground, as_, CHAIR)
    with pytest.raises(Undeclared):
        pleno.attend(as_("juri5-35@uji.example"), ground.contest, here=True)
    with pytest.raises(Refused, match="declarations or score sheets"):
        pleno.record_presence(as_(EAST), ground.contest, newcomer, here=True)
    ground.award.declare("juri5-35@uji.example")
    with pytest.raises(Denied, match="own score sheets first"):
        pleno.attend(as_("juri5-35@uji.example"), ground.contest, here=True)


# --- the table and notes -------------------------------------------------------------------------


def test_the_table_holds_up_to_four_entries_of_the_contest(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    ids = list(ground.entries.values())
    pleno.lay_entries(as_(CHAIR), ground.contest, ids[:2])
    assert pleno_refs.pleno_of(ground.db, ground.contest).table.entries == tuple(ids[:2])
    elsewhere = ground.award.entry(ground.edition, "33.71", "Kota Magelang", status="accepted")
    with pytest.raises(NotFound):
        pleno.lay_entries(as_(CHAIR), ground.contest, [elsewhere])
    with pytest.raises(Denied):
        pleno.lay_entries(as_(SECOND), ground.contest, ids[:1])
    with pytest.raises(Invalid, match="At most 4"):
        pleno.lay_entries(as_(CHAIR), ground.contest, [*ids, elsewhere])
    pleno.lay_entries(as_(EAST), ground.contest, [])
    assert not pleno_refs.pleno_of(ground.db, ground.contest).table


def test_notes_stand_beside_what_lay_on_the_table(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    with pytest.raises(Refused, match="Nothing lies"):
        pleno.write_note(as_(SECOND), ground.contest, "Bagus", None)
    pleno.lay_entries(as_(EAST), ground.contest, [ground.entries[JEMBER]])
    first = pleno_refs.pleno_of(ground.db, ground.contest).table.item
    pleno.write_note(as_(SECOND), ground.contest, "Regulasinya baru", first)
    pleno.lay_entries(as_(EAST), ground.contest, [ground.entries[SURABAYA]])
    # Written about the entry that lay there before.
    with pytest.raises(Refused, match="Something else lies"):
        pleno.write_note(as_(SECOND), ground.contest, "Masih tentang Jember", first)
    with pytest.raises(Denied, match="present first"):
        pleno.write_note(as_(FOURTH), ground.contest, "Dari rumah", first)
    kept = pleno_refs.pleno_of(ground.db, ground.contest).notes
    assert [(one.name, one.body, one.entries) for one in kept] == [
        ("Juri 2 35", "Regulasinya baru", (ground.entries[JEMBER],))
    ]


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
    with pytest.raises(Refused, match="does not fit any more: Choose entries that share"):
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


# --- the result ----------------------------------------------------------------------------------


def test_a_motion_that_waits_hinders_finalising(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    number = put(ground, as_(EAST), "tie", JEMBER)
    with pytest.raises(contests.NotReady, match="Motion 1 waits"):
        contests.finalise(as_(EAST), ground.contest, "Pleno")
    motions.call_vote(as_(EAST), ground.contest, number)
    with pytest.raises(contests.NotReady, match="The vote on motion 1 is under way"):
        contests.finalise(as_(EAST), ground.contest, "Pleno")
    motions.cast(as_(CHAIR), ground.contest, number, "for")
    motions.close_vote(as_(EAST), ground.contest, number)
    contests.finalise(as_(EAST), ground.contest, "Pleno")


def test_the_frozen_result_keeps_the_marks_place_and_the_motion(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    adopt(ground, as_, "tie", SURABAYA)
    contests.finalise(as_(EAST), ground.contest, "Pleno")
    kept = row(ground.db, "SELECT snapshot, fingerprint FROM finalisation")
    result = from_json(kept["snapshot"])
    assert fingerprint(kept["snapshot"]) == kept["fingerprint"]
    assert [(one.entry, one.rank, one.marks_rank) for one in result.standings] == [
        (MOJOKERTO, 1, 1),
        (SURABAYA, 2, 2),
        (JEMBER, 3, 2),
        (SIDOARJO, 4, 4),
    ]
    assert result.motions[0].entries == (SURABAYA,)
    advanced = rows(
        ground.db,
        "SELECT e.code FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id <> :c ORDER BY e.code",
        c=ground.contest,
    )
    assert [one["code"] for one in advanced] == [MOJOKERTO, SURABAYA]


def test_once_final_nothing_is_deliberated_on(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    contests.finalise(act := as_(EAST), ground.contest, "Pleno")
    for attempt in (
        lambda: pleno.attend(as_(FOURTH), ground.contest, here=True),
        lambda: put(ground, act, "tie", JEMBER),
        lambda: pleno.lay_entries(act, ground.contest, []),
        lambda: pleno.end_sitting(act, ground.contest),
    ):
        with pytest.raises(Refused, match="finalised"):
            attempt()
    with pytest.raises(sqlite3.IntegrityError, match="not deliberated on any more"), write(ground.db):
        insert(
            ground.db, "motion", contest_id=ground.contest, sitting_id=1, number=1, kind="tie", reason="x",
            proposer="x", put_at=ground.award.at,
        )  # fmt: skip


def test_an_adopted_motion_voids_signatures(award, as_) -> None:
    ground = pleno_ground(award, f"{RULE}\nsignatures = {{ members = 1 }}")
    sit(ground, as_)
    signing.open_signing(as_(EAST), ground.contest)
    seen = fingerprint(to_json(standings.result(ground.db, ground.contest, with_marks=True)))
    signing.sign(as_(SECOND), ground.contest, seen, PASSWORD)
    adopt(ground, as_, "tie", SURABAYA)
    found = signatures.of_contest(ground.db, ground.contest)
    assert [(one["name"], one["event"]) for one in found] == [("Juri 2 35", "MotionDecided")]
    assert "Kabupaten Jember" in found[0]["changes"]


def test_the_command_line_is_bound_by_the_state_as_well(ground: PlenoGround, act_as, as_) -> None:
    with pytest.raises(Refused, match="No deliberation is open"):
        pleno.end_sitting(act_as(SYSTEM), ground.contest)
    sit(ground, as_, CHAIR)
    number = put(ground, act_as(SYSTEM), "tie", JEMBER)
    with pytest.raises(Refused, match="no quorum"):
        motions.call_vote(act_as(SYSTEM), ground.contest, number)


def test_an_entry_that_left_takes_its_motion_with_it(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    adopt(ground, as_, "move", SIDOARJO, place=1)
    waiting = put(ground, as_(EAST), "withhold", MOJOKERTO)
    screening.withdraw_entry(as_(EAST), ground.entries[SIDOARJO], "Mundur")
    screening.withdraw_entry(as_(EAST), ground.entries[MOJOKERTO], "Mundur")
    assert places(ground) == {JEMBER: (1, 1), SURABAYA: (1, 1)}
    with pytest.raises(Refused, match="left the contest"):
        motions.call_vote(as_(EAST), ground.contest, waiting)
