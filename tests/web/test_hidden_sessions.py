"""Sessions of a candidate whom a round still hides name nobody: letter, calendar, day, room, visit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import reopening, sessions
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.core.sessions import Plan
from evaluation.store.db import change, insert, rows, write
from tests.award import Award
from tests.desk_ground import CHAIR, SECOND, THIRD
from tests.sight_ground import ENTRY_NUMBERS, NAMED, SightGround
from tests.sight_pages import browser

NUMBER = 613
NAMES = ("Mojokerto", "35.76", NAMED)
COMMITTEE = "panitia@uji.example"


class Meeting:
    """Kota Mojokerto's session in the interview (or visit) round, while the desk round is judged."""

    def __init__(self, ground: SightGround, kind: str = "interview") -> None:
        self.ground, self.db = ground, ground.db
        with write(self.db):
            change(self.db, "UPDATE round SET kind = :kind WHERE code = 'province-interview'", kind=kind)
        self.contest = ground.award.contest(ground.edition, "province-interview", "35")
        with write(self.db):
            where = dict(contest_id=self.contest, entry_id=ground.mojokerto)
            insert(self.db, "entry_number", number=NUMBER, **where)
        ground.award.enter(ground.edition, "province-interview", ground.mojokerto)
        ground.award.declare()
        plan = Plan(
            starts=datetime(2022, 2, 20, 2, tzinfo=UTC), zone="Asia/Jayapura", talk=15, questions=25,
            room="Balai Kota Mojokerto" if kind == "visit" else "Ruang 1",
        )  # fmt: skip
        self.plan = plan
        self.id = sessions.schedule(ground.act(COMMITTEE), self.contest, ground.mojokerto, plan, 0)

    @property
    def room(self) -> str:
        return f"/desk/{self.contest}/{NUMBER}/room"

    def letters(self) -> list[dict[str, Any]]:
        """Every message of a session with its calendar file, oldest first."""
        return rows(
            self.db,
            "SELECT o.email, o.template, o.contents, c.contents AS calendar FROM outbox o"
            " JOIN outbox_calendar c ON c.message_id = o.id ORDER BY o.id",
        )


@pytest.fixture
def make(award: Award, db: Database, act_as: Callable[[Actor], Act]) -> Callable[..., SightGround]:
    """The ground under a policy."""
    return lambda **policy: SightGround(award, db, act_as, **policy)


def named_in(text: str) -> set[str]:
    return {name for name in NAMES if name in text}


@pytest.mark.parametrize("kind", ["interview", "visit"])
def test_an_invitation_names_nobody_while_a_blind_round_is_judged(make: Any, kind: str) -> None:
    meeting = Meeting(make(candidates="hidden"), kind)
    act = meeting.ground.act(COMMITTEE)
    assert sessions.invite(act, meeting.contest) == 3
    moved = Plan(
        starts=meeting.plan.starts + timedelta(hours=1), zone=meeting.plan.zone, talk=15, questions=25,
        room=meeting.plan.room,
    )  # fmt: skip
    sessions.schedule(act, meeting.contest, meeting.ground.mojokerto, moved, 1)
    sessions.cancel(act, meeting.id, "Ditunda")
    letters = meeting.letters()
    assert [one["template"] for one in letters] == [
        name for name in ("session_set", "session_moved", "session_off") for _ in range(3)
    ]
    assert {one["email"] for one in letters} == {CHAIR, SECOND, THIRD}
    for one in letters:
        told = json.loads(one["contents"])
        assert named_in(one["contents"] + one["calendar"]) == set()
        # The address has the number too, and the moment is not in the candidate's own zone.
        assert (told["candidate"], told["entry"]) == (f"No. {NUMBER}", NUMBER)
        assert told["moment"]["zone"] == "Asia/Jakarta"
        assert json.loads(one["calendar"])["page"] == meeting.room
        assert f"No. {NUMBER}" in json.loads(one["calendar"])["summary"]


def test_control_an_invitation_names_the_candidate_where_no_round_hides_it(make: Any) -> None:
    meeting = Meeting(make())
    sessions.invite(meeting.ground.act(COMMITTEE), meeting.contest)
    for one in meeting.letters():
        told = json.loads(one["contents"])
        assert (told["candidate"], told["entry"]) == ("Kota Mojokerto", meeting.ground.mojokerto)
        assert told["moment"]["zone"] == "Asia/Jayapura"
        assert json.loads(one["calendar"])["page"] == f"/desk/{meeting.contest}/{told['entry']}/room"


@pytest.mark.parametrize("kind", ["interview", "visit"])
def test_no_page_of_the_session_names_it_to_the_panel(app: Flask, make: Any, kind: str) -> None:
    meeting = Meeting(make(candidates="hidden"), kind)
    client = browser(app, CHAIR)
    pages = ["/desk/day?date=2022-02-20", meeting.room, f"/sessions/{meeting.id}/calendar.ics"]
    pages += [meeting.room.removesuffix("/room")]
    pages += [f"/desk/{meeting.contest}/{NUMBER}/visit"] if kind == "visit" else []
    for page in pages:
        told = client.http.get(page)
        assert told.status_code == 200, page
        assert (page, named_in(told.text)) == (page, set())
        assert f"No. {NUMBER}" in told.text, page
        assert "WIT" not in told.text, page
        # Nor when the dossier came.
        assert "as submission" not in told.text, page
    assert client.http.get(f"/desk/{meeting.contest}/{meeting.ground.mojokerto}/room").status_code == 404


def test_control_the_committee_is_told_the_name_on_each_of_them(app: Flask, make: Any) -> None:
    meeting = Meeting(make(candidates="hidden"), "visit")
    client = browser(app, COMMITTEE)
    place = f"/desk/{meeting.contest}/{NUMBER}"
    for page in (f"{place}/room", f"{place}/visit", f"/sessions/{meeting.id}/calendar.ics"):
        assert "Kota Mojokerto" in client.http.get(page).text, page


def test_a_letter_about_a_reopened_sheet_leads_to_the_number(app: Flask, make: Any) -> None:
    """Ids follow the roster, and under a blind round they lead nowhere."""
    ground = make(candidates="hidden")
    sheet = ground.judge(1, 60)
    reopening.reopen_sheet(ground.act(COMMITTEE), sheet, "Salah ketik")
    told = rows(ground.db, "SELECT contents FROM outbox WHERE template = 'reopened'")
    leads_to = json.loads(told[0]["contents"])
    assert (leads_to["contest"], leads_to["entry"]) == (ground.desk, ENTRY_NUMBERS[0])
    page = browser(app, CHAIR).http.get(ground.url(leads_to["entry"]))
    assert page.status_code == 200
