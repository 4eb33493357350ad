"""Finalising: the check list, the frozen snapshot, who goes on, publication; and who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from evaluation.actions import contests, readiness
from evaluation.actions.readiness import NotReady
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.snapshot import fingerprint, from_json
from evaluation.store import standings
from evaluation.store.db import stamp
from tests.award import Award, unlock_sheets
from tests.conftest import START


class Ground:
    """East Java's first contest of the trial award, ready to be finalised: 35.01, 35.02, 35.03 in order."""

    def __init__(self, award: Award) -> None:
        self.award, self.db = award, award.db
        self.edition_id = award.edition()
        award.grant("jatim@panitia.example", "committee", self.edition_id, "35")
        award.grant("pusat@panitia.example", "committee", self.edition_id)
        self.panel = award.panel(self.edition_id, "province", "35")
        self.entries = [
            award.entry(self.edition_id, f"35.0{n}", f"Kabupaten {n}", status="accepted") for n in (1, 2, 3)
        ]
        self.contest_id = award.contest(self.edition_id, "province-desk", "35")
        for n, entry_id in enumerate(self.entries):
            award.measure(self.contest_id, entry_id, "coverage", "50")
            for account_id in self.panel[:2]:
                marks = {"regulation": 90 - n, "innovation": 90 - n}
                award.sheet(self.contest_id, entry_id, account_id, marks)


@pytest.fixture
def ground(award: Award) -> Ground:
    return Ground(award)


@pytest.fixture
def committee(ground: Ground, act_as):
    return act_as(ground.award.actor("jatim@panitia.example"))


def said(db: Database, contest_id: int) -> list[tuple[str, bool]]:
    return [(str(lack.message), lack.blocking) for lack in readiness.lacks(db, contest_id, START)]


def test_a_ready_contest_lacks_nothing(ground: Ground) -> None:
    assert said(ground.db, ground.contest_id) == []


def test_a_round_that_still_takes_sheets_is_a_warning(ground: Ground, db: Database) -> None:
    change_closing = "UPDATE round SET closes_at = ? WHERE code = 'province-desk'"
    db.execute(change_closing, [stamp(START + timedelta(days=2))])
    assert said(db, ground.contest_id) == [
        (
            "The round takes score sheets until 2022-01-12 10:00:00 Asia/Jakarta: "
            "finalising ends that at once.",
            False,
        )
    ]
    db.execute(change_closing, [stamp(START - timedelta(seconds=1))])
    assert said(db, ground.contest_id) == []


def test_the_frozen_result_is_what_the_sheets_gave(ground: Ground, committee, db: Database) -> None:
    live = standings.result(db, ground.contest_id, with_marks=True)
    result = contests.finalise(committee, ground.contest_id, "Berita acara 12")
    assert result == live
    kept = next(db.query("SELECT * FROM finalisation"))
    assert from_json(kept["snapshot"]) == live == standings.result(db, ground.contest_id)
    assert (kept["reason"], kept["fingerprint"]) == ("Berita acara 12", fingerprint(kept["snapshot"]))
    assert kept["finalised_by"] == committee.actor.account_id
    assert db.execute(
        "SELECT entry_id, rank, score, round_score, advances, wins FROM final_standing ORDER BY rank"
    ).fetchall() == [
        (ground.entries[0], 1, "82", "82", 1, 0),
        (ground.entries[1], 2, "81.2", "81.2", 1, 0),
        (ground.entries[2], 3, "80.4", "80.4", 0, 0),
    ]
    assert readiness.lacks(db, ground.contest_id, START) == ()


def test_a_frozen_result_does_not_move(ground: Ground, committee, db: Database) -> None:
    before = contests.finalise(committee, ground.contest_id, "Berita acara 12")
    unlock_sheets(db)
    with db.conn:
        db.execute("UPDATE mark SET value = '0'")
        db.execute("UPDATE scoresheet SET total = '0'")
        db.execute("UPDATE entry SET status = 'withdrawn' WHERE id = ?", [ground.entries[0]])
    assert standings.result(db, ground.contest_id, with_marks=True) == before


def test_the_advanced_stand_in_the_next_round(ground: Ground, committee, db: Database) -> None:
    contests.finalise(committee, ground.contest_id, "Berita acara 12")
    following = ground.award.contest(ground.edition_id, "province-interview", "35")
    found = db.execute(
        "SELECT entry_id, provisional FROM contest_entry WHERE contest_id = ? ORDER BY entry_id", [following]
    ).fetchall()
    assert found == [(ground.entries[0], 0), (ground.entries[1], 0)]
    names = [one["name"] for one in db.query("SELECT name FROM audit_event ORDER BY id")]
    assert names == ["ContestFinalised", "EntryEnteredContest", "EntryEnteredContest"]


def test_from_the_province_to_the_nation(ground: Ground, committee, act_as, db: Database) -> None:
    contests.finalise(committee, ground.contest_id, "Berita acara 12")
    award, talk = ground.award, ground.award.contest(ground.edition_id, "province-interview", "35")
    for n, entry_id in enumerate(ground.entries[:2]):
        award.measure(talk, entry_id, "attendance", "100")
        for account_id in ground.panel[:2]:
            award.sheet(talk, entry_id, account_id, {"mastery": 80 + n})
    contests.finalise(committee, talk, "Berita acara 13")
    nation = award.contest(ground.edition_id, "national-desk", None)
    entered = db.execute("SELECT entry_id FROM contest_entry WHERE contest_id = ?", [nation]).fetchall()
    assert entered == [(ground.entries[1],)]
    with pytest.raises(NotFound):
        contests.finalise(committee, nation, "bukan kami")


def test_everything_that_lacks(ground: Ground, award: Award, db: Database) -> None:
    with db.conn:
        db.execute("DELETE FROM measure WHERE entry_id = ?", [ground.entries[1]])
        db.execute(
            "UPDATE scoresheet SET excluded_at = saved_at WHERE entry_id = ? AND account_id = ?",
            [ground.entries[2], ground.panel[0]],
        )
    award.sheet(ground.contest_id, ground.entries[0], ground.panel[2], {"regulation": 1}, status="draft")
    award.entry(ground.edition_id, "35.04", "Kabupaten 4", status="submitted")
    award.entry(ground.edition_id, "33.01", "Kabupaten lain", status="submitted")
    assert said(db, ground.contest_id) == [
        ("Kabupaten 3 has 1 of 2 score sheets: wait for more, or exclude the entry.", True),
        ("Kabupaten 2 has no value for Coverage: record it.", True),
        ("The sheet of Juri 3 35 for Kabupaten 1 is a draft and does not count.", False),
        ("Kabupaten 4 has not been accepted: once this is finalised, it can't enter any more.", False),
    ]
    assert [lack.entry_id for lack in readiness.lacks(db, ground.contest_id, START)][2] == ground.entries[0]


def test_withdrawing_what_lacks_lets_the_contest_be_finalised(
    ground: Ground, committee, db: Database
) -> None:
    with db.conn:
        db.execute("DELETE FROM measure WHERE entry_id = ?", [ground.entries[1]])
    with pytest.raises(NotReady) as raised:
        contests.finalise(committee, ground.contest_id, "Berita acara 12")
    assert [str(lack.message) for _, lack in raised.value.lacking] == [
        "Kabupaten 2 has no value for Coverage: record it."
    ]
    assert db.execute("SELECT count(*) FROM finalisation").fetchone() == (0,)
    with db.conn:
        db.execute("UPDATE entry SET status = 'withdrawn' WHERE id = ?", [ground.entries[1]])
    result = contests.finalise(committee, ground.contest_id, "Berita acara 12")
    assert [(one.entry, one.rank) for one in result.standings] == [("35.01", 1), ("35.03", 2)]


def test_a_contest_without_entries(ground: Ground, committee, db: Database) -> None:
    empty = ground.award.contest(ground.edition_id, "province-interview", "35")
    assert said(db, empty) == [("Nobody stands in this contest: there is nothing to finalise.", True)]
    with pytest.raises(NotReady):
        contests.finalise(committee, empty, "Berita acara 12")


def test_only_its_own_committee_finalises(ground: Ground, act_as, db: Database) -> None:
    award = ground.award
    award.grant("jateng@panitia.example", "committee", ground.edition_id, "33")
    award.grant("auditor@audit.example", "auditor", ground.edition_id)
    for email, error in (
        ("jateng@panitia.example", NotFound),
        ("pusat@panitia.example", NotFound),
        ("auditor@audit.example", Denied),
    ):
        with pytest.raises(error):
            contests.finalise(act_as(award.actor(email)), ground.contest_id, "bukan kami")
    assert db.execute("SELECT count(*) FROM audit_event").fetchone() == (0,)


def test_finalising_once(ground: Ground, committee) -> None:
    with pytest.raises(Invalid):
        contests.finalise(committee, ground.contest_id, "  ")
    contests.finalise(committee, ground.contest_id, "Berita acara 12")
    with pytest.raises((Denied, Refused)):
        contests.finalise(committee, ground.contest_id, "sekali lagi")


def test_publication(ground: Ground, committee, act_as, db: Database) -> None:
    with pytest.raises((Denied, Refused)):
        contests.publish(committee, ground.contest_id)
    contests.finalise(committee, ground.contest_id, "Berita acara 12")
    later = replace(committee, now=ground.award.clock.now)
    contests.publish(later, ground.contest_id)
    assert db.execute("SELECT contest_id, published_by FROM publication").fetchall() == [
        (ground.contest_id, committee.actor.account_id)
    ]
    with pytest.raises((Denied, Refused)):
        contests.publish(later, ground.contest_id)
    assert db.execute("SELECT count(*) FROM audit_event WHERE name = 'ResultPublished'").fetchone() == (1,)


def test_a_recused_chair_s_sheet_does_not_count(ground: Ground, db: Database, award: Award) -> None:
    with db.conn:
        db.execute(
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at) VALUES (?, ?, 'saudara', ?)",
            [ground.panel[0], ground.entries[0], award.at],
        )
    assert said(db, ground.contest_id) == [
        ("Kabupaten 1 has 1 of 2 score sheets: wait for more, or exclude the entry.", True)
    ]
