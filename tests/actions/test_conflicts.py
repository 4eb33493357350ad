"""What keeps assessors away: found by the system, stated and lifted by a committee; and substitutes."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from sqlite_utils import Database

from evaluation import row_files
from evaluation.actions import conflicts as acts
from evaluation.actions import panels, people, rosters, scores, sheets, substitutes
from evaluation.actions.readiness import lacks
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.people import SYSTEM
from evaluation.store import conflicts
from evaluation.store.db import rows
from tests.award import PDF, Award
from tests.desk_ground import CHAIR, SECOND, Ground

COMMITTEE = "jatim@uji.example"
ADMIN = "admin@uji.example"
LATE = "pengganti@uji.example"


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    made = Ground(award, db)
    award.grant(COMMITTEE, "committee", made.edition, "35")
    award.grant(ADMIN, "administrator")
    return made


@pytest.fixture
def panel(ground: Ground) -> int:
    return ground.actor(CHAIR).seats[0].panel_id


def away(db: Database) -> list[tuple[int, int, str, str]]:
    """Who is kept away from what now: account, entry, source, reason."""
    found = rows(db, "SELECT * FROM conflict WHERE ended_at IS NULL ORDER BY account_id, entry_id, source")
    return [(one["account_id"], one["entry_id"], one["source"], one["reason"]) for one in found]


def describe(act: Any, ground: Ground, who: int, institution: str = "", home: str | None = None) -> None:
    acts.describe_account(act, ground.people[who], institution=institution, home_region=home)


# --- found by the system -------------------------------------------------------------------------


def test_account_data_that_a_candidate_shares_keeps_away_and_is_told(
    ground: Ground, db: Database, act_as: Any
) -> None:
    describe(act_as(ground.actor(CHAIR)), ground, 0, "Pemkot Mojokerto", "35.09")
    chair = ground.people[0]
    assert away(db) == [
        (chair, ground.mojokerto, "institution", "Pemkot Mojokerto"),
        (chair, ground.jember, "region", "Kabupaten Jember"),
    ]
    assert ground.events("ConflictFound") == [
        {"assessor": CHAIR, "source": "institution", "reason": "Pemkot Mojokerto"},
        {"assessor": CHAIR, "source": "region", "reason": "Kabupaten Jember"},
    ]
    with pytest.raises(NotFound):
        ground.submit(act_as(ground.actor(CHAIR)))


def test_an_administrator_corrects_and_the_assessor_judges_again(
    ground: Ground, db: Database, act_as: Any
) -> None:
    describe(act_as(ground.award.actor(ADMIN)), ground, 0, "Kota Mojokerto")
    describe(act_as(ground.award.actor(ADMIN)), ground, 0, "Universitas Airlangga")
    assert away(db) == []
    assert len(ground.events("ConflictGone")) == 1
    ground.submit(act_as(ground.actor(CHAIR)))
    assert len(ground.sheets()) == 1


def test_nobody_writes_away_what_keeps_them_away(ground: Ground, db: Database, act_as: Any) -> None:
    own = act_as(ground.actor(CHAIR))
    describe(own, ground, 0, "Kota Mojokerto")
    stood = away(db)
    with pytest.raises(Invalid, match="only an administrator can correct it"):
        describe(own, ground, 0, "")
    assert away(db) == stood
    assert rows(db, "SELECT institution FROM account WHERE id = :id", id=ground.people[0]) == [
        {"institution": "Kota Mojokerto"}
    ]
    describe(own, ground, 0, "Pemkot Mojokerto", "33.74")
    assert away(db) == stood


def test_nobody_describes_somebody_else(ground: Ground, act_as: Any) -> None:
    with pytest.raises(NotFound):
        describe(act_as(ground.actor(SECOND)), ground, 0, "Kota Mojokerto")


@pytest.mark.parametrize(
    ("institution", "home", "field"), [("x" * 201, None, "institution"), ("", "99.99", "home_region")]
)
def test_what_no_account_can_say_is_refused_by_field(
    ground: Ground, act_as: Any, institution: str, home: str | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        describe(act_as(ground.actor(CHAIR)), ground, 0, institution, home)
    assert set(refused.value.fields) == {field}


def test_a_new_member_and_a_new_candidate_are_looked_at(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    act = act_as(ground.award.actor(COMMITTEE))
    late = ground.award.account(LATE)
    acts.describe_account(
        act_as(ground.award.actor(LATE)), late, institution="Kab. Malang", home_region="35.76"
    )
    assert away(db) == []
    panels.seat_member(act, panel, email=LATE, name="Baru", position="member", capacity="")
    assert away(db) == [(late, ground.mojokerto, "region", "Kota Mojokerto")]
    text = "code,name,category,region,email\n35.07,Kabupaten Malang,regency,35.07,malang@uji.example\n"
    file = row_files.parse("k.csv", text.encode(), rosters.CANDIDATE_COLUMNS)
    rosters.load_candidates(act, ground.edition, file)
    assert [one[2:] for one in away(db)] == [("region", "Kota Mojokerto"), ("institution", "Kab. Malang")]


def test_whoever_acts_for_a_candidate_is_kept_away_from_it(ground: Ground, db: Database, act_as: Any) -> None:
    other = ground.award.entry(ground.edition, "35.10", "Kabupaten Banyuwangi", email="wakil@uji.example")
    own = act_as(ground.award.actor("wakil@uji.example"))
    juror = people.invite_colleague(own, other, CHAIR)
    assert away(db) == [(juror, other, "represents", "Kabupaten Banyuwangi")]
    people.remove_colleague(own, other, juror)
    assert away(db) == []


def test_finished_contests_stay_as_they_are(ground: Ground, db: Database, act_as: Any) -> None:
    ground.finalise(ground.desk)
    ground.finalise(ground.interview)
    describe(act_as(ground.actor(CHAIR)), ground, 0, "Kota Mojokerto", "35.09")
    assert away(db) == []


def test_a_roster_brings_institution_and_home_and_changes_none(
    ground: Ground, db: Database, act_as: Any
) -> None:
    head = "email,name,stage,region,position,capacity,institution,home_region\n"
    lines = f"{SECOND},Juri 2 35,province,35,member,,Kota Mojokerto,35.10\n"
    load = lambda text: rosters.load_assessors(  # noqa: E731
        act_as(SYSTEM), ground.edition, row_files.parse("p.csv", text.encode(), rosters.ASSESSOR_COLUMNS)
    )
    assert load(head + lines) == ()
    assert away(db) == [(ground.people[1], ground.mojokerto, "institution", "Kota Mojokerto")]
    events = len(rows(db, "SELECT id FROM audit_event"))
    assert load(head + lines) == ()
    assert len(rows(db, "SELECT id FROM audit_event")) == events
    warnings = load(head + lines.replace("35.10", "35.11"))
    assert [str(one) for one in warnings] == [
        f"line 2: {SECOND} has another institution or home region already, and keeps it"
    ]
    with pytest.raises(Exception, match="problems: 1"):
        load(head + lines.replace("35.10", "99.99"))
    assert rows(db, "SELECT home_region FROM account WHERE email = :e", e=SECOND) == [
        {"home_region": "35.10"}
    ]


# --- stated by the committee ---------------------------------------------------------------------


def test_an_exclusion_holds_until_it_is_lifted_with_a_reason(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    act, chair = act_as(ground.award.actor(COMMITTEE)), ground.people[0]
    ground.submit(act_as(ground.actor(CHAIR)))
    acts.exclude_assessor(act, panel, chair, ground.mojokerto, " Mantan staf ")
    assert away(db) == [(chair, ground.mojokerto, "excluded", "Mantan staf")]
    with pytest.raises(NotFound):
        ground.submit(act_as(ground.actor(CHAIR)))
    with pytest.raises(Refused, match="is excluded from this entry already"):
        acts.exclude_assessor(act, panel, chair, ground.mojokerto, "Lagi")
    one = rows(db, "SELECT id FROM conflict")[0]["id"]
    with pytest.raises(Invalid):
        acts.lift_exclusion(act, panel, one, " ")
    acts.lift_exclusion(act, panel, one, "Keliru orang")
    assert away(db) == []
    assert ground.events("ExclusionLifted") == [{"assessor": CHAIR, "reason": "Keliru orang"}]
    with pytest.raises(Refused, match="still holds"):
        acts.lift_exclusion(act, panel, one, "Lagi")


def test_a_committee_lifts_only_what_a_committee_stated(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    sheets.recuse(act_as(ground.actor(CHAIR)), ground.desk, ground.mojokerto, "Paman")
    one = rows(db, "SELECT id FROM conflict")[0]["id"]
    with pytest.raises(Refused):
        acts.lift_exclusion(act_as(ground.award.actor(COMMITTEE)), panel, one, "Tidak apa-apa")


def test_nobody_lifts_their_own_nor_decides_where_they_are_kept_away(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    ground.award.grant(CHAIR, "committee", ground.edition, "35")
    acts.exclude_assessor(
        act_as(ground.award.actor(COMMITTEE)), panel, ground.people[0], ground.mojokerto, "Mantan staf"
    )
    both = act_as(ground.actor(CHAIR))
    with pytest.raises(Denied, match="another member of the committee"):
        acts.lift_exclusion(both, panel, rows(db, "SELECT id FROM conflict")[0]["id"], "Saya")
    with pytest.raises(NotFound):
        acts.exclude_assessor(both, panel, ground.people[1], ground.mojokerto, "Saingan")


def test_only_the_panels_own_committee_states_and_only_about_its_own(
    ground: Ground, panel: int, act_as: Any
) -> None:
    elsewhere = ground.award.entry(ground.edition, "33.01", "Kabupaten Cilacap", status="accepted")
    for email in (CHAIR, ADMIN):
        with pytest.raises(NotFound):
            acts.exclude_assessor(
                act_as(ground.award.actor(email)), panel, ground.people[1], ground.jember, "x"
            )
    committee = act_as(ground.award.actor(COMMITTEE))
    for account, entry in ((ground.people[0], elsewhere), (ground.strangers[0], ground.jember)):
        with pytest.raises(NotFound):
            acts.exclude_assessor(committee, panel, account, entry, "x")


# --- too few, and substitutes --------------------------------------------------------------------


def exclude_two(ground: Ground, panel: int, act_as: Any) -> Any:
    """Two of three members are kept away from Kota Mojokerto; the committee's act."""
    act = act_as(ground.award.actor(COMMITTEE))
    for juror in ground.people[:2]:
        acts.exclude_assessor(act, panel, juror, ground.mojokerto, "Mantan staf")
    return act


def short(ground: Ground, db: Database) -> list[tuple[str, int, int]]:
    found = conflicts.short_of_sheets(db, [ground.desk])
    return [(one["name"], one["possible"], one["minimum_sheets"]) for one in found]


def test_entries_that_too_few_can_judge_are_named(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    assert short(ground, db) == []
    exclude_two(ground, panel, act_as)
    assert short(ground, db) == [("Kota Mojokerto", 1, 2)]
    told = [
        str(one.message)
        for one in lacks(db, ground.desk, act_as().now)
        if one.blocking and "at most" in str(one.message)
    ]
    assert told == [
        "Kota Mojokerto can get at most 1 of 2 score sheets: too few assessors are left."
        " Call in a substitute on the page of conflicts of interest."
    ]


def test_sheets_that_came_in_count_and_disabled_or_excluded_ones_do_not(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    ground.submit(act_as(ground.actor(CHAIR)))
    member = rows(db, "SELECT id FROM panel_member WHERE account_id = :id", id=ground.people[0])[0]["id"]
    act = act_as(ground.award.actor(COMMITTEE))
    panels.end_seat(act, member, "Pindah")
    acts.exclude_assessor(act, panel, ground.people[1], ground.mojokerto, "Mantan staf")
    assert short(ground, db) == []
    db.conn.execute("UPDATE account SET disabled_at = created_at WHERE id = ?", [ground.people[2]])
    assert short(ground, db) == [("Kabupaten Jember", 1, 2), ("Kota Mojokerto", 1, 2)]
    db.conn.execute("UPDATE scoresheet SET excluded_at = saved_at")
    assert short(ground, db) == [("Kabupaten Jember", 1, 2), ("Kota Mojokerto", 0, 2)]


def call(act: Any, panel: int, *entries: int, number: str = "188/9/KPTS") -> int:
    decree = substitutes.Decree(number, date(2022, 1, 9))
    return substitutes.call_substitute(
        act, panel, substitutes.Substitute(LATE, "Pengganti", "Ahli hukum"), decree, entries
    )


def test_a_substitute_for_named_entries_judges_these_and_sees_nothing_else(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    act = exclude_two(ground, panel, act_as)
    late = call(act, panel, ground.mojokerto)
    assert short(ground, db) == []
    assert (late, ground.jember, "substitute", "188/9/KPTS") in away(db)
    assert ground.events("SubstituteCalled") == [
        {
            "panel": panel,
            "email": LATE,
            "capacity": "Ahli hukum",
            "number": "188/9/KPTS",
            "date": "2022-01-09",
            "sha256": None,
            "entries": ["35.76"],
        }
    ]
    own = act_as(ground.award.actor(LATE))
    assert [one["id"] for one in conflicts.outstanding(db, late)] == [ground.mojokerto]
    acts.declare(own, {ground.mojokerto: ""})
    ground.submit(own)
    with pytest.raises(NotFound):
        ground.submit(own, entry=ground.jember)
    posted = rows(db, "SELECT template, email FROM outbox ORDER BY id")
    assert posted == [
        {"template": "called_in", "email": LATE},
        {"template": "invitation", "email": LATE},
    ]


def test_who_comes_in_later_is_not_the_limited_substitutes(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    late = call(act_as(ground.award.actor(COMMITTEE)), panel, ground.mojokerto)
    text = "code,name,category,region,email,status\n"
    text += "35.07,Kabupaten Malang,regency,35.07,malang@uji.example,accepted\n"
    file = row_files.parse("k.csv", text.encode(), rosters.CANDIDATE_COLUMNS)
    rosters.load_candidates(act_as(SYSTEM), ground.edition, file)
    assert [one["name"] for one in conflicts.outstanding(db, late)] == ["Kota Mojokerto"]


def test_a_second_decree_calls_for_more_and_one_for_all_for_everything(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    act = act_as(ground.award.actor(COMMITTEE))
    late = call(act, panel, ground.mojokerto)
    call(act, panel, ground.jember, number="188/10/KPTS")
    assert away(db) == []
    assert [one["id"] for one in conflicts.outstanding(db, late)] == [ground.jember, ground.mojokerto]
    call(act, panel, number="188/11/KPTS")
    with pytest.raises(Invalid, match="sits on the panel already"):
        call(act, panel, number="188/12/KPTS")


def test_whoever_is_seated_again_sits_as_anybody_does(
    ground: Ground, db: Database, panel: int, act_as: Any, clock: Any
) -> None:
    act = act_as(ground.award.actor(COMMITTEE))
    late = call(act, panel, ground.mojokerto)
    member = rows(db, "SELECT id FROM panel_member WHERE account_id = :id", id=late)[0]["id"]
    panels.end_seat(act, member, "Selesai")
    clock.forward(hours=1)
    again = act_as(ground.award.actor(COMMITTEE))
    panels.seat_member(again, panel, email=LATE, name="Pengganti", position="member", capacity="")
    assert away(db) == []


def test_a_decree_without_number_and_somebody_kept_away_are_refused_and_leave_nothing(
    ground: Ground, db: Database, panel: int, act_as: Any
) -> None:
    act = act_as(ground.award.actor(COMMITTEE))
    with pytest.raises(Invalid) as refused:
        call(act, panel, ground.mojokerto, number=" ")
    assert set(refused.value.fields) == {"number"}
    late = ground.award.account(LATE)
    acts.describe_account(act_as(ground.award.actor(LATE)), late, institution="", home_region="35.76")
    with pytest.raises(Invalid, match="keeps Pengganti away from Kota Mojokerto"):
        call(act, panel, ground.mojokerto)
    elsewhere = ground.award.entry(ground.edition, "33.01", "Kabupaten Cilacap", status="accepted")
    with pytest.raises(Invalid) as refused:
        call(act, panel, elsewhere)
    assert set(refused.value.fields) == {"entries"}
    assert rows(db, "SELECT id FROM substitution") == []
    assert rows(db, "SELECT id FROM panel_member WHERE account_id = :id", id=late) == []


def test_the_addendum_is_kept_with_the_panel(ground: Ground, db: Database, panel: int, act_as: Any) -> None:
    from evaluation.actions.uploads import Upload

    decree = substitutes.Decree("188/9", None, Upload(io.BytesIO(PDF), "tambahan.pdf"))
    act = act_as(ground.award.actor(COMMITTEE))
    substitutes.call_substitute(act, panel, substitutes.Substitute(LATE, "Pengganti"), decree)
    found = rows(
        db,
        "SELECT f.name, f.panel_id FROM substitution s JOIN file f ON f.id = s.decree_file_id",
    )
    assert found == [{"name": "tambahan.pdf", "panel_id": panel}]


def test_scores_from_paper_ask_for_no_declaration(award: Award, db: Database, act_as: Any) -> None:
    award.declares = False
    ground = Ground(award, db)
    text = "round,candidate,assessor,criterion,score,comment\n"
    text += f"province-desk,35.76,{CHAIR},regulation,80,\nprovince-desk,35.76,{CHAIR},innovation,70,\n"
    scores.load_scores(
        act_as(SYSTEM), ground.edition, row_files.parse("n.csv", text.encode(), scores.SCORE_COLUMNS)
    )
    assert [one["status"] for one in ground.sheets()] == ["submitted"]
