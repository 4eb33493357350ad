"""A committee's schedule: who may set sessions, lots, invitations to the right people, and their updates."""

from __future__ import annotations

import pytest

from evaluation.actions import sessions as acts
from evaluation.actions import sheets
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.sessions import day_plans, drawn
from evaluation.store import sessions
from evaluation.store.db import change, insert, rows, write
from tests.desk_ground import CHAIR, SECOND, THIRD
from tests.session_ground import AUDITOR, CANDIDATE, CENTRAL, COMMITTEE, SessionGround

PANEL = [CHAIR, SECOND, THIRD]


@pytest.fixture
def ground(award, act_as) -> SessionGround:
    return SessionGround(award, act_as)


def test_a_session_is_kept_in_utc_with_its_zone(ground: SessionGround) -> None:
    kept = ground.session(ground.set(9, zone="Asia/Makassar"))
    assert (kept["starts_at"], kept["ends_at"], kept["zone"], kept["revision"]) == (
        "2022-01-20T02:00:00.000000Z",
        "2022-01-20T02:40:00.000000Z",
        "Asia/Makassar",
        1,
    )
    assert ground.events("SessionScheduled") == [
        {
            "link": "",
            "minutes": 40,
            "revision": 1,
            "room": "Ruang 1",
            "session": kept["id"],
            "starts": "2022-01-20T02:00:00.000000Z",
        }
    ]


def test_saving_the_same_changes_nothing_and_an_old_revision_is_a_conflict(ground: SessionGround) -> None:
    session = ground.set(9)
    assert ground.set(9, revision=1) == session
    assert ground.session(session)["revision"] == 1
    ground.set(10, revision=1)
    with pytest.raises(Conflict) as conflict:
        ground.set(11, revision=1)
    assert conflict.value.stored["starts_at"] == "2022-01-20T03:00:00.000000Z"
    assert ground.session(session)["revision"] == 2


def test_what_cant_be_kept_is_told_by_field(ground: SessionGround) -> None:
    with pytest.raises(Invalid) as wrong:
        ground.set(9, room="", link="zoom")
    assert set(wrong.value.fields) == {"link"}
    assert ground.events("SessionScheduled") == []


@pytest.mark.parametrize("email", [CENTRAL, CHAIR, CANDIDATE])
def test_others_do_not_even_learn_of_it(ground: SessionGround, email: str) -> None:
    with pytest.raises(NotFound):
        acts.schedule(ground.act(email), ground.interview, ground.mojokerto, ground.plan(), 0)
    with pytest.raises(NotFound):
        acts.publish(ground.act(email), ground.interview)


def test_the_auditor_changes_nothing(ground: SessionGround) -> None:
    from evaluation.core.errors import Denied

    for do in (acts.invite, acts.publish, acts.draw_lots):
        with pytest.raises(Denied):
            do(ground.act(AUDITOR), ground.interview)


def test_desk_rounds_and_finalised_contests_take_no_session(ground: SessionGround) -> None:
    with pytest.raises(Refused, match="interviews and visits only"):
        acts.schedule(ground.act(), ground.desk, ground.mojokerto, ground.plan(), 0)
    ground.finalise(ground.interview)
    with pytest.raises(Refused, match="finalised"):
        ground.set(9)


def test_a_committee_member_who_is_recused_keeps_away(ground: SessionGround) -> None:
    ground.award.grant(CHAIR, "committee", ground.edition, "35")
    sheets.recuse(ground.act(CHAIR), ground.interview, ground.mojokerto, "Kerabat")
    with pytest.raises(NotFound):
        acts.schedule(ground.act(CHAIR), ground.interview, ground.mojokerto, ground.plan(), 0)


# --- a day, and lots -----------------------------------------------------------------------------


def test_a_day_is_kept_whole_or_not_at_all(ground: SessionGround) -> None:
    ids = [ground.jember, ground.mojokerto, ground.surabaya]
    plans = list(zip(ids, day_plans(ground.plan(9), 3, 10), strict=True))
    assert acts.plan_day(ground.act(), ground.interview, plans, {}) == 3
    kept = [
        (one["entry_id"], one["starts_at"][11:16]) for one in sessions.schedule(ground.db, ground.interview)
    ]
    assert kept == [(ids[0], "02:00"), (ids[1], "02:50"), (ids[2], "03:40")]
    moved = list(zip(ids, day_plans(ground.plan(13), 3, 10), strict=True))
    with pytest.raises(Refused, match="changed the schedule meanwhile"):
        acts.plan_day(ground.act(), ground.interview, moved, {ids[0]: 1, ids[1]: 1, ids[2]: 0})
    assert ground.session(1)["starts_at"][11:16] == "02:00"
    assert acts.plan_day(ground.act(), ground.interview, moved, dict.fromkeys(ids, 1)) == 3
    assert acts.plan_day(ground.act(), ground.interview, moved, dict.fromkeys(ids, 2)) == 0


def test_a_day_that_goes_past_midnight_is_refused(ground: SessionGround) -> None:
    plans = list(zip([ground.jember, ground.mojokerto], day_plans(ground.plan(23), 2, 0), strict=True))
    with pytest.raises(Invalid, match="do not fit into this day"):
        acts.plan_day(ground.act(), ground.interview, plans, {})


def test_every_draw_stays_on_record(ground: SessionGround) -> None:
    assert acts.draw_lots(ground.act(), ground.interview, " angka  17 ") == "angka 17"
    by_server = acts.draw_lots(ground.act(), ground.interview)
    assert len(by_server) == 16
    codes = ["35.09", "35.76", "35.78"]
    kept = sessions.draws(ground.db, ground.interview)
    assert [(one["seed"], one["codes"]) for one in kept] == [
        (by_server, list(drawn(by_server, codes))),
        ("angka 17", list(drawn("angka 17", codes))),
    ]
    assert [one["seed"] for one in ground.events("LotsDrawn")] == ["angka 17", by_server]
    for statement in ("UPDATE draw SET seed = 'x'", "DELETE FROM draw"):
        with pytest.raises(Exception, match="kept as it fell"), write(ground.db):
            change(ground.db, statement)


# --- invitations ---------------------------------------------------------------------------------


def test_the_panel_is_invited_once_and_the_recused_not_at_all(ground: SessionGround) -> None:
    ground.set(9)
    sheets.recuse(ground.act(THIRD), ground.interview, ground.mojokerto, "Kerabat")
    assert acts.invite(ground.act(), ground.interview) == 2
    assert sorted(ground.mails()) == [("session_set", CHAIR), ("session_set", SECOND)]
    assert ground.calendars() == [("REQUEST", 1)] * 2
    assert acts.invite(ground.act(), ground.interview) == 0
    assert ground.events("InvitationsSent") == [{"invitations": 2}]


def test_a_change_reaches_at_once_whoever_was_invited_and_nobody_else(ground: SessionGround) -> None:
    ground.set(9)
    acts.invite(ground.act(), ground.interview)
    ground.set(14, revision=1)
    assert sorted(ground.mails()[3:]) == [("session_moved", one) for one in PANEL]
    assert ground.calendars()[3:] == [("REQUEST", 2)] * 3
    assert acts.invite(ground.act(), ground.interview) == 0


def test_whoever_recuses_after_the_invitation_hears_nothing_more(ground: SessionGround) -> None:
    session = ground.set(9)
    acts.invite(ground.act(), ground.interview)
    sheets.recuse(ground.act(THIRD), ground.interview, ground.mojokerto, "Kerabat")
    ground.set(14, revision=1)
    acts.cancel(ground.act(), session, "Banjir")
    acts.invite(ground.act(), ground.interview)
    assert THIRD not in [email for _, email in ground.mails()[3:]]


def test_whoever_left_the_panel_is_told_that_it_is_over_for_them(ground: SessionGround) -> None:
    ground.set(9)
    acts.invite(ground.act(), ground.interview)
    with write(ground.db):
        change(
            ground.db,
            "UPDATE panel_member SET left_at = :at WHERE account_id = :id",
            at=ground.award.at,
            id=ground.people[2],
        )
    assert acts.invite(ground.act(), ground.interview) == 1
    assert ground.mails()[3:] == [("session_off", THIRD)]
    assert ground.calendars()[3:] == [("CANCEL", 1)]
    assert acts.invite(ground.act(), ground.interview) == 0


def test_a_session_called_off_goes_out_of_calendars_and_may_come_again(ground: SessionGround) -> None:
    session = ground.set(9)
    acts.invite(ground.act(), ground.interview)
    acts.publish(ground.act(), ground.interview)
    with pytest.raises(Invalid):
        acts.cancel(ground.act(), session, " ")
    acts.cancel(ground.act(), session, "Banjir")
    assert sorted(ground.mails()[4:]) == [
        *[("session_off", one) for one in PANEL],
        ("slot_off", CANDIDATE),
    ]
    assert ground.calendars()[4:] == [("CANCEL", 2)] * 4
    with pytest.raises(Refused, match="called off already"):
        acts.cancel(ground.act(), session, "Banjir")
    ground.set(10, revision=2)
    assert ground.mails()[8:] == [("slot_set", CANDIDATE)]
    assert acts.invite(ground.act(), ground.interview) == 3
    assert ground.calendars()[8:] == [("REQUEST", 3)] * 4
    assert ground.events("SessionCancelled") == [{"reason": "Banjir", "revision": 2, "session": session}]


def test_slots_are_told_to_their_own_candidates_only(ground: SessionGround) -> None:
    ground.set(9)
    ground.set(10, ground.jember)
    assert acts.publish(ground.act(), ground.interview) == 2
    assert ground.mails() == [("slot_set", CANDIDATE)]
    assert acts.publish(ground.act(), ground.interview) == 0
    assert [one["name"] for one in sessions.published_of_entry(ground.db, ground.mojokerto)] == [
        "Kota Mojokerto"
    ]


def test_a_provisional_entry_is_told_nothing_before_the_round_before_is_final(ground: SessionGround) -> None:
    ground.set(9)
    with write(ground.db):
        change(
            ground.db,
            "UPDATE contest_entry SET provisional = :p WHERE entry_id = :id AND contest_id = :contest",
            p=1,
            id=ground.mojokerto,
            contest=ground.interview,
        )
    assert acts.publish(ground.act(), ground.interview) == 0
    assert ground.mails() == []
    with write(ground.db):
        change(ground.db, "UPDATE contest_entry SET provisional = 0")
    assert acts.publish(ground.act(), ground.interview) == 1
    with write(ground.db):
        change(ground.db, "UPDATE contest_entry SET provisional = 1")
    assert sessions.published_of_entry(ground.db, ground.mojokerto) == []


def test_a_disabled_account_is_not_written_to(ground: SessionGround) -> None:
    ground.set(9)
    with write(ground.db):
        change(
            ground.db, "UPDATE account SET disabled_at = :at WHERE email = :e", at=ground.award.at, e=SECOND
        )
    assert acts.invite(ground.act(), ground.interview) == 2


def test_a_session_needs_its_entry_in_the_contest(ground: SessionGround) -> None:
    with pytest.raises(NotFound):
        acts.schedule(ground.act(), ground.interview, 999, ground.plan(), 0)
    values = dict(
        uid="0" * 32, contest_id=ground.desk, entry_id=999, starts_at="a", ends_at="b", zone="UTC", talk=1,
        questions=1, room="x", saved_at="x",
    )  # fmt: skip
    with pytest.raises(Exception, match=r"does not stand in this contest|FOREIGN KEY"), write(ground.db):
        insert(ground.db, "session", **values)


def test_others_sessions_at_the_same_time_are_found_across_contests(ground: SessionGround) -> None:
    ground.set(9)
    sheets.recuse(ground.act(THIRD), ground.interview, ground.mojokerto, "Kerabat")
    found = sessions.busy(ground.db, "2022-01-20T02:10:00.000000Z", "2022-01-20T02:20:00.000000Z")
    assert [(slot.people, about["name"]) for slot, about in found] == [
        (frozenset(ground.people[:2]), "Kota Mojokerto")
    ]
    assert sessions.busy(ground.db, "2022-01-20T02:40:00.000000Z", "2022-01-20T05:00:00.000000Z") == []
    assert sessions.busy(ground.db, "2022-01-20T02:10:00.000000Z", "2022-01-20T02:20:00.000000Z",
                         but_contest=ground.interview) == []  # fmt: skip
    assert rows(ground.db, "SELECT count(*) AS n FROM session")[0]["n"] == 1
    assert COMMITTEE not in [email for _, email in ground.mails()]
