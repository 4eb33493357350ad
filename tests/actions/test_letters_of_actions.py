"""What actions write to whom, and the reminders of the timetable."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from evaluation import row_files
from evaluation.actions import reminders, rosters, screening
from evaluation.core.errors import Invalid, NotFound
from evaluation.core.letters import LETTERS, packed, unpacked
from evaluation.core.messages import Moment
from evaluation.core.rules import Text
from evaluation.letter_text import written
from evaluation.store.db import rows, write
from tests.award import EDITION

CLOSES = datetime(2022, 1, 17, 16, 59, 59, tzinfo=UTC)
SCREENED = EDITION.replace(
    "[[round]]",
    """[[round]]
code = "screening"
title = { id = "Pemeriksaan", en = "Screening" }
categories = ["regency"]
stage = "province"
kind = "screening"
closes = 2022-01-17T23:59:59

[[round]]""",
    1,
)
OWNER = "wakil@uji.example"


def outbox(db) -> list[tuple[str, str]]:
    return [(one["template"], one["email"]) for one in rows(db, "SELECT * FROM outbox ORDER BY id")]


def contents(db) -> list[dict[str, object]]:
    return [json.loads(one["contents"]) for one in rows(db, "SELECT contents FROM outbox ORDER BY id")]


@pytest.fixture
def submitted(award) -> int:
    """A submitted entry with two people."""
    entry = award.entry(award.edition(), "35.76", "Kota Mojokerto", status="submitted", email=OWNER)
    other = award.account("rekan@uji.example")
    with write(award.db):
        award.db.conn.execute(
            "INSERT INTO representative (entry_id, account_id) VALUES (?, ?)", (entry, other)
        )
    return entry


def test_decisions_go_to_everybody_who_acts_for_the_candidate(submitted, act_as, db):
    screening.return_entry(act_as(), submitted, "Lampiran kurang")
    assert sorted(outbox(db)) == [("returned", "rekan@uji.example"), ("returned", OWNER)]
    assert contents(db)[0] == {
        "candidate": "Kota Mojokerto",
        "edition": {"id": "Penghargaan Uji 2021", "en": "Trial Award 2021"},
        "entry": submitted,
        "reason": "Lampiran kurang",
    }


@pytest.mark.parametrize(
    ("decide", "letter"),
    [
        (screening.accept_entry, "accepted"),
        (lambda act, entry: screening.reject_entry(act, entry, "Terlambat"), "rejected"),
    ],
)
def test_acceptance_and_rejection_are_told(submitted, act_as, db, decide, letter):
    decide(act_as(), submitted)
    assert sorted(outbox(db)) == [(letter, "rekan@uji.example"), (letter, OWNER)]


def test_a_decision_that_fails_tells_nobody(submitted, act_as, db):
    with pytest.raises(Invalid):
        screening.reject_entry(act_as(), submitted, " ")
    assert outbox(db) == []


def load(act, edition, *lines: str) -> None:
    text = "\n".join(["code,name,category,region,email,status", *lines]) + "\n"
    file = csv_of(text)
    rosters.load_candidates(act, edition, file)


def csv_of(text: str) -> row_files.RowFile:
    return row_files.parse("candidates.csv", text.encode(), rosters.CANDIDATE_COLUMNS)


def test_invited_candidates_are_invited_once_and_paper_ones_not(award, act_as, db):
    edition = award.edition()
    award.account("lama@uji.example")
    lines = (
        "35.76,Kota Mojokerto,regency,35.76,baru@uji.example,invited",
        "35.77,Kota Madiun,regency,35.77,baru@uji.example,",
        "35.78,Kota Surabaya,regency,35.78,lama@uji.example,",
        "35.79,Kota Batu,regency,35.79,kertas@uji.example,accepted",
    )
    load(act_as(), edition, *lines)
    assert outbox(db) == [("invitation", "baru@uji.example"), ("entrusted", "lama@uji.example")]
    load(act_as(), edition, *lines)
    assert len(outbox(db)) == 2


# --- reminders -----------------------------------------------------------------------------------


@pytest.fixture
def draft(award) -> int:
    edition = award.edition(SCREENED)
    award.entry(edition, "35.77", "Kota Madiun", status="submitted", email="selesai@uji.example")
    award.entry(edition, "35.78", "Kota Surabaya", email="belum@uji.example")
    return award.entry(edition, "35.76", "Kota Mojokerto", status="draft", email=OWNER)


def test_people_with_a_draft_are_reminded_three_times(draft, act_as, clock, db):
    days = []
    clock.now = datetime(2022, 1, 5, 3, tzinfo=UTC)
    while clock.now < datetime(2022, 1, 20, tzinfo=UTC):
        if reminders.remind(act_as()):
            days.append(clock.now.date().isoformat())
        clock.forward(hours=1)
    assert days == ["2022-01-10", "2022-01-14", "2022-01-16"]
    assert outbox(db) == [("reminder", OWNER)] * 3
    assert [one["days"] for one in contents(db)] == [7, 3, 1]
    assert contents(db)[0]["moment"] == {"at": CLOSES.isoformat(), "zone": "Asia/Jakarta"}
    events = rows(db, "SELECT entry_id, fields FROM audit_event WHERE name = 'ReminderPosted' ORDER BY id")
    assert [(one["entry_id"], json.loads(one["fields"])["days"]) for one in events] == [
        (draft, 7),
        (draft, 3),
        (draft, 1),
    ]


def test_nobody_but_the_worker_sends_reminders(draft, award, act_as):
    award.grant("admin@uji.example", "administrator")
    with pytest.raises(NotFound):
        reminders.remind(act_as(award.actor("admin@uji.example")))


# --- the letters themselves ----------------------------------------------------------------------

FACTS = {
    "edition": Text("Penghargaan Uji", "Trial Award"),
    "moment": Moment(CLOSES, "Asia/Jayapura"),
    "entry": 7,
    "number": 1,
    "days": 3,
}


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_can_be_written_with_whatever_people_type(name):
    odd = "100 % “Jaya”\r\nBcc: x@y.z %(name)s <b>"
    values = {hole: FACTS.get(hole, odd) for hole in LETTERS[name].holes}
    kept = json.loads(json.dumps(packed(name, values)))
    letter = written(name, kept, name=odd, base="https://penjurian.example/", link="https://l/1")
    assert "\n" not in letter.subject + "".join(c for c in letter.subject if c == "\r")
    assert ("https://l/1" in letter.text) is bool(LETTERS[name].link)
    assert ("https://penjurian.example/" in letter.text) is bool(LETTERS[name].page)
    assert unpacked(kept) == values


def test_a_letter_takes_exactly_its_facts_and_no_others():
    with pytest.raises(TypeError, match="returned takes"):
        packed("returned", {"candidate": "x"})
    with pytest.raises(TypeError, match="says no list"):
        packed("returned", {"candidate": [], "edition": "", "entry": 1, "reason": ""})
