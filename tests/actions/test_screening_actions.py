"""Decisions on dossiers: where an entry goes, who may decide, and what is written down."""

from __future__ import annotations

import json

import pytest
from sqlite_utils import Database

from evaluation.actions import screening
from evaluation.core.errors import Denied, Invalid, NotFound, Refused, UserError
from evaluation.store import editions
from tests.award import EDITION, Award

SCREENING = """
[[round]]
code = "screening"
title = { id = "Seleksi berkas", en = "Screening" }
categories = ["regency"]
stage = "province"
kind = "screening"
checklist = [
  { code = "letter", title = { id = "Surat pengantar", en = "Covering letter" } },
]
"""
WITH_SCREENING = EDITION.replace(
    '[[round]]\ncode = "province-desk"', f'{SCREENING}\n[[round]]\ncode = "province-desk"'
)
DECISIONS = {
    "return": (screening.return_entry, "returned", "EntryReturned"),
    "reject": (screening.reject_entry, "rejected", "EntryRejected"),
    "withdraw": (screening.withdraw_entry, "withdrawn", "EntryWithdrawn"),
    "exclude": (screening.exclude_entry, "excluded", "EntryExcluded"),
}


@pytest.fixture
def entry_id(award: Award) -> int:
    edition_id = award.edition(WITH_SCREENING)
    award.grant("jatim@panitia.example", "committee", edition_id, "35")
    award.grant("jateng@panitia.example", "committee", edition_id, "33")
    return award.entry(edition_id, "35.09", "Kabupaten Jember", status="submitted")


@pytest.fixture
def committee(award: Award, entry_id: int, act_as):
    return act_as(award.actor("jatim@panitia.example"))


def audit(db: Database) -> list[tuple[str, dict]]:
    return [
        (one["name"], json.loads(one["fields"])) for one in db.query("SELECT * FROM audit_event ORDER BY id")
    ]


def entry(db: Database, entry_id: int) -> dict:
    return next(db.query("SELECT * FROM entry WHERE id = ?", [entry_id]))


def test_an_accepted_entry_comes_into_its_first_judged_contest(committee, entry_id, db: Database) -> None:
    screening.accept_entry(committee, entry_id)
    assert entry(db, entry_id)["status"] == "accepted"
    found = db.execute(
        "SELECT r.code, c.region_code, ce.provisional FROM contest_entry ce"
        " JOIN contest c ON c.id = ce.contest_id JOIN round r ON r.id = c.round_id"
    ).fetchall()
    assert found == [("province-desk", "35", 0)]
    assert audit(db) == [("EntryAccepted", {}), ("EntryEnteredContest", {"provisional": False})]


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_is_written_down_with_its_reason(name: str, committee, entry_id, db: Database) -> None:
    decide, status, event = DECISIONS[name]
    decide(committee, entry_id, "  Lampiran belum lengkap ")
    found = entry(db, entry_id)
    assert (found["status"], found["status_reason"]) == (status, "Lampiran belum lengkap")
    opened = {"due": None, "sections": ["regulations", "innovations", "coverage", "budget", "documents"]}
    more = [("CorrectionOpened", opened)] if name == "return" else []
    assert audit(db) == [(event, {"reason": "Lampiran belum lengkap"}), *more]


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_needs_a_reason(name: str, committee, entry_id, db: Database) -> None:
    with pytest.raises(Invalid) as raised:
        DECISIONS[name][0](committee, entry_id, " \n")
    assert set(raised.value.fields) == {"reason"}
    assert (entry(db, entry_id)["status"], audit(db)) == ("submitted", [])


@pytest.mark.parametrize("status", ["invited", "draft", "returned", "accepted", "rejected", "withdrawn"])
def test_only_submitted_dossiers_are_decided_on(status: str, committee, award: Award, entry_id, db) -> None:
    other = award.entry(entry(db, entry_id)["edition_id"], "35.10", "Banyuwangi", status="invited")
    with db.conn:
        db.execute("UPDATE entry SET status = ? WHERE id = ?", [status, other])
    with pytest.raises((Denied, Refused)):
        screening.accept_entry(committee, other)
    assert audit(db) == []


@pytest.mark.parametrize("email", ["jateng@panitia.example", "candidate@kab.example"])
def test_another_committee_does_not_even_see_the_entry(
    email: str, award: Award, act_as, entry_id, db
) -> None:
    award.account(email)
    with pytest.raises(NotFound):
        screening.accept_entry(act_as(award.actor(email)), entry_id)
    assert audit(db) == []


def test_nobody_enters_an_award_that_has_been_decided(
    committee, award: Award, entry_id, db: Database
) -> None:
    edition_id = entry(db, entry_id)["edition_id"]
    contest_id = award.contest(edition_id, "national-desk", None)
    with db.conn:
        db.execute(
            "INSERT INTO finalisation (contest_id, finalised_at, reason, snapshot, fingerprint)"
            " VALUES (?, ?, ?, ?, ?)",
            [contest_id, award.at, "rapat pleno", "{}", "0" * 64],
        )
    with pytest.raises(Refused) as raised:
        screening.accept_entry(committee, entry_id)
    assert str(raised.value) == (
        "National assessment (Regencies and cities) is finalised already,"
        " so Kabupaten Jember can't enter the award any more."
    )
    assert (entry(db, entry_id)["status"], audit(db)) == ("submitted", [])


def test_the_check_list(committee, award: Award, entry_id, db: Database) -> None:
    rounds = editions.rounds_of(db, entry(db, entry_id)["edition_id"])
    screening_id, desk_id = rounds[0].id, rounds[1].id
    screening.set_check(committee, entry_id, screening_id, "letter", True)
    screening.set_check(committee, entry_id, screening_id, "letter", True)
    screening.set_check(committee, entry_id, screening_id, "letter", False)
    assert audit(db) == [
        ("ScreeningItemChecked", {"item": "letter", "passed": True}),
        ("ScreeningItemChecked", {"item": "letter", "passed": False}),
    ]
    for round_id, item in ((screening_id, "leter"), (desk_id, "letter"), (999, "letter")):
        with pytest.raises(UserError):
            screening.set_check(committee, entry_id, round_id, item, True)
    assert db.execute("SELECT item, passed FROM screening_check").fetchall() == [("letter", 0)]
