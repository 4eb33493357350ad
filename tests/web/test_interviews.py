"""Interviews: notes as written beside the marks, and who came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from evaluation.actions import interviews, sheets
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.interviews import Attendance
from evaluation.store.db import change, rows, write
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, SECOND, STRANGER, Ground
from tests.pages import PageClient

NOTE = "  Bupati: \"kami 'siap'\" 🏅\n\n\tbaris ketiga, <b>tebal</b>  \n"
COMMITTEE = "panitia@uji.example"

CAME = Attendance("leader", "Ika Puspitasari", 2, "Ana\nBudi", "onsite", 45)


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def room(ground: Ground, client: PageClient) -> PageClient:
    """The chair's browser at Kota Mojokerto's interview, in English."""
    client.sign_in(CHAIR, language="en")
    client.get(interview(ground))
    return client


def interview(ground: Ground, more: str = "") -> str:
    return ground.url(contest=ground.interview, more=more)


def notes(ground: Ground) -> list[dict[str, object]]:
    return rows(ground.db, "SELECT account_id, body, written_at FROM interview_note ORDER BY id")


def came(ground: Ground) -> dict[str, object]:
    return next(iter(rows(ground.db, "SELECT * FROM attendance")), {})


# --- notes ---------------------------------------------------------------------------------------


def test_a_note_is_kept_exactly_as_written_with_its_second(
    ground: Ground, room: PageClient, clock: Clock
) -> None:
    clock.now = datetime(2022, 1, 10, 3, 4, 5, tzinfo=UTC)
    page = room.submit({"note": NOTE}, button=("do", "note"))
    assert notes(ground) == [
        {"account_id": ground.people[0], "body": NOTE, "written_at": "2022-01-10T03:04:05.000000Z"}
    ]
    assert "10 January 2022, 10:04:05 WIB" in page.text
    assert "&lt;b&gt;tebal&lt;/b&gt;" in page.html
    assert ground.events("InterviewNoteWritten") == [{"note": 1}]
    # A note alone starts no sheet.
    assert ground.sheets() == []


def test_a_correction_is_another_note(ground: Ground, room: PageClient) -> None:
    room.submit({"note": "satu"}, button=("do", "note"))
    page = room.submit({"note": "dua"}, button=("do", "note"))
    assert [one["body"] for one in notes(ground)] == ["satu", "dua"]
    assert page.text.index("dua") < page.text.index("satu")
    with pytest.raises(Exception, match="kept as written"), write(ground.db):
        change(ground.db, "UPDATE interview_note SET body = 'x'")


@pytest.mark.parametrize("blank", ["", "  \n\t "])
def test_only_a_blank_note_is_refused(ground: Ground, room: PageClient, blank: str) -> None:
    page = room.submit({"note": blank, "mark-mastery": "70"}, button=("do", "note"), status=422)
    assert "Write the note first: a blank one is not kept." in page.text
    fields = next(dict(f.fields) for f in page.forms if "mark-mastery" in dict(f.fields))
    assert fields["mark-mastery"] == "70"
    assert notes(ground) == []
    room.submit({"note": "."}, button=("do", "note"))
    assert [one["body"] for one in notes(ground)] == ["."]


def test_keeping_a_note_keeps_the_marks_typed_beside_it(ground: Ground, room: PageClient) -> None:
    page = room.submit({"note": NOTE, "mark-mastery": "71"}, button=("do", "note"))
    assert ground.marks() == {"mastery": ("71", "")}
    assert ground.sheets()[0]["status"] == "draft"
    assert "The note is kept, and your marks are saved as a draft." in page.text
    # And the other way round: a note that is typed is never lost with the marks' buttons.
    room.submit({"note": "dua", "mark-mastery": "72"}, button=("do", "submit"))
    assert [one["body"] for one in notes(ground)] == [NOTE, "dua"]
    assert ground.sheets()[0]["total"] == "64.8"


def test_a_bad_mark_beside_a_note_stores_neither_and_keeps_both(ground: Ground, room: PageClient) -> None:
    page = room.submit({"note": NOTE, "mark-mastery": "101"}, button=("do", "note"), status=422)
    fields = next(dict(f.fields) for f in page.forms if "mark-mastery" in dict(f.fields))
    assert (fields["note"], fields["mark-mastery"]) == (NOTE, "101")
    assert (notes(ground), ground.sheets()) == ([], [])


def test_notes_are_written_after_submission_too_until_the_contest_is_finalised(
    ground: Ground, room: PageClient
) -> None:
    room.submit({"mark-mastery": "71"}, button=("do", "submit"))
    room.submit({"note": NOTE}, form="/notes")
    assert [one["body"] for one in notes(ground)] == [NOTE]
    page = room.submit({"note": " "}, form="/notes", status=422)
    assert "Write the note first: a blank one is not kept." in page.text
    ground.finalise(ground.interview)
    page = room.post(interview(ground, "/notes"), {"note": "terlambat"}, status=409)
    assert "This contest is finalised: nothing in it changes any more." in page.text
    assert len(notes(ground)) == 1


def test_only_the_writer_sees_a_note(ground: Ground, room: PageClient, act_as) -> None:
    interviews.write_note(
        act_as(ground.actor(SECOND)), ground.interview, ground.mojokerto, "rahasia juri dua"
    )
    assert "rahasia" not in room.get(interview(ground)).text
    room.sign_out()
    room.sign_in(SECOND)
    assert "rahasia juri dua" in room.get(interview(ground)).text


def test_desk_rounds_keep_no_notes(ground: Ground, room: PageClient, act_as) -> None:
    page = room.get(ground.url())
    assert "My notes" not in page.text
    with pytest.raises(Refused, match="interview rounds only"):
        interviews.write_note(act_as(ground.actor()), ground.desk, ground.mojokerto, "x")
    room.post(ground.url(more="/notes"), {"note": "x"}, status=409)
    room.get(ground.url(more="/attendance"), status=409)
    assert notes(ground) == []


def test_others_write_no_notes(ground: Ground, act_as) -> None:
    for email in (STRANGER,):
        with pytest.raises(NotFound):
            interviews.write_note(act_as(ground.actor(email)), ground.interview, ground.mojokerto, "x")
    sheets.recuse(act_as(ground.actor()), ground.interview, ground.mojokerto, "Kerabat")
    with pytest.raises(NotFound):
        interviews.write_note(act_as(ground.actor()), ground.interview, ground.mojokerto, "x")


# --- who came ------------------------------------------------------------------------------------

TYPED = {
    "present": "leader",
    "person": "Hj. Ika Puspitasari, S.E. 'Ning Ita'",
    "companions": "2",
    "companion_names": "Ana 🏅\nBudi",
    "mode": "onsite",
    "minutes": "45",
}


def test_who_came_is_kept_and_shown_beside_the_marks(ground: Ground, room: PageClient) -> None:
    room.click("Write down who came")
    page = room.submit(TYPED)
    kept = came(ground)
    assert {name: str(kept[name]) for name in TYPED} == TYPED
    assert (kept["revision"], kept["recorded_by"]) == (1, ground.people[0])
    assert room.url == interview(ground)
    assert "The leader in person: Hj. Ika Puspitasari, S.E. 'Ning Ita'" in page.text
    assert "Correct who came" in page.text
    assert ground.events("AttendanceRecorded") == [
        {"companions": 2, "late": 0, "person": TYPED["person"], "present": "leader", "revision": 1}
    ]


def test_more_than_two_companions_are_kept_with_a_warning(ground: Ground, room: PageClient) -> None:
    room.get(interview(ground, "/attendance"))
    page = room.submit({**TYPED, "companions": "3"})
    assert came(ground)["companions"] == 3
    assert "3 companions came; the award allows at most 2. It is kept as you wrote it." in page.text
    assert "notice-warning" in page.html


@pytest.mark.parametrize(
    ("change_to", "told"),
    [
        ({"present": ""}, "Please fill this in."),
        ({"person": " "}, "Write the name of the person who came."),
        ({"companions": ""}, "Please fill this in."),
        ({"companions": "dua"}, "Write a whole number, in digits only, for instance 872."),
        ({"present": "nobody", "person": ""}, "If nobody came, there are no companions: write 0."),
        ({"minutes": "601"}, "Write at most 600 minutes."),
        ({"mode": "luar"}, "Choose one of the list."),
    ],
)
def test_bad_attendance_is_refused_and_stays_typed(
    ground: Ground, room: PageClient, change_to: dict[str, str], told: str
) -> None:
    room.get(interview(ground, "/attendance"))
    page = room.submit({**TYPED, **change_to}, status=422)
    assert told in page.text
    assert "Ana 🏅" in page.html
    assert came(ground) == {}


def test_nobody_came_is_an_attendance(ground: Ground, room: PageClient) -> None:
    room.get(interview(ground, "/attendance"))
    values = {"present": "nobody", "person": "", "companions": "0", "companion_names": "", "mode": "online"}
    room.submit({**values, "minutes": ""})
    kept = came(ground)
    assert (kept["present"], kept["companions"], kept["minutes"]) == ("nobody", 0, None)


def test_two_people_writing_down_who_came_see_both_versions(ground: Ground, room: PageClient, act_as) -> None:
    room.get(interview(ground, "/attendance"))
    interviews.record_attendance(act_as(ground.actor(SECOND)), ground.interview, ground.mojokerto, CAME, 0)
    page = room.submit({**TYPED, "present": "deputy", "minutes": "50"}, status=409)
    assert "Saved meanwhile: The leader in person" in page.text
    assert "Saved meanwhile: Ika Puspitasari" in page.text
    assert "Saved meanwhile: 45" in page.text
    assert came(ground)["minutes"] == 45
    room.submit({}, form=0 if "present" in dict(page.forms[0].fields) else len(page.forms) - 1)
    assert (came(ground)["present"], came(ground)["minutes"], came(ground)["revision"]) == ("deputy", 50, 2)


def test_a_stale_revision_is_a_conflict(ground: Ground, act_as) -> None:
    act = act_as(ground.actor())
    interviews.record_attendance(act, ground.interview, ground.mojokerto, CAME, 0)
    with pytest.raises(Conflict):
        interviews.record_attendance(act, ground.interview, ground.mojokerto, CAME, 0)
    interviews.record_attendance(act, ground.interview, ground.mojokerto, CAME, 1)
    assert came(ground)["revision"] == 2


def test_the_contests_committee_writes_down_who_came_too(ground: Ground, award: Award, act_as) -> None:
    award.grant(COMMITTEE, "committee", ground.edition, "35")
    award.grant("jateng@uji.example", "committee", ground.edition, "33")
    interviews.record_attendance(act_as(award.actor(COMMITTEE)), ground.interview, ground.mojokerto, CAME, 0)
    assert came(ground)["person"] == "Ika Puspitasari"
    with pytest.raises(NotFound):
        interviews.record_attendance(
            act_as(award.actor("jateng@uji.example")), ground.interview, ground.mojokerto, CAME, 1
        )


def test_the_committee_opens_the_same_page(ground: Ground, award: Award, client: PageClient) -> None:
    award.grant(COMMITTEE, "committee", ground.edition, "35")
    client.sign_in(COMMITTEE)
    client.get(interview(ground, "/attendance"))
    client.submit(TYPED)
    assert came(ground)["recorded_by"] == award.account(COMMITTEE)
    client.get(interview(ground), status=403)


def test_a_finalised_interview_keeps_its_attendance(ground: Ground, act_as) -> None:
    ground.finalise(ground.interview)
    with pytest.raises(Refused):
        interviews.record_attendance(act_as(ground.actor()), ground.interview, ground.mojokerto, CAME, 0)


def test_the_action_refuses_what_no_form_sends(ground: Ground, act_as) -> None:
    nonsense = Attendance("ghost", "x", 0, "", "moon", None)
    with pytest.raises(Invalid) as wrong:
        interviews.record_attendance(act_as(ground.actor()), ground.interview, ground.mojokerto, nonsense, 0)
    assert set(wrong.value.fields) == {"present", "mode"}
