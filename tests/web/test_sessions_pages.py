"""The schedule, a planned day, a candidate's slot, an assessor's day, and calendar files to take along."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from evaluation.actions import sessions as acts
from evaluation.actions import sheets
from evaluation.store import sessions
from tests.desk_ground import CHAIR, SECOND, STRANGER
from tests.pages import PageClient
from tests.session_ground import AUDITOR, CANDIDATE, CENTRAL, COMMITTEE, SessionGround, english

TYPED = {
    "day": "2022-01-20",
    "start": "09:00",
    "zone": "Asia/Makassar",
    "talk": "10",
    "questions": "20",
    "room": "Ruang 1",
    "link": "https://rapat.example/1",
}
DAY = {**TYPED, "zone": "Asia/Jakarta", "pause": "5", "order": "code", "which": "unplanned"}


@pytest.fixture
def ground(award, act_as) -> SessionGround:
    return SessionGround(award, act_as)


@pytest.fixture
def committee(ground: SessionGround, client: PageClient) -> PageClient:
    return english(client, COMMITTEE)


# --- the schedule --------------------------------------------------------------------------------


def test_the_form_suggests_what_the_edition_says(ground: SessionGround, committee: PageClient) -> None:
    committee.get(ground.base)
    page = committee.click("Set a session: Kota Mojokerto")
    fields = dict(next(form for form in page.forms if "talk" in dict(form.fields)).fields)
    assert (fields["talk"], fields["questions"], fields["zone"]) == ("15", "25", "Asia/Jakarta")


def test_a_session_is_set_and_shown_in_its_zone(ground: SessionGround, committee: PageClient) -> None:
    committee.get(f"{ground.base}/{ground.mojokerto}")
    page = committee.submit(TYPED)
    assert committee.url == ground.base
    assert "20 January 2022, 09:00 WITA" in page.text
    assert "0 of 3 invited" in page.text
    assert "Send invitations to the panel (3)" in page.text
    assert "Tell candidates their sessions (1)" in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"room": "", "link": ""}, "Write a room or a place, or the link of a video meeting."),
        ({"day": "besok"}, "Write a date, for instance 31/12/2021."),
        ({"start": "25:00"}, "Write a time of the day"),
        ({"zone": "Mars/Olympus"}, "Choose one of the list."),
        ({"talk": "0", "questions": "0"}, "A session lasts at least a minute."),
        ({"link": "javascript:alert(1)"}, "A link begins with https://"),
    ],
)
def test_what_cant_be_kept_stays_typed(ground, committee: PageClient, typed, told: str) -> None:
    committee.get(f"{ground.base}/{ground.mojokerto}")
    page = committee.submit({**TYPED, "room": "Aula 'X' <b>", **typed}, status=422)
    assert told in page.text
    assert sessions.of_entry_in(ground.db, ground.interview, ground.mojokerto) is None


def test_two_people_moving_a_session_see_both_versions(ground: SessionGround, committee: PageClient) -> None:
    ground.set(9)
    committee.get(f"{ground.base}/{ground.mojokerto}")
    ground.set(11, revision=1, room="Aula")
    page = committee.submit({"start": "10:00"}, status=409)
    assert "Saved meanwhile: 11:00:00" in page.text
    assert "Saved meanwhile: Aula" in page.text
    committee.submit({}, form="/sessions/")
    assert ground.session(1)["starts_at"] == "2022-01-20T03:00:00.000000Z"


def test_clashes_name_people_room_and_the_other_session(ground: SessionGround, committee: PageClient) -> None:
    ground.set(9)
    ground.set(9, ground.jember, minute=20, room="ruang 1")
    page = committee.get(ground.base)
    assert "Sessions with a clash: 2." in page.text
    who = "Juri 1 35, Juri 2 35, Juri 3 35"
    assert (
        f"Of the panel, {who} sit elsewhere then: Kabupaten Jember, 20 January 2022, 09:20 WIB." in page.text
    )
    assert "The room ruang 1 is taken then: Kabupaten Jember, 20 January 2022, 09:20 WIB." in page.text
    sheets.recuse(ground.act(CHAIR), ground.interview, ground.jember, "Kerabat")
    assert "Of the panel, Juri 2 35, Juri 3 35 sit elsewhere" in committee.get(ground.base).text


def test_a_clash_with_another_contest_names_no_candidate_of_it(
    ground: SessionGround, committee: PageClient, award
) -> None:
    """Juri 1 of East Java also sits on Central Java's panel."""
    from evaluation.store.db import insert, write

    other = award.entry(ground.edition, "33.74", "Kota Semarang", status="accepted")
    contest = award.enter(ground.edition, "province-interview", other)
    with write(award.db):
        insert(
            award.db, "panel_member", panel_id=2, account_id=ground.people[0], name="Juri 1",
            position="member", seated_at=award.at,
        )  # fmt: skip
    ground.set(9)
    acts.schedule(ground.act(CENTRAL), contest, other, ground.plan(9), 0)
    page = committee.get(ground.base)
    assert (
        "Of the panel, Juri 1 35 sit elsewhere then: Provincial interview (Regencies and cities" in page.text
    )
    assert "Semarang" not in page.text
    # The same name of a room in another province is another room.
    assert "is taken then" not in page.text


def test_invitations_and_slots_are_sent_with_one_button_each(ground, committee: PageClient) -> None:
    ground.set(9)
    committee.get(ground.base)
    page = committee.submit(form="/invite")
    assert "Invitations posted: 3." in page.text
    assert "3 of 3 invited" in page.text
    page = committee.submit(form="/publish")
    assert "Sessions told to their candidates: 1." in page.text
    assert [template for template, _ in ground.mails()] == ["session_set"] * 3 + ["slot_set"]
    assert "Everybody holds the newest" in committee.post(f"{ground.base}/invite").text
    assert "Every candidate knows" in committee.post(f"{ground.base}/publish").text


def test_a_session_is_called_off_with_a_reason(ground: SessionGround, committee: PageClient) -> None:
    ground.set(9)
    committee.get(f"{ground.base}/{ground.mojokerto}")
    page = committee.submit({"cancel-reason": " "}, status=422)
    assert "Write the reason." in page.text
    page = committee.submit({"cancel-reason": "Banjir"})
    assert "Called off" in page.text
    assert ground.session(1)["cancelled_reason"] == "Banjir"
    page = committee.get(f"{ground.base}/{ground.mojokerto}")
    assert "This session was called off: Banjir" in page.text


def test_the_auditor_reads_and_other_committees_find_nothing(ground, client: PageClient) -> None:
    ground.set(9)
    english(client, AUDITOR)
    page = client.get(ground.base)
    assert "Only the committee of this contest does this." in page.text
    assert "Plan a day" not in page.text
    client.sign_out()
    english(client, CENTRAL)
    client.get(ground.base, status=404)
    client.get(f"{ground.base}/{ground.mojokerto}", status=404)
    client.post(f"{ground.base}/publish", status=404)


def test_a_desk_round_has_no_schedule(ground: SessionGround, committee: PageClient) -> None:
    assert "Sessions" not in committee.get(f"/committee/contests/{ground.desk}/progress").links
    committee.get(f"/committee/contests/{ground.desk}/sessions", status=409)
    assert committee.get(f"/committee/contests/{ground.interview}/progress").links["Sessions"] == ground.base


# --- a day ---------------------------------------------------------------------------------------


def previewed(ground: SessionGround, committee: PageClient, **changed: str):
    query = "&".join(f"{name}={value}" for name, value in {**DAY, **changed}.items())
    return committee.get(f"{ground.base}/plan?{query}")


def test_a_day_is_previewed_then_kept(ground: SessionGround, committee: PageClient) -> None:
    committee.get(ground.base)
    committee.click("Plan a day")
    page = previewed(ground, committee)
    assert "20 January 2022, 09:35 WIB" in page.text
    assert sessions.of_account(ground.db, ground.people[0]) == []
    page = committee.submit(form=len(page.forms) - 1)
    assert "Sessions planned: 3." in page.text
    kept = [
        (one["name"], one["starts_at"][11:16]) for one in sessions.of_account(ground.db, ground.people[0])
    ]
    assert kept == [("Kabupaten Jember", "02:00"), ("Kota Mojokerto", "02:35"), ("Kota Surabaya", "03:10")]


def test_the_order_follows_the_last_lots(ground: SessionGround, committee: PageClient) -> None:
    acts.draw_lots(ground.act(), ground.interview, "satu")
    acts.draw_lots(ground.act(), ground.interview, "dua")
    order = sessions.draws(ground.db, ground.interview)[0]["codes"]
    page = previewed(ground, committee, order="lots")
    places = [page.text.rindex(code) for code in order]
    assert places == sorted(places)


def test_a_preview_shows_clashes_and_leaves_planned_ones_alone(ground, committee: PageClient) -> None:
    ground.set(9)
    page = previewed(ground, committee)
    assert "Sessions with a clash" in page.text
    assert "sit elsewhere then: Kota Mojokerto" in page.text
    committee.submit(form=len(page.forms) - 1)
    assert ground.session(1)["revision"] == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"start": "23:30"}, "do not fit into this day"),
        ({"room": "", "link": ""}, "Write a room or a place"),
        ({"pause": "x"}, "Write a whole number"),
        ({"which": "nobody"}, "Choose one of the list."),
    ],
)
def test_a_day_that_cant_be_kept_says_why(ground, committee: PageClient, changed, told: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {**DAY, **changed}.items())
    assert told in committee.get(f"{ground.base}/plan?{query}", status=422).text
    assert told in committee.post(f"{ground.base}/plan", {**DAY, **changed}, status=422).text


def test_a_preview_that_is_older_than_the_schedule_is_not_kept(ground, committee: PageClient) -> None:
    page = previewed(ground, committee, which="all")
    ground.set(15)
    page = committee.submit(form=len(page.forms) - 1, status=409)
    assert "Somebody else changed the schedule meanwhile." in page.text
    assert ground.session(1)["starts_at"][11:16] == "08:00"
    committee.submit(form=len(page.forms) - 1)
    assert ground.session(1)["starts_at"][11:16] == "02:35"


# --- the candidate's slot and calendar files -----------------------------------------------------


def test_a_candidate_sees_the_slot_once_it_is_told(ground: SessionGround, client: PageClient) -> None:
    session = ground.set(9, link="https://rapat.example/1")
    english(client, CANDIDATE)
    page = client.get(f"/entries/{ground.mojokerto}")
    assert "Your session" not in page.text
    client.get(f"/sessions/{session}/calendar.ics", status=404)
    acts.publish(ground.act(), ground.interview)
    page = client.get(f"/entries/{ground.mojokerto}")
    assert "Your session 20 January 2022, 09:00 WIB" in page.text
    assert "15 minutes of talk, 25 of questions" in page.text
    assert "the leader and at most 2 companions" in page.text
    client.get(page.links["Calendar file"])
    other = ground.set(10, ground.jember)
    acts.publish(ground.act(), ground.interview)
    client.get(f"/sessions/{other}/calendar.ics", status=404)


def test_a_calendar_file_says_when_where_and_which_one_it_replaces(ground, client: PageClient) -> None:
    session = ground.set(9, room="Aula; lantai 2, kiri")
    ground.set(10, revision=1, room="Aula; lantai 2, kiri")
    english(client, CHAIR)
    answer = client.get(f"/sessions/{session}/calendar.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    calendar = Calendar.from_ical(answer.data)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["SEQUENCE"], event["STATUS"]) == ("PUBLISH", 2, "CONFIRMED")
    assert event["UID"] == f"{ground.session(session)['uid']}@127.0.0.1"
    assert event.decoded("DTSTART") == datetime(2022, 1, 20, 3, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2022, 1, 20, 3, 40, tzinfo=UTC)
    assert event["LOCATION"] == "Aula; lantai 2, kiri"
    assert event["SUMMARY"] == "Wawancara provinsi / Provincial interview: Kota Mojokerto"
    assert str(event["URL"]).endswith(ground.room)
    assert b"\r\n" in answer.data


@pytest.mark.parametrize(
    ("email", "status"),
    [(CHAIR, 200), (COMMITTEE, 200), (AUDITOR, 200), (STRANGER, 404), (CENTRAL, 404)],
)
def test_who_may_take_a_session_along(ground: SessionGround, client, email: str, status: int) -> None:
    session = ground.set(9)
    english(client, email)
    if status == 404:
        client.finds_nothing(f"/sessions/{session}/calendar.ics")
    else:
        (event,) = Calendar.from_ical(client.get(f"/sessions/{session}/calendar.ics").data).walk("VEVENT")
        assert event["UID"] == f"{ground.session(session)['uid']}@127.0.0.1"
    client.finds_nothing("/sessions/999/calendar.ics")


# --- an assessor's day ---------------------------------------------------------------------------


def test_a_day_lists_ones_own_sessions_in_their_zone(ground: SessionGround, client: PageClient) -> None:
    ground.set(9, zone="Asia/Makassar")
    ground.set(10, ground.jember, day=21)
    english(client, CHAIR)
    page = client.get("/desk/day")
    assert page.title.startswith("My sessions on 20 January 2022")
    assert "10:00–10:40 WITA · Kota Mojokerto" in page.text
    assert "Jember" not in page.text
    page = client.click("Next: 21 January 2022")
    assert "10:00–10:40 WIB · Kabupaten Jember" in page.text
    assert page.links["Marks and notes: Kabupaten Jember"] == f"/desk/{ground.interview}/{ground.jember}"
    assert page.links["Room: Kabupaten Jember"] == f"/desk/{ground.interview}/{ground.jember}/room"
    assert "You have no session on this day." in client.get("/desk/day?date=2022-03-01").text
    assert "My sessions on 20 January" in client.get("/desk/day?date=kapan").text


def test_a_recused_assessor_and_a_stranger_see_no_session(ground: SessionGround, client: PageClient) -> None:
    ground.set(9)
    sheets.recuse(ground.act(SECOND), ground.interview, ground.mojokerto, "Kerabat")
    for email in (SECOND, STRANGER):
        english(client, email)
        page = client.get("/desk/day?date=2022-01-20")
        assert "Mojokerto" not in page.text
        client.get(ground.room, status=404)
        client.sign_out()


def test_a_session_called_off_leaves_the_day(ground: SessionGround, client: PageClient) -> None:
    acts.cancel(ground.act(), ground.set(9), "Banjir")
    english(client, CHAIR)
    assert "Mojokerto" not in client.get("/desk/day?date=2022-01-20").text


def test_the_sheet_leads_into_the_room(ground: SessionGround, client: PageClient) -> None:
    ground.set(9)
    english(client, CHAIR)
    page = client.get(f"/desk/{ground.interview}/{ground.mojokerto}")
    assert "20 January 2022, 09:00 WIB" in page.text
    assert page.links["Room: clock, who came, shared minute"] == ground.room


def test_what_the_room_polls_is_json(ground: SessionGround, client: PageClient) -> None:
    english(client, CHAIR)
    answer = client.get(f"{ground.room}/minute.json")
    assert json.loads(answer.data) == {
        "paragraphs": [],
        "states": {"questions": "waiting", "talk": "waiting"},
    }
