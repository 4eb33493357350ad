"""Rosters that come in: people, panels and entries made once, corrections kept, warnings said."""

from __future__ import annotations

import json

from sqlite_utils import Database

from evaluation.store import accounts
from tests.award import Award

EDITION = "uji-2021"
CANDIDATES = (
    "email,name,code,status,region,category\n"
    'bappeda@pacitan.example,Kabupaten "Pacitan",35.01,accepted,35.01,regency\n'
    "bappeda@pacitan.example,Kabupaten Ponorogo,35.02,,35.02,regency\n"
)
ASSESSORS = (
    "email,name,stage,region,position,capacity\n"
    "a@panel.example,Ayu,province,35,chair,Sekretaris Daerah\n"
    "b@panel.example,Budi,province,35,member,Ahli hukum\n"
    "a@panel.example,Ayu,national,,member,\n"
)


def happened(db: Database) -> list[str]:
    return [one["name"] for one in db.query("SELECT name FROM audit_event ORDER BY id")]


def test_candidates_are_invited_or_accepted(flask, written, award: Award, db: Database) -> None:
    award.edition()
    ran = flask("candidates", "load", EDITION, written("c.csv", CANDIDATES))
    assert (ran.status, ran.out, ran.err) == (0, "candidates: 2 rows are in uji-2021.\n", [])
    assert [
        (one["code"], one["name"], one["status"], one["province_code"])
        for one in db.query("SELECT * FROM entry ORDER BY code")
    ] == [
        ("35.01", 'Kabupaten "Pacitan"', "accepted", "35"),
        ("35.02", "Kabupaten Ponorogo", "invited", "35"),
    ]
    assert len(award.actor("bappeda@pacitan.example").entries) == 2
    assert db.execute("SELECT entry_id, provisional FROM contest_entry").fetchall() == [(1, 0)]
    assert happened(db) == [
        "CandidateInvited",
        "AccountAdded",
        "RepresentativeAdded",
        "EntryAccepted",
        "EntryEnteredContest",
        "CandidateInvited",
        "RepresentativeAdded",
    ]


def test_candidates_are_corrected(flask, written, award: Award, db: Database, dump) -> None:
    award.edition()
    assert flask("candidates", "load", EDITION, written("c.csv", CANDIDATES)).status == 0
    changed = CANDIDATES.replace('Kabupaten "Pacitan"', "Pacitan, Kabupaten’s 🏝".join('""')).replace(
        "bappeda@pacitan.example,Kabupaten Ponorogo,35.02,",
        "Bappeda@Ponorogo.example,Kabupaten Ponorogo,35.02,accepted",
    )
    before = len(happened(db))
    assert flask("candidates", "load", EDITION, written("d.csv", changed)).status == 0
    assert happened(db)[before:] == [
        "CandidateRenamed",
        "AccountAdded",
        "RepresentativeAdded",
        "EntryAccepted",
        "EntryEnteredContest",
    ]
    stored = dump()
    assert flask("candidates", "load", EDITION, written("d.csv", changed)).status == 0
    assert dump() == stored
    names = [one["name"] for one in db.query("SELECT name FROM entry ORDER BY code")]
    assert names == ["Pacitan, Kabupaten’s 🏝", "Kabupaten Ponorogo"]


def test_names_come_out_as_they_went_in(flask, written, award: Award) -> None:
    award.edition()
    name = """O'Brien, "Nusa" & <b>Raya</b> 🏝️"""
    quoted = name.replace('"', '""')
    text = f'code,name,category,region,email,status\nX-1,"{quoted}",regency,35.01,x@x.example,accepted\n'
    assert flask("candidates", "load", EDITION, written("c.csv", text)).status == 0
    ask = ("standings", EDITION, "province-desk", "--category", "regency", "--region", "35", "--format")
    assert flask(*ask, "csv").out == (
        f'rank,candidate,name,score,tied,advances,wins,sheets\n,X-1,"{quoted}",,no,no,no,0\n'
    )
    assert json.loads(flask(*ask, "json").out) == [
        dict(
            rank=None,
            candidate="X-1",
            name=name,
            score=None,
            tied=False,
            advances=False,
            wins=False,
            sheets=0,
        )
    ]
    assert name in flask(*ask, "table").out


def test_a_withdrawn_entry_stays_withdrawn(flask, written, award: Award, db: Database, dump) -> None:
    award.edition()
    path = written("c.csv", CANDIDATES)
    assert flask("candidates", "load", EDITION, path).status == 0
    with db.conn:
        db.execute("UPDATE entry SET status = 'withdrawn' WHERE code = '35.01'")
    before = dump()
    ran = flask("candidates", "load", EDITION, path)
    assert (ran.status, ran.err) == (0, ['warning: line 2: "35.01" is withdrawn and stays so'])
    assert dump() == before


def test_assessors_sit_on_panels(flask, written, award: Award, db: Database, dump) -> None:
    edition_id = award.edition()
    path = written("a.csv", ASSESSORS)
    ran = flask("assessors", "load", EDITION, path)
    assert (ran.status, ran.err) == (0, ["warning: the panel of the nation has no chair"])
    seats = award.actor("a@panel.example").seats
    assert [(seat.edition_id, seat.stage, seat.region_code, seat.position) for seat in seats] == [
        (edition_id, "province", "35", "chair"),
        (edition_id, "national", None, "member"),
    ]
    assert accounts.by_email(db, "b@panel.example")["name"] == "Budi"  # type: ignore[index]
    before = dump()
    ran = flask("assessors", "load", EDITION, path)
    assert (ran.status, ran.err) == (0, ["warning: the panel of the nation has no chair"])
    assert dump() == before


def test_a_changed_seat_is_kept(flask, written, award: Award, db: Database) -> None:
    award.edition()
    assert flask("assessors", "load", EDITION, written("a.csv", ASSESSORS)).status == 0
    before = len(happened(db))
    changed = ASSESSORS.replace("chair", "secretary").replace(
        "Budi,province,35,member", "Budi,province,35,chair"
    )
    assert flask("assessors", "load", EDITION, written("b.csv", changed)).status == 0
    assert happened(db)[before:] == ["PanelMemberSeated", "PanelMemberSeated"]
    assert [
        (one["name"], one["position"])
        for one in db.query("SELECT * FROM panel_member WHERE panel_id = 1 ORDER BY id")
    ] == [("Ayu", "secretary"), ("Budi", "chair")]


def test_a_seat_that_ended_stays_so(flask, written, award: Award, db: Database, dump) -> None:
    award.edition()
    path = written("a.csv", ASSESSORS)
    assert flask("assessors", "load", EDITION, path).status == 0
    with db.conn:
        db.execute("UPDATE panel_member SET left_at = seated_at, left_reason = 'pindah' WHERE name = 'Budi'")
    before = dump()
    ran = flask("assessors", "load", EDITION, path)
    assert ran.err == [
        "warning: line 3: b@panel.example left this panel and is not seated again",
        "warning: the panel of the nation has no chair",
    ]
    assert dump() == before
