"""Deliberations: who may do what and when, the quorum, conflicts, votes, and what motions do to a result."""

from __future__ import annotations

import sqlite3

import pytest

from evaluation import edition_file
from evaluation.actions import contests, motions, pleno, readiness, screening, signing
from evaluation.core.deliberation_rules import KINDS, NO_DELIBERATION, DeliberationRule
from evaluation.core.errors import Denied, Invalid, NotFound, Refused, Undeclared
from evaluation.core.people import SYSTEM
from evaluation.core.result_changes import from_text
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
    JEMBER,
    MOJOKERTO,
    NATION,
    RULE,
    SECOND,
    SIDOARJO,
    SURABAYA,
    PlenoGround,
    adopt,
    places,
    pleno_ground,
    put,
    sit,
    with_rule,
)


@pytest.fixture
def ground(award) -> PlenoGround:
    return pleno_ground(award)


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


# --- the result ----------------------------------------------------------------------------------


def test_a_motion_that_waits_hinders_finalising(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    number = put(ground, as_(EAST), "tie", JEMBER)
    with pytest.raises(readiness.NotReady, match="Motion 1 waits"):
        contests.finalise(as_(EAST), ground.contest, "Pleno")
    motions.call_vote(as_(EAST), ground.contest, number)
    with pytest.raises(readiness.NotReady, match="The vote on motion 1 is under way"):
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
    # The sitting ended with the result.
    assert [one["ended_at"] for one in deliberations.sittings(ground.db, ground.contest)] == [ground.award.at]
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
    changes = {(one.what, one.entry, one.before, one.after) for one in from_text(found[0]["changes"])}
    assert changes == {
        ("motions", "", "", ""),
        ("rank", JEMBER, "2", "3"),
        ("stays", JEMBER, "", ""),
        ("reckoning", SURABAYA, "", ""),
    }


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
