"""Promotion rules carried out: what is frozen, who moves up from the reserve list, who won before."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from evaluation.actions import contests, motions, pleno, recounts, screening
from evaluation.actions.act import Act
from evaluation.actions.recount_steps import rule_contents
from evaluation.actions.recount_trials import preview
from evaluation.actions.reserves import vacancies
from evaluation.core.errors import Invalid
from evaluation.core.promotion_rules import PromotionRules
from evaluation.core.promotion_words import why
from evaluation.store import entries as stored
from evaluation.store import promotion, refs, standings
from evaluation.store import recounts as rows_of
from evaluation.store.db import rows, write
from tests.award import EDITION, Award

EAST = "jatim@panitia.example"
RULED = EDITION.replace(
    "advance = 2\n", "advance = 1\npromotion = { reserve = 2, past_winners = 3, at_most = { sector = 2 } }\n"
)


@pytest.fixture
def ground(award: Award, act_as: Callable[..., Act]) -> tuple[Award, list[int], int, Act]:
    """East Java's desk round: 35.01 to 35.04 in this order, one place, two in reserve."""
    assert "reserve" in RULED
    edition = award.edition(RULED)
    award.grant(EAST, "committee", edition, "35")
    panel = award.panel(edition, "province", "35")
    entries = [award.entry(edition, f"35.0{n}", f"Kabupaten {n}", status="accepted") for n in (1, 2, 3, 4)]
    contest = award.contest(edition, "province-desk", "35")
    for n, entry in enumerate(entries):
        award.measure(contest, entry, "coverage", "50")
        for account in panel[:2]:
            award.sheet(contest, entry, account, {"regulation": 90 - n, "innovation": 90 - n})
    return award, entries, contest, act_as(award.actor(EAST))


def standing_in(db: Database, award: Award, code: str) -> list[str]:
    """The codes of the entries that stand in East Java's contest of a round."""
    contest = award.contest(1, code, "35")
    found = rows(
        db,
        "SELECT e.code FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = :contest AND e.status = 'accepted' ORDER BY e.code",
        contest=contest,
    )
    return [one["code"] for one in found]


def told(db: Database, contest: int) -> dict[str, str]:
    """The sentence of every entry's outcome."""
    result = standings.result(db, contest)
    return {one.entry: str(why(result.rules, one.outcome.reason)) for one in result.standings if one.outcome}


def promised(db: Database, entry: int) -> list[str]:
    """Who would move up if this entry left, as its page tells."""
    found = vacancies(db, refs.found(stored.described(db, entry)))
    return [name for one in found for name in one.names]


def test_every_entry_is_told_why_before_and_after_finalising(ground, db: Database) -> None:
    _, _, contest, act = ground
    live = told(db, contest)
    assert live == {
        "35.01": "Within the places: 1.",
        "35.02": "Number 1 on the reserve list.",
        "35.03": "Number 2 on the reserve list.",
        "35.04": "Beyond the places: 1.",
    }
    contests.finalise(act, contest, "Pleno")
    assert told(db, contest) == live


def test_the_reserve_moves_up_one_after_the_other(ground, db: Database) -> None:
    award, entries, contest, act = ground
    contests.finalise(act, contest, "Pleno")
    before = standings.result(db, contest)
    assert standing_in(db, award, "province-interview") == ["35.01"]
    screening.withdraw_entry(act, entries[0], "Bupati berhalangan")
    assert standing_in(db, award, "province-interview") == ["35.02"]
    screening.exclude_entry(act, entries[1], "Dokumen palsu")
    assert standing_in(db, award, "province-interview") == ["35.03"]
    screening.withdraw_entry(act, entries[2], "Mundur")
    assert standing_in(db, award, "province-interview") == []
    assert standings.result(db, contest) == before
    moves = [(one["code"], one["instead_code"], one["reason"]) for one in promotion.moves_of(db, contest)]
    assert moves == [("35.02", "35.01", "Bupati berhalangan"), ("35.03", "35.02", "Dokumen palsu")]
    events = rows(db, "SELECT fields FROM audit_event WHERE name = 'ReserveMovedUp' ORDER BY id")
    assert [json.loads(one["fields"])["instead_of"] for one in events] == ["35.01", "35.02"]


def test_nobody_moves_for_a_wild_card_that_leaves(
    award: Award, act_as: Callable[..., Act], db: Database
) -> None:
    rule = "advance = 1\npromotion = { reserve = 2 }\ndeliberation = { quorum = 1, wild_cards = 1 }\n"
    edition = award.edition(EDITION.replace("advance = 2\n", rule, 1))
    award.grant(EAST, "committee", edition, "35")
    chair = award.panel(edition, "province", "35", members=2)
    entries = [award.entry(edition, f"35.0{n}", f"Kabupaten {n}", status="accepted") for n in (1, 2, 3)]
    contest = award.contest(edition, "province-desk", "35")
    for n, entry in enumerate(entries):
        award.measure(contest, entry, "coverage", "50")
        for account in chair:
            award.sheet(contest, entry, account, {"regulation": 90 - n, "innovation": 90 - n})
    committee, member = act_as(award.actor(EAST)), act_as(award.actor("juri1-35@uji.example"))
    pleno.open_sitting(committee, contest)
    pleno.attend(member, contest, here=True)
    motions.put(committee, contest, "wild-card", [entries[2]], reason="Kemajuan terbesar")
    motions.call_vote(committee, contest, 1)
    motions.cast(member, contest, 1, "for")
    motions.close_vote(committee, contest, 1)
    contests.finalise(committee, contest, "Pleno")
    # What the rules looked at is kept beside what the panel decided.
    kept = {one.entry: one.outcome.facts for one in standings.result(db, contest).standings if one.outcome}
    assert {code: facts and facts.province for code, facts in kept.items()} == dict.fromkeys(
        ("35.01", "35.02", "35.03"), "Jawa Timur"
    )
    assert standing_in(db, award, "province-interview") == ["35.01", "35.03"]
    assert promised(db, entries[2]) == []
    assert promised(db, entries[0]) == ["Kabupaten 2"]
    screening.withdraw_entry(committee, entries[2], "Mundur")
    assert standing_in(db, award, "province-interview") == ["35.01"]
    # Whoever went on by its place is followed by the reserve.
    screening.withdraw_entry(committee, entries[0], "Mundur")
    assert standing_in(db, award, "province-interview") == ["35.02"]


def test_a_reserve_list_of_a_recount_is_told_and_moves_up(
    award: Award, act_as: Callable[..., Act], db: Database
) -> None:
    edition = award.edition()
    award.grant(EAST, "committee", edition, "35")
    panel = award.panel(edition, "province", "35")
    entries = [award.entry(edition, f"35.0{n}", f"Kabupaten {n}", status="accepted") for n in (1, 2, 3)]
    contest = award.contest(edition, "province-desk", "35")
    for n, entry in enumerate(entries):
        award.measure(contest, entry, "coverage", "50")
        for account in panel[:2]:
            award.sheet(contest, entry, account, {"regulation": 90 - n, "innovation": 90 - n})
    committee = act_as(award.actor(EAST))
    recount = recounts.begin(committee, contest, "Cadangan", "SK 9")
    rule = rule_contents(advance=1, winners=0, pass_mark=None, promotion=PromotionRules(reserve=1))
    recounts.add_step(committee, recount, "rule", reason="SK 9", contents=rule)
    recounts.apply(committee, recount, preview(committee, rows_of.recount(db, recount)).seen)
    contests.finalise(committee, contest, "Pleno")
    assert promised(db, entries[0]) == ["Kabupaten 2"]
    screening.withdraw_entry(committee, entries[0], "Mundur")
    assert standing_in(db, award, "province-interview") == ["35.02"]


def test_the_last_round_nominates_nobody_by_a_recount_either(
    award: Award, act_as: Callable[..., Act]
) -> None:
    edition = award.edition()
    award.grant("nasional@uji.example", "committee", edition)
    entry = award.entry(edition, "35.01", "Kabupaten 1", status="accepted")
    contest = award.enter(edition, "national-desk", entry)
    committee = act_as(award.actor("nasional@uji.example"))
    recount = recounts.begin(committee, contest, "Nomine", "SK 9")
    rule = rule_contents(advance=0, winners=1, pass_mark=None, promotion=PromotionRules(nominations=2))
    with pytest.raises(Invalid, match="No later round judges these entries, so nominees could never win"):
        recounts.add_step(committee, recount, "rule", reason="SK 9", contents=rule)


def test_nobody_moves_for_an_entry_that_did_not_go_on(ground, db: Database) -> None:
    award, entries, contest, act = ground
    contests.finalise(act, contest, "Pleno")
    screening.withdraw_entry(act, entries[3], "Mundur")
    assert standing_in(db, award, "province-interview") == ["35.01"]
    assert promotion.moves_of(db, contest) == []


def test_a_reserve_that_left_itself_is_passed_over(ground, db: Database) -> None:
    award, entries, contest, act = ground
    contests.finalise(act, contest, "Pleno")
    screening.withdraw_entry(act, entries[1], "Mundur")
    screening.withdraw_entry(act, entries[0], "Mundur")
    assert standing_in(db, award, "province-interview") == ["35.03"]


def test_a_winner_of_a_recent_year_is_passed_over(ground, db: Database) -> None:
    _, _, contest, _ = ground
    with write(db):
        for code, year in (("35.01", 2020), ("35.02", 2018)):
            promotion.add_past_win(
                db, category_code="regency", candidate_code=code, award_year=year,
                source="Keputusan Menteri", recorded_by=None, recorded_at="2022-01-10T03:00:00.000000Z",
            )  # fmt: skip
    found = told(db, contest)
    assert found["35.01"] == "Won in 2020: winners of the last 3 years are passed over."
    assert found["35.02"] == "Within the places: 1."


def test_a_sector_is_counted(ground, db: Database) -> None:
    _, _entries, contest, _ = ground
    with write(db):
        db.execute("UPDATE entry SET sector = 'Perikanan'")
        db.execute("UPDATE round SET advance = 4")
    assert told(db, contest)["35.03"] == (
        "Only 2 entries from each sector go on, and that many from Perikanan stand before it."
    )
    assert [one.advances for one in standings.result(db, contest).standings] == [True, True, False, False]
