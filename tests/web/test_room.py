"""The room: the clock by buttons, the shared minute that nobody overwrites, penalties from the record."""

from __future__ import annotations

import json

import pytest

from evaluation.actions import interviews, penalties, readiness, records, rooms, sheets
from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused
from evaluation.core.interviews import Attendance
from evaluation.store import records as stored
from evaluation.store import rooms as kept
from evaluation.store.db import change, rows, write
from tests.desk_ground import CHAIR, SECOND, STRANGER, THIRD
from tests.pages import PageClient
from tests.session_ground import AUDITOR, CANDIDATE, CENTRAL, COMMITTEE, SessionGround, edition_text, english

ODD = "🏅 \"Ya\", <b>kata</b> 'beliau'\n\n\tbaris kedua "


@pytest.fixture
def ground(award, act_as) -> SessionGround:
    return SessionGround(award, act_as)


@pytest.fixture
def chair(ground: SessionGround, client: PageClient) -> PageClient:
    english(client, CHAIR)
    client.get(ground.room)
    return client


def where(ground: SessionGround) -> tuple[int, int]:
    return ground.interview, ground.mojokerto


def parts(ground: SessionGround) -> dict[str, tuple[str | None, str | None]]:
    found = rows(ground.db, "SELECT * FROM meeting_part ORDER BY part")
    return {
        one["part"]: (one["started_at"][14:19], one["ended_at"] and one["ended_at"][14:19]) for one in found
    }


# --- the clock -----------------------------------------------------------------------------------


def test_parts_run_by_the_servers_clock_without_scripts(ground, chair: PageClient, clock) -> None:
    ground.set(9)
    page = chair.get(ground.room)
    assert "Talk 15 minutes" in page.text
    chair.submit(form="/parts/talk/start")
    clock.forward(minutes=12, seconds=30)
    page = chair.get(ground.room)
    assert "Begun at 10:00 WIB (12 minutes)" in page.text
    # Beginning the questions ends the talk.
    page = chair.submit(form="/parts/questions/start")
    assert "Begun at 10:00 WIB, ended at 10:12 WIB (12 minutes)" in page.text
    assert parts(ground) == {"talk": ("00:00", "12:30"), "questions": ("12:30", None)}
    clock.forward(minutes=20)
    chair.submit(form="/parts/questions/end")
    assert parts(ground)["questions"] == ("12:30", "32:30")
    chair.submit(form="/parts/questions/start")
    assert parts(ground)["questions"] == ("12:30", None)
    names = [one["name"] for one in rows(ground.db, "SELECT name FROM audit_event WHERE name LIKE 'Part%'")]
    assert names == ["PartStarted", "PartEnded", "PartStarted", "PartEnded", "PartResumed"]


def test_two_people_starting_a_part_start_it_once(ground: SessionGround) -> None:
    rooms.start_part(ground.act(CHAIR), *where(ground), "talk")
    with pytest.raises(Refused, match="running already"):
        rooms.start_part(ground.act(SECOND), *where(ground), "talk")
    with pytest.raises(Refused, match="not running"):
        rooms.end_part(ground.act(SECOND), *where(ground), "questions")
    with pytest.raises(NotFound):
        rooms.start_part(ground.act(SECOND), *where(ground), "lunch")


@pytest.mark.parametrize("email", [STRANGER, CENTRAL, AUDITOR, CANDIDATE])
def test_others_touch_neither_clock_nor_minute(ground: SessionGround, email: str) -> None:
    for do in (
        lambda: rooms.start_part(ground.act(email), *where(ground), "talk"),
        lambda: rooms.write_minute(ground.act(email), *where(ground), "x"),
    ):
        with pytest.raises(NotFound):
            do()
    assert (parts(ground), kept.minute(ground.db, *where(ground))) == ({}, ())


def test_the_recused_and_those_who_act_for_the_candidate_stay_outside(ground: SessionGround) -> None:
    sheets.recuse(ground.act(CHAIR), *where(ground), "Kerabat")
    with pytest.raises(NotFound):
        rooms.write_minute(ground.act(CHAIR), *where(ground), "x")
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO representative (entry_id, account_id) VALUES (:entry, :account)",
            entry=ground.mojokerto,
            account=ground.people[1],
        )
    with pytest.raises(Denied, match="act for this candidate"):
        rooms.write_minute(ground.act(SECOND), *where(ground), "x")


def test_a_finalised_room_is_only_read(ground: SessionGround, client: PageClient) -> None:
    rooms.write_minute(ground.act(CHAIR), *where(ground), "Pembukaan")
    ground.finalise(ground.interview)
    with pytest.raises(Refused):
        rooms.write_minute(ground.act(CHAIR), *where(ground), "x")
    english(client, CHAIR)
    page = client.get(ground.room)
    assert "Pembukaan" in page.text
    assert "nothing in it changes any more" in page.text
    assert not [form for form in page.forms if "/room" in form.action]


# --- the shared minute ---------------------------------------------------------------------------


def test_a_paragraph_is_kept_as_typed_with_its_writer(ground: SessionGround, chair: PageClient) -> None:
    page = chair.submit({"body": ODD}, form=f"{ground.room}/minute")
    (only,) = kept.minute(ground.db, *where(ground))
    assert (only.newest["body"], only.newest["revision"]) == (ODD, 1)
    assert "Juri 1 35, 10 January 2022, 10:00:00 WIB" in page.text
    assert "&lt;b&gt;kata&lt;/b&gt;" in page.html
    new = next(n for n, form in enumerate(page.forms) if form.action == f"{ground.room}/minute")
    page = chair.submit({"body": " "}, form=new, status=422)
    assert "Write the paragraph first: a blank one is not kept." in page.text


def test_several_write_different_paragraphs_at_once(ground: SessionGround) -> None:
    first = rooms.write_minute(ground.act(CHAIR), *where(ground), "satu")
    second = rooms.write_minute(ground.act(SECOND), *where(ground), "dua")
    rooms.write_minute(ground.act(THIRD), *where(ground), "satu b", paragraph=first, revision=1)
    rooms.write_minute(ground.act(COMMITTEE), *where(ground), "dua b", paragraph=second, revision=1)
    assert [one.newest["body"] for one in kept.minute(ground.db, *where(ground))] == ["satu b", "dua b"]
    assert [one["revision"] for one in ground.events("MinuteWritten")] == [1, 1, 2, 2]


def test_two_changing_one_paragraph_see_both_and_lose_neither(ground, chair: PageClient) -> None:
    number = rooms.write_minute(ground.act(SECOND), *where(ground), "asli")
    chair.get(ground.room)
    rooms.write_minute(ground.act(SECOND), *where(ground), "dari juri dua", paragraph=number, revision=1)
    page = chair.submit({"body": "dari ketua"}, form=f"/minute/{number}", status=409)
    assert "Somebody else changed this paragraph meanwhile." in page.text
    assert "Saved meanwhile: dari juri dua" in page.text
    assert "\ndari ketua</textarea>" in page.html
    page = chair.submit({"body": "dari ketua dan juri dua"}, form=f"/minute/{number}")
    (only,) = kept.minute(ground.db, *where(ground))
    assert [one["body"] for one in only.versions] == ["dari ketua dan juri dua", "dari juri dua", "asli"]
    assert "Earlier versions: 2" in page.text


def test_a_stale_paragraph_is_a_conflict_and_the_same_text_is_not(ground: SessionGround) -> None:
    number = rooms.write_minute(ground.act(CHAIR), *where(ground), "asli")
    rooms.write_minute(ground.act(CHAIR), *where(ground), "baru", paragraph=number, revision=1)
    with pytest.raises(Conflict):
        rooms.write_minute(ground.act(SECOND), *where(ground), "lain", paragraph=number, revision=1)
    rooms.write_minute(ground.act(SECOND), *where(ground), "baru", paragraph=number, revision=1)
    with pytest.raises(NotFound):
        rooms.write_minute(
            ground.act(CHAIR), ground.interview, ground.jember, "x", paragraph=number, revision=2
        )
    with pytest.raises(Invalid):
        rooms.write_minute(ground.act(CHAIR), *where(ground), "x" * 20_001)


def test_a_paragraph_is_taken_out_and_its_versions_stay(ground: SessionGround, chair: PageClient) -> None:
    number = rooms.write_minute(ground.act(CHAIR), *where(ground), "salah ketik")
    chair.get(ground.room)
    page = chair.submit({"body": ""}, form=f"/minute/{number}")
    assert "(taken out)" in page.text
    assert "salah ketik" in page.text
    for statement in ("UPDATE minute_version SET body = 'x'", "DELETE FROM minute_version"):
        with pytest.raises(Exception, match="kept as written"), write(ground.db):
            change(ground.db, statement)


def test_what_others_write_comes_by_itself(ground: SessionGround, chair: PageClient) -> None:
    rooms.write_minute(ground.act(SECOND), *where(ground), ODD)
    rooms.start_part(ground.act(SECOND), *where(ground), "talk")
    answer = chair.get(f"{ground.room}/minute.json")
    assert json.loads(answer.data) == {
        "paragraphs": [
            {"id": 1, "revision": 1, "body": ODD, "by": "Juri 2 35, 10 January 2022, 10:00:00 WIB"}
        ],
        "states": {"talk": "running", "questions": "waiting"},
    }


def test_the_auditor_reads_the_room(ground: SessionGround, client: PageClient) -> None:
    rooms.write_minute(ground.act(CHAIR), *where(ground), "Pembukaan")
    english(client, AUDITOR)
    page = client.get(ground.room)
    assert "Pembukaan" in page.text
    assert not [form for form in page.forms if "/room" in form.action]
    for path in (ground.room, f"{ground.room}/minute.json"):
        english(PageClient(client.app), CENTRAL).get(path, status=404)


# --- notes ---------------------------------------------------------------------------------------


def test_a_note_is_kept_in_the_room_and_stays_ones_own(ground: SessionGround, chair: PageClient) -> None:
    page = chair.submit({"note": ODD}, form="/room/notes")
    assert rows(ground.db, "SELECT body FROM interview_note")[0]["body"] == ODD
    assert "your notes are also read by the committee and the auditor, once the contest" in page.text
    page = chair.submit({"note": " "}, form="/room/notes", status=422)
    assert "Write the note first" in page.text
    assert "kata" not in english(PageClient(chair.app), SECOND).get(ground.room).text


@pytest.mark.parametrize(
    ("policy", "before", "after"), [("own", 403, 403), ("after", 403, 200), ("committee", 200, 200)]
)
@pytest.mark.parametrize("email", [COMMITTEE, AUDITOR])
def test_the_edition_says_who_else_reads_notes(award, act_as, app, policy, before, after, email) -> None:
    ground = SessionGround(award, act_as, edition_text(policy))
    interviews.write_note(ground.act(CHAIR), *where(ground), "rahasia ketua")
    url = f"/committee/contests/{ground.interview}/entries/{ground.mojokerto}/notes"
    browser = english(PageClient(app), email)
    assert ("rahasia ketua" in browser.get(url, status=before).text) is (before == 200)
    ground.finalise(ground.interview)
    page = browser.get(url, status=after)
    assert ("rahasia ketua" in page.text) is (after == 200)
    assert ("The assessors' notes" in browser.get(ground.room).links) is (after == 200)
    english(PageClient(app), CENTRAL).get(url, status=404)
    # Whoever wrote it still has it.
    assert "rahasia ketua" in english(PageClient(app), CHAIR).get(ground.room).text


def test_a_committee_member_on_the_panel_reads_no_notes_while_judging(award, act_as, app) -> None:
    ground = SessionGround(award, act_as, edition_text("committee"))
    award.grant(SECOND, "committee", ground.edition, "35")
    url = f"/committee/contests/{ground.interview}/entries/{ground.mojokerto}/notes"
    reader = english(PageClient(app), SECOND)
    reader.get(url, status=403)
    reader.was_refused({"en": "The assessors' notes open once the contest is finalised."})


# --- penalties -----------------------------------------------------------------------------------


def came(
    ground: SessionGround, late: int = 0, revision: int = 0, present: str = "leader", more: int = 0
) -> None:
    person = "" if present == "nobody" else "Wali kota"
    record = Attendance(present, person, more, "", "onsite", 40, late)
    interviews.record_attendance(ground.act(CHAIR), *where(ground), record, revision)


def adjustments(ground: SessionGround) -> list[tuple[str, str | None, int | None]]:
    found = stored.adjustments_of(ground.db, *where(ground))
    return [(one["points"], one["penalty"], one["attendance_revision"]) for one in found]


def records_url(ground: SessionGround) -> str:
    return f"/committee/contests/{ground.interview}/entries/{ground.mojokerto}/records"


def test_lateness_costs_what_the_edition_says_with_one_click(ground, client: PageClient) -> None:
    came(ground, late=11)
    english(client, COMMITTEE)
    page = client.get(records_url(ground))
    assert "By the record of who came, -1.5 points are due." in page.text
    assert adjustments(ground) == []
    page = client.submit(form="/penalties/late")
    assert adjustments(ground) == [("-1.5", "late", 1)]
    assert "Came 11 minutes late; 10 are allowed (record of who came, revision 1)." in page.text
    assert "Source: the record of who came, revision 1" in page.text
    assert "are due" not in page.text
    assert ground.events("PenaltyConfirmed") == [{"penalty": "late", "revision": 1}]


def test_a_corrected_record_proposes_anew_and_the_audit_shows_both(ground, client: PageClient) -> None:
    came(ground, late=11)
    english(client, COMMITTEE)
    client.get(records_url(ground))
    client.submit(form="/penalties/late")
    came(ground, late=3, revision=1)
    page = client.get(records_url(ground))
    assert "nothing is due any more, and -1.5 points still count." in page.text
    client.submit(form="/penalties/late")
    assert adjustments(ground) == []
    assert [one["points"] for one in ground.events("AdjustmentRemoved")] == ["-1.5"]
    came(ground, present="nobody", revision=2)
    client.get(records_url(ground))
    client.submit(form="/penalties/absence")
    assert adjustments(ground) == [("-5", "absence", 3)]


def test_a_click_on_an_older_record_confirms_nothing(ground: SessionGround, client: PageClient) -> None:
    came(ground, late=11)
    english(client, COMMITTEE)
    client.get(records_url(ground))
    came(ground, late=12, revision=1)
    client.submit(form="/penalties/late", status=409)
    assert adjustments(ground) == []


def test_only_the_committee_confirms_and_only_what_is_due(ground: SessionGround) -> None:
    came(ground, late=11)
    for email in (CHAIR, CENTRAL, AUDITOR):
        with pytest.raises((NotFound, Denied)):
            penalties.confirm_penalty(
                ground.act(email), *where(ground), "late", revision=1, reason="Terlambat"
            )
    with pytest.raises(NotFound):
        penalties.confirm_penalty(ground.act(), *where(ground), "absence", revision=1, reason="x")
    assert adjustments(ground) == []


def test_a_penalty_taken_back_by_hand_is_proposed_again(ground: SessionGround) -> None:
    came(ground, late=11)
    penalties.confirm_penalty(ground.act(), *where(ground), "late", revision=1, reason="Terlambat")
    (known,) = stored.adjustments_of(ground.db, *where(ground))
    records.remove_adjustment(ground.act(), known["id"], "Macet")
    assert [one.step for one in penalties.open_proposals(ground.act(), *where(ground))] == ["add"]


def test_an_unconfirmed_penalty_is_told_before_finalising(ground: SessionGround, clock) -> None:
    came(ground, late=11)
    told = [str(one.message) for one in readiness.lacks(ground.db, ground.interview, clock.now)]
    sentence = "A penalty of Kota Mojokerto waits to be confirmed or taken back: its records say which."
    assert told.count(sentence) == 1
    penalties.confirm_penalty(ground.act(), *where(ground), "late", revision=1, reason="Terlambat")
    told = [str(one.message) for one in readiness.lacks(ground.db, ground.interview, clock.now)]
    assert sentence not in told


def test_more_companions_than_allowed_are_shown(ground: SessionGround, chair: PageClient) -> None:
    came(ground, more=3)
    page = chair.get(ground.room)
    assert "more than the 2 allowed" in page.text
    chair.get(f"/desk/{ground.interview}/{ground.mojokerto}/attendance")
    page = chair.submit({"present": "nobody", "person": "", "companions": "0", "late": "5"}, status=422)
    assert "If nobody came, nobody was late: write 0." in page.text
